//! Arguments of serializer fields: which class takes which, and what DRF's assertions refuse.

use restwright_schema::model::FieldType as T;

use super::index::End;
use super::on;
use super::values::{Number, wrong_form};
use crate::diag::{Diagnostics, codes};
use crate::source::Origin;
use crate::spec::{DeclaredKind, DeclaredSpec, FieldArgs, FieldKind, Value};

/// The class of a serializer field, as far as its arguments go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Text,
    Slug,
    Integer,
    BigInteger,
    Float,
    Decimal,
    Moment,
    Duration,
    Uuid,
    Ip,
    Choice,
    Json,
    List,
    Dict,
    MultipleChoice,
    Hidden,
    Plain,
    Related,
    Hyperlink,
    Identity,
    Nested,
    /// One nested row.
    NestedOne,
    /// Nothing is known, so nothing is refused.
    Unknown,
}

/// The arguments that not every class takes, and which do.
const OWN: &[(&str, &[Class])] = &[
    ("min_length", &[Class::Text, Class::Slug, Class::Ip, Class::Nested, Class::List]),
    ("max_length", &[Class::Text, Class::Slug, Class::Ip, Class::Nested, Class::List]),
    ("trim_whitespace", &[Class::Text, Class::Slug, Class::Ip]),
    ("allow_blank", &[Class::Text, Class::Slug, Class::Ip, Class::Choice, Class::MultipleChoice]),
    ("min_value", &[Class::Integer, Class::BigInteger, Class::Float, Class::Decimal, Class::Duration]),
    ("max_value", &[Class::Integer, Class::BigInteger, Class::Float, Class::Decimal, Class::Duration]),
    ("max_digits", &[Class::Decimal]),
    ("decimal_places", &[Class::Decimal]),
    ("coerce_to_string", &[Class::Decimal, Class::BigInteger]),
    ("format", &[Class::Moment, Class::Duration, Class::Uuid, Class::Hyperlink, Class::Identity]),
    ("protocol", &[Class::Ip]),
    ("choices", &[Class::Choice, Class::MultipleChoice]),
    ("html_cutoff", &[Class::Choice, Class::MultipleChoice, Class::Related, Class::Hyperlink]),
    ("allow_empty", &[Class::Related, Class::Hyperlink, Class::Nested, Class::List, Class::Dict, Class::MultipleChoice]),
    ("view_name", &[Class::Hyperlink, Class::Identity]),
    ("lookup_field", &[Class::Hyperlink, Class::Identity]),
    ("lookup_url_kwarg", &[Class::Hyperlink, Class::Identity]),
    ("input_formats", &[Class::Moment]),
    ("rounding", &[Class::Decimal]),
    ("normalize_output", &[Class::Decimal]),
    ("localize", &[Class::Decimal]),
    ("allow_unicode", &[Class::Slug]),
    ("binary", &[Class::Json]),
];

/// The formats of classes that have no more than these.
const FORMATS: &[(Class, &[&str])] = &[(Class::Uuid, &["hex_verbose", "hex", "int", "urn"]), (Class::Duration, &["django", "iso-8601"])];

impl Class {
    /// The class that ModelSerializer gives to a field of the model.
    pub(super) fn of_model(end: Option<End<'_, '_>>) -> Self {
        if matches!(end, Some(End::Attr(attr)) if attr.doubtful()) {
            return Self::Unknown;
        }
        let choices = matches!(end, Some(End::Attr(attr)) if attr.field.is_some_and(crate::spec::FieldSpec::has_choices));
        match super::serializers::stored(end) {
            None => Self::Unknown,
            Some(_) if choices => Self::Choice,
            Some(kind) => Self::of_type(kind),
        }
    }

    fn of_type(kind: T) -> Self {
        match kind {
            T::String | T::Text | T::Email | T::Url => Self::Text,
            T::Slug => Self::Slug,
            T::Auto | T::BigInteger | T::PositiveBigInteger => Self::BigInteger,
            T::Integer | T::SmallInteger | T::PositiveInteger | T::PositiveSmallInteger => Self::Integer,
            T::Float => Self::Float,
            T::Decimal => Self::Decimal,
            T::Date | T::Time | T::DateTime => Self::Moment,
            T::Duration => Self::Duration,
            T::Uuid => Self::Uuid,
            T::IpAddress => Self::Ip,
            T::Boolean => Self::Plain,
            T::Json => Self::Json,
            T::ForeignKey | T::OneToOne | T::ManyToMany => Self::Related,
        }
    }

    /// The class of a declared field.
    pub(super) fn of_declared(declared: &DeclaredSpec) -> Self {
        match declared.kind.value {
            DeclaredKind::List => Self::List,
            DeclaredKind::Dict => Self::Dict,
            DeclaredKind::MultipleChoice => Self::MultipleChoice,
            DeclaredKind::Hidden => Self::Hidden,
            DeclaredKind::Value(_) if declared.args.choices.is_some() => Self::Choice,
            // A declared one is an `IntegerField`, whatever its size.
            DeclaredKind::Value(FieldKind::Stored(T::Auto | T::BigInteger | T::PositiveBigInteger)) => Self::Integer,
            DeclaredKind::Value(FieldKind::Stored(kind)) => Self::of_type(kind),
            DeclaredKind::HyperlinkedIdentity | DeclaredKind::DetailIdentity => Self::Identity,
            DeclaredKind::HyperlinkedRelated | DeclaredKind::DetailRelated => Self::Hyperlink,
            DeclaredKind::PrimaryKeyRelated | DeclaredKind::SlugRelated | DeclaredKind::StringRelated => Self::Related,
            DeclaredKind::Nested if on(&declared.many) => Self::Nested,
            DeclaredKind::Nested => Self::NestedOne,
            DeclaredKind::Value(_) | DeclaredKind::Method | DeclaredKind::Unknown => Self::Unknown,
        }
    }
}

/// The arguments that were given, of those that not every class takes.
fn given(args: &FieldArgs) -> Vec<(&'static str, Origin)> {
    let all = [
        ("min_length", args.min_length.as_ref().map(|a| a.origin)),
        ("max_length", args.max_length.as_ref().map(|a| a.origin)),
        ("trim_whitespace", args.trim_whitespace.as_ref().map(|a| a.origin)),
        ("allow_blank", args.allow_blank.as_ref().map(|a| a.origin)),
        ("min_value", args.min_value.as_ref().map(|a| a.origin)),
        ("max_value", args.max_value.as_ref().map(|a| a.origin)),
        ("max_digits", args.max_digits.as_ref().map(|a| a.origin)),
        ("decimal_places", args.decimal_places.as_ref().map(|a| a.origin)),
        ("coerce_to_string", args.coerce_to_string.as_ref().map(|a| a.origin)),
        ("format", args.format.as_ref().map(|a| a.origin)),
        ("protocol", args.protocol.as_ref().map(|a| a.origin)),
        ("choices", args.choices.as_ref().map(|a| a.origin)),
        ("html_cutoff", args.html_cutoff.as_ref().map(|a| a.origin)),
        ("allow_empty", args.allow_empty.as_ref().map(|a| a.origin)),
        ("view_name", args.view_name.as_ref().map(|a| a.origin)),
        ("lookup_field", args.lookup_field.as_ref().map(|a| a.origin)),
        ("lookup_url_kwarg", args.rare.lookup_url_kwarg.as_ref().map(|a| a.origin)),
        ("input_formats", args.rare.input_formats.as_ref().map(|a| a.origin)),
        ("rounding", args.rare.rounding.as_ref().map(|a| a.origin)),
        ("normalize_output", args.rare.normalize_output.as_ref().map(|a| a.origin)),
        ("localize", args.rare.localize.as_ref().map(|a| a.origin)),
        ("allow_unicode", args.rare.allow_unicode.as_ref().map(|a| a.origin)),
        ("binary", args.rare.binary.as_ref().map(|a| a.origin)),
    ];
    all.into_iter().filter_map(|(name, origin)| Some((name, origin?))).collect()
}

/// Reports arguments that the class does not take: Python would raise a TypeError.
pub(super) fn accepted(args: &FieldArgs, class: Class, d: &mut Diagnostics) {
    if class == Class::Unknown {
        return;
    }
    for (name, origin) in given(args) {
        let takes = |table: &[(&str, &[Class])]| table.iter().any(|(n, classes)| *n == name && classes.contains(&class));
        if !takes(OWN) {
            d.report(&codes::ARGUMENT, d.key_of(origin), &[name]);
        }
    }
    values(args, class, d);
    super::messages::check(args, class, d);
}

/// What DRF's classes refuse as the value of an argument.
fn values(args: &FieldArgs, class: Class, d: &mut Diagnostics) {
    let number = matches!(class, Class::Integer | Class::BigInteger | Class::Float | Class::Decimal);
    for (name, bound) in [("min_value", &args.min_value), ("max_value", &args.max_value)] {
        if let Some(bound) =
            bound.as_ref().filter(|b| number && (Number::of(b).is_none() || matches!(b.value, Value::Str(_)) && class != Class::Decimal))
        {
            d.report(&codes::WRONG_KIND, bound.origin, &[name, "a number", bound.kind()]);
        }
    }
    let known = FORMATS.iter().find(|(c, _)| *c == class).map(|(_, known)| *known);
    if let (Some(format), Some(known)) = (&args.format, known)
        && !known.contains(&format.to_lowercase().as_str())
    {
        d.report(&codes::UNKNOWN_WORD, format.origin, &[format, "format"]).among(format, known);
    }
    for (name, bound) in [("min_value", &args.min_value), ("max_value", &args.max_value)] {
        if let (Class::Duration, Some(bound)) = (class, bound)
            && let Some(problem) = wrong_form(T::Duration, None, bound)
        {
            d.report(&codes::BAD_VALUE, bound.origin, &[&bound.as_text().unwrap_or_default(), name, &problem]);
        }
    }
    for format in args.rare.input_formats.iter().flat_map(|formats| &formats.value) {
        if format.to_lowercase() != "iso-8601"
            && let Some(why) = no_strptime(format)
        {
            d.report(&codes::BAD_VALUE, format.origin, &[format, "input_formats", &why]);
        }
    }
}

/// Why Python's `strptime` reads nothing by a format.
fn no_strptime(format: &str) -> Option<String> {
    let mut chars = format.chars();
    let mut seen = String::new();
    while let Some(c) = chars.next() {
        if c != '%' {
            continue;
        }
        match chars.next() {
            Some('%') => {}
            Some(letter) if seen.contains(letter) => return Some(format!("`%{letter}` is there twice")),
            Some(letter) if "aAbBcdfGHIjmMpSuUVwWxXyYzZ".contains(letter) => seen.push(letter),
            Some(letter) => return Some(format!("`%{letter}` is no directive of `strptime`")),
            None => return Some("a `%` stands at its end".to_owned()),
        }
    }
    seen.is_empty().then(|| "`iso-8601`, or a strptime format such as `%d.%m.%Y`".to_owned())
}

/// DRF's assertions in `Field.__init__`. In `extra_kwargs` a `required` beside `read_only` is dropped, and not refused.
pub(super) fn flags(args: &FieldArgs, declared: bool, d: &mut Diagnostics) {
    let (Some(read_only), true) = (&args.read_only, on(&args.read_only)) else {
        if let (Some(required), Some(default)) = (args.required.as_ref().filter(|r| r.value), &args.default) {
            d.report(&codes::FLAGS, required.origin, &["a field with a `default` is not `required`"]).also(default.origin, "the default");
        }
        return;
    };
    if let Some(write_only) = args.write_only.as_ref().filter(|w| w.value) {
        d.report(&codes::FLAGS, write_only.origin, &["a field cannot be `read_only` and `write_only`"])
            .also(read_only.origin, "read-only here");
    }
    if let Some(required) = args.required.as_ref().filter(|r| r.value) {
        if declared {
            d.report(&codes::FLAGS, required.origin, &["a field cannot be `read_only` and `required`"])
                .also(read_only.origin, "read-only here");
        } else {
            d.report(&codes::NO_EFFECT, required.origin, &["required", "a read-only field is never required"]);
        }
    }
}
