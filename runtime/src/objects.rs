//! Typed access to rows: `Book::objects(&app)`, `Book::get`, `Book::create`, `Book::update`, `Book::delete`.
//!
//! For hooks, extra actions, tests and handlers of your own. Inside a hook it works on the open transaction (`Book::objects(cx)`), elsewhere on
//! the API (`Book::objects(&app)`). It is Django's `Book.objects`: no row scope narrows it, since no client asks. [`Context::objects`] is the
//! same for a client: only rows that the request may know of. What is written is validated as over HTTP, hooks that validate included;
//! `perform_…` hooks belong to the viewset, and are not asked.

use crate::db::Conn;
use crate::filters::{Given, Select, filter_given};
use crate::generated::{FilterValues as _, Resource, ViewSet};
use crate::hooks::{self, Context, overlay, typed_rows};
use crate::request::Request;
use crate::schema::link::ModelId;
use crate::serializers::{self, Instance};
use crate::value::Validated;
use crate::{ApiError, App, Value, write};
use std::borrow::Cow;
use std::sync::Arc;

/// Where rows are read and written: the API (`&App`, `&Arc<App>`), or the [`Context`] of a hook.
pub trait Source<'a> {
    /// The API, and the transaction if there is one.
    #[doc(hidden)]
    fn open(self) -> Opened<'a>;
}

/// A [`Source`].
#[doc(hidden)]
pub struct Opened<'a> {
    app: &'a App,
    request: Option<&'a Request>,
    conn: Option<&'a mut Conn>,
}

impl<'a> Source<'a> for &'a App {
    fn open(self) -> Opened<'a> {
        Opened { app: self, request: None, conn: None }
    }
}

impl<'a> Source<'a> for &'a Arc<App> {
    fn open(self) -> Opened<'a> {
        Opened { app: self, request: None, conn: None }
    }
}

impl<'a> Source<'a> for &'a mut Context<'_> {
    fn open(self) -> Opened<'a> {
        Opened { app: self.app, request: Some(self.request), conn: Some(self.conn) }
    }
}

/// Rows of a resource, to be narrowed, ordered and read.
pub struct Objects<'a, R: Resource> {
    source: Opened<'a>,
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
    pub async fn count(mut self) -> Result<u64, ApiError> {
        let mut own = None;
        let internal = Request::internal();
        let request = self.source.request.unwrap_or(&internal);
        let app = self.source.app;
        let conn = self.source.connection(&mut own).await?;
        let select = self.wanted.select::<R>(app, conn).await?;
        let row = hooks::fetch_one(app, request, conn, &select.count_sql(), select.args()).await?;
        Ok(row.and_then(|r| r.int(0)).and_then(|n| u64::try_from(n).ok()).unwrap_or(0))
    }

    async fn read(mut self, slice: Option<(u64, u64)>) -> Result<Vec<R>, ApiError> {
        let mut own = None;
        let internal = Request::internal();
        let request = self.source.request.unwrap_or(&internal);
        let app = self.source.app;
        let conn = self.source.connection(&mut own).await?;
        let model = app.model::<R>()?;
        let select = self.wanted.select::<R>(app, conn).await?;
        let sql = select.list_sql(&app.typed[model].list, "", slice.is_some());
        let args = match slice {
            Some((limit, offset)) => Cow::Owned(select.sliced_args(limit, offset)),
            None => Cow::Borrowed(select.args()),
        };
        let rows = hooks::fetch(app, request, conn, &sql, &args).await?;
        rows.iter().map(|row| R::from_row(app.typed[model].columns(row))).collect()
    }
}

impl<'a> Opened<'a> {
    /// The transaction, or a connection of its own for reading.
    async fn connection<'c>(&'c mut self, own: &'c mut Option<Conn>) -> Result<&'c mut Conn, ApiError> {
        match &mut self.conn {
            Some(conn) => Ok(conn),
            None => Ok(own.insert(self.app.db.read().await?)),
        }
    }
}

impl Wanted {
    async fn select<'a, R: Resource>(&self, app: &'a App, conn: &mut Conn) -> Result<Select<'a>, ApiError> {
        let model = app.model::<R>()?;
        let mut select = Select::new(&app.graph, conn.dialect(), model);
        if self.scoped {
            select = select.within_scope();
        }
        let asked = filter_given(app, model, &self.filters, conn, &mut select).await?;
        if let Some(key) = &self.key {
            let condition = format!("{} = ?", select.key());
            select.push(condition, [key.clone()]);
        }
        match (&self.order, asked) {
            (Some(names), _) => select.order_by(names.iter().copied()),
            (None, Some(names)) => select.order_by(names.iter().map(String::as_str)),
            (None, None) => select.order_by(app.graph.ordering(model).iter().copied()),
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
    let mut source = source.open();
    let mut own = None;
    let app = source.app;
    let conn = source.connection(&mut own).await?;
    read(app, conn, app.model::<R>()?, &key).await
}

async fn read<R: Resource>(app: &App, conn: &mut Conn, model: ModelId, key: &Value) -> Result<R, ApiError> {
    let row = typed_rows(app, conn, model, key).await?.ok_or_else(|| ApiError::no_match(R::DESCRIPTOR.name))?;
    R::from_row(app.typed[model].columns(&row))
}

/// What a write is done with: its own transaction, unless there is one.
enum Work<'a> {
    Open(&'a mut Conn),
    Own(Box<Conn>),
}

impl Work<'_> {
    fn conn(&mut self) -> &mut Conn {
        match self {
            Self::Open(conn) => conn,
            Self::Own(conn) => conn,
        }
    }

    async fn done(self) -> Result<(), ApiError> {
        match self {
            Self::Open(_) => Ok(()),
            Self::Own(conn) => Ok(conn.commit().await?),
        }
    }
}

/// Validates and saves: a new row, or with `row` changes of one.
///
/// # Errors
///
/// 400 with the fields' errors.
pub(crate) async fn save<'a, R: Resource>(source: impl Source<'a>, row: Option<&R>, input: R::Input) -> Result<R, ApiError> {
    let Opened { app, request, conn } = source.open();
    let internal = Request::internal();
    let request = request.unwrap_or(&internal);
    let model = app.model::<R>()?;
    if row.is_none() {
        app.makes(model)?;
    }
    let mut given = Validated { ser: model, items: Vec::new(), extra: Vec::new() };
    overlay(app, &mut given, input)?;
    let mut work = match conn {
        Some(conn) => Work::Open(conn),
        None => Work::Own(Box::new(app.db.begin().await?)),
    };
    let key = row.map(|row| row.key());
    let before = match &key {
        Some(key) => Some(typed_rows(app, work.conn(), model, key).await?.ok_or_else(|| ApiError::no_match(R::DESCRIPTOR.name))?),
        None => None,
    };
    let draft = serializers::read_typed(app, model, &given, key.is_some());
    let instance = key.as_ref().map(|key| Instance { key, row: before.as_ref() });
    let mut validated = draft.validated(app, request, work.conn(), instance).await?;
    // What the serializer does not write is saved as it is, as `serializer.save(name=value)` would.
    validated.extra.extend(given.extra);
    let key = write::save((app, request), work.conn(), &validated, key.as_ref()).await?;
    let saved = read(app, work.conn(), model, &key).await?;
    work.done().await?;
    Ok(saved)
}

/// Deletes a row by Django's `on_delete`.
///
/// # Errors
///
/// 409 if rows that point to it keep it.
pub(crate) async fn delete<'a, R: Resource>(source: impl Source<'a>, row: &R) -> Result<(), ApiError> {
    let Opened { app, conn, .. } = source.open();
    let model = app.model::<R>()?;
    match conn {
        Some(conn) => write::delete(app, conn, model, row.key()).await,
        None => {
            let mut conn = app.db.begin().await?;
            write::delete(app, &mut conn, model, row.key()).await?;
            Ok(conn.commit().await?)
        }
    }
}
