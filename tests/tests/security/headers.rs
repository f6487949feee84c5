//! Headers that protect browsers, HTTPS, and who may keep an answer.

use super::raw::exchange;
use super::*;

fn get(server: &Server, path: &str, head: &str) -> Answer {
    exchange(server, format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{head}Connection: close\r\n\r\n"))
}

fn header(answer: &Answer, name: &str) -> String {
    answer.header(name).unwrap_or_default()
}

/// The hashes of a Content-Security-Policy, and those of the styles in a page.
fn styles(answer: &Answer) -> (Vec<String>, Vec<String>) {
    let policy = header(answer, "Content-Security-Policy");
    let named = policy.split(' ').filter_map(|word| Some(word.strip_prefix("'sha256-")?.split_once('\'')?.0.to_owned())).collect();
    let page = text(answer);
    let inside = page.split("<style>").skip(1).filter_map(|rest| rest.split_once("</style>"));
    (named, inside.map(|(style, _)| sha256_base64(style)).collect())
}

/// With `openssl`, so that no hash is compared with one of our own making.
fn sha256_base64(text: &str) -> String {
    use std::io::Write as _;
    use std::process::{Command, Stdio};
    let mut digest =
        Command::new("openssl").args(["dgst", "-sha256", "-binary"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    digest.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(digest.wait_with_output().unwrap().stdout)
}

#[test]
fn pages_allow_nothing_but_their_own_styles() {
    let server = start("headers-pages");
    for (path, status, styled) in [
        ("/api/", 200, true),
        ("/api/books/", 200, true),
        ("/api/books/77/", 404, true),
        ("/api/docs/", 200, true),
        ("/api-auth/login/", 200, true),
        ("/api-auth/logout/", 405, false),
        ("/nowhere/", 404, false),
        ("/api/books", 301, false),
    ] {
        let answer = get(&server, path, "Accept: text/html\r\n");
        assert_eq!(answer.status, status, "{path}");
        assert!(header(&answer, "Content-Type").starts_with("text/html"), "{path}");
        for (name, value) in [
            ("X-Frame-Options", "DENY"),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "same-origin"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
        ] {
            assert_eq!(header(&answer, name), value, "{path}: {name}");
        }
        let policy = header(&answer, "Content-Security-Policy");
        assert!(policy.starts_with("default-src 'none'; ") && policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe-") && !policy.contains('*') && !policy.contains("script-src"), "{path}: {policy}");
        let (named, inside) = styles(&answer);
        assert_eq!(!inside.is_empty(), styled, "{path}");
        assert!(inside.iter().all(|hash| named.contains(hash)), "{path}: {inside:?} of {named:?}");
        let page = text(&answer);
        for forbidden in ["<script", " style=", " onclick=", " onload=", "javascript:", "<link", "<img", "<iframe"] {
            assert!(!page.contains(forbidden), "{path} has {forbidden}");
        }
    }
    // A bad host has a page too.
    let answer = exchange(&server, "GET /api/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
    assert_eq!((answer.status, header(&answer, "X-Frame-Options").as_str()), (400, "DENY"));
}

#[test]
fn json_is_not_guessed_at_and_private_where_a_user_is_known() {
    let server = start("headers-json");
    let token = format!("Authorization: Token {ANN}\r\n");
    for (path, head, status, cache) in [
        ("/api/books/", "", 200, ""),
        ("/api/books/", token.as_str(), 200, "private"),
        ("/api/books/77/", token.as_str(), 404, "private"),
        ("/api/books/77/", "", 404, ""),
        ("/api/schema/?format=json", token.as_str(), 200, "private"),
        ("/api/books/", "Authorization: Token wrong\r\n", 403, ""),
        ("/healthz", token.as_str(), 200, ""),
    ] {
        let answer = get(&server, path, &format!("{head}Accept: application/json\r\n"));
        assert_eq!((answer.status, header(&answer, "Cache-Control").as_str()), (status, cache), "{path} {head}");
        assert_eq!(header(&answer, "X-Content-Type-Options"), "nosniff", "{path}");
        assert_eq!(answer.header("Content-Security-Policy"), None, "{path}");
    }
    let page = get(&server, "/api/books/", &format!("{token}Accept: text/html\r\n"));
    assert_eq!(header(&page, "Cache-Control"), "private");
    let silent =
        start_with("headers-silent", Kind::Sqlite, &[], &[("CACHE_CONTROL_PRIVATE", "false"), ("SECURE_CONTENT_TYPE_NOSNIFF", "False")]);
    let answer = get(&silent, "/api/books/", &token);
    assert_eq!((answer.header("Cache-Control"), answer.header("X-Content-Type-Options")), (None, None));
}

#[test]
fn https_is_what_the_operator_says() {
    let env =
        [("HTTPS", "true"), ("SECURE_HSTS_SECONDS", "31536000"), ("SECURE_HSTS_INCLUDE_SUBDOMAINS", "true"), ("SECURE_HSTS_PRELOAD", "1")];
    let server = start_with("headers-https", Kind::Sqlite, &[], &env);
    // A client's own word counts for nothing.
    let answer = get(&server, "/api/", "X-Forwarded-Proto: http\r\nAccept: application/json\r\n");
    assert_eq!(header(&answer, "Strict-Transport-Security"), "max-age=31536000; includeSubDomains; preload");
    assert!(text(&answer).contains("https://localhost/api/books/"), "{}", text(&answer));
    let plain = start("headers-http");
    let answer = get(&plain, "/api/", "X-Forwarded-Proto: https\r\nX-Forwarded-Ssl: on\r\nAccept: application/json\r\n");
    assert_eq!(answer.header("Strict-Transport-Security"), None);
    assert!(text(&answer).contains("http://localhost/api/books/"), "{}", text(&answer));
}

#[test]
fn plain_http_is_sent_to_https() {
    let env = [("SECURE_PROXY_SSL_HEADER", "HTTP_X_FORWARDED_PROTO,https"), ("SECURE_SSL_REDIRECT", "true"), ("SECURE_HSTS_SECONDS", "60")];
    let server = start_with("headers-redirect", Kind::Sqlite, &[], &env);
    for (path, location) in [
        ("/api/books/?a=b%20c&d=%22", "https://localhost/api/books/?a=b%20c&d=%22"),
        ("/nowhere", "https://localhost/nowhere"),
        ("//evil.example/x", "https://localhost//evil.example/x"),
        ("/%0d%0aX-Evil:%201/", "https://localhost/%0D%0AX-Evil:%201/"),
        ("/?%0d%0aX-Evil=1", "https://localhost/?%0d%0aX-Evil=1"),
    ] {
        let answer = get(&server, path, "X-Forwarded-Proto: http\r\n");
        assert_eq!((answer.status, header(&answer, "Location").as_str()), (301, location));
        assert_eq!((answer.header("X-Evil"), answer.header("Strict-Transport-Security")), (None, None));
    }
    let host = |host: &str| exchange(&server, format!("GET /api/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
    assert_eq!(header(&host("localhost:8000"), "Location"), "https://localhost:8000/api/");
    assert_eq!((host("evil.example").status, host("evil.example").header("Location")), (400, None));
    let answer = get(&server, "/api/", "X-Forwarded-Proto: https\r\nAccept: application/json\r\n");
    assert_eq!((answer.status, header(&answer, "Strict-Transport-Security").as_str()), (200, "max-age=60"));
    assert!(text(&answer).contains("https://localhost/api/books/"));
    assert_eq!(get(&server, "/healthz", "").status, 200, "load balancers speak HTTP");
    let env = [("SECURE_SSL_REDIRECT", "yes"), ("SECURE_SSL_HOST", "secure.example.org")];
    let other = start_with("headers-redirect-host", Kind::Sqlite, &[], &env);
    assert_eq!(header(&get(&other, "/api/", ""), "Location"), "https://secure.example.org/api/");
}

#[test]
fn wrong_settings_stop_the_start() {
    for (variable, value) in [
        ("HTTPS", "maybe"),
        ("SECURE_SSL_REDIRECT", "2"),
        ("SECURE_HSTS_SECONDS", "a year"),
        ("SECURE_PROXY_SSL_HEADER", "https"),
        ("SECURE_REFERRER_POLICY", "same-origin\r\nX-Evil: 1"),
        ("SECURE_CROSS_ORIGIN_OPENER_POLICY", "other-origin"),
        ("X_FRAME_OPTIONS", "ALLOW-FROM https://evil.example"),
        ("SESSION_COOKIE_AGE", "-1"),
        ("SESSION_COOKIE_NAME", "a; Domain=evil.example"),
        ("SESSION_COOKIE_DOMAIN", "https://example.org"),
        ("SESSION_COOKIE_SAMESITE", "none"),
        ("SESSION_COOKIE_SECURE", "sometimes"),
        ("SESSION_COOKIE_PATH", "api"),
        ("CSRF_COOKIE_NAME", "sessionid"),
        ("CSRF_COOKIE_AGE", "long"),
        ("CSRF_TRUSTED_ORIGINS", "example.org"),
        ("CSRF_HEADER_NAME", "X CSRF"),
        ("HEALTH_REQUIRE_MIGRATIONS", "perhaps"),
    ] {
        let error = refuses("headers-wrong", &[(variable, value)]);
        assert!(error.contains(&format!("error: {variable}: ")), "{variable}={value}: {error}");
    }
}
