//! Lists of keys: many-to-many tables, and rows that are told to point here (Django's related managers' `set`).

use super::WriteError;
use crate::db::{Conn, Sql as _, key_list};
use crate::schema::link::{Hop, ModelId, Pairs, Via};
use crate::{App, Value};
use std::collections::HashSet;

/// Makes exactly these rows the relation's.
pub(super) async fn set(app: &App, conn: &mut Conn, hop: Hop, key: &Value, others: &[Value]) -> Result<(), WriteError> {
    match hop.via {
        Via::Pairs(index) => {
            let column = &app.graph.model(hop.from).fields[index];
            let Some(pairs) = &column.pairs else { return Ok(()) };
            set_pairs(conn, pairs, (&pairs.from_column, &pairs.to_column), key, others).await
        }
        Via::ReversePairs(index) => {
            let reverse = &app.graph.model(hop.from).reverse[index];
            let Some(pairs) = &app.graph.model(reverse.from).fields[reverse.field].pairs else { return Ok(()) };
            set_pairs(conn, pairs, (&pairs.to_column, &pairs.from_column), key, others).await
        }
        Via::ReverseKey(index) => {
            let reverse = &app.graph.model(hop.from).reverse[index];
            set_pointers(app, conn, reverse.from, reverse.field, key, others).await
        }
        Via::Key(_) => Ok(()),
    }
}

/// Removes the pairs that are no longer wanted and adds the missing ones; the others keep their rows.
async fn set_pairs(conn: &mut Conn, pairs: &Pairs, (own, other): (&str, &str), key: &Value, wanted: &[Value]) -> Result<(), WriteError> {
    let dialect = conn.dialect();
    let (table, own, other) = (dialect.quote(&pairs.table), dialect.quote(own), dialect.quote(other));
    let sql = format!("DELETE FROM {table} WHERE {own} = ? AND NOT ({})", dialect.among(&other));
    conn.execute(&sql, &[key.clone(), key_list(wanted)]).await?;
    let sql = format!(
        "INSERT INTO {table} ({own}, {other}) SELECT ?, ?{} WHERE NOT EXISTS (SELECT 1 FROM {table} WHERE {own} = ? AND {other} = ?)",
        dialect.from_nothing()
    );
    for value in distinct(wanted) {
        conn.execute(&sql, &[key.clone(), value.clone(), key.clone(), value.clone()]).await?;
    }
    Ok(())
}

/// The reverse side of a key: rows are told to point here. Those that did and should not any more lose their key, if it can be null; otherwise
/// they keep it, as Django's manager has no `remove` then.
async fn set_pointers(app: &App, conn: &mut Conn, from: ModelId, field: usize, key: &Value, wanted: &[Value]) -> Result<(), WriteError> {
    let dialect = conn.dialect();
    let node = app.graph.model(from);
    let column = &node.fields[field];
    let table = app.graph.model(column.owner);
    let (name, pointer, pk) =
        (dialect.quote(table.model.table), dialect.quote(column.field.column), dialect.quote(table.key().field.column));
    if column.field.null {
        let sql = format!("UPDATE {name} SET {pointer} = NULL WHERE {pointer} = ? AND NOT ({})", dialect.among(&pk));
        conn.execute(&sql, &[key.clone(), key_list(wanted)]).await?;
    }
    let sql = format!("UPDATE {name} SET {pointer} = ? WHERE {}", dialect.among(&pk));
    conn.execute(&sql, &[key.clone(), key_list(wanted)]).await?;
    Ok(())
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
