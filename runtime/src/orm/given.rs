//! Typed values of a filterset, for typed access.

use crate::Value;
use crate::columns::Column;
use std::ops::RangeInclusive;

/// The filters of a filterset that are set, by their parameters, with their values.
#[derive(Clone, Debug, Default)]
pub struct Given(Vec<(&'static str, Vec<Value>)>);

impl Given {
    /// Adds a filter if it is set. A raw identifier is its parameter without the mark.
    pub fn add(&mut self, name: &'static str, argument: Option<impl FilterArgument>) {
        if let Some(argument) = argument {
            self.0.push((name.strip_prefix("r#").unwrap_or(name), argument.values()));
        }
    }

    /// Adds the filters of another set.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn get(&self, name: &str) -> Option<&[Value]> {
        self.0.iter().rev().find(|(given, _)| *given == name && !name.is_empty()).map(|(_, values)| values.as_slice())
    }
}

/// What a filter of typed access takes: one value, a list of them for `in` and for relations to several rows, a range for `range`.
pub trait FilterArgument {
    /// The values.
    fn values(self) -> Vec<Value>;
}

impl<T: Column> FilterArgument for T {
    fn values(self) -> Vec<Value> {
        vec![self.into_value()]
    }
}

/// A value of a column whose type the filterset doesn't know: `Decimal`, `NaiveDate` and the rest turn `into()` one.
impl FilterArgument for Value {
    fn values(self) -> Vec<Value> {
        match self {
            Self::List(values) => values,
            value => vec![value],
        }
    }
}

impl<T: FilterArgument> FilterArgument for Vec<T> {
    fn values(self) -> Vec<Value> {
        self.into_iter().flat_map(T::values).collect()
    }
}

impl<T: FilterArgument> FilterArgument for RangeInclusive<T> {
    fn values(self) -> Vec<Value> {
        let (low, high) = self.into_inner();
        [low, high].into_iter().flat_map(T::values).collect()
    }
}

/// The name that an ordering filter takes, with `-` in front for descending.
impl FilterArgument for &'static str {
    fn values(self) -> Vec<Value> {
        vec![self.into()]
    }
}
