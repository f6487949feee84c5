//! The contract with generated code: the four parts of a resource as traits, and the router that collects them.
//!
//! A generated crate names nothing of the runtime but what [`__gen`](crate::__gen) re-exports.

use crate::columns::Columns;
use crate::filters::Given;
use crate::hooks::Input;
pub use crate::migrations::Migration;
use crate::objects::{self, Objects, Source};
use crate::schema::{self, Api};
use crate::{ApiError, App, Database, Settings, Value};
use schema::link::LinkError;
use std::sync::Arc;

/// A row type: `[fields]` and `[meta]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a resource",
    label = "not a resource",
    note = "a resource is a struct with `#[derive(restwright::Resource)]`, or a row type of a generated crate or of `restwright::resources!`"
)]
pub trait Model: Sized + Send + Sync + 'static {
    /// What the spec says of it.
    const DESCRIPTOR: &'static schema::Model;

    /// Reads a row whose columns are the model's, in their order; many-to-many fields have none.
    ///
    /// # Errors
    ///
    /// A column that is not what the model says.
    fn from_row(row: Columns<'_>) -> Result<Self, ApiError>;

    /// The primary key's value.
    fn key(&self) -> Value;
}

/// `[serializer]`.
pub trait Serializer {
    /// What the spec says of it, with everything that `ModelSerializer` derives.
    const DESCRIPTOR: &'static schema::Serializer;
}

/// `[filterset]`; `()` is the one of a resource without.
pub trait FilterSet: FilterValues {
    /// What the spec says of it.
    const DESCRIPTOR: Option<&'static schema::FilterSet>;
}

/// The typed values of a filterset, for typed access.
pub trait FilterValues: Sized {
    /// The filters that are set.
    fn given(self) -> Given;
}

impl FilterValues for () {
    fn given(self) -> Given {
        Given::default()
    }
}

impl FilterSet for () {
    const DESCRIPTOR: Option<&'static schema::FilterSet> = None;
}

/// `[viewset]`, which holds the other three together.
pub trait ViewSet {
    /// Its rows.
    type Model: Model;
    /// How they are read and written.
    type Serializer: Serializer;
    /// How lists of them are narrowed.
    type FilterSet: FilterSet;
    /// What the spec says of it.
    const DESCRIPTOR: &'static schema::ViewSet;
}

/// A row type with its other three parts: what a router serves.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a resource",
    label = "not a resource",
    note = "a resource is a struct with `#[derive(restwright::Resource)]`, or a row type of a generated crate or of `restwright::resources!`"
)]
pub trait Resource: Model {
    /// Its viewset, which leads to the others.
    type ViewSet: ViewSet<Model = Self>;
    /// What is written into a row.
    type Input: Input;

    /// The rows, to be narrowed and read: Django's `objects`. `source` is the [`App`], or inside a hook its [`Context`](crate::Context).
    fn objects<'a>(source: impl Source<'a>) -> Objects<'a, Self> {
        Objects::new(source)
    }

    /// The row with a primary key.
    ///
    /// # Errors
    ///
    /// 404 if there is none.
    fn get<'a>(source: impl Source<'a> + Send, key: impl Into<Value> + Send) -> impl Future<Output = Result<Self, ApiError>> + Send {
        objects::get(source, key.into())
    }

    /// Makes a row, validated as over HTTP.
    ///
    /// # Errors
    ///
    /// 400 with the fields' errors.
    fn create<'a>(source: impl Source<'a> + Send, input: Self::Input) -> impl Future<Output = Result<Self, ApiError>> + Send {
        objects::save::<Self>(source, None, input)
    }

    /// Changes a row, validated as a PATCH over HTTP; gives it as it is then.
    ///
    /// # Errors
    ///
    /// As [`Resource::create`]; 404 if it is gone.
    fn update<'a>(&self, source: impl Source<'a> + Send, input: Self::Input) -> impl Future<Output = Result<Self, ApiError>> + Send {
        objects::save(source, Some(self), input)
    }

    /// Deletes a row, and what hangs on it, by Django's `on_delete`.
    ///
    /// # Errors
    ///
    /// 409 if rows that point to it keep it.
    fn delete<'a>(&self, source: impl Source<'a> + Send) -> impl Future<Output = Result<(), ApiError>> + Send {
        objects::delete(source, self)
    }
}

/// The four descriptors of a viewset.
pub(crate) const fn described<V: ViewSet>() -> schema::Resource {
    schema::Resource {
        model: V::Model::DESCRIPTOR,
        serializer: V::Serializer::DESCRIPTOR,
        filterset: V::FilterSet::DESCRIPTOR,
        viewset: V::DESCRIPTOR,
    }
}

/// What is served where: DRF's router.
#[derive(Debug)]
pub struct Router {
    settings: Api,
    resources: Vec<schema::Resource>,
}

impl Router {
    /// A router without resources.
    pub const fn new(settings: Api) -> Self {
        Self { settings, resources: Vec::new() }
    }

    /// Serves a viewset under an endpoint.
    pub fn register<V: ViewSet>(&mut self, endpoint: &'static str, _viewset: V) {
        self.add(endpoint, described::<V>());
    }

    /// Serves a resource by its descriptors. What only the API knows of it is filled in: the name in front of its table's.
    pub(crate) fn add(&mut self, endpoint: &'static str, mut resource: schema::Resource) {
        if resource.model.table.is_empty() {
            let table = schema::infer::keep_str(&format!("{}_{}", self.settings.name, resource.model.snake));
            resource.model = schema::infer::keep(Box::new(schema::Model { table, ..*resource.model }));
        }
        if resource.viewset.endpoint != endpoint {
            resource.viewset = schema::infer::keep(Box::new(schema::ViewSet { endpoint, ..*resource.viewset }));
        }
        self.resources.push(resource);
    }

    /// The API with everything that was registered. It lives as long as the process, so build it once.
    pub fn urls(self) -> &'static Api {
        let resources = schema::infer::keep(self.resources.into_boxed_slice());
        schema::infer::keep(Box::new(Api { resources, ..self.settings }))
    }
}

/// An API over a database: typed access reads and writes its rows, and [`App::router`] serves it. `/healthz` reports whether the
/// migrations were applied.
///
/// # Errors
///
/// Names that lead nowhere; a generated crate has none. Settings that cannot hold.
pub fn app(api: &'static Api, migrations: &'static [Migration], db: Database, settings: Settings) -> Result<Arc<App>, MountError> {
    App::with_migrations(api, db, settings, Some(migrations)).map_err(MountError)
}

/// Why an API cannot be served.
#[derive(Debug)]
pub struct MountError(pub(crate) Vec<LinkError>);

impl std::fmt::Display for MountError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let errors: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&errors.join("; "))
    }
}

impl std::error::Error for MountError {}

/// A row, typed, if there is one.
///
/// # Errors
///
/// A column that holds something else.
pub fn row<M: Model>(columns: Option<Columns<'_>>) -> Result<Option<M>, ApiError> {
    columns.map(M::from_row).transpose()
}

/// Rows, typed.
///
/// # Errors
///
/// As [`row`].
pub fn rows<M: Model>(columns: &[Columns<'_>]) -> Result<Vec<M>, ApiError> {
    columns.iter().map(|row| M::from_row(*row)).collect()
}
