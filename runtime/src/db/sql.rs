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

/// A statement that asks the same of several rows of values, all at once.
#[derive(Debug)]
pub struct Asked {
    /// The statement. Its first column is the position of the row of values that an answer belongs to, from 0.
    pub sql: String,
    /// Its values.
    pub args: Vec<Value>,
}

/// What is asked of one row of values, in parts of a statement: `SELECT position[, columns] FROM … WHERE …`.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// Further columns.
    pub columns: String,
    /// Tables; empty for none.
    pub from: String,
    /// The condition.
    pub condition: String,
}

/// How many rows of values one statement asks about at most.
pub(crate) fn rows_at_once(dialect: Dialect) -> usize {
    if dialect == Dialect::MySql { 256 } else { 4096 }
}

/// Asks a question of each row of values, which are at most `rows_at_once`. `question` makes it; it gets at the row's values, in the order in which the condition has them, by
/// the function that it is given. `kinds` are the types of the values, and `more` what else the question binds (at its end).
///
/// SQLite and PostgreSQL are given all rows as one table, so the statement's text does not depend on their number. MySQL compares texts by
/// collations that belong to columns, and a made table would bring one of its own: there each row is a SELECT.
pub fn ask_each(
    dialect: Dialect,
    rows: &[Vec<Value>],
    kinds: &[FieldType],
    more: &[Value],
    question: impl Fn(&mut dyn FnMut(usize) -> String) -> Question,
) -> Asked {
    let tables = |q: &Question, made: &str| match (made.is_empty(), q.from.is_empty()) {
        // What is asked may be a join itself (a detail and its master), so it takes no `ON` behind it.
        (false, false) => format!(" FROM {made} CROSS JOIN {} WHERE {}", q.from, q.condition),
        (false, true) => format!(" FROM {made} WHERE {}", q.condition),
        (true, false) => format!(" FROM {} WHERE {}", q.from, q.condition),
        (true, true) => format!("{} WHERE {}", dialect.without_table(), q.condition),
    };
    match dialect {
        Dialect::Sqlite => {
            let q = question(&mut |at| format!("json_extract(v.value, '$[{at}]')"));
            let sql = format!("SELECT v.key{}{}", q.columns, tables(&q, "json_each(?) AS v"));
            let rows = Value::List(rows.iter().map(|row| Value::List(row.clone())).collect());
            Asked { sql, args: std::iter::once(rows).chain(more.iter().cloned()).collect() }
        }
        Dialect::Postgres => {
            let q = question(&mut |at| format!("v.c{at}"));
            let (types, names): (Vec<String>, Vec<String>) =
                kinds.iter().enumerate().map(|(at, kind)| (format!("?::{}[]", postgres_type(*kind)), format!("c{at}"))).unzip();
            let made = format!("unnest({}) WITH ORDINALITY AS v({}, n)", types.join(", "), names.join(", "));
            let sql = format!("SELECT v.n - 1{}{}", q.columns, tables(&q, &made));
            let columns =
                (0..kinds.len()).map(|at| Value::List(rows.iter().map(|row| row.get(at).cloned().unwrap_or(Value::Null)).collect()));
            Asked { sql, args: columns.chain(more.iter().cloned()).collect() }
        }
        Dialect::MySql => {
            let mut args = Vec::new();
            // The last one again, up to a power of two: so there are few texts. Nobody asks for positions beyond the rows.
            let filled = rows.iter().chain(std::iter::repeat_n(rows.last(), rows.len().next_power_of_two() - rows.len()).flatten());
            let arms: Vec<String> = filled
                .enumerate()
                .map(|(position, row)| {
                    let q = question(&mut |at| {
                        args.push(row.get(at).cloned().unwrap_or(Value::Null));
                        "?".to_owned()
                    });
                    args.extend_from_slice(more);
                    format!("SELECT {position}{}{}", q.columns, tables(&q, ""))
                })
                .collect();
            Asked { sql: arms.join(" UNION ALL "), args }
        }
    }
}

/// What Django's PostgreSQL backend calls the type of a column.
pub(super) fn postgres_type(kind: FieldType) -> &'static str {
    match kind {
        FieldType::Auto | FieldType::Integer | FieldType::BigInteger | FieldType::SmallInteger | FieldType::PositiveInteger => "bigint",
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
pub(crate) fn marks(sql: &str) -> impl Iterator<Item = usize> {
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
