//! Retries of writes that another transaction stopped.

use super::call::Call;
use crate::ApiError;
use std::time::Duration;

/// How often a write is tried that meets another transaction (a deadlock, a serialization failure).
const TRIES: u32 = 4;

/// Counts the tries of one write.
#[derive(Default)]
pub(super) struct Tries {
    made: u32,
    /// Whether it was tried again after a constraint refused what validation had accepted. Once is enough: the faster writer is done.
    raced: bool,
}

impl Tries {
    /// Whether to try again, after a moment, because another transaction was in the way. Nothing of a try that failed is left: its transaction
    /// was rolled back.
    pub(super) async fn again<T>(&mut self, call: &Call<'_>, result: &Result<T, ApiError>) -> bool {
        let Err(error) = result else { return false };
        self.made += 1;
        if error.raced && !std::mem::replace(&mut self.raced, true) {
            tracing::debug!("a constraint refused values that validation had accepted; they are validated again");
        } else if error.transient && self.made < TRIES {
            tracing::info!(tries = self.made, "a write met another transaction and is tried again");
            // At different moments, so that the same two writes do not meet again.
            let wait = rand::random_range(1..=10 * u64::from(self.made));
            tokio::time::sleep(Duration::from_millis(wait)).await;
        } else {
            return false;
        }
        call.scopes().forget();
        true
    }
}
