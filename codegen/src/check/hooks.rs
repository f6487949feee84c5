//! What a spec leaves to Rust: the names of hooks, and what else is called like them.

use std::collections::HashMap;

use super::index::Index;
use super::scope::Scope;
use crate::diag::{Diagnostics, codes};
use crate::source::Origin;
use crate::spec::{self, DeclaredKind, PermissionSpec, ResourceSpec, SerializerSpec, Spanned};
use restwright_schema::Hook;

pub(super) fn check(index: &Index<'_>, d: &mut Diagnostics) {
    for (id, resource, _) in index.resources() {
        names(index, id, resource, d);
        methods(resource, d);
    }
    let mut custom = Vec::new();
    index.folder.api.permissions.iter().flat_map(|p| &p.value).for_each(|p| permissions(p, &mut custom));
    custom.iter().for_each(|name| identifier(name, d));
}

/// `viewset.hooks`.
fn names(index: &Index<'_>, id: usize, resource: &ResourceSpec, d: &mut Diagnostics) {
    let Some(hooks) = &resource.viewset.hooks else { return };
    let actions = super::views::actions(index, id, resource);
    let mut seen: HashMap<&str, Origin> = HashMap::new();
    for hook in &hooks.value {
        if let Some(first) = seen.insert(&hook.value, hook.origin) {
            d.report(&codes::SAID_TWICE, hook.origin, &[hook]).also(first, "first used here");
        }
        match Hook::named(hook) {
            Some(Hook::Action(action)) if !actions.contains(&action) => {
                d.report(&codes::HOOK, hook.origin, &[hook, &format!("the viewset of `{}` has no action `{}`", resource.name, hook.value)])
                    .help(format!("add `{}` to `viewset.actions`", hook.value));
            }
            Some(Hook::ValidateField) => validated(index, (id, resource), hook.trim_start_matches("validate_"), hook, d),
            Some(_) => {}
            None => {
                d.report(&codes::HOOK, hook.origin, &[hook, "no hook has this name"]).among(hook, Hook::ALL.map(Hook::name));
            }
        }
    }
}

/// The field of `validate_<field>`: one that the serializer writes.
fn validated(index: &Index<'_>, (id, resource): (usize, &ResourceSpec), field: &str, hook: &Spanned<String>, d: &mut Diagnostics) {
    let serializer = resource.serializer.as_ref();
    let known = serializer.is_some_and(|s| s.all_declared().any(|f| *f.name == field)) || resource.field(field).is_some() || field == "id";
    let inherited = resource.meta.extends.is_some();
    if !known && !inherited && !index.is_open() {
        let names: Vec<&str> = resource.fields.iter().map(|f| f.name.as_str()).collect();
        d.report(&codes::HOOK, hook.origin, &[hook, &format!("`{}` has no field `{field}`", resource.name)]).among(field, names);
        return;
    }
    // A derive does not see the fields of its master: the compiler asks that one for the hook.
    if inherited && !known && index.folder.scope == spec::Scope::Struct {
        return;
    }
    let empty = SerializerSpec::new(resource.origin);
    let base = serializer.unwrap_or(&empty);
    let scopes = ["create", "update", "partial_update"].map(|table| Scope::named(index, id, base, table));
    let listed: Vec<&Scope<'_>> = scopes.iter().filter(|scope| scope.lists(index, field)).collect();
    if listed.is_empty() {
        d.report(&codes::HOOK, hook.origin, &[hook, &format!("the serializer of `{}` does not list `{field}`", resource.name)]);
        return;
    }
    let flag = |said: &spec::Opt<bool>| said.as_ref().is_some_and(|s| s.value);
    let fixed = |scope: &&Scope<'_>| match scope.declared(field) {
        Some(declared) => flag(&declared.args.read_only) || super::declared::always_read_only(declared.kind.value),
        None => {
            let in_list = scope.layers().flat_map(|s| &s.read_only_fields).any(|names| names.iter().any(|n| n.value == field));
            in_list || scope.extra_kwargs(field).is_some_and(|k| flag(&k.args.read_only))
        }
    };
    if listed.iter().all(fixed) {
        d.report(&codes::HOOK, hook.origin, &[hook, &format!("`{field}` is read-only, so nothing of it is validated")]);
    }
}

/// Methods of one trait: hooks, custom permissions, method fields, extra actions.
fn methods(resource: &ResourceSpec, d: &mut Diagnostics) {
    let mut methods: Vec<(String, Origin)> = Vec::new();
    methods.extend(resource.viewset.hooks.iter().flat_map(|h| &h.value).map(|h| (h.value.clone(), h.origin)));
    let mut custom = Vec::new();
    resource.viewset.permissions.iter().flat_map(|p| &p.value).for_each(|p| permissions(p, &mut custom));
    let by_action = resource.viewset.permissions_by_action.iter().flat_map(|by| &by.value);
    by_action.flat_map(|(_, list)| list).for_each(|p| permissions(p, &mut custom));
    // One permission may be asked in several places.
    let mut seen: Vec<&str> = Vec::new();
    for name in custom {
        identifier(name, d);
        if !seen.contains(&name.as_str()) {
            seen.push(name);
            methods.extend([(name.value.clone(), name.origin), (format!("{}_object", name.value), name.origin)]);
        }
    }
    let declared = resource.serializer.iter().flat_map(|s| s.all_declared()).filter(|f| f.kind.value == DeclaredKind::Method);
    // A method field may stand in several serializers.
    let mut computed: Vec<&str> = Vec::new();
    for field in declared {
        if !computed.contains(&field.name.as_str()) {
            computed.push(&field.name);
            methods.push((format!("get_{}", field.name.value), field.name.origin));
        }
    }
    methods.extend(resource.viewset.extra_actions.iter().map(|a| (a.name.value.clone(), a.name.origin)));
    let mut first: HashMap<&str, Origin> = HashMap::new();
    for (name, origin) in &methods {
        if let Some(other) = first.insert(name, *origin) {
            // A name that is twice in one list was reported with the list.
            let hooks = resource.viewset.hooks.iter().flat_map(|h| &h.value).filter(|h| h.value == *name).count();
            let actions = resource.viewset.extra_actions.iter().filter(|a| a.name.value == *name).count();
            if hooks < 2 && actions < 2 {
                d.report(&codes::HOOK_CLASH, *origin, &[name]).also(other, "this is the other");
            }
        }
    }
    paths(resource, d);
}

/// Extra actions are told apart by their URLs too.
fn paths(resource: &ResourceSpec, d: &mut Diagnostics) {
    let mut seen: HashMap<(bool, &str), Origin> = HashMap::new();
    for action in &resource.viewset.extra_actions {
        if action.name.is_empty() && action.url_path.is_none() {
            continue;
        }
        let path = action.url_path.as_ref().unwrap_or(&action.name);
        let letters = path.chars().all(|c| c.is_ascii_alphanumeric() || "-_/".contains(c));
        if path.is_empty() || !letters || path.starts_with('/') || path.ends_with('/') || path.contains("//") {
            let expected = "part of a path: letters, digits, `-` and `_`, without a slash at its ends";
            d.report(&codes::BAD_VALUE, path.origin, &[path, "url_path", expected]);
        }
        let detail = action.detail.as_ref().is_some_and(|x| x.value);
        // Of two actions of one name the name was reported.
        let named = resource.viewset.extra_actions.iter().filter(|a| a.name.value == action.name.value).count() > 1;
        if let Some(first) = seen.insert((detail, path.as_str()), path.origin).filter(|_| !named) {
            d.report(&codes::ROUTE_CLASH, path.origin, &[path, "another extra action"])
                .also(first, "first used here")
                .help("give one of them another `url_path`");
        }
    }
}

fn permissions<'a>(permission: &'a PermissionSpec, out: &mut Vec<&'a Spanned<String>>) {
    match permission {
        PermissionSpec::Class(_) | PermissionSpec::Model(_) => {}
        PermissionSpec::Any(parts) | PermissionSpec::All(parts) => parts.iter().for_each(|p| permissions(p, out)),
        PermissionSpec::Not(part) => permissions(part, out),
        PermissionSpec::Custom(name) => out.push(name),
    }
}

/// A hook is a function of this name.
fn identifier(name: &Spanned<String>, d: &mut Diagnostics) {
    let letters = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if name.is_empty() || !letters || name.starts_with(|c: char| c.is_ascii_digit()) {
        d.report(&codes::BAD_VALUE, name.origin, &[name, "custom", "small letters, digits and underscores: a function is called so"]);
    }
}
