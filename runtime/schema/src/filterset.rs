//! `[filterset]`: what django-filter calls the filterset, one entry a filter.

use crate::lookup::Lookup;

/// What a filter does with its parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FilterKind {
    /// A lookup on the field at the end of the path (`lookups` and `fields`, and declared filters but ranges). `range` and
    /// `in` read comma-separated values.
    Lookup(Lookup),
    /// A declared `range`: two parameters, `{name}_min` and `{name}_max`, or `_after` and `_before` for dates and times.
    Between,
    /// A declared `{ type = "ordering" }`: the names that may be ordered by, paths with `__`.
    Ordering(&'static [&'static str]),
}

/// One filter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Filter {
    /// The query parameter (of `Between` its stem).
    pub name: &'static str,
    /// The field, with `__` through relations; empty for an ordering.
    pub path: &'static str,
    /// What it does.
    pub kind: FilterKind,
}

impl Filter {
    /// A lookup on a path.
    pub const fn lookup(name: &'static str, path: &'static str, lookup: Lookup) -> Self {
        Self { name, path, kind: FilterKind::Lookup(lookup) }
    }

    /// A declared range.
    pub const fn between(name: &'static str, path: &'static str) -> Self {
        Self { name, path, kind: FilterKind::Between }
    }

    /// An ordering filter.
    pub const fn ordering(name: &'static str, fields: &'static [&'static str]) -> Self {
        Self { name, path: "", kind: FilterKind::Ordering(fields) }
    }
}

/// The filters of one resource, in the order of their errors. A detail has its own only; its master's come before them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FilterSet {
    /// The filters.
    pub filters: &'static [Filter],
}

impl FilterSet {
    /// A filterset of these filters.
    pub const fn new(filters: &'static [Filter]) -> Self {
        Self { filters }
    }
}
