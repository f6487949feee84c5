//! What a hook gets of the request that it is asked in.

use super::Rows;
use super::input::{self, Input};
use crate::db::Conn;
use crate::generated::{Model, Resource};
use crate::objects::Objects;
use crate::request::{Answer, Input as Body, Request, User};
use crate::schema::link::ModelId;
use crate::value::Validated;
use crate::{ApiError, App, output, parsers, permissions, write};

/// A request, and a connection to ask the database on: inside the transaction if the request writes.
pub struct Context<'a> {
    /// Who asks, for what, with which parameters and headers.
    pub request: &'a Request,
    pub(crate) app: &'a App,
    pub(crate) conn: &'a mut Conn,
    /// The resource that the hook is asked for; `None`: the API as a whole. A master's hook is asked for its details.
    asked: Option<ModelId>,
    /// What was validated and is about to be saved: it may hold more than its resource's input has fields for.
    pub(crate) pending: Option<Validated>,
}

impl<'a> Context<'a> {
    pub(crate) fn new(app: &'a App, request: &'a Request, conn: &'a mut Conn, asked: Option<ModelId>) -> Self {
        Self { request, app, conn, asked, pending: None }
    }

    /// Who asks; `None` is Django's `AnonymousUser`.
    pub fn user(&self) -> Option<&'a User> {
        self.request.user.as_ref()
    }

    /// Who asks.
    ///
    /// # Errors
    ///
    /// DRF's `NotAuthenticated` if nobody is known to: 401 where a class of the API's says how to, else 403.
    pub fn authenticated(&self) -> Result<&'a User, ApiError> {
        self.user().ok_or_else(|| permissions::not_authenticated(self.app.graph.api.authentication))
    }

    /// What the body holds: DRF's `request.data`. A form is an object of texts; of a name that comes twice, the last counts.
    ///
    /// # Errors
    ///
    /// 400 for a body that is not what its `Content-Type` says, 415 for one that nobody reads.
    pub fn data(&self) -> Result<serde_json::Value, ApiError> {
        Ok(match parsers::parse(self.app.graph.api.parsers, self.app.graph.api.input, self.request)? {
            Body::Json(document) => document.into_value(),
            Body::Form(form) => serde_json::Value::Object(form.pairs.into_iter().map(|(name, value)| (name, value.into())).collect()),
        })
    }

    /// The connection, for SQL of your own: `?` stands for each value.
    pub fn connection(&mut self) -> &mut Conn {
        self.conn
    }

    /// The name of a resource's table, for SQL of your own. Generated rows have it as a constant (`Book::TABLE`), and so have structs that say
    /// it (`#[meta(table = "books")]`); in front of any other struct's table stands the name of the API.
    ///
    /// # Errors
    ///
    /// 500 for a resource that the API does not have, which is logged.
    pub fn table<R: Resource>(&self) -> Result<&'static str, ApiError> {
        Ok(self.app.graph.model(self.app.model::<R>()?).model.table)
    }

    /// The rows of a resource that the request may know of, to be narrowed and read. [`Resource::objects`] gives all rows.
    pub fn objects<R: Resource>(&mut self) -> Objects<'_, R> {
        Objects::scoped(self)
    }

    /// The API.
    pub fn app(&self) -> &'a App {
        self.app
    }

    /// Saves a new row without validating it: what DRF's `perform_create` does by default (`serializer.save()`).
    ///
    /// # Errors
    ///
    /// 400 for what a constraint of the database refuses.
    pub async fn create<R: Resource>(&mut self, input: R::Input) -> Result<R, ApiError> {
        let model = self.model::<R>()?;
        self.app.makes(model)?;
        let validated = self.validated(model, input)?;
        let key = write::save((self.app, self.request), self.conn, &validated, None).await?;
        self.read(model, &key).await
    }

    /// Saves changes of a row without validating them: what DRF's `perform_update` does by default. What the input leaves out stays.
    ///
    /// # Errors
    ///
    /// As [`Context::create`].
    pub async fn update<R: Resource>(&mut self, row: &R, input: R::Input) -> Result<R, ApiError> {
        let model = self.model::<R>()?;
        let validated = self.validated(model, input)?;
        let key = write::save((self.app, self.request), self.conn, &validated, Some(&row.key())).await?;
        self.read(model, &key).await
    }

    /// Deletes a row, and what hangs on it, by Django's `on_delete`: what DRF's `perform_destroy` does by default.
    ///
    /// # Errors
    ///
    /// 409 if rows that point to it keep it.
    pub async fn delete<R: Resource>(&mut self, row: &R) -> Result<(), ApiError> {
        let model = self.model::<R>()?;
        write::delete(self.app, self.conn, model, row.key()).await
    }

    /// An answer of 200 with a row as its resource's serializer shows it: DRF's `Response(self.get_serializer(row).data)`.
    ///
    /// # Errors
    ///
    /// 404 if the row is gone.
    pub async fn render<R: Resource>(&mut self, row: &R) -> Result<Answer, ApiError> {
        let model = self.model::<R>()?;
        let projection = output::projection(self.app, model, self.request)?;
        let mut out = Vec::with_capacity(512);
        if projection.one(self.app, self.conn, &row.key(), self.request, &mut out).await? {
            return Ok(Answer::ok(out));
        }
        Err(ApiError::no_match(R::DESCRIPTOR.name))
    }

    /// An answer of 200 with some of a resource's rows as its list shows them: within their scope, filtered and ordered as the query says,
    /// paginated, serialized. `Rows::default()` are all. DRF's `filter_queryset(…)`, `paginate_queryset(…)` and `get_paginated_response(…)`.
    ///
    /// # Errors
    ///
    /// As of a list: 400 for parameters that don't parse, 404 for a page that there isn't. 500 for a lookup that leads nowhere, which is logged.
    pub async fn render_list<R: Resource>(&mut self, rows: Rows) -> Result<Answer, ApiError> {
        let view = self.model::<R>()?;
        // Below a parent's URL the list is the parent's.
        let nested = self.request.parent.is_some() && self.app.graph.views[view].parent.is_some();
        Box::pin(output::list_of(self.app, view, nested, self.request, self.conn, Some(&rows))).await
    }

    fn validated<I: Input>(&mut self, model: ModelId, input: I) -> Result<Validated, ApiError> {
        match self.pending.take_if(|pending| pending.ser == model) {
            Some(mut pending) => {
                input::overlay(self.app, &mut pending, input)?;
                Ok(pending)
            }
            None => input::fresh(self.app, model, input),
        }
    }

    async fn read<R: Resource>(&mut self, model: ModelId, key: &crate::Value) -> Result<R, ApiError> {
        let row = super::typed_rows(self.app, self.conn, model, key).await?.ok_or_else(|| ApiError::no_match(R::DESCRIPTOR.name))?;
        R::from_row(self.app.typed[model].columns(&row))
    }

    /// The resource's index in the API. To a master's hook, rows of the detail that it is asked for are the master's.
    pub(crate) fn model<R: Model>(&self) -> Result<ModelId, ApiError> {
        let named = self.app.model::<R>()?;
        Ok(self.asked.filter(|asked| self.app.graph.model(*asked).master == Some(named)).unwrap_or(named))
    }

    /// What was validated, typed; for generated code.
    #[doc(hidden)]
    pub fn input<I: Input>(&self, validated: &Validated) -> Result<I, ApiError> {
        input::typed(self.app, validated.clone())
    }

    /// Puts a typed input over what was validated; for generated code.
    #[doc(hidden)]
    pub fn keep<I: Input>(&self, validated: &mut Validated, input: I) -> Result<(), ApiError> {
        super::overlay(self.app, validated, input)
    }

    /// A typed value of a serializer's field; for generated code.
    #[doc(hidden)]
    pub fn item<R: Resource, T: super::InputValue>(&self, field: &str, value: T) -> Result<crate::value::Item, ApiError> {
        let ser = &self.app.graph.serializers[self.model::<R>()?];
        let found = ser.fields.iter().find(|f| f.field.name == field).ok_or_else(ApiError::internal)?;
        let stored = match found.path.as_ref().map(|p| (p.model, p.column)) {
            Some((model, Some(column))) => self.app.graph.stored_type(model, column),
            _ => crate::schema::model::FieldType::Text,
        };
        value.write(self.app, stored, found.nested)
    }

    /// One value, typed; for generated code.
    #[doc(hidden)]
    pub fn value<T: super::InputValue>(&self, item: crate::value::Item) -> Result<T, ApiError> {
        T::read(self.app, item).ok_or_else(ApiError::internal)
    }
}
