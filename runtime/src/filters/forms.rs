//! What a query parameter means: django-filter's form fields, with Django's error texts.

use super::number;
use crate::Value;
use crate::db::Dialect;
use crate::orm::Clean;
use crate::python::dateparse::{self, DurationError};
use crate::python::{self, Decimal};
use crate::schema::link::{FilterInput, literal_text};
use crate::schema::model::FieldType;
use crate::value::{self, LookupError};

const NULLS: &str = "Null characters are not allowed.";

/// Cleans one value. Rows are not looked up here; see [`key`].
///
/// # Errors
///
/// The form field's message.
pub(super) fn clean(input: FilterInput, text: &str) -> Result<Clean, String> {
    let invalid = |message: &str| message.to_owned();
    match input {
        FilterInput::Text => {
            let text = text.trim();
            if text.contains('\0') { Err(invalid(NULLS)) } else { Ok(Clean::Text(text.to_owned())) }
        }
        FilterInput::Boolean => Ok(match text.to_lowercase().as_str() {
            "1" | "true" => Clean::Bool(true),
            "0" | "false" => Clean::Bool(false),
            _ => Clean::None,
        }),
        // A choice may be empty; of a list, an empty text among its items stays one.
        FilterInput::Choice(choices) => {
            if text.is_empty() || choices.iter().any(|(value, _)| literal_text(value) == text) {
                Ok(Clean::Text(text.to_owned()))
            } else {
                Err(not_a_choice(text))
            }
        }
        FilterInput::Ordering(names) => {
            if text.is_empty() || names.contains(&text.strip_prefix('-').unwrap_or(text)) {
                Ok(Clean::Text(text.to_owned()))
            } else {
                Err(not_a_choice(text))
            }
        }
        _ if text.is_empty() => Ok(Clean::None),
        FilterInput::Number => match Decimal::parse(text) {
            Some(number) => Ok(Clean::Number(number)),
            None => Err(invalid("Enter a number.")),
        },
        FilterInput::Date => dateparse::form_date(text.trim()).map(Clean::Date).ok_or_else(|| invalid("Enter a valid date.")),
        FilterInput::DateTime => dateparse::datetime(text.trim()).map(Clean::Moment).ok_or_else(|| invalid("Enter a valid date/time.")),
        FilterInput::Time => dateparse::form_time(text.trim()).map(Clean::Time).ok_or_else(|| invalid("Enter a valid time.")),
        FilterInput::Duration => dateparse::duration(text).map(Clean::Duration).map_err(|error| match error {
            DurationError::Invalid => invalid("Enter a valid duration."),
            DurationError::Overflow => {
                format!("The number of days must be between -{0} and {0}.", dateparse::MAX_DAYS)
            }
        }),
        FilterInput::Uuid => match (text.trim(), python::uuid(text.trim())) {
            ("", _) => Ok(Clean::None),
            (_, Some(value)) => Ok(Clean::Uuid(value)),
            _ => Err(invalid("Enter a valid UUID.")),
        },
        FilterInput::Row(_) | FilterInput::Rows(_) => {
            if text.contains('\0') {
                Err(invalid(NULLS))
            } else {
                Ok(Clean::Text(text.to_owned()))
            }
        }
    }
}

/// django-filter's own bound on numbers (not on those of a `Between`).
///
/// # Errors
///
/// The validator's message.
pub(super) fn within_limit(value: &Clean) -> Result<(), String> {
    match value {
        Clean::Number(number) if number::is_over_limit(number) => Err("Ensure this value is less than or equal to 1e+50.".to_owned()),
        _ => Ok(()),
    }
}

/// `ChoiceField`'s message.
pub(super) fn not_a_choice(text: &str) -> String {
    format!("Select a valid choice. {text} is not one of the available choices.")
}

/// Why a text cannot be the key of any row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NoKey {
    /// Python's `ValueError`: each form field has its own message.
    Value,
    /// Django's `ValidationError`, which goes through as it is.
    Message(String),
}

/// A text as a key of this type; NULL, which finds no row, for what no row can have.
///
/// # Errors
///
/// See [`NoKey`].
pub(super) fn key(kind: FieldType, dialect: Dialect, text: &str) -> Result<Value, NoKey> {
    match value::parse(kind, dialect, text) {
        Ok(parsed) => Ok(parsed.value().unwrap_or(Value::Null)),
        Err(LookupError::Type) => Err(NoKey::Value),
        Err(LookupError::Invalid(message)) => Err(NoKey::Message(message)),
    }
}
