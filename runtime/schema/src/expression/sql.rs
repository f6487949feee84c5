//! The SQL of an expression, as Django's compiler writes it for each database.

use super::{ColumnRef, Comparison, Expression, Function, Operator};
use crate::Dialect;
use crate::model::{FieldType, Literal};

/// Where the SQL of an expression goes. The writer decides what a column is called there, and whether constants are bound or written out.
pub trait Writer {
    /// A piece of SQL.
    fn sql(&mut self, text: &str);
    /// A column of the row.
    fn column(&mut self, column: &ColumnRef);
    /// A constant, as a column of this type stores it.
    fn constant(&mut self, value: Literal, kind: FieldType);
}

/// Writes an expression in a dialect.
pub fn write(dialect: Dialect, expression: &Expression, out: &mut dyn Writer) {
    Sql { dialect, out }.value(expression);
}

struct Sql<'a> {
    dialect: Dialect,
    out: &'a mut dyn Writer,
}

impl Sql<'_> {
    fn value(&mut self, expression: &Expression) {
        match *expression {
            Expression::Column(column) => self.out.column(&column),
            Expression::Constant(value, kind) => self.out.constant(value, kind),
            Expression::Now => self.out.sql(match self.dialect {
                Dialect::Sqlite => "strftime('%Y-%m-%d %H:%M:%f', 'now')",
                Dialect::Postgres => "statement_timestamp()",
                Dialect::MySql => "CURRENT_TIMESTAMP(6)",
            }),
            Expression::Negative(of) => {
                self.out.sql("(-");
                self.value(of);
                self.out.sql(")");
            }
            Expression::Arithmetic(operator, left, right) => self.arithmetic(operator, left, right),
            Expression::Call(function, arguments) => self.call(function, arguments),
            Expression::Compare(..)
            | Expression::IsNull(_)
            | Expression::In(..)
            | Expression::Not(_)
            | Expression::And(_)
            | Expression::Or(_) => {
                self.out.sql("(");
                self.condition(expression, false);
                self.out.sql(")");
            }
        }
    }

    fn arithmetic(&mut self, operator: Operator, left: &Expression, right: &Expression) {
        self.out.sql("(");
        self.value(left);
        self.out.sql(" ");
        self.out.sql(operator.sign());
        self.out.sql(" ");
        // The others have no value for a division by zero; PostgreSQL would refuse the whole statement.
        let guarded = operator == Operator::Divide && self.dialect == Dialect::Postgres && !is_number_but_zero(right);
        self.out.sql(if guarded { "NULLIF(" } else { "" });
        self.value(right);
        self.out.sql(if guarded { ", 0))" } else { ")" });
    }

    fn call(&mut self, function: Function, arguments: &[Expression]) {
        if function == Function::Concat {
            return self.concat(arguments);
        }
        self.out.sql(match function {
            Function::Coalesce => "COALESCE(",
            Function::Lower => "LOWER(",
            Function::Upper | Function::Concat => "UPPER(",
        });
        self.list(arguments);
        self.out.sql(")");
    }

    fn list(&mut self, parts: &[Expression]) {
        for (i, part) in parts.iter().enumerate() {
            if i > 0 {
                self.out.sql(", ");
            }
            self.value(part);
        }
    }

    /// Django's `ConcatPair`: NULL is an empty text.
    fn concat(&mut self, arguments: &[Expression]) {
        if self.dialect == Dialect::MySql {
            self.out.sql("CONCAT_WS(''");
            for argument in arguments {
                self.out.sql(", ");
                self.value(argument);
            }
            return self.out.sql(")");
        }
        self.out.sql("(");
        for (i, argument) in arguments.iter().enumerate() {
            if i > 0 {
                self.out.sql(" || ");
            }
            self.out.sql("COALESCE(");
            self.value(argument);
            // Of another type's text PostgreSQL has to be asked; the others convert by themselves.
            self.out.sql(if self.dialect == Dialect::Postgres { "::text, '')" } else { ", '')" });
        }
        self.out.sql(")");
    }

    /// A condition below an even or odd number of negations. Django adds `IS NOT NULL` to a negated comparison of a column that may be
    /// NULL, so that `not a = 1` holds for rows without an `a` (`Query.build_filter`).
    fn condition(&mut self, expression: &Expression, negated: bool) {
        match *expression {
            Expression::Compare(comparison, left, right) => self.compare(comparison, left, right, negated),
            Expression::IsNull(of) => {
                self.value(of);
                self.out.sql(" IS NULL");
            }
            Expression::In(of, values) => self.guarded(&[of], negated, |sql| {
                sql.value(of);
                sql.out.sql(" IN (");
                sql.list(values);
                sql.out.sql(")");
            }),
            Expression::Not(of) => {
                self.out.sql("NOT (");
                self.condition(of, !negated);
                self.out.sql(")");
            }
            Expression::And(parts) => self.joined(parts, " AND ", negated),
            Expression::Or(parts) => self.joined(parts, " OR ", negated),
            Expression::Column(_) => self.guarded(&[expression], negated, |sql| sql.value(expression)),
            _ => self.value(expression),
        }
    }

    fn joined(&mut self, parts: &[Expression], word: &str, negated: bool) {
        for (i, part) in parts.iter().enumerate() {
            if i > 0 {
                self.out.sql(word);
            }
            let inner = matches!(part, Expression::And(_) | Expression::Or(_));
            if inner {
                self.out.sql("(");
            }
            self.condition(part, negated);
            if inner {
                self.out.sql(")");
            }
        }
    }

    fn compare(&mut self, comparison: Comparison, left: &Expression, right: &Expression, negated: bool) {
        // As in Django, a column stands on the left of a constant.
        let (comparison, left, right) = match (left, right) {
            (Expression::Constant(..), Expression::Column(_)) => (comparison.swapped(), right, left),
            _ => (comparison, left, right),
        };
        let (sign, negates) = match comparison {
            Comparison::NotEqual if !plain(left, right) => (Comparison::Equal, true),
            comparison => (comparison, false),
        };
        if negates {
            self.out.sql("NOT (");
        }
        self.guarded(&[left, right], negated != negates, |sql| {
            sql.value(left);
            sql.out.sql(" ");
            sql.out.sql(sign.sign());
            sql.out.sql(" ");
            sql.value(right);
        });
        if negates {
            self.out.sql(")");
        }
    }

    /// A comparison, and below a negation that the columns it compares are not NULL.
    fn guarded(&mut self, operands: &[&Expression], negated: bool, write: impl FnOnce(&mut Self)) {
        // Only a comparison whose left side is a column is one of Django's look-ups of that column.
        let columns = matches!(operands.first(), Some(Expression::Column(_)));
        let nullable: Vec<&Expression> =
            operands.iter().copied().filter(|o| negated && columns && matches!(o, Expression::Column(c) if c.null)).collect();
        if nullable.is_empty() {
            return write(self);
        }
        self.out.sql("(");
        write(self);
        for column in nullable {
            self.out.sql(" AND ");
            self.value(column);
            self.out.sql(" IS NOT NULL");
        }
        self.out.sql(")");
    }
}

/// Whether it is a constant that is not zero.
fn is_number_but_zero(expression: &Expression) -> bool {
    match expression {
        Expression::Constant(Literal::Int(n), _) => *n != 0,
        Expression::Constant(Literal::Decimal(digits), _) => digits.bytes().any(|b| (b'1'..=b'9').contains(&b)),
        Expression::Constant(Literal::Float(n), _) => *n != 0.0,
        _ => false,
    }
}

/// Whether `<>` says the same as a negated `=`: neither side is a column that may be NULL.
fn plain(left: &Expression, right: &Expression) -> bool {
    [left, right].iter().all(|side| !matches!(side, Expression::Column(column) if column.null))
}
