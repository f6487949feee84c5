//! Django's own tables for users and permissions, and their rows for each resource.

use super::catalog;
use super::error::CommandError;
use crate::Value;
use crate::db::Conn;
use crate::schema::{Api, Dialect};
use std::collections::HashSet;

const CONTENT_TYPES: &str = "SELECT model, id FROM django_content_type WHERE app_label = ?";
const ADD_CONTENT_TYPE: &str = "INSERT INTO django_content_type (app_label, model) VALUES (?, ?)";
const PERMISSIONS: &str = "SELECT p.content_type_id, p.codename FROM auth_permission p \
    INNER JOIN django_content_type c ON c.id = p.content_type_id WHERE c.app_label = ?";
const ADD_PERMISSION: &str = "INSERT INTO auth_permission (content_type_id, codename, name) VALUES (?, ?, ?)";

/// The built-in tables, as Django makes them in each database.
const fn tables_of(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => include_str!("tables.sqlite.sql"),
        Dialect::Postgres => include_str!("tables.postgres.sql"),
        Dialect::MySql => include_str!("tables.mysql.sql"),
    }
}

/// The built-in tables, where one is missing: asking first takes no lock that a running server could wait for.
pub(super) async fn tables(conn: &mut Conn) -> Result<(), CommandError> {
    let sql = tables_of(conn.dialect());
    let there = catalog::tables(conn).await?;
    if catalog::created(sql).iter().all(|table| there.contains(*table)) {
        return Ok(());
    }
    conn.script(sql).await?;
    Ok(())
}

/// A content type and four permissions for each resource, where they are missing.
pub(super) async fn rows(conn: &mut Conn, api: &Api) -> Result<(), CommandError> {
    let app = Value::Text(api.name.to_owned());
    let mut known: HashSet<String> = HashSet::new();
    for row in conn.fetch(CONTENT_TYPES, std::slice::from_ref(&app)).await? {
        known.extend(row.text(0).map(|model| model.to_string()));
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
