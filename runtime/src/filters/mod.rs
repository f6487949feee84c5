//! What narrows and orders a list: DRF's filter backends, as SQL.

mod filterset;
mod forms;
mod joins;
mod lookups;
mod number;
mod ordering;
mod pattern;
mod scope;
mod search;
mod select;
mod texts;

pub use filterset::{FilterArgument, Given};
pub(crate) use forms::key_text;
pub use joins::Placed;
pub use ordering::requested as requested_ordering;
pub(crate) use scope::{ScopeSql, scope};
pub use select::{Call, Order, Select};

use crate::db::{Conn, Dialect};
use crate::request::Request;
use crate::schema::link::{Graph, View, ViewId};
use crate::schema::viewset::FilterBackend;
use crate::{ApiError, App};
use filterset::Asked;
use std::borrow::Cow;

/// One view's filters, compiled when the server starts.
#[derive(Debug)]
pub struct Filters {
    filters: Vec<filterset::Filter>,
    search: Vec<search::SearchField>,
    ordering: Vec<String>,
    default_joins: Vec<joins::Join>,
    default_order: Vec<Order>,
}

/// Compiles the filters of all views, in their order.
pub fn compile(graph: &Graph, dialect: Dialect) -> Vec<Filters> {
    let made = graph.views.iter().map(|view| {
        let mut select = Select::new(graph, dialect, view.model).within_scope();
        select.order_by(default_names(graph, view).iter().copied());
        Filters {
            filters: filterset::compile(graph, view),
            search: search::compile(graph, view),
            ordering: ordering::compile(graph, view),
            default_joins: select.joins.into_owned(),
            default_order: select.order.into_owned(),
        }
    });
    made.collect()
}

/// The order of a list that nobody asked to order: the view's own (if an ordering backend looks at it), or the model's.
fn default_names(graph: &Graph, view: &View) -> &'static [&'static str] {
    let own = view.ordering.filter(|o| !o.is_empty() && view.filter_backends.contains(&FilterBackend::Ordering));
    own.unwrap_or_else(|| graph.ordering(view.model))
}

/// Narrows a query by typed values of a view's filterset alone, whatever its backends are. Gives the order that an ordering filter asks for.
///
/// # Errors
///
/// 400 for a pattern that cannot be used, and what the database refuses.
pub(crate) async fn filter_given(
    app: &App,
    view: ViewId,
    given: &Given,
    conn: &mut Conn,
    select: &mut Select<'_>,
) -> Result<Option<Vec<String>>, ApiError> {
    let (Some(linked), Some(filters)) = (app.graph.views.get(view), app.filters.get(view)) else { return Ok(None) };
    if given.is_empty() {
        return Ok(None);
    }
    filterset::apply_given(&filters.filters, &linked.filters, given, conn, select).await
}

/// Runs a view's filter backends in their order: DRF's `filter_queryset`. Sets the order too, so it comes after all other conditions.
/// Without a query string nothing is allocated.
///
/// # Errors
///
/// 400 for parameters that do not parse, and what the database refuses.
pub async fn filter_queryset<'g>(
    app: &'g App,
    view: ViewId,
    req: &Request,
    conn: &mut Conn,
    select: &mut Select<'g>,
) -> Result<(), ApiError> {
    let (Some(linked), Some(filters)) = (app.graph.views.get(view), app.filters.get(view)) else { return Ok(()) };
    let mut order: Option<Vec<Cow<'_, str>>> = None;
    if !req.query.is_empty() {
        for backend in linked.filter_backends {
            match backend {
                FilterBackend::FilterSet if linked.has_filterset => {
                    if let Some(names) = filterset::apply(
                        &filters.filters,
                        &linked.filters,
                        Asked { app, req, query: &req.query, above: req.above.as_ref() },
                        conn,
                        select,
                    )
                    .await?
                    {
                        order = Some(names.into_iter().map(Cow::Owned).collect());
                    }
                }
                FilterBackend::FilterSet => {}
                FilterBackend::Search => {
                    let param = app.graph.api.search_param;
                    if let Some(text) = req.param(param) {
                        search::apply(select, &filters.search, (param, text), conn).await?;
                    }
                }
                FilterBackend::Ordering => {
                    // The view's own ordering undoes an ordering filter's.
                    if let Some(names) = ordering::requested(app, view, req) {
                        order = Some(names.into_iter().map(Cow::Borrowed).collect());
                    }
                }
            }
        }
    }
    match order {
        Some(names) => select.order_by(names.iter().map(AsRef::as_ref)),
        None if select.joins.is_empty() => {
            select.joins = Cow::Borrowed(&filters.default_joins);
            select.order = Cow::Borrowed(&filters.default_order);
        }
        None => select.order_by(default_names(&app.graph, linked).iter().copied()),
    }
    Ok(())
}
