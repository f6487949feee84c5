//! The short way: a write that is one statement, with the questions of validation folded into it.
//!
//! Each function gives `None` where this way isn't open or where the statement touched no row; then nothing was written, and the full way finds
//! out why.

use super::rows::{self, Assignment};
use super::{checks, echo};
use crate::db::{DbError, Dialect, Sql as _};
use crate::output::Projection;
use crate::request::Request;
use crate::schema::link::{ModelId, ModelNode, ViewId};
use crate::serializers::{Draft, Question};
use crate::value::{Item, Validated};
use crate::{ApiError, App, Value, output, permissions};

/// INSERT of a row that involves no other.
pub(super) async fn insert(
    app: &App,
    view: ViewId,
    req: &Request,
    draft: &Draft,
    projection: &Projection,
) -> Result<Option<Vec<u8>>, ApiError> {
    let model = app.graph.views[view].model;
    let node = app.graph.model(model);
    let (None, Some(returning)) = (node.master, returned(app, projection)) else { return Ok(None) };
    let Some((validated, questions)) = draft.assume() else { return Ok(None) };
    if scoped(app, &questions) {
        return Ok(None);
    }
    let echoes = echo::given(app, &validated);
    let Some(given) = plain(app, validated) else { return Ok(None) };
    let row = rows::complete(app, model, given);
    let (checked, asked) = checks::conditions(app, model, &row);
    let dialect = app.db.dialect();
    let mut sql = format!("INSERT INTO {} (", dialect.quote(node.model.table));
    let mut args = Vec::with_capacity(row.len() + questions.len());
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
    ask(app, dialect, &questions, None, &mut sql, &mut args);
    sql.push_str(&checked);
    args.extend(asked);
    sql.push_str(" RETURNING ");
    sql.push_str(returning);
    Ok(written(app, sql, args, req, projection).await?.map(|body| echo::show(&echoes, body)))
}

/// UPDATE of a row by the key in the URL.
pub(super) async fn update(
    app: &App,
    view: ViewId,
    nested: bool,
    req: &Request,
    draft: &Draft,
    projection: &Projection,
) -> Result<Option<Vec<u8>>, ApiError> {
    let linked = &app.graph.views[view];
    let node = app.graph.model(linked.model);
    let (None, Some(returning)) = (node.master, returned(app, projection)) else { return Ok(None) };
    // A query string may filter, and a parent does: then the row has to be looked for.
    if nested || !req.query.is_empty() || permissions::asks_for_object(linked.permissions) {
        return Ok(None);
    }
    let Some(key) = req.lookup.as_deref().and_then(|text| key_value(app, view, text)) else {
        return Ok(None);
    };
    let Some((validated, questions)) = draft.assume() else { return Ok(None) };
    if scoped(app, &questions) {
        return Ok(None);
    }
    let echoes = echo::given(app, &validated);
    let Some(mut given) = plain(app, validated) else { return Ok(None) };
    rows::touch(app, linked.model, &mut given);
    if given.is_empty() || given.iter().any(|(i, _)| *i == node.pk) {
        return Ok(None);
    }
    let dialect = app.db.dialect();
    let mut sql = format!("UPDATE {} SET ", dialect.quote(node.model.table));
    let mut args = Vec::with_capacity(given.len() + questions.len() + 1);
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
    ask(app, dialect, &questions, Some((linked.model, &lookup, &key)), &mut sql, &mut args);
    sql.push_str(" RETURNING ");
    sql.push_str(returning);
    Ok(written(app, sql, args, req, projection).await?.map(|body| echo::show(&echoes, body)))
}

/// DELETE of a row that nothing can point to.
pub(super) async fn delete(app: &App, view: ViewId, nested: bool, req: &Request) -> Result<bool, ApiError> {
    let linked = &app.graph.views[view];
    let node = app.graph.model(linked.model);
    let unrelated =
        node.master.is_none() && node.reverse.is_empty() && node.details.is_empty() && node.fields.iter().all(|c| c.pairs.is_none());
    if !unrelated || nested || !req.query.is_empty() || permissions::asks_for_object(linked.permissions) {
        return Ok(false);
    }
    let Some(key) = req.lookup.as_deref().and_then(|text| key_value(app, view, text)) else {
        return Ok(false);
    };
    let dialect = app.db.dialect();
    let column = dialect.quote(node.fields[linked.lookup].field.column);
    let sql = format!("DELETE FROM {} WHERE {column} = ?", dialect.quote(node.model.table));
    let deleted = if dialect.returns_rows() {
        app.db.write_one(sql + " RETURNING 1", vec![key]).await.map(|row| row.is_some())
    } else {
        alone(app, &sql, &[key]).await
    };
    match deleted {
        Err(DbError::Violation(..)) => Ok(false),
        deleted => Ok(deleted?),
    }
}

/// Whether a question is about rows that not every request may know of.
fn scoped(app: &App, questions: &[Question]) -> bool {
    questions.iter().any(|question| matches!(question, Question::Exists { model, .. } if app.graph.is_scoped(*model)))
}

/// Whether a statement by itself touches a row.
async fn alone(app: &App, sql: &str, args: &[Value]) -> Result<bool, DbError> {
    let mut conn = app.db.write().await?;
    let touched = conn.execute(sql, args).await?;
    conn.commit().await?;
    Ok(touched > 0)
}

/// The columns that a write can give back in the same statement; `None` where it takes another one.
fn returned<'p>(app: &App, projection: &'p Projection) -> Option<&'p str> {
    projection.returning().filter(|_| app.db.dialect().returns_rows())
}

/// The key in the URL as the value of the column that is looked up; `None` if it can't be one.
fn key_value(app: &App, view: ViewId, text: &str) -> Option<Value> {
    let linked = &app.graph.views[view];
    output::lookup_value(app, linked.model, linked.lookup, text).ok().flatten()
}

/// The assignments of a tree that is one row; `None` if it is more.
fn plain(app: &App, validated: Validated) -> Option<Vec<Assignment>> {
    let ser = &app.graph.serializers[validated.ser];
    let mut out: Vec<Assignment> = Vec::with_capacity(validated.items.len());
    for (index, item) in validated.items {
        let path = ser.fields.get(index)?.path.as_ref()?;
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

/// The questions as conditions. `own` is the row that may hold a unique value already: the model, its lookup column and its key.
fn ask(app: &App, dialect: Dialect, questions: &[Question], own: Option<(ModelId, &str, &Value)>, sql: &mut String, args: &mut Vec<Value>) {
    for question in questions {
        match question {
            Question::Exists { model, column, value, .. } => {
                let (table, column) = place(app, dialect, *model, *column);
                sql.push_str(&format!(" AND EXISTS (SELECT 1 FROM {table} WHERE {column} = ?)"));
                args.push(value.clone());
            }
            Question::Unique { model, column, value, .. } => {
                free(app, dialect, *model, &[(*column, value.clone())], own, sql, args);
            }
            Question::Together { model, columns, .. } => free(app, dialect, *model, columns, own, sql, args),
        }
    }
}

/// No other row has these values.
fn free(
    app: &App,
    dialect: Dialect,
    model: ModelId,
    columns: &[(usize, Value)],
    own: Option<(ModelId, &str, &Value)>,
    sql: &mut String,
    args: &mut Vec<Value>,
) {
    let table = dialect.quote(app.graph.model(model).model.table);
    sql.push_str(&format!(" AND NOT EXISTS (SELECT 1 FROM {table} WHERE 1 = 1"));
    for (index, value) in columns {
        sql.push_str(&format!(" AND {} = ?", place(app, dialect, model, *index).1));
        args.push(value.clone());
    }
    if let Some((_, lookup, key)) = own.filter(|(owner, ..)| *owner == model) {
        sql.push_str(&format!(" AND {lookup} <> ?"));
        args.push(key.clone());
    }
    sql.push(')');
}

/// The table that holds a column, and the column.
fn place(app: &App, dialect: Dialect, model: ModelId, column: usize) -> (String, String) {
    let node: &ModelNode = app.graph.model(model);
    let column = &node.fields[column];
    (dialect.quote(app.graph.model(column.owner).model.table), dialect.quote(column.field.column))
}

/// Runs the statement and writes the row that it gives back.
async fn written(app: &App, sql: String, args: Vec<Value>, req: &Request, projection: &Projection) -> Result<Option<Vec<u8>>, ApiError> {
    let row = match app.db.write_one(sql, args).await {
        Ok(row) => row,
        Err(DbError::Violation(..)) => None,
        Err(error) => return Err(error.into()),
    };
    let Some(row) = row else { return Ok(None) };
    let mut body = Vec::with_capacity(512);
    projection.write_returned(app, &row, &req.urls, &mut body)?;
    Ok(Some(body))
}
