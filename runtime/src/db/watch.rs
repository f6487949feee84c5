//! How long the running statement of a connection may go on.
//!
//! PostgreSQL and MySQL watch this themselves. SQLite runs in a thread of this process and has no clock of its own: it asks a [`Watch`] now and
//! then (its progress handler) whether to go on.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

/// No statement has to end.
const FOREVER: u64 = u64::MAX;

static START: LazyLock<Instant> = LazyLock::new(Instant::now);

/// Milliseconds since the first statement of the process.
fn now() -> u64 {
    u64::try_from(START.elapsed().as_millis()).unwrap_or(FOREVER)
}

/// The time at which the running statement of a connection has to end. Clones watch the same connection.
#[derive(Clone, Debug)]
pub(super) struct Watch(Arc<AtomicU64>);

impl Default for Watch {
    fn default() -> Self {
        Self(Arc::new(AtomicU64::new(FOREVER)))
    }
}

impl Watch {
    /// A statement begins, which may take this long; zero: for ever.
    pub(super) fn begin(&self, limit: Duration) {
        let end = if limit.is_zero() { FOREVER } else { now().saturating_add(u64::try_from(limit.as_millis()).unwrap_or(FOREVER)) };
        self.0.store(end, Ordering::Relaxed);
    }

    /// The statement has ended.
    pub(super) fn end(&self) {
        self.0.store(FOREVER, Ordering::Relaxed);
    }

    /// The statement has to end now: nobody waits for it any more.
    pub(super) fn stop(&self) {
        self.0.store(0, Ordering::Relaxed);
    }

    /// Whether the statement may go on.
    pub(super) fn goes_on(&self) -> bool {
        match self.0.load(Ordering::Relaxed) {
            FOREVER => true,
            end => now() < end,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_end_in_time() {
        let watch = Watch::default();
        assert!(watch.goes_on());
        watch.begin(Duration::from_millis(20));
        assert!(watch.clone().goes_on());
        std::thread::sleep(Duration::from_millis(40));
        assert!(!watch.goes_on());
        watch.begin(Duration::ZERO);
        assert!(watch.goes_on());
        watch.stop();
        assert!(!watch.goes_on());
        watch.end();
        assert!(watch.goes_on());
    }
}
