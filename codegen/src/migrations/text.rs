//! A state as text: TOML with one line a column, so that a difference is read as one.

use restwright_schema::ddl::state::{Check, Column, Kind, Right, State, Table};
use restwright_schema::model::FieldType;
use restwright_schema::tables::toml_text as quoted;
use std::fmt::Write as _;

/// The form; one that is newer than this program is refused.
const VERSION: i64 = 1;
const HEAD: &str = "# The tables behind this migration, for the next `codegen makemigrations`. Written by codegen; don't edit it.\n";

/// The types by the names of docs/spec.md.
const TYPES: &[(FieldType, &str)] = &[
    (FieldType::Auto, "auto"),
    (FieldType::Integer, "integer"),
    (FieldType::BigInteger, "big_integer"),
    (FieldType::SmallInteger, "small_integer"),
    (FieldType::PositiveInteger, "positive_integer"),
    (FieldType::Float, "float"),
    (FieldType::Decimal, "decimal"),
    (FieldType::Boolean, "boolean"),
    (FieldType::String, "string"),
    (FieldType::Text, "text"),
    (FieldType::Slug, "slug"),
    (FieldType::Email, "email"),
    (FieldType::Url, "url"),
    (FieldType::Uuid, "uuid"),
    (FieldType::Date, "date"),
    (FieldType::Time, "time"),
    (FieldType::DateTime, "datetime"),
    (FieldType::Duration, "duration"),
    (FieldType::Json, "json"),
    (FieldType::IpAddress, "ip_address"),
    (FieldType::ForeignKey, "foreign_key"),
    (FieldType::OneToOne, "one_to_one"),
    (FieldType::ManyToMany, "many_to_many"),
];

/// A type by its name in docs/spec.md.
pub(super) fn type_name(kind: FieldType) -> &'static str {
    TYPES.iter().find(|(k, _)| *k == kind).map_or("", |(_, name)| name)
}

/// A state as the text of its file.
pub(super) fn write(state: &State) -> String {
    let mut out = format!("{HEAD}version = {VERSION}\n");
    for table in &state.tables {
        // Writing to a string does not fail.
        let _ = write!(out, "\n[[table]]\nkey = {}\nname = {}\n", quoted(&table.key), quoted(&table.name));
        if !table.managed {
            out.push_str("managed = false\n");
        }
        out.push_str("columns = [\n");
        table.columns.iter().for_each(|c| out.push_str(&format!("    {},\n", column(c))));
        out.push_str("]\n");
        for (key, sets) in [("unique_together", &table.unique_together), ("indexes", &table.indexes)] {
            if !sets.is_empty() {
                let sets: Vec<String> =
                    sets.iter().map(|set| format!("[{}]", set.iter().map(|c| quoted(c)).collect::<Vec<_>>().join(", "))).collect();
                let _ = writeln!(out, "{key} = [{}]", sets.join(", "));
            }
        }
        if !table.checks.is_empty() {
            out.push_str("checks = [\n");
            table.checks.iter().for_each(|c| out.push_str(&format!("    {},\n", check(c))));
            out.push_str("]\n");
        }
    }
    out
}

fn column(column: &Column) -> String {
    let mut out = format!("{{ field = {}, column = {}", quoted(&column.field), quoted(&column.name));
    match &column.kind {
        Kind::Key(to) => out.push_str(&format!(", to = {}", quoted(to))),
        Kind::Value { kind, length, digits } => {
            out.push_str(&format!(", type = {}", quoted(type_name(*kind))));
            if let Some(length) = length {
                out.push_str(&format!(", max_length = {length}"));
            }
            if *digits != (0, 0) {
                out.push_str(&format!(", max_digits = {}, decimal_places = {}", digits.0, digits.1));
            }
        }
    }
    let flags = [("null", column.null), ("primary_key", column.primary_key), ("unique", column.unique && !column.primary_key)];
    for (name, on) in flags.into_iter().chain([("db_index", column.index)]) {
        if on {
            out.push_str(&format!(", {name} = true"));
        }
    }
    out + " }"
}

fn check(check: &Check) -> String {
    let right = match &check.right {
        Right::Column(name) => format!("other = {}", quoted(name)),
        Right::Bool(value) => format!("value = {value}"),
        Right::Number(digits) => format!("number = {}", quoted(digits)),
        Right::Text(text) => format!("value = {}", quoted(text)),
        Right::Null => "null = true".to_owned(),
    };
    format!("{{ name = {}, column = {}, op = {}, {right} }}", quoted(&check.name), quoted(&check.column), quoted(&check.op))
}

/// A state from the text of its file.
///
/// # Errors
///
/// What is not as [`write`] writes it.
pub(super) fn read(text: &str) -> Result<State, String> {
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
        renamed_from: None,
    })
}

fn read_column(value: &toml::Value) -> Result<Column, String> {
    let table = entry(value)?;
    let kind = if table.contains_key("to") {
        Kind::Key(word(table, "to")?)
    } else {
        let name = word(table, "type")?;
        let kind = TYPES.iter().find(|(_, n)| *n == name).map(|(kind, _)| *kind).ok_or_else(|| format!("`{name}` is not a type"))?;
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
        default: None,
        renamed_from: None,
    })
}

fn read_check(value: &toml::Value) -> Result<Check, String> {
    let table = entry(value)?;
    let right = match table.get("value") {
        Some(toml::Value::Boolean(value)) => Right::Bool(*value),
        Some(toml::Value::String(text)) => Right::Text(text.clone()),
        _ if table.contains_key("other") => Right::Column(word(table, "other")?),
        _ if table.contains_key("number") => Right::Number(word(table, "number")?),
        _ => Right::Null,
    };
    Ok(Check { name: word(table, "name")?, column: word(table, "column")?, op: word(table, "op")?, right })
}
