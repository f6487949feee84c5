//! `[filterset]`: what django-filter refuses when the class is made.

use std::collections::HashMap;

use restwright_schema::lookup::Lookup;
use restwright_schema::model::FieldType as T;

use super::index::{End, Found, Index, Names, report_lost};
use crate::diag::{Diagnostics, codes};
use crate::source::Origin;
use crate::spec::{FilterSpec, FiltersetSpec, PaginationClass, ResourceSpec, Spanned};

pub(super) fn check(index: &Index<'_>, d: &mut Diagnostics) {
    for (id, resource, _) in index.resources() {
        let Some(filterset) = &resource.filterset else { continue };
        filters(index, id, filterset, d);
        parameters(index, id, resource, filterset, d);
    }
}

fn filters(index: &Index<'_>, id: usize, filterset: &FiltersetSpec, d: &mut Diagnostics) {
    for name in filterset.fields.iter().flat_map(|f| &f.value) {
        lookup(index, id, name, Lookup::Exact, name.origin, d);
    }
    for entry in &filterset.lookups {
        if entry.lookups.is_empty() {
            path(index, id, &entry.path, d);
        }
        let mut resolved = None;
        for one in &entry.lookups.value {
            // The path is resolved and reported once, not once a lookup.
            let found = *resolved.get_or_insert_with(|| path(index, id, &entry.path, d));
            if let Some(found) = found {
                applies(&entry.path, found, one.value, one.origin, d);
            }
        }
    }
    for filter in &filterset.filters {
        if !filter.doubtful {
            declared(index, id, filter, d);
        }
    }
}

fn declared(index: &Index<'_>, id: usize, filter: &FilterSpec, d: &mut Diagnostics) {
    if filter.name.starts_with("__rw_") {
        d.report(&codes::PRIVATE_NAME, filter.name.origin, &[&filter.name]);
    }
    if let Some(kind) = &filter.kind {
        for (option, key) in [(filter.field.as_ref().map(|f| f.origin), "field"), (filter.lookup.as_ref().map(|l| l.origin), "lookup")] {
            if let Some(origin) = option {
                d.report(&codes::FILTER_OPTION, d.key_of(origin), &[key, "an ordering filter"]).also(kind.origin, "this filter orders");
            }
        }
        for name in filter.fields.iter().flat_map(|f| &f.value) {
            if let Some(plain) = name.strip_prefix('-') {
                d.report(&codes::BAD_VALUE, name.origin, &[name, "fields", "both directions are there by themselves"])
                    .help(format!("write `{plain}`"));
                continue;
            }
            path(index, id, name, d);
        }
        return;
    }
    if let Some(fields) = &filter.fields {
        d.report(&codes::FILTER_OPTION, d.key_of(fields.origin), &["fields", "a filter of one field"])
            .help("add `type = \"ordering\"`, or write `field = \"…\"`");
        if filter.field.is_none() {
            return;
        }
    }
    let at = filter.field.as_ref().unwrap_or(&filter.name);
    let one = filter.lookup.as_ref().map_or(Lookup::Exact, |l| l.value);
    let origin = filter.lookup.as_ref().map_or(at.origin, |l| l.origin);
    lookup(index, id, at, one, origin, d);
}

fn path<'i, 'a>(index: &'i Index<'a>, id: usize, name: &Spanned<String>, d: &mut Diagnostics) -> Option<Found<'i, 'a>> {
    match index.path(id, name, Names::Query) {
        Ok(found) if super::is_far_annotation(found, name, d) => None,
        Ok(found) => Some(found),
        Err(lost) => {
            report_lost(d, &codes::UNKNOWN_FIELD, name.origin, &lost);
            None
        }
    }
}

fn lookup(index: &Index<'_>, id: usize, name: &Spanned<String>, lookup: Lookup, origin: Origin, d: &mut Diagnostics) {
    if let Some(found) = path(index, id, name, d) {
        applies(name, found, lookup, origin, d);
    }
}

pub(super) fn applies(name: &Spanned<String>, found: Found<'_, '_>, lookup: Lookup, origin: Origin, d: &mut Diagnostics) {
    let Some(kind) = found.end.kind() else { return };
    if lookup.applies_to(kind) {
        return;
    }
    let what = match found.end {
        End::Attr(_) => word(kind),
        End::Reverse(_) => "relation",
    };
    let valid: Vec<&str> = Lookup::ALL.iter().filter(|l| l.applies_to(kind)).map(|l| l.name()).collect();
    let report = d.report(&codes::LOOKUP, origin, &[name, what, lookup.name()]);
    if valid.is_empty() {
        report.help(format!("a field of type `{what}` cannot be filtered by"));
    } else {
        report.help(format!("`{what}` has: {}", valid.join(", ")));
    }
}

/// The word of a type in specs.
fn word(kind: T) -> &'static str {
    crate::spec::read::kind_name(crate::spec::FieldKind::Stored(kind))
}

/// Parameters that another part of the request reads are warned of; declared filters that clash with each other cannot be, as a
/// TOML key stands once.
fn parameters(index: &Index<'_>, id: usize, resource: &ResourceSpec, filterset: &FiltersetSpec, d: &mut Diagnostics) {
    let taken = taken(index, id, resource);
    let mut names: HashMap<String, Origin> = HashMap::new();
    for name in filterset.fields.iter().flat_map(|f| &f.value) {
        names.insert(name.replace('.', "__"), name.origin);
    }
    for entry in &filterset.lookups {
        let stem = entry.path.replace('.', "__");
        for lookup in &entry.lookups.value {
            let name = if lookup.value == Lookup::Exact { stem.clone() } else { format!("{stem}__{}", lookup.name()) };
            names.insert(name, lookup.origin);
        }
    }
    for filter in &filterset.filters {
        names.insert(filter.name.value.clone(), filter.name.origin);
    }
    for (name, origin) in names {
        if let Some((_, reader)) = taken.iter().find(|(taken, _)| *taken == name) {
            d.report(&codes::SHADOWED, origin, &[&name, reader]);
        }
    }
}

/// The parameters that other parts read, and who reads them.
fn taken(index: &Index<'_>, id: usize, resource: &ResourceSpec) -> Vec<(String, &'static str)> {
    let api = &index.folder.api;
    let mut taken = vec![("format".to_owned(), "content negotiation")];
    let backends = resource.viewset.filter_backends.as_ref().or(api.filter_backends.as_ref());
    let has = |backend| backends.is_none_or(|b| b.iter().any(|b| b.value == backend));
    if has(crate::spec::FilterBackend::Search) {
        taken.push((api.search_param.as_ref().map_or("search".into(), |p| p.value.clone()), "the search backend"));
    }
    if has(crate::spec::FilterBackend::Ordering) {
        taken.push((api.ordering_param.as_ref().map_or("ordering".into(), |p| p.value.clone()), "the ordering backend"));
    }
    let inherited = index.models[id].master.and_then(|m| index.models[m].spec).and_then(|s| s.viewset.pagination.as_ref());
    let pagination = resource.viewset.pagination.as_ref().or(inherited).or(api.pagination.as_ref());
    let class = pagination.and_then(|p| p.class.as_ref()).map(|c| c.value);
    if matches!(class, Some(PaginationClass::PageNumber | PaginationClass::Cursor)) {
        let size = pagination.and_then(|p| p.page_size_query_param.as_ref());
        taken.extend(size.map(|s| (s.value.clone(), "the paginator")));
    }
    match class {
        Some(PaginationClass::PageNumber) => taken.push(("page".into(), "the paginator")),
        Some(PaginationClass::LimitOffset) => taken.extend([("limit".into(), "the paginator"), ("offset".into(), "the paginator")]),
        Some(PaginationClass::Cursor) => taken.push(("cursor".into(), "the paginator")),
        Some(PaginationClass::None) | None => {}
    }
    if api.dynamic_fields.as_ref().is_some_and(|f| f.value) {
        taken.extend(["fields", "omit", "expand"].map(|p| (p.to_owned(), "dynamic fields")));
    }
    if api.versioning.class.as_ref().is_some_and(|c| c.value == crate::spec::VersioningKind::QueryParameter) {
        taken.push(("version".into(), "versioning"));
    }
    taken
}
