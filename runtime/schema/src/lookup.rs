//! The lookups of docs/spec.md, and which type of field has which: one table for the checks, the runtime and the documents.

use crate::model::FieldType;

/// A comparison of a column with what a client sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "Django's names")]
pub enum Lookup {
    Exact,
    IExact,
    Contains,
    IContains,
    StartsWith,
    IStartsWith,
    EndsWith,
    IEndsWith,
    Gt,
    Gte,
    Lt,
    Lte,
    In,
    Range,
    IsNull,
    Regex,
    IRegex,
    Date,
    Year,
    Month,
    Day,
}

impl Lookup {
    /// All of them, in docs/spec.md's order.
    pub const ALL: &'static [Self] = &[
        Self::Exact,
        Self::IExact,
        Self::Contains,
        Self::IContains,
        Self::StartsWith,
        Self::IStartsWith,
        Self::EndsWith,
        Self::IEndsWith,
        Self::Gt,
        Self::Gte,
        Self::Lt,
        Self::Lte,
        Self::In,
        Self::Range,
        Self::IsNull,
        Self::Regex,
        Self::IRegex,
        Self::Date,
        Self::Year,
        Self::Month,
        Self::Day,
    ];

    /// The name in specs and query parameters.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::IExact => "iexact",
            Self::Contains => "contains",
            Self::IContains => "icontains",
            Self::StartsWith => "startswith",
            Self::IStartsWith => "istartswith",
            Self::EndsWith => "endswith",
            Self::IEndsWith => "iendswith",
            Self::Gt => "gt",
            Self::Gte => "gte",
            Self::Lt => "lt",
            Self::Lte => "lte",
            Self::In => "in",
            Self::Range => "range",
            Self::IsNull => "isnull",
            Self::Regex => "regex",
            Self::IRegex => "iregex",
            Self::Date => "date",
            Self::Year => "year",
            Self::Month => "month",
            Self::Day => "day",
        }
    }

    /// The variant's name, for generated code.
    pub const fn variant(self) -> &'static str {
        match self {
            Self::Exact => "Exact",
            Self::IExact => "IExact",
            Self::Contains => "Contains",
            Self::IContains => "IContains",
            Self::StartsWith => "StartsWith",
            Self::IStartsWith => "IStartsWith",
            Self::EndsWith => "EndsWith",
            Self::IEndsWith => "IEndsWith",
            Self::Gt => "Gt",
            Self::Gte => "Gte",
            Self::Lt => "Lt",
            Self::Lte => "Lte",
            Self::In => "In",
            Self::Range => "Range",
            Self::IsNull => "IsNull",
            Self::Regex => "Regex",
            Self::IRegex => "IRegex",
            Self::Date => "Date",
            Self::Year => "Year",
            Self::Month => "Month",
            Self::Day => "Day",
        }
    }

    /// The lookup of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|l| l.name() == name)
    }

    /// Whether Django and django-filter have this lookup for this type of field.
    ///
    /// Text lookups and comparisons work on every column (it is compared as text, or as the database orders it), date
    /// parts need dates. A relation is compared by its key, and Django registers only the lookups of `RelatedLookupMixin` for
    /// it. For JSON django-filter knows no filter at all.
    pub const fn applies_to(self, kind: FieldType) -> bool {
        if matches!(kind, FieldType::Json) {
            return false;
        }
        match self {
            Self::Exact | Self::In | Self::IsNull | Self::Gt | Self::Gte | Self::Lt | Self::Lte => true,
            Self::Date => matches!(kind, FieldType::DateTime),
            Self::Year | Self::Month | Self::Day => matches!(kind, FieldType::DateTime | FieldType::Date),
            Self::Range
            | Self::IExact
            | Self::Contains
            | Self::IContains
            | Self::StartsWith
            | Self::IStartsWith
            | Self::EndsWith
            | Self::IEndsWith
            | Self::Regex
            | Self::IRegex => !kind.is_relation(),
        }
    }
}
