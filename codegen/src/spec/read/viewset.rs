//! `[viewset]` and permissions.

use super::table::Table;
use super::{api, words};
use crate::diag::{Diagnostics, codes};
use crate::spec::tree::Node;
use crate::spec::{ExtraActionSpec, ModelPermissionsSpec, Names, Opt, ParentSpec, PermissionSpec, Spanned, ViewsetSpec};

/// A list of names, or DRF's `"__all__"`.
fn ordering_fields(t: &mut Table<'_>, d: &mut Diagnostics) -> Option<Names> {
    let all = t.node("ordering_fields").and_then(|node| t.item_text(node)).filter(|text| text.value == "__all__");
    match all {
        Some(text) => Some(Spanned::new(vec![text.clone()], text.origin)),
        None => t.names("ordering_fields", d),
    }
}

pub(crate) fn read(mut t: Table<'_>, d: &mut Diagnostics) -> ViewsetSpec {
    let before = d.doubts();
    let mut read = ViewsetSpec {
        doubtful: false,
        origin: Some(t.origin),
        endpoint: t.string("endpoint", d),
        basename: t.string("basename", d),
        lookup_field: t.string("lookup_field", d),
        lookup_value_regex: t.string("lookup_value_regex", d),
        actions: t.words("actions", words::ACTIONS, d),
        pagination: t.table("pagination", d).map(|mut table| {
            if !table.has_leading("class", words::PAGINATIONS, true) {
                let help = "a viewset's pagination replaces the API's whole, so it names its own `class`";
                table.lacks(&codes::MISSING_KEY, "class", table.origin, help);
            }
            api::pagination(table, d)
        }),
        filter_backends: t.words("filter_backends", words::BACKENDS, d),
        search_fields: t.names("search_fields", d),
        ordering_fields: ordering_fields(&mut t, d),
        ordering: t.names("ordering", d),
        permissions: permissions(&mut t, "permissions", d),
        authentication: t.words("authentication", words::AUTHENTICATIONS, d),
        permissions_by_action: by_action(&mut t, d),
        throttle_scope: t.string("throttle_scope", d),
        throttles: t.words("throttles", words::THROTTLES, d),
        parsers: t.words("parsers", words::PARSERS, d),
        renderers: t.words("renderers", words::RENDERERS, d),
        bulk: t.words("bulk", words::BULK, d),
        set_queries: t.boolean("set_queries", d),
        parent: t.table("parent", d).map(|mut table| {
            let (resource, field) = (table.required("resource", d), table.required("field", d));
            let origin = table.origin;
            table.finish(d);
            ParentSpec { origin, resource, field }
        }),
        hooks: t.names("hooks", d),
        not_built: Vec::new(),
        extra_actions: t.table_list("extra_actions", d).into_iter().map(|(name, table)| extra_action(name, table, d)).collect(),
    };
    t.finish(d);
    read.doubtful = d.doubts() > before;
    read
}

fn extra_action(name: Opt<String>, mut t: Table<'_>, d: &mut Diagnostics) -> ExtraActionSpec {
    if !t.has("detail") {
        t.lacks(&codes::MISSING_KEY, "detail", t.origin, "`detail = true` for an action on one row, `false` for one on the list");
    }
    let read = ExtraActionSpec {
        origin: t.origin,
        name: name.unwrap_or_else(|| t.required("name", d)),
        detail: t.boolean("detail", d),
        methods: t.names("methods", d),
        url_path: t.string("url_path", d),
        description: t.string("description", d),
    };
    t.finish(d);
    read
}

/// `permissions_by_action`: each action with a list of permissions.
fn by_action(t: &mut Table<'_>, d: &mut Diagnostics) -> Opt<Vec<(Spanned<String>, Vec<PermissionSpec>)>> {
    let mut table = t.table("permissions_by_action", d)?;
    let origin = table.origin;
    let mut read = Vec::new();
    for (action, items) in table.lists(d) {
        let Some(items) = items else { continue };
        read.push((action, items.0.into_iter().filter_map(|node| permission(&table, node, d)).collect()));
    }
    table.finish(d);
    Some(Spanned::new(read, origin))
}

/// `{ model_permissions = { view = true, perms = { … } } }`.
fn model_permissions(mut table: Table<'_>, d: &mut Diagnostics) -> ModelPermissionsSpec {
    let view = table.boolean("view", d);
    let mut perms = Vec::new();
    if let Some(mut methods) = table.table("perms", d) {
        perms = methods.name_lists(d);
        methods.finish(d);
    }
    table.finish(d);
    ModelPermissionsSpec { view, perms }
}

/// A list of permissions: all of them are asked.
pub(super) fn permissions(t: &mut Table<'_>, key: &'static str, d: &mut Diagnostics) -> Opt<Vec<PermissionSpec>> {
    let (items, origin) = t.list(key, d)?;
    let read = items.0.into_iter().filter_map(|node| permission(t, node, d)).collect();
    Some(Spanned::new(read, origin))
}

fn permission<'t>(t: &Table<'t>, node: &'t Node, d: &mut Diagnostics) -> Option<PermissionSpec> {
    // `not(…)` of an attribute.
    let node = node.only().unwrap_or(node);
    if let Some(name) = t.item_text(node) {
        let Some((_, class)) = words::PERMISSIONS.iter().find(|(word, _)| *word == name.value) else {
            d.report(&codes::UNKNOWN_PERMISSION, name.origin, &[&name]).among(&name, words::PERMISSIONS.iter().map(|(n, _)| n));
            return None;
        };
        return Some(PermissionSpec::Class(Spanned::new(*class, name.origin)));
    }
    let Some(mut table) = t.item_table(node, "a permission") else {
        t.wrong_item(node, "permissions", "a list of names and of `{ any = […] }`, `{ all = […] }`, `{ not = … }`", d);
        return None;
    };
    let Some((key, origin, inner)) = table.single() else {
        d.report(&codes::PERMISSION_SHAPE, table.origin, &[]);
        return None;
    };
    match key.as_str() {
        "any" | "all" => {
            let Some(items) = table.item_list(inner).filter(|items| !items.is_empty()) else {
                t.wrong_item(inner, &key, "a list of at least one permission", d);
                return None;
            };
            let parts: Vec<_> = items.into_iter().filter_map(|node| permission(&table, node, d)).collect();
            let parts = Spanned::new(parts, node.origin);
            Some(if key == "any" { PermissionSpec::Any(parts) } else { PermissionSpec::All(parts) })
        }
        "not" => {
            let part = permission(&table, inner, d)?;
            Some(PermissionSpec::Not(Spanned::new(Box::new(part), node.origin)))
        }
        "custom" => match table.item_text(inner.only().unwrap_or(inner)) {
            Some(name) => Some(PermissionSpec::Custom(name)),
            None => {
                t.wrong_item(inner, "custom", "the name of a hook", d);
                None
            }
        },
        "model_permissions" => match table.item_table(inner, "model_permissions") {
            Some(inner) => Some(PermissionSpec::Model(Spanned::new(model_permissions(inner, d), node.origin))),
            None => {
                t.wrong_item(inner, "model_permissions", "a table: `{ view = true }`, `{ perms = { GET = [\"view\"] } }`", d);
                None
            }
        },
        _ => {
            d.report(&codes::UNKNOWN_KEY, origin, &[&key, "a permission"])
                .among(&key, ["any", "all", "not", "custom", "model_permissions"]);
            None
        }
    }
}
