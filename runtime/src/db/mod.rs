//! The one door to databases.
//!
//! SQL is written with `?` for every bound value, whatever the database; everything that is not a value comes from descriptors. Callers see
//! [`Value`]s and [`Row`]s only, so a driver can be changed behind this door. What databases say differently is in [`Sql`].

#[cfg(not(any(feature = "sqlite", feature = "postgres", feature = "mysql")))]
compile_error!("choose a database: at least one of the cargo features `sqlite`, `postgres` and `mysql`");

#[cfg(feature = "sqlite")]
mod batch;
mod driver;
mod error;
#[cfg(feature = "mysql")]
mod mysql;
mod pool;
#[cfg(feature = "postgres")]
mod postgres;
mod row;
mod settings;
mod sql;
#[cfg(feature = "sqlite")]
mod sqlite;
mod stored;
#[cfg(all(test, feature = "sqlite"))]
mod tests;
mod watch;

pub use error::{DbError, Rule, Violation};
pub use restwright_schema::Dialect;
pub use row::{Row, Text};
pub use settings::DatabaseSettings;
pub use sql::Sql;
pub(crate) use sql::postgres_type;

use crate::Value;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A database and its pools.
#[derive(Clone, Debug)]
pub struct Database {
    inner: Inner,
    /// Where requests go that only read.
    replica: Option<Inner>,
    statements: Arc<AtomicU64>,
}

#[derive(Clone, Debug)]
enum Inner {
    #[cfg(feature = "sqlite")]
    Sqlite(sqlite::Pools, batch::Queue),
    #[cfg(feature = "postgres")]
    Postgres(driver::Link<sqlx::Postgres>),
    #[cfg(feature = "mysql")]
    MySql(driver::Link<sqlx::MySql>),
}

impl Inner {
    async fn connect(url: &str, settings: &DatabaseSettings) -> Result<Self, DbError> {
        match Dialect::of_url(url) {
            #[cfg(feature = "sqlite")]
            Some(Dialect::Sqlite) => {
                let pools = sqlite::Pools::connect(url, settings).await?;
                let queue = batch::Queue::new(pools.clone());
                Ok(Self::Sqlite(pools, queue))
            }
            #[cfg(feature = "postgres")]
            Some(Dialect::Postgres) => Ok(Self::Postgres(postgres::connect(url, settings).await?)),
            #[cfg(feature = "mysql")]
            Some(Dialect::MySql) => Ok(Self::MySql(mysql::connect(url, settings).await?)),
            #[allow(unreachable_patterns, reason = "all drivers are there")]
            Some(dialect) => Err(DbError::Other(format!(
                "cannot open `{}`: this server was built without {}; build it with the cargo feature `{}`",
                without_password(url),
                dialect.title(),
                dialect.name()
            ))),
            None => Err(DbError::Other(format!(
                "cannot open `{}`: a database is sqlite://FILE, postgres://USER@HOST/NAME or mysql://USER@HOST/NAME",
                without_password(url)
            ))),
        }
    }

    async fn read(&self) -> Result<Driven, DbError> {
        Ok(match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(pools, _) => Driven::Sqlite(pools.read.acquire().await?),
            #[cfg(feature = "postgres")]
            Self::Postgres(link) => Driven::Postgres(link.acquire().await?),
            #[cfg(feature = "mysql")]
            Self::MySql(link) => Driven::MySql(link.acquire().await?),
        })
    }

    async fn write(&self) -> Result<Driven, DbError> {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(pools, _) => Ok(Driven::Sqlite(pools.write.acquire().await?)),
            #[allow(unreachable_patterns, reason = "SQLite is the only driver")]
            _ => self.read().await,
        }
    }

    async fn begin(&self) -> Result<Driven, DbError> {
        Ok(match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(pools, _) => Driven::Sqlite(pools.write.begin().await?),
            #[cfg(feature = "postgres")]
            Self::Postgres(link) => Driven::Postgres(link.begin().await?),
            #[cfg(feature = "mysql")]
            Self::MySql(link) => Driven::MySql(link.begin().await?),
        })
    }

    fn dialect(&self) -> Dialect {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(..) => Dialect::Sqlite,
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => Dialect::Postgres,
            #[cfg(feature = "mysql")]
            Self::MySql(_) => Dialect::MySql,
        }
    }

    async fn close(&self) {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(pools, _) => pools.close().await,
            #[cfg(feature = "postgres")]
            Self::Postgres(link) => link.close().await,
            #[cfg(feature = "mysql")]
            Self::MySql(link) => link.close().await,
        }
    }
}

/// A URL as it may be shown.
fn without_password(url: &str) -> String {
    match url::Url::parse(url) {
        Ok(mut parsed) if parsed.password().is_some() => {
            // A URL with a password can lose it.
            let _ = parsed.set_password(Some("…"));
            parsed.into()
        }
        _ => url.to_owned(),
    }
}

impl Database {
    /// Opens the database at a URL (`sqlite://FILE`, `sqlite::memory:`, `postgres://…`, `mysql://…`) with the usual settings; a missing SQLite file is
    /// made.
    ///
    /// # Errors
    ///
    /// An unknown scheme, a driver that was not built in, or a database that cannot be opened.
    pub async fn connect(url: &str) -> Result<Self, DbError> {
        Self::open(url, &DatabaseSettings::default()).await
    }

    /// As [`Database::connect`], with settings.
    ///
    /// # Errors
    ///
    /// As [`Database::connect`]; also a replica of another kind than the database.
    pub async fn open(url: &str, settings: &DatabaseSettings) -> Result<Self, DbError> {
        let inner = Inner::connect(url, settings).await?;
        let replica = match &settings.replica_url {
            Some(url) => Some(Inner::connect(url, settings).await?),
            None => None,
        };
        if replica.as_ref().is_some_and(|replica| replica.dialect() != inner.dialect()) {
            return Err(DbError::Other("the replica is of another kind than the database".to_owned()));
        }
        Ok(Self { inner, replica, statements: Arc::default() })
    }

    /// Which SQL it speaks.
    pub fn dialect(&self) -> Dialect {
        self.inner.dialect()
    }

    fn conn(&self, driven: Driven) -> Conn {
        Conn { driven, statements: self.statements.clone() }
    }

    /// A connection for reading what is there now.
    ///
    /// # Errors
    ///
    /// [`DbError::Unavailable`] if none is free in time.
    pub async fn read(&self) -> Result<Conn, DbError> {
        Ok(self.conn(self.inner.read().await?))
    }

    /// A connection for a request with this method: those that only read go to the replica, if there is one and it is there.
    ///
    /// # Errors
    ///
    /// As [`Database::read`].
    pub async fn read_for(&self, method: &http::Method) -> Result<Conn, DbError> {
        if let Some(replica) = self.replica.as_ref().filter(|_| method.is_safe()) {
            match replica.read().await {
                Ok(driven) => return Ok(self.conn(driven)),
                Err(error) => tracing::warn!(%error, "the replica is not available"),
            }
        }
        self.read().await
    }

    /// A connection for writing, outside a transaction.
    ///
    /// # Errors
    ///
    /// As [`Database::read`].
    pub async fn write(&self) -> Result<Conn, DbError> {
        Ok(self.conn(self.inner.write().await?))
    }

    /// A write that is one statement: runs it, and gives the first row that it gives back, once that is committed. SQLite's writes that wait
    /// at the same time may share a transaction; each is done or refused by itself all the same.
    ///
    /// # Errors
    ///
    /// What the database refuses.
    pub async fn write_one(&self, sql: String, args: Vec<Value>) -> Result<Option<Row>, DbError> {
        match &self.inner {
            #[cfg(feature = "sqlite")]
            Inner::Sqlite(_, queue) => {
                self.statements.fetch_add(1, Ordering::Relaxed);
                tracing::trace!(sql, "write");
                queue.run(sql, args).await
            }
            #[allow(unreachable_patterns, reason = "SQLite is the only driver")]
            _ => {
                let mut conn = self.write().await?;
                let row = conn.fetch_one(&sql, &args).await?;
                conn.commit().await?;
                Ok(row)
            }
        }
    }

    /// A transaction that may write; rolled back unless [`Conn::commit`] is called.
    ///
    /// # Errors
    ///
    /// As [`Database::read`].
    pub async fn begin(&self) -> Result<Conn, DbError> {
        Ok(self.conn(self.inner.begin().await?))
    }

    /// How many statements were sent since the start: tests show with it that lists cost the same for one row and for a hundred.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Closes all connections.
    pub async fn close(&self) {
        self.inner.close().await;
        if let Some(replica) = &self.replica {
            replica.close().await;
        }
    }
}

#[derive(Debug)]
enum Driven {
    #[cfg(feature = "sqlite")]
    Sqlite(driver::Conn<sqlx::Sqlite>),
    #[cfg(feature = "postgres")]
    Postgres(driver::Conn<sqlx::Postgres>),
    #[cfg(feature = "mysql")]
    MySql(driver::Conn<sqlx::MySql>),
}

/// Does the same with whichever driver's connection it is.
macro_rules! each {
    ($conn:expr, $driver:ident => $call:expr) => {
        match $conn {
            #[cfg(feature = "sqlite")]
            Driven::Sqlite($driver) => $call,
            #[cfg(feature = "postgres")]
            Driven::Postgres($driver) => $call,
            #[cfg(feature = "mysql")]
            Driven::MySql($driver) => $call,
        }
    };
}

/// One connection, or one transaction.
#[derive(Debug)]
pub struct Conn {
    driven: Driven,
    statements: Arc<AtomicU64>,
}

impl Conn {
    /// Which SQL it speaks.
    pub fn dialect(&self) -> Dialect {
        match &self.driven {
            #[cfg(feature = "sqlite")]
            Driven::Sqlite(_) => Dialect::Sqlite,
            #[cfg(feature = "postgres")]
            Driven::Postgres(_) => Dialect::Postgres,
            #[cfg(feature = "mysql")]
            Driven::MySql(_) => Dialect::MySql,
        }
    }

    fn count(&self, sql: &str) {
        self.statements.fetch_add(1, Ordering::Relaxed);
        tracing::trace!(sql, "statement");
    }

    /// All rows of a statement. `sql` has a `?` for each of `args`.
    ///
    /// # Errors
    ///
    /// What the database refuses.
    pub async fn fetch(&mut self, sql: &str, args: &[Value]) -> Result<Vec<Row>, DbError> {
        self.count(sql);
        let rows = each!(&mut self.driven, c => c.fetch(sql, args).await);
        match rows {
            Err(error) => Err(self.named(sql, error).await),
            rows => rows,
        }
    }

    /// Hands over the rows of a statement as they come, until there are no more or `take` breaks off. After that nothing more should be asked on
    /// this connection: the database is told to stop when it is given back.
    ///
    /// # Errors
    ///
    /// As [`Conn::fetch`].
    pub(crate) async fn each(
        &mut self,
        sql: &str,
        args: &[Value],
        take: &mut (dyn FnMut(Row) -> ControlFlow<()> + Send),
    ) -> Result<(), DbError> {
        self.count(sql);
        let done = each!(&mut self.driven, c => c.each(sql, args, take).await);
        match done {
            Err(error) => Err(self.named(sql, error).await),
            done => done,
        }
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
        self.run(sql, args).await.map(|(touched, _)| touched)
    }

    /// Runs an INSERT of one row and gives its key: the value of the column `key`, or what `given` says of it where the database cannot give
    /// back what it wrote. `None`: no row was written.
    ///
    /// # Errors
    ///
    /// As [`Conn::fetch`].
    pub async fn insert(
        &mut self,
        sql: &str,
        args: &[Value],
        key: (&str, restwright_schema::FieldType),
        given: Option<&Value>,
    ) -> Result<Option<Value>, DbError> {
        if self.dialect().returns_rows() {
            let sql = format!("{sql} RETURNING {}", self.dialect().quote(key.0));
            return Ok(self.fetch_one(&sql, args).await?.map(|row| row.value(0, key.1)));
        }
        let (touched, made) = self.run(sql, args).await?;
        Ok(if touched == 0 { None } else { given.cloned().or(made.map(Value::Int)) })
    }

    async fn run(&mut self, sql: &str, args: &[Value]) -> Result<(u64, Option<i64>), DbError> {
        self.count(sql);
        let done = each!(&mut self.driven, c => c.execute(sql, args).await);
        match done {
            Err(error) => Err(self.named(sql, error).await),
            done => done,
        }
    }

    /// Runs several statements that bind nothing, as one script: migrations.
    ///
    /// # Errors
    ///
    /// As [`Conn::fetch`].
    pub async fn script(&mut self, sql: &str) -> Result<(), DbError> {
        each!(&mut self.driven, c => c.script(sql).await)
    }

    /// Ends a transaction; a plain connection is only given back.
    ///
    /// # Errors
    ///
    /// A constraint that the database checks at the end (deferred foreign keys).
    pub async fn commit(self) -> Result<(), DbError> {
        each!(self.driven, c => c.commit().await)
    }

    /// A refusal with the columns of the index that it is about: MySQL names the index alone.
    async fn named(&mut self, sql: &str, error: DbError) -> DbError {
        #[cfg(feature = "mysql")]
        if let (Driven::MySql(conn), DbError::Violation(kind, rule)) = (&mut self.driven, &error)
            && rule.table.is_none()
        {
            let mut rule = rule.clone();
            // Our statements name one table that they write, and quote it.
            rule.table = sql.split('`').nth(1).map(str::to_owned);
            if let (Violation::Unique, Some(index), Some(table)) = (kind, &rule.name, &rule.table) {
                let args = [Value::Text(table.clone()), Value::Text(index.clone())];
                if let Ok(rows) = conn.fetch(mysql::INDEX_COLUMNS, &args).await {
                    rule.columns = rows.iter().filter_map(|row| row.text(0).map(|name| name.to_string())).collect();
                }
            }
            return DbError::Violation(*kind, rule);
        }
        let _ = sql;
        error
    }
}

/// Many keys as one bound value, so that the text of a statement does not depend on their number; see [`Sql::among`].
pub fn key_list(keys: &[Value]) -> Value {
    Value::List(keys.to_vec())
}
