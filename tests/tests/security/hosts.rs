//! Host names: which count, where they are read, and what becomes of links.

use super::raw::exchange;
use super::*;

/// The status of a GET with these bytes between the request line and the end of its head.
fn status(server: &Server, line: &str, head: &str) -> u16 {
    exchange(server, format!("{line}\r\n{head}Connection: close\r\n\r\n")).status
}

fn with_host(server: &Server, host: &str) -> u16 {
    status(server, "GET /api/ HTTP/1.1", &format!("Host: {host}\r\n"))
}

#[test]
fn by_default_only_loopback_names_are_hosts() {
    let mut server = start("hosts-default");
    let port = server.address().rsplit_once(':').unwrap().1.to_owned();
    for host in
        ["localhost", "LOCALHOST.", "api.localhost", "127.0.0.1", "127.1.2.3:99", "[::1]", &format!("localhost:{port}"), server.address()]
    {
        assert_eq!(with_host(&server, host), 200, "{host}");
    }
    for host in [
        "",
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "evil.example:80",
        "0.0.0.0",
        "169.254.169.254",
        "localhost:80:80",
        "localhost:x",
        "localhost/x",
        "localhost@evil.example",
        "a@localhost",
        "local host",
        "localhost, evil.example",
        "local_host",
        "[::1",
        "[::1]evil.example",
        "loc\u{e4}lhost",
        "localhost\t.evil.example",
        "'localhost'",
        &format!("{}.localhost", "a".repeat(250)),
        &"a".repeat(4000),
    ] {
        assert_eq!(with_host(&server, host), 400, "{host}");
    }
    // Who watches a server may not know what it is called.
    let health = exchange(&server, "GET /healthz HTTP/1.1\r\nHost: 10.0.0.7:8000\r\nConnection: close\r\n\r\n");
    assert_eq!((health.status, text(&health).as_str()), (200, r#"{"status":"ok","migrations":"applied"}"#));
    std::thread::sleep(std::time::Duration::from_millis(1100));
    for _ in 0..50 {
        assert_eq!(with_host(&server, "shop.example"), 400);
    }
    let log = server.logged();
    let hints =
        log.lines().filter(|line| line.contains("not a host of this server; if clients may use the name, add it: ALLOWED_HOSTS=")).count();
    assert!((1..20).contains(&hints), "a line a second at most: {log}");
    is_healthy(&mut server);
}

#[test]
fn hosts_are_those_that_the_operator_names() {
    let env = [("ALLOWED_HOSTS", "api.example.org, .shop.example,[2001:db8::1]")];
    let server = start_with("hosts-named", Kind::Sqlite, &[], &env);
    for host in ["api.example.org", "API.example.org:8443", "api.example.org.", "shop.example", "a.b.shop.example:1", "[2001:DB8::1]:80"] {
        assert_eq!(with_host(&server, host), 200, "{host}");
    }
    for host in ["localhost", "127.0.0.1", "x.api.example.org", "notshop.example", "shop.example.evil.example", "[::1]"] {
        assert_eq!(with_host(&server, host), 400, "{host}");
    }
    let answer =
        exchange(&server, "GET /api/ HTTP/1.1\r\nHost: a.shop.example:81\r\nAccept: application/json\r\nConnection: close\r\n\r\n");
    assert!(text(&answer).contains(r#""books":"http://a.shop.example:81/api/books/""#), "{}", text(&answer));
    let everything = start_with("hosts-all", Kind::Sqlite, &["--allowed-hosts", "*"], &[]);
    assert_eq!((with_host(&everything, "what.ever"), with_host(&everything, "a_b"), with_host(&everything, "a/b")), (200, 400, 400));
}

#[test]
fn a_request_has_one_host() {
    let server = start_with("hosts-one", Kind::Sqlite, &[], &[("ALLOWED_HOSTS", "api.example.org,other.example.org")]);
    let api = "Host: api.example.org\r\n";
    for (line, head, expected) in [
        ("GET /api/ HTTP/1.1", "", 400),
        ("GET /api/ HTTP/1.1", "Host: api.example.org\r\nHost: api.example.org\r\n", 400),
        ("GET /api/ HTTP/1.1", "Host: api.example.org\r\nhOST: evil.example\r\n", 400),
        ("GET /api/ HTTP/1.0", "Host: api.example.org\r\n", 200),
        // A target with a host wins over the header.
        ("GET http://api.example.org/api/ HTTP/1.1", "Host: evil.example\r\n", 200),
        ("GET http://evil.example/api/ HTTP/1.1", api, 400),
        ("GET http://api.example.org/api/ HTTP/1.1", "", 400),
        ("GET http://api.example.org/api/ HTTP/1.1", "Host: a\r\nHost: b\r\n", 400),
        ("GET http://api.example.org@evil.example/api/ HTTP/1.1", api, 400),
        ("GET http://evil.example@api.example.org/api/ HTTP/1.1", api, 400),
    ] {
        assert_eq!(status(&server, line, head), expected, "{line} {head}");
    }
    // Headers that other servers believe.
    let head = "X-Forwarded-Host: evil.example\r\nX-Host: evil.example\r\nForwarded: host=evil.example\r\nX-Original-URL: http://evil.example/\r\n";
    let answer = exchange(&server, format!("GET /api/ HTTP/1.1\r\n{api}{head}Accept: application/json\r\nConnection: close\r\n\r\n"));
    assert_eq!(answer.status, 200);
    assert!(!text(&answer).contains("evil") && text(&answer).contains("http://api.example.org/api/books/"), "{}", text(&answer));
    let answer =
        exchange(&server, "GET http://other.example.org/api/ HTTP/1.1\r\nHost: api.example.org\r\nAccept: application/json\r\n\r\n");
    assert!(text(&answer).contains("http://other.example.org/api/books/"), "{}", text(&answer));
}

/// HTTP/1.0 may say no host: it is the server's own, which has to be allowed like others (WSGI's SERVER_NAME).
#[test]
fn http_1_0_may_say_no_host() {
    let server = start("hosts-http10");
    let answer = exchange(&server, "GET /api/ HTTP/1.0\r\nAccept: application/json\r\n\r\n");
    let own = format!("http://{}/api/books/", server.address());
    assert!(answer.status == 200 && text(&answer).contains(&own), "{}", text(&answer));
    let named = start_with("hosts-http10-named", Kind::Sqlite, &[], &[("ALLOWED_HOSTS", "api.example.org")]);
    assert_eq!(exchange(&named, "GET /api/ HTTP/1.0\r\n\r\n").status, 400);
}

#[test]
fn wrong_hosts_stop_the_start() {
    for (value, help) in [
        ("https://example.org", "ALLOWED_HOSTS: `https://example.org` is not a host name: write the host alone, `example.org`"),
        ("*.example.org", "ALLOWED_HOSTS: `*.example.org` is not a host name: write `.example.org`"),
    ] {
        let error = refuses("hosts-wrong", &[("ALLOWED_HOSTS", value)]);
        assert!(error.contains(help), "{error}");
    }
}

#[test]
fn a_server_for_all_addresses_says_which_hosts_it_knows() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).unwrap().port();
    let options = Serve { bind: Some(format!("0.0.0.0:{port}")), log: "hosts-unspecified".to_owned(), ..Serve::default() };
    let server = must("a server", fortress().start_with(Kind::Sqlite, &[], &options));
    for (host, expected) in [("localhost", 200), ("127.0.0.1", 200), ("0.0.0.0", 400), ("evil.example", 400)] {
        assert_eq!(with_host(&server, host), expected, "{host}");
    }
    let log = server.logged();
    assert!(log.contains("set ALLOWED_HOSTS to the names by which clients know the server"), "{log}");
}

/// What is waited for is said, in the log and to whoever watches.
#[test]
fn migrations_that_were_not_applied_are_named() {
    let database = must("a database", fortress().fresh(Kind::Sqlite));
    let options = Serve { log: "hosts-not-migrated".to_owned(), ..Serve::default() };
    let Err(said) = fortress().serve(&database.url, &options) else { panic!("it serves without the tables of its users") };
    let expected = "a migration was not applied to the database: 0001_initial; `fortress migrate` applies it";
    assert!(said.contains(expected), "{said}");
    must("migrate", fortress().prepare(&database.url, &[]));
    let server = must("a server", fortress().serve(&database.url, &options));
    assert!(text(&ask(&server, "GET", "/healthz", None)).contains(r#""migrations":"applied""#));
}
