//! Requests and answers of a connection, between hyper and the router.

use super::framing::Refusal;
use super::shared::{Phase, Shared};
use axum::extract::ConnectInfo;
use axum::response::Response;
use bytes::Bytes;
use http::header::CONNECTION;
use http::{HeaderValue, Request, StatusCode};
use hyper::body::{Body, Frame, Incoming, SizeHint};
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, PoisonError};
use std::task::{Context, Poll, ready};
use tower::Service as _;

/// All connections together hold as many bytes of bodies and answers as they may.
const OVERLOADED: Refusal =
    Refusal { status: StatusCode::SERVICE_UNAVAILABLE, detail: "The server holds too much data of other requests." };

/// Answers a request, the one with this number on its connection.
pub(super) fn answer(
    shared: Arc<Shared>,
    number: u64,
    request: Request<Incoming>,
) -> impl Future<Output = Result<Response<Sent>, Infallible>> {
    // At once, and not when the future is first polled: hyper reads on before it does that, and the stream has to know of the request.
    shared.enter(Phase::Working);
    shared.unread.store(!request.body().is_end_stream(), Relaxed);
    exchange(shared, number, request)
}

async fn exchange(shared: Arc<Shared>, number: u64, request: Request<Incoming>) -> Result<Response<Sent>, Infallible> {
    let mut response = match shared.refused.get() {
        Some((refused, refusal)) if *refused == number => {
            tracing::debug!(peer = %shared.peer, status = refusal.status.as_u16(), detail = refusal.detail, "a request was refused unread");
            (shared.server.refuse)(*refusal)
        }
        _ => {
            let mut request = request.map(|body| Received { inner: body, shared: shared.clone() });
            request.extensions_mut().insert(ConnectInfo(shared.peer));
            let Ok(response) = shared.server.router.clone().call(request).await;
            response
        }
    };
    let held = usize::try_from(response.body().size_hint().lower()).unwrap_or(usize::MAX);
    if shared.overloaded.swap(false, Relaxed) || !shared.hold(held) {
        let peer = &shared.peer;
        let mut warning = shared.server.overloaded.lock().unwrap_or_else(PoisonError::into_inner);
        warning.due(|times| tracing::warn!(%peer, times, "MAX_BUFFERED is reached: requests are answered with 503"));
        drop(warning);
        response = (shared.server.refuse)(OVERLOADED);
    }
    if shared.unread.load(Relaxed) {
        // What is left of the body is not waited for: the next request cannot be found behind it.
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    Ok(response.map(|body| Sent { inner: body, shared }))
}

/// A request's body as it is received.
struct Received {
    inner: Incoming,
    shared: Arc<Shared>,
}

impl Body for Received {
    type Data = Bytes;
    type Error = axum::BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let frame = match ready!(Pin::new(&mut self.inner).poll_frame(cx)) {
            Some(Ok(frame)) => Some(frame),
            Some(Err(error)) => return Poll::Ready(Some(Err(error.into()))),
            None => None,
        };
        if frame.is_none() || self.inner.is_end_stream() {
            self.shared.unread.store(false, Relaxed);
        }
        if !self.shared.hold(frame.as_ref().and_then(Frame::data_ref).map_or(0, Bytes::len)) {
            self.shared.overloaded.store(true, Relaxed);
            return Poll::Ready(Some(Err(OVERLOADED.detail.into())));
        }
        Poll::Ready(frame.map(Ok))
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

/// An answer's body, until hyper has taken all of it.
pub(super) struct Sent {
    inner: axum::body::Body,
    shared: Arc<Shared>,
}

impl Body for Sent {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        Pin::new(&mut self.inner).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

impl Drop for Sent {
    fn drop(&mut self) {
        self.shared.enter(Phase::Sending);
    }
}
