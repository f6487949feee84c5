//! What a database refused, said as validation would have said it.
//!
//! Validation asks before it writes, but a declared field has no validators, another writer may be quicker, and checks are the database's
//! alone. DRF answers 500 there; we answer 400 with the field's own message (docs/spec.md).

use super::WriteError;
use crate::db::{DbError, Violation};
use crate::schema::infer;
use crate::schema::link::{ModelNode, SerId};
use crate::{ApiError, App, Errors};

pub(super) fn explain(app: &App, ser: SerId, error: WriteError) -> ApiError {
    match error {
        WriteError::Api(error) => error,
        WriteError::Db(DbError::Violation(kind, text)) => ApiError::invalid(violation(app, ser, kind, &text)),
        WriteError::Db(error) => error.into(),
    }
}

fn violation(app: &App, ser: SerId, kind: Violation, text: &str) -> Errors {
    match kind {
        Violation::Unique | Violation::NotNull => columns(app, kind, text),
        Violation::Check => check(app, text),
        Violation::ForeignKey => Some(Errors::non_field("A row that this one points to does not exist.")),
    }
    .unwrap_or_else(|| {
        tracing::warn!(serializer = ser, text, "a constraint that no resource declares");
        Errors::non_field("The database refused these values.")
    })
}

/// SQLite names the columns: `UNIQUE constraint failed: library_author.email`.
fn columns(app: &App, kind: Violation, text: &str) -> Option<Errors> {
    let (_, list) = text.split_once("failed: ")?;
    let mut found: Vec<(&ModelNode, usize)> = Vec::new();
    for item in list.split(", ") {
        let (table, column) = item.split_once('.')?;
        let node = app.graph.models.iter().find(|n| n.model.table == table)?;
        found.push((node, node.fields.iter().position(|c| c.field.column == column && node.model.field(c.field.name).is_some())?));
    }
    let name = |(node, index): &(&ModelNode, usize)| node.fields[*index].field.name;
    match (kind, found.as_slice()) {
        (Violation::NotNull, [one]) => Some(Errors::field(name(one), "This field may not be null.")),
        (_, [one]) => Some(Errors::field(name(one), infer::unique_message(one.0.model, one.0.fields[one.1].field))),
        (_, several) => {
            let names: Vec<&str> = several.iter().map(name).collect();
            Some(Errors::non_field(format!("The fields {} must make a unique set.", names.join(", "))))
        }
    }
}

/// `CHECK constraint failed: NAME`: Django's message for a constraint of this name.
fn check(app: &App, text: &str) -> Option<Errors> {
    let (_, name) = text.split_once("failed: ")?;
    let declared = app.graph.models.iter().flat_map(|n| n.model.constraints).any(|c| c.name == name);
    declared.then(|| Errors::non_field(format!("Constraint “{name}” is violated.")))
}
