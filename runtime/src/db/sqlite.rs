//! SQLite, through sqlx: one writer, several readers, WAL. Values have the form that Django's SQLite backend gives them.

use super::driver::{Driver, Link};
use super::row::{Cells, Inner, Text};
use super::settings::DatabaseSettings;
use super::watch::Watch;
use super::{DbError, Row, Rule, Violation, error, stored};
use crate::Value;
use crate::schema::json::dumps;
use sqlx::sqlite::{Sqlite, SqliteArguments, SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteRow, SqliteSynchronous};
use sqlx::{Arguments as _, Executor as _, Row as _, ValueRef as _};
use std::str::FromStr as _;

/// How many connections read at once: SQLite's readers don't wait for each other, so a few keep all cores busy.
const READERS: u32 = 4;

/// After how many steps of its virtual machine SQLite asks whether to go on: some ten rows that it looks at, since to look at one may take long.
const STEPS_A_LOOK: i32 = 40;

/// What SQLite says where a statement goes over one of its limits.
const LIMITS: [&str; 7] = [
    "Expression tree is too large",
    "pattern too complex",
    "too many SQL variables",
    "tables in a join",
    "too many terms",
    "too many columns",
    "parser stack overflow",
];

#[derive(Clone, Debug)]
pub(super) struct Pools {
    pub(super) read: Link<Sqlite>,
    pub(super) write: Link<Sqlite>,
}

impl Pools {
    pub(super) async fn connect(url: &str, settings: &DatabaseSettings) -> Result<Self, DbError> {
        let memory = url.contains(":memory:");
        let options = SqliteConnectOptions::from_str(url)
            .map_err(Sqlite::error)?
            .create_if_missing(true)
            .foreign_keys(true)
            .busy_timeout(settings.acquire_timeout)
            .statement_cache_capacity(256)
            .with_regexp()
            // Rows come over a channel: long enough for a page, so that the driver's thread needn't wait for us, and no longer, since rows may be
            // large.
            .row_buffer_size(128);
        if memory {
            // A database in memory lives in its one connection.
            let one = Link::open(1, options, true, settings).await?;
            return Ok(Self { read: one.clone(), write: one });
        }
        let options = options
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .pragma("cache_size", "-65536")
            .pragma("mmap_size", "268435456");
        let write = Link::open(1, options.clone(), true, settings).await?;
        let read = Link::open(READERS, options, true, settings).await?;
        Ok(Self { read, write })
    }

    pub(super) async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }
}

impl Driver for Sqlite {
    // IMMEDIATE: another process that writes is waited for here, and never meets us half-way.
    const BEGIN: &'static str = "BEGIN IMMEDIATE";
    const WATCHED: bool = true;

    async fn opened(conn: &mut SqliteConnection, _settings: &DatabaseSettings, watch: &Watch) -> Result<Option<i64>, sqlx::Error> {
        let mut looks = watch.looks();
        conn.lock_handle().await?.set_progress_handler(STEPS_A_LOOK, move || looks.go_on());
        Ok(None)
    }

    async fn run(conn: &mut SqliteConnection, sql: &'static str) -> Result<(), sqlx::Error> {
        conn.execute(sqlx::raw_sql(sql)).await.map(drop)
    }

    /// The values, each in the form in which Django's SQLite backend stores it.
    fn prepare(sql: &str, args: &[Value]) -> Result<(String, SqliteArguments), DbError> {
        let mut out = SqliteArguments::default();
        for arg in args {
            let added = match arg {
                Value::Null => out.add(None::<i64>),
                Value::Bool(v) => out.add(*v),
                Value::Int(v) => out.add(*v),
                Value::Duration(v) => out.add(stored::microseconds(*v)),
                Value::Float(v) => out.add(*v),
                Value::Text(v) | Value::Decimal(v) | Value::Address(v) => out.add(v.clone()),
                // Compared and put in order as a text, so it has to be Django's.
                Value::Json(v) => out.add(dumps(v)),
                Value::Uuid(_) | Value::Date(_) | Value::Time(_) | Value::DateTime(_) => out.add(stored::text(arg)),
                Value::List(_) => out.add(super::sql::json(arg).to_string()),
            };
            added.map_err(|error| DbError::Data(error.to_string()))?;
        }
        Ok((sql.to_owned(), out))
    }

    fn row(row: SqliteRow) -> Row {
        Row(Inner::Sqlite(row))
    }

    fn error(error: sqlx::Error) -> DbError {
        let sqlx::Error::Database(refusal) = &error else { return error::connection(&error) };
        let text = refusal.message().to_owned();
        // SQLite's primary result codes are the low byte; extended codes say which constraint.
        let code = refusal.code().and_then(|c| c.parse::<u32>().ok()).unwrap_or(0);
        match (code, code & 0xff) {
            (2067 | 1555 | 2579, _) => DbError::Violation(Violation::Unique, rule(text)),
            (787 | 3091, _) => DbError::Violation(Violation::ForeignKey, rule(text)),
            (1299, _) => DbError::Violation(Violation::NotNull, rule(text)),
            (275, _) => DbError::Violation(Violation::Check, rule(text)),
            (_, 18 | 20 | 25) => DbError::Data(text),
            // Busy, locked, interrupted by the watch, an error of the disk, full, cannot be opened.
            (_, 5 | 6 | 9 | 10 | 13 | 14) => DbError::Unavailable(text),
            // Compiled-in limits (https://www.sqlite.org/limits.html) have no code of their own.
            (1, _) if LIMITS.iter().any(|limit| text.contains(limit)) => DbError::Limit(text),
            _ => DbError::Other(text),
        }
    }

    fn affected(result: &sqlx::sqlite::SqliteQueryResult) -> u64 {
        result.rows_affected()
    }
}

/// `UNIQUE constraint failed: library_author.email` names the columns, `CHECK constraint failed: NAME` the constraint.
fn rule(text: String) -> Rule {
    let mut rule = Rule::default();
    if let Some((_, list)) = text.split_once("failed: ") {
        for item in list.split(", ") {
            match item.split_once('.') {
                Some((table, column)) => {
                    rule.table = Some(table.to_owned());
                    rule.columns.push(column.to_owned());
                }
                None => rule.name = Some(item.to_owned()),
            }
        }
    }
    Rule { text, ..rule }
}

impl Cells for SqliteRow {
    fn is_null(&self, at: usize) -> bool {
        self.try_get_raw(at).map_or(true, |v| v.is_null())
    }

    fn int(&self, at: usize) -> Option<i64> {
        if Cells::is_null(self, at) { None } else { self.try_get_unchecked::<i64, _>(at).ok() }
    }

    fn float(&self, at: usize) -> Option<f64> {
        if Cells::is_null(self, at) {
            return None;
        }
        // SQLite converts a number in place where it was read as a text before; the driver then takes it for a text.
        self.try_get_unchecked::<f64, _>(at).ok().or_else(|| self.try_get_unchecked::<&str, _>(at).ok()?.parse().ok())
    }

    fn text(&self, at: usize) -> Option<Text<'_>> {
        if Cells::is_null(self, at) { None } else { self.try_get_unchecked::<&str, _>(at).ok().map(Text::Borrowed) }
    }

    fn size(&self, at: usize) -> usize {
        if Cells::is_null(self, at) { 0 } else { self.try_get_unchecked::<&[u8], _>(at).map_or(0, <[u8]>::len) }
    }
}
