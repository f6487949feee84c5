//! What a column is in Rust.

use crate::schema::model::FieldType;
use crate::value::Value;
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use std::net::IpAddr;
use uuid::Uuid;

/// What a column is in Rust.
pub trait Column: Sized {
    /// How the column is stored.
    const KIND: FieldType;

    /// The value, if it is of this type.
    fn from_value(value: Value) -> Option<Self>;

    /// As a value.
    fn into_value(self) -> Value;
}

macro_rules! columns {
    ($($rust:ty, $kind:ident, $pattern:pat => $value:expr, $back:expr;)*) => {
        $(impl Column for $rust {
            const KIND: FieldType = FieldType::$kind;
            fn from_value(value: Value) -> Option<Self> {
                match value {
                    $pattern => Some($value),
                    _ => None,
                }
            }
            fn into_value(self) -> Value {
                $back(self)
            }
        })*
    };
}

columns! {
    bool, Boolean, Value::Bool(v) => v, Value::Bool;
    i64, BigInteger, Value::Int(v) => v, Value::Int;
    f64, Float, Value::Float(v) => v, Value::Float;
    String, Text, Value::Text(v) | Value::Decimal(v) | Value::Json(v) | Value::Address(v) => v, Value::Text;
    Uuid, Uuid, Value::Uuid(v) => v, Value::Uuid;
    NaiveDate, Date, Value::Date(v) => v, Value::Date;
    NaiveTime, Time, Value::Time(v) => v, Value::Time;
    DateTime<Utc>, DateTime, Value::DateTime(v) => v, Value::DateTime;
    TimeDelta, Duration, Value::Duration(v) => time_delta(v), micros;
}

/// A duration as it is stored.
fn micros(duration: TimeDelta) -> Value {
    Value::Duration(i128::from(duration.num_seconds()) * 1_000_000 + i128::from(duration.subsec_nanos() / 1000))
}

/// A stored duration. Of what Python's `timedelta` holds all fits.
fn time_delta(micros: i128) -> TimeDelta {
    let seconds = i64::try_from(micros.div_euclid(1_000_000)).ok();
    let nanos = u32::try_from(micros.rem_euclid(1_000_000) * 1000).ok();
    let found = seconds.zip(nanos).and_then(|(seconds, nanos)| TimeDelta::new(seconds, nanos));
    found.unwrap_or(if micros < 0 { TimeDelta::MIN } else { TimeDelta::MAX })
}

impl<T: Column> Column for Option<T> {
    const KIND: FieldType = T::KIND;

    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            value => T::from_value(value).map(Some),
        }
    }

    fn into_value(self) -> Value {
        self.map_or(Value::Null, T::into_value)
    }
}

/// A primary key's value.
pub fn key<T: Column + Clone>(key: &T) -> Value {
    key.clone().into_value()
}

macro_rules! from_columns {
    ($($rust:ty)*) => {
        $(impl From<$rust> for Value {
            fn from(value: $rust) -> Self {
                Column::into_value(value)
            }
        })*
    };
}

from_columns!(super::Decimal TimeDelta IpAddr serde_json::Value);
