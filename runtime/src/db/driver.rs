//! What the drivers have in common: a connection or a transaction of one of sqlx's databases.

use super::pool::{Connections, PooledConn, Session, is_connection_lost};
use super::settings::DatabaseSettings;
use super::watch::Watch;
use super::{DbError, Row};
use crate::Value;
use futures_util::TryStreamExt as _;
use sqlx::query::Query;
use sqlx::{AssertSqlSafe, Connection, Database, Executor, IntoArguments};
use std::ops::ControlFlow;
use std::pin::pin;
use std::time::{Duration, Instant};

/// One of sqlx's databases, with our values and rows.
pub(super) trait Driver: Database + Sized {
    /// What begins a transaction that writes.
    const BEGIN: &'static str;
    /// Whether any error ends the transaction, so that all that is left is to take it back.
    const ABORTS: bool = false;
    /// Whether we watch how long a statement takes: the database does not.
    const WATCHED: bool = false;

    /// The same, where it depends on settings. It is asked once a pool, and lives as long as the process.
    fn begin(settings: &DatabaseSettings) -> &'static str {
        let _ = settings;
        Self::BEGIN
    }

    /// Runs a statement of ours that binds nothing and gives nothing.
    fn run<'c>(conn: &'c mut Self::Connection, sql: &'static str) -> impl Future<Output = Result<(), sqlx::Error>> + Send + 'c;

    /// Sets what a new session needs. Gives what the database calls it, where [`Driver::cancel`] can be used.
    fn opened<'c>(
        conn: &'c mut Self::Connection,
        settings: &'c DatabaseSettings,
        watch: &'c Watch,
    ) -> impl Future<Output = Result<Option<i64>, sqlx::Error>> + Send + 'c;

    /// Ends the statement that runs in another session.
    fn cancel<'c>(conn: &'c mut Self::Connection, session: i64) -> impl Future<Output = Result<(), sqlx::Error>> + Send + 'c {
        let _ = (conn, session);
        std::future::ready(Ok(()))
    }

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

/// A database, through a pool of connections.
pub(super) struct Link<D: Driver> {
    connections: Connections<D>,
    begin: &'static str,
    persistent: bool,
    /// Whether single statements are transactions too: a pooler between us and the database gives a connection for no longer than one.
    pooled: bool,
    /// How long a statement may take, where [`Driver::WATCHED`]; zero: for ever.
    limit: Duration,
}

impl<D: Driver> std::fmt::Debug for Link<D> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(D::NAME)
    }
}

impl<D: Driver> Clone for Link<D> {
    fn clone(&self) -> Self {
        let Self { connections, begin, persistent, pooled, limit } = self;
        Self { connections: connections.clone(), begin, persistent: *persistent, pooled: *pooled, limit: *limit }
    }
}

impl<D: Driver> Link<D> {
    /// A pool that opens its connections when they are needed, and its first one now.
    ///
    /// # Errors
    ///
    /// A database that cannot be reached within `connect_timeout`, or that refuses the user.
    pub(super) async fn open(
        size: u32,
        options: <D::Connection as Connection>::Options,
        forever: bool,
        settings: &DatabaseSettings,
    ) -> Result<Self, DbError> {
        let connections = Connections::new(size, options, forever, settings)?;
        let link = Self {
            connections,
            begin: D::begin(settings),
            persistent: settings.prepared,
            pooled: !settings.prepared,
            limit: settings.statement_timeout,
        };
        link.wait(settings.connect_timeout).await?;
        Ok(link)
    }

    /// The first connection. A server often starts together with its database, and a moment before it.
    async fn wait(&self, wait_timeout: Duration) -> Result<(), DbError> {
        let start = Instant::now();
        loop {
            match self.connections.get().await.map_err(D::error) {
                Err(DbError::Unavailable(error)) if start.elapsed() < wait_timeout => {
                    tracing::warn!(error, "the database is not there yet");
                    tokio::time::sleep(Duration::from_millis(500)).await;
                }
                other => return other.map(drop),
            }
        }
    }

    async fn take(&self) -> Result<Conn<D>, DbError> {
        let failure = self.connections.health.last_failure();
        let conn = self.connections.get().await.map_err(|error| self.note_error(error))?;
        Ok(Conn { pooled_conn: Some(conn), used: false, busy: false, transaction: false, failure, link: self.clone(), ended: None })
    }

    /// A connection for statements by themselves.
    pub(super) async fn acquire(&self) -> Result<Conn<D>, DbError> {
        if self.pooled { self.begin().await } else { self.take().await }
    }

    /// A transaction.
    pub(super) async fn begin(&self) -> Result<Conn<D>, DbError> {
        let mut again = true;
        loop {
            let mut conn = self.take().await?;
            // Should this be left while it waits, it may have begun.
            conn.transaction = true;
            match conn.run_static(self.begin).await {
                Ok(()) => return Ok(conn),
                // A connection that had died in the pool: those of its age are not used any more.
                Err(error) if again && is_connection_lost(&error) => {
                    self.connections.health.failed();
                    again = false;
                }
                Err(error) => return Err(self.note_error(error)),
            }
        }
    }

    pub(super) async fn close(&self) {
        self.connections.close().await;
    }

    /// Notes what an error says of the database's health.
    fn note_error(&self, error: sqlx::Error) -> DbError {
        if is_connection_lost(&error) {
            self.connections.health.failed();
        }
        D::error(error)
    }
}

/// A connection, or a transaction, which is taken back unless it is committed.
pub(super) struct Conn<D: Driver> {
    /// Until it is dropped.
    pooled_conn: Option<PooledConn<D>>,
    /// Whether a statement has been sent.
    used: bool,
    /// Whether a statement has been sent whose end was not waited for.
    busy: bool,
    /// Whether a transaction has begun that has not ended.
    transaction: bool,
    /// The last failure of the database before this was taken.
    failure: u64,
    link: Link<D>,
    /// Why the transaction is over: `Ok` is a conflict, which another try may not meet. Who goes on after an error of the database (a hook
    /// that does not pass it on) is stopped, on every database: PostgreSQL would take a COMMIT and roll back without a word, and MySQL would
    /// keep what comes after a deadlock.
    ended: Option<Result<String, String>>,
}

impl<D: Driver> std::fmt::Debug for Conn<D> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.transaction { "Transaction" } else { "Plain" })
    }
}

/// Waits for a statement on the connection, which may take as long as `limit` says.
macro_rules! on {
    ($self:expr, $limit:expr, $conn:ident => $statement:expr) => {{
        $self.busy = true;
        let session = session(&mut $self.pooled_conn)?;
        if D::WATCHED {
            session.watch.begin($limit);
        }
        let $conn = &mut session.conn;
        let done = $statement.await;
        if D::WATCHED {
            session.watch.end();
        }
        $self.busy = false;
        done
    }};
}

/// The connection of the pool, which is there until this is dropped.
fn session<D: Driver>(pooled_conn: &mut Option<PooledConn<D>>) -> Result<&mut Session<D::Connection>, sqlx::Error> {
    pooled_conn.as_deref_mut().ok_or(sqlx::Error::PoolClosed)
}

/// After how many rows of a result other tasks get their turn: a database may give rows faster than they are taken, and then nothing else makes
/// this task wait.
const ROWS_A_TURN: usize = 1024;

impl<D: Driver> Conn<D> {
    async fn run_static(&mut self, sql: &'static str) -> Result<(), sqlx::Error> {
        on!(self, Duration::ZERO, conn => D::run(conn, sql))
    }

    pub(super) async fn commit(mut self) -> Result<(), DbError> {
        self.check_not_ended()?;
        if self.transaction {
            if let Err(error) = self.run_static("COMMIT").await {
                // One that cannot be committed is taken back, by the drop, where the database has not done so itself.
                self.transaction = !D::ABORTS || !matches!(error, sqlx::Error::Database(_));
                return Err(self.link.note_error(error));
            }
            self.transaction = false;
        }
        Ok(())
    }

    fn note_result<T>(&mut self, result: Result<T, sqlx::Error>) -> Result<T, DbError> {
        self.used = true;
        if result.is_ok() {
            self.link.connections.health.succeeded(self.failure);
        }
        result.map_err(|error| {
            let error = self.link.note_error(error);
            if self.transaction {
                self.ended = match &error {
                    DbError::Conflict(text) => Some(Ok(text.clone())),
                    // SQLite takes a transaction back whose write is interrupted.
                    error @ DbError::Unavailable(_) => Some(Err(error.to_string())),
                    error if D::ABORTS => Some(Err(error.to_string())),
                    _ => None,
                };
            }
            error
        })
    }

    /// Fails if the transaction is over.
    fn check_not_ended(&self) -> Result<(), DbError> {
        match &self.ended {
            None => Ok(()),
            Some(Ok(conflict)) => Err(DbError::Conflict(conflict.clone())),
            Some(Err(error)) => Err(DbError::Other(format!("the transaction had ended with an error, which was not passed on: {error}"))),
        }
    }

    /// Whether the connection was found dead at its first statement, and is another one now, on which the statement can be sent again. A
    /// statement that writes may have been done before the connection went: that is for whoever asked to find out.
    async fn replaced(&mut self, sql: &str, error: &sqlx::Error) -> bool {
        if self.used || self.transaction || !is_connection_lost(error) || !sql.starts_with("SELECT") {
            return false;
        }
        let health = &self.link.connections.health;
        health.failed();
        self.failure = health.last_failure();
        // First, so that there is room for the other one.
        discard(self.pooled_conn.take());
        self.pooled_conn = self.link.connections.get().await.ok();
        self.pooled_conn.is_some()
    }
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

    /// Hands over the rows of a statement one by one, as they come, until there are no more or `take` breaks off. What breaks off leaves the
    /// rest unread: nothing more should be asked on the connection then.
    pub(super) async fn each(&mut self, sql: &str, args: &[Value], take: &mut Take<'_>) -> Result<(), DbError> {
        self.check_not_ended()?;
        let query = self.query(sql, args)?;
        let mut taken = 0;
        let first = self.rows(query, take, &mut taken).await;
        let done = match first {
            Err(error) if taken == 0 && self.replaced(sql, &error).await => {
                let query = self.query(sql, args)?;
                self.rows(query, take, &mut taken).await
            }
            other => other,
        };
        let flow = self.note_result(done)?;
        // The rest is stopped when the connection is given back.
        self.busy = flow.is_break();
        Ok(())
    }

    async fn rows(
        &mut self,
        query: Query<'static, D, D::Arguments>,
        take: &mut Take<'_>,
        taken: &mut usize,
    ) -> Result<ControlFlow<()>, sqlx::Error> {
        let limit = self.link.limit;
        on!(self, limit, conn => async {
            let mut rows = query.fetch(conn);
            while let Some(row) = rows.try_next().await? {
                *taken += 1;
                if take(D::row(row)).is_break() {
                    return Ok(ControlFlow::Break(()));
                }
                if taken.is_multiple_of(ROWS_A_TURN) {
                    tokio::task::yield_now().await;
                }
            }
            Ok(ControlFlow::Continue(()))
        })
    }

    pub(super) async fn fetch(&mut self, sql: &str, args: &[Value]) -> Result<Vec<Row>, DbError> {
        let mut rows = Vec::new();
        let mut take = |row| {
            rows.push(row);
            ControlFlow::Continue(())
        };
        self.each(sql, args, &mut take).await?;
        Ok(rows)
    }

    /// The first row, without waiting for the rest.
    #[cfg(feature = "sqlite")]
    pub(super) async fn fetch_first(&mut self, sql: &str, args: &[Value]) -> Result<Option<Row>, DbError> {
        self.check_not_ended()?;
        let query = self.query(sql, args)?;
        let row = self.first(query).await;
        Ok(self.note_result(row)?.map(D::row))
    }

    #[cfg(feature = "sqlite")]
    async fn first(&mut self, query: Query<'static, D, D::Arguments>) -> Result<Option<D::Row>, sqlx::Error> {
        let limit = self.link.limit;
        on!(self, limit, conn => query.fetch_optional(conn))
    }

    /// Runs a statement; gives the number of rows that it touched, and the key that it made where the protocol says so.
    pub(super) async fn execute(&mut self, sql: &str, args: &[Value]) -> Result<(u64, Option<i64>), DbError> {
        self.check_not_ended()?;
        let query = self.query(sql, args)?;
        let done = self.done(query).await;
        let done = self.note_result(done)?;
        Ok((D::affected(&done), D::last_key(&done)))
    }

    async fn done(&mut self, query: Query<'static, D, D::Arguments>) -> Result<D::QueryResult, sqlx::Error> {
        let limit = self.link.limit;
        on!(self, limit, conn => query.execute(conn))
    }

    pub(super) async fn script(&mut self, sql: &str) -> Result<(), DbError> {
        self.check_not_ended()?;
        let script = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
        let done = self.ran(script).await;
        self.note_result(done).map(drop)
    }

    async fn ran(&mut self, script: sqlx::RawSql) -> Result<D::QueryResult, sqlx::Error> {
        // A migration takes as long as it takes.
        on!(self, Duration::ZERO, conn => conn.execute(script))
    }
}

impl<D: Driver> Drop for Conn<D> {
    fn drop(&mut self) {
        let Some(mut pooled_conn) = self.pooled_conn.take() else { return };
        if !self.busy && !self.transaction {
            return;
        }
        // A request that was left, or a transaction that nobody committed. Whoever comes next shall not wait for that, nor find a lock held.
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return discard(Some(pooled_conn)) };
        if D::WATCHED && self.busy {
            pooled_conn.watch.stop();
        }
        let (busy, connections) = (self.busy, self.link.connections.clone());
        runtime.spawn(async move {
            let (done, cancelled) = take_back(&mut pooled_conn, busy, &connections).await;
            pooled_conn.watch.end();
            match done {
                // A cancellation that comes late would hit the next statement.
                Ok(()) if !cancelled => {}
                // SQLite's word that nothing had begun, or nothing is left.
                Err(error @ sqlx::Error::Database(_)) if !cancelled && !is_connection_lost(&error) => {}
                done => {
                    tracing::debug!(?done, "a connection is not used again");
                    discard(Some(pooled_conn));
                }
            }
        });
    }
}

/// Takes back what was left undone on a connection. Says whether the statement that it waited for was cancelled.
async fn take_back<D: Driver>(
    session: &mut Session<D::Connection>,
    busy: bool,
    connections: &Connections<D>,
) -> (Result<(), sqlx::Error>, bool) {
    let mut rollback = pin!(D::run(&mut session.conn, "ROLLBACK"));
    let (Some(id), true) = (session.id, busy) else { return (rollback.await, false) };
    if let Ok(done) = tokio::time::timeout(LEFT, &mut rollback).await {
        return (done, false);
    }
    if let Err(error) = connections.cancel(id).await {
        tracing::debug!(%error, "a statement is not cancelled");
    }
    (rollback.await, true)
}

/// How long a statement may go on that nobody waits for any more, before the database is told to cancel it.
const LEFT: Duration = Duration::from_millis(100);

/// What takes the rows of a statement, and may break off.
pub(super) type Take<'a> = dyn FnMut(Row) -> ControlFlow<()> + Send + 'a;

/// Closes a connection that must not go back.
fn discard<D: Driver>(pooled_conn: Option<PooledConn<D>>) {
    drop(pooled_conn.map(PooledConn::<D>::take));
}
