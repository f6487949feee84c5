//! The head of a request: its first line and its headers.

use super::{END, Refusal, target};
use http::StatusCode;
use httparse::{Error, Header, Request, Status};
use memchr::{memchr, memchr_iter, memmem};
use std::mem::MaybeUninit;

/// The longest target, encoded: what hyper's `Uri` can hold.
const MAX_TARGET: usize = 65_534;
/// The longest first line: a target, with a method and a version.
const MAX_LINE: usize = MAX_TARGET + 64;
/// The most bytes of headers.
const MAX_HEADERS: usize = 32 << 10;
/// The most headers; it is hyper's own number.
const MAX_FIELDS: usize = 100;
/// More than the longest head has.
pub(super) const MAX_HEAD: usize = MAX_LINE + MAX_HEADERS;

pub(super) const MALFORMED: Refusal = Refusal::bad("The request line is malformed.");
const BAD_HEADER: Refusal = Refusal::bad("A header is malformed.");
pub(super) const BAD_LINE_END: Refusal = Refusal::bad("A line of the request's head does not end with CR LF.");
const BAD_LENGTH: Refusal = Refusal::bad("Content-Length must be one header with a number.");
const TWO_FRAMINGS: Refusal = Refusal::bad("A request has Content-Length or Transfer-Encoding, not both.");
const OLD_CODING: Refusal = Refusal::bad("Transfer-Encoding needs HTTP/1.1.");
const TWO_CODINGS: Refusal = Refusal::bad("Transfer-Encoding must be one header.");
const UNKNOWN_CODING: Refusal =
    Refusal { status: StatusCode::NOT_IMPLEMENTED, detail: "The only Transfer-Encoding that is understood is chunked." };
const CONNECT: Refusal = Refusal { status: StatusCode::METHOD_NOT_ALLOWED, detail: "Method \"CONNECT\" not allowed." };
const TOO_LONG: Refusal = Refusal { status: StatusCode::URI_TOO_LONG, detail: "The request's target is longer than 65534 bytes." };
const TOO_LARGE: Refusal =
    Refusal { status: StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, detail: "The request's headers are larger than 32768 bytes." };
const TOO_MANY: Refusal = Refusal { status: StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, detail: "The request has more than 100 headers." };
const VERSION: Refusal =
    Refusal { status: StatusCode::HTTP_VERSION_NOT_SUPPORTED, detail: "The only versions that are understood are HTTP/1.1 and HTTP/1.0." };

/// A head that is whole.
#[derive(Debug)]
pub(super) struct Head {
    /// How many bytes it has.
    pub(super) len: usize,
    /// What follows it.
    pub(super) body: Body,
    /// What hyper reads instead, where the target had to be encoded.
    pub(super) rewritten: Option<Vec<u8>>,
}

/// The framing of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Body {
    None,
    Length(u64),
    Chunked,
}

/// Parses a head, of which the first byte is the first of its method; `None` if it has not ended.
///
/// # Errors
///
/// What can be no head, whatever follows.
pub(super) fn parse(bytes: &[u8]) -> Result<Option<Head>, Refusal> {
    // The parser would skip them, and what follows would not begin where it is looked for.
    if let Some(b'\r' | b'\n') = bytes.first() {
        return Err(BAD_LINE_END);
    }
    let mut fields = [const { MaybeUninit::uninit() }; MAX_FIELDS];
    let mut request = Request::new(&mut []);
    match request.parse_with_uninit_headers(bytes, &mut fields) {
        Ok(Status::Complete(len)) => {
            let (Some(method), Some(target), Some(version)) = (request.method, request.path, request.version) else {
                return Err(MALFORMED);
            };
            checked(&bytes[..len], method, target, version, request.headers).map(Some)
        }
        Ok(Status::Partial) => unfinished(bytes),
        Err(Error::Token) => match request.method {
            Some(method) => foreign(bytes, method.len() + 1),
            None => Err(MALFORMED),
        },
        Err(Error::HeaderName | Error::HeaderValue) => Err(BAD_HEADER),
        Err(Error::TooManyHeaders) => Err(TOO_MANY),
        Err(Error::Version) if is_version(bytes) => Err(VERSION),
        Err(Error::Version | Error::NewLine | Error::Status) => Err(MALFORMED),
    }
}

/// A head that the parser takes, with what it is not asked to check.
fn checked(head: &[u8], method: &str, target: &str, version: u8, fields: &[Header<'_>]) -> Result<Head, Refusal> {
    if has_bare_line_feed(head, 0) {
        return Err(BAD_LINE_END);
    }
    if method == "CONNECT" {
        return Err(CONNECT);
    }
    let start = method.len() + 1;
    let end = start + target.len();
    let rewritten = target::rewritten(method, target)?;
    if rewritten.as_ref().map_or(target.len(), Vec::len) > MAX_TARGET {
        return Err(TOO_LONG);
    }
    if head.len() - end > MAX_HEADERS {
        return Err(TOO_LARGE);
    }
    let body = framing(version, fields)?;
    let rewritten = rewritten.map(|target| [&head[..start], &target, &head[end..]].concat());
    Ok(Head { len: head.len(), body, rewritten })
}

/// How long the body is (RFC 9112, 6.3), where there can be no doubt about it.
fn framing(version: u8, fields: &[Header<'_>]) -> Result<Body, Refusal> {
    let (mut length, mut chunked) = (None, false);
    for field in fields {
        // Names are compared by their length first: nearly all are others.
        match field.name.len() {
            14 if field.name.eq_ignore_ascii_case("content-length") => {
                if length.is_some() {
                    return Err(BAD_LENGTH);
                }
                length = Some(number(field.value).ok_or(BAD_LENGTH)?);
            }
            17 if field.name.eq_ignore_ascii_case("transfer-encoding") => {
                if chunked {
                    return Err(TWO_CODINGS);
                }
                if version == 0 {
                    return Err(OLD_CODING);
                }
                if !field.value.eq_ignore_ascii_case(b"chunked") {
                    return Err(UNKNOWN_CODING);
                }
                chunked = true;
            }
            _ => {}
        }
    }
    match (length, chunked) {
        (Some(_), true) => Err(TWO_FRAMINGS),
        (None, true) => Ok(Body::Chunked),
        (None | Some(0), false) => Ok(Body::None),
        (Some(length), false) => Ok(Body::Length(length)),
    }
}

/// Digits, and few enough for any number to fit.
fn number(digits: &[u8]) -> Option<u64> {
    let digits =
        std::str::from_utf8(digits).ok().filter(|text| (1..=18).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit()))?;
    digits.parse().ok()
}

/// Whether a line feed, of those at `from` or later, has no carriage return before it. The parser takes it for the end of a line; a proxy may not.
pub(super) fn has_bare_line_feed(bytes: &[u8], from: usize) -> bool {
    memchr_iter(b'\n', &bytes[from..]).map(|at| from + at).any(|at| at == 0 || bytes[at - 1] != b'\r')
}

/// A head that has not ended, unless it is too long to go on.
fn unfinished(bytes: &[u8]) -> Result<Option<Head>, Refusal> {
    if has_bare_line_feed(bytes, 0) {
        return Err(BAD_LINE_END);
    }
    match memchr(b'\n', bytes) {
        None if bytes.len() > MAX_LINE => Err(TOO_LONG),
        Some(line) if line > MAX_LINE => Err(TOO_LONG),
        Some(line) if bytes.len() - line > MAX_HEADERS => Err(TOO_LARGE),
        _ => Ok(None),
    }
}

/// A head with a target that the parser refuses, which begins at `start`: it must be one of bytes beyond ASCII that are no UTF-8. They are
/// percent-encoded, as Django takes them.
fn foreign(bytes: &[u8], start: usize) -> Result<Option<Head>, Refusal> {
    let line = memchr(b'\n', bytes).map_or(bytes, |end| &bytes[..end]);
    let target = line[start..].split(|byte| *byte == b' ').next().unwrap_or_default();
    if target.iter().any(|byte| *byte <= b' ' || *byte == 0x7f) || target.is_ascii() {
        return Err(MALFORMED);
    }
    let Some(end) = memmem::find(bytes, END).map(|end| end + END.len()) else { return unfinished(bytes) };
    let Some(encoded) = target::encoded(target) else { return Err(MALFORMED) };
    let rebuilt = [&bytes[..start], &encoded, &bytes[start + target.len()..end]].concat();
    match parse(&rebuilt)? {
        Some(head) if head.len == rebuilt.len() => {
            Ok(Some(Head { len: end, body: head.body, rewritten: head.rewritten.or(Some(rebuilt)) }))
        }
        _ => Err(MALFORMED),
    }
}

/// Whether the first line ends with a version of HTTP, though not with one of ours: what a client of HTTP/2 sends first does.
fn is_version(bytes: &[u8]) -> bool {
    let line = memchr(b'\n', bytes).map_or(bytes, |end| &bytes[..end]);
    let version = line.split(|byte| *byte == b' ').nth(2).unwrap_or_default();
    version.strip_prefix(b"HTTP/").is_some_and(|number| number.first().is_some_and(u8::is_ascii_digit))
}
