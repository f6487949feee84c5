//! One value of one field: DRF's `to_internal_value`, class by class.

use super::messages::{self, MAX_VALUE, MIN_VALUE, NO_NUMBER, TOO_LONG_TEXT, fail};
use super::parsed::Note;
use super::urls::Serializers;
use crate::Value;
use crate::db::Dialect;
use crate::json::{self, JsonError, surrogates};
use crate::python::dateparse::{self, DurationError, Moment};
use crate::python::{self, Decimal, Int, Precision};
use crate::value::{literal, literal_str};
use chrono::{DateTime, Datelike as _, Utc};
use restwright_schema::model::{FieldType, Literal, Protocol};
use restwright_schema::serializer::{Field, Kind, TextKind};
use serde_json::Value as Json;
use std::cmp::Ordering;

mod validators;

pub(super) use validators::NULL_CHARACTERS;
pub(crate) use validators::duration_of;
pub(super) use validators::{EMAIL, SLUG, URL};

/// Longer texts are no numbers.
const MAX_STRING_LENGTH: usize = 1000;

/// The digits of Python's default decimal context.
const PRECISION: usize = 28;

/// What a field needs to know beside its descriptor.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context<'a> {
    pub(super) field: &'a Field,
    /// The column, if the field is one of its model: index into the model's fields.
    pub(super) index: Option<usize>,
    /// The stored type of that column.
    pub(super) column: Option<FieldType>,
    /// A decimal column's places.
    pub(super) places: u32,
    pub(super) dialect: Dialect,
    /// The API's format of datetimes.
    pub(super) datetime_format: &'a str,
    /// The patterns of validators, and the formats of dates and times.
    pub(super) compiled: &'a Serializers,
    /// The API's bound for JSON texts.
    pub(super) max_depth: u32,
    /// Whether texts may have lone surrogates.
    pub(super) surrogates: bool,
    /// The value is a part of a JSON document, whose numbers have no bounds.
    pub(super) in_document: bool,
}

/// A value, or an integer that no database holds.
#[derive(Clone, Debug, PartialEq)]
enum Parsed {
    Value(Value),
    Big(Int),
}

/// A field's value with what its validators say, or the one error that stops before them.
pub(super) type Outcome = Result<(Value, Vec<Note>), String>;

impl Context<'_> {
    /// A value that is there and not null. `from_form`: a JSON field's text is to be parsed.
    pub(super) fn read(&self, data: &Json, json_text: bool) -> Outcome {
        if let Kind::Text { trim_whitespace, allow_blank, .. } = self.field.kind
            && is_blank(data, trim_whitespace)
        {
            return self.blank(allow_blank);
        }
        if let Kind::Ip { trim_whitespace, allow_blank, .. } = self.field.kind
            && is_blank(data, trim_whitespace)
        {
            return self.blank(allow_blank);
        }
        let parsed = self.parse(data, json_text)?;
        let mut notes = Vec::new();
        for validator in self.field.validators {
            self.validate(validator, &parsed, &mut notes);
        }
        self.own_validators(&parsed, &mut notes);
        let value = match parsed {
            Parsed::Value(value) => value,
            Parsed::Big(number) if self.in_document => Value::Json(number.to_string()),
            Parsed::Big(number) => {
                if notes.is_empty() {
                    // A declared field has no bounds, but its column has.
                    let text = if number.compare(0) == Ordering::Less {
                        fail(self.field, "min_value", MIN_VALUE, &[("min_value", &i64::MIN.to_string())])
                    } else {
                        fail(self.field, "max_value", MAX_VALUE, &[("max_value", &i64::MAX.to_string())])
                    };
                    notes.push(Note::Message(text));
                }
                Value::Null
            }
        };
        Ok((value, notes))
    }

    fn blank(&self, allow_blank: bool) -> Outcome {
        if allow_blank { Ok((Value::Text(String::new()), Vec::new())) } else { Err(fail(self.field, "blank", messages::BLANK, &[])) }
    }

    fn parse(&self, data: &Json, json_text: bool) -> Result<Parsed, String> {
        let field = self.field;
        let value = match field.kind {
            Kind::Boolean => self.boolean(data)?,
            Kind::Text { kind, trim_whitespace, .. } => {
                let default = match kind {
                    TextKind::Plain => "Not a valid string.",
                    TextKind::Email => EMAIL,
                    TextKind::Slug => SLUG,
                    TextKind::Url => URL,
                };
                match data {
                    Json::String(_) | Json::Number(_) => {
                        let shown = python::str(data);
                        Value::Text(if trim_whitespace { python::strip(&shown).to_owned() } else { shown })
                    }
                    _ => return Err(fail(field, "invalid", default, &[])),
                }
            }
            Kind::Uuid { .. } => {
                let shown = python::str(data);
                Value::Uuid(python::uuid_of(data).ok_or_else(|| fail(field, "invalid", "Must be a valid UUID.", &[("value", &shown)]))?)
            }
            Kind::Ip { protocol, trim_whitespace, .. } => self.address(data, protocol, trim_whitespace)?,
            Kind::Integer { column, .. } => return self.integer(data, column),
            Kind::Float { .. } => self.float(data)?,
            Kind::Decimal { max_digits, decimal_places, .. } => self.decimal(data, max_digits, decimal_places)?,
            Kind::Date { .. } => {
                let parsed = self.moment(data, dateparse::date, |moment| moment.local.date());
                Value::Date(parsed.ok_or_else(|| messages::wrong_format(field, "Date", messages::DATE))?)
            }
            Kind::Time { .. } => {
                let parsed = self.moment(data, dateparse::time, |moment| moment.local.time());
                Value::Time(parsed.ok_or_else(|| messages::wrong_format(field, "Time", messages::TIME))?)
            }
            Kind::DateTime { format } => self.datetime(data, format)?,
            Kind::Duration { .. } => match dateparse::duration(&python::str(data)) {
                Ok(micros) => match self.dialect {
                    Dialect::Postgres => Value::Duration(micros),
                    // A `bigint` of microseconds: longer ones make Django crash.
                    Dialect::Sqlite | Dialect::MySql => self.within_bigint(micros)?,
                },
                Err(DurationError::Invalid) => return Err(messages::wrong_format(field, "Duration", messages::DURATION)),
                Err(DurationError::Overflow) => {
                    let default = "The number of days must be between {min_days} and {max_days}.";
                    return Err(fail(field, "overflow", default, &[("min_days", "-999999999"), ("max_days", "999999999")]));
                }
            },
            Kind::Json => self.json(data, json_text)?,
            Kind::Choice { choices, allow_blank } | Kind::MultipleChoice { choices, allow_blank, .. } => {
                self.choice(data, choices, allow_blank)?
            }
            // See `compound`, which reads what they hold item by item.
            Kind::List { .. } | Kind::Dict { .. } => Value::Null,
            Kind::Related(_) | Kind::Nested(_) | Kind::Identity { .. } | Kind::Method | Kind::ReadOnly | Kind::Hidden => Value::Null,
        };
        Ok(Parsed::Value(value))
    }

    /// A duration that 64 bits hold.
    fn within_bigint(&self, micros: i128) -> Result<Value, String> {
        let limit = |limit: i64| dateparse::duration_text(limit.into());
        if micros > i64::MAX.into() {
            return Err(fail(self.field, "max_value", MAX_VALUE, &[("max_value", &limit(i64::MAX))]));
        }
        if micros < i64::MIN.into() {
            return Err(fail(self.field, "min_value", MIN_VALUE, &[("min_value", &limit(i64::MIN))]));
        }
        Ok(Value::Duration(micros))
    }

    /// A date or time by the first of the field's formats that reads it.
    fn moment<T>(&self, data: &Json, iso: fn(&str) -> Option<T>, part: fn(Moment) -> T) -> Option<T> {
        let text = data.as_str()?;
        let formats = self.field.rare.input_formats;
        if formats.is_empty() {
            return iso(text);
        }
        formats.iter().find_map(|format| {
            if format.eq_ignore_ascii_case("iso-8601") {
                return iso(text);
            }
            self.compiled.formats.get(format)?.as_ref()?.read(text).map(part)
        })
    }

    fn boolean(&self, data: &Json) -> Result<Value, String> {
        let truth = match data {
            Json::Bool(b) => Some(*b),
            Json::Number(n) if python::as_float(n) == 1.0 => Some(true),
            Json::Number(n) if python::as_float(n) == 0.0 => Some(false),
            Json::String(text) => match text.to_lowercase().as_str() {
                "t" | "y" | "yes" | "true" | "on" | "1" => Some(true),
                "f" | "n" | "no" | "false" | "off" | "0" => Some(false),
                "null" | "" if self.field.allow_null => return Ok(Value::Null),
                _ => None,
            },
            _ => None,
        };
        truth.map(Value::Bool).ok_or_else(|| fail(self.field, "invalid", "Must be a valid boolean.", &[("input", &python::str(data))]))
    }

    fn address(&self, data: &Json, protocol: Protocol, trim: bool) -> Result<Value, String> {
        let refuse = || fail(self.field, "invalid", "Enter a valid IPv4 or IPv6 address.", &[("value", &python::str(data))]);
        let given = data.as_str().ok_or_else(refuse)?;
        if given.contains(':') && protocol != Protocol::Ipv4 {
            return python::validators::clean_ipv6(given, protocol == Protocol::Both).map(Value::Text).ok_or_else(refuse);
        }
        Ok(Value::Text(if trim { python::strip(given) } else { given }.to_owned()))
    }

    fn integer(&self, data: &Json, column: Option<FieldType>) -> Result<Parsed, String> {
        let default = if matches!(column, Some(FieldType::BigInteger | FieldType::PositiveBigInteger)) {
            "A valid biginteger is required."
        } else {
            "A valid integer is required."
        };
        if data.as_str().is_some_and(|t| t.chars().count() > MAX_STRING_LENGTH) {
            return Err(fail(self.field, "max_string_length", TOO_LONG_TEXT, &[]));
        }
        let shown = python::str(data);
        // `1.0` will do, `1.2` won't.
        let rest = shown.trim_end_matches(python::is_space);
        let rest = rest.trim_end_matches('0').strip_suffix('.').unwrap_or(&shown);
        let number = Int::parse(rest, 10).ok_or_else(|| fail(self.field, "invalid", default, &[]))?;
        Ok(number.to_i64().map_or_else(|| Parsed::Big(number), |n| Parsed::Value(Value::Int(n))))
    }

    fn float(&self, data: &Json) -> Result<Value, String> {
        if data.as_str().is_some_and(|t| t.chars().count() > MAX_STRING_LENGTH) {
            return Err(fail(self.field, "max_string_length", TOO_LONG_TEXT, &[]));
        }
        let number = match data {
            Json::Bool(b) => Some(f64::from(u8::from(*b))),
            Json::Number(n) if python::is_int(n) => match Int::of(data).and_then(|i| i.to_float()) {
                Some(number) => Some(number),
                None => return Err(fail(self.field, "overflow", "Integer value too large to convert to float", &[])),
            },
            Json::Number(n) => Some(python::as_float(n)),
            Json::String(text) => python::float(text),
            _ => None,
        };
        let number = number.filter(|n| n.is_finite());
        number.map(Value::Float).ok_or_else(|| fail(self.field, "invalid", NO_NUMBER, &[]))
    }

    fn decimal(&self, data: &Json, max_digits: Option<u32>, decimal_places: Option<u32>) -> Result<Value, String> {
        let shown = python::str(data);
        let shown = python::strip(&shown);
        if shown.chars().count() > MAX_STRING_LENGTH {
            return Err(fail(self.field, "max_string_length", TOO_LONG_TEXT, &[]));
        }
        let number = Decimal::parse(shown).ok_or_else(|| fail(self.field, "invalid", NO_NUMBER, &[]))?;
        number.check(max_digits, decimal_places).map_err(|rule| {
            let (code, default, limit) = match rule {
                Precision::Digits(n) => ("max_digits", "Ensure that there are no more than {max_digits} digits in total.", n),
                Precision::Places(n) => {
                    ("max_decimal_places", "Ensure that there are no more than {max_decimal_places} decimal places.", n)
                }
                Precision::WholeDigits(n) => {
                    ("max_whole_digits", "Ensure that there are no more than {max_whole_digits} digits before the decimal point.", n)
                }
            };
            fail(self.field, code, default, &[(code, &limit.to_string())])
        })?;
        // Without a limit Python's own precision counts.
        let exact = |d: &Decimal| max_digits.is_some() || decimal_places.is_none() || d.count() <= PRECISION;
        let places = decimal_places.or((self.column == Some(FieldType::Decimal)).then_some(self.places));
        let number = places.map_or_else(|| number.clone(), |p| number.quantize(p));
        if !exact(&number) {
            return Err(fail(self.field, "invalid", NO_NUMBER, &[]));
        }
        Ok(Value::Decimal(number.plain()))
    }

    fn datetime(&self, data: &Json, format: &str) -> Result<Value, String> {
        let format = if format.is_empty() { self.datetime_format } else { format };
        if format == "unix" {
            let seconds = match data {
                Json::Number(n) => Some(python::as_float(n)),
                Json::String(text) => python::float(text),
                _ => None,
            };
            let seconds = seconds.ok_or_else(|| messages::wrong_format(self.field, "Datetime", messages::UNIX))?;
            return unix(seconds).map(Value::DateTime).ok_or_else(|| self.out_of_range());
        }
        let parsed = self.moment(data, dateparse::datetime, |moment| moment);
        let parsed = parsed.ok_or_else(|| messages::wrong_format(self.field, "Datetime", messages::DATETIME))?;
        parsed.utc().map(Value::DateTime).ok_or_else(|| self.out_of_range())
    }

    fn out_of_range(&self) -> String {
        fail(self.field, "overflow", "Datetime value out of range.", &[])
    }

    fn json(&self, data: &Json, json_text: bool) -> Result<Value, String> {
        let refuse = || fail(self.field, "invalid", "Value must be valid JSON.", &[]);
        let parsed;
        let mut broken = self.surrogates;
        let data = match data {
            Json::String(text) if json_text || self.field.rare.binary => {
                let document = json::read(text, self.max_depth).map_err(|error| match error {
                    JsonError::Depth(_) => format!("{error}."),
                    _ => refuse(),
                })?;
                broken |= document.surrogates;
                parsed = document.value;
                &parsed
            }
            // `json.loads` of what is no text.
            _ if self.field.rare.binary => return Err(refuse()),
            data => data,
        };
        // DRF takes them, and crashes each time that the row is shown.
        if let Some(surrogate) = surrogates::first_in(data).filter(|_| broken) {
            return Err(surrogates::refusal(surrogate));
        }
        if data.is_null() {
            if !self.field.allow_null {
                return Err(fail(self.field, "null", messages::NULL, &[]));
            }
            return Ok(Value::Null);
        }
        let text = json::stored(data).ok_or_else(refuse)?;
        // No text of PostgreSQL's has the character, and so no `jsonb`.
        if self.dialect == Dialect::Postgres && text.contains("\\u0000") && json::has_null_character(data) {
            return Err(NULL_CHARACTERS.to_owned());
        }
        Ok(Value::Json(text))
    }

    fn choice(&self, data: &Json, choices: &[(Literal, &str)], allow_blank: bool) -> Result<Value, String> {
        if allow_blank && data.as_str() == Some("") {
            return Ok(Value::Text(String::new()));
        }
        let shown = python::str(data);
        let kind = match self.field.kind {
            // A document holds each choice as it is.
            Kind::MultipleChoice { .. } => FieldType::BigInteger,
            kind => self.column.unwrap_or_else(|| kind.stored()),
        };
        let chosen = choices.iter().rev().find(|(value, _)| literal_str(value) == shown);
        let (value, _) = chosen.ok_or_else(|| fail(self.field, "invalid_choice", messages::NO_CHOICE, &[("input", &shown)]))?;
        Ok(literal(value, kind, self.places))
    }
}

/// `data == '' or (trim and str(data).strip() == '')`.
fn is_blank(data: &Json, trim: bool) -> bool {
    data.as_str().is_some_and(|text| text.is_empty() || (trim && python::is_blank(text)))
}

/// A Unix timestamp (an extension), in seconds since 1970.
fn unix(seconds: f64) -> Option<DateTime<Utc>> {
    #[expect(clippy::cast_possible_truncation, reason = "checked to be in range")]
    let micros = if seconds.abs() < 1e12 { (seconds * 1e6).round() as i64 } else { return None };
    DateTime::from_timestamp_micros(micros).filter(|moment| (1..=9999).contains(&moment.year()))
}
