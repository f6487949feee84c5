//! Reads the description that `restwright-inspect` writes; see its `text` for the form.

use restwright_schema::Dialect;
use restwright_schema::tables::{Check, Column, ForeignKey, Index, Table, TableKind, Tables};
use toml::{Table as Map, Value};

/// The version of the form that is understood.
const FORMAT: i64 = 1;

/// A description's tables.
///
/// # Errors
///
/// What is not of this form, in words.
pub fn tables(text: &str) -> Result<Tables, String> {
    let map: Map = text.parse().map_err(|e| format!("the description of the tables is not TOML: {e}"))?;
    if map.get("format").and_then(Value::as_integer) != Some(FORMAT) {
        return Err(
            "the description of the tables is of another version: build `codegen` and `restwright-inspect` from one checkout".to_owned()
        );
    }
    let name = string(&map, "dialect")?;
    let dialect = Dialect::ALL.into_iter().find(|d| d.name() == name).ok_or_else(|| format!("there is no dialect `{name}`"))?;
    let tables = maps(&map, "table").map(table).collect::<Result<Vec<_>, _>>()?;
    Ok(Tables { dialect, server: string(&map, "server")?, database: string(&map, "database")?, tables })
}

fn table(map: &Map) -> Result<Table, String> {
    let kind = string(map, "kind")?;
    let kinds = [TableKind::Table, TableKind::View, TableKind::Other];
    let kind = kinds.into_iter().find(|k| k.name() == kind).ok_or_else(|| format!("there is no kind of table `{kind}`"))?;
    let mut table = Table::new(string(map, "name")?, kind);
    table.comment = text(map, "comment");
    table.columns = maps(map, "columns").map(column).collect::<Result<_, _>>()?;
    table.primary_key = names(map, "primary_key");
    table.uniques = maps(map, "uniques").map(index).collect::<Result<_, _>>()?;
    table.indexes = maps(map, "indexes").map(index).collect::<Result<_, _>>()?;
    table.foreign_keys = maps(map, "foreign_keys").map(foreign_key).collect::<Result<_, _>>()?;
    table.checks =
        maps(map, "checks").map(|m| Ok(Check { name: text(m, "name"), sql: string(m, "sql")? })).collect::<Result<_, String>>()?;
    table.others = names(map, "others");
    Ok(table)
}

fn column(map: &Map) -> Result<Column, String> {
    Ok(Column {
        name: string(map, "name")?,
        sql_type: string(map, "type")?,
        null: flag(map, "null"),
        default: map.get("default").and_then(Value::as_str).map(str::to_owned),
        auto: flag(map, "auto"),
        generated: flag(map, "generated"),
        values: names(map, "values"),
        places: map.get("places").and_then(Value::as_integer).and_then(|n| u32::try_from(n).ok()),
        comment: text(map, "comment"),
    })
}

fn index(map: &Map) -> Result<Index, String> {
    Ok(Index { name: text(map, "name"), columns: names(map, "columns") })
}

fn foreign_key(map: &Map) -> Result<ForeignKey, String> {
    Ok(ForeignKey {
        name: text(map, "name"),
        columns: names(map, "columns"),
        table: string(map, "table")?,
        to: names(map, "to"),
        on_delete: text(map, "on_delete"),
    })
}

fn string(map: &Map, key: &str) -> Result<String, String> {
    map.get(key).and_then(Value::as_str).map(str::to_owned).ok_or_else(|| format!("the description of the tables lacks a `{key}`"))
}

fn text(map: &Map, key: &str) -> String {
    map.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn flag(map: &Map, key: &str) -> bool {
    map.get(key).and_then(Value::as_bool).unwrap_or(false)
}

fn names(map: &Map, key: &str) -> Vec<String> {
    map.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn maps<'a>(map: &'a Map, key: &str) -> impl Iterator<Item = &'a Map> {
    map.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_table)
}
