//! What a database refused, said as validation would have said it.
//!
//! Validation asks before it writes, but a declared field has no validators, another writer may be quicker, and checks are the database's
//! alone. DRF answers 500 there; we answer 400 with the field's own message (docs/spec.md).

use super::error::WriteError;
use crate::db::{DbError, Dialect, Rule, Violation};
use crate::hooks::Resources;
use crate::schema::infer;
use crate::schema::link::{ModelId, SerId};
use crate::schema::model::FieldType;
use crate::{ApiError, Errors};

/// The answer to a write that failed.
pub(super) fn explain(resources: &Resources, ser: SerId, error: WriteError) -> ApiError {
    match placed(resources, ser, error) {
        WriteError::Api(error) => error,
        WriteError::Db(error) => error.into(),
        WriteError::Refused(errors, raced) => ApiError { raced, ..ApiError::invalid(errors) },
    }
}

/// What a constraint refused of the row that a serializer writes, as errors of this serializer's fields.
pub(super) fn placed(resources: &Resources, ser: SerId, error: WriteError) -> WriteError {
    let WriteError::Db(DbError::Violation(kind, rule)) = error else { return error };
    // SQLite has one writer, who validated and wrote in one transaction.
    let raced = matches!(kind, Violation::Unique | Violation::ForeignKey) && resources.dialect != Dialect::Sqlite;
    WriteError::Refused(violation(resources, ser, kind, &rule), raced)
}

fn violation(resources: &Resources, ser: SerId, kind: Violation, rule: &Rule) -> Errors {
    match kind {
        Violation::Unique | Violation::NotNull => columns(resources, ser, kind, rule),
        Violation::Check => check(resources, rule),
        Violation::ForeignKey => Some(Errors::non_field("A row that this one points to does not exist.")),
    }
    .unwrap_or_else(|| {
        tracing::warn!(serializer = ser, %rule, "a constraint that no resource declares");
        Errors::non_field("The database refused these values.")
    })
}

/// The fields whose columns the database names.
fn columns(resources: &Resources, ser: SerId, kind: Violation, rule: &Rule) -> Option<Errors> {
    let graph = &resources.graph;
    let table = rule.table.as_deref()?;
    // Several resources may share a table: the one that is written goes first.
    let own = graph.serializers.get(ser).map(|s| s.model);
    let others = (0..graph.models.len()).filter(|model| graph.model(*model).model.table == table);
    let (model, found) =
        own.into_iter().chain(others).find_map(|model| Some((model, positions(resources, model, table, &rule.columns)?)))?;
    let node = graph.model(model);
    let name = |index: &usize| match own == Some(model) {
        true => member(resources, ser, *index),
        false => node.fields[*index].field.name,
    };
    let fields: Vec<&str> = found.iter().map(|index| node.fields[*index].field.name).collect();
    // A set whose condition has further columns is told of as a set, however many columns it has itself.
    let sets = node.model.unique_sets.iter().filter(|set| set.fields == fields && set.all_fields().len() > 1);
    let as_set = kind == Violation::Unique && sets.count() > 0 && !matches!(found.as_slice(), [one] if node.fields[*one].field.unique);
    match (kind, found.as_slice()) {
        (_, []) => None,
        (_, several) if as_set => {
            let names: Vec<&str> = several.iter().map(name).collect();
            Some(Errors::non_field(format!("The fields {} must make a unique set.", names.join(", "))))
        }
        (Violation::NotNull, [one]) => Some(Errors::field(name(one), "This field may not be null.")),
        (_, [one]) => {
            let column = &node.fields[*one];
            Some(Errors::field(name(one), infer::unique_text(graph.model(column.owner).model, column.field)))
        }
        (_, several) => {
            // What validation asks is refused in its words, and the rest (`validators = []`, a column that is not read) in Django's.
            let asked =
                |set: &&[&str]| set.len() == several.len() && set.iter().all(|n| node.position(n).is_some_and(|c| several.contains(&c)));
            let unasked = own == Some(model) && !graph.serializers[ser].unique_together.iter().any(|set| asked(&&**set));
            let names: Vec<&str> = several.iter().map(name).collect();
            Some(Errors::non_field(match unasked {
                true => infer::unique_set_text(node.model, several.iter().map(|index| node.fields[*index].field)),
                false => format!("The fields {} must make a unique set.", names.join(", ")),
            }))
        }
    }
}

/// Where a model has columns of a table; `None` unless it has all of them.
fn positions(resources: &Resources, model: ModelId, table: &str, columns: &[String]) -> Option<Vec<usize>> {
    let fields = &resources.graph.model(model).fields;
    let position =
        |name: &String| fields.iter().position(|c| c.field.column == name && resources.graph.model(c.owner).model.table == table);
    columns.iter().map(position).collect()
}

/// The name under which a serializer writes a column; the column's own if it does not.
fn member(resources: &Resources, ser: SerId, column: usize) -> &'static str {
    let ser = &resources.graph.serializers[ser];
    let writes = |f: &&crate::schema::link::SerField| {
        !f.field.read_only && f.path.as_ref().is_some_and(|path| path.hops.is_empty() && path.column == Some(column))
    };
    ser.fields.iter().find(writes).map_or(resources.graph.model(ser.model).fields[column].field.name, |f| f.field.name)
}

/// Django's message for a constraint of this name.
fn check(resources: &Resources, rule: &Rule) -> Option<Errors> {
    let name = rule.name.as_deref()?;
    let declared = resources.graph.models.iter().flat_map(|n| n.model.constraints).any(|c| c.name == name);
    declared.then(|| Errors::non_field(format!("Constraint “{name}” is violated."))).or_else(|| document(resources, name))
}

/// MariaDB's own check of a JSON column: its `JSON_VALID` takes no more than 31 arrays and objects in each other. It calls the check after the
/// table and the column.
fn document(resources: &Resources, name: &str) -> Option<Errors> {
    let (table, column) = name.split_once('.')?;
    let node = resources.graph.models.iter().find(|n| n.model.table == table)?;
    let field = node.fields.iter().find(|c| c.field.column == column && c.field.kind == FieldType::Json)?.field;
    Some(Errors::field(field.name, "The database does not take this JSON document: it is nested too deeply."))
}
