//! The language of expressions and conditions: `quantity * price`, `owner is null and state in ('open', 'held')`.
//!
//! [`parse()`] reads a text into a tree with the place of each part, and [`lower()`] checks the tree against the columns of a row and makes
//! the descriptor of it. Annotations, generated columns, constraints and conditional unique sets are all written in this language; docs/spec.md
//! has its grammar.

mod lexer;
mod parser;
mod types;

pub use parser::{Node, NodeKind, parse};
pub use types::{Column, Columns, Typed, ValueType, lower};

use std::ops::Range;

/// What is wrong with an expression, and where in its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// What is wrong: a sentence without a full stop.
    pub message: String,
    /// What to write instead, or empty.
    pub help: String,
}

impl Problem {
    fn new(range: Range<usize>, message: impl Into<String>) -> Self {
        Self { range, message: message.into(), help: String::new() }
    }

    fn help(self, help: impl Into<String>) -> Self {
        Self { help: help.into(), ..self }
    }
}

#[cfg(test)]
mod tests;
