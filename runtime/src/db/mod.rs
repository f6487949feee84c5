//! The one door to databases.
//!
//! SQL is written with `?` for every bound value, whatever the database; everything that is not a value comes from descriptors. Callers see
//! [`Value`]s and [`Row`]s only, so a driver can be changed behind this door.

mod batch;
mod sqlite;
#[cfg(test)]
mod tests;

use crate::{ApiError, Value};
use http::StatusCode;
use restwright_schema::model::FieldType;
use sqlx::{Column as _, Row as _, ValueRef as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Which SQL is spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// SQLite 3.35 or newer.
    Sqlite,
}

impl From<Dialect> for restwright_schema::Dialect {
    fn from(dialect: Dialect) -> Self {
        match dialect {
            Dialect::Sqlite => Self::Sqlite,
        }
    }
}

/// Which rule of the database a statement broke.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Violation {
    /// A unique index or primary key.
    Unique,
    /// A foreign key.
    ForeignKey,
    /// NOT NULL.
    NotNull,
    /// CHECK.
    Check,
}

/// What a database refuses.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// A constraint; the text is the database's own and names columns or the constraint.
    #[error("{1}")]
    Violation(Violation, String),
    /// The value does not fit the column, or the database's own number range.
    #[error("{0}")]
    Data(String),
    /// No connection to be had in time, or the database is locked or gone.
    #[error("{0}")]
    Unavailable(String),
    /// Anything else: our fault.
    #[error("{0}")]
    Other(String),
}

impl From<DbError> for ApiError {
    /// Violations should have been answered before by who knows the fields; here they are 400s without a field.
    fn from(error: DbError) -> Self {
        match error {
            DbError::Violation(..) | DbError::Data(_) => {
                tracing::warn!(%error, "the database refused a write");
                ApiError::parse("The database refused these values.")
            }
            DbError::Unavailable(_) => {
                tracing::error!(%error, "database unavailable");
                ApiError::detail(StatusCode::SERVICE_UNAVAILABLE, "The database is not available.").header(http::header::RETRY_AFTER, "1")
            }
            DbError::Other(_) => {
                tracing::error!(%error, "database error");
                ApiError::internal()
            }
        }
    }
}

/// A database and its pools.
#[derive(Clone, Debug)]
pub struct Database {
    inner: sqlite::Pools,
    queue: batch::Queue,
    statements: Arc<AtomicU64>,
}

impl Database {
    /// Opens the database at a URL (`sqlite://FILE`, `sqlite::memory:`); a missing SQLite file is made.
    ///
    /// # Errors
    ///
    /// An unknown scheme, or a database that cannot be opened.
    pub async fn connect(url: &str) -> Result<Self, DbError> {
        if !url.starts_with("sqlite:") {
            return Err(DbError::Other(format!("cannot open `{url}`: this server speaks SQLite (sqlite://FILE)")));
        }
        let inner = sqlite::Pools::connect(url).await?;
        let queue = batch::Queue::new(inner.clone());
        Ok(Self { inner, queue, statements: Arc::default() })
    }

    /// Which SQL it speaks.
    pub fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    /// A connection for reading.
    ///
    /// # Errors
    ///
    /// [`DbError::Unavailable`] if none is free in time.
    pub async fn read(&self) -> Result<Conn, DbError> {
        Ok(Conn { inner: sqlite::Conn::Plain(self.inner.reader().await?), statements: self.statements.clone() })
    }

    /// A connection for writing, outside a transaction.
    ///
    /// # Errors
    ///
    /// As [`Database::read`].
    pub async fn write(&self) -> Result<Conn, DbError> {
        Ok(Conn { inner: sqlite::Conn::Plain(self.inner.writer().await?), statements: self.statements.clone() })
    }

    /// A write that is one statement: runs it, and gives the first row that it gives back, once that is committed. Writes that wait at the
    /// same time may share a transaction; each is done or refused by itself all the same.
    ///
    /// # Errors
    ///
    /// What the database refuses.
    pub async fn write_one(&self, sql: String, args: Vec<Value>) -> Result<Option<Row>, DbError> {
        self.statements.fetch_add(1, Ordering::Relaxed);
        tracing::trace!(sql, "write");
        self.queue.run(sql, args).await
    }

    /// A transaction that may write; rolled back unless [`Conn::commit`] is called.
    ///
    /// # Errors
    ///
    /// As [`Database::read`].
    pub async fn begin(&self) -> Result<Conn, DbError> {
        Ok(Conn { inner: sqlite::Conn::Transaction(self.inner.begin().await?), statements: self.statements.clone() })
    }

    /// How many statements were sent since the start: tests show with it that lists cost the same for one row and for a hundred.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Closes all connections.
    pub async fn close(&self) {
        self.inner.close().await;
    }
}

/// One connection, or one transaction.
#[derive(Debug)]
pub struct Conn {
    inner: sqlite::Conn,
    statements: Arc<AtomicU64>,
}

impl Conn {
    /// Which SQL it speaks.
    pub fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    /// All rows of a statement. `sql` has a `?` for each of `args`.
    ///
    /// # Errors
    ///
    /// What the database refuses.
    pub async fn fetch(&mut self, sql: &str, args: &[Value]) -> Result<Vec<Row>, DbError> {
        self.statements.fetch_add(1, Ordering::Relaxed);
        tracing::trace!(sql, "fetch");
        self.inner.fetch(sql, args).await
    }

    /// The first row of a statement, if there is one.
    ///
    /// # Errors
    ///
    /// As [`Conn::fetch`].
    pub async fn fetch_one(&mut self, sql: &str, args: &[Value]) -> Result<Option<Row>, DbError> {
        Ok(self.fetch(sql, args).await?.into_iter().next())
    }

    /// Runs a statement; gives the number of rows it touched.
    ///
    /// # Errors
    ///
    /// As [`Conn::fetch`].
    pub async fn execute(&mut self, sql: &str, args: &[Value]) -> Result<u64, DbError> {
        self.statements.fetch_add(1, Ordering::Relaxed);
        tracing::trace!(sql, "execute");
        self.inner.execute(sql, args).await
    }

    /// Runs several statements that bind nothing, as one script: migrations.
    ///
    /// # Errors
    ///
    /// As [`Conn::fetch`].
    pub async fn script(&mut self, sql: &str) -> Result<(), DbError> {
        self.inner.script(sql).await
    }

    /// Ends a transaction; a plain connection is only given back.
    ///
    /// # Errors
    ///
    /// A constraint that the database checks at the end (deferred foreign keys).
    pub async fn commit(self) -> Result<(), DbError> {
        self.inner.commit().await
    }
}

/// A row of a result; columns are addressed by their position.
#[derive(Debug)]
pub struct Row(sqlx::sqlite::SqliteRow);

impl Row {
    /// Whether the column is NULL (or not there).
    pub fn is_null(&self, at: usize) -> bool {
        self.0.try_get_raw(at).map_or(true, |v| v.is_null())
    }

    /// A whole number.
    pub fn int(&self, at: usize) -> Option<i64> {
        if self.is_null(at) { None } else { self.0.try_get_unchecked::<i64, _>(at).ok() }
    }

    /// A floating point number.
    pub fn float(&self, at: usize) -> Option<f64> {
        if self.is_null(at) { None } else { self.0.try_get_unchecked::<f64, _>(at).ok() }
    }

    /// A text, as stored.
    pub fn text(&self, at: usize) -> Option<&str> {
        if self.is_null(at) { None } else { self.0.try_get_unchecked::<&str, _>(at).ok() }
    }

    /// How many columns there are.
    pub fn len(&self) -> usize {
        self.0.columns().len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The column's name.
    pub fn name(&self, at: usize) -> Option<&str> {
        self.0.columns().get(at).map(|c| c.name())
    }

    /// The value of a column that stores a field of this type. What cannot be read as such is text.
    pub fn value(&self, at: usize, kind: FieldType) -> Value {
        sqlite::value(self, at, kind)
    }
}

/// Many keys as one bound value, so that the text of a statement does not depend on their number; see [`Dialect::among`].
pub fn key_list(keys: &[Value]) -> Value {
    Value::Json(serde_json::Value::Array(keys.iter().map(cell).collect()).to_string())
}

/// Many rows of values as one bound value; see [`Dialect::rows_of`].
pub fn key_rows(rows: &[Vec<Value>]) -> Value {
    let rows = rows.iter().map(|row| serde_json::Value::Array(row.iter().map(cell).collect()));
    Value::Json(serde_json::Value::Array(rows.collect()).to_string())
}

fn cell(value: &Value) -> serde_json::Value {
    match value {
        Value::Int(v) | Value::Duration(v) => serde_json::Value::from(*v),
        Value::Float(v) => serde_json::Value::from(*v),
        Value::Bool(v) => serde_json::Value::from(i64::from(*v)),
        Value::Text(v) | Value::Decimal(v) | Value::Json(v) => serde_json::Value::from(v.as_str()),
        other => sqlite::stored_text(other).map_or(serde_json::Value::Null, serde_json::Value::from),
    }
}

impl Dialect {
    /// A condition: the column's value is one of a [`key_list`], which is its one bound value.
    pub fn among(self, column: &str) -> String {
        match self {
            Self::Sqlite => format!("{column} IN (SELECT value FROM json_each(?))"),
        }
    }

    /// A table of [`key_rows`], which are its one bound value: its rows are numbered by [`Dialect::row_number`] and read by
    /// [`Dialect::cell`].
    pub fn rows_of(self, alias: &str) -> String {
        match self {
            Self::Sqlite => format!("json_each(?) AS {alias}"),
        }
    }

    /// The column of [`Dialect::rows_of`] with the row's position, from 0.
    pub fn row_number(self) -> &'static str {
        match self {
            Self::Sqlite => "key",
        }
    }

    /// A value of a row of [`Dialect::rows_of`].
    pub fn cell(self, alias: &str, at: usize) -> String {
        match self {
            Self::Sqlite => format!("json_extract({alias}.value, '$[{at}]')"),
        }
    }

    /// An identifier, quoted.
    pub fn quote(self, name: &str) -> String {
        match self {
            Self::Sqlite => format!("\"{}\"", name.replace('"', "\"\"")),
        }
    }
}
