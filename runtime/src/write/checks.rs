//! The comparisons that every row of a model has to pass, asked of a new row's values before the row is made: a refused INSERT uses up a key in
//! PostgreSQL and MySQL, a question does not (docs/spec.md, Storage). The table has them too, for changes and for other writers.

use super::error::WriteError;
use super::rows::{self, Assignment};
use crate::Value;
use crate::db::{DbError, Dialect, Rule, Violation};
use crate::hooks::Resources;
use crate::orm::Session;
use crate::schema::link::{ModelId, ModelNode};
use crate::schema::model::{Check, FieldType, Literal, Operand};

/// Whether a key is used up by a row that is refused, so that it has to be asked first.
pub(super) fn are_asked(dialect: Dialect) -> bool {
    dialect != Dialect::Sqlite
}

/// A check as a condition over values, which are added to `args`. Not true is one thing, false is another: a comparison with NULL passes.
fn condition(resources: &Resources, model: ModelId, check: &Check, row: &[Assignment], args: &mut Vec<Value>) -> Option<String> {
    let node = resources.graph.model(model);
    let (left, kind) = given(node, check.field, row)?;
    let right = match check.right {
        Operand::Field(name) => given(node, name, row)?.0.clone(),
        Operand::Value(value) => constant(&value, kind),
    };
    // Whose collation would compare texts is the column's to say.
    if matches!(left, Value::Text(_)) && resources.dialect == Dialect::MySql {
        return None;
    }
    args.extend([left.clone(), right]);
    Some(format!("(? {} ?) IS NOT FALSE", check.op))
}

/// What a row has in a field.
fn given<'r>(node: &ModelNode, field: &str, row: &'r [Assignment]) -> Option<(&'r Value, FieldType)> {
    let at = node.position(field)?;
    row.iter().find(|(index, _)| *index == at).map(|(_, value)| (value, node.fields[at].field.kind))
}

/// A check's constant, with all of its digits.
fn constant(value: &Literal, kind: FieldType) -> Value {
    match (value, kind) {
        (Literal::Int(n), FieldType::Decimal) => Value::Decimal(n.to_string()),
        (Literal::Str(text) | Literal::Decimal(text), FieldType::Decimal) => Value::Decimal((*text).to_owned()),
        _ => crate::value::literal(value, kind, 0),
    }
}

/// The checks of a model and of its master, each with the model whose table has it.
fn checks(resources: &Resources, model: ModelId) -> impl Iterator<Item = &'static Check> {
    let node = resources.graph.model(model);
    node.master.into_iter().chain([model]).flat_map(|owner| resources.graph.model(owner).model.constraints)
}

/// The checks of a new row that are asked, by their names, with their values.
fn asked(resources: &Resources, model: ModelId, row: &[Assignment]) -> (Vec<(&'static str, String)>, Vec<Value>) {
    let mut args = Vec::new();
    let checks = checks(resources, model).filter(|_| are_asked(resources.dialect));
    let conditions = checks.filter_map(|check| Some((check.name, condition(resources, model, check, row, &mut args)?))).collect();
    (conditions, args)
}

/// All checks of a new row as further conditions of its INSERT, with their values.
pub(crate) fn conditions(resources: &Resources, model: ModelId, row: &[Assignment]) -> (String, Vec<Value>) {
    let (conditions, args) = asked(resources, model, row);
    (conditions.into_iter().map(|(_, condition)| format!(" AND {condition}")).collect(), args)
}

/// Refuses a new row, from what was given for it (all but perhaps the key to its parent), that does not pass a check, as the database would.
///
/// # Errors
///
/// The violation of the first one; the database's, that cannot be asked.
pub(super) async fn refuse(
    resources: &Resources,
    session: &mut Session<'_>,
    model: ModelId,
    given: Vec<Assignment>,
) -> Result<(), WriteError> {
    // Most models have none: nothing is completed for them that the INSERT completes again.
    if checks(resources, model).next().is_none() {
        return Ok(());
    }
    let (asked, args) = asked(resources, model, &rows::complete(resources, model, given));
    if asked.is_empty() {
        return Ok(());
    }
    let conditions: Vec<&str> = asked.iter().map(|(_, condition)| condition.as_str()).collect();
    let passed = session.conn().fetch_one(&format!("SELECT {}", conditions.join(", ")), &args).await?;
    let failed = passed.and_then(|row| {
        asked.iter().enumerate().find(|(at, _)| row.value(*at, FieldType::Boolean) == Value::Bool(false)).map(|(_, (name, _))| *name)
    });
    match failed {
        Some(name) => Err(DbError::Violation(Violation::Check, Rule { name: Some(name.to_owned()), ..Rule::default() }).into()),
        None => Ok(()),
    }
}
