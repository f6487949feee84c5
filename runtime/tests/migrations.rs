//! `migrate` on each kind of database: the tables of whole spec folders, turns, half-applied steps.

#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::DatabaseKind;
use restwright::Database;
use restwright::Migration;
use restwright::schema::ddl::{create, describe};
use restwright::schema::link::Graph;
use restwright::schema::{Api, Dialect};
use restwright::server::{MigrateOptions, migrate, migrate_to, plan};
use restwright_codegen::lower::lower;
use restwright_codegen::{Options, check};
use std::path::Path;

const FOLDERS: [&str; 4] = ["library", "market", "tracker", "clinic"];
static API: Api = Api { resources: &[], ..Api::new("shop", "Shop") };

fn graph(folder: &str) -> Graph {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/conformance").join(folder).join("specs");
    let (specs, mut found) = check(&path, Options { partial: true, ..Options::default() }).unwrap();
    let found = found.take();
    lower(&specs.unwrap_or_else(|| panic!("{folder}: {found:?}"))).unwrap()
}

/// A step with the same statements for every database.
const fn step(name: &'static str, sql: &'static str) -> Migration {
    Migration { name, sqlite: sql, postgres: sql, mysql: sql }
}

async fn count(db: &Database, sql: &str) -> i64 {
    db.read().await.unwrap().fetch_one(sql, &[]).await.unwrap().unwrap().int(0).unwrap()
}

/// The first migration of folders that hold every type and kind of relation is what each database takes.
#[tokio::test]
async fn first_migrations_are_taken() {
    for kind in DatabaseKind::ALL {
        for folder in FOLDERS {
            let Some(fresh) = kind.fresh().await else { break };
            let graph = graph(folder);
            let state = describe::state(&graph);
            let [sqlite, postgres, mysql] = Dialect::ALL.map(|d| &*create::all(d, &state).leak());
            let steps: &'static [Migration] = vec![Migration { name: "0001_initial", sqlite, postgres, mysql }].leak();
            assert_eq!(migrate(&fresh.db, graph.api, steps).await.unwrap(), ["0001_initial"], "{kind:?} {folder}");
            assert!(migrate(&fresh.db, graph.api, steps).await.unwrap().is_empty(), "{kind:?} {folder}");
            for table in state.tables.iter().filter(|t| t.managed) {
                let quoted = fresh.db.dialect().quote(&table.name);
                assert_eq!(count(&fresh.db, &format!("SELECT COUNT(*) FROM {quoted}")).await, 0);
            }
            fresh.close().await;
        }
    }
}

#[tokio::test]
async fn steps_run_in_order_each_once_and_no_further_than_asked() {
    static STEPS: [Migration; 3] = [
        step("0001_initial", "CREATE TABLE one (id integer NOT NULL PRIMARY KEY);"),
        step("0002_two", "INSERT INTO one (id) VALUES (1); CREATE TABLE two (id integer NOT NULL PRIMARY KEY);"),
        step("0003_three", "INSERT INTO two (id) VALUES (1);"),
    ];
    for kind in DatabaseKind::ALL {
        let Some(fresh) = kind.fresh().await else { continue };
        let db = &fresh.db;
        let to = |name: &str| MigrateOptions { to: Some(name.to_owned()), fake_initial: false };
        assert_eq!(plan(db, &API, &STEPS).await.unwrap(), [("0001_initial", false), ("0002_two", false), ("0003_three", false)]);
        assert_eq!(migrate_to(db, &API, &STEPS, &to("0002")).await.unwrap(), ["0001_initial", "0002_two"], "{kind:?}");
        assert_eq!(plan(db, &API, &STEPS).await.unwrap(), [("0001_initial", true), ("0002_two", true), ("0003_three", false)]);
        let unknown = migrate_to(db, &API, &STEPS, &to("0009")).await.unwrap_err().to_string();
        assert!(unknown.contains("no migration begins with `0009`"), "{unknown}");
        assert_eq!(migrate(db, &API, &STEPS).await.unwrap(), ["0003_three"], "{kind:?}");
        let back = migrate_to(db, &API, &STEPS, &to("0001")).await.unwrap_err().to_string();
        assert!(back.contains("migrations only go forward"), "{back}");
        assert_eq!(count(db, "SELECT COUNT(*) FROM two").await, 1);
        fresh.close().await;
    }
}

#[tokio::test]
async fn tables_that_are_there_are_taken_as_made() {
    static STEPS: [Migration; 1] =
        [step("0001_initial", "CREATE TABLE one (id integer NOT NULL PRIMARY KEY);\nCREATE TABLE two (id integer NOT NULL PRIMARY KEY);")];
    for kind in DatabaseKind::ALL {
        let Some(fresh) = kind.fresh().await else { continue };
        let options = MigrateOptions { to: None, fake_initial: true };
        fresh.script("CREATE TABLE one (id integer NOT NULL PRIMARY KEY)").await;
        let half = migrate_to(&fresh.db, &API, &STEPS, &options).await.unwrap_err().to_string();
        assert!(half.contains("some of the tables of 0001_initial but not two"), "{half}");
        fresh.script("CREATE TABLE two (id integer NOT NULL PRIMARY KEY)").await;
        assert_eq!(migrate_to(&fresh.db, &API, &STEPS, &options).await.unwrap(), ["0001_initial"], "{kind:?}");
        fresh.close().await;
    }
}

/// A step that fails leaves nothing; on MySQL, which cannot take back changes of tables, the next run goes on where it stopped.
#[tokio::test]
async fn a_step_that_fails_can_be_mended() {
    static STEPS: [Migration; 1] = [step(
        "0001_initial",
        "CREATE TABLE made (id integer NOT NULL PRIMARY KEY);\nINSERT INTO made (id) SELECT id FROM needed;\nINSERT INTO made (id) VALUES (2);\n",
    )];
    for kind in DatabaseKind::ALL {
        let Some(fresh) = kind.fresh().await else { continue };
        let error = migrate(&fresh.db, &API, &STEPS).await.unwrap_err().to_string();
        assert!(error.starts_with("migration 0001_initial"), "{kind:?}: {error}");
        if kind == DatabaseKind::MySql {
            assert!(error.contains("stopped at statement 2 of 3"), "{error}");
        }
        fresh.script("CREATE TABLE needed (id integer NOT NULL PRIMARY KEY)").await;
        fresh.script("INSERT INTO needed (id) VALUES (1)").await;
        assert_eq!(migrate(&fresh.db, &API, &STEPS).await.unwrap(), ["0001_initial"], "{kind:?}");
        assert_eq!(count(&fresh.db, "SELECT SUM(id) FROM made WHERE id < 3").await, 3, "{kind:?}");
        fresh.close().await;
    }
}

/// A process that died within a statement on MySQL: nobody can know, so a person is asked.
#[tokio::test]
async fn a_step_that_somebody_died_in_is_named() {
    static STEPS: [Migration; 1] = [step("0001_initial", "CREATE TABLE one (id integer NOT NULL PRIMARY KEY)")];
    let Some(fresh) = DatabaseKind::MySql.fresh().await else { return };
    migrate(&fresh.db, &API, &[]).await.unwrap();
    fresh.script("INSERT INTO restwright_migration_progress (app, name, begun, done) VALUES ('shop', '0001_initial', 1, 0)").await;
    let error = migrate(&fresh.db, &API, &STEPS).await.unwrap_err().to_string();
    assert!(error.contains("a process died while statement 1 of 1 ran") && error.contains("CREATE TABLE one"), "{error}");
    fresh.close().await;
}

/// Many that start together take turns: each step is run by one of them.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_at_once_take_turns() {
    static STEPS: [Migration; 2] =
        [step("0001_initial", "CREATE TABLE one (id integer NOT NULL PRIMARY KEY);"), step("0002_two", "INSERT INTO one (id) VALUES (1);")];
    let file = std::env::temp_dir().join(format!("restwright-migrate-{}.sqlite3", std::process::id()));
    for kind in DatabaseKind::ALL {
        let Some(fresh) = kind.fresh().await else { continue };
        let mut all = Vec::new();
        for _ in 0..4 {
            // SQLite's databases in memory are not shared, so these meet in a file.
            let db = match kind {
                DatabaseKind::Sqlite => Database::connect(&format!("sqlite://{}", file.display())).await.unwrap(),
                _ => fresh.db.clone(),
            };
            all.push(tokio::spawn(async move { migrate(&db, &API, &STEPS).await.map_err(|e| e.to_string()) }));
        }
        let mut applied = Vec::new();
        for one in all {
            applied.extend(one.await.unwrap().unwrap());
        }
        applied.sort_unstable();
        assert_eq!(applied, ["0001_initial", "0002_two"], "{kind:?}");
        fresh.close().await;
    }
    for suffix in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{suffix}", file.display()));
    }
}

/// A deadlock or a serialization failure is no reason to stop: the step is done again, and once.
#[tokio::test]
async fn a_step_that_others_were_in_the_way_of_is_tried_again() {
    // Counters that count on whatever becomes of the statement: a sequence, and a variable of the connection.
    static STEPS: [Migration; 1] = [Migration {
        name: "0001_initial",
        sqlite: "",
        postgres: "CREATE TABLE made (id integer NOT NULL PRIMARY KEY);\nINSERT INTO made (id) VALUES (1);\nSELECT in_the_way();\n",
        mysql: "CREATE TABLE made (id integer NOT NULL PRIMARY KEY);\nINSERT INTO made (id) SELECT in_the_way();\n",
    }];
    for (kind, function) in [
        (
            DatabaseKind::Postgres,
            "CREATE SEQUENCE tries; CREATE FUNCTION in_the_way() RETURNS integer LANGUAGE plpgsql AS $$ BEGIN \
             IF nextval('tries') < 3 THEN RAISE EXCEPTION 'not now' USING ERRCODE = '40001'; END IF; RETURN 1; END $$;",
        ),
        (
            DatabaseKind::MySql,
            "CREATE FUNCTION in_the_way() RETURNS integer BEGIN SET @tries = COALESCE(@tries, 0) + 1; \
             IF @tries < 3 THEN SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213; END IF; RETURN 1; END",
        ),
    ] {
        let Some(fresh) = kind.fresh().await else { continue };
        fresh.script(function).await;
        assert_eq!(migrate(&fresh.db, &API, &STEPS).await.unwrap(), ["0001_initial"], "{kind:?}");
        assert_eq!(count(&fresh.db, "SELECT count(*) FROM made").await, 1, "{kind:?}");
        assert!(migrate(&fresh.db, &API, &STEPS).await.unwrap().is_empty());
        fresh.close().await;
    }
}
