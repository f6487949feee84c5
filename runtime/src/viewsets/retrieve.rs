//! DRF's `RetrieveModelMixin`, and `get_object`, with which all detail actions begin.

use super::call::Call;
use super::list::queryset;
use crate::db::Row;
use crate::hooks::Context;
use crate::orm::{Select, Selection, Statement, own_column};
use crate::request::{Answer, Target};
use crate::{ApiError, Value, permissions, refusals};

/// DRF's `retrieve`.
///
/// # Errors
///
/// 404 if there is no such row among those that the request may see, 403, and what the database refuses.
pub(crate) async fn retrieve(call: &Call<'_>) -> Result<Answer, ApiError> {
    let (resources, view) = (call.resources(), call.view());
    let model = resources.graph.model(view.model).model;
    let projection = match call.projection() {
        Ok(projection) => projection,
        // DRF makes the serializer of an object that exists.
        Err(error) => {
            let mut conn = call.read().await?;
            get_object(call, &mut call.context(&mut conn)).await?;
            return Err(error);
        }
    };
    // A hook that decides on the object gets it first.
    if call.hooks().permits_objects(call.view, call.permissions()) {
        let mut conn = call.read().await?;
        return retrieve_in(call, &mut call.context(&mut conn)).await;
    }
    let mut out = Vec::with_capacity(512);
    let key = call.lookup_value();
    let mut conn = call.read().await?;
    let mut cx = call.context(&mut conn);
    // Only a query string or a parent narrows the rows further.
    let by_lookup = if !call.nested && call.request().query.is_empty() {
        match key.clone()? {
            None => Some(false),
            Some(key) => projection.one_by_lookup(&mut cx, &key, &mut out).await?,
        }
    } else {
        None
    };
    let found = match by_lookup {
        Some(found) => found,
        None => match select_object(call, &mut cx, key).await? {
            None => false,
            Some(select) => projection.first(&mut cx, &select, &mut out).await?,
        },
    };
    if !found {
        return Err(ApiError::no_match(model.name));
    }
    check_permissions(call, &mut cx, None).await?;
    Ok(Answer::ok(out))
}

/// [`retrieve`] on a connection, with the object first.
pub(super) async fn retrieve_in(call: &Call<'_>, cx: &mut Context<'_>) -> Result<Answer, ApiError> {
    let target = get_object(call, cx).await?;
    let mut out = Vec::with_capacity(512);
    if call.projection()?.one(cx, &target.key, &mut out).await? {
        return Ok(Answer::ok(out));
    }
    Err(ApiError::no_match(call.resources().graph.model(call.view().model).model.name))
}

/// DRF's `get_object`: the row that a detail action works on, with its permissions checked.
///
/// # Errors
///
/// 404 if there is no such row among those that the request may see, 403, and what the database refuses.
pub(crate) async fn get_object(call: &Call<'_>, cx: &mut Context<'_>) -> Result<Target, ApiError> {
    let (resources, view) = (call.resources(), call.view());
    let node = resources.graph.model(view.model);
    let typed = &resources.typed[view.model];
    let whole = call.hooks().wants_rows(call.view, call.permissions());
    let found = match select_object(call, cx, call.lookup_value()).await? {
        Some(select) => {
            // The key comes after the whole row, if a hook needs that.
            let mut columns = if whole { typed.list_for(&select).clone() } else { Selection::default() };
            columns.add(&select.key().into(), None);
            cx.session.fetch_one(&select.list(&columns, &Statement::new())).await?
        }
        None => None,
    };
    let row = found.ok_or_else(|| ApiError::no_match(node.model.name))?;
    let at = if whole { typed.len() } else { 0 };
    let key = row.value(at, resources.graph.stored_type(view.model, node.pk));
    let target = Target { key, row: whole.then_some(row) };
    check_permissions(call, cx, target.row.as_ref()).await?;
    Ok(target)
}

/// The row that a detail route names. The query is read first, as in DRF: a parameter that doesn't parse is a 400 even where the key cannot be
/// one. `None`: there can be no such row.
async fn select_object<'a>(
    call: &Call<'a>,
    cx: &mut Context<'_>,
    key: Result<Option<Value>, ApiError>,
) -> Result<Option<Select<'a>>, ApiError> {
    let mut select = queryset(call)?;
    if !call.request().query.is_empty() {
        call.app.filters.filter_queryset(call.view, cx, &mut select).await?;
    }
    let Some(key) = key? else { return Ok(None) };
    let view = call.view();
    let column = select.column(&own_column(view.model, view.lookup));
    select.push(format!("{column} = ?"), [key]);
    Ok(Some(select))
}

/// DRF's `check_object_permissions`.
async fn check_permissions(call: &Call<'_>, cx: &mut Context<'_>, row: Option<&Row>) -> Result<(), ApiError> {
    let view = call.view();
    if permissions::check_object(cx, call.permissions(), call.view, row).await? {
        Ok(())
    } else {
        Err(refusals::denied(view.authentication, call.request().user.is_some()))
    }
}
