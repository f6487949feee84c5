//! The parent of a nested route: which row the URL means, and what a query parameter of its name says.

use super::{actions::lookup_value, own_column};
use crate::filters::{self, Select};
use crate::hooks;
use crate::request::{Above, Request};
use crate::schema::filterset::FilterKind;
use crate::schema::link::{FilterInput, ViewId};
use crate::schema::lookup::Lookup;
use crate::{ApiError, App, permissions};

/// The parent that a nested view's URL means; `None` if the view has no parent. Where it is found by another column than its key, the
/// database is asked for the key, unless nothing in the request is going to need it.
///
/// # Errors
///
/// What the database refuses.
pub(crate) async fn above(app: &App, view: ViewId, text: &str, req: &Request) -> Result<Option<Above>, ApiError> {
    let Some(parent) = app.graph.views.get(view).and_then(|v| v.parent.as_ref()) else { return Ok(None) };
    let model = app.graph.views[parent.view].model;
    let node = app.graph.model(model);
    let by_key = parent.lookup == node.pk;
    let value = lookup_value(app, model, parent.lookup, text).ok().flatten();
    let needed = !permissions::is_safe(&req.method) || reads_keys(app, view, parent.field_name).is_some();
    let key = match value {
        Some(value) if !by_key && needed => {
            let mut conn = app.db.read_for(&req.method).await?;
            let mut select = Select::new(&app.graph, conn.dialect(), model).within_scope();
            let column = select.column(&own_column(model, parent.lookup));
            select.push(format!("{column} = ?"), [value]);
            let found = hooks::fetch_one(app, req, &mut conn, &select.list_sql(&select.key(), "", false), select.args()).await?;
            found.map(|row| row.value(0, app.graph.stored_type(model, node.pk)))
        }
        value => value.filter(|_| by_key),
    };
    Ok(Some(Above { field: parent.field, name: parent.field_name, text: text.to_owned(), by_key, key }))
}

/// What the query parameter of the parent's name says: what stands in the URL, as drf-nested-routers writes it there, or the parent's key, where
/// a filter of that name reads keys and the URL has none.
pub(crate) fn parent_in_query(app: &App, view: ViewId, above: &Above) -> String {
    match &above.key {
        Some(key) if !above.by_key && reads_keys(app, view, above.name).is_some() => filters::key_text(key),
        _ => above.text.clone(),
    }
}

/// Whether a filter of the parent's name reads the parent's keys.
fn reads_keys(app: &App, view: ViewId, name: &str) -> Option<()> {
    let linked = app.graph.views.get(view)?.filters.iter().find(|f| f.filter.name == name)?;
    let FilterKind::Lookup(Lookup::Exact) = linked.filter.kind else { return None };
    let path = linked.path.as_ref()?;
    let to_key = path.column == Some(app.graph.model(path.model).pk) && !path.hops.is_empty();
    (to_key || matches!(app.graph.filter_form(linked).0, FilterInput::Row(_))).then_some(())
}
