//! Writes that are one statement, with the database checks of validation folded into it.
//!
//! Each function gives `None` where one statement isn't enough or where it touched no row; then nothing was written, and the transaction finds
//! out why.

use super::{Call, echo};
use crate::db::{DbError, Dialect, Sql as _};
use crate::hooks::Resources;
use crate::representation::Projection;
use crate::schema::link::{ModelId, ModelNode};
use crate::serializers::{DbCheck, ParsedInput};
use crate::value::{Item, Validated};
use crate::write::{Assignment, check_conditions, complete, touch};
use crate::{ApiError, Value, permissions};

/// INSERT of a row that involves no other.
pub(super) async fn insert(call: &Call<'_>, parsed: &ParsedInput, projection: &Projection) -> Result<Option<Vec<u8>>, ApiError> {
    let (resources, model) = (call.resources(), call.view().model);
    let node = resources.graph.model(model);
    let (None, Some(returning)) = (node.master, returned(resources, projection)) else { return Ok(None) };
    let Some((validated, checks)) = parsed.assume() else { return Ok(None) };
    if scoped(resources, &checks) {
        return Ok(None);
    }
    let echoes = echo::given(resources, &validated, call.shows());
    let Some(given) = assignments(resources, validated) else { return Ok(None) };
    // Passwords are hashed before they are stored.
    if resources.password(model).is_some() {
        return Ok(None);
    }
    let row = complete(resources, model, given);
    let (conditions, values) = check_conditions(resources, model, &row);
    let dialect = resources.dialect;
    let mut sql = format!("INSERT INTO {} (", dialect.quote(node.model.table));
    let mut args = Vec::with_capacity(row.len() + checks.len());
    for (at, (index, value)) in row.into_iter().enumerate() {
        if at > 0 {
            sql.push_str(", ");
        }
        sql.push_str(&dialect.quote(node.fields[index].field.column));
        args.push(value);
    }
    if args.is_empty() {
        return Ok(None);
    }
    sql.push_str(") SELECT ?");
    sql.push_str(&", ?".repeat(args.len() - 1));
    sql.push_str(dialect.without_table());
    sql.push_str(" WHERE 1 = 1");
    fold(resources, dialect, &checks, None, &mut sql, &mut args);
    sql.push_str(&conditions);
    args.extend(values);
    sql.push_str(" RETURNING ");
    sql.push_str(returning);
    Ok(written(call, sql, args, projection).await?.map(|body| echo::show(&echoes, body)))
}

/// UPDATE of a row by the key in the URL.
pub(super) async fn update(call: &Call<'_>, parsed: &ParsedInput, projection: &Projection) -> Result<Option<Vec<u8>>, ApiError> {
    let (resources, linked) = (call.resources(), call.view());
    let node = resources.graph.model(linked.model);
    let (None, Some(returning)) = (node.master, returned(resources, projection)) else { return Ok(None) };
    // A query string may filter, and a parent does: then the row has to be looked for.
    if call.nested || !call.request().query.is_empty() || permissions::asks_for_object(call.permissions()) {
        return Ok(None);
    }
    let Ok(Some(key)) = call.lookup_value() else { return Ok(None) };
    let Some((validated, checks)) = parsed.assume() else { return Ok(None) };
    if scoped(resources, &checks) {
        return Ok(None);
    }
    let echoes = echo::given(resources, &validated, call.shows());
    let Some(mut given) = assignments(resources, validated) else { return Ok(None) };
    if resources.password(linked.model).is_some_and(|password| given.iter().any(|(column, _)| *column == password)) {
        return Ok(None);
    }
    touch(resources, linked.model, &mut given);
    if given.is_empty() || given.iter().any(|(i, _)| *i == node.pk) {
        return Ok(None);
    }
    let dialect = resources.dialect;
    let mut sql = format!("UPDATE {} SET ", dialect.quote(node.model.table));
    let mut args = Vec::with_capacity(given.len() + checks.len() + 1);
    for (at, (index, value)) in given.into_iter().enumerate() {
        if at > 0 {
            sql.push_str(", ");
        }
        sql.push_str(&dialect.quote(node.fields[index].field.column));
        sql.push_str(" = ?");
        args.push(value);
    }
    let lookup = dialect.quote(node.fields[linked.lookup].field.column);
    sql.push_str(" WHERE ");
    sql.push_str(&lookup);
    sql.push_str(" = ?");
    args.push(key.clone());
    fold(resources, dialect, &checks, Some((linked.model, &lookup, &key)), &mut sql, &mut args);
    sql.push_str(" RETURNING ");
    sql.push_str(returning);
    Ok(written(call, sql, args, projection).await?.map(|body| echo::show(&echoes, body)))
}

/// DELETE of a row that nothing can point to.
pub(super) async fn delete(call: &Call<'_>) -> Result<bool, ApiError> {
    let (resources, linked) = (call.resources(), call.view());
    let node = resources.graph.model(linked.model);
    let unrelated =
        node.master.is_none() && node.reverse.is_empty() && node.details.is_empty() && node.fields.iter().all(|c| c.pairs.is_none());
    if !unrelated || call.nested || !call.request().query.is_empty() || permissions::asks_for_object(call.permissions()) {
        return Ok(false);
    }
    let Ok(Some(key)) = call.lookup_value() else { return Ok(false) };
    let dialect = resources.dialect;
    let column = dialect.quote(node.fields[linked.lookup].field.column);
    let sql = format!("DELETE FROM {} WHERE {column} = ?", dialect.quote(node.model.table));
    let deleted = if dialect.returns_rows() {
        call.app.db.write_one(sql + " RETURNING 1", vec![key]).await.map(|row| row.is_some())
    } else {
        touches_row(call, &sql, &[key]).await
    };
    match deleted {
        Err(DbError::Violation(..)) => Ok(false),
        deleted => Ok(deleted?),
    }
}

/// Whether a check reads rows that not every request may know of.
fn scoped(resources: &Resources, checks: &[DbCheck]) -> bool {
    checks.iter().any(|check| matches!(check, DbCheck::Exists { model, .. } if resources.graph.is_scoped(*model)))
}

/// Whether a statement in a transaction of its own touches a row.
async fn touches_row(call: &Call<'_>, sql: &str, args: &[Value]) -> Result<bool, DbError> {
    let mut conn = call.app.db.write().await?;
    let touched = conn.execute(sql, args).await?;
    conn.commit().await?;
    Ok(touched > 0)
}

/// The columns that a write can give back in the same statement; `None` where it takes another one.
fn returned<'p>(resources: &Resources, projection: &'p Projection) -> Option<&'p str> {
    projection.returning().filter(|_| resources.dialect.returns_rows())
}

/// The assignments of a body that is one row; `None` if it is more.
fn assignments(resources: &Resources, validated: Validated) -> Option<Vec<Assignment>> {
    let ser = &resources.graph.serializers[validated.ser];
    let mut out: Vec<Assignment> = Vec::with_capacity(validated.items.len());
    for (index, item) in validated.items {
        // A field without a column is for hooks, of which there are none here.
        let Some(path) = ser.fields.get(index)?.path.as_ref() else { continue };
        match (item, path.hops.as_slice(), path.column) {
            (Item::Value(value), [], Some(column)) => {
                out.retain(|(c, _)| *c != column);
                out.push((column, value));
            }
            _ => return None,
        }
    }
    Some(out)
}

/// The checks as conditions. `own` is the row that may hold a unique value already: the model, its lookup column and its key.
fn fold(
    resources: &Resources,
    dialect: Dialect,
    checks: &[DbCheck],
    own: Option<(ModelId, &str, &Value)>,
    sql: &mut String,
    args: &mut Vec<Value>,
) {
    for check in checks {
        match check {
            DbCheck::Exists { model, column, value, .. } => {
                let (table, column) = table_column(resources, dialect, *model, *column);
                sql.push_str(&format!(" AND EXISTS (SELECT 1 FROM {table} WHERE {column} = ?)"));
                args.push(value.clone());
            }
            DbCheck::Unique { model, column, value, .. } => {
                no_other_row(resources, dialect, *model, &[(*column, value.clone())], own, sql, args);
            }
            DbCheck::Together { model, columns, .. } => no_other_row(resources, dialect, *model, columns, own, sql, args),
        }
    }
}

/// No other row has these values.
fn no_other_row(
    resources: &Resources,
    dialect: Dialect,
    model: ModelId,
    columns: &[(usize, Value)],
    own: Option<(ModelId, &str, &Value)>,
    sql: &mut String,
    args: &mut Vec<Value>,
) {
    let table = dialect.quote(resources.graph.model(model).model.table);
    sql.push_str(&format!(" AND NOT EXISTS (SELECT 1 FROM {table} WHERE 1 = 1"));
    for (index, value) in columns {
        sql.push_str(&format!(" AND {} = ?", table_column(resources, dialect, model, *index).1));
        args.push(value.clone());
    }
    if let Some((_, lookup, key)) = own.filter(|(owner, ..)| *owner == model) {
        sql.push_str(&format!(" AND {lookup} <> ?"));
        args.push(key.clone());
    }
    sql.push(')');
}

/// The table that holds a column, and the column.
fn table_column(resources: &Resources, dialect: Dialect, model: ModelId, column: usize) -> (String, String) {
    let node: &ModelNode = resources.graph.model(model);
    let column = &node.fields[column];
    (dialect.quote(resources.graph.model(column.owner).model.table), dialect.quote(column.field.column))
}

/// Runs the statement and writes the row that it gives back.
async fn written(call: &Call<'_>, sql: String, args: Vec<Value>, projection: &Projection) -> Result<Option<Vec<u8>>, ApiError> {
    let row = match call.app.db.write_one(sql, args).await {
        Ok(row) => row,
        Err(DbError::Violation(..)) => None,
        Err(error) => return Err(error.into()),
    };
    let Some(row) = row else { return Ok(None) };
    let mut body = Vec::with_capacity(512);
    projection.write_returned(call.resources(), call.request(), &row, &mut body);
    Ok(Some(body))
}
