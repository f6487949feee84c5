//! What a parsed value is held against: DRF's `run_validators`.

use super::{Context, Parsed};
use crate::Value;
use crate::json::surrogates;
use crate::python::{self, Decimal, dateparse, validators as text};
use crate::serializers::messages::{self, MAX_VALUE, MIN_VALUE, fail, percent, template};
use crate::serializers::parsed::Note;
use crate::value::{integer_range, literal_str};
use restwright_schema::Dialect;
use restwright_schema::builtin;
use restwright_schema::model::{FieldType, Literal, Protocol};
use restwright_schema::serializer::{Kind, TextKind, Validator};
use std::cmp::Ordering;

impl Context<'_> {
    /// The validators that the descriptor lists; DRF runs them before the field's own.
    pub(super) fn validate(&self, validator: &Validator, parsed: &Parsed, notes: &mut Vec<Note>) {
        let value = match parsed {
            Parsed::Value(value) => Some(value),
            Parsed::Big(_) => None,
        };
        let length = || match value {
            Some(Value::Text(text)) => Some(text.chars().count()),
            _ => None,
        };
        let message = match *validator {
            Validator::Unique(text) => {
                let text = if text.is_empty() { "This field must be unique." } else { text };
                notes.extend(self.index.map(|column| Note::Unique { column, text: text.to_owned(), condition: None }));
                None
            }
            Validator::UniqueWhere(text, condition) => {
                notes.extend(self.index.map(|column| Note::Unique { column, text: text.to_owned(), condition: Some(condition) }));
                None
            }
            Validator::MinLength(limit) => {
                length().filter(|&n| u32::try_from(n).is_ok_and(|n| n < limit)).map(|n| messages::at_least(limit, n))
            }
            Validator::MaxLength(limit) => {
                length().filter(|&n| u32::try_from(n).is_ok_and(|n| n > limit)).map(|n| messages::at_most(limit, n))
            }
            Validator::MinValue(limit) => (compare(parsed, &limit) == Some(Ordering::Less))
                .then(|| messages::brace(MIN_VALUE, &[("min_value", &literal_str(&limit))])),
            Validator::MaxValue(limit) => (compare(parsed, &limit) == Some(Ordering::Greater))
                .then(|| messages::brace(MAX_VALUE, &[("max_value", &literal_str(&limit))])),
            Validator::Regex(pattern) => {
                let shown = value.map_or_else(String::new, shown);
                let found = self.compiled.patterns.get(pattern).and_then(Option::as_ref).is_some_and(|r| r.is_match(&shown));
                let text = if *pattern == *builtin::USERNAME { builtin::USERNAME_TEXT } else { "Enter a valid value." };
                (!found).then(|| text.to_owned())
            }
        };
        notes.extend(message.map(Note::Message));
    }

    /// What DRF's field classes append to their validators.
    pub(super) fn own_validators(&self, parsed: &Parsed, notes: &mut Vec<Note>) {
        let field = self.field;
        let mut say = |text: String| notes.push(Note::Message(text));
        match (field.kind, parsed) {
            (Kind::Integer { min_value, max_value, column }, parsed) => {
                let (low, high) = column.and_then(|c| integer_range(c, self.dialect)).unzip();
                let over = |limit: i64| match parsed {
                    Parsed::Value(Value::Int(n)) => n.cmp(&limit),
                    Parsed::Big(n) => n.compare(limit),
                    Parsed::Value(_) => Ordering::Equal,
                };
                if let Some(limit) = max_value.or(high).filter(|&l| over(l) == Ordering::Greater) {
                    // MySQL's widest type: what lies beyond it is told its range, as Django tells it.
                    let widest = self.dialect == Dialect::MySql && column == Some(FieldType::PositiveBigInteger) && max_value.is_none();
                    let beyond = matches!(parsed, Parsed::Big(n) if n.to_u128().is_none_or(|n| n > u128::from(u64::MAX)));
                    let limit = if widest && beyond { u64::MAX.to_string() } else { limit.to_string() };
                    say(fail(field, "max_value", MAX_VALUE, &[("max_value", &limit)]));
                }
                if let Some(limit) = min_value.or(low).filter(|&l| over(l) == Ordering::Less) {
                    say(fail(field, "min_value", MIN_VALUE, &[("min_value", &limit.to_string())]));
                }
            }
            (Kind::Float { min_value, max_value }, parsed) => {
                if let Some(limit) = max_value.filter(|l| compare(parsed, l) == Some(Ordering::Greater)) {
                    say(fail(field, "max_value", MAX_VALUE, &[("max_value", &literal_str(&limit))]));
                }
                if let Some(limit) = min_value.filter(|l| compare(parsed, l) == Some(Ordering::Less)) {
                    say(fail(field, "min_value", MIN_VALUE, &[("min_value", &literal_str(&limit))]));
                }
            }
            (Kind::Decimal { min_value, max_value, .. }, Parsed::Value(Value::Decimal(digits))) => {
                let Some(number) = Decimal::parse(digits) else { return };
                let against = |limit: &str| Decimal::parse(limit).map(|l| number.compare(&l));
                if let Some(limit) = max_value.map(|l| literal_str(&l)).filter(|l| against(l) == Some(Ordering::Greater)) {
                    say(fail(field, "max_value", MAX_VALUE, &[("max_value", &limit)]));
                }
                if let Some(limit) = min_value.map(|l| literal_str(&l)).filter(|l| against(l) == Some(Ordering::Less)) {
                    say(fail(field, "min_value", MIN_VALUE, &[("min_value", &limit)]));
                }
            }
            (Kind::Duration { min_value, max_value, .. }, Parsed::Value(Value::Duration(micros))) => {
                if let Some(limit) = duration_of(max_value).filter(|limit| micros > limit) {
                    say(fail(field, "max_value", MAX_VALUE, &[("max_value", &dateparse::duration_text(limit))]));
                }
                if let Some(limit) = duration_of(min_value).filter(|limit| micros < limit) {
                    say(fail(field, "min_value", MIN_VALUE, &[("min_value", &dateparse::duration_text(limit))]));
                }
            }
            (Kind::Text { kind, max_length, min_length, .. }, Parsed::Value(Value::Text(value))) => {
                self.characters(value, max_length, min_length, &mut say);
                let (valid, default) = match kind {
                    TextKind::Plain => return,
                    TextKind::Email => (text::is_email(value), EMAIL),
                    TextKind::Slug if field.rare.allow_unicode => (text::is_unicode_slug(value), UNICODE_SLUG),
                    TextKind::Slug => (text::is_slug(value), SLUG),
                    TextKind::Url => (text::is_url(value), URL),
                };
                if !valid {
                    let code = if field.rare.allow_unicode { "invalid_unicode" } else { "invalid" };
                    say(percent(template(field, code, default), &[("value", value)]));
                }
            }
            (Kind::Ip { protocol, max_length, min_length, .. }, Parsed::Value(Value::Text(value))) => {
                self.characters(value, max_length, min_length, &mut say);
                let (v4, v6) = (text::is_ipv4(value), text::ipv6(value).is_some());
                let (valid, name) = match protocol {
                    Protocol::Both => (v4 || v6, "IPv4 or IPv6"),
                    Protocol::Ipv4 => (v4, "IPv4"),
                    Protocol::Ipv6 => (v6, "IPv6"),
                };
                if !valid {
                    say(format!("Enter a valid {name} address."));
                }
            }
            _ => {}
        }
    }

    /// What `CharField` appends to its validators.
    fn characters(&self, value: &str, max_length: Option<u32>, min_length: Option<u32>, say: &mut impl FnMut(String)) {
        let count = value.chars().count();
        let length = |limit: u32| usize::try_from(limit).unwrap_or(usize::MAX);
        if let Some(limit) = max_length.filter(|&l| count > length(l)) {
            let default = "Ensure this field has no more than {max_length} characters.";
            say(fail(self.field, "max_length", default, &[("max_length", &limit.to_string())]));
        }
        if let Some(limit) = min_length.filter(|&l| count < length(l)) {
            let default = "Ensure this field has at least {min_length} characters.";
            say(fail(self.field, "min_length", default, &[("min_length", &limit.to_string())]));
        }
        if value.contains('\0') {
            say(NULL_CHARACTERS.to_owned());
        }
        if let Some(surrogate) = surrogates::first(value).filter(|_| self.surrogates) {
            say(surrogates::refusal(surrogate));
        }
    }
}

const UNICODE_SLUG: &str = "Enter a valid \"slug\" consisting of Unicode letters, numbers, underscores, or hyphens.";

/// The bound of a duration, in microseconds.
pub(crate) fn duration_of(bound: Option<Literal>) -> Option<i128> {
    dateparse::duration(&literal_str(&bound?)).ok()
}

pub(in crate::serializers) const EMAIL: &str = "Enter a valid email address.";
pub(in crate::serializers) const SLUG: &str = "Enter a valid \"slug\" consisting of letters, numbers, underscores or hyphens.";
pub(in crate::serializers) const URL: &str = "Enter a valid URL.";
pub(in crate::serializers) const NULL_CHARACTERS: &str = "Null characters are not allowed.";

/// A number against a constant.
fn compare(parsed: &Parsed, limit: &Literal) -> Option<Ordering> {
    let decimal = |text: &str| Decimal::parse(text);
    match (parsed, limit) {
        (Parsed::Big(n), Literal::Int(limit)) => Some(n.compare(*limit)),
        (Parsed::Value(Value::Int(n)), Literal::Int(limit)) => Some(n.cmp(limit)),
        (Parsed::Value(value), limit) => {
            let text = match value {
                Value::Int(_) | Value::Float(_) | Value::Decimal(_) => shown(value),
                _ => return None,
            };
            Some(decimal(&text)?.compare(&decimal(&literal_str(limit))?))
        }
        _ => None,
    }
}

/// `str(value)` of what a regular expression may look at.
fn shown(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Decimal(text) | Value::Json(text) | Value::Address(text) => text.clone(),
        Value::Int(n) => n.to_string(),
        Value::Float(n) => python::float_repr(*n),
        Value::Bool(b) => if *b { "True" } else { "False" }.to_owned(),
        Value::Uuid(id) => id.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Null => "None".to_owned(),
        Value::Time(_) | Value::DateTime(_) | Value::Duration(_) | Value::List(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use restwright_schema::serializer::Field;
    use serde_json::json;

    #[test]
    fn durations_have_bounds() {
        static API: crate::schema::Api = crate::schema::Api::new("empty", "Empty");
        let empty = std::sync::Arc::new(crate::schema::link::Graph::link(&API).unwrap_or_else(|_| unreachable!()));
        let field = Field::duration("span").min_value(Literal::Str("1 00:00:00")).max_value(Literal::Str("P2D"));
        let compiled = crate::serializers::Serializers::new(&empty, crate::db::Dialect::Sqlite);
        let context = Context {
            field: &field,
            index: None,
            column: None,
            places: 0,
            dialect: crate::db::Dialect::Sqlite,
            datetime_format: "iso-8601",
            compiled: &compiled,
            max_depth: 512,
            surrogates: false,
            in_document: false,
        };
        let said = |text: &str| Ok(vec![Note::Message(text.to_owned())]);
        let notes = |text: &str| context.read(&json!(text), false).map(|(_, notes)| notes);
        assert_eq!(notes("1 00:00:00"), Ok(vec![]));
        assert_eq!(notes("23:59:59"), said("Ensure this value is greater than or equal to 1 day, 0:00:00."));
        assert_eq!(notes("3 00:00:00"), said("Ensure this value is less than or equal to 2 days, 0:00:00."));
    }
}
