//! Filters: which form field django-filter gives each of them, and what parameters a client can send.

use super::{Graph, LinkedFilter, ModelId, Path, Via, ViewId};
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

/// A parameter of a list, for documents and forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterParameter {
    /// The name in the query string.
    pub name: String,
    /// JSON Schema's type of one value: `string`, `integer`, `number` or `boolean`.
    pub kind: &'static str,
    /// JSON Schema's format of one value, or empty.
    pub format: &'static str,
    /// Whether it is a list, and how it is written.
    pub list: ParameterList,
    /// The values that it takes, with their labels; empty: any.
    pub choices: Vec<(String, String)>,
    /// What it does, in words.
    pub description: &'static str,
}

/// Whether a parameter is a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterList {
    /// It is not.
    No,
    /// Parted by commas (OpenAPI: `explode: false`).
    Commas,
    /// One parameter for each item (`explode: true`).
    Repeated,
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

    /// The parameters of a view's filterset, in the filters' order.
    pub fn filter_parameters(&self, view: ViewId) -> Vec<FilterParameter> {
        let mut found = Vec::new();
        for filter in &self.views[view].filters {
            let (input, shape) = self.filter_form(filter);
            let (kind, format) = self.parameter_type(input, filter);
            let choices = match input {
                FilterInput::Choice(choices) => choices.iter().map(|(value, label)| (literal_text(value), (*label).to_owned())).collect(),
                FilterInput::Ordering(names) => names
                    .iter()
                    .flat_map(|n| {
                        let label = capitalised(n);
                        [((*n).to_owned(), label.clone()), (format!("-{n}"), format!("{label} (descending)"))]
                    })
                    .collect(),
                _ => Vec::new(),
            };
            let list = match (input, shape) {
                (FilterInput::Rows(_), _) => ParameterList::Repeated,
                (_, FilterShape::List | FilterShape::Pair) => ParameterList::Commas,
                _ => ParameterList::No,
            };
            let description = match (input, shape) {
                (FilterInput::Ordering(_), _) => "Ordering",
                (_, FilterShape::List | FilterShape::Pair) => "Multiple values may be separated by commas.",
                _ => "",
            };
            let mut add = |name: String| {
                found.push(FilterParameter { name, kind, format, list, choices: choices.clone(), description });
            };
            match shape {
                FilterShape::Between(low, high) => {
                    add(format!("{}_{low}", filter.filter.name));
                    add(format!("{}_{high}", filter.filter.name));
                }
                _ => add(filter.filter.name.to_owned()),
            }
        }
        found
    }

    fn parameter_type(&self, input: FilterInput, filter: &LinkedFilter) -> (&'static str, &'static str) {
        let stored = |kind: FieldType| match kind {
            kind if kind.is_integer() => ("integer", ""),
            FieldType::Float => ("number", "double"),
            FieldType::Decimal => ("number", ""),
            FieldType::Boolean => ("boolean", ""),
            FieldType::Uuid => ("string", "uuid"),
            FieldType::Date => ("string", "date"),
            FieldType::DateTime => ("string", "date-time"),
            _ => ("string", ""),
        };
        match input {
            FilterInput::Number => match (&filter.path, filter.filter.kind) {
                (_, FilterKind::Lookup(Lookup::Year | Lookup::Month | Lookup::Day)) => ("integer", ""),
                (Some(path), _) => match self.end_type(path) {
                    kind if kind.is_integer() => ("integer", ""),
                    FieldType::Float => ("number", "double"),
                    _ => ("number", ""),
                },
                (None, _) => ("number", ""),
            },
            FilterInput::Boolean => ("boolean", ""),
            FilterInput::Date => ("string", "date"),
            FilterInput::DateTime => ("string", "date-time"),
            FilterInput::Time => ("string", "time"),
            FilterInput::Duration => ("string", "duration"),
            FilterInput::Uuid => ("string", "uuid"),
            FilterInput::Row(model) | FilterInput::Rows(model) => stored(self.stored_type(model, self.model(model).pk)),
            FilterInput::Choice(_) => filter.path.as_ref().map_or(("string", ""), |p| stored(self.end_type(p))),
            FilterInput::Text | FilterInput::Ordering(_) => ("string", ""),
        }
    }
}

/// Django's `pretty_name`: words, the first capitalised.
fn capitalised(name: &str) -> String {
    let words = name.replace('_', " ");
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
