//! A server on a database that Django made and filled, with the specs that `codegen inspect` wrote for it
//! (`tests/golden/inspect`, held by `codegen/inspect/tests/databases.rs`): every row is served, and rows are written as Django would read them.

#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod common;

use common::{DatabaseKind, Fresh};
use http::{Request, StatusCode};
use http_body_util::BodyExt as _;
use restwright::axum::body::Body;
use restwright::schema::Dialect;
use restwright::schema::link::Graph;
use restwright::{App, Settings};
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

/// A database of each kind with what Django's dump holds, and what `codegen inspect` wrote for it.
async fn filled(kind: DatabaseKind) -> Option<(Fresh, Graph, Server)> {
    let fresh = kind.fresh().await?;
    let dialect = fresh.db.dialect();
    let dump = std::fs::read_to_string(checkout().join(format!("tests/inspect/library/{}.sql", dialect.name()))).unwrap();
    // The dump takes the path away, and the connection goes back to its pool.
    let path = if dialect == Dialect::Postgres { "SET search_path TO DEFAULT;" } else { "" };
    fresh.script(&format!("{dump}\n{path}")).await;
    let graph = graph(&format!("library_{}", dialect.name()));
    let server = Server(restwright::http::router(Arc::new(App::new(graph.api, fresh.db.clone(), Settings::default()).unwrap())));
    Some((fresh, graph, server))
}

struct Server(restwright::axum::Router);

impl Server {
    async fn send(&self, method: &str, path: &str, body: Option<Json>) -> (StatusCode, Json) {
        let request = Request::builder().method(method).uri(path).header("Host", "localhost").header("Authorization", TOKEN);
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

/// A key as it stands in a URL.
fn key(row: &Json, name: &str) -> String {
    row[name].as_str().map_or_else(|| row[name].to_string(), str::to_owned)
}

#[tokio::test]
async fn every_row_of_the_library_is_served() {
    for kind in DatabaseKind::ALL {
        let Some((fresh, graph, server)) = filled(kind).await else { continue };
        let mut rows = 0;
        for view in &graph.views {
            let node = graph.model(view.model);
            let table = fresh.db.dialect().quote(graph.api.resources[view.model].model.table);
            let counted = fresh.db.read().await.unwrap().fetch_one(&format!("SELECT count(*) FROM {table}"), &[]).await.unwrap();
            let list = server.get(&format!("/api/{}/", view.endpoint)).await;
            assert_eq!(list["count"].as_i64(), counted.unwrap().int(0), "{kind:?}: {table}");
            for row in list["results"].as_array().unwrap() {
                let path = format!("/api/{}/{}/", view.endpoint, key(row, node.key().field.name));
                assert_eq!(server.get(&path).await, *row, "{kind:?}: {path}");
                // A write that changes nothing reads the row, locks it and writes it.
                let (status, body) = server.send("PATCH", &path, Some(json!({}))).await;
                assert_eq!((status, &body), (StatusCode::OK, row), "{kind:?}: {path}");
                rows += 1;
            }
        }
        assert!(rows > 100, "{kind:?}: {rows} rows");
        drop(server);
        fresh.close().await;
    }
}

#[tokio::test]
async fn rows_are_written_as_django_has_them() {
    for kind in DatabaseKind::ALL {
        let Some((fresh, _, server)) = filled(kind).await else { continue };
        let author = server.get("/api/authors/").await["results"][0]["id"].clone();
        let tag = server.get("/api/tags/").await["results"][0]["id"].clone();
        let book = json!({
            "title": "New", "isbn": "9780000009999", "author": author, "publisher": null, "tags": [tag], "status": "draft", "pages": 10,
            "price": "1.50", "published": "2024-02-29", "in_print": true, "meta": {"a": 1}, "created": "2024-01-01T10:00:00Z",
            "updated": "2024-01-01T10:00:00.5Z", "internal": 1,
        });
        let (status, made) = server.send("POST", "/api/books/", Some(book)).await;
        assert_eq!(status, 201, "{kind:?}: {made}");
        assert_eq!(server.get(&format!("/api/books/{}/", key(&made, "id"))).await, made, "{kind:?}");
        // As Django's own backend writes it.
        let moment = |column: &str| match kind {
            DatabaseKind::Sqlite => column.to_owned(),
            DatabaseKind::Postgres => format!("to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"),
            DatabaseKind::MySql => format!("CAST({column} AS char)"),
        };
        let sql = format!(
            "SELECT title, {}, {}, (SELECT count(*) FROM library_book_tags WHERE book_id = b.id) FROM library_book b WHERE isbn = '9780000009999'",
            moment("created"),
            moment("updated")
        );
        let row = fresh.db.read().await.unwrap().fetch_one(&sql, &[]).await.unwrap().unwrap();
        let whole = if kind == DatabaseKind::Sqlite { "2024-01-01 10:00:00" } else { "2024-01-01 10:00:00.000000" };
        assert_eq!([row.text(1).as_deref(), row.text(2).as_deref()], [Some(whole), Some("2024-01-01 10:00:00.500000")], "{kind:?}");
        assert_eq!(row.int(3), Some(1), "{kind:?}");
        // `restrict`: what the constraint would refuse is refused with its reason.
        let (status, body) = server.send("DELETE", &format!("/api/authors/{author}/"), None).await;
        assert_eq!(status, 409, "{kind:?}: {body}");
        let (status, body) = server.send("POST", "/api/tags/", Some(json!({}))).await;
        assert_eq!(status, 400, "{kind:?}: {body}");
        // A unique column of Django's, by its own index's name.
        let (status, body) = server.send("POST", "/api/books/", Some(made.clone())).await;
        assert_eq!((status, body["isbn"].is_array()), (StatusCode::BAD_REQUEST, true), "{kind:?}: {body}");
        let (status, body) = server.send("DELETE", &format!("/api/books/{}/", key(&made, "id")), None).await;
        assert_eq!(status, 204, "{kind:?}: {body}");
        drop(server);
        fresh.close().await;
    }
}

/// Rows of each table that its specs let clients make: what is read is written again, with another key and other unique values.
#[tokio::test]
async fn every_resource_takes_a_new_row() {
    for kind in DatabaseKind::ALL {
        let Some((fresh, graph, server)) = filled(kind).await else { continue };
        let mut made = Vec::new();
        for view in &graph.views {
            let node = graph.model(view.model);
            let path = format!("/api/{}/", view.endpoint);
            let Some(mut row) = server.get(&path).await["results"].as_array().unwrap().last().cloned() else { continue };
            for column in &node.fields {
                let field = column.field;
                let value = &row[field.name];
                if field.primary_key && field.kind == restwright::schema::FieldType::Uuid {
                    row[field.name] = json!("00000000-0000-4000-8000-000000000001");
                } else if (field.unique || field.primary_key) && value.is_string() {
                    row[field.name] = json!(value.as_str().unwrap().chars().rev().collect::<String>());
                } else if value == "" {
                    // That a text may be blank is not in the database.
                    row[field.name] = json!("x");
                }
            }
            let (status, body) = server.send("POST", &path, Some(row.clone())).await;
            if status == StatusCode::CREATED {
                made.push(view.endpoint.clone());
                assert_eq!(server.get(&format!("{path}{}/", key(&body, node.key().field.name))).await, body, "{kind:?}: {path}");
            } else {
                // Sets that are unique together, or a row that has its only partner.
                assert!(
                    ["unique", "already exists"].iter().any(|word| body.to_string().contains(word)),
                    "{kind:?}: {path} {status} {body}\n{row}"
                );
            }
        }
        assert!(made.len() > 10, "{kind:?}: {made:?}");
        drop(server);
        fresh.close().await;
    }
}
