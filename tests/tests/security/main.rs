//! Attacks: what a client can send to hurt a server, and that the server gives a defined answer and stays healthy.
//!
//! The API is `security/specs`. It is generated and compiled once; each test starts a server of its own, with the settings and on the
//! databases that its attack needs. A module holds the attacks on one topic; `docs/security.md` names the tests that hold its promises.
#![allow(clippy::unwrap_used, reason = "tests")]

mod bodies;
mod connections;
mod cookies;
mod cors;
mod disconnects;
mod headers;
mod hosts;
mod limits;
mod logins;
mod raw;

use std::fmt::Display;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use restwright_tests::client::{Answer, Client};
use restwright_tests::databases::Kind;
use restwright_tests::generated::{Generated, Serve, Server, Workspace};
use restwright_tests::load::{read, send};
use restwright_tests::transcript::User;
use serde_json::{Value, json};

/// The token of `admin`, a superuser, whose id is 1.
const ADMIN: &str = "0123456789abcdef0123456789abcdef01234567";
/// The token of `ann`, who has no rights of her own; her id is 2.
const ANN: &str = "89abcdef0123456789abcdef0123456789abcdef";
/// The password of both.
const PASSWORD: &str = "correct horse battery staple";

fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The server, compiled once.
fn fortress() -> &'static Generated {
    static BUILT: OnceLock<Generated> = OnceLock::new();
    BUILT.get_or_init(|| {
        let build = || -> Result<Generated, String> {
            let workspace = Workspace::new(&here().join(".."), Path::new(env!("CARGO_TARGET_TMPDIR")), "security");
            let workspace = workspace.map_err(|error| error.to_string())?;
            workspace.compile_codegen()?;
            let built = workspace.generate("fortress", &here().join("security/specs"))?;
            workspace.compile([&built])?;
            Ok(built)
        };
        build().unwrap_or_else(|error| panic!("{error}"))
    })
}

/// Heavy attacks take turns, so that the time limits of one are not exceeded by the load of another.
fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// `admin` and `ann`.
fn users() -> [User; 2] {
    let user = |name: &str, superuser: bool, token: &str| User {
        username: name.to_owned(),
        password: PASSWORD.to_owned(),
        email: String::new(),
        staff: superuser,
        superuser,
        active: true,
        token: Some(token.to_owned()),
        permissions: Vec::new(),
    };
    [user("admin", true, ADMIN), user("ann", false, ANN)]
}

/// Starts a server on a new SQLite file. `name` is the test's own: it names the file and the log.
fn start(name: &str) -> Server {
    start_with(name, Kind::Sqlite, &[], &[])
}

/// Starts a server on a new database, with flags of `serve` and environment variables.
fn start_with(name: &str, kind: Kind, flags: &[&str], env: &[(&str, &str)]) -> Server {
    let options = Serve {
        flags: flags.iter().map(|&flag| flag.to_owned()).collect(),
        env: env.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect(),
        log: name.to_owned(),
        ..Serve::default()
    };
    must(name, fortress().start_with(kind, &users(), &options))
}

/// Starts a server that refuses to start with these environment variables; gives what it says.
fn refuses(name: &str, env: &[(&str, &str)]) -> String {
    let env = env.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    let options = Serve { env, log: name.to_owned(), ..Serve::default() };
    match fortress().start_with(Kind::Sqlite, &[], &options) {
        Ok(_) => panic!("it started with {:?}", options.env),
        Err(said) => said,
    }
}

/// Runs a test on each kind of database that is there; says which are skipped.
fn on_all(name: &str, mut test: impl FnMut(Kind, Server)) {
    for kind in Kind::ALL.into_iter().filter(|kind| kind.is_there(name)) {
        test(kind, start_with(name, kind, &[], &[]));
    }
}

/// Makes `ok` of an error that has a text, with what was being done.
fn must<T>(what: &str, result: Result<T, impl Display>) -> T {
    result.unwrap_or_else(|error| panic!("{what}: {error}"))
}

/// A JSON request of `admin`, on a connection of its own.
fn ask(server: &Server, method: &str, path: &str, body: Option<&Value>) -> Answer {
    must(path, send(&mut Client::new(server.address()), method, path, ADMIN, body))
}

/// Creates a row as `admin`; gives what was answered.
fn create(server: &Server, path: &str, body: &Value) -> Value {
    let answer = ask(server, "POST", path, Some(body));
    assert_eq!(answer.status, 201, "{path}: {}", text(&answer));
    read(&answer)
}

/// An author with a book; gives their ids.
fn author_with_book(server: &Server) -> (i64, i64) {
    let id = |row: &Value| row["id"].as_i64().unwrap();
    let author = id(&create(server, "/api/authors/", &json!({ "name": "Ann" })));
    let book = json!({ "title": "One", "author": author, "tags": [], "chapters": [{ "heading": "I" }, { "heading": "II" }] });
    (author, id(&create(server, "/api/books/", &book)))
}

/// The body of an answer as text.
fn text(answer: &Answer) -> String {
    String::from_utf8_lossy(&answer.body).into_owned()
}

/// The server still does its work: it lists rows, and writes one. Call this after each attack.
fn is_healthy(server: &mut Server) {
    assert!(!server.has_ended(), "the server ended: {}", server.logged());
    assert_eq!(ask(server, "GET", "/healthz", None).status, 200);
    assert_eq!(ask(server, "GET", "/api/books/?page_size=1", None).status, 200);
    create(server, "/api/authors/", &json!({ "name": "Healthy" }));
}
