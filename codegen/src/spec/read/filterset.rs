//! `[filterset]`.

use super::table::Table;
use super::words;
use crate::diag::{Diagnostics, codes};
use crate::spec::{FilterSpec, FiltersetSpec, LookupsSpec, Spanned};

pub(crate) fn read(mut t: Table<'_>, d: &mut Diagnostics) -> FiltersetSpec {
    let lookups = words::lookups();
    let mut read = FiltersetSpec { origin: t.origin, fields: t.names("fields", d), lookups: Vec::new(), filters: Vec::new() };
    if let Some(mut table) = t.table("lookups", d) {
        let lists = table.word_lists("lookup", &lookups, d);
        read.lookups = lists.into_iter().map(|(path, lookups)| LookupsSpec { path, lookups }).collect();
    }
    if let Some(mut table) = t.table("filters", d) {
        for (name, options) in table.tables(d) {
            read.filters.extend(options.map(|options| filter(name, options, &lookups, d)));
        }
    }
    t.finish(d);
    read
}

fn filter(
    name: Spanned<String>,
    mut t: Table<'_>,
    lookups: &[(&str, restwright_schema::lookup::Lookup)],
    d: &mut Diagnostics,
) -> FilterSpec {
    let before = d.doubts();
    let mut read = FilterSpec {
        name,
        origin: t.origin,
        kind: t.leading("type", words::FILTER_TYPES, true, d),
        field: t.string("field", d),
        lookup: t.word("lookup", lookups, d),
        fields: t.names("fields", d),
        doubtful: false,
    };
    if read.kind.is_some() && !t.has("fields") {
        t.lacks(&codes::MISSING_KEY, "fields", t.origin, "list the names that may be ordered by");
    }
    t.finish(d);
    read.doubtful = d.doubts() > before;
    read
}
