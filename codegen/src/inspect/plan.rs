//! What each table becomes.

use super::checks::{self, Meaning, Operand};
use super::keys::{self, Key};
use super::outline::{Known, Plan, Resource};
use super::{columns, django, names, pairs, relations};
use restwright_schema::model::FieldType as T;
use restwright_schema::naming;
use restwright_schema::tables::{Table, TableKind, Tables};
use std::collections::BTreeSet;

/// Decides everything.
pub(super) fn of(tables: &Tables) -> Plan<'_> {
    let api = names::api(&tables.database);
    let (known, mut left_out) = know(tables);
    let mut resources: Vec<Resource<'_>> = (0..known.kept.len()).map(|id| resource(&known, id)).collect();
    pairs::absorb(&known, &mut resources, &mut left_out);
    relations::name_ways_back(&mut resources);
    resources.retain(|r| !r.absorbed);
    endpoints(&mut resources);
    let mut constraints = BTreeSet::new();
    for resource in &mut resources {
        meta(resource, &mut constraints);
    }
    resources.sort_by(|a, b| a.snake.cmp(&b.snake));
    left_out.sort();
    Plan { api, resources, left_out }
}

/// Which tables are kept, and what they are called.
fn know(tables: &Tables) -> (Known<'_>, Vec<(String, String)>) {
    let mut left_out: Vec<(String, String)> = Vec::new();
    let mut kept: Vec<(&Table, Key)> = Vec::new();
    for table in &tables.tables {
        let reason = match (table.kind, django::own(table)) {
            (TableKind::View, _) => Err("a view: its rows are other tables' rows".to_owned()),
            (TableKind::Other, _) => Err("a virtual or foreign table".to_owned()),
            (TableKind::Table, Some(what)) => Err(what.to_owned()),
            (TableKind::Table, None) => keys::of(tables.dialect, table),
        };
        match reason {
            Ok(key) => kept.push((table, key)),
            Err(reason) => left_out.push((table.name.clone(), reason)),
        }
    }
    let classes_said: Vec<Option<String>> = kept.iter().map(|(t, _)| pairs::class_of(tables, t)).collect();
    let mut prefix = names::prefix(kept.iter().map(|(t, _)| t.name.as_str()));
    if prefix.is_empty() {
        // What stands before a class's name stands there for the other tables of the application too.
        let before = |(table, class): (&Table, &String)| names::snake(&table.name).strip_suffix(class.as_str()).map(str::to_owned);
        let mut said = kept.iter().zip(&classes_said).filter_map(|((t, _), class)| before((t, class.as_ref()?)));
        prefix = said.next().unwrap_or_default();
    }
    let mut snakes: Vec<String> = Vec::new();
    let mut classes: Vec<String> = Vec::new();
    let mut named = Vec::new();
    for ((table, key), said) in kept.into_iter().zip(classes_said) {
        // `a_b` and `ab` are different files, and the same class but for capitals.
        let taken = |name: &str| snakes.iter().any(|s| s == name) || classes.iter().any(|c| *c == naming::pascal(name).to_lowercase());
        let snake = names::free(&said.unwrap_or_else(|| names::resource(&table.name, &prefix)), taken);
        classes.push(naming::pascal(&snake).to_lowercase());
        snakes.push(snake.clone());
        named.push((table, key, snake));
    }
    let names = named.iter().map(|(_, _, snake)| naming::pascal(snake)).collect();
    (Known { tables, kept: named, names, builtin: tables.tables.iter().filter_map(django::builtin).collect() }, left_out)
}

fn resource<'a>(known: &Known<'a>, id: usize) -> Resource<'a> {
    let (table, key, snake) = &known.kept[id];
    let found = columns::fields(known, table, &key.column);
    let mut notes: Vec<String> = key.note.iter().cloned().collect();
    notes.extend(found.left_out);
    let name = found.fields.iter().find(|f| f.column == key.column).map_or_else(|| "pk".to_owned(), |f| f.name.clone());
    Resource {
        table,
        name: known.names[id].clone(),
        snake: snake.clone(),
        fields: found.fields,
        notes,
        meta_notes: Vec::new(),
        key: name,
        unique_together: Vec::new(),
        indexes: Vec::new(),
        constraints: Vec::new(),
        endpoint: None,
        unwritable: found.unwritable,
        absorbed: false,
    }
}

/// Where two resources would have one path, or one the documents' path.
fn endpoints(resources: &mut [Resource<'_>]) {
    let mut taken: BTreeSet<String> = ["schema", "docs"].map(str::to_owned).into();
    for resource in resources {
        let default = naming::endpoint(&resource.snake);
        let mut path = default.clone();
        let mut n = 1_usize;
        while !taken.insert(path.clone()) {
            n += 1;
            path = if n == 2 { format!("{}-table", resource.snake.replace('_', "-")) } else { format!("{default}-{n}") };
        }
        resource.endpoint = (path != default).then_some(path);
    }
}

/// `[meta]`: sets, indexes and constraints that columns' own options don't say.
fn meta(resource: &mut Resource<'_>, constraints: &mut BTreeSet<String>) {
    for unique in resource.table.uniques.iter().filter(|u| u.columns.len() > 1) {
        match resource.fields_of(&unique.columns) {
            Some(fields) if !resource.unique_together.contains(&fields) => resource.unique_together.push(fields),
            Some(_) => {}
            None => resource.meta_notes.push(format!("{} are unique together", unique.columns.join(", "))),
        }
    }
    let unique_key = |columns: &[String]| resource.table.primary_key.len() > 1 && resource.table.primary_key == columns;
    if let Some(fields) = resource.fields_of(&resource.table.primary_key).filter(|_| unique_key(&resource.table.primary_key)) {
        resource.unique_together.push(fields);
    }
    for index in &resource.table.indexes {
        if index.columns.len() == 1 && !index.columns[0].starts_with('-') {
            continue;
        }
        match resource.fields_of(&index.columns) {
            Some(fields) if !resource.indexes.contains(&fields) => resource.indexes.push(fields),
            Some(_) => {}
            None => resource.meta_notes.push(format!("index {} on {}", index.name, index.columns.join(", "))),
        }
    }
    for check in &resource.table.checks {
        match said(resource, &check.name, &check.sql) {
            Said::Already => {}
            Said::Constraint(text) if constraints.insert(check.name.clone()) => resource.constraints.push((check.name.clone(), text)),
            Said::Constraint(_) | Said::Not => {
                let name = if check.name.is_empty() { String::new() } else { format!(" {}", check.name) };
                resource.meta_notes.push(format!("check{name}: {}", check.sql));
            }
        }
    }
    resource.meta_notes.extend(resource.table.others.iter().cloned());
}

/// What a check comes to.
enum Said {
    /// A field's type or bounds say it.
    Already,
    /// A comparison.
    Constraint(String),
    /// It can't be said.
    Not,
}

fn said(resource: &Resource<'_>, name: &str, sql: &str) -> Said {
    let (column, op, right) = match checks::meaning(sql) {
        Some(Meaning::Json(column)) => {
            return if resource.field(&column).is_some_and(|f| f.kind == T::Json) { Said::Already } else { Said::Not };
        }
        Some(Meaning::Comparison { column, op, right }) => (column, op, right),
        None => return Said::Not,
    };
    let Some(field) = resource.field(&column) else { return Said::Not };
    let option = |key: &str| field.options.iter().find(|(k, _)| *k == key).map(|(_, v)| v.trim_matches('"').to_owned());
    let right = match right {
        Operand::Number(n) => {
            let bound = match op {
                ">=" => option("min_value").or(field.kind.is_positive().then(|| "0".to_owned())),
                "<=" => option("max_value"),
                _ => None,
            };
            if bound.as_deref() == Some(n.as_str()) {
                return Said::Already;
            }
            if field.kind.is_text() || !columns::bounding(field.kind) {
                return Said::Not;
            }
            n
        }
        Operand::Text(text) if matches!(field.kind, T::String | T::Text) => format!("'{text}'"),
        Operand::Text(_) => return Said::Not,
        Operand::Column(other) => match resource.field(&other) {
            Some(other) if is_word(&other.name) => other.name.clone(),
            _ => return Said::Not,
        },
    };
    if name.is_empty() || !is_word(&field.name) { Said::Not } else { Said::Constraint(format!("{} {op} {right}", field.name)) }
}

/// Whether a comparison of the spec language takes this for a name.
fn is_word(name: &str) -> bool {
    name.chars().all(|c| c.is_alphanumeric() || c == '_') && !matches!(name, "true" | "false")
}
