//! From one state to the next: what is refused, what takes two steps, and the steps' SQL.

use super::asked::{self, Candidate};
use super::change::Change;
use super::files::Migration;
use super::renames::Renames;
use super::{alter, files, remake};
use restwright_schema::Dialect;
use restwright_schema::ddl::state::{Column, Kind, State};
use restwright_schema::ddl::{constants, create, text, types};
use restwright_schema::model::FieldType as T;

/// Why no migration is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Rows or parts of them would be gone: what (`Book.title`), how, and what it may have become.
    Loses(String, String, Vec<Candidate>),
    /// It cannot be done by a migration.
    Cannot(String, String),
}

/// The migrations that lead from one state to another: none where nothing changed, one as a rule, two where a column that is new or had NULLs becomes
/// NOT NULL without a default.
///
/// # Errors
///
/// All that is refused; `allowed` has the names of what may be lost.
pub fn migrations(
    old: &State,
    new: &State,
    allowed: &dyn Fn(&str) -> bool,
    name: &str,
    number: usize,
) -> Result<Vec<Migration>, Vec<Refusal>> {
    let refused = refusals(old, new, allowed);
    if !refused.is_empty() {
        return Err(refused);
    }
    let renames = Renames::told(old, new);
    let moved = renames.moved(old, new);
    if moved.differences(new).is_empty() && old.differences(&moved).is_empty() {
        return Ok(Vec::new());
    }
    let (between, open) = between(&moved, new);
    let mut out = vec![step(old, &moved, &between, &open, &numbered(number, name))];
    if !open.is_empty() {
        out.push(step(&between, &between, new, &[], &numbered(number + 1, &format!("{name}_not_null"))));
    }
    Ok(out)
}

fn numbered(number: usize, name: &str) -> String {
    format!("{number:04}_{name}")
}

/// A name for what changes, as Django's `suggest_name`.
pub fn suggested(old: &State, new: &State) -> String {
    let moved = Renames::told(old, new).moved(old, new);
    let word = |difference: &str| {
        let word: String = difference.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect();
        word.split('_').filter(|w| !w.is_empty()).collect::<Vec<_>>().join("_")
    };
    let changed = moved.differences(new);
    match changed.as_slice() {
        [] => "renamed".to_owned(),
        [one] => word(one),
        [one, ..] => format!("{}_and_more", word(one)),
    }
}

/// The new state with columns nullable that would become NOT NULL in filled tables and have no default; and those columns, by table and field.
fn between(moved: &State, new: &State) -> (State, Vec<(String, String)>) {
    let mut between = new.clone();
    let mut open = Vec::new();
    for table in between.tables.iter_mut().filter(|t| t.managed) {
        let Some(before) = moved.table(&table.key) else { continue };
        for column in &mut table.columns {
            let empty = before.column(&column.field).is_none_or(|was| was.null);
            let kind = types::stored(new, column);
            let filled = column.default.is_some_and(|value| Dialect::ALL.iter().all(|d| constants::default(*d, kind, value).is_some()));
            if empty && !column.null && !column.primary_key && !filled {
                column.null = true;
                open.push((table.key.clone(), column.field.clone()));
            }
        }
    }
    (between, open)
}

/// One migration.
fn step(old: &State, moved: &State, new: &State, open: &[(String, String)], name: &str) -> Migration {
    let change = Change { old, moved, new };
    let sql = Dialect::ALL.map(|dialect| {
        let body = match dialect {
            Dialect::Sqlite => remake::sql(&change),
            Dialect::Postgres | Dialect::MySql => alter::sql(dialect, &change),
        };
        let mut out = format!("-- {name}, for {}.\n", dialect.title());
        out.push_str(&switched(dialect, &change));
        if !body.is_empty() {
            out.push('\n');
            out.push_str(body.trim_start_matches('\n'));
        }
        for (table, field) in open {
            let (Some(table), Some(column)) = (new.table(table), new.table(table).and_then(|t| t.column(field))) else { continue };
            let (table, column) = (dialect.quote(&table.name), dialect.quote(&column.name));
            out.push_str(&format!(
                "\n-- {field} becomes NOT NULL in the next migration. Say here what the rows get that have no value:\n\
                 -- UPDATE {table} SET {column} = … WHERE {column} IS NULL;\n"
            ));
        }
        Some(out)
    });
    Migration { name: name.to_owned(), sql, state: Some(text::write(new)) }
}

/// What is to be said where `managed` was switched, which does nothing to a table, as in Django.
fn switched(dialect: Dialect, change: &Change<'_>) -> String {
    let mut out = String::new();
    let mut begun = Vec::new();
    for (old, moved) in change.old.tables.iter().zip(&change.moved.tables) {
        match change.new.table(&moved.key).map(|t| t.managed).filter(|managed| *managed != old.managed) {
            Some(true) => begun.push(old),
            Some(false) => out.push_str(&format!("-- The table {} is left alone from here on.\n", old.name)),
            None => {}
        }
    }
    if !begun.is_empty() {
        let names = begun.iter().map(|t| t.name.as_str()).collect::<Vec<_>>().join(", ");
        out.push_str(&format!(
            "-- Looked after by migrations from here on, and there already: {names}. A database that lacks them needs this first:\n"
        ));
        create::tables(dialect, change.old, &begun).lines().filter(|l| !l.is_empty()).for_each(|l| out.push_str(&format!("-- {l}\n")));
    }
    out
}

fn refusals(old: &State, new: &State, allowed: &dyn Fn(&str) -> bool) -> Vec<Refusal> {
    let moved = Renames::told(old, new).moved(old, new);
    let change = Change { old, moved: &moved, new };
    let candidates = asked::candidates(old, new);
    let became = |was: &str| candidates.iter().filter(|c| c.was == was).cloned().collect();
    let mut out = Vec::new();
    for table in change.dropped() {
        out.push(Refusal::Loses(table.key.clone(), format!("the table {} with all of its rows", table.name), became(&table.key)));
    }
    for (_, before, after) in change.kept() {
        if before.key_column().map(|c| (&c.field, &c.kind)) != after.key_column().map(|c| (&c.field, &c.kind)) {
            let text = "another primary key: make a new resource, copy the rows in a migration of your own, and drop the old one later";
            out.push(Refusal::Cannot(after.key.clone(), text.to_owned()));
            continue;
        }
        for column in &before.columns {
            let name = format!("{}.{}", after.key, column.field);
            match after.column(&column.field) {
                None => out.push(Refusal::Loses(name.clone(), format!("the column {} with all of its values", column.name), became(&name))),
                Some(now) => out.extend(narrows(&moved, column, new, now).map(|how| Refusal::Loses(name, how, Vec::new()))),
            }
        }
    }
    out.retain(|refusal| !matches!(refusal, Refusal::Loses(name, ..) if allowed(name)));
    out
}

/// How values may not fit any more.
fn narrows(old: &State, before: &Column, new: &State, now: &Column) -> Option<String> {
    let (one, two) = (types::column_type(Dialect::Postgres, old, before), types::column_type(Dialect::Postgres, new, now));
    if let (Kind::Key(a), Kind::Key(b)) = (&before.kind, &now.kind) {
        return (a != b).then(|| format!("its keys are {a}'s, and would be taken for {b}'s"));
    }
    let how = || Some(format!("{one} becomes {two}, which may not hold every value"));
    let (Kind::Value { kind: a, length: al, digits: ad }, Kind::Value { kind: b, length: bl, digits: bd }) = (&before.kind, &now.kind)
    else {
        return if one == two { None } else { how() };
    };
    // A positive type is narrower than the one with a sign.
    let whole = |kind: &T| match kind {
        T::PositiveSmallInteger => Some(1),
        T::SmallInteger => Some(2),
        T::PositiveInteger => Some(3),
        T::Integer => Some(4),
        T::PositiveBigInteger => Some(5),
        T::BigInteger | T::Auto => Some(6),
        _ => None,
    };
    let fits = match (a, b) {
        _ if a.is_text() && b.is_text() => match (al, bl) {
            (_, None) => true,
            (Some(a), Some(b)) => a <= b,
            (None, Some(_)) => false,
        },
        (T::Decimal, T::Decimal) => bd.1 >= ad.1 && bd.0.saturating_sub(bd.1) >= ad.0.saturating_sub(ad.1),
        _ if whole(a).is_some() && whole(b).is_some() => whole(a) <= whole(b) && (a.is_positive() || !b.is_positive()),
        (a, b) => a == b,
    };
    if fits { None } else { how() }
}

/// The number of the next migration.
pub fn next_number(recorded: &[files::Migration]) -> usize {
    let number = |m: &files::Migration| m.name.split('_').next().and_then(|n| n.parse::<usize>().ok());
    recorded.iter().filter_map(number).max().unwrap_or(recorded.len()) + 1
}
