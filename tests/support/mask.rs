//! Values that differ from run to run, hidden on both sides before they are compared.
//!
//! A rule is `{"key": K, "as": SHAPE}` (the values of that key, if they look so), `{"regex": R, "with": TEXT}` (in every string
//! of the body and the headers), or `{"header": H, "as": SHAPE}`. Shapes: `datetime`, `uuid`, `int`, `any`.

use regex::{NoExpand, Regex};
use serde_json::{Map, Value};

use crate::compare::python_str;

pub(crate) const UUID: &str = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

enum Rule {
    Key(String, String, Regex),
    Header(String, String, Regex),
    Text(Regex, String),
}

fn shape(name: &str) -> Result<Regex, String> {
    let pattern = match name {
        "datetime" => r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z",
        "uuid" => UUID,
        "int" => r"-?\d+",
        "any" => "(?s).*",
        other => return Err(format!("unknown shape {other:?}")),
    };
    Regex::new(&format!("^(?:{pattern})$")).map_err(|error| error.to_string())
}

fn rule(value: &Value) -> Result<Rule, String> {
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let shaped = || text("as").ok_or_else(|| format!("a mask without a shape: {value}"));
    if let Some(key) = text("key") {
        let name = shaped()?;
        Ok(Rule::Key(key, format!("<{name}>"), shape(&name)?))
    } else if let Some(header) = text("header") {
        let name = shaped()?;
        Ok(Rule::Header(header, format!("<{name}>"), shape(&name)?))
    } else if let (Some(pattern), Some(with)) = (text("regex"), text("with")) {
        let pattern = Regex::new(&pattern).map_err(|error| error.to_string())?;
        Ok(Rule::Text(pattern, with))
    } else {
        Err(format!("not a mask: {value}"))
    }
}

/// Applies the rules to a response (`status`, `headers`, `body`).
///
/// # Errors
/// A rule that is none.
pub(crate) fn apply(response: &mut Map<String, Value>, rules: &[Value]) -> Result<(), String> {
    let rules = rules.iter().map(rule).collect::<Result<Vec<_>, _>>()?;
    if let Some(body) = response.get_mut("body") {
        walk(body, None, &rules);
    }
    if let Some(Value::Object(headers)) = response.get_mut("headers") {
        for (name, value) in headers.iter_mut() {
            walk(value, None, &rules);
            for rule in &rules {
                if let Rule::Header(header, with, shape) = rule
                    && header == name
                    && value.as_str().is_some_and(|text| shape.is_match(text))
                {
                    *value = Value::String(with.clone());
                }
            }
        }
    }
    Ok(())
}

fn walk(value: &mut Value, key: Option<&str>, rules: &[Rule]) {
    match value {
        Value::Object(map) => map.iter_mut().for_each(|(key, value)| walk(value, Some(key), rules)),
        Value::Array(list) => list.iter_mut().for_each(|value| walk(value, key, rules)),
        scalar => {
            for rule in rules {
                match rule {
                    Rule::Key(name, with, shape) => {
                        if key == Some(name) && !scalar.is_null() && shape.is_match(&python_str(scalar)) {
                            *scalar = Value::String(with.clone());
                            return;
                        }
                    }
                    Rule::Text(pattern, with) => {
                        if let Value::String(text) = scalar {
                            *text = pattern.replace_all(text, NoExpand(with)).into_owned();
                        }
                    }
                    Rule::Header(..) => {}
                }
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn hides_what_looks_so_and_nothing_else() {
        let rules = json!([{"key": "at", "as": "datetime"}, {"key": "ids", "as": "int"}, {"regex": "cursor=[^&]+", "with": "cursor=$1"},
                           {"header": "Retry-After", "as": "int"}]);
        let mut response = json!({"status": 200, "headers": {"Retry-After": "55", "Location": "/?cursor=a&b"},
            "body": {"at": "2026-01-01T00:00:00Z", "deep": [{"at": "soon"}, {"at": null}], "ids": [1, "x", -2], "next": "?cursor=x&y"}});
        apply(response.as_object_mut().unwrap(), rules.as_array().unwrap()).unwrap();
        assert_eq!(
            response,
            json!({"status": 200, "headers": {"Retry-After": "<int>", "Location": "/?cursor=$1&b"},
                "body": {"at": "<datetime>", "deep": [{"at": "soon"}, {"at": null}], "ids": ["<int>", "x", "<int>"], "next": "?cursor=$1&y"}})
        );
        assert!(apply(&mut Map::new(), &[json!({"key": "x"})]).is_err());
    }
}
