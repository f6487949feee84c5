//! DRF's `UpdateModelMixin`.

use super::retry::Tries;
use super::{Call, get_object, single_statement, transaction};
use crate::request::{Answer, Input};
use crate::{ApiError, serializers};

/// PUT and PATCH (`partial`) on one object.
///
/// # Errors
///
/// 404 if there is no such row, 400 with the fields' errors.
pub(crate) async fn update(call: &Call<'_>, input: &Input, partial: bool) -> Result<Answer, ApiError> {
    let mut tries = Tries::default();
    loop {
        let result = try_update(call, input, partial).await;
        if !tries.again(call, &result).await {
            return result;
        }
    }
}

async fn try_update(call: &Call<'_>, input: &Input, partial: bool) -> Result<Answer, ApiError> {
    let hooks = &call.hooks();
    let projection = match call.projection() {
        Ok(projection) => projection,
        // DRF makes the serializer of an object that exists.
        Err(error) => {
            let mut conn = call.app.db.read().await?;
            get_object(call, &mut call.context(&mut conn)).await?;
            return Err(error);
        }
    };
    let parsed = serializers::read(&call.app.serializers, call.reads(), input, call.read_options(partial, true));
    if !hooks.writes(call.view, call.reads()) && !hooks.permits_objects(call.view, call.permissions()) {
        if parsed.is_refused() {
            let mut conn = call.app.db.read().await?;
            let mut cx = call.context(&mut conn);
            let target = get_object(call, &mut cx).await?;
            return Err(transaction::refusal(call, parsed, &mut cx, Some(&target.key)).await);
        }
        if let Some(body) = single_statement::update(call, &parsed, &projection).await? {
            return Ok(Answer::ok(body));
        }
    }
    Ok(Answer::ok(transaction::update(call, parsed, &projection).await?))
}
