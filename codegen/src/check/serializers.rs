//! `[serializer]`: its lists, `extra_kwargs` and `expandable_fields`. Declared fields are the next room's.

use restwright_schema::model::FieldType as T;

use super::arguments;
use super::index::{End, Index, Lost, Names, report_lost};
use super::on;
use super::scope::Scope;
use super::views::Views;
use crate::diag::{Diagnostics, codes, slip};
use crate::spec::{FieldKind, FieldList, ResourceSpec, Spanned};

pub(super) fn check(index: &Index<'_>, views: &Views, d: &mut Diagnostics) {
    for (id, resource, _) in index.resources() {
        let Some(serializer) = &resource.serializer else { continue };
        for scope in Scope::all(index, id, serializer) {
            listed(index, &scope, views, d);
            extra_kwargs(index, &scope, d);
            expandable(index, &scope, d);
            unique_sources(index, &scope, resource, d);
            if let Some(depth) = scope.own.depth.as_ref().filter(|depth| depth.value > 10) {
                d.report(&codes::BAD_VALUE, depth.origin, &[&depth.to_string(), "depth", "from 0 to 10"]);
            }
        }
    }
}

fn listed(index: &Index<'_>, scope: &Scope<'_>, views: &Views, d: &mut Diagnostics) {
    let own_names = match scope.own.fields.as_ref().map(|f| &f.value) {
        Some(FieldList::Names(names)) => Some(names.as_slice()),
        _ => (!scope.table.is_empty() && scope.own.fields.is_none()).then_some(&[][..]),
    };
    if let Some(names) = own_names {
        let mut unlisted: Vec<_> = scope.own.declared.iter().filter(|f| !scope.lists(index, &f.name)).collect();
        for name in names.iter().filter(|n| scope.declared(n).is_none()) {
            // What `extra_kwargs` say of the source is looked at there.
            let elsewhere = scope.extra_kwargs(name).is_some_and(|k| k.doubtful || k.args.source.is_some());
            if elsewhere {
                continue;
            }
            match index.step(scope.id, scope.source(name), Names::Accessor) {
                Ok(_) => {}
                Err(_) if index.label(scope.id, scope.source(name)).is_some() => {}
                Err(Lost::Unknown { .. } | Lost::Silent) if name.value == "url" => {
                    match scope.extra_kwargs("url").and_then(|k| k.args.view_name.as_ref()) {
                        Some(view) if !views.has(view) => {
                            d.report(&codes::VIEW_NAME, view.origin, &[view]).among(view, views.names());
                        }
                        Some(_) => {}
                        None => views.identity(index, scope.id, name.origin, d),
                    }
                }
                Err(Lost::Silent) if index.of_another(scope.id, name) => {
                    d.report(&codes::NOT_OWN, name.origin, &[name]);
                }
                Err(lost) => {
                    let silent = matches!(lost, Lost::Silent);
                    report_lost(d, &codes::UNKNOWN_FIELD, name.origin, &with_declared(lost, scope));
                    // A slip in one of the two names is one mistake.
                    let others: Vec<&str> = unlisted.iter().map(|f| f.name.as_str()).collect();
                    let meant = slip(name, &others).and_then(|meant| others.iter().position(|o| *o == meant));
                    let meant = meant.or_else(|| (!others.is_empty()).then_some(0));
                    if let Some(meant) = meant.filter(|_| !silent) {
                        let declared = unlisted.remove(meant);
                        d.also_last(declared.name.origin, "this declared field is not listed");
                    }
                }
            }
        }
        let unsure = scope.doubtful() || index.models[scope.id].opaque || scope.master_lists_nothing(index);
        for declared in unlisted.into_iter().filter(|_| !unsure) {
            let report = d.report(&codes::NOT_LISTED, declared.name.origin, &[&declared.name]);
            if let Some(fields) = scope.own.fields.as_ref().or_else(|| scope.base().and_then(|base| base.fields.as_ref())) {
                report.also(fields.origin, "add it here");
            }
        }
    }
    for name in scope.own.read_only_fields.iter().flat_map(|f| &f.value) {
        if scope.declared(name).is_some() {
            d.report(&codes::NO_EFFECT, name.origin, &[name, "a declared field says itself that it is `read_only`"]);
            continue;
        }
        resolves_and_shown(index, scope, name, "read_only_fields", d);
    }
}

/// Names that a misspelt one could have meant include the declared fields.
fn with_declared(lost: Lost, scope: &Scope<'_>) -> Lost {
    let Lost::Unknown { part, model, mut names, hint } = lost else { return lost };
    names.extend(scope.layers().flat_map(|s| &s.declared).map(|f| f.name.value.clone()));
    Lost::Unknown { part, model, names, hint }
}

pub(super) fn resolves_and_shown(index: &Index<'_>, scope: &Scope<'_>, name: &Spanned<String>, key: &str, d: &mut Diagnostics) -> bool {
    let known = match index.step(scope.id, scope.source(name), Names::Accessor) {
        Ok(_) => true,
        Err(_) if index.label(scope.id, scope.source(name)).is_some() => true,
        Err(Lost::Unknown { .. } | Lost::Silent) if name.value == "url" => true,
        Err(_) if scope.extra_kwargs(name).is_some_and(|k| k.doubtful) => return false,
        Err(Lost::Silent) if index.of_another(scope.id, name) => {
            d.report(&codes::NOT_OWN, name.origin, &[name]);
            return false;
        }
        Err(lost) => {
            report_lost(d, &codes::UNKNOWN_FIELD, name.origin, &with_declared(lost, scope));
            return false;
        }
    };
    if known && !scope.lists(index, name) {
        d.report(&codes::NO_EFFECT, name.origin, &[name, &format!("`{key}` speaks of a field that `fields` does not list")]);
    }
    known
}

fn extra_kwargs(index: &Index<'_>, scope: &Scope<'_>, d: &mut Diagnostics) {
    for entry in &scope.own.extra_kwargs {
        if let Some(declared) = scope.declared(&entry.name) {
            d.report(&codes::EXTRA_FOR_DECLARED, entry.name.origin, &[&entry.name]).also(declared.name.origin, "declared here");
            continue;
        }
        if let Some(source) = entry.args.source.as_ref() {
            if source.value == entry.name.value {
                d.report(&codes::REDUNDANT_SOURCE, source.origin, &[&entry.name]);
            }
            if let Err(lost) = index.step(scope.id, source, Names::Accessor) {
                report_lost(d, &codes::UNKNOWN_FIELD, source.origin, &lost);
                continue;
            }
        }
        if let Some(lookup) = entry.args.lookup_field.as_ref().filter(|l| entry.name.value == "url" && !matches!(l.as_str(), "id" | "pk"))
            && let Err(lost) = index.step(scope.id, lookup, Names::Accessor)
        {
            report_lost(d, &codes::UNKNOWN_FIELD, lookup.origin, &lost);
        }
        if !resolves_and_shown(index, scope, &entry.name, "extra_kwargs", d) || entry.doubtful {
            continue;
        }
        arguments::flags(&entry.args, false, d);
        computed(index, scope, entry, d);
        let end = index.step(scope.id, scope.source(&entry.name), Names::Accessor).ok();
        arguments::accepted(&entry.args, arguments::Class::of_model(end), d);
    }
}

/// Nobody writes an annotation.
fn computed(index: &Index<'_>, scope: &Scope<'_>, entry: &crate::spec::ExtraKwargsSpec, d: &mut Diagnostics) {
    let Ok(End::Attr(attr)) = index.step(scope.id, scope.source(&entry.name), Names::Accessor) else { return };
    let writable = entry.args.read_only.as_ref().filter(|r| !r.value);
    let said = writable.or(entry.args.write_only.as_ref().filter(|w| w.value)).or(entry.args.required.as_ref().filter(|r| r.value));
    if let Some(said) = said.filter(|_| attr.annotation.is_some()) {
        d.report(&codes::ANNOTATION_PLACE, said.origin, &[&attr.name, "its value is computed, so it is always read-only"]);
    }
}

fn expandable(index: &Index<'_>, scope: &Scope<'_>, d: &mut Diagnostics) {
    let Some(names) = &scope.own.expandable_fields else { return };
    let api_known = index.folder.scope != crate::spec::Scope::Struct && !index.folder.api.doubtful;
    if api_known && !on(&index.folder.api.dynamic_fields) && !names.is_empty() {
        d.report(&codes::EXPAND, names.origin, &["expandable_fields", "dynamic fields are off"])
            .help("add `[dynamic_fields]` with `enabled = true` to api.toml");
    }
    for name in &names.value {
        if name.contains('.') {
            d.report(&codes::EXPAND, name.origin, &[name, "it is a path"])
                .help("list plain names: dots are the query's, and the other resource's own `expandable_fields` decide");
            continue;
        }
        let source = scope.declared(name).and_then(|f| f.args.source.as_ref());
        let source = source.or_else(|| scope.extra_kwargs(name).and_then(|k| k.args.source.as_ref()));
        let path = source.map_or(name.as_str(), |s| s.as_str());
        let end = match index.path(scope.id, path, Names::Accessor) {
            Ok(found) => found.end,
            Err(lost) => {
                report_lost(d, &codes::UNKNOWN_FIELD, name.origin, &lost);
                continue;
            }
        };
        let relation = matches!(end, End::Reverse(_)) || matches!(end, End::Attr(a) if a.kind.is_relation());
        if matches!(end, End::Attr(a) if a.doubtful()) {
            continue;
        }
        if !relation {
            d.report(&codes::EXPAND, name.origin, &[name, "it is not a relation"]);
        } else if let Some(to) = end.target().filter(|to| index.is_builtin(*to)) {
            let problem = format!("it leads to `{}`, which is no resource", index.models[to].name);
            d.report(&codes::EXPAND, name.origin, &[name, &problem]);
        }
    }
}

/// DRF's assertion when it makes a UniqueTogetherValidator: one field that has a value for each field of the set.
fn unique_sources(index: &Index<'_>, scope: &Scope<'_>, resource: &ResourceSpec, d: &mut Diagnostics) {
    if scope.doubtful() || index.models[scope.id].opaque || scope.layers().any(|s| s.validators.is_some()) {
        return;
    }
    let read_only = |name: &str| scope.layers().flat_map(|s| &s.read_only_fields).any(|f| f.iter().any(|n| n.value == name));
    for unique in resource.meta.unique_together.iter().flat_map(|u| &u.value).flat_map(|set| &set.value) {
        let declared: Vec<_> = scope
            .all_declared()
            .filter(|f| scope.table.is_empty() || scope.lists(index, &f.name))
            .filter(|f| {
                f.args.source.as_ref().map_or(&f.name.value, |s| &s.value) == &unique.value
                    // The default of a field that is only read takes part too.
                    && (!on(&f.args.read_only) || f.args.default.is_some())
                    && !super::declared::always_read_only(f.kind.value)
                    && !f.doubtful
            })
            .collect();
        let Some(first) = declared.first().filter(|f| *f.name.value != *unique.value) else { continue };
        let plain = scope.declared(unique).is_none() && scope.lists(index, unique) && !read_only(unique);
        let editable = index.models[scope.id].attr(unique).is_some_and(|a| a.editable);
        let nested = scope.depth() > 0 && index.models[scope.id].attr(unique).is_some_and(|a| a.kind.is_relation());
        let extra = scope.extra_kwargs(unique).is_some_and(|k| on(&k.args.read_only));
        // What is wrong in `[serializer]` is said there.
        let here = scope.table.is_empty() || scope.own.fields.is_some() || scope.own.declared(&first.name).is_some();
        if here && (declared.len() > 1 || (plain && editable && !extra && !nested)) {
            d.report(&codes::DOUBLE_SOURCE, first.name.origin, &[unique]).also(unique.origin, "part of a unique set");
        }
    }
}

/// The stored type of what a serializer field ends at.
pub(super) fn stored(end: Option<End<'_, '_>>) -> Option<T> {
    match end? {
        End::Attr(attr) => match attr.kind {
            FieldKind::Stored(kind) => Some(kind),
            _ => None,
        },
        End::Reverse(_) => Some(T::ManyToMany),
    }
}
