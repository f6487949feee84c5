//! `[serializer.create]` and its like: their names, what they leave out, what updates do not read, and that a row can be created at all.

use restwright_schema::model::FieldType as T;
use restwright_schema::viewset::Action;

use super::index::{Attr, Index, Lost, Names, report_lost};
use super::on;
use super::scope::Scope;
use crate::diag::{Diagnostics, Severity, codes, slip};
use crate::spec::{DeclaredKind, FieldList, ResourceSpec, SerializerSpec, Spanned};

/// The actions that have a serializer.
const ACTIONS: [&str; 5] = ["list", "create", "retrieve", "update", "partial_update"];

pub(super) fn check(index: &Index<'_>, d: &mut Diagnostics) {
    let named = named(index);
    for (id, resource, _) in index.resources() {
        if let Some(serializer) = &resource.serializer {
            for table in &serializer.tables {
                let used = named.contains(&(id, table.name.as_str()));
                name(&table.name, used, d);
            }
            for scope in Scope::all(index, id, serializer) {
                lists(&scope, d);
                left_out(index, &scope, d);
            }
            create_only(index, id, serializer, d);
        }
    }
    // What follows from another mistake is none of its own.
    if !d.has_errors() {
        index.resources().for_each(|(id, resource, _)| never_read(index, id, resource, d));
    }
}

/// The serializers that nested fields name: resource and table.
fn named<'a>(index: &Index<'a>) -> Vec<(usize, &'a str)> {
    let mut out = Vec::new();
    for (id, resource, _) in index.resources() {
        for declared in resource.serializer.iter().flat_map(|s| s.all_declared()) {
            let Some(name) = &declared.serializer else { continue };
            let at = declared.args.source.as_ref().unwrap_or(&declared.name);
            let target = declared.to.as_ref().map(|to| index.id(to));
            let target = target.unwrap_or_else(|| index.path(id, at, Names::Accessor).ok()?.end.target());
            let Some(target) = target else { continue };
            // A table may be a master's, whose details take it over.
            out.extend([Some(target), index.models[target].master].into_iter().flatten().map(|id| (id, name.as_str())));
        }
    }
    out
}

/// The name of a table.
fn name(name: &Spanned<String>, used: bool, d: &mut Diagnostics) {
    if ACTIONS.contains(&name.as_str()) {
        return;
    }
    let letters = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if name.is_empty() || !letters || !name.starts_with(|c: char| c.is_ascii_lowercase()) || name.ends_with('_') || name.contains("__") {
        d.report(&codes::TABLE_NAME, name.origin, &[name, "small letters, digits and underscores, beginning with a letter"]);
    } else if used {
    } else if name.value == Action::Destroy.name() {
        d.report(&codes::TABLE_NAME, name.origin, &[name, "a DELETE reads nothing and shows nothing"]).help("remove it");
    } else if let Some(meant) = slip(name, &ACTIONS) {
        d.report(&codes::TABLE_NAME, name.origin, &[name, "no action is called so, and no nested field names it"])
            .help(format!("did you mean `{meant}`?"));
    }
}

/// `fields` beside what leaves fields out.
fn lists(scope: &Scope<'_>, d: &mut Diagnostics) {
    let Some(fields) = &scope.own.fields else { return };
    for (key, names) in [("omit", &scope.own.omit), ("exclude", &scope.own.exclude)] {
        if let Some(names) = names {
            let (place, list) = (d.key_of(names.origin), d.key_of(fields.origin));
            d.report(&codes::FIELD_LISTS, place, &[key]).also(list, "the list");
        }
    }
}

/// `omit` and `exclude`: names of what would be there.
fn left_out(index: &Index<'_>, scope: &Scope<'_>, d: &mut Diagnostics) {
    if scope.own.fields.is_some() || scope.doubtful() {
        return;
    }
    for name in scope.own.omit.iter().flat_map(|names| &names.value) {
        if scope.names_it(index, name) {
            continue;
        }
        let opaque = index.models[scope.id].opaque || index.models[scope.id].master.is_some_and(|m| index.models[m].opaque);
        if opaque {
            continue;
        }
        let shown = scope.shown(index);
        d.report(&codes::LEFT_OUT, name.origin, &[name, "`[serializer]` does not show it"]).among(name, shown);
    }
    for name in scope.own.exclude.iter().flat_map(|names| &names.value) {
        if let Some(declared) = scope.declared(name) {
            d.report(&codes::LEFT_OUT, name.origin, &[name, "it is declared"])
                .also(declared.name.origin, "declared here")
                .help("remove the declaration");
            continue;
        }
        match index.column(scope.id, name) {
            Ok(super::index::End::Attr(attr)) if *attr.name == **name && attr.annotation.is_none() => {}
            Err(lost @ Lost::Unknown { .. }) => report_lost(d, &codes::UNKNOWN_FIELD, name.origin, &lost),
            Err(_) => {}
            Ok(_) => {
                d.report(&codes::LEFT_OUT, name.origin, &[name, "it is no column of the model, so it is not shown unless it is listed"])
                    .help("remove it");
            }
        }
    }
}

/// `create_only_fields`.
fn create_only(index: &Index<'_>, id: usize, serializer: &SerializerSpec, d: &mut Diagnostics) {
    let updates = [Scope::named(index, id, serializer, "update"), Scope::named(index, id, serializer, "partial_update")];
    let create = Scope::named(index, id, serializer, "create");
    for name in serializer.create_only_fields.iter().flat_map(|names| &names.value) {
        if create.doubtful() {
            return;
        }
        let known = |scope: &Scope<'_>| scope.declared(name).is_some() || index.step(id, scope.source(name), Names::Accessor).is_ok();
        if !known(&create) && !updates.iter().any(known) {
            match index.step(id, name, Names::Accessor) {
                Err(Lost::Silent) if index.of_another(id, name) => {
                    d.report(&codes::NOT_OWN, name.origin, &[name]);
                }
                Err(lost) => report_lost(d, &codes::UNKNOWN_FIELD, name.origin, &lost),
                Ok(_) => {}
            }
            continue;
        }
        if !create.lists(index, name) && !updates.iter().any(|scope| scope.lists(index, name)) {
            d.report(&codes::CREATE_ONLY, name.origin, &[name, "no serializer of a write lists it"]);
            continue;
        }
        let fixed = |scope: &Scope<'_>| match scope.declared(name) {
            Some(declared) => on(&declared.args.read_only) || super::declared::always_read_only(declared.kind.value),
            None => {
                let editable = index.models[id].attr(scope.source(name)).is_none_or(|attr| attr.editable && attr.stored() != Some(T::Auto));
                let said = scope.extra_kwargs(name).and_then(|k| k.args.read_only.as_ref());
                said.map_or(!editable, |said| said.value) || read_only(scope, name)
            }
        };
        if fixed(&create) && create.lists(index, name) {
            d.report(&codes::NO_EFFECT, name.origin, &[name, "it is never read"]);
        }
    }
}

fn read_only(scope: &Scope<'_>, name: &str) -> bool {
    scope.layers().flat_map(|s| &s.read_only_fields).any(|names| names.iter().any(|n| n.value == name))
}

/// A required column that nothing gives a value to.
fn never_read(index: &Index<'_>, id: usize, resource: &ResourceSpec, d: &mut Diagnostics) {
    let model = &index.models[id];
    let above = model.master.and_then(|m| index.models[m].spec);
    // A master has no routes, and of what is elsewhere nothing is known.
    if resource.is_master() || model.opaque || above.is_some_and(|m| m.foreign) {
        return;
    }
    let viewset = &resource.viewset;
    let actions = viewset.actions.as_ref().or_else(|| above?.viewset.actions.as_ref());
    if actions.is_some_and(|actions| !actions.iter().any(|a| a.value == Action::Create)) {
        return;
    }
    let hooks = viewset.hooks.as_ref().or_else(|| above?.viewset.hooks.as_ref());
    if hooks.is_some_and(|hooks| hooks.iter().any(|h| matches!(h.as_str(), "validate" | "perform_create" | "create"))) {
        return;
    }
    let empty = SerializerSpec::new(resource.origin);
    let inherited = above.and_then(|m| m.serializer.as_ref());
    let base = resource.serializer.as_ref().unwrap_or(&empty);
    let scope = Scope::named(index, id, base, Action::Create.name());
    if scope.doubtful() || scope.layers().any(|s| s.extra_kwargs.iter().any(|k| k.doubtful) || s.declared.iter().any(|f| f.doubtful)) {
        return;
    }
    // What the serializers of actions read was decided on purpose; without them rows may come from elsewhere.
    let shaped = [Some(base), inherited].into_iter().flatten().any(|s| s.table("create").is_some() || s.exclude.is_some());
    let parent = viewset.parent.as_ref().or_else(|| above?.viewset.parent.as_ref());
    for attr in model.attrs.iter().filter(|attr| is_required(attr)) {
        let field = parent.is_some_and(|p| *p.field.value == *attr.name);
        if field || is_read(index, &scope, attr) || (scope.depth() > 0 && attr.kind.is_relation()) {
            continue;
        }
        let Some(spec) = attr.field else { continue };
        if !shaped && scope.lists(index, &attr.name) {
            continue;
        }
        let report = d.report(&codes::NEVER_READ, spec.name.origin, &[&attr.name]);
        if !shaped {
            report.severity = Severity::Warning;
        }
    }
}

/// Whether a row has to be given a value of a column.
fn is_required(attr: &Attr<'_>) -> bool {
    let Some(field) = attr.field.filter(|f| !f.doubtful) else { return false };
    let text = matches!(attr.stored(), Some(T::String | T::Text | T::Slug | T::Email | T::Url));
    let value = on(&field.auto_now) || on(&field.auto_now_add) || field.default.is_some() || on(&field.null) || (text && on(&field.blank));
    !value && !matches!(attr.stored(), None | Some(T::Auto | T::ManyToMany))
}

/// Whether a serializer reads a column.
fn is_read(index: &Index<'_>, scope: &Scope<'_>, attr: &Attr<'_>) -> bool {
    let name: &str = &attr.name;
    let declared = scope.all_declared().any(|f| {
        let source = f.args.source.as_ref().map_or(f.name.as_str(), |s| s.as_str());
        let fixed = on(&f.args.read_only) || super::declared::always_read_only(f.kind.value) || f.kind.value == DeclaredKind::Unknown;
        source == name && !fixed && scope.lists(index, &f.name)
    });
    if declared {
        return true;
    }
    let plain = |shown: &str| {
        let fixed =
            scope.extra_kwargs(shown).map_or_else(|| !attr.editable, |k| k.args.read_only.as_ref().map_or(!attr.editable, |r| r.value));
        scope.declared(shown).is_none() && scope.lists(index, shown) && !fixed && !read_only(scope, shown)
    };
    let renamed = scope.layers().flat_map(|s| &s.extra_kwargs).filter(|k| k.args.source.as_ref().is_some_and(|s| s.value == name));
    plain(name) || renamed.into_iter().any(|k| plain(&k.name))
}

impl Scope<'_> {
    /// The names that a table could leave out.
    fn shown(&self, index: &Index<'_>) -> Vec<String> {
        let listed = self.layers().filter_map(|s| match s.fields.as_ref().map(|f| &f.value) {
            Some(FieldList::Names(names)) => Some(names.iter().map(|n| n.value.clone())),
            _ => None,
        });
        let listed: Vec<String> = listed.flatten().collect();
        if !listed.is_empty() {
            return listed;
        }
        let columns = index.models[self.id].attrs.iter().filter(|a| a.annotation.is_none()).map(|a| a.name.to_string());
        columns.chain(self.all_declared().map(|f| f.name.value.clone())).collect()
    }
}
