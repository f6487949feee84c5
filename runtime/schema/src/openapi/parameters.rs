//! Parameters of the paths and queries.

use super::fields;
use super::tree::{Map, Tree};
use crate::filterset::FilterKind;
use crate::link::{Graph, LinkedFilter, LinkedParent, View};
use crate::lookup::Lookup;
use crate::model::FieldType;
use crate::viewset::{FilterBackend, Pagination};

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
        Pagination::Cursor { .. } => out.push(query("cursor", text(), "The pagination cursor value.")),
    }
    out
}

/// `fields`, `omit` and `expand`, where the API has them.
pub(super) fn dynamic_fields(graph: &Graph, view: &View) -> Vec<Tree> {
    if !graph.api.dynamic_fields {
        return Vec::new();
    }
    let mut out = vec![
        query("fields", text(), "Only these fields, comma-separated; dots go deeper."),
        query("omit", text(), "All but these fields, comma-separated; dots go deeper."),
    ];
    let names: Vec<&str> = graph.serializers[view.serializer].expandable.iter().map(|e| e.name).collect();
    if !names.is_empty() {
        out.push(query("expand", text(), &format!("Relations to show as objects, comma-separated: {}; dots go deeper.", names.join(", "))));
    }
    out
}

fn filter_parameters(graph: &Graph, linked: &LinkedFilter) -> Vec<Tree> {
    let name = linked.filter.name;
    let Some(path) = &linked.path else {
        let FilterKind::Ordering(fields) = linked.filter.kind else { return Vec::new() };
        let values: Vec<Tree> = fields.iter().flat_map(|f| [(*f).into(), format!("-{f}").into()]).collect();
        let items = text().with("enum", values);
        return vec![list_of(name, items, "Ordering")];
    };
    let column = path.column.unwrap_or(graph.models[path.model].pk);
    let stored = graph.stored_type(path.model, column);
    let choices = graph.models[path.model].fields[column].field.choices;
    let one = || {
        if choices.is_empty() {
            fields::column(stored)
        } else {
            Map::new().with("enum", choices.iter().map(|(v, _)| fields::literal(*v)).collect::<Vec<Tree>>())
        }
    };
    match linked.filter.kind {
        FilterKind::Between => {
            let ends = if matches!(stored, FieldType::Date | FieldType::DateTime | FieldType::Time) {
                ["after", "before"]
            } else {
                ["min", "max"]
            };
            ends.iter().map(|end| query(&format!("{name}_{end}"), one(), "")).collect()
        }
        FilterKind::Lookup(lookup) => {
            let schema = match lookup {
                Lookup::Exact if path.column.is_none() => return vec![repeated(name, one())],
                Lookup::Exact | Lookup::Gt | Lookup::Gte | Lookup::Lt | Lookup::Lte => one(),
                Lookup::In | Lookup::Range => return vec![list_of(name, one(), "Multiple values may be separated by commas.")],
                Lookup::IsNull => Map::new().with("type", "boolean"),
                Lookup::Year | Lookup::Month | Lookup::Day => integer(),
                Lookup::Date => text().with("format", "date"),
                _ => text(),
            };
            vec![query(name, schema, "")]
        }
        FilterKind::Ordering(_) => Vec::new(),
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
