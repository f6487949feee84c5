//! The columns of a model in a row of a result.

use super::Column;
use crate::db::Row;
use crate::{ApiError, Value};

/// The columns of a model in a row that may hold others too.
#[derive(Clone, Copy, Debug)]
pub struct Columns<'a> {
    row: &'a Row,
    /// Where they are, in the model's order.
    at: &'a [usize],
    /// Of decimals, in the model's order: their places.
    places: &'a [Option<u32>],
}

impl<'a> Columns<'a> {
    pub(crate) fn new(row: &'a Row, at: &'a [usize], places: &'a [Option<u32>]) -> Self {
        Self { row, at, places }
    }

    /// The value of a column as a Rust type.
    ///
    /// # Errors
    ///
    /// The column holds something else, or is not there.
    pub fn get<T: Column>(&self, at: usize) -> Result<T, ApiError> {
        let place = self.at.get(at).copied().unwrap_or(usize::MAX);
        let value = match self.places.get(at).copied().flatten() {
            // A database may keep fewer digits than the field has.
            Some(places) => self.row.decimal(place, places).map_or(Value::Null, |decimal| Value::Decimal(decimal.plain())),
            None => self.row.value(place, T::KIND),
        };
        T::from_value(value).ok_or_else(|| unreadable(self.row, place))
    }

    /// How many columns there are.
    pub fn len(&self) -> usize {
        self.at.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.at.is_empty()
    }
}

fn unreadable(row: &Row, at: usize) -> ApiError {
    let column = row.name(at).unwrap_or("?");
    ApiError::internal(format_args!("the column `{column}` holds a value that is not of its field's type"))
}
