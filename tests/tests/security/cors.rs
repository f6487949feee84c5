//! Pages of other origins: who may read what, and what preflights say.

use super::raw::exchange;
use super::*;

const APP: &str = "https://app.example.org";

fn send_from(server: &Server, line: &str, origin: &str, head: &str) -> Answer {
    let origin = if origin.is_empty() { String::new() } else { format!("Origin: {origin}\r\n") };
    exchange(server, format!("{line} HTTP/1.1\r\nHost: localhost\r\n{origin}{head}Connection: close\r\n\r\n"))
}

fn allowed(answer: &Answer) -> Option<String> {
    answer.header("Access-Control-Allow-Origin")
}

#[test]
fn preflights_are_answered_before_anything_is_known() {
    let server = start("cors-preflight");
    let asks = "Access-Control-Request-Method: DELETE\r\nAccess-Control-Request-Headers: authorization\r\n";
    for path in ["/api/books/1/", "/nowhere/", "/api/books", "/", "/api-auth/logout/", "*"] {
        let answer = send_from(&server, &format!("OPTIONS {path}"), APP, &format!("{asks}Authorization: Token wrong\r\n"));
        assert_eq!((answer.status, answer.body.len()), (200, 0), "{path}");
        for (name, value) in [
            ("Access-Control-Allow-Origin", APP),
            ("Access-Control-Allow-Methods", "DELETE, GET, OPTIONS, PATCH, POST, PUT"),
            ("Access-Control-Allow-Headers", "accept, authorization, content-type, user-agent, x-csrftoken, x-requested-with"),
            ("Access-Control-Max-Age", "86400"),
            ("Vary", "origin"),
        ] {
            assert_eq!(answer.header(name).as_deref(), Some(value), "{path}: {name}");
        }
        assert_eq!(answer.header("Access-Control-Allow-Credentials"), None);
    }
    let refused = send_from(&server, "OPTIONS /api/books/", "https://evil.example", asks);
    assert_eq!((refused.status, allowed(&refused), refused.header("Vary").as_deref()), (200, None, Some("origin")));
    // Without the method of a request to come, OPTIONS is DRF's own.
    let plain = send_from(&server, "OPTIONS /api/books/", APP, "Accept: application/json\r\n");
    assert!(text(&plain).contains(r#""name":"Book List""#) && allowed(&plain).as_deref() == Some(APP), "{}", text(&plain));
}

#[test]
fn refusals_can_be_read_too() {
    let server = start("cors-refusals");
    let token = format!("Authorization: Token {ANN}\r\n");
    for (line, head, status) in [
        ("GET /api/books/", "", 200),
        ("GET /api/books/77/", "", 404),
        ("GET /nowhere/", "", 404),
        ("GET /api/books", "", 301),
        ("POST /api/books/", "Content-Length: 0\r\n", 403),
        ("GET /api/books/", "Authorization: Token wrong\r\n", 403),
        ("GET /api/books/", "Accept: image/png\r\n", 406),
        ("PATCH /api/books/", token.as_str(), 405),
        ("POST /api/books/", "Content-Length: 99999999\r\n", 413),
        ("GET /api/docs/", "", 200),
        ("GET /api-auth/login/", "", 200),
        ("GET /healthz", "", 200),
    ] {
        let answer = send_from(&server, line, APP, head);
        assert_eq!((answer.status, allowed(&answer).as_deref()), (status, Some(APP)), "{line} {head}");
        assert_eq!(answer.header("Access-Control-Expose-Headers").as_deref(), Some("X-Request-ID"));
        let vary = answer.header("Vary").unwrap_or_default();
        assert_eq!(vary.split(", ").filter(|name| *name == "origin").count(), 1, "{line}: {vary}");
    }
    let bad = exchange(&server, format!("GET /api/ HTTP/1.1\r\nHost: evil.example\r\nOrigin: {APP}\r\nConnection: close\r\n\r\n"));
    assert_eq!((bad.status, allowed(&bad).as_deref()), (400, Some(APP)));
}

/// 503 of a request that takes too long.
#[test]
fn what_took_too_long_can_be_read_too() {
    let server = start_with("cors-slow", Kind::Sqlite, &["--timeout", "1"], &[]);
    let head = "Content-Type: application/json\r\nContent-Length: 10\r\n";
    let mut raw = super::raw::Raw::connect(&server);
    raw.send(format!("POST /api/books/ HTTP/1.1\r\nHost: localhost\r\nOrigin: {APP}\r\nAuthorization: Token {ADMIN}\r\n{head}\r\n{{"));
    let answer = raw.answer();
    // The server may also take it for a body that broke off, before the request's time is over.
    assert!([503, 400, 408].contains(&answer.status), "{}", answer.status);
    assert_eq!(allowed(&answer).as_deref(), Some(APP));
}

#[test]
fn origins_are_compared_whole() {
    let server = start("cors-origins");
    for origin in [APP, "http://localhost:3000", "null", "https://pr-7.preview.example.org"] {
        let answer = send_from(&server, "GET /api/books/", origin, "");
        assert_eq!(allowed(&answer).as_deref(), Some(origin));
    }
    for origin in [
        "",
        "https://evil.example",
        "http://app.example.org",
        "https://app.example.org:443",
        "https://app.example.org:8443",
        "https://app.example.org/",
        "https://app.example.org.evil.example",
        "https://evil.example/https://app.example.org",
        "https://evilapp.example.org",
        "https://APP.EXAMPLE.ORG",
        "HTTPS://app.example.org",
        "https://app.example.org@evil.example",
        "https://a.preview.example.org.evil.example",
        "https://evil.example?.preview.example.org",
        "https://evil.example#a.preview.example.org",
        "https://a.b.preview.example.org",
        "https://apreview.example.org",
        "http://localhost",
        "http://localhost:30000",
        "NULL",
        "null, https://app.example.org",
        "https://app.example.org https://evil.example",
        "https://app.example.org\u{e9}",
        "*",
    ] {
        let answer = send_from(&server, "GET /api/books/", origin, "");
        assert_eq!((answer.status, allowed(&answer)), (200, None), "{origin}");
        assert!(answer.header("Vary").is_some_and(|vary| vary.contains("origin")), "{origin}");
    }
    let twice = send_from(&server, "GET /api/books/", APP, "Origin: https://evil.example\r\n");
    assert_eq!(allowed(&twice), None);
    let long = format!("https://{}.preview.example.org", "a".repeat(60_000));
    assert_eq!(allowed(&send_from(&server, "GET /api/books/", &long, "")), None);
}
