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
use crate::value::{Item, Validated};
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
    let hashed = hashed(resources, validated).await?;
    let validated = hashed.as_ref().unwrap_or(validated);
    let saved = match key {
        Some(key) => nested::update(resources, session, validated, key).await,
        None => nested::create(resources, session, validated, None).await,
    };
    saved.map_err(|error| conflict::explain(resources, validated.ser, error))
}

/// What was validated with a user's new password as it is stored (Django's `make_password`); `None` where there is none.
async fn hashed(resources: &Resources, validated: &Validated) -> Result<Option<Validated>, ApiError> {
    let Some(ser) = resources.graph.serializers.get(validated.ser) else { return Ok(None) };
    let Some(column) = resources.password(ser.model) else { return Ok(None) };
    let is_password = |index: usize| {
        let path = ser.fields.get(index).and_then(|field| field.path.as_ref());
        path.is_some_and(|path| path.hops.is_empty() && path.column == Some(column))
    };
    let mut out = None;
    for (at, (index, item)) in validated.items.iter().enumerate() {
        let Item::Value(Value::Text(password)) = item else { continue };
        if !is_password(*index) {
            continue;
        }
        let stored = hash(resources, password).await?;
        if let Some((_, item)) = out.get_or_insert_with(|| validated.clone()).items.get_mut(at) {
            *item = Item::Value(Value::Text(stored));
        }
    }
    for (at, (index, value)) in validated.extra.iter().enumerate() {
        let Item::Value(Value::Text(password)) = value else { continue };
        if *index != column {
            continue;
        }
        let stored = hash(resources, password).await?;
        if let Some((_, value)) = out.get_or_insert_with(|| validated.clone()).extra.get_mut(at) {
            *value = Item::Value(Value::Text(stored));
        }
    }
    Ok(out)
}

async fn hash(resources: &Resources, password: &str) -> Result<String, ApiError> {
    let Some(passwords) = &resources.passwords else { return Err(ApiError::internal("passwords are hashed by a server only")) };
    // Others wait for the same cores; who finds no place is told to come back.
    let _place = passwords.queue()?;
    passwords.hash(password).await.map_err(ApiError::internal)
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
