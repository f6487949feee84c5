//! `[filterset]`.

use super::{List, Names, Opt, Origin, Spanned};
pub use restwright_schema::lookup::Lookup;

/// `[filterset]`.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the keys of the spec language, under their names")]
pub struct FiltersetSpec {
    pub origin: Origin,
    pub fields: Option<Names>,
    pub lookups: Vec<LookupsSpec>,
    pub filters: Vec<FilterSpec>,
}

/// One entry of `filterset.lookups`.
#[derive(Clone, Debug)]
pub struct LookupsSpec {
    /// The field; dots through relations (`__` is taken as well).
    pub path: Spanned<String>,
    /// Its lookups.
    pub lookups: List<Lookup>,
}

/// The types of declared filters that have one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilterType {
    /// `ordering`.
    Ordering,
}

/// One entry of `filterset.filters`.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the keys of the spec language, under their names")]
pub struct FilterSpec {
    pub name: Spanned<String>,
    /// The table of its options.
    pub origin: Origin,
    /// The key `type`; not said: a lookup on a field.
    pub kind: Opt<FilterType>,
    /// Dots through relations (`__` is taken as well); not said: the filter's name.
    pub field: Opt<String>,
    /// Not said: `exact`.
    pub lookup: Opt<Lookup>,
    /// Of an ordering.
    pub fields: Option<Names>,
    /// Whether something in it was reported, so that what may follow from that is not.
    pub doubtful: bool,
}
