//! A walk by cursors shows every row that is there all the time exactly once, whatever is inserted and deleted meanwhile.

#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use crate::request::{Request, UrlStyle};
use crate::schema::model::{Field, FieldType};
use crate::schema::serializer::{Field as Shown, Kind};
use crate::schema::viewset::Pagination;
use crate::schema::{Api, Model, Resource, Serializer, ViewSet};
use crate::viewsets::testing;
use crate::{App, Database, Settings};
use std::collections::BTreeSet;

static ROW: Model = Model::new("Row", "row", "item").fields(&[
    Field::auto("id"),
    Field::new("a", "a", FieldType::Integer),
    Field::new("b", "b", FieldType::Text).null(),
    Field::new("c", "c", FieldType::Decimal).digits(6, 2),
]);
static SER: Serializer = Serializer::new(&[Shown::new("id", Kind::Integer { min_value: None, max_value: None, column: None }).read_only()]);

const fn cursor(ordering: &'static [&'static str]) -> Pagination {
    Pagination::Cursor { page_size: Some(3), page_size_query_param: "n", max_page_size: Some(4), ordering }
}

macro_rules! apis {
    ($($name:ident: $ordering:expr;)*) => {
        $(static $name: Api = Api {
            resources: &[Resource {
                model: &ROW,
                serializer: &SER,
                filterset: None,
                viewset: &ViewSet::new("rows", "row").pagination(cursor($ordering)),
            }],
            ..Api::new("t", "T")
        };)*
    };
}
apis! {
    BY_KEY: &["-id"];
    BY_A: &["a"];
    BY_A_DOWN: &["-a"];
    BY_B: &["b"];
    BY_B_DOWN: &["-b", "a"];
    MIXED: &["a", "-b", "c"];
    BY_C: &["-c"];
}

/// Small pseudo-random numbers (xorshift): the same walk every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

async fn script(app: &App, sql: &str) {
    let mut conn = app.db.write().await.unwrap();
    conn.script(sql).await.unwrap();
}

async fn insert(app: &App, dice: &mut Dice, id: i64) {
    let b = if dice.roll(4) == 0 { "NULL".to_owned() } else { format!("'b{}'", dice.roll(3)) };
    let (a, c) = (dice.roll(4), dice.roll(4) * 25);
    script(app, &format!("INSERT INTO item VALUES ({id}, {a}, {b}, '{}.{:02}')", c / 100, c % 100)).await;
}

async fn app(api: &'static Api) -> App {
    let db = Database::connect("sqlite::memory:").await.unwrap();
    let app = App::new(api, db, Settings::default()).unwrap();
    script(&app, "CREATE TABLE item(id INTEGER PRIMARY KEY, a INTEGER, b TEXT, c decimal)").await;
    app
}

/// One page: its ids, and the queries of its links.
async fn page(app: &App, query: &str) -> (Vec<i64>, Option<String>, Option<String>) {
    let req = Request {
        method: http::Method::GET,
        path: "/api/rows/".to_owned(),
        query_string: query.to_owned(),
        query: form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
        headers: http::HeaderMap::new(),
        body: bytes::Bytes::new(),
        urls: UrlStyle { base: "http://h".to_owned(), ..UrlStyle::default() },
        lookup: None,
        parent: None,
        user: None,
        version: None,
        peer: None,
        above: None,
        action: None,
    };
    let body = testing::list(app, 0, &req).await.unwrap().body.unwrap();
    let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
    let ids = body["results"].as_array().unwrap().iter().map(|r| r["id"].as_i64().unwrap()).collect();
    let link = |key: &str| body[key].as_str().map(|url| url.split_once('?').unwrap().1.to_owned());
    (ids, link("next"), link("previous"))
}

async fn whole(app: &App, order: &str) -> Vec<i64> {
    let mut conn = app.db.read().await.unwrap();
    let rows = conn.fetch(&format!("SELECT id FROM item ORDER BY {order}"), &[]).await.unwrap();
    rows.iter().map(|r| r.int(0).unwrap()).collect()
}

#[tokio::test]
async fn a_walk_is_the_whole_list_forwards_and_backwards() {
    let cases: [(&'static Api, &str); 7] = [
        (&BY_KEY, "id DESC"),
        (&BY_A, "a, id"),
        (&BY_A_DOWN, "a DESC, id"),
        (&BY_B, "b, id"),
        (&BY_B_DOWN, "b DESC, a, id"),
        (&MIXED, "a, b DESC, c, id"),
        (&BY_C, "c DESC, id"),
    ];
    for (api, order) in cases {
        let (app, mut dice) = (app(api).await, Dice(42));
        for id in 1..=40 {
            insert(&app, &mut dice, id).await;
        }
        let expected = whole(&app, order).await;
        let (mut seen, mut query, mut back) = (Vec::new(), Some(String::new()), None);
        while let Some(at) = query {
            let (ids, next, previous) = page(&app, &at).await;
            assert!(ids.len() <= 3);
            seen.extend(ids);
            (query, back) = (next, previous);
        }
        assert_eq!(seen, expected, "{order}");
        // The last page again, then all before it.
        let mut reversed = Vec::new();
        let mut tail = expected.len() - (expected.len() - 1) / 3 * 3;
        while let Some(at) = back {
            let (ids, next, previous) = page(&app, &at).await;
            assert!(next.is_some());
            reversed.extend(ids.into_iter().rev());
            back = previous;
        }
        reversed.reverse();
        tail = expected.len() - tail;
        assert_eq!(reversed, expected[..tail], "{order} backwards");
    }
}

#[tokio::test]
async fn inserts_and_deletes_lose_and_repeat_nothing() {
    for (api, forwards) in [&BY_KEY, &BY_A, &BY_A_DOWN, &BY_B, &BY_B_DOWN, &MIXED, &BY_C].into_iter().flat_map(|a| [(a, true), (a, false)])
    {
        let (app, mut dice) = (app(api).await, Dice(7));
        for id in 1..=60 {
            insert(&app, &mut dice, id).await;
        }
        let mut query = Some(String::new());
        if !forwards {
            let mut at = String::new();
            while let (_, Some(next), _) = page(&app, &at).await {
                at = next;
            }
            // From the end: the last page is part of the walk.
            query = Some(at);
        }
        let mut stayed: BTreeSet<i64> = (1..=60).collect();
        let (mut seen, mut fresh) = (Vec::new(), 60);
        while let Some(at) = query {
            let (ids, next, previous) = page(&app, &at).await;
            seen.extend(&ids);
            query = if forwards { next } else { previous };
            for _ in 0..2 {
                fresh += 1;
                insert(&app, &mut dice, fresh).await;
            }
            // Rows at the very edge of the page go, too.
            let victim = if dice.roll(2) == 0 { ids.last().copied() } else { None };
            let victim = victim.unwrap_or_else(|| i64::try_from(dice.roll(60)).unwrap() + 1);
            script(&app, &format!("DELETE FROM item WHERE id = {victim}")).await;
            stayed.remove(&victim);
            if seen.len() > 2000 {
                break;
            }
        }
        let unique: BTreeSet<i64> = seen.iter().copied().collect();
        assert_eq!(unique.len(), seen.len(), "repeated");
        assert!(stayed.is_subset(&unique), "lost: {:?}", stayed.difference(&unique));
    }
}

#[tokio::test]
async fn cursors_are_drfs() {
    use base64::Engine as _;
    let encode = |text: &str| format!("cursor={}", base64::engine::general_purpose::URL_SAFE.encode(text).replace('=', "%3D"));
    let (app, mut dice) = (app(&BY_KEY).await, Dice(3));
    for id in 1..=9 {
        insert(&app, &mut dice, id).await;
    }
    let (ids, next, previous) = page(&app, "").await;
    assert_eq!((ids, next, previous), (vec![9, 8, 7], Some(encode("p=7")), None));
    let (ids, next, previous) = page(&app, &encode("p=7")).await;
    assert_eq!((ids, next, previous), (vec![6, 5, 4], Some(encode("p=4")), Some(encode("r=1&p=6"))));
    let (ids, next, previous) = page(&app, &encode("r=1&p=6")).await;
    assert_eq!((ids, next, previous), (vec![9, 8, 7], Some(encode("p=7")), None));
    // What DRF makes of ties: an offset.
    let (ids, ..) = page(&app, &encode("o=2&p=9")).await;
    assert_eq!(ids, [6, 5, 4]);
    for nothing in ["", "cursor=", "cursor=Z2FyYmFnZQ=="] {
        assert_eq!(page(&app, nothing).await.0, [9, 8, 7]);
    }
}

#[test]
fn integers_read_as_in_python() {
    let cases = [
        ("12", Some(12)),
        (" 12\n", Some(12)),
        ("+1_000", Some(1000)),
        ("-3", Some(-3)),
        ("\u{664}\u{662}", Some(42)),
        ("\u{ff11}", Some(1)),
        ("99999999999999999999", Some(i64::MAX)),
        ("1__0", None),
        ("_1", None),
        ("1_", None),
        ("1.0", None),
        ("", None),
        ("-", None),
        ("- 1", None),
    ];
    for (text, expected) in cases {
        assert_eq!(super::list::python_int(text), expected, "{text:?}");
    }
}
