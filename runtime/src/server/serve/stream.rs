//! A connection's bytes, between the socket and hyper: only requests whose framing is beyond doubt get through ([`super::framing`]), and nobody is
//! waited for without end.

use super::framing::{Framer, Refusal};
use super::shared::{Phase, Shared};
use crate::settings::ConnectionLimits;
use std::io::{self, ErrorKind, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep};

/// How long a request that is being answered goes on after its client has said that it will send no more. A client that is gone says that, and
/// one that only closed its sending half, as some scripts do, waits for the answer: nothing tells them apart.
const HALF_CLOSED: Duration = Duration::from_secs(2);
/// How long a client may go on sending after it was refused. Were the socket closed at once, the kernel would reset the connection, and the client
/// might never read why (RFC 9112, 9.6).
const LINGER: Duration = Duration::from_secs(3);

/// A connection's bytes.
#[derive(Debug)]
pub(super) struct Guarded<S> {
    inner: S,
    shared: Arc<Shared>,
    framer: Framer,
    /// What goes to hyper next, where it is not what was received, and how much of it has gone.
    out: Vec<u8>,
    gone: usize,
    /// When the client said that it sends no more.
    ended: Option<Instant>,
    /// When it began to wait for a request.
    waiting: Instant,
    /// When the head that has begun did.
    head: Option<Instant>,
    /// Since when the client is slow to take an answer.
    slow: Option<Slow>,
    /// Until when the client may go on sending after the last answer.
    lingers: Option<Instant>,
    /// Wakes whoever waits for the client; it is set again only when it fires, or has to fire earlier.
    timer: Option<Pin<Box<Sleep>>>,
}

/// An answer that the client takes slowly.
#[derive(Clone, Copy, Debug)]
struct Slow {
    since: Instant,
    /// When it took some of it.
    taken: Instant,
    bytes: u64,
}

impl<S> Guarded<S> {
    pub(super) fn new(inner: S, shared: Arc<Shared>) -> Self {
        Self {
            inner,
            shared,
            framer: Framer::default(),
            out: Vec::new(),
            gone: 0,
            ended: None,
            waiting: Instant::now(),
            head: None,
            slow: None,
            lingers: None,
            timer: None,
        }
    }

    fn limits(&self) -> &ConnectionLimits {
        &self.shared.server.limits
    }

    /// Whether it is as late as this. If not, the task is woken then, or before.
    fn is_past(&mut self, deadline: Instant, cx: &mut Context<'_>) -> bool {
        if Instant::now() >= deadline {
            return true;
        }
        let timer = self.timer.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(deadline)));
        if timer.deadline() > deadline {
            timer.as_mut().reset(deadline);
        }
        while timer.as_mut().poll(cx).is_ready() {
            if Instant::now() >= deadline {
                return true;
            }
            timer.as_mut().reset(deadline);
        }
        false
    }

    /// When a client that sends nothing has done so for too long.
    fn patience(&self) -> Option<Instant> {
        if self.shared.phase() != Phase::Waiting {
            return None;
        }
        Some(match self.head {
            _ if self.framer.heads() == 0 => self.waiting + self.limits().head_timeout,
            // A head that came in part while the request before was answered.
            Some(head) => head.max(self.waiting) + self.limits().head_timeout,
            None => self.waiting + self.limits().keep_alive,
        })
    }

    /// Gives what is to be read; says whether there was any.
    fn deliver(&mut self, buffer: &mut ReadBuf<'_>) -> bool {
        let rest = &self.out[self.gone..];
        if rest.is_empty() {
            return false;
        }
        let taken = rest.len().min(buffer.remaining());
        buffer.put_slice(&rest[..taken]);
        self.gone += taken;
        if self.gone == self.out.len() {
            (self.out, self.gone) = (Vec::new(), 0);
        }
        true
    }

    fn refuse(&mut self, refusal: Refusal) {
        self.framer.refuse(refusal, &mut self.out);
        self.tell();
    }

    /// Tells the service which request is refused.
    fn tell(&self) {
        if let Some(refused) = self.framer.refused() {
            // There is one at most.
            let _ = self.shared.refused.set(refused);
        }
    }

    /// Nothing has come, and the client may send more.
    fn wait(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let Some(deadline) = self.patience() else { return Poll::Pending };
        if !self.is_past(deadline, cx) {
            return Poll::Pending;
        }
        if self.framer.in_head() {
            self.refuse(Refusal::TIMEOUT);
        } else {
            tracing::trace!(peer = %self.shared.peer, "an idle connection is closed");
        }
        Poll::Ready(Ok(()))
    }

    /// The client will send no more. hyper takes that for a client that is gone, and leaves the request that it answers.
    fn end(&mut self, ended: Instant, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.shared.phase() {
            _ if self.framer.in_body() => Poll::Ready(Ok(())),
            Phase::Working if self.is_past(ended + HALF_CLOSED, cx) => Poll::Ready(Ok(())),
            // Until the answer is sent, which has a limit of its own.
            Phase::Working | Phase::Sending => Poll::Pending,
            Phase::Waiting if self.framer.in_head() => {
                self.refuse(Refusal::ENDED);
                Poll::Ready(Ok(()))
            }
            Phase::Waiting | Phase::Closing => Poll::Ready(Ok(())),
        }
    }

    /// What a write has led to.
    fn wrote(&mut self, result: Poll<io::Result<usize>>, cx: &mut Context<'_>) -> Poll<io::Result<usize>> {
        match result {
            Poll::Ready(Ok(bytes)) => {
                if let Some(slow) = &mut self.slow {
                    slow.taken = Instant::now();
                    slow.bytes += bytes as u64;
                }
                Poll::Ready(Ok(bytes))
            }
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending => {
                let slow = match self.slow {
                    Some(slow) => slow,
                    None => {
                        let now = Instant::now();
                        *self.slow.insert(Slow { since: now, taken: now, bytes: 0 })
                    }
                };
                let earned = Duration::from_secs(slow.bytes / ConnectionLimits::SLOWEST);
                let deadline = (slow.taken + self.limits().write_timeout).min(slow.since + self.limits().write_timeout + earned);
                if self.is_past(deadline, cx) {
                    return Poll::Ready(Err(io::Error::new(ErrorKind::TimedOut, "the client did not take the answer in time")));
                }
                Poll::Pending
            }
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Guarded<S> {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        loop {
            if this.deliver(buffer) {
                return Poll::Ready(Ok(()));
            }
            if this.framer.refused().is_some() {
                // The connection ends with the answer to what is delivered.
                return Poll::Pending;
            }
            if this.framer.is_broken() {
                return Poll::Ready(Err(io::Error::new(ErrorKind::InvalidData, "the body's chunks are malformed")));
            }
            let waited = match this.ended {
                Some(ended) => this.end(ended, cx),
                None => {
                    let before = buffer.filled().len();
                    if Pin::new(&mut this.inner).poll_read(cx, buffer)?.is_pending() {
                        this.wait(cx)
                    } else {
                        let received = &buffer.filled()[before..];
                        if received.is_empty() {
                            this.ended = Some(Instant::now());
                            continue;
                        }
                        let clean = this.framer.feed(received, &mut this.out);
                        buffer.set_filled(before + clean);
                        this.head = if this.framer.in_head() { this.head.or_else(|| Some(Instant::now())) } else { None };
                        this.tell();
                        if clean == 0 {
                            continue;
                        }
                        Poll::Ready(Ok(()))
                    }
                }
            };
            ready!(waited)?;
            // Who waited in vain may have been refused: then there is something to deliver.
            this.deliver(buffer);
            return Poll::Ready(Ok(()));
        }
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Guarded<S> {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let result = Pin::new(&mut this.inner).poll_write(cx, bytes);
        this.wrote(result, cx)
    }

    fn poll_write_vectored(self: Pin<&mut Self>, cx: &mut Context<'_>, slices: &[IoSlice<'_>]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let result = Pin::new(&mut this.inner).poll_write_vectored(cx, slices);
        this.wrote(result, cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    /// hyper flushes when it has written all that there is.
    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        ready!(Pin::new(&mut this.inner).poll_flush(cx))?;
        this.slow = None;
        if this.shared.phase() == Phase::Sending {
            this.shared.enter(Phase::Waiting);
            this.waiting = Instant::now();
            // hyper reads on when the socket or the timer wakes it; a socket that has ended will not.
            let deadline = if this.ended.is_some() { this.waiting } else { this.patience().unwrap_or(this.waiting) };
            if this.is_past(deadline, cx) {
                cx.waker().wake_by_ref();
            }
        }
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let until = match this.lingers {
            Some(until) => until,
            None => {
                ready!(Pin::new(&mut this.inner).poll_shutdown(cx))?;
                this.shared.enter(Phase::Closing);
                let sends = this.framer.in_body() || this.framer.refused().is_some();
                if this.ended.is_some() || !sends {
                    return Poll::Ready(Ok(()));
                }
                *this.lingers.insert(Instant::now() + LINGER)
            }
        };
        let mut waste = [0; 4096];
        loop {
            let mut waste = ReadBuf::new(&mut waste);
            match Pin::new(&mut this.inner).poll_read(cx, &mut waste) {
                Poll::Ready(Ok(())) if !waste.filled().is_empty() && Instant::now() < until => {}
                Poll::Ready(_) => return Poll::Ready(Ok(())),
                Poll::Pending if this.is_past(until, cx) => return Poll::Ready(Ok(())),
                Poll::Pending => return Poll::Pending,
            }
        }
    }
}
