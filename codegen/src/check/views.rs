//! The names that the router gives to views, and what clashes among its routes.

use std::collections::{BTreeSet, HashMap};

use restwright_schema::naming;
use restwright_schema::viewset::Action;

use super::index::Index;
use crate::diag::{Diagnostics, codes};
use crate::source::Origin;
use crate::spec::ResourceSpec;

/// The names of all views that are routed.
pub(super) struct Views {
    names: BTreeSet<String>,
    /// Whether there may be others.
    open: bool,
}

impl Views {
    pub(super) fn new(index: &Index<'_>) -> Self {
        let mut names = BTreeSet::new();
        for (id, resource, _) in index.resources().filter(|(_, r, _)| !r.is_master()) {
            let actions = actions(index, id, resource);
            let base = basename(resource);
            if actions.iter().any(|a| !a.is_detail()) {
                names.insert(format!("{base}-list"));
            }
            if actions.iter().any(|a| a.is_detail()) {
                names.insert(format!("{base}-detail"));
            }
        }
        let doubtful = index.resources().any(|(_, resource, model)| resource.viewset.doubtful || model.opaque);
        Self { names, open: index.is_open() || doubtful }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.open || self.names.contains(name)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// Reports a resource whose rows have no URL to link to.
    pub(super) fn identity(&self, index: &Index<'_>, target: usize, origin: Origin, d: &mut Diagnostics) {
        let Some(resource) = index.models[target].spec.filter(|s| !index.models[target].opaque && !s.viewset.doubtful) else { return };
        let name = format!("{}-detail", basename(resource));
        if self.names.contains(&name) {
            return;
        }
        let report = d.report(&codes::VIEW_NAME, origin, &[&name]);
        if resource.is_master() {
            report.help(format!("`{}` is a master without routes of its own: use `detail_identity` or `detail_related`", resource.name));
        } else {
            report.help(format!("add `retrieve` to the actions of `{}`", resource.name));
        }
    }
}

/// The actions of a resource, its master's if it has none of its own.
pub(super) fn actions(index: &Index<'_>, id: usize, resource: &ResourceSpec) -> Vec<Action> {
    let master = index.models[id].master.and_then(|m| index.models[m].spec);
    let said = resource.viewset.actions.as_ref().or_else(|| master?.viewset.actions.as_ref());
    said.map_or_else(|| Action::ALL.to_vec(), |list| list.iter().map(|a| a.value).collect())
}

fn basename(resource: &ResourceSpec) -> String {
    resource.viewset.basename.as_ref().map_or_else(|| resource.name.to_lowercase(), |b| b.value.clone())
}

fn own_endpoint(resource: &ResourceSpec) -> String {
    resource.viewset.endpoint.as_ref().map_or_else(|| naming::endpoint(&resource.snake), |e| e.value.clone())
}

/// Two registrations with one path, or one basename.
pub(super) fn clashes(index: &Index<'_>, d: &mut Diagnostics) {
    let api = &index.folder.api;
    let mut routes: HashMap<String, (Origin, String)> = HashMap::new();
    for (path, default, what) in
        [(&api.docs_openapi, "schema/", "the OpenAPI document"), (&api.docs_ui, "docs/", "the interactive reference")]
    {
        let text = path.as_ref().map_or(default, |p| p.as_str()).trim_end_matches('/');
        if !text.is_empty() {
            routes.insert(text.to_owned(), (path.as_ref().map_or(api.origin, |p| p.origin), what.to_owned()));
        }
    }
    // With a version in the path, the documents stay at the prefix and meet nobody.
    let class = api.versioning.class.as_ref().map(|c| c.value);
    if matches!(class, Some(crate::spec::VersioningKind::UrlPath | crate::spec::VersioningKind::Namespace)) {
        routes.clear();
    }
    let mut basenames: HashMap<String, Origin> = HashMap::new();
    for (_, resource, model) in index.resources().filter(|(_, r, _)| !r.is_master()) {
        let origin = resource.viewset.endpoint.as_ref().map_or(resource.origin, |e| e.origin);
        let master = model.master.and_then(|m| index.models[m].spec);
        let own = own_endpoint(resource);
        let path = master.map_or_else(|| own.clone(), |m| format!("{}/{own}", own_endpoint(m)));
        if let Some((first, what)) = routes.get(&path) {
            d.report(&codes::ROUTE_CLASH, origin, &[&path, what]).also(*first, "first routed here");
        } else {
            routes.insert(path, (origin, format!("`{}`", resource.name)));
        }
        let base = basename(resource);
        let origin = resource.viewset.basename.as_ref().map_or(resource.origin, |b| b.origin);
        if let Some(first) = basenames.get(&base) {
            d.report(&codes::BASENAME_CLASH, origin, &[&base]).also(*first, "first used here");
        } else {
            basenames.insert(base, origin);
        }
    }
}
