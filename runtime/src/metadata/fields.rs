//! The fields of a serializer in an answer to `OPTIONS`.

use crate::App;
use crate::json as text;
use crate::python::dateparse;
use crate::schema::Dialect;
use crate::schema::link::{SerField, SerId};
use crate::schema::model::{FieldType, Literal};
use crate::schema::naming;
use crate::schema::serializer::{Kind, TextKind};
use crate::serializers;
use serde_json::{Map, Value as Json, json};

/// DRF's `get_serializer_info`.
pub(super) fn serializer(app: &App, id: SerId) -> Json {
    let visible = app.resources.graph.serializers[id].fields.iter().filter(|f| f.field.kind != Kind::Hidden);
    Json::Object(visible.map(|f| (f.field.name.to_owned(), field(app, f))).collect())
}

/// DRF's `label_lookup`.
fn type_name(field: &SerField) -> &'static str {
    match field.field.kind {
        Kind::Boolean => "boolean",
        Kind::Text { kind: TextKind::Plain, .. } | Kind::Uuid { .. } | Kind::Ip { .. } => "string",
        Kind::Text { kind: TextKind::Email, .. } => "email",
        Kind::Text { kind: TextKind::Slug, .. } => "slug",
        Kind::Text { kind: TextKind::Url, .. } => "url",
        Kind::Integer { .. } => "integer",
        Kind::Float { .. } => "float",
        Kind::Decimal { .. } => "decimal",
        Kind::Date { .. } => "date",
        Kind::Time { .. } => "time",
        Kind::DateTime { .. } => "datetime",
        Kind::Duration { .. } => "duration",
        Kind::Choice { .. } => "choice",
        Kind::MultipleChoice { .. } => "multiple choice",
        Kind::List { .. } => "list",
        Kind::Dict { .. } => "nested object",
        Kind::Nested(_) if !field.many => "nested object",
        Kind::Json | Kind::Related(_) | Kind::Nested(_) | Kind::Identity { .. } | Kind::Method | Kind::ReadOnly | Kind::Hidden => "field",
    }
}

fn field(app: &App, field: &SerField) -> Json {
    let described = &field.field;
    let mut out = Map::new();
    let mut put = |key: &str, value: Json| {
        if !value.is_null() && value != "" {
            out.insert(key.to_owned(), value);
        }
    };
    let label = if described.label.is_empty() { naming::field_label(described.name) } else { described.label.to_owned() };
    put("type", type_name(field).into());
    put("required", described.required.into());
    put("read_only", described.read_only.into());
    put("label", label.into());
    put("help_text", described.help_text.into());
    bounds(app, described.kind, described.read_only, &mut put);
    if let Kind::List { child, .. } | Kind::Dict { child, .. } = described.kind {
        put("child", self::field(app, &SerField::alone(*child)));
    }
    if let Some(nested) = field.nested {
        if field.many {
            let child = json!({
                "type": "nested object",
                "required": described.required,
                "read_only": described.read_only,
                "children": serializer(app, nested),
            });
            put("child", child);
        } else {
            put("children", serializer(app, nested));
        }
    }
    if let Kind::Choice { choices, .. } | Kind::MultipleChoice { choices, .. } = described.kind
        && !described.read_only
    {
        let list = choices.iter().map(|(value, label)| json!({ "value": literal(*value), "display_name": label }));
        put("choices", list.collect());
    }
    Json::Object(out)
}

/// Lengths and ranges, as far as DRF's class has them as attributes.
fn bounds(app: &App, kind: Kind, read_only: bool, put: &mut impl FnMut(&str, Json)) {
    match kind {
        Kind::Text { max_length, min_length, .. } | Kind::Ip { max_length, min_length, .. } => {
            put("min_length", min_length.into());
            put("max_length", max_length.into());
        }
        Kind::Integer { min_value, max_value, column } => {
            // The database's own range is a validator, and what is only read has none.
            let (low, high) = column.filter(|_| !read_only).and_then(|kind| crate::value::integer_range(kind, app.db.dialect())).unzip();
            put("min_value", min_value.or(low).into());
            // Of MySQL's widest type half is all that is taken, and Django's range is what is described.
            let widest = column == Some(FieldType::PositiveBigInteger) && app.db.dialect() == Dialect::MySql && !read_only;
            put("max_value", if widest && max_value.is_none() { u64::MAX.into() } else { max_value.or(high).into() });
        }
        Kind::List { min_length, max_length, .. } => {
            put("min_length", min_length.into());
            put("max_length", max_length.into());
        }
        Kind::Nested(nested) => {
            put("min_length", nested.min_length.into());
            put("max_length", nested.max_length.into());
        }
        Kind::Duration { min_value, max_value, .. } => {
            // Python's `str` of a timedelta.
            let shown = |bound: Option<Literal>| serializers::duration_of(bound).map_or(Json::Null, |n| dateparse::duration_text(n).into());
            put("min_value", shown(min_value));
            put("max_value", shown(max_value));
        }
        Kind::Float { min_value, max_value } => {
            put("min_value", min_value.map_or(Json::Null, literal));
            put("max_value", max_value.map_or(Json::Null, literal));
        }
        Kind::Decimal { max_digits, decimal_places, min_value, max_value, .. } => {
            // DRF's encoder writes decimals as floats; a bound that a spec gives as a number stays one.
            let number = |bound: Option<Literal>| match bound {
                Some(Literal::Decimal(text)) => text.parse::<f64>().map_or(Json::Null, Json::from),
                bound => bound.map_or(Json::Null, literal),
            };
            put("min_value", number(min_value));
            put("max_value", number(max_value));
            put("max_digits", max_digits.into());
            put("decimal_places", decimal_places.into());
        }
        _ => {}
    }
}

/// A constant as JSON.
fn literal(value: Literal) -> Json {
    match value {
        Literal::Bool(v) => v.into(),
        Literal::Int(v) => v.into(),
        Literal::Float(v) => v.into(),
        Literal::Str(v) | Literal::Decimal(v) => v.into(),
        Literal::Json(v) => text::read_trusted(v).unwrap_or(Json::Null),
        Literal::Null | Literal::Uuid4 | Literal::Uuid7 | Literal::Now => Json::Null,
    }
}
