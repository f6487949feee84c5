//! Writes in a transaction, in which DRF's methods are called in DRF's order: `get_object`, `is_valid`, `perform_…`, and the row as it is then.

use super::{Call, echo, get_object};
use crate::hooks::Context;
use crate::representation::Projection;
use crate::serializers::{Instance, ParsedInput};
use crate::value::Validated;
use crate::{ApiError, Value, write};

/// `create`; gives the answer's body.
///
/// # Errors
///
/// 400 with the fields' errors, and what a hook or the database refuses.
pub(super) async fn create(call: &Call<'_>, parsed: ParsedInput, projection: &Projection) -> Result<Vec<u8>, ApiError> {
    let mut conn = call.app.db.begin().await?;
    let body = create_in(call, &mut call.context(&mut conn), parsed, projection).await?;
    write::commit(call.resources(), call.reads(), conn).await?;
    Ok(body)
}

/// [`create`] inside a transaction that has begun.
pub(super) async fn create_in(
    call: &Call<'_>,
    cx: &mut Context<'_>,
    parsed: ParsedInput,
    projection: &Projection,
) -> Result<Vec<u8>, ApiError> {
    let validated = parsed.validated(&call.app.serializers, cx, None).await?;
    let key = match call.hooks().of(call.view).perform_create {
        Some(hook) => hook(&mut saving(cx, call, &validated), &validated).await?,
        None => write::save(call.resources(), &mut cx.session, &validated, None).await?,
    };
    shown(call, cx, projection, &validated, &key).await
}

/// `update` and `partial_update`; gives the answer's body.
///
/// # Errors
///
/// As [`create`]; 404 if there is no such row.
pub(super) async fn update(call: &Call<'_>, parsed: ParsedInput, projection: &Projection) -> Result<Vec<u8>, ApiError> {
    let mut conn = call.app.db.begin().await?;
    let body = update_in(call, &mut call.context(&mut conn), parsed, projection).await?;
    write::commit(call.resources(), call.reads(), conn).await?;
    Ok(body)
}

/// [`update`] inside a transaction that has begun.
pub(super) async fn update_in(
    call: &Call<'_>,
    cx: &mut Context<'_>,
    parsed: ParsedInput,
    projection: &Projection,
) -> Result<Vec<u8>, ApiError> {
    let resources = call.resources();
    let target = get_object(call, cx).await?;
    let instance = Instance { key: &target.key, row: target.row.as_ref() };
    let validated = parsed.validated(&call.app.serializers, cx, Some(instance)).await?;
    let key = match (call.hooks().of(call.view).perform_update, &target.row) {
        (Some(hook), Some(row)) => {
            let columns = resources.typed[call.view].columns(row);
            hook(&mut saving(cx, call, &validated), columns, &validated).await?
        }
        (Some(_), None) => return Err(ApiError::internal("a hook that saves needs the whole row, which was not read")),
        (None, _) => write::save(resources, &mut cx.session, &validated, Some(&target.key)).await?,
    };
    shown(call, cx, projection, &validated, &key).await
}

/// `destroy`.
///
/// # Errors
///
/// 404 if there is no such row, 409 if rows that point to it keep it, and what a hook refuses.
pub(super) async fn destroy(call: &Call<'_>) -> Result<(), ApiError> {
    let mut conn = call.app.db.begin().await?;
    destroy_in(call, &mut call.context(&mut conn)).await?;
    write::commit_delete(call.resources(), call.view().model, conn).await
}

/// [`destroy`] inside a transaction that has begun.
pub(super) async fn destroy_in(call: &Call<'_>, cx: &mut Context<'_>) -> Result<(), ApiError> {
    let resources = call.resources();
    let target = get_object(call, cx).await?;
    match (call.hooks().of(call.view).perform_destroy, &target.row) {
        (Some(hook), Some(row)) => hook(cx, resources.typed[call.view].columns(row)).await,
        (Some(_), None) => Err(ApiError::internal("a hook that saves needs the whole row, which was not read")),
        (None, _) => write::delete(resources, &mut cx.session, call.view().model, target.key).await,
    }
}

/// The refusal of a body that has errors whatever the database says; the database adds those that only it knows. A connection for reading is
/// enough: SQLite has one writer, and others wait for it.
pub(super) async fn refusal(call: &Call<'_>, parsed: ParsedInput, cx: &mut Context<'_>, instance: Option<&Value>) -> ApiError {
    match parsed.resolve(&call.app.serializers, &mut cx.session, instance).await {
        Ok(Err(errors)) => ApiError::invalid(errors),
        Ok(Ok(_)) => ApiError::internal("a body that has errors was found valid"),
        Err(error) => error,
    }
}

/// The context of a hook that saves.
fn saving<'c>(cx: &'c mut Context<'_>, call: &Call<'_>, validated: &Validated) -> Context<'c> {
    let mut cx = cx.of(Some(call.view));
    cx.pending = Some(validated.clone());
    cx
}

/// The row as it is in the database now, within the transaction that wrote it.
///
/// # Errors
///
/// 404 if it is gone: an update that changes no column locks nothing, and another writer may have deleted the row.
async fn shown(
    call: &Call<'_>,
    cx: &mut Context<'_>,
    projection: &Projection,
    validated: &Validated,
    key: &Value,
) -> Result<Vec<u8>, ApiError> {
    let mut body = Vec::with_capacity(512);
    if !projection.one(cx, key, &mut body).await? {
        tracing::info!(?key, "a row that was written cannot be read");
        return Err(ApiError::not_found());
    }
    Ok(echo::show(&echo::given(call.resources(), validated, call.shows()), body))
}
