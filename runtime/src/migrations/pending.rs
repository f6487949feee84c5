//! Which migrations a server waits for.

use super::error::CommandError;
use super::migration::Migration;
use crate::Database;
use crate::schema::Api;
use std::sync::atomic::{AtomicBool, Ordering};

/// The migrations of an API, and whether all of them were seen applied: from then on the database is not asked again.
#[derive(Debug, Default)]
pub(crate) struct Pending {
    /// `None`: whoever made the server did not say which there are.
    all: Option<&'static [Migration]>,
    applied: AtomicBool,
}

impl Pending {
    pub(crate) fn of(all: Option<&'static [Migration]>) -> Self {
        Self { all, applied: AtomicBool::new(all.is_some_and(<[Migration]>::is_empty)) }
    }

    /// The names of those that were not applied to the database, in order; `None` if nothing is known of any.
    ///
    /// # Errors
    ///
    /// What the database refuses.
    pub(crate) async fn names(&self, db: &Database, api: &Api) -> Result<Option<Vec<&'static str>>, CommandError> {
        let Some(all) = self.all else { return Ok(None) };
        if self.applied.load(Ordering::Relaxed) {
            return Ok(Some(Vec::new()));
        }
        let plan = super::plan(db, api, all).await?;
        let names: Vec<&str> = plan.iter().filter(|(_, applied)| !applied).map(|(name, _)| *name).collect();
        if names.is_empty() {
            self.applied.store(true, Ordering::Relaxed);
        }
        Ok(Some(names))
    }
}
