//! JSON as Python's `json` module reads and writes it: the only way by which a client's text becomes a [`Value`].
//!
//! `serde_json` is not used for reading what clients send or columns hold. With its features `arbitrary_precision` and `raw_value` (which any
//! crate of a build may turn on) it gives the keys `$serde_json::private::Number` and `$serde_json::private::RawValue` a meaning of their own,
//! and the latter's text is read with a fresh limit of recursion, so that a small document overflows the stack. Here every key is a text, the
//! depth of the whole document has a bound, and neither reading nor writing recurses.
//!
//! - `read` gives a [`Document`]: numbers keep their digits, of doubled keys the last one counts (in the place of the first), and errors
//!   have Python's words, which DRF quotes.
//! - `stored` is the text of a value as Django stores it (`json.dumps`); [`restwright_schema::json::dumps`] makes it of another text.

pub(crate) mod encode;
mod error;
mod members;
mod reader;
mod strings;
pub(crate) mod surrogates;
#[cfg(test)]
mod tests;
mod writer;

pub use error::JsonError;
pub(crate) use members::members;
pub(crate) use reader::read;
pub(crate) use writer::{stored, stored_string};

use restwright_schema::api::Input as Limits;
use serde_json::Value;

/// A document that a client sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// What it holds; numbers keep their digits.
    pub value: Value,
    /// Whether texts in it have lone surrogates (`"\ud83d"`), which no Rust text can hold: each is a character of a private plane
    /// (see `json::surrogates`), and nothing else in the document is one of these.
    pub(crate) surrogates: bool,
}

impl Document {
    /// The value, with U+FFFD in the place of each lone surrogate.
    pub fn into_value(self) -> Value {
        let Self { mut value, surrogates } = self;
        if surrogates {
            surrogates::replace(&mut value);
        }
        value
    }
}

impl From<Value> for Document {
    fn from(value: Value) -> Self {
        Self { value, surrogates: false }
    }
}

/// Reads a text that does not come with a request: a column's, a constant's, a fixture's. Lone surrogates become U+FFFD.
///
/// # Errors
///
/// A text that is no JSON, or is nested deeper than any API may allow.
pub(crate) fn read_trusted(text: &str) -> Result<Value, JsonError> {
    read(text, Limits::DEEPEST).map(Document::into_value)
}

/// What is found first in the texts of a value, keys included.
fn find_text<T>(value: &Value, find: impl Fn(&str) -> Option<T>) -> Option<T> {
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        let found = match value {
            Value::String(text) => find(text),
            Value::Array(items) => {
                open.extend(items.iter().rev());
                None
            }
            Value::Object(map) => {
                open.extend(map.values().rev());
                map.keys().find_map(|key| find(key))
            }
            _ => None,
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

/// Whether a text of a value has the character U+0000.
pub(crate) fn has_null_character(value: &Value) -> bool {
    find_text(value, |text| text.contains('\0').then_some(())).is_some()
}
