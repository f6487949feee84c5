//! What is known of a connection: by its bytes ([`super::stream`]), by its requests ([`super::exchange`]), and by who accepts others.

use super::framing::Refusal;
use super::warning::Warning;
use crate::settings::ConnectionLimits;
use axum::response::Response;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Instant;
use tokio::sync::Notify;

/// What a connection may hold without being counted: so that ordinary requests touch nothing that all share.
const UNCOUNTED: usize = 64 << 10;

/// Makes the answer to a request that is refused unread.
pub(super) type Refuse = Box<dyn Fn(Refusal) -> Response + Send + Sync>;

/// What all connections share.
pub(super) struct Server {
    pub(super) router: axum::Router,
    pub(super) refuse: Refuse,
    pub(super) limits: ConnectionLimits,
    pub(super) connections: Connections,
    /// How many bytes of bodies and answers are held ([`ConnectionLimits::max_buffered`]).
    pub(super) buffered: AtomicUsize,
    /// The warning that they were too many.
    pub(super) overloaded: Mutex<Warning>,
}

impl Server {
    pub(super) fn new(router: axum::Router, refuse: Refuse, limits: ConnectionLimits) -> Arc<Self> {
        Arc::new(Self {
            router,
            refuse,
            limits,
            connections: Connections::default(),
            buffered: AtomicUsize::new(0),
            overloaded: Mutex::default(),
        })
    }
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server").field("limits", &self.limits).field("buffered", &self.buffered).finish_non_exhaustive()
    }
}

/// What a connection is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// It waits for a request, or for the rest of its head.
    Waiting,
    /// A request is being answered; its body may still be on its way.
    Working,
    /// The answer is complete, and its last bytes are being sent.
    Sending,
    /// It is about to be closed.
    Closing,
}

/// A connection.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) server: Arc<Server>,
    pub(super) peer: SocketAddr,
    phase: AtomicU8,
    /// When it began to wait, in milliseconds since the first connection.
    since: AtomicU64,
    /// The request that is refused, by its number, and why.
    pub(super) refused: OnceLock<(u64, Refusal)>,
    /// Whether there is more of the current request's body than was read.
    pub(super) unread: AtomicBool,
    /// Whether the current request needed more memory than there is left for bodies.
    pub(super) overloaded: AtomicBool,
    /// How many bytes of the current request's body and answer are held.
    held: AtomicUsize,
    /// Whether it has given its place to another.
    leaving: AtomicBool,
    /// Tells its task to close it, at once or after the current request.
    pub(super) close: Notify,
}

impl Shared {
    fn new(server: Arc<Server>, peer: SocketAddr) -> Self {
        Self {
            server,
            peer,
            phase: AtomicU8::new(Phase::Waiting as u8),
            since: AtomicU64::new(now()),
            refused: OnceLock::new(),
            unread: AtomicBool::new(false),
            overloaded: AtomicBool::new(false),
            held: AtomicUsize::new(0),
            leaving: AtomicBool::new(false),
            close: Notify::new(),
        }
    }

    pub(super) fn phase(&self) -> Phase {
        match self.phase.load(Relaxed) {
            0 => Phase::Waiting,
            1 => Phase::Working,
            2 => Phase::Sending,
            _ => Phase::Closing,
        }
    }

    pub(super) fn enter(&self, phase: Phase) {
        // What was chosen to be closed before its task has begun to wait is not chosen again: another would stay in its place.
        let chosen = |was: u8| phase == Phase::Waiting && was == Phase::Closing as u8;
        let _ = self.phase.fetch_update(Relaxed, Relaxed, |was| (!chosen(was)).then_some(phase as u8));
        if phase == Phase::Waiting {
            self.since.store(now(), Relaxed);
            self.release();
        }
    }

    /// Holds so many bytes more, if all connections together may.
    pub(super) fn hold(&self, bytes: usize) -> bool {
        let before = self.held.fetch_add(bytes, Relaxed);
        let counted = counted(before + bytes) - counted(before);
        counted == 0 || self.server.buffered.fetch_add(counted, Relaxed) + counted <= self.server.limits.max_buffered
    }

    fn release(&self) {
        let counted = counted(self.held.swap(0, Relaxed));
        if counted > 0 {
            self.server.buffered.fetch_sub(counted, Relaxed);
        }
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.release();
    }
}

fn counted(held: usize) -> usize {
    held.saturating_sub(UNCOUNTED)
}

fn now() -> u64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    u64::try_from(START.elapsed().as_millis()).unwrap_or(u64::MAX)
}

/// The connections that are open.
#[derive(Debug, Default)]
pub(super) struct Connections {
    open: Mutex<Open>,
    closed: Notify,
}

#[derive(Debug, Default)]
struct Open {
    next: u64,
    connections: HashMap<u64, Arc<Shared>>,
    /// How many of them were told to close, and have given their places to others.
    leaving: usize,
}

/// The place of a connection among those that are open, until this is dropped.
#[derive(Debug)]
pub(super) struct Place {
    id: u64,
    pub(super) shared: Arc<Shared>,
}

impl Connections {
    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes a place for a connection: where there are too many, in place of the one that has waited longest. `None` where all are busy.
    pub(super) fn admit(server: &Arc<Server>, peer: SocketAddr) -> Option<Place> {
        let mut open = server.connections.open();
        // Those that are leaving have given their places away, as many as there are places.
        let taken = open.connections.len() - open.leaving.min(server.limits.max);
        if taken >= server.limits.max && !open.close_oldest() {
            return None;
        }
        let id = open.next;
        open.next += 1;
        let shared = Arc::new(Shared::new(server.clone(), peer));
        open.connections.insert(id, shared.clone());
        Some(Place { id, shared })
    }

    /// Closes the connection that has waited longest for its client; says whether there is one.
    pub(super) fn close_oldest(&self) -> bool {
        self.open().close_oldest()
    }

    /// Closes all connections: each at once, or after the request that it is busy with.
    pub(super) fn close_all(&self) {
        for connection in self.open().connections.values() {
            connection.close.notify_one();
        }
    }

    /// Waits until none is open.
    pub(super) async fn all_closed(&self) {
        loop {
            let closed = self.closed.notified();
            if self.open().connections.is_empty() {
                return;
            }
            closed.await;
        }
    }
}

impl Open {
    fn close_oldest(&mut self) -> bool {
        let waiting = self.connections.iter().filter(|(_, connection)| connection.phase() == Phase::Waiting);
        // Of those that began to wait in one millisecond the first that came: the newest has had no time to say anything.
        let Some((_, oldest)) = waiting.min_by_key(|(id, connection)| (connection.since.load(Relaxed), **id)) else { return false };
        // It is not counted twice. Should a request arrive at this moment, it is answered first.
        oldest.enter(Phase::Closing);
        oldest.close.notify_one();
        if !oldest.leaving.swap(true, Relaxed) {
            self.leaving += 1;
        }
        true
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let connections = &self.shared.server.connections;
        let mut open = connections.open();
        open.connections.remove(&self.id);
        if self.shared.leaving.load(Relaxed) {
            open.leaving = open.leaving.saturating_sub(1);
        }
        drop(open);
        connections.closed.notify_one();
    }
}
