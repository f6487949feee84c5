//! Lists of keys: many-to-many tables, and rows that are told to point here (Django's related managers' `set`).

use super::error::WriteError;
use crate::Value;
use crate::db::{Sql as _, key_list};
use crate::hooks::Resources;
use crate::orm::{Session, Statement};
use crate::schema::link::{Hop, ModelId, Pairs, Via};
use std::collections::HashSet;

/// Makes exactly these rows the relation's. Those that the request may not know of stay what they were.
pub(super) async fn set(
    resources: &Resources,
    session: &mut Session<'_>,
    hop: Hop,
    key: &Value,
    others: &[Value],
) -> Result<(), WriteError> {
    match hop.via {
        Via::Pairs(_) => {
            // A detail's is its master's.
            let Some(pairs) = resources.graph.pairs(&hop) else { return Ok(()) };
            set_pairs(resources, session, pairs, (&pairs.from_column, &pairs.to_column), (key, hop.to), others).await
        }
        Via::ReversePairs(_) => {
            let Some(pairs) = resources.graph.pairs(&hop) else { return Ok(()) };
            set_pairs(resources, session, pairs, (&pairs.to_column, &pairs.from_column), (key, hop.to), others).await
        }
        Via::ReverseKey(index) => {
            let reverse = &resources.graph.model(hop.from).reverse[index];
            set_pointers(resources, session, reverse.from, reverse.field, key, others).await
        }
        Via::Key(_) => Ok(()),
    }
}

/// Removes the pairs that are no longer wanted and adds the missing ones; the others keep their rows.
async fn set_pairs(
    resources: &Resources,
    session: &mut Session<'_>,
    pairs: &Pairs,
    (own, other): (&str, &str),
    (key, to): (&Value, ModelId),
    wanted: &[Value],
) -> Result<(), WriteError> {
    let dialect = session.dialect();
    let (table, own, other) = (dialect.quote(&pairs.table), dialect.quote(own), dialect.quote(other));
    let graph = &resources.graph;
    if !graph.is_scoped(to) && !pairs.through.is_some_and(|through| graph.is_scoped(through)) {
        let sql = format!("DELETE FROM {table} WHERE {own} = ? AND NOT ({})", dialect.among(&other));
        session.conn().execute(&sql, &[key.clone(), key_list(wanted)]).await?;
    } else {
        let node = resources.graph.model(to);
        let (rows, pk) = (dialect.quote(node.model.table), dialect.quote(node.key().field.column));
        let text = format!(
            "SELECT x0.{other} FROM {table} AS x0 INNER JOIN {rows} AS t0 ON t0.{pk} = x0.{other} WHERE x0.{own} = ? AND NOT ({})",
            dialect.among(&format!("x0.{other}"))
        );
        let mut query = Statement::with(text, [key.clone(), key_list(wanted)]);
        query.and_scope(graph, to, "t0");
        if let Some(through) = pairs.through {
            query.and_scope(graph, through, "x0");
        }
        let kind = graph.stored_type(to, node.pk);
        let found = session.fetch(&query).await?;
        let gone: Vec<Value> = found.iter().map(|row| row.value(0, kind)).collect();
        if !gone.is_empty() {
            let sql = format!("DELETE FROM {table} WHERE {own} = ? AND {}", dialect.among(&other));
            session.conn().execute(&sql, &[key.clone(), key_list(&gone)]).await?;
        }
    }
    let sql = format!(
        "INSERT INTO {table} ({own}, {other}) SELECT ?, ?{} WHERE NOT EXISTS (SELECT 1 FROM {table} WHERE {own} = ? AND {other} = ?){}",
        dialect.without_table(),
        // Another writer may add the same pair meanwhile, from the other side: Django's `ignore_conflicts`.
        dialect.or_nothing(&table, &own)
    );
    for value in distinct(wanted) {
        session.conn().execute(&sql, &[key.clone(), value.clone(), key.clone(), value.clone()]).await?;
    }
    Ok(())
}

/// The reverse side of a key: rows are told to point here. Those that did and should not any more lose their key, if it can be null; otherwise
/// they keep it, as Django's manager has no `remove` then.
async fn set_pointers(
    resources: &Resources,
    session: &mut Session<'_>,
    from: ModelId,
    field: usize,
    key: &Value,
    wanted: &[Value],
) -> Result<(), WriteError> {
    let dialect = session.dialect();
    let node = resources.graph.model(from);
    let column = &node.fields[field];
    let table = resources.graph.model(column.owner);
    let (name, pointer, pk) =
        (dialect.quote(table.model.table), dialect.quote(column.field.column), dialect.quote(table.key().field.column));
    if column.field.null && resources.graph.is_scoped(from) {
        let gone = pointing(resources, session, from, field, key).await?;
        let kept: HashSet<String> = wanted.iter().map(|key| format!("{key:?}")).collect();
        let gone: Vec<Value> = gone.into_iter().filter(|old| !kept.contains(&format!("{old:?}"))).collect();
        if !gone.is_empty() {
            let sql = format!("UPDATE {name} SET {pointer} = NULL WHERE {}", dialect.among(&pk));
            session.conn().execute(&sql, &[key_list(&gone)]).await?;
        }
    } else if column.field.null {
        let sql = format!("UPDATE {name} SET {pointer} = NULL WHERE {pointer} = ? AND NOT ({})", dialect.among(&pk));
        session.conn().execute(&sql, &[key.clone(), key_list(wanted)]).await?;
    }
    let sql = format!("UPDATE {name} SET {pointer} = ? WHERE {}", dialect.among(&pk));
    session.conn().execute(&sql, &[key.clone(), key_list(wanted)]).await?;
    Ok(())
}

/// The keys of the rows whose field points to this key, as far as the request may know of them.
pub(super) async fn pointing(
    resources: &Resources,
    session: &mut Session<'_>,
    model: ModelId,
    field: usize,
    key: &Value,
) -> Result<Vec<Value>, WriteError> {
    let dialect = session.dialect();
    let node = resources.graph.model(model);
    let column = &node.fields[field];
    let table = resources.graph.model(column.owner);
    let text = format!(
        "SELECT t0.{} FROM {} AS t0 WHERE t0.{} = ?",
        dialect.quote(table.key().field.column),
        dialect.quote(table.model.table),
        dialect.quote(column.field.column)
    );
    let mut query = Statement::with(text, [key.clone()]);
    query.and_scope(&resources.graph, column.owner, "t0");
    let kind = resources.graph.stored_type(column.owner, table.pk);
    Ok(session.fetch(&query).await?.iter().map(|r| r.value(0, kind)).collect())
}

/// Each key once. Numbers ascend, which is how a Python set of small numbers goes round.
fn distinct(keys: &[Value]) -> Vec<&Value> {
    let mut seen = HashSet::new();
    let mut out: Vec<&Value> = keys.iter().filter(|k| seen.insert(format!("{k:?}"))).collect();
    if out.iter().all(|k| matches!(k, Value::Int(_))) {
        out.sort_by_key(|k| if let Value::Int(n) = k { *n } else { 0 });
    }
    out
}
