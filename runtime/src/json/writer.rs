//! A value to a text: Python's `json.dumps`.

use crate::python;
use restwright_schema::json::string;
use serde_json::{Number, Value, map};
use std::slice;

/// A container whose end was not written yet.
enum Open<'a> {
    Array(slice::Iter<'a, Value>),
    Object(map::Iter<'a>),
}

/// The text of a value as Django stores it in a column, `json.dumps(value)`: blanks behind commas and colons, nothing but ASCII, numbers
/// as Python writes them. `None`: a number is beyond all floats, which JSON cannot say.
pub(crate) fn stored(value: &Value) -> Option<String> {
    let mut out = String::new();
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut next = Some(value);
    loop {
        if let Some(value) = next.take() {
            match value {
                Value::Null => out.push_str("null"),
                Value::Bool(true) => out.push_str("true"),
                Value::Bool(false) => out.push_str("false"),
                Value::Number(n) => number(&mut out, n)?,
                Value::String(text) => string(&mut out, text),
                Value::Array(items) => {
                    out.push('[');
                    open.push(Open::Array(items.iter()));
                }
                Value::Object(members) => {
                    out.push('{');
                    open.push(Open::Object(members.iter()));
                }
            }
        }
        let begun = out.ends_with(['[', '{']);
        match open.last_mut() {
            None => return Some(out),
            Some(Open::Array(items)) => match items.next() {
                Some(item) => next = Some(item),
                None => {
                    out.push(']');
                    open.pop();
                    continue;
                }
            },
            Some(Open::Object(members)) => match members.next() {
                Some((key, member)) => {
                    if !begun {
                        out.push_str(", ");
                    }
                    string(&mut out, key);
                    out.push_str(": ");
                    next = Some(member);
                    continue;
                }
                None => {
                    out.push('}');
                    open.pop();
                    continue;
                }
            },
        }
        if !begun {
            out.push_str(", ");
        }
    }
}

/// [`stored`] of a text.
pub(crate) fn stored_string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    string(&mut out, text);
    out
}

fn number(out: &mut String, number: &Number) -> Option<()> {
    let digits = number.as_str();
    if python::is_int(number) {
        out.push_str(if digits == "-0" { "0" } else { digits });
        return Some(());
    }
    let value: f64 = digits.parse().ok()?;
    value.is_finite().then(|| out.push_str(&python::float_repr(value)))
}
