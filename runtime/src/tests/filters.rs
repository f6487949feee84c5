//! The filters of a spec against what Django finds on the same rows: `data/filters/make.py` wrote the expectations.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs)]

use super::common::{DatabaseKind, Fresh};
use crate::error::ErrorBody;
use crate::orm::{Select, slice};
use crate::request::{Request, UrlStyle};
use crate::{App, Settings};
use http::{HeaderMap, Method};
use serde_json::{Value as Json, json};
use std::path::PathBuf;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/filters")
}

async fn app(fresh: &Fresh) -> App {
    let (specs, mut diagnostics) = restwright_codegen::check(&folder().join("spec"), restwright_codegen::Options::default()).unwrap();
    let messages: Vec<String> = diagnostics.take().iter().map(|d| format!("{d:?}")).collect();
    assert!(specs.is_some(), "{}", messages.join("\n"));
    let graph = restwright_codegen::lower::lower(&specs.unwrap()).unwrap();
    fresh.script(&format!("BEGIN; {} COMMIT;", recorded(fresh.kind, "database", "sql"))).await;
    App::new(graph.api, fresh.db.clone(), Settings::default()).unwrap()
}

/// What was recorded on this kind of database.
fn recorded(kind: DatabaseKind, stem: &str, extension: &str) -> String {
    std::fs::read_to_string(folder().join(format!("{stem}{}.{extension}", kind.infix()))).unwrap()
}

fn request(path: &str) -> Request {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    Request {
        method: Method::GET,
        path: path.to_owned(),
        query_string: query.to_owned(),
        query: form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
        headers: HeaderMap::new(),
        body: bytes::Bytes::new(),
        urls: UrlStyle::default(),
        lookup: None,
        parent: None,
        user: None,
        version: None,
        peer: None,
        above: None,
        action: None,
    }
}

/// What a list would be: the number of rows and their keys, or the errors.
async fn ask(app: &App, path: &str) -> Json {
    let req = request(path);
    let endpoint = req.path.trim_start_matches("/api/").trim_end_matches('/');
    let view = app.resources.graph.views.iter().position(|v| v.endpoint == endpoint).unwrap();
    let model = app.resources.graph.views[view].model;
    let kind = app.resources.graph.stored_type(model, app.resources.graph.model(model).pk);
    let mut conn = app.db.read().await.unwrap();
    let mut select = Select::new(&app.resources.graph, app.resources.dialect, model);
    context!(app, &mut conn, cx, &req);
    if let Err(error) = app.filters.filter_queryset(view, &mut cx, &mut select).await {
        return match error.body {
            ErrorBody::Errors(errors) => json!({"path": path, "errors": errors.to_json()}),
            other => json!({"path": path, "status": error.status.as_u16(), "body": format!("{other:?}")}),
        };
    }
    let count = match conn.fetch_one(select.count().text(), select.count().values()).await {
        Ok(row) => row.unwrap().int(0).unwrap(),
        Err(error) => panic!("{path}: {error}\n{}", select.count().text()),
    };
    // Django's last page ends with the counted number, also where the order makes more rows of one.
    let mut list = select.list_of(&format!("{}, t0.*", select.key()));
    slice(&mut list, u64::try_from(count).unwrap(), 0);
    let rows = conn.fetch(list.text(), list.values()).await;
    let rows = rows.unwrap_or_else(|error| panic!("{path}: {error}\n{}", list.text()));
    if select.counts_itself() {
        assert_eq!(usize::try_from(count).unwrap(), rows.len(), "{path}");
    }
    let ids: Vec<String> = rows
        .iter()
        .map(|row| match row.value(0, kind) {
            restwright::Value::Int(id) => id.to_string(),
            restwright::Value::Uuid(id) => id.to_string(),
            other => row.text(0).map_or_else(|| format!("{other:?}"), |text| text.to_string()),
        })
        .collect();
    json!({"path": path, "count": count, "ids": ids})
}

async fn differences(kind: DatabaseKind) -> Vec<String> {
    let Some(fresh) = kind.fresh().await else { return Vec::new() };
    let app = app(&fresh).await;
    let expected: Vec<Json> = serde_json::from_str(&recorded(kind, "expected", "json")).unwrap();
    assert!(expected.len() > 1000);
    let mut wrong = Vec::new();
    for answer in &expected {
        let path = answer["path"].as_str().unwrap();
        let mut found = ask(&app, path).await;
        // Equal rows come in whichever order the database finds them.
        if answer.get("ties").is_some() && found.get("ids").is_some() {
            found["ids"].as_array_mut().unwrap().sort_by(|a, b| a.as_str().cmp(&b.as_str()));
            found["ties"] = true.into();
        }
        if found != *answer {
            wrong.push(format!("{kind:?}, django: {answer}\n  here: {found}"));
        }
    }
    drop(app);
    fresh.close().await;
    wrong
}

#[tokio::test]
async fn filters_find_what_django_finds() {
    let wrong = differences(DatabaseKind::Sqlite).await;
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[tokio::test]
async fn filters_find_what_django_finds_on_postgres() {
    let wrong = differences(DatabaseKind::Postgres).await;
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[tokio::test]
async fn filters_find_what_django_finds_on_mariadb() {
    let wrong = differences(DatabaseKind::MySql).await;
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// Where Django fails on a query, an answer is given all the same.
#[tokio::test]
async fn nothing_fails() {
    for kind in DatabaseKind::ALL {
        let Some(fresh) = kind.fresh().await else { continue };
        let app = app(&fresh).await;
        let failed: Vec<String> = serde_json::from_str(&recorded(kind, "failed", "json")).unwrap();
        for path in failed {
            let found = ask(&app, &path).await;
            assert!(found.get("ids").is_some() || found.get("errors").is_some(), "{kind:?}: {found}");
        }
        drop(app);
        fresh.close().await;
    }
}

/// A pattern that is none is its parameter's error on each database, also where no row would be looked at.
#[tokio::test]
async fn a_pattern_that_is_none_is_its_parameters_error() {
    for kind in DatabaseKind::ALL {
        let Some(fresh) = kind.fresh().await else { continue };
        let app = app(&fresh).await;
        for (path, param) in [
            ("items/?title__regex=(", "title__regex"),
            ("items/?title__regex=%2Ba", "title__regex"),
            ("items/?title=nobody&title__regex=(", "title__regex"),
            ("tags/?label__iregex=a)", "label__iregex"),
            ("tags/?label__regex=[a", "label__regex"),
            ("tags/?label__regex=a{2,1}", "label__regex"),
            ("tags/?search=fine,(", "search"),
        ] {
            let found = ask(&app, &format!("/api/{path}")).await;
            assert_eq!(found["errors"], json!({param: ["Enter a valid value."]}), "{kind:?}: {found}");
        }
        // Those that are right are used, with signs and without.
        for path in ["items/?title__regex=^.*[A-Za-z]", "tags/?label__iregex=.", "tags/?search=.%2B"] {
            assert!(ask(&app, &format!("/api/{path}")).await["count"].as_i64() > Some(0), "{kind:?}: {path}");
        }
        drop(app);
        fresh.close().await;
    }
}

#[tokio::test]
async fn a_list_that_nobody_narrows_has_one_text() {
    let fresh = DatabaseKind::Sqlite.fresh().await.unwrap();
    let app = app(&fresh).await;
    let texts = |path: &'static str| {
        let app = &app;
        async move {
            let view = app.resources.graph.views.iter().position(|v| v.endpoint == "items").unwrap();
            let mut conn = app.db.read().await.unwrap();
            let mut select = Select::new(&app.resources.graph, app.resources.dialect, app.resources.graph.views[view].model);
            let req = request(path);
            context!(app, &mut conn, cx, &req);
            app.filters.filter_queryset(view, &mut cx, &mut select).await.unwrap();
            let mut list = select.list_of("t0.\"id\"");
            slice(&mut list, 1, 0);
            list.text().to_owned()
        }
    };
    let plain = texts("/api/items/").await;
    assert_eq!(plain, texts("/api/items/?page=2").await);
    assert_eq!(
        plain,
        "SELECT t0.\"id\" FROM \"shop_item\" AS t0 INNER JOIN \"shop_maker\" AS t1 ON t0.\"maker_id\" = t1.\"id\" \
         LEFT OUTER JOIN \"shop_country\" AS t2 ON t1.\"country_id\" = t2.\"code\" \
         ORDER BY t2.\"name\" DESC, t1.\"name\" DESC, t0.\"title\", t0.\"id\" LIMIT ? OFFSET ?"
    );
}
