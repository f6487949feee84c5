//! What a field takes: lengths, ranges, choices, defaults, validators. Narrower is breaking, wider is not.

use super::Found;
use restwright_schema::link::literal_text;
use restwright_schema::model::{Literal, Protocol};
use restwright_schema::serializer::{Field, Kind, Validator};

/// Bounds of a field, whatever class they come from.
#[derive(Default)]
struct Bounds {
    min_length: Option<u32>,
    max_length: Option<u32>,
    min_value: Option<Literal>,
    max_value: Option<Literal>,
    max_digits: Option<u32>,
    allow_blank: bool,
    allow_empty: bool,
    protocol: Option<Protocol>,
    choices: Option<Vec<String>>,
}

pub(super) fn compare((old, new): (&Field, &Field), place: &str, found: &mut Found) {
    let (a, b) = (bounds(old), bounds(new));
    lengths(&a, &b, matches!(new.kind, Kind::List { .. } | Kind::Nested(_)), place, found);
    limit("range", "the least value", number(a.min_value), number(b.min_value), false, place, found);
    limit("range", "the greatest value", number(a.max_value), number(b.max_value), true, place, found);
    let digits = |n: Option<u32>| n.map(f64::from);
    limit("range", "the most digits", digits(a.max_digits), digits(b.max_digits), true, place, found);
    if a.protocol != b.protocol {
        found.add("validation", b.protocol != Some(Protocol::Both), place, "it takes addresses of another protocol");
    }
    match (a.choices, b.choices) {
        (Some(a), Some(b)) => found.sets("choices", place, "the choice", &a, &b),
        (None, Some(b)) => found.add("choices", true, place, format!("it takes only {} now", b.join(", "))),
        (Some(_), None) => found.add("choices", false, place, "it takes any value now"),
        (None, None) => {}
    }
    defaults(old.default, new.default, place, found);
    validators(old.validators, new.validators, place, found);
}

/// What is stored, or handed to validation, where input leaves the field out.
pub(super) fn defaults(old: Option<Literal>, new: Option<Literal>, place: &str, found: &mut Found) {
    if old != new {
        let word = |default: Option<Literal>| default.map_or_else(|| "none".to_owned(), word);
        found.add("default", old.is_some(), place, format!("the default {} is now {}", word(old), word(new)));
    }
}

fn bounds(field: &Field) -> Bounds {
    let none = Bounds { allow_blank: true, allow_empty: true, ..Bounds::default() };
    let mut out = match field.kind {
        Kind::Text { min_length, max_length, allow_blank, .. } => Bounds { min_length, max_length, allow_blank, ..none },
        Kind::Integer { min_value, max_value, .. } => {
            Bounds { min_value: min_value.map(Literal::Int), max_value: max_value.map(Literal::Int), ..none }
        }
        Kind::Float { min_value, max_value } => Bounds { min_value, max_value, ..none },
        Kind::Decimal { min_value, max_value, max_digits, .. } => Bounds { min_value, max_value, max_digits, ..none },
        Kind::Ip { protocol, max_length, min_length, allow_blank, .. } => {
            Bounds { protocol: Some(protocol), max_length, min_length, allow_blank, ..none }
        }
        Kind::Choice { choices, allow_blank } => {
            Bounds { choices: Some(choices.iter().map(|(value, _)| literal_text(value)).collect()), allow_blank, ..none }
        }
        Kind::List { min_length, max_length, allow_empty, .. } => Bounds { min_length, max_length, allow_empty, ..none },
        Kind::Dict { allow_empty, .. } => Bounds { allow_empty, ..none },
        Kind::MultipleChoice { choices, allow_blank, allow_empty } => {
            Bounds { choices: Some(choices.iter().map(|(value, _)| literal_text(value)).collect()), allow_blank, allow_empty, ..none }
        }
        Kind::Related(related) => Bounds { allow_empty: related.allow_empty, ..none },
        Kind::Nested(nested) => {
            Bounds { allow_empty: nested.allow_empty, min_length: nested.min_length, max_length: nested.max_length, ..none }
        }
        _ => none,
    };
    // The same bounds can be validators of the model.
    for validator in field.validators {
        match validator {
            Validator::MinLength(n) => out.min_length = Some(*n),
            Validator::MaxLength(n) => out.max_length = Some(*n),
            Validator::MinValue(n) => out.min_value = Some(*n),
            Validator::MaxValue(n) => out.max_value = Some(*n),
            Validator::Unique(_) | Validator::UniqueWhere(..) | Validator::Regex(_) => {}
        }
    }
    out
}

fn lengths(a: &Bounds, b: &Bounds, list: bool, place: &str, found: &mut Found) {
    let number = |n: Option<u32>| n.map(f64::from);
    let (most, fewest) = if list { ("the most items", "the fewest items") } else { ("the most characters", "the fewest characters") };
    // Choices have lengths of their own.
    if a.choices.is_none() && b.choices.is_none() {
        limit("length", most, number(a.max_length), number(b.max_length), true, place, found);
        limit("length", fewest, number(a.min_length), number(b.min_length), false, place, found);
    }
    for (what, old, new) in [("an empty text", a.allow_blank, b.allow_blank), ("an empty list", a.allow_empty, b.allow_empty)] {
        if old != new {
            let now = if new { "taken now" } else { "no longer taken" };
            found.add("length", !new, place, format!("{what} is {now}"));
        }
    }
}

/// A limit from above or from below; none is the widest.
fn limit(rule: &'static str, what: &str, old: Option<f64>, new: Option<f64>, above: bool, place: &str, found: &mut Found) {
    if old == new {
        return;
    }
    let narrower = match (old, new) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(old), Some(new)) => (new < old) == above,
    };
    let word = |n: Option<f64>| n.map_or_else(|| "without limit".to_owned(), |n| n.to_string());
    found.add(rule, narrower, place, format!("{what}: {} is now {}", word(old), word(new)));
}

fn number(literal: Option<Literal>) -> Option<f64> {
    match literal? {
        Literal::Float(n) => Some(n),
        Literal::Int(n) => n.to_string().parse().ok(),
        Literal::Decimal(text) | Literal::Str(text) => text.parse().ok(),
        _ => None,
    }
}

fn word(literal: Literal) -> String {
    match literal {
        Literal::Null => "null".to_owned(),
        Literal::Uuid4 => "`uuid4()`".to_owned(),
        Literal::Uuid7 => "`uuid7()`".to_owned(),
        Literal::Now => "the present moment".to_owned(),
        other => format!("`{}`", literal_text(&other)),
    }
}

/// Unique values and patterns; bounds were compared above.
fn validators(old: &[Validator], new: &[Validator], place: &str, found: &mut Found) {
    let unique = |list: &[Validator]| list.iter().any(|v| matches!(v, Validator::Unique(_) | Validator::UniqueWhere(..)));
    if unique(old) != unique(new) {
        found.add(
            "unique",
            unique(new),
            place,
            if unique(new) { "its values must be unique now" } else { "its values need not be unique any more" },
        );
    }
    let patterns = |list: &[Validator]| -> Vec<String> {
        list.iter().filter_map(|v| if let Validator::Regex(p) = v { Some((*p).to_owned()) } else { None }).collect()
    };
    let (before, now) = (patterns(old), patterns(new));
    for pattern in now.iter().filter(|p| !before.contains(p)) {
        found.add("validation", true, place, format!("input has to match `{pattern}` now"));
    }
    for pattern in before.iter().filter(|p| !now.contains(p)) {
        found.add("validation", false, place, format!("input need not match `{pattern}` any more"));
    }
}
