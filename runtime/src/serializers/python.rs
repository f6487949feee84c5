//! Python's view of values: what DRF's and Django's rules are written in terms of.
//!
//! A JSON value stands for the Python object that `json.loads` makes of it; texts of forms are strings.

use serde_json::{Number, Value as Json};
use std::cmp::Ordering;
use std::fmt;

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
    // Rust's shortest digits are Python's; only the layout differs.
    let scientific = format!("{value:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..16).contains(&exponent) {
        let plain = value.to_string();
        return if plain.contains('.') { plain } else { format!("{plain}.0") };
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.abs())
}

/// `str.isspace` of one character: Unicode's white space and the ASCII separators.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\x1c'..='\x1f')
}

/// `str.strip()`.
pub(crate) fn strip(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// The zeros of Unicode's decimal digits; each is followed by its nine others.
const ZEROS: [u32; 66] = [
    0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0, 0xF20, 0x1040, 0x1090,
    0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0,
    0xFF10, 0x104A0, 0x10D30, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x11730, 0x118E0, 0x11950,
    0x11C50, 0x11D50, 0x11DA0, 0x16A60, 0x16AC0, 0x16B50, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E950, 0x1FBF0,
];

/// The text with all decimal digits as ASCII ones, as Python's number parsers see it.
pub(crate) fn ascii_digits(text: &str) -> std::borrow::Cow<'_, str> {
    if text.is_ascii() {
        return text.into();
    }
    text.chars().map(|c| digit(c).unwrap_or(c)).collect::<String>().into()
}

fn digit(c: char) -> Option<char> {
    if c.is_ascii() {
        return None;
    }
    let code = u32::from(c);
    let at = ZEROS.partition_point(|&zero| zero <= code).checked_sub(1)?;
    let value = code - ZEROS.get(at)?;
    if value < 10 { char::from_digit(value, 10) } else { None }
}

/// What the number parsers strip: ASCII white space, and all other that isn't ASCII.
fn strip_number(text: &str) -> &str {
    text.trim_matches(|c: char| matches!(c, '\t'..='\r' | ' ') || (!c.is_ascii() && is_space(c)))
}

/// The digits without Python's underscores, if each stands between two digits.
fn without_underscores(text: &str, is_digit: impl Fn(char) -> bool) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut before = None;
    for c in text.chars() {
        if c == '_' {
            before.filter(|&b| is_digit(b))?;
        } else {
            if before == Some('_') && !is_digit(c) {
                return None;
            }
            out.push(c);
        }
        before = Some(c);
    }
    if before == Some('_') { None } else { Some(out) }
}

/// `float(text)`.
pub(crate) fn float(text: &str) -> Option<f64> {
    let text = ascii_digits(strip_number(text));
    without_underscores(&text, |c| c.is_ascii_digit())?.parse().ok()
}

/// Python's `int`, however long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Int {
    negative: bool,
    /// Without leading zeros; `0` is `0`.
    digits: String,
}

impl Int {
    /// Python reads no longer ones from text.
    const MAX_DIGITS: usize = 4300;

    /// `int(text, base)` for the bases 10 and 16.
    pub(crate) fn parse(text: &str, base: u32) -> Option<Self> {
        let text = ascii_digits(strip_number(text));
        let (negative, digits) = match text.strip_prefix(['+', '-']) {
            Some(rest) => (text.starts_with('-'), rest),
            None => (false, &*text),
        };
        let digits = if base == 16 {
            // The prefix may be followed by one underscore.
            match digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
                Some(rest) => rest.strip_prefix('_').unwrap_or(rest),
                None => digits,
            }
        } else {
            digits
        };
        let digits = without_underscores(digits, |c| c.is_digit(base))?;
        if digits.is_empty() || !digits.chars().all(|c| c.is_digit(base)) || (base == 10 && digits.len() > Self::MAX_DIGITS) {
            return None;
        }
        let digits = if base == 16 { u128::from_str_radix(&digits, 16).ok()?.to_string() } else { digits };
        Some(Self::new(negative, &digits))
    }

    fn new(negative: bool, digits: &str) -> Self {
        let digits = digits.trim_start_matches('0');
        if digits.is_empty() { Self { negative: false, digits: "0".to_owned() } } else { Self { negative, digits: digits.to_owned() } }
    }

    /// `int(value)` of a finite float: towards zero.
    pub(crate) fn from_float(value: f64) -> Option<Self> {
        if !value.is_finite() {
            return None;
        }
        let text = format!("{:.0}", value.trunc());
        Self::parse(&text, 10)
    }

    /// As a 64-bit number, if it is one.
    pub(crate) fn to_i64(&self) -> Option<i64> {
        self.to_string().parse().ok()
    }

    /// As the number of a uuid, if it can be one.
    pub(crate) fn to_u128(&self) -> Option<u128> {
        if self.negative { None } else { self.digits.parse().ok() }
    }

    /// Against a 64-bit number.
    pub(crate) fn compare(&self, other: i64) -> Ordering {
        match self.to_i64() {
            Some(value) => value.cmp(&other),
            None if self.negative => Ordering::Less,
            None => Ordering::Greater,
        }
    }

    /// `float(value)`; `None` is Python's OverflowError.
    pub(crate) fn to_float(&self) -> Option<f64> {
        self.to_string().parse::<f64>().ok().filter(|f| f.is_finite())
    }
}

impl fmt::Display for Int {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.negative {
            f.write_str("-")?;
        }
        f.write_str(&self.digits)
    }
}
