//! Databases of a test's own, on each kind of server.

#![allow(clippy::unwrap_used, dead_code, missing_docs, unreachable_pub, reason = "a module of tests, each of which uses its part")]

use restwright::Database;
use std::io::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatabaseKind {
    Sqlite,
    Postgres,
    MySql,
}

/// An empty database; [`Fresh::close`] drops it.
#[derive(Debug)]
pub struct Fresh {
    pub kind: DatabaseKind,
    pub db: Database,
    name: String,
}

impl DatabaseKind {
    pub const ALL: [Self; 3] = [Self::Sqlite, Self::Postgres, Self::MySql];

    /// As it stands in the names of files with recordings: nothing for SQLite.
    pub fn infix(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => ".postgres",
            Self::MySql => ".mysql",
        }
    }

    fn server(self) -> Option<String> {
        let (variable, default) = match self {
            Self::Sqlite => return None,
            Self::Postgres => ("TEST_POSTGRES_URL", "postgres://root@127.0.0.1:5432/test"),
            Self::MySql => ("TEST_MYSQL_URL", "mysql://root@127.0.0.1:3306/test"),
        };
        Some(std::env::var(variable).unwrap_or_else(|_| default.to_owned()))
    }

    /// A database of one's own; `None`, and a line that says so, where the server is not there.
    pub async fn fresh(self) -> Option<Fresh> {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let Some(url) = self.server() else {
            let db = Database::connect("sqlite::memory:").await.unwrap();
            return Some(Fresh { kind: self, db, name: String::new() });
        };
        let server = match Database::connect(&url).await {
            Ok(server) => server,
            Err(error) => {
                let what = format!("no {self:?} at {url}: {error}");
                let required = std::env::var("RESTWRIGHT_REQUIRE_SERVICES").is_ok_and(|value| value == "1");
                assert!(!required, "{what}");
                // Not `eprintln!`, which a test that passes never shows.
                let _ = writeln!(std::io::stderr(), "\nSKIPPED: {what}");
                return None;
            }
        };
        let name = format!("restwright_runtime_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let options = match self {
            Self::Postgres => " TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'",
            _ => " CHARACTER SET utf8mb4",
        };
        server.write().await.unwrap().script(&format!("CREATE DATABASE {name}{options}")).await.unwrap();
        server.close().await;
        let (base, _) = url.rsplit_once('/').unwrap();
        let db = Database::connect(&format!("{base}/{name}")).await.unwrap();
        Some(Fresh { kind: self, db, name })
    }
}

impl Fresh {
    /// Its URL; `None` for a database in memory.
    pub fn url(&self) -> Option<String> {
        let server = self.kind.server()?;
        let (base, _) = server.rsplit_once('/').unwrap();
        Some(format!("{base}/{}", self.name))
    }

    pub async fn script(&self, sql: &str) {
        self.db.write().await.unwrap().script(sql).await.unwrap();
    }

    pub async fn close(self) {
        self.db.close().await;
        if let Some(url) = self.kind.server() {
            let server = Database::connect(&url).await.unwrap();
            server.write().await.unwrap().script(&format!("DROP DATABASE {}", self.name)).await.unwrap();
            server.close().await;
        }
    }
}
