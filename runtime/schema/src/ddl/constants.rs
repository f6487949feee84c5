//! Constants of specs as SQL: in constraints, and for rows that get a new column.

use super::state::Right;
use crate::Dialect;
use crate::json;
use crate::model::{FieldType as T, Literal};

/// A text in quotes.
pub fn text(dialect: Dialect, text: &str) -> String {
    let doubled = text.replace('\'', "''");
    // MySQL reads backslashes; the others take them as they are.
    if dialect == Dialect::MySql { format!("'{}'", doubled.replace('\\', "\\\\")) } else { format!("'{doubled}'") }
}

fn truth(dialect: Dialect, value: bool) -> String {
    match dialect {
        Dialect::Postgres => value.to_string(),
        Dialect::Sqlite | Dialect::MySql => u8::from(value).to_string(),
    }
}

/// A text for a column of a type: PostgreSQL reads all of them, the others store moments in UTC with a space, uuids without hyphens
/// (MariaDB takes both), and durations in microseconds.
fn typed(dialect: Dialect, kind: T, value: &str) -> Option<String> {
    if dialect == Dialect::Postgres {
        return Some(text(dialect, value));
    }
    Some(match kind {
        T::DateTime => text(dialect, value.replace(['T', 't'], " ").trim_end_matches(['Z', 'z'])),
        T::Uuid => text(dialect, &value.replace('-', "")),
        T::Duration => microseconds(value)?.to_string(),
        _ => text(dialect, value),
    })
}

/// Django's form of a duration, `[DAYS ]HH:MM:SS[.ffffff]`; `None` for any other.
fn microseconds(text: &str) -> Option<i64> {
    let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (days, clock) = text.split_once(' ').map_or((0, text), |(days, clock)| (days.parse::<i64>().unwrap_or(-1), clock));
    let mut parts = clock.splitn(3, ':');
    let (hours, minutes) = (parts.next()?.parse::<i64>().ok()?, parts.next()?.parse::<i64>().ok()?);
    let (seconds, fraction) = parts.next().map(|s| s.split_once('.').unwrap_or((s, "")))?;
    let fraction: i64 = format!("{fraction:0<6}").get(..6)?.parse().ok()?;
    let whole = ((days * 24 + hours) * 60 + minutes) * 60 + seconds.parse::<i64>().ok()?;
    let value = whole * 1_000_000 + fraction;
    (days >= 0).then_some(if negative { -value } else { value })
}

/// The right side of a constraint.
pub fn right(dialect: Dialect, kind: T, right: &Right) -> String {
    match right {
        Right::Column(name) => dialect.quote(name),
        Right::Bool(value) => truth(dialect, *value),
        Right::Number(digits) => digits.clone(),
        Right::Text(value) => typed(dialect, kind, value).unwrap_or_else(|| text(dialect, value)),
        Right::Null => "NULL".to_owned(),
    }
}

/// A default as an expression that gives each row its value; `None` if there is none for this database.
pub fn default(dialect: Dialect, kind: T, value: Literal) -> Option<String> {
    Some(match value {
        Literal::Null => "NULL".to_owned(),
        Literal::Bool(value) => truth(dialect, value),
        Literal::Int(n) => n.to_string(),
        Literal::Float(n) => n.to_string(),
        Literal::Decimal(digits) => digits.to_owned(),
        Literal::Str(value) => typed(dialect, kind, value)?,
        Literal::Json(value) => text(dialect, &json::dumps(value)),
        Literal::Uuid4 | Literal::Uuid7 => match dialect {
            Dialect::Sqlite => {
                "lower(hex(randomblob(6)) || '4' || substr(hex(randomblob(2)), 2) || '8' || substr(hex(randomblob(8)), 2))".to_owned()
            }
            Dialect::Postgres => "gen_random_uuid()".to_owned(),
            Dialect::MySql => "REPLACE(UUID(), '-', '')".to_owned(),
        },
        Literal::Now => match (dialect, kind) {
            (Dialect::Sqlite, T::Date) => "date('now')",
            (Dialect::Sqlite, T::Time) => "time('now')",
            (Dialect::Sqlite, _) => "datetime('now')",
            (Dialect::Postgres, T::Date) => "CAST(CURRENT_TIMESTAMP AT TIME ZONE 'UTC' AS date)",
            (Dialect::Postgres, T::Time) => "CAST(CURRENT_TIMESTAMP AT TIME ZONE 'UTC' AS time)",
            (Dialect::Postgres, _) => "CURRENT_TIMESTAMP",
            (Dialect::MySql, T::Date) => "UTC_DATE()",
            (Dialect::MySql, T::Time) => "UTC_TIME(6)",
            (Dialect::MySql, _) => "UTC_TIMESTAMP(6)",
        }
        .to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_counted() {
        assert_eq!(microseconds("1 00:00:00.5"), Some(86_400_500_000));
        assert_eq!(microseconds("-00:00:01"), Some(-1_000_000));
        assert_eq!(microseconds("P1D"), None);
    }
}
