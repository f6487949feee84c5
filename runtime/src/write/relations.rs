//! Lists of keys: many-to-many tables, and rows that are told to point here (Django's related managers' `set`).

use super::WriteError;
use crate::db::{Conn, Sql as _, key_list};
use crate::hooks;
use crate::schema::link::{Hop, ModelId, Pairs, Via};
use crate::{App, Request, Value};
use std::collections::HashSet;

/// Makes exactly these rows the relation's. Those that the request may not know of stay what they were.
pub(super) async fn set(app: &App, req: &Request, conn: &mut Conn, hop: Hop, key: &Value, others: &[Value]) -> Result<(), WriteError> {
    match hop.via {
        Via::Pairs(_) => {
            // A detail's is its master's.
            let Some(pairs) = app.graph.pairs(&hop) else { return Ok(()) };
            set_pairs((app, req), conn, pairs, (&pairs.from_column, &pairs.to_column), (key, hop.to), others).await
        }
        Via::ReversePairs(_) => {
            let Some(pairs) = app.graph.pairs(&hop) else { return Ok(()) };
            set_pairs((app, req), conn, pairs, (&pairs.to_column, &pairs.from_column), (key, hop.to), others).await
        }
        Via::ReverseKey(index) => {
            let reverse = &app.graph.model(hop.from).reverse[index];
            set_pointers((app, req), conn, reverse.from, reverse.field, key, others).await
        }
        Via::Key(_) => Ok(()),
    }
}

/// Removes the pairs that are no longer wanted and adds the missing ones; the others keep their rows.
async fn set_pairs(
    (app, req): (&App, &Request),
    conn: &mut Conn,
    pairs: &Pairs,
    (own, other): (&str, &str),
    (key, to): (&Value, ModelId),
    wanted: &[Value],
) -> Result<(), WriteError> {
    let dialect = conn.dialect();
    let (table, own, other) = (dialect.quote(&pairs.table), dialect.quote(own), dialect.quote(other));
    let marks = [hooks::marker(&app.graph, to, "t0"), pairs.through.and_then(|through| hooks::marker(&app.graph, through, "x0"))];
    if marks.iter().all(Option::is_none) {
        let sql = format!("DELETE FROM {table} WHERE {own} = ? AND NOT ({})", dialect.among(&other));
        conn.execute(&sql, &[key.clone(), key_list(wanted)]).await?;
    } else {
        let node = app.graph.model(to);
        let (rows, pk) = (dialect.quote(node.model.table), dialect.quote(node.key().field.column));
        let marks: String = marks.iter().flatten().map(|mark| format!(" AND {mark}")).collect();
        let sql = format!(
            "SELECT x0.{other} FROM {table} AS x0 INNER JOIN {rows} AS t0 ON t0.{pk} = x0.{other} WHERE x0.{own} = ? AND NOT ({}){marks}",
            dialect.among(&format!("x0.{other}"))
        );
        let kind = app.graph.stored_type(to, node.pk);
        let found = hooks::fetch(app, req, conn, &sql, &[key.clone(), key_list(wanted)]).await?;
        let gone: Vec<Value> = found.iter().map(|row| row.value(0, kind)).collect();
        if !gone.is_empty() {
            let sql = format!("DELETE FROM {table} WHERE {own} = ? AND {}", dialect.among(&other));
            conn.execute(&sql, &[key.clone(), key_list(&gone)]).await?;
        }
    }
    let sql = format!(
        "INSERT INTO {table} ({own}, {other}) SELECT ?, ?{} WHERE NOT EXISTS (SELECT 1 FROM {table} WHERE {own} = ? AND {other} = ?){}",
        dialect.without_table(),
        // Another writer may add the same pair meanwhile, from the other side: Django's `ignore_conflicts`.
        dialect.or_nothing(&table, &own)
    );
    for value in distinct(wanted) {
        conn.execute(&sql, &[key.clone(), value.clone(), key.clone(), value.clone()]).await?;
    }
    Ok(())
}

/// The reverse side of a key: rows are told to point here. Those that did and should not any more lose their key, if it can be null; otherwise
/// they keep it, as Django's manager has no `remove` then.
async fn set_pointers(
    (app, req): (&App, &Request),
    conn: &mut Conn,
    from: ModelId,
    field: usize,
    key: &Value,
    wanted: &[Value],
) -> Result<(), WriteError> {
    let dialect = conn.dialect();
    let node = app.graph.model(from);
    let column = &node.fields[field];
    let table = app.graph.model(column.owner);
    let (name, pointer, pk) =
        (dialect.quote(table.model.table), dialect.quote(column.field.column), dialect.quote(table.key().field.column));
    if column.field.null && app.graph.is_scoped(from) {
        let gone = pointing((app, req), conn, from, field, key).await?;
        let kept: HashSet<String> = wanted.iter().map(|key| format!("{key:?}")).collect();
        let gone: Vec<Value> = gone.into_iter().filter(|old| !kept.contains(&format!("{old:?}"))).collect();
        if !gone.is_empty() {
            let sql = format!("UPDATE {name} SET {pointer} = NULL WHERE {}", dialect.among(&pk));
            conn.execute(&sql, &[key_list(&gone)]).await?;
        }
    } else if column.field.null {
        let sql = format!("UPDATE {name} SET {pointer} = NULL WHERE {pointer} = ? AND NOT ({})", dialect.among(&pk));
        conn.execute(&sql, &[key.clone(), key_list(wanted)]).await?;
    }
    let sql = format!("UPDATE {name} SET {pointer} = ? WHERE {}", dialect.among(&pk));
    conn.execute(&sql, &[key.clone(), key_list(wanted)]).await?;
    Ok(())
}

/// The keys of the rows whose field points to this key, as far as the request may know of them.
pub(super) async fn pointing(
    (app, req): (&App, &Request),
    conn: &mut Conn,
    model: ModelId,
    field: usize,
    key: &Value,
) -> Result<Vec<Value>, WriteError> {
    let dialect = conn.dialect();
    let node = app.graph.model(model);
    let column = &node.fields[field];
    let table = app.graph.model(column.owner);
    let mark = hooks::marker(&app.graph, column.owner, "t0").map(|mark| format!(" AND {mark}")).unwrap_or_default();
    let sql = format!(
        "SELECT t0.{} FROM {} AS t0 WHERE t0.{} = ?{mark}",
        dialect.quote(table.key().field.column),
        dialect.quote(table.model.table),
        dialect.quote(column.field.column)
    );
    let kind = app.graph.stored_type(column.owner, table.pk);
    Ok(hooks::fetch(app, req, conn, &sql, std::slice::from_ref(key)).await?.iter().map(|r| r.value(0, kind)).collect())
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
