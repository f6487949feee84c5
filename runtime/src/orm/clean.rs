//! A value to compare with, before it is made fit for a column: what django-filter's forms and hooks give.

use crate::Value;
use crate::python::Decimal;
use crate::python::dateparse::{self, Moment};
use crate::schema::lookup::Lookup;
use crate::schema::model::FieldType;
use chrono::{NaiveDate, NaiveTime};
use uuid::Uuid;

/// A parameter's value after its form field: Django's `cleaned_data`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Clean {
    /// Python's `None`.
    None,
    /// A text.
    Text(String),
    /// A number.
    Number(Decimal),
    /// A truth value.
    Bool(bool),
    /// A date.
    Date(NaiveDate),
    /// A moment.
    Moment(Moment),
    /// A time of day.
    Time(NaiveTime),
    /// Microseconds.
    Duration(i128),
    /// A uuid.
    Uuid(Uuid),
    /// The primary key of a row.
    Key(Value),
}

impl Clean {
    /// Whether django-filter takes this as "nothing given".
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::None => true,
            Self::Text(text) => text.is_empty(),
            _ => false,
        }
    }

    /// Python's `str`: what text lookups compare with.
    pub(crate) fn python(&self) -> String {
        match self {
            Self::None => "None".to_owned(),
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Bool(true) => "True".to_owned(),
            Self::Bool(false) => "False".to_owned(),
            Self::Date(date) => date.format("%Y-%m-%d").to_string(),
            Self::Time(time) => clock(*time),
            Self::Moment(moment) => {
                let offset = moment.offset.unwrap_or(0) / 1_000_000;
                let (sign, ahead) = if offset < 0 { ('-', -offset) } else { ('+', offset) };
                let (date, time) = (moment.local.date().format("%Y-%m-%d"), clock(moment.local.time()));
                format!("{date} {time}{sign}{:02}:{:02}", ahead / 3600, ahead / 60 % 60)
            }
            Self::Duration(micros) => dateparse::duration_text(*micros),
            Self::Uuid(uuid) => uuid.to_string(),
            Self::Key(key) => key_text(key),
        }
    }
}

/// Python's `str` of a primary key.
pub(crate) fn key_text(key: &Value) -> String {
    match key {
        Value::Int(value) => value.to_string(),
        Value::Duration(value) => value.to_string(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Float(value) => value.to_string(),
        Value::Uuid(value) => value.to_string(),
        Value::Text(text) | Value::Decimal(text) | Value::Json(text) | Value::Address(text) => text.clone(),
        Value::Date(date) => date.format("%Y-%m-%d").to_string(),
        Value::Time(time) => clock(*time),
        Value::DateTime(moment) => format!("{} {}+00:00", moment.format("%Y-%m-%d"), clock(moment.time())),
        Value::Null | Value::List(_) => "None".to_owned(),
    }
}

fn clock(time: NaiveTime) -> String {
    let micros = chrono::Timelike::nanosecond(&time) / 1000;
    if micros == 0 { time.format("%H:%M:%S").to_string() } else { format!("{}.{micros:06}", time.format("%H:%M:%S")) }
}

/// A value as a parameter's would be after its form.
pub(crate) fn cleaned(lookup: Lookup, value: &Value, kind: FieldType) -> Clean {
    match (lookup, value) {
        (_, Value::Null) => Clean::None,
        (Lookup::IsNull, Value::Bool(is)) => Clean::Bool(*is),
        (_, Value::Date(day)) => Clean::Date(*day),
        (Lookup::Year | Lookup::Month | Lookup::Day, value) => Decimal::parse(&key_text(value)).map_or(Clean::None, Clean::Number),
        // A text is also the form of what has no type in Rust, a decimal.
        (_, Value::Text(text)) => Clean::Text(text.clone()),
        (_, Value::Int(number)) if !kind.is_integer() => Decimal::parse(&number.to_string()).map_or(Clean::None, Clean::Number),
        (_, value) => Clean::Key(value.clone()),
    }
}
