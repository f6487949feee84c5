//! Values of a fixture as columns: Django's `Field.to_python`.

use super::tables::{Field, Kind};
use crate::Value;
use crate::python::{self, dateparse};
use crate::schema::model::{FieldType, Literal};
use chrono::{SubsecRound as _, Utc};
use serde_json::Value as Json;
use uuid::Uuid;

/// The value of a column, or what is wrong with it.
pub(super) fn read(field: &Field, json: &Json) -> Result<Value, String> {
    let Kind::Column { stored, .. } = field.kind else { return Err("a list of keys is no value".to_owned()) };
    if json.is_null() {
        return Ok(Value::Null);
    }
    if stored == FieldType::Json {
        return crate::json::stored(json).map(Value::Json).ok_or_else(|| "a number is beyond all floats".to_owned());
    }
    // Everything else is a text, a number or a truth value; as a text all of them read alike.
    let text = match json {
        Json::String(text) => text.clone(),
        Json::Number(number) => number.to_string(),
        Json::Bool(true) => "True".to_owned(),
        Json::Bool(false) => "False".to_owned(),
        _ => return Err(format!("{json} is no value")),
    };
    parse(stored, &text).ok_or_else(|| format!("{json} is no {}", name(stored)))
}

fn parse(stored: FieldType, text: &str) -> Option<Value> {
    match stored {
        kind if kind.is_integer() => {
            let whole = text.trim();
            whole.strip_suffix(".0").unwrap_or(whole).parse().ok().map(Value::Int)
        }
        FieldType::Float => text.trim().parse().ok().filter(|v: &f64| v.is_finite()).map(Value::Float),
        FieldType::Decimal => {
            let number = text.trim();
            let plain = number.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b));
            (plain && number.parse::<f64>().is_ok_and(f64::is_finite)).then(|| Value::Decimal(number.to_owned()))
        }
        FieldType::Boolean => match text {
            "True" | "true" | "t" | "1" => Some(Value::Bool(true)),
            "False" | "false" | "f" | "0" => Some(Value::Bool(false)),
            _ => None,
        },
        FieldType::Uuid => python::uuid(text).map(Value::Uuid),
        FieldType::Date => {
            let moment = || dateparse::datetime(text)?.utc().map(|at| at.date_naive());
            dateparse::date(text).or_else(moment).map(Value::Date)
        }
        FieldType::Time => dateparse::time(text).map(Value::Time),
        FieldType::DateTime => {
            let midnight = || dateparse::date(text)?.and_hms_opt(0, 0, 0).map(|at| at.and_utc());
            dateparse::datetime(text).and_then(dateparse::Moment::utc).or_else(midnight).map(Value::DateTime)
        }
        FieldType::Duration => dateparse::duration(text).ok().map(Value::Duration),
        FieldType::IpAddress => Some(Value::Address(text.to_owned())),
        _ => Some(Value::Text(text.to_owned())),
    }
}

/// What a value should have been.
fn name(stored: FieldType) -> &'static str {
    match stored {
        FieldType::Float | FieldType::Decimal => "number",
        FieldType::Boolean => "truth value",
        FieldType::Uuid => "uuid",
        FieldType::Date => "date",
        FieldType::Time => "time",
        FieldType::DateTime => "date and time",
        FieldType::Duration => "duration",
        _ => "whole number",
    }
}

/// What a column gets that an entry leaves out: the model's default.
pub(super) fn default(field: &Field) -> Result<Value, String> {
    let Kind::Column { stored, .. } = field.kind else { return Ok(Value::Null) };
    let described = &field.field;
    if described.auto_now || described.auto_now_add {
        return Ok(moment(stored));
    }
    let text = match described.default {
        Some(Literal::Null) => return Ok(Value::Null),
        Some(Literal::Bool(v)) => return Ok(Value::Bool(v)),
        Some(Literal::Uuid4) => return Ok(Value::Uuid(Uuid::new_v4())),
        Some(Literal::Uuid7) => return Ok(Value::Uuid(Uuid::now_v7())),
        Some(Literal::Now) => return Ok(moment(stored)),
        Some(Literal::Json(text)) => return Ok(Value::Json(text.to_owned())),
        Some(Literal::Int(v)) => v.to_string(),
        Some(Literal::Float(v)) => v.to_string(),
        Some(Literal::Str(text) | Literal::Decimal(text)) => text.to_owned(),
        None if described.null => return Ok(Value::Null),
        None if described.kind.is_text() => return Ok(Value::Text(String::new())),
        None => return Err("a value is needed: the field is neither nullable nor has it a default".to_owned()),
    };
    parse(stored, &text).ok_or_else(|| format!("the default {text} does not fit"))
}

/// A key for an entry that has none; `None`: the database makes it.
pub(super) fn new_key(key: &Field) -> Option<Value> {
    match key.field.default {
        Some(_) => default(key).ok(),
        None => None,
    }
}

fn moment(stored: FieldType) -> Value {
    let now = Utc::now().trunc_subsecs(6);
    match stored {
        FieldType::Date => Value::Date(now.date_naive()),
        FieldType::Time => Value::Time(now.time()),
        _ => Value::DateTime(now),
    }
}
