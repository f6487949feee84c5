//! Where requests begin and end in a connection's bytes.
//!
//! hyper reads requests; this module decides which bytes it gets to read. It exists for three reasons:
//!
//! - **Targets as clients type them.** `?search="one"` is legal for Django, and `curl` sends it as it stands. The `Uri` type below hyper refuses
//!   the quotes. The target is percent-encoded here, before hyper sees it ([`target`]).
//! - **Refusals that say something.** hyper closes the connection, or answers without a body, where a request is malformed. Here such a request
//!   becomes a [`Refusal`]: hyper gets to read a request that stands for it, and the service answers that with the refusal. So refusals keep
//!   their place among the answers to pipelined requests, and are written like any other answer.
//! - **One reading of the framing.** What proxies and servers are known to read in different ways is refused: `Content-Length` beside
//!   `Transfer-Encoding`, either of them twice, codings other than `chunked`, a line that ends without a carriage return, white space around a
//!   chunk's size. What remains has one meaning, so no part of a body can be smuggled past a proxy as a request.
//!
//! The head is parsed with `httparse`, the parser of hyper, so that both agree on what a head is; all that is checked here beside is stricter than
//! hyper. An ordinary request is parsed and left where it is: no byte is copied.

mod chunks;
mod head;
mod target;

use chunks::Chunks;
use head::{Body, Head};
use http::StatusCode;
use memchr::memmem;

/// The request that hyper reads in place of one that is refused. It asks for the connection to be closed, since nothing after it can be trusted.
const STAND_IN: &[u8] = b"GET / HTTP/1.1\r\nconnection: close\r\n\r\n";
/// The end of a head.
const END: &[u8] = b"\r\n\r\n";

/// Why a request is answered without being looked at any further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    /// For the client, as `detail`.
    pub(super) detail: &'static str,
}

impl Refusal {
    const fn bad(detail: &'static str) -> Self {
        Self { status: StatusCode::BAD_REQUEST, detail }
    }

    /// The client did not send the head of a request in time.
    pub(super) const TIMEOUT: Self = Self { status: StatusCode::REQUEST_TIMEOUT, detail: "The request's head was not received in time." };
    /// The client will send no more, and the head has not ended.
    pub(super) const ENDED: Self = Self::bad("The connection ended within a request's head.");
}

/// Follows the bytes of a connection.
#[derive(Debug, Default)]
pub(super) struct Framer {
    state: State,
    /// The beginning of a head. It is passed on when it is whole.
    held: Vec<u8>,
    /// How much of `held` was parsed in vain.
    parsed: usize,
    /// How many requests were passed on, the stand-in of a refused one among them.
    heads: u64,
    /// The number of the request that was refused, counted from zero, and why.
    refused: Option<(u64, Refusal)>,
}

#[derive(Debug, Default)]
enum State {
    /// A head comes next, or is on its way.
    #[default]
    Head,
    /// So many bytes of a body are to come.
    Length(u64),
    /// A chunked body.
    Chunked(Chunks),
    /// A request was refused: no byte goes on.
    Refused,
    /// The framing of a body is broken: no byte goes on.
    Broken,
}

impl Framer {
    /// Takes bytes as they were received. Gives how many of them go on as they are, from the first; what goes on after them is appended to `out`.
    pub(super) fn feed(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> usize {
        let mut out = Passed { bytes, clean: 0, changed: false, out };
        let mut at = 0;
        while at < bytes.len() {
            at = match &mut self.state {
                State::Head => self.head(at, &mut out),
                State::Length(left) => {
                    let rest = bytes.len() - at;
                    let taken = usize::try_from(*left).map_or(rest, |left| left.min(rest));
                    *left -= taken as u64;
                    if *left == 0 {
                        self.state = State::Head;
                    }
                    out.pass(at, at + taken)
                }
                State::Chunked(chunks) => {
                    let (taken, end) = chunks.feed(&bytes[at..]);
                    match end {
                        None => {}
                        Some(Ok(())) => self.state = State::Head,
                        Some(Err(())) => self.state = State::Broken,
                    }
                    out.pass(at, at + taken)
                }
                State::Refused | State::Broken => break,
            };
        }
        out.clean
    }

    /// Reads on in a head, from `at`; gives where to go on.
    fn head(&mut self, mut at: usize, out: &mut Passed<'_>) -> usize {
        let bytes = out.bytes;
        if self.held.is_empty() {
            // Some clients send an empty line more after a body (RFC 9112, 2.2).
            while bytes[at..].starts_with(b"\r\n") {
                at += 2;
            }
            let rest = &bytes[at..];
            if rest.is_empty() || rest == b"\r" {
                self.held.extend_from_slice(rest);
                return bytes.len();
            }
            match head::parse(rest) {
                Ok(Some(Head { len, body, rewritten })) => {
                    match rewritten {
                        None => drop(out.pass(at, at + len)),
                        Some(head) => out.replace(&head),
                    }
                    self.begun(body);
                    return at + len;
                }
                Ok(None) => {
                    self.held.extend_from_slice(rest);
                    self.parsed = rest.len();
                }
                Err(refusal) => self.refuse(refusal, out.out_changed()),
            }
            return bytes.len();
        }
        if self.held == b"\r" {
            self.held.clear();
            if bytes[at] == b'\n' {
                return at + 1;
            }
            self.refuse(head::MALFORMED, out.out_changed());
            return bytes.len();
        }
        let before = self.held.len();
        self.held.extend_from_slice(&bytes[at..]);
        // Only what is new is searched, and a head that comes byte by byte is parsed when it has doubled: the work stays linear.
        let searched = before.saturating_sub(END.len() - 1);
        let end = memmem::find(&self.held[searched..], END).map(|end| searched + end + END.len());
        if let Some(end) = end {
            self.held.truncate(end);
        } else if head::has_bare_line_feed(&self.held, before) {
            self.refuse(head::BAD_LINE_END, out.out_changed());
            return bytes.len();
        } else if self.held.len() < 2 * self.parsed && self.held.len() < head::MAX_HEAD {
            return bytes.len();
        }
        match head::parse(&self.held) {
            Ok(Some(head)) => {
                out.replace(head.rewritten.as_deref().unwrap_or(&self.held[..head.len]));
                let next = at + (head.len - before);
                self.held = Vec::new();
                self.begun(head.body);
                next
            }
            Ok(None) => {
                self.parsed = self.held.len();
                bytes.len()
            }
            Err(refusal) => {
                self.refuse(refusal, out.out_changed());
                bytes.len()
            }
        }
    }

    fn begun(&mut self, body: Body) {
        self.heads += 1;
        self.state = match body {
            Body::None => State::Head,
            Body::Length(length) => State::Length(length),
            Body::Chunked => State::Chunked(Chunks::default()),
        };
    }

    /// Refuses what was held, and all that comes after it.
    pub(super) fn refuse(&mut self, refusal: Refusal, out: &mut Vec<u8>) {
        self.refused = Some((self.heads, refusal));
        self.heads += 1;
        self.state = State::Refused;
        self.held = Vec::new();
        out.extend_from_slice(STAND_IN);
    }

    /// The request that was refused: how many were passed on before it, and why.
    pub(super) fn refused(&self) -> Option<(u64, Refusal)> {
        self.refused
    }

    /// How many requests were passed on.
    pub(super) fn heads(&self) -> u64 {
        self.heads
    }

    /// Whether a body's framing was broken.
    pub(super) fn is_broken(&self) -> bool {
        matches!(self.state, State::Broken)
    }

    /// Whether the last request's body has not ended.
    pub(super) fn in_body(&self) -> bool {
        matches!(self.state, State::Length(_) | State::Chunked(_) | State::Broken)
    }

    /// Whether a head has begun, and not ended.
    pub(super) fn in_head(&self) -> bool {
        !self.held.is_empty()
    }
}

/// What goes on: as long as nothing is changed, a longer and longer beginning of the bytes themselves; from then on, copies.
struct Passed<'a> {
    bytes: &'a [u8],
    clean: usize,
    changed: bool,
    out: &'a mut Vec<u8>,
}

impl Passed<'_> {
    /// Bytes from here to there go on; gives `to`.
    fn pass(&mut self, from: usize, to: usize) -> usize {
        if !self.changed && from == self.clean {
            self.clean = to;
        } else {
            let bytes = &self.bytes[from..to];
            self.replace(bytes);
        }
        to
    }

    /// Other bytes go on.
    fn replace(&mut self, bytes: &[u8]) {
        self.out_changed().extend_from_slice(bytes);
    }

    fn out_changed(&mut self) -> &mut Vec<u8> {
        self.changed = true;
        self.out
    }
}

#[cfg(test)]
pub(super) mod tests;
