#![allow(clippy::unwrap_used)]

use super::listen::login_throttle;
use super::*;
use crate::passwords::Hasher;
use crate::schema::model::{Field, FieldType, Model};
use crate::schema::viewset::ViewSet;
use crate::schema::{Resource, Serializer};
use crate::throttling::Rate;
use crate::{Database, Value};

static BOOK_COPY: Model =
    Model::new("BookCopy", "book_copy", "shop_book_copy").fields(&[Field::auto("id"), Field::new("title", "title", FieldType::Text)]);
static BOOK_COPY_SERIALIZER: Serializer = Serializer::new(&[]);
static BOOK_COPY_VIEWSET: ViewSet = ViewSet::new("book-copies", "bookcopy");
static RESOURCES: [Resource; 1] =
    [Resource { model: &BOOK_COPY, serializer: &BOOK_COPY_SERIALIZER, filterset: None, viewset: &BOOK_COPY_VIEWSET }];
static API: Api = Api { resources: &RESOURCES, ..Api::new("shop", "Shop") };
static MIGRATIONS: [Migration; 1] = [Migration {
    name: "0001_initial",
    sqlite: "CREATE TABLE shop_book_copy (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, title text NOT NULL);",
    postgres: "",
    mysql: "",
}];

fn user(name: &str) -> NewUser {
    NewUser {
        username: name.to_owned(),
        email: "A.B@Example.ORG".to_owned(),
        password: "secret".to_owned(),
        staff: false,
        superuser: false,
        active: true,
        token: None,
        permissions: Vec::new(),
    }
}

async fn database() -> Database {
    let db = Database::connect("sqlite::memory:").await.unwrap();
    assert_eq!(migrate(&db, &API, &MIGRATIONS).await.unwrap(), ["0001_initial"]);
    db
}

#[tokio::test]
async fn migrating_twice_does_nothing() {
    let db = database().await;
    assert!(migrate(&db, &API, &MIGRATIONS).await.unwrap().is_empty());
    let rows = db.read().await.unwrap().fetch("SELECT codename, name FROM auth_permission ORDER BY id", &[]).await.unwrap();
    let rows: Vec<_> = rows.iter().map(|r| (r.text(0).unwrap().to_string(), r.text(1).unwrap().to_string())).collect();
    let shown: Vec<(&str, &str)> = rows.iter().map(|(codename, name)| (codename.as_str(), name.as_str())).collect();
    assert_eq!(
        shown,
        [
            ("add_bookcopy", "Can add book copy"),
            ("change_bookcopy", "Can change book copy"),
            ("delete_bookcopy", "Can delete book copy"),
            ("view_bookcopy", "Can view book copy")
        ]
    );
}

#[tokio::test]
async fn a_migration_that_fails_leaves_nothing() {
    let db = Database::connect("sqlite::memory:").await.unwrap();
    static WRONG: [Migration; 1] =
        [Migration { name: "0001_initial", sqlite: "CREATE TABLE a (id integer); CREATE TABLE a (id integer);", postgres: "", mysql: "" }];
    let error = migrate(&db, &API, &WRONG).await.unwrap_err().to_string();
    assert!(error.starts_with("migration 0001_initial: "), "{error}");
    assert_eq!(migrate(&db, &API, &MIGRATIONS).await.unwrap(), ["0001_initial"]);
}

#[tokio::test]
async fn users_are_made_whole_or_not_at_all() {
    let db = database().await;
    let made = create_user(&db, &API, NewUser { permissions: vec!["add_bookcopy".into(), "shop.view_bookcopy".into()], ..user("anna") })
        .await
        .unwrap();
    assert_eq!((made.id, made.token.len()), (1, 40));
    let refused = |user| async { create_user(&db, &API, user).await.unwrap_err().to_string() };
    assert_eq!(refused(user("anna")).await, "there is a user \"anna\" already");
    assert_eq!(refused(NewUser { token: Some(made.token.clone()), ..user("b") }).await, "--token: another user has this token");
    assert_eq!(
        refused(NewUser { permissions: vec!["add_bokcopy".into()], ..user("b") }).await,
        "--permission: there is no permission `add_bokcopy`; did you mean `add_bookcopy`?"
    );
    assert_eq!(refused(user("")).await, "--username: a user needs a name");
    let next = create_user(&db, &API, NewUser { token: Some("any text".into()), ..user("bo") }).await.unwrap();
    assert_eq!((next.id, next.token.as_str()), (2, "any text"));
    let row = db.read().await.unwrap().fetch_one("SELECT email FROM auth_user WHERE id = ?", &[Value::Int(2)]).await.unwrap().unwrap();
    assert_eq!(row.text(0).as_deref(), Some("A.B@example.org"));
}

#[tokio::test]
async fn tokens_and_passwords_are_changed() {
    use accounts::{TokenChange, change_password, find, token};
    let db = database().await;
    let made = create_user(&db, &API, user("anna")).await.unwrap();
    let anna = find(&db, "anna").await.unwrap();
    assert_eq!((anna.username.as_str(), anna.email.as_str()), ("anna", "A.B@example.org"));
    assert_eq!(find(&db, "bo").await.unwrap_err().to_string(), "there is no user \"bo\"");

    assert_eq!(token(&db, &anna, TokenChange::Keep).await.unwrap(), Some(made.token.clone()));
    let rotated = token(&db, &anna, TokenChange::Rotate).await.unwrap().unwrap();
    assert!(rotated != made.token && rotated.len() == 40, "{rotated}");
    assert_eq!(token(&db, &anna, TokenChange::Revoke).await.unwrap(), None);
    let rows = db.read().await.unwrap().fetch("SELECT user_id FROM authtoken_token", &[]).await.unwrap();
    assert!(rows.is_empty());
    assert!(token(&db, &anna, TokenChange::Keep).await.unwrap().is_some(), "made where there is none");

    let stored = async || {
        let row = db.read().await.unwrap().fetch_one("SELECT password FROM auth_user", &[]).await.unwrap().unwrap();
        row.text(0).unwrap().to_string()
    };
    let before = stored().await;
    change_password(&db, &anna, "another one", Hasher::Argon2).await.unwrap();
    let after = stored().await;
    assert!(after.starts_with("argon2$") && after != before);
    change_password(&db, &anna, "another one", Hasher::Pbkdf2Sha256).await.unwrap();
    assert!(stored().await.starts_with("pbkdf2_sha256$1000000$"));
}

#[tokio::test]
async fn expired_sessions_are_cleared() {
    let db = database().await;
    let mut conn = db.begin().await.unwrap();
    for n in 0..2500 {
        let expires = if n < 2400 { "2020-01-01 00:00:00" } else { "2999-01-01 00:00:00" };
        let sql = "INSERT INTO django_session (session_key, session_data, expire_date) VALUES (?, '', ?)";
        conn.execute(sql, &[Value::Text(format!("key{n}")), Value::Text(expires.to_owned())]).await.unwrap();
    }
    conn.commit().await.unwrap();
    assert_eq!(crate::authentication::session::clear_expired(&db).await.unwrap(), 1000, "a login deletes some");
    assert_eq!(accounts::clear_sessions(&db).await.unwrap(), 1400);
    assert_eq!(accounts::clear_sessions(&db).await.unwrap(), 0);
}

#[test]
fn the_limit_of_logins_is_a_rate_or_off() {
    let read = |text| login_throttle(text).map(|throttle| throttle.0);
    assert_eq!(read("10/min"), Ok(Rate::parse("10/m")));
    assert_eq!(read("off"), Ok(None));
    for wrong in ["", "0/min", "ten/min", "10", "10/x", "on"] {
        assert!(read(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn the_commands_are_well_formed() {
    Cli::command().debug_assert();
}

mod fixtures {
    use super::*;
    use crate::schema::model::OnDelete;

    static AUTHOR: Model = Model::new("Author", "author", "shop_author").fields(&[
        Field::auto("id"),
        Field::new("name", "name", FieldType::Text),
        Field::many_to_many("friends", "Author"),
    ]);
    static BOOK: Model = Model::new("Book", "book", "shop_book").fields(&[
        Field::auto("id"),
        Field::new("title", "title", FieldType::Text),
        Field::new("price", "price", FieldType::Decimal).digits(6, 2).null(),
        Field::new("printed", "printed", FieldType::DateTime).null(),
        Field::new("pages", "pages", FieldType::Integer).default(crate::schema::Literal::Int(7)),
        Field::new("extra", "extra", FieldType::Json).null(),
        Field::foreign_key("author", "author_id", "Author", OnDelete::Cascade),
        Field::foreign_key("owner", "owner_id", "auth.User", OnDelete::Cascade).null(),
    ]);
    static AUTHOR_VIEWSET: ViewSet = ViewSet::new("authors", "author");
    static BOOK_VIEWSET: ViewSet = ViewSet::new("books", "book");
    static RESOURCES: [Resource; 2] = [
        Resource { model: &AUTHOR, serializer: &BOOK_COPY_SERIALIZER, filterset: None, viewset: &AUTHOR_VIEWSET },
        Resource { model: &BOOK, serializer: &BOOK_COPY_SERIALIZER, filterset: None, viewset: &BOOK_VIEWSET },
    ];
    static API: Api = Api { resources: &RESOURCES, ..Api::new("shop", "Shop") };
    static MIGRATIONS: [Migration; 1] = [Migration {
        name: "0001_initial",
        sqlite: "CREATE TABLE shop_author (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, name text NOT NULL);
            CREATE TABLE shop_author_friends (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, \
            from_author_id bigint NOT NULL REFERENCES shop_author (id), to_author_id bigint NOT NULL REFERENCES shop_author (id));
            CREATE TABLE shop_book (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, title text NOT NULL, price decimal NULL, \
            printed datetime NULL, pages integer NOT NULL, extra text NULL, author_id bigint NOT NULL REFERENCES shop_author (id), \
            owner_id integer NULL REFERENCES auth_user (id));",
        postgres: "",
        mysql: "",
    }];

    async fn load(db: &Database, text: &str) -> Result<usize, String> {
        load_data(db, &Graph::link(&API).unwrap(), text).await.map_err(|e| e.to_string())
    }

    async fn database() -> Database {
        let db = Database::connect("sqlite::memory:").await.unwrap();
        migrate(&db, &API, &MIGRATIONS).await.unwrap();
        db
    }

    async fn texts(db: &Database, sql: &str) -> Vec<String> {
        db.read()
            .await
            .unwrap()
            .fetch(sql, &[])
            .await
            .unwrap()
            .iter()
            .map(|r| r.text(0).map_or("NULL".to_owned(), |text| text.to_string()))
            .collect()
    }

    #[tokio::test]
    async fn rows_users_and_lists() {
        let db = database().await;
        let fixture = r#"[
            {"model": "shop.book", "pk": 3, "fields": {"title": "Late", "price": "9.50", "printed": "2024-02-29T12:00:00Z",
                "extra": {"a": [1, 2.50]}, "author": 2, "owner": ["anna"]}},
            {"model": "shop.Author", "pk": 1, "fields": {"name": "A", "friends": [2]}},
            {"model": "shop.author", "pk": 2, "fields": {"name": "B"}},
            {"model": "shop.author", "fields": {"name": "C"}},
            {"model": "auth.group", "pk": 1, "fields": {"name": "clerks", "permissions": [["add_book", "shop", "book"]]}},
            {"model": "authtoken.token", "pk": "any text", "fields": {"user": ["anna"]}}
        ]"#;
        let anna = r#"[{"model": "auth.user", "pk": 7, "fields": {"username": "anna", "password": "!", "groups": [["clerks"]], "user_permissions": []}}]"#;
        assert_eq!(
            load(&db, anna).await.unwrap_err(),
            "entry 1: auth.user, field \"groups\": there is no auth.group with the natural key [\"clerks\"]"
        );
        assert_eq!(load(&db, &anna.replace("[\"clerks\"]", "")).await, Ok(1));
        for _ in 0..2 {
            assert_eq!(
                load(&db, &fixture.replace(r#""fields": {"name": "C"}"#, r#""pk": 4, "fields": {"name": "C"}"#)).await,
                Ok(6),
                "twice is once"
            );
        }
        assert_eq!(load(&db, anna).await, Ok(1));
        let rows = texts(
            &db,
            "SELECT title || '|' || price || '|' || printed || '|' || pages || '|' || extra || '|' || owner_id || '|' || typeof(price) FROM shop_book",
        );
        assert_eq!(rows.await, [r#"Late|9.5|2024-02-29 12:00:00|7|{"a": [1, 2.5]}|7|real"#]);
        let friends = texts(&db, "SELECT from_author_id || '-' || to_author_id FROM shop_author_friends ORDER BY 1").await;
        assert_eq!(friends, ["1-2"], "only Django's \"self\" is mutual");
        assert_eq!(texts(&db, "SELECT name FROM shop_author ORDER BY id").await, ["A", "B", "C"]);
        let token =
            texts(&db, "SELECT t.key || ' ' || u.username || u.is_active FROM authtoken_token t JOIN auth_user u ON u.id = t.user_id")
                .await;
        assert_eq!(token, ["any text anna1"]);
        assert_eq!(texts(&db, "SELECT user_id || '-' || group_id FROM auth_user_groups").await, ["7-1"]);
    }

    #[tokio::test]
    async fn mistakes_are_named_and_nothing_is_written() {
        let db = database().await;
        let author = r#"{"model": "shop.author", "pk": 1, "fields": {"name": "A"}}"#;
        for (entry, expected) in [
            (r#"{"model": "shop.bok", "pk": 1}"#, r#"entry 2: there is no model "shop.bok"; did you mean "shop.book"?"#),
            (
                r#"{"model": "shop.author", "fields": {"nme": ""}}"#,
                r#"entry 2: shop.author, field "nme": there is no such field; did you mean "name"?"#,
            ),
            (
                r#"{"model": "shop.book", "fields": {"title": "x", "pages": "many", "author": 1}}"#,
                r#"entry 2: shop.book, field "pages": "many" is no whole number"#,
            ),
            (
                r#"{"model": "shop.book", "fields": {"printed": "noon", "author": 1}}"#,
                r#"entry 2: shop.book, field "printed": "noon" is no date and time"#,
            ),
            (
                r#"{"model": "shop.book", "fields": {"title": "x"}}"#,
                r#"entry 2: shop.book, field "author": a value is needed: the field is neither nullable nor has it a default"#,
            ),
            (
                r#"{"model": "shop.book", "fields": {"author": ["A"]}}"#,
                r#"entry 2: shop.book, field "author": shop.author has no natural keys"#,
            ),
            (r#"{"model": "shop.author", "fields": {"name": null}}"#, "entry 2: shop.author: NOT NULL constraint failed: shop_author.name"),
            (
                r#"{"model": "shop.book", "pk": 5, "fields": {"author": 99}}"#,
                "row 5 of shop_book points to a row of shop_author that is not there",
            ),
            ("7", r#"entry 2: an entry is an object with "model", "pk" and "fields""#),
            (r#"{"model": "shop.author", "field": {}}"#, r#"entry 2: unknown key "field"; an entry has "model", "pk" and "fields""#),
        ] {
            assert_eq!(load(&db, &format!("[{author}, {entry}]")).await, Err(expected.to_owned()));
        }
        assert!(load(&db, "{}").await.unwrap_err().starts_with("not a fixture: "));
        assert!(texts(&db, "SELECT name FROM shop_author").await.is_empty());
    }
}

#[tokio::test]
async fn the_openapi_document_needs_no_database() {
    for format in ["json", "yaml"] {
        let cli = Cli::try_parse_from(["shop", "openapi", "--format", format]).unwrap();
        run(&API, &MIGRATIONS, 0, cli.command).await.unwrap();
    }
    assert!(Cli::try_parse_from(["shop", "openapi", "--format", "xml"]).is_err());
}

mod migrations {
    use super::*;
    use crate::schema::Dialect;

    const fn step(name: &'static str, sqlite: &'static str) -> Migration {
        Migration { name, sqlite, postgres: "", mysql: "" }
    }

    static STEPS: [Migration; 3] = [
        step(
            "0001_initial",
            "CREATE TABLE a (id integer PRIMARY KEY);\nCREATE TABLE \"b\" (\n id integer PRIMARY KEY, a_id integer REFERENCES a (id));",
        ),
        step("0002_more", "ALTER TABLE a ADD COLUMN n integer;"),
        step("0003_rest", "ALTER TABLE a ADD COLUMN m integer;"),
    ];

    async fn names(db: &Database) -> Vec<(&'static str, bool)> {
        plan(db, &API, &STEPS).await.unwrap()
    }

    fn to(name: &str) -> MigrateOptions {
        MigrateOptions { to: Some(name.to_owned()), ..MigrateOptions::default() }
    }

    #[tokio::test]
    async fn a_run_may_stop_early_and_never_goes_back() {
        let db = Database::connect("sqlite::memory:").await.unwrap();
        assert_eq!(names(&db).await, [("0001_initial", false), ("0002_more", false), ("0003_rest", false)]);
        assert_eq!(migrate_to(&db, &API, &STEPS, &to("0002")).await.unwrap(), ["0001_initial", "0002_more"]);
        assert_eq!(names(&db).await, [("0001_initial", true), ("0002_more", true), ("0003_rest", false)]);
        let back = migrate_to(&db, &API, &STEPS, &to("0001_initial")).await.unwrap_err().to_string();
        assert!(back.starts_with("--to: 0002_more is applied already"), "{back}");
        let unknown = migrate_to(&db, &API, &STEPS, &to("0009")).await.unwrap_err().to_string();
        assert_eq!(unknown, "--to: no migration begins with `0009`; there are 0001_initial, 0002_more, 0003_rest");
        assert_eq!(migrate(&db, &API, &STEPS).await.unwrap(), ["0003_rest"]);
    }

    #[tokio::test]
    async fn tables_that_are_there_are_taken_as_made() {
        let fake = MigrateOptions { fake_initial: true, ..MigrateOptions::default() };
        let db = Database::connect("sqlite::memory:").await.unwrap();
        db.write().await.unwrap().script("CREATE TABLE a (id integer PRIMARY KEY); INSERT INTO a VALUES (7);").await.unwrap();
        let some = migrate_to(&db, &API, &STEPS, &fake).await.unwrap_err().to_string();
        assert_eq!(some, "--fake-initial: the database has some of the tables of 0001_initial but not b");
        db.write().await.unwrap().script("CREATE TABLE b (id integer PRIMARY KEY);").await.unwrap();
        assert_eq!(migrate_to(&db, &API, &STEPS, &fake).await.unwrap().len(), 3);
        let row = db.read().await.unwrap().fetch_one("SELECT id FROM a WHERE n IS NULL", &[]).await.unwrap();
        assert_eq!(row.and_then(|row| row.int(0)), Some(7));
    }

    #[tokio::test]
    async fn keys_that_lead_nowhere_are_found_before_the_end() {
        static LOSES: [Migration; 2] =
            [STEPS[0], step("0002_lost", "INSERT INTO a VALUES (1); INSERT INTO b VALUES (1, 1); DELETE FROM a;")];
        let db = Database::connect("sqlite::memory:").await.unwrap();
        let error = migrate(&db, &API, &LOSES).await.unwrap_err().to_string();
        assert_eq!(error, "migration 0002_lost: rows of b would point to rows that are not there");
        let rows = db.read().await.unwrap().fetch("SELECT id FROM b", &[]).await.unwrap();
        assert!(rows.is_empty(), "nothing of it is left");
        let refused = db.write().await.unwrap().execute("INSERT INTO b VALUES (1, 99)", &[]).await;
        assert!(refused.is_err(), "keys are checked again afterwards");
    }

    #[test]
    fn a_step_knows_its_statements() {
        assert_eq!(STEPS[1].sql(Dialect::Sqlite), "ALTER TABLE a ADD COLUMN n integer;");
        assert_eq!(STEPS[1].sql(Dialect::MySql), "");
    }
}
