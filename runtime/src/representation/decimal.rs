//! Decimals out of SQLite's NUMERIC columns, which hold floating point or whole numbers.
//!
//! Django takes such a number to 15 significant digits and then to the field's places, both times rounding half to even; DRF then takes it
//! to the serializer field's places. All of it is exact here, without big numbers: 15 digits fit an integer.

/// A decimal number: `digits / 10^places`. Zero keeps its sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    negative: bool,
    digits: u128,
    places: u32,
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

impl Decimal {
    /// What Django reads from a stored number, at a field's places. `None` for what is no number.
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
                return Some(Self { negative, digits: u128::from(digits), places });
            }
        }
        // 15 significant digits, rounded by the exact value.
        let text = format!("{value:.14e}");
        let (mantissa, exponent) = text.split_once('e')?;
        let digits: u128 = mantissa.chars().filter(char::is_ascii_digit).collect::<String>().parse().ok()?;
        let scale = 14 - exponent.parse::<i32>().ok()?;
        let number = if scale >= 0 {
            Self { negative, digits, places: scale.unsigned_abs() }
        } else {
            Self { negative, digits: digits.checked_mul(10u128.checked_pow(scale.unsigned_abs())?)?, places: 0 }
        };
        Some(number.quantize(places))
    }

    /// Reads plain digits (`-12.50`, `1E+3`): what other databases and Django's text hold.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (mantissa, exponent) = text.trim().split_once(['e', 'E']).unwrap_or((text.trim(), "0"));
        let (negative, mantissa) = match mantissa.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, mantissa.strip_prefix('+').unwrap_or(mantissa)),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let digits: u128 = format!("{whole}{fraction}").parse().ok()?;
        let scale = i32::try_from(fraction.len()).ok()? - exponent.parse::<i32>().ok()?;
        if scale < 0 {
            let digits = digits.checked_mul(10u128.checked_pow(scale.unsigned_abs())?)?;
            return Some(Self { negative, digits, places: 0 });
        }
        Some(Self { negative, digits, places: scale.unsigned_abs() })
    }

    /// The same number at other places, rounded half to even.
    #[must_use]
    pub(crate) fn quantize(self, places: u32) -> Self {
        self.round(places, Rounding::HalfEven)
    }

    /// Without zeros behind the point that say nothing.
    #[must_use]
    pub(crate) fn normalize(mut self) -> Self {
        while self.places > 0 && self.digits.is_multiple_of(10) {
            self.digits /= 10;
            self.places -= 1;
        }
        self
    }

    /// The same number at other places.
    #[must_use]
    pub(crate) fn round(self, places: u32, rounding: Rounding) -> Self {
        if places >= self.places {
            let scaled = 10u128.checked_pow(places - self.places).and_then(|ten| self.digits.checked_mul(ten));
            return scaled.map_or(self, |digits| Self { digits, places, ..self });
        }
        let Some(unit) = 10u128.checked_pow(self.places - places) else {
            return Self { digits: 0, places, ..self };
        };
        let (mut digits, rest) = (self.digits / unit, self.digits % unit);
        let half = unit / 2;
        let up = match rounding {
            Rounding::HalfEven => rest > half || (rest == half && digits % 2 == 1),
            Rounding::HalfUp => rest >= half,
            Rounding::HalfDown => rest > half,
            Rounding::Up => rest > 0,
            Rounding::Down => false,
            Rounding::Ceiling => rest > 0 && !self.negative,
            Rounding::Floor => rest > 0 && self.negative,
            Rounding::ZeroFiveUp => rest > 0 && digits.is_multiple_of(5),
        };
        digits += u128::from(up);
        Self { digits, places, ..self }
    }

    /// The nearest float: what a decimal is in JSON where it isn't a string.
    pub(crate) fn to_float(self) -> f64 {
        let mut text = Vec::with_capacity(24);
        self.write(&mut text);
        std::str::from_utf8(&text).ok().and_then(|t| t.parse().ok()).unwrap_or(f64::NAN)
    }

    /// The digits as text.
    pub(crate) fn text(self) -> String {
        let mut out = Vec::new();
        self.write(&mut out);
        String::from_utf8(out).unwrap_or_default()
    }

    /// The digits, without an exponent.
    pub(crate) fn write(self, out: &mut Vec<u8>) {
        if self.negative {
            out.push(b'-');
        }
        let mut digits = [b'0'; 80];
        let places = self.places as usize;
        let mut at = digits.len();
        let mut rest = self.digits;
        let mut written = 0;
        // At least one digit stands before the point.
        while rest > 0 || written <= places {
            if at == 0 {
                break;
            }
            at -= 1;
            digits[at] = b'0' + u8::try_from(rest % 10).unwrap_or(0);
            rest /= 10;
            written += 1;
        }
        let point = digits.len().saturating_sub(places).max(at);
        out.extend_from_slice(&digits[at..point]);
        if places > 0 {
            out.push(b'.');
            out.extend_from_slice(&digits[point..]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: f64, places: u32) -> String {
        let mut out = Vec::new();
        if let Some(decimal) = Decimal::from_float(value, places) {
            decimal.write(&mut out);
        }
        String::from_utf8_lossy(&out).into_owned()
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
            let round = |text| Decimal::parse(text).map(|d| d.round(1, Rounding::named(name)).text()).unwrap_or_default();
            assert_eq!(["2.45", "2.55", "-2.45", "2.51", "2.11"].map(round), expected, "{name}");
        }
        let plain = |text| Decimal::parse(text).map(|d| d.normalize().text()).unwrap_or_default();
        assert_eq!(["1.500", "100.00", "0.00", "-0.0", "7"].map(plain), ["1.5", "100", "0", "-0", "7"]);
    }

    #[test]
    fn texts_parse() {
        for (text, expected) in [("12.5", "12.5"), ("-0.0", "-0.0"), ("1E+3", "1000"), ("5e-2", "0.05"), ("+7", "7")] {
            let mut out = Vec::new();
            if let Some(decimal) = Decimal::parse(text) {
                decimal.write(&mut out);
            }
            assert_eq!(String::from_utf8_lossy(&out), expected);
        }
        assert_eq!(Decimal::parse("x"), None);
    }
}
