//! The first migration: all managed tables, with the columns that Django would make.

use super::objects::{self, Object, What};
use super::state::{State, Table};
use super::types;
use crate::Dialect;

/// All managed tables of a state; empty if there are none.
pub fn all(dialect: Dialect, state: &State) -> String {
    script(dialect, state, &state.tables.iter().filter(|t| t.managed).collect::<Vec<_>>())
}

/// A script that makes some tables of a state; empty if there are none.
pub fn script(dialect: Dialect, state: &State, made: &[&Table]) -> String {
    if made.is_empty() {
        return String::new();
    }
    let title = dialect.title();
    format!("-- The first schema, with the columns that Django's {title} backend writes.\n{}", tables(dialect, state, made))
}

/// Some tables with everything on them; keys last, so that circles are no matter.
pub fn tables(dialect: Dialect, state: &State, tables: &[&Table]) -> String {
    let mut out = String::new();
    let mut keys: Vec<Object> = Vec::new();
    for made in tables {
        out.push('\n');
        out.push_str(&table(dialect, state, made, &made.name));
        let (foreign, own): (Vec<Object>, Vec<Object>) =
            objects::of(dialect, state, made).into_iter().filter(|o| !o.inline).partition(|o| matches!(o.what, What::ForeignKey(..)));
        own.iter().for_each(|object| out.push_str(&objects::add(dialect, object)));
        keys.extend(foreign);
    }
    if !keys.is_empty() {
        out.push('\n');
    }
    keys.iter().for_each(|object| out.push_str(&objects::add(dialect, object)));
    out
}

/// CREATE TABLE alone, under a name that need not be the table's.
pub fn table(dialect: Dialect, state: &State, table: &Table, name: &str) -> String {
    format!("CREATE TABLE {} (\n    {}\n);\n", dialect.quote(name), lines(dialect, state, table).join(",\n    "))
}

/// The lines of a CREATE TABLE.
pub fn lines(dialect: Dialect, state: &State, table: &Table) -> Vec<String> {
    let mut lines: Vec<String> = table.columns.iter().map(|c| types::definition(dialect, state, table, c)).collect();
    for check in objects::of(dialect, state, table).iter().filter(|o| table.checks.iter().any(|c| c.name == o.name)) {
        if let What::Check(condition, _) = &check.what {
            lines.push(format!("CONSTRAINT {} CHECK ({condition})", dialect.quote(&check.name)));
        }
    }
    lines
}
