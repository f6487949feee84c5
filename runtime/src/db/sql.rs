//! What databases say differently: fragments of SQL that hold no names but those of descriptors.

use super::Dialect;
use crate::Value;
use restwright_schema::model::FieldType;

/// SQL that depends on the database.
pub trait Sql {
    /// A condition: the column's value is one of a list, which is its one bound value ([`Value::List`]).
    fn among(self, column: &str) -> String;

    /// Whether INSERT and UPDATE can give back the row (`RETURNING`).
    fn returns_rows(self) -> bool;

    /// What comes between a select list without a table and its WHERE.
    fn without_table(self) -> &'static str;

    /// What follows `INSERT INTO table` for a row of defaults alone.
    fn default_row(self) -> &'static str;

    /// What follows a SELECT that locks the rows as an UPDATE of columns that are no keys does; empty where there is one writer only.
    fn for_change(self) -> &'static str;

    /// What follows a SELECT that locks the rows as a DELETE does, so that nothing can come to point to them meanwhile; empty where there is one
    /// writer only.
    fn for_update(self) -> &'static str;

    /// What follows `INSERT … SELECT … WHERE …` of a row that may be there already, and then stays as it is; `column` is one of the table's.
    fn or_nothing(self, table: &str, column: &str) -> String;

    /// Whether nulls are smaller than every value in an ascending order; otherwise they are larger.
    fn nulls_come_first(self) -> bool;
}

impl Sql for Dialect {
    fn among(self, column: &str) -> String {
        match self {
            Self::Sqlite => format!("{column} IN (SELECT value FROM json_each(?))"),
            Self::Postgres => format!("{column} = ANY(?)"),
            // The mark becomes as many as there are values: see `mysql`.
            Self::MySql => format!("{column} IN (?)"),
        }
    }

    fn returns_rows(self) -> bool {
        self != Self::MySql
    }

    fn without_table(self) -> &'static str {
        if self == Self::MySql { " FROM DUAL" } else { "" }
    }

    fn default_row(self) -> &'static str {
        if self == Self::MySql { " () VALUES ()" } else { " DEFAULT VALUES" }
    }

    fn for_change(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR NO KEY UPDATE",
            Self::MySql => " FOR UPDATE",
        }
    }

    fn for_update(self) -> &'static str {
        if self == Self::Sqlite { "" } else { " FOR UPDATE" }
    }

    fn or_nothing(self, table: &str, column: &str) -> String {
        match self {
            Self::Sqlite | Self::Postgres => " ON CONFLICT DO NOTHING".to_owned(),
            // Not `INSERT IGNORE`, which also ignores that the row on the other side is gone.
            Self::MySql => format!(" ON DUPLICATE KEY UPDATE {column} = {table}.{column}"),
        }
    }

    fn nulls_come_first(self) -> bool {
        self != Self::Postgres
    }
}

/// What Django's PostgreSQL backend calls the type of a column.
pub(crate) fn postgres_type(kind: FieldType) -> &'static str {
    match kind {
        kind if kind.is_integer() => "bigint",
        FieldType::Boolean => "boolean",
        FieldType::Float => "double precision",
        FieldType::Decimal => "numeric",
        FieldType::Uuid => "uuid",
        FieldType::Date => "date",
        FieldType::Time => "time",
        FieldType::DateTime => "timestamptz",
        FieldType::Duration => "interval",
        FieldType::Json => "jsonb",
        FieldType::IpAddress => "inet",
        _ => "text",
    }
}

/// A value inside a list that is bound as one JSON document.
#[cfg(feature = "sqlite")]
pub(super) fn json(value: &Value) -> serde_json::Value {
    match value {
        Value::Int(v) => serde_json::Value::from(*v),
        Value::Duration(v) => serde_json::Value::from(super::stored::microseconds(*v)),
        Value::Float(v) => serde_json::Value::from(*v),
        Value::Bool(v) => serde_json::Value::from(i64::from(*v)),
        Value::Text(v) | Value::Decimal(v) | Value::Address(v) => serde_json::Value::from(v.as_str()),
        Value::Json(v) => serde_json::Value::from(crate::schema::json::dumps(v)),
        Value::List(values) => serde_json::Value::Array(values.iter().map(json).collect()),
        other => super::stored::text(other).map_or(serde_json::Value::Null, serde_json::Value::from),
    }
}

/// Where a statement's marks (`?`) are: those outside of quotes, in which names and texts stand.
#[cfg(any(feature = "postgres", feature = "mysql", test))]
pub(super) fn marks(sql: &str) -> impl Iterator<Item = usize> {
    let mut quote = None;
    sql.bytes().enumerate().filter_map(move |(at, byte)| {
        match (quote, byte) {
            (Some(open), byte) if byte == open => quote = None,
            (Some(_), _) => {}
            (None, b'\'' | b'"' | b'`') => quote = Some(byte),
            (None, b'?') => return Some(at),
            (None, _) => {}
        }
        None
    })
}

/// Why a value cannot be bound.
#[cfg(any(feature = "postgres", feature = "mysql"))]
pub(super) type Failed = Box<dyn std::error::Error + Send + Sync>;

/// A statement with what a database wants in the place of each mark, and its values bound; `bind` writes the one and does the other.
///
/// # Errors
///
/// A value that the protocol cannot carry.
#[cfg(any(feature = "postgres", feature = "mysql"))]
pub(super) fn prepare<A: Default>(
    sql: &str,
    args: &[Value],
    bind: impl Fn(&mut String, &Value, &mut A) -> Result<(), Failed>,
) -> Result<(String, A), super::DbError> {
    let mut text = String::with_capacity(sql.len() + 12 * args.len());
    let mut bound = A::default();
    let mut done = 0;
    // A mark without a value is left for the database to complain about.
    for (at, arg) in marks(sql).zip(args) {
        text.push_str(&sql[done..at]);
        done = at + 1;
        bind(&mut text, arg, &mut bound).map_err(|error| super::DbError::Data(error.to_string()))?;
    }
    text.push_str(&sql[done..]);
    Ok((text, bound))
}

#[cfg(test)]
mod tests {
    use super::marks;

    #[test]
    fn marks_are_those_outside_of_names_and_texts() {
        let sql = r#"SELECT "a?", `b?`, '?''?' FROM t WHERE "c" = ? AND `d` IN (?)"#;
        let found: Vec<usize> = marks(sql).collect();
        assert_eq!(found, [sql.find("= ?").map_or(0, |at| at + 2), sql.find("(?)").map_or(0, |at| at + 1)]);
    }
}
