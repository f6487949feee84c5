//! Defaults: what an expression of the database's SQL is in a spec.

use super::toml;
use restwright_schema::model::FieldType as T;

/// What becomes of a default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Default {
    /// An option and its value in TOML.
    Option(&'static str, String),
    /// It is the same as none.
    None,
    /// It can't be said.
    Unsaid,
}

/// The default of a column of this type; `length` is its `max_length`.
pub(super) fn of(kind: T, length: Option<u32>, expression: &str) -> Default {
    let text = bare(expression);
    let lower = text.to_lowercase();
    if lower == "null" {
        return Default::None;
    }
    let moment = matches!(kind, T::Date | T::Time | T::DateTime);
    if moment && is_now(&lower) {
        let option = if lower.contains("on update") { "auto_now" } else { "auto_now_add" };
        return Default::Option(option, "true".to_owned());
    }
    if kind == T::Uuid && matches!(lower.as_str(), "gen_random_uuid()" | "uuid_generate_v4()" | "uuid()" | "uuidv4()") {
        return Default::Option("default", "\"uuid4()\"".to_owned());
    }
    let value = match literal(&text) {
        Some(value) => value,
        None => return Default::Unsaid,
    };
    said(kind, length, &value).map_or(Default::Unsaid, |toml| Default::Option("default", toml))
}

/// A constant of SQL.
enum Literal {
    Number(String),
    Text(String),
    Bool(bool),
}

fn said(kind: T, length: Option<u32>, value: &Literal) -> Option<String> {
    match (kind, value) {
        (T::Boolean, Literal::Bool(b)) => Some(b.to_string()),
        (T::Boolean, Literal::Number(n) | Literal::Text(n)) => match n.as_str() {
            "0" => Some("false".to_owned()),
            "1" => Some("true".to_owned()),
            _ => None,
        },
        (kind, Literal::Number(n) | Literal::Text(n)) if kind.is_integer() => {
            let n: i64 = n.parse().ok()?;
            (!kind.is_positive() || n >= 0).then(|| n.to_string())
        }
        (T::Float, Literal::Number(n) | Literal::Text(n)) => {
            let n: f64 = n.parse().ok()?;
            n.is_finite().then(|| format!("{n:?}"))
        }
        (T::Decimal, Literal::Number(n) | Literal::Text(n)) => {
            let plain = n.trim_start_matches('-').chars().all(|c| c.is_ascii_digit() || c == '.');
            (plain && n.parse::<f64>().is_ok()).then(|| toml::text(n))
        }
        (T::String | T::Text, Literal::Text(text)) => {
            let fits = length.is_none_or(|max| text.chars().count() <= max as usize);
            fits.then(|| toml::text(text))
        }
        (T::Json, Literal::Text(text)) => match text.as_str() {
            "{}" | "[]" => Some(text.clone()),
            _ => None,
        },
        (T::Uuid | T::IpAddress, Literal::Text(text)) if !text.is_empty() => Some(toml::text(text)),
        _ => None,
    }
}

/// Without parentheses around all of it, and without PostgreSQL's casts.
fn bare(expression: &str) -> String {
    let mut text = expression.trim();
    loop {
        let inner = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')).map(str::trim);
        // Only if the two belong together.
        match inner.filter(|inner| balanced(inner)) {
            Some(inner) => text = inner,
            None => break,
        }
    }
    if let Some(quoted) = text.strip_prefix('\'')
        && let Some(end) = end_of_text(quoted)
        && quoted[end + 1..].trim_start().starts_with("::")
    {
        return text[..end + 2].to_owned();
    }
    match text.split_once("::") {
        Some((value, _)) if !text.starts_with('\'') => bare(value),
        _ => text.to_owned(),
    }
}

fn balanced(text: &str) -> bool {
    let mut depth = 0_i32;
    for c in text.chars() {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}

/// Where the text behind an opening quote ends.
fn end_of_text(quoted: &str) -> Option<usize> {
    let mut chars = quoted.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c == '\'' && chars.next_if(|(_, next)| *next == '\'').is_none() {
            return Some(at);
        }
    }
    None
}

fn literal(text: &str) -> Option<Literal> {
    match text.to_lowercase().as_str() {
        "true" | "b'1'" => return Some(Literal::Bool(true)),
        "false" | "b'0'" => return Some(Literal::Bool(false)),
        _ => {}
    }
    for quote in ['\'', '"'] {
        if let Some(inner) = text.strip_prefix(quote).and_then(|t| t.strip_suffix(quote)) {
            let doubled = format!("{quote}{quote}");
            let once = inner.replace(&doubled, "");
            return (!once.contains(quote)).then(|| Literal::Text(inner.replace(&doubled, &quote.to_string())));
        }
    }
    let digits = text.trim_start_matches(['-', '+']);
    let number = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') && text.parse::<f64>().is_ok();
    number.then(|| Literal::Number(text.trim_start_matches('+').to_owned()))
}

fn is_now(lower: &str) -> bool {
    let word = lower.split(['(', ' ']).next().unwrap_or_default();
    matches!(
        word,
        "now" | "current_timestamp" | "current_date" | "current_time" | "localtimestamp" | "statement_timestamp" | "clock_timestamp"
    ) || matches!(lower, "datetime('now')" | "date('now')" | "curdate()")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_of_all_databases() {
        let default = |text: &str| Default::Option("default", text.to_owned());
        let cases = [
            (T::String, "'draft'::character varying", default("\"draft\"")),
            (T::String, "'it''s (so)'", default("\"it's (so)\"")),
            (T::Integer, "(7)", default("7")),
            (T::Integer, "'7'::smallint", default("7")),
            (T::Integer, "-1", default("-1")),
            (T::Boolean, "b'1'", default("true")),
            (T::Boolean, "false", default("false")),
            (T::Decimal, "9.99", default("\"9.99\"")),
            (T::Decimal, "9.99::numeric(6,2)", default("\"9.99\"")),
            (T::Float, "1", default("1.0")),
            (T::Json, "'{}'::jsonb", default("{}")),
            (T::Uuid, "gen_random_uuid()", default("\"uuid4()\"")),
            (T::Text, "NULL::character varying", Default::None),
            (T::DateTime, "now()", Default::Option("auto_now_add", "true".into())),
            (T::DateTime, "current_timestamp() ON UPDATE current_timestamp()", Default::Option("auto_now", "true".into())),
            (T::Integer, "nextval('a'::regclass)", Default::Unsaid),
            (T::Text, "upper('a')", Default::Unsaid),
            (T::Text, "('a' || 'b')", Default::Unsaid),
        ];
        for (kind, expression, expected) in cases {
            assert_eq!(of(kind, None, expression), expected, "{expression}");
        }
        assert_eq!(of(T::String, Some(2), "'abc'"), Default::Unsaid);
    }
}
