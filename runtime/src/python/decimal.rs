//! Python's `Decimal`: finite decimal numbers, read, rounded and written exactly.

use super::text::{ascii_digits, strip};
use std::cmp::Ordering;
use std::fmt;

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

/// Python's `ROUND_…`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Rounding {
    #[default]
    HalfEven,
    HalfUp,
    HalfDown,
    Up,
    Down,
    Ceiling,
    Floor,
    /// Away from zero where the last digit would be 0 or 5.
    ZeroFiveUp,
}

impl Rounding {
    /// By Python's name.
    pub(crate) fn named(name: &str) -> Self {
        match name {
            "ROUND_HALF_UP" => Self::HalfUp,
            "ROUND_HALF_DOWN" => Self::HalfDown,
            "ROUND_UP" => Self::Up,
            "ROUND_DOWN" => Self::Down,
            "ROUND_CEILING" => Self::Ceiling,
            "ROUND_FLOOR" => Self::Floor,
            "ROUND_05UP" => Self::ZeroFiveUp,
            _ => Self::HalfEven,
        }
    }
}

/// Powers of ten that a `f64` holds exactly.
const TENS: [f64; 16] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/// More zeros than this are not written: no column and no limit has as many digits.
const MOST_ZEROS: usize = 4096;

/// Beyond this exponent C's decimal library gives up.
const MAX_EXPONENT: i64 = 999_999_999_999_999_999;

impl Decimal {
    /// `Decimal(text)`, if it is finite.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = ascii_digits(strip(text));
        let text = if text.contains('_') { text.replace('_', "").into() } else { text };
        let (negative, rest) = match text.strip_prefix(['+', '-']) {
            Some(rest) => (text.starts_with('-'), rest),
            None => (false, &*text),
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
        let leading = whole.trim_start_matches('0');
        let mut digits = if leading.is_empty() { places.trim_start_matches('0').to_owned() } else { format!("{leading}{places}") };
        if digits.is_empty() {
            digits.push('0');
        }
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

    /// What Django reads from a number that SQLite stores, at a field's places: 15 significant digits, then the field's places, both times
    /// rounded half to even. `None` for what is not a number.
    pub(crate) fn from_float(value: f64, places: u32) -> Option<Self> {
        if !value.is_finite() {
            return None;
        }
        let negative = value.is_sign_negative();
        let value = value.abs();
        // What was stored is the nearest float to a decimal of few digits; if that decimal has no more than the field's places, a
        // multiplication finds it, and a division (which IEEE 754 rounds correctly) proves it.
        if let Some(&scale) = TENS.get(places as usize) {
            let scaled = (value * scale).round();
            #[expect(clippy::float_cmp, reason = "exactly the same number is meant")]
            if scaled < 1e15 && scaled / scale == value {
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole, not negative, below 1e15")]
                let digits = scaled as u64;
                return Some(Self { negative, digits: digits.to_string(), exponent: -i64::from(places) });
            }
        }
        // 15 significant digits, rounded by the exact value.
        let number = Self::parse(&format!("{value:.14e}"))?;
        Some(Self { negative, ..number.quantize(places) })
    }

    /// Rounded to so many places, half to even (`quantize`).
    #[must_use]
    pub(crate) fn quantize(&self, places: u32) -> Self {
        self.round(places, Rounding::HalfEven)
    }

    /// Rounded to so many places.
    #[must_use]
    pub(crate) fn round(&self, places: u32, rounding: Rounding) -> Self {
        let target = -i64::from(places);
        if self.exponent == target {
            return self.clone();
        }
        if self.exponent > target {
            let zeros = usize::try_from(self.exponent - target).unwrap_or(0).min(MOST_ZEROS);
            let digits = if self.digits == "0" { "0".to_owned() } else { format!("{}{}", self.digits, "0".repeat(zeros)) };
            return Self { negative: self.negative, digits, exponent: target };
        }
        let drop = usize::try_from(target - self.exponent).unwrap_or(usize::MAX);
        let padded = format!("{:0>width$}", self.digits, width = drop.saturating_add(1).min(self.digits.len().max(MOST_ZEROS)));
        let keep = padded.len().saturating_sub(drop);
        let (kept, dropped) = padded.split_at(keep);
        let half = format!("5{}", "0".repeat(dropped.len().saturating_sub(1)));
        let rest = dropped.bytes().any(|b| b != b'0');
        let last = kept.bytes().last().unwrap_or(b'0');
        let up = match (rounding, dropped.cmp(half.as_str())) {
            (Rounding::HalfEven, half) => half.is_gt() || (half.is_eq() && last % 2 == 1),
            (Rounding::HalfUp, half) => half.is_ge(),
            (Rounding::HalfDown, half) => half.is_gt(),
            (Rounding::Up, _) => rest,
            (Rounding::Down, _) => false,
            (Rounding::Ceiling, _) => rest && !self.negative,
            (Rounding::Floor, _) => rest && self.negative,
            (Rounding::ZeroFiveUp, _) => rest && matches!(last, b'0' | b'5'),
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

    /// Without zeros at the end of the digits behind the point.
    #[must_use]
    pub(crate) fn normalize(mut self) -> Self {
        while self.exponent < 0 && (self.digits.ends_with('0')) {
            if self.digits.len() > 1 {
                self.digits.pop();
                self.exponent += 1;
            } else {
                self.exponent = 0;
            }
        }
        self
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

    /// `int(value)`: towards zero. `Err` says on which side of 64 bits it lies (`true`: above).
    pub(crate) fn to_i64(&self) -> Result<i64, bool> {
        let kept = self.adjusted().saturating_add(1);
        if self.digits == "0" || kept <= 0 {
            return Ok(0);
        }
        if kept > 19 {
            return Err(!self.negative);
        }
        let digits: String = self.digits.chars().chain(std::iter::repeat('0')).take(usize::try_from(kept).unwrap_or(0)).collect();
        let sign = if self.negative { "-" } else { "" };
        format!("{sign}{digits}").parse().map_err(|_| !self.negative)
    }

    /// `float(value)`.
    pub(crate) fn to_float(&self) -> f64 {
        self.to_string().parse().unwrap_or(f64::NAN)
    }

    /// The exponent of the first digit.
    fn adjusted(&self) -> i64 {
        i64::try_from(self.digits.len()).unwrap_or(i64::MAX).saturating_add(self.exponent).saturating_sub(1)
    }

    /// `format(value, 'f')`.
    pub(crate) fn plain(&self) -> String {
        let mut out = Vec::with_capacity(self.digits.len() + 3);
        self.write(&mut out);
        String::from_utf8(out).unwrap_or_default()
    }

    /// Writes `format(value, 'f')`.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        if self.negative {
            out.push(b'-');
        }
        let digits = self.digits.as_bytes();
        if self.exponent >= 0 {
            let zeros = if self.digits == "0" { 0 } else { usize::try_from(self.exponent).unwrap_or(0).min(MOST_ZEROS) };
            out.extend_from_slice(digits);
            out.resize(out.len() + zeros, b'0');
            return;
        }
        let places = usize::try_from(-self.exponent).unwrap_or(usize::MAX);
        match digits.len().checked_sub(places) {
            Some(whole) if whole > 0 => {
                out.extend_from_slice(&digits[..whole]);
                out.push(b'.');
                out.extend_from_slice(&digits[whole..]);
            }
            _ => {
                out.extend_from_slice(b"0.");
                out.resize(out.len() + (places - digits.len()).min(MOST_ZEROS), b'0');
                out.extend_from_slice(digits);
            }
        }
    }
}

/// `str(value)`.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.negative { "-" } else { "" };
        let adjusted = self.adjusted();
        if self.exponent <= 0 && adjusted >= -6 {
            return write!(f, "{}", self.plain());
        }
        let (first, rest) = self.digits.split_at(1);
        let point = if rest.is_empty() { "" } else { "." };
        write!(f, "{sign}{first}{point}{rest}E{adjusted:+}")
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn shown(value: f64, places: u32) -> String {
        Decimal::from_float(value, places).map(|decimal| decimal.plain()).unwrap_or_default()
    }

    /// Expected values are those of `decimal.Context(prec=15).create_decimal_from_float(x).quantize(…)`.
    #[test]
    fn numbers_are_quantised_as_django_does() {
        let cases = [
            (9.99, 2, "9.99"),
            (10.0, 2, "10.00"),
            (0.0, 3, "0.000"),
            (-0.0, 2, "-0.00"),
            (-1.5, 2, "-1.50"),
            (0.125, 2, "0.12"),
            (0.375, 2, "0.38"),
            (2.5, 0, "2"),
            (3.5, 0, "4"),
            (1.005, 2, "1.00"),
            (1.015, 2, "1.02"),
            (0.1 + 0.2, 2, "0.30"),
            (0.1 + 0.2, 17, "0.30000000000000000"),
            (123_456_789_012_345.0, 2, "123456789012345.00"),
            (1_234_567_890_123_456.0, 2, "1234567890123460.00"),
            (9_999_999.99, 2, "9999999.99"),
            (1e-9, 2, "0.00"),
            (0.000_001, 6, "0.000001"),
        ];
        for (value, places, expected) in cases {
            assert_eq!(shown(value, places), expected, "{value} at {places}");
        }
    }

    #[test]
    fn every_cent_survives() {
        for cents in (0..2_000_000i64).step_by(7) {
            let text = format!("{}.{:02}", cents / 100, cents % 100);
            let value: f64 = text.parse().unwrap_or(f64::NAN);
            assert_eq!(shown(value, 2), text);
        }
    }

    /// Expected values are those of Python's `quantize` and `normalize`.
    #[test]
    fn roundings() {
        let cases = [
            ("ROUND_HALF_EVEN", ["2.4", "2.6", "-2.4", "2.5", "2.1"]),
            ("ROUND_HALF_UP", ["2.5", "2.6", "-2.5", "2.5", "2.1"]),
            ("ROUND_HALF_DOWN", ["2.4", "2.5", "-2.4", "2.5", "2.1"]),
            ("ROUND_UP", ["2.5", "2.6", "-2.5", "2.6", "2.2"]),
            ("ROUND_DOWN", ["2.4", "2.5", "-2.4", "2.5", "2.1"]),
            ("ROUND_CEILING", ["2.5", "2.6", "-2.4", "2.6", "2.2"]),
            ("ROUND_FLOOR", ["2.4", "2.5", "-2.5", "2.5", "2.1"]),
            ("ROUND_05UP", ["2.4", "2.6", "-2.4", "2.6", "2.1"]),
        ];
        for (name, expected) in cases {
            let round = |text| Decimal::parse(text).map(|d| d.round(1, Rounding::named(name)).plain()).unwrap_or_default();
            assert_eq!(["2.45", "2.55", "-2.45", "2.51", "2.11"].map(round), expected, "{name}");
        }
        let plain = |text| Decimal::parse(text).map(|d| d.normalize().plain()).unwrap_or_default();
        assert_eq!(["1.500", "100.00", "0.00", "-0.0", "7"].map(plain), ["1.5", "100", "0", "-0", "7"]);
    }

    #[test]
    fn texts_parse() {
        for (text, expected) in [("12.5", "12.5"), ("-0.0", "-0.0"), ("1E+3", "1000"), ("5e-2", "0.05"), ("+7", "7")] {
            assert_eq!(Decimal::parse(text).unwrap().plain(), expected);
        }
        let long = "123456789012345678901234567890123456789012345678901234567890.25";
        assert_eq!(Decimal::parse(long).unwrap().quantize(1).plain(), format!("{}.2", &long[..60]));
        assert_eq!(Decimal::parse("x"), None);
    }

    fn n(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn numbers_read_and_write_as_in_python() {
        for (text, expected) in [
            ("1", "1"),
            ("1.0", "1.0"),
            (" 007 ", "7"),
            ("1e2", "1E+2"),
            ("0.00", "0.00"),
            ("1E-9", "1E-9"),
            ("-12.50", "-12.50"),
            ("1_000", "1000"),
            ("123e3", "1.23E+5"),
            (".5", "0.5"),
            ("5.", "5"),
        ] {
            assert_eq!(n(text).to_string(), expected, "{text}");
        }
        for text in ["", "x", "NaN", "Infinity", "1e", "--1", "1,5", "."] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }

    #[test]
    fn whole_numbers() {
        assert_eq!(n("300.9").to_i64(), Ok(300));
        assert_eq!(n("-1.5").to_i64(), Ok(-1));
        assert_eq!(n("1e30").to_i64(), Err(true));
        assert_eq!(n("-9999999999999999999").to_i64(), Err(false));
    }
}
