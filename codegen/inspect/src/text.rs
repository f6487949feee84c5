//! The description as TOML: what `codegen inspect` reads, and people may.
//!
//! ```toml
//! format = 1
//! dialect = "sqlite"
//! server = "SQLite 3.46.0"
//! database = "shop"
//!
//! [[table]]
//! name = "thing"
//! kind = "table"
//! columns = [
//!     { name = "id", type = "integer", auto = true },
//! ]
//! primary_key = ["id"]
//! ```
//!
//! What is false, empty or absent is left out.

use restwright_schema::tables::toml_text as quoted;
use restwright_schema::tables::{Column, ForeignKey, Index, Table, TableKind, Tables};
use std::fmt::Write as _;

/// The version of this form; `codegen` refuses another one.
pub const FORMAT: i64 = 1;

/// Writes a description.
pub fn toml(tables: &Tables) -> String {
    let mut out = format!(
        "format = {FORMAT}\ndialect = {}\nserver = {}\ndatabase = {}\n",
        quoted(tables.dialect.name()),
        quoted(&tables.server),
        quoted(&tables.database)
    );
    for table in &tables.tables {
        self::table(table, &mut out);
    }
    out
}

fn table(table: &Table, out: &mut String) {
    // Writing to a string does not fail.
    let _ = write!(out, "\n[[table]]\nname = {}\nkind = {}\n", quoted(&table.name), quoted(table.kind.name()));
    if table.kind != TableKind::Table {
        return;
    }
    if !table.comment.is_empty() {
        let _ = writeln!(out, "comment = {}", quoted(&table.comment));
    }
    rows("columns", table.columns.iter().map(column), out);
    if !table.primary_key.is_empty() {
        let _ = writeln!(out, "primary_key = {}", list(&table.primary_key));
    }
    rows("uniques", table.uniques.iter().map(index), out);
    rows("indexes", table.indexes.iter().map(index), out);
    rows("foreign_keys", table.foreign_keys.iter().map(foreign_key), out);
    rows("checks", table.checks.iter().map(|c| format!("name = {}, sql = {}", quoted(&c.name), quoted(&c.sql))), out);
    if !table.others.is_empty() {
        let _ = writeln!(out, "others = {}", list(&table.others));
    }
}

/// A list of inline tables, one a line.
fn rows(key: &str, rows: impl Iterator<Item = String>, out: &mut String) {
    let rows: Vec<String> = rows.map(|row| format!("    {{ {row} }},\n")).collect();
    if !rows.is_empty() {
        let _ = writeln!(out, "{key} = [\n{}]", rows.concat());
    }
}

fn column(column: &Column) -> String {
    let mut out = format!("name = {}, type = {}", quoted(&column.name), quoted(&column.sql_type));
    for (key, on) in [("null", column.null), ("auto", column.auto), ("generated", column.generated)] {
        if on {
            let _ = write!(out, ", {key} = true");
        }
    }
    if let Some(default) = &column.default {
        let _ = write!(out, ", default = {}", quoted(default));
    }
    if !column.values.is_empty() {
        let _ = write!(out, ", values = {}", list(&column.values));
    }
    if let Some(places) = column.places {
        let _ = write!(out, ", places = {places}");
    }
    if !column.comment.is_empty() {
        let _ = write!(out, ", comment = {}", quoted(&column.comment));
    }
    out
}

fn index(index: &Index) -> String {
    format!("name = {}, columns = {}", quoted(&index.name), list(&index.columns))
}

fn foreign_key(key: &ForeignKey) -> String {
    format!(
        "name = {}, columns = {}, table = {}, to = {}, on_delete = {}",
        quoted(&key.name),
        list(&key.columns),
        quoted(&key.table),
        list(&key.to),
        quoted(&key.on_delete)
    )
}

fn list(names: &[String]) -> String {
    format!("[{}]", names.iter().map(|n| quoted(n)).collect::<Vec<_>>().join(", "))
}
