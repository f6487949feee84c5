//! Tables that an API of derived resources made by itself, each by a step of its own (`0001_book`), before it had recorded migrations: the migration that
//! makes the same tables is taken as applied.

use super::catalog;
use super::error::CommandError;
use super::migration::Migration;
use crate::Value;
use crate::db::Conn;
use crate::schema::model::Model;
use crate::schema::{Api, Dialect};
use std::collections::{BTreeSet, HashSet};

/// The name of the step that makes a resource's table by itself.
pub(crate) fn own_step(snake: &str) -> String {
    format!("0001_{snake}")
}

/// Whether all that a migration makes was made by such steps.
///
/// # Errors
///
/// Some of it was, or a table has other columns: then nobody knows what is missing.
pub(super) async fn made(conn: &mut Conn, api: &Api, migration: &Migration, applied: &HashSet<String>) -> Result<bool, CommandError> {
    let (name, sql) = (migration.name, migration.sql(conn.dialect()));
    let created = catalog::created(sql);
    let resources: Vec<&Model> = api.resources.iter().map(|r| r.model).filter(|m| created.contains(&m.table)).collect();
    if !resources.iter().any(|m| applied.contains(&own_step(m.snake))) {
        return Ok(false);
    }
    let there = catalog::tables(conn).await?;
    // One that a later migration dropped is made anew.
    let by_itself = |m: &&Model| applied.contains(&own_step(m.snake)) && there.contains(m.table);
    let (old, new): (Vec<&Model>, Vec<&Model>) = resources.into_iter().partition(by_itself);
    let Some(first) = old.first() else { return Ok(false) };
    let step = own_step(first.snake);
    let missing = new.iter().map(|m| m.table).chain(created.iter().copied().filter(|table| !there.contains(*table)));
    let missing: BTreeSet<&str> = missing.collect();
    if !missing.is_empty() || !only_makes(sql, &created) {
        let missing: Vec<&str> = missing.into_iter().collect();
        let what = if missing.is_empty() { "changes others too".to_owned() } else { format!("makes {} too", missing.join(", ")) };
        return Err(CommandError::new(format!(
            "migration {name} makes the table {}, which {step} made already, and {what}: bring the database up to date with the program as it was \
             before it had {name}, and let {name} make only what that has",
            first.table
        )));
    }
    for table in created {
        let (wanted, found) = (columns_of(sql, table), columns(conn, table).await?);
        if wanted != found {
            let only = |one: &BTreeSet<String>, other: &BTreeSet<String>| {
                let names: Vec<&str> = one.difference(other).map(String::as_str).collect();
                if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
            };
            return Err(CommandError::new(format!(
                "the table {table} was made by itself before the struct changed, so {name} does not describe it: {name} has {} that it lacks, and lacks {}. \
                 Let `codegen makemigrations` make {name} of the structs as they were when {step} was applied, and make the change as the next migration",
                only(&wanted, &found),
                only(&found, &wanted)
            )));
        }
    }
    Ok(true)
}

/// Whether a script of ours does nothing to tables that were there before it.
fn only_makes(sql: &str, created: &[&str]) -> bool {
    catalog::statements(sql).into_iter().all(|statement| {
        let said = statement.lines().find(|line| !line.trim().is_empty() && !line.trim_start().starts_with("--")).unwrap_or_default();
        let table = said.strip_prefix("ALTER TABLE ").and_then(|rest| rest.split(' ').next()).map(|name| name.trim_matches(['"', '`']));
        said.starts_with("CREATE ") || table.is_some_and(|table| created.contains(&table))
    })
}

/// The columns that a script of ours gives to a table: each has a line of its own, and begins with its name in quotes.
fn columns_of(sql: &str, table: &str) -> BTreeSet<String> {
    let lines = sql.lines().skip_while(|line| catalog::created(line) != [table]).skip(1).take_while(|line| !line.starts_with(')'));
    let name = |line: &str| {
        let line = line.trim_start();
        let quote = line.chars().next().filter(|c| matches!(c, '"' | '`'))?;
        line.split(quote).nth(1).map(str::to_owned)
    };
    lines.filter_map(name).collect()
}

/// The columns that a table has.
async fn columns(conn: &mut Conn, table: &str) -> Result<BTreeSet<String>, CommandError> {
    let sql = match conn.dialect() {
        Dialect::Sqlite => "SELECT name FROM pragma_table_info(?)",
        Dialect::Postgres => {
            "SELECT CAST(column_name AS text) FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = ?"
        }
        Dialect::MySql => "SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ?",
    };
    let rows = conn.fetch(sql, &[Value::Text(table.to_owned())]).await?;
    Ok(rows.iter().filter_map(|row| row.text(0).map(|name| name.to_string())).collect())
}
