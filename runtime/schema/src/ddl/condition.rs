//! Expressions as SQL of a table's definition: columns by their bare names, constants written out.

use super::constants;
use crate::Dialect;
use crate::expression::{self, ColumnRef, Expression};
use crate::model::{FieldType, Literal};

struct Text<'a> {
    dialect: Dialect,
    column: &'a dyn Fn(&str) -> String,
    out: String,
}

impl expression::Writer for Text<'_> {
    fn sql(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn column(&mut self, column: &ColumnRef) {
        self.out.push_str(&self.dialect.quote(&(self.column)(column.field)));
    }

    fn constant(&mut self, value: Literal, kind: FieldType) {
        // A constant that no database can write is none that the checks let pass.
        self.out.push_str(&constants::default(self.dialect, kind, value).unwrap_or_else(|| "NULL".to_owned()));
    }
}

/// The SQL of an expression; `column` gives the column of a field.
pub fn sql(dialect: Dialect, expression: &Expression, column: &dyn Fn(&str) -> String) -> String {
    let mut text = Text { dialect, column, out: String::new() };
    expression::write(dialect, expression, &mut text);
    text.out
}
