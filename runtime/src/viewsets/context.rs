//! What a hook's context answers with: rows as the resource's own actions show them.

use super::call::Call;
use super::list::list_of;
use crate::app::App;
use crate::hooks::{Context, Rows};
use crate::objects::Resource;
use crate::request::{Answer, Input};
use crate::{ApiError, parsers};
use std::any::Any;

impl<'a> Context<'a> {
    /// The API whose server calls the hook.
    ///
    /// # Errors
    ///
    /// 500 if it is another kind of server, which none is.
    pub(crate) fn app(&self) -> Result<&'a App, ApiError> {
        (self.server() as &dyn Any).downcast_ref().ok_or_else(|| ApiError::internal("a hook was called by another server"))
    }

    /// What the body holds: DRF's `request.data`. A form is an object of texts; of a name that comes twice, the last counts.
    ///
    /// # Errors
    ///
    /// 400 for a body that is not what its `Content-Type` says, 415 for one that no parser reads.
    pub fn data(&self) -> Result<serde_json::Value, ApiError> {
        let graph = &self.resources().graph;
        // A hook of a permission of the whole API has no view.
        let parsers = self.resource().and_then(|view| graph.views.get(view)).map_or(graph.api.parsers, |view| view.parsers);
        Ok(match parsers::parse(parsers, graph.api.input, self.request)? {
            Input::Json(document) => document.into_value(),
            Input::Form(form) => serde_json::Value::Object(form.pairs.into_iter().map(|(name, value)| (name, value.into())).collect()),
        })
    }

    /// An answer of 200 with a row as its resource's serializer shows it: DRF's `Response(self.get_serializer(row).data)`.
    ///
    /// # Errors
    ///
    /// 404 if the row is gone.
    pub async fn render<R: Resource>(&mut self, row: &R) -> Result<Answer, ApiError> {
        let model = self.model::<R>()?;
        let projection = self.app()?.projections.of_request(
            self.resources(),
            self.hooks(),
            model,
            self.request,
            self.request.method == http::Method::PATCH,
        )?;
        let mut out = Vec::with_capacity(512);
        if projection.one(self, &row.key(), &mut out).await? {
            return Ok(Answer::ok(out));
        }
        Err(ApiError::no_match(R::DESCRIPTOR.name))
    }

    /// An answer of 200 with some of a resource's rows, as its list answers but shown with the resource's own serializer: within their scope,
    /// filtered and ordered as the query says, paginated, serialized. `Rows::default()` are all. DRF's `filter_queryset(…)`, `paginate_queryset(…)` and `get_paginated_response(…)`.
    ///
    /// # Errors
    ///
    /// As of a list: 400 for parameters that don't parse, 404 for a page that there isn't. 500 for a lookup that leads nowhere, which is logged.
    pub async fn render_list<R: Resource>(&mut self, rows: Rows) -> Result<Answer, ApiError> {
        let view = self.model::<R>()?;
        // Below a parent's URL the list is the parent's.
        let nested = self.request.parent.is_some() && self.resources().graph.views[view].parent.is_some();
        let call = Call::new(self.app()?, self.request, self.scoped().scopes, view, nested);
        Box::pin(list_of(&call, &mut self.of(Some(view)), Some(&rows))).await
    }
}
