//! SQLite, through sqlx: one writer, several readers, WAL. Values have the form that Django's SQLite backend gives them.

use super::{DbError, Row, Violation};
use crate::Value;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use restwright_schema::model::FieldType;
use sqlx::pool::PoolConnection;
use sqlx::query::Query;
use sqlx::sqlite::{Sqlite, SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{AssertSqlSafe, Executor as _, Transaction};
use std::str::FromStr as _;
use std::time::Duration;
use uuid::Uuid;

/// How many connections read at once: SQLite's readers don't wait for each other, so a few keep all cores busy.
const READERS: u32 = 4;
/// How long a request waits for a connection or a lock.
const PATIENCE: Duration = Duration::from_secs(5);

#[derive(Clone, Debug)]
pub(super) struct Pools {
    read: SqlitePool,
    write: SqlitePool,
}

impl Pools {
    pub(super) async fn connect(url: &str) -> Result<Self, DbError> {
        let memory = url.contains(":memory:");
        let options = SqliteConnectOptions::from_str(url)
            .map_err(error)?
            .create_if_missing(true)
            .foreign_keys(true)
            .busy_timeout(PATIENCE)
            .statement_cache_capacity(256)
            .with_regexp()
            // Rows come over a channel: long enough for a page, so that the driver's thread needn't wait for us.
            .row_buffer_size(1024);
        let pool =
            |n: u32| SqlitePoolOptions::new().min_connections(1).max_connections(n).test_before_acquire(false).acquire_timeout(PATIENCE);
        if memory {
            // A database in memory lives in its one connection.
            let one = pool(1).idle_timeout(None).max_lifetime(None).connect_with(options).await.map_err(error)?;
            return Ok(Self { read: one.clone(), write: one });
        }
        let options = options
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .pragma("cache_size", "-65536")
            .pragma("mmap_size", "268435456");
        let write = pool(1).connect_with(options.clone()).await.map_err(error)?;
        let read = pool(READERS).connect_with(options).await.map_err(error)?;
        Ok(Self { read, write })
    }

    pub(super) async fn reader(&self) -> Result<PoolConnection<Sqlite>, DbError> {
        self.read.acquire().await.map_err(error)
    }

    pub(super) async fn writer(&self) -> Result<PoolConnection<Sqlite>, DbError> {
        self.write.acquire().await.map_err(error)
    }

    pub(super) async fn begin(&self) -> Result<Transaction<'static, Sqlite>, DbError> {
        // IMMEDIATE: another process that writes is waited for here, and never meets us half-way.
        self.write.begin_with("BEGIN IMMEDIATE").await.map_err(error)
    }

    pub(super) async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }
}

#[derive(Debug)]
pub(super) enum Conn {
    Plain(PoolConnection<Sqlite>),
    Transaction(Transaction<'static, Sqlite>),
}

impl Conn {
    pub(super) async fn fetch(&mut self, sql: &str, args: &[Value]) -> Result<Vec<Row>, DbError> {
        let query = bind(sql, args);
        let rows = match self {
            Self::Plain(c) => query.fetch_all(&mut **c).await,
            Self::Transaction(c) => query.fetch_all(&mut **c).await,
        };
        Ok(rows.map_err(error)?.into_iter().map(Row).collect())
    }

    /// The first row, without waiting for the rest.
    pub(super) async fn fetch_first(&mut self, sql: &str, args: &[Value]) -> Result<Option<Row>, DbError> {
        let query = bind(sql, args);
        let row = match self {
            Self::Plain(c) => query.fetch_optional(&mut **c).await,
            Self::Transaction(c) => query.fetch_optional(&mut **c).await,
        };
        Ok(row.map_err(error)?.map(Row))
    }

    pub(super) async fn execute(&mut self, sql: &str, args: &[Value]) -> Result<u64, DbError> {
        let query = bind(sql, args);
        let done = match self {
            Self::Plain(c) => query.execute(&mut **c).await,
            Self::Transaction(c) => query.execute(&mut **c).await,
        };
        Ok(done.map_err(error)?.rows_affected())
    }

    pub(super) async fn script(&mut self, sql: &str) -> Result<(), DbError> {
        let script = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
        match self {
            Self::Plain(c) => c.execute(script).await,
            Self::Transaction(c) => c.execute(script).await,
        }
        .map_err(error)?;
        Ok(())
    }

    pub(super) async fn commit(self) -> Result<(), DbError> {
        match self {
            Self::Plain(_) => Ok(()),
            Self::Transaction(c) => c.commit().await.map_err(error),
        }
    }
}

/// The statement with its values bound, each in the form in which Django's SQLite backend stores it.
fn bind<'q>(sql: &str, args: &'q [Value]) -> Query<'q, Sqlite, SqliteArguments> {
    // The text was joined from static fragments: see the module's own doc.
    let mut query = sqlx::query(AssertSqlSafe(sql.to_owned()));
    for arg in args {
        query = match arg {
            Value::Null => query.bind(None::<i64>),
            Value::Bool(v) => query.bind(*v),
            Value::Int(v) | Value::Duration(v) => query.bind(*v),
            Value::Float(v) => query.bind(*v),
            Value::Text(v) | Value::Decimal(v) | Value::Json(v) => query.bind(v.as_str()),
            Value::Uuid(_) | Value::Date(_) | Value::Time(_) | Value::DateTime(_) => query.bind(stored_text(arg)),
        };
    }
    query
}

/// The text that Django's SQLite backend stores for a value without a type of its own in SQLite.
pub(super) fn stored_text(value: &Value) -> Option<String> {
    match value {
        Value::Uuid(v) => Some(v.simple().to_string()),
        Value::Date(v) => Some(v.format("%Y-%m-%d").to_string()),
        Value::Time(v) => Some(clock(*v)),
        Value::DateTime(v) => Some(format!("{} {}", v.format("%Y-%m-%d"), clock(v.time()))),
        _ => None,
    }
}

/// Python's `isoformat` of a time: microseconds only where there are any.
fn clock(time: NaiveTime) -> String {
    let micros = chrono::Timelike::nanosecond(&time) / 1000;
    if micros == 0 { time.format("%H:%M:%S").to_string() } else { format!("{}.{micros:06}", time.format("%H:%M:%S")) }
}

pub(super) fn value(row: &Row, at: usize, kind: FieldType) -> Value {
    if row.is_null(at) {
        return Value::Null;
    }
    let text = || Value::Text(row.text(at).unwrap_or_default().to_owned());
    let parsed = match kind {
        FieldType::Auto | FieldType::Integer | FieldType::BigInteger | FieldType::SmallInteger | FieldType::PositiveInteger => {
            row.int(at).map(Value::Int)
        }
        FieldType::Boolean => row.int(at).map(|v| Value::Bool(v != 0)),
        FieldType::Float => row.float(at).map(Value::Float),
        // NUMERIC affinity makes a number of it, and the driver gives back its shortest text.
        FieldType::Decimal => row.text(at).map(|v| Value::Decimal(v.to_owned())),
        FieldType::Uuid => row.text(at).and_then(|v| Uuid::parse_str(v).ok()).map(Value::Uuid),
        FieldType::Date => row.text(at).and_then(|v| NaiveDate::parse_from_str(v.get(..10)?, "%Y-%m-%d").ok()).map(Value::Date),
        FieldType::Time => row.text(at).and_then(|v| NaiveTime::parse_from_str(v, "%H:%M:%S%.f").ok()).map(Value::Time),
        FieldType::DateTime => row
            .text(at)
            .and_then(|v| NaiveDateTime::parse_from_str(&v.replace('T', " "), "%Y-%m-%d %H:%M:%S%.f").ok())
            .map(|v| Value::DateTime(DateTime::<Utc>::from_naive_utc_and_offset(v, Utc))),
        FieldType::Duration => row.int(at).map(Value::Duration),
        FieldType::Json => row.text(at).map(|v| Value::Json(v.to_owned())),
        _ => None,
    };
    parsed.unwrap_or_else(text)
}

/// sqlx's errors by what a caller can do about them.
fn error(error: sqlx::Error) -> DbError {
    match &error {
        sqlx::Error::Database(refusal) => {
            let text = refusal.message().to_owned();
            // SQLite's primary result codes are the low byte; extended codes say which constraint.
            let code = refusal.code().and_then(|c| c.parse::<u32>().ok()).unwrap_or(0);
            match (code, code & 0xff) {
                (2067 | 1555 | 2579, _) => DbError::Violation(Violation::Unique, text),
                (787 | 3091, _) => DbError::Violation(Violation::ForeignKey, text),
                (1299, _) => DbError::Violation(Violation::NotNull, text),
                (275, _) => DbError::Violation(Violation::Check, text),
                (_, 18 | 20 | 25) => DbError::Data(text),
                (_, 5 | 6 | 10 | 13 | 14) => DbError::Unavailable(text),
                _ => DbError::Other(text),
            }
        }
        sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed | sqlx::Error::Io(_) => {
            DbError::Unavailable(error.to_string())
        }
        _ => DbError::Other(error.to_string()),
    }
}
