//! Migrations on filled databases of each kind. The steps are those of `tests/history`, which `codegen makemigrations` wrote
//! (`codegen/tests/history.rs`); `migrate` runs them as it does in a generated server, with the same values that its crate would hold.
//!
//! PostgreSQL and MySQL are tested with the crate's features on and a server at `TEST_POSTGRES_URL` or `TEST_MYSQL_URL`; without a server the
//! test says so, and with `RESTWRIGHT_REQUIRE_SERVICES=1` it fails.
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "tests")]

use restwright::__gen::Migration;
use restwright::schema::{Api, Dialect};
use restwright::server::{MigrateOptions, migrate, migrate_to, plan};
use restwright::{Database, Value};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

static API: Api = Api::new("shop", "Shop");
static COUNT: AtomicU32 = AtomicU32::new(0);

fn history() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/history")
}

fn keep(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

fn read(folder: &Path, name: &str) -> Migration {
    let sql = |dialect: Dialect| keep(std::fs::read_to_string(folder.join(format!("{}.sql", dialect.name()))).unwrap());
    let [sqlite, postgres, mysql] = Dialect::ALL.map(sql);
    Migration { name: keep(name.to_owned()), sqlite, postgres, mysql }
}

fn steps() -> &'static [Migration] {
    let folder = history().join("migrations");
    let mut names: Vec<String> = std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    Box::leak(names.iter().map(|name| read(&folder.join(name), name)).collect())
}

fn fresh() -> &'static [Migration] {
    Box::leak(Box::new([read(&history().join("fresh"), "0001_initial")]))
}

/// A database of the test's own, and how to drop it.
struct Own {
    url: String,
    drop: Option<(String, String)>,
}

impl Own {
    async fn new(dialect: Dialect) -> Option<Self> {
        let name = format!("restwright_migrations_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let (variable, default) = match dialect {
            Dialect::Sqlite => {
                let file = std::env::temp_dir().join(format!("{name}.sqlite3"));
                return Some(Self { url: format!("sqlite://{}", file.display()), drop: None });
            }
            Dialect::Postgres => ("TEST_POSTGRES_URL", "postgres://root@127.0.0.1:5432/test"),
            Dialect::MySql => ("TEST_MYSQL_URL", "mysql://root@127.0.0.1:3306/test"),
        };
        let server = std::env::var(variable).unwrap_or_else(|_| default.to_owned());
        let made = match Database::connect(&server).await {
            Ok(db) => {
                let charset = if dialect == Dialect::MySql { " CHARACTER SET utf8mb4" } else { "" };
                let made = db.write().await.unwrap().script(&format!("CREATE DATABASE {name}{charset}")).await.map_err(|e| e.to_string());
                db.close().await;
                made
            }
            Err(error) => Err(error.to_string()),
        };
        if let Err(error) = made {
            assert!(std::env::var_os("RESTWRIGHT_REQUIRE_SERVICES").is_none(), "{}: {error}", dialect.title());
            eprintln!("SKIPPED: no {} ({error})", dialect.title());
            return None;
        }
        let (server_part, _) = server.rsplit_once('/').unwrap();
        Some(Self { url: format!("{server_part}/{name}"), drop: Some((server, name)) })
    }

    async fn open(&self) -> Database {
        Database::connect(&self.url).await.unwrap()
    }

    async fn end(self) {
        if let Some((server, name)) = self.drop {
            let db = Database::connect(&server).await.unwrap();
            db.write().await.unwrap().script(&format!("DROP DATABASE {name}")).await.unwrap();
            db.close().await;
        } else {
            let file = self.url.trim_start_matches("sqlite://");
            ["", "-wal", "-shm"].iter().for_each(|end| drop(std::fs::remove_file(format!("{file}{end}"))));
        }
    }
}

async fn column(db: &Database, sql: &str) -> Vec<String> {
    let rows = db.read().await.unwrap().fetch(sql, &[]).await.unwrap();
    rows.iter().map(|row| row.text(0).map(|t| t.to_string()).unwrap_or_default()).collect()
}

/// What the database says of its tables, in an order of its own: columns, indexes, keys, conditions.
async fn schema(db: &Database) -> Vec<String> {
    let queries: &[&str] = match db.dialect() {
        Dialect::Sqlite => &[
            "SELECT m.name || '|' || p.name || '|' || p.type || '|' || p.\"notnull\" || '|' || p.pk FROM sqlite_master m, pragma_table_info(m.name) p",
            "SELECT m.name || '|' || CASE WHEN i.origin = 'c' THEN i.name ELSE '' END || '|' || i.\"unique\" || '|' || (SELECT group_concat(x.name || ' ' || x.\"desc\") \
             FROM pragma_index_xinfo(i.name) x WHERE x.key = 1) FROM sqlite_master m, pragma_index_list(m.name) i WHERE m.type = 'table'",
            "SELECT m.name || '|' || f.\"from\" || '|' || f.\"table\" || '|' || f.\"to\" FROM sqlite_master m, pragma_foreign_key_list(m.name) f",
        ],
        Dialect::Postgres => &[
            "SELECT concat_ws('|', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, pg_get_expr(d.adbin, d.adrelid)) \
             FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum \
             WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped",
            "SELECT concat_ws('|', conrelid::regclass, CASE WHEN contype = 'p' THEN '' ELSE conname END, pg_get_constraintdef(oid)) \
             FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
            "SELECT concat_ws('|', tablename, indexname, regexp_replace(indexdef, '^.* USING', '')) FROM pg_indexes WHERE schemaname = 'public' \
             AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = indexname AND contype = 'p')",
        ],
        Dialect::MySql => &[
            "SELECT CONCAT_WS('|', table_name, column_name, column_type, is_nullable, COALESCE(column_default, '-'), extra) \
             FROM information_schema.columns WHERE table_schema = DATABASE()",
            "SELECT CONCAT_WS('|', table_name, index_name, non_unique, GROUP_CONCAT(CONCAT(column_name, ' ', COALESCE(collation, '')) ORDER BY seq_in_index)) \
             FROM information_schema.statistics WHERE table_schema = DATABASE() GROUP BY table_name, index_name, non_unique",
            "SELECT CONCAT_WS('|', table_name, constraint_name, column_name, referenced_table_name, referenced_column_name) \
             FROM information_schema.key_column_usage WHERE table_schema = DATABASE() AND referenced_table_name IS NOT NULL",
            "SELECT CONCAT_WS('|', table_name, constraint_name, check_clause) FROM information_schema.check_constraints WHERE constraint_schema = DATABASE()",
        ],
    };
    let mut all = Vec::new();
    for (at, sql) in queries.iter().enumerate() {
        all.extend(column(db, sql).await.into_iter().map(|line| format!("{at}|{line}")));
    }
    if db.dialect() == Dialect::Sqlite {
        // The conditions are in the text alone; a line holds one.
        for sql in column(db, "SELECT name || char(10) || sql FROM sqlite_master WHERE type = 'table'").await {
            let table = sql.lines().next().unwrap_or_default().to_owned();
            all.extend(sql.lines().filter(|l| l.contains("CHECK")).map(|l| format!("check|{table}|{}", l.trim().trim_end_matches(','))));
        }
    }
    all.sort();
    all
}

async fn run(db: &Database, sql: &str) {
    db.write().await.unwrap().script(sql).await.unwrap();
}

async fn upgraded(dialect: Dialect) {
    let Some(own) = Own::new(dialect).await else { return };
    let db = own.open().await;
    let steps = steps();
    for step in steps {
        if step.name.starts_with("0010") {
            // The step before left the column empty for somebody to fill; until then the next one is refused.
            let refused = migrate(&db, &API, steps).await.unwrap_err().to_string();
            assert!(refused.contains(step.name), "{refused}");
            run(&db, &format!("UPDATE shop_author SET {} = id * 10", db.dialect().quote("rank"))).await;
        }
        let options = MigrateOptions { to: Some(step.name.to_owned()), ..MigrateOptions::default() };
        let done = migrate_to(&db, &API, steps, &options).await.unwrap_or_else(|e| panic!("{}: {e}", dialect.title()));
        assert_eq!(done, [step.name]);
        match &step.name[..4] {
            "0001" => {
                run(&db, "INSERT INTO shop_author (name) VALUES ('Ann'), ('Bo'), ('Cy')").await;
                let books = "('A', NULL, 1.50, 1), ('B', 20, 2.25, 1), ('C', 30, 9999.99, 2)";
                run(&db, &format!("INSERT INTO shop_book (title, pages, price, author_id) VALUES {books}")).await;
            }
            "0003" => {
                run(&db, "INSERT INTO shop_tag (label) VALUES ('x'), ('y')").await;
                run(&db, "INSERT INTO shop_book_tags (book_id, tag_id) VALUES (1, 1), (1, 2), (3, 2)").await;
            }
            "0007" => {
                run(&db, "INSERT INTO shop_media (title, type) VALUES ('M', 'film')").await;
                run(&db, "INSERT INTO shop_film (media_ptr_id, minutes, volume_id) VALUES (1, 90, 1)").await;
                run(&db, "UPDATE shop_tag SET parent_id = 1 WHERE id = 2").await;
            }
            _ => {}
        }
    }
    assert!(migrate(&db, &API, steps).await.unwrap().is_empty());
    let text = |columns: &str| match dialect {
        Dialect::MySql => format!("CONCAT_WS('|', {columns})"),
        Dialect::Postgres => format!("concat_ws('|', {columns})"),
        Dialect::Sqlite => columns.replace(", ", " || '|' || "),
    };
    let volumes = format!("SELECT {} FROM shop_volumes ORDER BY id", text("id, name, page_count, author_id, language"));
    assert_eq!(column(&db, &volumes).await, ["1|A|0|1|en", "2|B|20|1|en", "3|C|30|2|en"]);
    let dear = db.read().await.unwrap().fetch("SELECT id FROM shop_volumes WHERE price = 9999.99", &[]).await.unwrap();
    assert_eq!(dear.len(), 1);
    let codes = db.read().await.unwrap().fetch("SELECT DISTINCT code FROM shop_volumes", &[]).await.unwrap();
    assert_eq!(codes.len(), 3, "each row got a uuid of its own");
    let authors = format!("SELECT {} FROM shop_author ORDER BY id", text(&format!("id, name, {}", dialect.quote("rank"))));
    assert_eq!(column(&db, &authors).await, ["1|Ann|10", "2|Bo|20", "3|Cy|30"]);
    let pairs = format!("SELECT {} FROM shop_volumes_labels ORDER BY id", text("volume_id, tag_id"));
    assert_eq!(column(&db, &pairs).await, ["1|1", "1|2", "3|2"]);
    let tags = format!("SELECT {} FROM shop_tag WHERE parent_id IS NOT NULL", text("id, label, parent_id"));
    assert_eq!(column(&db, &tags).await, ["2|y|1"]);

    let other = Own::new(dialect).await.unwrap();
    let new = other.open().await;
    migrate(&new, &API, fresh()).await.unwrap();
    let (one, two) = (schema(&db).await, schema(&new).await);
    assert!(one.len() > 80, "the queries find the tables: {one:?}");
    let only = |a: &[String], b: &[String]| a.iter().filter(|l| !b.contains(l)).cloned().collect::<Vec<_>>();
    assert_eq!((only(&one, &two), only(&two, &one)), (Vec::new(), Vec::new()), "{}", dialect.title());
    // A new row and a refused one show that keys are what they were.
    let refused = db.write().await.unwrap().execute("INSERT INTO shop_volumes_labels (volume_id, tag_id) VALUES (99, 1)", &[]).await;
    assert!(refused.is_err(), "{}", dialect.title());
    db.close().await;
    new.close().await;
    own.end().await;
    other.end().await;
}

/// Eight servers that start at once, each with its own connections: every step runs once.
async fn together(dialect: Dialect) {
    let Some(own) = Own::new(dialect).await else { return };
    let steps = steps();
    let mut running = Vec::new();
    for _ in 0..8 {
        let url = own.url.clone();
        running.push(tokio::spawn(async move {
            let db = Database::connect(&url).await.unwrap();
            let done = migrate(&db, &API, steps).await;
            db.close().await;
            done.map_err(|e| e.to_string())
        }));
    }
    let mut all = Vec::new();
    for one in running {
        all.extend(one.await.unwrap().unwrap_or_else(|e| panic!("{}: {e}", dialect.title())));
    }
    all.sort_unstable();
    assert_eq!(all, steps.iter().map(|s| s.name).collect::<Vec<_>>(), "{}", dialect.title());
    own.end().await;
}

/// A step that fails in its midst.
async fn failing(dialect: Dialect) {
    let Some(own) = Own::new(dialect).await else { return };
    let sql = "CREATE TABLE one (id integer);\nINSERT INTO missing VALUES (1);\nCREATE TABLE two (id integer);\n";
    let wrong: &'static [Migration] = Box::leak(Box::new([Migration { name: "0001_initial", sqlite: sql, postgres: sql, mysql: sql }]));
    let db = own.open().await;
    let error = migrate(&db, &API, wrong).await.unwrap_err().to_string();
    assert_eq!(plan(&db, &API, wrong).await.unwrap(), [("0001_initial", false)]);
    let there = db.read().await.unwrap().fetch("SELECT id FROM one", &[]).await.is_ok();
    if dialect == Dialect::MySql {
        assert!(error.contains("0001_initial stopped at statement 2 of 3") && error.contains("INSERT INTO missing"), "{error}");
        assert!(there);
    } else {
        assert!(error.starts_with("migration 0001_initial: "), "{error}");
        assert!(!there, "nothing of it is left");
    }
    run(&db, "CREATE TABLE missing (id integer)").await;
    assert_eq!(migrate(&db, &API, wrong).await.unwrap(), ["0001_initial"]);
    let rows = db.read().await.unwrap().fetch("SELECT id FROM missing WHERE id = ?", &[Value::Int(1)]).await.unwrap();
    assert_eq!(rows.len(), 1);
    db.close().await;
    own.end().await;
}

macro_rules! each_database {
    ($($module:ident, $feature:literal, $dialect:ident;)*) => {
        $(#[cfg(feature = $feature)]
        mod $module {
            use super::*;

            #[tokio::test]
            async fn ten_specs_later_the_schema_is_as_if_made_fresh() {
                upgraded(Dialect::$dialect).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn servers_that_start_together_take_turns() {
                together(Dialect::$dialect).await;
            }

            #[tokio::test]
            async fn a_step_that_fails_can_be_mended() {
                failing(Dialect::$dialect).await;
            }
        })*
    };
}

each_database! {
    sqlite, "sqlite", Sqlite;
    postgres, "postgres", Postgres;
    mysql, "mysql", MySql;
}
