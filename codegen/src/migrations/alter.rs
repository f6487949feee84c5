//! The SQL between two states on PostgreSQL and MySQL, which can alter what is there.
//!
//! In this order: keys, indexes and constraints that go; renames; columns and tables that go; tables that come; columns that come or change; indexes,
//! constraints and keys that come.

use super::change::Change;
use restwright_schema::Dialect;
use restwright_schema::ddl::objects::{self, Object, What};
use restwright_schema::ddl::state::{Column, Kind, State, Table};
use restwright_schema::ddl::{constants, create, types};
use restwright_schema::model::FieldType as T;

/// The statements; empty if nothing is to be done.
pub(super) fn sql(dialect: Dialect, change: &Change<'_>) -> String {
    let mut out = String::new();
    let (drops, renamed, adds) = sorted(dialect, change);
    // Keys first, for they lean on indexes.
    let keys_first = |o: &&Object| !matches!(o.what, What::ForeignKey(..));
    let mut ordered: Vec<&Object> = drops.iter().collect();
    ordered.sort_by_key(keys_first);
    ordered.iter().for_each(|o| out.push_str(&objects::drop(dialect, o)));
    rename(dialect, change, &mut out);
    for (object, name) in &renamed {
        out.push_str(&objects::rename(dialect, object, name).unwrap_or_default());
    }
    for (_, before, after) in change.kept() {
        for column in before.columns.iter().filter(|c| after.column(&c.field).is_none()) {
            out.push_str(&format!("ALTER TABLE {} DROP COLUMN {};\n", dialect.quote(&after.name), dialect.quote(&column.name)));
        }
    }
    for table in change.dropped() {
        out.push_str(&format!("DROP TABLE {};\n", dialect.quote(&table.name)));
    }
    let made = change.made();
    let (tables, made_keys) = split_keys(dialect, change.new, &made);
    out.push_str(&tables);
    for (_, before, after) in change.kept() {
        for column in &after.columns {
            match before.column(&column.field) {
                None => add(dialect, change.new, after, column, &mut out),
                Some(was) => alter(dialect, change, after, was, column, &mut out),
            }
        }
    }
    let mut ordered: Vec<&Object> = adds.iter().chain(&made_keys).collect();
    ordered.sort_by_key(|o| matches!(o.what, What::ForeignKey(..)));
    ordered.iter().for_each(|o| out.push_str(&objects::add(dialect, o)));
    out
}

/// New tables without their keys, and the keys.
fn split_keys(dialect: Dialect, state: &State, made: &[&Table]) -> (String, Vec<Object>) {
    let (mut out, mut keys) = (String::new(), Vec::new());
    for table in made {
        out.push_str(&create::table(dialect, state, table, &table.name));
        for object in objects::of(dialect, state, table).into_iter().filter(|o| !o.inline) {
            match object.what {
                What::ForeignKey(..) => keys.push(object),
                _ => out.push_str(&objects::add(dialect, &object)),
            }
        }
    }
    (out, keys)
}

/// Objects of tables that stay: those that go (by their old names), those that are renamed, those that come.
fn sorted(dialect: Dialect, change: &Change<'_>) -> (Vec<Object>, Vec<(Object, String)>, Vec<Object>) {
    let (mut drops, mut renamed, mut adds) = (Vec::new(), Vec::new(), Vec::new());
    let touched = |state: &State, object: &Object| touched(dialect, change, state, object);
    for (old, before, after) in change.kept() {
        let (was, moved) = (objects::of(dialect, change.old, old), objects::of(dialect, change.moved, before));
        let mut new = objects::of(dialect, change.new, after);
        for (was, moved) in was.into_iter().zip(moved) {
            let same = new.iter().position(|n| n.what == moved.what && !touched(change.new, n));
            let Some(at) = same else {
                drops.push(was);
                continue;
            };
            let now = new.remove(at);
            if now.name == was.name {
                continue;
            }
            // Renamed behind its table.
            let there = Object { table: now.table.clone(), ..was.clone() };
            if objects::rename(dialect, &there, &now.name).is_some() {
                renamed.push((there, now.name));
            } else {
                drops.push(was);
                adds.push(now);
            }
        }
        adds.extend(new);
    }
    for table in change.dropped() {
        let keys = objects::of(dialect, change.moved, table).into_iter().filter(|o| matches!(o.what, What::ForeignKey(..)));
        drops.extend(keys);
    }
    (drops, renamed, adds)
}

/// Whether an object has to be made anew though it says the same, because a column beneath it changes.
fn touched(dialect: Dialect, change: &Change<'_>, state: &State, object: &Object) -> bool {
    let differs = |key: &str, name: &str| {
        let (Some(before), Some(after)) = (change.moved.table(key), state.table(key)) else { return false };
        let (Some(was), Some(now)) = (before.named(name), after.named(name)) else { return false };
        types::column_type(dialect, change.moved, was) != types::column_type(dialect, state, now) || was.null != now.null
    };
    let key_changes = |column: &str| {
        let Some(Kind::Key(to)) = state.table(&object.table_key).and_then(|t| t.named(column)).map(|c| &c.kind) else { return false };
        state.table(to).and_then(|t| t.key_column().map(|key| differs(to, &key.name))).unwrap_or(false)
    };
    let columns = object.what.columns();
    match object.what {
        What::ForeignKey(..) => {
            let leads = dialect == Dialect::MySql && leading_index_changes(dialect, change, state, object, columns[0]);
            columns.iter().any(|c| differs(&object.table_key, c) || key_changes(c)) || leads
        }
        What::Check(..) | What::UniqueWhere(..) => columns.iter().any(|c| differs(&object.table_key, c)),
        What::Index(_) | What::Unique(_) => false,
    }
}

/// Whether InnoDB would lack the index that a key leans on for a moment.
fn leading_index_changes(dialect: Dialect, change: &Change<'_>, state: &State, key: &Object, column: &str) -> bool {
    let leading = |state: &State| -> Vec<What> {
        let table = state.table(&key.table_key);
        let all = table.map_or_else(Vec::new, |t| objects::of(dialect, state, t));
        let indexes = all.into_iter().map(|o| o.what).filter(|w| matches!(w, What::Index(_) | What::Unique(_)));
        indexes.filter(|w| w.columns().first() == Some(&column)).collect()
    };
    leading(change.moved) != leading(state)
}

/// Tables and columns that have other names.
fn rename(dialect: Dialect, change: &Change<'_>, out: &mut String) {
    let quote = |name: &str| dialect.quote(name);
    for (old, before, _) in change.kept() {
        if old.name != before.name {
            out.push_str(&format!("ALTER TABLE {} RENAME TO {};\n", quote(&old.name), quote(&before.name)));
        }
        for (was, now) in old.columns.iter().zip(&before.columns).filter(|(was, now)| was.name != now.name) {
            out.push_str(&format!("ALTER TABLE {} RENAME COLUMN {} TO {};\n", quote(&before.name), quote(&was.name), quote(&now.name)));
        }
    }
}

/// The column as it is made, without what stands among the objects.
fn bare(dialect: Dialect, state: &State, column: &Column, null: bool) -> String {
    let auto = if dialect == Dialect::MySql && column.value_type() == Some(T::Auto) { " AUTO_INCREMENT" } else { "" };
    let null = if null { " NULL" } else { " NOT NULL" };
    format!("{} {}{auto}{null}", dialect.quote(&column.name), types::column_type(dialect, state, column))
}

fn filler(dialect: Dialect, state: &State, column: &Column) -> Option<String> {
    let value = constants::default(dialect, types::stored(state, column), column.default?)?;
    (value != "NULL").then_some(value)
}

fn add(dialect: Dialect, state: &State, table: &Table, column: &Column, out: &mut String) {
    let (name, quoted) = (dialect.quote(&table.name), dialect.quote(&column.name));
    let check = types::inline_check(dialect, column);
    let Some(value) = filler(dialect, state, column) else {
        out.push_str(&format!("ALTER TABLE {name} ADD COLUMN {}{check};\n", bare(dialect, state, column, column.null)));
        return;
    };
    let value = if dialect == Dialect::MySql { format!("({value})") } else { value };
    // The default is for the rows that are there; new ones get theirs from the server.
    out.push_str(&format!("ALTER TABLE {name} ADD COLUMN {} DEFAULT {value}{check};\n", bare(dialect, state, column, column.null)));
    out.push_str(&format!("ALTER TABLE {name} ALTER COLUMN {quoted} DROP DEFAULT;\n"));
}

fn alter(dialect: Dialect, change: &Change<'_>, table: &Table, was: &Column, now: &Column, out: &mut String) {
    let (before, after) = (types::column_type(dialect, change.moved, was), types::column_type(dialect, change.new, now));
    let checks = types::inline_check(dialect, was) != types::inline_check(dialect, now);
    if before == after && was.null == now.null && !checks {
        return;
    }
    let (name, quoted) = (dialect.quote(&table.name), dialect.quote(&now.name));
    let fills = was.null && !now.null;
    let fill = |out: &mut String| match filler(dialect, change.new, now) {
        Some(value) if fills => out.push_str(&format!("UPDATE {name} SET {quoted} = {value} WHERE {quoted} IS NULL;\n")),
        None if fills => out.push_str(&format!(
            "-- Refused while there are rows without a value: UPDATE {name} SET {quoted} = … WHERE {quoted} IS NULL;\n"
        )),
        _ => {}
    };
    if dialect == Dialect::MySql {
        let modify =
            |null: bool, check: &str| format!("ALTER TABLE {name} MODIFY COLUMN {}{check};\n", bare(dialect, change.new, now, null));
        if fills && before != after && filler(dialect, change.new, now).is_some() {
            // The value is one of the new type.
            out.push_str(&modify(true, ""));
        }
        fill(out);
        out.push_str(&modify(now.null, &types::inline_check(dialect, now)));
        return;
    }
    if before != after {
        out.push_str(&format!("ALTER TABLE {name} ALTER COLUMN {quoted} TYPE {after} USING {quoted}::{after};\n"));
    }
    fill(out);
    if fills && filler(dialect, change.new, now).is_some() {
        // As Django has it: a table whose keys are still to be checked cannot be altered.
        out.push_str("SET CONSTRAINTS ALL IMMEDIATE;\nSET CONSTRAINTS ALL DEFERRED;\n");
    }
    if was.null != now.null {
        let word = if now.null { "DROP" } else { "SET" };
        out.push_str(&format!("ALTER TABLE {name} ALTER COLUMN {quoted} {word} NOT NULL;\n"));
    }
}
