//! `renamed_from`: whether what it names was there, by the state that the last migration recorded.
//!
//! One that was carried out may stay: then the state has the new name already. Whatever else names nothing would silently be a new table or column.

use std::collections::BTreeMap;
use std::path::Path;

use crate::diag::{Diagnostics, codes};
use crate::migrations::{self, State};
use crate::spec::{FieldKind, FieldSpec, FieldType, Folder, Origin, ResourceSpec, Spanned};
use restwright_schema::ddl::state::Table;

/// Compares with the recorded state; where there is none, nobody knows.
pub(super) fn check(specs: &Path, folder: &Folder, d: &mut Diagnostics) {
    let Ok(recorded) = migrations::recorded(specs) else { return };
    let Some(Ok(then)) = recorded.last().and_then(migrations::Migration::recorded_state) else { return };
    let mut taken = Taken::default();
    for resource in folder.resources.iter().filter(|r| !r.foreign) {
        let Ok(was) = resource_was(&then, folder, resource, &mut taken, d) else { continue };
        let mut taken = Taken::default();
        for field in &resource.fields {
            if let Some(from) = &field.renamed_from {
                field_was(&then, was, resource, field, from, &mut taken, d);
            }
        }
    }
}

/// Names that something has claimed.
type Taken<'a> = BTreeMap<&'a str, Origin>;

/// The table that a resource had, if it had one; an error if what it says about that is wrong.
fn resource_was<'s, 'a>(
    then: &'s State,
    folder: &'a Folder,
    resource: &'a ResourceSpec,
    taken: &mut Taken<'a>,
    d: &mut Diagnostics,
) -> Result<Option<&'s Table>, ()> {
    let there = then.table(&resource.name);
    let Some(from) = resource.meta.renamed_from.as_ref().filter(|_| there.is_none()) else { return Ok(there) };
    let gone = || then.tables.iter().map(|t| t.key.as_str()).filter(|key| !key.contains('.') && folder.resource(key).is_none());
    let why = match then.table(from).filter(|t| !t.key.contains('.')) {
        None => "the last migration has no such resource",
        Some(_) if folder.resource(from).is_some() => "that resource is still there",
        Some(table) => match taken.insert(&from.value, from.origin) {
            None => return Ok(Some(table)),
            Some(first) => {
                d.report(&codes::RENAMED, from.origin, &[&resource.name, from, "another resource was"]).also(first, "this one").help("");
                return Err(());
            }
        },
    };
    d.report(&codes::RENAMED, from.origin, &[&resource.name, from, why]).among(from, gone());
    Err(())
}

fn field_was<'a>(
    then: &State,
    was: Option<&Table>,
    resource: &ResourceSpec,
    field: &FieldSpec,
    from: &'a Spanned<String>,
    taken: &mut Taken<'a>,
    d: &mut Diagnostics,
) {
    let pairs = matches!(field.kind.value, FieldKind::Stored(FieldType::ManyToMany));
    if pairs && field.through.is_some() {
        // It has neither column nor table.
        return;
    }
    let name = format!("{}.{}", resource.name, field.name.value);
    let Some(was) = was else {
        d.report(&codes::RENAMED, from.origin, &[&name, from, "its resource is new"]);
        return;
    };
    // The relations' tables are behind their resource's, by its name and theirs.
    let of_pairs = format!("{}.", was.key);
    let names: Vec<&str> = if pairs {
        then.tables.iter().filter_map(|t| t.key.strip_prefix(&of_pairs)).collect()
    } else {
        was.columns.iter().map(|c| c.field.as_str()).collect()
    };
    if names.contains(&field.name.as_str()) {
        return;
    }
    let why = match names.contains(&from.as_str()) {
        false => "the last migration has no such field",
        true if resource.field(from).is_some() => "that field is still there",
        true => match taken.insert(&from.value, from.origin) {
            None => return,
            Some(first) => {
                d.report(&codes::RENAMED, from.origin, &[&name, from, "another field was"]).also(first, "this one").help("");
                return;
            }
        },
    };
    let implied = |name: &str| name == "id" && resource.primary_key().is_none();
    let gone = names.into_iter().filter(|name| resource.field(name).is_none() && !implied(name));
    d.report(&codes::RENAMED, from.origin, &[&name, from, why]).among(from, gone);
}
