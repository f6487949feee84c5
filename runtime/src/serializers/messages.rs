//! Error texts and their placeholders.

use crate::python::dateparse;
use restwright_schema::serializer::Field;

/// Python's `str.format` with named arguments. A name that isn't there stays as it is.
pub(super) fn brace(template: &str, args: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}']) {
        out.push_str(&rest[..at]);
        let mark = &rest[at..=at];
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix(mark) {
            out.push_str(mark);
            rest = after;
            continue;
        }
        if mark == "{"
            && let Some((name, after)) = rest.split_once('}')
            && let Some((_, value)) = args.iter().find(|(key, _)| *key == name)
        {
            out.push_str(value);
            rest = after;
            continue;
        }
        out.push_str(mark);
    }
    out.push_str(rest);
    out
}

/// Python's `%` with named arguments, as Django's validators fill in their texts.
pub(super) fn percent(template: &str, args: &[(&str, &str)]) -> String {
    let mut out = template.to_owned();
    for (name, value) in args {
        for conversion in ["s", "d"] {
            out = out.replace(&format!("%({name}){conversion}"), value);
        }
    }
    out.replace("%%", "%")
}

/// A field's text for an error code, DRF's own or the field's.
pub(super) fn template(field: &Field, code: &str, default: &'static str) -> &'static str {
    field.error_messages.iter().find(|(key, _)| *key == code).map_or(default, |(_, text)| text)
}

/// DRF's `self.fail(code, …)`.
pub(super) fn fail(field: &Field, code: &str, default: &'static str, args: &[(&str, &str)]) -> String {
    brace(template(field, code, default), args)
}

/// What a date or time says to a text that it cannot read. `iso` is what it reads by default.
pub(super) fn wrong_format(field: &Field, what: &str, iso: &str) -> String {
    let formats = field.rare.input_formats;
    let format = if formats.is_empty() { iso.to_owned() } else { dateparse::humanize(formats, iso) };
    let own = template(field, "invalid", "");
    if own.is_empty() {
        return format!("{what} has wrong format. Use one of these formats instead: {format}.");
    }
    brace(own, &[("format", &format)])
}

/// `ngettext` of Django's length validators.
pub(super) fn at_least(limit: u32, shown: usize) -> String {
    format!("Ensure this value has at least {limit} {} (it has {shown}).", characters(limit))
}

/// See [`at_least`].
pub(super) fn at_most(limit: u32, shown: usize) -> String {
    format!("Ensure this value has at most {limit} {} (it has {shown}).", characters(limit))
}

fn characters(count: u32) -> &'static str {
    if count == 1 { "character" } else { "characters" }
}

pub(super) const REQUIRED: &str = "This field is required.";
pub(super) const NULL: &str = "This field may not be null.";
pub(super) const BLANK: &str = "This field may not be blank.";
pub(super) const MAX_VALUE: &str = "Ensure this value is less than or equal to {max_value}.";
pub(super) const MIN_VALUE: &str = "Ensure this value is greater than or equal to {min_value}.";
pub(super) const TOO_LONG_TEXT: &str = "String value too large.";
/// DRF's `not_a_dict`.
pub(super) const NOT_A_DICT: &str = "Expected a dictionary of items but got type \"{input_type}\".";
pub(super) const NOT_A_LIST: &str = "Expected a list of items but got type \"{input_type}\".";
pub(super) const MAX_ROWS: &str = "Ensure this field has no more than {max_length} elements.";
pub(super) const MIN_ROWS: &str = "Ensure this field has at least {min_length} elements.";
pub(super) const EMPTY: &str = "This list may not be empty.";
pub(super) const NO_NUMBER: &str = "A valid number is required.";
pub(super) const NO_CHOICE: &str = "\"{input}\" is not a valid choice.";
pub(super) const NO_DICT: &str = "Invalid data. Expected a dictionary, but got {datatype}.";
pub(super) const NO_KEY: &str = "Incorrect type. Expected pk value, received {data_type}.";
pub(super) const NO_SUCH_KEY: &str = "Invalid pk \"{pk_value}\" - object does not exist.";
pub(super) const NO_SUCH_SLUG: &str = "Object with {slug_name}={value} does not exist.";
pub(super) const DATE: &str = "YYYY-MM-DD";
pub(super) const TIME: &str = "hh:mm[:ss[.uuuuuu]]";
pub(super) const DATETIME: &str = "YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z]";
pub(super) const UNIX: &str = "unix timestamp";
pub(super) const DURATION: &str = "[DD] [HH:[MM:]]ss[.uuuuuu]";
