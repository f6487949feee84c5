#![allow(clippy::unwrap_used)]

use super::*;
use crate::Value;
use crate::schema::model::{Field, FieldType, Model};
use crate::schema::viewset::ViewSet;
use crate::schema::{Resource, Serializer};

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
    let rows: Vec<_> = rows.iter().map(|r| (r.text(0).unwrap(), r.text(1).unwrap())).collect();
    assert_eq!(
        rows,
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
        [Migration { name: "0001_initial", sqlite: "CREATE TABLE a (id integer); CREATE TABLE a (id integer);" }];
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
    assert_eq!(row.text(0), Some("A.B@example.org"));
}

#[test]
fn the_commands_are_well_formed() {
    Cli::command().debug_assert();
}
