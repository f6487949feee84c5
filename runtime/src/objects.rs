//! Typed access to rows: `Book::objects(&app)`, `Book::get`, `Book::create`, `Book::update`, `Book::delete`.
//!
//! For hooks, extra actions, tests and handlers of your own. Inside a hook it works on the open transaction (`Book::objects(cx)`), elsewhere on
//! the API (`Book::objects(&app)`). It is Django's `Book.objects`: no row scope narrows it, since no client asks. [`Context::objects`] is the
//! same for a client: only rows that the request may know of. What is written is validated as over HTTP, hooks that validate included;
//! `perform_…` hooks belong to the viewset, and are not asked.

use crate::db::Conn;
use crate::hooks::{Context, FilterValues as _, ResourceParts, Resources, Scoped, Scopes, ViewSet, overlay};
use crate::orm::{Given, Select, Session, Statement};
use crate::request::Request;
use crate::schema::link::{ModelId, SerId};
use crate::schema::viewset::Action;
use crate::serializers::{self, Instance};
use crate::value::Validated;
use crate::{ApiError, App, Value, write};
use std::sync::Arc;

/// A row type whose rows are read and written by their types.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a resource",
    label = "not a resource",
    note = "a resource is a struct with `#[derive(restwright::Resource)]`, or a row type of a generated crate or of `restwright::resources!`"
)]
pub trait Resource: ResourceParts {
    /// The rows, to be narrowed and read: Django's `objects`. `source` is the [`App`], or inside a hook its [`Context`].
    fn objects<'a>(source: impl Source<'a>) -> Objects<'a, Self> {
        Objects::new(source)
    }

    /// The row with a primary key.
    ///
    /// # Errors
    ///
    /// 404 if there is none.
    fn get<'a>(source: impl Source<'a> + Send, key: impl Into<Value> + Send) -> impl Future<Output = Result<Self, ApiError>> + Send {
        get(source, key.into())
    }

    /// Makes a row, validated as over HTTP.
    ///
    /// # Errors
    ///
    /// 400 with the fields' errors.
    fn create<'a>(source: impl Source<'a> + Send, input: Self::Input) -> impl Future<Output = Result<Self, ApiError>> + Send {
        save::<Self>(source, None, input)
    }

    /// Changes a row, validated as a PATCH over HTTP; gives it as it is then.
    ///
    /// # Errors
    ///
    /// As [`Resource::create`]; 404 if it is gone.
    fn update<'a>(&self, source: impl Source<'a> + Send, input: Self::Input) -> impl Future<Output = Result<Self, ApiError>> + Send {
        save(source, Some(self), input)
    }

    /// Deletes a row, and what hangs on it, by Django's `on_delete`.
    ///
    /// # Errors
    ///
    /// 409 if rows that point to it keep it.
    fn delete<'a>(&self, source: impl Source<'a> + Send) -> impl Future<Output = Result<(), ApiError>> + Send {
        delete(source, self)
    }
}

impl<R: ResourceParts> Resource for R {}

/// Where rows are read and written: an API (`&App`, `&Arc<App>`), or the [`Context`] of a hook.
pub trait Source<'a> {
    /// The API, and the transaction if there is one.
    #[doc(hidden)]
    fn open(self) -> Result<Opened<'a>, ApiError>;
}

/// A [`Source`].
#[doc(hidden)]
pub struct Opened<'a> {
    app: &'a App,
    /// The request in which rows are read, on its connection; `None`: a connection of its own.
    within: Option<(&'a Scoped<'a>, &'a mut Conn)>,
}

impl<'a> Source<'a> for &'a App {
    fn open(self) -> Result<Opened<'a>, ApiError> {
        Ok(Opened { app: self, within: None })
    }
}

impl<'a> Source<'a> for &'a Arc<App> {
    fn open(self) -> Result<Opened<'a>, ApiError> {
        Ok(Opened { app: self, within: None })
    }
}

impl<'a> Source<'a> for &'a mut Context<'_> {
    fn open(self) -> Result<Opened<'a>, ApiError> {
        let (app, scoped) = (self.app()?, self.scoped());
        Ok(Opened { app, within: Some((scoped, self.connection())) })
    }
}

/// Rows of a resource, to be narrowed, ordered and read.
pub struct Objects<'a, R: Resource> {
    source: Result<Opened<'a>, ApiError>,
    wanted: Wanted,
    rows: std::marker::PhantomData<fn() -> R>,
}

/// Which rows, in which order.
#[derive(Default)]
struct Wanted {
    filters: Given,
    key: Option<Value>,
    order: Option<Vec<&'static str>>,
    /// Only those that the request may know of.
    scoped: bool,
}

impl<'a, R: Resource> Objects<'a, R> {
    pub(crate) fn new(source: impl Source<'a>) -> Self {
        Self { source: source.open(), wanted: Wanted::default(), rows: std::marker::PhantomData }
    }

    /// Those that the request may know of.
    pub(crate) fn scoped(source: impl Source<'a>) -> Self {
        Self { wanted: Wanted { scoped: true, ..Wanted::default() }, ..Self::new(source) }
    }

    /// Only rows that a filterset lets through: `BookFilterSet { status: Some(BookStatus::Draft), ..Default::default() }`. Values have the types
    /// of their columns, and mean what they mean to Django's `filter()`: a key that leads to no row finds nothing, and so does an empty list.
    #[must_use]
    pub fn filter(mut self, filters: <R::ViewSet as ViewSet>::FilterSet) -> Self {
        self.wanted.filters.extend(filters.given());
        self
    }

    /// The order, by Django's names: `["-year", "title"]`. Without, the model's own.
    #[must_use]
    pub fn order_by(mut self, names: impl IntoIterator<Item = &'static str>) -> Self {
        self.wanted.order = Some(names.into_iter().collect());
        self
    }

    /// All rows.
    ///
    /// # Errors
    ///
    /// 400 for a regular expression that cannot be used, and what the database refuses.
    pub async fn all(self) -> Result<Vec<R>, ApiError> {
        self.read(None).await
    }

    /// One page: at most `size` rows after the first `(number - 1) * size`. Numbers begin with 1.
    ///
    /// # Errors
    ///
    /// As [`Objects::all`].
    pub async fn page(self, number: u64, size: u64) -> Result<Vec<R>, ApiError> {
        self.read(Some((size, number.saturating_sub(1).saturating_mul(size)))).await
    }

    /// The first row.
    ///
    /// # Errors
    ///
    /// As [`Objects::all`].
    pub async fn first(self) -> Result<Option<R>, ApiError> {
        Ok(self.read(Some((1, 0))).await?.into_iter().next())
    }

    /// The row among them with a primary key.
    ///
    /// # Errors
    ///
    /// 404 if there is none, and as [`Objects::all`].
    pub async fn get(mut self, key: impl Into<Value>) -> Result<R, ApiError> {
        self.wanted.key = Some(key.into());
        self.first().await?.ok_or_else(|| ApiError::no_match(R::DESCRIPTOR.name))
    }

    /// How many rows there are.
    ///
    /// # Errors
    ///
    /// As [`Objects::all`].
    pub async fn count(self) -> Result<u64, ApiError> {
        let (mut source, outside, mut own) = (self.source?, Outside::new(), None);
        let scoped = source.scoped(&outside);
        let (app, conn) = (source.app, source.connection(&mut own).await?);
        let select = self.wanted.select::<R>(app, conn).await?;
        Session::new(conn, &scoped).count(&select.count()).await
    }

    async fn read(self, page: Option<(u64, u64)>) -> Result<Vec<R>, ApiError> {
        let (mut source, outside, mut own) = (self.source?, Outside::new(), None);
        let scoped = source.scoped(&outside);
        let (app, conn) = (source.app, source.connection(&mut own).await?);
        let typed = &app.resources.typed[app.resources.model(R::DESCRIPTOR.name)?];
        let select = self.wanted.select::<R>(app, conn).await?;
        let (columns, joins) = (typed.list_for(&select), Statement::new());
        let statement = match page {
            Some((limit, offset)) => select.page(columns, &joins, limit, offset),
            None => select.list(columns, &joins),
        };
        let rows = Session::new(conn, &scoped).fetch(&statement).await?;
        rows.iter().map(|row| R::from_row(typed.columns(row))).collect()
    }
}

/// What stands for the request where there is none: no user, and no row scopes.
struct Outside {
    request: Request,
    scopes: Scopes,
}

impl Outside {
    fn new() -> Self {
        Self { request: Request::internal(), scopes: Scopes::all_rows() }
    }
}

impl<'a> Opened<'a> {
    /// The request in which rows are read and written, or what stands for it.
    fn scoped<'s>(&self, outside: &'s Outside) -> Scoped<'s>
    where
        'a: 's,
    {
        match &self.within {
            Some((scoped, _)) => **scoped,
            None => self.app.scoped(&outside.request, &outside.scopes),
        }
    }

    /// The transaction, or a connection of its own for reading.
    async fn connection<'c>(&'c mut self, own: &'c mut Option<Conn>) -> Result<&'c mut Conn, ApiError> {
        match &mut self.within {
            Some((_, conn)) => Ok(conn),
            None => Ok(own.insert(self.app.db.read().await?)),
        }
    }
}

impl Wanted {
    async fn select<'a, R: Resource>(&self, app: &'a App, conn: &mut Conn) -> Result<Select<'a>, ApiError> {
        let model = app.resources.model(R::DESCRIPTOR.name)?;
        let mut select = Select::new(&app.resources.graph, conn.dialect(), model);
        if self.scoped {
            select = select.within_scope();
        }
        let wanted = app.filters.filter_given(model, &self.filters, conn, &mut select).await?;
        if let Some(key) = &self.key {
            let condition = format!("{} = ?", select.key());
            select.push(condition, [key.clone()]);
        }
        match (&self.order, wanted) {
            (Some(names), _) => select.order_by(names.iter().copied()),
            (None, Some(names)) => select.order_by(names.iter().map(String::as_str)),
            (None, None) => select.order_by(app.resources.graph.ordering(model).iter().copied()),
        }
        Ok(select)
    }
}

/// The row with a primary key.
///
/// # Errors
///
/// 404 if there is none.
pub(crate) async fn get<'a, R: Resource>(source: impl Source<'a>, key: Value) -> Result<R, ApiError> {
    let (mut source, outside, mut own) = (source.open()?, Outside::new(), None);
    let scoped = source.scoped(&outside);
    let (app, conn) = (source.app, source.connection(&mut own).await?);
    let model = app.resources.model(R::DESCRIPTOR.name)?;
    read(&mut Context::new(&scoped, conn, None), model, &key).await
}

/// The row with a primary key.
async fn read<R: Resource>(cx: &mut Context<'_>, model: ModelId, key: &Value) -> Result<R, ApiError> {
    let row = cx.row(model, key).await?.ok_or_else(|| ApiError::no_match(R::DESCRIPTOR.name))?;
    R::from_row(cx.resources().typed[model].columns(&row))
}

/// Validates and saves: a new row, or with `row` changes of one.
///
/// # Errors
///
/// 400 with the fields' errors.
pub(crate) async fn save<'a, R: Resource>(source: impl Source<'a>, row: Option<&R>, input: R::Input) -> Result<R, ApiError> {
    let (source, outside) = (source.open()?, Outside::new());
    let scoped = source.scoped(&outside);
    match source.within {
        Some((_, conn)) => save_within(source.app, &mut Context::new(&scoped, conn, None), row, input).await,
        None => {
            let mut conn = source.app.db.begin().await?;
            let saved = save_within(source.app, &mut Context::new(&scoped, &mut conn, None), row, input).await?;
            conn.commit().await?;
            Ok(saved)
        }
    }
}

/// [`save`], inside a transaction.
async fn save_within<R: Resource>(app: &App, cx: &mut Context<'_>, row: Option<&R>, input: R::Input) -> Result<R, ApiError> {
    let resources = cx.resources();
    let model = resources.model(R::DESCRIPTOR.name)?;
    if row.is_none() {
        resources.check_not_master(model)?;
    }
    let ser = saves(resources, model, row.is_none());
    let mut given = Validated { ser, items: Vec::new(), extra: Vec::new() };
    overlay(resources, &mut given, input)?;
    let key = row.map(|row| row.key());
    let before = match &key {
        Some(key) => Some(cx.row(model, key).await?.ok_or_else(|| ApiError::no_match(R::DESCRIPTOR.name))?),
        None => None,
    };
    let parsed = serializers::read_typed(&app.serializers, ser, &given, key.is_some());
    let instance = key.as_ref().map(|key| Instance { key, row: before.as_ref() });
    let mut validated = parsed.validated(&app.serializers, cx, instance).await?;
    // What the serializer does not write is saved as it is, as `serializer.save(name=value)` would.
    validated.extra.extend(given.extra);
    let key = write::save(resources, &mut cx.session, &validated, key.as_ref()).await?;
    read(cx, model, &key).await
}

/// Deletes a row by Django's `on_delete`.
///
/// # Errors
///
/// 409 if rows that point to it keep it.
pub(crate) async fn delete<'a, R: Resource>(source: impl Source<'a>, row: &R) -> Result<(), ApiError> {
    let (source, outside) = (source.open()?, Outside::new());
    let scoped = source.scoped(&outside);
    let resources = &source.app.resources;
    let model = resources.model(R::DESCRIPTOR.name)?;
    match source.within {
        Some((_, conn)) => write::delete(resources, &mut Session::new(conn, &scoped), model, row.key()).await,
        None => {
            let mut conn = source.app.db.begin().await?;
            write::delete(resources, &mut Session::new(&mut conn, &scoped), model, row.key()).await?;
            Ok(conn.commit().await?)
        }
    }
}

/// The serializer that a new row, or a changed one, is saved with: that of the action.
fn saves(resources: &Resources, model: ModelId, new: bool) -> SerId {
    let action = if new { Action::Create } else { Action::Update };
    resources.graph.views.get(model).map_or(model, |view| view.serializer_of(action))
}

impl Context<'_> {
    /// The rows of a resource that the request may know of, to be narrowed and read. [`Resource::objects`] gives all rows.
    pub fn objects<R: Resource>(&mut self) -> Objects<'_, R> {
        Objects::scoped(self)
    }

    /// Saves a new row without validating it: what DRF's `perform_create` does by default (`serializer.save()`).
    ///
    /// # Errors
    ///
    /// 400 for what a constraint of the database refuses.
    pub async fn create<R: Resource>(&mut self, input: R::Input) -> Result<R, ApiError> {
        let model = self.model::<R>()?;
        self.resources().check_not_master(model)?;
        self.save_input(model, input, None).await
    }

    /// Saves changes of a row without validating them: what DRF's `perform_update` does by default. What the input leaves out stays.
    ///
    /// # Errors
    ///
    /// As [`Context::create`].
    pub async fn update<R: Resource>(&mut self, row: &R, input: R::Input) -> Result<R, ApiError> {
        let model = self.model::<R>()?;
        self.save_input(model, input, Some(row.key())).await
    }

    /// Deletes a row, and what hangs on it, by Django's `on_delete`: what DRF's `perform_destroy` does by default.
    ///
    /// # Errors
    ///
    /// 409 if rows that point to it keep it.
    pub async fn delete<R: Resource>(&mut self, row: &R) -> Result<(), ApiError> {
        let model = self.model::<R>()?;
        write::delete(self.resources(), &mut self.session, model, row.key()).await
    }

    /// Saves a typed input, over what was validated if this is what the hook is called to save.
    async fn save_input<R: Resource>(&mut self, model: ModelId, input: R::Input, key: Option<Value>) -> Result<R, ApiError> {
        let resources = self.resources();
        let mut validated = match self.pending.take_if(|pending| resources.graph.serializers[pending.ser].model == model) {
            Some(pending) => pending,
            None => Validated { ser: saves(resources, model, key.is_none()), items: Vec::new(), extra: Vec::new() },
        };
        overlay(resources, &mut validated, input)?;
        let key = write::save(resources, &mut self.session, &validated, key.as_ref()).await?;
        read(self, model, &key).await
    }
}
