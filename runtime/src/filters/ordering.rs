//! DRF's `OrderingFilter`.

use crate::request::Request;
use crate::schema::link::{Graph, View};
use crate::schema::model::FieldType;
use crate::schema::serializer::Kind;
use crate::schema::viewset::Action;
use std::collections::HashSet;

/// The names that a client may order by.
pub(super) fn compile(graph: &Graph, view: &View) -> Vec<String> {
    match view.ordering_fields {
        Some(["__all__"]) => {
            let fields = graph.model(view.model).fields.iter();
            fields.filter(|c| c.field.kind != FieldType::ManyToMany).map(|c| c.field.name.to_owned()).collect()
        }
        Some(names) => names.iter().map(|n| (*n).to_owned()).collect(),
        // Every readable field of the serializer that comes from the row.
        None => graph.serializers[view.serializer_of(Action::List)]
            .fields
            .iter()
            .filter(|f| !f.field.write_only && !matches!(f.field.kind, Kind::Hidden))
            .filter(|f| {
                f.path.is_some()
                    && !f.label
                    && !f.count
                    && !f.field.source_path().ends_with("__str__")
                    && f.field.source_path() != "*"
                    && f.field.source_path() != "pk"
            })
            .map(|f| f.field.source_path().replace('.', "__"))
            .collect(),
    }
}

/// `OrderingFilter.get_ordering`: the order that the client wants as far as it may, or the view's own ordering, or none. `allowed` are the names
/// of [`compile`].
pub(super) fn requested<'a>(graph: &Graph, view: &View, allowed: &[String], request: &'a Request) -> Option<Vec<&'a str>> {
    if let Some(wanted) = request.param(graph.api.ordering_param) {
        // A name that comes again orders nothing any more.
        let mut seen = HashSet::new();
        let names: Vec<&str> = wanted
            .split(',')
            .map(str::trim)
            .filter(|term| {
                let name = term.strip_prefix('-').unwrap_or(term);
                allowed.iter().any(|a| a == name) && seen.insert(name)
            })
            .collect();
        if !names.is_empty() {
            return Some(names);
        }
    }
    view.ordering.filter(|o| !o.is_empty()).map(<[_]>::to_vec)
}
