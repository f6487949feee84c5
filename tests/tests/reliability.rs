//! What is left when servers and databases are killed under a write load, and whether several processes answer as one.
//!
//! The API is `reliability/specs`: a write is a transfer with four entries, in one transaction. `RESTWRIGHT_RELIABILITY_TABLE=docs/reliability.md cargo
//! test -p restwright-tests --test reliability` writes the figures into that page.
#![allow(clippy::unwrap_used, reason = "tests")]

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
        assert_eq!(post("/api/transfers/", transfer("two", -1)), (400, violated("something")), "{kind}");
        let (status, second) = post("/api/transfers/", transfer("two", 2));
        assert_eq!((status, second["id"].as_i64()), (201, first["id"].as_i64().map(|id| id + 1)), "{kind}: {second}");
        let ids = |row: &Value| row["entries"].as_array().unwrap().iter().map(|entry| entry["id"].as_i64().unwrap()).collect::<Vec<_>>();
        assert_eq!(ids(&second), ids(&first).iter().map(|id| id + 4).collect::<Vec<_>>(), "{kind}: {second}");
    }
}

/// Three processes before one database, which made its tables when they started together.
fn three(kind: Kind, url: &str) -> Vec<Server> {
    let start = |number: usize| {
        let mut options = options(&format!("process-{number}.{}", kind.feature()));
        options.flags.push("--migrate".to_owned());
        must("a process", ledger().spawn(url, &options))
    };
    let mut servers: Vec<Server> = (0..3).map(start).collect();
    for server in &mut servers {
        must("a process that starts with others", server.listens());
    }
    servers
}

#[test]
fn several_processes_answer_as_one() {
    let _turn = turn();
    for kind in [Kind::Postgres, Kind::MySql].into_iter().filter(|kind| kind.is_there("several processes")) {
        let database = must("a database", ledger().fresh(kind));
        let servers = three(kind, &database.url);
        must("a user", ledger().prepare(&database.url, &[user()]));
        let addresses: Vec<&str> = servers.iter().map(Server::address).collect();
        what_one_writes_all_read(&addresses);
        one_of_many_writes_wins(&addresses);
        a_login_holds_everywhere(&addresses);
        a_cursor_needs_no_memory(&addresses);
        throttles_count_together(&addresses);

        let what = format!("three servers, one killed, {kind}");
        let load = Load::start(&addresses, TOKEN, 6);
        must(&what, load.acknowledges(300, PATIENCE));
        let begun = Instant::now();
        let addresses: Vec<String> = addresses.into_iter().map(str::to_owned).collect();
        let mut servers = servers;
        drop(servers.pop());
        must(&what, load.acknowledges(1, PATIENCE));
        let back = begun.elapsed();
        must(&what, load.acknowledges(300, PATIENCE));
        let written = load.stop();
        let found = must(&what, written.find(&addresses[0], TOKEN));
        whole(&what, &written, &found);
        figure(&what, &written, &found, 1, back);
    }
}

/// The same bodies, whoever is asked, as soon as one was written.
fn what_one_writes_all_read(addresses: &[&str]) {
    for (number, address) in addresses.iter().cycle().take(9).enumerate() {
        let body = json!({ "name": format!("account {number}"), "balance": number });
        let made = must("an account", send(&mut Client::new(address), "POST", "/api/accounts/", TOKEN, Some(&body)));
        assert_eq!(made.status, 201, "{}", String::from_utf8_lossy(&made.body));
        let path = format!("/api/accounts/{}/", read(&made)["id"]);
        for other in addresses {
            assert_eq!(get(other, &path).body, made.body, "{path}");
        }
    }
}

/// Of writes of the same unique value at the same time one is done; the others are told why not.
fn one_of_many_writes_wins(addresses: &[&str]) {
    for round in 0..15 {
        let body = transfer(&format!("race-{round}"), round);
        let answers: Vec<Answer> = thread::scope(|scope| {
            let send = |address: &&str| must("a race", send(&mut Client::new(address), "POST", "/api/transfers/", TOKEN, Some(&body)));
            let threads: Vec<_> = addresses.iter().chain(addresses).map(|address| scope.spawn(move || send(address))).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let made = answers.iter().filter(|answer| answer.status == 201).count();
        assert_eq!(made, 1, "{:?}", answers.iter().map(|answer| answer.status).collect::<Vec<_>>());
        for answer in &answers {
            if answer.status == 201 {
                let path = format!("/api/transfers/{}/", read(answer)["id"]);
                let gone = must(&path, send(&mut Client::new(addresses[0]), "DELETE", &path, TOKEN, None));
                assert_eq!(gone.status, 204, "{path}");
                continue;
            }
            assert_eq!(answer.status, 400);
            assert_eq!(read(answer), json!({ "reference": ["transfer with this reference already exists."] }));
        }
    }
}

/// A session that one process began is known to the others, and ended by any of them.
fn a_login_holds_everywhere(addresses: &[&str]) {
    let cookie = |answer: &Answer, name: &str| {
        let set = answer.headers.iter().filter(|(header, _)| header.eq_ignore_ascii_case("set-cookie"));
        let mut values = set.filter_map(|(_, value)| value.split(';').next()?.strip_prefix(&format!("{name}=")));
        values.next().unwrap_or_else(|| panic!("no cookie {name}: {:?}", answer.headers)).to_owned()
    };
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let page = must("the login page", Client::new(addresses[0]).send("GET", "/api-auth/login/", &[header("Accept", "text/html")], None));
    let token = cookie(&page, "csrftoken");
    let hidden = Regex::new(r#"name="csrfmiddlewaretoken" value="([^"]+)""#).unwrap();
    let html = String::from_utf8_lossy(&page.body).into_owned();
    let hidden = &hidden.captures(&html).unwrap_or_else(|| panic!("{html}"))[1];
    let form = format!("username=ann&password={}&csrfmiddlewaretoken={hidden}", PASSWORD.replace(' ', "+"));
    let headers = [
        header("Cookie", &format!("csrftoken={token}")),
        header("Content-Type", "application/x-www-form-urlencoded"),
        header("Host", "api.example.org"),
    ];
    let login = must("the login", Client::new(addresses[1]).send("POST", "/api-auth/login/", &headers, Some(form.as_bytes())));
    assert_eq!(login.status, 302, "{}", String::from_utf8_lossy(&login.body));
    let session = cookie(&login, "sessionid");
    for address in addresses {
        let status =
            |cookie: &str| must("a list", Client::new(address).send("GET", "/api/accounts/", &[header("Cookie", cookie)], None)).status;
        assert_eq!((status(&format!("sessionid={session}")), status("sessionid=another")), (200, 401), "{address}");
    }
}

/// A walk whose pages come from other processes each time, while rows are written and the walk goes on, shows each row that was there once.
fn a_cursor_needs_no_memory(addresses: &[&str]) {
    let write = |address: &str, text: String| {
        let made = must("an entry", send(&mut Client::new(address), "POST", "/api/journals/", TOKEN, Some(&json!({ "text": text }))));
        assert_eq!(made.status, 201, "{}", String::from_utf8_lossy(&made.body));
    };
    for number in 0..40 {
        write(addresses[number % addresses.len()], format!("old {number}"));
    }
    let (mut seen, mut path, mut turns) = (Vec::new(), "/api/journals/".to_owned(), addresses.iter().cycle());
    loop {
        let page = read(&get(turns.next().unwrap(), &path));
        seen.extend(page["results"].as_array().unwrap().iter().map(|row| row["text"].as_str().unwrap().to_owned()));
        write(turns.next().unwrap(), format!("new {}", seen.len()));
        let Some(next) = page["next"].as_str() else { break };
        path = next.splitn(4, '/').nth(3).map(|path| format!("/{path}")).unwrap();
    }
    let expected: Vec<String> = (0..40).rev().map(|number| format!("old {number}")).collect();
    assert_eq!(seen, expected);
}

/// A rate of 20 is 20 for all processes together, however the requests fall on them.
fn throttles_count_together(addresses: &[&str]) {
    let nanos = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos();
    // Redis remembers for a day: a client that no earlier run has been.
    let headers = [("X-Forwarded-For".to_owned(), format!("reliability {nanos}"))];
    let statuses: Vec<u16> = thread::scope(|scope| {
        let headers = &headers;
        let ask = move |address: &str| -> Vec<u16> {
            let mut client = Client::new(address);
            (0..10).map(|_| must("a statement", client.send("GET", "/api/statements/", headers, None)).status).collect()
        };
        let threads: Vec<_> = addresses.iter().chain(addresses).map(|address| scope.spawn(move || ask(address))).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    let count = |status: u16| statuses.iter().filter(|one| **one == status).count();
    assert_eq!((count(200), count(429)), (20, 40), "{statuses:?}");
}

#[test]
fn writes_that_stand_in_each_others_way_are_tried_again() {
    let _turn = turn();
    for kind in [Kind::Postgres, Kind::MySql].into_iter().filter(|kind| kind.is_there("conflicts")) {
        let database = must("a database", ledger().fresh(kind));
        must("a user", ledger().prepare(&database.url, &[user()]));
        if kind == Kind::Postgres {
            // Every two transactions that touch the same rows are a conflict then.
            must("serializable", kind.run(&format!("ALTER DATABASE {} SET default_transaction_isolation = 'serializable'", database.name)));
        }
        let server = must("a server", ledger().serve(&database.url, &options(&format!("conflicts.{}", kind.feature()))));
        must("its log", fs::write(&server.log, ""));
        let made =
            must("a transfer", send(&mut Client::new(server.address()), "POST", "/api/transfers/", TOKEN, Some(&transfer("one", 1))));
        let path = format!("/api/transfers/{}/", read(&made)["id"]);
        let put = |number: i64| -> Vec<(i64, Answer)> {
            let mut client = Client::new(server.address());
            let amounts = (0..25).map(|count| 100 * number + count);
            amounts.map(|amount| (amount, must("a PUT", send(&mut client, "PUT", &path, TOKEN, Some(&transfer("one", amount)))))).collect()
        };
        let answers: Vec<(i64, Answer)> = thread::scope(|scope| {
            let put = &put;
            let threads: Vec<_> = (1..=2).map(|number| scope.spawn(move || put(number))).collect();
            threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
        });
        for (amount, answer) in &answers {
            let body = String::from_utf8_lossy(&answer.body);
            // Four tries may be too few: then nothing was written, and the client is told to come again.
            let told = answer.status == 503 && answer.header("retry-after").is_some();
            assert!(told || answer.status == 200, "{kind}: {} {body}", answer.status);
            assert!(told || read(answer)["total"] == 4 * amount, "{kind}: {body}");
        }
        let log = must("the log", fs::read_to_string(&server.log));
        // Without a conflict nothing would have been shown. MariaDB makes most of them wait.
        assert!(kind != Kind::Postgres || log.contains("tried again"), "{log}");
        let done = answers.iter().filter(|(_, answer)| answer.status == 200).count();
        assert!(done * 10 >= answers.len() * 9, "{kind}: {done} of {}", answers.len());
        let row = read(&get(server.address(), &path));
        assert_eq!(row["entries"].as_array().map(Vec::len), Some(4), "{kind}: {row}");
        let parts: i64 = row["entries"].as_array().unwrap().iter().map(|entry| entry["amount"].as_i64().unwrap()).sum();
        assert_eq!(row["total"], parts, "{kind}: {row}");
    }
}

#[test]
fn reads_go_to_the_replica_and_elsewhere_while_it_is_away() {
    let _turn = turn();
    if !Cluster::can_be_made("a read replica") {
        return;
    }
    let primary = must("a cluster", Cluster::start());
    let url = must("a database", primary.database("ledger"));
    must("a user", ledger().prepare(&url, &[user()]));
    let mut standby = must("a standby", primary.standby());
    let mut options = options("replica");
    options.flags.extend(["--replica-url".to_owned(), standby.url("ledger")]);
    let server = must("a server", ledger().serve(&url, &options));
    let mut client = Client::new(server.address());
    let mut make = |name: &str| {
        let made = must(name, send(&mut client, "POST", "/api/accounts/", TOKEN, Some(&json!({ "name": name }))));
        assert_eq!(made.status, 201, "{name}: {}", String::from_utf8_lossy(&made.body));
        format!("/api/accounts/{}/", read(&made)["id"])
    };
    let path = make("before");
    let begun = Instant::now();
    while get(server.address(), &path).status == 404 {
        assert!(begun.elapsed() < PATIENCE, "the standby does not follow");
        thread::sleep(Duration::from_millis(5));
    }
    // What the standby has not got yet, readers do not see: they are answered from it. Writers are not.
    must("a pause", standby.ask("postgres", "SELECT pg_wal_replay_pause()"));
    let late = make("late");
    assert_eq!(get(server.address(), &late).status, 404);
    let change = |balance: i64| send(&mut Client::new(server.address()), "PATCH", &late, TOKEN, Some(&json!({ "balance": balance })));
    assert_eq!(must("a PATCH", change(7)).status, 200);
    must("no pause", standby.ask("postgres", "SELECT pg_wal_replay_resume()"));
    let begun = Instant::now();
    while read(&get(server.address(), &late))["balance"] != 7 {
        assert!(begun.elapsed() < PATIENCE, "the standby does not follow");
        thread::sleep(Duration::from_millis(5));
    }
    standby.kill();
    assert_eq!(must("a PATCH", change(8)).status, 200);
    // One answer may be that a connection went; the next ones come from the database itself.
    let _ = get(server.address(), &late);
    let answer = get(server.address(), &late);
    assert_eq!((answer.status, &read(&answer)["balance"]), (200, &Value::from(8)));
    must("the standby", standby.restart());
    let begun = Instant::now();
    while must("connections", standby.ask("ledger", "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'restwright'")) == "0" {
        assert_eq!(get(server.address(), &late).status, 200);
        assert!(begun.elapsed() < PATIENCE, "the standby is not read again");
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn pgbouncer_in_transaction_mode_changes_no_answer() {
    let _turn = turn();
    let what = "PgBouncer in transaction mode";
    if !Cluster::can_be_made(what) || !Pooler::can_be_made(what) {
        return;
    }
    let cluster = must(what, Cluster::start());
    let pooler = must(what, Pooler::start(&cluster, 3));
    let through = |mut options: Serve| {
        options.flags.extend(["--unprepared", "--pool-size", "20"].map(str::to_owned));
        options
    };

    // A conversation that was recorded without a pooler.
    let case = here().join("conformance/market");
    let (direct, users) = (must(what, cluster.database("market")), must(what, transcript::read_users(&case.join("users.json"))));
    must(what, built()[1].prepare(&direct, &users));
    let server = must(what, built()[1].serve(&pooler.url("market"), &through(Serve { log: "pooler".to_owned(), ..Serve::default() })));
    let report = must(what, replay(&case.join("transcripts.postgres.jsonl"), &server.base_url));
    assert!(report.is_perfect(), "{report}");
    drop(server);

    // More clients than connections, of two servers, which make their tables through it.
    let (direct, url) = (must(what, cluster.database("ledger")), pooler.url("ledger"));
    let mut servers = [1, 2].map(|number| {
        let mut options = through(options(&format!("pooler-{number}")));
        options.flags.push("--migrate".to_owned());
        must(what, ledger().spawn(&url, &options))
    });
    for server in &mut servers {
        must(what, server.listens());
    }
    must(what, ledger().prepare(&direct, &[user()]));
    let load = Load::start(&[servers[0].address(), servers[1].address()], TOKEN, 16);
    must(what, load.acknowledges(400, PATIENCE));
    let written = load.stop();
    assert_eq!((written.unanswered, written.statuses.get(&503)), (0, None), "{written}");
    let found = must(what, written.find(servers[0].address(), TOKEN));
    whole(what, &written, &found);
    assert_eq!(found.rows, found.acknowledged);
    let connections = must(
        what,
        cluster.ask("ledger", "SELECT count(*) FROM pg_stat_activity WHERE datname = 'ledger' AND backend_type = 'client backend'"),
    );
    let connections: u32 = connections.parse().unwrap();
    // One of them is the question's own.
    assert!(connections <= 4, "{connections}");
}
