//! The hash of a user's password: nothing may show it, order by it or compare it.

use super::index::{End, Index, Names};
use crate::diag::{Diagnostics, codes};
use crate::spec::{FieldArgs, FieldList, Opt, ResourceSpec, SerializerSpec, Spanned};
use restwright_schema::builtin;

pub(super) fn check(index: &Index<'_>, d: &mut Diagnostics) {
    let Some(user) = index.named(builtin::USER) else { return };
    for (id, resource, _) in index.resources() {
        let mut secrets = Secrets { index, user, id, d };
        for serializer in resource.serializer.iter() {
            secrets.serializer(serializer);
            serializer.tables.iter().for_each(|table| secrets.serializer(&table.spec));
        }
        secrets.queries(resource);
    }
}

struct Secrets<'a, 'b> {
    index: &'a Index<'b>,
    user: usize,
    id: usize,
    d: &'a mut Diagnostics,
}

impl Secrets<'_, '_> {
    /// Whether a path ends at the column with the hashes.
    fn is_hash(&self, path: &str, names: Names) -> bool {
        let found = self.index.path(self.id, path, names);
        found.is_ok_and(|found| matches!(found.end, End::Attr(a) if a.name == "password" && self.index.concrete(a.owner) == self.user))
    }

    fn refuse(&mut self, name: &Spanned<String>) {
        self.d.report(&codes::PASSWORD_HASH, name.origin, &[name]);
    }

    fn serializer(&mut self, serializer: &SerializerSpec) {
        let hidden = |args: &FieldArgs| args.write_only.as_ref().is_some_and(|w| w.value);
        for declared in serializer.declared.iter().filter(|declared| !hidden(&declared.args)) {
            let source = declared.args.source.as_ref().unwrap_or(&declared.name);
            if self.is_hash(source, Names::Accessor) {
                self.refuse(source);
            }
            let target = declared.to.as_ref().and_then(|to| self.index.named(to));
            if let Some(slug) = declared.slug_field.as_ref().filter(|slug| slug.value == "password")
                && target.is_some_and(|target| self.index.concrete(target) == self.user)
            {
                self.refuse(slug);
            }
        }
        // A field that nobody declared is write-only by itself, under its own name.
        for source in serializer.extra_kwargs.iter().filter(|kwargs| !hidden(&kwargs.args)).filter_map(|kwargs| kwargs.args.source.as_ref())
        {
            if self.is_hash(source, Names::Accessor) {
                self.refuse(source);
            }
        }
        if let Some(FieldList::Names(names)) = serializer.fields.as_ref().map(|fields| &fields.value) {
            let dotted: Vec<_> = names.iter().filter(|name| name.contains("__") || name.contains('.')).collect();
            for name in dotted {
                if self.is_hash(name, Names::Accessor) {
                    self.refuse(name);
                }
            }
        }
    }

    fn queries(&mut self, resource: &ResourceSpec) {
        let (view, filterset) = (&resource.viewset, resource.filterset.iter());
        let mut paths: Vec<&Spanned<String>> = Vec::new();
        for list in [&view.search_fields, &view.ordering_fields, &view.ordering, &resource.meta.ordering] {
            paths.extend(list.iter().flat_map(|names| names.iter()));
        }
        paths.extend(single(&view.lookup_field).chain(single(&resource.meta.display)));
        for filterset in filterset {
            paths.extend(filterset.fields.iter().flat_map(|names| names.iter()));
            paths.extend(filterset.lookups.iter().map(|lookups| &lookups.path));
            paths.extend(filterset.filters.iter().map(|filter| filter.field.as_ref().unwrap_or(&filter.name)));
            paths.extend(filterset.filters.iter().flat_map(|filter| &filter.fields).flat_map(|names| names.iter()));
        }
        for annotation in &resource.annotations {
            paths.extend(annotation.aggregate.iter().map(|(_, path)| path));
            paths.extend(annotation.conditions.iter().map(|(path, _)| path));
        }
        for path in paths {
            // Prefixes of searches and orders stand before a path, and a lookup behind it.
            let plain = path.trim_start_matches(['-', '^', '=', '@', '$']);
            let bare = plain.rsplit_once("__").map_or(plain, |(bare, _)| bare);
            if self.is_hash(plain, Names::Query) || self.is_hash(bare, Names::Query) {
                self.refuse(path);
            }
        }
        for text in resource.annotations.iter().filter_map(|annotation| annotation.expression.as_ref()) {
            let named = |word: &str| word == "password" && self.is_hash(word, Names::Query);
            if text.split(|c: char| !c.is_alphanumeric() && c != '_').any(named) {
                self.refuse(text);
            }
        }
    }
}

fn single(name: &Opt<String>) -> impl Iterator<Item = &Spanned<String>> {
    name.iter()
}
