//! Conditions that are put together: Django's `Q`.

use super::scope::{Rows, condition};
use super::statement::Statement;
use crate::db::Dialect;
use crate::schema::link::{Graph, ModelId};
use crate::{ApiError, Value};
use std::ops::{BitAnd, BitOr, Not};

/// A condition on rows, as Django's `Q`: `Q::new("status", "open") | !Q::new("owner__name", "Ann")`.
///
/// As in Django, a negated condition holds for rows in which the compared column is null, and over a relation to several rows it means that
/// none of them fits.
#[derive(Clone, Debug)]
pub struct Q(Tree);

#[derive(Clone, Debug)]
enum Tree {
    Lookup(Rows),
    All(Vec<Q>),
    Any(Vec<Q>),
    Not(Box<Q>),
}

impl Q {
    /// Rows of which a lookup holds: `Q::new("author__name__startswith", "A")`.
    pub fn new(lookup: &'static str, value: impl Into<Value>) -> Self {
        Self(Tree::Lookup(Rows::default().filter(lookup, value)))
    }

    /// Rows whose value is one of these; without values, no rows.
    pub fn among<V: Into<Value>>(lookup: &'static str, values: impl IntoIterator<Item = V>) -> Self {
        Self(Tree::Lookup(Rows::default().filter_in(lookup, values)))
    }

    /// All of these; without any, every row.
    pub fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        Self(Tree::All(parts.into_iter().collect()))
    }

    /// At least one of these; without any, no row.
    pub fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        Self(Tree::Any(parts.into_iter().collect()))
    }

    /// The condition on rows under an alias.
    ///
    /// # Errors
    ///
    /// 500 for a lookup that leads nowhere, which is logged.
    pub(super) fn condition(&self, graph: &Graph, dialect: Dialect, model: ModelId, alias: &str) -> Result<Statement, ApiError> {
        let joined = |parts: &[Self], word: &str, empty: &str| -> Result<Statement, ApiError> {
            let mut out = Statement::from("(");
            for (at, part) in parts.iter().enumerate() {
                out.push(if at > 0 { word } else { "" }).append(&part.condition(graph, dialect, model, alias)?);
            }
            out.push(if parts.is_empty() { empty } else { "" }).push(")");
            Ok(out)
        };
        match &self.0 {
            Tree::Lookup(rows) => condition(graph, dialect, model, rows, alias),
            Tree::All(parts) => joined(parts, " AND ", "1 = 1"),
            Tree::Any(parts) => joined(parts, " OR ", "1 = 0"),
            // NULL counts as false.
            Tree::Not(part) => {
                let mut out = Statement::from("(CASE WHEN ");
                out.append(&part.condition(graph, dialect, model, alias)?).push(" THEN 1 ELSE 0 END = 0)");
                Ok(out)
            }
        }
    }
}

impl BitAnd for Q {
    type Output = Self;
    fn bitand(self, other: Self) -> Self {
        Self::all([self, other])
    }
}

impl BitOr for Q {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self::any([self, other])
    }
}

impl Not for Q {
    type Output = Self;
    fn not(self) -> Self {
        Self(Tree::Not(Box::new(self)))
    }
}
