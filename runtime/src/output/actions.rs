//! The actions that only read: `list`, `retrieve`, and what detail actions begin with.

use super::{projection, projections};
use crate::db::{Conn, Row};
use crate::filters::{self, Select, filter_queryset, requested_ordering};
use crate::hooks::{self, Rows};
use crate::pagination::{List, paginate};
use crate::request::{Answer, Request, Target};
use crate::schema::link::{ModelId, ViewId};
use crate::schema::serializer::Kind;
use crate::schema::viewset::{FilterBackend, Pagination};
use crate::value::{self, Parsed};
use crate::{ApiError, App, Value, json, permissions};

/// The value that a text in a URL means for a column: the key of a detail route, or a parent's.
///
/// `Err`: it cannot be one ("Not found."); `Ok(None)`: it can, but the database holds no such value.
///
/// # Errors
///
/// 404.
pub fn lookup_value(app: &App, model: ModelId, column: usize, text: &str) -> Result<Option<Value>, ApiError> {
    let parsed = value::parse(app.graph.stored_type(model, column), app.db.dialect(), text);
    parsed.map(Parsed::value).map_err(|_| ApiError::not_found())
}

/// The rows that a view's request is about, before anything narrows them but the parent in the URL.
fn rows_of<'a>(app: &'a App, view: ViewId, nested: bool, req: &Request) -> Result<Select<'a>, ApiError> {
    let graph = &app.graph;
    let view = &graph.views[view];
    let mut select = Select::new(graph, app.db.dialect(), view.model).within_scope();
    if let (true, Some(parent)) = (nested, &view.parent) {
        let above = &graph.views[parent.view];
        let text = req.parent.as_deref().unwrap_or_default();
        let Some(value) = lookup_value(app, above.model, parent.lookup, text)? else {
            // A key that no row can have.
            select.push("1 = 0", []);
            return Ok(select);
        };
        let name = graph.model(above.model).fields[parent.lookup].field.name;
        let path = graph.path(view.model, &format!("{}.{name}", parent.field_name)).map_err(|_| ApiError::internal())?;
        let column = select.column(&path);
        select.push(format!("{column} = ?"), [value]);
        if let Some(mark) = hooks::marker(graph, above.model, "above") {
            let node = graph.model(above.model);
            let key = select.column(&super::own_column(view.model, parent.field));
            let (table, pk) = (select.dialect().quote(node.model.table), select.dialect().quote(node.key().field.column));
            select.push(format!("EXISTS (SELECT 1 FROM {table} AS above WHERE above.{pk} = {key} AND {mark})"), []);
        }
    }
    Ok(select)
}

/// DRF's `list`.
///
/// # Errors
///
/// 400 for parameters that don't parse, 404 for a page that there isn't, and what the database refuses.
pub async fn list(app: &App, view: ViewId, nested: bool, req: &Request) -> Result<Answer, ApiError> {
    let mut conn = app.db.read_for(&req.method).await?;
    list_of(app, view, nested, req, &mut conn, None).await
}

/// The list, or some of its rows: what DRF's `filter_queryset`, `paginate_queryset` and `get_paginated_response` make of them.
///
/// # Errors
///
/// As [`list`]; also lookups of `rows` that lead nowhere.
pub(crate) async fn list_of(
    app: &App,
    view: ViewId,
    nested: bool,
    req: &Request,
    conn: &mut Conn,
    rows: Option<&Rows>,
) -> Result<Answer, ApiError> {
    let linked = &app.graph.views[view];
    let mut select = rows_of(app, view, nested, req)?;
    if let Some(rows) = rows {
        let narrowed = filters::scope(&app.graph, conn.dialect(), linked.model, rows)?;
        select.push(narrowed.condition("t0"), narrowed.args);
    }
    filter_queryset(app, view, req, conn, &mut select).await?;
    let ordered = linked.filter_backends.contains(&FilterBackend::Ordering);
    let ordering = if ordered { requested_ordering(app, view, req) } else { None };
    // DRF makes the serializer of a page that is there: a page that is not, is said first.
    let (projection, refused) = match projection(app, view, req) {
        Ok(projection) => (projection, None),
        Err(error) => (projections::plain(app, view), Some(error)),
    };
    // Only these say so.
    let checks_page = matches!(linked.pagination, Pagination::PageNumber { .. } | Pagination::Cursor { .. });
    if let Some(error) = refused.as_ref().filter(|_| !checks_page) {
        return Err(error.clone());
    }
    let list = List { app, select, ordering, projection: &projection, req };
    let body = paginate(list, linked, conn).await?;
    refused.map_or(Ok(Answer::ok(body)), Err)
}

/// DRF's `retrieve`.
///
/// # Errors
///
/// 404 if there is no such row among those that the request may see, 403, and what the database refuses.
pub async fn retrieve(app: &App, view: ViewId, nested: bool, req: &Request) -> Result<Answer, ApiError> {
    let linked = &app.graph.views[view];
    let model = app.graph.model(linked.model).model;
    let projection = match projection(app, view, req) {
        Ok(projection) => projection,
        // DRF makes the serializer of an object that is there.
        Err(error) => {
            get_object(app, view, nested, req, &mut app.db.read_for(&req.method).await?).await?;
            return Err(error);
        }
    };
    let mut out = Vec::with_capacity(512);
    // A hook that decides on the object wants to see it first.
    if app.hooks.permits_objects(view, linked.permissions) {
        let mut conn = app.db.read_for(&req.method).await?;
        let target = get_object(app, view, nested, req, &mut conn).await?;
        if !projection.one(app, &mut conn, &target.key, req, &mut out).await? {
            return Err(ApiError::no_match(model.name));
        }
        return Ok(Answer::ok(out));
    }
    let key = lookup_value(app, linked.model, linked.lookup, req.lookup.as_deref().unwrap_or_default());
    let mut conn = app.db.read_for(&req.method).await?;
    let found = match &projection.by_lookup {
        Some(sql) if !nested && req.query.is_empty() => match key? {
            None => false,
            Some(key) => projection.single(app, &mut conn, sql, &[key], req, &mut out).await?,
        },
        _ => match row_of(app, view, nested, req, &mut conn, key).await? {
            None => false,
            Some(select) => {
                let sql = select.list_sql(&projection.columns, &projection.joins, false);
                projection.single(app, &mut conn, &sql, select.args(), req, &mut out).await?
            }
        },
    };
    if !found {
        return Err(ApiError::no_match(model.name));
    }
    check_object(app, view, req, &mut conn, None).await?;
    Ok(Answer::ok(out))
}

/// The row that a detail route names. The query is read first, as in DRF: a parameter that doesn't parse is a 400 even where the key is
/// none. `None`: there can be no such row.
async fn row_of<'a>(
    app: &'a App,
    view: ViewId,
    nested: bool,
    req: &Request,
    conn: &mut Conn,
    key: Result<Option<Value>, ApiError>,
) -> Result<Option<Select<'a>>, ApiError> {
    let mut select = rows_of(app, view, nested, req)?;
    if !req.query.is_empty() {
        filter_queryset(app, view, req, conn, &mut select).await?;
    }
    let Some(key) = key? else { return Ok(None) };
    let linked = &app.graph.views[view];
    let column = select.column(&super::own_column(linked.model, linked.lookup));
    select.push(format!("{column} = ?"), [key]);
    Ok(Some(select))
}

async fn check_object(app: &App, view: ViewId, req: &Request, conn: &mut Conn, row: Option<&Row>) -> Result<(), ApiError> {
    let linked = &app.graph.views[view];
    if permissions::check_object(app, linked.permissions, Some(view), req, permissions::Object { conn, row }).await? {
        Ok(())
    } else {
        Err(permissions::denied(linked.authentication, req.user.is_some()))
    }
}

/// DRF's `get_object`: the row that a detail action works on, with its permissions checked.
///
/// # Errors
///
/// 404 if there is no such row among those that the request may see, 403, and what the database refuses.
pub async fn get_object(app: &App, view: ViewId, nested: bool, req: &Request, conn: &mut Conn) -> Result<Target, ApiError> {
    let linked = &app.graph.views[view];
    let node = app.graph.model(linked.model);
    let key = lookup_value(app, linked.model, linked.lookup, req.lookup.as_deref().unwrap_or_default());
    let typed = &app.typed[linked.model];
    let wanted = app.hooks.wants_rows(view, linked.permissions);
    let found = match row_of(app, view, nested, req, conn, key).await? {
        Some(select) => {
            // The key comes after the whole row, if a hook asks for that.
            let columns = if wanted { format!("{}, {}", typed.list, select.key()) } else { select.key() };
            hooks::fetch_one(app, req, conn, &select.list_sql(&columns, "", false), select.args()).await?
        }
        None => None,
    };
    let row = found.ok_or_else(|| ApiError::no_match(node.model.name))?;
    let at = if wanted { typed.len() } else { 0 };
    let key = row.value(at, app.graph.stored_type(linked.model, node.pk));
    let target = Target { key, row: wanted.then_some(row) };
    check_object(app, view, req, conn, target.row.as_ref()).await?;
    Ok(target)
}

/// The URL for `Location` after a create: DRF takes it from the output's `url` field, so only a serializer with one has it. `body` is
/// the answer's JSON.
pub fn location(app: &App, view: ViewId, body: &[u8]) -> Option<String> {
    let ser = &app.graph.serializers[app.graph.views[view].serializer];
    let url = ser.fields.iter().find(|f| f.field.name == "url" && !f.field.write_only && f.field.kind != Kind::Hidden)?;
    let members = json::members(std::str::from_utf8(body).ok()?)?;
    let (_, shown) = members.iter().find(|(name, _)| name == url.field.name)?;
    match json::read_trusted(shown).ok()? {
        serde_json::Value::String(url) => Some(url),
        _ => None,
    }
}
