//! A text as a value of a column: the one reading for keys in URLs, hyperlinks, filters and cursors.
//!
//! It is what Django does with a text that a lookup compares with a column: the field's `get_prep_value`, and the database backend's adapters.

use super::Value;
use crate::json;
use crate::python::dateparse::{self, Moment};
use crate::python::{self, Decimal, Int, validators};
use chrono::Datelike as _;
use restwright_schema::Dialect;
use restwright_schema::model::FieldType;
use std::cmp::Ordering;
use std::net::IpAddr;

/// What a text means for a column.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Parsed {
    /// A value that the column can be compared with.
    Value(Value),
    /// A value that the column cannot have, as it lies below (`false`) or above (`true`) all that it can have.
    Beyond(bool),
    /// A value that is neither equal to, nor below, nor above any that the column has: NULL, Python's NaN.
    Unordered,
}

impl Parsed {
    /// The value to compare with; `None`: no row is equal to it.
    pub(crate) fn value(self) -> Option<Value> {
        match self {
            Self::Value(value) => Some(value),
            Self::Beyond(_) | Self::Unordered => None,
        }
    }
}

/// Why a value cannot be compared with a column, by the exception that Django raises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum LookupError {
    /// `TypeError` or `ValueError`.
    Type,
    /// Django's `ValidationError`, with its text.
    Invalid(String),
}

/// The range of an integer column in the database (Django's `integer_field_range`); `None` for other types.
pub fn integer_range(kind: FieldType, dialect: Dialect) -> Option<(i64, i64)> {
    Some(match (kind, dialect) {
        (kind, _) if !kind.is_integer() => return None,
        (kind, Dialect::Sqlite) if kind.is_positive() => (0, i64::MAX),
        // On MySQL the column holds 64 bits without a sign; more than 63 of them are more than anything here carries.
        (FieldType::PositiveBigInteger, _) => (0, i64::MAX),
        (FieldType::PositiveSmallInteger, Dialect::Postgres) => (0, i64::from(i16::MAX)),
        (FieldType::PositiveSmallInteger, Dialect::MySql) => (0, i64::from(u16::MAX)),
        (FieldType::PositiveInteger, Dialect::Postgres) => (0, i64::from(i32::MAX)),
        (FieldType::PositiveInteger, Dialect::MySql) => (0, i64::from(u32::MAX)),
        (_, Dialect::Sqlite) | (FieldType::Auto | FieldType::BigInteger, _) => (i64::MIN, i64::MAX),
        (FieldType::SmallInteger, _) => (i64::from(i16::MIN), i64::from(i16::MAX)),
        (_, Dialect::Postgres | Dialect::MySql) => (i64::from(i32::MIN), i64::from(i32::MAX)),
    })
}

/// More digits before or behind the point than any decimal column has.
const DECIMAL_DIGITS: usize = 1000;

/// Reads a text as a value of a column of this type in this database.
///
/// # Errors
///
/// A text that is none, by the exception that Django raises.
pub(crate) fn parse(kind: FieldType, dialect: Dialect, text: &str) -> Result<Parsed, LookupError> {
    let invalid = |rest: &str| LookupError::Invalid(format!("“{text}” {rest}"));
    let value = match kind {
        kind if kind.is_integer() => return integer(kind, dialect, &Int::parse(text, 10).ok_or(LookupError::Type)?),
        FieldType::Float => return Ok(float(dialect, python::float(text).ok_or(LookupError::Type)?)),
        FieldType::Decimal => {
            let number = Decimal::parse(text).ok_or_else(|| invalid("value must be a decimal number."))?;
            return Ok(decimal(&number));
        }
        FieldType::Boolean => Value::Bool(match text {
            "t" | "True" | "1" => true,
            "f" | "False" | "0" => false,
            _ => return Err(invalid("value must be either True or False.")),
        }),
        FieldType::Uuid => Value::Uuid(python::uuid(text).ok_or_else(|| invalid("is not a valid UUID."))?),
        FieldType::Date => {
            let date = dateparse::date(text);
            Value::Date(date.ok_or_else(|| invalid("value has an invalid date format. It must be in YYYY-MM-DD format."))?)
        }
        FieldType::Time => {
            let time = dateparse::time(text);
            Value::Time(time.ok_or_else(|| invalid("value has an invalid format. It must be in HH:MM[:ss[.uuuuuu]] format."))?)
        }
        FieldType::DateTime => {
            let format = "value has an invalid format. It must be in YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ] format.";
            return Ok(moment(dateparse::datetime(text).ok_or_else(|| invalid(format))?));
        }
        FieldType::Duration => {
            let format = "value has an invalid format. It must be in [DD] [[HH:]MM:]ss[.uuuuuu] format.";
            Value::Duration(dateparse::duration(text).map_err(|_| invalid(format))?)
        }
        // Django's backends make NULL of it.
        FieldType::IpAddress if text.is_empty() => return Ok(Parsed::Unordered),
        FieldType::IpAddress => Value::Address(address(dialect, text).ok_or(LookupError::Type)?),
        FieldType::Json => Value::Json(json::stored_string(text)),
        _ => Value::Text(text.to_owned()),
    };
    Ok(Parsed::Value(value))
}

/// A whole number, against the range of the column (Django's `integer_field_range`).
pub(crate) fn integer(kind: FieldType, dialect: Dialect, number: &Int) -> Result<Parsed, LookupError> {
    let (least, most) = integer_range(kind, dialect).unwrap_or((i64::MIN, i64::MAX));
    Ok(match (number.compare(least), number.compare(most), number.to_i64()) {
        (Ordering::Less, ..) => Parsed::Beyond(false),
        (_, Ordering::Greater, _) | (.., None) => Parsed::Beyond(true),
        (.., Some(number)) => Parsed::Value(Value::Int(number)),
    })
}

/// A floating point number. MariaDB and MySQL have no infinities and no NaN, SQLite has no NaN.
pub(crate) fn float(dialect: Dialect, number: f64) -> Parsed {
    match dialect {
        Dialect::Sqlite | Dialect::MySql if number.is_nan() => Parsed::Unordered,
        Dialect::MySql if number.is_infinite() => Parsed::Beyond(number > 0.0),
        _ => Parsed::Value(Value::Float(number)),
    }
}

/// A decimal with all of its digits: Django does not round what it compares with.
fn decimal(number: &Decimal) -> Parsed {
    match number.whole_digits() {
        digits if digits > DECIMAL_DIGITS => Parsed::Beyond(!number.is_negative()),
        _ => Parsed::Value(Value::Decimal(number.plain())),
    }
}

/// A moment in UTC; one outside of the calendar's years 1 to 9999 lies before or after every row's.
pub(crate) fn moment(moment: Moment) -> Parsed {
    match moment.utc() {
        Some(utc) => Parsed::Value(Value::DateTime(utc)),
        None => Parsed::Beyond(moment.local.year() > 5000),
    }
}

/// An address as Django's `GenericIPAddressField` prepares it: IPv6 in its shortest form, anything else as it is. PostgreSQL's type takes addresses
/// only.
fn address(dialect: Dialect, given: &str) -> Option<String> {
    let cleaned = if given.contains(':') { validators::clean_ipv6(given, false) } else { None };
    let address = cleaned.unwrap_or_else(|| given.to_owned());
    (dialect != Dialect::Postgres || address.parse::<IpAddr>().is_ok()).then_some(address)
}
