//! The SQL between two states on SQLite. Its ALTER TABLE renames, and adds simple columns; for everything else a table is made anew: a new one under
//! another name, the rows copied, the old one dropped, the new one renamed. `migrate` has foreign keys off meanwhile, and checks them at the end.

use super::change::Change;
use restwright_schema::Dialect;
use restwright_schema::ddl::objects::{self, Object};
use restwright_schema::ddl::state::{Column, State, Table};
use restwright_schema::ddl::{constants, create, types};
use std::fmt::Write as _;

const SQLITE: Dialect = Dialect::Sqlite;

/// The statements; empty if nothing is to be done.
pub(super) fn sql(change: &Change<'_>) -> String {
    let mut out = String::new();
    rename(change, &mut out);
    for table in change.dropped() {
        let _ = writeln!(out, "DROP TABLE {};", SQLITE.quote(&table.name));
    }
    for table in change.made() {
        out.push_str(&create::table(SQLITE, change.new, table, &table.name));
        indexes(change.new, table).iter().for_each(|o| out.push_str(&objects::add(SQLITE, o)));
    }
    for (old, before, after) in change.kept() {
        alter(change, old, before, after, &mut out);
    }
    out
}

/// Objects that are not lines of CREATE TABLE.
fn indexes(state: &State, table: &Table) -> Vec<Object> {
    objects::of(SQLITE, state, table).into_iter().filter(|o| !o.inline).collect()
}

fn rename(change: &Change<'_>, out: &mut String) {
    let quote = |name: &str| SQLITE.quote(name);
    for (old, before, _) in change.kept() {
        if old.name != before.name {
            let _ = writeln!(out, "ALTER TABLE {} RENAME TO {};", quote(&old.name), quote(&before.name));
        }
        for (was, now) in old.columns.iter().zip(&before.columns).filter(|(was, now)| was.name != now.name) {
            let _ = writeln!(out, "ALTER TABLE {} RENAME COLUMN {} TO {};", quote(&before.name), quote(&was.name), quote(&now.name));
        }
    }
}

fn alter(change: &Change<'_>, old: &Table, before: &Table, after: &Table, out: &mut String) {
    let sorted = |state: &State, table: &Table| {
        let mut lines = create::lines(SQLITE, state, table);
        lines.sort();
        lines
    };
    let (was, now) = (sorted(change.moved, before), sorted(change.new, after));
    let gone = was.iter().any(|line| !now.contains(line));
    let come: Vec<&Column> = after.columns.iter().filter(|c| before.column(&c.field).is_none()).collect();
    let simple = come.iter().all(|c| c.null && !c.unique) && now.len() == was.len() + come.len() && !gone;
    if was != now && !simple {
        remake(change, before, after, out);
        indexes(change.new, after).iter().for_each(|o| out.push_str(&objects::add(SQLITE, o)));
        return;
    }
    for column in come {
        let line = types::definition(SQLITE, change.new, after, column);
        let _ = writeln!(out, "ALTER TABLE {} ADD COLUMN {line};", SQLITE.quote(&after.name));
    }
    // Their names tell of their table and columns, so they change with these.
    let (was, now) = (indexes(change.old, old), indexes(change.new, after));
    let moved = indexes(change.moved, before);
    for (was, moved) in was.iter().zip(&moved).filter(|(was, moved)| !now.iter().any(|n| n.name == was.name && n.what == moved.what)) {
        let _ = moved;
        out.push_str(&objects::drop(SQLITE, was));
    }
    let stays = |n: &Object| was.iter().zip(&moved).any(|(was, moved)| n.name == was.name && n.what == moved.what);
    now.iter().filter(|n| !stays(n)).for_each(|o| out.push_str(&objects::add(SQLITE, o)));
}

fn remake(change: &Change<'_>, before: &Table, after: &Table, out: &mut String) {
    let temporary = format!("new__{}", after.name);
    let (name, new) = (SQLITE.quote(&after.name), SQLITE.quote(&temporary));
    out.push_str(&create::table(SQLITE, change.new, after, &temporary));
    let (mut columns, mut values) = (Vec::new(), Vec::new());
    for column in &after.columns {
        let quoted = SQLITE.quote(&column.name);
        let value = column.default.and_then(|v| constants::default(SQLITE, types::stored(change.new, column), v));
        match (before.column(&column.field), value) {
            (Some(was), Some(value)) if was.null && !column.null => values.push(format!("coalesce({quoted}, {value})")),
            (Some(was), _) => {
                if was.null && !column.null {
                    let _ = writeln!(
                        out,
                        "-- Refused while there are rows without a value: UPDATE {name} SET {quoted} = … WHERE {quoted} IS NULL;"
                    );
                }
                values.push(quoted.clone());
            }
            (None, Some(value)) => values.push(value),
            (None, None) => continue,
        }
        columns.push(quoted);
    }
    let _ = writeln!(out, "INSERT INTO {new} ({}) SELECT {} FROM {name};", columns.join(", "), values.join(", "));
    let _ = writeln!(out, "DROP TABLE {name};\nALTER TABLE {new} RENAME TO {name};");
}
