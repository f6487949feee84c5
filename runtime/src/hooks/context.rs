//! What a hook gets of the request that it is called in.

use super::resource::{Model, ResourceParts};
use super::resources::Resources;
use super::scopes::Scoped;
use super::table::Table;
use crate::db::{Conn, Row};
use crate::orm::Session;
use crate::request::{Input, Request, User};
use crate::schema::link::{ModelId, SerId, ViewId};
use crate::value::{Validated, Value};
use crate::{ApiError, refusals};
use std::any::Any;

/// The server that calls the hooks. Only the rooms that answer requests know what it is: there, a [`Context`] gets the methods that save,
/// render and list.
pub(crate) trait Server: Any + Send + Sync {}

/// A request, and a connection to the database: inside the transaction if the request writes.
pub struct Context<'a> {
    /// The request: its user, method, parameters and headers.
    pub request: &'a Request,
    scoped: &'a Scoped<'a>,
    pub(crate) session: Session<'a>,
    /// The resource whose hook is called; `None`: the API as a whole. A master's hook is called for its details.
    resource: Option<ModelId>,
    /// What was validated and is about to be saved: it may hold more than its resource's input has fields for.
    pub(crate) pending: Option<Validated>,
    /// In a hook of a field: the serializer that reads it, if it is not the resource's own.
    reads: Option<SerId>,
    /// The body of a request below a parent, which was parsed before the action: it holds the parent's key.
    pub(crate) nested_input: Option<&'a Input>,
}

impl<'a> Context<'a> {
    pub(crate) fn new(scoped: &'a Scoped<'a>, conn: &'a mut Conn, resource: Option<ModelId>) -> Self {
        Self {
            request: scoped.request,
            scoped,
            session: Session::new(conn, scoped),
            resource,
            pending: None,
            nested_input: None,
            reads: None,
        }
    }

    /// The resource whose hook is called.
    pub(crate) fn resource(&self) -> Option<ModelId> {
        self.resource
    }

    /// The same request for the hooks of a resource.
    pub(crate) fn of(&mut self, resource: Option<ModelId>) -> Context<'_> {
        let (request, scoped, nested_input) = (self.request, self.scoped, self.nested_input);
        Context { request, scoped, session: self.session.reborrow(), resource, pending: None, nested_input, reads: None }
    }

    /// The same request for the hooks of the resource whose serializer reads the body.
    pub(crate) fn reading(&mut self, ser: SerId) -> Context<'_> {
        let model = self.resources().graph.serializers.get(ser).map(|s| s.model);
        Context { reads: Some(ser), ..self.of(model) }
    }

    /// The resources of the API.
    pub(crate) fn resources(&self) -> &'a Resources {
        self.scoped.resources
    }

    /// The hooks of the API's resources.
    pub(crate) fn hooks(&self) -> &'a Table {
        self.scoped.hooks
    }

    /// The server that calls the hook.
    pub(crate) fn server(&self) -> &'a dyn Server {
        self.scoped.server
    }

    /// The view whose hook is called.
    ///
    /// # Errors
    ///
    /// 500 in a hook of the API as a whole.
    pub(crate) fn view(&self) -> Result<ViewId, ApiError> {
        self.resource.ok_or_else(|| ApiError::internal("a hook of the API as a whole has no action"))
    }

    /// The request with what hooks decided for it.
    pub(crate) fn scoped(&self) -> &'a Scoped<'a> {
        self.scoped
    }

    /// The user of the request; `None` is Django's `AnonymousUser`.
    pub fn user(&self) -> Option<&'a User> {
        self.request.user.as_ref()
    }

    /// The user of the request.
    ///
    /// # Errors
    ///
    /// DRF's `NotAuthenticated` if there is none: 401 where one of the API's authentication classes has a scheme, else 403.
    pub fn authenticated(&self) -> Result<&'a User, ApiError> {
        self.user().ok_or_else(|| refusals::not_authenticated(self.resources().graph.api.authentication))
    }

    /// The connection, for SQL of your own: `?` stands for each value.
    pub fn connection(&mut self) -> &mut Conn {
        self.session.conn()
    }

    /// The name of a resource's table, for SQL of your own. Generated rows have it as a constant (`Book::TABLE`), and so have structs that say
    /// it (`#[meta(table = "books")]`); in front of any other struct's table stands the name of the API.
    ///
    /// # Errors
    ///
    /// 500 for a resource that the API does not have, which is logged.
    pub fn table<R: ResourceParts>(&self) -> Result<&'static str, ApiError> {
        Ok(self.resources().graph.model(self.resources().model(R::DESCRIPTOR.name)?).model.table)
    }

    /// The row with a primary key, whole, if there is one.
    ///
    /// # Errors
    ///
    /// What the database refuses.
    pub(crate) async fn row(&mut self, model: ModelId, key: &Value) -> Result<Option<Row>, ApiError> {
        self.resources().row(&mut self.session, model, key).await
    }

    /// The resource's index in the API. To a master's hook, rows of the detail that it is called for are the master's.
    pub(crate) fn model<R: Model>(&self) -> Result<ModelId, ApiError> {
        let named = self.resources().model(R::DESCRIPTOR.name)?;
        Ok(self.resource.filter(|model| self.resources().graph.model(*model).master == Some(named)).unwrap_or(named))
    }

    /// What was validated, typed; for generated code.
    #[doc(hidden)]
    pub fn input<I: super::Input>(&self, validated: &Validated) -> Result<I, ApiError> {
        super::input::typed(self.resources(), validated.clone())
    }

    /// Puts a typed input over what was validated; for generated code.
    #[doc(hidden)]
    pub fn keep<I: super::Input>(&self, validated: &mut Validated, input: I) -> Result<(), ApiError> {
        super::overlay(self.resources(), validated, input)
    }

    /// A typed value of a serializer's field; for generated code.
    #[doc(hidden)]
    pub fn item<R: ResourceParts, T: super::InputValue>(&self, field: &str, value: T) -> Result<crate::value::Item, ApiError> {
        let graph = &self.resources().graph;
        let ser = &graph.serializers[self.reads.map_or_else(|| self.model::<R>(), Ok)?];
        let found = ser.fields.iter().find(|f| f.field.name == field);
        let found = found.ok_or_else(|| ApiError::internal(format_args!("the serializer has no field `{field}`")))?;
        let stored = match found.path.as_ref().map(|p| (p.model, p.column)) {
            Some((model, Some(column))) => graph.stored_type(model, column),
            Some(_) => crate::schema::model::FieldType::Text,
            None => found.field.kind.stored(),
        };
        value.write(self.resources(), stored, found.nested)
    }

    /// One value, typed; for generated code.
    #[doc(hidden)]
    pub fn value<T: super::InputValue>(&self, item: crate::value::Item) -> Result<T, ApiError> {
        T::read(self.resources(), item).ok_or_else(|| ApiError::internal("a validated value is not of its field's type"))
    }
}
