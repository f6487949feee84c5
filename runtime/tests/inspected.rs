//! A server on a database that Django made and filled, with the specs that `codegen inspect` wrote for it
//! (`tests/golden/inspect`): every row is served, and rows are written as Django would read them.

#![allow(clippy::unwrap_used)]

use http::{Request, StatusCode};
use http_body_util::BodyExt as _;
use restwright::axum::body::Body;
use restwright::schema::link::Graph;
use restwright::{App, Database, Settings};
use restwright_codegen::lower::lower;
use restwright_codegen::{Options, check};
use serde_json::{Value as Json, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tower::ServiceExt as _;

/// The superuser's, in the dump.
const TOKEN: &str = "Token 1111111111111111111111111111111111111111";

fn checkout() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn graph(case: &str) -> Graph {
    let (folder, mut bag) = check(&checkout().join("tests/golden/inspect").join(case).join("specs"), Options::default()).unwrap();
    let found = bag.take();
    lower(&folder.unwrap_or_else(|| panic!("{found:?}"))).unwrap()
}

/// A database with what a dump holds.
async fn filled(case: &str, test: &str) -> (Database, PathBuf) {
    let file = std::env::temp_dir().join(format!("restwright-inspected-{test}-{}.sqlite3", std::process::id()));
    let _ = std::fs::remove_file(&file);
    let db = Database::connect(&format!("sqlite://{}", file.display())).await.unwrap();
    let dump = std::fs::read_to_string(checkout().join("tests/inspect").join(case).join("sqlite.sql")).unwrap();
    db.write().await.unwrap().script(&dump).await.unwrap();
    (db, file)
}

struct Server(restwright::axum::Router);

impl Server {
    async fn send(&self, method: &str, path: &str, body: Option<Json>) -> (StatusCode, Json) {
        let request = Request::builder().method(method).uri(path).header("Host", "testserver").header("Authorization", TOKEN);
        let request = request.header("Content-Type", "application/json");
        let request = request.body(Body::from(body.map(|b| b.to_string()).unwrap_or_default())).unwrap();
        let response = self.0.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        (status, serde_json::from_slice(&bytes).unwrap_or(Json::Null))
    }

    async fn get(&self, path: &str) -> Json {
        let (status, body) = self.send("GET", path, None).await;
        assert_eq!(status, 200, "{path}: {body}");
        body
    }
}

fn server(graph: &Graph, db: &Database) -> Server {
    Server(restwright::http::router(Arc::new(App::new(graph.api, db.clone(), Settings::default()).unwrap())))
}

/// A key as it stands in a URL.
fn key(row: &Json, name: &str) -> String {
    row[name].as_str().map_or_else(|| row[name].to_string(), str::to_owned)
}

#[tokio::test]
async fn every_row_of_the_library_is_served() {
    let graph = graph("library_sqlite");
    let (db, file) = filled("library", "served").await;
    let server = server(&graph, &db);
    let mut rows = 0;
    for view in &graph.views {
        let node = graph.model(view.model);
        let table = graph.api.resources[view.model].model.table;
        let counted = db.read().await.unwrap().fetch_one(&format!("SELECT count(*) FROM \"{table}\""), &[]).await.unwrap();
        let list = server.get(&format!("/api/{}/", view.endpoint)).await;
        assert_eq!(list["count"].as_i64(), counted.unwrap().int(0), "{table}");
        for row in list["results"].as_array().unwrap() {
            let path = format!("/api/{}/{}/", view.endpoint, key(row, node.key().field.name));
            assert_eq!(server.get(&path).await, *row, "{path}");
            // A write that changes nothing reads the row, locks it and writes it.
            let (status, body) = server.send("PATCH", &path, Some(json!({}))).await;
            assert_eq!((status, &body), (StatusCode::OK, row), "{path}");
            rows += 1;
        }
    }
    assert!(rows > 100, "{rows} rows");
    db.close().await;
    let _ = std::fs::remove_file(file);
}

#[tokio::test]
async fn rows_are_written_as_django_has_them() {
    let graph = graph("library_sqlite");
    let (db, file) = filled("library", "written").await;
    let server = server(&graph, &db);
    let author = server.get("/api/authors/").await["results"][0]["id"].clone();
    let tag = server.get("/api/tags/").await["results"][0]["id"].clone();
    let book = json!({
        "title": "New", "isbn": "9780000009999", "author": author, "publisher": null, "tags": [tag], "status": "draft", "pages": 10,
        "price": "1.50", "published": "2024-02-29", "in_print": true, "meta": {"a": 1}, "created": "2024-01-01T10:00:00Z",
        "updated": "2024-01-01T10:00:00.5Z", "internal": 1,
    });
    let (status, made) = server.send("POST", "/api/books/", Some(book)).await;
    assert_eq!(status, 201, "{made}");
    let sql = "SELECT title, created, updated, meta, (SELECT count(*) FROM library_book_tags WHERE book_id = b.id) FROM library_book b WHERE isbn = '9780000009999'";
    let row = db.read().await.unwrap().fetch_one(sql, &[]).await.unwrap().unwrap();
    assert_eq!([row.text(1), row.text(2)], [Some("2024-01-01 10:00:00"), Some("2024-01-01 10:00:00.500000")]);
    assert_eq!(row.int(4), Some(1));
    // `restrict`: what the constraint would refuse is refused with its reason.
    let (status, body) = server.send("DELETE", &format!("/api/authors/{author}/"), None).await;
    assert_eq!(status, 409, "{body}");
    let (status, body) = server.send("POST", "/api/tags/", Some(json!({}))).await;
    assert_eq!(status, 400, "{body}");
    db.close().await;
    let _ = std::fs::remove_file(file);
}
