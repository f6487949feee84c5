//! Extra actions: DRF's `@action`.

use super::retry::Tries;
use super::{Call, get_object};
use crate::request::Answer;
use crate::schema::viewset::ExtraAction;
use crate::{ApiError, permissions, write};

/// Runs an extra action. Like every write, it is tried again if another transaction stopped it.
///
/// # Errors
///
/// What its hook refuses; 404 and 403 of the object that the URL names.
pub(crate) async fn extra_action(call: &Call<'_>, action: &'static ExtraAction) -> Result<Answer, ApiError> {
    let mut tries = Tries::default();
    loop {
        let result = try_action(call, action).await;
        if permissions::is_safe(&call.request().method) || !tries.again(call, &result).await {
            return result;
        }
    }
}

/// The action on the object that the URL names, if it names one, which is found and permitted as for every other action; inside a transaction
/// unless the method is a safe one.
async fn try_action(call: &Call<'_>, action: &'static ExtraAction) -> Result<Answer, ApiError> {
    let resources = call.resources();
    let hook = call.hooks().of(call.view).actions.iter().find(|(name, _)| *name == action.name).map(|(_, hook)| *hook);
    let hook = hook.ok_or_else(|| ApiError::internal(format_args!("the extra action `{}` has no hook", action.name)))?;
    let reads = permissions::is_safe(&call.request().method);
    let mut conn = if reads { call.app.db.read().await? } else { call.app.db.begin().await? };
    let mut cx = call.context(&mut conn);
    let target = if action.detail { Some(get_object(call, &mut cx).await?) } else { None };
    let row = target.as_ref().and_then(|t| t.row.as_ref()).map(|row| resources.typed[call.view].columns(row));
    let answer = hook(&mut cx, row).await?;
    if !reads {
        write::commit(resources, call.view().serializer, conn).await?;
    }
    Ok(answer)
}
