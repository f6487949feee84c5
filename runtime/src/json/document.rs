//! A document, and what Rust's texts cannot hold of it.

use super::surrogates;
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
