//! Python's `Decimal`, as far as filters need it: read exactly, written exactly, cut to a column's type.

use crate::serializers::python::ascii_digits;

/// A finite decimal number: `digits * 10^exponent`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Number {
    negative: bool,
    /// Without leading zeros; `0` for zero.
    digits: String,
    exponent: i64,
}

/// `1e50` as the float that django-filter compares with.
const LIMIT: &str = "100000000000000007629769841091887003294964970946560";

impl Number {
    /// Reads what `Decimal(text)` reads and is finite.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = ascii_digits(text.trim()).replace('_', "");
        let (negative, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(&text)),
        };
        let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
            None => (rest, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = format!("{whole}{fraction}");
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let exponent = exponent.checked_sub(i64::try_from(fraction.len()).ok()?)?;
        let digits = match digits.trim_start_matches('0') {
            "" => "0".to_owned(),
            rest => rest.to_owned(),
        };
        Some(Self { negative, digits, exponent })
    }

    fn is_zero(&self) -> bool {
        self.digits == "0"
    }

    /// Digits before the decimal point; zero or less if there are none.
    fn whole_digits(&self) -> i64 {
        i64::try_from(self.digits.len()).unwrap_or(i64::MAX).saturating_add(self.exponent)
    }

    /// Whether it is over the 1e50 that django-filter allows.
    pub(crate) fn over_limit(&self) -> bool {
        if self.negative || self.is_zero() {
            return false;
        }
        let limit = i64::try_from(LIMIT.len()).unwrap_or(0);
        match self.whole_digits().cmp(&limit) {
            std::cmp::Ordering::Equal => {
                // The same number of digits before the point: compare as text, the shorter filled up with zeros.
                let width = self.digits.len().max(LIMIT.len());
                format!("{:0<width$}", self.digits) > format!("{LIMIT:0<width$}")
            }
            other => other.is_gt(),
        }
    }

    /// Python's `int()`: towards zero. `Err` says on which side of 64 bits it lies (`true`: above).
    pub(crate) fn whole(&self) -> Result<i64, bool> {
        let kept = self.whole_digits();
        if self.is_zero() || kept <= 0 {
            return Ok(0);
        }
        if kept > 19 {
            return Err(!self.negative);
        }
        let digits: String = self.digits.chars().chain(std::iter::repeat('0')).take(usize::try_from(kept).unwrap_or(0)).collect();
        let sign = if self.negative { "-" } else { "" };
        format!("{sign}{digits}").parse().map_err(|_| !self.negative)
    }

    /// Python's `float()`.
    pub(crate) fn float(&self) -> f64 {
        self.python().parse().unwrap_or(f64::NAN)
    }

    /// Python's `str()`.
    pub(crate) fn python(&self) -> String {
        let sign = if self.negative { "-" } else { "" };
        let left = self.whole_digits();
        if self.exponent <= 0 && left > -6 {
            let fraction = usize::try_from(-self.exponent).unwrap_or(0);
            let digits = format!("{:0>1$}", self.digits, fraction + 1);
            let (whole, rest) = digits.split_at(digits.len() - fraction);
            return if rest.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") };
        }
        let (first, rest) = self.digits.split_at(1);
        let point = if rest.is_empty() { "" } else { "." };
        format!("{sign}{first}{point}{rest}E{:+}", left - 1)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn n(text: &str) -> Number {
        Number::parse(text).unwrap()
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
            assert_eq!(n(text).python(), expected, "{text}");
        }
        for text in ["", "x", "NaN", "Infinity", "1e", "--1", "1,5", "."] {
            assert_eq!(Number::parse(text), None, "{text}");
        }
    }

    #[test]
    fn columns() {
        assert_eq!(n("300.9").whole(), Ok(300));
        assert_eq!(n("-1.5").whole(), Ok(-1));
        assert_eq!(n("1e30").whole(), Err(true));
        assert_eq!(n("-9999999999999999999").whole(), Err(false));
        assert!(n("1e51").over_limit() && n("2e50").over_limit() && !n("1e50").over_limit() && !n("-1e99").over_limit());
    }
}
