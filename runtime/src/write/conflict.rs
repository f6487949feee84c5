//! What a database refused, said as validation would have said it.
//!
//! Validation asks before it writes, but a declared field has no validators, another writer may be quicker, and checks are the database's
//! alone. DRF answers 500 there; we answer 400 with the field's own message (docs/spec.md).

use super::WriteError;
use crate::db::{DbError, Rule, Violation};
use crate::schema::infer;
use crate::schema::link::{Column, ModelNode, SerId};
use crate::schema::model::FieldType;
use crate::{ApiError, App, Errors};

pub(super) fn explain(app: &App, ser: SerId, error: WriteError) -> ApiError {
    match error {
        WriteError::Api(error) => error,
        WriteError::Db(DbError::Violation(kind, text)) => ApiError::invalid(violation(app, ser, kind, &text)),
        WriteError::Db(error) => error.into(),
    }
}

fn violation(app: &App, ser: SerId, kind: Violation, rule: &Rule) -> Errors {
    match kind {
        Violation::Unique | Violation::NotNull => columns(app, kind, rule),
        Violation::Check => check(app, rule),
        Violation::ForeignKey => Some(Errors::non_field("A row that this one points to does not exist.")),
    }
    .unwrap_or_else(|| {
        tracing::warn!(serializer = ser, %rule, "a constraint that no resource declares");
        Errors::non_field("The database refused these values.")
    })
}

/// The fields whose columns the database names.
fn columns(app: &App, kind: Violation, rule: &Rule) -> Option<Errors> {
    let table = rule.table.as_deref()?;
    let mut found: Vec<(&ModelNode, usize)> = Vec::new();
    for column in &rule.columns {
        let node = app.graph.models.iter().find(|n| n.model.table == table)?;
        let of_column = |c: &Column| c.field.column == column && node.model.field(c.field.name).is_some();
        found.push((node, node.fields.iter().position(of_column)?));
    }
    let name = |(node, index): &(&ModelNode, usize)| node.fields[*index].field.name;
    match (kind, found.as_slice()) {
        (_, []) => None,
        (Violation::NotNull, [one]) => Some(Errors::field(name(one), "This field may not be null.")),
        (_, [one]) => Some(Errors::field(name(one), infer::unique_message(one.0.model, one.0.fields[one.1].field))),
        (_, several) => {
            let names: Vec<&str> = several.iter().map(name).collect();
            Some(Errors::non_field(format!("The fields {} must make a unique set.", names.join(", "))))
        }
    }
}

/// Django's message for a constraint of this name.
fn check(app: &App, rule: &Rule) -> Option<Errors> {
    let name = rule.name.as_deref()?;
    let declared = app.graph.models.iter().flat_map(|n| n.model.constraints).any(|c| c.name == name);
    declared.then(|| Errors::non_field(format!("Constraint “{name}” is violated."))).or_else(|| document(app, name))
}

/// MariaDB's own check of a JSON column: its `JSON_VALID` takes no more than 31 arrays and objects in each other. It calls the check after the
/// table and the column.
fn document(app: &App, name: &str) -> Option<Errors> {
    let (table, column) = name.split_once('.')?;
    let node = app.graph.models.iter().find(|n| n.model.table == table)?;
    let field = node.fields.iter().find(|c| c.field.column == column && c.field.kind == FieldType::Json)?.field;
    Some(Errors::field(field.name, "The database does not take this JSON document: it is nested too deeply."))
}
