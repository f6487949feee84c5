//! A state as text: TOML with one line a column, so that a difference is read as one. The generator reads it (`state.toml`), and a server prints its own.

use super::state::{Check, Column, Condition, Kind, Right, Rule, State, UniqueSet};
use crate::infer::keep_str;
use crate::model::{FieldType, Literal};
use crate::tables::toml_text as quoted;
use std::fmt::Write as _;

/// The form; one that is newer than the program that reads it is refused.
pub const VERSION: i64 = 1;
const HEAD: &str = "# The tables behind this migration, for the next `codegen makemigrations`. Written by codegen; don't edit it.\n";

/// The types by the names of docs/spec.md.
const TYPES: &[(FieldType, &str)] = &[
    (FieldType::Auto, "auto"),
    (FieldType::Integer, "integer"),
    (FieldType::BigInteger, "big_integer"),
    (FieldType::SmallInteger, "small_integer"),
    (FieldType::PositiveInteger, "positive_integer"),
    (FieldType::PositiveSmallInteger, "positive_small_integer"),
    (FieldType::PositiveBigInteger, "positive_big_integer"),
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

/// The name of a type in docs/spec.md.
pub fn type_name(kind: FieldType) -> &'static str {
    TYPES.iter().find(|(k, _)| *k == kind).map_or("", |(_, name)| name)
}

/// The type of a name in docs/spec.md.
pub fn type_of(name: &str) -> Option<FieldType> {
    TYPES.iter().find(|(_, n)| *n == name).map(|(kind, _)| *kind)
}

/// A state as the text of its file.
pub fn write(state: &State) -> String {
    written(state, false)
}

/// A state with what is not recorded as well: the defaults that rows get that are there, and what had another name.
pub fn write_whole(state: &State) -> String {
    written(state, true)
}

fn written(state: &State, whole: bool) -> String {
    let mut out = format!("{HEAD}version = {VERSION}\n");
    for table in &state.tables {
        // Writing to a string does not fail.
        let _ = write!(out, "\n[[table]]\nkey = {}\nname = {}\n", quoted(&table.key), quoted(&table.name));
        if !table.managed {
            out.push_str("managed = false\n");
        }
        if let Some(from) = table.renamed_from.as_ref().filter(|_| whole) {
            let _ = writeln!(out, "renamed_from = {}", quoted(from));
        }
        out.push_str("columns = [\n");
        table.columns.iter().for_each(|c| out.push_str(&format!("    {},\n", column(c, whole))));
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
        if !table.unique_sets.is_empty() {
            out.push_str("unique_sets = [\n");
            table.unique_sets.iter().for_each(|set| out.push_str(&format!("    {},\n", unique_set(set))));
            out.push_str("]\n");
        }
    }
    out
}

fn names(names: &[String]) -> String {
    format!("[{}]", names.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", "))
}

fn unique_set(set: &UniqueSet) -> String {
    let condition = set.condition.as_ref().map_or_else(String::new, |condition| format!(", {}", texts(condition)));
    format!("{{ name = {}, columns = {}{condition} }}", quoted(&set.name), names(&set.columns))
}

fn texts(condition: &Condition) -> String {
    let Condition { columns, sqlite, postgres, mysql } = condition;
    let (sqlite, postgres, mysql) = (quoted(sqlite), quoted(postgres), quoted(mysql));
    format!("of = {}, sqlite = {sqlite}, postgres = {postgres}, mysql = {mysql}", names(columns))
}

fn column(column: &Column, whole: bool) -> String {
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
    if whole {
        if let Some(value) = column.default {
            let (kind, text) = constant(value);
            out.push_str(&format!(", default = [{}, {}]", quoted(kind), quoted(&text)));
        }
        if let Some(from) = &column.renamed_from {
            out.push_str(&format!(", renamed_from = {}", quoted(from)));
        }
    }
    out + " }"
}

/// A constant as two words: its kind, and its text.
fn constant(value: Literal) -> (&'static str, String) {
    match value {
        Literal::Null => ("null", String::new()),
        Literal::Bool(value) => ("bool", value.to_string()),
        Literal::Int(value) => ("int", value.to_string()),
        Literal::Float(value) => ("float", value.to_string()),
        Literal::Str(text) => ("str", text.to_owned()),
        Literal::Decimal(digits) => ("decimal", digits.to_owned()),
        Literal::Json(text) => ("json", text.to_owned()),
        Literal::Uuid4 => ("uuid4", String::new()),
        Literal::Uuid7 => ("uuid7", String::new()),
        Literal::Now => ("now", String::new()),
    }
}

/// The constant of two words as [`write_whole`] writes them.
pub fn constant_of(kind: &str, text: &str) -> Option<Literal> {
    Some(match kind {
        "null" => Literal::Null,
        "bool" => Literal::Bool(text.parse().ok()?),
        "int" => Literal::Int(text.parse().ok()?),
        "float" => Literal::Float(text.parse().ok()?),
        "str" => Literal::Str(keep_str(text)),
        "decimal" => Literal::Decimal(keep_str(text)),
        "json" => Literal::Json(keep_str(text)),
        "uuid4" => Literal::Uuid4,
        "uuid7" => Literal::Uuid7,
        "now" => Literal::Now,
        _ => return None,
    })
}

fn check(check: &Check) -> String {
    let (column, op, right) = match &check.rule {
        Rule::Comparison { column, op, right } => (column, op, right),
        Rule::Condition(condition) => return format!("{{ name = {}, {} }}", quoted(&check.name), texts(condition)),
    };
    let right = match right {
        Right::Column(name) => format!("other = {}", quoted(name)),
        Right::Bool(value) => format!("value = {value}"),
        Right::Number(digits) => format!("number = {}", quoted(digits)),
        Right::Text(text) => format!("value = {}", quoted(text)),
        Right::Null => "null = true".to_owned(),
    };
    format!("{{ name = {}, column = {}, op = {}, {right} }}", quoted(&check.name), quoted(column), quoted(op))
}
