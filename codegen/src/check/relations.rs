//! Relations from the far side: reverse names, `through`, masters and details.

use restwright_schema::model::FieldType as T;

use super::index::{Index, Reverse};
use crate::diag::{Diagnostics, codes};
use crate::spec::{FieldKind, FieldSpec, ResourceSpec};

pub(super) fn check(index: &Index<'_>, d: &mut Diagnostics) {
    for target in 0..index.models.len() {
        reverse_names(index, target, d);
    }
    for (id, resource, _) in index.resources() {
        for field in &resource.fields {
            related_name(field, d);
            through(index, id, resource, field, d);
        }
        masters(index, id, resource, d);
    }
}

/// Django's fields.E306, E308, E309.
fn related_name(field: &FieldSpec, d: &mut Diagnostics) {
    let Some(name) = &field.related_name else { return };
    let text = name.trim_end_matches('+');
    let letters = text.chars().all(|c| c.is_alphanumeric() || c == '_') && !text.starts_with(|c: char| c.is_numeric());
    let problem = if text.is_empty() && !name.is_empty() {
        return;
    } else if name.is_empty() || !letters {
        "letters, digits and underscores; `+` alone hides the way back"
    } else if text.ends_with('_') {
        "it must not end with an underscore"
    } else if text.contains("__") {
        "two underscores part the steps of a path"
    } else if text.starts_with("__rw_") {
        "generated code keeps this prefix"
    } else {
        return;
    };
    d.report(&codes::BAD_VALUE, name.origin, &[name, "related_name", problem]);
}

/// Django's fields.E302 to E305: the names that relations take on the far side.
fn reverse_names(index: &Index<'_>, target: usize, d: &mut Diagnostics) {
    // What clashes at a proxy was reported at the model that it stands for.
    if index.concrete(target) != target {
        return;
    }
    let model = &index.models[target];
    let name = model.name;
    // What a detail inherits was reported at its master; only what meets the detail's own names is new there.
    let inherited = |r: &Reverse<'_>| {
        model.master.is_some_and(|m| {
            index.models[m].reverse.iter().any(|other| {
                std::ptr::eq(other.field.map_or(std::ptr::null(), |f| f), r.field.map_or(std::ptr::null(), |f| f)) && r.field.is_some()
            })
        })
    };
    for (i, reverse) in model.reverse.iter().enumerate() {
        let own_fields = |attr: &super::index::Attr<'_>| !inherited(reverse) || attr.owner == target;
        let clash = model.attrs.iter().find(|a| own_fields(a) && (*a.name == *reverse.accessor || *a.name == *reverse.query));
        let from = index.models[reverse.from].name;
        if index.is_builtin(reverse.from) {
            continue;
        }
        if reverse.field.is_some_and(|f| f.doubtful) {
            continue;
        }
        if let Some(attr) = clash {
            let taken = format!("the field `{name}.{}`", attr.name);
            let report = d.report(&codes::REVERSE_CLASH, reverse.origin, &[from, &attr.name, &taken]);
            if let Some(field) = attr.field {
                report.also(field.name.origin, "the field");
            }
            continue;
        }
        let same = |other: &&Reverse<'_>| {
            (other.accessor == reverse.accessor && !other.accessor.is_empty()) || (other.query == reverse.query && !other.query.is_empty())
        };
        let Some(first) = model.reverse.iter().take(i).find(same) else { continue };
        if inherited(reverse) && inherited(first) {
            continue;
        }
        let shared = if first.accessor == reverse.accessor { &reverse.accessor } else { &reverse.query };
        let taken = format!("the way back of another relation to `{name}`");
        let report = d.report(&codes::REVERSE_CLASH, reverse.origin, &[from, shared, &taken]);
        if !index.is_builtin(first.from) {
            report.also(first.origin, "the other relation");
        }
    }
}

/// Django's fields.E331 to E336.
fn through(index: &Index<'_>, id: usize, resource: &ResourceSpec, field: &FieldSpec, d: &mut Diagnostics) {
    let (Some(through), Some(target)) = (&field.through, field.to.as_ref().and_then(|to| index.id(to))) else { return };
    let Some(pairs) = index.id(through).and_then(|id| index.models.get(id)).filter(|m| !m.opaque) else { return };
    let Some(spec) =
        pairs.spec.filter(|spec| spec.fields.iter().all(|f| !f.doubtful && f.to.as_ref().is_none_or(|to| index.id(to).is_some())))
    else {
        return;
    };
    let keys = |to: usize| -> Vec<&FieldSpec> {
        let key = |f: &&FieldSpec| {
            matches!(f.kind.value, FieldKind::Stored(T::ForeignKey | T::OneToOne)) && f.to.as_ref().and_then(|t| index.id(t)) == Some(to)
        };
        spec.fields.iter().filter(key).collect()
    };
    let there = if target == id { 2 } else { 1 };
    for (to, name) in [(id, resource.name.as_str()), (target, index.models[target].name)] {
        let found = keys(to);
        if found.len() < there {
            d.report(&codes::THROUGH, through.origin, &[through, name, "no key"]).help(format!(
                "`{}` needs {} to `{name}`",
                through.value,
                if there == 2 { "two keys" } else { "a key" }
            ));
        } else if let Some(extra) = found.get(there) {
            d.report(&codes::THROUGH, through.origin, &[through, name, "too many keys"])
                .also(extra.name.origin, "this key is one too many");
        }
        if target == id {
            break;
        }
    }
    let twin = resource.fields.iter().take_while(|f| !std::ptr::eq(*f, field)).find(|f| {
        f.through.as_ref().is_some_and(|t| t.value == through.value)
            && f.to.as_ref().map(|t| &t.value) == field.to.as_ref().map(|t| &t.value)
    });
    if let Some(twin) = twin {
        d.report(&codes::THROUGH, through.origin, &[through, &resource.name, "another relation"]).also(twin.name.origin, "the same pairs");
    }
}

fn masters(index: &Index<'_>, id: usize, resource: &ResourceSpec, d: &mut Diagnostics) {
    // A detail's file may be one of those that do not parse.
    let unknown = index.is_open() || index.lost_master || index.models.iter().any(|m| m.opaque && m.master.is_none());
    if !unknown && resource.is_master() && index.models[id].details.is_empty() {
        let origin = resource.meta.master.as_ref().map_or(resource.origin, |m| m.origin);
        d.report(&codes::NO_DETAILS, origin, &[&resource.name]);
    }
    let Some(extends) = &resource.meta.extends else { return };
    if resource.is_master() {
        d.report(&codes::NOT_A_MASTER, extends.origin, &[&resource.name, "a master cannot be a detail itself"]);
    }
    let Some(master) = index.id(extends).and_then(|m| index.models.get(m)) else { return };
    if let Some(spec) = master.spec.filter(|spec| !spec.is_master() && !spec.meta.doubtful && !master.opaque) {
        let origin = spec.meta.origin.unwrap_or(spec.origin);
        d.report(&codes::NOT_A_MASTER, extends.origin, &[extends, "it has no `master = true`"]).also(origin, "add `master = true` here");
    }
    if let Some(list) = resource.meta.list_master.as_ref().filter(|l| l.value && !resource.is_master()) {
        d.report(&codes::NOT_A_MASTER, list.origin, &[&resource.name, "only a master has `list_master`"]);
    }
}
