//! One statement that runs a query for each of several rows of values.

use super::statement::Statement;
use crate::Value;
use crate::db::{Dialect, Sql as _, postgres_type};
use crate::schema::model::FieldType;

/// The query that is run for one row of values: `SELECT position[, columns] FROM … WHERE …`.
#[derive(Clone, Debug, Default)]
pub(crate) struct RowQuery {
    /// Further columns, each after a comma.
    pub(crate) columns: String,
    /// Tables; empty for none.
    pub(crate) from: String,
    /// The condition.
    pub(crate) condition: Statement,
}

/// How many rows of values one statement takes at most.
pub(crate) fn batch_size(dialect: Dialect) -> usize {
    if dialect == Dialect::MySql { 256 } else { 4096 }
}

/// One statement that runs a query for each row of values, of which there are at most [`batch_size`]. Its first column is the position of the
/// row of values that a result belongs to, from 0. `kinds` are the types of the values. `query` makes the query; it is given a function from
/// the position of a value in its row to the SQL of that value.
///
/// SQLite and PostgreSQL are given all rows as one table, so the statement's text does not depend on their number. MySQL compares texts by
/// collations that belong to columns, and a made table would bring one of its own: there each row is a SELECT.
pub(crate) fn for_each_row(
    dialect: Dialect,
    rows: &[Vec<Value>],
    kinds: &[FieldType],
    query: impl Fn(&mut dyn FnMut(usize) -> Statement) -> RowQuery,
) -> Statement {
    match dialect {
        Dialect::Sqlite => {
            let query = query(&mut |at| Statement::from(format!("json_extract(v.value, '$[{at}]')")));
            let table = Value::List(rows.iter().map(|row| Value::List(row.clone())).collect());
            over_table("v.key", &query, &Statement::with("json_each(?) AS v", [table]))
        }
        Dialect::Postgres => {
            let query = query(&mut |at| Statement::from(format!("v.c{at}")));
            let (types, names): (Vec<String>, Vec<String>) =
                kinds.iter().enumerate().map(|(at, kind)| (format!("?::{}[]", postgres_type(*kind)), format!("c{at}"))).unzip();
            let made = format!("unnest({}) WITH ORDINALITY AS v({}, n)", types.join(", "), names.join(", "));
            let column = |at: usize| Value::List(rows.iter().map(|row| row.get(at).cloned().unwrap_or(Value::Null)).collect());
            over_table("v.n - 1", &query, &Statement::with(made, (0..kinds.len()).map(column)))
        }
        Dialect::MySql => {
            // The last row is repeated up to a power of two, so that there are few texts. Nobody reads positions beyond the rows.
            let filled = rows.iter().chain(std::iter::repeat_n(rows.last(), rows.len().next_power_of_two() - rows.len()).flatten());
            let mut all = Statement::new();
            for (position, row) in filled.enumerate() {
                let query = query(&mut |at| Statement::with("?", [row.get(at).cloned().unwrap_or(Value::Null)]));
                all.push(if position > 0 { " UNION ALL " } else { "" });
                all.push(&format!("SELECT {position}{}", query.columns));
                if query.from.is_empty() {
                    all.push(dialect.without_table());
                } else {
                    all.push(" FROM ").push(&query.from);
                }
                all.push(" WHERE ").append(&query.condition);
            }
            all
        }
    }
}

/// A query over the rows of a made table.
fn over_table(position: &str, query: &RowQuery, table: &Statement) -> Statement {
    let mut sql = Statement::from("SELECT ");
    sql.push(position).push(&query.columns).push(" FROM ").append(table);
    if !query.from.is_empty() {
        // The tables may be a join themselves (a detail and its master), so no `ON` can follow them.
        sql.push(" CROSS JOIN ").push(&query.from);
    }
    sql.push(" WHERE ").append(&query.condition);
    sql
}
