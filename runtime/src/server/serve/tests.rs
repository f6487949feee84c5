#![allow(clippy::unwrap_used)]

use super::framing::Refusal;
use super::shared::Connections;
use super::*;
use crate::settings::ConnectionLimits;
use axum::extract::ConnectInfo;
use axum::response::IntoResponse as _;
use axum::routing::get;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, mpsc};

async fn read(stream: &mut TcpStream) -> String {
    let mut buffer = vec![0; 4096];
    let n = tokio::time::timeout(Duration::from_secs(5), stream.read(&mut buffer)).await.unwrap().unwrap();
    String::from_utf8(buffer[..n].to_vec()).unwrap()
}

fn server(router: axum::Router, limits: ConnectionLimits) -> Arc<Server> {
    Server::new(router, Box::new(|refusal| (refusal.status, refusal.detail).into_response()), limits)
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
    let server = server(router, ConnectionLimits::default());
    let server = tokio::spawn(accept::accept(listener, server, async move || stopped.recv().await.unwrap_or(())));

    let mut idle = TcpStream::connect(address).await.unwrap();
    for _ in 0..2 {
        idle.write_all(b"GET /fast HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
        assert!(read(&mut idle).await.ends_with("fast"), "one connection, several requests");
    }
    let mut silent = TcpStream::connect(address).await.unwrap();
    let mut begins = TcpStream::connect(address).await.unwrap();
    begins.write_all(b"GET /fast HTTP/1.1\r\n").await.unwrap();
    let mut busy = TcpStream::connect(address).await.unwrap();
    busy.write_all(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    begun.notified().await;
    stop.send(()).await.unwrap();
    for connection in [&mut idle, &mut silent, &mut begins] {
        assert_eq!(read(connection).await, "", "an idle connection is closed");
    }
    assert!(TcpStream::connect(address).await.is_err(), "no new connection");
    assert!(!server.is_finished());
    go.notify_one();
    assert!(read(&mut busy).await.ends_with("127.0.0.1"));
    tokio::time::timeout(Duration::from_secs(5), server).await.unwrap().unwrap();
}

/// All that a server answers to bytes after which nothing comes.
async fn answered(server: &Arc<Server>, bytes: &[u8]) -> String {
    let (mut client, serving) = connected(server, 1 << 16);
    client.write_all(bytes).await.unwrap();
    client.shutdown().await.unwrap();
    let mut answers = Vec::new();
    let read = client.read_to_end(&mut answers);
    tokio::time::timeout(Duration::from_secs(10), read).await.unwrap().unwrap();
    drop(client);
    tokio::time::timeout(Duration::from_secs(10), serving).await.unwrap().unwrap();
    String::from_utf8_lossy(&answers).into_owned()
}

/// Whatever comes, it is this server that answers: hyper reads what it is given in the same way, and finds nothing to refuse by itself.
#[tokio::test]
async fn hyper_refuses_nothing_that_gets_through() {
    use framing::tests::{Numbers, damaged};
    let answer = async |body: axum::body::Bytes| ([("x-ours", "1")], body);
    let refuse = |refusal: Refusal| (refusal.status, [("x-ours", "1")], refusal.detail).into_response();
    let router = axum::Router::new().fallback(answer);
    let server = Server::new(router, Box::new(refuse), ConnectionLimits::default());
    let mut numbers = Numbers(0x2545_f491_4f6c_dd1d);
    let mut refused = 0;
    for _ in 0..3000 {
        let bytes = damaged(&mut numbers);
        let answers = answered(&server, &bytes).await;
        let shown = String::from_utf8_lossy(&bytes).into_owned();
        let count = |text: &str| answers.matches(text).count();
        // Each answer that is not an interim one has a date. A body that breaks off is refused by axum.
        assert_eq!(count("date: "), count("x-ours") + count("Failed to buffer"), "{shown:?}: {answers}");
        assert!(count("date: ") > 0, "{shown:?}: no answer");
        refused += count(" 400 Bad Request");
    }
    assert!(refused > 500, "{refused}");
    assert_eq!(server.buffered.load(std::sync::atomic::Ordering::Relaxed), 0);
}

/// A connection over memory, and the end of the task that serves it.
fn connected(server: &Arc<Server>, buffer: usize) -> (tokio::io::DuplexStream, tokio::task::JoinHandle<()>) {
    let (client, stream) = tokio::io::duplex(buffer);
    let place = Connections::admit(server, ([127, 0, 0, 1], 1).into()).unwrap();
    (client, tokio::spawn(accept::serve(stream, place)))
}

/// Who reads a byte now and then is not waited for, who reads slowly and steadily is.
#[tokio::test]
async fn readers_may_be_slow_but_not_that_slow() {
    let router = axum::Router::new().fallback(async || "x".repeat(40_000));
    let limits = ConnectionLimits { write_timeout: Duration::from_millis(600), ..ConnectionLimits::default() };
    let server = server(router, limits);
    for (bytes, is_served) in [(1, false), (2000, true)] {
        let (mut client, serving) = connected(&server, 1000);
        client.write_all(b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n").await.unwrap();
        let reader = tokio::spawn(async move {
            let (mut read, mut buffer) = (0, vec![0; bytes]);
            while let Ok(n @ 1..) = client.read(&mut buffer).await {
                read += n;
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            read
        });
        tokio::time::timeout(Duration::from_secs(15), serving).await.unwrap().unwrap();
        if is_served {
            assert!(reader.await.unwrap() > 40_000);
        } else {
            // What is left are the bytes that are on their way.
            assert!(!reader.is_finished());
            reader.abort();
        }
    }
}

/// A request goes on for a moment after its client has closed its sending half, and no longer.
#[tokio::test]
async fn the_work_of_a_client_that_is_gone_ends() {
    struct Ends(mpsc::Sender<()>);
    impl Drop for Ends {
        fn drop(&mut self) {
            let _ = self.0.try_send(());
        }
    }
    let (ended, mut ends) = mpsc::channel(1);
    let router = axum::Router::new().fallback(move || {
        let ends = Ends(ended.clone());
        async move {
            std::future::pending::<()>().await;
            drop(ends);
        }
    });
    let server = server(router, ConnectionLimits::default());
    let (mut client, serving) = connected(&server, 1000);
    client.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
    assert!(tokio::time::timeout(Duration::from_millis(300), ends.recv()).await.is_err(), "it works as long as the client is there");
    client.shutdown().await.unwrap();
    tokio::time::timeout(Duration::from_secs(5), ends.recv()).await.unwrap().unwrap();
    tokio::time::timeout(Duration::from_secs(5), serving).await.unwrap().unwrap();
}
