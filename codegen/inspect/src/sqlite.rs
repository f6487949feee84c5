//! SQLite: pragmas, and the text of `CREATE TABLE` for what no pragma says.

use crate::{Error, ddl};
use restwright_schema::Dialect;
use restwright_schema::tables::{Column, ForeignKey, Index, Table, TableKind, Tables};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions as _, query_as, query_scalar};
use std::str::FromStr as _;

pub(crate) async fn read(url: &str) -> Result<Tables, Error> {
    let options = SqliteConnectOptions::from_str(url)?.create_if_missing(false).read_only(true);
    let file = options.get_filename().to_owned();
    let shown = file.display().to_string();
    if url.contains(":memory:") {
        return Err(Error::Url("a database in memory has no tables before a program makes them: give the path of a file".to_owned()));
    }
    if !file.is_file() {
        return Err(Error::NoFile(shown));
    }
    let named = |error: sqlx::Error| match Error::from(error) {
        Error::NotADatabase(_) => Error::NotADatabase(shown.clone()),
        other => other,
    };
    let mut db = options.connect().await.map_err(named)?;
    let version: String = query_scalar("SELECT sqlite_version()").fetch_one(&mut db).await.map_err(named)?;
    let listed: Vec<(String, String, i64, Option<String>)> = query_as(
        "SELECT l.name, l.type, l.wr, m.sql FROM pragma_table_list AS l LEFT JOIN sqlite_master AS m ON m.name = l.name \
         WHERE l.schema = 'main' AND l.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND l.type <> 'shadow' ORDER BY l.name",
    )
    .fetch_all(&mut db)
    .await
    .map_err(named)?;
    let mut tables = Vec::new();
    for (name, kind, without_rowid, sql) in listed {
        let kind = match kind.as_str() {
            "table" => TableKind::Table,
            "view" => TableKind::View,
            _ => TableKind::Other,
        };
        let mut table = Table::new(name, kind);
        if kind == TableKind::Table {
            columns(&mut db, &mut table, without_rowid == 0).await?;
            indexes(&mut db, &mut table).await?;
            foreign_keys(&mut db, &mut table).await?;
            table.checks = ddl::checks(&sql.unwrap_or_default());
            places(&mut db, &mut table).await?;
        }
        tables.push(table);
    }
    name_targets(&mut tables);
    let database = file.file_stem().map_or_else(|| "database".to_owned(), |stem| stem.to_string_lossy().into_owned());
    Ok(Tables { dialect: Dialect::Sqlite, server: format!("SQLite {version}"), database, tables })
}

async fn columns(db: &mut SqliteConnection, table: &mut Table, rowid: bool) -> Result<(), Error> {
    let found: Vec<(String, String, i64, Option<String>, i64, i64)> =
        query_as("SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(?) ORDER BY cid")
            .bind(table.name.as_str())
            .fetch_all(db)
            .await?;
    let mut key: Vec<(i64, String)> = Vec::new();
    for (name, sql_type, not_null, default, pk, hidden) in found {
        if pk > 0 {
            key.push((pk, name.clone()));
        }
        table.columns.push(Column {
            name,
            sql_type,
            // SQLite lets keys be null, which nobody means.
            null: not_null == 0 && pk == 0,
            default,
            auto: false,
            generated: hidden > 1,
            values: Vec::new(),
            places: None,
            comment: String::new(),
        });
    }
    key.sort();
    table.primary_key = key.into_iter().map(|(_, name)| name).collect();
    // `INTEGER PRIMARY KEY`, in just these words, is the rowid.
    if let ([only], true) = (table.primary_key.as_slice(), rowid)
        && let Some(column) = table.columns.iter_mut().find(|c| c.name == *only)
    {
        column.auto = column.sql_type.eq_ignore_ascii_case("integer");
    }
    Ok(())
}

async fn indexes(db: &mut SqliteConnection, table: &mut Table) -> Result<(), Error> {
    let found: Vec<(String, i64, String, i64)> =
        query_as("SELECT name, \"unique\", origin, partial FROM pragma_index_list(?) ORDER BY name")
            .bind(table.name.as_str())
            .fetch_all(&mut *db)
            .await?;
    for (name, unique, origin, partial) in found {
        if origin == "pk" {
            continue;
        }
        let columns: Vec<(Option<String>, i64)> =
            query_as("SELECT name, \"desc\" FROM pragma_index_xinfo(?) WHERE \"key\" = 1 ORDER BY seqno")
                .bind(name.as_str())
                .fetch_all(&mut *db)
                .await?;
        let plain: Option<Vec<String>> =
            columns.into_iter().map(|(name, desc)| name.map(|n| if desc == 1 && unique == 0 { format!("-{n}") } else { n })).collect();
        match plain {
            Some(columns) if partial == 0 && unique == 1 => table.uniques.push(Index { name, columns }),
            Some(columns) if partial == 0 => table.indexes.push(Index { name, columns }),
            _ => {
                let sql: Option<String> = query_scalar("SELECT sql FROM sqlite_master WHERE type = 'index' AND name = ?")
                    .bind(name.as_str())
                    .fetch_optional(&mut *db)
                    .await?
                    .flatten();
                table.others.push(sql.unwrap_or(name).split_whitespace().collect::<Vec<_>>().join(" "));
            }
        }
    }
    Ok(())
}

async fn foreign_keys(db: &mut SqliteConnection, table: &mut Table) -> Result<(), Error> {
    let found: Vec<(i64, String, String, Option<String>, String)> =
        query_as("SELECT id, \"table\", \"from\", \"to\", on_delete FROM pragma_foreign_key_list(?) ORDER BY id DESC, seq")
            .bind(table.name.as_str())
            .fetch_all(db)
            .await?;
    let mut last = None;
    for (id, target, from, to, on_delete) in found {
        if last != Some(id) {
            last = Some(id);
            table.foreign_keys.push(ForeignKey { name: String::new(), columns: Vec::new(), table: target, to: Vec::new(), on_delete });
        }
        if let Some(key) = table.foreign_keys.last_mut() {
            key.columns.push(from);
            key.to.extend(to);
        }
    }
    Ok(())
}

/// References name tables without regard to case, and may leave out the columns: then the primary key is meant.
fn name_targets(tables: &mut [Table]) {
    let known: Vec<(String, Vec<String>)> = tables.iter().map(|t| (t.name.clone(), t.primary_key.clone())).collect();
    for key in tables.iter_mut().flat_map(|t| &mut t.foreign_keys) {
        let Some((name, primary)) = known.iter().find(|(name, _)| name.eq_ignore_ascii_case(&key.table)) else { continue };
        key.table.clone_from(name);
        if key.to.is_empty() {
            key.to.clone_from(primary);
        }
    }
}

/// A decimal without digits: Django writes those, and only the values say how many places they have.
async fn places(db: &mut SqliteConnection, table: &mut Table) -> Result<(), Error> {
    let quoted = |name: &str| Dialect::Sqlite.quote(name);
    for column in &mut table.columns {
        if !matches!(column.sql_type.to_ascii_lowercase().as_str(), "decimal" | "numeric") || column.generated {
            continue;
        }
        let sql = format!(
            "SELECT max(CASE instr({0}, '.') WHEN 0 THEN 0 ELSE length({0}) - instr({0}, '.') END) FROM {1} \
             WHERE typeof({0}) <> 'text' AND {0} NOT LIKE '%e%'",
            quoted(&column.name),
            quoted(&table.name)
        );
        let found: Option<i64> = query_scalar(AssertSqlSafe(sql)).fetch_one(&mut *db).await?;
        column.places = found.and_then(|n| u32::try_from(n).ok());
    }
    Ok(())
}
