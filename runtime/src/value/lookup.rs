//! Values to look rows up by: Django's `get_prep_value`, and the constants of descriptors.

use super::Value;
use super::parse::{self, LookupError, parse};
use crate::json;
use crate::python::dateparse::{self, Moment};
use crate::python::{self, Decimal, Int};
use restwright_schema::Dialect;
use restwright_schema::model::{FieldType, Literal};
use serde_json::Value as Json;
use uuid::Uuid;

/// A value to compare with a column of this type. `Ok(None)`: no row can have it.
pub(crate) fn compared(kind: FieldType, dialect: Dialect, data: &Json) -> Result<Option<Value>, LookupError> {
    let invalid = |rest: &str| LookupError::Invalid(format!("“{}” {rest}", python::str(data)));
    let found = match (kind, data) {
        (_, Json::Null) => return Ok(None),
        (FieldType::Json, data) => return Ok(json::stored(data).map(Value::Json)),
        (kind, Json::String(text)) => return Ok(parse(kind, dialect, text)?.value()),
        (kind, data) if kind.is_integer() => return Ok(parse::integer(kind, dialect, &Int::of(data).ok_or(LookupError::Type)?)?.value()),
        (FieldType::Float, Json::Bool(b)) => Value::Float(f64::from(u8::from(*b))),
        (FieldType::Float, Json::Number(n)) => return Ok(parse::float(dialect, python::as_float(n)).value()),
        (FieldType::Boolean, Json::Bool(b)) => Value::Bool(*b),
        (FieldType::Boolean, Json::Number(n)) if python::as_float(n) == 1.0 => Value::Bool(true),
        (FieldType::Boolean, Json::Number(n)) if python::as_float(n) == 0.0 => Value::Bool(false),
        (FieldType::Boolean, _) => return Err(invalid("value must be either True or False.")),
        (FieldType::Uuid, data) => Value::Uuid(python::uuid_of(data).ok_or_else(|| invalid("is not a valid UUID."))?),
        (FieldType::Float | FieldType::Date | FieldType::Time | FieldType::DateTime | FieldType::Duration, _) => {
            return Err(LookupError::Type);
        }
        (kind, data) => return Ok(parse(kind, dialect, &python::str(data))?.value()),
    };
    Ok(Some(found))
}

/// A constant of a descriptor as a value of a column: a default, a choice. `places` are a decimal's.
pub fn literal(value: &Literal, kind: FieldType, places: u32) -> Value {
    let decimal = |text: &str| Decimal::parse(text).map_or(Value::Null, |d| Value::Decimal(d.quantize(places).plain()));
    match (value, kind) {
        (Literal::Null, _) => Value::Null,
        (Literal::Json(text), _) => Value::Json((*text).to_owned()),
        (Literal::Bool(b), FieldType::Json) => Value::Json(b.to_string()),
        (Literal::Int(n), FieldType::Json) => Value::Json(n.to_string()),
        (Literal::Float(n), FieldType::Json) => Value::Json(python::float_repr(*n)),
        (Literal::Str(text), FieldType::Json) => Value::Json(json::stored_string(text)),
        (Literal::Int(n), FieldType::Decimal) => decimal(&n.to_string()),
        (Literal::Float(n), FieldType::Decimal) => decimal(&python::float_repr(*n)),
        (Literal::Str(text) | Literal::Decimal(text), FieldType::Decimal) => decimal(text),
        (Literal::Bool(b), _) => Value::Bool(*b),
        #[expect(clippy::cast_precision_loss, reason = "Python's float(int)")]
        (Literal::Int(n), FieldType::Float) => Value::Float(*n as f64),
        (Literal::Int(n), FieldType::Duration) => Value::Duration(i128::from(*n) * 1_000_000),
        (Literal::Int(n), kind) if kind.is_text() => Value::Text(n.to_string()),
        (Literal::Int(n), _) => Value::Int(*n),
        (Literal::Float(n), _) => Value::Float(*n),
        (Literal::Decimal(text), FieldType::Float) => text.parse().map_or(Value::Null, Value::Float),
        (Literal::Decimal(text), _) => Value::Decimal((*text).to_owned()),
        (Literal::Uuid4, _) => Value::Uuid(Uuid::new_v4()),
        (Literal::Uuid7, _) => Value::Uuid(Uuid::now_v7()),
        (Literal::Now, kind) => {
            use chrono::{SubsecRound as _, Timelike as _};
            let now = chrono::Utc::now();
            let now = now.with_nanosecond(now.nanosecond() / 1000 * 1000).unwrap_or_else(|| now.trunc_subsecs(6));
            match kind {
                FieldType::Date => Value::Date(now.date_naive()),
                FieldType::Time => Value::Time(now.time()),
                _ => Value::DateTime(now),
            }
        }
        (Literal::Str(text), kind) => {
            let parsed = match kind {
                FieldType::Uuid => python::uuid(text).map(Value::Uuid),
                FieldType::Date => dateparse::date(text).map(Value::Date),
                FieldType::Time => dateparse::time(text).map(Value::Time),
                FieldType::DateTime => dateparse::datetime(text).and_then(Moment::utc).map(Value::DateTime),
                FieldType::Duration => dateparse::duration(text).ok().map(Value::Duration),
                FieldType::IpAddress => Some(Value::Address((*text).to_owned())),
                kind if kind.is_integer() => Int::parse(text, 10).and_then(|i| i.to_i64()).map(Value::Int),
                _ => None,
            };
            parsed.unwrap_or_else(|| Value::Text((*text).to_owned()))
        }
    }
}

/// A constant as Python prints it.
pub(crate) fn literal_str(value: &Literal) -> String {
    match value {
        Literal::Null => "None".to_owned(),
        Literal::Bool(true) => "True".to_owned(),
        Literal::Bool(false) => "False".to_owned(),
        Literal::Int(n) => n.to_string(),
        Literal::Float(n) => python::float_repr(*n),
        Literal::Str(text) | Literal::Decimal(text) | Literal::Json(text) => (*text).to_owned(),
        Literal::Uuid4 | Literal::Uuid7 | Literal::Now => String::new(),
    }
}
