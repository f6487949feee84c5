//! `str()`, `repr()` and `type()` of a JSON value, which stands for the Python object that `json.loads` makes of it.

use super::int::Int;
use super::text::is_space;
use serde_json::{Number, Value as Json};
use std::io::Write as _;

/// `type(value).__name__`.
pub(crate) fn type_name(value: &Json) -> &'static str {
    match value {
        Json::Null => "NoneType",
        Json::Bool(_) => "bool",
        Json::Number(n) if is_int(n) => "int",
        Json::Number(_) => "float",
        Json::String(_) => "str",
        Json::Array(_) => "list",
        Json::Object(_) => "dict",
    }
}

/// Whether `json.loads` makes an `int` of the number.
pub(crate) fn is_int(number: &Number) -> bool {
    !number.as_str().contains(['.', 'e', 'E'])
}

/// The number as a `float`; too large ones are infinite.
pub(crate) fn as_float(number: &Number) -> f64 {
    number.as_str().parse().unwrap_or(f64::NAN)
}

/// `str(value)`.
pub(crate) fn str(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        other => repr(other),
    }
}

/// `repr(value)`.
pub(crate) fn repr(value: &Json) -> String {
    let mut out = String::new();
    write_repr(&mut out, value);
    out
}

/// Writes to the end of one text: a copy at each level would cost the document's size times its depth. Recursion as deep as the value, which
/// has a bound where it was read.
fn write_repr(out: &mut String, value: &Json) {
    match value {
        Json::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push_str(", ");
                }
                write_repr(out, item);
            }
            out.push(']');
        }
        Json::Object(map) => {
            out.push('{');
            for (at, (key, member)) in map.iter().enumerate() {
                if at > 0 {
                    out.push_str(", ");
                }
                str_repr(out, key);
                out.push_str(": ");
                write_repr(out, member);
            }
            out.push('}');
        }
        leaf => leaf_repr(out, leaf),
    }
}

/// `repr` of what holds nothing else.
#[inline(never)]
fn leaf_repr(out: &mut String, value: &Json) {
    match value {
        Json::Bool(true) => out.push_str("True"),
        Json::Bool(false) => out.push_str("False"),
        Json::Number(n) if is_int(n) => match Int::parse(n.as_str(), 10) {
            Some(number) => out.push_str(&number.to_string()),
            None => out.push_str(n.as_str()),
        },
        Json::Number(n) => out.push_str(&float_repr(as_float(n))),
        Json::String(text) => str_repr(out, text),
        _ => out.push_str("None"),
    }
}

/// `repr` of a string: single quotes unless it has such and no double ones.
fn str_repr(out: &mut String, text: &str) {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    out.reserve(text.len() + 2);
    out.push(quote);
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\\' => out.push_str("\\\\"),
            c if c == quote => {
                out.push('\\');
                out.push(c);
            }
            c if printable(c) => out.push(c),
            c => {
                let code = u32::from(c);
                let escape = match code {
                    0..=0xff => format!("\\x{code:02x}"),
                    0x100..=0xffff => format!("\\u{code:04x}"),
                    _ => format!("\\U{code:08x}"),
                };
                out.push_str(&escape);
            }
        }
    }
    out.push(quote);
}

/// `str.isprintable`, but for unassigned code points: controls, separators, formats and private use aren't.
pub(crate) fn printable(c: char) -> bool {
    let code = u32::from(c);
    !(c.is_control()
        || (is_space(c) && c != ' ')
        || matches!(code, 0xad | 0x600..=0x605 | 0x61c | 0x6dd | 0x70f | 0x890 | 0x891 | 0x8e2 | 0x180e | 0x200b..=0x200f | 0x2028..=0x202e)
        || matches!(code, 0x2060..=0x206f | 0xe000..=0xf8ff | 0xfeff | 0xfff0..=0xfffb | 0xfffe | 0xffff | 0xe0000..=0x10ffff))
}

/// `repr` of a float.
pub(crate) fn float_repr(value: f64) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    if value.is_infinite() {
        return if value < 0.0 { "-inf" } else { "inf" }.to_owned();
    }
    let mut out = Vec::new();
    write_float(&mut out, value);
    String::from_utf8(out).unwrap_or_default()
}

/// Writes the `repr` of a finite float: the shortest digits that read back as the same number, with an exponent from 1e16 on and below 1e-4.
pub(crate) fn write_float(out: &mut Vec<u8>, value: f64) {
    let start = out.len();
    // Rust's Debug switches to exponents where Python does; only the exponent's form differs.
    let _ = write!(out, "{value:?}");
    let Some(at) = out.get(start..).and_then(|t| t.iter().position(|&b| b == b'e')) else { return };
    let exponent = out.split_off(start + at + 1);
    let (sign, digits) = match exponent.strip_prefix(b"-") {
        Some(digits) => (b'-', digits),
        None => (b'+', exponent.as_slice()),
    };
    out.push(sign);
    if digits.len() < 2 {
        out.push(b'0');
    }
    out.extend_from_slice(digits);
}
