//! Asks a database for its tables.
//!
//! `codegen inspect` needs drivers, and nothing else of `codegen` does: they are compiled here, when they are first needed
//! (`docs/adr/0008-inspect.md`). [`read`] gives what the database says of itself, [`text::toml`] writes it down.

#[cfg(any(feature = "sqlite", feature = "mysql"))]
mod ddl;
#[cfg(feature = "mysql")]
mod mysql;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "sqlite")]
mod sqlite;
pub mod text;

use restwright_schema::Dialect;
use restwright_schema::tables::Tables;
#[cfg(any(feature = "postgres", feature = "mysql"))]
use std::time::Duration;

/// How long a server may take to answer the first time.
#[cfg(any(feature = "postgres", feature = "mysql"))]
const PATIENCE: Duration = Duration::from_secs(10);

/// Why there is no description; each says what to mend. No message holds the URL: it may hold a password.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The URL itself.
    #[error("{0}")]
    Url(String),
    /// There is no such file.
    #[error("there is no file {0}: give the path of an existing database, as in sqlite://path/to/file.sqlite3")]
    NoFile(String),
    /// The file holds something else.
    #[error("{0} is not a SQLite database")]
    NotADatabase(String),
    /// Nobody listens, or not in time.
    #[error("cannot reach the server: {0}; check that it runs, and the host and port in the URL")]
    Unreachable(String),
    /// User or password.
    #[error("the server does not let this user in: {0}; check the user and the password in the URL")]
    Refused(String),
    /// No such database.
    #[error("{0}; check the database's name at the end of the URL")]
    NoDatabase(String),
    /// The encryption of the connection.
    #[error("the server and this program do not agree on TLS: {0}; see `sslmode` (PostgreSQL) or `ssl-mode` (MySQL) in the URL")]
    Tls(String),
    /// The database refused a question.
    #[error("the database does not say what its tables are: {0}")]
    Database(String),
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::Configuration(why) => Self::Url(format!("the URL cannot be read: {why}")),
            sqlx::Error::Io(why) => Self::Unreachable(why.to_string()),
            sqlx::Error::Tls(why) => Self::Tls(why.to_string()),
            sqlx::Error::Database(why) => {
                let message = why.message().to_owned();
                match why.code().as_deref() {
                    // PostgreSQL's class 28; MySQL's 1044, 1045 and 1698 by their SQLSTATEs.
                    Some("28000" | "28P01") => Self::Refused(message),
                    Some("42000") if message.starts_with("Access denied") => Self::Refused(message),
                    Some("3D000") => Self::NoDatabase(message),
                    Some("42000") if message.starts_with("Unknown database") => Self::NoDatabase(message),
                    Some("26") => Self::NotADatabase("the file".to_owned()),
                    _ => Self::Database(message),
                }
            }
            other => Self::Database(other.to_string()),
        }
    }
}

/// The tables of the database at a URL.
///
/// Nothing is written: a SQLite file that is missing is not made, and transactions are read-only where there are such.
///
/// # Errors
///
/// A URL of another scheme or of a driver that is not compiled in, a server that can't be reached or refuses.
pub async fn read(url: &str) -> Result<Tables, Error> {
    let dialect =
        Dialect::of_url(url).ok_or_else(|| Error::Url("the URL begins with none of sqlite://, postgres:// and mysql://".to_owned()))?;
    let reading = async {
        match dialect {
            #[cfg(feature = "sqlite")]
            Dialect::Sqlite => sqlite::read(url).await,
            #[cfg(feature = "postgres")]
            Dialect::Postgres => postgres::read(url).await,
            #[cfg(feature = "mysql")]
            Dialect::MySql => mysql::read(url).await,
            #[cfg(not(all(feature = "sqlite", feature = "postgres", feature = "mysql")))]
            other => Err(Error::Url(format!("the driver of {} is not compiled in", other.title()))),
        }
    };
    reading.await
}

/// Connects, but not for ever.
#[cfg(any(feature = "postgres", feature = "mysql"))]
async fn in_time<T>(connecting: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, Error> {
    match tokio::time::timeout(PATIENCE, connecting).await {
        Ok(connected) => Ok(connected?),
        Err(_) => Err(Error::Unreachable(format!("no answer within {} s", PATIENCE.as_secs()))),
    }
}

/// What parts names that the database joins: no name has it.
#[cfg(any(feature = "postgres", feature = "mysql"))]
const SEPARATOR: char = '\u{1f}';

/// Names that were joined.
#[cfg(any(feature = "postgres", feature = "mysql"))]
fn split(joined: &str) -> Vec<String> {
    joined.split(SEPARATOR).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}
