//! Parameters of the paths and queries.

use super::fields;
use super::tree::{Map, Tree};
use crate::filterset::FilterKind;
use crate::link::{FilterInput, FilterShape, Graph, LinkedFilter, LinkedParent, View};
use crate::lookup::Lookup;
use crate::viewset::{Action, FilterBackend, Pagination};

fn query(name: &str, schema: Map, description: &str) -> Tree {
    Map::new().with("in", "query").with("name", name).with("schema", schema).with_text("description", description).into()
}

fn in_path(name: &str, schema: Map, description: &str) -> Tree {
    Map::new()
        .with("in", "path")
        .with("name", name)
        .with("required", true)
        .with("schema", schema)
        .with_text("description", description)
        .into()
}

fn text() -> Map {
    Map::new().with("type", "string")
}

fn integer() -> Map {
    Map::new().with("type", "integer")
}

/// The version in the path.
pub(super) fn version(graph: &Graph) -> Tree {
    let allowed: Vec<Tree> = graph.api.versioning.allowed.iter().map(|v| (*v).into()).collect();
    in_path("version", text().with("enum", allowed), "")
}

/// The keys in the path.
pub(super) fn path(graph: &Graph, view: &View, parent: Option<&LinkedParent>, detail: bool, key: &str) -> Vec<Tree> {
    let mut out = Vec::new();
    if let Some(parent) = parent {
        let above = graph.views[parent.view].model;
        out.push(in_path(&parent.parameter, fields::column(graph.stored_type(above, parent.lookup)), ""));
    }
    if detail {
        let model = graph.models[view.model].model;
        let about = format!("The {key} of the {}.", model.verbose_name());
        out.push(in_path(key, fields::column(graph.stored_type(view.model, view.lookup)), &about));
    }
    out
}

/// What narrows, orders and cuts a list.
pub(super) fn list(graph: &Graph, view: &View) -> Vec<Tree> {
    let api = graph.api;
    let mut out = Vec::new();
    if view.filter_backends.contains(&FilterBackend::FilterSet) {
        for filter in &view.filters {
            out.extend(filter_parameters(graph, filter));
        }
    }
    if view.filter_backends.contains(&FilterBackend::Search) && !view.search_fields.is_empty() {
        out.push(query(api.search_param, text(), "A search term."));
    }
    if view.filter_backends.contains(&FilterBackend::Ordering) {
        out.push(query(api.ordering_param, text(), "Which field to use when ordering the results."));
    }
    match view.pagination {
        Pagination::None => {}
        Pagination::PageNumber { page_size_query_param, .. } => {
            out.push(query("page", integer(), "A page number within the paginated result set."));
            if !page_size_query_param.is_empty() {
                out.push(query(page_size_query_param, integer(), "Number of results to return per page."));
            }
        }
        Pagination::LimitOffset { .. } => {
            out.push(query("limit", integer(), "Number of results to return per page."));
            out.push(query("offset", integer(), "The initial index from which to return the results."));
        }
        Pagination::Cursor { page_size_query_param, .. } => {
            out.push(query("cursor", text(), "The pagination cursor value."));
            if !page_size_query_param.is_empty() {
                out.push(query(page_size_query_param, integer(), "Number of results to return per page."));
            }
        }
    }
    out
}

/// `fields`, `omit` and `expand`, where the API has them.
pub(super) fn dynamic_fields(graph: &Graph, view: &View, action: Action) -> Vec<Tree> {
    if !graph.api.dynamic_fields {
        return Vec::new();
    }
    let once = if graph.api.dynamic_fields_recursive { "" } else { ", no name twice" };
    let deeper = format!("dots go deeper (at most {} names in a path{once}).", graph.api.dynamic_fields_max_depth);
    let mut out = vec![
        query("fields", text(), &format!("Only these fields, comma-separated; {deeper}")),
        query("omit", text(), &format!("All but these fields, comma-separated; {deeper}")),
    ];
    let names: Vec<&str> = graph.serializers[view.shown_by(action)].expandable.iter().map(|e| e.name).collect();
    if !names.is_empty() {
        out.push(query("expand", text(), &format!("Relations to show as objects, comma-separated: {}; {deeper}", names.join(", "))));
    }
    out
}

fn filter_parameters(graph: &Graph, linked: &LinkedFilter) -> Vec<Tree> {
    let name = linked.filter.name;
    let (input, shape) = graph.filter_form(linked);
    let stored = || linked.path.as_ref().map_or_else(text, |path| fields::column(graph.end_type(path)));
    let date_part = matches!(linked.filter.kind, FilterKind::Lookup(Lookup::Year | Lookup::Month | Lookup::Day));
    let one = match input {
        FilterInput::Ordering(names) => {
            let values: Vec<Tree> = names.iter().flat_map(|f| [(*f).into(), format!("-{f}").into()]).collect();
            return vec![list_of(name, text().with("enum", values), "Ordering")];
        }
        FilterInput::Boolean => Map::new().with("type", "boolean"),
        FilterInput::Date => text().with("format", "date"),
        FilterInput::Number if date_part => integer(),
        FilterInput::Choice(choices) => Map::new().with("enum", choices.iter().map(|(v, _)| fields::literal(*v)).collect::<Vec<Tree>>()),
        FilterInput::Text => text(),
        _ => stored(),
    };
    match shape {
        FilterShape::One if matches!(input, FilterInput::Rows(_)) => vec![repeated(name, one)],
        FilterShape::One => vec![query(name, one, "")],
        FilterShape::List | FilterShape::Pair => vec![list_of(name, one, "Multiple values may be separated by commas.")],
        FilterShape::Between(low, high) => [low, high].iter().map(|end| query(&format!("{name}_{end}"), one.clone(), "")).collect(),
    }
}

/// Comma-separated values.
fn list_of(name: &str, items: Map, description: &str) -> Tree {
    let schema = Map::new().with("type", "array").with("items", items);
    let base = Map::new().with("in", "query").with("name", name).with("schema", schema).with_text("description", description);
    base.with("explode", false).with("style", "form").into()
}

/// A parameter that may come several times.
fn repeated(name: &str, items: Map) -> Tree {
    let schema = Map::new().with("type", "array").with("items", items);
    Map::new().with("in", "query").with("name", name).with("schema", schema).with("explode", true).with("style", "form").into()
}
