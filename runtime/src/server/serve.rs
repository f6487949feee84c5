//! Serving: connections in, requests to the router, an orderly end.

use super::CommandError;
use crate::schema::Api;
use crate::schema::viewset::{Authentication, Permission};
use crate::{App, Database, Settings};
use axum::extract::ConnectInfo;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::signal::unix::{SignalKind, signal};
use tower::Service as _;

/// How long a connection may take to send the head of a request; also how long an idle one is kept.
const HEAD: Duration = Duration::from_secs(60);
/// How long requests in flight may take to finish once the server is told to stop.
const DRAIN: Duration = Duration::from_secs(25);

/// Serves an API until the process is told to stop (SIGTERM or SIGINT).
///
/// # Errors
///
/// A database without the tables that authentication needs, and an address that cannot be listened on.
pub async fn serve(api: &'static Api, db: Database, settings: Settings, bind: &str) -> Result<(), CommandError> {
    let app = App::serving(api, db, settings).map_err(super::link_errors)?;
    check_tables(&app).await?;
    let listener = TcpListener::bind(bind).await.map_err(|e| CommandError::new(format!("cannot listen on {bind}: {e}")))?;
    let address = listener.local_addr().map_err(|e| CommandError::new(e.to_string()))?;
    let mut signals = Signals::new().map_err(|e| CommandError::new(e.to_string()))?;
    eprintln!("{} listening on http://{address}{}", api.name, api.prefix);
    accept(listener, crate::http::router(app.clone()), async || signals.any().await).await;
    let _ = tokio::time::timeout(Duration::from_secs(5), app.db.close()).await;
    tracing::info!("stopped");
    Ok(())
}

struct Signals {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

impl Signals {
    fn new() -> std::io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn any(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// Takes connections until `stop` is done; once more, and it waits no longer.
async fn accept(listener: TcpListener, router: axum::Router, mut stop: impl AsyncFnMut()) {
    let graceful = GracefulShutdown::new();
    loop {
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Too many open files, or a client that is gone: neither is helped by trying again at once.
                    tracing::warn!(%error, "cannot accept a connection");
                    tokio::time::sleep(Duration::from_millis(20)).await;
                    continue;
                }
            },
            () = stop() => break,
        };
        connection(stream, peer, &router, &graceful);
    }
    drop(listener);
    tracing::info!("stopping: requests in flight may finish");
    tokio::select! {
        () = graceful.shutdown() => {}
        () = tokio::time::sleep(DRAIN) => tracing::warn!("stopped before all requests were answered"),
        () = stop() => tracing::warn!("told twice to stop"),
    }
}

fn connection(stream: TcpStream, peer: SocketAddr, router: &axum::Router, graceful: &GracefulShutdown) {
    // Answers are written whole: waiting for more to send would only delay them.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "TCP_NODELAY");
    }
    let router = router.clone();
    let service = hyper::service::service_fn(move |mut request: hyper::Request<hyper::body::Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().call(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .pipeline_flush(true)
        .serve_connection(TokioIo::new(stream), service);
    let connection = graceful.watch(connection);
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(%error, %peer, "connection");
        }
    });
}

/// An API that asks who it talks to needs the tables that say so: better told now than by the first request.
async fn check_tables(app: &App) -> Result<(), CommandError> {
    let classes = || app.graph.views.iter().flat_map(|v| v.authentication).chain(app.graph.api.authentication);
    let mut conn = app.db.read().await?;
    for class in [Authentication::Session, Authentication::Basic, Authentication::Token] {
        if !classes().any(|c| *c == class) {
            continue;
        }
        let sql = match class {
            Authentication::Session => "SELECT session_key FROM django_session WHERE session_key = ''",
            Authentication::Basic => "SELECT id FROM auth_user WHERE username = ''",
            Authentication::Token => "SELECT user_id FROM authtoken_token t WHERE t.key = ''",
        };
        let Err(error) = conn.fetch(sql, &[]).await else { continue };
        let message = format!("the tables for authentication are missing ({error}); `{} migrate` makes them", app.graph.api.name);
        let open = |permissions: &[Permission]| permissions.iter().all(|p| *p == Permission::AllowAny);
        if !app.graph.views.iter().all(|v| open(v.permissions)) {
            return Err(CommandError::new(message));
        }
        // Everybody may do everything here: only requests with credentials would need the tables.
        tracing::warn!("{message}");
        break;
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use axum::routing::get;
    use std::sync::Arc;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::sync::{Notify, mpsc};

    async fn read(stream: &mut TcpStream) -> String {
        let mut buffer = vec![0; 4096];
        let n = tokio::time::timeout(Duration::from_secs(5), stream.read(&mut buffer)).await.unwrap().unwrap();
        String::from_utf8(buffer[..n].to_vec()).unwrap()
    }

    #[tokio::test]
    async fn requests_in_flight_finish_and_no_more_are_taken() {
        let (begun, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (entered, may_go) = (begun.clone(), go.clone());
        let slow = get(move |ConnectInfo(peer): ConnectInfo<SocketAddr>| async move {
            entered.notify_one();
            may_go.notified().await;
            peer.ip().to_string()
        });
        let router = axum::Router::new().route("/slow", slow).route("/fast", get(async || "fast"));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, mut stopped) = mpsc::channel::<()>(1);
        let server = tokio::spawn(accept(listener, router, async move || stopped.recv().await.unwrap_or(())));

        let mut idle = TcpStream::connect(address).await.unwrap();
        for _ in 0..2 {
            idle.write_all(b"GET /fast HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
            assert!(read(&mut idle).await.ends_with("fast"), "one connection, several requests");
        }
        let mut busy = TcpStream::connect(address).await.unwrap();
        busy.write_all(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
        begun.notified().await;
        stop.send(()).await.unwrap();
        assert_eq!(read(&mut idle).await, "", "an idle connection is closed");
        assert!(TcpStream::connect(address).await.is_err(), "no new connection");
        assert!(!server.is_finished());
        go.notify_one();
        assert!(read(&mut busy).await.ends_with("127.0.0.1"));
        tokio::time::timeout(Duration::from_secs(5), server).await.unwrap().unwrap();
    }
}
