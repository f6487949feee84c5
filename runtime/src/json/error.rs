//! What is wrong with a text, in Python's words.

use std::fmt;

/// Why a text is no JSON document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JsonError {
    /// Python's `JSONDecodeError`.
    Syntax {
        /// What was expected.
        message: &'static str,
        /// The first line is 1.
        line: usize,
        /// The first character of a line is 1.
        column: usize,
        /// Characters before the place.
        at: usize,
    },
    /// `NaN`, `Infinity` or `-Infinity`, which DRF's `STRICT_JSON` refuses.
    Constant(&'static str),
    /// An integer with so many digits; Python reads [`JsonError::MAX_DIGITS`].
    Digits(usize),
    /// Arrays and objects are nested deeper than this.
    Depth(u32),
    /// A lone surrogate beside the private characters that stand for such.
    Surrogates,
}

impl JsonError {
    /// The longest integer that Python makes of a text (`sys.get_int_max_str_digits()`).
    pub const MAX_DIGITS: usize = 4300;

    /// An error at a byte of a text.
    pub(super) fn at(text: &str, byte: usize, message: &'static str) -> Self {
        let before = text.get(..byte).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Self::Syntax {
            message,
            line: before.bytes().filter(|b| *b == b'\n').count() + 1,
            column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
            at: before.chars().count(),
        }
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax { message, line, column, at } => write!(f, "{message}: line {line} column {column} (char {at})"),
            Self::Constant(name) => write!(f, "Out of range float values are not JSON compliant: '{name}'"),
            Self::Digits(count) => write!(
                f,
                "Exceeds the limit ({} digits) for integer string conversion: value has {count} digits; use sys.set_int_max_str_digits() to \
                 increase the limit",
                Self::MAX_DIGITS
            ),
            Self::Depth(limit) => write!(f, "Arrays and objects are nested deeper than {limit} levels"),
            Self::Surrogates => f.write_str("Lone surrogates are not allowed beside characters from U+10F000 to U+10F7FF"),
        }
    }
}

impl std::error::Error for JsonError {}
