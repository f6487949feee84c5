//! Expressions and conditions over the columns of one row: what Django writes with `F()`, `Q()`, `Value()` and functions.
//!
//! Annotations, generated columns, constraints and conditional unique sets use this one language. The generator parses its text
//! (`restwright_codegen::expression`) and checks the types; the tree here is what it emits, and [`write()`] is the SQL of the tree.

mod sql;

pub use sql::{Writer, write};

use crate::model::{FieldType, Literal};

/// A column of the row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ColumnRef {
    /// The field's name.
    pub field: &'static str,
    /// The type of its values; of a relation that of the key which the column holds.
    pub kind: FieldType,
    /// Whether the column may be NULL.
    pub null: bool,
}

/// A computation over one row. A condition is an expression whose value is a boolean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Expression {
    /// The value of a column; of a boolean column also a condition.
    Column(ColumnRef),
    /// A constant, as a column of this type would store it.
    Constant(Literal, FieldType),
    /// The moment of the statement: Django's `Now()`.
    Now,
    /// `-x`.
    Negative(&'static Expression),
    /// `a + b` and its kin.
    Arithmetic(Operator, &'static Expression, &'static Expression),
    /// A function and its arguments.
    Call(Function, &'static [Expression]),
    /// `a < b` and its kin.
    Compare(Comparison, &'static Expression, &'static Expression),
    /// `x is null`.
    IsNull(&'static Expression),
    /// `x in (…)`; the values are constants.
    In(&'static Expression, &'static [Expression]),
    /// `not x`.
    Not(&'static Expression),
    /// All of these.
    And(&'static [Expression]),
    /// At least one of these.
    Or(&'static [Expression]),
}

/// The arithmetic operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
}

impl Operator {
    /// The sign, which is the same in a spec and in SQL.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
        }
    }
}

/// The comparison operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Comparison {
    /// The sign in SQL.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "<>",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }

    /// The comparison of the same operands in the other order.
    #[must_use]
    pub const fn swapped(self) -> Self {
        match self {
            Self::Equal | Self::NotEqual => self,
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
        }
    }
}

/// The functions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// The first argument that is not NULL.
    Coalesce,
    /// All arguments as one text, NULL as an empty one (Django's `Concat`).
    Concat,
    /// Lower-case letters; on SQLite of ASCII only.
    Lower,
    /// Capital letters; on SQLite of ASCII only.
    Upper,
}

impl Function {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Coalesce, Self::Concat, Self::Lower, Self::Upper];

    /// Its name in a spec.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Coalesce => "coalesce",
            Self::Concat => "concat",
            Self::Lower => "lower",
            Self::Upper => "upper",
        }
    }
}

impl Expression {
    /// The columns that the expression reads, each as often as it stands there, from left to right.
    pub fn columns(&self) -> Vec<ColumnRef> {
        let mut found = Vec::new();
        self.visit(&mut |expression| {
            if let Self::Column(column) = expression {
                found.push(*column);
            }
        });
        found
    }

    /// Whether the value depends on the row alone, and not on when it is computed.
    pub fn is_deterministic(&self) -> bool {
        let mut deterministic = true;
        self.visit(&mut |expression| deterministic &= !matches!(expression, Self::Now));
        deterministic
    }

    /// Whether the value can be NULL.
    pub fn may_be_null(&self) -> bool {
        match self {
            Self::Column(column) => column.null,
            Self::Constant(value, _) => *value == Literal::Null,
            Self::Now | Self::IsNull(_) | Self::Call(Function::Concat, _) => false,
            // Of a division by zero there is no value.
            Self::Arithmetic(Operator::Divide, ..) => true,
            Self::Negative(of) | Self::Not(of) => of.may_be_null(),
            Self::Arithmetic(_, left, right) | Self::Compare(_, left, right) => left.may_be_null() || right.may_be_null(),
            Self::In(of, values) => of.may_be_null() || values.iter().any(Self::may_be_null),
            Self::Call(Function::Coalesce, parts) => parts.iter().all(Self::may_be_null),
            Self::Call(_, parts) | Self::And(parts) | Self::Or(parts) => parts.iter().any(Self::may_be_null),
        }
    }

    /// Calls `see` for the expression and for each part of it, a whole before its parts. Trees are a spec's own, and the parser bounds
    /// their depth.
    pub fn visit(&self, see: &mut impl FnMut(&Self)) {
        see(self);
        match self {
            Self::Column(_) | Self::Constant(..) | Self::Now => {}
            Self::Negative(of) | Self::IsNull(of) | Self::Not(of) => of.visit(see),
            Self::Arithmetic(_, left, right) | Self::Compare(_, left, right) => {
                left.visit(see);
                right.visit(see);
            }
            Self::In(of, values) => {
                of.visit(see);
                values.iter().for_each(|value| value.visit(see));
            }
            Self::Call(_, parts) | Self::And(parts) | Self::Or(parts) => parts.iter().for_each(|part| part.visit(see)),
        }
    }
}
