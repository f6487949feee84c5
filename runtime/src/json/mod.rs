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

mod document;
pub(crate) mod encode;
mod error;
mod members;
mod reader;
mod strings;
pub(crate) mod surrogates;
#[cfg(test)]
mod tests;
mod texts;
mod writer;

pub use document::Document;
pub use error::JsonError;
pub(crate) use members::members;
pub(crate) use reader::read;
pub(crate) use writer::{stored, stored_string};

use restwright_schema::api::Input as Limits;
use serde_json::Value;
use texts::find_text;

/// Reads a text that does not come with a request: a column's, a constant's, a fixture's. Lone surrogates become U+FFFD.
///
/// # Errors
///
/// A text that is no JSON, or is nested deeper than any API may allow.
pub(crate) fn read_trusted(text: &str) -> Result<Value, JsonError> {
    read(text, Limits::DEEPEST).map(Document::into_value)
}

/// Whether a text of a value has the character U+0000.
pub(crate) fn has_null_character(value: &Value) -> bool {
    find_text(value, |text| text.contains('\0').then_some(())).is_some()
}
