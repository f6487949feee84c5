//! One request at one view.

use crate::app::App;
use crate::db::Conn;
use crate::hooks::{Context, Resources, Scoped, Scopes, Table};
use crate::representation::Projection;
use crate::schema::link::{ModelId, SerId, View, ViewId};
use crate::schema::viewset::{Action, Permission};
use crate::serializers::ReadOptions;
use crate::value::{self, Parsed};
use crate::{ApiError, Request, Value};
use http::Method;
use std::sync::Arc;

/// One request at one view.
#[derive(Clone, Copy)]
pub(crate) struct Call<'a> {
    pub(crate) app: &'a App,
    pub(crate) view: ViewId,
    /// Whether a parent's key stands in the URL.
    pub(crate) nested: bool,
    scoped: Scoped<'a>,
}

impl<'a> Call<'a> {
    /// A request at a view.
    pub(crate) fn new(app: &'a App, request: &'a Request, scopes: &'a Scopes, view: ViewId, nested: bool) -> Self {
        Self { app, view, nested, scoped: app.scoped(request, scopes) }
    }

    /// The permissions of the request's action: DRF's `get_permissions`.
    pub(crate) fn permissions(&self) -> &'static [Permission] {
        self.view().permissions_of(self.request().action)
    }

    /// The action, if it is one of DRF's own and not an extra one.
    fn action(&self) -> Option<Action> {
        Action::ALL.iter().copied().find(|action| self.request().action == Some(action.name()))
    }

    /// What the body of a write is read with: DRF's `get_serializer_class()`.
    pub(crate) fn reads(&self) -> SerId {
        self.action().map_or(self.view().serializer, |action| self.view().serializer_of(action))
    }

    /// What the answer is shown with.
    pub(crate) fn shows(&self) -> SerId {
        self.action().map_or(self.view().serializer, |action| self.view().shown_by(action))
    }

    /// The request.
    pub(crate) fn request(&self) -> &'a Request {
        self.scoped.request
    }

    /// The API's resources.
    pub(crate) fn resources(&self) -> &'a Resources {
        self.scoped.resources
    }

    /// The request with all that its hooks may need.
    pub(crate) fn scoped(&self) -> &Scoped<'a> {
        &self.scoped
    }

    /// The hooks of the API's resources.
    pub(crate) fn hooks(&self) -> &'a Table {
        self.scoped.hooks
    }

    /// The request's row scopes.
    pub(crate) fn scopes(&self) -> &'a Scopes {
        self.scoped.scopes
    }

    /// The view.
    pub(crate) fn view(&self) -> &'a View {
        &self.scoped.resources.graph.views[self.view]
    }

    /// A connection for reading; one that a safe method uses may be to a replica.
    pub(crate) async fn read(&self) -> Result<Conn, ApiError> {
        Ok(self.app.db.read_for(&self.request().method).await?)
    }

    /// The request on a connection, for the rooms below.
    pub(crate) fn context<'c>(&'c self, conn: &'c mut Conn) -> Context<'c> {
        Context::new(&self.scoped, conn, Some(self.view))
    }

    /// What the view's serializer shows to this request.
    ///
    /// # Errors
    ///
    /// 400 for paths of `?fields=`, `?omit=` and `?expand=` that the API does not allow.
    pub(crate) fn projection(&self) -> Result<Arc<Projection>, ApiError> {
        // A write that another serializer reads is shown by one that knows of no `partial`.
        let partial = self.request().method == Method::PATCH && self.reads() == self.shows();
        self.app.projections.of_request(self.resources(), self.hooks(), self.shows(), self.request(), partial)
    }

    /// The key in the URL as a value of the view's lookup field: see [`lookup_value`].
    ///
    /// # Errors
    ///
    /// 404.
    pub(crate) fn lookup_value(&self) -> Result<Option<Value>, ApiError> {
        let (view, text) = (self.view(), self.request().lookup.as_deref().unwrap_or_default());
        lookup_value(self.resources(), view.model, view.lookup, text)
    }

    /// How the body of a write is read.
    pub(super) fn read_options(&self, partial: bool, update: bool) -> ReadOptions<'a> {
        let request = self.request();
        ReadOptions {
            partial,
            update,
            version: request.version.as_deref(),
            parent: request.above.as_ref(),
            user: Some(request.user.as_ref().map(|user| user.id)),
            room: None,
            surrogates: false,
        }
    }
}

/// The value that a text in a URL means for a column: the key of a detail route, or a parent's.
///
/// `Err`: it cannot be one ("Not found."); `Ok(None)`: it can, but the database holds no such value.
///
/// # Errors
///
/// 404.
pub(super) fn lookup_value(resources: &Resources, model: ModelId, column: usize, text: &str) -> Result<Option<Value>, ApiError> {
    let parsed = value::parse(resources.graph.stored_type(model, column), resources.dialect, text);
    parsed.map(Parsed::value).map_err(|_| ApiError::not_found())
}
