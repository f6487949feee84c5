//! Warnings that many connections would repeat.

use std::time::{Duration, Instant};

/// How often a warning that clients can cause is logged, at most.
const WARNINGS: Duration = Duration::from_secs(1);

/// A warning that is logged once in a while, with how often it was due.
#[derive(Debug, Default)]
pub(super) struct Warning {
    logged: Option<Instant>,
    times: u64,
}

impl Warning {
    pub(super) fn due(&mut self, log: impl FnOnce(u64)) {
        self.times += 1;
        if self.logged.is_none_or(|logged| logged.elapsed() >= WARNINGS) {
            log(std::mem::take(&mut self.times));
            self.logged = Some(Instant::now());
        }
    }
}
