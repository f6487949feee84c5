//! Viewsets: what is not said comes from the master, and then from the API.

use super::{Graph, LinkError, ModelId, ModelNode, Path, SerId, ViewId};
use crate::api::{Parser, Renderer, ThrottleKind};
use crate::filterset::{Filter, FilterKind};
use crate::lookup::Lookup;
use crate::viewset::{Action, ActionPermissions, Authentication, ExtraAction, FilterBackend, Pagination, Permission, ViewSet};

/// A filter in its place.
#[derive(Clone, Debug)]
pub struct LinkedFilter {
    /// The descriptor.
    pub filter: Filter,
    /// The column; `None` for an ordering.
    pub path: Option<Path>,
}

/// Nested routes below another resource.
#[derive(Clone, Debug)]
pub struct LinkedParent {
    /// The other resource.
    pub view: ViewId,
    /// The key that leads to it: index into this model's fields.
    pub field: usize,
    /// Its name.
    pub field_name: &'static str,
    /// The parent's column whose value stands in the URL: index into its fields.
    pub lookup: usize,
    /// The name of the URL's parameter: `{resource}_{lookup_field}`.
    pub parameter: String,
    /// `{parent}-{basename}`.
    pub basename: String,
}

/// A viewset with every option decided.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "docs/spec.md's keys, under their names")]
pub struct View {
    pub model: ModelId,
    /// The resource's own serializer: that of extra actions, and of every action that has none of its own.
    pub serializer: SerId,
    /// Those of the actions, in the order of [`Action::ALL`].
    pub serializers: [SerId; 6],
    pub viewset: &'static ViewSet,
    /// Whether it has routes: a master has none.
    pub routed: bool,
    /// With the master's before it: `content/rpm`.
    pub endpoint: String,
    pub basename: &'static str,
    /// The spec's name; `id` stands for DRF's `pk`.
    pub lookup_field: &'static str,
    /// The column that is looked up: index into the model's fields.
    pub lookup: usize,
    /// A pattern for one URL segment (or more, if it says so).
    pub lookup_value_regex: &'static str,
    pub actions: Vec<Action>,
    pub pagination: Pagination,
    pub filter_backends: &'static [FilterBackend],
    /// Whether there is a filterset at all.
    pub has_filterset: bool,
    /// In the order of their errors.
    pub filters: Vec<LinkedFilter>,
    pub search_fields: &'static [&'static str],
    /// `None`: every readable field of the serializer.
    pub ordering_fields: Option<&'static [&'static str]>,
    pub ordering: Option<&'static [&'static str]>,
    pub permissions: &'static [Permission],
    /// Actions whose permissions are others; see [`View::permissions_of`].
    pub permissions_by_action: &'static [ActionPermissions],
    pub authentication: &'static [Authentication],
    pub throttle_scope: Option<&'static str>,
    pub throttles: &'static [ThrottleKind],
    pub parsers: &'static [Parser],
    pub renderers: &'static [Renderer],
    pub parent: Option<LinkedParent>,
    /// A master's are its details' too.
    pub extra_actions: &'static [ExtraAction],
    /// As `extra_actions`.
    pub hooks: &'static [&'static str],
}

impl View {
    /// What an action reads or lists with: DRF's `get_serializer_class()`.
    pub fn serializer_of(&self, action: Action) -> SerId {
        self.serializers[action as usize]
    }

    /// What an action's answer is shown with. A write answers what retrieve would show.
    pub fn shown_by(&self, action: Action) -> SerId {
        match action {
            Action::Create | Action::Update | Action::PartialUpdate => self.serializer_of(Action::Retrieve),
            action => self.serializer_of(action),
        }
    }

    /// The serializers that its writes read with, each once.
    pub fn written_by(&self) -> Vec<SerId> {
        let mut out = Vec::new();
        for &action in self.actions.iter().filter(|a| matches!(a, Action::Create | Action::Update | Action::PartialUpdate)) {
            let id = self.serializer_of(action);
            if !out.contains(&id) {
                out.push(id);
            }
        }
        out
    }

    /// The permissions of an action; `None` is what has none of its own: OPTIONS, and a method that is not allowed.
    pub fn permissions_of(&self, action: Option<&str>) -> &'static [Permission] {
        let own = action.and_then(|action| self.permissions_by_action.iter().find(|by| by.action == action));
        own.map_or(self.permissions, |by| by.permissions)
    }

    /// All lists of permissions that it may ask.
    pub fn all_permissions(&self) -> impl Iterator<Item = &'static [Permission]> {
        std::iter::once(self.permissions).chain(self.permissions_by_action.iter().map(|by| by.permissions))
    }
}

pub(super) fn link(graph: &mut Graph, errors: &mut Vec<LinkError>) {
    let views: Vec<View> = (0..graph.api.resources.len()).map(|id| view(graph, id, errors)).collect();
    graph.views = views;
    for id in 0..graph.views.len() {
        let Some(parent) = graph.api.resources[id].viewset.parent else { continue };
        let mut fail = |message: String| errors.push(LinkError { resource: graph.models[id].model.name.to_owned(), message });
        let Some(above) = graph.model_id(parent.resource).filter(|&a| a < graph.views.len()) else {
            fail(format!("parent `{}` is no resource", parent.resource));
            continue;
        };
        let Some(field) = graph.models[id].position(parent.field) else {
            fail(format!("parent field `{}` is none of its fields", parent.field));
            continue;
        };
        let lookup_field = if graph.views[above].lookup_field == "id" { "pk" } else { graph.views[above].lookup_field };
        let linked = LinkedParent {
            view: above,
            field,
            field_name: parent.field,
            lookup: graph.views[above].lookup,
            parameter: format!("{}_{lookup_field}", graph.models[above].model.snake),
            basename: format!("{}-{}", graph.views[above].basename, graph.views[id].basename),
        };
        graph.views[id].parent = Some(linked);
    }
}

fn view(graph: &Graph, id: ModelId, errors: &mut Vec<LinkError>) -> View {
    let api = graph.api;
    let node = &graph.models[id];
    let own = api.resources[id].viewset;
    let above = node.master.map(|m| api.resources[m].viewset);
    let mut fail = |message: String| errors.push(LinkError { resource: node.model.name.to_owned(), message });

    // A detail's own option, or its master's.
    macro_rules! said {
        ($key:ident) => {
            own.$key.or_else(|| above.and_then(|v| v.$key))
        };
    }
    let lookup_field = said!(lookup_field).unwrap_or("id");
    let lookup = match lookup_field {
        "id" => Some(node.pk),
        name => node.position(name),
    };
    let lookup = lookup.filter(|at| node.fields[*at].annotation.is_none());
    if lookup.is_none() {
        fail(format!("lookup_field `{lookup_field}` is none of its fields"));
    }
    let mut filters: Vec<LinkedFilter> = Vec::new();
    let mut has_filterset = false;
    for owner in node.master.into_iter().chain([id]) {
        let Some(set) = api.resources[owner].filterset else { continue };
        has_filterset = true;
        for filter in set.filters {
            let path = match filter.kind {
                FilterKind::Ordering(_) => None,
                _ => match graph.path(id, filter.path) {
                    Ok(path) => Some(path),
                    Err(error) => {
                        fail(format!("filter `{}`: {error}", filter.name));
                        continue;
                    }
                },
            };
            let linked = LinkedFilter { filter: *filter, path };
            match filters.iter_mut().find(|f| f.filter.name == filter.name) {
                Some(inherited) => *inherited = linked,
                None => filters.push(linked),
            }
        }
    }
    in_django_order(node, &mut filters);
    View {
        model: id,
        serializer: id,
        serializers: [Action::List, Action::Create, Action::Retrieve, Action::Update, Action::PartialUpdate, Action::Destroy]
            .map(|action| graph.of_action(id, action)),
        viewset: own,
        routed: !node.model.master,
        endpoint: above.map_or_else(|| own.endpoint.to_owned(), |m| format!("{}/{}", m.endpoint, own.endpoint)),
        basename: own.basename,
        lookup_field,
        lookup: lookup.unwrap_or(node.pk),
        lookup_value_regex: said!(lookup_value_regex).unwrap_or("[^/.]+"),
        actions: said!(actions).unwrap_or(Action::ALL).to_vec(),
        pagination: said!(pagination).unwrap_or(api.pagination),
        filter_backends: said!(filter_backends).unwrap_or(api.filter_backends),
        has_filterset,
        filters,
        search_fields: said!(search_fields).unwrap_or(&[]),
        ordering_fields: said!(ordering_fields),
        ordering: said!(ordering),
        permissions: said!(permissions).unwrap_or(api.permissions),
        permissions_by_action: said!(permissions_by_action).unwrap_or(&[]),
        authentication: said!(authentication).unwrap_or(api.authentication),
        throttle_scope: said!(throttle_scope),
        throttles: said!(throttles).unwrap_or(api.throttling.classes),
        parsers: said!(parsers).unwrap_or(api.parsers),
        renderers: said!(renderers).unwrap_or(api.renderers),
        parent: None,
        extra_actions: own_or(own.extra_actions, above.map(|v| v.extra_actions)),
        hooks: own_or(own.hooks, above.map(|v| v.hooks)),
    }
}

/// A detail's own list, or its master's.
fn own_or<T>(own: &'static [T], above: Option<&'static [T]>) -> &'static [T] {
    if own.is_empty() { above.unwrap_or(own) } else { own }
}

/// django-filter's order: `Meta.fields`, a dictionary from fields to lookups, then declared filters. `Meta.fields` has columns only, so filters on
/// annotations are declared ones that come first.
fn in_django_order(node: &ModelNode, filters: &mut Vec<LinkedFilter>) {
    let mut paths: Vec<&'static str> = Vec::new();
    let mut place = |linked: &LinkedFilter| {
        let Filter { name, path, kind } = linked.filter;
        let meta = match kind {
            FilterKind::Lookup(Lookup::Exact) => name == path,
            FilterKind::Lookup(lookup) => name.strip_prefix(path).and_then(|n| n.strip_prefix("__")) == Some(lookup.name()),
            FilterKind::Between | FilterKind::Ordering(_) => false,
        };
        if !meta {
            return usize::MAX;
        }
        let own = linked.path.as_ref().filter(|p| p.hops.is_empty()).and_then(|p| node.fields.get(p.column?));
        if own.is_some_and(|column| column.annotation.is_some()) {
            return usize::MAX - 1;
        }
        paths.iter().position(|p| *p == path).unwrap_or_else(|| {
            paths.push(path);
            paths.len() - 1
        })
    };
    let mut placed: Vec<(usize, LinkedFilter)> = filters.drain(..).map(|f| (place(&f), f)).collect();
    placed.sort_by_key(|(at, _)| *at);
    filters.extend(placed.into_iter().map(|(_, f)| f));
}
