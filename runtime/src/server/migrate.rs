//! `migrate`: Django's own tables for users and permissions, the API's migrations, and a permission row for whatever one can do.

use super::CommandError;
use crate::db::{Conn, DbError};
use crate::generated::Migration;
use crate::schema::Api;
use crate::{Database, Value};
use chrono::Utc;
use std::collections::HashSet;
use std::time::{Duration, Instant};

/// The built-in tables, as Django makes them.
const TABLES: &str = include_str!("tables.sqlite.sql");
/// How long to wait for other processes that migrate too.
const PATIENCE: Duration = Duration::from_secs(60);
const APPLIED: &str = "SELECT name FROM restwright_migrations WHERE app = ?";
const APPLY: &str = "INSERT INTO restwright_migrations (app, name, applied) VALUES (?, ?, ?)";
const CONTENT_TYPES: &str = "SELECT model, id FROM django_content_type WHERE app_label = ?";
const ADD_CONTENT_TYPE: &str = "INSERT INTO django_content_type (app_label, model) VALUES (?, ?)";
const PERMISSIONS: &str = "SELECT p.content_type_id, p.codename FROM auth_permission p \
    INNER JOIN django_content_type c ON c.id = p.content_type_id WHERE c.app_label = ?";
const ADD_PERMISSION: &str = "INSERT INTO auth_permission (content_type_id, codename, name) VALUES (?, ?, ?)";

/// Brings a database up to date, in one transaction; gives the names of the migrations that were applied. Several processes may do so at
/// once: they take turns, and the later ones find nothing to do.
///
/// # Errors
///
/// What the database refuses, with the migration's name; nothing is changed then.
pub async fn migrate(db: &Database, api: &Api, migrations: &[Migration]) -> Result<Vec<&'static str>, CommandError> {
    let mut conn = wait(db).await?;
    builtin(&mut conn, api).await?;
    let app = Value::Text(api.name.to_owned());
    let applied: HashSet<String> =
        conn.fetch(APPLIED, std::slice::from_ref(&app)).await?.iter().filter_map(|row| row.text(0).map(|name| name.to_string())).collect();
    let mut now = Vec::new();
    for migration in migrations.iter().filter(|m| !applied.contains(m.name)) {
        tracing::debug!(name = migration.name, "applying a migration");
        conn.script(migration.sqlite).await.map_err(|e| CommandError::new(format!("migration {}: {e}", migration.name)))?;
        conn.execute(APPLY, &[app.clone(), Value::Text(migration.name.to_owned()), Value::DateTime(Utc::now())]).await?;
        now.push(migration.name);
    }
    conn.commit().await?;
    Ok(now)
}

/// A transaction, once the other processes are done with theirs.
async fn wait(db: &Database) -> Result<Conn, CommandError> {
    let start = Instant::now();
    loop {
        match db.begin().await {
            Err(DbError::Unavailable(_)) if start.elapsed() < PATIENCE => tokio::time::sleep(Duration::from_millis(50)).await,
            other => return Ok(other?),
        }
    }
}

/// The built-in tables and their rows for each resource, where they are missing.
pub(super) async fn builtin(conn: &mut Conn, api: &Api) -> Result<(), CommandError> {
    conn.script(TABLES).await?;
    let app = Value::Text(api.name.to_owned());
    let mut known: HashSet<String> = HashSet::new();
    for row in conn.fetch(CONTENT_TYPES, std::slice::from_ref(&app)).await? {
        known.extend(row.text(0).map(|name| name.to_string()));
    }
    for resource in api.resources {
        let model = resource.model.name.to_lowercase();
        if !known.contains(&model) {
            conn.execute(ADD_CONTENT_TYPE, &[app.clone(), Value::Text(model)]).await?;
        }
    }
    let types: Vec<(String, i64)> = conn
        .fetch(CONTENT_TYPES, std::slice::from_ref(&app))
        .await?
        .iter()
        .filter_map(|row| Some((row.text(0)?.to_string(), row.int(1)?)))
        .collect();
    let given: HashSet<(i64, String)> = conn
        .fetch(PERMISSIONS, std::slice::from_ref(&app))
        .await?
        .iter()
        .filter_map(|row| Some((row.int(0)?, row.text(1)?.to_string())))
        .collect();
    for resource in api.resources {
        let model = resource.model.name.to_lowercase();
        let Some(&(_, id)) = types.iter().find(|(name, _)| *name == model) else { continue };
        for action in ["add", "change", "delete", "view"] {
            let codename = format!("{action}_{model}");
            if !given.contains(&(id, codename.clone())) {
                let name = format!("Can {action} {}", resource.model.verbose_name());
                conn.execute(ADD_PERMISSION, &[Value::Int(id), Value::Text(codename), Value::Text(name)]).await?;
            }
        }
    }
    Ok(())
}
