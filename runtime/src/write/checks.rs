//! The comparisons that every row of a model has to pass, asked of a new row's values before the row is made: a refused INSERT uses up a key in
//! PostgreSQL and MySQL, a question does not (docs/spec.md, Storage). The table has them too, for changes and for other writers.

use super::error::WriteError;
use super::rows::{self, Assignment};
use crate::Value;
use crate::db::{DbError, Dialect, Rule, Violation};
use crate::hooks::Resources;
use crate::orm::Session;
use crate::schema::expression::{self, ColumnRef};
use crate::schema::link::{ModelId, ModelNode};
use crate::schema::model::{Check, FieldType, Literal};

/// Whether a key is used up by a row that is refused, so that it has to be asked first.
pub(super) fn are_asked(dialect: Dialect) -> bool {
    dialect != Dialect::Sqlite
}

/// A check as a condition over values, which are added to `args`. Not true is one thing, false is another: a comparison with NULL passes.
/// `None` where it can be asked of the table only.
fn condition(resources: &Resources, model: ModelId, check: &Check, row: &[Assignment], args: &mut Vec<Value>) -> Option<String> {
    let node = resources.graph.model(model);
    let mut given = Given { node, row, sql: String::new(), args: Vec::new(), known: true };
    let texts = |column: ColumnRef| node.position(column.field).is_some_and(|at| node.fields[at].field.kind.is_text());
    // Whose collation would compare texts is the column's to say.
    if resources.dialect == Dialect::MySql && check.condition.columns().into_iter().any(texts) {
        return None;
    }
    expression::write(resources.dialect, check.condition, &mut given);
    if !given.known {
        return None;
    }
    args.append(&mut given.args);
    Some(format!("({}) IS NOT FALSE", given.sql))
}

/// Writes a condition over the values of a row that is not there yet.
struct Given<'a> {
    node: &'a ModelNode,
    row: &'a [Assignment],
    sql: String,
    args: Vec<Value>,
    /// Whether the row has a value for each column.
    known: bool,
}

impl Given<'_> {
    fn value(&mut self, value: Value) {
        // A NULL has no type, which some operators need to know.
        if value == Value::Null {
            return self.sql.push_str("NULL");
        }
        self.sql.push('?');
        self.args.push(value);
    }
}

impl expression::Writer for Given<'_> {
    fn sql(&mut self, text: &str) {
        self.sql.push_str(text);
    }

    fn column(&mut self, column: &ColumnRef) {
        let at = self.node.position(column.field);
        match self.row.iter().find(|(index, _)| Some(*index) == at) {
            Some((_, value)) => self.value(value.clone()),
            None => self.known = false,
        }
    }

    fn constant(&mut self, value: Literal, kind: FieldType) {
        self.value(constant(&value, kind));
    }
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
