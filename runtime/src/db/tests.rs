#![allow(clippy::unwrap_used)]

use super::*;

/// A database in a file: there are several connections then, as in a server.
async fn database(name: &str) -> (Database, std::path::PathBuf) {
    let file = std::env::temp_dir().join(format!("restwright-{name}-{}.sqlite3", uuid::Uuid::new_v4()));
    let db = Database::connect(&format!("sqlite://{}", file.display())).await.unwrap();
    db.write().await.unwrap().script("CREATE TABLE t (id integer PRIMARY KEY AUTOINCREMENT, n integer UNIQUE NOT NULL)").await.unwrap();
    (db, file)
}

async fn numbers(db: &Database) -> Vec<i64> {
    let rows = db.read().await.unwrap().fetch("SELECT n FROM t ORDER BY n", &[]).await.unwrap();
    rows.iter().filter_map(|row| row.int(0)).collect()
}

/// Writes that share a transaction are done or refused one by one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_write_leaves_its_neighbours_alone() {
    let (db, file) = database("neighbours").await;
    let mut waiting = Vec::new();
    for n in 0..200 {
        let db = db.clone();
        // Each number is sent twice: one of the two is refused.
        waiting.push(tokio::spawn(async move {
            let sql = "INSERT INTO t (n) VALUES (?) RETURNING id, n".to_owned();
            (n / 2, db.write_one(sql, vec![Value::Int(n / 2)]).await)
        }));
    }
    let (mut done, mut refused) = (0, 0);
    for write in waiting {
        match write.await.unwrap() {
            (n, Ok(row)) => {
                assert_eq!(row.unwrap().int(1), Some(n), "everybody gets the row of their own");
                done += 1;
            }
            (_, Err(DbError::Violation(Violation::Unique, _))) => refused += 1,
            (n, Err(error)) => panic!("{n}: {error}"),
        }
    }
    assert_eq!((done, refused), (100, 100));
    assert_eq!(numbers(&db).await, (0..100).collect::<Vec<_>>());
    db.close().await;
    std::fs::remove_file(file).unwrap();
}

/// What was answered is committed: another connection sees it at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answered_write_is_there() {
    let (db, file) = database("answered").await;
    let mut waiting = Vec::new();
    for n in 0..50 {
        let db = db.clone();
        waiting.push(tokio::spawn(async move {
            db.write_one("INSERT INTO t (n) VALUES (?) RETURNING id".to_owned(), vec![Value::Int(n)]).await.unwrap();
            assert!(numbers(&db).await.contains(&n), "{n} was answered and is not there");
        }));
    }
    for write in waiting {
        write.await.unwrap();
    }
    // A statement that is none fails alone, whoever shares its transaction.
    let (good, bad) = tokio::join!(
        db.write_one("INSERT INTO t (n) VALUES (?) RETURNING id".to_owned(), vec![Value::Int(1000)]),
        db.write_one("INSERT INTO nothing VALUES (?)".to_owned(), vec![Value::Int(1)])
    );
    assert!(good.is_ok() && matches!(bad, Err(DbError::Other(_))));
    assert!(numbers(&db).await.contains(&1000));
    db.close().await;
    assert!(db.write_one("SELECT 1".to_owned(), Vec::new()).await.is_err(), "a closed database writes nothing");
    std::fs::remove_file(file).unwrap();
}

/// Counts for ever.
const ENDLESS: &str = "SELECT count(*) FROM (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n)";

/// A statement has its time, in a transaction and outside of one, and the connection is as good as before.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_statement_ends_in_time() {
    let (_, file) = database("in-time").await;
    let settings = DatabaseSettings { statement_timeout: std::time::Duration::from_millis(200), ..DatabaseSettings::default() };
    let db = Database::open(&format!("sqlite://{}", file.display()), &settings).await.unwrap();
    for _ in 0..8 {
        let mut conn = db.read().await.unwrap();
        assert!(matches!(conn.fetch(ENDLESS, &[]).await, Err(DbError::Unavailable(_))));
        assert!(conn.fetch("SELECT 1", &[]).await.is_ok());
    }
    let mut conn = db.begin().await.unwrap();
    conn.execute("INSERT INTO t (n) VALUES (1)", &[]).await.unwrap();
    let write = format!("INSERT INTO t (n) {ENDLESS}");
    assert!(matches!(conn.execute(&write, &[]).await, Err(DbError::Unavailable(_))));
    // SQLite has taken the transaction back: what comes after must not be a transaction of its own.
    assert!(conn.execute("INSERT INTO t (n) VALUES (2)", &[]).await.is_err());
    assert!(conn.commit().await.is_err());
    assert_eq!(numbers(&db).await, Vec::<i64>::new());
    assert!(db.write_one("INSERT INTO t (n) VALUES (?)".to_owned(), vec![Value::Int(3)]).await.is_ok());
    db.close().await;
    std::fs::remove_file(file).unwrap();
}

/// A statement that nobody waits for any more is interrupted: the next one has the connection.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_nobody_waits_for_ends() {
    let (db, file) = database("left").await;
    let soon = std::time::Duration::from_millis(50);
    // More than there are connections.
    for _ in 0..12 {
        let left = async { db.read().await.unwrap().fetch(ENDLESS, &[]).await };
        assert!(tokio::time::timeout(soon, left).await.is_err());
    }
    for _ in 0..3 {
        let left = async {
            let mut conn = db.begin().await.unwrap();
            conn.execute("INSERT INTO t (n) VALUES (1)", &[]).await.unwrap();
            conn.execute(&format!("INSERT INTO t (n) {ENDLESS}"), &[]).await
        };
        assert!(tokio::time::timeout(4 * soon, left).await.is_err());
    }
    let write = db.write_one("INSERT INTO t (n) VALUES (?)".to_owned(), vec![Value::Int(7)]);
    assert!(tokio::time::timeout(std::time::Duration::from_secs(5), write).await.unwrap().is_ok());
    assert_eq!(numbers(&db).await, [7]);
    // Rows that are not taken are not made.
    let mut conn = db.read().await.unwrap();
    let mut taken = 0;
    let sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n";
    let mut take = |_: Row| {
        taken += 1;
        if taken < 3000 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    conn.each(sql, &[], &mut take).await.unwrap();
    assert_eq!(taken, 3000);
    drop(conn);
    assert_eq!(numbers(&db).await, [7]);
    db.close().await;
    std::fs::remove_file(file).unwrap();
}
