//! Keys of loaded rows: they may point to rows that come later, and the database counts on behind them.

use super::CommandError;
use super::tables::{Field, Kind, Table, Tables};
use crate::db::{Conn, DbError, Dialect};
use crate::schema::FieldType;
use std::collections::BTreeSet;

/// Lets rows point to rows that are not there yet. PostgreSQL's constraints are made so that they wait for the end.
pub(super) async fn defer(conn: &mut Conn) -> Result<(), DbError> {
    match conn.dialect() {
        Dialect::Sqlite => conn.execute("PRAGMA defer_foreign_keys = ON", &[]).await.map(drop),
        Dialect::MySql => conn.execute("SET SESSION foreign_key_checks = 0", &[]).await.map(drop),
        Dialect::Postgres => Ok(()),
    }
}

/// Ends [`defer`]; the connection is one like any other again.
pub(super) async fn restore(conn: &mut Conn) -> Result<(), DbError> {
    match conn.dialect() {
        Dialect::MySql => conn.execute("SET SESSION foreign_key_checks = 1", &[]).await.map(drop),
        Dialect::Sqlite | Dialect::Postgres => Ok(()),
    }
}

/// Looks at the end whether all keys lead somewhere: then it can still be said which row points to nothing.
pub(super) async fn check(conn: &mut Conn, tables: &Tables, touched: &BTreeSet<String>) -> Result<(), CommandError> {
    for table in touched.iter().filter_map(|label| tables.find(label)) {
        let Kind::Column { column: own, .. } = &table.key.kind else { continue };
        for field in table.fields.iter().chain([&table.key]) {
            match &field.kind {
                Kind::Column { .. } => lost(conn, tables, &table.table, own, field).await?,
                Kind::Pairs { table: pairs, other, .. } => lost(conn, tables, pairs, "id", other).await?,
            }
        }
    }
    Ok(())
}

async fn lost(conn: &mut Conn, tables: &Tables, table: &str, own: &str, field: &Field) -> Result<(), CommandError> {
    let Kind::Column { column, target: Some(target), .. } = &field.kind else { return Ok(()) };
    let Some(target) = tables.find(target) else { return Ok(()) };
    let Kind::Column { column: far, .. } = &target.key.kind else { return Ok(()) };
    let dialect = conn.dialect();
    let sql = format!(
        "SELECT t.{own} FROM {} t WHERE t.{column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {} o WHERE o.{} = t.{column}) LIMIT 1",
        dialect.quote(table),
        dialect.quote(&target.table),
        dialect.quote(far),
        own = dialect.quote(own),
        column = dialect.quote(column),
    );
    match conn.fetch_one(&sql, &[]).await? {
        None => Ok(()),
        Some(row) => {
            let key = row.text(0).map(|key| format!(" {key}")).unwrap_or_default();
            Err(CommandError::new(format!("row{key} of {table} points to a row of {} that is not there", target.table)))
        }
    }
}

/// PostgreSQL's sequences know nothing of keys that were given: they go on behind the largest (Django's `sequence_reset_sql`).
pub(super) async fn count_on(conn: &mut Conn, tables: &Tables, touched: &BTreeSet<String>) -> Result<(), DbError> {
    if conn.dialect() != Dialect::Postgres {
        return Ok(());
    }
    for table in touched.iter().filter_map(|label| tables.find(label)) {
        let Table { table, key, .. } = table;
        let Kind::Column { column, stored: FieldType::Auto, .. } = &key.kind else { continue };
        if key.field.kind != FieldType::Auto {
            continue;
        }
        let (quoted, key) = (conn.dialect().quote(table), conn.dialect().quote(column));
        let sql = format!(
            "SELECT setval(pg_get_serial_sequence('{}', '{}'), coalesce(max({key}), 1), max({key}) IS NOT NULL) FROM {quoted}",
            quoted.replace('\'', "''"),
            column.replace('\'', "''")
        );
        conn.fetch(&sql, &[]).await?;
    }
    Ok(())
}
