//! Connections and requests as bytes: framing, limits of time and number.

use std::time::Duration;

use super::raw::{Raw, exchange};
use super::*;

#[test]
fn a_request_is_answered_on_each_database() {
    on_all("connections-answered", |kind, mut server| {
        let (_, book) = author_with_book(&server);
        let answer = exchange(&server, format!("GET /api/books/{book}/ HTTP/1.1\r\nHost: {}\r\n\r\n", server.address()));
        assert_eq!((answer.status, &read(&answer)["title"]), (200, &json!("One")), "{kind}");
        is_healthy(&mut server);
    });
}

#[test]
fn requests_that_come_byte_by_byte_are_answered() {
    let _turn = turn();
    let mut server = start("connections-slow-bytes");
    let mut client = Raw::connect(&server);
    let body = r#"{"name": "Bit by bit"}"#;
    let post = format!(
        "POST /api/authors/ HTTP/1.1\r\nHost: {}\r\nAuthorization: Token {ADMIN}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        server.address(),
        body.len()
    );
    let pause = Duration::from_millis(1);
    assert_eq!(client.send_slowly(post, pause).answer().status, 201);
    client.send_slowly(format!("GET /healthz HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", server.address()), pause);
    assert_eq!(client.finish().answer().status, 200);
    assert!(client.closes(Duration::from_secs(5)));
    is_healthy(&mut server);
}
