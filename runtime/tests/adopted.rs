//! Tables that structs made by themselves, and then migrations that make the same ones: which are taken as applied, on databases of each kind.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

mod common;

use common::{DatabaseKind, Fresh};
use restwright::Migration;
use restwright::schema::Dialect;
use restwright::schema::ddl::{create, describe};
use restwright::schema::link::Graph;
use restwright::{Api, ManyToMany, Resource};

/// Who writes.
#[derive(Resource)]
pub struct Author {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 40, unique)]
    pub name: String,
}

/// What is written.
#[derive(Resource)]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(foreign_key = "Author", on_delete = "cascade")]
    pub author: i64,
    #[field(blank, related_name = "+")]
    pub readers: ManyToMany<Author>,
}

/// Books as they are later.
mod later {
    use super::Author;
    use restwright::{ManyToMany, Resource};

    /// What is written.
    #[derive(Resource)]
    pub(crate) struct Book {
        #[field(primary_key)]
        pub id: i64,
        #[field(max_length = 40, default = "")]
        pub title: String,
        #[field(foreign_key = "Author", on_delete = "cascade")]
        pub author: i64,
        #[field(blank, related_name = "+")]
        pub readers: ManyToMany<Author>,
    }
}

fn both() -> Api {
    Api::new("shop").register::<Author>().register::<Book>()
}

/// The migration that `codegen makemigrations` begins with.
fn first(api: &Api, more: &str) -> Vec<Migration> {
    let state = describe::state(&Graph::link(api.urls().unwrap()).unwrap());
    let sql = |dialect| &*(create::all(dialect, &state) + more).leak();
    let [sqlite, postgres, mysql] = Dialect::ALL.map(sql);
    vec![Migration { name: "0001_initial", sqlite, postgres, mysql }]
}

async fn on_each(test: impl AsyncFn(&Fresh)) {
    for kind in DatabaseKind::ALL {
        let Some(fresh) = kind.fresh().await else { continue };
        test(&fresh).await;
        fresh.close().await;
    }
}

async fn refused(api: &Api, fresh: &Fresh) -> String {
    api.migrate(&fresh.db).await.unwrap_err().to_string()
}

#[tokio::test]
async fn the_first_migration_is_what_structs_made_by_themselves() {
    on_each(async |fresh| {
        assert_eq!(both().migrate(&fresh.db).await.unwrap(), ["0001_author", "0001_book"]);
        fresh.script("INSERT INTO shop_author (name) VALUES ('Ada')").await;
        let recorded = both().migrations(&first(&both(), ""));
        assert_eq!(recorded.migrate(&fresh.db).await.unwrap(), ["0001_initial"]);
        assert!(recorded.migrate(&fresh.db).await.unwrap().is_empty());
        let texts = async |fresh: &Fresh, sql| -> Vec<String> {
            let rows = fresh.db.read().await.unwrap().fetch(sql, &[]).await.unwrap();
            rows.iter().filter_map(|row| row.text(0).map(|text| text.to_string())).collect()
        };
        assert_eq!(texts(fresh, "SELECT name FROM shop_author").await, ["Ada"]);
        let made = match fresh.kind {
            DatabaseKind::Sqlite => "SELECT sql FROM sqlite_master WHERE sql LIKE '%shop_%' ORDER BY name",
            DatabaseKind::Postgres => {
                "SELECT CAST(indexdef AS text) FROM pg_indexes WHERE tablename LIKE 'shop_%' UNION ALL \
                 SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE conname LIKE 'shop_%' ORDER BY 1"
            }
            DatabaseKind::MySql => {
                "SELECT CONCAT(index_name, ' ', column_name) FROM information_schema.statistics WHERE table_schema = DATABASE() \
                 AND table_name LIKE 'shop_%' UNION ALL SELECT constraint_name FROM information_schema.table_constraints \
                 WHERE table_schema = DATABASE() AND table_name LIKE 'shop_%' ORDER BY 1"
            }
        };
        let new = fresh.kind.fresh().await.unwrap();
        recorded.migrate(&new.db).await.unwrap();
        let (by_itself, recorded) = (texts(fresh, made).await, texts(&new, made).await);
        new.close().await;
        assert!(by_itself.len() > 5 && by_itself == recorded, "{by_itself:#?}\n{recorded:#?}");
    })
    .await;
}

#[tokio::test]
async fn where_the_calls_stand_does_not_matter() {
    on_each(async |fresh| {
        let api = Api::new("shop").migrations(&first(&both(), "")).register::<Author>().register::<Book>();
        assert_eq!(api.migrate(&fresh.db).await.unwrap(), ["0001_initial"]);
    })
    .await;
}

#[tokio::test]
async fn what_is_not_the_same_is_refused_with_the_way_out() {
    on_each(async |fresh| {
        // A struct that changed before it had migrations.
        both().migrate(&fresh.db).await.unwrap();
        let changed = || Api::new("shop").register::<Author>().register::<later::Book>();
        let error = refused(&changed().migrations(&first(&changed(), "")), fresh).await;
        assert!(error.contains("0001_initial has title that it lacks, and lacks nothing"), "{error}");
        // Statements that were added to the migration.
        let error = refused(&both().migrations(&first(&both(), "UPDATE shop_author SET name = '';\n")), fresh).await;
        assert!(error.contains("which 0001_author made already, and changes others too"), "{error}");
        assert_eq!(both().migrations(&first(&both(), "")).migrate(&fresh.db).await.unwrap(), ["0001_initial"]);
    })
    .await;
    on_each(async |fresh| {
        // A resource that the database never had.
        Api::new("shop").register::<Author>().migrate(&fresh.db).await.unwrap();
        let error = refused(&both().migrations(&first(&both(), "")), fresh).await;
        assert!(
            error.contains("makes the table shop_author, which 0001_author made already, and makes shop_book, shop_book_readers too"),
            "{error}"
        );
        both().migrate(&fresh.db).await.unwrap();
        assert_eq!(both().migrations(&first(&both(), "")).migrate(&fresh.db).await.unwrap(), ["0001_initial"]);
    })
    .await;
}

#[tokio::test]
async fn what_was_dropped_is_made_anew() {
    on_each(async |fresh| {
        let authors = || Api::new("shop").register::<Author>();
        authors().migrate(&fresh.db).await.unwrap();
        let mut steps = first(&authors(), "");
        steps.push(Migration { name: "0002_gone", ..same("DROP TABLE shop_author;") });
        steps.push(Migration { name: "0003_again", ..steps[0] });
        assert_eq!(authors().migrations(&steps).migrate(&fresh.db).await.unwrap(), ["0001_initial", "0002_gone", "0003_again"]);
        fresh.script("INSERT INTO shop_author (name) VALUES ('Ada')").await;
    })
    .await;
}

const fn same(sql: &'static str) -> Migration {
    Migration { name: "", sqlite: sql, postgres: sql, mysql: sql }
}

#[tokio::test]
async fn two_migrations_of_one_name_are_refused() {
    let api = both().migrations(&first(&both(), "")).migrations(&first(&both(), ""));
    let fresh = DatabaseKind::Sqlite.fresh().await.unwrap();
    assert!(refused(&api, &fresh).await.contains("two migrations are called 0001_initial"));
}
