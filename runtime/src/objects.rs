//! Typed access to rows: `Book::objects(&app)`, `Book::get`, `Book::create`, `Book::update`, `Book::delete`.
//!
//! For hooks, extra actions, tests and handlers of your own. Inside a hook it works on the open transaction (`Book::objects(cx)`), elsewhere on
//! the API (`Book::objects(&app)`). It is Django's `Book.objects`: no row scope narrows it, since no client asks. What is written is validated
//! as over HTTP, hooks that validate included; `perform_…` hooks belong to the viewset, and are not asked.

use crate::db::Conn;
use crate::filters::{Select, filter_query};
use crate::generated::{FilterSet, Resource, ViewSet};
use crate::hooks::{Context, overlay, typed_rows};
use crate::request::Request;
use crate::schema::link::ModelId;
use crate::serializers::{self, Instance};
use crate::value::Validated;
use crate::{ApiError, App, Value, write};
use std::sync::Arc;

/// Where rows are asked for: an API (`&App`, `&Arc<App>`), or the [`Context`] of a hook.
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
    query: Vec<(String, String)>,
    order: Option<Vec<&'static str>>,
    rows: std::marker::PhantomData<fn() -> R>,
}

impl<'a, R: Resource> Objects<'a, R> {
    pub(crate) fn new(source: impl Source<'a>) -> Self {
        Self { source: source.open(), query: Vec::new(), order: None, rows: std::marker::PhantomData }
    }

    /// Only rows that a filterset lets through, as the same parameters in a URL would: `BookFilterSet { status: Some("draft".into()),
    /// ..Default::default() }`.
    #[must_use]
    pub fn filter(mut self, filters: <R::ViewSet as ViewSet>::FilterSet) -> Self {
        self.query.extend(filters.query());
        self
    }

    /// The order, by Django's names: `["-year", "title"]`. Without, the model's own.
    #[must_use]
    pub fn order_by(mut self, names: impl IntoIterator<Item = &'static str>) -> Self {
        self.order = Some(names.into_iter().collect());
        self
    }

    /// All rows.
    ///
    /// # Errors
    ///
    /// 400 for filters that do not hold, and what the database refuses.
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

    /// How many rows there are.
    ///
    /// # Errors
    ///
    /// As [`Objects::all`].
    pub async fn count(mut self) -> Result<u64, ApiError> {
        let mut own = None;
        let (app, conn) = self.source.connection(&mut own).await?;
        let select = select::<R>(app, conn, &self.query, None).await?;
        let row = conn.fetch_one(&select.count_sql(), select.args()).await?;
        Ok(row.and_then(|r| r.int(0)).and_then(|n| u64::try_from(n).ok()).unwrap_or(0))
    }

    async fn read(mut self, slice: Option<(u64, u64)>) -> Result<Vec<R>, ApiError> {
        let mut own = None;
        let (app, conn) = self.source.connection(&mut own).await?;
        let model = app.model::<R>()?;
        let select = select::<R>(app, conn, &self.query, self.order.as_deref()).await?;
        let sql = select.list_sql(&app.typed[model].list, "", slice.is_some());
        let rows = match slice {
            Some((limit, offset)) => conn.fetch(&sql, &select.sliced_args(limit, offset)).await?,
            None => conn.fetch(&sql, select.args()).await?,
        };
        rows.iter().map(|row| R::from_row(app.typed[model].columns(row))).collect()
    }
}

impl<'a> Opened<'a> {
    /// The transaction, or a connection of its own for reading.
    async fn connection<'c>(&'c mut self, own: &'c mut Option<Conn>) -> Result<(&'a App, &'c mut Conn), ApiError> {
        match &mut self.conn {
            Some(conn) => Ok((self.app, conn)),
            None => Ok((self.app, own.insert(self.app.db.read().await?))),
        }
    }
}

async fn select<'a, R: Resource>(
    app: &'a App,
    conn: &mut Conn,
    query: &[(String, String)],
    order: Option<&[&'static str]>,
) -> Result<Select<'a>, ApiError> {
    let model = app.model::<R>()?;
    let mut select = Select::new(&app.graph, conn.dialect(), model);
    let asked = filter_query(app, model, query, conn, &mut select).await?;
    match (order, asked) {
        (Some(names), _) => select.order_by(names.iter().copied()),
        (None, Some(names)) => select.order_by(names.iter().map(String::as_str)),
        (None, None) => select.order_by(app.graph.ordering(model).iter().copied()),
    }
    Ok(select)
}

/// The row with a primary key.
///
/// # Errors
///
/// 404 if there is none.
pub(crate) async fn get<'a, R: Resource>(source: impl Source<'a>, key: Value) -> Result<R, ApiError> {
    let mut source = source.open();
    let mut own = None;
    let (app, conn) = source.connection(&mut own).await?;
    read(app, conn, app.model::<R>()?, &key).await
}

async fn read<R: Resource>(app: &App, conn: &mut Conn, model: ModelId, key: &Value) -> Result<R, ApiError> {
    let row = typed_rows(app, conn, model, key).await?.ok_or_else(|| ApiError::no_match(R::DESCRIPTOR.name))?;
    R::from_row(app.typed[model].columns(&row))
}

/// What a write is done with: its own transaction, unless there is one.
enum Work<'a> {
    Open(&'a mut Conn),
    Own(Conn),
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
    let mut given = Validated { ser: model, items: Vec::new(), extra: Vec::new() };
    overlay(app, &mut given, input)?;
    let mut work = match conn {
        Some(conn) => Work::Open(conn),
        None => Work::Own(app.db.begin().await?),
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
