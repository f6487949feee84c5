//! Column types and definitions: Django 5.2's `data_types` of each backend.

use super::names;
use super::state::{Column, Kind, State, Table};
use crate::Dialect;
use crate::builtin;
use crate::model::FieldType as T;

/// The table and the key column that a relation's key stands for.
pub fn target(state: &State, to: &str) -> (String, String) {
    if let Some(builtin) = builtin::named(to) {
        return (builtin.model.table.to_owned(), "id".to_owned());
    }
    // A state that was made from a graph has the table; one that was edited by hand may not, and its SQL says so.
    state.table(to).map_or_else(
        || (to.to_owned(), "id".to_owned()),
        |t| (t.name.clone(), t.key_column().map_or_else(|| "id".to_owned(), |c| c.name.clone())),
    )
}

/// The type of a column; that of a key is its target's (Django's `rel_db_type`).
pub fn column_type(dialect: Dialect, state: &State, column: &Column) -> String {
    match &column.kind {
        Kind::Value { kind, length, digits } => {
            let indexed = column.unique || column.index;
            value_type(dialect, *kind, *length, *digits, indexed)
        }
        Kind::Key(to) => key_type(dialect, state, to, 0),
    }
}

/// The type at the end of a chain of keys: what its values are.
pub fn stored(state: &State, column: &Column) -> T {
    let mut kind = column.kind.clone();
    // A chain of keys ends: the checks refuse circles of primary keys.
    for _ in 0..32 {
        match kind {
            Kind::Value { kind, .. } => return kind,
            Kind::Key(to) => match state.table(&to).and_then(Table::key_column) {
                Some(key) => kind = key.kind.clone(),
                None => return T::Auto,
            },
        }
    }
    T::Auto
}

fn key_type(dialect: Dialect, state: &State, to: &str, depth: u8) -> String {
    // Their keys are `AutoField`s, whatever an API's own are.
    if builtin::named(to).is_some() || depth > 32 {
        return "integer".to_owned();
    }
    let Some(key) = state.table(to).and_then(Table::key_column) else { return "bigint".to_owned() };
    match &key.kind {
        Kind::Key(next) => key_type(dialect, state, next, depth + 1),
        Kind::Value { kind: T::Auto, .. } => "bigint".to_owned(),
        // Django's `PositiveIntegerRelDbTypeMixin`: only MySQL wants the type of the key itself.
        Kind::Value { kind: T::PositiveInteger, .. } if dialect != Dialect::MySql => "integer".to_owned(),
        Kind::Value { kind: T::PositiveSmallInteger, .. } if dialect != Dialect::MySql => "smallint".to_owned(),
        Kind::Value { kind: T::PositiveBigInteger, .. } if dialect != Dialect::MySql => "bigint".to_owned(),
        Kind::Value { kind, length, digits } => value_type(dialect, *kind, *length, *digits, true),
    }
}

fn value_type(dialect: Dialect, kind: T, length: Option<u32>, digits: (u32, u32), indexed: bool) -> String {
    let text = |length: Option<u32>| match (length, dialect) {
        (Some(n), _) => format!("varchar({n})"),
        (None, Dialect::Sqlite | Dialect::Postgres) => "varchar".to_owned(),
        // MySQL has no varchar without a length, and no index on a text without one.
        (None, Dialect::MySql) if indexed => "varchar(255)".to_owned(),
        (None, Dialect::MySql) => "longtext".to_owned(),
    };
    let (sqlite, postgres, mysql) = match kind {
        T::Auto => ("integer", "bigint", "bigint"),
        T::Integer => ("integer", "integer", "integer"),
        T::BigInteger => ("bigint", "bigint", "bigint"),
        T::Duration => ("bigint", "interval", "bigint"),
        T::SmallInteger => ("smallint", "smallint", "smallint"),
        T::PositiveInteger => ("integer unsigned", "integer", "integer UNSIGNED"),
        T::PositiveSmallInteger => ("smallint unsigned", "smallint", "smallint UNSIGNED"),
        T::PositiveBigInteger => ("bigint unsigned", "bigint", "bigint UNSIGNED"),
        T::Float => ("real", "double precision", "double precision"),
        T::Decimal if dialect == Dialect::Sqlite => ("decimal", "", ""),
        T::Decimal => return format!("numeric({}, {})", digits.0, digits.1),
        T::Boolean => ("bool", "boolean", "bool"),
        T::Text => ("text", "text", "longtext"),
        T::Json => ("text", "jsonb", "json"),
        // MariaDB has a type for them since 10.7; MySQL reads the other comment.
        T::Uuid => ("char(32)", "uuid", "/*M!100700 uuid *//*!80000 char(32) */"),
        T::Date => ("date", "date", "date"),
        T::Time => ("time", "time", "time(6)"),
        T::DateTime => ("datetime", "timestamp with time zone", "datetime(6)"),
        T::IpAddress => ("char(39)", "inet", "char(39)"),
        T::String | T::Slug | T::Email | T::Url => return text(length),
        // A key without a target does not link.
        T::ForeignKey | T::OneToOne | T::ManyToMany => ("bigint", "bigint", "bigint"),
    };
    match dialect {
        Dialect::Sqlite => sqlite,
        Dialect::Postgres => postgres,
        Dialect::MySql => mysql,
    }
    .to_owned()
}

/// A column's line in CREATE TABLE.
pub fn definition(dialect: Dialect, state: &State, table: &Table, column: &Column) -> String {
    let quoted = dialect.quote(&column.name);
    let kind = column.value_type();
    let mut out = format!("{quoted} {}", column_type(dialect, state, column));
    if dialect == Dialect::MySql && kind == Some(T::Auto) {
        out.push_str(" AUTO_INCREMENT");
    }
    out.push_str(if column.null { " NULL" } else { " NOT NULL" });
    if column.primary_key {
        out.push_str(" PRIMARY KEY");
    } else if column.unique {
        out.push_str(&match dialect {
            // A name of its own, since the one that PostgreSQL finds depends on what else there is.
            Dialect::Postgres => format!(" CONSTRAINT {} UNIQUE", dialect.quote(&unique_name(dialect, &table.name, &column.name))),
            Dialect::Sqlite | Dialect::MySql => " UNIQUE".to_owned(),
        });
    }
    match (dialect, kind) {
        (Dialect::Sqlite, Some(T::Auto)) => out.push_str(" AUTOINCREMENT"),
        (Dialect::Postgres, Some(T::Auto)) => out.push_str(" GENERATED BY DEFAULT AS IDENTITY"),
        (Dialect::Sqlite, None) => out.push_str(&format!(" {}", references(dialect, state, column))),
        (Dialect::Postgres, Some(kind)) if kind.is_positive() => {
            let name = dialect.quote(&names::column_check(&table.name, &column.name));
            out.push_str(&format!(" CONSTRAINT {name} CHECK ({quoted} >= 0)"));
        }
        _ => out.push_str(&inline_check(dialect, column)),
    }
    out
}

/// What a type demands of its values, where it is a part of the column.
pub fn inline_check(dialect: Dialect, column: &Column) -> String {
    let quoted = dialect.quote(&column.name);
    match (dialect, column.value_type()) {
        (Dialect::Sqlite | Dialect::MySql, Some(kind)) if kind.is_positive() => format!(" CHECK ({quoted} >= 0)"),
        (Dialect::Sqlite, Some(T::Json)) => format!(" CHECK ((JSON_VALID({quoted}) OR {quoted} IS NULL))"),
        (Dialect::MySql, Some(T::Json)) => format!(" CHECK (JSON_VALID({quoted}))"),
        _ => String::new(),
    }
}

/// `REFERENCES …` of a key; checked when a transaction ends, except on MySQL, which can't.
pub fn references(dialect: Dialect, state: &State, column: &Column) -> String {
    let Kind::Key(to) = &column.kind else { return String::new() };
    let (table, key) = target(state, to);
    let deferred = if dialect == Dialect::MySql { "" } else { " DEFERRABLE INITIALLY DEFERRED" };
    format!("REFERENCES {} ({}){deferred}", dialect.quote(&table), dialect.quote(&key))
}

/// The name of a unique column's constraint. MySQL gives it the column's.
pub fn unique_name(dialect: Dialect, table: &str, column: &str) -> String {
    match dialect {
        Dialect::MySql => column.to_owned(),
        Dialect::Sqlite | Dialect::Postgres => names::object(dialect, table, &[column], "_uniq"),
    }
}
