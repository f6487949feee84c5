#![allow(clippy::unwrap_used)]

use super::*;

/// What goes on of bytes that come in these pieces.
fn fed<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> (Vec<u8>, Framer) {
    let (mut framer, mut passed) = (Framer::default(), Vec::new());
    for piece in pieces {
        let mut out = Vec::new();
        let clean = framer.feed(piece, &mut out);
        passed.extend_from_slice(&piece[..clean]);
        passed.extend_from_slice(&out);
    }
    (passed, framer)
}

fn whole(bytes: &[u8]) -> (Vec<u8>, Framer) {
    fed([bytes])
}

fn refusal(bytes: &[u8]) -> Option<u16> {
    whole(bytes).1.refused().map(|(_, refusal)| refusal.status.as_u16())
}

fn get(target: &str) -> Vec<u8> {
    format!("GET {target} HTTP/1.1\r\nHost: x\r\n\r\n").into_bytes()
}

#[test]
fn requests_go_on_untouched() {
    for bytes in [
        get("/api/?a=1&b[]=%20"),
        b"OPTIONS * HTTP/1.0\r\n\r\n".to_vec(),
        get("http://example.org:80/x?y"),
        get("http://[::1]/"),
        b"POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhelloGET / HTTP/1.1\r\n\r\n".to_vec(),
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5;x=\"y\"\r\nhello\r\n0\r\nA: b\r\n\r\nGET / HTTP/1.1\r\n\r\n".to_vec(),
        b"POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\n\r\n\r".to_vec(),
    ] {
        let (mut framer, mut out) = (Framer::default(), Vec::new());
        let clean = framer.feed(&bytes, &mut out);
        assert_eq!((clean, &out, framer.refused()), (bytes.len(), &Vec::new(), None), "{}", String::from_utf8_lossy(&bytes));
        assert!(!framer.in_head() && !framer.in_body());
    }
}

#[test]
fn targets_are_encoded() {
    for (typed, sent) in [
        (&b"/?search=\"one two\"".map(|b| if b == b' ' { b'+' } else { b })[..], "/?search=%22one+two%22"),
        (b"/<a>`b`{c}|\\^", "/%3Ca%3E%60b%60%7Bc%7D%7C%5C%5E"),
        (b"/?q=<>\"`{}|\\^#", "/?q=%3C%3E%22%60%7B%7D%7C%5C%5E%23"),
        ("/é?é".as_bytes(), "/%C3%A9?%C3%A9"),
        (b"/\xe9?\xff\"", "/%E9?%FF%22"),
        (b"http://x.org/\"a\"?b=\xe9", "http://x.org/%22a%22?b=%E9"),
    ] {
        let line = |target: &[u8]| [b"GET ", target, b" HTTP/1.1\r\nHost: \"x\"\r\n\r\n"].concat();
        let (passed, framer) = whole(&line(typed));
        assert_eq!(framer.refused(), None, "{}", String::from_utf8_lossy(typed));
        assert_eq!(String::from_utf8_lossy(&passed), String::from_utf8_lossy(&line(sent.as_bytes())));
    }
}

#[test]
fn what_goes_on_is_a_target_for_hyper_whatever_its_bytes() {
    for byte in 0..=255_u8 {
        for bytes in [vec![b'/', byte], vec![b'/', b'?', byte], vec![b'/', byte, b'/', 0xe9]] {
            let line = [b"GET ", &bytes[..], b" HTTP/1.1\r\n\r\n"].concat();
            let (passed, framer) = whole(&line);
            let refused = byte <= b' ' || byte == 0x7f;
            assert_eq!(framer.refused().is_some(), refused, "{byte:#x}");
            if !refused {
                let target = passed.split(|b| *b == b' ').nth(1).unwrap();
                let uri = http::Uri::try_from(target).unwrap();
                assert_eq!(uri.path_and_query().unwrap().as_str().as_bytes(), target);
            }
        }
    }
}

#[test]
fn what_could_be_read_in_two_ways_is_refused() {
    let post = |headers: &str| format!("POST / HTTP/1.1\r\nHost: x\r\n{headers}\r\n").into_bytes();
    for (bytes, status) in [
        (post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), 400),
        (post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"), 400),
        (post("Content-Length: 5\r\nContent-Length: 6\r\n"), 400),
        (post("Content-Length: 5\r\nContent-Length: 5\r\n"), 400),
        (post("Content-Length: 5, 5\r\n"), 400),
        (post("Content-Length: +5\r\n"), 400),
        (post("Content-Length: -5\r\n"), 400),
        (post("Content-Length: 0x5\r\n"), 400),
        (post("Content-Length: \r\n"), 400),
        (post("Content-Length: 99999999999999999999\r\n"), 400),
        (post("Content-Length : 5\r\n"), 400),
        (post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 400),
        (post("Transfer-Encoding: gzip, chunked\r\n"), 501),
        (post("Transfer-Encoding: chunked, identity\r\n"), 501),
        (post("Transfer-Encoding: \x0bchunked\r\n"), 400),
        (post("Transfer-Encoding:\r\n chunked\r\n"), 400),
        (b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec(), 400),
        (b"GET / HTTP/1.1\nHost: x\n\n".to_vec(), 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nA: b\nContent-Length: 5\r\n\r\n".to_vec(), 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nA: b\rContent-Length: 5\r\n\r\n".to_vec(), 400),
        (b"\nGET / HTTP/1.1\r\n\r\n".to_vec(), 400),
        (b"\rGET / HTTP/1.1\r\n\r\n".to_vec(), 400),
        (post("A: b\r\n folded\r\n"), 400),
        (post("A\0: b\r\n"), 400),
        (post("A: b\0\r\n"), 400),
        (post(": b\r\n"), 400),
        (post("no colon\r\n"), 400),
        (get("/a b"), 400),
        (get("a"), 400),
        (get("*"), 400),
        (get("//"), 200),
        (get("ftp://x/"), 400),
        (get("http://"), 400),
        (get("http:///x"), 400),
        (get("http://user@x/"), 400),
        (get("http://x\"y/"), 400),
        (get("http://x:y:z/"), 400),
        (get("/\x7f"), 400),
        (b"GET  / HTTP/1.1\r\n\r\n".to_vec(), 400),
        (b"GET\t/ HTTP/1.1\r\n\r\n".to_vec(), 400),
        (b" GET / HTTP/1.1\r\n\r\n".to_vec(), 400),
        (b"GET / HTTP/1.1 \r\n\r\n".to_vec(), 400),
        (b"GET /\r\n\r\n".to_vec(), 400),
        (b"G\xc3\xa9T / HTTP/1.1\r\n\r\n".to_vec(), 400),
        (b"GET / HTTP/1.2\r\n\r\n".to_vec(), 505),
        (b"GET / HTTP/3\r\n\r\n".to_vec(), 505),
        (b"GET / http/1.1\r\n\r\n".to_vec(), 400),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(), 505),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(), 400),
        (b"CONNECT example.org:443 HTTP/1.1\r\n\r\n".to_vec(), 405),
        (get(&format!("/{}", "a".repeat(70_000))), 414),
        (get(&format!("/{}", "\"".repeat(30_000))), 414),
        (post(&format!("A: {}\r\n", "b".repeat(40_000))), 431),
        (post(&"A: b\r\n".repeat(101)), 431),
        (vec![b'A'; 140_000], 414),
        (post(&format!("A: {}", "b".repeat(70_000))), 431),
    ] {
        let expected = (status != 200).then_some(status);
        let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(120)]).into_owned();
        assert_eq!(refusal(&bytes), expected, "{shown:?}");
        // However it is cut.
        let bytewise = fed(bytes.chunks(1)).1;
        assert_eq!(bytewise.refused().map(|(_, refusal)| refusal.status.as_u16()), expected, "byte by byte: {shown:?}");
    }
}

#[test]
fn broken_chunks_break_the_body() {
    let head = b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
    for body in [
        "x\r\n",
        "\r\n",
        "5 \r\nhello\r\n0\r\n\r\n",
        " 5\r\nhello\r\n0\r\n\r\n",
        "0x5\r\nhello\r\n0\r\n\r\n",
        "5\nhello\r\n0\r\n\r\n",
        "5\r\nhello\n0\r\n\r\n",
        "5\r\nhello!\r\n0\r\n\r\n",
        "5;a\nb\r\nhello\r\n0\r\n\r\n",
        "ffffffffffffffff\r\n",
        "-1\r\n",
        "0\r\nA: b\n\r\n",
        "0\r\n\r!",
    ] {
        let bytes = [head, body.as_bytes()].concat();
        assert!(whole(&bytes).1.is_broken(), "{body:?}");
        assert!(fed(bytes.chunks(1)).1.is_broken(), "byte by byte: {body:?}");
    }
    for body in [format!("1;{}\r\n", "x".repeat(5000)), format!("0\r\nA: {}\r\n\r\n", "x".repeat(9000))] {
        assert!(whole(&[head, body.as_bytes()].concat()).1.is_broken());
    }
}

#[test]
fn empty_lines_between_requests_are_dropped() {
    let request = b"POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}";
    let bytes = [&request[..], b"\r\n\r\n", request, b"\r\n"].concat();
    for size in 1..bytes.len() {
        let (passed, framer) = fed(bytes.chunks(size));
        assert_eq!(passed, [&request[..], request].concat(), "{size}");
        assert_eq!((framer.heads(), framer.refused()), (2, None));
        assert!(!framer.in_head());
    }
}

/// A small generator of numbers, the same in each run.
pub(in super::super) struct Numbers(pub(in super::super) u64);

impl Numbers {
    pub(in super::super) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end as u64).unwrap()
    }
}

const SEEDS: [&[u8]; 6] = [
    b"GET /a?b=c HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /\"a\"?<\xe9> HTTP/1.1\r\nHost: x\r\nAccept: */*\r\n\r\n",
    b"POST /a HTTP/1.1\r\nContent-Length: 5\r\nHost: x\r\n\r\nhello",
    b"POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\nHost: x\r\n\r\n5;a=b\r\nhello\r\nA\r\n0123456789\r\n0\r\nT: u\r\n\r\n",
    b"\r\nOPTIONS * HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
    b"HEAD http://x.org/a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n\r\n",
];

/// Requests, some of them damaged.
pub(in super::super) fn damaged(numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = Vec::new();
    for _ in 0..=numbers.below(3) {
        bytes.extend_from_slice(SEEDS[numbers.below(SEEDS.len())]);
    }
    for _ in 0..numbers.below(3) {
        let at = numbers.below(bytes.len());
        let byte = *[b'\r', b'\n', b' ', b':', b';', b'0', b'5', b',', 0, b'"', 0xe9, b'\t'].get(numbers.below(12)).unwrap();
        match numbers.below(3) {
            0 => bytes[at] = byte,
            1 => bytes.insert(at, byte),
            _ => drop(bytes.remove(at)),
        }
    }
    bytes
}

#[test]
fn the_cut_of_bytes_changes_nothing() {
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    for _ in 0..3000 {
        let bytes = damaged(&mut numbers);
        let (passed, framer) = whole(&bytes);
        let mut pieces = Vec::new();
        let mut rest = &bytes[..];
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(1 + numbers.below(rest.len()));
            pieces.push(piece);
            rest = after;
        }
        let (again, cut) = fed(pieces);
        let shown = String::from_utf8_lossy(&bytes).into_owned();
        if cut.in_head() && framer.refused().is_some() {
            // What is wrong with a head that comes in pieces may be found later: when it has ended, or doubled.
            assert!(passed.starts_with(&again), "{shown:?}");
            continue;
        }
        assert_eq!(String::from_utf8_lossy(&again), String::from_utf8_lossy(&passed), "{shown:?}");
        // Of two mistakes, the one that is found first is named.
        assert_eq!(cut.refused().map(|(number, _)| number), framer.refused().map(|(number, _)| number), "{shown:?}");
        assert_eq!(cut.is_broken(), framer.is_broken(), "{shown:?}");
    }
}
