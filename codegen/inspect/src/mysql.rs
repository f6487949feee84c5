//! MariaDB and MySQL: `information_schema`. Their columns have many types, so all are read as text.

use crate::{Error, ddl, in_time, split};
use restwright_schema::Dialect;
use restwright_schema::tables::{Check, Column, ForeignKey, Index, Table, TableKind, Tables};
use sqlx::mysql::{MySqlConnectOptions, MySqlConnection};
use sqlx::{ConnectOptions as _, query, query_as, query_scalar};
use std::str::FromStr as _;

pub(crate) async fn read(url: &str) -> Result<Tables, Error> {
    let mysql = url.split_once(':').map_or_else(|| url.to_owned(), |(_, rest)| format!("mysql:{rest}"));
    let options = MySqlConnectOptions::from_str(&mysql)?;
    if options.get_database().is_none_or(str::is_empty) {
        return Err(Error::Url("the URL names no database: mysql://user:password@host:3306/NAME".to_owned()));
    }
    let mut db = in_time(options.connect()).await?;
    query("SET SESSION TRANSACTION READ ONLY").execute(&mut db).await?;
    // Joined names are not to be cut off.
    query("SET SESSION group_concat_max_len = 1048576").execute(&mut db).await?;
    let version: String = query_scalar("SELECT CAST(VERSION() AS CHAR)").fetch_one(&mut db).await?;
    let database: String = query_scalar("SELECT CAST(DATABASE() AS CHAR)").fetch_one(&mut db).await?;
    let maria = version.contains("MariaDB");
    let mut tables = relations(&mut db).await?;
    columns(&mut db, &mut tables, maria).await?;
    indexes(&mut db, &mut tables).await?;
    foreign_keys(&mut db, &mut tables).await?;
    checks(&mut db, &mut tables, maria).await?;
    tables.sort_by(|a, b| a.name.cmp(&b.name));
    let number = version.split('-').next().unwrap_or(&version);
    let server = format!("{} {number}", if maria { "MariaDB" } else { "MySQL" });
    Ok(Tables { dialect: Dialect::MySql, server, database, tables })
}

fn table<'a>(tables: &'a mut [Table], name: &str) -> Option<&'a mut Table> {
    tables.iter_mut().find(|t| t.name == name && t.kind == TableKind::Table)
}

async fn relations(db: &mut MySqlConnection) -> Result<Vec<Table>, Error> {
    let found: Vec<(String, String, String)> = query_as(
        "SELECT CAST(TABLE_NAME AS CHAR), CAST(TABLE_TYPE AS CHAR), CAST(TABLE_COMMENT AS CHAR) FROM information_schema.TABLES \
         WHERE TABLE_SCHEMA = DATABASE()",
    )
    .fetch_all(db)
    .await?;
    let made = found.into_iter().map(|(name, kind, comment)| match kind.as_str() {
        "BASE TABLE" | "SYSTEM VERSIONED" => Table { comment, ..Table::new(name, TableKind::Table) },
        "VIEW" => Table::new(name, TableKind::View),
        _ => Table::new(name, TableKind::Other),
    });
    Ok(made.collect())
}

/// Table, column, type, `YES` or `NO`, default, extra, comment.
type ColumnRow = (String, String, String, String, Option<String>, String, String);

async fn columns(db: &mut MySqlConnection, tables: &mut [Table], maria: bool) -> Result<(), Error> {
    let found: Vec<ColumnRow> = query_as(
        "SELECT CAST(TABLE_NAME AS CHAR), CAST(COLUMN_NAME AS CHAR), CAST(COLUMN_TYPE AS CHAR), CAST(IS_NULLABLE AS CHAR), \
         CAST(COLUMN_DEFAULT AS CHAR), CAST(EXTRA AS CHAR), CAST(COLUMN_COMMENT AS CHAR) FROM information_schema.COLUMNS \
         WHERE TABLE_SCHEMA = DATABASE() ORDER BY TABLE_NAME, ORDINAL_POSITION",
    )
    .fetch_all(db)
    .await?;
    for (of, name, sql_type, null, default, extra, comment) in found {
        let Some(table) = table(tables, &of) else { continue };
        let extra = extra.to_lowercase();
        table.columns.push(Column {
            null: null == "YES",
            default: default.and_then(|d| expression(d, &sql_type, &extra, maria)),
            auto: extra.contains("auto_increment"),
            generated: extra.contains("generated") && !extra.contains("default_generated") || extra.contains("persistent"),
            values: ddl::enum_values(&sql_type),
            places: None,
            name,
            sql_type,
            comment,
        });
    }
    Ok(())
}

/// A default as SQL: MariaDB writes it so, MySQL writes texts without quotes.
fn expression(default: String, sql_type: &str, extra: &str, maria: bool) -> Option<String> {
    if default.eq_ignore_ascii_case("null") && maria {
        return None;
    }
    let mut out = default;
    let number = ["int", "decimal", "float", "double", "bit", "year"].iter().any(|word| sql_type.contains(word));
    let computed = extra.contains("default_generated") || out.to_uppercase().starts_with("CURRENT_TIMESTAMP");
    if !maria && !number && !computed {
        out = format!("'{}'", out.replace('\'', "''"));
    }
    if extra.contains("on update") {
        out.push_str(" ON UPDATE current_timestamp()");
    }
    Some(out)
}

async fn indexes(db: &mut MySqlConnection, tables: &mut [Table]) -> Result<(), Error> {
    // An index on an expression has no column; one on a prefix is none on the column.
    let found: Vec<(String, String, String, String, String, String)> = query_as(
        "SELECT CAST(TABLE_NAME AS CHAR), CAST(INDEX_NAME AS CHAR), CAST(MAX(NON_UNIQUE) AS CHAR), CAST(MAX(INDEX_TYPE) AS CHAR), \
         CAST(SUM(COLUMN_NAME IS NULL OR SUB_PART IS NOT NULL) AS CHAR), \
         CAST(GROUP_CONCAT(CONCAT(IF(COLLATION = 'D' AND NON_UNIQUE = 1, '-', ''), COALESCE(COLUMN_NAME, '?')) \
           ORDER BY SEQ_IN_INDEX SEPARATOR '\u{1f}') AS CHAR) \
         FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() GROUP BY TABLE_NAME, INDEX_NAME ORDER BY TABLE_NAME, INDEX_NAME",
    )
    .fetch_all(db)
    .await?;
    for (of, name, non_unique, kind, odd, columns) in found {
        let Some(table) = table(tables, &of) else { continue };
        let columns = split(&columns);
        let plain = odd == "0" && kind == "BTREE";
        match (name.as_str(), non_unique.as_str()) {
            ("PRIMARY", _) => table.primary_key = columns,
            (_, "0") if plain => table.uniques.push(Index { name, columns }),
            (_, "1") if plain => table.indexes.push(Index { name, columns }),
            _ => table.others.push(format!("{kind} index {name} ({})", columns.join(", "))),
        }
    }
    Ok(())
}

async fn foreign_keys(db: &mut MySqlConnection, tables: &mut [Table]) -> Result<(), Error> {
    let found: Vec<(String, String, String, String, String, String, String)> = query_as(
        "SELECT CAST(k.TABLE_NAME AS CHAR), CAST(k.CONSTRAINT_NAME AS CHAR), \
         CAST(GROUP_CONCAT(k.COLUMN_NAME ORDER BY k.ORDINAL_POSITION SEPARATOR '\u{1f}') AS CHAR), \
         CAST(MAX(IF(k.REFERENCED_TABLE_SCHEMA = DATABASE(), '', CONCAT(k.REFERENCED_TABLE_SCHEMA, '.'))) AS CHAR), \
         CAST(MAX(k.REFERENCED_TABLE_NAME) AS CHAR), \
         CAST(GROUP_CONCAT(k.REFERENCED_COLUMN_NAME ORDER BY k.ORDINAL_POSITION SEPARATOR '\u{1f}') AS CHAR), \
         CAST(MAX(r.DELETE_RULE) AS CHAR) \
         FROM information_schema.KEY_COLUMN_USAGE k JOIN information_schema.REFERENTIAL_CONSTRAINTS r \
           ON r.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA AND r.CONSTRAINT_NAME = k.CONSTRAINT_NAME AND r.TABLE_NAME = k.TABLE_NAME \
         WHERE k.TABLE_SCHEMA = DATABASE() AND k.REFERENCED_TABLE_NAME IS NOT NULL \
         GROUP BY k.TABLE_NAME, k.CONSTRAINT_NAME ORDER BY k.TABLE_NAME, k.CONSTRAINT_NAME",
    )
    .fetch_all(db)
    .await?;
    for (of, name, columns, schema, target, to, on_delete) in found {
        let Some(table) = table(tables, &of) else { continue };
        table.foreign_keys.push(ForeignKey {
            name,
            columns: split(&columns),
            table: format!("{schema}{target}"),
            to: split(&to),
            on_delete,
        });
    }
    Ok(())
}

async fn checks(db: &mut MySqlConnection, tables: &mut [Table], maria: bool) -> Result<(), Error> {
    // A constraint's name is MariaDB's own of the table, and MySQL's of the schema.
    let sql = if maria {
        "SELECT CAST(TABLE_NAME AS CHAR), CAST(CONSTRAINT_NAME AS CHAR), CAST(CHECK_CLAUSE AS CHAR) \
         FROM information_schema.CHECK_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = DATABASE() ORDER BY 1, 2"
    } else {
        "SELECT CAST(t.TABLE_NAME AS CHAR), CAST(c.CONSTRAINT_NAME AS CHAR), CAST(c.CHECK_CLAUSE AS CHAR) \
         FROM information_schema.CHECK_CONSTRAINTS c JOIN information_schema.TABLE_CONSTRAINTS t \
           ON t.CONSTRAINT_SCHEMA = c.CONSTRAINT_SCHEMA AND t.CONSTRAINT_NAME = c.CONSTRAINT_NAME AND t.CONSTRAINT_TYPE = 'CHECK' \
         WHERE c.CONSTRAINT_SCHEMA = DATABASE() ORDER BY 1, 2"
    };
    let found: Vec<(String, String, String)> = query_as(sql).fetch_all(db).await?;
    for (of, name, sql) in found {
        let Some(table) = table(tables, &of) else { continue };
        // MariaDB calls the check of a column's definition as the column, and numbers those of a table that nobody named.
        let numbered = name.strip_prefix("CONSTRAINT_").is_some_and(|n| n.chars().all(|c| c.is_ascii_digit()));
        let name = if numbered || table.column(&name).is_some() { String::new() } else { name };
        table.checks.push(Check { name, sql });
    }
    Ok(())
}
