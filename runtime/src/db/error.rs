//! What a database refuses, in words that do not depend on the driver.

use crate::ApiError;
use http::StatusCode;

/// Which rule of the database a statement broke.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Violation {
    /// A unique index or primary key.
    Unique,
    /// A foreign key.
    ForeignKey,
    /// NOT NULL.
    NotNull,
    /// CHECK.
    Check,
}

/// The rule that was broken, as far as the database says which.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rule {
    /// The table.
    pub table: Option<String>,
    /// The columns of a unique index, or the one that may not be null.
    pub columns: Vec<String>,
    /// The constraint's or index's name.
    pub name: Option<String>,
    /// What the database said.
    pub text: String,
}

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

/// What a database refuses.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// A constraint.
    #[error("{1}")]
    Violation(Violation, Rule),
    /// The value does not fit the column, or the database's own number range.
    #[error("{0}")]
    Data(String),
    /// The statement asks for more than the database can do: too many tables, conditions or values, too long a text.
    #[error("{0}")]
    Limit(String),
    /// A regular expression that the database cannot use.
    #[error("{0}")]
    Pattern(String),
    /// Another transaction was in the way (a deadlock, a serialization failure): the same again may well succeed. Nothing was written.
    #[error("{0}")]
    Conflict(String),
    /// No connection to be had in time, or the database is locked, gone or going.
    #[error("{0}")]
    Unavailable(String),
    /// Anything else: our fault.
    #[error("{0}")]
    Other(String),
}

/// How long a client is told to wait, in seconds, when the database is not there.
const RETRY_AFTER: &str = "1";

impl From<DbError> for ApiError {
    /// Violations should have been answered before by who knows the fields; here they are 400s without a field.
    fn from(error: DbError) -> Self {
        let unavailable = || ApiError::detail(StatusCode::SERVICE_UNAVAILABLE, "The database is not available.");
        match error {
            DbError::Violation(..) | DbError::Data(_) => {
                tracing::warn!(%error, "the database refused a write");
                ApiError::parse("The database refused these values.")
            }
            DbError::Limit(_) => {
                tracing::warn!(%error, "a request asked for more than the database can do");
                ApiError::parse("The request asks for more than the database can do at once. Ask for less.")
            }
            DbError::Pattern(_) => ApiError::parse("Enter a valid regular expression."),
            DbError::Conflict(_) => {
                tracing::warn!(%error, "transactions in each other's way");
                ApiError { transient: true, ..unavailable().header(http::header::RETRY_AFTER, RETRY_AFTER) }
            }
            DbError::Unavailable(_) => {
                tracing::error!(%error, "database unavailable");
                unavailable().header(http::header::RETRY_AFTER, RETRY_AFTER)
            }
            DbError::Other(_) => ApiError::internal(format_args!("database error: {error}")),
        }
    }
}

/// Errors of sqlx that are none of the database's own: what is left when a driver has looked at `sqlx::Error::Database`.
pub(super) fn connection(error: &sqlx::Error) -> DbError {
    match error {
        sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::BeginFailed
        | sqlx::Error::Tls(_)
        // A server that goes away in the middle of an answer.
        | sqlx::Error::Protocol(_)
        | sqlx::Error::Io(_) => DbError::Unavailable(error.to_string()),
        sqlx::Error::Encode(_) => DbError::Data(error.to_string()),
        _ => DbError::Other(error.to_string()),
    }
}
