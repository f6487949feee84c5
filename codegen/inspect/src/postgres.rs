//! PostgreSQL: its catalogues, of the schema that comes first in the search path.

use crate::{Error, in_time, split};
use restwright_schema::Dialect;
use restwright_schema::tables::{Check, Column, ForeignKey, Index, Table, TableKind, Tables};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions as _, query, query_as, query_scalar};
use std::str::FromStr as _;

pub(crate) async fn read(url: &str) -> Result<Tables, Error> {
    // The scheme has two names, and the driver knows both.
    let options = PgConnectOptions::from_str(url)?;
    let mut db = in_time(options.connect()).await?;
    query("SET default_transaction_read_only = on").execute(&mut db).await?;
    let version: String =
        query_scalar("SELECT split_part(version(), ' ', 1) || ' ' || split_part(version(), ' ', 2)").fetch_one(&mut db).await?;
    let database: String = query_scalar("SELECT current_database()::text").fetch_one(&mut db).await?;
    let mut tables = relations(&mut db).await?;
    columns(&mut db, &mut tables).await?;
    constraints(&mut db, &mut tables).await?;
    indexes(&mut db, &mut tables).await?;
    tables.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(Tables { dialect: Dialect::Postgres, server: version, database, tables })
}

fn table<'a>(tables: &'a mut [Table], name: &str) -> Option<&'a mut Table> {
    tables.iter_mut().find(|t| t.name == name && t.kind == TableKind::Table)
}

async fn relations(db: &mut PgConnection) -> Result<Vec<Table>, Error> {
    let found: Vec<(String, String, String)> = query_as(
        "SELECT c.relname::text, c.relkind::text, coalesce(obj_description(c.oid, 'pg_class'), '') FROM pg_class c \
         JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema() \
         WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition",
    )
    .fetch_all(db)
    .await?;
    let made = found.into_iter().map(|(name, kind, comment)| {
        let kind = match kind.as_str() {
            "r" | "p" => TableKind::Table,
            "v" | "m" => TableKind::View,
            _ => TableKind::Other,
        };
        Table { comment, ..Table::new(name, kind) }
    });
    Ok(made.collect())
}

/// Table, column, type, null, default, identity, generated, words of an enumeration, comment.
type ColumnRow = (String, String, String, bool, Option<String>, bool, bool, String, String);

async fn columns(db: &mut PgConnection, tables: &mut [Table]) -> Result<(), Error> {
    // A domain is shown as what it is made of.
    let found: Vec<ColumnRow> = query_as(
        "SELECT c.relname::text, a.attname::text, \
           CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) ELSE format_type(a.atttypid, a.atttypmod) END, \
           NOT (a.attnotnull OR (t.typtype = 'd' AND t.typnotnull)), pg_get_expr(d.adbin, d.adrelid), \
           a.attidentity <> '', a.attgenerated <> '', \
           coalesce((SELECT string_agg(e.enumlabel, chr(31) ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = a.atttypid), ''), \
           coalesce(col_description(c.oid, a.attnum), '') \
         FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema() \
         JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum \
         WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped ORDER BY c.oid, a.attnum",
    )
    .fetch_all(db)
    .await?;
    for (of, name, sql_type, null, default, identity, generated, values, comment) in found {
        let Some(table) = table(tables, &of) else { continue };
        let serial = default.as_deref().is_some_and(|d| d.starts_with("nextval("));
        table.columns.push(Column {
            name,
            sql_type,
            null,
            default: default.filter(|_| !generated && !serial),
            auto: identity || serial,
            generated,
            values: split(&values),
            places: None,
            comment,
        });
    }
    Ok(())
}

/// Table, constraint, kind, ON DELETE, other table, columns, the other table's columns, SQL.
type ConstraintRow = (String, String, String, String, String, String, String, String);

async fn constraints(db: &mut PgConnection, tables: &mut [Table]) -> Result<(), Error> {
    let found: Vec<ConstraintRow> = query_as(
        "SELECT c.relname::text, k.conname::text, k.contype::text, k.confdeltype::text, \
           coalesce(CASE WHEN f.relnamespace = c.relnamespace THEN f.relname::text ELSE f.oid::regclass::text END, ''), \
           coalesce((SELECT string_agg(a.attname, chr(31) ORDER BY u.i) FROM unnest(k.conkey) WITH ORDINALITY u(n, i) \
             JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.n), ''), \
           coalesce((SELECT string_agg(a.attname, chr(31) ORDER BY u.i) FROM unnest(k.confkey) WITH ORDINALITY u(n, i) \
             JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.n), ''), \
           coalesce(CASE WHEN k.contype = 'c' THEN pg_get_expr(k.conbin, k.conrelid) ELSE pg_get_constraintdef(k.oid) END, '') \
         FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid \
         JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema() LEFT JOIN pg_class f ON f.oid = k.confrelid \
         WHERE k.contype IN ('p', 'u', 'f', 'c', 'x') ORDER BY c.oid, k.conname",
    )
    .fetch_all(db)
    .await?;
    for (of, name, kind, action, target, columns, to, sql) in found {
        let Some(table) = table(tables, &of) else { continue };
        let columns = split(&columns);
        match kind.as_str() {
            "p" => table.primary_key = columns,
            "u" => table.uniques.push(Index { name, columns }),
            "c" => table.checks.push(Check { name, sql }),
            "f" => {
                let on_delete = match action.as_str() {
                    "c" => "CASCADE",
                    "n" => "SET NULL",
                    "d" => "SET DEFAULT",
                    "r" => "RESTRICT",
                    _ => "NO ACTION",
                };
                table.foreign_keys.push(ForeignKey { name, columns, table: target, to: split(&to), on_delete: on_delete.to_owned() });
            }
            _ => table.others.push(format!("{name}: {sql}")),
        }
    }
    Ok(())
}

async fn indexes(db: &mut PgConnection, tables: &mut [Table]) -> Result<(), Error> {
    let found: Vec<(String, String, bool, bool, bool, String, String)> = query_as(
        "SELECT c.relname::text, i.relname::text, x.indisunique, \
           x.indpred IS NULL AND x.indexprs IS NULL AND m.amname = 'btree', \
           NOT EXISTS (SELECT 1 FROM unnest(x.indclass::oid[]) u(o) JOIN pg_opclass p ON p.oid = u.o WHERE NOT p.opcdefault), \
           coalesce((SELECT string_agg(CASE WHEN (x.indoption[u.i - 1] & 1) = 1 AND NOT x.indisunique THEN '-' ELSE '' END || a.attname, \
             chr(31) ORDER BY u.i) FROM unnest(x.indkey::int2[]) WITH ORDINALITY u(n, i) \
             JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = u.n WHERE u.i <= x.indnkeyatts), ''), \
           pg_get_indexdef(i.oid) \
         FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid JOIN pg_am m ON m.oid = i.relam \
         JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema() \
         WHERE NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.oid AND k.contype IN ('p', 'u', 'x')) ORDER BY c.oid, i.relname",
    )
    .fetch_all(db)
    .await?;
    for (of, name, unique, plain, ordinary, columns, sql) in found {
        let Some(table) = table(tables, &of) else { continue };
        let columns = split(&columns);
        match (unique, plain, ordinary) {
            (true, true, _) => table.uniques.push(Index { name, columns }),
            (false, true, true) => table.indexes.push(Index { name, columns }),
            // What Django adds for `LIKE` stands beside an index of the same columns.
            (false, true, false) if name.ends_with("_like") => {}
            _ => table.others.push(sql),
        }
    }
    Ok(())
}
