//! `int()`, `float()` and `uuid.UUID()`.

use super::repr::{as_float, is_int};
use super::text::{ascii_digits, is_space};
use serde_json::Value as Json;
use std::cmp::Ordering;
use std::fmt;
use uuid::Uuid;

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
    /// `int(value)` of a JSON value.
    pub(crate) fn of(value: &Json) -> Option<Self> {
        match value {
            Json::Bool(b) => Some(Self::new(false, if *b { "1" } else { "0" })),
            Json::Number(n) if is_int(n) => Self::parse(n.as_str(), 10),
            Json::Number(n) => Self::from_float(as_float(n)),
            Json::String(text) => Self::parse(text, 10),
            _ => None,
        }
    }

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

    /// As the nearest 64-bit number.
    pub(crate) fn saturating_i64(&self) -> i64 {
        self.to_i64().unwrap_or(if self.negative { i64::MIN } else { i64::MAX })
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

/// `UUID(hex=text)`: URNs, braces, and dashes anywhere.
pub(crate) fn uuid(text: &str) -> Option<Uuid> {
    let hex = text.replace("urn:", "").replace("uuid:", "");
    let hex = hex.trim_matches(['{', '}']).replace('-', "");
    if hex.chars().count() != 32 {
        return None;
    }
    Int::parse(&hex, 16)?.to_u128().map(Uuid::from_u128)
}

/// `UUID(int=value)` of an integer, `UUID(hex=value)` of a text: DRF's `UUIDField`.
pub(crate) fn uuid_of(value: &Json) -> Option<Uuid> {
    match value {
        Json::Bool(b) => Some(Uuid::from_u128(u128::from(*b))),
        Json::Number(n) if is_int(n) => Int::parse(n.as_str(), 10)?.to_u128().map(Uuid::from_u128),
        Json::String(text) => uuid(text),
        _ => None,
    }
}
