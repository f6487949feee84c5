//! Passwords that are being checked.

use crate::passwords::Fingerprint;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::OnceCell;

/// Attempts that are being checked: the same name and password from the same address are checked once, however many requests bring them.
#[derive(Debug, Default)]
pub(super) struct Flights(Mutex<HashMap<Fingerprint, Checking>>);

/// The stored form of the password once it was right; `None` inside: it was wrong.
pub(super) type Checking = Arc<OnceCell<Option<String>>>;

/// One attempt, for as long as a request asks for it.
pub(super) struct Flight<'a> {
    flights: &'a Flights,
    attempt: Fingerprint,
    pub(super) checked: Option<Checking>,
}

impl Flights {
    /// Whether nothing is being checked.
    #[cfg(test)]
    pub(super) fn is_empty(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    pub(super) fn join(&self, attempt: Fingerprint) -> Flight<'_> {
        let mut flights = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let checked = flights.entry(attempt).or_default().clone();
        Flight { flights: self, attempt, checked: Some(checked) }
    }
}

impl Drop for Flight<'_> {
    fn drop(&mut self) {
        let mut flights = self.flights.0.lock().unwrap_or_else(PoisonError::into_inner);
        drop(self.checked.take());
        if flights.get(&self.attempt).is_some_and(|checked| Arc::strong_count(checked) == 1) {
            flights.remove(&self.attempt);
        }
    }
}
