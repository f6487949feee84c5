//! The parent of a nested route: which row the URL means, and what a query parameter of its name says.

use super::call::{Call, lookup_value};
use crate::hooks::Resources;
use crate::orm::{Select, key_text, own_column};
use crate::request::Above;
use crate::schema::filterset::FilterKind;
use crate::schema::link::{FilterInput, ViewId};
use crate::schema::lookup::Lookup;
use crate::{ApiError, permissions};

/// The parent that a nested view's URL means; `None` if the view has no parent. Where it is found by another column than its key, the
/// key is read from the database, unless nothing in the request is going to need it.
///
/// # Errors
///
/// What the database refuses.
pub(crate) async fn parent_of(call: &Call<'_>, text: &str) -> Result<Option<Above>, ApiError> {
    let resources = call.resources();
    let graph = &*resources.graph;
    let Some(parent) = call.view().parent.as_ref() else { return Ok(None) };
    let model = graph.views[parent.view].model;
    let node = graph.model(model);
    let by_key = parent.lookup == node.pk;
    let value = lookup_value(resources, model, parent.lookup, text).ok().flatten();
    let needed = !permissions::is_safe(&call.request().method) || reads_keys(resources, call.view, parent.field_name);
    let key = match value {
        Some(value) if !by_key && needed => {
            let mut conn = call.read().await?;
            let mut select = Select::new(graph, resources.dialect, model).within_scope();
            let column = select.column(&own_column(model, parent.lookup));
            select.push(format!("{column} = ?"), [value]);
            let found = call.context(&mut conn).session.fetch_one(&select.list_of(&select.key())).await?;
            found.map(|row| row.value(0, graph.stored_type(model, node.pk)))
        }
        value => value.filter(|_| by_key),
    };
    Ok(Some(Above { field: parent.field, name: parent.field_name, text: text.to_owned(), by_key, key }))
}

/// What the query parameter of the parent's name says: what stands in the URL, as drf-nested-routers writes it there, or the parent's key, where
/// a filter of that name reads keys and the URL has none.
pub(crate) fn parent_in_query(resources: &Resources, view: ViewId, above: &Above) -> String {
    match &above.key {
        Some(key) if !above.by_key && reads_keys(resources, view, above.name) => key_text(key),
        _ => above.text.clone(),
    }
}

/// Whether a filter of the parent's name reads the parent's keys.
fn reads_keys(resources: &Resources, view: ViewId, name: &str) -> bool {
    let graph = &resources.graph;
    let linked = graph.views.get(view).and_then(|view| view.filters.iter().find(|f| f.filter.name == name));
    let (Some(linked), Some(path)) = (linked, linked.and_then(|linked| linked.path.as_ref())) else { return false };
    let to_key = path.column == Some(graph.model(path.model).pk) && !path.hops.is_empty();
    linked.filter.kind == FilterKind::Lookup(Lookup::Exact) && (to_key || matches!(graph.filter_form(linked).0, FilterInput::Row(_)))
}
