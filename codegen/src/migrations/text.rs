//! A state out of its text, which `restwright_schema::ddl::text` writes.

use restwright_schema::ddl::state::{Check, Column, Condition, Kind, Right, Rule, State, Table, UniqueSet};
use restwright_schema::ddl::text::{VERSION, constant_of, type_of};
use restwright_schema::model::Literal;

/// A state from the text of its file.
///
/// # Errors
///
/// What is not as `restwright_schema::ddl::text` writes it.
pub fn read(text: &str) -> Result<State, String> {
    let root: toml::Table = text.parse().map_err(|e: toml::de::Error| e.message().to_owned())?;
    match root.get("version").and_then(toml::Value::as_integer) {
        Some(VERSION) => {}
        Some(newer) => return Err(format!("its version is {newer}, and this program reads {VERSION}: use the codegen that wrote it")),
        None => return Err("it has no `version`".to_owned()),
    }
    let tables = list(&root, "table").iter().map(read_table).collect::<Result<Vec<_>, _>>()?;
    Ok(State { tables })
}

fn list<'a>(table: &'a toml::Table, key: &str) -> &'a [toml::Value] {
    table.get(key).and_then(toml::Value::as_array).map_or(&[], Vec::as_slice)
}

fn word(table: &toml::Table, key: &str) -> Result<String, String> {
    table.get(key).and_then(toml::Value::as_str).map(str::to_owned).ok_or_else(|| format!("a table of it has no text `{key}`"))
}

fn said(table: &toml::Table, key: &str) -> Option<String> {
    table.get(key).and_then(toml::Value::as_str).map(str::to_owned)
}

/// What a server's own state says of the rows that are there.
fn default(table: &toml::Table) -> Result<Option<Literal>, String> {
    let words: Vec<&str> = list(table, "default").iter().filter_map(toml::Value::as_str).collect();
    match words.as_slice() {
        [] => Ok(None),
        [kind, text] => constant_of(kind, text).map(Some).ok_or_else(|| format!("`{kind}` `{text}` is not a default")),
        _ => Err("a default of it is not two texts".to_owned()),
    }
}

fn flag(table: &toml::Table, key: &str) -> bool {
    table.get(key).and_then(toml::Value::as_bool).unwrap_or(false)
}

fn number(table: &toml::Table, key: &str) -> Option<u32> {
    table.get(key).and_then(toml::Value::as_integer).and_then(|n| u32::try_from(n).ok())
}

fn entry(value: &toml::Value) -> Result<&toml::Table, String> {
    value.as_table().ok_or_else(|| "an entry of it is no table".to_owned())
}

fn sets(table: &toml::Table, key: &str) -> Vec<Vec<String>> {
    let set = |set: &toml::Value| set.as_array().into_iter().flatten().filter_map(|c| c.as_str().map(str::to_owned)).collect();
    list(table, key).iter().map(set).collect()
}

fn read_table(value: &toml::Value) -> Result<Table, String> {
    let table = entry(value)?;
    Ok(Table {
        key: word(table, "key")?,
        name: word(table, "name")?,
        managed: !table.contains_key("managed") || flag(table, "managed"),
        columns: list(table, "columns").iter().map(read_column).collect::<Result<_, _>>()?,
        unique_together: sets(table, "unique_together"),
        indexes: sets(table, "indexes"),
        checks: list(table, "checks").iter().map(read_check).collect::<Result<_, _>>()?,
        unique_sets: list(table, "unique_sets").iter().map(read_set).collect::<Result<_, _>>()?,
        renamed_from: said(table, "renamed_from"),
    })
}

fn read_column(value: &toml::Value) -> Result<Column, String> {
    let table = entry(value)?;
    let kind = if table.contains_key("to") {
        Kind::Key(word(table, "to")?)
    } else {
        let name = word(table, "type")?;
        let kind = type_of(&name).ok_or_else(|| format!("`{name}` is not a type"))?;
        let digits = (number(table, "max_digits").unwrap_or(0), number(table, "decimal_places").unwrap_or(0));
        Kind::Value { kind, length: number(table, "max_length"), digits }
    };
    let primary_key = flag(table, "primary_key");
    Ok(Column {
        field: word(table, "field")?,
        name: word(table, "column")?,
        kind,
        null: flag(table, "null"),
        unique: primary_key || flag(table, "unique"),
        primary_key,
        index: flag(table, "db_index"),
        default: default(table)?,
        renamed_from: said(table, "renamed_from"),
    })
}

fn texts(table: &toml::Table, key: &str) -> Vec<String> {
    list(table, key).iter().filter_map(|name| name.as_str().map(str::to_owned)).collect()
}

fn read_condition(table: &toml::Table) -> Result<Option<Condition>, String> {
    if !table.contains_key("of") {
        return Ok(None);
    }
    let (sqlite, postgres, mysql) = (word(table, "sqlite")?, word(table, "postgres")?, word(table, "mysql")?);
    Ok(Some(Condition { columns: texts(table, "of"), sqlite, postgres, mysql }))
}

fn read_set(value: &toml::Value) -> Result<UniqueSet, String> {
    let table = entry(value)?;
    Ok(UniqueSet { name: word(table, "name")?, columns: texts(table, "columns"), condition: read_condition(table)? })
}

fn read_check(value: &toml::Value) -> Result<Check, String> {
    let table = entry(value)?;
    if let Some(condition) = read_condition(table)? {
        return Ok(Check { name: word(table, "name")?, rule: Rule::Condition(condition) });
    }
    let right = match table.get("value") {
        Some(toml::Value::Boolean(value)) => Right::Bool(*value),
        Some(toml::Value::String(text)) => Right::Text(text.clone()),
        _ if table.contains_key("other") => Right::Column(word(table, "other")?),
        _ if table.contains_key("number") => Right::Number(word(table, "number")?),
        _ => Right::Null,
    };
    Ok(Check { name: word(table, "name")?, rule: Rule::Comparison { column: word(table, "column")?, op: word(table, "op")?, right } })
}
