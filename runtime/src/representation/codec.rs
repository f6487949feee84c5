//! One column as JSON: what Django's converters and then a serializer field's `to_representation` make of the stored value.

use super::{compound, time};
use crate::db::{Row, Text};
use crate::json::{self, encode};
use crate::python::strftime::{Format, Moment};
use crate::python::{self, Decimal, Rounding};
use crate::schema::model::{Field, FieldType, Literal};
use crate::schema::serializer::{self, Kind};
use serde_json::Value as Json;

/// What the API says about forms of values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Formats {
    /// `coerce_decimal_to_string`.
    pub decimals_as_text: bool,
    /// `iso-8601`, `unix` or strftime.
    pub datetime: &'static str,
}

/// What `UUIDField` calls `format`, beside `hex_verbose`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UuidForm {
    /// 32 digits.
    Hex,
    /// A number of 128 bits.
    Int,
    /// `urn:uuid:` before the groups.
    Urn,
}

/// How a stored value is written; NULL is always `null`.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Codec {
    /// A number.
    Int,
    /// A number from a column that isn't whole: Python's `int()`.
    Truncated,
    /// Python's `repr`.
    Float,
    /// `stored` are the model field's places, `shown` the serializer field's.
    Decimal { stored: u32, shown: Option<u32>, text: bool, rounding: Rounding, normalize: bool },
    /// 0 or 1.
    Bool,
    /// What `BooleanField` makes of a text: a word for true or false, or else whether there is any.
    Truth,
    /// True of any value, as `bool()` of a date is.
    True,
    /// Any text.
    Text,
    /// 32 hexadecimal digits, shown in groups.
    Uuid,
    /// The same digits otherwise.
    UuidAs(UuidForm),
    /// ISO 8601.
    DateTime,
    /// Seconds since 1970, whole.
    Unix,
    /// ISO 8601.
    Date,
    /// ISO 8601.
    Time,
    /// strftime.
    Formatted(Format, Moment),
    /// Microseconds, as Django's `duration_string`.
    Duration,
    /// Microseconds, as Django's `duration_iso_string`.
    IsoDuration,
    /// Microseconds, as seconds in a text: what the renderer makes of a duration that no field has formatted.
    Seconds,
    /// A document.
    Json,
    /// A text that holds a document.
    JsonText,
    /// A document whose parts are shown by classes of their own.
    Document(Box<serializer::Field>, Formats),
    /// The value as a text is one of these and is written as its pair: choices whose keys are of another type than the column.
    Choice { raw: Box<Codec>, text: Box<Codec>, pairs: Vec<(Vec<u8>, Vec<u8>)> },
    /// Python's `str()` of the value, as a text.
    Str(Box<Codec>),
    /// The value in quotes, whatever it is.
    Quoted(Box<Codec>),
}

impl Codec {
    /// What the renderer makes of a value by itself: keys, slugs.
    pub(super) fn raw(stored: FieldType, field: &Field) -> Self {
        match stored {
            FieldType::Decimal => Self::plain_decimal(field.decimal_places, false),
            FieldType::Duration => Self::Seconds,
            _ => Self::native(stored, field),
        }
    }

    const fn plain_decimal(stored: u32, text: bool) -> Self {
        Self::Decimal { stored, shown: None, text, rounding: Rounding::HalfEven, normalize: false }
    }

    fn native(stored: FieldType, field: &Field) -> Self {
        match stored {
            FieldType::Float => Self::Float,
            FieldType::Decimal => Self::plain_decimal(field.decimal_places, true),
            FieldType::Boolean => Self::Bool,
            FieldType::Uuid => Self::Uuid,
            FieldType::Date => Self::Date,
            FieldType::Time => Self::Time,
            FieldType::DateTime => Self::DateTime,
            FieldType::Duration => Self::Duration,
            FieldType::Json => Self::Json,
            FieldType::String | FieldType::Text | FieldType::Slug | FieldType::Email | FieldType::Url | FieldType::IpAddress => Self::Text,
            _ => Self::Int,
        }
    }

    /// What a serializer field of a plain kind makes of a column.
    pub(super) fn of(shown: &serializer::Field, stored: FieldType, field: &Field, formats: Formats) -> Self {
        let rare = &shown.rare;
        match shown.kind {
            Kind::Integer { .. } if stored.is_integer() && rare.coerce_to_string => Self::Quoted(Box::new(Self::Int)),
            Kind::Integer { .. } if stored.is_integer() => Self::Int,
            Kind::Integer { .. } => Self::Truncated,
            Kind::Float { .. } => Self::Float,
            Kind::Boolean => match Self::native(stored, field) {
                Self::Text => Self::Truth,
                Self::Date | Self::Time | Self::DateTime | Self::Uuid => Self::True,
                _ => Self::Bool,
            },
            Kind::Decimal { decimal_places, coerce_to_string, .. } => Self::Decimal {
                stored: if stored == FieldType::Decimal { field.decimal_places } else { decimal_places.unwrap_or(0) },
                shown: decimal_places,
                text: coerce_to_string.unwrap_or(formats.decimals_as_text),
                rounding: Rounding::named(rare.rounding),
                normalize: rare.normalize_output,
            },
            Kind::Date { format } if is_iso(format) => Self::Date,
            Kind::Date { format } => Self::Formatted(Format::parse(format), Moment::Date),
            Kind::Time { format } if is_iso(format) => Self::Time,
            Kind::Time { format } => Self::Formatted(Format::parse(format), Moment::Time),
            Kind::DateTime { format } => match if format.is_empty() { formats.datetime } else { format } {
                "unix" => Self::Unix,
                format if is_iso(format) => Self::DateTime,
                format => Self::Formatted(Format::parse(format), Moment::DateTime),
            },
            Kind::Duration { format, .. } if stored == FieldType::Duration && !format.is_empty() => Self::IsoDuration,
            Kind::Duration { .. } if stored == FieldType::Duration => Self::Duration,
            Kind::Uuid { format } if stored == FieldType::Uuid => match format {
                "hex" => Self::UuidAs(UuidForm::Hex),
                "int" => Self::UuidAs(UuidForm::Int),
                "urn" => Self::UuidAs(UuidForm::Urn),
                _ => Self::Uuid,
            },
            Kind::Json if rare.binary => Self::JsonText,
            Kind::List { .. } | Kind::Dict { .. } | Kind::MultipleChoice { .. } if stored == FieldType::Json => {
                Self::Document(Box::new(*shown), formats)
            }
            Kind::Choice { choices, .. } => Self::choice(Self::raw(stored, field), stored, choices),
            Kind::Text { .. } | Kind::Uuid { .. } | Kind::Ip { .. } | Kind::Duration { .. } => match Self::native(stored, field) {
                Self::Text => Self::Text,
                Self::Uuid => Self::Uuid,
                Self::Date => Self::Date,
                Self::Time => Self::Time,
                other => Self::Str(Box::new(other)),
            },
            Kind::Json
            | Kind::List { .. }
            | Kind::Dict { .. }
            | Kind::MultipleChoice { .. }
            | Kind::Related(_)
            | Kind::Nested(_)
            | Kind::Identity { .. }
            | Kind::Method
            | Kind::ReadOnly
            | Kind::Hidden => Self::raw(stored, field),
        }
    }

    /// `ChoiceField` gives back the choice that reads like the value, so only choices of another type than the column's change it.
    fn choice(raw: Self, stored: FieldType, choices: &[(Literal, &'static str)]) -> Self {
        let same = |literal: &Literal| match literal {
            Literal::Int(_) => stored.is_integer(),
            Literal::Bool(_) => stored == FieldType::Boolean,
            Literal::Float(_) => stored == FieldType::Float,
            _ => matches!(raw, Self::Text | Self::Uuid | Self::Date),
        };
        if choices.iter().all(|(literal, _)| same(literal)) {
            return raw;
        }
        let pairs = choices.iter().map(|(literal, _)| {
            let mut shown = Vec::new();
            encode::literal(&mut shown, *literal);
            (choice_text(*literal), shown)
        });
        let pairs = pairs.collect();
        Self::Choice { text: Box::new(raw.clone().into_text()), raw: Box::new(raw), pairs }
    }

    /// Django's `get_…_display`: the label of the choice, or a value that is none of them.
    pub(super) fn label(shown: &serializer::Field, stored: FieldType, field: &Field) -> Self {
        let raw = Self::raw(stored, field);
        let text = raw.clone().into_text();
        let pairs = field.choices.iter().map(|(literal, label)| {
            let mut shown = Vec::new();
            encode::string(&mut shown, label);
            (choice_text(*literal), shown)
        });
        let raw = if shown.kind == Kind::ReadOnly { raw } else { Self::Quoted(Box::new(text.clone())) };
        Self::Choice { pairs: pairs.collect(), text: Box::new(text), raw: Box::new(raw) }
    }

    /// Python's `str()` of what a codec shows.
    pub(super) fn into_text(self) -> Self {
        match self {
            Self::Text | Self::Int | Self::Uuid | Self::Date | Self::Time => self,
            Self::Decimal { stored, shown, rounding, normalize, .. } => Self::Decimal { stored, shown, text: true, rounding, normalize },
            Self::Seconds => Self::Str(Box::new(Self::Duration)),
            other => Self::Str(Box::new(other)),
        }
    }

    /// Writes a column.
    pub(super) fn write(&self, out: &mut Vec<u8>, row: &Row, at: usize) {
        if self.quoted(out, row, at).is_none() {
            out.extend_from_slice(b"null");
        }
    }

    /// `None`: there is no value (then nothing was written).
    fn quoted(&self, out: &mut Vec<u8>, row: &Row, at: usize) -> Option<()> {
        match self {
            Self::Int => encode::int(out, row.int(at)?),
            Self::Text => encode::string(out, &row.text(at)?),
            Self::Float => encode::float(out, row.float(at)?),
            Self::Bool => out.extend_from_slice(if row.int(at)? != 0 { b"true" } else { b"false" }),
            Self::Truth => out.extend_from_slice(if is_true(&row.text(at)?) { b"true" } else { b"false" }),
            Self::True => {
                row.text(at)?;
                out.extend_from_slice(b"true");
            }
            Self::Json => encode::json(out, &row.text(at)?),
            Self::JsonText => encode::json_text(out, &row.text(at)?),
            Self::Document(field, formats) => document(out, &row.text(at)?, field, *formats),
            Self::UuidAs(UuidForm::Int) => time::uuid_int(out, &row.text(at)?),
            Self::Truncated => {
                #[expect(clippy::cast_possible_truncation, reason = "Python's int()")]
                let whole = row.float(at)?.trunc() as i64;
                encode::int(out, whole);
            }
            Self::Decimal { text: false, .. } => encode::float(out, self.decimal(row, at)?.to_float()),
            Self::Unix => time::unix(out, &row.text(at)?),
            Self::Quoted(inner) => {
                let mut value = Vec::new();
                inner.plain(&mut value, row, at)?;
                out.push(b'"');
                out.extend_from_slice(&value);
                out.push(b'"');
            }
            Self::Choice { raw, text, pairs } => {
                let mut value = Vec::new();
                text.plain(&mut value, row, at)?;
                match pairs.iter().find(|(key, _)| *key == value) {
                    Some((_, shown)) => out.extend_from_slice(shown),
                    None => raw.quoted(out, row, at)?,
                }
            }
            Self::Decimal { .. }
            | Self::Uuid
            | Self::UuidAs(_)
            | Self::DateTime
            | Self::Date
            | Self::Time
            | Self::Formatted(..)
            | Self::Duration
            | Self::IsoDuration
            | Self::Seconds
            | Self::Str(_) => {
                let start = out.len();
                out.push(b'"');
                if self.plain(out, row, at).is_none() {
                    out.truncate(start);
                    return None;
                }
                out.push(b'"');
            }
        }
        Some(())
    }

    /// The value as plain text, without JSON's escapes: what stands in a URL. `None`: there is no value.
    pub(super) fn text<'r>(&self, row: &'r Row, at: usize) -> Option<Text<'r>> {
        match self {
            Self::Text => row.text(at),
            Self::Str(inner) if **inner == Self::Json => {
                let stored = row.text(at)?;
                match json::read_trusted(&stored) {
                    Ok(Json::Null) => None,
                    Ok(document) => Some(Text::Owned(python::str(&document))),
                    Err(_) => Some(stored),
                }
            }
            _ => {
                let mut out = Vec::with_capacity(32);
                self.plain(&mut out, row, at)?;
                match String::from_utf8(out) {
                    // What these write has no character that JSON escapes, unless the column holds a text that is none of its values.
                    Ok(text) if !text.contains('\\') => Some(Text::Owned(text)),
                    _ => row.text(at),
                }
            }
        }
    }

    /// The value as the inside of a JSON string.
    pub(super) fn plain(&self, out: &mut Vec<u8>, row: &Row, at: usize) -> Option<()> {
        match self {
            Self::Text => encode::escaped(out, &row.text(at)?),
            Self::Decimal { .. } => self.decimal(row, at)?.write(out),
            Self::Uuid => time::uuid(out, &row.text(at)?),
            Self::UuidAs(UuidForm::Urn) => {
                out.extend_from_slice(b"urn:uuid:");
                time::uuid(out, &row.text(at)?);
            }
            Self::UuidAs(_) => encode::escaped(out, &row.text(at)?.replace('-', "")),
            Self::DateTime => time::datetime(out, &row.text(at)?),
            Self::Date => time::date(out, &row.text(at)?),
            Self::Time => time::clock(out, &row.text(at)?),
            Self::Formatted(format, moment) => encode::escaped(out, &time::formatted(format, *moment, &row.text(at)?)),
            Self::Duration => time::duration(out, row.duration(at)?),
            Self::IsoDuration => time::iso_duration(out, row.duration(at)?),
            Self::Seconds => {
                #[expect(clippy::cast_precision_loss, reason = "Python's total_seconds() is a float, too")]
                let seconds = row.duration(at)? as f64 / 1e6;
                encode::float(out, seconds);
            }
            Self::Str(inner) => match **inner {
                Self::Bool => out.extend_from_slice(if row.int(at)? != 0 { b"True" } else { b"False" }),
                Self::Duration => time::python_duration(out, row.duration(at)?),
                Self::DateTime => time::python_datetime(out, &row.text(at)?),
                // Python's `str()` of the document, not its JSON.
                Self::Json => match json::read_trusted(&row.text(at)?) {
                    Ok(Json::Null) => return None,
                    Ok(document) => encode::escaped(out, &python::str(&document)),
                    Err(_) => encode::escaped(out, &row.text(at)?),
                },
                _ => inner.plain(out, row, at)?,
            },
            _ => self.quoted(out, row, at)?,
        }
        Some(())
    }

    fn decimal(&self, row: &Row, at: usize) -> Option<Decimal> {
        let Self::Decimal { stored, shown, rounding, normalize, .. } = *self else { return None };
        let value = row.decimal(at, stored)?;
        let value = match shown {
            Some(places) => value.round(places, rounding),
            None => value,
        };
        Some(if normalize { value.normalize() } else { value })
    }
}

/// Writes a document as a compound field shows it.
fn document(out: &mut Vec<u8>, text: &str, field: &serializer::Field, formats: Formats) {
    match json::read_trusted(text) {
        Ok(document) => encode::json(out, &compound::shown(field, document, formats).to_string()),
        Err(_) => encode::json(out, text),
    }
}

/// Python's `str()` of a choice's value, as the inside of a JSON string.
fn choice_text(literal: Literal) -> Vec<u8> {
    let mut text = Vec::new();
    match literal {
        Literal::Str(v) | Literal::Decimal(v) => encode::escaped(&mut text, v),
        Literal::Bool(v) => text.extend_from_slice(if v { b"True" } else { b"False" }),
        literal => encode::literal(&mut text, literal),
    }
    text
}

/// DRF's `BooleanField.to_representation` of a text.
fn is_true(text: &str) -> bool {
    !matches!(text.to_lowercase().as_str(), "" | "f" | "n" | "no" | "false" | "off" | "0")
}

fn is_iso(format: &str) -> bool {
    format.is_empty() || format.eq_ignore_ascii_case("iso-8601")
}
