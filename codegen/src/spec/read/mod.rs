//! The reader: a [`tree`](super::tree) becomes the structs of [`crate::spec`], for TOML files and attributes alike.
//!
//! Every key is asked for by name, so what nobody asked for is unknown, and nothing is ignored. What a name *means* is not its
//! business: see [`crate::check`].

mod annotation;
pub(super) mod api;
mod filterset;
mod foreign;
pub(super) mod model;
mod serializer;
pub(super) mod table;
mod viewset;
pub(crate) mod words;

use super::tree::Entry;
use super::{Opt, Origin};
use crate::diag::Diagnostics;
use table::Table;

/// The parts of a resource other than its name.
pub(super) struct Parts {
    pub(super) description: Opt<String>,
    pub(super) fields: Vec<super::FieldSpec>,
    pub(super) annotations: Vec<super::AnnotationSpec>,
    pub(super) meta: super::MetaSpec,
    pub(super) serializer: Option<super::SerializerSpec>,
    pub(super) filterset: Option<super::FiltersetSpec>,
    pub(super) viewset: super::ViewsetSpec,
}

/// How often a tree is read again: a slip in a table's name hides those inside.
const MAX_READINGS: usize = 6;

/// Reads a tree, and again for as long as slips were found that are taken for the keys that were meant.
pub(super) fn read_again<T>(d: &mut Diagnostics, mut read: impl FnMut(&mut Diagnostics) -> T) -> T {
    for _ in 1..MAX_READINGS {
        let mut trial = d.trial();
        let out = read(&mut trial);
        if !trial.asks_again() {
            d.join(trial);
            return out;
        }
        trial.take();
    }
    read(d)
}

/// Reads a resource's own table.
pub(super) fn resource(entries: &[Entry], name: &str, origin: Origin, d: &mut Diagnostics) -> Parts {
    read_again(d, |d| parts(Table::top(entries, name, origin), d))
}

fn parts(mut top: Table<'_>, d: &mut Diagnostics) -> Parts {
    let parts = Parts {
        description: top.string("description", d),
        fields: top.table("fields", d).map(|t| model::fields(t, d)).unwrap_or_default(),
        annotations: top.table("annotations", d).map(|t| annotation::annotations(t, d)).unwrap_or_default(),
        meta: top.table("meta", d).map(|t| model::meta(t, d)).unwrap_or_default(),
        serializer: top.table("serializer", d).map(|t| serializer::read(t, d)),
        filterset: top.table("filterset", d).map(|t| filterset::read(t, d)),
        viewset: top.table("viewset", d).map(|t| viewset::read(t, d)).unwrap_or_default(),
    };
    top.finish(d);
    parts
}

/// The word of a field's type.
pub(crate) fn kind_name(kind: super::FieldKind) -> &'static str {
    model::name_of(kind)
}
