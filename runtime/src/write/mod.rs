//! Saving and deleting rows: what DRF's `ModelSerializer.save` and Django's `Model.delete` do, on a connection that is inside a transaction.

mod checks;
mod conflict;
mod defaults;
mod error;
mod nested;
mod on_delete;
mod relations;
mod rows;

pub(crate) use checks::conditions as check_conditions;
pub(crate) use on_delete::commit as commit_delete;
pub(crate) use rows::{Assignment, complete, touch};

use crate::db::Conn;
use crate::hooks::Resources;
use crate::orm::Session;
use crate::schema::link::{ModelId, SerId};
use crate::value::Validated;
use crate::{ApiError, Value};
use error::WriteError;

/// Saves what was validated, as a new row or as changes of the one with this key; gives its key.
///
/// # Errors
///
/// 400 for what a constraint refuses.
pub(crate) async fn save(
    resources: &Resources,
    session: &mut Session<'_>,
    validated: &Validated,
    key: Option<&Value>,
) -> Result<Value, ApiError> {
    let saved = match key {
        Some(key) => nested::update(resources, session, validated, key).await,
        None => nested::create(resources, session, validated, None).await,
    };
    saved.map_err(|error| conflict::explain(resources, validated.ser, error))
}

/// Deletes a row by Django's `on_delete`.
///
/// # Errors
///
/// 409 if rows that point to it keep it.
pub(crate) async fn delete(resources: &Resources, session: &mut Session<'_>, model: ModelId, key: Value) -> Result<(), ApiError> {
    on_delete::delete(resources, session, model, vec![key]).await
}

/// Commits the transaction of a save; a database that checks keys only now may still refuse.
///
/// # Errors
///
/// As [`save`].
pub(crate) async fn commit(resources: &Resources, ser: SerId, conn: Conn) -> Result<(), ApiError> {
    conn.commit().await.map_err(|error| conflict::explain(resources, ser, WriteError::Db(error)))
}
