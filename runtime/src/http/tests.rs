//! Requests through the public face, against an API in memory.

#![allow(clippy::unwrap_used)]

use crate::schema::api::{Renderer, RouterKind, Versioning, VersioningKind};
use crate::schema::model::{Field, FieldType, OnDelete};
use crate::schema::serializer::{Field as Shown, Kind};
use crate::schema::viewset::{Action, Authentication, NotBuilt, Permission};
use crate::schema::{Api, Model, Resource, Serializer, ViewSet};
use crate::{AllowedHosts, App, Database, Settings};
use ::http::{Request, StatusCode};
use axum::body::Body;
use http_body_util::BodyExt as _;
use std::sync::Arc;
use tower::ServiceExt as _;

static ID: Field = Field::new("id", "id", FieldType::Auto).primary_key();
static SITE: Model = Model::new("Site", "site", "t_site").fields(&[ID]);
static RACK: Model =
    Model::new("RackUnit", "rack_unit", "t_rack").fields(&[ID, Field::foreign_key("site", "site_id", "Site", OnDelete::Cascade)]);
static WORD: Model = Model::new("Word", "word", "t_word").fields(&[Field::new("word", "word", FieldType::Slug).primary_key()]);
static SHOWN: Serializer =
    Serializer::new(&[Shown::new("id", Kind::Integer { min_value: None, max_value: None, column: None }).read_only()]);
static WORDS: Serializer = Serializer::new(&[]);
static SITES: ViewSet = ViewSet::new("sites", "site").description("\n    Where <racks> stand.\n    ");
static RACKS: ViewSet = ViewSet::new("hall/racks", "rack").parent("Site", "site").authentication(&[Authentication::Token]);
static VOCABULARY: ViewSet = ViewSet::new("words", "word")
    .lookup_field("word")
    .lookup_value_regex("[a-z.]+")
    .actions(&[Action::Retrieve])
    .permissions(&[Permission::IsAuthenticated]);
static RESOURCES: [Resource; 3] = [
    Resource { model: &RACK, serializer: &SHOWN, filterset: None, viewset: &RACKS },
    Resource { model: &SITE, serializer: &SHOWN, filterset: None, viewset: &SITES },
    Resource { model: &WORD, serializer: &WORDS, filterset: None, viewset: &VOCABULARY },
];
static PLAIN: Api = Api { resources: &RESOURCES, description: "Halls.", ..Api::new("t", "T") };

struct Got {
    status: StatusCode,
    headers: ::http::HeaderMap,
    text: String,
}

impl Got {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|v| v.to_str().unwrap())
    }
}

/// Sends `METHOD /path` with headers and a body.
async fn send(api: &'static Api, line: &str, headers: &[(&str, &str)], body: &str) -> Got {
    let settings = Settings { body_limit: 100, allowed_hosts: AllowedHosts::parse("testserver").unwrap(), ..Settings::default() };
    let app = App::new(api, Database::connect("sqlite::memory:").await.unwrap(), settings);
    let (method, path) = line.split_once(' ').unwrap();
    let mut request = Request::builder().method(method).uri(path).header("Host", "testserver");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::from(body.to_owned())).unwrap();
    let response = super::router(Arc::new(app.unwrap())).oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let text = String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap();
    Got { status: parts.status, headers: parts.headers, text }
}

async fn get(path: &str) -> Got {
    send(&PLAIN, &format!("GET {path}"), &[], "").await
}

#[tokio::test]
async fn root() {
    let got = get("/api/").await;
    assert_eq!(got.status, StatusCode::OK);
    let links = "{\"hall/racks\":\"http://testserver/api/hall/racks/\",\"sites\":\"http://testserver/api/sites/\"}";
    assert_eq!(got.text, links);
    assert_eq!(got.header("vary"), Some("Accept, Cookie"));
    assert_eq!(got.header("allow"), Some("GET, HEAD, OPTIONS"));
    assert_eq!(got.header("content-type"), Some("application/json"));
    let links = "{\"hall/racks\":\"http://testserver/api/hall/racks.json\",\"sites\":\"http://testserver/api/sites.json\"}";
    assert_eq!(get("/api/.json").await.text, links);
    assert!(get("/api/?format=json").await.text.contains("/api/sites/?format=json\""));
    let got = send(&PLAIN, "POST /api/", &[], "").await;
    assert_eq!((got.status, got.text.as_str()), (StatusCode::METHOD_NOT_ALLOWED, "{\"detail\":\"Method \\\"POST\\\" not allowed.\"}"));
    let got = send(&PLAIN, "OPTIONS /api/", &[], "").await;
    assert!(got.text.starts_with("{\"name\":\"Api Root\",\"description\":\"Halls.\",\"renders\":[\"application/json\",\"text/html\"]"));
    let got = send(&PLAIN, "GET /api/", &[("Accept", "application/json; indent=2")], "").await;
    assert!(got.text.starts_with("{\n  \"hall/racks\": \"http"), "{}", got.text);
}

#[tokio::test]
async fn urls() {
    for (path, status) in [
        ("/api/sites/1/", 405),
        ("/api/sites/1.json", 405),
        ("/api/sites/1.json/", 405),
        ("/api/sites.json/", 405),
        ("/api/hall/racks/", 405),
        ("/api/sites/1/hall/racks/", 405),
        ("/api/sites/1/hall/racks.json", 405),
        ("/api/sites/1/hall/racks/a%2Fb/", 404),
        ("/api/words/a.b/", 403),
        ("/api/words/a.json/", 403),
        ("/api/sites/1.xml", 404),
        ("/api/sites/1", 301),
        ("/api/sites", 301),
        ("/api", 301),
        ("/api/words/a.b", 404),
        ("/api/words/a", 301),
        ("/api/words/A/", 404),
        ("/api/words/", 404),
        ("/api/site/", 404),
        ("/api/sites/1/2/", 404),
        ("/api/sites//", 404),
        ("/api/sites/1.JSON", 404),
        ("/api/hall/", 404),
        ("/", 404),
    ] {
        assert_eq!(send(&PLAIN, &format!("TRACE {path}"), &[], "").await.status.as_u16(), status, "{path}");
    }
    let got = send(&PLAIN, "POST /api/sites?a=b%20c", &[], "{}").await;
    assert_eq!(got.header("location"), Some("/api/sites/?a=b%20c"));
    assert_eq!((got.header("content-type"), got.header("vary"), got.text.as_str()), (Some("text/html; charset=utf-8"), None, ""));
    let got = get("/nowhere").await;
    assert!(got.text.contains("<h1>Not Found</h1><p>The requested resource was not found on this server.</p>"));
    assert_eq!((got.header("content-type"), got.header("vary"), got.header("allow")), (Some("text/html; charset=utf-8"), None, None));
}

#[tokio::test]
async fn allowed_methods() {
    let allow = |line: &'static str| async move { send(&PLAIN, line, &[], "").await.header("allow").map(str::to_owned) };
    assert_eq!(allow("OPTIONS /api/sites/").await.as_deref(), Some("GET, POST, HEAD, OPTIONS"));
    assert_eq!(allow("OPTIONS /api/sites/1/").await.as_deref(), Some("GET, PUT, PATCH, DELETE, HEAD, OPTIONS"));
    assert_eq!(allow("PUT /api/words/a/").await.as_deref(), Some("GET, HEAD, OPTIONS"));
}

#[tokio::test]
async fn order_of_refusals() {
    let ask = |line: &'static str, headers: &'static [(&str, &str)]| send(&PLAIN, line, headers, "");
    // Who may is asked before what can be done.
    let got = ask("PUT /api/words/a/", &[]).await;
    assert_eq!((got.status, got.header("vary")), (StatusCode::FORBIDDEN, Some("Accept, Cookie")));
    let got = ask("PUT /api/words/a/", &[("Accept", "image/png")]).await;
    assert_eq!((got.status, got.header("vary")), (StatusCode::NOT_ACCEPTABLE, Some("Accept")));
    let got = ask("GET /api/words/a/?format=xml", &[]).await;
    assert_eq!((got.status, got.text.as_str()), (StatusCode::NOT_FOUND, "{\"detail\":\"Not found.\"}"));
    let got = ask("PUT /api/hall/racks/", &[("Authorization", "Token")]).await;
    assert_eq!((got.status, got.header("www-authenticate"), got.header("vary")), (StatusCode::UNAUTHORIZED, Some("Token"), Some("Accept")));
    // Nested routes read the body before they look at the method.
    let got = send(&PLAIN, "TRACE /api/sites/1/hall/racks/", &[("Content-Type", "application/json")], "{").await;
    assert_eq!(got.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn head_and_limits() {
    let got = send(&PLAIN, "HEAD /api/", &[], "").await;
    assert_eq!((got.status, got.text.as_str()), (StatusCode::OK, ""));
    assert_eq!(got.header("content-length").unwrap(), get("/api/").await.text.len().to_string());
    let got = send(&PLAIN, "POST /api/sites/", &[("Content-Type", "application/json")], &" ".repeat(101)).await;
    assert_eq!((got.status, got.header("content-type")), (StatusCode::PAYLOAD_TOO_LARGE, Some("application/json")));
    assert_eq!(got.text, "{\"detail\":\"The request's body is larger than 100 bytes.\"}");
    assert_eq!(send(&PLAIN, "GET /api/", &[("Host", "testserver")], "").await.status, StatusCode::BAD_REQUEST, "two hosts");
    assert_eq!(get("/healthz").await.text, "{\"status\":\"ok\"}");
}

#[tokio::test]
async fn request_ids() {
    let got = send(&PLAIN, "GET /api/", &[("X-Request-ID", "abc-1")], "").await;
    assert_eq!(got.header("x-request-id"), Some("abc-1"));
    let got = send(&PLAIN, "GET /api/", &[("X-Request-ID", "a b\"")], "").await;
    assert!(got.header("x-request-id").is_some_and(|id| id != "a b\"" && id.len() > 8));
}

#[tokio::test]
async fn pages() {
    let got = send(&PLAIN, "OPTIONS /api/sites/", &[("Accept", "text/html,*/*;q=0.8")], "").await;
    assert_eq!((got.status, got.header("content-type")), (StatusCode::OK, Some("text/html; charset=utf-8")));
    assert_eq!(got.header("vary"), Some("Accept, Cookie"));
    assert!(got.text.contains("<a href=\"/api/\">Api Root</a></li>\n<li><a href=\"/api/sites/\">Site List</a>"), "{}", got.text);
    assert!(got.text.contains("Where &lt;racks&gt; stand."));
    let got = send(&PLAIN, "PUT /api/sites/", &[("Accept", "text/html")], "").await;
    assert_eq!(got.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(got.text.contains("<strong>HTTP 405 Method Not Allowed</strong>"));
}

#[tokio::test]
async fn simple_router() {
    static API: Api = Api { router: RouterKind::Simple, trailing_slash: false, renderers: &[Renderer::Json], ..PLAIN };
    for (path, status) in [
        ("/api/sites", 405),
        ("/api/sites/1", 405),
        ("/api/sites/", 404),
        ("/api/sites.json", 404),
        ("/api/", 404),
        ("/api/sites/1/hall/racks", 405),
    ] {
        assert_eq!(send(&API, &format!("TRACE {path}"), &[], "").await.status.as_u16(), status, "{path}");
    }
    assert_eq!(send(&API, "TRACE /api/sites", &[], "").await.header("vary"), Some("Cookie"));
}

#[tokio::test]
async fn versions() {
    const fn with(class: VersioningKind) -> Api {
        Api { versioning: Versioning { class, default: "v1", allowed: &["v1", "v2"] }, ..PLAIN }
    }
    static PATH: Api = with(VersioningKind::UrlPath);
    static NAMESPACE: Api = with(VersioningKind::Namespace);
    static ACCEPT: Api = with(VersioningKind::AcceptHeader);
    static QUERY: Api = with(VersioningKind::QueryParameter);
    static HOST: Api = with(VersioningKind::HostName);
    let ask = |api: &'static Api, path: &'static str, headers: &'static [(&str, &str)]| async move {
        let got = send(api, &format!("GET {path}"), headers, "").await;
        (got.status.as_u16(), got.text)
    };
    let refused = |status: u16, text: &str| (status, serde_json::json!({ "detail": text }).to_string());
    assert!(ask(&PATH, "/api/v2/", &[]).await.1.contains("http://testserver/api/v2/sites/"));
    assert_eq!(ask(&PATH, "/api/v3/", &[]).await, refused(404, "Invalid version in URL path."));
    assert_eq!(ask(&PATH, "/api/", &[]).await.0, 404);
    assert!(ask(&NAMESPACE, "/api/v2/", &[]).await.1.contains("http://testserver/api/v2/sites/"));
    assert!(ask(&NAMESPACE, "/api/v3/", &[]).await.1.contains("<h1>Not Found</h1>"));
    assert!(ask(&ACCEPT, "/api/", &[("Accept", "application/json; version=v2")]).await.1.contains("/api/sites/\""));
    assert_eq!(ask(&ACCEPT, "/api/", &[("Accept", "*/*; version=3")]).await, refused(406, "Invalid version in \"Accept\" header."));
    assert!(ask(&QUERY, "/api/?version=v2&format=json", &[]).await.1.contains("/api/sites/?format=json&version=v2\""));
    assert!(ask(&QUERY, "/api/", &[]).await.1.contains("/api/sites/?version=v1\""));
    assert_eq!(ask(&QUERY, "/api/?version=", &[]).await, refused(404, "Invalid version in query parameter."));
    assert_eq!(ask(&HOST, "/api/", &[]).await.0, 200);
}

#[tokio::test]
async fn hosts() {
    static HOST: Api = Api { versioning: Versioning { class: VersioningKind::HostName, default: "v1", allowed: &["v1", "v2"] }, ..PLAIN };
    let settings = Settings { allowed_hosts: AllowedHosts::parse(".example.org,127.0.0.1,localhost").unwrap(), ..Settings::default() };
    let app = Arc::new(App::new(&HOST, Database::connect("sqlite::memory:").await.unwrap(), settings).unwrap());
    for (host, status) in [
        ("v2.example.org:80", 200),
        ("www.example.org", 404),
        ("127.0.0.1:8000", 200),
        ("a_b", 400),
        ("localhost", 200),
        ("evil.test", 400),
    ] {
        let request = Request::builder().uri("/api/").header("Host", host).body(Body::empty()).unwrap();
        let response = super::router(app.clone()).oneshot(request).await.unwrap();
        assert_eq!(response.status().as_u16(), status, "{host}");
    }
}

#[tokio::test]
async fn panics_and_patience() {
    assert!(super::caught(async { panic!("on purpose") }).await.is_none_or(|()| false));
    let settings = Settings { timeout: std::time::Duration::ZERO, ..Settings::default() };
    let app = App::new(&PLAIN, Database::connect("sqlite::memory:").await.unwrap(), settings).unwrap();
    // The one connection of a database in memory is taken, so that the request has to wait for it.
    let _taken = app.db.read().await.unwrap();
    let app = Arc::new(app);
    let request = Request::builder().uri("/healthz").body(Body::empty()).unwrap();
    let response = super::router(app).oneshot(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    let text = response.into_body().collect().await.unwrap().to_bytes();
    assert_eq!(text, "{\"detail\":\"The request took too long.\"}");
}

/// What `build --partial` left out: extra actions, set queries, bulk methods.
#[tokio::test]
async fn parts_that_are_not_built() {
    static LEFT_OUT: ViewSet = SITES.not_built(&[
        NotBuilt { path: "query", detail: false, methods: &["GET"] },
        NotBuilt { path: "archive", detail: true, methods: &["POST"] },
        NotBuilt { path: "", detail: false, methods: &["DELETE"] },
    ]);
    static PARTS: [Resource; 1] = [Resource { model: &SITE, serializer: &SHOWN, filterset: None, viewset: &LEFT_OUT }];
    static PARTIAL: Api = Api { resources: &PARTS, ..Api::new("t", "T") };
    for line in ["GET /api/sites/query/", "POST /api/sites/1/archive/", "DELETE /api/sites/"] {
        let got = send(&PARTIAL, line, &[], "").await;
        assert_eq!(
            (got.status, got.text.as_str()),
            (StatusCode::NOT_IMPLEMENTED, "{\"detail\":\"This part of the API is not built yet.\"}"),
            "{line}"
        );
    }
    let got = send(&PARTIAL, "GET /api/sites/1/archive/", &[], "").await;
    assert_eq!((got.status, got.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, Some("POST, OPTIONS")));
    assert_eq!(send(&PARTIAL, "POST /api/sites/1/other/", &[], "").await.status, StatusCode::NOT_FOUND);
}

/// Behind a proxy that ends TLS, links say what clients speak.
#[tokio::test]
async fn links_behind_a_proxy() {
    let settings = Settings { https: true, allowed_hosts: AllowedHosts::parse("shop.test").unwrap(), ..Settings::default() };
    let app = App::new(&PLAIN, Database::connect("sqlite::memory:").await.unwrap(), settings).unwrap();
    let request = Request::builder().uri("/api/").header("Host", "shop.test").body(Body::empty()).unwrap();
    let response = super::router(Arc::new(app)).oneshot(request).await.unwrap();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    assert!(body.windows(22).any(|w| w == b"https://shop.test/api/"), "{body:?}");
}

/// `/` leads to the API's root, or to what stands for it.
#[tokio::test]
async fn the_front_door() {
    static SIMPLE: Api = Api { router: RouterKind::Simple, ..PLAIN };
    static NOTHING: Api = Api { docs_ui: "", docs_openapi: "", ..SIMPLE };
    static OWN: Api = Api { prefix: "/", ..PLAIN };
    static SIMPLE_OWN: Api = Api { prefix: "/", ..SIMPLE };
    static PATH: Api = Api { versioning: Versioning { class: VersioningKind::UrlPath, default: "v2", allowed: &["v1", "v2"] }, ..PLAIN };
    for (api, status, location) in [
        (&PLAIN, 302, Some("/api/")),
        (&SIMPLE, 302, Some("/api/docs/")),
        (&NOTHING, 404, None),
        (&OWN, 200, None),
        (&SIMPLE_OWN, 404, None),
        (&PATH, 302, Some("/api/v2/")),
    ] {
        for method in ["GET", "HEAD"] {
            let got = send(api, &format!("{method} /"), &[("Accept", "text/html")], "").await;
            assert_eq!((got.status.as_u16(), got.header("location")), (status, location), "{:?} below {}", api.router, api.prefix);
        }
    }
    assert_eq!(send(&PLAIN, "POST /", &[], "").await.status, StatusCode::NOT_FOUND);
    let got = get("/?next=x").await;
    assert_eq!((got.status, got.header("location")), (StatusCode::FOUND, Some("/api/")));
}

/// Health says whether migrations were applied, and asks no more once they were.
#[tokio::test]
async fn health_knows_of_migrations() {
    static STEPS: [crate::migrations::Migration; 1] =
        [crate::migrations::Migration { name: "0001_initial", sqlite: "CREATE TABLE a (b);", postgres: "", mysql: "" }];
    let db = Database::connect("sqlite::memory:").await.unwrap();
    let served = |strict: bool| {
        let settings = Settings { health_requires_migrations: strict, ..Settings::default() };
        App::with_migrations(&PLAIN, db.clone(), settings, Some(&STEPS)).unwrap()
    };
    let health = async |app: &Arc<App>| {
        let request = Request::builder().uri("/healthz").header("Host", "10.0.0.1").body(Body::empty()).unwrap();
        let response = super::router(app.clone()).oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        (status, String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap())
    };
    let (lax, strict) = (served(false), served(true));
    assert_eq!(health(&lax).await, (200, "{\"status\":\"ok\",\"migrations\":\"pending\"}".to_owned()));
    assert_eq!(health(&strict).await, (503, "{\"status\":\"unavailable\",\"migrations\":\"pending\"}".to_owned()));
    crate::server::migrate(&db, &PLAIN, &STEPS).await.unwrap();
    for app in [&lax, &strict] {
        assert_eq!(health(app).await, (200, "{\"status\":\"ok\",\"migrations\":\"applied\"}".to_owned()));
        let before = db.statements();
        assert_eq!(health(app).await.0, 200);
        assert_eq!(db.statements() - before, 1);
    }
}

/// What a builder takes as it is, and cannot hold, is an error before anything is served.
#[tokio::test]
async fn wrong_cors_is_not_served() {
    use crate::schema::api::Cors;
    let error = async |cors: Cors| {
        let api = crate::schema::infer::keep(Box::new(Api { cors, ..PLAIN }));
        let errors = App::new(api, Database::connect("sqlite::memory:").await.unwrap(), Settings::default()).unwrap_err();
        errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
    };
    let found = error(Cors { allowed_origins: &["https://a.test/"], ..Cors::OFF }).await;
    assert_eq!(found, "t: cors: `https://a.test/` is not an origin: it ends with the host or its port, without a path");
    let found = error(Cors { allow_all_origins: true, allow_credentials: true, ..Cors::OFF }).await;
    assert!(found.starts_with("t: cors: every origin is allowed"), "{found}");
    let found = error(Cors { allowed_origin_regexes: &["("], ..Cors::OFF }).await;
    assert!(found.starts_with("t: cors: regex parse error"), "{found}");
    let found = error(Cors { allow_all_origins: true, expose_headers: &["a\r\nb"], ..Cors::OFF }).await;
    assert_eq!(found, "t: cors: `a\\r\\nb` is no name of a method or a header");
    let settings = Settings { csrf_trusted_origins: vec!["shop.test".to_owned()], ..Settings::default() };
    let errors = App::new(&PLAIN, Database::connect("sqlite::memory:").await.unwrap(), settings).unwrap_err();
    assert!(errors[0].to_string().starts_with("CSRF_TRUSTED_ORIGINS: `shop.test` is not an origin"), "{errors:?}");
}

/// 500 and 503 are readable by pages of other origins too.
#[tokio::test]
async fn patience_that_ends_is_readable_elsewhere() {
    use crate::schema::api::Cors;
    static API: Api = Api { cors: Cors { allow_all_origins: true, ..Cors::OFF }, ..PLAIN };
    let settings = Settings { timeout: std::time::Duration::ZERO, ..Settings::default() };
    let app = App::new(&API, Database::connect("sqlite::memory:").await.unwrap(), settings).unwrap();
    let _taken = app.db.read().await.unwrap();
    let request = Request::builder().uri("/healthz").header("Host", "localhost").header("Origin", "https://a.test");
    let response = super::router(Arc::new(app)).oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(response.headers()["access-control-allow-origin"], "*");
    assert_eq!(response.headers()["vary"], "origin");
}

#[tokio::test]
async fn a_path_that_ends_with_json_gives_json_to_clients_that_take_anything() {
    static JSON: Api = Api { docs_openapi: "docs/openapi.json", ..PLAIN };
    for (api, path, accept, media) in [
        (&PLAIN, "/api/schema/", "*/*", "application/vnd.oai.openapi"),
        (&PLAIN, "/api/schema/", "application/json", "application/json"),
        (&JSON, "/api/docs/openapi.json", "*/*", "application/vnd.oai.openapi+json"),
        (&JSON, "/api/docs/openapi.json", "text/html, */*;q=0.8", "application/vnd.oai.openapi+json"),
        (&JSON, "/api/docs/openapi.json", "application/yaml", "application/yaml"),
    ] {
        let got = send(api, &format!("GET {path}"), &[("Accept", accept)], "").await;
        assert_eq!((got.status, got.header("content-type")), (StatusCode::OK, Some(media)), "{path} {accept}");
        assert_eq!(got.text.starts_with('{'), media.ends_with("json"), "{path} {accept}");
    }
    // Without a header at all, as `curl -H Accept:` sends it.
    assert!(send(&JSON, "GET /api/docs/openapi.json", &[], "").await.text.starts_with('{'));
}
