//! Filters: which form field django-filter gives each of them, and how it reads its parameters.

use super::{Graph, LinkedFilter, ModelId, Path, Via};
use crate::filterset::FilterKind;
use crate::lookup::Lookup;
use crate::model::{FieldType, Literal};

/// How one value of a filter is read: django-filter's filter classes, by what their form fields take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FilterInput {
    /// `CharFilter`: a text, stripped.
    Text,
    /// `NumberFilter`: a decimal.
    Number,
    /// `BooleanFilter`: `true`, `false`, `1`, `0` in any case; anything else filters nothing.
    Boolean,
    /// `DateFilter`.
    Date,
    /// `IsoDateTimeFilter`.
    DateTime,
    /// `TimeFilter`.
    Time,
    /// `DurationFilter`.
    Duration,
    /// `UUIDFilter`.
    Uuid,
    /// `ChoiceFilter`.
    Choice(&'static [(Literal, &'static str)]),
    /// `ModelChoiceFilter`: the key of a row, which has to exist.
    Row(ModelId),
    /// `ModelMultipleChoiceFilter`: keys of rows, one parameter each.
    Rows(ModelId),
    /// `OrderingFilter`: the names, each with an optional `-`.
    Ordering(&'static [&'static str]),
}

/// How many values a filter reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilterShape {
    /// One.
    One,
    /// Any number, parted by commas.
    List,
    /// Two, parted by a comma.
    Pair,
    /// One or two, in parameters of their own: the filter's name with these suffixes.
    Between(&'static str, &'static str),
}

/// A constant as Python's `str` writes it: what choices are compared with.
pub fn literal_text(literal: &Literal) -> String {
    match literal {
        Literal::Null => "None".to_owned(),
        Literal::Bool(value) => if *value { "True" } else { "False" }.to_owned(),
        Literal::Int(value) => value.to_string(),
        Literal::Float(value) if value.fract() == 0.0 && value.abs() < 1e16 => format!("{value:.1}"),
        Literal::Float(value) => value.to_string(),
        Literal::Str(text) | Literal::Decimal(text) | Literal::Json(text) => (*text).to_owned(),
        Literal::Uuid4 | Literal::Uuid7 | Literal::Now => String::new(),
    }
}

impl Graph {
    /// The type that the column at the end of a path is stored as.
    pub fn end_type(&self, path: &Path) -> FieldType {
        self.stored_type(path.model, path.column.unwrap_or(self.model(path.model).pk))
    }

    /// How a filter reads its values.
    pub fn filter_form(&self, filter: &LinkedFilter) -> (FilterInput, FilterShape) {
        let Some(path) = &filter.path else {
            let names = if let FilterKind::Ordering(names) = filter.filter.kind { names } else { &[] };
            return (FilterInput::Ordering(names), FilterShape::List);
        };
        let plain = self.plain_input(path);
        match filter.filter.kind {
            FilterKind::Lookup(lookup) => {
                let choices = path.column.map_or(&[][..], |c| self.model(path.model).fields[c].field.choices);
                let input = match lookup {
                    Lookup::IsNull => FilterInput::Boolean,
                    Lookup::Exact if !choices.is_empty() => FilterInput::Choice(choices),
                    Lookup::Date => FilterInput::Date,
                    Lookup::Year | Lookup::Month | Lookup::Day => FilterInput::Number,
                    _ => plain,
                };
                let shape = match lookup {
                    Lookup::In => FilterShape::List,
                    Lookup::Range => FilterShape::Pair,
                    _ => FilterShape::One,
                };
                (input, shape)
            }
            _ => match plain {
                FilterInput::Date | FilterInput::DateTime | FilterInput::Time => (plain, FilterShape::Between("after", "before")),
                _ => (FilterInput::Number, FilterShape::Between("min", "max")),
            },
        }
    }

    fn plain_input(&self, path: &Path) -> FilterInput {
        let Some(column) = path.column else {
            let single = matches!(path.hops.last(), Some(hop) if matches!(hop.via, Via::ReverseKey(_)) && !hop.many);
            return if single { FilterInput::Row(path.model) } else { FilterInput::Rows(path.model) };
        };
        let column = &self.model(path.model).fields[column];
        match (column.field.kind, column.target) {
            (FieldType::ForeignKey | FieldType::OneToOne, Some(target)) => FilterInput::Row(target),
            (FieldType::Boolean, _) => FilterInput::Boolean,
            (FieldType::Date, _) => FilterInput::Date,
            (FieldType::DateTime, _) => FilterInput::DateTime,
            (FieldType::Time, _) => FilterInput::Time,
            (FieldType::Duration, _) => FilterInput::Duration,
            (FieldType::Uuid, _) => FilterInput::Uuid,
            (FieldType::Float | FieldType::Decimal, _) => FilterInput::Number,
            (kind, _) if kind.is_integer() => FilterInput::Number,
            _ => FilterInput::Text,
        }
    }
}
