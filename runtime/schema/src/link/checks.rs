//! What fits together only where all resources and the API are: the net below the generator's checks, and for derived resources, whose
//! derive sees one struct, the first to look.
//!
//! What is refused here would be a server that answers wrongly, or not at all; so it is an error when a router is built.

use super::{Column, Graph, LinkError, ModelId, ModelNode, Path, SerId, View};
use crate::api::{Input, ThrottleKind, VersioningKind};
use crate::cors::{is_token, origin_error};
use crate::filterset::FilterKind;
use crate::model::FieldType;
use crate::rules;
use crate::serializer::{Kind, RelatedKind};
use crate::viewset::{Action, FilterBackend, Pagination};
use std::collections::HashMap;

pub(super) fn check(graph: &Graph) -> Vec<LinkError> {
    let mut checks = Checks { graph, errors: Vec::new() };
    checks.api();
    checks.cors();
    checks.names();
    for id in 0..graph.api.resources.len() {
        checks.fields(id);
        checks.meta(id);
        checks.serializer(id, id);
        graph.variants(id).for_each(|ser| checks.serializer(id, ser));
        checks.viewset(&graph.views[id]);
    }
    checks.ways_back();
    checks.errors
}

struct Checks<'g> {
    graph: &'g Graph,
    errors: Vec<LinkError>,
}

impl Checks<'_> {
    fn fail(&mut self, resource: &str, message: String) {
        let error = LinkError { resource: resource.to_owned(), message };
        if !self.errors.contains(&error) {
            self.errors.push(error);
        }
    }

    fn fail_of(&mut self, id: ModelId, message: String) {
        self.fail(self.graph.models[id].model.name, message);
    }

    /// The settings that a builder takes as they are.
    fn api(&mut self) {
        let api = self.graph.api;
        if !rules::is_api_name(api.name) {
            self.fail(api.name, format!("`{}` is not a name for an API: it is in snake_case, as tables are called after it", api.name));
        }
        if !rules::is_prefix(api.prefix) {
            self.fail(api.name, format!("the prefix `{}` does not begin and end with one slash", api.prefix));
        }
        for path in [api.docs_openapi, api.docs_ui] {
            if !rules::is_below_prefix(path) {
                self.fail(api.name, format!("`{path}` is not a path below the prefix: it has no slash in front"));
            }
        }
        if api.renderers.is_empty() {
            self.fail(api.name, "without a renderer no request can be answered".to_owned());
        }
        if api.versioning.class == VersioningKind::Namespace && api.versioning.allowed.is_empty() {
            self.fail(api.name, "`namespace` versioning has a namespace for each allowed version, and there is none".to_owned());
        }
        let depth = api.input.max_depth;
        if depth == 0 || depth > Input::DEEPEST {
            self.fail(api.name, format!("`input.max_depth` is {depth}, which is not a number from 1 to {}", Input::DEEPEST));
        }
        for (scope, rate) in api.throttling.rates {
            if rules::rate(rate).is_none() {
                self.fail(api.name, format!("the rate of `{scope}` is `{rate}`, which is not a number and a period (`100/day`)"));
            }
        }
    }

    /// Which pages of other origins may ask.
    fn cors(&mut self) {
        let (name, cors) = (self.graph.api.name, &self.graph.api.cors);
        for origin in cors.allowed_origins {
            if let Some(help) = origin_error(origin) {
                self.fail(name, format!("cors: `{}` is not an origin: {help}", origin.escape_debug()));
            }
        }
        if cors.allow_all_origins && cors.allow_credentials {
            self.fail(name, "cors: every origin is allowed to use the logins of users; name the origins instead".to_owned());
        }
        for token in [cors.allow_methods, cors.allowed_headers, cors.expose_headers].concat() {
            if !is_token(token) {
                self.fail(name, format!("cors: `{}` is no name of a method or a header", token.escape_debug()));
            }
        }
    }

    /// Names that belong to one resource.
    fn names(&mut self) {
        let graph = self.graph;
        let mut seen: HashMap<(&str, String), &str> = HashMap::new();
        for (id, node) in graph.models.iter().enumerate().take(graph.views.len()) {
            let (name, view) = (node.model.name, &graph.views[id]);
            let mut taken = vec![("name", name.to_lowercase())];
            if view.routed {
                taken.extend([("endpoint", view.endpoint.clone()), ("basename", view.basename.to_owned())]);
            }
            if node.model.managed {
                taken.push(("table", node.model.table.to_lowercase()));
            }
            for (what, value) in taken {
                let message = |first: &str| format!("the {what} `{value}` belongs to `{first}` already");
                match seen.get(&(what, value.clone())) {
                    Some(first) => self.fail(name, message(first)),
                    None => drop(seen.insert((what, value.clone()), name)),
                }
            }
        }
    }

    /// A detail has its master's fields too.
    fn fields(&mut self, id: ModelId) {
        let node = &self.graph.models[id];
        for (at, column) in node.fields.iter().enumerate().filter(|(_, c)| c.owner == id) {
            if node.fields.iter().take(at).any(|c| c.field.name == column.field.name) {
                self.fail_of(id, format!("the field `{}` is there twice: its master has one of this name", column.field.name));
            }
        }
        self.shared_pairs(id);
        if let Some(master) = node.master.filter(|m| !self.graph.models[*m].model.master) {
            self.fail_of(id, format!("`{}` is no master, so it cannot be extended", self.graph.models[master].model.name));
        }
    }

    /// Of a second resource on a table: the pairs of its many-to-many relations are those of the resource that the table belongs to.
    fn shared_pairs(&mut self, id: ModelId) {
        let graph = self.graph;
        let node = &graph.models[id];
        let same_table = |other: &&ModelNode| other.model.managed && other.model.table.eq_ignore_ascii_case(node.model.table);
        let Some(owner) = graph.models.iter().find(same_table).filter(|_| !node.model.managed) else { return };
        let table = |target: Option<ModelId>| target.map(|target| graph.models[target].model.table);
        for column in node.fields.iter().filter(|c| c.owner == id && c.pairs.as_ref().is_some_and(|p| p.through.is_none())) {
            let twin = owner.fields.iter().find(|c| c.field.name == column.field.name);
            let shares =
                |twin: &Column| twin.pairs.as_ref().is_some_and(|p| p.through.is_none()) && table(twin.target) == table(column.target);
            if !twin.is_some_and(shares) {
                let (name, owner) = (column.field.name, owner.model.name);
                self.fail_of(id, format!("no table holds the pairs of `{name}`: `{owner}`, whose table this is, has no such relation"));
            }
        }
    }

    fn meta(&mut self, id: ModelId) {
        let node = &self.graph.models[id];
        let model = node.model;
        let sets = model.unique_together.iter().chain(model.indexes).flat_map(|set| set.iter());
        let conditions = model.constraints.iter().flat_map(|check| check.condition.columns()).map(|column| column.field);
        let checked = conditions.chain(model.unique_sets.iter().flat_map(|set| set.all_fields()));
        let columns: Vec<&str> = sets.map(|name| name.trim_start_matches('-')).chain(checked).collect();
        for name in columns {
            let own = node.position(name).map(|at| &node.fields[at]);
            if own.is_none_or(|c| c.owner != id || !c.is_stored()) {
                self.fail_of(id, format!("`{name}` is none of its columns, so it cannot be in a set, an index or a constraint"));
            }
        }
        for term in model.ordering {
            self.path(id, "ordering", term.trim_start_matches('-'));
        }
        if !model.display.is_empty() && node.position(model.display).is_none() {
            self.fail_of(id, format!("display: it has no field `{}`", model.display));
        }
    }

    /// Resolves a path, or says where it stands and what there is.
    fn path(&mut self, id: ModelId, what: &str, text: &str) -> Option<Path> {
        match self.graph.path(id, text) {
            Ok(path) => Some(path),
            Err(error) => {
                let known = if error.known.len() <= 24 { format!("; there are: {}", error.known.join(", ")) } else { String::new() };
                self.fail_of(id, format!("{what}: {error}{known}"));
                None
            }
        }
    }

    fn serializer(&mut self, id: ModelId, ser: SerId) {
        for item in &self.graph.serializers[ser].fields {
            let name = item.field.name;
            match item.field.kind {
                Kind::Identity { view_name, detail: false, .. } => self.link(id, name, id, view_name),
                Kind::Identity { .. } | Kind::Hidden => {}
                Kind::Related(related) => {
                    if let (RelatedKind::Hyperlinked { view_name, .. }, Some(target)) = (related.kind, item.target) {
                        self.link(id, name, target, view_name);
                    }
                    self.target(id, &item.field, item.path.as_ref(), related.to);
                    self.many(id, name, item.path.as_ref(), item.many);
                }
                Kind::Nested(nested) => {
                    self.target(id, &item.field, item.path.as_ref(), nested.to);
                    self.many(id, name, item.path.as_ref(), item.many);
                }
                // The row itself, as a text, and how many rows there are.
                _ if item.count || item.path.as_ref().is_some_and(|path| path.hops.is_empty() && path.column.is_none()) => {}
                _ => {
                    if item.path.as_ref().is_some_and(|path| path.column.is_none() || path.hops.iter().any(|hop| hop.many)) {
                        self.fail_of(id, format!("serializer field `{name}` shows a plain value, and its source is a relation to rows"));
                    }
                }
            }
        }
    }

    /// A hyperlink needs a URL to lead to.
    fn link(&mut self, id: ModelId, name: &str, target: ModelId, view_name: &str) {
        let graph = self.graph;
        let found = match view_name.strip_suffix("-detail") {
            _ if view_name.is_empty() => graph.views.get(target),
            Some(basename) => graph.views.iter().find(|v| v.basename == basename),
            None => None,
        };
        // Rows of a master are reached at their details.
        let details = |view: &View| graph.models[view.model].details.iter().any(|d| graph.views[*d].actions.iter().any(|a| a.is_detail()));
        let linked =
            found.is_some_and(|view| (view.routed && view.actions.iter().any(|a| a.is_detail())) || (!view.routed && details(view)));
        if !linked {
            let what = if view_name.is_empty() { graph.models[target].model.name } else { view_name };
            self.fail_of(id, format!("serializer field `{name}` links to `{what}`, which has no URL for a row"));
        }
    }

    /// `to` is where the relation leads, or that one's master or detail.
    fn target(&mut self, id: ModelId, field: &crate::serializer::Field, path: Option<&Path>, to: &str) {
        let graph = self.graph;
        let (Some(path), Some(named)) = (path, graph.model_id(to).filter(|_| !to.is_empty())) else { return };
        let reached = match path.column {
            Some(column) => graph.models[path.model].fields[column].target,
            None => Some(path.model),
        };
        let Some(reached) = reached else { return };
        if graph.concrete(named) != graph.concrete(reached)
            && graph.models[named].master != Some(reached)
            && graph.models[reached].master != Some(named)
        {
            let there = graph.models[reached].model.name;
            self.fail_of(id, format!("serializer field `{}` says that it leads to `{to}`, and leads to `{there}`", field.name));
        }
    }

    fn many(&mut self, id: ModelId, name: &str, path: Option<&Path>, many: bool) {
        let Some(path) = path else { return };
        let leads = path.column.is_none() && path.hops.last().is_some_and(|hop| hop.many);
        if many != leads {
            let (said, is) = if many { ("several rows", "one") } else { ("one row", "several") };
            self.fail_of(id, format!("serializer field `{name}` is declared for {said}, and its source leads to {is}"));
        }
    }

    fn viewset(&mut self, view: &View) {
        let id = view.model;
        self.filters(view);
        for name in view.search_fields {
            let Some(path) = self.path(id, "search_fields", name.strip_prefix(['^', '=', '@', '$']).unwrap_or(name)) else { continue };
            let relation = |column: usize| self.graph.models[path.model].fields[column].field.kind.is_relation();
            if path.column.is_none_or(relation) {
                self.fail_of(id, format!("search_fields: `{name}` is a relation, and search looks into texts"));
            }
        }
        let fields = view.ordering_fields.filter(|names| *names != ["__all__"]);
        for term in view.ordering.iter().chain(&fields).flat_map(|terms| terms.iter()) {
            self.path(id, "ordering", term.trim_start_matches('-'));
        }
        let throttling = &self.graph.api.throttling;
        if let Some(scope) = view.throttle_scope.filter(|s| !throttling.rates.iter().any(|(name, _)| name == s)) {
            let scoped = view.throttles.contains(&ThrottleKind::Scoped);
            let message = format!("throttle_scope: the API has no rate for `{scope}`");
            if scoped {
                self.fail_of(id, message);
            }
        }
        for (kind, scope) in [(ThrottleKind::Anon, "anon"), (ThrottleKind::User, "user")] {
            let asked = view.throttles.contains(&kind) && !throttling.classes.contains(&kind);
            if asked && !throttling.rates.iter().any(|(name, _)| *name == scope) {
                self.fail_of(id, format!("throttles: the API has no rate for `{scope}`"));
            }
        }
        for by in view.permissions_by_action {
            let known = Action::ALL.iter().any(|action| action.name() == by.action);
            if !known && !view.extra_actions.iter().any(|action| action.name == by.action) {
                self.fail_of(id, format!("permissions_by_action: it has no action `{}`", by.action));
            }
        }
        if view.renderers.is_empty() {
            self.fail_of(id, "renderers: nothing could be answered".to_owned());
        }
        if view.routed && view.actions.contains(&Action::List) {
            self.cursor(view);
        }
        if let Some(parent) = &view.parent {
            let node = &self.graph.models[id];
            let above = &self.graph.models[self.graph.views[parent.view].model];
            let target = node.fields[parent.field].target;
            let fits = target == Some(self.graph.views[parent.view].model) || (target.is_some() && target == above.master);
            if !fits {
                self.fail_of(id, format!("parent: the field `{}` does not lead to `{}`", parent.field_name, above.model.name));
            }
        }
    }

    fn filters(&mut self, view: &View) {
        let id = view.model;
        for linked in &view.filters {
            match (linked.filter.kind, &linked.path) {
                (FilterKind::Ordering(names), _) => {
                    for name in names {
                        self.path(id, "filterset", name);
                    }
                }
                (FilterKind::Lookup(lookup), Some(path)) => {
                    let kind = path.column.map_or(FieldType::ManyToMany, |c| self.graph.models[path.model].fields[c].field.kind);
                    if !lookup.applies_to(kind) {
                        let name = linked.filter.name;
                        self.fail_of(id, format!("filter `{name}`: a field of type {kind:?} has no lookup `{}`", lookup.name()));
                    }
                }
                _ => {}
            }
        }
    }

    /// A cursor's terms are columns of the row.
    fn cursor(&mut self, view: &View) {
        let Pagination::Cursor { ordering, .. } = view.pagination else { return };
        let backend = view.filter_backends.contains(&FilterBackend::Ordering);
        let terms = view.ordering.filter(|_| backend).unwrap_or(ordering);
        if terms.is_empty() {
            self.fail_of(view.model, "a cursor needs an ordering".to_owned());
        }
        for term in terms {
            let node = &self.graph.models[view.model];
            let field = node.position(term.trim_start_matches('-')).map(|at| node.fields[at].field);
            if field.is_none_or(|f| f.kind == FieldType::ManyToMany) {
                self.fail_of(view.model, format!("a cursor cannot order by `{term}`: it is none of the columns"));
            }
        }
    }

    /// Django's fields.E302 to E305: the names that relations take on the far side.
    fn ways_back(&mut self) {
        for (id, node) in self.graph.models.iter().enumerate() {
            for (at, reverse) in node.reverse.iter().enumerate().filter(|(_, r)| !r.accessor.is_empty()) {
                let from = self.graph.models[reverse.from].model.name;
                let field = node.fields.iter().any(|c| c.field.name == reverse.accessor || c.field.name == reverse.query_name);
                let other = node.reverse.iter().take(at).any(|r| r.accessor == reverse.accessor || r.query_name == reverse.query_name);
                if field || other {
                    let to = self.graph.models[id].model.name;
                    let message = format!("its way back from `{to}`, `{}`, is taken already: give it a `related_name`", reverse.accessor);
                    self.fail(from, message);
                }
            }
        }
    }
}
