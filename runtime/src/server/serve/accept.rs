//! Connections in, and an orderly end.

use super::exchange;
use super::framing::Refusal;
use super::shared::{Connections, Place, Refuse, Server};
use super::stream::Guarded;
use super::warning::Warning;
use bytes::Bytes;
use http::StatusCode;
use http::header::{CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER};
use http_body_util::BodyExt as _;
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use std::cell::Cell;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

/// How long requests in flight may take to finish once the server is told to stop.
const DRAIN: Duration = Duration::from_secs(25);
/// How long the accept loop rests after an error: too many open files are still too many a moment later.
const REST: Duration = Duration::from_millis(20);
/// How many clients at most are told at once that there is no place for them; others are not told.
const TURNED_AWAY: usize = 256;
/// How long it may take to tell one.
const TELL: Duration = Duration::from_secs(2);
const FULL: Refusal = Refusal { status: StatusCode::SERVICE_UNAVAILABLE, detail: "The server has too many connections." };

/// Takes connections until `stop` is done; once more, and it waits no longer.
pub(super) async fn accept(listener: TcpListener, server: Arc<Server>, mut stop: impl AsyncFnMut()) {
    let full = TurnAway { answer: written(&server.refuse, FULL).await, places: Arc::new(Semaphore::new(TURNED_AWAY)) };
    let (mut failed, mut turned_away) = (Warning::default(), Warning::default());
    loop {
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // A client that is gone, or too many open files: then an idle connection is one too many.
                    failed.due(|times| tracing::warn!(%error, times, "cannot accept a connection"));
                    server.connections.close_oldest();
                    tokio::time::sleep(REST).await;
                    continue;
                }
            },
            () = stop() => break,
        };
        match Connections::admit(&server, peer) {
            Some(place) => {
                // Answers are written whole: waiting for more to send would only delay them.
                if let Err(error) = stream.set_nodelay(true) {
                    tracing::debug!(%error, "TCP_NODELAY");
                }
                tokio::spawn(serve(stream, place));
            }
            None => {
                let max = server.limits.max;
                turned_away.due(|times| tracing::warn!(max, times, "MAX_CONNECTIONS is reached and all are busy: connections are refused"));
                full.tell(stream);
            }
        }
    }
    drop(listener);
    tracing::info!("stopping: requests in flight may finish");
    server.connections.close_all();
    tokio::select! {
        () = server.connections.all_closed() => {}
        () = tokio::time::sleep(DRAIN) => tracing::warn!("stopped before all requests were answered"),
        () = stop() => tracing::warn!("told twice to stop"),
    }
}

/// Serves a connection to its end.
pub(super) async fn serve<S: AsyncRead + AsyncWrite + Unpin>(stream: S, place: Place) {
    let shared = &place.shared;
    let (number, requests) = (Cell::new(0), shared.clone());
    let service = hyper::service::service_fn(move |request| exchange::answer(requests.clone(), number.replace(number.get() + 1), request));
    // Times are kept by the stream, which knows an idle connection from one that is in the middle of a head.
    let connection =
        http1::Builder::new().header_read_timeout(None).serve_connection(TokioIo::new(Guarded::new(stream, shared.clone())), service);
    let mut connection = pin!(connection);
    let mut told = pin!(shared.close.notified());
    let result = tokio::select! {
        biased;
        result = connection.as_mut() => result,
        () = told.as_mut() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = result {
        tracing::debug!(%error, peer = %shared.peer, "a connection ended");
    }
}

/// Answers connections that there is no place for.
struct TurnAway {
    answer: Bytes,
    places: Arc<Semaphore>,
}

impl TurnAway {
    fn tell(&self, mut stream: TcpStream) {
        let Ok(place) = self.places.clone().try_acquire_owned() else { return };
        let answer = self.answer.clone();
        tokio::spawn(async move {
            let told = async {
                stream.write_all(&answer).await?;
                stream.shutdown().await?;
                // What the client sends is read, or the kernel would reset the connection before the client has read the answer.
                let mut waste = [0; 4096];
                while stream.read(&mut waste).await? > 0 {}
                std::io::Result::Ok(())
            };
            let _ = tokio::time::timeout(TELL, told).await;
            drop(place);
        });
    }
}

/// A refusal as bytes.
async fn written(refuse: &Refuse, refusal: Refusal) -> Bytes {
    let (parts, body) = refuse(refusal).into_parts();
    // It is in memory: there is nothing that could fail.
    let body = body.collect().await.map(|body| body.to_bytes()).unwrap_or_default();
    let mut text = format!("HTTP/1.1 {}\r\n{CONTENT_LENGTH}: {}\r\n{CONNECTION}: close\r\n", parts.status, body.len()).into_bytes();
    for name in [CONTENT_TYPE, RETRY_AFTER] {
        if let Some(value) = parts.headers.get(&name) {
            text.extend_from_slice(&[name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
        }
    }
    text.extend_from_slice(b"\r\n");
    text.extend_from_slice(&body);
    text.into()
}
