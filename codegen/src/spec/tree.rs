//! What was written, before anything was made of it: one tree for TOML files and for attributes.
//!
//! Both front ends make it, and [`super::read`] reads it: so a key, its valid values and what is said of a wrong one are the same in both.

use std::cell::Cell;

use super::Origin;

/// A value with its place.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) origin: Origin,
    pub(crate) tree: Tree,
}

/// A value.
#[derive(Clone, Debug)]
pub(crate) enum Tree {
    Str(String),
    /// `None` where it does not fit into 64 bits.
    Int(Option<i64>),
    Float {
        value: f64,
        /// The digits as they were written.
        text: String,
    },
    Bool(bool),
    /// A date or time without quotes.
    Moment(String),
    List(Vec<Node>),
    /// In the order in which the entries were written.
    Table(Vec<Entry>),
    /// `key(…)` of an attribute: the key that it stands for says whether it is a table or a list.
    Call {
        table: Vec<Entry>,
        list: Vec<Node>,
        /// Whether every part has a name, so that it can be a table.
        named: bool,
    },
}

/// An entry of a table.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) key: String,
    /// The key's place.
    pub(crate) origin: Origin,
    pub(crate) value: Node,
    /// A word alone in an attribute, which is a flag (`unique`), or the name of a type or class in front of its options.
    pub(crate) bare: bool,
    /// The key that was meant where the written one is a slip. It is read in its place, so that what follows from the slip is no second mistake.
    pub(crate) meant: Cell<Option<&'static str>>,
}

impl Entry {
    /// An entry as it was written.
    pub(crate) const fn new(key: String, origin: Origin, value: Node) -> Self {
        Self { key, origin, value, bare: false, meant: Cell::new(None) }
    }

    /// Whether it is the entry of a key, or a slip for it.
    pub(crate) fn is(&self, key: &str) -> bool {
        self.meant.get().map_or(self.key == key, |meant| meant == key)
    }
}

impl Node {
    /// The entries of a table.
    pub(crate) fn table(&self) -> Option<&[Entry]> {
        match &self.tree {
            Tree::Table(entries) | Tree::Call { table: entries, named: true, .. } => Some(entries),
            _ => None,
        }
    }

    /// The items of a list.
    pub(crate) fn list(&self) -> Option<&[Node]> {
        match &self.tree {
            Tree::List(items) | Tree::Call { list: items, .. } => Some(items),
            _ => None,
        }
    }

    /// The one value in an attribute's parentheses.
    pub(crate) fn only(&self) -> Option<&Node> {
        match &self.tree {
            Tree::Call { list, .. } => <&[Node; 1]>::try_from(list.as_slice()).ok().map(|[node]| node),
            _ => None,
        }
    }

    /// What it is, in words, for diagnostics.
    pub(crate) fn kind(&self) -> &'static str {
        match &self.tree {
            Tree::Str(_) => "a string",
            Tree::Int(_) => "an integer",
            Tree::Float { .. } => "a float",
            Tree::Bool(_) => "a boolean",
            Tree::Moment(_) => "a date or time",
            Tree::List(_) | Tree::Call { named: false, .. } => "a list",
            Tree::Table(_) | Tree::Call { .. } => "a table",
        }
    }
}
