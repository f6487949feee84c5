//! `[serializer.declared]`: where each field leads, and whether its class can go there.

use restwright_schema::naming;
use restwright_schema::viewset::Action;

use super::arguments::{self, Class};
use super::index::{End, Found, Index, Lost, Names, report_lost};
use super::nesting;
use super::scope::Scope;
use super::views::Views;
use super::{compound, on, special};
use crate::diag::{Diagnostics, codes};
use crate::source::Origin;
use crate::spec::{DeclaredKind, DeclaredSpec, FieldKind, ResourceSpec};

pub(super) fn check(index: &Index<'_>, views: &Views, d: &mut Diagnostics) {
    for (id, resource, _) in index.resources() {
        let Some(serializer) = &resource.serializer else { continue };
        for scope in Scope::all(index, id, serializer) {
            for declared in &scope.own.declared {
                super::names::field_name(&declared.name, declared.name.origin, d);
                if declared.doubtful {
                    continue;
                }
                field(index, views, id, declared, scope.lists(index, &declared.name), d);
                if writes(index, resource, id) && reads(scope.table) {
                    written(index, id, declared, d);
                }
            }
        }
    }
    nesting::check(index, d);
}

/// Whether a table's serializer may read input: those of actions that show do not.
fn reads(table: &str) -> bool {
    !matches!(table, "list" | "retrieve")
}

/// Whether clients can create or change rows.
fn writes(index: &Index<'_>, resource: &ResourceSpec, id: usize) -> bool {
    let master = index.models[id].master.and_then(|m| index.models[m].spec);
    let actions = resource.viewset.actions.as_ref().or_else(|| master?.viewset.actions.as_ref());
    actions.is_none_or(|a| a.iter().any(|a| matches!(a.value, Action::Create | Action::Update | Action::PartialUpdate)))
}

/// Classes that are read-only by themselves.
pub(super) const fn always_read_only(kind: DeclaredKind) -> bool {
    matches!(kind, DeclaredKind::HyperlinkedIdentity | DeclaredKind::DetailIdentity | DeclaredKind::StringRelated | DeclaredKind::Method)
}

fn field(index: &Index<'_>, views: &Views, id: usize, f: &DeclaredSpec, listed: bool, d: &mut Diagnostics) {
    arguments::flags(&f.args, true, d);
    let class = Class::of_declared(f);
    // Without `many` where it is due, that is the mistake.
    let several = class == Class::NestedOne && index.source(id, f.args.source.as_ref().unwrap_or(&f.name)).is_ok_and(|s| s.end.is_many());
    arguments::accepted(&f.args, if several { Class::Nested } else { class }, d);
    if always_read_only(f.kind.value) {
        for (option, name) in [(&f.args.required, "required"), (&f.args.write_only, "write_only")] {
            if let Some(option) = option.as_ref().filter(|o| o.value) {
                d.report(&codes::FLAGS, option.origin, &[&format!("a field of this type is always read-only, so it cannot be `{name}`")])
                    .also(f.kind.origin, "this type");
            }
        }
    }
    own_options(f, d);
    compound::children(f, d);
    if let Some(source) = f.args.source.as_ref().filter(|s| s.value == f.name.value) {
        d.report(&codes::REDUNDANT_SOURCE, source.origin, &[&f.name]);
    }
    // A name that is not listed may be a slip for one that is.
    if !listed && f.args.source.is_none() {
        return;
    }
    match f.kind.value {
        DeclaredKind::HyperlinkedIdentity | DeclaredKind::DetailIdentity => identity(index, views, id, f, d),
        DeclaredKind::Value(kind) => value(index, id, f, kind, d),
        DeclaredKind::List | DeclaredKind::Dict | DeclaredKind::MultipleChoice => compound::check(index, id, f, d),
        DeclaredKind::Hidden => compound::hidden(index, id, f, d),
        DeclaredKind::Method | DeclaredKind::Unknown => {}
        _ => related(index, views, id, f, d),
    }
}

/// The options beside DRF's arguments.
pub(super) fn own_options(f: &DeclaredSpec, d: &mut Diagnostics) {
    let relation = !matches!(
        f.kind.value,
        DeclaredKind::Value(_) | DeclaredKind::HyperlinkedIdentity | DeclaredKind::DetailIdentity | DeclaredKind::Method
    ) && !compound::is(f.kind.value);
    let unknown = f.kind.value == DeclaredKind::Unknown;
    if let Some(origin) = f.to.as_ref().map(|t| t.origin).filter(|_| !relation && !unknown) {
        d.report(&codes::ARGUMENT, d.key_of(origin), &["to"]);
    }
    if let Some(origin) = f.many.as_ref().map(|t| t.origin).filter(|_| !relation && !unknown) {
        d.report(&codes::ARGUMENT, d.key_of(origin), &["many"]);
    }
    if let Some(child) = f.child.as_ref().filter(|_| !unknown && !compound::has_child(f.kind.value)) {
        d.report(&codes::ARGUMENT, child.name.origin, &["child"]);
    }
    let slug = f.kind.value == DeclaredKind::SlugRelated;
    if let Some(origin) = f.serializer.as_ref().map(|s| s.origin).filter(|_| !unknown && f.kind.value != DeclaredKind::Nested) {
        d.report(&codes::ARGUMENT, d.key_of(origin), &["serializer"]);
    }
    if let Some(origin) = f.slug_field.as_ref().map(|s| s.origin).filter(|_| !unknown && !slug) {
        d.report(&codes::ARGUMENT, d.key_of(origin), &["slug_field"]);
    }
}

fn identity(index: &Index<'_>, views: &Views, id: usize, f: &DeclaredSpec, d: &mut Diagnostics) {
    if let Some(source) = &f.args.source {
        d.report(&codes::ARGUMENT, d.key_of(source.origin), &["source"]);
    }
    if f.kind.value == DeclaredKind::DetailIdentity {
        let model = &index.models[id];
        if model.spec.is_some_and(|s| !s.is_master()) && model.master.is_none() && model.details.is_empty() {
            d.report(&codes::NO_DETAIL_LINK, f.kind.origin, &[model.name]);
        }
        return;
    }
    link(index, views, id, f, f.name.origin, d);
}

/// A hyperlink to rows of a resource: its view, and the field in the URL.
fn link(index: &Index<'_>, views: &Views, target: usize, f: &DeclaredSpec, origin: Origin, d: &mut Diagnostics) {
    match &f.args.view_name {
        Some(name) if !views.has(name) => {
            d.report(&codes::VIEW_NAME, name.origin, &[name]).among(name, views.names());
        }
        Some(_) => {}
        None => views.identity(index, target, origin, d),
    }
    if let (Some(kwarg), None) = (&f.args.rare.lookup_url_kwarg, &f.args.view_name) {
        let said = index.models[target].spec.and_then(|s| s.viewset.lookup_field.as_ref());
        let expected = said.map(|l| l.as_str()).filter(|l| *l != "id").unwrap_or("pk");
        if kwarg.value != expected && !index.models[target].opaque {
            let form = format!("`{expected}`: that is the parameter of its detail URL");
            d.report(&codes::BAD_VALUE, kwarg.origin, &[kwarg, "lookup_url_kwarg", &form]);
        }
    }
    if let Some(lookup) = f.args.lookup_field.as_ref().filter(|l| !matches!(l.as_str(), "id" | "pk"))
        && let Err(lost) = index.step(target, lookup, Names::Accessor)
    {
        report_lost(d, &codes::UNKNOWN_FIELD, lookup.origin, &lost);
    }
}

/// Whether a field is one of its own: it has no source, no column has its name, and it is only shown or only taken.
pub(super) fn has_no_column(index: &Index<'_>, id: usize, f: &DeclaredSpec) -> bool {
    f.args.source.is_none() && (on(&f.args.read_only) || on(&f.args.write_only)) && index.source(id, &f.name).is_err()
}

/// A name of its own may be a slip for a column's.
pub(super) fn slip_of_column(index: &Index<'_>, id: usize, f: &DeclaredSpec, d: &mut Diagnostics) {
    let Err(Lost::Unknown { names, model, .. }) = index.source(id, &f.name) else { return };
    if index.models[id].is_misspelt(&f.name) {
        let does = if on(&f.args.read_only) { "shows nothing but its default" } else { "is only given to hooks" };
        d.report(&codes::NO_COLUMN, f.name.origin, &[&f.name, &model, does]).among(&f.name, names);
    }
}

/// Where the field's value comes from, and where that stands.
pub(super) fn source<'i, 'a>(index: &'i Index<'a>, id: usize, f: &DeclaredSpec, d: &mut Diagnostics) -> Option<(Found<'i, 'a>, Origin)> {
    let at = f.args.source.as_ref().unwrap_or(&f.name);
    match index.source(id, at) {
        Ok(found) if found.many => {
            d.report(&codes::SOURCE, at.origin, &[at, "it goes through a relation to several rows"]);
            None
        }
        Ok(found) => Some((found, at.origin)),
        Err(lost) => {
            let own_name = f.args.source.is_none() && matches!(lost, Lost::Unknown { .. });
            report_lost(d, &codes::UNKNOWN_FIELD, at.origin, &lost);
            if own_name {
                // The name may be meant to be new; then it lacks a source, or is one of its own.
                let help = if takes_no_column(f.kind.value) {
                    "a declared field shows the field of its own name, or of `source = \"…\"`; without a column it is `read_only` or `write_only`"
                } else {
                    "a declared field shows the field of its own name, or of `source = \"…\"`"
                };
                d.help_last(help);
            }
            None
        }
    }
}

/// Whether a field of the class can be one of its own.
const fn takes_no_column(kind: DeclaredKind) -> bool {
    matches!(kind, DeclaredKind::Value(_) | DeclaredKind::List | DeclaredKind::Dict | DeclaredKind::MultipleChoice)
}

/// Whether the class is a plain text.
pub(super) const fn is_text(kind: DeclaredKind) -> bool {
    use restwright_schema::FieldType as T;
    matches!(kind, DeclaredKind::Value(FieldKind::Stored(T::String | T::Text)))
}

fn value(index: &Index<'_>, id: usize, f: &DeclaredSpec, kind: FieldKind, d: &mut Diagnostics) {
    if special::check(index, id, f, kind, d) {
        return;
    }
    if has_no_column(index, id, f) {
        return slip_of_column(index, id, f, d);
    }
    let Some((found, origin)) = source(index, id, f, d) else { return };
    let last = f.args.source.as_ref().unwrap_or(&f.name).rsplit('.').next().unwrap_or_default();
    if !on(&f.args.read_only) && matches!(found.end, End::Attr(a) if a.annotation.is_some()) {
        d.report(&codes::ANNOTATION_PLACE, origin, &[last, "its value is computed, and nobody writes it"]).help("add `read_only = true`");
    }
    let label = naming::labelled(last);
    if !on(&f.args.read_only) && matches!(found.end, End::Attr(a) if label.as_deref() == Some(&*a.name)) {
        d.report(&codes::SOURCE, origin, &[&f.name, "it is the label of a choice, which nobody can write"]).help("add `read_only = true`");
    }
    // `author_id` is the key's plain value.
    let relation = matches!(found.end, End::Reverse(_)) || matches!(found.end, End::Attr(a) if a.kind.is_relation() && *a.name == *last);
    // `CharField` shows Python's `str()` of the row.
    let shown = is_text(f.kind.value) && on(&f.args.read_only) && f.args.choices.is_none();
    if relation && !shown && matches!(kind, FieldKind::Stored(_)) {
        d.report(&codes::SOURCE, origin, &[&f.name, "it is a relation, and this type holds a plain value"])
            .help("use `primary_key_related`, `slug_related` or `string_related`, or go on to a field: `source = \"….name\"`");
    }
}

fn related(index: &Index<'_>, views: &Views, id: usize, f: &DeclaredSpec, d: &mut Diagnostics) {
    let Some((found, origin)) = source(index, id, f, d) else { return };
    let relation = matches!(found.end, End::Reverse(_)) || matches!(found.end, End::Attr(a) if a.kind.is_relation());
    if !relation {
        if !matches!(found.end, End::Attr(a) if a.kind == FieldKind::Unknown) {
            d.report(&codes::SOURCE, origin, &[&f.name, "it is not a relation"]).help("use the type of a plain value, such as `string`");
        }
        return;
    }
    let many = on(&f.many);
    let known = !matches!(found.end, End::Reverse(r) if r.field.is_some_and(|f| f.doubtful));
    if known && many != found.end.is_many() {
        let place = f.many.as_ref().map_or(f.name.origin, |m| m.origin);
        let (leads, help) = if many { ("one row", "remove `many = true`") } else { ("several rows", "add `many = true`") };
        d.report(&codes::MANY, place, &[&f.name, leads]).help(help);
    }
    let Some(reached) = found.end.target() else { return };
    let named = f.to.as_ref().and_then(|to| index.id(to));
    if let (Some(to), Some(named)) = (&f.to, named)
        && index.concrete(named) != index.concrete(reached)
        && index.models[reached].master != Some(named)
        && index.models[named].master != Some(reached)
        && !(index.models[named].opaque || index.models[reached].opaque)
    {
        d.report(&codes::OTHER_TARGET, to.origin, &[&f.name, index.models[reached].name]).also(origin, "this relation");
        return;
    }
    let target = named.unwrap_or(reached);
    let builtin = index.is_builtin(target);
    let place = f.to.as_ref().map_or(f.kind.origin, |to| to.origin);
    match f.kind.value {
        DeclaredKind::SlugRelated => match f.slug_field.as_ref().map(|slug| (slug, index.path(target, slug, Names::Accessor))) {
            Some((slug, Err(lost))) => report_lost(d, &codes::UNKNOWN_FIELD, slug.origin, &lost),
            Some((slug, Ok(found))) if matches!(found.end, End::Attr(a) if a.annotation.is_some()) => {
                d.report(&codes::ANNOTATION_PLACE, slug.origin, &[slug, "a row is found by what a table holds"]);
            }
            _ => {}
        },
        DeclaredKind::HyperlinkedRelated | DeclaredKind::Nested | DeclaredKind::DetailRelated if builtin => {
            d.report(&codes::USER_TARGET, place, &[index.models[target].name]);
        }
        DeclaredKind::HyperlinkedRelated => link(index, views, target, f, place, d),
        DeclaredKind::DetailRelated => {
            let model = &index.models[target];
            if !model.opaque && model.master.is_none() && model.details.is_empty() && model.spec.is_some_and(|s| !s.is_master()) {
                d.report(&codes::NO_DETAIL_LINK, place, &[model.name]);
            }
        }
        DeclaredKind::Nested if !on(&f.args.read_only) => {
            let reverse_key = matches!(found.end, End::Reverse(r) if r.is_key() && r.field.is_some());
            if !reverse_key || found.hops > 0 {
                d.report(&codes::NESTED_WRITE, f.name.origin, &[&f.name]);
            }
        }
        _ => {}
    }
}

/// DRF refuses to write through a path (`raise_errors_on_nested_writes`).
fn written(index: &Index<'_>, id: usize, f: &DeclaredSpec, d: &mut Diagnostics) {
    let Some(source) = f.args.source.as_ref().filter(|s| s.contains('.')) else { return };
    let elsewhere = matches!(f.kind.value, DeclaredKind::Nested | DeclaredKind::Hidden | DeclaredKind::Unknown);
    if on(&f.args.read_only) || always_read_only(f.kind.value) || elsewhere {
        return;
    }
    // What leads to a resource that is not here is a path all the same.
    if !matches!(index.path(id, source, Names::Accessor), Err(Lost::Unknown { .. } | Lost::NotARelation { .. })) {
        d.report(&codes::DOTTED_WRITE, source.origin, &[&f.name]);
    }
}
