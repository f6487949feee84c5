//! DRF's `DestroyModelMixin`.

use super::retry::Tries;
use super::{Call, single_statement, transaction};
use crate::ApiError;
use crate::request::Answer;

/// DELETE on one object.
///
/// # Errors
///
/// 404 if there is no such row, 409 if rows that point to it keep it.
pub(crate) async fn destroy(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut tries = Tries::default();
    loop {
        let result = try_destroy(call).await;
        if !tries.again(call, &result).await {
            return result;
        }
    }
}

async fn try_destroy(call: &Call<'_>) -> Result<Answer, ApiError> {
    let hooks = &call.hooks();
    let hooked = hooks.writes(call.view, call.view().serializer) || hooks.permits_objects(call.view, call.permissions());
    if hooked || !single_statement::delete(call).await? {
        transaction::destroy(call).await?;
    }
    Ok(Answer::no_content())
}
