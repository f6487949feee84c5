//! Projections over a database in memory: what is written, and with how many statements.

#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use crate::request::{Request, UrlStyle};
use crate::schema::expression::{ColumnRef, Expression, Function};
use crate::schema::link::ViewId;
use crate::schema::model::{Annotation, Field, FieldType, Literal, OnDelete};
use crate::schema::serializer::{Field as Shown, Kind, Nested, Related, RelatedKind, TextKind};
use crate::schema::viewset::Pagination;
use crate::schema::{Api, Model, Resource, Serializer, ViewSet};
use crate::viewsets::testing;
use crate::{App, Database, Settings};

const INT: Kind = Kind::Integer { min_value: None, max_value: None, column: Some(FieldType::Auto) };
const TEXT: Kind = Kind::Text { kind: TextKind::Plain, max_length: None, min_length: None, trim_whitespace: true, allow_blank: true };
const KEYS: Kind = related(RelatedKind::PrimaryKey);
const LINK: Kind = Kind::Identity { view_name: "", lookup_field: "", detail: false };
const DETAIL: Kind = Kind::Identity { view_name: "", lookup_field: "", detail: true };

const fn related(kind: RelatedKind) -> Kind {
    Kind::Related(Related { kind, to: "", many: None, allow_empty: true })
}

const fn nested(to: &'static str) -> Kind {
    Kind::Nested(Nested { to, ..Nested::new() })
}

const fn show(name: &'static str, kind: Kind) -> Shown {
    Shown::new(name, kind).read_only()
}

static HOUSE: Model = Model::new("House", "house", "house")
    .fields(&[Field::auto("id"), Field::new("name", "name", FieldType::String).max_length(20)])
    .annotations(&[
        Annotation::count("people_count", "people"),
        Annotation::count("friend_count", "people__friends").distinct().conditions(&[("people__id__gt", &[Literal::Int(0)])]),
        Annotation::max("last_friend", "people__friends__slug"),
        Annotation::sum("card_sum", "people__house__id").default(Literal::Int(0)),
        Annotation::avg("average", "people__media__film__minutes"),
        Annotation::exists("has_card", "people__card"),
        Annotation::expression("shout", &SHOUT).kind(FieldType::String),
    ])
    .ordering(&["-name"]);
static SHOUT: Expression =
    Expression::Call(Function::Upper, &[Expression::Column(ColumnRef { field: "name", kind: FieldType::String, null: false })]);
static PERSON: Model = Model::new("Person", "person", "person")
    .fields(&[
        Field::auto("id"),
        Field::new("slug", "slug", FieldType::Slug).unique(),
        Field::foreign_key("house", "house_id", "House", OnDelete::Cascade).null().related_name("people"),
        Field::many_to_many("friends", "Person").related_name("liked_by"),
    ])
    .annotations(&[Annotation::count("friend_count", "friends"), Annotation::count("neighbours", "house__people")])
    .ordering(&["house", "-slug"])
    .display("slug");
static CARD: Model = Model::new("Card", "card", "card")
    .fields(&[Field::auto("id"), Field::one_to_one("person", "person_id", "Person", OnDelete::Cascade).related_name("card")]);
static MEDIUM: Model = Model::new("Medium", "medium", "medium").fields(&[
    Field::auto("id"),
    Field::new("type", "type", FieldType::String).max_length(20),
    Field::foreign_key("owner", "owner_id", "Person", OnDelete::Cascade).related_name("media"),
]);
static MEDIUM_MODEL: Model = MEDIUM.master().ordering(&["-id"]);
static FILM: Model = Model::new("Film", "film", "film").fields(&[Field::new("minutes", "minutes", FieldType::Integer)]).extends("Medium");

static HOUSE_SER: Serializer =
    Serializer::new(&[show("url", LINK), show("name", TEXT), show("people", KEYS), show("persons", nested("Person")).source("people")])
        .expandable_fields(&["people"]);
/// The same with everything that is computed.
static COUNTED_SER: Serializer = Serializer::new(&[
    show("name", TEXT),
    show("people_count", INT),
    show("friend_count", INT),
    show("last_friend", TEXT),
    show("card_sum", INT),
    show("average", Kind::Float { min_value: None, max_value: None }),
    show("has_card", Kind::Boolean),
    show("shout", TEXT),
    show("persons", nested("Person")).source("people"),
])
.expandable_fields(&["people"]);
static COUNTED_PERSON_SER: Serializer = Serializer::new(&[
    show("slug", TEXT),
    show("friend_count", INT),
    show("neighbours", INT),
    show("house_people", INT).source("house.people_count"),
    show("house_last", TEXT).source("house.last_friend"),
])
.expandable_fields(&["house", "friends"]);
static PERSON_SER: Serializer = Serializer::new(&[
    show("slug", TEXT),
    show("house", KEYS),
    show("house_url", related(RelatedKind::Hyperlinked { view_name: "", lookup_field: "" })).source("house"),
    show("house_text", related(RelatedKind::String)).source("house"),
    show("house_name", TEXT).source("house.name"),
    show("house_name_or_null", TEXT).source("house.name").allow_null(),
    show("card", KEYS),
    show("friends", KEYS),
    show("friend_slugs", related(RelatedKind::Slug("slug"))).source("friends"),
    show("friend_urls", related(RelatedKind::Hyperlinked { view_name: "", lookup_field: "" })).source("friends"),
    show("liked_by", related(RelatedKind::String)),
    show("media", related(RelatedKind::Detail)),
    show("secret", TEXT).source("slug").write_only(),
])
.expandable_fields(&["house", "friends", "card"]);
static CARD_SER: Serializer = Serializer::new(&[show("id", INT), show("person", nested("Person"))]);
static MEDIUM_SER: Serializer = Serializer::new(&[show("url", DETAIL), show("type", TEXT), show("owner", KEYS)]);
static FILM_SER: Serializer = Serializer::new(&[show("minutes", INT), show("owner_house", TEXT).source("owner.house.name")]);

static VIEWS: [ViewSet; 5] = [
    ViewSet::new("cards", "card"),
    ViewSet::new("films", "film"),
    ViewSet::new("houses", "house").pagination(Pagination::PageNumber {
        page_size: Some(100),
        page_size_query_param: "n",
        max_page_size: None,
    }),
    ViewSet::new("media", "medium"),
    ViewSet::new("people", "person").lookup_field("slug").pagination(Pagination::LimitOffset { default_limit: Some(100), max_limit: None }),
];
static RESOURCES: [Resource; 5] = RESOURCES_;
const RESOURCES_: [Resource; 5] = [
    Resource { model: &CARD, serializer: &CARD_SER, filterset: None, viewset: &VIEWS[0] },
    Resource { model: &FILM, serializer: &FILM_SER, filterset: None, viewset: &VIEWS[1] },
    Resource { model: &HOUSE, serializer: &HOUSE_SER, filterset: None, viewset: &VIEWS[2] },
    Resource { model: &MEDIUM_MODEL, serializer: &MEDIUM_SER, filterset: None, viewset: &VIEWS[3] },
    Resource { model: &PERSON, serializer: &PERSON_SER, filterset: None, viewset: &VIEWS[4] },
];
static COUNTED_RESOURCES: [Resource; 5] = [
    RESOURCES_[0],
    RESOURCES_[1],
    Resource { serializer: &COUNTED_SER, ..RESOURCES_[2] },
    RESOURCES_[3],
    Resource { serializer: &COUNTED_PERSON_SER, ..RESOURCES_[4] },
];
static COUNTED: Api = Api { resources: &COUNTED_RESOURCES, ..API_ };
static API: Api = API_;
const API_: Api = Api { resources: &RESOURCES, dynamic_fields: true, ..Api::new("t", "T") };
const CARDS: ViewId = 0;
const FILMS: ViewId = 1;
const HOUSES: ViewId = 2;
const PEOPLE: ViewId = 4;

/// `count` houses, people (every second one in a house, each the friend of the one before) with a card and a film each.
async fn app(count: i64) -> App {
    let db = Database::connect("sqlite::memory:").await.unwrap();
    let mut conn = db.begin().await.unwrap();
    conn.script(
        "CREATE TABLE house(id INTEGER PRIMARY KEY, name TEXT);
         CREATE TABLE person(id INTEGER PRIMARY KEY, slug TEXT UNIQUE, house_id INTEGER);
         CREATE TABLE person_friends(id INTEGER PRIMARY KEY, from_person_id INTEGER, to_person_id INTEGER);
         CREATE TABLE card(id INTEGER PRIMARY KEY, person_id INTEGER UNIQUE);
         CREATE TABLE medium(id INTEGER PRIMARY KEY, type TEXT, owner_id INTEGER);
         CREATE TABLE film(medium_ptr_id INTEGER PRIMARY KEY, minutes INTEGER);",
    )
    .await
    .unwrap();
    for i in 1..=count {
        let house = if i % 2 == 1 { i.to_string() } else { "NULL".to_owned() };
        let before = (i - 1).max(1);
        conn.script(&format!(
            "INSERT INTO house VALUES ({i}, 'h{i}'); INSERT INTO person VALUES ({i}, 'p {i}', {house});
             INSERT INTO person_friends(from_person_id, to_person_id) VALUES ({i}, {before});
             INSERT INTO card VALUES ({i}, {i}); INSERT INTO medium VALUES ({i}, 'film', {i}); INSERT INTO film VALUES ({i}, {i})"
        ))
        .await
        .unwrap();
    }
    conn.commit().await.unwrap();
    App::new(&API, db, Settings::default()).unwrap()
}

fn request(path: &str, query: &str) -> Request {
    Request {
        method: http::Method::GET,
        path: path.to_owned(),
        query_string: query.to_owned(),
        query: form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
        headers: http::HeaderMap::new(),
        body: bytes::Bytes::new(),
        urls: UrlStyle { base: "http://h".to_owned(), root: "/api/".to_owned(), ..UrlStyle::default() },
        lookup: None,
        parent: None,
        user: None,
        version: None,
        peer: None,
        above: None,
        action: None,
    }
}

/// A list's body, and how many statements it took.
async fn list(app: &App, view: ViewId, query: &str) -> (String, u64) {
    let before = app.db.statements();
    let answer = testing::list(app, view, &request("/api/x/", query)).await.unwrap();
    (String::from_utf8(answer.body.unwrap()).unwrap(), app.db.statements() - before)
}

#[tokio::test]
async fn a_list_costs_the_same_for_one_row_and_for_a_hundred() {
    let (one, hundred) = (app(1).await, app(100).await);
    let cases = [
        (CARDS, ""),
        (FILMS, ""),
        (HOUSES, ""),
        (PEOPLE, ""),
        (HOUSES, "expand=people.friends.house"),
        (PEOPLE, "expand=house.people,friends.card&omit=media"),
        (PEOPLE, "expand=house,card&fields=slug,house.name,card.id"),
        (PEOPLE, "fields=slug"),
    ];
    for (view, query) in cases {
        let planned =
            one.projections.of_request(&one.resources, &one.hooks, view, &request("/", query), false).unwrap().statements() as u64;
        let (first, few) = list(&one, view, query).await;
        let (_, many) = list(&hundred, view, query).await;
        assert_eq!((few, many), (planned, planned), "{view} {query}: {first}");
        let _: serde_json::Value = serde_json::from_str(&first).unwrap();
    }
}

#[tokio::test]
async fn what_is_computed_takes_no_further_statement() {
    let one = App::new(&COUNTED, app(1).await.db, Settings::default()).unwrap();
    let hundred = App::new(&COUNTED, app(100).await.db, Settings::default()).unwrap();
    let cases = [
        (HOUSES, "omit=persons", 1),
        (HOUSES, "", 2),
        (HOUSES, "ordering=-friend_count,name", 2),
        (HOUSES, "ordering=average&fields=name", 1),
        (HOUSES, "expand=people.friends", 4),
        (HOUSES, "expand=people.friends&omit=persons&ordering=-friend_count", 3),
        (PEOPLE, "", 1),
        (PEOPLE, "expand=house,friends&fields=slug,house.people_count,house.average,friends.neighbours", 2),
        (PEOPLE, "ordering=neighbours,slug", 1),
    ];
    for (view, query, statements) in cases {
        let (first, few) = list(&one, view, query).await;
        let (_, many) = list(&hundred, view, query).await;
        assert_eq!((few, many), (statements, statements), "{view} {query}: {first}");
    }
    let (houses, _) = list(&hundred, HOUSES, "omit=persons&n=2").await;
    let expected = concat!(
        r#"{"name":"h99","people_count":1,"friend_count":1,"last_friend":"p 98","card_sum":99,"average":99.0,"has_card":true,"shout":"H99"},"#,
        r#"{"name":"h98","people_count":0,"friend_count":0,"last_friend":null,"card_sum":0,"average":null,"has_card":false,"shout":"H98"}"#,
    );
    assert!(houses.contains(expected), "{houses}");
    let (people, _) = list(&hundred, PEOPLE, "ordering=-neighbours,slug").await;
    assert!(people.contains(r#"{"slug":"p 1","friend_count":1,"neighbours":1,"house_people":1,"house_last":"p 1"}"#), "{people}");
    assert!(people.contains(r#"{"slug":"p 10","friend_count":1,"neighbours":0}"#), "{people}");
}

#[tokio::test]
async fn keys_and_joined_rows_take_no_further_statement() {
    let app = app(3).await;
    for (query, statements) in [("fields=slug", 1), ("fields=slug,house,house_url,house_name,card", 1), ("fields=friends", 2)] {
        assert_eq!(list(&app, PEOPLE, query).await.1, statements, "{query}");
    }
}

#[tokio::test]
async fn relations_are_written_as_drf_writes_them() {
    let app = app(3).await;
    let (people, _) = list(&app, PEOPLE, "omit=media").await;
    let expected = concat!(
        r#"{"count":3,"next":null,"previous":null,"results":["#,
        r#"{"slug":"p 3","house":3,"house_url":"http://h/api/houses/3/","house_text":"House object (3)","house_name":"h3","#,
        r#""house_name_or_null":"h3","card":3,"friends":[2],"friend_slugs":["p 2"],"#,
        r#""friend_urls":["http://h/api/people/p%202/"],"liked_by":[]},"#,
        r#"{"slug":"p 1","house":1,"house_url":"http://h/api/houses/1/","house_text":"House object (1)","house_name":"h1","#,
        r#""house_name_or_null":"h1","card":1,"friends":[1],"friend_slugs":["p 1"],"#,
        r#""friend_urls":["http://h/api/people/p%201/"],"liked_by":["p 1","p 2"]},"#,
        r#"{"slug":"p 2","house":null,"house_url":null,"house_text":null,"house_name_or_null":null,"card":2,"#,
        r#""friends":[1],"friend_slugs":["p 1"],"friend_urls":["http://h/api/people/p%201/"],"liked_by":["p 3"]}]}"#,
    );
    assert_eq!(people, expected);
    let (films, _) = list(&app, FILMS, "").await;
    let expected = concat!(
        r#"[{"url":"http://h/api/media/films/3/","type":"film","owner":3,"minutes":3,"owner_house":"h3"},"#,
        r#"{"url":"http://h/api/media/films/2/","type":"film","owner":2,"minutes":2},"#,
        r#"{"url":"http://h/api/media/films/1/","type":"film","owner":1,"minutes":1,"owner_house":"h1"}]"#,
    );
    assert_eq!(films, expected);
}

#[tokio::test]
async fn clients_choose_fields() {
    let app = app(2).await;
    let cases = [
        ("fields=", "[{},{}]"),
        ("fields=nope", "[{},{}]"),
        ("fields=name,people", r#"[{"name":"h2","people":[]},{"name":"h1","people":[1]}]"#),
        ("fields=*&omit=persons,url,people", r#"[{"name":"h2"},{"name":"h1"}]"#),
        ("expand=people&fields=people.slug", r#"[{"people":[]},{"people":[{"slug":"p 1"}]}]"#),
        (
            "expand=people.house&fields=people.house.name,name",
            r#"[{"name":"h2","people":[]},{"name":"h1","people":[{"house":{"name":"h1"}}]}]"#,
        ),
        ("expand=people&fields=people.slug&omit=people.slug", r#"[{"people":[]},{"people":[{}]}]"#),
    ];
    for (query, expected) in cases {
        let (body, _) = list(&app, HOUSES, query).await;
        let results = body.split_once("\"results\":").unwrap().1.strip_suffix('}').unwrap();
        assert_eq!(results, expected, "{query}");
    }
}

#[tokio::test]
async fn expansions_are_bounded() {
    static WIDE: Api = Api { dynamic_fields_max_depth: 300, ..API };
    static ONCE: Api = Api { dynamic_fields_recursive: false, ..API };
    let wide = App::new(&WIDE, app(2).await.db, Settings::default()).unwrap();
    let once = App::new(&ONCE, app(2).await.db, Settings::default()).unwrap();
    let app = app(2).await;
    let refusal = async |app: &App, view: ViewId, query: &str| {
        let error = testing::list(app, view, &request("/api/x/", query)).await.unwrap_err();
        format!("{} {:?}", error.status.as_u16(), error.body)
    };
    let deep = |pairs: usize| vec!["house.people"; pairs].join(".");
    for param in ["expand", "fields", "omit"] {
        assert!(testing::list(&app, PEOPLE, &request("/", &format!("{param}={}", deep(2)))).await.is_ok());
        for path in [&deep(3), "no.such.path.at.all", "slug,a.b.c.d.e"] {
            assert_eq!(
                refusal(&app, PEOPLE, &format!("{param}={path}")).await,
                r#"400 Errors(List(["Expansion depth exceeded"]))"#,
                "{path}"
            );
        }
        for path in [&deep(1000), "x.y.x", "."] {
            assert_eq!(
                refusal(&once, PEOPLE, &format!("{param}={path}")).await,
                r#"400 Errors(List(["Recursive expansion found"]))"#,
                "{path}"
            );
        }
    }
    // What DRF looks at before it makes a serializer comes first.
    assert!(refusal(&app, HOUSES, &format!("page=9&expand={}", deep(9))).await.starts_with("404"));
    assert!(testing::list(&wide, PEOPLE, &request("/", &format!("expand={}&fields=slug,house", deep(50)))).await.is_ok());
    let error = refusal(&wide, PEOPLE, &format!("expand={}", deep(51))).await;
    assert_eq!(error, r#"400 Errors(List(["At most 100 relations can be expanded at once."]))"#);
}

#[tokio::test]
async fn single_rows() {
    let app = app(2).await;
    let get = async |lookup: &str, query: &str| {
        let mut req = request("/api/people/x/", query);
        req.lookup = Some(lookup.to_owned());
        testing::retrieve(&app, PEOPLE, &req).await
    };
    let body = get("p 1", "fields=slug,house").await.unwrap().body.unwrap();
    assert_eq!(String::from_utf8(body).unwrap(), r#"{"slug":"p 1","house":1}"#);
    assert!(get("p 1", "").await.is_ok());
    assert_eq!(get("p 9", "").await.unwrap_err(), crate::ApiError::no_match("Person"));
    let mut req = request("/api/houses/x/", "");
    req.lookup = Some("1.5".to_owned());
    assert_eq!(testing::retrieve(&app, HOUSES, &req).await.unwrap_err(), crate::ApiError::not_found());
}

#[tokio::test]
async fn returning_needs_a_row_that_stands_for_itself() {
    let app = app(1).await;
    let returning = |query: &str| {
        app.projections.of_request(&app.resources, &app.hooks, PEOPLE, &request("/", query), false).unwrap().returning().map(str::to_owned)
    };
    assert_eq!(returning("fields=slug,house").as_deref(), Some(r#""slug", "house_id""#));
    assert_eq!(returning("fields=slug,house_name"), None);
    assert_eq!(returning("fields=friends"), None);
}
