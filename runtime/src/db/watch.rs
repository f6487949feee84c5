//! How long the running statement of a connection may go on.
//!
//! PostgreSQL and MySQL watch this themselves. SQLite runs in a thread of this process and has no clock of its own: it asks a [`Watch`] now and
//! then (its progress handler) whether to go on.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

/// No statement has to end.
const FOREVER: u64 = u64::MAX;
/// The statement has to end at once.
const STOP: u64 = 0;

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
        self.0.store(STOP, Ordering::Relaxed);
    }

    /// Who asks again and again whether the statement may go on.
    #[cfg(feature = "sqlite")]
    pub(super) fn looks(&self) -> Looks {
        Looks { watch: self.clone(), end: FOREVER, every: 1, left: 1, last: 0 }
    }
}

/// Looks at a watch, and at the clock as seldom as will do: to ask what time it is takes longer than what is done between two looks.
#[cfg(feature = "sqlite")]
#[derive(Debug)]
pub(super) struct Looks {
    watch: Watch,
    /// When the statement has to end that was looked at last.
    end: u64,
    /// At which of the looks the clock is asked: each one, or one of several if they follow each other fast.
    every: u32,
    /// How many looks are left until then.
    left: u32,
    /// When it was asked last.
    last: u64,
}

/// The clock is asked at one of so many looks at least.
#[cfg(feature = "sqlite")]
const SELDOM: u32 = 16;

#[cfg(feature = "sqlite")]
impl Looks {
    /// Whether the statement may go on.
    pub(super) fn go_on(&mut self) -> bool {
        let end = self.watch.0.load(Ordering::Relaxed);
        if end == FOREVER || end == STOP {
            return end == FOREVER;
        }
        if end != self.end {
            (self.end, self.every, self.left, self.last) = (end, 1, 1, now());
        }
        self.left -= 1;
        if self.left > 0 {
            return true;
        }
        let now = now();
        self.every = if now > self.last { 1 } else { (2 * self.every).min(SELDOM) };
        (self.left, self.last) = (self.every, now);
        now < end
    }
}

#[cfg(all(test, feature = "sqlite"))]
mod tests {
    use super::*;

    #[test]
    fn statements_end_in_time() {
        let watch = Watch::default();
        let mut looks = watch.looks();
        let mut goes_on = || (0..SELDOM).all(|_| looks.go_on());
        assert!(goes_on());
        watch.begin(Duration::from_millis(20));
        assert!(goes_on());
        std::thread::sleep(Duration::from_millis(40));
        assert!(!goes_on());
        watch.begin(Duration::ZERO);
        assert!(goes_on());
        watch.begin(Duration::from_secs(60));
        assert!((0..1000).all(|_| goes_on()));
        watch.stop();
        assert!(!goes_on());
        watch.end();
        assert!(goes_on());
    }

    /// Looks that are far from each other ask the clock each time.
    #[test]
    fn slow_steps_are_watched_closely() {
        let watch = Watch::default();
        let mut looks = watch.looks();
        watch.begin(Duration::from_millis(50));
        assert!((0..1000).all(|_| looks.go_on()));
        let after = (0..100).take_while(|_| {
            std::thread::sleep(Duration::from_millis(5));
            looks.go_on()
        });
        assert!(after.count() < 50);
    }
}
