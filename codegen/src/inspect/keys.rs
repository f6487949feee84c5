//! Which column tells a table's rows apart: a resource has one key, of one column.

use super::types;
use restwright_schema::Dialect;
use restwright_schema::model::FieldType as T;
use restwright_schema::tables::{Column, Table};

/// A table's key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key {
    /// Its column.
    pub(super) column: String,
    /// How it was found, where the database does not call it the primary key.
    pub(super) note: Option<String>,
}

/// The key of a table, or why it has none that a spec could say.
pub(super) fn of(dialect: Dialect, table: &Table) -> Result<Key, String> {
    if !nameable(&table.name) {
        return Err("its name has a quote in it, or begins with `__rw_`".to_owned());
    }
    if let [only] = table.primary_key.as_slice() {
        let Some(column) = table.column(only) else { return Err(format!("its key `{only}` is no column")) };
        return usable(dialect, table, column).map(|()| Key { column: only.clone(), note: None });
    }
    let reason = match table.primary_key.as_slice() {
        [] => "it has no primary key".to_owned(),
        several => format!("its primary key is composite ({}), and a resource has a key of one column", several.join(", ")),
    };
    let other = table.uniques.iter().find_map(|unique| {
        let [only] = unique.columns.as_slice() else { return None };
        let column = table.column(only).filter(|c| !c.null)?;
        usable(dialect, table, column).ok().map(|()| only.clone())
    });
    let note = |column: &str| Some(format!("{reason}; `{column}` is unique, and stands in for it"));
    other.map(|column| Key { note: note(&column), column }).ok_or_else(|| format!("{reason}; no other column is unique and never null"))
}

/// Whether a name can be written down in a spec.
pub(super) fn nameable(name: &str) -> bool {
    !name.is_empty() && !name.contains(['"', '`', '\0']) && !name.starts_with("__rw_")
}

fn usable(dialect: Dialect, table: &Table, column: &Column) -> Result<(), String> {
    let shown = &column.name;
    let kind = types::of(dialect, column, false).map(|t| t.kind);
    match kind {
        _ if !nameable(shown) => Err(format!("the name of its key `{shown}` has a quote in it, or begins with `__rw_`")),
        _ if column.generated => Err(format!("its key `{shown}` is computed by the database")),
        Some(kind) if kind.is_integer() || matches!(kind, T::String | T::Text | T::Uuid) => Ok(()),
        _ if table.foreign_keys.iter().any(|k| k.columns == [shown.as_str()]) => Ok(()),
        _ => Err(format!("its key `{shown}` has the type `{}`, which no key of a resource has", column.sql_type)),
    }
}
