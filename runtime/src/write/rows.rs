//! Rows of one model: INSERT and UPDATE, over one table or, for a detail, its master's and its own.

use super::defaults;
use super::error::WriteError;
use crate::db::{Dialect, Sql as _};
use crate::hooks::Resources;
use crate::orm::Session;
use crate::schema::link::ModelId;
use crate::{ApiError, Value};

/// A column (index into the model's fields) and the value that it gets.
pub(crate) type Assignment = (usize, Value);

/// Completes what was given with what a new row has by itself: defaults, moments, a master's `type`.
pub(crate) fn complete(resources: &Resources, model: ModelId, mut given: Vec<Assignment>) -> Vec<Assignment> {
    let node = resources.graph.model(model);
    let now = defaults::now();
    for (index, column) in node.fields.iter().enumerate() {
        let pointer = index == node.pk && node.master.is_some();
        let stored = column.is_stored();
        let automatic = column.field.auto_now || column.field.auto_now_add;
        if automatic {
            given.retain(|(i, _)| *i != index);
        } else if given.iter().any(|(i, _)| *i == index) {
            continue;
        }
        if pointer || !stored {
            continue;
        }
        if node.master.is_some_and(|m| m == column.owner) && column.field.name == "type" && column.field.default.is_none() {
            given.push((index, Value::Text(node.model.snake.to_owned())));
        } else if let Some(value) = defaults::initial(column.field, resources.graph.stored_type(model, index), now) {
            given.push((index, value));
        }
    }
    given.sort_by_key(|(i, _)| *i);
    given
}

/// `INSERT INTO table (columns) VALUES (?, …)`.
fn insert_sql(dialect: Dialect, table: &str, columns: &[&str]) -> String {
    if columns.is_empty() {
        return format!("INSERT INTO {}{}", dialect.quote(table), dialect.default_row());
    }
    let names: Vec<String> = columns.iter().map(|c| dialect.quote(c)).collect();
    let marks = vec!["?"; columns.len()].join(", ");
    format!("INSERT INTO {} ({}) VALUES ({marks})", dialect.quote(table), names.join(", "))
}

/// Makes a row; gives its primary key.
pub(super) async fn insert(
    resources: &Resources,
    session: &mut Session<'_>,
    model: ModelId,
    given: Vec<Assignment>,
) -> Result<Value, WriteError> {
    let row = complete(resources, model, given);
    let node = resources.graph.model(model);
    let dialect = session.dialect();
    let mut key = None;
    // The master's part comes first: the detail's key is the master's.
    for owner in node.master.into_iter().chain([model]) {
        let part: Vec<&Assignment> = row.iter().filter(|(i, _)| node.fields[*i].owner == owner).collect();
        let mut columns: Vec<&str> = part.iter().map(|(i, _)| node.fields[*i].field.column).collect();
        let mut values: Vec<Value> = part.iter().map(|(_, v)| v.clone()).collect();
        let table = resources.graph.model(owner);
        if owner == model && node.master.is_some() {
            columns.insert(0, node.key().field.column);
            values.insert(0, key.clone().unwrap_or(Value::Null));
        }
        let pk = table.key().field.column;
        let given = columns.iter().position(|column| *column == pk).and_then(|at| values.get(at));
        let sql = insert_sql(dialect, table.model.table, &columns);
        key = session.conn().insert(&sql, &values, (pk, resources.graph.stored_type(owner, table.pk)), given).await?;
    }
    Ok(key.unwrap_or(Value::Null))
}

/// Adds what every save sets anew: `auto_now`.
pub(crate) fn touch(resources: &Resources, model: ModelId, given: &mut Vec<Assignment>) {
    let now = defaults::now();
    for (index, column) in resources.graph.model(model).fields.iter().enumerate() {
        if column.field.auto_now {
            given.retain(|(i, _)| *i != index);
            given.push((index, defaults::moment(column.field.kind, now)));
        }
    }
}

/// Changes columns of the row with this key; gives the key that it has afterwards.
///
/// A new primary key makes a second row and leaves the first, as Django's `save` does.
pub(super) async fn update(
    resources: &Resources,
    session: &mut Session<'_>,
    model: ModelId,
    key: &Value,
    mut given: Vec<Assignment>,
) -> Result<Value, WriteError> {
    let node = resources.graph.model(model);
    if let Some(at) = given.iter().position(|(i, v)| *i == node.pk && v != key) {
        let (_, renamed) = given.swap_remove(at);
        return copy(resources, session, model, key, renamed, given).await;
    }
    given.retain(|(i, _)| *i != node.pk);
    touch(resources, model, &mut given);
    let dialect = session.dialect();
    for owner in node.master.into_iter().chain([model]) {
        let part: Vec<&Assignment> = given.iter().filter(|(i, _)| node.fields[*i].owner == owner).collect();
        if part.is_empty() {
            continue;
        }
        let table = resources.graph.model(owner);
        let sets: Vec<String> = part.iter().map(|(i, _)| format!("{} = ?", dialect.quote(node.fields[*i].field.column))).collect();
        let sql = format!(
            "UPDATE {} SET {} WHERE {} = ?",
            dialect.quote(table.model.table),
            sets.join(", "),
            dialect.quote(table.key().field.column)
        );
        let mut values: Vec<Value> = part.iter().map(|(_, v)| v.clone()).collect();
        values.push(key.clone());
        if session.conn().execute(&sql, &values).await? == 0 {
            // It was deleted since it was found.
            return Err(ApiError::no_match(node.model.name).into());
        }
    }
    Ok(key.clone())
}

/// A row under another key: the old row's values, changed.
async fn copy(
    resources: &Resources,
    session: &mut Session<'_>,
    model: ModelId,
    key: &Value,
    renamed: Value,
    mut given: Vec<Assignment>,
) -> Result<Value, WriteError> {
    touch(resources, model, &mut given);
    let node = resources.graph.model(model);
    let dialect = session.dialect();
    let mut columns = Vec::new();
    let mut selected = Vec::new();
    let mut values = Vec::new();
    for (index, column) in node.fields.iter().enumerate() {
        if column.owner != model || !column.is_stored() {
            continue;
        }
        columns.push(dialect.quote(column.field.column));
        let new = if index == node.pk { Some(&renamed) } else { given.iter().find(|(i, _)| *i == index).map(|(_, v)| v) };
        match new {
            Some(value) => {
                selected.push("?".to_owned());
                values.push(value.clone());
            }
            None => selected.push(dialect.quote(column.field.column)),
        }
    }
    values.push(key.clone());
    let table = dialect.quote(node.model.table);
    let sql = format!(
        "INSERT INTO {table} ({}) SELECT {} FROM {table} WHERE {} = ?",
        columns.join(", "),
        selected.join(", "),
        dialect.quote(node.key().field.column)
    );
    session.conn().execute(&sql, &values).await?;
    Ok(renamed)
}
