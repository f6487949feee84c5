//! `[meta]`: names in its lists, tables and constraints.

use std::collections::HashMap;

use super::index::{End, Index, report_lost};
use crate::diag::{Diagnostics, codes};
use crate::expression;
use crate::source::Origin;
use crate::spec::{FieldKind, FieldSpec, FieldType, ResourceSpec, Scope, Spanned};
use restwright_schema::builtin;

pub(super) fn check(index: &Index<'_>, d: &mut Diagnostics) {
    let mut constraints: HashMap<&str, Origin> = HashMap::new();
    for (id, resource, _) in index.resources() {
        proxy(index, resource, d);
        ordering(index, id, resource, d);
        sets(index, id, resource, d);
        for constraint in &resource.meta.constraints {
            self::constraint(index, id, constraint, d);
            if constraint.name.is_empty() {
                continue;
            }
            if let Some(first) = constraints.get(constraint.name.as_str()) {
                d.report(&codes::CONSTRAINT_NAME, constraint.name.origin, &[&constraint.name]).also(*first, "first defined here");
            } else {
                constraints.insert(&constraint.name, constraint.name.origin);
            }
        }
        if let Some(display) = &resource.meta.display
            && let Err(lost) = index.column(id, display)
        {
            report_lost(d, &codes::UNKNOWN_FIELD, display.origin, &lost);
        }
    }
    tables(index, d);
    shared_pairs(index, d);
}

/// The pairs of a second resource on a table (`managed = false`) are those of the resource that the table belongs to: it has to have the relation too.
fn shared_pairs(index: &Index<'_>, d: &mut Diagnostics) {
    let api = &index.folder.api.name.value;
    let table = |resource: &ResourceSpec| {
        resource.meta.table.as_ref().map_or_else(|| format!("{api}_{}", resource.snake), |t| t.value.clone()).to_lowercase()
    };
    let of = |to: &Option<Spanned<String>>| {
        let id = index.id(to.as_ref()?)?;
        let builtin = || restwright_schema::builtin::named(index.models[id].name).map(|builtin| builtin.model.table.to_owned());
        index.models[id].spec.map(table).or_else(builtin)
    };
    let pairs = |f: &FieldSpec| f.kind.value == FieldKind::Stored(FieldType::ManyToMany) && f.through.is_none();
    for (_, resource, _) in index.resources().filter(|(_, r, m)| !r.is_managed() && !m.opaque) {
        let owner = index.resources().find(|(_, r, _)| r.is_managed() && table(r) == table(resource));
        let Some((_, owner, _)) = owner.filter(|(.., m)| !m.opaque) else { continue };
        for field in resource.fields.iter().filter(|f| pairs(f) && !f.doubtful) {
            let Some(to) = of(&field.to) else { continue };
            match owner.field(&field.name) {
                Some(twin) if twin.doubtful || (pairs(twin) && of(&twin.to).is_none_or(|there| there == to)) => {}
                twin => {
                    let report = d.report(&codes::SHARED_PAIRS, field.name.origin, &[&field.name, &owner.name]);
                    report.also(twin.map_or(owner.origin, |twin| twin.name.origin), "the resource that the table belongs to");
                }
            }
        }
    }
}

/// A proxy says nothing of columns and tables.
fn proxy(index: &Index<'_>, resource: &ResourceSpec, d: &mut Diagnostics) {
    let Some(proxy) = &resource.meta.proxy else { return };
    let meta = &resource.meta;
    if resource.proxy().is_none_or(|builtin| ![builtin::USER, builtin::GROUP].contains(&builtin.name)) {
        let problem = format!("`{}` is no table that a resource can stand for", proxy.value);
        d.report(&codes::PROXY, proxy.origin, &[&resource.name, &problem]).among(proxy, [builtin::USER, builtin::GROUP]);
        return;
    }
    if index.folder.scope == Scope::Struct {
        d.report(&codes::PROXY, proxy.origin, &[&resource.name, "a struct has its own fields, and a proxy has the table's"])
            .help("write it as a file: `restwright::resources!` serves it beside the structs");
        return;
    }
    if let Some(field) = resource.fields.first() {
        let problem = format!("it has the columns of `{}` and no others", proxy.value);
        d.report(&codes::PROXY, field.name.origin, &[&resource.name, &problem]).help("remove [fields]");
    }
    let columns = "the table is Django's, with its own columns, sets and indexes";
    let others = [
        meta.table.as_ref().map(|o| o.origin),
        meta.unique_together.as_ref().map(|o| o.origin),
        meta.indexes.as_ref().map(|o| o.origin),
        meta.constraints.first().map(|o| o.origin),
        meta.managed.as_ref().map(|o| o.origin),
    ];
    for origin in others.into_iter().flatten() {
        d.report(&codes::PROXY, origin, &[&resource.name, columns]).help("remove it");
    }
    let above = [meta.extends.as_ref().map(|o| o.origin), meta.master.as_ref().filter(|m| m.value).map(|o| o.origin)];
    for origin in above.into_iter().flatten() {
        d.report(&codes::PROXY, origin, &[&resource.name, "it is neither a master nor a detail"]).help("remove it, or `proxy`");
    }
}

/// Django's models.E015. A path ends at a column, or at a key.
fn ordering(index: &Index<'_>, id: usize, resource: &ResourceSpec, d: &mut Diagnostics) {
    for name in resource.meta.ordering.iter().flat_map(|o| &o.value) {
        super::ordering_term(index, id, name, d);
    }
}

/// `unique_together` and `indexes`: columns of the resource's own table (models.E012, E013, E016).
fn sets(index: &Index<'_>, id: usize, resource: &ResourceSpec, d: &mut Diagnostics) {
    let unique = resource.meta.unique_together.iter().map(|s| ("unique_together", s));
    let indexes = resource.meta.indexes.iter().map(|s| ("indexes", s));
    for (key, sets) in unique.chain(indexes) {
        for set in &sets.value {
            if set.is_empty() {
                d.report(&codes::BAD_VALUE, set.origin, &["[]", key, "a set has at least one field"]);
            }
            for name in &set.value {
                // Django's indexes take a descending order.
                let plain = if key == "indexes" { name.trim_start_matches('-') } else { name.as_str() };
                match index.column(id, plain) {
                    Ok(End::Attr(attr)) if attr.annotation.is_some() => {
                        d.report(&codes::NOT_A_COLUMN, name.origin, &[name, "it is an annotation, which no table holds"]);
                    }
                    Ok(End::Attr(attr)) if attr.is_many() => {
                        d.report(&codes::NOT_A_COLUMN, name.origin, &[name, "a many-to-many relation has no column"]);
                    }
                    Ok(End::Attr(attr)) if attr.owner != id && index.models[id].opaque => {}
                    Ok(End::Attr(attr)) if attr.owner != id => {
                        d.report(&codes::NOT_A_COLUMN, name.origin, &[name, "its column is in the master's table"]);
                    }
                    Ok(End::Reverse(_)) => {
                        d.report(&codes::NOT_A_COLUMN, name.origin, &[name, "the column is in the other resource's table"]);
                    }
                    Ok(End::Attr(_)) => {}
                    Err(lost) => report_lost(d, &codes::UNKNOWN_FIELD, name.origin, &lost),
                }
            }
        }
    }
}

/// Checks and named sets: columns of the resource's own table, and conditions over them.
fn constraint(index: &Index<'_>, id: usize, constraint: &crate::spec::ConstraintSpec, d: &mut Diagnostics) {
    for text in constraint.check.iter().chain(&constraint.condition) {
        condition(index, id, text, d);
    }
    let Some(unique) = &constraint.unique else {
        if let Some(condition) = &constraint.condition {
            d.report(
                &codes::CONTRADICTION,
                condition.origin,
                &["`where` says which rows a set of `unique` fields is about, and there is none"],
            )
            .help("write the condition as `check`, or name the fields: `unique = [\"name\"]`");
        }
        return;
    };
    if let Some(check) = &constraint.check {
        d.report(&codes::CONTRADICTION, check.origin, &["a constraint is a `check` or a `unique` set"]).help("make it two constraints");
    }
    if unique.is_empty() {
        d.report(&codes::BAD_VALUE, unique.origin, &["[]", "unique", "a set has at least one field"]);
    }
    for name in unique.iter() {
        own_column(index, id, name, d);
    }
    if let Some(condition) = &constraint.condition {
        d.report(&codes::CONDITIONAL_SET, condition.origin, &[&constraint.name]);
    }
}

fn own_column(index: &Index<'_>, id: usize, name: &Spanned<String>, d: &mut Diagnostics) {
    match index.column(id, name) {
        Ok(End::Attr(attr)) if !attr.is_many() && attr.owner == id && attr.annotation.is_none() => {}
        Ok(_) => {
            d.report(&codes::NOT_A_COLUMN, name.origin, &[name, "a constraint is about columns of the resource's own table"]);
        }
        Err(lost) => report_lost(d, &codes::UNKNOWN_FIELD, name.origin, &lost),
    }
}

/// A condition: its grammar, its names and its types.
fn condition(index: &Index<'_>, id: usize, text: &Spanned<String>, d: &mut Diagnostics) {
    let mut lost_names = Vec::new();
    let found = match expression::parse(text) {
        Ok(node) => {
            names_of(&node, &mut |name| match index.column(id, name) {
                Ok(End::Attr(attr)) if !attr.is_many() && attr.owner == id && attr.annotation.is_none() => {}
                Ok(_) => {
                    d.report(&codes::NOT_A_COLUMN, text.origin, &[name, "a constraint compares columns of the resource's own table"]);
                    lost_names.push(name.to_owned());
                }
                Err(lost) => {
                    report_lost(d, &codes::UNKNOWN_FIELD, text.origin, &lost);
                    lost_names.push(name.to_owned());
                }
            });
            if !lost_names.is_empty() {
                return;
            }
            let column = |name: &str| {
                let unknown = || (format!("`{name}` has no type"), String::new());
                let Ok(End::Attr(attr)) = index.column(id, name) else { return Err(unknown()) };
                let kind = index.stored_kind(attr).ok_or_else(unknown)?;
                Ok(expression::Column { kind, null: attr.field.is_some_and(|field| super::on(&field.null)) })
            };
            expression::lower(&node, &column)
        }
        Err(problem) => Err(problem),
    };
    let (message, help) = match found {
        Ok(typed) if typed.value != expression::ValueType::Boolean => {
            (format!("its value is {}, and no condition", typed.value.name()), "compare it: `x > 0`, `x is null`".to_owned())
        }
        Ok(typed) if !typed.expression.is_deterministic() => {
            ("a row would pass today and fail tomorrow: no database takes `now()` here".to_owned(), String::new())
        }
        Ok(_) => return,
        Err(problem) => (problem.message, problem.help),
    };
    d.report(&codes::NOT_A_COMPARISON, text.origin, &[text, &message]).help(help);
}

/// The names in a condition, each with what it is asked of.
fn names_of(node: &expression::Node, see: &mut dyn FnMut(&str)) {
    use expression::NodeKind as Kind;
    match &node.kind {
        Kind::Name(name) => see(name),
        Kind::Number(_) | Kind::Text(_) | Kind::Boolean(_) | Kind::Null | Kind::Now => {}
        Kind::Negative(of) | Kind::IsNull(of) | Kind::Not(of) => names_of(of, see),
        Kind::Arithmetic(_, left, right) | Kind::Compare(_, left, right) => {
            names_of(left, see);
            names_of(right, see);
        }
        Kind::In(of, parts) => {
            names_of(of, see);
            parts.iter().for_each(|part| names_of(part, see));
        }
        Kind::Call(_, parts) | Kind::And(parts) | Kind::Or(parts) => parts.iter().for_each(|part| names_of(part, see)),
    }
}

/// Two resources with one table (models.E028), unless neither migration nor Django looks after it.
fn tables(index: &Index<'_>, d: &mut Diagnostics) {
    let api = &index.folder.api.name;
    let mut seen: HashMap<String, &ResourceSpec> = HashMap::new();
    for (_, resource, _) in index.resources() {
        let table = resource.meta.table.as_ref().map_or_else(|| format!("{}_{}", api.value, resource.snake), |t| t.value.clone());
        let origin = resource.meta.table.as_ref().map_or(resource.origin, |t| t.origin);
        if let Some(named) = &resource.meta.table {
            if named.starts_with("__rw_") {
                d.report(&codes::PRIVATE_NAME, named.origin, &[named]);
            } else if named.is_empty() || named.contains(['"', '`', '\0']) {
                d.report(&codes::BAD_VALUE, named.origin, &[named, "table", "a table has a name without quotes"]);
            }
        }
        if !resource.is_managed() {
            continue;
        }
        lengths(resource, &table, origin, d);
        if let Some(first) = seen.get(&table.to_lowercase()) {
            let first_origin = first.meta.table.as_ref().map_or(first.origin, |t| t.origin);
            d.report(&codes::TABLE_CLASH, origin, &[&table, &first.name]).also(first_origin, "first used here");
            continue;
        }
        seen.insert(table.to_lowercase(), resource);
    }
}

/// How many bytes of a name PostgreSQL keeps.
const LONGEST_NAME: usize = 63;

/// Names that PostgreSQL would cut and MySQL refuse. Generated names of indexes fit by themselves.
fn lengths(resource: &ResourceSpec, table: &str, origin: Origin, d: &mut Diagnostics) {
    let mut long = |name: &str, what: &str, origin: Origin| {
        if name.len() > LONGEST_NAME {
            d.report(&codes::IDENTIFIER_LENGTH, origin, &[name, what, &name.len().to_string()]);
        }
    };
    long(table, "table", origin);
    for field in &resource.fields {
        match (field.kind.value, &field.db_column) {
            (FieldKind::Stored(FieldType::ManyToMany), _) if field.through.is_none() => {
                long(&format!("{table}_{}", field.name.value), "table", field.name.origin);
            }
            (FieldKind::Stored(FieldType::ManyToMany), _) => {}
            (_, Some(column)) => long(column, "column", column.origin),
            (kind, None) if kind.is_relation() => long(&format!("{}_id", field.name.value), "column", field.name.origin),
            (_, None) => long(&field.name, "column", field.name.origin),
        }
    }
    for constraint in &resource.meta.constraints {
        long(&constraint.name, "constraint", constraint.name.origin);
    }
}
