//! Who may do what at a viewset, and what it reads, writes and counts: permissions by action and by a map of one's own, parsers, renderers,
//! throttles.

use restwright_schema::viewset::Action;

use super::index::Index;
use super::{on, views};
use crate::diag::{Diagnostics, codes};
use crate::spec::{Opt, PermissionSpec, ResourceSpec, Scope, Spanned, ThrottleKind};

pub(super) fn check(index: &Index<'_>, d: &mut Diagnostics) {
    maps(&index.folder.api.permissions, d);
    for (id, resource, _) in index.resources() {
        maps(&resource.viewset.permissions, d);
        by_action(index, id, resource, d);
        throttles(index, id, resource, d);
        if let Some(renderers) = resource.viewset.renderers.as_ref().filter(|renderers| renderers.is_empty()) {
            d.report(&codes::SETTINGS, renderers.origin, &["without a renderer no request can be answered"]);
        }
    }
}

/// The methods of DRF's `perms_map`.
const METHODS: [&str; 7] = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"];

/// Django's permissions of every model.
const PERMISSIONS: [&str; 4] = ["view", "add", "change", "delete"];

fn maps(permissions: &Opt<Vec<PermissionSpec>>, d: &mut Diagnostics) {
    for list in permissions.iter() {
        PermissionSpec::walk(list, &mut |permission| map(permission, d));
    }
}

fn map(permission: &PermissionSpec, d: &mut Diagnostics) {
    let PermissionSpec::Model(spec) = permission else { return };
    for (method, names) in &spec.perms {
        if !METHODS.contains(&method.as_str()) {
            d.report(&codes::UNKNOWN_WORD, method.origin, &[method, "perms"]).among(&method.to_uppercase(), METHODS);
        }
        if method.value == "GET" && on(&spec.view) {
            let view = spec.view.as_ref().map_or(method.origin, |view| view.origin);
            d.report(&codes::NO_EFFECT, d.key_of(view), &["view", "`perms` says what GET needs"]);
        }
        for name in &names.value {
            let whole =
                name.split_once('.').is_some_and(|(app, codename)| !app.is_empty() && !codename.is_empty() && !codename.contains('.'));
            if !whole && !PERMISSIONS.contains(&name.as_str()) {
                d.report(&codes::MODEL_PERMISSION, name.origin, &[name]).among(name, PERMISSIONS);
            }
        }
    }
}

fn by_action(index: &Index<'_>, id: usize, resource: &ResourceSpec, d: &mut Diagnostics) {
    let Some(said) = &resource.viewset.permissions_by_action else { return };
    let actions = views::actions(index, id, resource);
    let master = index.models[id].master.and_then(|m| index.models[m].spec);
    let extra: Vec<&Spanned<String>> =
        master.into_iter().chain([resource]).flat_map(|r| &r.viewset.extra_actions).map(|action| &action.name).collect();
    for (name, permissions) in &said.value {
        PermissionSpec::walk(permissions, &mut |permission| map(permission, d));
        match Action::ALL.iter().find(|action| action.name() == name.value) {
            Some(action) if !actions.contains(action) && !resource.viewset.doubtful => {
                d.report(&codes::NO_EFFECT, name.origin, &[name, "`actions` does not have it"]);
            }
            Some(_) => {}
            // A struct does not see its master's actions.
            None if extra.iter().any(|action| action.value == name.value) || index.is_open() && resource.meta.extends.is_some() => {}
            None => {
                let known = Action::ALL.iter().map(|action| action.name()).chain(extra.iter().map(|action| action.as_str()));
                d.report(&codes::UNKNOWN_WORD, name.origin, &[name, "permissions_by_action"]).among(name, known);
            }
        }
    }
}

/// Each class needs its rate; a struct does not know the API's, so its router looks for them.
fn throttles(index: &Index<'_>, id: usize, resource: &ResourceSpec, d: &mut Diagnostics) {
    let api = &index.folder.api;
    let Some(said) = resource.viewset.throttles.as_ref() else { return };
    let master = index.models[id].master.and_then(|m| index.models[m].spec);
    let scope = resource.viewset.throttle_scope.as_ref().or_else(|| master?.viewset.throttle_scope.as_ref());
    for kind in &said.value {
        let name = match kind.value {
            ThrottleKind::Anon => "anon",
            ThrottleKind::User => "user",
            ThrottleKind::Scoped if scope.is_none() && !resource.is_master() && !index.is_open() => {
                d.report(&codes::NO_EFFECT, kind.origin, &["scoped", "the viewset has no `throttle_scope`"]);
                continue;
            }
            ThrottleKind::Scoped => continue,
        };
        let known = index.folder.scope == Scope::Struct || api.doubtful;
        if !known && !api.throttling.rates.iter().any(|(rate, _)| rate.value == name) {
            d.report(&codes::NO_RATE, kind.origin, &[name])
                .help("add the rate to api.toml: `[throttling]` with `rates = { … = \"20/min\" }`");
        }
    }
}
