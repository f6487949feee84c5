//! What is left when servers and databases are killed under a write load, and whether several processes answer as one.
//!
//! The API is `reliability/specs`: a write is a transfer with four entries, in one transaction. `RESTWRIGHT_RELIABILITY_TABLE=docs/reliability.md cargo
//! test -p restwright-tests --test reliability` writes the figures into that page.
#![allow(clippy::unwrap_used, reason = "tests")]

mod between;
mod processes;

use std::fmt::Display;
use std::fs;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use regex::Regex;
use restwright_tests::client::{Answer, Client};
use restwright_tests::cluster::{Cluster, Pooler};
use restwright_tests::databases::Kind;
use restwright_tests::generated::{Generated, Serve, Server, Workspace};
use restwright_tests::load::{Found, Load, Written, read, send, transfer};
use restwright_tests::replay;
use restwright_tests::transcript::{self, User};
use serde_json::{Value, json};

const TOKEN: &str = "0123456789abcdef0123456789abcdef01234567";
const PASSWORD: &str = "a long password";
/// How long anything may take to come back.
const PATIENCE: Duration = Duration::from_secs(60);
/// Names the page that figures are written to.
const TABLE: &str = "RESTWRIGHT_RELIABILITY_TABLE";

fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Tests take turns: each has both cores for its load, and figures are not those of the neighbour.
fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The servers, compiled once: the ledger, and the market of the conformance suite.
fn built() -> &'static [Generated; 2] {
    static BUILT: OnceLock<[Generated; 2]> = OnceLock::new();
    BUILT.get_or_init(|| {
        let build = || -> Result<[Generated; 2], String> {
            let workspace = Workspace::new(&here().join(".."), Path::new(env!("CARGO_TARGET_TMPDIR")), "reliability");
            let workspace = workspace.map_err(|error| error.to_string())?;
            workspace.compile_codegen()?;
            let built = [
                workspace.generate("ledger", &here().join("reliability/specs"))?,
                workspace.generate("market", &here().join("conformance/market/specs"))?,
            ];
            workspace.compile(&built)?;
            Ok(built)
        };
        build().unwrap_or_else(|error| panic!("{error}"))
    })
}

fn ledger() -> &'static Generated {
    &built()[0]
}

fn user() -> User {
    User {
        username: "ann".to_owned(),
        password: PASSWORD.to_owned(),
        email: String::new(),
        staff: false,
        superuser: false,
        active: true,
        token: Some(TOKEN.to_owned()),
        permissions: Vec::new(),
    }
}

/// Makes `ok` of an error that has a text, with what was being done.
fn must<T>(what: &str, result: Result<T, impl Display>) -> T {
    result.unwrap_or_else(|error| panic!("{what}: {error}"))
}

/// How to start a server at the address of another one.
fn at(server: &Server, log: &str) -> Serve {
    Serve { bind: Some(server.address().to_owned()), log: log.to_owned(), ..Serve::default() }
}

fn redis() -> String {
    std::env::var("TEST_REDIS_URL").unwrap_or_else(|_| "redis://127.0.0.1:6379".to_owned())
}

/// How to start a server of the ledger, which counts in Redis.
fn options(log: &str) -> Serve {
    Serve { flags: vec!["--redis-url".to_owned(), redis()], log: log.to_owned(), ..Serve::default() }
}

fn get(address: &str, path: &str) -> Answer {
    must(path, send(&mut Client::new(address), "GET", path, TOKEN, None))
}

/// Nothing that was acknowledged is lost, nothing is there by half, and no client was told what it should not be.
fn whole(what: &str, written: &Written, found: &Found) {
    assert!(written.wrong.is_empty(), "{what}: {written}: {:?}", written.wrong);
    assert!(!written.acknowledged.is_empty(), "{what}: {written}");
    assert_eq!((&found.lost, &found.halves), (&Vec::new(), &Vec::new()), "{what}: {written}");
}

/// Writes a row of the page's table, in place of the one with the same name.
fn figure(name: &str, written: &Written, found: &Found, kills: usize, back: Duration) {
    let status = |status: u16| written.statuses.get(&status).copied().unwrap_or_default();
    let cells = [
        name.to_owned(),
        kills.to_string(),
        written.acknowledged.len().to_string(),
        found.acknowledged.to_string(),
        found.lost.len().to_string(),
        found.halves.len().to_string(),
        (written.unanswered + status(503)).to_string(),
        (found.rows - found.acknowledged).to_string(),
        format!("{:.1} s", back.as_secs_f64()),
    ];
    let row = format!("| {} |", cells.join(" | "));
    println!("{row}");
    let Some(page) = std::env::var_os(TABLE).map(|page| here().join("..").join(page)) else { return };
    let text = must("the page", fs::read_to_string(&page));
    let (begin, end) = ("<!-- figures -->\n", "<!-- end of figures -->");
    let (head, rest) = text.split_once(begin).unwrap_or_else(|| panic!("{} has no {begin}", page.display()));
    let (table, tail) = rest.split_once(end).unwrap_or_else(|| panic!("{} has no {end}", page.display()));
    let mut rows: Vec<&str> = table.lines().collect();
    match rows.iter().position(|old| old.starts_with(&format!("| {name} |"))) {
        Some(old) => rows[old] = &row,
        None => rows.push(&row),
    }
    must("the page", fs::write(&page, format!("{head}{begin}{}\n{end}{tail}", rows.join("\n"))));
}

#[test]
fn a_killed_server_loses_nothing() {
    const KILLS: usize = 8;
    let _turn = turn();
    for kind in Kind::ALL.into_iter().filter(|kind| kind.is_there("killing a server")) {
        let what = format!("`kill -9` of the server, {kind}");
        let log = format!("killed.{}", kind.feature());
        let database = must(&what, ledger().fresh(kind));
        must(&what, ledger().prepare(&database.url, &[user()]));
        let mut server = must(&what, ledger().serve(&database.url, &options(&log)));
        let load = Load::start(&[server.address()], TOKEN, 6);
        let mut back = Duration::ZERO;
        for kill in 0..KILLS {
            // Never at the same moment of a write.
            must(&what, load.acknowledges(100 + 37 * kill, PATIENCE));
            let again = Serve { flags: options("").flags, ..at(&server, &log) };
            let begun = Instant::now();
            drop(server);
            server = must(&what, ledger().serve(&database.url, &again));
            must(&what, load.acknowledges(1, PATIENCE));
            back = back.max(begun.elapsed());
        }
        let written = load.stop();
        let found = must(&what, written.find(server.address(), TOKEN));
        whole(&what, &written, &found);
        figure(&what, &written, &found, KILLS, back);
    }
}

#[test]
fn a_killed_database_loses_nothing_and_the_server_waits_for_it() {
    const KILLS: usize = 5;
    let _turn = turn();
    if !Cluster::can_be_made("killing a PostgreSQL cluster") {
        return;
    }
    let what = "`kill -9` of the database, PostgreSQL";
    let mut cluster = must(what, Cluster::start());
    let url = must(what, cluster.database("ledger"));
    must(what, ledger().prepare(&url, &[user()]));
    let server = must(what, ledger().serve(&url, &options("database")));
    let load = Load::start(&[server.address()], TOKEN, 6);
    let mut back = Duration::ZERO;
    for kill in 0..KILLS {
        must(what, load.acknowledges(100 + 37 * kill, PATIENCE));
        cluster.kill();
        // Meanwhile: soon answered, with what to do about it.
        for path in ["/api/transfers/", "/healthz"] {
            let begun = Instant::now();
            let answer = get(server.address(), path);
            assert_eq!(answer.status, 503, "{path}: {}", String::from_utf8_lossy(&answer.body));
            assert!(begun.elapsed() < Duration::from_secs(3), "{path}: {:?}", begun.elapsed());
            if path != "/healthz" {
                let seconds: u32 = answer.header("retry-after").unwrap().parse().unwrap();
                assert!((1..=60).contains(&seconds), "{seconds}");
                assert!(read(&answer)["detail"].is_string(), "{}", String::from_utf8_lossy(&answer.body));
            }
        }
        must(what, cluster.restart());
        back = back.max(must(what, load.acknowledges(1, PATIENCE)));
        assert_eq!(get(server.address(), "/healthz").status, 200);
    }
    let written = load.stop();
    let found = must(what, written.find(server.address(), TOKEN));
    whole(what, &written, &found);
    assert!(written.statuses.contains_key(&503), "{written}");
    figure(what, &written, &found, KILLS, back);
}

#[test]
fn a_stopped_server_answers_what_it_has_begun() {
    let _turn = turn();
    for kind in Kind::ALL.into_iter().filter(|kind| kind.is_there("stopping a server")) {
        let what = format!("SIGTERM, {kind}");
        let database = must(&what, ledger().fresh(kind));
        must(&what, ledger().prepare(&database.url, &[user()]));
        let server = must(&what, ledger().serve(&database.url, &options("stopped")));
        let load = Load::start(&[server.address()], TOKEN, 6);
        must(&what, load.acknowledges(50, PATIENCE));
        must(&what, server.terminate(PATIENCE));
        let written = load.stop();
        let server = must(&what, ledger().serve(&database.url, &options("stopped")));
        let found = must(&what, written.find(server.address(), TOKEN));
        whole(&what, &written, &found);
        // What was done was answered: nothing is there that nobody was told of.
        assert_eq!(found.rows, found.acknowledged, "{what}: {written}");
    }
}

/// Keys are given to rows that are there, and to no others: what is refused, for whatever reason, takes none (docs/spec.md, Storage).
#[test]
fn a_refused_write_uses_up_no_key() {
    let _turn = turn();
    for kind in Kind::ALL.into_iter().filter(|kind| kind.is_there("keys of refused writes")) {
        let database = must("a database", ledger().fresh(kind));
        must("a user", ledger().prepare(&database.url, &[user()]));
        let server = must("a server", ledger().serve(&database.url, &options("keys")));
        let mut client = Client::new(server.address());
        let mut post = |path: &str, body: Value| {
            let answer = must(path, send(&mut client, "POST", path, TOKEN, Some(&body)));
            (answer.status, read(&answer))
        };
        let violated = |name: &str| json!({ "non_field_errors": [format!("Constraint “{name}” is violated.")] });
        let account = |name: &str, balance: i64, rate: Value| json!({ "name": name, "balance": balance, "rate": rate });
        let (status, first) = post("/api/accounts/", account("one", 1, json!("100.49")));
        assert_eq!(status, 201, "{kind}: {first}");
        let refused = [
            (account("one", 1, Value::Null), json!({ "name": ["account with this name already exists."] })),
            (account("two", -1, Value::Null), violated("covered")),
            (account("two", 1, json!("100.50")), violated("dear")),
            (account("two", 1, json!("1.234")), json!({ "rate": ["Ensure that there are no more than 2 decimal places."] })),
        ];
        for (body, errors) in refused {
            assert_eq!(post("/api/accounts/", body.clone()), (400, errors), "{kind}: {body}");
        }
        let (status, second) = post("/api/accounts/", account("two", 0, Value::Null));
        assert_eq!((status, second["id"].as_i64()), (201, first["id"].as_i64().map(|id| id + 1)), "{kind}: {second}");

        // A row that is refused below takes none for the row above.
        let (status, first) = post("/api/transfers/", transfer("one", 1));
        assert_eq!(status, 201, "{kind}: {first}");
        let below = json!({ "entries": { "0": violated("something") } });
        assert_eq!(post("/api/transfers/", transfer("two", -1)), (400, below), "{kind}: the error stands under its row");
        let (status, second) = post("/api/transfers/", transfer("two", 2));
        assert_eq!((status, second["id"].as_i64()), (201, first["id"].as_i64().map(|id| id + 1)), "{kind}: {second}");
        let ids = |row: &Value| row["entries"].as_array().unwrap().iter().map(|entry| entry["id"].as_i64().unwrap()).collect::<Vec<_>>();
        assert_eq!(ids(&second), ids(&first).iter().map(|id| id + 4).collect::<Vec<_>>(), "{kind}: {second}");
    }
}
