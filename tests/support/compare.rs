//! Two responses, side by side: the status, seven headers, and the JSON body with its types and the order of its keys.

use serde_json::{Map, Number, Value};

/// The headers that are compared.
pub(crate) const HEADERS: [&str; 7] =
    ["Content-Type", "Allow", "Vary", "WWW-Authenticate", "Location", "Retry-After", "Content-Disposition"];

/// Where Django crashed (a recorded 500), a refusal passes; and any answer to a GET.
const REFUSALS: [u64; 4] = [400, 404, 409, 500];

/// What differs, a line each; nothing where the answers are equal.
pub(crate) fn responses(want: &Map<String, Value>, got: &Map<String, Value>, method: &str) -> Vec<String> {
    let status = |side: &Map<String, Value>| side.get("status").and_then(Value::as_u64).unwrap_or(0);
    let (wanted, given) = (status(want), status(got));
    let mut out = Vec::new();
    if wanted == 500 {
        let forgiven = REFUSALS.contains(&given) || (method == "GET" && given == 200);
        if !forgiven {
            out.push(format!("status: expected a refusal {REFUSALS:?}, got {given}"));
        }
        return out;
    }
    if wanted != given {
        out.push(format!("status: expected {wanted}, got {given}"));
    }
    for name in HEADERS {
        let (a, b) = (header(want, name), header(got, name));
        if a != b {
            out.push(format!("{name}: expected {}, got {}", short(&a), short(&b)));
        }
    }
    match (want.get("body"), got.get("body")) {
        (None, None) => {}
        (Some(want), None) => out.push(format!("body: missing, expected {}", short(want))),
        (None, Some(got)) => out.push(format!("body: not expected, got {}", short(got))),
        (Some(want), Some(got)) => {
            values(want, got, "body", &mut out);
            if !same_order(want, got) {
                out.push("body: the keys are in another order".to_owned());
            }
        }
    }
    out
}

/// A header as it is compared: a media type without parameters, `Allow` as a list, `Vary` as a set.
fn header(side: &Map<String, Value>, name: &str) -> Value {
    let Some(value) = side.get("headers").and_then(|headers| headers.get(name)).and_then(Value::as_str) else {
        return Value::Null;
    };
    match name {
        "Content-Type" => value.split(';').next().unwrap_or_default().trim().to_lowercase().into(),
        "Allow" => value.split(',').map(str::trim).collect(),
        "Vary" => {
            let mut set: Vec<String> = value.split(',').map(|part| part.trim().to_lowercase()).collect();
            set.sort();
            set.dedup();
            set.into()
        }
        _ => value.into(),
    }
}

fn values(want: &Value, got: &Value, path: &str, out: &mut Vec<String>) {
    match (want, got) {
        (Value::Object(want), Value::Object(got)) => {
            for (key, value) in want {
                match got.get(key) {
                    None => out.push(format!("{path}.{key}: missing, expected {}", short(value))),
                    Some(other) => values(value, other, &format!("{path}.{key}"), out),
                }
            }
            for (key, value) in got {
                if !want.contains_key(key) {
                    out.push(format!("{path}.{key}: not expected, got {}", short(value)));
                }
            }
        }
        (Value::Array(want), Value::Array(items)) => {
            if want.len() != items.len() {
                out.push(format!("{path}: expected {} items, got {}: {}", want.len(), items.len(), short(got)));
            }
            for (i, (a, b)) in want.iter().zip(items).enumerate() {
                values(a, b, &format!("{path}[{i}]"), out);
            }
        }
        (Value::Number(a), Value::Number(b)) if same_number(a, b) => {}
        (Value::Number(_), Value::Number(_)) => out.push(format!("{path}: expected {}, got {}", short(want), short(got))),
        _ if want == got => {}
        _ => out.push(format!("{path}: expected {}, got {}", short(want), short(got))),
    }
}

/// `1` and `1.0` are two things, `1.0` and `1.00` are not; integers of any size are compared exactly.
fn same_number(a: &Number, b: &Number) -> bool {
    let (a, b) = (a.to_string(), b.to_string());
    let is_float = |text: &str| text.contains(['.', 'e', 'E']);
    match (is_float(&a), is_float(&b)) {
        (true, true) => a.parse::<f64>().is_ok_and(|a| b.parse::<f64>().is_ok_and(|b| a == b)),
        (false, false) => {
            let zero = |text: String| if text == "-0" { "0".to_owned() } else { text };
            zero(a) == zero(b)
        }
        _ => false,
    }
}

fn same_order(want: &Value, got: &Value) -> bool {
    match (want, got) {
        (Value::Object(want), Value::Object(got)) => {
            let common = want.keys().filter(|key| got.contains_key(*key));
            common.eq(got.keys().filter(|key| want.contains_key(*key)))
                && want.iter().all(|(key, a)| got.get(key).is_none_or(|b| same_order(a, b)))
        }
        (Value::Array(want), Value::Array(got)) => want.iter().zip(got).all(|(a, b)| same_order(a, b)),
        _ => true,
    }
}

/// A value as one line of a report.
fn short(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= 120 {
        return text;
    }
    text.chars().take(117).chain("...".chars()).collect()
}

/// What Python's `str()` makes of a scalar: the form in which captures are filled in and shapes are matched.
pub(crate) fn python_str(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Null => "None".to_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn diff(want: &str, got: &str, method: &str) -> Vec<String> {
        responses(&serde_json::from_str(want).unwrap(), &serde_json::from_str(got).unwrap(), method)
    }

    #[test]
    fn tells_types_and_orders_apart() {
        let body = |body: &str| format!(r#"{{"status": 200, "headers": {{}}, "body": {body}}}"#);
        for (want, got, lines) in [
            ("1", "1.0", 1),
            ("1.0", "1.00", 0),
            ("1e2", "100.0", 0),
            ("true", "1", 1),
            ("123456789012345678901234567890", "123456789012345678901234567891", 1),
            ("[1, 2]", "[1, 2, 3]", 1),
            ("[1, 2]", "[2]", 2),
            (r#"{"a": 1, "b": 2}"#, r#"{"b": 2, "a": 1}"#, 1),
            (r#"{"a": 1, "b": {"c": 1, "d": 2}}"#, r#"{"a": 1, "b": {"c": 1, "d": 2}}"#, 0),
            (r#"{"a": 1}"#, r#"{"b": 1}"#, 2),
            ("null", "null", 0),
        ] {
            assert_eq!(diff(&body(want), &body(got), "GET").len(), lines, "{want} {got}");
        }
        assert_eq!(diff(&body("null"), r#"{"status": 200, "headers": {}}"#, "GET"), ["body: missing, expected null"]);
    }

    #[test]
    fn compares_headers_by_their_meaning() {
        let with = |headers: &str| format!(r#"{{"status": 200, "headers": {headers}}}"#);
        let want = with(r#"{"Content-Type": "application/json", "Allow": "GET, POST", "Vary": "Accept, Cookie"}"#);
        let same = with(r#"{"Content-Type": "Application/JSON; charset=utf-8", "Allow": "GET,POST", "Vary": "cookie, accept"}"#);
        assert!(diff(&want, &same, "GET").is_empty());
        let other = with(r#"{"Content-Type": "application/json", "Allow": "POST, GET", "Vary": "Accept"}"#);
        assert_eq!(diff(&want, &other, "GET").len(), 2);
    }

    #[test]
    fn forgives_where_django_crashed() {
        let crash = r#"{"status": 500, "headers": {"Content-Type": "text/html"}}"#;
        let status = |code: u16| format!(r#"{{"status": {code}, "headers": {{}}, "body": {{}}}}"#);
        assert!(diff(crash, &status(409), "DELETE").is_empty());
        assert!(diff(crash, &status(200), "GET").is_empty());
        assert_eq!(diff(crash, &status(200), "POST").len(), 1);
        assert_eq!(diff(crash, &status(204), "DELETE").len(), 1);
    }
}
