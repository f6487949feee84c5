//! Connections that are lent again and again: what one request leaves undone, the next does not find.

#![allow(clippy::unwrap_used)]

mod common;

use common::DatabaseKind;
use restwright::db::{DatabaseSettings, DbError};
use restwright::{Database, Value};
use std::time::Duration;

/// A database with a table, and one connection to it.
async fn one(kind: DatabaseKind) -> Option<(common::Fresh, Database)> {
    let fresh = kind.fresh().await?;
    let mut conn = fresh.db.write().await.unwrap();
    conn.execute("CREATE TABLE t (n bigint)", &[]).await.unwrap();
    drop(conn);
    let db = match fresh.url() {
        Some(url) => Database::open(&url, &DatabaseSettings { pool_size: 1, ..DatabaseSettings::default() }).await.unwrap(),
        // In memory: there is one connection anyway.
        None => fresh.db.clone(),
    };
    Some((fresh, db))
}

async fn rows(db: &Database) -> i64 {
    let mut conn = db.read().await.unwrap();
    conn.fetch_one("SELECT count(*) FROM t", &[]).await.unwrap().unwrap().int(0).unwrap()
}

const INSERT: &str = "INSERT INTO t (n) VALUES (?)";

#[tokio::test]
async fn a_transaction_that_is_left_is_taken_back() {
    for kind in DatabaseKind::ALL {
        let Some((fresh, db)) = one(kind).await else { continue };
        for _ in 0..3 {
            let mut conn = db.begin().await.unwrap();
            conn.execute(INSERT, &[Value::Int(1)]).await.unwrap();
        }
        assert_eq!(rows(&db).await, 0, "{kind:?}");
        let mut conn = db.begin().await.unwrap();
        // A statement that fails ends PostgreSQL's transaction, and not the connection.
        assert!(conn.execute("INSERT INTO nothing (n) VALUES (?)", &[Value::Int(1)]).await.is_err());
        drop(conn);
        let mut conn = db.begin().await.unwrap();
        conn.execute(INSERT, &[Value::Int(1)]).await.unwrap();
        conn.commit().await.unwrap();
        assert_eq!(rows(&db).await, 1, "{kind:?}");
        db.close().await;
        fresh.close().await;
    }
}

#[tokio::test]
async fn a_statement_that_is_left_is_waited_for_by_nobody_else() {
    for (kind, sleep) in [(DatabaseKind::Postgres, "SELECT 1 FROM pg_sleep(0.4)"), (DatabaseKind::MySql, "SELECT SLEEP(0.4)")] {
        let Some((fresh, db)) = one(kind).await else { continue };
        for transaction in [false, true] {
            let mut conn = if transaction { db.begin().await.unwrap() } else { db.read().await.unwrap() };
            assert!(tokio::time::timeout(Duration::from_millis(50), conn.fetch(sleep, &[])).await.is_err());
            drop(conn);
            // The answer of this statement, and not of the one before.
            let mut conn = db.read().await.unwrap();
            let row = conn.fetch_one("SELECT 7 FROM t UNION ALL SELECT 7", &[]).await.unwrap().unwrap();
            assert_eq!(row.int(0), Some(7), "{kind:?}");
        }
        db.close().await;
        fresh.close().await;
    }
}

#[tokio::test]
async fn a_connection_that_was_ended_is_replaced_for_reads_and_never_writes_twice() {
    let own =
        [(DatabaseKind::Postgres, "SELECT pg_backend_pid()::bigint"), (DatabaseKind::MySql, "SELECT CAST(CONNECTION_ID() AS SIGNED)")];
    for (kind, own) in own {
        let Some((fresh, db)) = one(kind).await else { continue };
        let end = async || {
            let id = db.read().await.unwrap().fetch_one(own, &[]).await.unwrap().unwrap().int(0).unwrap();
            let mut other = fresh.db.write().await.unwrap();
            match kind {
                DatabaseKind::Postgres => drop(other.fetch("SELECT pg_terminate_backend(?::int)", &[Value::Int(id)]).await.unwrap()),
                _ => drop(other.execute("KILL CONNECTION ?", &[Value::Int(id)]).await.unwrap()),
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        };
        end().await;
        assert_eq!(rows(&db).await, 0, "{kind:?}");

        end().await;
        let refused = db.write().await.unwrap().execute(INSERT, &[Value::Int(1)]).await;
        assert!(matches!(refused, Err(DbError::Unavailable(_))), "{kind:?}: {refused:?}");
        assert_eq!(rows(&db).await, 0, "{kind:?}");

        // One that has not been used for a second is asked first: not even a write finds it dead.
        end().await;
        tokio::time::sleep(Duration::from_millis(1100)).await;
        assert_eq!(db.write().await.unwrap().execute(INSERT, &[Value::Int(1)]).await.unwrap(), 1, "{kind:?}");
        end().await;
        let mut conn = db.begin().await.unwrap();
        conn.execute(INSERT, &[Value::Int(2)]).await.unwrap();
        conn.commit().await.unwrap();
        assert_eq!(rows(&db).await, 2, "{kind:?}");
        db.close().await;
        fresh.close().await;
    }
}

#[tokio::test]
async fn statements_have_a_time_limit_behind_a_pooler_too() {
    for (kind, sleep) in [(DatabaseKind::Postgres, "SELECT 1 FROM pg_sleep(5)"), (DatabaseKind::MySql, "SELECT SLEEP(5) FROM t")] {
        let Some((fresh, db)) = one(kind).await else { continue };
        db.write().await.unwrap().execute(INSERT, &[Value::Int(1)]).await.unwrap();
        let (url, second) = (fresh.url().unwrap(), Duration::from_secs(1));
        for prepared in [true, false] {
            let settings = DatabaseSettings { prepared, statement_timeout: second, ..DatabaseSettings::default() };
            let limited = Database::open(&url, &settings).await.unwrap();
            let begun = std::time::Instant::now();
            let ended = limited.read().await.unwrap().fetch(sleep, &[]).await;
            assert!(matches!(ended, Err(DbError::Unavailable(_))), "{kind:?}, {prepared}: {ended:?}");
            assert!(begun.elapsed() < 4 * second, "{kind:?}, {prepared}: {:?}", begun.elapsed());
            assert_eq!(rows(&limited).await, 1, "{kind:?}, {prepared}");
            limited.close().await;
        }
        db.close().await;
        fresh.close().await;
    }
}
