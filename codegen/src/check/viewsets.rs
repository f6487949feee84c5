//! `[viewset]`: names, keys, cursors, scopes, parents.

use restwright_schema::model::FieldType as T;
use restwright_schema::viewset::Action;

use super::index::{End, Index, Lost, Names, report_lost};
use super::{api, patterns, views};
use crate::diag::{Diagnostics, codes};
use crate::source::Origin;
use crate::spec::{FilterBackend, PaginationClass, ResourceSpec, Scope, Spanned, ThrottleKind};

pub(super) fn check(index: &Index<'_>, d: &mut Diagnostics) {
    for (id, resource, _) in index.resources() {
        routing(resource, d);
        lookup_field(index, id, resource, d);
        searching(index, id, resource, d);
        for name in resource.viewset.ordering.iter().flat_map(|o| &o.value) {
            super::ordering_term(index, id, name, d);
        }
        // `__all__` stands alone: every column.
        for name in resource.viewset.ordering_fields.iter().flat_map(|o| &o.value).filter(|n| n.value != "__all__") {
            super::ordering_term(index, id, name, d);
        }
        if let Some(pagination) = &resource.viewset.pagination {
            api::sizes(pagination, d);
        }
        cursor(index, id, resource, d);
        throttle_scope(index, resource, d);
        parent(index, id, resource, d);
        extra_actions(resource, d);
    }
}

fn routing(resource: &ResourceSpec, d: &mut Diagnostics) {
    if let Some(endpoint) = &resource.viewset.endpoint {
        let letters = endpoint.chars().all(|c| c.is_ascii_alphanumeric() || "-_./~".contains(c));
        if endpoint.is_empty() || !letters || endpoint.starts_with('/') || endpoint.ends_with('/') || endpoint.contains("//") {
            bad(endpoint, "endpoint", "part of a path: letters, digits, `-` and `_`, without a slash at its ends", d);
        } else if endpoint.starts_with("__rw_") {
            d.report(&codes::PRIVATE_NAME, endpoint.origin, &[endpoint]);
        }
    }
    if let Some(basename) = resource.viewset.basename.as_ref().filter(|b| b.is_empty() || b.contains([':', ' '])) {
        bad(basename, "basename", "a name without spaces and colons", d);
    }
    if let Some(pattern) = &resource.viewset.lookup_value_regex {
        patterns::check(pattern, "lookup_value_regex", d);
    }
}

fn bad(value: &Spanned<String>, key: &str, expected: &str, d: &mut Diagnostics) {
    d.report(&codes::BAD_VALUE, value.origin, &[value, key, expected]);
}

/// `id` stands for the key; anything else is a unique column.
fn lookup_field(index: &Index<'_>, id: usize, resource: &ResourceSpec, d: &mut Diagnostics) {
    let Some(name) = resource.viewset.lookup_field.as_ref().filter(|n| n.value != "id") else { return };
    match index.column(id, name) {
        Ok(End::Attr(attr)) if attr.doubtful() || attr.unique && !attr.is_many() => {}
        Ok(End::Attr(attr)) => {
            let report = d.report(&codes::NOT_UNIQUE, name.origin, &[name]);
            if let Some(field) = attr.field {
                report.also(field.name.origin, "add `unique = true` here");
            }
        }
        Ok(End::Reverse(_)) => {
            d.report(&codes::NOT_UNIQUE, name.origin, &[name]);
        }
        Err(lost) => report_lost(d, &codes::UNKNOWN_FIELD, name.origin, &lost),
    }
}

/// DRF's prefixes of `search_fields`; `@` is PostgreSQL's full text search.
const PREFIXES: [char; 4] = ['^', '=', '@', '$'];

fn searching(index: &Index<'_>, id: usize, resource: &ResourceSpec, d: &mut Diagnostics) {
    for name in resource.viewset.search_fields.iter().flat_map(|s| &s.value) {
        let plain = name.strip_prefix(PREFIXES).unwrap_or(name);
        match index.path(id, plain, Names::Query) {
            Ok(found) if super::is_far_annotation(found, name, d) => {}
            Ok(found) => {
                let relation = found.end.kind().is_some_and(T::is_relation) || matches!(found.end, End::Reverse(_));
                if relation {
                    d.report(&codes::SEARCH_RELATION, name.origin, &[plain]).help(format!("go on to a field: `{plain}__name`"));
                }
            }
            Err(lost) => report_lost(d, &codes::UNKNOWN_FIELD, name.origin, &lost),
        }
    }
}

/// What a cursor orders by: with the ordering backend the viewset's `ordering`, otherwise the pagination's, otherwise DRF's `-created`.
fn cursor(index: &Index<'_>, id: usize, resource: &ResourceSpec, d: &mut Diagnostics) {
    let api = &index.folder.api;
    let master = index.models[id].master.and_then(|m| index.models[m].spec);
    let inherited = |resource: &ResourceSpec| resource.viewset.pagination.clone();
    let pagination = inherited(resource).or_else(|| inherited(master?)).or_else(|| api.pagination.clone());
    let Some(pagination) = pagination.filter(|p| p.class.as_ref().is_some_and(|c| c.value == PaginationClass::Cursor)) else { return };
    if resource.is_master() || !views::actions(index, id, resource).contains(&Action::List) {
        return;
    }
    let backends =
        resource.viewset.filter_backends.as_ref().or_else(|| master?.viewset.filter_backends.as_ref()).or(api.filter_backends.as_ref());
    let ordering_backend = backends.is_none_or(|b| b.iter().any(|b| b.value == FilterBackend::Ordering));
    let viewset = resource.viewset.ordering.as_ref().or_else(|| master?.viewset.ordering.as_ref()).filter(|_| ordering_backend);
    let Some(terms) = viewset.or(pagination.ordering.as_ref()) else {
        let own = resource.viewset.pagination.as_ref();
        let known = !pagination.doubtful && (own.is_some() || !api.doubtful);
        if known && matches!(index.column(id, "created"), Err(Lost::Unknown { .. } | Lost::NotARelation { .. })) {
            let origin = own.map_or(pagination.origin, |p| p.origin);
            d.report(&codes::CURSOR, origin, &[&resource.name, "it has no `ordering`, and no field `created` to order by"])
                .help("add `ordering = [\"-id\"]` to the pagination");
        }
        return;
    };
    let own = viewset.is_some();
    for term in &terms.value {
        let plain = term.trim_start_matches('-');
        if plain.contains("__") || plain.contains('.') {
            d.report(&codes::CURSOR, term.origin, &[&resource.name, "a cursor cannot be ordered through a relation"]);
            continue;
        }
        match index.column(id, plain) {
            Ok(End::Attr(attr)) if !attr.is_many() => {}
            Ok(_) => {
                d.report(&codes::CURSOR, term.origin, &[&resource.name, "a cursor cannot be ordered through a relation"]);
            }
            // A viewset's own terms were looked at above.
            Err(_) if own => {}
            Err(lost) => report_lost(d, &codes::UNKNOWN_FIELD, term.origin, &lost),
        }
    }
}

/// DRF's ScopedRateThrottle asks for the rate when the view is made.
fn throttle_scope(index: &Index<'_>, resource: &ResourceSpec, d: &mut Diagnostics) {
    // A struct does not know the API's rates: its router looks for the scope.
    let Some(scope) =
        resource.viewset.throttle_scope.as_ref().filter(|_| index.folder.scope != Scope::Struct && !index.folder.api.doubtful)
    else {
        return;
    };
    let throttling = &index.folder.api.throttling;
    if !throttling.rates.iter().any(|(name, _)| name.value == scope.value) {
        d.report(&codes::NO_RATE, scope.origin, &[scope]).among(scope, throttling.rates.iter().map(|(name, _)| &name.value));
        if throttling.rates.is_empty() {
            d.help_last("add a rate to api.toml: `[throttling]` with `rates = { … = \"20/min\" }`");
        }
    }
    let own = resource.viewset.throttles.as_ref();
    let scoped = own.or(throttling.classes.as_ref()).is_some_and(|c| c.iter().any(|c| c.value == ThrottleKind::Scoped));
    // A detail of a master may count by it.
    if !scoped && !resource.is_master() {
        let problem = if own.is_some() { "`throttles` has no `scoped`" } else { "`throttling.classes` in api.toml has no `scoped`" };
        d.report(&codes::NO_EFFECT, scope.origin, &["throttle_scope", problem]);
    }
}

fn parent(index: &Index<'_>, id: usize, resource: &ResourceSpec, d: &mut Diagnostics) {
    let Some(parent) = &resource.viewset.parent else { return };
    let above = index.id(&parent.resource).filter(|a| !index.is_builtin(*a));
    if let Some(spec) = above.and_then(|a| index.models[a].spec).filter(|s| s.is_master()) {
        d.report(&codes::PARENT, parent.resource.origin, &[&parent.resource, "it is a master, which has no routes"])
            .also(spec.origin, "the master");
    }
    if resource.is_master() {
        d.report(&codes::PARENT, parent.origin, &[&resource.name, "it is a master, which has no routes to nest"]);
    }
    if parent.field.is_empty() {
        return;
    }
    match index.column(id, &parent.field) {
        Ok(End::Attr(attr)) if matches!(attr.stored(), Some(T::ForeignKey | T::OneToOne)) => {
            if let (Some(target), Some(above)) = (attr.target, above)
                && target != above
                && !index.models[above].opaque
                && index.models[above].master != Some(target)
            {
                let problem = format!("it leads to `{}`", index.models[target].name);
                d.report(&codes::PARENT, parent.field.origin, &[&parent.field, &problem])
                    .also(parent.resource.origin, "the parent")
                    .help(format!("write `resource = \"{}\"`, or name the key to `{}`", index.models[target].name, parent.resource.value));
            }
        }
        Ok(End::Attr(attr)) if attr.doubtful() => {}
        Ok(_) => {
            d.report(&codes::PARENT, parent.field.origin, &[&parent.field, "it is not a key"]);
        }
        Err(lost) => report_lost(d, &codes::UNKNOWN_FIELD, parent.field.origin, &lost),
    }
}

/// Names that the router or the viewset uses already (DRF asserts the first).
fn extra_actions(resource: &ResourceSpec, d: &mut Diagnostics) {
    let mut seen: Vec<(&str, Origin)> = Vec::new();
    for action in resource.viewset.extra_actions.iter().filter(|a| !a.name.is_empty()) {
        let name = action.name.as_str();
        let letters = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') && !name.starts_with(|c: char| c.is_ascii_digit());
        if !letters {
            bad(&action.name, "name", "letters, digits and underscores: a handler is called so", d);
        } else if Action::ALL.iter().any(|a| a.name() == name) {
            bad(&action.name, "name", "this is an action of every viewset; extra ones need names of their own", d);
        }
        if let Some((_, first)) = seen.iter().find(|(n, _)| *n == name) {
            d.report(&codes::ROUTE_CLASH, action.name.origin, &[name, "another action"]).also(*first, "first defined here");
        }
        seen.push((name, action.name.origin));
        for method in action.methods.iter().flat_map(|m| &m.value) {
            if !["get", "post", "put", "patch", "delete"].contains(&method.as_str()) {
                bad(method, "methods", "one of get, post, put, patch, delete", d);
            }
        }
    }
}
