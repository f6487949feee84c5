//! `[filterset]`: `fields` and `lookups` are one dictionary for django-filter, declared filters come after it.

use super::{keep, keep_str, names, path};
use crate::spec::{FilterType, FiltersetSpec, Lookup};
use restwright_schema::filterset::{Filter, FilterSet};

pub(super) fn lower(spec: &FiltersetSpec) -> FilterSet {
    let mut paths: Vec<(&'static str, Vec<Lookup>)> = Vec::new();
    let mut add = |field: &str, lookup: Lookup| {
        let field = path(field);
        match paths.iter_mut().find(|(known, _)| *known == field) {
            Some((_, lookups)) if lookups.contains(&lookup) => {}
            Some((_, lookups)) => lookups.push(lookup),
            None => paths.push((field, vec![lookup])),
        }
    };
    for name in spec.fields.iter().flat_map(|f| f.iter()) {
        add(name, Lookup::Exact);
    }
    for entry in &spec.lookups {
        for lookup in entry.lookups.iter() {
            add(&entry.path, lookup.value);
        }
    }
    let mut filters: Vec<Filter> = Vec::new();
    for (field, lookups) in paths {
        for lookup in lookups {
            let name = if lookup == Lookup::Exact { field } else { keep_str(&format!("{field}__{}", lookup.name())) };
            filters.push(Filter::lookup(name, field, lookup));
        }
    }
    for declared in &spec.filters {
        let name = keep_str(&declared.name);
        let field = declared.field.as_ref().map_or(name, |f| path(f));
        let filter = match (declared.kind.as_ref().map(|k| k.value), declared.lookup.as_ref().map(|l| l.value)) {
            (Some(FilterType::Ordering), _) => Filter::ordering(name, declared.fields.as_ref().map_or(&[], |f| ordering(names(f)))),
            (None, Some(Lookup::Range)) => Filter::between(name, field),
            (None, lookup) => Filter::lookup(name, field, lookup.unwrap_or(Lookup::Exact)),
        };
        // A declared filter takes the place of the one that `fields` would make.
        match filters.iter_mut().find(|f| f.name == name) {
            Some(made) => *made = filter,
            None => filters.push(filter),
        }
    }
    FilterSet::new(keep(filters.into_boxed_slice()))
}

fn ordering(names: &'static [&'static str]) -> &'static [&'static str] {
    keep(names.iter().map(|n| path(n)).collect::<Vec<_>>().into_boxed_slice())
}
