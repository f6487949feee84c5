//! Why a command failed.

use crate::db::DbError;
use crate::schema::link::LinkError;

/// Why a command failed, for the person who typed it.
#[derive(Debug, thiserror::Error)]
#[error("{text}")]
pub struct CommandError {
    pub(super) text: String,
    /// Another transaction was in the way: nothing was done, and the same again may well succeed.
    pub(super) conflict: bool,
}

impl CommandError {
    /// A failure in words.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), conflict: false }
    }

    /// Descriptors that do not fit together: only hand-written ones can.
    pub(crate) fn from_link(errors: Vec<LinkError>) -> Self {
        Self::new(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    }
}

impl From<DbError> for CommandError {
    fn from(error: DbError) -> Self {
        Self { text: format!("the database says: {error}"), conflict: matches!(error, DbError::Conflict(_)) }
    }
}
