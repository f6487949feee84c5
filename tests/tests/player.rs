//! The transcript player against a server of a few lines.

#![allow(clippy::unwrap_used)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::thread;

use restwright_tests::Player;
use restwright_tests::transcript::Entry;

/// Answers each request with what `answer` makes of its first line and its body; returns the base URL.
fn serve(answer: impl Fn(&str, &str) -> String + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = BufReader::new(stream.unwrap());
            loop {
                let (mut first, mut length) = (String::new(), 0);
                stream.read_line(&mut first).unwrap();
                if first.is_empty() {
                    break;
                }
                loop {
                    let mut line = String::new();
                    stream.read_line(&mut line).unwrap();
                    if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
                        length = value.trim().parse().unwrap();
                    }
                    if line.trim().is_empty() {
                        break;
                    }
                }
                let mut body = vec![0; length];
                stream.read_exact(&mut body).unwrap();
                let answer = answer(first.trim(), &String::from_utf8(body).unwrap());
                stream.get_mut().write_all(answer.as_bytes()).unwrap();
            }
        }
    });
    base
}

fn json(status: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}", body.len())
}

fn entries(lines: &[&str]) -> Vec<Entry> {
    lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect()
}

const UUID: &str = "11111111-2222-4333-8444-555555555555";

#[test]
fn plays_captures_and_counts() {
    let base = serve(|first, body| match first {
        "POST /things/ HTTP/1.1" => json("201 Created", &format!(r#"{{"id": "{UUID}", "n": {body}, "made": "2026-01-01T00:00:00Z"}}"#)),
        "DELETE /gone/ HTTP/1.1" => "HTTP/1.1 204 No Content\r\n\r\n".to_owned(),
        "DELETE /kept/ HTTP/1.1" => json("409 Conflict", "{}"),
        other => json("200 OK", &format!(r#"{{"b": {:?}, "a": 1}}"#, other.split(' ').nth(1).unwrap())),
    });
    let made = r#"{"id": "make", "tags": ["create"], "request": {"method": "POST", "path": "/things/", "headers": {"Content-Type": "application/json"}, "body": "7"}, "capture": {"thing": "body.id"},
        "mask": [{"key": "made", "as": "datetime"}],
        "response": {"status": 201, "headers": {"Content-Type": "application/json"}, "body": {"id": "<thing>", "n": 7, "made": "<datetime>"}}}"#;
    let read = r#"{"id": "read", "tags": ["retrieve", "uuid"], "request": {"method": "GET", "path": "{{base}}/things/{{thing}}/?q=a b", "headers": {}},
        "response": {"status": 200, "headers": {"Content-Type": "application/json"}, "body": {"b": "/things/<thing>/?q=a%20b", "a": 1}}}"#;
    let order = r#"{"id": "order", "tags": ["retrieve"], "request": {"method": "GET", "path": "/x/", "headers": {}},
        "response": {"status": 200, "headers": {"Content-Type": "application/json"}, "body": {"a": 1, "b": "/x/"}}}"#;
    let wrong = r#"{"id": "wrong", "tags": ["retrieve"], "request": {"method": "GET", "path": "/x/", "headers": {}},
        "response": {"status": 404, "headers": {"Content-Type": "application/json", "Allow": "GET"}, "body": {"b": "/y/", "a": 1.0}}}"#;
    let missing = r#"{"id": "missing", "tags": ["retrieve"], "request": {"method": "GET", "path": "/{{nothing}}/", "headers": {}}, "response": {"status": 200, "headers": {}}}"#;
    let gone = r#"{"id": "gone", "tags": ["destroy"], "request": {"method": "DELETE", "path": "/gone/", "headers": {}}, "response": {"status": 204, "headers": {}}}"#;
    let crash = r#"{"id": "crash", "tags": ["destroy", "errors.500"], "request": {"method": "DELETE", "path": "/kept/", "headers": {}}, "response": {"status": 500, "headers": {}}}"#;
    let report = Player::new(&base).play(&entries(&[made, read, order, wrong, missing, gone, crash])).unwrap();

    let failed: Vec<_> = report.failures.iter().map(|failure| (failure.id.as_str(), failure.problems.len())).collect();
    assert_eq!(failed, [("order", 1), ("wrong", 4), ("missing", 1)], "{report}");
    assert_eq!((report.passed, report.features["retrieve"], report.features["destroy"]), (4, (1, 4), (2, 2)));
    let text = report.to_string();
    assert!(text.contains("body.a: expected 1.0, got 1") && text.ends_with("4 passed, 3 failed"), "{text}");
}

#[test]
fn gives_up_on_a_server_that_is_gone() {
    let lines: Vec<String> = (0..8)
        .map(|n| format!(r#"{{"id": "{n}", "tags": [], "request": {{"method": "GET", "path": "/", "headers": {{}}}}, "response": {{"status": 200, "headers": {{}}}}}}"#))
        .collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let report = Player::new(&format!("http://{free}")).play(&entries(&lines)).unwrap();
    assert_eq!(report.failures.len(), 8);
    assert!(report.failures[7].problems[0].contains("the server is gone"));
}
