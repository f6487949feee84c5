//! Documents of several values: DRF's `ListField`, `DictField` and `MultipleChoiceField`, on the way out; and values of constants.

use super::codec::Formats;
use crate::json::encode;
use crate::python::{self, Decimal, Int, Rounding};
use crate::schema::model::Literal;
use crate::schema::serializer::{Field, Kind};
use serde_json::{Map, Value as Json};

/// What a field's class makes of a JSON value: its `to_representation`. A value that the class would crash on stays as it is.
pub(super) fn shown(field: &Field, value: Json, formats: Formats) -> Json {
    if value.is_null() {
        return value;
    }
    match field.kind {
        Kind::List { child, .. } => match value {
            Json::Array(items) => items.into_iter().map(|item| shown(child, item, formats)).collect(),
            Json::Object(map) => map.into_iter().map(|(name, _)| shown(child, name.into(), formats)).collect(),
            value => value,
        },
        Kind::Dict { child, .. } => match value {
            Json::Object(map) => map.into_iter().map(|(name, item)| (name, shown(child, item, formats))).collect::<Map<_, _>>().into(),
            value => value,
        },
        Kind::MultipleChoice { choices, .. } => {
            let items: Vec<Json> = match value {
                Json::Array(items) => items,
                Json::Object(map) => map.into_iter().map(|(name, _)| name.into()).collect(),
                value => return value,
            };
            let mut chosen: Vec<Json> = Vec::with_capacity(items.len());
            for item in items {
                let item = choice(choices, item);
                if !chosen.contains(&item) {
                    chosen.push(item);
                }
            }
            chosen.into()
        }
        Kind::Choice { choices, .. } => choice(choices, value),
        Kind::Boolean => boolean(value),
        Kind::Text { .. } | Kind::Ip { .. } => python::str(&value).into(),
        Kind::Integer { .. } => integer(value),
        Kind::Float { .. } => match &value {
            Json::Number(number) => number_of(python::as_float(number), value),
            Json::String(text) => python::float(text).map_or_else(|| value.clone(), |n| number_of(n, value.clone())),
            _ => value,
        },
        Kind::Decimal { decimal_places, coerce_to_string, .. } => {
            let Some(number) = Decimal::parse(python::strip(&python::str(&value))) else { return value };
            let number = match decimal_places {
                Some(places) => number.round(places, Rounding::named(field.rare.rounding)),
                None => number,
            };
            let number = if field.rare.normalize_output { number.normalize() } else { number };
            if !coerce_to_string.unwrap_or(formats.decimals_as_text) {
                return number_of(number.to_float(), value);
            }
            let mut text = Vec::new();
            number.write(&mut text);
            String::from_utf8(text).map_or(value, Json::from)
        }
        // A text is taken as it is: it has its form already.
        _ => value,
    }
}

/// A constant as a field shows it, as JSON.
pub(super) fn constant(field: &Field, value: Literal, formats: Formats) -> Vec<u8> {
    let mut text = Vec::new();
    encode::literal(&mut text, value);
    let document = std::str::from_utf8(&text).ok().and_then(|text| crate::json::read_trusted(text).ok());
    let Some(document) = document else { return text };
    let mut out = Vec::with_capacity(text.len());
    encode::json(&mut out, &shown(field, document, formats).to_string());
    out
}

/// `choice_strings_to_values.get(str(value), value)`.
fn choice(choices: &[(Literal, &'static str)], value: Json) -> Json {
    let text = python::str(&value);
    let found = choices.iter().find(|(literal, _)| crate::value::literal_str(literal) == text);
    match found.map(|(literal, _)| *literal) {
        Some(Literal::Int(number)) => number.into(),
        Some(Literal::Bool(truth)) => truth.into(),
        Some(Literal::Float(number)) => number_of(number, value),
        Some(Literal::Str(text) | Literal::Decimal(text)) => text.into(),
        _ => value,
    }
}

/// A word for true or false, or else whether there is anything.
fn boolean(value: Json) -> Json {
    match &value {
        Json::Bool(_) => value,
        Json::Number(number) => (python::as_float(number) != 0.0).into(),
        Json::String(text) => (!matches!(text.to_lowercase().as_str(), "" | "f" | "n" | "no" | "false" | "off" | "0")).into(),
        Json::Array(items) => (!items.is_empty()).into(),
        Json::Object(map) => (!map.is_empty()).into(),
        Json::Null => value,
    }
}

/// Python's `int()`.
fn integer(value: Json) -> Json {
    let whole = match &value {
        Json::Bool(truth) => Some(i64::from(*truth).to_string()),
        Json::Number(number) if python::is_int(number) => return value,
        Json::Number(number) => Int::from_float(python::as_float(number)).map(|n| n.to_string()),
        Json::String(text) => Int::parse(python::strip(text), 10).map(|n| n.to_string()),
        _ => None,
    };
    whole.and_then(|digits| crate::json::read_trusted(&digits).ok()).unwrap_or(value)
}

fn number_of(number: f64, otherwise: Json) -> Json {
    serde_json::Number::from_f64(number).map_or(otherwise, Json::Number)
}
