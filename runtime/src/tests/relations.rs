//! Questions that only the database can answer: keys, slugs, hyperlinks, uniqueness, nested rows.

#![allow(clippy::unwrap_used)]

use super::common::DatabaseKind;
use crate::request::Input;
use crate::schema::model::{Field, FieldType, Model, OnDelete};
use crate::schema::serializer::{self, Kind, Nested, Related, RelatedKind, Serializer, TextKind, Validator};
use crate::schema::{self, Api, Resource, ViewSet};
use crate::serializers::{ReadOptions, Route, read, read_list, resolve_url};
use crate::value::Validated;
use crate::{App, Settings, Value};
use serde_json::{Value as Json, json};

const fn text(name: &'static str) -> serializer::Field {
    let kind = Kind::Text { kind: TextKind::Plain, max_length: Some(20), min_length: None, trim_whitespace: true, allow_blank: false };
    serializer::Field::new(name, kind)
}

const fn number(name: &'static str) -> serializer::Field {
    serializer::Field::new(name, Kind::Integer { min_value: None, max_value: None, column: Some(FieldType::Integer) })
}

const fn related(name: &'static str, kind: RelatedKind, to: &'static str) -> serializer::Field {
    serializer::Field::new(name, Kind::Related(Related { kind, to, many: None, allow_empty: false }))
}

const fn nested(name: &'static str, to: &'static str) -> serializer::Field {
    serializer::Field::new(name, Kind::Nested(Nested { to, ..Nested::new() })).optional()
}

const ID: serializer::Field = number("id").read_only();

static ROOM: Resource = Resource {
    model: &Model::new("Room", "room", "room").unique_together(&[&["house", "number"]]).fields(&[
        Field::auto("id"),
        Field::foreign_key("house", "house_id", "House", OnDelete::Cascade).related_name("rooms"),
        Field::new("number", "number", FieldType::Integer),
        Field::new("door", "door", FieldType::String).unique().max_length(20),
    ]),
    serializer: &Serializer::new(&[
        ID,
        related("house", RelatedKind::PrimaryKey, ""),
        number("number"),
        text("door").validators(&[Validator::Unique("room with this door already exists.")]),
    ])
    .unique_together(&[&["house", "number"]]),
    filterset: None,
    viewset: &ViewSet::new("rooms", "room"),
};
static HOUSE: Resource = Resource {
    model: &Model::new("House", "house", "house").fields(&[
        Field::auto("id"),
        Field::new("name", "name", FieldType::String).unique().max_length(20),
        Field::foreign_key("street", "street_id", "Street", OnDelete::Cascade),
        Field::foreign_key("corner", "corner_id", "Street", OnDelete::Cascade).null().related_name("corners"),
        Field::many_to_many("signs", "Sign"),
    ]),
    serializer: &Serializer::new(&[
        ID,
        text("name").validators(&[Validator::Unique("house with this name already exists.")]),
        related("street", RelatedKind::Slug("name"), "Street"),
        related("corner", RelatedKind::Hyperlinked { view_name: "", lookup_field: "" }, "Street").optional().allow_null(),
        related("signs", RelatedKind::PrimaryKey, "").optional(),
        nested("rooms", "Room"),
    ]),
    filterset: None,
    viewset: &ViewSet::new("houses", "house"),
};
static SIGN: Resource = Resource {
    model: &Model::new("Sign", "sign", "sign").fields(&[Field::new("code", "code", FieldType::Uuid).primary_key()]),
    serializer: &Serializer::new(&[serializer::Field::new("code", Kind::Uuid { format: "" })]),
    filterset: None,
    viewset: &ViewSet::new("signs", "sign"),
};
static STREET: Resource = Resource {
    model: &Model::new("Street", "street", "street")
        .fields(&[Field::auto("id"), Field::new("name", "name", FieldType::String).max_length(20)]),
    serializer: &Serializer::new(&[ID, text("name")]),
    filterset: None,
    viewset: &ViewSet::new("streets", "street").lookup_field("name"),
};
static TOWN: Api = Api { resources: &[HOUSE, ROOM, SIGN, STREET], ..Api::new("town", "Town") };
const HOUSES: usize = 0;
const ROOMS: usize = 1;

const TABLES: &str = "
    CREATE TABLE street (id integer PRIMARY KEY, name varchar(20));
    CREATE TABLE sign (code UUID PRIMARY KEY);
    CREATE TABLE house (id integer PRIMARY KEY, name varchar(20) UNIQUE, street_id bigint, corner_id bigint);
    CREATE TABLE room (id integer PRIMARY KEY, house_id bigint, number integer, door varchar(20) UNIQUE, UNIQUE (house_id, number));
    INSERT INTO street VALUES (1, 'High'), (2, 'Low'), (3, 'Twin'), (4, 'Twin');
    INSERT INTO sign VALUES ('00000000000000000000000000000001');
    INSERT INTO house VALUES (1, 'Red', 1, NULL), (2, 'Blue', 1, NULL);
    INSERT INTO room VALUES (1, 1, 1, 'oak'), (2, 1, 2, 'ash'), (3, 2, 1, 'elm');";

/// Runs a test on each kind of database that is there: the answers are the same on all.
async fn everywhere(test: impl AsyncFn(&App)) {
    for kind in DatabaseKind::ALL {
        let Some(fresh) = kind.fresh().await else { continue };
        let uuid = if kind == DatabaseKind::Sqlite { "char(32)" } else { "uuid" };
        fresh.script(&TABLES.replace("UUID", uuid)).await;
        let app = App::new(&TOWN, fresh.db.clone(), Settings::default()).unwrap();
        test(&app).await;
        drop(app);
        fresh.close().await;
    }
}

async fn check(app: &App, ser: usize, body: Json, instance: Option<i64>, partial: bool) -> Result<Validated, Json> {
    let options = ReadOptions { partial, update: instance.is_some(), ..ReadOptions::default() };
    let draft = read(&app.serializers, ser, &Input::Json(body.into()), options);
    let mut conn = app.db.read().await.unwrap();
    context!(app, &mut conn, cx);
    let instance = instance.map(Value::Int);
    draft.resolve(&app.serializers, &mut cx.session, instance.as_ref()).await.unwrap().map_err(|errors| errors.to_json())
}

#[tokio::test]
async fn relations_are_looked_up() {
    everywhere(async |app| {
        let house = json!({"name": "Green", "street": "Low", "corner": "http://x.example/api/streets/High/", "signs": [1]});
        let done = check(app, HOUSES, house, None, false).await.unwrap();
        assert_eq!(format!("{:?}", done.get(2)), "Some(Value(Int(2)))");
        assert_eq!(format!("{:?}", done.get(3)), "Some(Value(Int(1)))");
        assert_eq!(format!("{:?}", done.get(4)), "Some(Keys([Uuid(00000000-0000-0000-0000-000000000001)]))");
        let cases = [
            (
                json!({"name": "Red", "street": "No", "corner": "/api/streets/No/", "signs": []}),
                json!({"name": ["house with this name already exists."], "street": ["Object with name=No does not exist."],
                   "corner": ["Invalid hyperlink - Object does not exist."], "signs": ["This list may not be empty."]}),
            ),
            (
                json!({"name": "x", "street": "", "corner": 5, "signs": ["2"]}),
                json!({"street": ["This field may not be null."], "corner": ["Incorrect type. Expected URL string, received int."],
                   "signs": ["“2” is not a valid UUID."]}),
            ),
            (
                json!({"name": "x", "street": "Twin", "corner": "/api/houses/1/", "signs": "2"}),
                json!({"street": ["Invalid value."], "corner": ["Invalid hyperlink - Incorrect URL match."],
                   "signs": ["Expected a list of items but got type \"str\"."]}),
            ),
            (
                json!({"name": "x", "street": "Low", "corner": "/nowhere/", "signs": [2, true]}),
                json!({"corner": ["Invalid hyperlink - No URL match."], "signs": ["Invalid pk \"2\" - object does not exist."]}),
            ),
            (
                json!({"name": "x", "street": "Low", "signs": [1, true]}),
                json!({"signs": ["Incorrect type. Expected pk value, received bool."]}),
            ),
        ];
        for (body, errors) in cases {
            assert_eq!(check(app, HOUSES, body, None, false).await.unwrap_err(), errors);
        }
        let room = |house: Json| json!({"house": house, "number": 9, "door": "fir"});
        for (key, errors) in [
            (json!(9), json!(["Invalid pk \"9\" - object does not exist."])),
            (json!("a"), json!(["Incorrect type. Expected pk value, received str."])),
            (json!([1]), json!(["Incorrect type. Expected pk value, received list."])),
            (json!("99999999999999999999"), json!(["Invalid pk \"99999999999999999999\" - object does not exist."])),
        ] {
            assert_eq!(check(app, ROOMS, room(key), None, false).await.unwrap_err(), json!({ "house": errors }));
        }
        for key in [json!(1), json!("1"), json!(1.5), json!(" 1 ")] {
            assert!(check(app, ROOMS, room(key), None, false).await.is_ok());
        }
    })
    .await;
}

#[tokio::test]
async fn unique_values_and_sets() {
    everywhere(async |app| {
        let set = json!({"non_field_errors": ["The fields house, number must make a unique set."]});
        let taken = json!({"door": ["room with this door already exists."]});
        let cases = [
            (json!({"house": 1, "number": 3, "door": "fir"}), None, false, None),
            (json!({"house": 1, "number": 2, "door": "fir"}), None, false, Some(&set)),
            // The door comes first: sets count only where every field is right.
            (json!({"house": 1, "number": 2, "door": "oak"}), None, false, Some(&taken)),
            (json!({"house": 1, "number": 2, "door": "ash"}), Some(2), false, None),
            (json!({"house": 1, "number": 1, "door": "ash"}), Some(2), false, Some(&set)),
            (json!({"number": 1}), Some(2), true, Some(&set)),
            (json!({"house": 2}), Some(2), true, None),
            (json!({"house": 2}), Some(1), true, Some(&set)),
            (json!({"door": "oak"}), Some(2), true, Some(&taken)),
        ];
        for (body, instance, partial, expected) in cases {
            assert_eq!(check(app, ROOMS, body.clone(), instance, partial).await.err().as_ref(), expected, "{body}");
        }
    })
    .await;
}

#[tokio::test]
async fn nested_rows_are_judged_without_those_they_replace() {
    everywhere(async |app| {
        let house = |rooms: Json| json!({"name": "Red", "street": "Low", "signs": [1], "rooms": rooms});
        let kept = house(json!([{"number": 2, "door": "oak"}, {"number": 1, "door": "ash"}]));
        assert!(check(app, HOUSES, kept, Some(1), false).await.is_ok());
        let taken = json!(["room with this door already exists."]);
        let cases = [
            // Another house's.
            (json!([{"number": 1, "door": "elm"}]), json!({"0": {"door": taken}})),
            // Twice in the list.
            (json!([{"number": 1, "door": "a"}, {"number": 2, "door": "a"}]), json!({"1": {"door": taken}})),
            (
                json!([{"number": 1, "door": "a"}, {"number": 1, "door": "b"}]),
                json!({"1": {"non_field_errors": ["The fields house, number must make a unique set."]}}),
            ),
            (
                json!([{"door": "a"}, 5, null, {"number": "x", "door": "elm"}]),
                json!({"0": {"number": ["This field is required."]},
                   "1": {"non_field_errors": ["Invalid data. Expected a dictionary, but got int."]},
                   "2": ["This field may not be null."],
                   "3": {"number": ["A valid integer is required."], "door": taken}}),
            ),
            (json!({}), json!({"non_field_errors": ["Expected a list of items but got type \"dict\"."]})),
            (json!(null), json!(["This field may not be null."])),
        ];
        for (rooms, errors) in cases {
            let expected = json!({ "rooms": errors });
            assert_eq!(check(app, HOUSES, house(rooms.clone()), Some(1), false).await.unwrap_err(), expected, "{rooms}");
            // A patch reaches no further: an item is always complete.
            assert_eq!(check(app, HOUSES, json!({ "rooms": rooms }), Some(1), true).await.unwrap_err(), expected, "{rooms}");
        }
        // For a new house every row is in the way.
        let mut fresh = house(json!([{"number": 1, "door": "oak"}]));
        fresh["name"] = "Green".into();
        assert_eq!(check(app, HOUSES, fresh, None, false).await.unwrap_err(), json!({"rooms": {"0": {"door": taken}}}));
    })
    .await;
}

#[tokio::test]
async fn questions_of_a_list_cost_what_those_of_one_cost() {
    everywhere(async |app| {
        let rooms = |count: i64| {
            let rooms = (0..count).map(|i| json!({"house": 1 + i % 2, "number": 10 + i, "door": format!("d{i}")}));
            Input::Json(Json::Array(rooms.collect()).into())
        };
        let mut costs = Vec::new();
        for count in [1, 50] {
            let mut conn = app.db.read().await.unwrap();
            context!(app, &mut conn, cx);
            let before = app.db.statements();
            let draft = read_list(&app.serializers, ROOMS, &rooms(count), ReadOptions::default());
            let done = draft.resolve(&app.serializers, &mut cx.session, &[]).await.unwrap().unwrap();
            assert_eq!(done.len(), usize::try_from(count).unwrap());
            costs.push(app.db.statements() - before);
        }
        assert_eq!(costs, [3, 3]);
        let twice = json!([{"house": 1, "number": 7, "door": "x"}, {"house": 1, "number": 7, "door": "y"}]);
        let mut conn = app.db.read().await.unwrap();
        context!(app, &mut conn, cx);
        let draft = read_list(&app.serializers, ROOMS, &Input::Json(twice.into()), ReadOptions::default());
        let errors = draft.resolve(&app.serializers, &mut cx.session, &[]).await.unwrap().unwrap_err().to_json();
        assert_eq!(errors, json!({"1": {"non_field_errors": ["The fields house, number must make a unique set."]}}));
    })
    .await;
}

#[tokio::test]
async fn forms_hold_nested_rows_and_lists() {
    everywhere(async |app| {
        let form = |pairs: &[(&str, &str)]| Input::Form(pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect());
        let mut conn = app.db.read().await.unwrap();
        context!(app, &mut conn, cx);
        let body = form(&[
            ("name", "Green"),
            ("street", "Low"),
            ("corner", ""),
            ("signs", "00000000000000000000000000000001"),
            ("rooms[1]number", "2"),
            ("rooms[0]number", " 1 "),
            ("rooms[0]door", "a"),
            ("rooms[1]door", "b"),
        ]);
        let done = read(&app.serializers, HOUSES, &body, ReadOptions::default())
            .resolve(&app.serializers, &mut cx.session, None)
            .await
            .unwrap()
            .unwrap();
        let rooms = format!("{:?}", done.get(5));
        assert!(rooms.find("Int(1)").unwrap() < rooms.find("Int(2)").unwrap(), "{rooms}");
        assert_eq!(format!("{:?}", done.get(3)), "Some(Value(Null))");
        let body = form(&[("street", "Low"), ("rooms[0]number", "1")]);
        let errors = read(&app.serializers, HOUSES, &body, ReadOptions::default())
            .resolve(&app.serializers, &mut cx.session, None)
            .await
            .unwrap()
            .unwrap_err();
        let expected = json!({"name": ["This field is required."], "signs": ["This list may not be empty."],
                          "rooms": {"0": {"door": ["This field is required."]}}});
        assert_eq!(errors.to_json(), expected);
    })
    .await;
}

#[tokio::test]
async fn urls_lead_back() {
    everywhere(async |app| {
        let route = |path: &str| resolve_url(&app.serializers, path).map(|m| m.route);
        assert_eq!(route("/api/houses/"), Some(Route::List { view: HOUSES }));
        assert_eq!(route("/api/houses/7/"), Some(Route::Detail { view: HOUSES, lookup: "7".into() }));
        assert_eq!(route("/api/streets/Hä/"), Some(Route::Detail { view: 3, lookup: "Hä".into() }));
        assert_eq!(route("/api/houses/7.json"), Some(Route::Detail { view: HOUSES, lookup: "7".into() }));
        assert_eq!(route("/api/"), Some(Route::Other));
        for path in ["/api/houses", "/api/houses/7", "/houses/7/", "api/houses/7/", "/api/houses/7/x/", ""] {
            assert_eq!(route(path), None, "{path}");
        }
    })
    .await;
}

/// The lists of a body are bounded one by one and together, and what may be is held against the database, however many parts it is asked in.
#[tokio::test]
async fn lists_of_a_body_are_bounded_together() {
    static SMALL: Api = Api { input: schema::api::Input { max_items: 20, ..schema::api::Input::DEFAULT }, ..TOWN };
    let rooms = |house: usize, count: usize| -> Json {
        (0..count).map(|at| json!({"number": at, "door": format!("{house}-{at}")})).collect::<Vec<_>>().into()
    };
    let house = |at: usize, rooms: Json| json!({"name": format!("H{at}"), "street": "High", "rooms": rooms});
    everywhere(async |town| {
        let app = App::new(&SMALL, town.db.clone(), Settings::default()).unwrap();
        let all = async |houses: Vec<Json>| {
            let draft = read_list(&app.serializers, HOUSES, &Input::Json(Json::from(houses).into()), ReadOptions::default());
            let mut conn = app.db.read().await.unwrap();
            context!(app, &mut conn, cx);
            draft.resolve(&app.serializers, &mut cx.session, &[]).await.unwrap().map_err(|errors| errors.to_json())
        };
        let many = json!({"non_field_errors": ["Ensure this field has no more than 20 elements."]});
        assert_eq!(check(&app, HOUSES, house(0, rooms(0, 21)), None, false).await.unwrap_err(), json!({ "rooms": many }));
        assert_eq!(all((0..21).map(|at| house(at, json!([]))).collect()).await.unwrap_err(), many);
        // 20 houses with 9 rooms each are 200 items.
        assert_eq!(all((0..20).map(|at| house(at, rooms(at, 9))).collect()).await.map(|houses| houses.len()), Ok(20));
        let errors = all((0..20).map(|at| house(at, rooms(at, if at == 19 { 10 } else { 9 }))).collect()).await.unwrap_err();
        let in_all = json!({"non_field_errors": ["Ensure the lists of this body have no more than 200 elements in all."]});
        assert_eq!(errors, json!({"19": {"rooms": in_all}}));
        let signs = vec![json!(1); 21];
        let body = json!({"name": "x", "street": "High", "signs": signs});
        let said = json!({"signs": ["Ensure this field has no more than 20 elements."]});
        assert_eq!(check(&app, HOUSES, body, None, false).await.unwrap_err(), said);

        let mut wide = house(0, rooms(0, 1000));
        assert!(check(town, HOUSES, wide.clone(), None, false).await.is_ok());
        for (at, door) in [(999, "0-0"), (998, "elm"), (700, "oak"), (300, "0-299")] {
            wide["rooms"][at]["door"] = door.into();
        }
        let errors = check(town, HOUSES, wide, None, false).await.unwrap_err();
        let taken = json!({"door": ["room with this door already exists."]});
        // What other rows have is said first, and alone.
        assert_eq!(errors, json!({"rooms": {"700": taken, "998": taken}}));
    })
    .await;
}
