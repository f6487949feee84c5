//! Serializer fields as JSON Schema (2020-12, which OpenAPI 3.1 uses).

use super::tree::{Map, Tree};
use crate::link::{Graph, SerField, SerId};
use crate::model::{FieldType, Literal, Protocol};
use crate::naming;
use crate::serializer::{Kind, RelatedKind, TextKind, Validator};

/// A constant.
pub(super) fn literal(value: Literal) -> Tree {
    match value {
        Literal::Bool(v) => v.into(),
        Literal::Int(v) => v.into(),
        Literal::Float(v) => v.into(),
        Literal::Str(v) | Literal::Decimal(v) => v.into(),
        Literal::Json(v) => Tree::Raw(v.to_owned()),
        Literal::Null | Literal::Uuid4 | Literal::Uuid7 | Literal::Now => Tree::Null,
    }
}

/// The type of a column, as a key or a plain value.
pub(super) fn column(kind: FieldType) -> Map {
    let plain = |kind: &str| Map::new().with("type", kind);
    let format = |format: &str| plain("string").with("format", format);
    match kind {
        FieldType::Auto | FieldType::BigInteger => plain("integer").with("format", "int64"),
        FieldType::Integer | FieldType::SmallInteger | FieldType::PositiveInteger => plain("integer"),
        FieldType::Float => plain("number").with("format", "double"),
        FieldType::Decimal => format("decimal"),
        FieldType::Boolean => plain("boolean"),
        FieldType::Email => format("email"),
        FieldType::Url => format("uri"),
        FieldType::Uuid => format("uuid"),
        FieldType::Date => format("date"),
        FieldType::Time => format("time"),
        FieldType::DateTime => format("date-time"),
        FieldType::Json => Map::new(),
        _ => plain("string"),
    }
}

/// What a class says of its values.
fn class(graph: &Graph, field: &SerField) -> Map {
    let text = |format: &str| Map::new().with("type", "string").with_text("format", format);
    let rare = &field.field.rare;
    // What is read in other forms too has no format that a validator would refuse them for.
    let iso = rare.input_formats.is_empty() || field.field.read_only;
    match field.field.kind {
        Kind::Boolean => Map::new().with("type", "boolean"),
        Kind::Text { kind, max_length, min_length, allow_blank, .. } => {
            let format = match kind {
                TextKind::Plain | TextKind::Slug => "",
                TextKind::Email => "email",
                TextKind::Url => "uri",
            };
            // What may be blank has no format that a validator would refuse the empty text for.
            let out = text(if allow_blank { "" } else { format });
            let out = if kind == TextKind::Slug && !rare.allow_unicode { out.with("pattern", "^[-a-zA-Z0-9_]+$") } else { out };
            let least = min_length.or((!allow_blank && !field.field.read_only).then_some(1));
            out.with_some("maxLength", max_length).with_some("minLength", if allow_blank { None } else { least })
        }
        Kind::Uuid { format } => match format {
            "" | "hex_verbose" => text("uuid"),
            "int" => Map::new().with("type", "integer"),
            _ => text(""),
        },
        Kind::Ip { protocol, max_length, min_length, .. } => {
            let out = text(match protocol {
                Protocol::Ipv4 => "ipv4",
                Protocol::Ipv6 => "ipv6",
                Protocol::Both => "",
            });
            out.with_some("maxLength", max_length).with_some("minLength", min_length)
        }
        Kind::Integer { .. } if rare.coerce_to_string => text("int64"),
        Kind::Integer { min_value, max_value, column } => {
            let big = matches!(column, Some(FieldType::Auto | FieldType::BigInteger));
            let least = min_value.or((column == Some(FieldType::PositiveInteger)).then_some(0));
            let out = Map::new().with("type", "integer").with_some("format", big.then_some("int64"));
            out.with_some("minimum", least).with_some("maximum", max_value)
        }
        Kind::Float { min_value, max_value } => Map::new()
            .with("type", "number")
            .with("format", "double")
            .with_some("minimum", min_value.map(literal))
            .with_some("maximum", max_value.map(literal)),
        Kind::Decimal { coerce_to_string, .. } => {
            if coerce_to_string.unwrap_or(graph.api.coerce_decimal_to_string) {
                text("decimal")
            } else {
                Map::new().with("type", "number")
            }
        }
        Kind::Date { format } => text(if format.is_empty() && iso { "date" } else { "" }),
        Kind::Time { format } => text(if format.is_empty() && iso { "time" } else { "" }),
        Kind::DateTime { format: "" } if graph.api.datetime_format == "unix" => Map::new().with("type", "number"),
        Kind::DateTime { format } => {
            let iso = iso && format.is_empty() && graph.api.datetime_format == "iso-8601";
            text(if iso { "date-time" } else { "" })
        }
        Kind::Duration { format, .. } => text(if format.is_empty() { "" } else { "duration" }),
        Kind::Json if rare.binary => text(""),
        Kind::ReadOnly if field.label => text(""),
        Kind::Json | Kind::Hidden | Kind::Method | Kind::ReadOnly => Map::new(),
        Kind::Choice { choices, allow_blank } => {
            let mut values: Vec<Tree> = choices.iter().map(|(value, _)| literal(*value)).collect();
            if allow_blank {
                values.push("".into());
            }
            if field.field.allow_null {
                values.push(Tree::Null);
            }
            Map::new().with("enum", values)
        }
        Kind::Identity { .. } => text("uri"),
        Kind::Related(related) => {
            let one = match related.kind {
                RelatedKind::PrimaryKey => field.target.map_or_else(Map::new, |t| column(graph.stored_type(t, graph.models[t].pk))),
                RelatedKind::Hyperlinked { .. } | RelatedKind::Detail => text("uri"),
                RelatedKind::Slug(slug) => field
                    .target
                    .and_then(|t| graph.models[t].position(slug).map(|c| column(graph.stored_type(t, c))))
                    .unwrap_or_else(|| text("")),
                RelatedKind::String => text(""),
            };
            list(field, one, related.allow_empty)
        }
        Kind::Nested(nested) => {
            let one = field.nested.map_or_else(Map::new, |id| object(graph, id, false));
            let many = field.many;
            let lengths = |n: Option<u32>| n.filter(|_| many);
            let out = list(field, one, nested.allow_empty && nested.min_length.is_none());
            let out = if out.has("minItems") { out } else { out.with_some("minItems", lengths(nested.min_length)) };
            out.with_some("maxItems", lengths(nested.max_length))
        }
    }
}

fn list(field: &SerField, one: Map, allow_empty: bool) -> Map {
    if !field.many {
        return one;
    }
    let some = !allow_empty && !field.field.read_only;
    Map::new().with("type", "array").with("items", one).with_some("minItems", some.then_some(1i64))
}

/// One field.
pub(super) fn field(graph: &Graph, field: &SerField) -> Map {
    let described = &field.field;
    let mut out = class(graph, field);
    for validator in described.validators {
        match validator {
            Validator::MinLength(n) if !out.has("minLength") => out.push("minLength", *n),
            Validator::Regex(pattern) if !out.has("pattern") => out.push("pattern", *pattern),
            _ => {}
        }
    }
    if described.allow_null && !out.is_empty() && !out.has("enum") {
        out = nullable(out);
    }
    if !described.label.is_empty() {
        out.push("title", described.label);
    }
    let described_as = choices(described.kind, described.help_text);
    if !described_as.is_empty() {
        out.push("description", described_as);
    }
    if described.read_only {
        out.push("readOnly", true);
    }
    if described.write_only {
        out.push("writeOnly", true);
    }
    if let Some(default) = described.default {
        out.push("default", literal(default));
    }
    out
}

/// `null` as well: in 3.1 a second type.
fn nullable(schema: Map) -> Map {
    Map::new().with("anyOf", vec![schema.into(), Map::new().with("type", "null").into()])
}

/// The help text, with the labels of choices below it.
fn choices(kind: Kind, help: &str) -> String {
    let Kind::Choice { choices, .. } = kind else { return help.to_owned() };
    let mut lines: Vec<String> = if help.is_empty() { Vec::new() } else { vec![help.to_owned(), String::new()] };
    for (value, label) in choices {
        let value = match value {
            Literal::Str(text) | Literal::Decimal(text) => (*text).to_owned(),
            Literal::Int(n) => n.to_string(),
            Literal::Float(n) => n.to_string(),
            Literal::Bool(b) => b.to_string(),
            _ => String::new(),
        };
        lines.push(format!("* `{value}` - {label}"));
    }
    lines.join("\n")
}

/// The object that a serializer reads and writes. With `partial` nothing is required (PATCH).
pub(super) fn object(graph: &Graph, ser: SerId, partial: bool) -> Map {
    let visible: Vec<&SerField> = graph.serializers[ser].fields.iter().filter(|f| f.field.kind != Kind::Hidden).collect();
    let mut properties = Map::new();
    for item in &visible {
        properties.push(item.field.name, field(graph, item));
    }
    // Of a read-only field an answer always has a value; of what may be left out only the answer does.
    let required: Vec<Tree> = visible.iter().filter(|f| f.field.required || f.field.read_only).map(|f| f.field.name.into()).collect();
    let out = Map::new().with("type", "object").with("properties", properties);
    if required.is_empty() || partial { out } else { out.with("required", required) }
}

/// The name of a resource's schema.
pub(super) fn title(graph: &Graph, ser: SerId) -> String {
    naming::capfirst(graph.models[graph.serializers[ser].model].model.name)
}
