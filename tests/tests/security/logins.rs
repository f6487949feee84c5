//! Names, passwords, sessions, and who is counted by throttles.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::process::{Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use base64::Engine as _;
use restwright_tests::databases::texts;

use super::*;

/// `secret`, as an old Django stored it: 1,000 iterations.
const DJANGO: &str = "pbkdf2_sha256$1000$seasalt$+hs9qSCcGyNSGDNojIEbomuX9WI/mzTF5yfwAXqyKOo=";

fn header(name: &str, value: impl Into<String>) -> (String, String) {
    (name.to_owned(), value.into())
}

fn basic(name: &str, password: &str) -> (String, String) {
    header("Authorization", format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(format!("{name}:{password}"))))
}

/// A GET with these headers, on a connection of its own.
fn get(server: &Server, path: &str, headers: &[(String, String)]) -> Answer {
    must(path, Client::new(server.address()).send("GET", path, headers, None))
}

/// What a list answers to whoever signs in so.
fn sign_in(server: &Server, name: &str, password: &str) -> Answer {
    get(server, "/api/tags/", &[basic(name, password)])
}

/// Adds users as Django stored them: an unusable password, one that Django hashed, one who is not active.
fn add_users(server: &Server) {
    let user = |pk: i64, name: &str, password: &str, active: bool| {
        json!({ "model": "auth.user", "pk": pk, "fields": { "username": name, "password": password, "is_active": active,
            "date_joined": "2026-01-01T00:00:00Z" } })
    };
    let users = json!([user(101, "unusable", "!LkTnDWrRTcsQ", true), user(102, "django", DJANGO, true), user(103, "gone", DJANGO, false)]);
    let file = server.log.with_extension("users.json");
    fs::write(&file, users.to_string()).unwrap();
    succeeds(&run(server, "loaddata", &[file.to_str().unwrap()], ""));
}

/// Runs a command of the binary on the server's database, with this on its standard input.
fn run(server: &Server, command: &str, arguments: &[&str], input: &str) -> Output {
    let mut command = fortress().command(command, server.database_url().unwrap());
    let command = command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn succeeds(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn fails(output: &Output) -> String {
    assert!(!output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The resident memory of a server, in KiB.
fn memory(server: &Server) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", server.process())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").trim().parse().unwrap()
}

/// What browsers keep.
#[derive(Default)]
struct Browser(BTreeMap<String, String>);

impl Browser {
    fn send(&mut self, server: &Server, method: &str, path: &str, form: Option<&str>) -> Answer {
        let cookies: Vec<String> = self.0.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let headers = [
            header("Cookie", cookies.join("; ")),
            header("Content-Type", "application/x-www-form-urlencoded"),
            header("Accept", "text/html"),
        ];
        let answer = must(path, Client::new(server.address()).send(method, path, &headers, form.map(str::as_bytes)));
        for (name, value) in &answer.headers {
            if name.eq_ignore_ascii_case("set-cookie") {
                let (name, value) = value.split(';').next().unwrap().split_once('=').unwrap();
                self.0.insert(name.to_owned(), value.trim_matches('"').to_owned());
            }
        }
        answer
    }

    /// Fills in the login form.
    fn log_in(&mut self, server: &Server, name: &str, password: &str) -> Answer {
        self.send(server, "GET", "/api-auth/login/", None);
        let form = format!("csrfmiddlewaretoken={}&username={name}&password={}", self.0["csrftoken"], password.replace(' ', "+"));
        self.send(server, "POST", "/api-auth/login/", Some(&form))
    }

    fn log_out(&mut self, server: &Server) -> Answer {
        let form = format!("csrfmiddlewaretoken={}", self.0["csrftoken"]);
        self.send(server, "POST", "/api-auth/logout/", Some(&form))
    }

    /// Whether the server knows who this is.
    fn is_known(&self, server: &Server) -> bool {
        is_session(server, self.0.get("sessionid").map_or("", String::as_str))
    }
}

/// Whether a session is somebody's: only they may write, and then it is the CSRF token that is missed.
fn is_session(server: &Server, key: &str) -> bool {
    let headers = [header("Cookie", format!("sessionid={key}")), header("Content-Type", "application/json")];
    let answer = must("a write", Client::new(server.address()).send("POST", "/api/tags/", &headers, Some(b"{}")));
    assert_eq!(answer.status, 403, "{}", text(&answer));
    text(&answer).contains("CSRF Failed")
}

#[test]
fn guessing_a_password_ends_after_ten_tries() {
    let mut server = start("logins-guessing");
    for n in 0..10 {
        assert_eq!(sign_in(&server, "admin", &format!("guess {n}")).status, 403, "{n}");
    }
    let refused = sign_in(&server, "admin", "another");
    assert_eq!(refused.status, 429);
    let seconds: u64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=60).contains(&seconds), "{seconds}");
    assert_eq!(read(&refused)["detail"], format!("Request was throttled. Expected available in {seconds} seconds."));
    // The right one is not looked at, whatever the headers say of where it comes from, and on the login page too.
    assert_eq!(sign_in(&server, "admin", PASSWORD).status, 429);
    for forwarded in ["1.2.3.4", "127.0.0.1", "2001:db8::1, 1.1.1.1"] {
        for name in ["X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Client-IP", "X_Forwarded_For"] {
            let answer = get(&server, "/api/tags/", &[basic("admin", PASSWORD), header(name, forwarded)]);
            assert_eq!(answer.status, 429, "{name}: {forwarded}");
        }
    }
    let page = Browser::default().log_in(&server, "admin", PASSWORD);
    assert_eq!(page.status, 429);
    assert!(page.header("retry-after").is_some() && text(&page).contains("Too many attempts to log in."), "{}", text(&page));
    assert!(server.logged().contains("too many wrong passwords"), "{}", server.logged());
    // Who has a token is not asked for a password.
    is_healthy(&mut server);
}

#[test]
fn guesses_at_once_are_not_more_guesses() {
    let mut server = start("logins-race");
    let statuses: Vec<u16> = thread::scope(|scope| {
        let server = &server;
        let guess = |n: usize| scope.spawn(move || sign_in(server, "admin", &format!("guess {n}")).status);
        let guesses: Vec<_> = (0..40).map(guess).collect();
        guesses.into_iter().map(|guess| guess.join().unwrap()).collect()
    });
    assert_eq!(statuses.iter().filter(|status| **status == 403).count(), 10, "{statuses:?}");
    assert!(statuses.iter().all(|status| [403, 429, 503].contains(status)), "{statuses:?}");
    is_healthy(&mut server);
}

#[test]
fn strangers_do_not_lock_out_who_has_signed_in_before() {
    // Behind a proxy, which appends where requests come from.
    let mut server = start_with("logins-lockout", Kind::Sqlite, &["--num-proxies", "1"], &[]);
    let from = |address: &str, name: &str, password: &str| {
        let forwarded = header("X-Forwarded-For", format!("10.9.9.9, {address}"));
        get(&server, "/api/tags/", &[basic(name, password), forwarded]).status
    };
    assert_eq!(from("10.0.0.1", "ann", PASSWORD), 200);
    for n in 0..30 {
        assert!([403, 429].contains(&from(&format!("10.0.1.{n}"), "ann", &format!("guess {n}"))));
    }
    assert_eq!(from("10.0.0.2", "ann", PASSWORD), 429, "from an address that is new");
    assert_eq!(from("10.0.0.1", "ann", PASSWORD), 200, "from her own");
    assert_eq!(from("10.0.0.2", "admin", PASSWORD), 200, "another name");
    is_healthy(&mut server);
}

#[test]
fn a_client_with_the_right_password_is_not_slowed_down() {
    let mut server = start("logins-right");
    thread::scope(|scope| {
        for _ in 0..20 {
            scope.spawn(|| {
                for _ in 0..20 {
                    assert_eq!(sign_in(&server, "ann", PASSWORD).status, 200);
                }
            });
        }
    });
    is_healthy(&mut server);
}

#[test]
fn answers_do_not_tell_which_names_there_are() {
    let _turn = turn();
    let mut server = start_with("logins-names", Kind::Sqlite, &[], &[("LOGIN_THROTTLE", "off")]);
    add_users(&server);
    let kinds = [("nobody", "x"), ("ann", "x"), ("unusable", "x"), ("django", "x"), ("gone", "secret")];
    let mut times: Vec<Vec<Duration>> = vec![Vec::new(); kinds.len()];
    let mut seen = Vec::new();
    for round in 0..9 {
        for ((name, password), times) in kinds.iter().zip(&mut times) {
            let begun = Instant::now();
            // One password a round, so that none is the same attempt.
            let password = if *password == "x" { format!("wrong {round}") } else { (*password).to_owned() };
            let answer = sign_in(&server, name, &password);
            times.push(begun.elapsed());
            seen.push((answer.status, text(&answer)));
        }
    }
    assert!(seen.iter().all(|answer| *answer == seen[0]), "{seen:?}");
    assert_eq!(seen[0], (403, r#"{"detail":"Invalid username/password."}"#.to_owned()));
    // That the same work is done is asserted where the work is known (`authentication/tests/logins.rs` in the runtime). Here, that no answer
    // comes without it: hashing takes ten times as long as the rest, and a busy machine must not fail this.
    let medians: Vec<Duration> = times
        .iter_mut()
        .map(|times| {
            times.sort();
            times[times.len() / 2]
        })
        .collect();
    let (fastest, slowest) = (medians.iter().min().unwrap(), medians.iter().max().unwrap());
    assert!(*slowest < *fastest * 4, "{kinds:?} {medians:?}");
    is_healthy(&mut server);
}

#[test]
fn a_flood_of_logins_is_refused_and_takes_no_memory() {
    let _turn = turn();
    let mut server = start_with("logins-flood", Kind::Sqlite, &[], &[("LOGIN_THROTTLE", "off")]);
    let statuses: Vec<u16> = thread::scope(|scope| {
        let server = &server;
        let clients: Vec<_> = (0..300).map(|n| scope.spawn(move || sign_in(server, &format!("name{n}"), "x"))).collect();
        // Somebody with a token is served meanwhile.
        assert_eq!(ask(server, "GET", "/api/tags/", None).status, 200);
        let answers: Vec<Answer> = clients.into_iter().map(|client| client.join().unwrap()).collect();
        for answer in answers.iter().filter(|answer| answer.status == 503) {
            assert_eq!(answer.header("retry-after").as_deref(), Some("1"));
        }
        answers.iter().map(|answer| answer.status).collect()
    });
    assert!(statuses.iter().all(|status| [403, 503].contains(status)), "{statuses:?}");
    let cores = u64::try_from(thread::available_parallelism().map_or(1, usize::from)).unwrap();
    // 19 MiB for each password that is hashed at the same time, which are kept for the next, and something for 300 connections; 300 hashes at
    // once would take 5.7 GiB.
    let held = memory(&server);
    assert!(held < (128 + 20 * cores) * 1024, "{held} KiB");
    is_healthy(&mut server);
}

#[test]
fn made_up_addresses_neither_lift_a_throttle_nor_fill_the_memory() {
    let _turn = turn();
    let tickets = |server: &Server, client: &mut Client, forwarded: String| {
        let headers = [header("X-Forwarded-For", forwarded)];
        let _ = server;
        must("tickets", client.send("GET", "/api/tickets/", &headers, None)).status
    };
    let mut server = start("logins-forwarded");
    let mut client = Client::new(server.address());
    let statuses: Vec<u16> = (0..7).map(|n| tickets(&server, &mut client, format!("1.2.3.{n}"))).collect();
    assert_eq!(statuses, [200, 200, 200, 200, 200, 429, 429]);
    assert!(server.logged().contains("set NUM_PROXIES=1"), "{}", server.logged());
    is_healthy(&mut server);

    // Behind one proxy: what the client has written itself is not read.
    let mut server = start_with("logins-forwarded-1", Kind::Sqlite, &[], &[("NUM_PROXIES", "1")]);
    let mut client = Client::new(server.address());
    let statuses: Vec<u16> = (0..7).map(|n| tickets(&server, &mut client, format!("1.2.3.{n}, 10.0.0.1"))).collect();
    assert_eq!(statuses, [200, 200, 200, 200, 200, 429, 429]);
    assert_eq!(tickets(&server, &mut client, "10.0.0.1, 10.0.0.2".to_owned()), 200);
    is_healthy(&mut server);

    // DRF's own default, in which every header is a client.
    let mut server = start_with("logins-forwarded-all", Kind::Sqlite, &["--num-proxies", "all"], &[]);
    let mut client = Client::new(server.address());
    let long = "x".repeat(16_000);
    assert_eq!(tickets(&server, &mut client, "first".to_owned()), 200);
    let before = memory(&server);
    for n in 0..10_000 {
        assert_eq!(tickets(&server, &mut client, format!("{n} {long}")), 200);
    }
    let grown = memory(&server).saturating_sub(before);
    assert!(grown < 32 * 1024, "10,000 clients take {grown} KiB");
    is_healthy(&mut server);
}

#[test]
fn a_login_begins_a_session_of_its_own_and_a_logout_ends_it() {
    on_all("logins-sessions", |kind, mut server| {
        let fixed = "0123456789abcdefghijklmnopqrstuv";
        let mut browser = Browser::default();
        browser.0.insert("sessionid".to_owned(), fixed.to_owned());
        assert_eq!(browser.log_in(&server, "ann", PASSWORD).status, 302, "{kind}");
        let first = browser.0["sessionid"].clone();
        assert!(first != fixed && !is_session(&server, fixed), "{kind}: somebody else chose the key");
        assert!(browser.is_known(&server), "{kind}");
        assert!(!is_session(&server, &first.to_uppercase()), "{kind}: another key");

        assert_eq!(browser.log_in(&server, "ann", PASSWORD).status, 302, "{kind}");
        assert_ne!(browser.0["sessionid"], first, "{kind}");
        assert!(browser.is_known(&server) && !is_session(&server, &first), "{kind}: the key before the login is worth nothing");

        let second = browser.0["sessionid"].clone();
        assert_eq!(browser.log_out(&server).status, 200, "{kind}");
        assert!(!is_session(&server, &second), "{kind}");

        assert_eq!(browser.log_in(&server, "ann", PASSWORD).status, 302, "{kind}");
        assert!(browser.is_known(&server), "{kind}");
        succeeds(&run(&server, "changepassword", &["ann", "--password-stdin"], "another battery\n"));
        assert!(!browser.is_known(&server), "{kind}: a new password ends the sessions");
        assert_eq!(sign_in(&server, "ann", PASSWORD).status, 403, "{kind}");
        assert_eq!(sign_in(&server, "ann", "another battery").status, 200, "{kind}");
        is_healthy(&mut server);
    });
}

#[test]
fn what_django_stored_is_hashed_anew_at_the_login() {
    on_all("logins-renewed", |kind, mut server| {
        add_users(&server);
        let stored = |name: &str| {
            let url = server.database_url().unwrap();
            must("the password", texts(url, &format!("SELECT password FROM auth_user WHERE username = '{name}'"))).remove(0)
        };
        assert_eq!(sign_in(&server, "django", "wrong").status, 403, "{kind}");
        assert_eq!(stored("django"), DJANGO, "{kind}");
        let mut browser = Browser::default();
        assert_eq!(browser.log_in(&server, "django", "secret").status, 302, "{kind}");
        assert!(stored("django").starts_with("argon2$argon2id$"), "{kind}");
        assert!(browser.is_known(&server), "{kind}: the session is of the new form");
        assert_eq!(sign_in(&server, "django", "secret").status, 200, "{kind}");
        assert_eq!(sign_in(&server, "gone", "secret").status, 403, "{kind}");
        assert_eq!(stored("gone"), DJANGO, "{kind}");
        is_healthy(&mut server);
    });
}

#[test]
fn tokens_are_compared_exactly() {
    on_all("logins-tokens", |kind, mut server| {
        let status = |token: &str| get(&server, "/api/tags/", &[header("Authorization", format!("Token {token}"))]).status;
        assert_eq!(status(ANN), 200, "{kind}");
        for wrong in [ANN.to_uppercase(), format!("{ANN}0"), ANN[1..].to_owned(), "%".to_owned(), "\u{e9}".to_owned(), "x".repeat(20_000)] {
            assert_eq!(status(&wrong), 403, "{kind}: {wrong}");
        }
        is_healthy(&mut server);
    });
}

#[test]
fn names_that_nobody_can_have_are_no_errors() {
    on_all("logins-strange", |kind, mut server| {
        for name in ["a\0b", "\0", "", "\u{1f980}", "' OR 1=1 --", &"x".repeat(2000)] {
            assert_eq!(sign_in(&server, name, PASSWORD).status, 403, "{kind}: {name:?}");
        }
        let form = Browser::default().log_in(&server, "a%00b", "x%00y");
        assert_eq!(form.status, 200, "{kind}");
        is_healthy(&mut server);
    });
}

#[test]
fn users_and_tokens_are_looked_after_by_commands() {
    on_all("logins-commands", |kind, mut server| {
        let status = |token: &str| get(&server, "/api/tags/", &[header("Authorization", format!("Token {token}"))]).status;
        let token = |output: &Output| succeeds(output).lines().find_map(|line| Some(line.strip_prefix("Token: ")?.to_owned())).unwrap();

        let made = run(&server, "createuser", &["--username", "bo", "--password-stdin"], "a good password\n");
        let first = token(&made);
        assert_eq!(sign_in(&server, "bo", "a good password").status, 200, "{kind}");
        let refused = fails(&run(&server, "createuser", &["--username", "cy", "--password-stdin"], "letmein\n"));
        assert!(refused.contains("This password is too short.") && refused.contains("This password is too common."), "{refused}");
        succeeds(&run(&server, "createuser", &["--username", "cy", "--password-stdin", "--no-validate"], "letmein\r\n"));
        assert_eq!(sign_in(&server, "cy", "letmein").status, 200, "{kind}");
        let nothing = fails(&run(&server, "createuser", &["--username", "di"], ""));
        assert!(nothing.contains("--password-stdin"), "{nothing}");
        assert!(fails(&run(&server, "createuser", &["--username", "di", "--password-stdin"], "\n")).contains("no password"), "{kind}");
        // Any password is taken on the command line, with a warning.
        let weak = run(&server, "createuser", &["--username", "di", "--email", "d@example.org", "--password", "1"], "");
        succeeds(&weak);
        let said = String::from_utf8_lossy(&weak.stderr).into_owned();
        assert!(said.contains("can be seen by every user") && said.contains("entirely numeric"), "{said}");

        assert_eq!(token(&run(&server, "token", &["bo"], "")), first, "{kind}");
        let second = token(&run(&server, "token", &["bo", "--rotate"], ""));
        assert_eq!((status(&first), status(&second)), (403, 200), "{kind}");
        succeeds(&run(&server, "token", &["bo", "--revoke"], ""));
        assert_eq!(status(&second), 403, "{kind}");
        for command in ["token", "changepassword"] {
            assert!(fails(&run(&server, command, &["nobody"], "")).contains("there is no user \"nobody\""), "{kind}");
        }
        assert!(succeeds(&run(&server, "clearsessions", &[], "")).contains("Deleted 0 expired sessions."), "{kind}");
        is_healthy(&mut server);
    });
}
