//! Decimals as Python's `decimal` reads and quantises them, and the ranges of integer columns.

use super::python::{ascii_digits, strip};
use crate::db::Dialect;
use restwright_schema::model::FieldType;
use std::cmp::Ordering;

/// The range of an integer column in the database (Django's `integer_field_range`); `None` for other types.
pub fn integer_range(kind: FieldType, dialect: Dialect) -> Option<(i64, i64)> {
    Some(match (kind, dialect) {
        (kind, _) if !kind.is_integer() => return None,
        (FieldType::PositiveInteger, Dialect::Sqlite) => (0, i64::MAX),
        (FieldType::PositiveInteger, Dialect::Postgres) => (0, i64::from(i32::MAX)),
        (FieldType::PositiveInteger, Dialect::MySql) => (0, i64::from(u32::MAX)),
        (_, Dialect::Sqlite) | (FieldType::Auto | FieldType::BigInteger, _) => (i64::MIN, i64::MAX),
        (FieldType::SmallInteger, _) => (i64::from(i16::MIN), i64::from(i16::MAX)),
        (_, Dialect::Postgres | Dialect::MySql) => (i64::from(i32::MIN), i64::from(i32::MAX)),
    })
}

/// A finite decimal: sign, digits and exponent, as Python's `as_tuple` gives them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    negative: bool,
    /// Without leading zeros, at least one digit.
    digits: String,
    exponent: i64,
}

/// Which rule of precision a decimal breaks, and its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Precision {
    Digits(u32),
    Places(u32),
    WholeDigits(u32),
}

/// Beyond this exponent C's decimal library gives up.
const MAX_EXPONENT: i64 = 999_999_999_999_999_999;

impl Decimal {
    /// `Decimal(text)`, if it is finite.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text: String = ascii_digits(strip(text)).chars().filter(|&c| c != '_').collect();
        let (negative, rest) = match text.strip_prefix(['+', '-']) {
            Some(rest) => (text.starts_with('-'), rest),
            None => (false, text.as_str()),
        };
        let (number, exponent) = match rest.split_once(['e', 'E']) {
            Some((number, exponent)) => {
                let unsigned = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
                if unsigned.is_empty() || !unsigned.bytes().all(|b| b.is_ascii_digit()) {
                    return None;
                }
                (number, exponent.parse::<i64>().ok()?)
            }
            None => (rest, 0),
        };
        let (whole, places) = number.split_once('.').unwrap_or((number, ""));
        if (whole.is_empty() && places.is_empty()) || !whole.bytes().chain(places.bytes()).all(|b| b.is_ascii_digit()) {
            return None;
        }
        let digits = format!("{whole}{places}");
        let trimmed = digits.trim_start_matches('0');
        let digits = if trimmed.is_empty() { "0".to_owned() } else { trimmed.to_owned() };
        let exponent = exponent.checked_sub(i64::try_from(places.len()).ok()?)?;
        let adjusted = exponent.checked_add(i64::try_from(digits.len()).ok()? - 1)?;
        if adjusted.abs() > MAX_EXPONENT || exponent.abs() > MAX_EXPONENT {
            return None;
        }
        Some(Self { negative, digits, exponent })
    }

    /// How many digits it has.
    pub(crate) fn count(&self) -> usize {
        self.digits.len()
    }

    /// Whether it is below zero (or a negative zero).
    pub(crate) fn is_negative(&self) -> bool {
        self.negative
    }

    /// How many digits stand before the point.
    pub(crate) fn whole_digits(&self) -> usize {
        let count = i64::try_from(self.digits.len()).unwrap_or(i64::MAX);
        match self.digits.as_str() {
            "0" => 1,
            _ => usize::try_from(count.saturating_add(self.exponent)).unwrap_or(0),
        }
    }

    /// DRF's `validate_precision`.
    pub(crate) fn check(&self, max_digits: Option<u32>, decimal_places: Option<u32>) -> Result<(), Precision> {
        let count = i64::try_from(self.digits.len()).unwrap_or(i64::MAX);
        let (total, whole, places) = if self.exponent >= 0 {
            let total = count.saturating_add(self.exponent);
            (total, total, 0)
        } else if count > -self.exponent {
            (count, count + self.exponent, -self.exponent)
        } else {
            (-self.exponent, 0, -self.exponent)
        };
        let beyond = |amount: i64, limit: Option<u32>| limit.filter(|&l| amount > i64::from(l));
        if let Some(limit) = beyond(total, max_digits) {
            return Err(Precision::Digits(limit));
        }
        if let Some(limit) = beyond(places, decimal_places) {
            return Err(Precision::Places(limit));
        }
        if let (Some(digits), Some(decimals)) = (max_digits, decimal_places)
            && let Some(limit) = beyond(whole, Some(digits.saturating_sub(decimals)))
        {
            return Err(Precision::WholeDigits(limit));
        }
        Ok(())
    }

    /// Rounded to so many places, half to even (`quantize`).
    pub(crate) fn quantize(&self, places: u32) -> Self {
        let target = -i64::from(places);
        if self.exponent >= target {
            let zeros = usize::try_from(self.exponent - target).unwrap_or(0).min(4096);
            let digits = if self.digits == "0" { "0".to_owned() } else { format!("{}{}", self.digits, "0".repeat(zeros)) };
            return Self { negative: self.negative, digits, exponent: target };
        }
        let drop = usize::try_from(target - self.exponent).unwrap_or(usize::MAX);
        let padded = format!("{:0>width$}", self.digits, width = drop.saturating_add(1).min(self.digits.len().max(4096)));
        let keep = padded.len().saturating_sub(drop);
        let (kept, dropped) = padded.split_at(keep);
        let half = format!("5{}", "0".repeat(dropped.len().saturating_sub(1)));
        let odd = kept.bytes().last().is_some_and(|b| b % 2 == 1);
        let up = match dropped.cmp(half.as_str()) {
            Ordering::Greater => true,
            Ordering::Equal => odd,
            Ordering::Less => false,
        };
        let mut digits: Vec<u8> = kept.bytes().collect();
        if up {
            let mut carry = true;
            for digit in digits.iter_mut().rev() {
                if *digit == b'9' {
                    *digit = b'0';
                } else {
                    *digit += 1;
                    carry = false;
                    break;
                }
            }
            if carry {
                digits.insert(0, b'1');
            }
        }
        let text: String = digits.into_iter().map(char::from).collect();
        let trimmed = text.trim_start_matches('0');
        Self { negative: self.negative, digits: if trimmed.is_empty() { "0".to_owned() } else { trimmed.to_owned() }, exponent: target }
    }

    /// Before and after the decimal point, without needless zeros: equal numbers have equal parts.
    fn parts(&self) -> (String, String) {
        let plain = self.plain();
        let unsigned = plain.trim_start_matches('-');
        let (whole, places) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        (whole.trim_start_matches('0').to_owned(), places.trim_end_matches('0').to_owned())
    }

    /// By value.
    pub(crate) fn compare(&self, other: &Self) -> Ordering {
        let (a, b) = (self.parts(), other.parts());
        let zero = |p: &(String, String)| p.0.is_empty() && p.1.is_empty();
        match (zero(&a), zero(&b)) {
            (true, true) => return Ordering::Equal,
            (true, false) => return if other.negative { Ordering::Greater } else { Ordering::Less },
            (false, true) => return if self.negative { Ordering::Less } else { Ordering::Greater },
            (false, false) => {}
        }
        if self.negative != other.negative {
            return if self.negative { Ordering::Less } else { Ordering::Greater };
        }
        let sizes = a.0.len().cmp(&b.0.len()).then_with(|| a.0.cmp(&b.0)).then_with(|| a.1.cmp(&b.1));
        if self.negative { sizes.reverse() } else { sizes }
    }

    /// `format(value, 'f')`.
    pub(crate) fn plain(&self) -> String {
        let sign = if self.negative { "-" } else { "" };
        if self.exponent >= 0 {
            let zeros = if self.digits == "0" { 0 } else { usize::try_from(self.exponent).unwrap_or(0).min(4096) };
            return format!("{sign}{}{}", self.digits, "0".repeat(zeros));
        }
        let places = usize::try_from(-self.exponent).unwrap_or(usize::MAX).min(4096);
        let padded = format!("{:0>width$}", self.digits, width = places + 1);
        let (whole, decimals) = padded.split_at(padded.len() - places);
        format!("{sign}{whole}.{decimals}")
    }
}
