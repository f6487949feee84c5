//! Why a row was not written.

use crate::db::DbError;
use crate::{ApiError, Errors};

/// Why a row was not written.
#[derive(Debug)]
pub(super) enum WriteError {
    /// The database refused it.
    Db(DbError),
    /// A constraint refused it; whether another writer may have been faster.
    Refused(Errors, bool),
    /// It is refused with an answer of its own.
    Api(ApiError),
}

impl WriteError {
    /// What was refused of a nested row, under the name of the field that holds it and, in a list, its position.
    pub(super) fn under(self, name: &str, index: Option<usize>) -> Self {
        let Self::Refused(errors, raced) = self else { return self };
        let errors = match index {
            Some(index) => Errors::Dict(vec![(index.to_string(), errors)]),
            None => errors,
        };
        Self::Refused(Errors::Dict(vec![(name.to_owned(), errors)]), raced)
    }
}

impl From<DbError> for WriteError {
    fn from(error: DbError) -> Self {
        Self::Db(error)
    }
}

impl From<ApiError> for WriteError {
    fn from(error: ApiError) -> Self {
        Self::Api(error)
    }
}
