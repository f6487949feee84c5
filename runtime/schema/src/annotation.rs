//! `[annotations]`: values that a row's own SELECT computes, Django's `queryset.annotate()`.

use crate::expression::Expression;
use crate::model::{FieldType, Literal};

/// What an aggregate computes of the rows that its path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are docs/spec.md's")]
pub enum Function {
    Count,
    Sum,
    Avg,
    Min,
    Max,
    Exists,
}

impl Function {
    /// All of them, in docs/spec.md's order.
    pub const ALL: &'static [Self] = &[Self::Count, Self::Sum, Self::Avg, Self::Min, Self::Max, Self::Exists];

    /// The key in specs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Sum => "sum",
            Self::Avg => "avg",
            Self::Min => "min",
            Self::Max => "max",
            Self::Exists => "exists",
        }
    }

    /// Whether equal values can count once (Django's `distinct=True`).
    pub const fn has_distinct(self) -> bool {
        matches!(self, Self::Count | Self::Sum | Self::Avg)
    }

    /// Whether there can be no value, so that a default can stand for it.
    pub const fn has_default(self) -> bool {
        !matches!(self, Self::Count | Self::Exists)
    }

    /// The type of its values, of a source of this type: Django's `output_field`. A sum of whole numbers may be larger than each of them, so it
    /// is a `big_integer` here. `None`: there is no such aggregate.
    pub const fn result(self, source: FieldType) -> Option<FieldType> {
        match self {
            Self::Count => Some(FieldType::Integer),
            Self::Exists => Some(FieldType::Boolean),
            Self::Sum if source.is_integer() => Some(FieldType::BigInteger),
            Self::Avg if source.is_integer() => Some(FieldType::Float),
            Self::Sum | Self::Avg => match source {
                FieldType::Float | FieldType::Decimal | FieldType::Duration => Some(source),
                _ => None,
            },
            Self::Min | Self::Max => match source {
                FieldType::Auto => Some(FieldType::BigInteger),
                FieldType::Boolean | FieldType::Json => None,
                kind if kind.is_relation() => None,
                kind => Some(kind),
            },
        }
    }
}

/// An aggregate over rows that relations lead to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Aggregate {
    /// What is computed.
    pub function: Function,
    /// Of what: a path from the row, with `__` through relations.
    pub path: &'static str,
    /// Whether equal values count once.
    pub distinct: bool,
    /// Which rows count: Django's lookups, of which all have to hold. A lookup that takes a list (`in`, `range`) has several values.
    pub conditions: &'static [(&'static str, &'static [Literal])],
    /// What stands for no value.
    pub default: Option<Literal>,
}

/// Where an annotation's value comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Computed {
    /// Other rows.
    Aggregate(Aggregate),
    /// The row's own columns.
    Expression(&'static Expression),
}

/// One entry of `[annotations]`: a column that is computed, and that nobody writes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Annotation {
    /// Its name among the model's fields.
    pub name: &'static str,
    /// Where its value comes from.
    pub value: Computed,
    /// `type`; `None`: what follows from the source.
    pub kind: Option<FieldType>,
    /// Of a decimal with a type of its own.
    pub max_digits: u32,
    /// Of a decimal with a type of its own.
    pub decimal_places: u32,
    /// Whether the resource's row type has a field for it.
    pub in_row: bool,
}

impl Annotation {
    /// An aggregate.
    pub const fn aggregate(name: &'static str, function: Function, path: &'static str) -> Self {
        let value = Computed::Aggregate(Aggregate { function, path, distinct: false, conditions: &[], default: None });
        Self { name, value, kind: None, max_digits: 0, decimal_places: 0, in_row: true }
    }

    /// A computation over the row's own columns; [`kind`](Self::kind) says the type of its value.
    pub const fn expression(name: &'static str, tree: &'static Expression) -> Self {
        let value = Computed::Expression(tree);
        Self { name, value, kind: None, max_digits: 0, decimal_places: 0, in_row: true }
    }

    /// How many rows there are, or values that are not null.
    pub const fn count(name: &'static str, path: &'static str) -> Self {
        Self::aggregate(name, Function::Count, path)
    }

    /// The sum.
    pub const fn sum(name: &'static str, path: &'static str) -> Self {
        Self::aggregate(name, Function::Sum, path)
    }

    /// The average.
    pub const fn avg(name: &'static str, path: &'static str) -> Self {
        Self::aggregate(name, Function::Avg, path)
    }

    /// The least value.
    pub const fn min(name: &'static str, path: &'static str) -> Self {
        Self::aggregate(name, Function::Min, path)
    }

    /// The greatest value.
    pub const fn max(name: &'static str, path: &'static str) -> Self {
        Self::aggregate(name, Function::Max, path)
    }

    /// Whether there is any row, or value that is not null.
    pub const fn exists(name: &'static str, path: &'static str) -> Self {
        Self::aggregate(name, Function::Exists, path)
    }

    /// `distinct = true`.
    pub const fn distinct(mut self) -> Self {
        if let Computed::Aggregate(aggregate) = self.value {
            self.value = Computed::Aggregate(Aggregate { distinct: true, ..aggregate });
        }
        self
    }

    /// `where`.
    pub const fn conditions(mut self, conditions: &'static [(&'static str, &'static [Literal])]) -> Self {
        if let Computed::Aggregate(aggregate) = self.value {
            self.value = Computed::Aggregate(Aggregate { conditions, ..aggregate });
        }
        self
    }

    /// `default`.
    pub const fn default(mut self, value: Literal) -> Self {
        if let Computed::Aggregate(aggregate) = self.value {
            self.value = Computed::Aggregate(Aggregate { default: Some(value), ..aggregate });
        }
        self
    }

    /// `type`.
    pub const fn kind(mut self, kind: FieldType) -> Self {
        self.kind = Some(kind);
        self
    }

    /// `max_digits` and `decimal_places`, of a decimal.
    pub const fn digits(mut self, max_digits: u32, decimal_places: u32) -> Self {
        self.max_digits = max_digits;
        self.decimal_places = decimal_places;
        self
    }

    /// For a struct whose rows have no field for it.
    pub const fn not_in_row(mut self) -> Self {
        self.in_row = false;
        self
    }

    /// The type of its values as far as it is known without its source.
    pub const fn own_kind(&self) -> Option<FieldType> {
        match (self.kind, self.value) {
            (Some(kind), _) => Some(kind),
            (None, Computed::Aggregate(Aggregate { function: Function::Count, .. })) => Some(FieldType::Integer),
            (None, Computed::Aggregate(Aggregate { function: Function::Exists, .. })) => Some(FieldType::Boolean),
            (None, _) => None,
        }
    }
}
