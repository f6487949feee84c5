//! `error_messages` of serializer fields: the codes under which the classes of Django REST framework look for their messages.

use super::arguments::Class;
use crate::diag::{Diagnostics, codes};
use crate::spec::FieldArgs;

/// Codes that every field has.
const COMMON: &[&str] = &["required", "null"];

const TEXT: &[&str] = &["invalid", "blank", "max_length", "min_length"];
const SLUG: &[&str] = &["invalid", "invalid_unicode", "blank", "max_length", "min_length"];
const INTEGER: &[&str] = &["invalid", "max_value", "min_value", "max_string_length"];
const FLOAT: &[&str] = &["invalid", "max_value", "min_value", "max_string_length", "overflow"];
const DECIMAL: &[&str] =
    &["invalid", "max_value", "min_value", "max_digits", "max_decimal_places", "max_whole_digits", "max_string_length"];
const MOMENT: &[&str] = &["invalid", "date", "datetime", "make_aware", "overflow"];
const DURATION: &[&str] = &["invalid", "max_value", "min_value", "overflow"];
const INVALID: &[&str] = &["invalid"];
const CHOICE: &[&str] = &["invalid_choice"];
const LIST: &[&str] = &["not_a_list", "empty", "max_length", "min_length"];
const DICT: &[&str] = &["not_a_dict", "empty"];
const MULTIPLE_CHOICE: &[&str] = &["invalid_choice", "not_a_list", "empty"];
const RELATED: &[&str] = &["does_not_exist", "incorrect_type", "invalid", "not_a_list", "empty"];
const HYPERLINK: &[&str] = &["no_match", "incorrect_match", "does_not_exist", "incorrect_type", "not_a_list", "empty"];
const NESTED: &[&str] = &["invalid", "not_a_list", "empty", "max_length", "min_length"];

/// The codes of a class; `None` where nothing is known.
const fn of(class: Class) -> Option<&'static [&'static str]> {
    Some(match class {
        Class::Text | Class::Ip => TEXT,
        Class::Slug => SLUG,
        Class::Integer | Class::BigInteger => INTEGER,
        Class::Float => FLOAT,
        Class::Decimal => DECIMAL,
        Class::Moment => MOMENT,
        Class::Duration => DURATION,
        Class::Uuid | Class::Json | Class::Plain => INVALID,
        Class::Choice => CHOICE,
        Class::List => LIST,
        Class::Dict => DICT,
        Class::MultipleChoice => MULTIPLE_CHOICE,
        Class::Related => RELATED,
        Class::Hyperlink => HYPERLINK,
        Class::Nested | Class::NestedOne => NESTED,
        // It is never written.
        Class::Identity | Class::Hidden => &[],
        Class::Unknown => return None,
    })
}

/// Reports codes that no message of the class has: they would never be looked for.
pub(super) fn check(args: &FieldArgs, class: Class, d: &mut Diagnostics) {
    let Some(own) = of(class) else { return };
    for (code, _) in args.error_messages.iter().flat_map(|m| &m.value) {
        if !own.contains(&code.as_str()) && !COMMON.contains(&code.as_str()) {
            let valid = own.iter().chain(COMMON);
            d.report(&codes::MESSAGE_CODE, code.origin, &[code]).among(code, valid);
            if code.value == "unique" {
                d.help_last("the message of a unique field is the model's: `error_messages = { unique = \"…\" }` in [fields]");
            }
        }
    }
}
