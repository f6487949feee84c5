//! PostgreSQL, through sqlx, and what speaks its protocol.
//!
//! Values are sent in their own types, each with a cast, so that a statement's text says what it is bound with: sqlx keeps prepared statements by
//! their text alone. NULL is written out. Results come in binary form and are read here, byte by byte: most of them become JSON without ever
//! being anything else.

use super::driver::{Driver, Link};
use super::row::{Cells, Inner, Text};
use super::settings::DatabaseSettings;
use super::watch::Watch;
use super::{DbError, Row, Rule, Violation, error, sql, stored};
use crate::Value;
use crate::schema::infer::keep_str;
use sqlx::postgres::types::PgInterval;
use sqlx::postgres::{PgArguments, PgConnectOptions, PgConnection, PgDatabaseError, PgRow, PgValueFormat, Postgres};
use sqlx::{Arguments as _, Executor as _, Row as _, ValueRef as _};
use std::net::{Ipv4Addr, Ipv6Addr};
use std::str::FromStr as _;

/// A day in microseconds.
const DAY: i64 = 86_400_000_000;
/// PostgreSQL counts from 2000; days since 1970.
const EPOCH: i64 = 10_957;

/// Opens a pool.
///
/// # Errors
///
/// As [`Link::open`].
pub(super) async fn connect(url: &str, settings: &DatabaseSettings) -> Result<Link<Postgres>, DbError> {
    let mut options = PgConnectOptions::from_str(url).map_err(Postgres::error)?.application_name("restwright");
    if settings.prepared {
        options = options.statement_cache_capacity(256);
        if !settings.statement_timeout.is_zero() {
            options = options.options([("statement_timeout", settings.statement_timeout.as_millis().to_string())]);
        }
    } else {
        options = options.statement_cache_capacity(0);
    }
    Link::open(settings.pool_size, options, false, settings).await
}

impl Driver for Postgres {
    const BEGIN: &'static str = "BEGIN";
    const ABORTS: bool = true;

    fn begin(settings: &DatabaseSettings) -> &'static str {
        // A pooler refuses what a session would begin with, and forgets what it was told: there each transaction says it.
        match settings.statement_timeout.as_millis() {
            limit if limit > 0 && !settings.prepared => keep_str(&format!("BEGIN; SET LOCAL statement_timeout = {limit}")),
            _ => Self::BEGIN,
        }
    }

    async fn opened(conn: &mut PgConnection, settings: &DatabaseSettings, _watch: &Watch) -> Result<Option<i64>, sqlx::Error> {
        // A pooler's sessions are not ours.
        if !settings.prepared {
            return Ok(None);
        }
        let id = sqlx::query_scalar::<_, i32>("SELECT pg_backend_pid()").persistent(false).fetch_one(conn).await?;
        Ok(Some(i64::from(id)))
    }

    async fn cancel(conn: &mut PgConnection, session: i64) -> Result<(), sqlx::Error> {
        let cancel = sqlx::query("SELECT pg_cancel_backend($1)").bind(i32::try_from(session).unwrap_or_default()).persistent(false);
        conn.execute(cancel).await.map(drop)
    }

    async fn run(conn: &mut PgConnection, sql: &'static str) -> Result<(), sqlx::Error> {
        conn.execute(sqlx::raw_sql(sql)).await.map(drop)
    }

    fn prepare(sql: &str, args: &[Value]) -> Result<(String, PgArguments), DbError> {
        sql::prepare(sql, args, bind)
    }

    fn row(row: PgRow) -> Row {
        Row(Inner::Postgres(row))
    }

    fn error(error: sqlx::Error) -> DbError {
        let sqlx::Error::Database(refusal) = &error else { return error::connection(&error) };
        let text = refusal.message().to_owned();
        let Some(refusal) = refusal.try_downcast_ref::<PgDatabaseError>() else { return DbError::Other(text) };
        // https://www.postgresql.org/docs/current/errcodes-appendix.html
        match refusal.code() {
            "23505" => DbError::Violation(Violation::Unique, rule(refusal)),
            "23503" | "23001" => DbError::Violation(Violation::ForeignKey, rule(refusal)),
            "23502" => DbError::Violation(Violation::NotNull, rule(refusal)),
            "23514" => DbError::Violation(Violation::Check, rule(refusal)),
            "2201B" => DbError::Pattern(text),
            "40001" | "40P01" | "55P03" => DbError::Conflict(text),
            // Cancelled by the statement timeout, an administrator, or a standby's recovery; too many clients; a primary that is one no more.
            "57014" | "57P01" | "57P02" | "57P03" | "57P05" | "53300" | "25006" => DbError::Unavailable(text),
            // program_limit_exceeded and its kin.
            code if code.starts_with("54") => DbError::Limit(text),
            code if code.starts_with("22") => DbError::Data(text),
            code if code.starts_with("08") || code.starts_with("53") => DbError::Unavailable(text),
            _ => DbError::Other(text),
        }
    }

    fn affected(result: &sqlx::postgres::PgQueryResult) -> u64 {
        result.rows_affected()
    }
}

/// Which rule was broken: `Key (author_id, title)=(1, x) already exists.` names the columns.
fn rule(refusal: &PgDatabaseError) -> Rule {
    let columns = match refusal.column() {
        Some(column) => vec![column.to_owned()],
        None => refusal
            .detail()
            .and_then(|detail| detail.strip_prefix("Key (")?.split_once(")=("))
            .map(|(columns, _)| columns.split(", ").map(|c| c.trim_matches('"').to_owned()).collect())
            .unwrap_or_default(),
    };
    Rule {
        table: refusal.table().map(str::to_owned),
        columns,
        name: refusal.constraint().map(str::to_owned),
        text: refusal.message().to_owned(),
    }
}

/// Writes a value's mark, and binds it.
fn bind(text: &mut String, value: &Value, out: &mut PgArguments) -> Result<(), sql::Failed> {
    use std::fmt::Write as _;
    let cast = match value {
        Value::Null => {
            text.push_str("NULL");
            return Ok(());
        }
        Value::List(values) if values.is_empty() => {
            text.push_str("'{}'");
            return Ok(());
        }
        Value::Bool(v) => {
            out.add(*v)?;
            "boolean"
        }
        Value::Int(v) => {
            out.add(*v)?;
            "bigint"
        }
        Value::Float(v) => {
            out.add(*v)?;
            "double precision"
        }
        Value::Text(v) => {
            out.add(v.as_str())?;
            "text"
        }
        // Sent as texts, and read by the database: nothing is lost on the way.
        Value::Decimal(v) => {
            out.add(v.as_str())?;
            "text::numeric"
        }
        Value::Json(v) => {
            out.add(v.as_str())?;
            "text::jsonb"
        }
        Value::Address(v) => {
            out.add(v.as_str())?;
            "text::inet"
        }
        Value::Uuid(v) => {
            out.add(*v)?;
            "uuid"
        }
        Value::Date(v) => {
            out.add(*v)?;
            "date"
        }
        Value::Time(v) => {
            out.add(*v)?;
            "time"
        }
        Value::DateTime(v) => {
            out.add(*v)?;
            "timestamptz"
        }
        // Whole days and the rest, as Python's timedelta has them.
        Value::Duration(micros) => {
            let (days, microseconds) = parts(*micros)?;
            out.add(PgInterval { months: 0, days, microseconds })?;
            "interval"
        }
        Value::List(values) => list(values, out)?,
    };
    let _ = write!(text, "${}::{cast}", out.len());
    Ok(())
}

/// Binds a list as an array; gives its type.
fn list(values: &[Value], out: &mut PgArguments) -> Result<&'static str, sql::Failed> {
    let ints: Option<Vec<i64>> = values.iter().map(|v| if let Value::Int(v) = v { Some(*v) } else { None }).collect();
    if let Some(ints) = ints {
        out.add(ints)?;
        return Ok("bigint[]");
    }
    let uuids: Option<Vec<uuid::Uuid>> = values.iter().map(|v| if let Value::Uuid(v) = v { Some(*v) } else { None }).collect();
    if let Some(uuids) = uuids {
        out.add(uuids)?;
        return Ok("uuid[]");
    }
    let texts: Vec<Option<String>> = values.iter().map(plain).collect();
    out.add(texts)?;
    Ok(match values.iter().find(|v| **v != Value::Null) {
        Some(Value::Bool(_)) => "text[]::boolean[]",
        Some(Value::Int(_)) => "text[]::bigint[]",
        Some(Value::Float(_)) => "text[]::double precision[]",
        Some(Value::Decimal(_)) => "text[]::numeric[]",
        Some(Value::Json(_)) => "text[]::jsonb[]",
        Some(Value::Address(_)) => "text[]::inet[]",
        Some(Value::Uuid(_)) => "text[]::uuid[]",
        Some(Value::Date(_)) => "text[]::date[]",
        Some(Value::Time(_)) => "text[]::time[]",
        Some(Value::DateTime(_)) => "text[]::timestamptz[]",
        Some(Value::Duration(_)) => "text[]::interval[]",
        _ => "text[]",
    })
}

/// Whole days, and the microseconds of the last one.
fn parts(micros: i128) -> Result<(i32, i64), std::num::TryFromIntError> {
    let day = i128::from(DAY);
    Ok((i32::try_from(micros.div_euclid(day))?, i64::try_from(micros.rem_euclid(day))?))
}

/// An interval's microseconds. A month is 30 days, as in Python's psycopg.
fn interval(bytes: &[u8]) -> Option<i128> {
    let (days, months) = (i128::from(i32_at(bytes, 8)?), i128::from(i32_at(bytes, 12)?));
    Some((days + months * 30) * i128::from(DAY) + i128::from(i64_at(bytes, 0)?))
}

/// A column's duration in microseconds.
fn duration(row: &PgRow, at: usize) -> Option<i128> {
    match cell(row, at)? {
        (INTERVAL, bytes, true) => interval(bytes),
        _ => Cells::int(row, at).map(i128::from),
    }
}

/// A value as PostgreSQL would read it from a text.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::Null | Value::List(_) => None,
        Value::Bool(v) => Some(v.to_string()),
        Value::Int(v) => Some(v.to_string()),
        Value::Float(v) => Some(v.to_string()),
        Value::Text(v) | Value::Decimal(v) | Value::Json(v) | Value::Address(v) => Some(v.clone()),
        Value::Duration(v) => parts(*v).ok().map(|(days, micros)| format!("{days} days {micros} microseconds")),
        Value::DateTime(_) => stored::text(value).map(|text| text + "+00"),
        Value::Uuid(_) | Value::Date(_) | Value::Time(_) => stored::text(value),
    }
}

/// A column's bytes, in binary form, with its type.
fn cell(row: &PgRow, at: usize) -> Option<(u32, &[u8], bool)> {
    let value = row.try_get_raw(at).ok()?;
    if value.is_null() {
        return None;
    }
    let oid = value.type_info().oid().map_or(0, |oid| oid.0);
    let binary = matches!(value.format(), PgValueFormat::Binary);
    Some((oid, value.as_bytes().ok()?, binary))
}

// Types by their number in pg_type.
const BOOL: u32 = 16;
const INT8: u32 = 20;
const INT2: u32 = 21;
const INT4: u32 = 23;
const OID: u32 = 26;
const FLOAT4: u32 = 700;
const FLOAT8: u32 = 701;
const CIDR: u32 = 650;
const INET: u32 = 869;
const DATE: u32 = 1082;
const TIME: u32 = 1083;
const TIMESTAMP: u32 = 1114;
const TIMESTAMPTZ: u32 = 1184;
const INTERVAL: u32 = 1186;
const NUMERIC: u32 = 1700;
const UUID: u32 = 2950;
const JSONB: u32 = 3802;

fn i16_at(bytes: &[u8], at: usize) -> Option<i16> {
    Some(i16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn i32_at(bytes: &[u8], at: usize) -> Option<i32> {
    Some(i32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn i64_at(bytes: &[u8], at: usize) -> Option<i64> {
    Some(i64::from_be_bytes(bytes.get(at..at + 8)?.try_into().ok()?))
}

impl Cells for PgRow {
    fn is_null(&self, at: usize) -> bool {
        self.try_get_raw(at).map_or(true, |v| v.is_null())
    }

    fn duration(&self, at: usize) -> Option<i128> {
        duration(self, at)
    }

    fn int(&self, at: usize) -> Option<i64> {
        let (oid, bytes, binary) = cell(self, at)?;
        if !binary {
            return std::str::from_utf8(bytes).ok()?.parse().ok();
        }
        match oid {
            INT8 => i64_at(bytes, 0),
            INT4 => i32_at(bytes, 0).map(i64::from),
            INT2 => i16_at(bytes, 0).map(i64::from),
            BOOL => bytes.first().map(|b| i64::from(*b)),
            OID => i32_at(bytes, 0).map(|v| i64::from(v.cast_unsigned())),
            INTERVAL => interval(bytes).and_then(|micros| i64::try_from(micros).ok()),
            NUMERIC => numeric(bytes)?.parse().ok(),
            FLOAT4 | FLOAT8 =>
            {
                #[expect(clippy::cast_possible_truncation, reason = "Python's int()")]
                Cells::float(self, at).map(|v| v.trunc() as i64)
            }
            _ => std::str::from_utf8(bytes).ok()?.parse().ok(),
        }
    }

    fn float(&self, at: usize) -> Option<f64> {
        let (oid, bytes, binary) = cell(self, at)?;
        match oid {
            FLOAT8 if binary => Some(f64::from_be_bytes(bytes.try_into().ok()?)),
            FLOAT4 if binary => Some(f64::from(f32::from_be_bytes(bytes.try_into().ok()?))),
            NUMERIC if binary => numeric(bytes)?.parse().ok(),
            #[expect(clippy::cast_precision_loss, reason = "Python's float() of an int")]
            BOOL | INT2 | INT4 | INT8 if binary => Cells::int(self, at).map(|v| v as f64),
            _ => std::str::from_utf8(bytes).ok()?.parse().ok(),
        }
    }

    fn text(&self, at: usize) -> Option<Text<'_>> {
        let (oid, bytes, binary) = cell(self, at)?;
        if !binary {
            return std::str::from_utf8(bytes).ok().map(Text::Borrowed);
        }
        let mut out = Vec::with_capacity(32);
        match oid {
            JSONB => return std::str::from_utf8(bytes.get(1..)?).ok().map(Text::Borrowed),
            TIMESTAMPTZ | TIMESTAMP => {
                let micros = i64_at(bytes, 0)?;
                stored::write_date(&mut out, micros.div_euclid(DAY) + EPOCH);
                out.push(b' ');
                stored::write_clock(&mut out, micros.rem_euclid(DAY));
            }
            DATE => stored::write_date(&mut out, i64::from(i32_at(bytes, 0)?) + EPOCH),
            TIME => stored::write_clock(&mut out, i64_at(bytes, 0)?),
            UUID => out.extend_from_slice(uuid::Uuid::from_slice(bytes).ok()?.simple().encode_lower(&mut [0; 32]).as_bytes()),
            NUMERIC => return numeric(bytes).map(Text::Owned),
            INET | CIDR => return address(bytes).map(Text::Owned),
            BOOL => out.extend_from_slice(if bytes == [0] { b"0" } else { b"1" }),
            INTERVAL => return interval(bytes).map(|micros| Text::Owned(micros.to_string())),
            INT2 | INT4 | INT8 | OID => return Cells::int(self, at).map(|v| Text::Owned(v.to_string())),
            FLOAT4 | FLOAT8 => return Cells::float(self, at).map(|v| Text::Owned(v.to_string())),
            _ => return std::str::from_utf8(bytes).ok().map(Text::Borrowed),
        }
        Some(Text::made(&out))
    }

    fn size(&self, at: usize) -> usize {
        cell(self, at).map_or(0, |(_, bytes, _)| bytes.len())
    }
}

/// The digits of a NUMERIC: groups of four, the weight of the first group, the sign, and how many digits stand behind the point.
fn numeric(bytes: &[u8]) -> Option<String> {
    let (groups, weight, sign, scale) = (i16_at(bytes, 0)?, i16_at(bytes, 2)?, i16_at(bytes, 4)?.cast_unsigned(), i16_at(bytes, 6)?);
    // NaN and the infinities.
    if !matches!(sign, 0 | 0x4000) {
        return None;
    }
    let group = |index: i16| -> Option<i16> {
        if index < 0 || index >= groups { Some(0) } else { i16_at(bytes, 8 + 2 * usize::try_from(index).ok()?) }
    };
    let mut out = String::new();
    if sign == 0x4000 {
        out.push('-');
    }
    for index in 0..=weight.max(0) {
        let digits = group(if weight < 0 { -1 } else { index })?;
        out.push_str(&if index == 0 { digits.to_string() } else { format!("{digits:04}") });
    }
    if scale > 0 {
        out.push('.');
        let whole = out.len();
        let scale = usize::try_from(scale).ok()?;
        let mut index = weight + 1;
        while out.len() - whole < scale {
            out.push_str(&format!("{:04}", group(index)?));
            index += 1;
        }
        out.truncate(whole + scale);
    }
    Some(out)
}

/// An address, with its mask's length if it is a network.
fn address(bytes: &[u8]) -> Option<String> {
    let [_, bits, _, _, rest @ ..] = bytes else { return None };
    let (text, full) = match rest.len() {
        4 => (Ipv4Addr::from(<[u8; 4]>::try_from(rest).ok()?).to_string(), 32),
        16 => (Ipv6Addr::from(<[u8; 16]>::try_from(rest).ok()?).to_string(), 128),
        _ => return None,
    };
    Some(if *bits == full { text } else { format!("{text}/{bits}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_to_the_last_digit() {
        let bytes = |groups: &[i16], weight: i16, sign: u16, scale: i16| {
            let mut out = Vec::new();
            for part in [i16::try_from(groups.len()).unwrap_or(0), weight, sign.cast_signed(), scale].iter().chain(groups) {
                out.extend_from_slice(&part.to_be_bytes());
            }
            out
        };
        for (groups, weight, sign, scale, expected) in [
            (&[12, 3400][..], 0, 0, 2, "12.34"),
            (&[1, 2345, 6700], 1, 0x4000, 2, "-12345.67"),
            (&[], 0, 0, 3, "0.000"),
            (&[5], -1, 0, 4, "0.0005"),
            (&[5], -2, 0, 8, "0.00000005"),
            (&[1], 2, 0, 0, "100000000"),
            (&[1000], -1, 0, 1, "0.1"),
        ] {
            assert_eq!(numeric(&bytes(groups, weight, sign, scale)).as_deref(), Some(expected));
        }
        assert_eq!(numeric(&bytes(&[], 0, 0xc000, 0)), None, "NaN");
    }

    #[test]
    fn a_statement_says_what_it_is_bound_with() -> Result<(), DbError> {
        let args = [Value::Int(1), Value::Null, Value::Text("?".to_owned()), Value::List(vec![Value::Int(1)]), Value::List(Vec::new())];
        let (text, bound) = Postgres::prepare(r#"SELECT "a?" = ?, ?, '?' = ? AND b = ANY(?) OR c = ANY(?)"#, &args)?;
        assert_eq!(text, r#"SELECT "a?" = $1::bigint, NULL, '?' = $2::text AND b = ANY($3::bigint[]) OR c = ANY('{}')"#);
        assert_eq!(bound.len(), 3);
        Ok(())
    }
}
