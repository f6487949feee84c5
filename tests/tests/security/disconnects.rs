//! Clients that go away: the work of their requests ends, what it began is taken back, and the connection to the database is free again.

use std::time::{Duration, Instant};

use sqlx::{AssertSqlSafe, Connection as _, Executor as _, MySqlConnection, PgConnection, Row as _, SqliteConnection};

use super::connections::request;
use super::raw::Raw;
use super::*;

/// A connection to the server's database, beside the server's own.
enum Beside {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
    MySql(MySqlConnection),
}

impl Beside {
    async fn open(kind: Kind, url: &str) -> Self {
        match kind {
            Kind::Sqlite => Self::Sqlite(SqliteConnection::connect(url).await.unwrap()),
            Kind::Postgres => Self::Postgres(PgConnection::connect(url).await.unwrap()),
            Kind::MySql => Self::MySql(MySqlConnection::connect(url).await.unwrap()),
        }
    }

    async fn run(&mut self, sql: &str) {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(conn) => drop(conn.execute(sqlx::raw_sql(sql)).await.unwrap()),
            Self::Postgres(conn) => drop(conn.execute(sqlx::raw_sql(sql)).await.unwrap()),
            Self::MySql(conn) => drop(conn.execute(sqlx::raw_sql(sql)).await.unwrap()),
        }
    }

    /// How many statements wait for a lock; SQLite does not say.
    async fn waiting(&mut self) -> i64 {
        match self {
            Self::Sqlite(_) => 0,
            Self::Postgres(conn) => {
                let sql = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
                conn.fetch_one(sql).await.unwrap().get(0)
            }
            Self::MySql(conn) => {
                let sql = "SELECT count(*) FROM information_schema.innodb_trx t JOIN information_schema.processlist p \
                           ON p.id = t.trx_mysql_thread_id WHERE p.db = DATABASE() AND t.trx_state = 'LOCK WAIT'";
                conn.fetch_one(sql).await.unwrap().get(0)
            }
        }
    }

    /// Waits until so many statements wait for a lock.
    async fn until_waiting(&mut self, what: &str, count: i64) {
        let begun = Instant::now();
        while self.waiting().await != count {
            assert!(begun.elapsed() < Duration::from_secs(10), "{what}: {} statements wait for a lock, not {count}", self.waiting().await);
            // InnoDB shows the same again to who asks within a tenth of a second.
            tokio::time::sleep(Duration::from_millis(250)).await;
        }
    }
}

#[test]
fn a_client_that_goes_away_takes_its_work_with_it() {
    let _turn = turn();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for kind in Kind::ALL.into_iter().filter(|kind| kind.is_there("clients that go away")) {
        let what = kind.to_string();
        let mut server = start_with("disconnects", kind, &["--pool-size", "1"], &[]);
        let (author, _) = author_with_book(&server);
        let path = format!("/api/authors/{author}/");
        let patch = |name: &str| {
            let headers = format!("Authorization: Token {ADMIN}\r\nContent-Type: application/json\r\n");
            request(&server, &format!("PATCH {path}"), &headers, &json!({ "name": name }).to_string())
        };
        runtime.block_on(async {
            let mut beside = Beside::open(kind, server.database_url().unwrap()).await;
            beside.run(if kind == Kind::Sqlite { "BEGIN IMMEDIATE" } else { "BEGIN" }).await;
            beside.run(&format!("UPDATE fortress_author SET bio = 'locked' WHERE id = {author}")).await;
            let mut client = Raw::connect(&server);
            client.send(patch("Gone"));
            if kind == Kind::Sqlite {
                tokio::time::sleep(Duration::from_millis(300)).await;
            }
            beside.until_waiting(&what, i64::from(kind != Kind::Sqlite)).await;
            drop(client);
            // The statement ends, though the lock is still held, and the only connection of the pool is free.
            beside.until_waiting(&what, 0).await;
            if kind == Kind::Sqlite {
                tokio::time::sleep(Duration::from_secs(3)).await;
            }
            let begun = Instant::now();
            let answer = ask(&server, "GET", "/api/books/?page_size=1", None);
            assert_eq!(answer.status, 200, "{what}: {}", text(&answer));
            assert!(begun.elapsed() < Duration::from_secs(3), "{what}: {:?}", begun.elapsed());
            beside.run("ROLLBACK").await;
        });
        let row = read(&ask(&server, "GET", &path, None));
        assert_eq!((&row["name"], &row["bio"]), (&json!("Ann"), &json!("")), "{what}");
        assert_eq!(Raw::connect(&server).send(patch("Here")).answer().status, 200, "{what}");
        is_healthy(&mut server);
    }
}

#[test]
fn many_clients_that_go_away_leave_the_pool_whole() {
    let _turn = turn();
    on_all("disconnects-many", |kind, mut server| {
        let (author, _) = author_with_book(&server);
        let headers = format!("Authorization: Token {ADMIN}\r\nContent-Type: application/json\r\n");
        for i in 0..200 {
            let mut client = Raw::connect(&server);
            let body = json!({ "title": "Left", "author": author, "chapters": [{ "heading": "a" }, { "heading": "b" }] }).to_string();
            client.send(request(&server, "POST /api/books/", &headers, &body));
            client.send(request(&server, "GET /api/books/?expand=author,tags&page_size=1000", &headers, ""));
            // At any moment of its work.
            std::thread::sleep(Duration::from_micros(i * 50));
        }
        let begun = Instant::now();
        is_healthy(&mut server);
        assert!(begun.elapsed() < Duration::from_secs(10), "{kind}: {:?}", begun.elapsed());
        // What is there is there with all that belongs to it.
        let books = read(&ask(&server, "GET", "/api/books/?title=Left&page_size=1000", None));
        for book in books["results"].as_array().unwrap() {
            assert_eq!(book["chapters"].as_array().unwrap().len(), 2, "{kind}: {book}");
        }
    });
}
