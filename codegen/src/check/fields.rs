//! The options of one field against each other: what Django's field checks refuse.

use restwright_schema::model::{FieldType as T, OnDelete};

use super::index::Index;
use super::values::{self, Number};
use super::{on, patterns};
use crate::diag::{Diagnostics, codes};
use crate::spec::{FieldKind, FieldSpec, ResourceSpec, Spanned, Value};

pub(super) fn check(index: &Index<'_>, d: &mut Diagnostics) {
    for (_, resource, _) in index.resources() {
        keys(resource, d);
        for field in resource.fields.iter().filter(|f| !f.doubtful) {
            flags(field, d);
            bounds(field, d);
            choices(field, d);
            default(field, d);
            relation(field, d);
            for (code, _) in field.error_messages.iter().flat_map(|m| &m.value) {
                if code.value != "unique" {
                    d.report(&codes::MODEL_MESSAGE, code.origin, &[code]);
                }
            }
            if let Some(pattern) = &field.regex {
                patterns::check(pattern, "regex", d);
            }
        }
    }
}

/// At most one key, and an `id` only as one.
fn keys(resource: &ResourceSpec, d: &mut Diagnostics) {
    let mut keys = resource.fields.iter().filter(|f| on(&f.primary_key));
    let first = keys.next();
    for second in keys {
        if let (Some(origin), Some(first)) = (second.primary_key.as_ref().map(|p| p.origin), first) {
            d.report(&codes::TWO_KEYS, origin, &[&resource.name]).also(first.name.origin, "the first one");
        }
    }
    if first.is_none()
        && resource.meta.extends.is_none()
        && let Some(id) = resource.field("id").filter(|id| !id.doubtful && id.kind.value != FieldKind::Stored(T::Auto))
    {
        d.report(&codes::ID_IS_NO_KEY, id.name.origin, &[]);
    }
    if resource.meta.extends.is_some()
        && let Some(key) = first
    {
        let origin = key.primary_key.as_ref().map_or(key.name.origin, |p| p.origin);
        d.report(&codes::TWO_KEYS, origin, &[&resource.name]).help("a detail has its master's key; remove `primary_key`");
    }
}

fn contradiction(d: &mut Diagnostics, option: &Spanned<bool>, text: &str, help: &str) {
    d.report(&codes::CONTRADICTION, option.origin, &[text]).help(help);
}

fn flags(field: &FieldSpec, d: &mut Diagnostics) {
    let kind = field.kind.stored();
    if let Some(key) = field.primary_key.as_ref().filter(|k| k.value) {
        if on(&field.null) {
            contradiction(d, key, "a primary key cannot be `null`", "remove `null = true`");
        }
        if kind == Some(T::ManyToMany) {
            contradiction(d, key, "a many-to-many relation cannot be the primary key", "choose another field as the key");
        }
        if matches!(field.kind.value, FieldKind::File | FieldKind::Image) {
            contradiction(d, key, "a file cannot be the primary key", "choose another field as the key");
        }
    } else if kind == Some(T::Auto) {
        d.report(&codes::AUTO_IS_KEY, field.kind.origin, &[&field.name]);
    }
    if kind == Some(T::ManyToMany) {
        if let Some(unique) = field.unique.as_ref().filter(|o| o.value) {
            let text = "a many-to-many relation has no column that could be `unique`";
            contradiction(d, unique, text, "remove the option");
        }
        // Django only warns of this one (fields.W340).
        if let Some(null) = field.null.as_ref().filter(|o| o.value) {
            d.report(&codes::NO_EFFECT, null.origin, &["null", "a many-to-many relation has no column that could be null"])
                .help("remove the option; `blank = true` allows an empty list");
        }
    }
    if kind == Some(T::IpAddress)
        && let Some(blank) = field.blank.as_ref().filter(|b| b.value && !on(&field.null))
    {
        contradiction(d, blank, "an `ip_address` cannot be `blank` unless it is `null`", "add `null = true`: blanks are stored as null");
    }
    let auto = [&field.auto_now, &field.auto_now_add];
    let mut set = auto.iter().filter_map(|a| a.as_ref().filter(|a| a.value)).map(|a| a.origin).collect::<Vec<_>>();
    set.extend(field.default.as_ref().filter(|_| !set.is_empty()).map(|v| v.origin));
    if let [first, second, ..] = set.as_slice() {
        d.report(&codes::CONTRADICTION, *second, &["`auto_now`, `auto_now_add` and `default` exclude each other"])
            .help("keep the one that is meant: `auto_now` sets the field at each save, `auto_now_add` when the row is made")
            .also(*first, "set here");
    }
}

fn bounds(field: &FieldSpec, d: &mut Diagnostics) {
    let Some(kind) = field.kind.stored() else { return };
    for (bound, name) in [(&field.min_value, "min_value"), (&field.max_value, "max_value")] {
        let Some(value) = bound else { continue };
        let integer = kind.is_integer() && matches!(value.value, Value::Float { .. });
        let text = matches!(value.value, Value::Str(_)) && kind != T::Decimal;
        if Number::of(value).is_none() || integer || text {
            let expected = if kind == T::Decimal {
                "a number, or a number in quotes"
            } else if integer {
                "a whole number"
            } else {
                "a number"
            };
            d.report(&codes::WRONG_KIND, value.origin, &[name, expected, value.kind()]);
        }
    }
    if let (Some(min), Some(max)) = (&field.min_value, &field.max_value)
        && let (Some(low), Some(high)) = (Number::of(min), Number::of(max))
        && low.cmp(&high).is_gt()
    {
        d.report(&codes::CONTRADICTION, max.origin, &["`max_value` is less than `min_value`"]).also(min.origin, "the least value");
    }
    if let (Some(min), Some(max)) = (&field.min_length, &field.max_length)
        && min.value > max.value
    {
        d.report(&codes::CONTRADICTION, max.origin, &["`max_length` is less than `min_length`"]).also(min.origin, "the least length");
    }
    if let Some(max) = field.max_length.as_ref().filter(|m| m.value == 0) {
        d.report(&codes::BAD_VALUE, max.origin, &["0", "max_length", "a length is at least 1"]);
    }
    if let Some(digits) = field.max_digits.as_ref() {
        if digits.value == 0 {
            d.report(&codes::BAD_VALUE, digits.origin, &["0", "max_digits", "a decimal has at least one digit"]);
        } else if let Some(places) = field.decimal_places.as_ref().filter(|p| p.value > digits.value) {
            d.report(&codes::CONTRADICTION, digits.origin, &["`max_digits` is less than `decimal_places`"])
                .also(places.origin, "these are part of the digits");
        }
    }
}

fn choices(field: &FieldSpec, d: &mut Diagnostics) {
    let (Some(choices), Some(kind)) = (&field.choices, field.kind.stored()) else { return };
    if kind.is_relation() {
        d.report(&codes::CONTRADICTION, choices.origin, &["a relation takes the other resource's rows, so it has no `choices`"]);
        return;
    }
    if choices.is_empty() {
        d.report(&codes::BAD_VALUE, choices.origin, &["[]", "choices", "a list of choices has at least one"]);
    }
    let protocol = field.protocol.as_ref().map(|p| p.value);
    let max = field.max_length.as_ref().filter(|_| kind.is_text());
    for (i, choice) in choices.iter().enumerate() {
        if let Some(problem) = values::wrong_form(kind, protocol, &choice.value) {
            d.report(&codes::CHOICE, choice.value.origin, &[&field.name, &problem]);
        } else if let (Some(max), Value::Str(text)) = (max, &choice.value.value)
            && text.chars().count() > max.value as usize
        {
            let problem = format!("it is longer than `max_length` ({})", max.value);
            d.report(&codes::CHOICE, choice.value.origin, &[&field.name, &problem]).also(max.origin, "the limit");
        }
        if let Some(first) = choices.iter().take(i).find(|c| values::same(&c.value, &choice.value)) {
            d.report(&codes::CHOICE, choice.value.origin, &[&field.name, "the value is there already"])
                .also(first.value.origin, "first listed here");
        }
    }
}

fn default(field: &FieldSpec, d: &mut Diagnostics) {
    let Some(default) = &field.default else { return };
    if let Some(problem) = values::refused(field, default) {
        let report = d.report(&codes::DEFAULT, default.origin, &[&field.name, &problem]);
        if let Some(help) = values::python(field, default) {
            report.help(help);
        }
    } else if let (Some(T::Json), Value::Str(text)) = (field.kind.stored(), &default.value)
        && ["list", "list()", "dict", "dict()"].contains(&text.as_str())
    {
        d.report(&codes::PYTHON_DEFAULT, default.origin, &[&field.name, text]);
    } else if field.kind.stored() == Some(T::Auto) {
        d.report(&codes::CONTRADICTION, default.origin, &["an `auto` key is given by the database, so it has no `default`"]);
    }
}

fn relation(field: &FieldSpec, d: &mut Diagnostics) {
    let Some(on_delete) = &field.on_delete else { return };
    match on_delete.value {
        OnDelete::SetNull if !on(&field.null) => {
            d.report(&codes::CONTRADICTION, on_delete.origin, &["`set_null` needs a key that can be null"])
                .help("add `null = true`, or choose another `on_delete`");
        }
        OnDelete::SetDefault if field.default.is_none() => {
            d.report(&codes::CONTRADICTION, on_delete.origin, &["`set_default` needs a `default`"])
                .help("add a `default` (the key of a row), or choose another `on_delete`");
        }
        _ => {}
    }
}
