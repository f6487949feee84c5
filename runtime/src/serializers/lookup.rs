//! Values to look rows up by: Django's `get_prep_value`, and the constants of descriptors.

use super::numbers::Decimal;
use super::python::{self, Int};
use super::text;
use crate::dateparse::{self, Moment};
use crate::{App, Value};
use restwright_schema::link::ModelId;
use restwright_schema::model::{Field, FieldType, Literal};
use serde_json::Value as Json;
use uuid::Uuid;

/// Why a value cannot be compared with a column, by the exception that Django raises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Odd {
    /// `TypeError` or `ValueError`.
    Type,
    /// Django's `ValidationError`, with its text.
    Invalid(String),
}

/// The text cannot be a value of the column at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAKey;

/// A text of a URL as a value of a column: the key of a detail route, or a parent's.
///
/// `Ok(None)`: it could be one, but no row can have it (a number out of range).
///
/// # Errors
///
/// [`NotAKey`], which DRF answers with a bare 404 "Not found.".
pub fn value_from_url(app: &App, model: ModelId, column: usize, text: &str) -> Result<Option<Value>, NotAKey> {
    let field = app.graph.model(model).fields.get(column).ok_or(NotAKey)?.field;
    compared(app.graph.stored_type(model, column), field, &Json::String(text.to_owned())).map_err(|_| NotAKey)
}

/// A value to compare with a column of this type. `Ok(None)`: no row can have it.
pub(crate) fn compared(kind: FieldType, field: &Field, data: &Json) -> Result<Option<Value>, Odd> {
    if data.is_null() {
        return Ok(None);
    }
    let shown = || python::str(data);
    let invalid = |rest: &str| Odd::Invalid(format!("“{}” {rest}", python::str(data)));
    let found = match kind {
        FieldType::Auto | FieldType::Integer | FieldType::BigInteger | FieldType::SmallInteger | FieldType::PositiveInteger => {
            return Ok(whole(data).ok_or(Odd::Type)?.to_i64().map(Value::Int));
        }
        FieldType::Float => Value::Float(match data {
            Json::Bool(b) => f64::from(u8::from(*b)),
            Json::Number(n) => python::as_float(n),
            Json::String(text) => python::float(text).ok_or(Odd::Type)?,
            _ => return Err(Odd::Type),
        }),
        FieldType::Decimal => {
            let number = Decimal::parse(&shown()).ok_or_else(|| invalid("value must be a decimal number."))?;
            Value::Decimal(number.quantize(field.decimal_places).plain())
        }
        FieldType::Boolean => Value::Bool(match data {
            Json::Bool(b) => *b,
            Json::String(text) if matches!(text.as_str(), "t" | "True" | "1") => true,
            Json::String(text) if matches!(text.as_str(), "f" | "False" | "0") => false,
            Json::Number(n) if python::as_float(n) == 1.0 => true,
            Json::Number(n) if python::as_float(n) == 0.0 => false,
            _ => return Err(invalid("value must be either True or False.")),
        }),
        FieldType::Uuid => Value::Uuid(uuid(data).ok_or_else(|| invalid("is not a valid UUID."))?),
        FieldType::Date => {
            let parsed = data.as_str().ok_or(Odd::Type)?;
            Value::Date(
                dateparse::date(parsed).ok_or_else(|| invalid("value has an invalid date format. It must be in YYYY-MM-DD format."))?,
            )
        }
        FieldType::Time => {
            let parsed = data.as_str().ok_or(Odd::Type)?;
            let text = "value has an invalid format. It must be in HH:MM[:ss[.uuuuuu]] format.";
            Value::Time(dateparse::time(parsed).ok_or_else(|| invalid(text))?)
        }
        FieldType::DateTime => {
            let parsed = data.as_str().ok_or(Odd::Type)?;
            let text = "value has an invalid format. It must be in YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ] format.";
            Value::DateTime(dateparse::datetime(parsed).and_then(Moment::utc).ok_or_else(|| invalid(text))?)
        }
        FieldType::Duration => {
            let parsed = data.as_str().ok_or(Odd::Type)?;
            let text = "value has an invalid format. It must be in [DD] [[HH:]MM:]ss[.uuuuuu] format.";
            Value::Duration(dateparse::duration(parsed).map_err(|_| invalid(text))?)
        }
        FieldType::IpAddress => {
            let address = shown();
            let clean = if address.contains(':') { text::clean_ipv6(python::strip(&address), false) } else { None };
            Value::Address(clean.unwrap_or(address))
        }
        FieldType::Json => Value::Json(data.to_string()),
        _ => Value::Text(shown()),
    };
    Ok(Some(found))
}

/// `int(value)`.
fn whole(data: &Json) -> Option<Int> {
    match data {
        Json::Bool(b) => Int::parse(if *b { "1" } else { "0" }, 10),
        Json::Number(n) if python::is_int(n) => Int::parse(n.as_str(), 10),
        Json::Number(n) => Int::from_float(python::as_float(n)),
        Json::String(text) => Int::parse(text, 10),
        _ => None,
    }
}

/// `UUID(int=value)` of an integer, `UUID(hex=value)` of a text: URNs, braces and dashes anywhere.
pub(crate) fn uuid(data: &Json) -> Option<Uuid> {
    let number = match data {
        Json::Bool(b) => u128::from(*b),
        Json::Number(n) if python::is_int(n) => Int::parse(n.as_str(), 10)?.to_u128()?,
        Json::String(text) => {
            let hex = text.replace("urn:", "").replace("uuid:", "");
            let hex = hex.trim_matches(['{', '}']).replace('-', "");
            if hex.chars().count() != 32 {
                return None;
            }
            Int::parse(&hex, 16)?.to_u128()?
        }
        _ => return None,
    };
    Some(Uuid::from_u128(number))
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
        (Literal::Str(text), FieldType::Json) => Value::Json(Json::from(*text).to_string()),
        (Literal::Int(n), FieldType::Decimal) => decimal(&n.to_string()),
        (Literal::Float(n), FieldType::Decimal) => decimal(&python::float_repr(*n)),
        (Literal::Str(text) | Literal::Decimal(text), FieldType::Decimal) => decimal(text),
        (Literal::Bool(b), _) => Value::Bool(*b),
        #[expect(clippy::cast_precision_loss, reason = "Python's float(int)")]
        (Literal::Int(n), FieldType::Float) => Value::Float(*n as f64),
        (Literal::Int(n), FieldType::Duration) => Value::Duration(n.saturating_mul(1_000_000)),
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
                FieldType::Uuid => uuid(&Json::from(*text)).map(Value::Uuid),
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
