//! Two resources on one table, one of them with `managed = false`: they show the same rows, and the same pairs.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

mod common;

use common::DatabaseKind;
use restwright::test::Client;
use restwright::{Api, ManyToMany, Resource};
use serde_json::json;

/// What books are about.
#[derive(Resource)]
pub struct Tag {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 20)]
    pub name: String,
}

/// The resource that the tables belong to.
#[derive(Resource)]
pub struct Book {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 20)]
    pub title: String,
    #[field(blank)]
    pub tags: ManyToMany<Tag>,
    #[field(blank, related_name = "+")]
    pub similar: ManyToMany<Book>,
}

/// The same rows once more.
#[derive(Resource)]
#[meta(table = "shop_book", managed = false)]
pub struct ShelfBook {
    #[field(primary_key)]
    pub id: i64,
    #[field(max_length = 20)]
    pub title: String,
    #[field(blank, related_name = "+")]
    pub tags: ManyToMany<Tag>,
    #[field(blank, related_name = "+")]
    pub similar: ManyToMany<ShelfBook>,
}

/// The same rows, with pairs that the other resource does not have.
#[derive(Resource)]
#[meta(table = "shop_book", managed = false)]
pub struct MarkedBook {
    #[field(primary_key)]
    pub id: i64,
    #[field(blank, related_name = "+")]
    pub marks: ManyToMany<Tag>,
}

/// Runs on each kind of database. The client has a runtime of its own.
fn on_each(api: &Api, test: impl Fn(&Client)) {
    for kind in DatabaseKind::ALL {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let Some(fresh) = runtime.block_on(kind.fresh()) else { continue };
        match fresh.url() {
            Some(url) => test(&Client::of_over(&url, api)),
            None => test(&Client::of(api)),
        }
        runtime.block_on(fresh.close());
    }
}

#[test]
fn both_have_the_same_pairs() {
    let api = Api::new("shop").register::<Tag>().register::<ShelfBook>().register::<Book>();
    on_each(&api, |client| {
        for name in ["old", "new"] {
            client.post("/api/tags/", json!({ "name": name })).assert_status(201);
        }
        client.post("/api/books/", json!({ "title": "Emma", "tags": [1] })).assert_status(201);
        client.get("/api/shelf-books/1/").assert_json(json!({ "id": 1, "title": "Emma", "tags": [1], "similar": [] }));
        client.patch("/api/shelf-books/1/", json!({ "tags": [2, 1], "similar": [1] })).assert_status(200);
        client.get("/api/books/1/").assert_contains(json!({ "tags": [1, 2], "similar": [1] }));
        client.post("/api/shelf-books/", json!({ "title": "Persuasion", "tags": [2] })).assert_status(201);
        client.get("/api/books/2/").assert_contains(json!({ "tags": [2], "similar": [] }));
        client.delete("/api/shelf-books/1/").assert_status(204);
        client.delete("/api/books/2/").assert_status(204);
        client.get("/api/books/").assert_json(json!([]));
    });
}

#[test]
fn pairs_without_a_table_are_refused() {
    let api = Api::new("shop").register::<Tag>().register::<Book>().register::<MarkedBook>();
    let refused = api.urls().unwrap_err().to_string();
    assert!(refused.contains("no table holds the pairs of `marks`: `Book`, whose table this is, has no such relation"), "{refused}");
}
