//! Pools of connections, and whether the database is there.
//!
//! sqlx's own pool asks every connection that comes back whether it lives: a round trip more for every statement of a server whose requests are
//! one statement each. Here a connection goes back as it is, unless something was left undone on it, and is asked only where it was not used for
//! a second. One that has died since is found out by the next statement, which is then sent once more on another if it only reads
//! ([`Conn`](super::driver::Conn)).

use super::DbError;
use super::driver::Driver;
use super::settings::DatabaseSettings;
use super::watch::Watch;
use deadpool::managed::{Manager, Metrics, Object, Pool, PoolError, QueueMode, RecycleError, RecycleResult, WeakPool};
use sqlx::{ConnectOptions as _, Connection};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::{Mutex, Notify};

/// How long a request waits for a connection while the database is known to be away: it is answered soon, and tries again later.
const AWAY: Duration = Duration::from_millis(250);
/// How long a connection may lie unused (of servers, which have few, and firewalls before them).
const IDLE: Duration = Duration::from_secs(10 * 60);
/// How long a connection may lie unused without being asked whether it lives.
const FRESH: Duration = Duration::from_secs(1);
/// How old a connection may get.
const LIFE: Duration = Duration::from_secs(30 * 60);
/// How soon a database is asked again that was too busy for one more connection.
const AGAIN: Duration = Duration::from_millis(50);

/// A connection, and what watches over its statements.
#[derive(Debug)]
pub(super) struct Session<C> {
    pub(super) conn: C,
    pub(super) watch: Watch,
    /// What the database calls the session, where its statements can be cancelled by that.
    pub(super) id: Option<i64>,
}

/// A connection that the pool has lent; it goes back when it is dropped.
pub(super) type PooledConn<D> = Object<Opener<D>>;

/// Whether the database was seen to go away. Connections that are older than that are not used again.
#[derive(Debug)]
pub(super) struct Health {
    start: Instant,
    /// Milliseconds from `start`; 0: never.
    failed: AtomicU64,
    /// Since then nothing succeeded.
    away: AtomicBool,
    /// Tells those who wait for a connection that it went away.
    gone: Notify,
}

impl Health {
    fn new() -> Self {
        Self { start: Instant::now(), failed: AtomicU64::new(0), away: AtomicBool::new(false), gone: Notify::new() }
    }

    /// A connection was lost, or could not be made.
    pub(super) fn failed(&self) {
        let now = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.failed.store(now.max(1), Ordering::Relaxed);
        self.away.store(true, Ordering::Relaxed);
        self.gone.notify_waiters();
    }

    /// Which failure was the last: what a connection that was taken since then says of the database is news.
    pub(super) fn last_failure(&self) -> u64 {
        self.failed.load(Ordering::Relaxed)
    }

    /// A statement had an answer, on a connection that was taken after this failure.
    pub(super) fn succeeded(&self, failure: u64) {
        if self.away.load(Ordering::Relaxed) && self.last_failure() == failure {
            self.away.store(false, Ordering::Relaxed);
        }
    }

    /// Whether a connection of this age was made after the last failure.
    fn trusts(&self, age: Duration) -> bool {
        match self.last_failure() {
            0 => true,
            failed => self.start.elapsed().saturating_sub(age) > Duration::from_millis(failed),
        }
    }

    /// Waits until the database is known to be away.
    async fn known_away(&self) {
        let mut gone = pin!(self.gone.notified());
        // From here on, so that nothing is missed between the question and the wait.
        gone.as_mut().enable();
        if !self.away.load(Ordering::Relaxed) {
            gone.await;
        }
    }
}

/// Opens connections, and says which of them may be used again.
pub(super) struct Opener<D: Driver> {
    options: <D::Connection as Connection>::Options,
    settings: DatabaseSettings,
    health: Arc<Health>,
    /// Whether connections last for as long as the server does, as those to a file may and one to a database in memory must.
    forever: bool,
}

impl<D: Driver> Manager for Opener<D> {
    type Type = Session<D::Connection>;
    type Error = sqlx::Error;

    async fn create(&self) -> Result<Self::Type, sqlx::Error> {
        let mut conn = Box::pin(self.options.connect()).await?;
        let watch = Watch::default();
        let id = Box::pin(D::opened(&mut conn, &self.settings, &watch)).await?;
        Ok(Session { conn, watch, id })
    }

    async fn recycle(&self, session: &mut Self::Type, metrics: &Metrics) -> RecycleResult<sqlx::Error> {
        let unused = metrics.last_used();
        let old = !self.forever && (metrics.age() > LIFE || unused > IDLE);
        if old || !self.health.trusts(metrics.age()) {
            return Err(RecycleError::message("not used again"));
        }
        if !self.forever && unused > FRESH {
            Box::pin(session.conn.ping()).await?;
        }
        Ok(())
    }
}

/// A pool of connections.
pub(super) struct Connections<D: Driver> {
    pool: Pool<Opener<D>>,
    wait_timeout: Duration,
    pub(super) health: Arc<Health>,
    cancelling: Arc<Mutex<()>>,
}

impl<D: Driver> Clone for Connections<D> {
    fn clone(&self) -> Self {
        Self { pool: self.pool.clone(), wait_timeout: self.wait_timeout, health: self.health.clone(), cancelling: self.cancelling.clone() }
    }
}

impl<D: Driver> Connections<D> {
    /// A pool of at most `size` connections, which are opened when they are needed.
    ///
    /// # Errors
    ///
    /// That it cannot be built: none is known.
    pub(super) fn new(
        size: u32,
        options: <D::Connection as Connection>::Options,
        forever: bool,
        settings: &DatabaseSettings,
    ) -> Result<Self, DbError> {
        let health = Arc::new(Health::new());
        let opener = Opener { options, settings: settings.clone(), health: health.clone(), forever };
        let wait_timeout = settings.acquire_timeout;
        let pool = Pool::builder(opener)
            .max_size(usize::try_from(size).unwrap_or(usize::MAX))
            // The one that was used last has its statements prepared and its pages read, and those that are too many grow old.
            .queue_mode(QueueMode::Lifo)
            .runtime(deadpool::Runtime::Tokio1)
            .wait_timeout(Some(wait_timeout))
            .create_timeout(Some(wait_timeout))
            .recycle_timeout(Some(wait_timeout))
            .build()
            .map_err(|error| DbError::Other(error.to_string()))?;
        if !forever {
            tokio::spawn(reap(pool.weak()));
        }
        Ok(Self { pool, wait_timeout, health, cancelling: Arc::default() })
    }

    /// A connection, as soon as one is free.
    ///
    /// # Errors
    ///
    /// No connection was free within the wait timeout, or the database is away.
    pub(super) async fn get(&self) -> Result<PooledConn<D>, sqlx::Error> {
        // On the heap: every statement's future would be larger by it, several times.
        Box::pin(self.wait()).await
    }

    async fn wait(&self) -> Result<PooledConn<D>, sqlx::Error> {
        let begun = Instant::now();
        loop {
            let mut wanted = pin!(self.pool.get());
            let got = tokio::select! {
                biased;
                got = &mut wanted => got.map_err(sqlx_error),
                () = self.health.known_away() => match tokio::time::timeout(AWAY, wanted).await {
                    Ok(got) => got.map_err(sqlx_error),
                    Err(_) => Err(sqlx::Error::PoolTimedOut),
                },
            };
            match got {
                // Too many connections, of this process or of others, or a database that is about to be there.
                Err(sqlx::Error::Database(busy)) if busy.is_transient_in_connect_phase() && begun.elapsed() < self.wait_timeout() => {
                    tokio::time::sleep(AGAIN).await;
                }
                got => return got,
            }
        }
    }

    /// Cancels the statement that runs in a session, from another connection.
    ///
    /// # Errors
    ///
    /// A database that cannot be reached, or does not cancel.
    pub(super) async fn cancel(&self, session: i64) -> Result<(), sqlx::Error> {
        // One at a time: they come on top of the pool's connections.
        let _turn = self.cancelling.lock().await;
        let cancelled = async {
            let mut conn = self.pool.manager().options.connect().await?;
            D::cancel(&mut conn, session).await?;
            conn.close().await
        };
        tokio::time::timeout(self.wait_timeout, cancelled).await.unwrap_or(Err(sqlx::Error::PoolTimedOut))
    }

    fn wait_timeout(&self) -> Duration {
        if self.health.away.load(Ordering::Relaxed) { AWAY } else { self.wait_timeout }
    }

    /// Closes the connections that lie here, and lets no other be taken.
    pub(super) async fn close(&self) {
        let idle = self.pool.retain(|_, _| false).removed;
        self.pool.close();
        close(idle).await;
    }
}

/// Closes what nobody has used for long, once a minute, for as long as the pool is there.
async fn reap<D: Driver>(pool: WeakPool<Opener<D>>) {
    loop {
        tokio::time::sleep(Duration::from_secs(60)).await;
        let Some(pool) = pool.upgrade().filter(|pool| !pool.is_closed()) else { return };
        let idle = pool.retain(|_, metrics| metrics.last_used() <= IDLE).removed;
        drop(pool);
        close(idle).await;
    }
}

async fn close<C: Connection>(sessions: Vec<Session<C>>) {
    for session in sessions {
        if let Err(error) = session.conn.close().await {
            tracing::debug!(%error, "closing a connection");
        }
    }
}

/// An error of the pool as one of sqlx.
fn sqlx_error(error: PoolError<sqlx::Error>) -> sqlx::Error {
    match error {
        PoolError::Backend(error) => error,
        PoolError::Closed => sqlx::Error::PoolClosed,
        // Nobody answered: as bad as a connection that is gone.
        PoolError::Timeout(deadpool::managed::TimeoutType::Create) => sqlx::Error::Io(std::io::ErrorKind::TimedOut.into()),
        PoolError::Timeout(_) | PoolError::NoRuntimeSpecified | PoolError::PostCreateHook(_) => sqlx::Error::PoolTimedOut,
    }
}

/// Whether an error says that a connection is gone.
pub(super) fn is_connection_lost(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::Protocol(_) | sqlx::Error::WorkerCrashed | sqlx::Error::BeginFailed => true,
        // PostgreSQL's last words: it was told to stop, or to end this connection.
        sqlx::Error::Database(error) => matches!(error.code().as_deref(), Some("57P01" | "57P02" | "57P03")),
        _ => false,
    }
}
