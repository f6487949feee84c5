//! The three kinds of databases, and databases of a test's own on their servers.

use std::fmt;
use std::io::Write as _;
use std::path::Path;
use std::str::FromStr as _;
use std::sync::atomic::{AtomicUsize, Ordering};

use sqlx::mysql::MySqlConnectOptions;
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _};

/// Set to `1` where a missing service is a failure.
const REQUIRE: &str = "RESTWRIGHT_REQUIRE_SERVICES";

/// Says that something is skipped, and why; gives `false`.
///
/// # Panics
/// Where nothing may be skipped: `RESTWRIGHT_REQUIRE_SERVICES=1`.
pub fn skip(what: &str) -> bool {
    assert!(std::env::var_os(REQUIRE).is_none_or(|value| value != "1"), "{what}");
    // Not `eprintln!`, which a test that passes never shows.
    let _ = writeln!(std::io::stderr(), "\nSKIPPED: {what}");
    false
}

/// A kind of database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A file.
    Sqlite,
    /// The server of `TEST_POSTGRES_URL`.
    Postgres,
    /// The server of `TEST_MYSQL_URL`: MariaDB, or MySQL.
    MySql,
}

/// A database that is there, and empty at first, for as long as this lives.
#[derive(Debug)]
pub struct Fresh {
    /// As `--database-url` takes it.
    pub url: String,
    kind: Kind,
    /// Its name on the server; of a file, its path.
    pub name: String,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Sqlite, Self::Postgres, Self::MySql];

    /// The cargo feature, and the URL's scheme.
    pub fn feature(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
            Self::MySql => "mysql",
        }
    }

    /// Those that a comma-separated list names; all of them where there is none.
    ///
    /// # Errors
    /// A name that is none.
    pub fn named(list: Option<&str>) -> Result<Vec<Self>, String> {
        let Some(list) = list.filter(|list| !list.trim().is_empty()) else { return Ok(Self::ALL.to_vec()) };
        let one = |name: &str| {
            let found = Self::ALL.into_iter().find(|kind| kind.feature() == name.trim());
            found.ok_or_else(|| format!("no database `{name}`: sqlite, postgres, mysql"))
        };
        list.split(',').map(one).collect()
    }

    /// The server's URL, with a database that is there.
    fn server(self) -> Option<String> {
        let (variable, default) = match self {
            Self::Sqlite => return None,
            Self::Postgres => ("TEST_POSTGRES_URL", "postgres://root@127.0.0.1:5432/test"),
            Self::MySql => ("TEST_MYSQL_URL", "mysql://root@127.0.0.1:3306/test"),
        };
        Some(std::env::var(variable).unwrap_or_else(|_| default.to_owned()))
    }

    /// Whether its server answers. Where it does not, a line says what is skipped for it.
    ///
    /// # Panics
    /// Where it does not and `RESTWRIGHT_REQUIRE_SERVICES=1`.
    pub fn is_there(self, skipped: &str) -> bool {
        let Err(error) = self.run("SELECT 1") else { return true };
        skip(&format!("{skipped}: no {self} at {}: {error}", self.server().unwrap_or_default()))
    }

    /// Makes an empty database: a file at `place` with the extension `sqlite3`, or a database on the server.
    ///
    /// # Errors
    /// The server's, or the file system's.
    pub fn fresh(self, place: &Path) -> Result<Fresh, String> {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let Some(server) = self.server() else {
            for suffix in ["sqlite3", "sqlite3-wal", "sqlite3-shm"] {
                let _ = std::fs::remove_file(place.with_extension(suffix));
            }
            let file = place.with_extension("sqlite3").display().to_string();
            return Ok(Fresh { url: format!("sqlite://{file}"), kind: self, name: file });
        };
        let name = format!("restwright_test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        self.run(&match self {
            // As the recordings: what a locale makes of letters is not asked for.
            Self::Postgres => {
                format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'")
            }
            _ => format!("CREATE DATABASE {name} CHARACTER SET utf8mb4"),
        })?;
        let (head, query) = server.split_once('?').map_or((server.as_str(), ""), |(head, query)| (head, query));
        let base = head.rsplit_once('/').filter(|(base, _)| !base.ends_with('/')).map_or(head, |(base, _)| base);
        let query = if query.is_empty() { String::new() } else { format!("?{query}") };
        Ok(Fresh { url: format!("{base}/{name}{query}"), kind: self, name })
    }

    /// Runs a statement on the server, outside of a transaction.
    ///
    /// # Errors
    /// The server's.
    pub fn run(self, statement: &str) -> Result<(), String> {
        let Some(url) = self.server() else { return Ok(()) };
        let statement = AssertSqlSafe(statement.to_owned());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| error.to_string())?;
        let done: Result<(), sqlx::Error> = runtime.block_on(async {
            match self {
                Self::Sqlite => {}
                Self::Postgres => {
                    let mut connection = PgConnectOptions::from_str(&url)?.connect().await?;
                    connection.execute(sqlx::raw_sql(statement)).await?;
                    connection.close().await?;
                }
                Self::MySql => {
                    let mut connection = MySqlConnectOptions::from_str(&url)?.connect().await?;
                    connection.execute(sqlx::raw_sql(statement)).await?;
                    connection.close().await?;
                }
            }
            Ok(())
        });
        done.map_err(|error| error.to_string())
    }
}

/// Asks a database at a URL for one column of texts.
///
/// # Errors
/// The database's.
pub fn texts(url: &str, query: &str) -> Result<Vec<String>, String> {
    let query = AssertSqlSafe(query.to_owned());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| error.to_string())?;
    let found: Result<Vec<String>, sqlx::Error> = runtime.block_on(async {
        if url.starts_with("postgres") {
            let mut connection = PgConnectOptions::from_str(url)?.connect().await?;
            sqlx::query_scalar(query).fetch_all(&mut connection).await
        } else if url.starts_with("mysql") {
            let mut connection = MySqlConnectOptions::from_str(url)?.connect().await?;
            sqlx::query_scalar(query).fetch_all(&mut connection).await
        } else {
            let mut connection = SqliteConnectOptions::from_str(url)?.connect().await?;
            sqlx::query_scalar(query).fetch_all(&mut connection).await
        }
    });
    found.map_err(|error| error.to_string())
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
            Self::MySql => "MariaDB",
        })
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        // A file stays, for whoever wants to know what a failed test left in it.
        let dropped = match self.kind {
            Kind::Sqlite => Ok(()),
            Kind::Postgres => self.kind.run(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)),
            Kind::MySql => self.kind.run(&format!("DROP DATABASE IF EXISTS {}", self.name)),
        };
        if let Err(error) = dropped {
            let _ = writeln!(std::io::stderr(), "{} of {} stays: {error}", self.name, self.kind);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn databases_are_named() {
        assert_eq!(Kind::named(None), Ok(Kind::ALL.to_vec()));
        assert_eq!(Kind::named(Some("mysql, sqlite")), Ok(vec![Kind::MySql, Kind::Sqlite]));
        assert!(Kind::named(Some("oracle")).is_err());
    }

    #[test]
    fn databases_come_and_go() {
        for kind in Kind::ALL.into_iter().filter(|kind| kind.is_there("databases of a test's own")) {
            let place = std::env::temp_dir().join(format!("restwright-databases-{}", std::process::id()));
            let fresh = kind.fresh(&place).unwrap_or_else(|error| panic!("{kind}: {error}"));
            assert!(fresh.url.starts_with(&format!("{}://", kind.feature())), "{}", fresh.url);
        }
    }
}
