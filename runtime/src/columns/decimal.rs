//! Exact decimal numbers.

use super::Column;
use crate::schema::model::FieldType;
use crate::value::Value;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

/// An exact decimal number: its digits, as the database has them (`12.50`). It compares as a number (`12.5` equals `12.50`) and prints its
/// digits; calculate with a decimal type of your choice.
///
/// `restwright::decimal!("9.50")` is one that the compiler has checked, `"9.50".parse::<Decimal>()` one that is read, and `Decimal::from(9)` a
/// whole number.
#[derive(Clone, Debug)]
pub struct Decimal(Cow<'static, str>);

impl Decimal {
    /// A number whose digits were checked by `decimal!`.
    #[doc(hidden)]
    pub const fn checked(digits: &'static str) -> Self {
        Self(Cow::Borrowed(digits))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is zero.
    pub fn is_zero(&self) -> bool {
        let (_, whole, places) = self.parts();
        whole.is_empty() && places.is_empty()
    }

    /// Whether it is less than zero, the digits before the point without leading zeros, and those behind it without trailing ones.
    fn parts(&self) -> (bool, &str, &str) {
        let (negative, digits) = match self.0.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, self.0.strip_prefix('+').unwrap_or(&self.0)),
        };
        let (whole, places) = digits.split_once('.').unwrap_or((digits, ""));
        let (whole, places) = (whole.trim_start_matches('0'), places.trim_end_matches('0'));
        (negative && !(whole.is_empty() && places.is_empty()), whole, places)
    }
}

/// Zero.
impl Default for Decimal {
    fn default() -> Self {
        Self(Cow::Borrowed("0"))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let (one, other) = (self.parts(), other.parts());
        let size = one.1.len().cmp(&other.1.len()).then_with(|| one.1.cmp(other.1)).then_with(|| one.2.cmp(other.2));
        match (one.0, other.0) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (false, false) => size,
            (true, true) => size.reverse(),
        }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.parts() == other.parts()
    }
}

impl Eq for Decimal {}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.parts().hash(state);
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Its digits as a text, as the API writes decimals.
impl serde_core::Serialize for Decimal {
    fn serialize<S: serde_core::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

macro_rules! from_integers {
    ($($rust:ty)*) => {
        $(impl From<$rust> for Decimal {
            fn from(number: $rust) -> Self {
                Self(Cow::Owned(number.to_string()))
            }
        })*
    };
}

from_integers!(i16 i32 i64 u16 u32 u64);

/// A text that is no decimal number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a decimal number: digits, with at most one point and a sign in front")]
pub struct NotADecimal;

impl std::str::FromStr for Decimal {
    type Err = NotADecimal;
    fn from_str(text: &str) -> Result<Self, NotADecimal> {
        if is_decimal(text) { Ok(Self(Cow::Owned(text.to_owned()))) } else { Err(NotADecimal) }
    }
}

/// Whether a text is a decimal number: digits, with at most one point among them and a sign in front.
#[doc(hidden)]
pub const fn is_decimal(text: &str) -> bool {
    let digits = match text.as_bytes() {
        [b'-' | b'+', digits @ ..] => digits,
        digits => digits,
    };
    let (mut at, mut points, mut run) = (0, 0, 0);
    while at < digits.len() {
        match digits[at] {
            b'0'..=b'9' => run += 1,
            b'.' if points == 0 && run > 0 => (points, run) = (1, 0),
            _ => return false,
        }
        at += 1;
    }
    run > 0
}

/// A [`Decimal`] whose digits the compiler checks: `decimal!("9.50")`.
#[macro_export]
macro_rules! decimal {
    ($digits:literal) => {{
        const { ::core::assert!($crate::__gen::is_decimal($digits), "not a decimal number") };
        $crate::Decimal::checked($digits)
    }};
}

impl Column for Decimal {
    const KIND: FieldType = FieldType::Decimal;
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Decimal(digits) | Value::Text(digits) => Some(Self(Cow::Owned(digits))),
            _ => None,
        }
    }
    fn into_value(self) -> Value {
        Value::Decimal(self.0.into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_digits() {
        for good in ["0", "-1.50", "+3", "123456789012345678901234567890.1"] {
            assert_eq!(good.parse::<Decimal>().map(|d| d.to_string()), Ok(good.to_owned()));
        }
        for bad in ["", "-", "1.", ".5", "1e3", "NaN", "1.2.3", "+-1", "1 "] {
            assert_eq!(bad.parse::<Decimal>(), Err(NotADecimal), "{bad}");
        }
        assert_eq!(decimal!("9.50").to_string(), "9.50");
    }

    #[test]
    fn decimals_compare_as_numbers() {
        let sorted = ["-100", "-2.5", "-2.45", "-0.1", "0", "0.09", "0.1", "9", "10", "10.01"];
        for pair in sorted.windows(2) {
            let [low, high] = pair else { continue };
            assert!(low.parse::<Decimal>().ok() < high.parse::<Decimal>().ok(), "{low} {high}");
        }
        assert_eq!(decimal!("12.50"), decimal!("+012.5"));
        assert_eq!(decimal!("-0.0"), Decimal::default());
        assert!(decimal!("0.00").is_zero() && !decimal!("0.01").is_zero());
        assert_eq!(Decimal::from(7), decimal!("7.0"));
    }
}
