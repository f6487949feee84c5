//! DRF's prefix `@` of `search_fields`: full text search where the database has one.
#![allow(missing_docs, reason = "a field's comment is its help text")]

mod support;

use restwright::Resource;
use restwright::serde_json::json;
use restwright::test::Client;
use restwright_tests::databases::Kind;
use std::path::Path;
use support::values;

/// What is written.
#[derive(Resource)]
#[meta(ordering = ["id"])]
#[viewset(endpoint = "notes", pagination(page_number, page_size = 9), search_fields = ["@text", "=code"])]
struct Note {
    #[field(primary_key)]
    id: i64,
    #[field(type = "text")]
    text: String,
    #[field(slug)]
    code: String,
}

#[test]
fn full_text() {
    for kind in Kind::ALL.into_iter().filter(|kind| kind.is_there("full_text")) {
        let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hooks-search");
        let database = kind.fresh(&place).unwrap_or_else(|error| panic!("{kind}: {error}"));
        let client = Client::of_over(&database.url, &restwright::Api::new("notes").register::<Note>());
        for (text, code) in [("Foxes, quick ones, jumped", "a"), ("A dog & a cat", "b"), ("Nothing", "oxe")] {
            client.post("/api/notes/", json!({ "text": text, "code": code })).assert_status(201);
        }
        let found = |search: &str| values(client.get(&format!("/api/notes/?search={search}")).assert_status(200), "id");
        let full = kind == Kind::Postgres;
        // Words in whatever order and case; whole words.
        assert_eq!(found("%22jumped+FOXES%22"), if full { vec![1] } else { vec![] }, "{kind}");
        assert_eq!(found("oxe"), if full { vec![3] } else { vec![1, 3] }, "{kind}");
        assert_eq!(found("nothing"), [3], "{kind}");
        assert_eq!(found("dog,CAT"), [2], "{kind}");
        assert_eq!(found("dog+quick"), [0; 0], "{kind}");
        // What would be operators of a query is text.
        client.get("/api/notes/?search=%26%7C!%3A*+'(").assert_status(200);
    }
}
