//! Connections and requests as bytes: framing, and limits of time and number.

use std::time::{Duration, Instant};

use super::raw::{Raw, exchange};
use super::*;

const SOON: Duration = Duration::from_secs(5);

/// A request with these headers beside `Host`, and this body.
pub(crate) fn request(server: &Server, line: &str, headers: &str, body: &str) -> String {
    let length = if body.is_empty() { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
    format!("{line} HTTP/1.1\r\nHost: {}\r\n{headers}{length}\r\n{body}", server.address())
}

/// A POST that creates an author.
fn post(server: &Server, name: &str) -> String {
    let headers = format!("Authorization: Token {ADMIN}\r\nContent-Type: application/json\r\n");
    request(server, "POST /api/authors/", &headers, &json!({ "name": name }).to_string())
}

fn get_health(server: &Server) -> String {
    request(server, "GET /healthz", "", "")
}

/// A refusal says why, in the API's form, and closes the connection.
fn refused(what: &str, client: &mut Raw, status: u16) {
    let answer = client.answer();
    assert_eq!(answer.status, status, "{what}: {}", text(&answer));
    assert!(read(&answer)["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{what}: {}", text(&answer));
    assert_eq!(answer.header("content-type").as_deref(), Some("application/json"), "{what}");
    assert_eq!(answer.header("connection").as_deref(), Some("close"), "{what}");
    assert!(client.closes(SOON), "{what}: the connection stays open");
}

#[test]
fn a_request_is_answered_on_each_database() {
    on_all("connections-answered", |kind, mut server| {
        let (_, book) = author_with_book(&server);
        let answer = exchange(&server, request(&server, &format!("GET /api/books/{book}/"), "", ""));
        assert_eq!((answer.status, &read(&answer)["title"]), (200, &json!("One")), "{kind}");
        is_healthy(&mut server);
    });
}

#[test]
fn requests_that_come_byte_by_byte_are_answered() {
    let _turn = turn();
    let mut server = start("connections-slow-bytes");
    let mut client = Raw::connect(&server);
    let pause = Duration::from_millis(1);
    assert_eq!(client.send_slowly(post(&server, "Bit by bit"), pause).answer().status, 201);
    client.send_slowly(request(&server, "GET /healthz", "Connection: close\r\n", ""), pause);
    assert_eq!(client.answer().status, 200);
    assert!(client.closes(SOON));
    is_healthy(&mut server);
}

#[test]
fn what_follows_a_request_does_not_keep_its_answer_back() {
    let mut server = start("connections-follows");
    for rest in
        ["\r\n", "\r\n\r\n\r\n", "\r", "G", "GET /heal", "GET /healthz HTTP/1.1\r\nHos", "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n{"]
    {
        let mut client = Raw::connect(&server);
        let answer = client.send(format!("{}{rest}", post(&server, "One"))).answer();
        assert_eq!(answer.status, 201, "{rest:?}: {}", text(&answer));
        let mut client = Raw::connect(&server);
        assert_eq!(client.send(format!("{}{rest}", get_health(&server))).answer().status, 200, "{rest:?}");
    }
    // An empty line is dropped, and half a request is completed.
    let mut client = Raw::connect(&server);
    assert_eq!(client.send(format!("{}\r\n", post(&server, "Two"))).answer().status, 201);
    let next = get_health(&server);
    assert_eq!(client.send(format!("{}{}", post(&server, "Three"), &next[..7])).answer().status, 201);
    assert_eq!(client.send(&next[7..]).answer().status, 200);
    is_healthy(&mut server);
}

#[test]
fn pipelined_requests_are_answered_in_their_order() {
    let mut server = start("connections-pipelined");
    let (author, book) = author_with_book(&server);
    let mut client = Raw::connect(&server);
    let paths = [format!("/api/authors/{author}/"), format!("/api/books/{book}/"), "/healthz".to_owned()];
    let all: String = (0..300).map(|i| request(&server, &format!("GET {}", paths[i % 3]), "", "")).collect();
    client.send(all);
    for i in 0..300 {
        let (answer, key) = (client.answer(), ["name", "title", "status"][i % 3]);
        assert!(answer.status == 200 && read(&answer).get(key).is_some(), "{i}: {}", text(&answer));
    }
    // A request that is refused does not take the answers before it away.
    client.send(format!("{}{}GET / HTTP/1.1\r\nbad header\r\n\r\n{}", post(&server, "First"), get_health(&server), post(&server, "Never")));
    assert_eq!(client.answer().status, 201);
    assert_eq!(client.answer().status, 200);
    refused("after two answers", &mut client, 400);
    assert_eq!(read(&ask(&server, "GET", "/api/authors/?name=Never", None))["count"], 0);
    is_healthy(&mut server);
}

#[test]
fn malformed_requests_are_told_so() {
    let mut server = start_with("connections-malformed", Kind::Sqlite, &[], &[("RUST_LOG", "restwright=debug")]);
    let with = |headers: &str| format!("POST /api/authors/ HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n").into_bytes();
    let line = |line: &str| format!("{line}\r\nHost: localhost\r\n\r\n").into_bytes();
    for (what, bytes, status) in [
        ("no request", b"hello\r\n\r\n".to_vec(), 400),
        ("no version", line("GET /api/"), 400),
        ("a space in the target", line("GET /api/ x HTTP/1.1"), 400),
        ("a control character in the target", line("GET /api/\x01 HTTP/1.1"), 400),
        ("NUL in the target", line("GET /api/\0 HTTP/1.1"), 400),
        ("white space first", line(" GET /api/ HTTP/1.1"), 400),
        ("TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\x00".to_vec(), 400),
        ("HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\x12\x04\0\0\0\0\0".to_vec(), 505),
        ("a version that is none of ours", line("GET /api/ HTTP/1.7"), 505),
        ("CONNECT", line("CONNECT example.org:443 HTTP/1.1"), 405),
        ("a target that is an authority", line("GET example.org:80 HTTP/1.1"), 400),
        ("an asterisk", line("GET * HTTP/1.1"), 400),
        ("a long target", line(&format!("GET /api/?{} HTTP/1.1", "a".repeat(66_000))), 414),
        ("a target without an end", format!("GET /{}", "a".repeat(200_000)).into_bytes(), 414),
        ("large headers", with(&format!("X: {}\r\n", "y".repeat(33_000))), 431),
        ("headers without an end", with(&"X: y\r\n".repeat(80_000)), 431),
        ("many headers", with(&"X: y\r\n".repeat(101)), 431),
        ("NUL in a header", with("X: a\0b\r\n"), 400),
        ("NUL in a header's name", with("X\0: a\r\n"), 400),
        ("a space before the colon", with("Content-Length : 0\r\n"), 400),
        ("a folded header", with("X: a\r\n b\r\n"), 400),
        ("no colon", with("X\r\n"), 400),
        ("lines that end with LF", b"GET /healthz HTTP/1.1\nHost: localhost\n\n".to_vec(), 400),
        ("a header behind an LF", with("X: a\nContent-Length: 5\r\n"), 400),
        ("a header behind a CR", with("X: a\rContent-Length: 5\r\n"), 400),
        ("length and coding", with("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), 400),
        ("coding and length", with("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"), 400),
        ("two lengths", with("Content-Length: 5\r\nContent-Length: 6\r\n"), 400),
        ("the same length twice", with("Content-Length: 5\r\nContent-Length: 5\r\n"), 400),
        ("a list of lengths", with("Content-Length: 5, 5\r\n"), 400),
        ("a length with a sign", with("Content-Length: +5\r\n"), 400),
        ("a negative length", with("Content-Length: -5\r\n"), 400),
        ("an empty length", with("Content-Length:\r\n"), 400),
        ("a length without end", with(&format!("Content-Length: {}\r\n", "9".repeat(30))), 400),
        ("two codings", with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 400),
        ("another coding", with("Transfer-Encoding: gzip, chunked\r\n"), 501),
        ("a coding in disguise", with("Transfer-Encoding: xchunked\r\n"), 501),
        ("a coding of HTTP/1.0", b"POST /api/authors/ HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec(), 400),
    ] {
        let mut client = Raw::connect(&server);
        refused(what, client.send(&bytes), status);
        // Whatever follows is not read as a request.
        let mut client = Raw::connect(&server);
        refused(what, client.send([&bytes[..], post(&server, "Smuggled").as_bytes()].concat()), status);
    }
    // A client that stops in the middle of a head.
    let mut client = Raw::connect(&server);
    refused("half a head", client.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n").finish(), 400);
    assert_eq!(read(&ask(&server, "GET", "/api/authors/?name=Smuggled", None))["count"], 0);
    let log = server.logged();
    assert!(log.contains("refused") && log.contains("DEBUG"), "{log}");
    assert!(!log.contains("ERROR"), "{log}");
    is_healthy(&mut server);
}

#[test]
fn chunked_bodies_have_one_end() {
    let mut server = start("connections-chunked");
    let headers = format!("Authorization: Token {ADMIN}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n");
    let head = request(&server, "POST /api/authors/", &headers, "");
    let good = [
        "13\r\n{\"name\": \"Chunked\"}\r\n0\r\n\r\n",
        "1;a=b\r\n{\r\n0012\r\n\"name\": \"Chunked\"}\r\n0;last\r\nX: y\r\nTransfer-Encoding: z\r\n\r\n",
    ];
    for body in good {
        let mut client = Raw::connect(&server);
        let answer = client.send(format!("{head}{body}{}", get_health(&server))).answer();
        assert_eq!(answer.status, 201, "{body:?}: {}", text(&answer));
        assert_eq!(client.answer().status, 200, "{body:?}");
        // Byte by byte.
        assert_eq!(client.send_slowly(format!("{head}{body}"), Duration::ZERO).answer().status, 201, "{body:?}");
    }
    for body in [
        "14 \r\n{\"name\": \"Smuggled\"}\r\n0\r\n\r\n",
        "14\n{\"name\": \"Smuggled\"}\r\n0\r\n\r\n",
        "0x14\r\n{\"name\": \"Smuggled\"}\r\n0\r\n\r\n",
        "+14\r\n{\"name\": \"Smuggled\"}\r\n0\r\n\r\n",
        "14\r\n{\"name\": \"Smuggled\"}0\r\n\r\n",
        "1ffffffffffffffff\r\n{\"name\": \"Smuggled\"}\r\n0\r\n\r\n",
        "14;a\nb\r\n{\"name\": \"Smuggled\"}\r\n0\r\n\r\n",
        "nonsense\r\n\r\n",
    ] {
        let mut client = Raw::connect(&server);
        client.send(format!("{head}{body}{}", post(&server, "Smuggled")));
        refused(body, &mut client, 400);
    }
    assert_eq!(read(&ask(&server, "GET", "/api/authors/?name=Smuggled", None))["count"], 0);
    assert_eq!(read(&ask(&server, "GET", "/api/authors/?name=Chunked", None))["count"], 4);
    is_healthy(&mut server);
}

#[test]
fn targets_are_taken_as_clients_type_them() {
    let mut server = start("connections-targets");
    let (author, _) = author_with_book(&server);
    for name in ["one two", "two one", "<b>", "{x|y}", "a\\b^c`d", "é", "#1", "a\"b"] {
        create(&server, "/api/books/", &json!({ "title": name, "author": author }));
    }
    let typed = [
        // A phrase: `one` and `two` in this order.
        ("/api/books/?search=\"one%20two\"", "/api/books/?search=%22one%20two%22", 1),
        ("/api/books/?search=\"one+two\"", "/api/books/?search=%22one+two%22", 1),
        ("/api/books/?title=<b>", "/api/books/?title=%3Cb%3E", 1),
        ("/api/books/?title={x|y}", "/api/books/?title=%7Bx%7Cy%7D", 1),
        ("/api/books/?title=a\\b^c`d", "/api/books/?title=a%5Cb%5Ec%60d", 1),
        ("/api/books/?title=é", "/api/books/?title=%C3%A9", 1),
        ("/api/books/?title=#1", "/api/books/?title=%231", 1),
        ("/api/books/?title=a\"b&page_size=1", "/api/books/?title=a%22b&page_size=1", 1),
        ("/api/books/?genre=novel&author__in=[1]\"<>`{}|\\^", "/api/books/?genre=novel&author__in=[1]%22%3C%3E%60%7B%7D%7C%5C%5E", 9),
    ];
    for (typed, encoded, count) in typed {
        let (one, other) = (
            exchange(&server, request(&server, &format!("GET {typed}"), "", "")),
            exchange(&server, request(&server, &format!("GET {encoded}"), "", "")),
        );
        assert_eq!((one.status, read(&one)["count"].as_i64()), (200, Some(count)), "{typed}: {}", text(&one));
        assert_eq!(text(&one), text(&other), "{typed}");
    }
    for (typed, encoded) in
        [("/api/books/\"<`>é/", "/api/books/%22%3C%60%3E%C3%A9/"), ("/<x>", "/%3Cx%3E"), ("/api/books/{}", "/api/books/%7B%7D")]
    {
        let (one, other) = (
            exchange(&server, request(&server, &format!("GET {typed}"), "", "")),
            exchange(&server, request(&server, &format!("GET {encoded}"), "", "")),
        );
        assert_eq!((one.status, text(&one), one.header("location")), (other.status, text(&other), other.header("location")), "{typed}");
        assert_ne!(one.status, 400, "{typed}");
    }
    // Bytes that are no UTF-8, on a connection that goes on.
    let mut client = Raw::connect(&server);
    client.send(
        [b"GET /api/books/?search=\xe9\" HTTP/1.1\r\nHost: localhost\r\nX: \"<\r\n\r\n".to_vec(), get_health(&server).into_bytes()]
            .concat(),
    );
    assert_eq!(client.answer().status, 200);
    assert_eq!(client.answer().status, 200);
    is_healthy(&mut server);
}

#[test]
fn unusual_requests_are_answered() {
    let mut server = start("connections-unusual");
    let whole = format!("http://{}/healthz", server.address());
    for (line, status) in
        [(format!("GET {whole}"), 200), (format!("GET {}?a=\"b\"", whole.replace("http", "HTTP")), 200), ("OPTIONS *".to_owned(), 404)]
    {
        assert_eq!(exchange(&server, request(&server, &line, "", "")).status, status, "{line}");
    }
    // HTTP/1.0 closes, unless it is asked not to.
    let mut client = Raw::connect(&server);
    let answer = client.send("GET /healthz HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n").answer();
    assert_eq!((answer.status, answer.header("connection").as_deref()), (200, Some("keep-alive")));
    assert_eq!(client.send("GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n").answer().status, 200);
    assert!(client.closes(SOON));
    // An upgrade that is not made is no upgrade.
    let mut client = Raw::connect(&server);
    client.send(request(
        &server,
        "GET /healthz",
        "Connection: upgrade, http2-settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n",
        "",
    ));
    assert_eq!(client.answer().status, 200);
    assert_eq!(client.send(get_health(&server)).answer().status, 200);
    // A client that asks whether to send its body, and one that has no answer to that and sends it all the same.
    let whole = post(&server, "Asked").replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n");
    let (head, body) = whole.split_at(whole.find("\r\n\r\n").unwrap() + 4);
    assert_eq!(client.send(head).answer().status, 100);
    assert_eq!(client.send(body).answer().status, 201);
    let mut client = Raw::connect(&server);
    let answer = client.send(&whole).answer();
    let answer = if answer.status == 100 { client.answer() } else { answer };
    assert_eq!(answer.status, 201);
    is_healthy(&mut server);
}

#[test]
fn a_client_that_only_stops_sending_is_answered() {
    let mut server = start("connections-half-closed");
    let mut client = Raw::connect(&server);
    assert_eq!(client.send(post(&server, "Half closed")).finish().answer().status, 201);
    assert!(client.closes(SOON));
    let mut client = Raw::connect(&server);
    client.send(get_health(&server).repeat(3)).finish();
    for _ in 0..3 {
        assert_eq!(client.answer().status, 200);
    }
    assert!(client.closes(SOON));
    // In the middle of a body there is nothing to wait for.
    let mut client = Raw::connect(&server);
    let begun = Instant::now();
    let whole = post(&server, "Cut");
    refused("half a body", client.send(&whole[..whole.len() - 3]).finish(), 400);
    assert!(begun.elapsed() < SOON);
    assert_eq!(read(&ask(&server, "GET", "/api/authors/?name=Cut", None))["count"], 0);
    is_healthy(&mut server);
}

#[test]
fn a_refusal_that_leaves_a_body_unread_closes_and_is_read() {
    let mut server = start_with("connections-unread", Kind::Sqlite, &["--body-limit", "100000"], &[]);
    let headers = format!("Authorization: Token {ADMIN}\r\nContent-Type: application/json\r\n");
    let line = |line: &str, more: &str| request(&server, line, &format!("{headers}{more}"), "");
    for (what, head) in [
        ("too large", line("POST /api/authors/", "Content-Length: 50000000\r\n")),
        ("too large, in chunks", line("POST /api/authors/", "Transfer-Encoding: chunked\r\n") + "2faf080\r\n"),
        ("nowhere", line("POST /nowhere/", "Content-Length: 50000000\r\n")),
        ("a redirect", line("POST /api/authors", "Content-Length: 50000000\r\n")),
    ] {
        let mut client = Raw::connect(&server);
        // A client that sends it all before it reads: it gets the answer, though the server has had enough long before.
        client.send(head);
        let begun = Instant::now();
        for _ in 0..200 {
            if client.try_send(&[b'x'; 50_000]).is_err() {
                break;
            }
        }
        let answer = client.answer();
        assert!([413, 404, 301].contains(&answer.status), "{what}: {}", answer.status);
        assert_eq!(answer.header("connection").as_deref(), Some("close"), "{what}");
        assert!(begun.elapsed() < Duration::from_secs(10), "{what}");
        assert!(client.rest(Duration::from_secs(10)).is_some(), "{what}: the connection stays open");
    }
    // A client that sends without end is not listened to without end.
    let mut client = Raw::connect(&server);
    client.send(line("POST /api/authors/", "Content-Length: 999999999999\r\n"));
    let begun = Instant::now();
    while client.try_send(&[b'x'; 1000]).is_ok() {
        assert!(begun.elapsed() < Duration::from_secs(15), "the server goes on reading");
        std::thread::sleep(Duration::from_millis(20));
    }
    is_healthy(&mut server);
}

#[test]
fn slow_clients_are_not_waited_for() {
    let flags = ["--head-timeout", "2", "--keep-alive-timeout", "4", "--timeout", "3"];
    let mut server = start_with("connections-slow", Kind::Sqlite, &flags, &[]);
    let begun = Instant::now();
    let mut half = Raw::connect(&server);
    half.send("GET /healthz HTTP/1.1\r\n");
    let mut silent = Raw::connect(&server);
    let mut idle = Raw::connect(&server);
    assert_eq!(idle.send(get_health(&server)).answer().status, 200);
    // After a first request, which does not give it more time for the next head.
    let mut later = Raw::connect(&server);
    assert_eq!(later.send(get_health(&server)).answer().status, 200);
    later.send("GET /");
    let mut body = Raw::connect(&server);
    let whole = post(&server, "Slow");
    body.send(&whole[..whole.len() - 2]);
    // A byte now and then helps nobody.
    let mut drips = Raw::connect(&server);
    drips.send("GET /healthz HTTP/1.1\r\nX: ");
    while begun.elapsed() < Duration::from_millis(2500) && drips.try_send(b"x").is_ok() {
        std::thread::sleep(Duration::from_millis(100));
    }
    refused("half a head", &mut half, 408);
    refused("a dripping head", &mut drips, 408);
    refused("half a second head", &mut later, 408);
    assert!(silent.closes(Duration::ZERO.max(SOON)));
    assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
    refused("a slow body", &mut body, 503);
    assert!(idle.closes(SOON));
    assert!((4..8).contains(&begun.elapsed().as_secs()), "{:?}", begun.elapsed());
    assert_eq!(read(&ask(&server, "GET", "/api/authors/?name=Slow", None))["count"], 0);
    is_healthy(&mut server);
}

#[test]
fn slow_readers_of_large_answers_are_not_waited_for() {
    let _turn = turn();
    let mut server = start_with("connections-slow-reader", Kind::Sqlite, &["--write-timeout", "2"], &[]);
    for i in 0..10 {
        create(&server, "/api/authors/", &json!({ "name": format!("{i}"), "bio": "x".repeat(2_000_000) }));
    }
    let list = request(&server, "GET /api/authors/", "", "");
    // One that reads is given all of it.
    let whole = exchange(&server, &list);
    assert!(whole.status == 200 && whole.body.len() > 20_000_000);
    let mut client = Raw::connect(&server);
    client.send(&list);
    std::thread::sleep(Duration::from_secs(4));
    let rest = client.rest(Duration::from_secs(20)).expect("the connection stays open");
    assert!(rest.len() < whole.body.len(), "all of the answer was kept: {}", rest.len());
    is_healthy(&mut server);
}

#[test]
fn idle_connections_make_room_and_busy_ones_are_not_cut() {
    let _turn = turn();
    let flags = ["--max-connections", "10"];
    let mut server = start_with("connections-max", Kind::Sqlite, &flags, &[]);
    // Busy: their bodies are on their way.
    let whole = post(&server, "Busy");
    let (begin, end) = whole.split_at(whole.len() - 2);
    let mut busy: Vec<Raw> = (0..9).map(|_| Raw::connect(&server)).collect();
    for client in &mut busy {
        client.send(begin);
    }
    // A connection whose head was not read yet counts as one that waits.
    std::thread::sleep(Duration::from_millis(300));
    // Among 40 that say nothing, or half of something, clients are answered.
    let mut idle = Vec::new();
    for i in 0..40 {
        idle.push(Raw::connect(&server));
        if i % 2 == 0 {
            idle.last_mut().unwrap().send("GET /healthz HTTP/1.1\r\n");
        }
        if i % 8 == 0 {
            std::thread::sleep(Duration::from_millis(50));
            let mut client = Raw::connect(&server);
            assert_eq!(client.send(request(&server, "GET /healthz", "Connection: close\r\n", "")).answer().status, 200, "{i}");
            assert!(client.closes(SOON), "{i}");
        }
    }
    // All but the last ones are gone: closed without a word, as they said none. One that came while the server had not yet left the client
    // that it had just answered may have been told that all places are taken.
    let gone = idle.iter_mut().take(38).map(|client| client.rest(SOON).is_some()).filter(|gone| *gone).count();
    assert_eq!(gone, 38);
    // All busy: then who comes is told to come again.
    let mut last = Raw::connect(&server);
    last.send(begin);
    std::thread::sleep(Duration::from_millis(200));
    let mut client = Raw::connect(&server);
    let answer = client.send(get_health(&server)).answer();
    assert_eq!((answer.status, answer.header("retry-after").as_deref()), (503, Some("1")));
    assert!(read(&answer)["detail"].is_string(), "{}", text(&answer));
    assert!(client.closes(SOON));
    busy.push(last);
    for client in &mut busy {
        assert_eq!(client.send(end).answer().status, 201);
    }
    is_healthy(&mut server);
}

#[test]
fn two_thousand_connections_leave_the_server_as_it_was() {
    let _turn = turn();
    let mut server = start_with("connections-2000", Kind::Sqlite, &["--max-connections", "300"], &[]);
    // Connections are few enough at a time for this process's own limit of open files.
    let mut open = std::collections::VecDeque::new();
    for i in 0..2000 {
        let mut client = Raw::connect(&server);
        match i % 4 {
            0 => {}
            1 => drop(client.send("GET /api/boo")),
            2 => drop(client.send(get_health(&server))),
            _ => drop(client.send(post(&server, "Many").split_at(60).0)),
        }
        open.push_back(client);
        if open.len() > 500 {
            open.pop_front();
        }
        if i % 250 == 0 {
            assert_eq!(exchange(&server, get_health(&server)).status, 200, "{i}");
        }
    }
    is_healthy(&mut server);
    drop(open);
    is_healthy(&mut server);
}

#[cfg(target_os = "linux")]
#[test]
fn the_limit_of_open_files_is_raised() {
    let server = start("connections-files");
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", server.process())).unwrap();
    let files = limits.lines().find(|line| line.starts_with("Max open files")).unwrap();
    let words: Vec<&str> = files.split_whitespace().collect();
    assert_eq!(words[3], words[4], "{files}");
}

#[test]
fn bodies_and_answers_are_bounded_together() {
    let _turn = turn();
    let flags = ["--max-buffered", "3000000", "--write-timeout", "3"];
    let mut server = start_with("connections-buffered", Kind::Sqlite, &flags, &[]);
    let large = post(&server, &"x".repeat(2_000_000));
    // One fits in; while it is held, another does not, and small ones do.
    let mut first = Raw::connect(&server);
    first.send(&large[..large.len() - 100]);
    std::thread::sleep(Duration::from_millis(500));
    let mut second = Raw::connect(&server);
    second.send(&large);
    let answer = second.answer();
    assert_eq!((answer.status, answer.header("retry-after").as_deref()), (503, Some("1")), "{}", text(&answer));
    create(&server, "/api/authors/", &json!({ "name": "Small" }));
    // The name is too long; all of it was read.
    assert_eq!(first.send(&large[large.len() - 100..]).answer().status, 400);
    // The room is free again once the answer is written, which is a moment after the client has it.
    let begun = Instant::now();
    let mut status = exchange(&server, &large).status;
    while status == 503 && begun.elapsed() < Duration::from_secs(5) {
        std::thread::sleep(Duration::from_millis(50));
        status = exchange(&server, &large).status;
    }
    assert_eq!(status, 400);
    // An answer that is too large for what is left.
    for i in 0..4 {
        create(&server, "/api/authors/", &json!({ "name": format!("{i}"), "bio": "y".repeat(1_000_000) }));
    }
    assert_eq!(ask(&server, "GET", "/api/authors/", None).status, 503);
    assert_eq!(ask(&server, "GET", "/api/authors/?page_size=2", None).status, 200);
    is_healthy(&mut server);
}

#[test]
fn a_server_that_is_told_to_stop_does_not_wait_for_idle_clients() {
    let server = start("connections-stop");
    let mut silent = Raw::connect(&server);
    let mut half = Raw::connect(&server);
    half.send("GET /healthz HT");
    let mut idle = Raw::connect(&server);
    assert_eq!(idle.send(get_health(&server)).answer().status, 200);
    must("stop", server.terminate(SOON));
    for client in [&mut silent, &mut half, &mut idle] {
        assert!(client.closes(SOON));
    }
}
