//! What an operator can set about connections.

use std::time::Duration;

/// How many connections a server keeps, and how long it waits for their clients. The defaults are those of `serve`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectionLimits {
    /// How many are open at once. Beyond it, the one that has waited longest for its client is closed in favour of a new one; where all are
    /// busy, the new one is answered with 503.
    pub max: usize,
    /// How long a client may take to send the head of a request (408), and to begin with the first one.
    pub head_timeout: Duration,
    /// How long a connection is kept open for another request.
    pub keep_alive: Duration,
    /// How long a client may take none of an answer's bytes before the connection is closed. After that time, it must also have taken
    /// [`SLOWEST`](Self::SLOWEST) bytes a second.
    pub write_timeout: Duration,
    /// How many bytes of request bodies and answers are held at once, for all connections. Each connection's first 64 KiB are not counted. A
    /// request that needs more is answered with 503.
    pub max_buffered: usize,
}

impl ConnectionLimits {
    /// The slowest reader that an answer is kept for, in bytes a second.
    pub const SLOWEST: u64 = 4096;
}

impl Default for ConnectionLimits {
    fn default() -> Self {
        Self {
            max: 2048,
            head_timeout: Duration::from_secs(15),
            // Longer than proxies keep theirs (nginx, load balancers: 60), so that it is they who close.
            keep_alive: Duration::from_secs(75),
            write_timeout: Duration::from_secs(30),
            max_buffered: 512 << 20,
        }
    }
}
