//! Actions that a resource's author replaced, and the built-in ones at their hand: an overridden method of a `ModelViewSet`, and its `super()`.

use super::create::created;
use super::retry::Tries;
use super::{Call, get_object, list, retrieve, transaction};
use crate::hooks::Context;
use crate::hooks::table::Replace;
use crate::objects::Resource;
use crate::request::{Answer, Input};
use crate::schema::viewset::Action;
use crate::{ApiError, parsers, permissions, serializers, write};

/// Runs the hook that replaces an action: inside a transaction unless the method is a safe one. Like every write, it is tried again if another
/// transaction stopped it.
///
/// # Errors
///
/// What the hook refuses.
pub(crate) async fn replaced(call: &Call<'_>, action: Action, hook: Replace, input: Option<&Input>) -> Result<Answer, ApiError> {
    let mut tries = Tries::default();
    loop {
        let result = try_replaced(call, action, hook, input).await;
        if permissions::is_safe(&call.request().method) || !tries.again(call, &result).await {
            return result;
        }
    }
}

async fn try_replaced(call: &Call<'_>, action: Action, hook: Replace, input: Option<&Input>) -> Result<Answer, ApiError> {
    let reads = permissions::is_safe(&call.request().method);
    let mut conn = if reads { call.read().await? } else { call.app.db.begin().await? };
    let mut cx = call.context(&mut conn);
    cx.nested_input = input;
    let answer = hook(&mut cx).await?;
    match action {
        _ if reads => {}
        Action::Destroy => write::commit_delete(call.resources(), call.view().model, conn).await?,
        _ => write::commit(call.resources(), call.reads(), conn).await?,
    }
    Ok(answer)
}

impl<'a> Context<'a> {
    /// The request at the view whose hook is called.
    fn call(&self) -> Result<Call<'a>, ApiError> {
        let view = self.view()?;
        let nested = self.request.parent.is_some() && self.resources().graph.views[view].parent.is_some();
        Ok(Call::new(self.app()?, self.request, self.scoped().scopes, view, nested))
    }

    /// The body as the built-in actions read it.
    fn body(&self) -> Result<std::borrow::Cow<'a, Input>, ApiError> {
        let (api, parsers) = (self.resources().graph.api, self.call()?.view().parsers);
        Ok(match self.nested_input {
            Some(input) => std::borrow::Cow::Borrowed(input),
            None => std::borrow::Cow::Owned(parsers::parse(parsers, api.input, self.request)?),
        })
    }

    /// The object that the URL names: DRF's `self.get_object()`. It is found as the built-in actions find it, among the rows that the request may
    /// see and that its filters leave, and its permissions are checked.
    ///
    /// # Errors
    ///
    /// 404 if there is no such row, 403, and 500 if `R` is not the resource whose hook is called.
    pub async fn get_object<R: Resource>(&mut self) -> Result<R, ApiError> {
        let call = self.call()?;
        if self.model::<R>()? != call.view {
            return Err(ApiError::internal(format_args!("the action's object is not a {}", R::DESCRIPTOR.name)));
        }
        let target = get_object(&call, &mut self.of(Some(call.view))).await?;
        let row = target.row.as_ref().map(|row| call.resources().typed[call.view].columns(row));
        crate::hooks::object(row)
    }

    /// What `list` answers unless a hook replaces it: `super().list(request)`.
    ///
    /// # Errors
    ///
    /// 400 for parameters that don't parse, 404 for a page that does not exist.
    pub async fn super_list(&mut self) -> Result<Answer, ApiError> {
        let call = self.call()?;
        Box::pin(list::list_of(&call, &mut self.of(Some(call.view)), None)).await
    }

    /// What `retrieve` answers unless a hook replaces it.
    ///
    /// # Errors
    ///
    /// 404 if there is no such row, and 403.
    pub async fn super_retrieve(&mut self) -> Result<Answer, ApiError> {
        let call = self.call()?;
        Box::pin(retrieve::retrieve_in(&call, &mut self.of(Some(call.view)))).await
    }

    /// What `create` does and answers unless a hook replaces it: the body is validated, saved (by `perform_create`, if there is one), and shown
    /// with status 201.
    ///
    /// # Errors
    ///
    /// 400 with the fields' errors.
    pub async fn super_create(&mut self) -> Result<Answer, ApiError> {
        let (call, input) = (self.call()?, self.body()?);
        let projection = call.projection()?;
        let parsed = serializers::read(&call.app.serializers, call.reads(), &input, call.read_options(false, false));
        let mut cx = self.of(Some(call.view));
        Ok(created(&call, Box::pin(transaction::create_in(&call, &mut cx, parsed, &projection)).await?))
    }

    /// What `update` (PUT) does and answers unless a hook replaces it.
    ///
    /// # Errors
    ///
    /// 404 if there is no such row, 403, 400 with the fields' errors.
    pub async fn super_update(&mut self) -> Result<Answer, ApiError> {
        self.updated(false).await
    }

    /// What `partial_update` (PATCH) does and answers unless a hook replaces it.
    ///
    /// # Errors
    ///
    /// As [`Context::super_update`].
    pub async fn super_partial_update(&mut self) -> Result<Answer, ApiError> {
        self.updated(true).await
    }

    async fn updated(&mut self, partial: bool) -> Result<Answer, ApiError> {
        let (call, input) = (self.call()?, self.body()?);
        let projection = call.projection()?;
        let parsed = serializers::read(&call.app.serializers, call.reads(), &input, call.read_options(partial, true));
        let mut cx = self.of(Some(call.view));
        Ok(Answer::ok(Box::pin(transaction::update_in(&call, &mut cx, parsed, &projection)).await?))
    }

    /// What `destroy` does and answers unless a hook replaces it: the row is deleted (by `perform_destroy`, if there is one); 204.
    ///
    /// # Errors
    ///
    /// 404 if there is no such row, 403, 409 if rows that point to it keep it.
    pub async fn super_destroy(&mut self) -> Result<Answer, ApiError> {
        let call = self.call()?;
        Box::pin(transaction::destroy_in(&call, &mut self.of(Some(call.view)))).await?;
        Ok(Answer::no_content())
    }
}
