//! What the drivers have in common: pools, and a connection or a transaction of one of sqlx's databases.

use super::settings::DatabaseSettings;
use super::{DbError, Row};
use crate::Value;
use sqlx::pool::{MaybePoolConnection, PoolConnection, PoolOptions};
use sqlx::query::Query;
use sqlx::{AssertSqlSafe, Connection, Database, Executor, IntoArguments, Pool, SqlSafeStr as _, Transaction};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::Notify;

/// How long a request waits for a connection while the database is known to be away: it is answered soon, and tries again later.
const AWAY: Duration = Duration::from_millis(250);

/// One of sqlx's databases, with our values and rows.
pub(super) trait Driver: Database + Sized {
    /// What begins a transaction that writes.
    const BEGIN: &'static str;
    /// Whether any error ends the transaction, so that all that is left is to take it back.
    const ABORTS: bool = false;

    /// The statement as this database reads it, and its values as it takes them.
    ///
    /// # Errors
    ///
    /// A value that the protocol cannot carry.
    fn prepare(sql: &str, args: &[Value]) -> Result<(String, Self::Arguments), DbError>;

    /// A row of a result.
    fn row(row: Self::Row) -> Row;

    /// sqlx's errors by what a caller can do about them.
    fn error(error: sqlx::Error) -> DbError;

    /// How many rows a statement touched.
    fn affected(result: &Self::QueryResult) -> u64;

    /// The key that an INSERT made, where the protocol says so.
    fn last_key(result: &Self::QueryResult) -> Option<i64> {
        let _ = result;
        None
    }
}

/// Whether the database was seen to go away. Connections that are older than that are not used again.
#[derive(Debug)]
struct Health {
    start: Instant,
    /// Milliseconds from `start`; 0: never.
    failed: AtomicU64,
    /// Since then nothing succeeded.
    away: AtomicBool,
    /// How many statements did.
    successes: AtomicU64,
    /// Tells those who wait for a connection that it went away.
    gone: Notify,
}

impl Health {
    fn new() -> Self {
        Self {
            start: Instant::now(),
            failed: AtomicU64::new(0),
            away: AtomicBool::new(false),
            successes: AtomicU64::new(0),
            gone: Notify::new(),
        }
    }

    fn failed(&self) {
        let now = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.failed.store(now.max(1), Ordering::Relaxed);
        self.is_away();
    }

    fn is_away(&self) {
        self.away.store(true, Ordering::Relaxed);
        self.gone.notify_waiters();
    }

    /// Which failure was the last: what a connection that was taken since then says of the database is news.
    fn last_failure(&self) -> u64 {
        self.failed.load(Ordering::Relaxed)
    }

    /// A statement had an answer, on a connection that was taken after this failure.
    fn succeeded(&self, failure: u64) {
        self.successes.fetch_add(1, Ordering::Relaxed);
        if self.away.load(Ordering::Relaxed) && self.last_failure() == failure {
            self.away.store(false, Ordering::Relaxed);
        }
    }

    /// Whether a connection of this age was made after the last failure.
    fn trusts(&self, age: Duration) -> bool {
        match self.failed.load(Ordering::Relaxed) {
            0 => true,
            failed => self.start.elapsed().saturating_sub(age) > Duration::from_millis(failed),
        }
    }
}

/// A pool of connections.
#[derive(Debug)]
pub(super) struct Link<D: Database> {
    pool: Pool<D>,
    persistent: bool,
    /// Whether single statements are transactions too: a pooler between us and the database gives a connection for no longer than one.
    pooled: bool,
    health: Arc<Health>,
}

impl<D: Database> Clone for Link<D> {
    fn clone(&self) -> Self {
        let Self { pool, persistent, pooled, health } = self;
        Self { pool: pool.clone(), persistent: *persistent, pooled: *pooled, health: health.clone() }
    }
}

impl<D: Driver> Link<D>
where
    for<'c> &'c mut D::Connection: Executor<'c, Database = D>,
    D::Arguments: IntoArguments<D>,
{
    /// A pool that opens its connections when they are needed, and its first one now.
    ///
    /// # Errors
    ///
    /// A database that cannot be reached within the settings' patience, or that refuses the user.
    pub(super) async fn open(
        options: PoolOptions<D>,
        connect: <D::Connection as Connection>::Options,
        settings: &DatabaseSettings,
    ) -> Result<Self, DbError> {
        let health = Arc::new(Health::new());
        let watched = health.clone();
        let pool = options
            .acquire_timeout(settings.acquire_timeout)
            .test_before_acquire(false)
            .before_acquire(move |_, meta| {
                let trusted = watched.trusts(meta.age);
                Box::pin(async move { Ok(trusted) })
            })
            .connect_lazy_with(connect);
        let link = Self { pool, persistent: settings.prepared, pooled: !settings.prepared, health };
        link.wait(settings.connect_timeout).await?;
        Ok(link)
    }

    /// The first connection. A server often starts together with its database, and a moment before it.
    async fn wait(&self, patience: Duration) -> Result<(), DbError> {
        let start = Instant::now();
        loop {
            match self.pool.acquire().await.map_err(D::error) {
                Err(DbError::Unavailable(error)) if start.elapsed() < patience => {
                    tracing::warn!(error, "the database is not there yet");
                    tokio::time::sleep(Duration::from_millis(500)).await;
                }
                other => return other.map(drop),
            }
        }
    }

    async fn acquire(&self) -> Result<PoolConnection<D>, DbError> {
        let successes = self.health.successes.load(Ordering::Relaxed);
        // The pool has a patience of its own.
        let mut wanted = pin!(self.pool.acquire());
        let known = async {
            let mut gone = pin!(self.health.gone.notified());
            // From here on, so that nothing is missed between the question and the wait.
            gone.as_mut().enable();
            if !self.health.away.load(Ordering::Relaxed) {
                gone.await;
            }
        };
        let got = tokio::select! {
            biased;
            got = &mut wanted => got,
            () = known => tokio::time::timeout(AWAY, wanted).await.unwrap_or(Err(sqlx::Error::PoolTimedOut)),
        };
        // The pool does not say why it had none to give. Where meanwhile nothing was answered on any, it could not open one.
        if matches!(got, Err(sqlx::Error::PoolTimedOut)) && self.health.successes.load(Ordering::Relaxed) == successes {
            self.health.is_away();
        }
        got.map_err(|error| self.seen(error))
    }

    /// A connection for statements by themselves.
    pub(super) async fn plain(&self) -> Result<Conn<D>, DbError> {
        if self.pooled {
            return self.begin().await;
        }
        let failure = self.health.last_failure();
        Ok(Conn { kind: Kind::Plain { conn: self.acquire().await?, used: false }, failure, link: self.clone(), ended: None })
    }

    /// A transaction.
    pub(super) async fn begin(&self) -> Result<Conn<D>, DbError> {
        let mut again = true;
        loop {
            let failure = self.health.last_failure();
            let conn = MaybePoolConnection::PoolConnection(self.acquire().await?);
            match Transaction::begin(conn, Some(D::BEGIN.into_sql_str())).await {
                Ok(conn) => return Ok(Conn { kind: Kind::Transaction(conn), failure, link: self.clone(), ended: None }),
                // A connection that had died in the pool: those of its age are not used any more.
                Err(error) if again && lost(&error) => {
                    self.health.failed();
                    again = false;
                }
                Err(error) => return Err(self.seen(error)),
            }
        }
    }

    pub(super) async fn close(&self) {
        self.pool.close().await;
    }

    /// Notes what an error says of the database's health.
    fn seen(&self, error: sqlx::Error) -> DbError {
        if lost(&error) {
            self.health.failed();
        }
        D::error(error)
    }
}

/// Whether the connection is gone.
fn lost(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Io(_) | sqlx::Error::Protocol(_) | sqlx::Error::WorkerCrashed | sqlx::Error::BeginFailed)
}

/// A connection, or a transaction.
pub(super) struct Conn<D: Driver> {
    kind: Kind<D>,
    /// The last failure of the database before this was taken.
    failure: u64,
    link: Link<D>,
    /// Why the transaction is over: `Ok` is a conflict, which another try may not meet. Who goes on after an error of the database (a hook
    /// that does not pass it on) is stopped, on every database: PostgreSQL would take a COMMIT and roll back without a word, and MySQL would
    /// keep what comes after a deadlock.
    ended: Option<Result<String, String>>,
}

enum Kind<D: Driver> {
    Plain {
        conn: PoolConnection<D>,
        /// Whether a statement has been sent.
        used: bool,
    },
    Transaction(Transaction<'static, D>),
}

impl<D: Driver> std::fmt::Debug for Conn<D> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.kind {
            Kind::Plain { .. } => "Plain",
            Kind::Transaction(_) => "Transaction",
        })
    }
}

/// Runs a statement on whichever connection it is.
macro_rules! on {
    ($conn:expr, $query:expr, $method:ident) => {{
        let query = $query;
        match &mut $conn.kind {
            Kind::Plain { conn, .. } => query.$method(&mut **conn).await,
            Kind::Transaction(conn) => query.$method(&mut **conn).await,
        }
    }};
}

impl<D: Driver> Conn<D>
where
    for<'c> &'c mut D::Connection: Executor<'c, Database = D>,
    D::Arguments: IntoArguments<D>,
    D: sqlx::database::HasStatementCache,
{
    fn query(&self, sql: &str, args: &[Value]) -> Result<Query<'static, D, D::Arguments>, DbError> {
        let (sql, arguments) = D::prepare(sql, args)?;
        // The text was joined from static fragments: see the doc of `db`.
        Ok(sqlx::query_with(AssertSqlSafe(sql), arguments).persistent(self.link.persistent))
    }

    pub(super) async fn fetch(&mut self, sql: &str, args: &[Value]) -> Result<Vec<Row>, DbError> {
        self.going()?;
        let first = on!(self, self.query(sql, args)?, fetch_all);
        let rows = match first {
            Err(error) if self.replaced(&error).await => on!(self, self.query(sql, args)?, fetch_all),
            other => other,
        };
        Ok(self.sent(rows)?.into_iter().map(D::row).collect())
    }

    /// The first row, without waiting for the rest.
    #[cfg(feature = "sqlite")]
    pub(super) async fn fetch_first(&mut self, sql: &str, args: &[Value]) -> Result<Option<Row>, DbError> {
        self.going()?;
        let row = on!(self, self.query(sql, args)?, fetch_optional);
        Ok(self.sent(row)?.map(D::row))
    }

    /// Runs a statement; gives the number of rows that it touched, and the key that it made where the protocol says so.
    pub(super) async fn execute(&mut self, sql: &str, args: &[Value]) -> Result<(u64, Option<i64>), DbError> {
        self.going()?;
        let done = on!(self, self.query(sql, args)?, execute);
        let done = self.sent(done)?;
        Ok((D::affected(&done), D::last_key(&done)))
    }

    pub(super) async fn script(&mut self, sql: &str) -> Result<(), DbError> {
        self.going()?;
        let script = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
        let done = match &mut self.kind {
            Kind::Plain { conn, .. } => conn.execute(script).await,
            Kind::Transaction(conn) => conn.execute(script).await,
        };
        self.sent(done).map(drop)
    }

    pub(super) async fn commit(self) -> Result<(), DbError> {
        self.going()?;
        match self.kind {
            Kind::Plain { .. } => Ok(()),
            Kind::Transaction(conn) => conn.commit().await.map_err(|error| self.link.seen(error)),
        }
    }

    fn sent<T>(&mut self, result: Result<T, sqlx::Error>) -> Result<T, DbError> {
        if let Kind::Plain { used, .. } = &mut self.kind {
            *used = true;
        }
        if result.is_ok() {
            self.link.health.succeeded(self.failure);
        }
        result.map_err(|error| {
            let error = self.link.seen(error);
            if let Kind::Transaction(_) = self.kind {
                self.ended = match &error {
                    DbError::Conflict(text) => Some(Ok(text.clone())),
                    error if D::ABORTS => Some(Err(error.to_string())),
                    _ => None,
                };
            }
            error
        })
    }

    /// Whether the transaction is not over.
    fn going(&self) -> Result<(), DbError> {
        match &self.ended {
            None => Ok(()),
            Some(Ok(conflict)) => Err(DbError::Conflict(conflict.clone())),
            Some(Err(error)) => Err(DbError::Other(format!("the transaction had ended with an error, which was not passed on: {error}"))),
        }
    }

    /// Whether the connection was found dead at its first statement, and is another one now. A pooled connection is not asked whether it
    /// lives before it is used: that would cost every request a round trip.
    async fn replaced(&mut self, error: &sqlx::Error) -> bool {
        let Kind::Plain { conn, used: false } = &mut self.kind else { return false };
        if !lost(error) {
            return false;
        }
        self.link.health.failed();
        let failure = self.link.health.last_failure();
        match self.link.acquire().await {
            Ok(fresh) => {
                *conn = fresh;
                self.failure = failure;
                true
            }
            Err(_) => false,
        }
    }
}
