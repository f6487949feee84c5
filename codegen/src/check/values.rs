//! Constants against the type that they are given for.

use restwright_schema::model::FieldType as T;

use crate::spec::{FieldSpec, Protocol, Spanned, Value};

/// Why a field would refuse a constant; `None` if it takes it.
pub(super) fn refused(field: &FieldSpec, value: &Value) -> Option<String> {
    let kind = field.kind.stored()?;
    if is_now(kind, value) {
        return None;
    }
    let problem = wrong_form(kind, field.protocol.as_ref().map(|p| p.value), value);
    problem.or_else(|| out_of_bounds(field, kind, value)).or_else(|| no_choice(field, value))
}

/// Whether a default is the present moment: `now()` of datetimes and times, `today()` of dates.
pub(super) fn is_now(kind: T, value: &Value) -> bool {
    let word = match kind {
        T::Date => "today()",
        T::Time | T::DateTime => "now()",
        _ => return false,
    };
    matches!(value, Value::Str(text) if text == word)
}

/// What to write instead of a default that is a function of Python's.
pub(super) fn python(field: &FieldSpec, value: &Value) -> Option<&'static str> {
    let Value::Str(text) = value else { return None };
    let plain = text.trim_end_matches("()").rsplit('.').next().unwrap_or_default().to_lowercase();
    match (field.kind.stored()?, plain.as_str()) {
        (T::Date | T::Time | T::DateTime, "now" | "utcnow" | "today" | "current_timestamp" | "localtime" | "localdate") => {
            Some(if field.kind.stored() == Some(T::Date) {
                "write `default = \"today()\"`; `auto_now_add = true` and `auto_now = true` are set by the server alone"
            } else {
                "write `default = \"now()\"`; `auto_now_add = true` and `auto_now = true` are set by the server alone"
            })
        }
        (T::Uuid, name) if name.starts_with("uuid") => Some("write `default = \"uuid4()\"`"),
        _ => None,
    }
}

/// Whether the constant has the form of the type's values.
pub(crate) fn wrong_form(kind: T, protocol: Option<Protocol>, value: &Value) -> Option<String> {
    let not = |what: &str| Some(format!("it is {}, and the field holds {what}", value.kind()));
    match (kind, value) {
        (T::Json | T::ForeignKey | T::OneToOne, _) => None,
        (T::ManyToMany, _) => Some("a many-to-many relation has no default".into()),
        (T::Boolean, Value::Bool(_)) => None,
        (T::Boolean, _) => not("true or false"),
        (_, Value::Bool(_) | Value::List(_) | Value::Table(_)) => not(holds(kind)),
        (kind, Value::Int(n)) if kind.is_integer() => (kind.is_positive() && *n < 0).then(|| "it is negative".into()),
        (T::Float, Value::Int(_) | Value::Float { .. }) => None,
        (T::Decimal, Value::Int(_)) => None,
        (T::Decimal, Value::Float { text, .. } | Value::Str(text)) => {
            Digits::parse(text).is_none().then(|| "it is not a decimal number".into())
        }
        (T::String | T::Text, Value::Str(_)) => None,
        (T::Slug, Value::Str(text)) => {
            let slug = text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
            (!slug).then(|| "a slug has letters, digits, hyphens and underscores only".into())
        }
        (T::Email, Value::Str(text)) => {
            let parts = text.rsplit_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'));
            (!text.is_empty() && !parts).then(|| "it is not an email address".into())
        }
        (T::Url, Value::Str(text)) => (!text.is_empty() && !text.contains("://")).then(|| "it is not a URL".into()),
        (T::Uuid, Value::Str(text)) => (!matches!(text.as_str(), "uuid4()" | "uuid7()") && !is_uuid(text))
            .then(|| "it is neither a UUID nor `uuid4()` or `uuid7()`".into()),
        (T::IpAddress, Value::Str(text)) => {
            let (four, six) = (text.parse::<std::net::Ipv4Addr>().is_ok(), text.parse::<std::net::Ipv6Addr>().is_ok());
            let ok = match protocol.unwrap_or(Protocol::Both) {
                Protocol::Both => four || six,
                Protocol::Ipv4 => four,
                Protocol::Ipv6 => six,
            };
            (!ok).then(|| "it is not an address of the field's protocol".into())
        }
        (T::Date, Value::Str(text) | Value::Moment(text)) => (!is_date(text)).then(|| "it is not a date (`2024-12-31`)".into()),
        (T::Time, Value::Str(text) | Value::Moment(text)) => (!is_time(text)).then(|| "it is not a time (`23:59:00`)".into()),
        (T::DateTime, Value::Str(text) | Value::Moment(text)) => {
            (!is_datetime(text)).then(|| "it is not a datetime (`2024-12-31T23:59:00Z`)".into())
        }
        (T::Duration, Value::Int(_) | Value::Float { .. }) => None,
        (T::Duration, Value::Str(text)) => (!is_duration(text)).then(|| "it is not a duration (`1 02:03:04`, `P1DT2H`)".into()),
        _ => not(holds(kind)),
    }
}

/// What a type holds, in words.
const fn holds(kind: T) -> &'static str {
    match kind {
        T::Auto | T::Integer | T::BigInteger | T::SmallInteger | T::PositiveInteger | T::PositiveSmallInteger | T::PositiveBigInteger => {
            "whole numbers"
        }
        T::Float => "numbers",
        T::Decimal => "decimal numbers",
        T::Boolean => "true or false",
        T::String | T::Text | T::Slug | T::Email | T::Url => "texts",
        T::Uuid => "UUIDs",
        T::Date => "dates",
        T::Time => "times",
        T::DateTime => "datetimes",
        T::Duration => "durations",
        T::IpAddress => "IP addresses",
        T::Json => "JSON",
        T::ForeignKey | T::OneToOne | T::ManyToMany => "keys",
    }
}

fn out_of_bounds(field: &FieldSpec, kind: T, value: &Value) -> Option<String> {
    if let Value::Str(text) = value
        && kind.is_text()
    {
        let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        let default_max = match kind {
            T::Slug => Some(50),
            T::Email => Some(254),
            T::Url => Some(200),
            _ => None,
        };
        let max = field.max_length.as_ref().map(|m| m.value).or(default_max);
        if let Some(max) = max.filter(|max| length > *max) {
            return Some(format!("it has {length} characters, and `max_length` is {max}"));
        }
        let min = field.min_length.as_ref().map(|m| m.value);
        if let Some(min) = min.filter(|min| length < *min && length > 0) {
            return Some(format!("it has {length} characters, and `min_length` is {min}"));
        }
        if let Some(pattern) = field.regex.as_ref().filter(|_| length > 0)
            && super::patterns::compile(pattern).is_ok_and(|regex| !regex.is_match(text))
        {
            return Some(format!("it does not match the `regex` {}", pattern.value));
        }
        return None;
    }
    let number = Number::of(value)?;
    let bound = |bound: &Option<Spanned<Value>>| bound.as_ref().and_then(|b| Some((Number::of(b)?, b.as_text()?)));
    if let Some((min, text)) = bound(&field.min_value)
        && number.cmp(&min).is_lt()
    {
        return Some(format!("it is less than `min_value` ({text})"));
    }
    if let Some((max, text)) = bound(&field.max_value)
        && number.cmp(&max).is_gt()
    {
        return Some(format!("it is greater than `max_value` ({text})"));
    }
    if kind == T::Decimal {
        let digits = Digits::parse(&value.as_text()?)?;
        let places = field.decimal_places.as_ref().map_or(u32::MAX, |p| p.value);
        let max = field.max_digits.as_ref().map_or(u32::MAX, |m| m.value);
        if digits.places > places {
            return Some(format!("it has {} decimal places, and the field has {places}", digits.places));
        }
        if digits.whole > max.saturating_sub(places) && max != u32::MAX {
            return Some(format!("it has {} digits before the point, and the field has {}", digits.whole, max.saturating_sub(places)));
        }
    }
    None
}

fn no_choice(field: &FieldSpec, value: &Value) -> Option<String> {
    let choices = field.choices.as_ref()?;
    if matches!(value, Value::Str(text) if text.is_empty()) {
        return None;
    }
    (!choices.iter().any(|choice| same(&choice.value, value))).then(|| "it is none of the `choices`".into())
}

/// Whether two constants are the same value.
pub(super) fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Str(a) | Value::Moment(a), Value::Str(b) | Value::Moment(b)) => a == b,
        _ => match (Number::of(a), Number::of(b)) {
            (Some(a), Some(b)) => a.cmp(&b).is_eq(),
            _ => false,
        },
    }
}

/// A number that compares exactly if both sides are decimal digits.
pub(super) struct Number {
    value: f64,
    digits: Option<Digits>,
}

impl Number {
    /// The number of a constant; texts are taken as decimals.
    pub(super) fn of(value: &Value) -> Option<Self> {
        let text = match value {
            Value::Bool(_) | Value::List(_) | Value::Table(_) | Value::Moment(_) => return None,
            Value::Str(text) => text.clone(),
            other => other.as_text()?,
        };
        let digits = Digits::parse(&text);
        let value: f64 = text.trim().parse().ok()?;
        Some(Self { value, digits })
    }

    pub(super) fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        match (&self.digits, &other.digits) {
            (Some(a), Some(b)) => a.scaled(b.places).cmp(&b.scaled(a.places)),
            _ => self.value.total_cmp(&other.value),
        }
    }
}

/// The digits of a plain decimal number.
#[derive(Debug, PartialEq, Eq)]
struct Digits {
    /// Without the point; at most 36 digits.
    number: i128,
    places: u32,
    /// Digits before the point, without leading zeros.
    whole: u32,
}

impl Digits {
    fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (whole, places) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let all = format!("{whole}{places}");
        if all.is_empty() || all.len() > 36 || !all.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let number: i128 = all.parse().ok()?;
        Some(Self {
            number: if text.starts_with('-') { -number } else { number },
            places: u32::try_from(places.len()).ok()?,
            whole: u32::try_from(whole.trim_start_matches('0').len()).ok()?,
        })
    }

    fn scaled(&self, places: u32) -> i128 {
        self.number.saturating_mul(10_i128.saturating_pow(places.min(36)))
    }
}

fn is_uuid(text: &str) -> bool {
    let hex = text.chars().filter(|c| *c != '-').count() == 32;
    hex && text.chars().all(|c| c.is_ascii_hexdigit() || c == '-')
}

fn numbers(text: &str, separator: char, count: std::ops::RangeInclusive<usize>) -> Option<Vec<u32>> {
    let parts: Option<Vec<u32>> = text
        .split(separator)
        .map(|p| if p.is_empty() || p.len() > 4 || !p.bytes().all(|b| b.is_ascii_digit()) { None } else { p.parse().ok() })
        .collect();
    parts.filter(|p| count.contains(&p.len()))
}

fn is_date(text: &str) -> bool {
    let Some(parts) = numbers(text, '-', 3..=3) else { return false };
    let &[year, month, day] = parts.as_slice() else { return false };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    text.len() >= 8 && year > 0 && (1..=days).contains(&day)
}

fn is_time(text: &str) -> bool {
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let fraction = !fraction.is_empty() && fraction.bytes().all(|b| b.is_ascii_digit());
    let limits = [24, 60, 60];
    fraction && numbers(whole, ':', 2..=3).is_some_and(|parts| parts.iter().zip(limits).all(|(n, limit)| *n < limit))
}

fn is_datetime(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't', ' ']) else { return is_date(text) };
    let time = time.strip_suffix(['Z', 'z']).unwrap_or(time);
    let (time, offset) = match time.rfind(['+', '-']) {
        Some(at) => (&time[..at], Some(&time[at + 1..])),
        None => (time, None),
    };
    is_date(date) && is_time(time) && offset.is_none_or(|o| o.bytes().all(|b| b.is_ascii_digit() || b == b':') && !o.is_empty())
}

fn is_duration(text: &str) -> bool {
    let text = text.trim().trim_start_matches(['-', '+']);
    if let Some(iso) = text.strip_prefix('P') {
        return iso.len() > 1 && iso.chars().all(|c| c.is_ascii_digit() || "WDTHMS.,".contains(c));
    }
    let rest = match text.split_once(' ') {
        Some((days, rest)) if days.bytes().all(|b| b.is_ascii_digit()) => {
            rest.trim_start_matches("days").trim_start_matches("day").trim_start_matches(',').trim()
        }
        _ => text,
    };
    let clock = rest.trim_start_matches('-');
    clock.is_empty() || clock.split(':').count() <= 3 && clock.split(':').all(|p| !p.is_empty() && p.parse::<f64>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_checked_as_the_calendar_has_them() {
        for good in ["2024-02-29", "2024-2-1"] {
            assert!(is_date(good), "{good}");
        }
        for bad in ["2023-02-29", "2024-13-01", "24-1", "2024-01-01T00:00"] {
            assert!(!is_date(bad), "{bad}");
        }
        assert!(is_time("23:59") && is_time("23:59:59.5") && !is_time("24:00") && !is_time("9"));
        assert!(is_datetime("2024-01-01T10:00:00Z") && is_datetime("2024-01-01 10:00+02:00") && !is_datetime("soon"));
        assert!(is_duration("1 02:03:04") && is_duration("P1DT2H") && is_duration("90") && is_duration("3 days") && !is_duration("long"));
    }

    #[test]
    fn decimals_compare_exactly() {
        let n = |text: &str| Number::of(&Value::Str(text.into()));
        let compare = |a, b| n(a).zip(n(b)).map(|(a, b)| a.cmp(&b));
        assert_eq!(compare("0.1", "0.10"), Some(std::cmp::Ordering::Equal));
        assert_eq!(compare("-1.5", "-1.49"), Some(std::cmp::Ordering::Less));
        assert_eq!(Digits::parse("007.50").map(|d| (d.whole, d.places)), Some((1, 2)));
    }
}
