//! Databases of a test's own.
#![allow(clippy::unwrap_used, dead_code, reason = "tests; each uses what it needs")]

use restwright_schema::Dialect;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _};
use std::path::{Path, PathBuf};
use std::str::FromStr as _;

pub(crate) fn checkout() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// Runs something to its end.
pub(crate) fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// A database that is dropped in the end.
pub(crate) struct Fresh {
    dialect: Dialect,
    name: String,
    server: String,
    pub(crate) url: String,
}

impl Fresh {
    /// An empty database; `None`, said aloud, where there is no server.
    pub(crate) fn new(dialect: Dialect, purpose: &str) -> Option<Self> {
        let name = format!("rw_inspect_{purpose}_{}", std::process::id());
        let variable = |key: &str, default: &str| std::env::var(key).unwrap_or_else(|_| default.to_owned());
        let server = match dialect {
            Dialect::Sqlite => {
                let file = std::env::temp_dir().join(format!("{name}.sqlite3"));
                let _ = std::fs::remove_file(&file);
                let url = format!("sqlite://{}", file.display());
                return Some(Self { dialect, name, server: String::new(), url });
            }
            Dialect::Postgres => variable("TEST_POSTGRES_URL", "postgres://root@127.0.0.1:5432/test"),
            Dialect::MySql => variable("TEST_MYSQL_URL", "mysql://root@127.0.0.1:3306/test"),
        };
        let (base, _) = server.rsplit_once('/').unwrap();
        let fresh = Self { dialect, url: format!("{base}/{name}"), name, server: server.clone() };
        let made = run(async {
            fresh.on_server(&format!("DROP DATABASE IF EXISTS {}", fresh.name)).await?;
            fresh.on_server(&format!("CREATE DATABASE {}", fresh.name)).await
        });
        match made {
            Ok(()) => Some(fresh),
            Err(error) => {
                assert!(std::env::var_os("RESTWRIGHT_REQUIRE_SERVICES").is_none(), "{}: {error}", dialect.title());
                eprintln!("SKIPPED: no {}: {error}", dialect.title());
                None
            }
        }
    }

    /// Runs statements in it.
    pub(crate) fn load(&self, sql: &str) {
        run(execute(self.dialect, &self.url, sql)).unwrap();
    }

    async fn on_server(&self, sql: &str) -> Result<(), sqlx::Error> {
        execute(self.dialect, &self.server, sql).await
    }
}

async fn execute(dialect: Dialect, url: &str, sql: &str) -> Result<(), sqlx::Error> {
    let sql = AssertSqlSafe(sql.to_owned());
    match dialect {
        Dialect::Sqlite => {
            // What Django dumps comes in the order of the tables, not of the references.
            let options = sqlx::sqlite::SqliteConnectOptions::from_str(url)?.create_if_missing(true).foreign_keys(false);
            let mut db = options.connect().await?;
            db.execute(sqlx::raw_sql(sql)).await?;
            db.close().await
        }
        Dialect::Postgres => {
            let mut db = sqlx::postgres::PgConnectOptions::from_str(url)?.connect().await?;
            db.execute(sqlx::raw_sql(sql)).await?;
            db.close().await
        }
        Dialect::MySql => {
            let mut db = sqlx::mysql::MySqlConnectOptions::from_str(url)?.connect().await?;
            db.execute(sqlx::raw_sql(sql)).await?;
            db.close().await
        }
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        if self.dialect == Dialect::Sqlite {
            let _ = std::fs::remove_file(self.url.trim_start_matches("sqlite://"));
        } else {
            let _ = run(self.on_server(&format!("DROP DATABASE IF EXISTS {}", self.name)));
        }
    }
}
