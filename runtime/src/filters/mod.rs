//! What narrows and orders a list: DRF's filter backends, as conditions of a query.

mod filterset;
mod forms;
mod number;
mod ordering;
mod search;

use crate::ApiError;
use crate::db::{Conn, Dialect};
use crate::hooks::Context;
use crate::orm::{Given, Join, Order, Select};
use crate::request::Request;
use crate::schema::link::{Graph, View, ViewId};
use crate::schema::viewset::FilterBackend;
use std::borrow::Cow;
use std::sync::Arc;

/// The filters of all views of an API.
#[derive(Debug)]
pub struct Filters {
    graph: Arc<Graph>,
    /// By view.
    views: Vec<ViewFilters>,
}

/// One view's filters, compiled when the server starts.
#[derive(Debug)]
struct ViewFilters {
    filters: Vec<filterset::Filter>,
    search: Vec<search::SearchField>,
    ordering: Vec<String>,
    default_joins: Vec<Join>,
    default_order: Vec<Order>,
}

/// The order of a list that no client ordered: the view's own (if an ordering backend looks at it), or the model's.
fn default_names(graph: &Graph, view: &View) -> &'static [&'static str] {
    let own = view.ordering.filter(|o| !o.is_empty() && view.filter_backends.contains(&FilterBackend::Ordering));
    own.unwrap_or_else(|| graph.ordering(view.model))
}

impl Filters {
    /// Compiles the filters of all views.
    pub fn new(graph: &Arc<Graph>, dialect: Dialect) -> Self {
        let views = graph.views.iter().map(|view| {
            let mut select = Select::new(graph, dialect, view.model).within_scope();
            select.order_by(default_names(graph, view).iter().copied());
            ViewFilters {
                filters: filterset::compile(graph, view),
                search: search::compile(graph, view),
                ordering: ordering::compile(graph, view),
                default_joins: select.joins.into_owned(),
                default_order: select.order.into_owned(),
            }
        });
        Self { views: views.collect(), graph: graph.clone() }
    }

    /// Narrows a query by typed values of a view's filterset alone, whatever its backends are. Gives the order that an ordering filter was
    /// given.
    ///
    /// # Errors
    ///
    /// 400 for a pattern that cannot be used, and what the database refuses.
    pub(crate) async fn filter_given(
        &self,
        view: ViewId,
        given: &Given,
        conn: &mut Conn,
        select: &mut Select<'_>,
    ) -> Result<Option<Vec<String>>, ApiError> {
        let (Some(linked), Some(filters)) = (self.graph.views.get(view), self.views.get(view)) else { return Ok(None) };
        if given.is_empty() {
            return Ok(None);
        }
        filterset::apply_given(&filters.filters, &linked.filters, given, conn, select).await
    }

    /// DRF's `OrderingFilter.get_ordering`: the order that the client of a view wants as far as it may, or the view's own ordering, or none.
    pub(crate) fn requested_ordering<'r>(&self, view: ViewId, request: &'r Request) -> Option<Vec<&'r str>> {
        ordering::requested(&self.graph, self.graph.views.get(view)?, &self.views.get(view)?.ordering, request)
    }

    /// Runs a view's filter backends in their order: DRF's `filter_queryset`. Sets the order too, so it comes after all other conditions.
    /// Without a query string nothing is allocated.
    ///
    /// # Errors
    ///
    /// 400 for parameters that do not parse, and what the database refuses.
    pub(crate) async fn filter_queryset<'g>(&'g self, view: ViewId, cx: &mut Context<'_>, select: &mut Select<'g>) -> Result<(), ApiError> {
        let (Some(linked), Some(filters)) = (self.graph.views.get(view), self.views.get(view)) else { return Ok(()) };
        let request = cx.request;
        let mut order: Option<Vec<Cow<'_, str>>> = None;
        if !request.query.is_empty() {
            for backend in linked.filter_backends {
                match backend {
                    FilterBackend::FilterSet if linked.has_filterset => {
                        if let Some(names) = filterset::apply(&filters.filters, &linked.filters, cx, select).await? {
                            order = Some(names.into_iter().map(Cow::Owned).collect());
                        }
                    }
                    FilterBackend::FilterSet => {}
                    FilterBackend::Search => {
                        let param = self.graph.api.search_param;
                        if let Some(text) = request.param(param) {
                            search::apply(select, &filters.search, (param, text), cx.connection()).await?;
                        }
                    }
                    FilterBackend::Ordering => {
                        // The view's own ordering undoes an ordering filter's.
                        if let Some(names) = ordering::requested(&self.graph, linked, &filters.ordering, request) {
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
            None => select.order_by(default_names(&self.graph, linked).iter().copied()),
        }
        Ok(())
    }
}
