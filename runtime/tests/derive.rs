//! Derived resources, alone and beside a folder's: served, joined, and refused where they don't fit together.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs, reason = "tests")]

use restwright::axum::body::Body;
use restwright::schema::Dialect;
use restwright::schema::ddl::{create, describe};
use restwright::schema::link::Graph;
use restwright::schema::viewset::Pagination;
use restwright::serde_json::{Value, json};
use restwright::{Api, Choices, Column, Database, ManyToMany, Resource};
use tower::ServiceExt as _;

/// The folder, compiled in.
mod shop {
    restwright::resources!("tests/data/derive/specs", super::Maker);
}

use shop::resources::thing::Thing;

/// Who makes things.
#[derive(Resource)]
#[serializer(fields = ["id", "name", "size", "things"], read_only_fields = ["things"])]
pub struct Maker {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 20, unique)]
    pub name: String,
    #[field(default = "one_person")]
    pub size: Size,
}

/// How large a maker is.
#[derive(Choices, Clone, Copy, Debug, PartialEq)]
pub enum Size {
    OnePerson,
    #[choice(value = "factory", label = "A factory")]
    Large,
}

/// A remark on things.
#[derive(Resource)]
#[serializer(declared(things(slug_related, to = Thing, slug_field = "name", many)))]
pub struct Note {
    #[field(primary_key)]
    pub id: i64,
    #[field(type = "text")]
    pub text: String,
    #[field(related_name = "notes")]
    pub things: ManyToMany<Thing>,
}

fn api() -> Api {
    Api::of(shop::router::urls()).migrations(shop::MIGRATIONS).register::<Maker>().register::<Note>()
}

/// What a folder's migrations make is not the structs' to make: of it only what their keys lead to is said.
#[test]
fn the_tables_beside_a_folder_are_the_structs_own() {
    let graph = Graph::link(api().urls().unwrap()).unwrap();
    let folder = shop::router::urls().resources.len();
    let state = describe::state_of(&graph, |id| id >= folder);
    let said: Vec<(&str, bool, usize)> = state.tables.iter().map(|t| (t.key.as_str(), t.managed, t.columns.len())).collect();
    assert_eq!(said, [("Maker", true, 3), ("Thing", false, 1), ("Note", true, 2), ("Note.things", true, 3)]);
    let sql = create::all(Dialect::Postgres, &state);
    assert!(sql.contains("REFERENCES \"shop_thing\" (\"id\")") && !sql.contains("CREATE TABLE \"shop_thing\""), "{sql}");
    // All of them, where nobody else looks after one.
    assert_eq!(describe::state_of(&graph, |_| true), describe::state(&graph));
}

async fn ask(app: &restwright::axum::Router, method: &str, path: &str, body: Option<Value>) -> (u16, Value) {
    let request = http::Request::builder().method(method).uri(path).header("host", "localhost").header("content-type", "application/json");
    let request = request.body(body.map_or_else(Body::empty, |b| Body::from(b.to_string()))).unwrap();
    let answer = app.clone().oneshot(request).await.unwrap();
    let status = answer.status().as_u16();
    let bytes = restwright::axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap();
    (status, restwright::serde_json::from_slice(&bytes).unwrap_or(Value::Null))
}

/// A folder and structs point to each other, in one router over one database.
#[tokio::test]
async fn a_folder_and_structs_serve_together() {
    let db = Database::connect("sqlite::memory:").await.unwrap();
    let applied = api().migrate(&db).await.unwrap();
    assert_eq!(applied, ["0001_initial", "0001_maker", "0001_note"]);
    assert!(api().migrate(&db).await.unwrap().is_empty());
    let app = api().router(&db).unwrap();

    let (status, root) = ask(&app, "GET", "/api/", None).await;
    let names: Vec<&String> = root.as_object().unwrap().keys().collect();
    assert_eq!((status, names), (200, vec![&"things".to_owned(), &"makers".to_owned(), &"notes".to_owned()]));

    let (status, maker) = ask(&app, "POST", "/api/makers/", Some(json!({"name": "Ada"}))).await;
    assert_eq!((status, maker), (201, json!({"id": 1, "name": "Ada", "size": "one_person", "things": []})));
    let (status, refused) = ask(&app, "POST", "/api/makers/", Some(json!({"name": "Bob", "size": "huge"}))).await;
    assert_eq!((status, refused), (400, json!({"size": ["\"huge\" is not a valid choice."]})));

    let (status, thing) = ask(&app, "POST", "/api/things/", Some(json!({"name": "Lamp", "maker": 1}))).await;
    assert_eq!((status, thing), (201, json!({"id": 1, "name": "Lamp", "maker": 1, "maker_name": "Ada", "notes": []})));
    let (status, note) = ask(&app, "POST", "/api/notes/", Some(json!({"text": "Bright.", "things": ["Lamp"]}))).await;
    assert_eq!((status, note), (201, json!({"id": 1, "things": ["Lamp"], "text": "Bright."})));
    let (_, found) = ask(&app, "GET", "/api/things/?maker__name__istartswith=a", None).await;
    assert_eq!(found, json!([{"id": 1, "name": "Lamp", "maker": 1, "maker_name": "Ada", "notes": [1]}]));
    let (status, kept) = ask(&app, "DELETE", "/api/makers/1/", None).await;
    assert_eq!(status, 409, "{kept}");
}

/// A row is read into the struct, choices and all.
#[tokio::test]
async fn rows_are_structs() {
    let db = Database::connect("sqlite::memory:").await.unwrap();
    api().migrate(&db).await.unwrap();
    let app = api().app(&db).unwrap();
    ask(&app.router(), "POST", "/api/makers/", Some(json!({"name": "Ada", "size": "factory"}))).await;
    let maker = <Maker as Resource>::get(&app, 1).await.unwrap();
    assert_eq!((maker.id, maker.name.as_str(), maker.size), (1, "Ada", Size::Large));
    assert_eq!(Size::from_value(restwright::Value::Text("gone".to_owned())), None);
    assert_eq!(restwright::Value::from(Size::OnePerson), restwright::Value::Text("one_person".to_owned()));
}

/// Points to what is not registered, and shows what is not there.
#[derive(Resource)]
#[serializer(fields = ["id", "maker", "maker_age", "unheard_of"])]
#[serializer(declared(maker_age(integer, source = "maker.age", read_only)))]
#[filterset(lookups(maker.size = ["year"]))]
#[viewset(endpoint = "things", throttle_scope = "odd", ordering_fields = ["maker__weight"])]
pub struct Odd {
    #[field(primary_key)]
    pub id: i64,
    #[field(foreign_key = "Maker", on_delete = "cascade")]
    pub maker: i64,
}

fn refused(api: &Api) -> Vec<String> {
    api.urls().err().map(|errors| errors.0.iter().map(ToString::to_string).collect()).unwrap_or_default()
}

#[test]
fn what_does_not_fit_together_is_an_error_of_the_router() {
    let alone = Api::new("odd").register::<Odd>();
    assert_eq!(refused(&alone), ["Odd: field `maker` points to `Maker`, which is no resource"]);
    let lost = refused(&api().register::<Odd>());
    assert_eq!(
        lost,
        ["Odd: serializer field `maker_age`: `Maker` has no `age`", "Odd: serializer field `unheard_of`: `Odd` has no `unheard_of`"]
    );
}

/// Its parts resolve, and do not go together with the rest.
#[derive(Resource)]
#[serializer(fields = ["id", "maker"])]
#[filterset(lookups(maker.size = ["year"]))]
#[viewset(endpoint = "things", ordering_fields = ["maker__weight"], search_fields = ["maker__age"])]
pub struct Clash {
    #[field(primary_key)]
    pub id: i64,
    #[field(foreign_key = "Maker", on_delete = "cascade", related_name = "things")]
    pub maker: i64,
}

#[test]
fn all_that_clashes_is_said_at_once() {
    let found = refused(
        &api()
            .prefix("api")
            .pagination(Pagination::Cursor { page_size: None, page_size_query_param: "", max_page_size: None, ordering: &["-made"] })
            .register::<Clash>(),
    );
    let has = |text: &str| assert!(found.iter().any(|error| error.contains(text)), "{text}: {found:#?}");
    has("the prefix `api` does not begin and end with one slash");
    has("Clash: the endpoint `things` belongs to `Thing` already");
    has("Clash: filter `maker__size__year`: a field of type String has no lookup `year`");
    has("Clash: search_fields: `Maker` has no `age`");
    has("Clash: ordering: `Maker` has no `weight`");
    has("Clash: its way back from `Maker`, `things`, is taken already");
    has("Thing: a cursor cannot order by `-made`");
}
