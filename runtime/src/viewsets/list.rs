//! DRF's `ListModelMixin`.

use super::call::{Call, lookup_value};
use crate::ApiError;
use crate::hooks::{Context, Rows};
use crate::orm::{Select, Statement, own_column, rows_condition};
use crate::pagination::{List, paginate};
use crate::request::Answer;
use crate::schema::viewset::{FilterBackend, Pagination};

/// DRF's `list`.
///
/// # Errors
///
/// 400 for parameters that don't parse, 404 for a page that there isn't, and what the database refuses.
pub(crate) async fn list(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut conn = call.read().await?;
    list_of(call, &mut call.context(&mut conn), None).await
}

/// The list, or some of its rows: what DRF's `filter_queryset`, `paginate_queryset` and `get_paginated_response` make of them.
///
/// # Errors
///
/// As [`list`]; also lookups of `rows` that lead nowhere.
pub(super) async fn list_of(call: &Call<'_>, cx: &mut Context<'_>, rows: Option<&Rows>) -> Result<Answer, ApiError> {
    let view = call.view();
    let mut select = queryset(call)?;
    if let Some(rows) = rows {
        let resources = call.resources();
        select.push_statement(rows_condition(&resources.graph, resources.dialect, view.model, rows, "t0")?);
    }
    call.app.filters.filter_queryset(call.view, cx, &mut select).await?;
    let ordered = view.filter_backends.contains(&FilterBackend::Ordering);
    let ordering = if ordered { call.app.filters.requested_ordering(call.view, cx.request) } else { None };
    // DRF makes the serializer of a page that exists: that a page does not exist is said first.
    let (projection, refused) = match call.projection() {
        Ok(projection) => (projection, None),
        Err(error) => (call.app.projections.plain(call.shows()), Some(error)),
    };
    // Only these paginations refuse pages.
    let checks_page = matches!(view.pagination, Pagination::PageNumber { .. } | Pagination::Cursor { .. });
    if let Some(error) = refused.as_ref().filter(|_| !checks_page) {
        return Err(error.clone());
    }
    let body = paginate(List { select, ordering, projection: &projection }, view, cx).await?;
    refused.map_or(Ok(Answer::ok(body)), Err)
}

/// The rows that a request at a view is about, before anything narrows them but the parent in the URL: DRF's `get_queryset`.
///
/// # Errors
///
/// 404 for a parent's key that cannot be one.
pub(super) fn queryset<'a>(call: &Call<'a>) -> Result<Select<'a>, ApiError> {
    let (resources, view) = (call.resources(), call.view());
    let graph = &*resources.graph;
    let mut select = Select::new(graph, resources.dialect, view.model).within_scope();
    if let (true, Some(parent)) = (call.nested, &view.parent) {
        let above = &graph.views[parent.view];
        let text = call.request().parent.as_deref().unwrap_or_default();
        let Some(value) = lookup_value(resources, above.model, parent.lookup, text)? else {
            // A key that no row can have.
            select.push("1 = 0", []);
            return Ok(select);
        };
        let name = graph.model(above.model).fields[parent.lookup].field.name;
        let path = graph.path(view.model, &format!("{}.{name}", parent.field_name)).map_err(ApiError::internal)?;
        let column = select.column(&path);
        select.push(format!("{column} = ?"), [value]);
        if graph.is_scoped(above.model) {
            let node = graph.model(above.model);
            let key = select.column(&own_column(view.model, parent.field));
            let (table, pk) = (select.dialect().quote(node.model.table), select.dialect().quote(node.key().field.column));
            let mut condition = Statement::from(format!("EXISTS (SELECT 1 FROM {table} AS above WHERE above.{pk} = {key}"));
            condition.and_scope(graph, above.model, "above").push(")");
            select.push_statement(condition);
        }
    }
    Ok(select)
}
