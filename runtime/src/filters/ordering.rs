//! DRF's `OrderingFilter`.

use crate::request::Request;
use crate::schema::builtin;
use crate::schema::link::{Graph, View};
use crate::schema::model::FieldType;
use crate::schema::serializer::Kind;
use crate::schema::viewset::Action;
use std::collections::HashSet;

/// The names that a client may order by.
pub(super) fn compile(graph: &Graph, view: &View) -> Vec<String> {
    match view.ordering_fields {
        Some(["__all__"]) => {
            let node = graph.model(view.model);
            // An order by the hashes of passwords would tell them apart bit by bit (*extension*: DRF allows it).
            let hash = |name: &str| name == "password" && node.model.proxy == builtin::USER;
            let fields = node.fields.iter().filter(|c| c.field.kind != FieldType::ManyToMany && !hash(c.field.name));
            fields.map(|c| c.field.name.to_owned()).collect()
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::schema::infer::keep;
    use crate::schema::{Api, Model, Resource, Serializer, ViewSet};

    #[test]
    fn nothing_is_ordered_by_the_hashes_of_passwords() {
        let user = builtin::named(builtin::USER).unwrap().model;
        let model = keep(Box::new(Model::new("Account", "account", "auth_user").fields(user.fields).proxy(builtin::USER)));
        let viewset = keep(Box::new(ViewSet::new("accounts", "account").ordering_fields(&["__all__"])));
        let serializer = keep(Box::new(Serializer::new(&[])));
        let resources = keep(vec![Resource { model, serializer, filterset: None, viewset }].into_boxed_slice());
        let graph = Graph::link(keep(Box::new(Api { resources, ..Api::new("staff", "Staff") }))).unwrap();
        let names = compile(&graph, &graph.views[0]);
        assert!(names.contains(&"username".to_owned()) && !names.contains(&"password".to_owned()), "{names:?}");
    }
}
