//! Log lines that clients can cause as often as they like.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// Speaks once a second at most, and counts what it left unsaid: one for each place that logs.
#[derive(Debug)]
pub(crate) struct Quiet {
    /// The second in which it spoke last, since the process started, plus one; 0: never.
    last: AtomicU64,
    unsaid: AtomicU64,
}

impl Quiet {
    pub(crate) const fn new() -> Self {
        Self { last: AtomicU64::new(0), unsaid: AtomicU64::new(0) }
    }

    /// Whether to write a line now; if so, how many were left out since the last one.
    pub(crate) fn speak(&self) -> Option<u64> {
        static START: LazyLock<Instant> = LazyLock::new(Instant::now);
        let now = START.elapsed().as_secs() + 1;
        let last = self.last.load(Ordering::Relaxed);
        if last == now || self.last.compare_exchange(last, now, Ordering::Relaxed, Ordering::Relaxed).is_err() {
            self.unsaid.fetch_add(1, Ordering::Relaxed);
            return None;
        }
        Some(self.unsaid.swap(0, Ordering::Relaxed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_is_left_unsaid() {
        let quiet = Quiet::new();
        assert_eq!(quiet.speak(), Some(0));
        let spoken = (0..1000).filter_map(|_| quiet.speak()).count();
        assert!(spoken <= 1, "{spoken}");
    }
}
