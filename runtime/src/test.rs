//! A test client: an API over a database of its own (in memory, unless a test names another), without a socket.
//!
//! ```
//! # use restwright::schema::Api;
//! # use restwright::serde_json::json;
//! # use restwright::test::{Client, User};
//! # let api: &'static Api = restwright::schema::infer::keep(Box::new(Api::new("empty", "Empty")));
//! let client = Client::new(api, &[]);
//! client.create_user(User::new("anna").staff());
//! let anna = client.login("anna");
//! anna.get("/api/").assert_status(200).assert_json(json!({}));
//! ```
//!
//! What is wrong ends the test with a panic that shows the answer: nothing here is for servers.
#![allow(clippy::panic, reason = "a test ends with a panic")]

use crate::migrations::Migration;
use crate::schema::Api;
use crate::server::{self, MadeUser, NewUser};
use crate::{AllowedHosts, App, Database, Settings};
use axum::body::Body;
use http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, HOST, HeaderName, SET_COOKIE};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use http_body_util::BodyExt as _;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use tower::ServiceExt as _;

/// A client of a server of its own. Clones, and clients that are logged in, speak to the same server.
#[derive(Clone)]
pub struct Client {
    server: Arc<Server>,
    headers: HeaderMap,
    cookies: Arc<Mutex<BTreeMap<String, String>>>,
}

struct Server {
    runtime: tokio::runtime::Runtime,
    api: &'static Api,
    app: Arc<App>,
    router: axum::Router,
    users: Mutex<BTreeMap<String, MadeUser>>,
}

/// A user to be made: `User::new("anna").permission("add_book")`. The password is the name with `-password` behind, and a token is made.
#[derive(Clone, Debug)]
pub struct User(NewUser);

impl User {
    /// An active user without rights.
    pub fn new(username: &str) -> Self {
        Self(NewUser {
            username: username.to_owned(),
            email: format!("{username}@example.org"),
            password: format!("{username}-password"),
            staff: false,
            superuser: false,
            active: true,
            token: None,
            permissions: Vec::new(),
        })
    }

    /// `is_staff`: what `is_admin_user` asks for.
    #[must_use]
    pub fn staff(mut self) -> Self {
        self.0.staff = true;
        self
    }

    /// `is_superuser`: has every permission.
    #[must_use]
    pub fn superuser(mut self) -> Self {
        self.0.superuser = true;
        self
    }

    /// Not `is_active`: cannot log in.
    #[must_use]
    pub fn inactive(mut self) -> Self {
        self.0.active = false;
        self
    }

    /// Has a permission by its codename (`add_book`).
    #[must_use]
    pub fn permission(mut self, codename: &str) -> Self {
        self.0.permissions.push(codename.to_owned());
        self
    }

    /// Another password.
    #[must_use]
    pub fn password(mut self, password: &str) -> Self {
        password.clone_into(&mut self.0.password);
        self
    }
}

/// A database that lives as long as its server.
const MEMORY: &str = "sqlite::memory:";

fn must<T, E: std::fmt::Display>(result: Result<T, E>, what: &str) -> T {
    match result {
        Ok(value) => value,
        Err(error) => panic!("{what}: {error}"),
    }
}

impl Client {
    /// A server of an API, as a generated crate has it: `Client::new(shop::router::urls(), shop::MIGRATIONS)`.
    ///
    /// # Panics
    ///
    /// If the API does not fit together, or its migrations do not run.
    pub fn new(api: &'static Api, migrations: &'static [Migration]) -> Self {
        Self::over(MEMORY, api, migrations)
    }

    /// [`Client::new`] over another database than one in memory: an empty one, by its URL (`postgres://root@127.0.0.1/empty`).
    ///
    /// # Panics
    ///
    /// As [`Client::new`]; also if the database is not there, or its driver is not compiled in.
    pub fn over(database_url: &str, api: &'static Api, migrations: &'static [Migration]) -> Self {
        Self::with(database_url, api, async |db: Database| server::migrate(&db, api, migrations).await.map(drop).map_err(|e| e.to_string()))
    }

    /// A server of derived resources.
    ///
    /// # Panics
    ///
    /// As [`Client::new`].
    pub fn of(api: &crate::Api) -> Self {
        Self::of_over(MEMORY, api)
    }

    /// [`Client::of`] over another database than one in memory.
    ///
    /// # Panics
    ///
    /// As [`Client::over`].
    pub fn of_over(database_url: &str, api: &crate::Api) -> Self {
        let urls = must(api.urls(), "the API does not fit together");
        Self::with(database_url, urls, async |db: Database| api.migrate(&db).await.map(drop).map_err(|e| e.to_string()))
    }

    fn with(database_url: &str, api: &'static Api, migrate: impl AsyncFnOnce(Database) -> Result<(), String>) -> Self {
        let runtime = must(tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build(), "no runtime");
        let app = runtime.block_on(async {
            let db = must(Database::connect(database_url).await, "no database");
            must(migrate(db.clone()).await, "migrations");
            // Tests may speak of any host, as versions in host names want it.
            match App::new(api, db, Settings { allowed_hosts: AllowedHosts::any(), ..Settings::default() }) {
                Ok(app) => Arc::new(app),
                Err(errors) => panic!("the API does not fit together: {errors:?}"),
            }
        });
        let router = crate::http::router(app.clone());
        let server = Server { runtime, api, app, router, users: Mutex::default() };
        Self { server: Arc::new(server), headers: HeaderMap::new(), cookies: Arc::default() }
    }

    /// The API, for typed access: `client.run(Book::objects(client.app()).all())`.
    pub fn app(&self) -> &App {
        &self.server.app
    }

    /// Runs a future on the server's runtime to its end.
    pub fn run<T>(&self, future: impl Future<Output = T>) -> T {
        self.server.runtime.block_on(future)
    }

    /// Makes a user; gives its primary key.
    ///
    /// # Panics
    ///
    /// If there is such a user, or no such permission.
    pub fn create_user(&self, user: User) -> i64 {
        let app = &self.server.app;
        let made = must(self.run(server::create_user(&app.db, self.server.api, user.0)), "the user");
        let id = made.id;
        self.users().insert(made.username.clone(), made);
        id
    }

    fn users(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, MadeUser>> {
        self.server.users.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A client that is a user by a token, whose class has to be among the API's.
    ///
    /// # Panics
    ///
    /// If no such user was made.
    #[must_use]
    pub fn login(&self, username: &str) -> Self {
        let token = self.users().get(username).map(|user| user.token.clone());
        let token = token.unwrap_or_else(|| panic!("no user {username} was made"));
        self.with_header("authorization", &format!("Token {token}"))
    }

    /// A client that is a user by HTTP Basic.
    #[must_use]
    pub fn login_basic(&self, username: &str, password: &str) -> Self {
        use base64::Engine as _;
        let pair = base64::engine::general_purpose::STANDARD.encode(format!("{username}:{password}"));
        self.with_header("authorization", &format!("Basic {pair}"))
    }

    /// A client that is a user by a session: it signs in on the login page, keeps its cookies, and sends CSRF tokens.
    ///
    /// # Panics
    ///
    /// If the server does not let it in.
    #[must_use]
    pub fn login_session(&self, username: &str, password: &str) -> Self {
        let client = Self { server: self.server.clone(), headers: self.headers.clone(), cookies: Arc::default() };
        client.get("/api-auth/login/").assert_status(200);
        let token = client.cookie("csrftoken").unwrap_or_else(|| panic!("the login page gave no CSRF token"));
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("csrfmiddlewaretoken", &token)
            .append_pair("username", username)
            .append_pair("password", password)
            .finish();
        let reply = client.send(Method::POST, "/api-auth/login/", Some((form.into_bytes(), "application/x-www-form-urlencoded")));
        assert!(client.cookie("sessionid").is_some(), "{username} was not let in:\n{reply}");
        client
    }

    /// A client that sends a header with every request.
    ///
    /// # Panics
    ///
    /// If it is none.
    #[must_use]
    pub fn with_header(&self, name: &str, value: &str) -> Self {
        let mut client = self.clone();
        let name = must(HeaderName::try_from(name), "the header's name");
        client.headers.insert(name, must(HeaderValue::try_from(value), "the header's value"));
        client
    }

    fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned()
    }

    /// GET.
    pub fn get(&self, path: &str) -> Reply {
        self.send(Method::GET, path, None)
    }

    /// OPTIONS.
    pub fn options(&self, path: &str) -> Reply {
        self.send(Method::OPTIONS, path, None)
    }

    /// DELETE.
    pub fn delete(&self, path: &str) -> Reply {
        self.send(Method::DELETE, path, None)
    }

    /// POST of JSON.
    pub fn post(&self, path: &str, body: Json) -> Reply {
        self.json(Method::POST, path, &body)
    }

    /// PUT of JSON.
    pub fn put(&self, path: &str, body: Json) -> Reply {
        self.json(Method::PUT, path, &body)
    }

    /// PATCH of JSON.
    pub fn patch(&self, path: &str, body: Json) -> Reply {
        self.json(Method::PATCH, path, &body)
    }

    /// POST of a form.
    pub fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.send(Method::POST, path, Some((form.into_bytes(), "application/x-www-form-urlencoded")))
    }

    fn json(&self, method: Method, path: &str, body: &Json) -> Reply {
        self.send(method, path, Some((body.to_string().into_bytes(), "application/json")))
    }

    /// Any request; the body with its media type.
    ///
    /// # Panics
    ///
    /// If the path is none.
    pub fn send(&self, method: Method, path: &str, body: Option<(Vec<u8>, &str)>) -> Reply {
        let asked = format!("{method} {path}");
        let mut request = http::Request::builder().method(method).uri(path).header(HOST, "testserver");
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if !cookies.is_empty() {
            let pairs: Vec<String> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header(COOKIE, pairs.join("; "));
            if let (Some(token), false) = (cookies.get("csrftoken"), self.headers.contains_key(AUTHORIZATION)) {
                request = request.header("x-csrftoken", token);
            }
        }
        let request = match body {
            Some((bytes, media)) => request.header(CONTENT_TYPE, media).body(Body::from(bytes)),
            None => request.body(Body::empty()),
        };
        let request = must(request, &asked);
        let router = self.server.router.clone();
        let (status, headers, body) = self.run(async {
            let response = must(router.oneshot(request).await, &asked);
            let (parts, body) = response.into_parts();
            let body = must(body.collect().await, &asked).to_bytes().to_vec();
            (parts.status, parts.headers, body)
        });
        for cookie in headers.get_all(SET_COOKIE).iter().filter_map(|c| c.to_str().ok()) {
            if let Some((name, value)) = cookie.split(';').next().and_then(|pair| pair.split_once('=')) {
                self.cookies.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), value.to_owned());
            }
        }
        Reply { asked, status, headers, body }
    }
}

/// What was answered.
#[derive(Clone, Debug)]
pub struct Reply {
    asked: String,
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, as sent.
    pub body: Vec<u8>,
}

impl std::fmt::Display for Reply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} → {}\n{}", self.asked, self.status, self.text())
    }
}

impl Reply {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    ///
    /// # Panics
    ///
    /// If it is none.
    pub fn json(&self) -> Json {
        crate::json::read_trusted(&self.text()).unwrap_or_else(|error| panic!("not JSON ({error}):\n{self}"))
    }

    /// A part of the body, by a JSON pointer (RFC 6901): `reply.at("/results/0/title")`.
    ///
    /// # Panics
    ///
    /// If there is no such part.
    pub fn at(&self, pointer: &str) -> Json {
        self.json().pointer(pointer).cloned().unwrap_or_else(|| panic!("nothing at {pointer}:\n{self}"))
    }

    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Has this status.
    ///
    /// # Panics
    ///
    /// If it has another one.
    #[track_caller]
    pub fn assert_status(&self, status: u16) -> &Self {
        assert_eq!(self.status.as_u16(), status, "{self}");
        self
    }

    /// Is this JSON, whatever the order of its keys.
    ///
    /// # Panics
    ///
    /// If it is other JSON.
    #[track_caller]
    pub fn assert_json(&self, expected: Json) -> &Self {
        let found = self.json();
        assert!(same(&found, &expected), "expected {expected}\n{self}");
        self
    }

    /// Is JSON that has at least these keys, with these values.
    ///
    /// # Panics
    ///
    /// If one is missing or other.
    #[track_caller]
    pub fn assert_contains(&self, expected: Json) -> &Self {
        let found = self.json();
        for (key, value) in expected.as_object().into_iter().flatten() {
            assert!(found.get(key).is_some_and(|found| same(found, value)), "expected \"{key}\": {value}\n{self}");
        }
        self
    }
}

/// Numbers are compared by their text: `1` is not `1.0`.
fn same(one: &Json, other: &Json) -> bool {
    match (one, other) {
        (Json::Object(one), Json::Object(other)) => {
            one.len() == other.len() && one.iter().all(|(key, value)| other.get(key).is_some_and(|found| same(value, found)))
        }
        (Json::Array(one), Json::Array(other)) => one.len() == other.len() && one.iter().zip(other).all(|(a, b)| same(a, b)),
        _ => one == other,
    }
}
