//! Names: of resources, fields and columns, and the resources that are named.

use std::collections::HashMap;

use restwright_schema::model::FieldType;

use super::index::Index;
use crate::diag::{Diagnostics, codes};
use crate::source::Origin;
use crate::spec::{FieldKind, FieldSpec, Opt, ResourceSpec};

/// What generated code's private names begin with.
const PRIVATE: &str = "__rw_";

/// Names that Django's models have already, so that a field of the name is refused.
const TAKEN: &[(&str, &str)] = &[
    ("pk", "`pk` stands for the primary key"),
    ("check", "Django's models have a `check` of their own"),
    ("objects", "`objects` is the model's manager"),
];

pub(super) fn check(index: &Index<'_>, d: &mut Diagnostics) {
    resource_names(index, d);
    for (id, resource, _) in index.resources() {
        for field in &resource.fields {
            field_name(&field.name, field.name.origin, d);
        }
        clashes(index, id, resource, d);
        columns(resource, d);
        targets(index, resource, d);
    }
}

fn resource_names(index: &Index<'_>, d: &mut Diagnostics) {
    let mut seen: HashMap<String, &ResourceSpec> = HashMap::new();
    for (_, resource, _) in index.resources() {
        if let Some(first) = seen.get(&resource.name.to_lowercase()) {
            d.report(&codes::RESOURCE_CLASH, resource.origin, &[&first.name, &resource.name]).also(first.origin, "first defined here");
            continue;
        }
        seen.insert(resource.name.to_lowercase(), resource);
    }
}

/// Django's fields.E001 to E003, and our own prefix.
pub(super) fn field_name(name: &str, origin: Origin, d: &mut Diagnostics) {
    if name.starts_with(PRIVATE) {
        d.report(&codes::PRIVATE_NAME, origin, &[name]);
        return;
    }
    let taken = TAKEN.iter().find(|(taken, _)| *taken == name).map(|(_, why)| *why);
    let letters = name.chars().all(|c| c.is_alphanumeric() || c == '_') && !name.starts_with(|c: char| c.is_numeric());
    let problem = match taken {
        Some(why) => why,
        None if name.is_empty() || !letters => "letters, digits and underscores, not beginning with a digit",
        None if name.contains("__") => "two underscores part the steps of a path",
        None if name.ends_with('_') => "it must not end with an underscore",
        None => return,
    };
    let better: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let better = better.join("_");
    let report = d.report(&codes::FIELD_NAME, origin, &[name, problem]);
    if taken.is_none() && !better.is_empty() && better != name && !better.starts_with(|c: char| c.is_numeric()) {
        report.help(format!("for example `{better}`"));
    }
}

/// Django's models.E006: the names that a row's attributes take.
fn clashes(index: &Index<'_>, id: usize, resource: &ResourceSpec, d: &mut Diagnostics) {
    let model = &index.models[id];
    // Of what extends a resource that is not a master, that alone is reported.
    let inherited = model.master.filter(|_| !model.opaque).map(|m| (&index.models[m], index.models[m].name));
    let mut attributes: HashMap<String, &FieldSpec> = HashMap::new();
    for field in &resource.fields {
        let attname = attname(field);
        if let Some((master, name)) = inherited
            && let Some(attr) = master.attrs.iter().find(|a| *a.name == *field.name.value)
        {
            let report = d.report(&codes::FIELD_CLASH, field.name.origin, &[&field.name, &format!("a field of its master `{name}`")]);
            if let Some(first) = attr.field {
                report.also(first.name.origin, "the master's field");
            }
            continue;
        }
        for taken in [field.name.value.clone(), attname.clone()] {
            if let Some(first) = attributes.get(&taken) {
                d.report(&codes::FIELD_CLASH, field.name.origin, &[&field.name, &format!("the field `{}`", *first.name)])
                    .also(first.name.origin, "its key's value has this name");
                break;
            }
        }
        attributes.insert(field.name.value.clone(), field);
        attributes.entry(attname).or_insert(field);
    }
    if resource.is_master()
        && let Some(field) = resource.field("type")
    {
        d.report(&codes::FIELD_CLASH, field.name.origin, &["type", "the `type` that every master has"])
            .help("a master's `type` holds the detail's name, and is made by itself");
    }
}

/// What Django calls the attribute of the column.
fn attname(field: &FieldSpec) -> String {
    match field.kind.stored() {
        Some(FieldType::ForeignKey | FieldType::OneToOne) => format!("{}_id", *field.name),
        _ => field.name.value.clone(),
    }
}

fn columns(resource: &ResourceSpec, d: &mut Diagnostics) {
    let mut seen: HashMap<String, &FieldSpec> = HashMap::new();
    for field in resource.fields.iter().filter(|f| f.kind.value != FieldKind::Stored(FieldType::ManyToMany)) {
        let column = field.db_column.as_ref().map_or_else(|| attname(field), |c| c.value.clone());
        if let Some(named) = &field.db_column {
            if named.starts_with(PRIVATE) {
                d.report(&codes::PRIVATE_NAME, named.origin, &[named]);
            } else if named.is_empty() || named.contains(['"', '`', '\0']) {
                d.report(&codes::BAD_VALUE, named.origin, &[named, "db_column", "a column has a name without quotes"]);
            }
        }
        // Databases compare column names without regard to case.
        if let Some(first) = seen.get(&column.to_lowercase()) {
            if attname(first) != attname(field) {
                let origin = field.db_column.as_ref().map_or(field.name.origin, |c| c.origin);
                d.report(&codes::COLUMN_CLASH, origin, &[&column]).also(first.name.origin, "first used here");
            }
            continue;
        }
        seen.insert(column.to_lowercase(), field);
    }
}

/// The resources that `[fields]`, `[meta]` and the rest name.
fn targets(index: &Index<'_>, resource: &ResourceSpec, d: &mut Diagnostics) {
    for field in &resource.fields {
        known(index, &field.to, true, d);
        known(index, &field.through, false, d);
        known(index, &field.schema, false, d);
        known(index, &field.for_resource, false, d);
    }
    known(index, &resource.meta.extends, false, d);
    for declared in resource.serializer.iter().flat_map(|s| s.all_declared()) {
        known(index, &declared.to, true, d);
    }
    if let Some(parent) = resource.viewset.parent.as_ref().filter(|p| !p.resource.is_empty()) {
        known(index, &Some(parent.resource.clone()), false, d);
        // The key knows where it leads.
        let leads = resource.field(&parent.field).and_then(|f| index.id(f.to.as_ref()?)).filter(|t| !index.is_builtin(*t));
        if let Some(target) = leads.filter(|_| index.named(&parent.resource).is_none()) {
            d.help_last(&format!("`{}` leads to `{}`", parent.field.value, index.models[target].name));
        }
    }
}

fn known(index: &Index<'_>, name: &Opt<String>, builtin: bool, d: &mut Diagnostics) {
    let Some(name) = name else { return };
    let found = index.named(name);
    if found.is_none_or(|id| index.is_builtin(id) && !builtin) {
        if index.folder.bases.iter().any(|base| base.name == name.value) {
            d.report(&codes::BASE, name.origin, &[name, "it has no rows that could be pointed to"])
                .help("name one of the resources that extend it, or make it a master (`master = true`)");
            return;
        }
        let bases = index.folder.bases.iter().map(|base| base.name.as_str()).filter(|_| !builtin);
        let names = index.names().chain(bases).filter(|n| builtin || restwright_schema::builtin::named(n).is_none());
        d.report(&codes::UNKNOWN_RESOURCE, name.origin, &[name]).among(name, names);
    }
}
