//! Abstract bases: what they say is copied into the resources that extend them, as Django does for `Meta.abstract`. A base itself has no table,
//! no routes and no serializer, so the rooms behind this one never see it.

use std::collections::HashMap;

use super::{FieldSpec, FiltersetSpec, Folder, MetaSpec, Names, Opt, ResourceSpec, SerializerSpec, Spanned, ViewsetSpec};
use crate::diag::{Diagnostics, codes};
use crate::spec::Scope;

/// Copies the parts of abstract bases into what extends them, and takes the bases out of the resources.
pub(crate) fn expand(folder: &mut Folder, d: &mut Diagnostics) {
    let is_base = |resource: &ResourceSpec| resource.meta.is_abstract.as_ref().is_some_and(|a| a.value);
    if folder.resources.iter().any(is_base) {
        let (bases, mut resources): (Vec<ResourceSpec>, Vec<ResourceSpec>) = folder.resources.drain(..).partition(is_base);
        bases.iter().for_each(|base| check(base, folder.scope, d));
        let by_name: HashMap<&str, &ResourceSpec> = bases.iter().map(|base| (base.name.as_str(), base)).collect();
        let mut used: Vec<&str> = Vec::new();
        for base in &bases {
            chain(base, &by_name, d, &mut used);
        }
        for resource in &mut resources {
            for base in chain(resource, &by_name, d, &mut used) {
                extend(resource, base);
            }
        }
        for base in bases.iter().filter(|base| folder.scope == Scope::Whole && !used.contains(&base.name.as_str())) {
            let origin = base.meta.is_abstract.as_ref().map_or(base.origin, |a| a.origin);
            d.report(&codes::UNUSED_BASE, origin, &[&base.name]);
        }
        folder.resources = resources;
        folder.bases = bases;
    }
    for resource in folder.resources.iter_mut().filter(|resource| !resource.foreign) {
        name(resource, &folder.api.name.value);
    }
}

/// What an abstract base cannot be.
fn check(base: &ResourceSpec, scope: Scope, d: &mut Diagnostics) {
    let meta = &base.meta;
    if scope == Scope::Struct {
        let origin = meta.is_abstract.as_ref().map_or(base.origin, |a| a.origin);
        let problem = "a derive sees one struct and cannot copy another's fields";
        d.report(&codes::BASE, origin, &[&base.name, problem])
            .help("write the fields in each struct, or the base and what extends it as files");
    }
    if let Some(master) = meta.master.as_ref().filter(|master| master.value) {
        d.report(&codes::BASE, master.origin, &[&base.name, "a master has a table, and an abstract base has none"])
            .help("keep one: with `master` the rows of all details are in one list, with `abstract` each resource has its own table");
    }
    if let Some(table) = &meta.table {
        d.report(&codes::BASE, table.origin, &[&base.name, "it has no table that could be called so"]).help("remove `table`");
    }
}

/// The bases of a resource, the nearest first; ends at what is no base.
fn chain<'a>(
    resource: &ResourceSpec,
    bases: &HashMap<&str, &'a ResourceSpec>,
    d: &mut Diagnostics,
    used: &mut Vec<&'a str>,
) -> Vec<&'a ResourceSpec> {
    let mut out: Vec<&ResourceSpec> = Vec::new();
    let mut extends = resource.meta.extends.clone();
    while let Some(above) = extends.take() {
        let Some(base) = bases.get(above.as_str()) else {
            let is_base = bases.contains_key(resource.name.as_str());
            if let Some(base) = out.last().copied().or(is_base.then_some(resource)) {
                d.report(&codes::BASE, above.origin, &[&base.name, "it can extend abstract bases only"])
                    .help(format!("let the resource itself extend `{}`", above.value));
            }
            break;
        };
        if base.name == resource.name || out.iter().any(|known| known.name == base.name) {
            d.report(&codes::BASE, above.origin, &[&base.name, "it extends itself in a circle"]).help("one of them extends nothing");
            break;
        }
        used.push(&base.name);
        out.push(base);
        extends.clone_from(&base.meta.extends);
    }
    out
}

/// Puts a base's parts before a resource's own.
fn extend(resource: &mut ResourceSpec, base: &ResourceSpec) {
    let mut fields: Vec<FieldSpec> = base.fields.clone();
    for own in resource.fields.drain(..) {
        match fields.iter_mut().find(|field| field.name.value == own.name.value) {
            Some(inherited) => *inherited = own,
            None => fields.push(own),
        }
    }
    resource.fields = fields;
    merge(&mut resource.annotations, &base.annotations, |annotation| &annotation.name);
    or(&mut resource.description, &base.description);
    extend_meta(&mut resource.meta, &base.meta);
    match (&mut resource.serializer, &base.serializer) {
        (Some(own), Some(base)) => *own = SerializerSpec::merged(base, own),
        (None, Some(base)) => resource.serializer = Some(base.clone()),
        (_, None) => {}
    }
    match (&mut resource.filterset, &base.filterset) {
        (Some(own), Some(base)) => extend_filterset(own, base),
        (None, Some(base)) => resource.filterset = Some(base.clone()),
        (_, None) => {}
    }
    extend_viewset(&mut resource.viewset, &base.viewset);
}

fn or<T: Clone>(own: &mut Option<T>, base: &Option<T>) {
    if own.is_none() {
        own.clone_from(base);
    }
}

/// A base's names, then those that are not among them.
fn join(own: &mut Option<Names>, base: &Option<Names>) {
    let Some(base) = base else { return };
    let Some(own) = own else {
        *own = Some(base.clone());
        return;
    };
    own.value = joined(&base.value, &own.value);
}

fn joined(base: &[Spanned<String>], own: &[Spanned<String>]) -> Vec<Spanned<String>> {
    let more = own.iter().filter(|name| !base.iter().any(|known| known.value == name.value));
    base.iter().chain(more).cloned().collect()
}

/// What `own` has under a name wins over what `base` has, in the base's place.
fn merge<T: Clone>(own: &mut Vec<T>, base: &[T], name: impl Fn(&T) -> &str) {
    let mut out = base.to_vec();
    for item in own.drain(..) {
        match out.iter_mut().find(|known| name(known) == name(&item)) {
            Some(known) => *known = item,
            None => out.push(item),
        }
    }
    *own = out;
}

fn extend_meta(own: &mut MetaSpec, base: &MetaSpec) {
    own.doubtful |= base.doubtful;
    // What the last base extends was reported there if it is no base.
    own.extends = None;
    or(&mut own.origin, &base.origin);
    or(&mut own.ordering, &base.ordering);
    or(&mut own.unique_together, &base.unique_together);
    or(&mut own.indexes, &base.indexes);
    or(&mut own.verbose_name, &base.verbose_name);
    or(&mut own.verbose_name_plural, &base.verbose_name_plural);
    or(&mut own.managed, &base.managed);
    or(&mut own.display, &base.display);
    if own.constraints.is_empty() {
        own.constraints.clone_from(&base.constraints);
    }
}

fn extend_filterset(own: &mut FiltersetSpec, base: &FiltersetSpec) {
    join(&mut own.fields, &base.fields);
    let mut lookups = base.lookups.clone();
    for entry in own.lookups.drain(..) {
        match lookups.iter_mut().find(|known| known.path.value == entry.path.value) {
            Some(known) => {
                let more = entry.lookups.value.iter().filter(|l| !known.lookups.value.iter().any(|k| k.value == l.value));
                let more: Vec<_> = more.cloned().collect();
                known.lookups.value.extend(more);
            }
            None => lookups.push(entry),
        }
    }
    own.lookups = lookups;
    merge(&mut own.filters, &base.filters, |filter| &filter.name);
}

/// All but `endpoint` and `basename`, which belong to one resource.
fn extend_viewset(own: &mut ViewsetSpec, base: &ViewsetSpec) {
    own.doubtful |= base.doubtful;
    or(&mut own.origin, &base.origin);
    or(&mut own.lookup_field, &base.lookup_field);
    or(&mut own.lookup_value_regex, &base.lookup_value_regex);
    or(&mut own.actions, &base.actions);
    or(&mut own.pagination, &base.pagination);
    or(&mut own.filter_backends, &base.filter_backends);
    or(&mut own.search_fields, &base.search_fields);
    or(&mut own.ordering_fields, &base.ordering_fields);
    or(&mut own.ordering, &base.ordering);
    or(&mut own.permissions, &base.permissions);
    or(&mut own.authentication, &base.authentication);
    or(&mut own.permissions_by_action, &base.permissions_by_action);
    or(&mut own.throttle_scope, &base.throttle_scope);
    or(&mut own.throttles, &base.throttles);
    or(&mut own.parsers, &base.parsers);
    or(&mut own.renderers, &base.renderers);
    or(&mut own.bulk, &base.bulk);
    or(&mut own.set_queries, &base.set_queries);
    or(&mut own.parent, &base.parent);
    merge(&mut own.extra_actions, &base.extra_actions, |action| &action.name);
    join(&mut own.hooks, &base.hooks);
}

/// Django's `%(class)s` and `%(app_label)s` in names that have to differ from resource to resource.
fn name(resource: &mut ResourceSpec, app: &str) {
    let class = resource.name.to_lowercase();
    let fill = |text: &mut Opt<String>| {
        if let Some(text) = text.as_mut().filter(|text| text.value.contains("%(")) {
            text.value = filled(&text.value, &class, app);
        }
    };
    resource.fields.iter_mut().for_each(|field| fill(&mut field.related_name));
    for constraint in resource.meta.constraints.iter_mut().filter(|c| c.name.value.contains("%(")) {
        constraint.name.value = filled(&constraint.name.value, &class, app);
    }
}

fn filled(text: &str, class: &str, app: &str) -> String {
    text.replace("%(class)s", class).replace("%(model_name)s", class).replace("%(app_label)s", app)
}
