//! What `codegen makemigrations` writes for a change of specs, run on filled databases of each kind: columns that become NOT NULL, and tables that
//! migrations begin or cease to look after.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{DatabaseKind, Fresh};
use restwright::Database;
use restwright::Migration;
use restwright::schema::ddl::{State, describe};
use restwright::schema::{Api, Dialect};
use restwright::server::{MigrateOptions, migrate, migrate_to};
use restwright_codegen::lower::lower;
use restwright_codegen::migrations::plan;
use restwright_codegen::{Options, check};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

static API: Api = Api { resources: &[], ..Api::new("shop", "Shop") };

/// The state that specs describe: resources' names and files.
fn state(specs: &[(&str, &str)]) -> State {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let folder: PathBuf =
        std::env::temp_dir().join(format!("restwright-steps-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed)));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("api.toml"), "name = \"shop\"\n").unwrap();
    specs.iter().for_each(|(name, text)| std::fs::write(folder.join(format!("{name}.toml")), text).unwrap());
    let (read, mut bag) = check(&folder, Options::default()).unwrap();
    let found = bag.take();
    std::fs::remove_dir_all(&folder).unwrap();
    describe::state(&lower(&read.unwrap_or_else(|| panic!("{found:?}"))).unwrap())
}

/// The migrations of successive specs, as a generated crate holds them.
fn steps(specs: &[&[(&str, &str)]]) -> &'static [Migration] {
    let mut all: Vec<Migration> = Vec::new();
    let mut old = State::default();
    for specs in specs {
        let new = state(specs);
        for made in plan::migrations(&old, &new, &|_| false, "step", all.len() + 1).unwrap() {
            let sql = |dialect| &*made.sql(dialect).unwrap().to_owned().leak();
            let [sqlite, postgres, mysql] = Dialect::ALL.map(sql);
            all.push(Migration { name: made.name.leak(), sqlite, postgres, mysql });
        }
        old = new;
    }
    all.leak()
}

async fn to(db: &Database, steps: &'static [Migration], name: &str) -> Result<Vec<&'static str>, String> {
    let options = MigrateOptions { to: Some(name.to_owned()), ..MigrateOptions::default() };
    migrate_to(db, &API, steps, &options).await.map_err(|e| e.to_string())
}

async fn count(fresh: &Fresh, sql: &str) -> i64 {
    fresh.db.read().await.unwrap().fetch_one(sql, &[]).await.unwrap().unwrap().int(0).unwrap()
}

const AUTHOR: &str = "[fields]\nname = { type = \"string\", max_length = 40 }\n";

/// Columns of all sorts in which NULLs stand; `{null}` is what changes.
const BOOK: &str = r#"[fields]
title = { type = "string", max_length = 40 }
pages = { type = "integer", default = 7{null} }
stock = { type = "positive_integer", default = 3{null} }
price = { type = "decimal", max_digits = 6, decimal_places = 2, default = "1.50"{null} }
rate = { type = "float", default = 0.5{null} }
sold = { type = "boolean", default = true{null} }
kind = { type = "string", max_length = 20, default = "it's \\ new"{null} }
about = { type = "text", blank = true{null} }
code = { type = "uuid", unique = true, default = "uuid4()"{null} }
day = { type = "date", default = "2024-02-29"{null} }
made = { type = "datetime", default = "2024-02-29T10:00:00Z"{null} }
seen = { type = "datetime", auto_now = true{null} }
extra = { type = "json", default = {}{null} }
author = { type = "foreign_key", to = "Author", on_delete = "cascade", default = 1{null} }
"#;

#[tokio::test]
async fn columns_with_nulls_get_their_default() {
    let [before, after] = [", null = true", ""].map(|null| BOOK.replace("{null}", null));
    // Another length too: the default is a value of the new type.
    let before = before.replace("max_length = 20", "max_length = 2").replace(", default = \"it's \\\\ new\"", "");
    let steps = steps(&[&[("author", AUTHOR), ("book", &before)], &[("author", AUTHOR), ("book", &after)]]);
    assert_eq!(steps.len(), 2, "one step is enough");
    for kind in DatabaseKind::ALL {
        let Some(fresh) = kind.fresh().await else { continue };
        to(&fresh.db, steps, "0001").await.unwrap();
        fresh.script("INSERT INTO shop_author (name) VALUES ('Ann'), ('Bo')").await;
        fresh.script("INSERT INTO shop_book (title) VALUES ('A'), ('B')").await;
        fresh.script("INSERT INTO shop_book (title, pages, kind, author_id) VALUES ('C', 1, 'ab', 2)").await;
        migrate(&fresh.db, &API, steps).await.unwrap_or_else(|e| panic!("{kind:?}: {e}"));
        let backslash = if kind == DatabaseKind::MySql { r"it''s \\ new" } else { r"it''s \ new" };
        let filled = format!(
            "SELECT count(*) FROM shop_book WHERE pages = 7 AND stock = 3 AND price = 1.5 AND rate = 0.5 AND sold AND kind = '{backslash}' AND about = '' \
             AND author_id = 1 AND seen IS NOT NULL AND CAST(day AS char(10)) = '2024-02-29'"
        );
        assert_eq!(count(&fresh, &filled).await, 2, "{kind:?}");
        assert_eq!(
            count(&fresh, "SELECT count(*) FROM shop_book WHERE pages = 1 AND kind = 'ab' AND author_id = 2 AND stock = 3").await,
            1
        );
        assert_eq!(count(&fresh, "SELECT count(DISTINCT code) FROM shop_book").await, 3, "{kind:?}");
        for column in ["pages", "stock", "price", "rate", "sold", "kind", "about", "code", "day", "made", "seen", "extra", "author_id"] {
            let null = fresh.db.write().await.unwrap().script(&format!("UPDATE shop_book SET {column} = NULL")).await;
            assert!(null.is_err(), "{kind:?}: {column}");
        }
        fresh.close().await;
    }
}

/// Without a default there are two steps: one in which somebody says what the rows get, and one that is refused until then.
#[tokio::test]
async fn columns_with_nulls_and_no_default_take_two_steps() {
    let book =
        |pages: &str| format!("[fields]\ntitle = {{ type = \"string\", max_length = 40 }}\npages = {{ type = \"integer\"{pages} }}\n");
    let steps = steps(&[&[("book", &book(", null = true"))], &[("book", &book(""))]]);
    assert_eq!(steps.iter().map(|s| s.name).collect::<Vec<_>>(), ["0001_step", "0002_step", "0003_step_not_null"]);
    for kind in DatabaseKind::ALL {
        let Some(fresh) = kind.fresh().await else { continue };
        let quoted = fresh.db.dialect().quote("pages");
        let update = steps[1].sql(fresh.db.dialect()).lines().find_map(|line| line.strip_prefix("-- UPDATE ").map(str::to_owned)).unwrap();
        assert!(update.contains(&format!("SET {quoted} = … WHERE {quoted} IS NULL;")), "{update}");
        to(&fresh.db, steps, "0001").await.unwrap();
        fresh.script("INSERT INTO shop_book (title, pages) VALUES ('A', NULL), ('B', 2)").await;
        let refused = migrate(&fresh.db, &API, steps).await.unwrap_err().to_string();
        assert!(refused.contains("0003_step_not_null"), "{kind:?}: {refused}");
        assert_eq!(count(&fresh, "SELECT count(*) FROM shop_book WHERE pages IS NULL").await, 1, "nothing is lost");
        // The line that was written, with a value.
        fresh.script(&format!("UPDATE {}", update.replace('…', "9"))).await;
        assert_eq!(migrate(&fresh.db, &API, steps).await.unwrap(), ["0003_step_not_null"], "{kind:?}");
        assert_eq!(count(&fresh, "SELECT sum(pages) FROM shop_book").await, 11, "{kind:?}");
        assert!(fresh.db.write().await.unwrap().script("UPDATE shop_book SET pages = NULL").await.is_err(), "{kind:?}");
        fresh.close().await;
    }
}

/// A `book` with these fields and this `[meta]`.
fn book(fields: &str, managed: bool) -> String {
    format!("[fields]\ntitle = {{ type = \"string\", max_length = 40, db_index = true }}\n{fields}[meta]\nmanaged = {managed}\n")
}

const PAGES: &str = "pages = { type = \"integer\", default = 5 }\n";
const AUTHORS: &str = "authors = { type = \"many_to_many\", to = \"Author\" }\n";

/// What stands in a migration as comments, as statements.
fn comments(migration: &Migration, dialect: Dialect) -> String {
    let lines = migration.sql(dialect).lines().skip_while(|line| !line.contains("needs this first")).skip(1);
    lines.map_while(|line| line.strip_prefix("-- ")).fold(String::new(), |all, line| all + line + "\n")
}

fn statements(migration: &Migration, dialect: Dialect) -> usize {
    migration.sql(dialect).lines().filter(|line| !line.trim().is_empty() && !line.starts_with("--")).count()
}

/// Migrations that begin to look after a table find it there; what changes then and later is done to it.
#[tokio::test]
async fn a_table_that_is_there_is_looked_after_from_then_on() {
    let (foreign, own, wider) = (book(AUTHORS, false), book(AUTHORS, true), book(&format!("{PAGES}{AUTHORS}"), true));
    let in_two: &[&[(&str, &str)]] =
        &[&[("author", AUTHOR), ("book", &foreign)], &[("author", AUTHOR), ("book", &own)], &[("author", AUTHOR), ("book", &wider)]];
    let in_one: &[&[(&str, &str)]] = &[&[("author", AUTHOR), ("book", &foreign)], &[("author", AUTHOR), ("book", &wider)]];
    for specs in [in_two, in_one] {
        let steps = steps(specs);
        for kind in DatabaseKind::ALL {
            let Some(fresh) = kind.fresh().await else { continue };
            let dialect = fresh.db.dialect();
            if specs.len() == 3 {
                assert_eq!(statements(&steps[1], dialect), 0, "{}", steps[1].sql(dialect));
            }
            to(&fresh.db, steps, "0001").await.unwrap();
            // Neither it nor its pairs are made by migrations; these lines make them.
            assert!(fresh.db.write().await.unwrap().script("INSERT INTO shop_book (title) VALUES ('A')").await.is_err());
            fresh.script(&comments(&steps[1], dialect)).await;
            fresh.script("INSERT INTO shop_author (name) VALUES ('Ann')").await;
            fresh.script("INSERT INTO shop_book (title) VALUES ('A'), ('B')").await;
            fresh.script("INSERT INTO shop_book_authors (book_id, author_id) VALUES (1, 1)").await;
            migrate(&fresh.db, &API, steps).await.unwrap_or_else(|e| panic!("{kind:?}: {e}"));
            assert_eq!(count(&fresh, "SELECT count(*) FROM shop_book WHERE pages = 5").await, 2, "{kind:?}");
            assert_eq!(count(&fresh, "SELECT count(*) FROM shop_book_authors").await, 1, "{kind:?}");
            fresh.close().await;
        }
    }
}

/// Migrations that cease to look after a table leave it as it is, whatever becomes of its spec.
#[tokio::test]
async fn a_table_that_is_given_up_stays() {
    let (own, foreign) = (book(&format!("{PAGES}{AUTHORS}"), true), book("", false));
    let both: &[(&str, &str)] = &[("author", AUTHOR), ("book", &own)];
    let steps = steps(&[both, &[("author", AUTHOR), ("book", &foreign)], &[("author", AUTHOR)]]);
    for kind in DatabaseKind::ALL {
        let Some(fresh) = kind.fresh().await else { continue };
        to(&fresh.db, steps, "0001").await.unwrap();
        fresh.script("INSERT INTO shop_author (name) VALUES ('Ann')").await;
        fresh.script("INSERT INTO shop_book (title, pages) VALUES ('A', 3)").await;
        fresh.script("INSERT INTO shop_book_authors (book_id, author_id) VALUES (1, 1)").await;
        assert_eq!(migrate(&fresh.db, &API, steps).await.unwrap().len(), steps.len() - 1, "{kind:?}");
        assert_eq!(count(&fresh, "SELECT sum(pages) FROM shop_book").await, 3, "{kind:?}");
        assert_eq!(count(&fresh, "SELECT count(*) FROM shop_book_authors").await, 1, "{kind:?}");
        fresh.close().await;
    }
}
