//! MariaDB and MySQL, through sqlx.
//!
//! Django's backend reads what is committed (its `isolation_level` is READ COMMITTED), so sessions are set so; and they are strict, so that what
//! does not fit is refused and never cut.

use super::driver::{Driver, Link};
use super::row::{Cells, Inner, Text};
use super::settings::DatabaseSettings;
use super::watch::Watch;
use super::{DbError, Row, Rule, Violation, error, sql, stored};
use crate::Value;
use crate::schema::json::dumps;
use chrono::NaiveDateTime;
use sqlx::mysql::{MySql, MySqlArguments, MySqlConnectOptions, MySqlConnection, MySqlDatabaseError, MySqlRow};
use sqlx::{Arguments as _, Column as _, Executor as _, Row as _, TypeInfo as _, ValueRef as _};
use std::str::FromStr as _;

/// The columns of a table's index.
pub(super) const INDEX_COLUMNS: &str = "SELECT column_name FROM information_schema.statistics \
    WHERE table_schema = DATABASE() AND table_name = ? AND index_name = ? ORDER BY seq_in_index";

/// Opens a pool.
///
/// # Errors
///
/// As [`Link::open`].
pub(super) async fn connect(url: &str, settings: &DatabaseSettings) -> Result<Link<MySql>, DbError> {
    let options = MySqlConnectOptions::from_str(url).map_err(MySql::error)?.statement_cache_capacity(256);
    Link::open(settings.pool_size, options, false, settings).await
}

impl Driver for MySql {
    const BEGIN: &'static str = "START TRANSACTION";

    async fn run(conn: &mut MySqlConnection, sql: &'static str) -> Result<(), sqlx::Error> {
        conn.execute(sqlx::raw_sql(sql)).await.map(drop)
    }

    async fn opened(conn: &mut MySqlConnection, settings: &DatabaseSettings, _watch: &Watch) -> Result<Option<i64>, sqlx::Error> {
        conn.execute("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED").await?;
        conn.execute("SET SESSION sql_mode = CONCAT(@@sql_mode, ',STRICT_TRANS_TABLES')").await?;
        let timeout = settings.statement_timeout.as_secs();
        if timeout > 0 {
            // Two names: MariaDB's counts seconds and all statements, MySQL's milliseconds and queries only.
            let mariadb = format!("SET SESSION max_statement_time = {timeout}");
            if conn.execute(sqlx::AssertSqlSafe(mariadb)).await.is_err() {
                conn.execute(sqlx::AssertSqlSafe(format!("SET SESSION max_execution_time = {}", timeout * 1000))).await?;
            }
        }
        let id: u64 = sqlx::query_scalar("SELECT CONNECTION_ID()").fetch_one(&mut *conn).await?;
        Ok(i64::try_from(id).ok().filter(|_| settings.prepared))
    }

    async fn cancel(conn: &mut MySqlConnection, session: i64) -> Result<(), sqlx::Error> {
        conn.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(format!("KILL QUERY {session}")))).await.map(drop)
    }

    fn prepare(sql: &str, args: &[Value]) -> Result<(String, MySqlArguments), DbError> {
        sql::prepare(sql, args, bind)
    }

    fn row(row: MySqlRow) -> Row {
        Row(Inner::MySql(row))
    }

    fn error(error: sqlx::Error) -> DbError {
        let sqlx::Error::Database(refusal) = &error else { return error::connection(&error) };
        let text = refusal.message().to_owned();
        let Some(refusal) = refusal.try_downcast_ref::<MySqlDatabaseError>() else { return DbError::Other(text) };
        // https://mariadb.com/kb/en/mariadb-error-code-reference/
        match refusal.number() {
            1062 | 1586 => DbError::Violation(Violation::Unique, rule(text)),
            1216 | 1217 | 1451 | 1452 => DbError::Violation(Violation::ForeignKey, rule(text)),
            1048 | 1364 => DbError::Violation(Violation::NotNull, rule(text)),
            3819 | 4025 => DbError::Violation(Violation::Check, rule(text)),
            1139 | 3685..=3699 => DbError::Pattern(text),
            1205 | 1213 | 1020 => DbError::Conflict(text),
            // Too many tables or placeholders, too deep, too large a packet.
            1116 | 1153 | 1390 | 1436 => DbError::Limit(text),
            1264 | 1265 | 1292 | 1366 | 1367 | 1406 | 1411 | 1426 | 1690 | 3140 | 3157 | 4038 => DbError::Data(text),
            // Too many connections, shutting down, killed, out of time, read-only.
            1040 | 1053 | 1077 | 1080 | 1203 | 1317 | 1836 | 1290 | 1792 | 1927 | 1969 | 3024 => DbError::Unavailable(text),
            _ => DbError::Other(text),
        }
    }

    fn affected(result: &sqlx::mysql::MySqlQueryResult) -> u64 {
        result.rows_affected()
    }

    fn last_key(result: &sqlx::mysql::MySqlQueryResult) -> Option<i64> {
        i64::try_from(result.last_insert_id()).ok().filter(|key| *key != 0)
    }
}

/// Which rule was broken. An index's columns are not in the message: who has the connection asks for them.
fn rule(text: String) -> Rule {
    let quoted = |after: &str, quote: char| -> Option<String> {
        let (_, rest) = text.split_once(after)?;
        rest.split(quote).next().map(str::to_owned)
    };
    let mut rule = Rule::default();
    if let Some(key) = text.rsplit_once(" for key '").map(|(_, key)| key.trim_end_matches('\'')) {
        // MySQL 8 says `table.key`.
        match key.split_once('.') {
            Some((table, key)) => (rule.table, rule.name) = (Some(table.to_owned()), Some(key.to_owned())),
            None => rule.name = Some(key.to_owned()),
        }
    } else if let Some(column) = quoted("Column '", '\'').or_else(|| quoted("Field '", '\'')) {
        rule.columns.push(column);
    } else {
        // `CONSTRAINT `name` failed for `db`.`table`` (MariaDB), `Check constraint 'name' is violated.` (MySQL).
        rule.name = quoted("CONSTRAINT `", '`').or_else(|| quoted("Check constraint '", '\''));
    }
    Rule { text, ..rule }
}

/// Writes a value's mark, and binds it.
fn bind(text: &mut String, value: &Value, out: &mut MySqlArguments) -> Result<(), sql::Failed> {
    match value {
        // A text's NULL is one of every type: a number's is none of MariaDB's `uuid`.
        Value::Null => out.add(None::<&str>)?,
        Value::Bool(v) => out.add(i8::from(*v))?,
        Value::Int(v) => out.add(*v)?,
        Value::Duration(v) => out.add(stored::microseconds(*v))?,
        Value::Float(v) => out.add(*v)?,
        Value::Text(v) | Value::Address(v) => out.add(v.as_str())?,
        // Compared and put in order as a text, so it has to be Django's.
        Value::Json(v) => out.add(dumps(v))?,
        // A text would be compared as a floating point number.
        Value::Decimal(v) => {
            out.add(v.as_str())?;
            text.push_str("CAST(? AS DECIMAL(65, 30))");
            return Ok(());
        }
        Value::Uuid(_) => out.add(stored::text(value))?,
        Value::Date(v) => out.add(*v)?,
        Value::Time(v) => out.add(*v)?,
        Value::DateTime(v) => out.add(v.naive_utc())?,
        Value::List(values) => return list(text, values, out),
    }
    text.push('?');
    Ok(())
}

/// A list's values, one mark each, the last one repeated up to a power of two: so there are few texts, however many values.
fn list(text: &mut String, values: &[Value], out: &mut MySqlArguments) -> Result<(), sql::Failed> {
    let Some(last) = values.last() else {
        text.push_str("SELECT 1 FROM DUAL WHERE FALSE");
        return Ok(());
    };
    for at in 0..values.len().next_power_of_two() {
        if at > 0 {
            text.push_str(", ");
        }
        bind(text, values.get(at).unwrap_or(last), out)?;
    }
    Ok(())
}

/// What a column holds, as the binary protocol has it.
enum Kind {
    Int,
    Unsigned,
    Double,
    Date,
    Moment,
    Time,
    Text,
}

fn kind(row: &MySqlRow, at: usize) -> Kind {
    let Ok(column) = row.try_column(at) else { return Kind::Text };
    match column.type_info().name() {
        "BOOLEAN" | "TINYINT" | "SMALLINT" | "MEDIUMINT" | "INT" | "BIGINT" => Kind::Int,
        "TINYINT UNSIGNED" | "SMALLINT UNSIGNED" | "MEDIUMINT UNSIGNED" | "INT UNSIGNED" | "BIGINT UNSIGNED" | "YEAR" => Kind::Unsigned,
        "FLOAT" | "DOUBLE" => Kind::Double,
        "DATE" => Kind::Date,
        "DATETIME" | "TIMESTAMP" => Kind::Moment,
        "TIME" => Kind::Time,
        _ => Kind::Text,
    }
}

/// A column's text, as sent. Texts of other character sets than UTF-8 do not come: the session says what it wants.
fn raw(row: &MySqlRow, at: usize) -> Option<&str> {
    std::str::from_utf8(row.try_get_unchecked::<&[u8], _>(at).ok()?).ok()
}

impl Cells for MySqlRow {
    fn is_null(&self, at: usize) -> bool {
        self.try_get_raw(at).map_or(true, |v| v.is_null())
    }

    fn int(&self, at: usize) -> Option<i64> {
        if Cells::is_null(self, at) {
            return None;
        }
        match kind(self, at) {
            Kind::Int => self.try_get_unchecked::<i64, _>(at).ok(),
            Kind::Unsigned => self.try_get_unchecked::<u64, _>(at).ok().and_then(|v| i64::try_from(v).ok()),
            #[expect(clippy::cast_possible_truncation, reason = "Python's int()")]
            Kind::Double => Cells::float(self, at).map(|v| v.trunc() as i64),
            _ => {
                let text = raw(self, at)?;
                text.split_once('.').map_or(text, |(whole, _)| whole).parse().ok()
            }
        }
    }

    fn float(&self, at: usize) -> Option<f64> {
        if Cells::is_null(self, at) {
            return None;
        }
        match kind(self, at) {
            Kind::Double => self.try_get_unchecked::<f64, _>(at).ok(),
            #[expect(clippy::cast_precision_loss, reason = "Python's float() of an int")]
            Kind::Int | Kind::Unsigned => Cells::int(self, at).map(|v| v as f64),
            _ => raw(self, at)?.parse().ok(),
        }
    }

    fn text(&self, at: usize) -> Option<Text<'_>> {
        if Cells::is_null(self, at) {
            return None;
        }
        let mut out = Vec::with_capacity(32);
        match kind(self, at) {
            Kind::Text => return raw(self, at).map(Text::Borrowed),
            Kind::Int | Kind::Unsigned => return Cells::int(self, at).map(|v| Text::Owned(v.to_string())),
            Kind::Double => return Cells::float(self, at).map(|v| Text::Owned(v.to_string())),
            Kind::Date => write_day(&mut out, self.try_get_unchecked::<chrono::NaiveDate, _>(at).ok()?),
            Kind::Moment => {
                let moment = self.try_get_unchecked::<NaiveDateTime, _>(at).ok()?;
                write_day(&mut out, moment.date());
                out.push(b' ');
                stored::write_clock(&mut out, micros(moment.time()));
            }
            Kind::Time => stored::write_clock(&mut out, micros(self.try_get_unchecked::<chrono::NaiveTime, _>(at).ok()?)),
        }
        Some(Text::made(&out))
    }

    fn size(&self, at: usize) -> usize {
        if Cells::is_null(self, at) { 0 } else { self.try_get_unchecked::<&[u8], _>(at).map_or(0, <[u8]>::len) }
    }
}

fn write_day(out: &mut Vec<u8>, day: chrono::NaiveDate) {
    use chrono::Datelike as _;
    stored::write_ymd(out, i64::from(day.year()), i64::from(day.month()), i64::from(day.day()));
}

/// Microseconds since midnight.
fn micros(time: chrono::NaiveTime) -> i64 {
    use chrono::Timelike as _;
    i64::from(time.num_seconds_from_midnight()) * 1_000_000 + i64::from(time.nanosecond() / 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_have_few_texts() -> Result<(), DbError> {
        let list = |n: i64| Value::List((0..n).map(Value::Int).collect());
        let (text, bound) = MySql::prepare("a IN (?)", &[list(3)])?;
        assert_eq!((text.as_str(), bound.len()), ("a IN (?, ?, ?, ?)", 4));
        assert_eq!(MySql::prepare("a IN (?)", &[list(0)])?.0, "a IN (SELECT 1 FROM DUAL WHERE FALSE)");
        Ok(())
    }

    #[test]
    fn rules_are_named() {
        let found = |text: &str| {
            let rule = rule(text.to_owned());
            (rule.table, rule.name, rule.columns)
        };
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(found("Duplicate entry 'a' for key 'b' for key 'email'"), (None, some("email"), vec![]));
        assert_eq!(found("Duplicate entry 'x' for key 'author.email'"), (some("author"), some("email"), vec![]));
        assert_eq!(found("Column 'title' cannot be null"), (None, None, vec!["title".to_owned()]));
        assert_eq!(found("CONSTRAINT `ends_later` failed for `lib`.`event`"), (None, some("ends_later"), vec![]));
        assert_eq!(found("Check constraint 'ends_later' is violated."), (None, some("ends_later"), vec![]));
    }
}
