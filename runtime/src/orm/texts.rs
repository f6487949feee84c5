//! Lookups on texts, as each of Django's backends writes them: which of them ignore case, and how far, is the database's own.

use super::lookups::{BadPattern, Condition, Operand};
use super::pattern;
use crate::Value;
use crate::db::Dialect;
use crate::schema::lookup::Lookup;
use crate::schema::model::FieldType;

/// A column that holds a text, or what it holds as one (Django's `lookup_cast`); `{}` stands for the column.
fn as_text(dialect: Dialect, column: Operand<'_>) -> &'static str {
    match (dialect, column.kind) {
        (Dialect::Postgres, FieldType::IpAddress) => "HOST({})",
        (Dialect::Postgres, _) => "{}::text",
        _ => "{}",
    }
}

/// Of more characters than this SQLite is not asked with LIKE, which compares a pattern at each place of a text, letter by letter: what takes
/// LIKE a second takes `instr` some milliseconds.
const LIKED: usize = 64;

/// The lookups of [`like`] on SQLite, for a long text: `lower` folds the letters that LIKE folds.
fn without_like(column: Operand<'_>, lookup: Lookup, value: &str) -> Option<Condition> {
    let sql = match lookup {
        Lookup::Contains | Lookup::IContains => "instr(lower({}), lower(?)) > 0".to_owned(),
        Lookup::EndsWith | Lookup::IEndsWith => format!("lower(substr({{}}, -{})) = lower(?)", value.chars().count()),
        _ => return None,
    };
    Some(column.met(&sql, [Value::Text(value.to_owned())]))
}

/// `iexact`, `contains`, `startswith`, `endswith` and their siblings without case.
pub(super) fn like(dialect: Dialect, column: Operand<'_>, lookup: Lookup, value: &str) -> Condition {
    if dialect == Dialect::Sqlite
        && value.chars().count() > LIKED
        && let Some(condition) = without_like(column, lookup, &stored(dialect, column.kind, value))
    {
        return condition;
    }
    let folds = matches!(lookup, Lookup::IExact | Lookup::IContains | Lookup::IStartsWith | Lookup::IEndsWith);
    let escaped = escaped(dialect, column.kind, value);
    let pattern = match lookup {
        Lookup::Contains | Lookup::IContains => format!("%{escaped}%"),
        Lookup::StartsWith | Lookup::IStartsWith => format!("{escaped}%"),
        Lookup::EndsWith | Lookup::IEndsWith => format!("%{escaped}"),
        _ => escaped,
    };
    let text = as_text(dialect, column);
    let (sql, pattern) = match (dialect, folds) {
        // LIKE ignores the case of ASCII letters here, and so do both of Django's lookups.
        (Dialect::Sqlite, _) => (format!("{text} LIKE ? ESCAPE '\\'"), pattern),
        (Dialect::Postgres, true) if lookup == Lookup::IExact => (format!("UPPER({text}) = UPPER(?)"), value.to_owned()),
        (Dialect::Postgres, true) => (format!("UPPER({text}) LIKE UPPER(?)"), pattern),
        (Dialect::Postgres, false) => (format!("{text} LIKE ?"), pattern),
        (Dialect::MySql, true) => (format!("{text} LIKE ?"), pattern),
        (Dialect::MySql, false) => (format!("{text} LIKE BINARY ?"), pattern),
    };
    column.met(&sql, [Value::Text(pattern)])
}

/// A text as the column holds it: uuids that are stored as texts have no dashes.
fn stored(dialect: Dialect, kind: FieldType, text: &str) -> String {
    let dashed = kind == FieldType::Uuid && dialect == Dialect::Sqlite;
    if dashed { text.replace('-', "") } else { text.to_owned() }
}

/// A text for LIKE, its wildcards escaped.
fn escaped(dialect: Dialect, kind: FieldType, text: &str) -> String {
    stored(dialect, kind, text).replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_")
}

/// `regex` and `iregex`. SQLite has no engine of its own and is given ours; the others read the pattern as they do for Django, and whether they
/// can is found out when they are asked.
///
/// # Errors
///
/// A pattern that our engine cannot use.
pub(super) fn regex(dialect: Dialect, column: Operand<'_>, ignore_case: bool, pattern: &str) -> Result<Condition, BadPattern> {
    let text = as_text(dialect, column);
    let (sql, pattern) = match (dialect, ignore_case) {
        (Dialect::Sqlite, _) => (format!("{text} REGEXP ?"), pattern::translate(pattern, ignore_case).ok_or(BadPattern)?),
        (Dialect::Postgres, true) => (format!("{text} ~* ?"), pattern.to_owned()),
        (Dialect::Postgres, false) => (format!("{text} ~ ?"), pattern.to_owned()),
        (Dialect::MySql, true) => (format!("CONVERT({text} USING utf8mb4) REGEXP ?"), pattern.to_owned()),
        // The collation decides on case; `REGEXP BINARY` is MariaDB's alone.
        (Dialect::MySql, false) => (format!("CONVERT({text} USING utf8mb4) COLLATE utf8mb4_bin REGEXP ?"), pattern.to_owned()),
    };
    Ok(column.met(&sql, [Value::Text(pattern)]))
}
