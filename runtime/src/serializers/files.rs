//! A file in the place of another value: what DRF's fields say to an `UploadedFile`.
//!
//! Where DRF would take the file's name for the value (of numbers, choices, slugs, JSON), it is refused in the same words (*extension*).

use super::Serializers;
use super::messages::{self, NO_NUMBER, NOT_A_DICT, NOT_A_LIST, fail};
use crate::Errors;
use crate::request::FilePart;
use restwright_schema::link::{ModelId, SerField};
use restwright_schema::model::FieldType;
use restwright_schema::serializer::{Kind, Related, RelatedKind, TextKind};

/// The errors of a field to which a file was sent.
pub(super) fn refusal(compiled: &Serializers, item: &SerField, file: &FilePart) -> Errors {
    let field = &item.field;
    let shown = [("value", file.name.as_str()), ("input", file.name.as_str())];
    let invalid = |default: &'static str| Errors::message(fail(field, "invalid", default, &shown));
    let format = |what: &str, iso: &str| Errors::message(messages::wrong_format(field, what, iso));
    match field.kind {
        Kind::Text { kind, .. } => invalid(match kind {
            TextKind::Plain => "Not a valid string.",
            TextKind::Email => super::fields::EMAIL,
            TextKind::Slug => super::fields::SLUG,
            TextKind::Url => super::fields::URL,
        }),
        Kind::Boolean => invalid("Must be a valid boolean."),
        Kind::Integer { column: Some(FieldType::BigInteger | FieldType::PositiveBigInteger), .. } => {
            invalid("A valid biginteger is required.")
        }
        Kind::Integer { .. } => invalid("A valid integer is required."),
        Kind::Float { .. } | Kind::Decimal { .. } => invalid(NO_NUMBER),
        Kind::Uuid { .. } => invalid("Must be a valid UUID."),
        Kind::Ip { .. } => invalid("Enter a valid IPv4 or IPv6 address."),
        Kind::Date { .. } => format("Date", messages::DATE),
        Kind::Time { .. } => format("Time", messages::TIME),
        Kind::DateTime { format: own } => {
            let unix = if own.is_empty() { compiled.graph.api.datetime_format } else { own } == "unix";
            format("Datetime", if unix { messages::UNIX } else { messages::DATETIME })
        }
        Kind::Duration { .. } => format("Duration", messages::DURATION),
        Kind::Json => invalid("Value must be valid JSON."),
        Kind::List { .. } | Kind::MultipleChoice { .. } => {
            Errors::message(fail(field, "not_a_list", NOT_A_LIST, &[("input_type", file.class())]))
        }
        Kind::Dict { .. } => Errors::message(fail(field, "not_a_dict", NOT_A_DICT, &[("input_type", file.class())])),
        Kind::Choice { .. } => Errors::message(fail(field, "invalid_choice", messages::NO_CHOICE, &shown)),
        Kind::Related(related) => relation(compiled, item, related, file),
        Kind::Nested(_) if item.many => Errors::non_field(fail(field, "not_a_list", NOT_A_LIST, &[("input_type", file.class())])),
        Kind::Nested(_) => Errors::non_field(fail(field, "invalid", messages::NO_DICT, &[("datatype", file.class())])),
        Kind::Identity { .. } | Kind::Method | Kind::ReadOnly | Kind::Hidden => Errors::message("Not a valid string."),
    }
}

/// What comes of looking a row up by a file.
enum Found {
    /// `TypeError`: a number's or a date's column takes none.
    Type,
    /// Django's `ValidationError`.
    Invalid(String),
    /// The file's name is looked for.
    Missing,
}

fn found(compiled: &Serializers, model: ModelId, column: usize, name: &str) -> Found {
    match compiled.graph.stored_type(model, column) {
        FieldType::Uuid => Found::Invalid(format!("“{name}” is not a valid UUID.")),
        FieldType::Decimal => Found::Invalid(format!("“{name}” value must be a decimal number.")),
        FieldType::Boolean => Found::Invalid(format!("“{name}” value must be either True or False.")),
        FieldType::Float | FieldType::Date | FieldType::Time | FieldType::DateTime | FieldType::Duration => Found::Type,
        kind if kind.is_integer() => Found::Type,
        _ => Found::Missing,
    }
}

fn relation(compiled: &Serializers, item: &SerField, related: Related, file: &FilePart) -> Errors {
    let field = &item.field;
    let say = |code: &str, default: &'static str, args: &[(&str, &str)]| Errors::message(fail(field, code, default, args));
    let model = item.target.unwrap_or_default();
    let node = compiled.graph.model(model);
    match related.kind {
        RelatedKind::PrimaryKey | RelatedKind::String => match found(compiled, model, node.pk, &file.name) {
            Found::Type => say("incorrect_type", messages::NO_KEY, &[("data_type", file.class())]),
            Found::Invalid(text) => Errors::message(text),
            Found::Missing => say("does_not_exist", messages::NO_SUCH_KEY, &[("pk_value", &file.name)]),
        },
        RelatedKind::Slug(name) => match node.position(name).map(|column| found(compiled, model, column, &file.name)) {
            None | Some(Found::Type) => say("invalid", "Invalid value.", &[]),
            Some(Found::Invalid(text)) => Errors::message(text),
            Some(Found::Missing) => say("does_not_exist", messages::NO_SUCH_SLUG, &[("slug_name", name), ("value", &file.name)]),
        },
        RelatedKind::Hyperlinked { .. } | RelatedKind::Detail => {
            say("incorrect_type", "Incorrect type. Expected URL string, received {data_type}.", &[("data_type", file.class())])
        }
    }
}
