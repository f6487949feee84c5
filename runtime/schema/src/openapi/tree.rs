//! A document as a tree, and its two forms of text. This crate has no dependencies, so it brings its own.

use std::fmt::Write as _;

/// A JSON value; objects keep their order.
#[derive(Clone, Debug, PartialEq)]
pub enum Tree {
    /// `null`.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// A number, as its digits.
    Number(String),
    /// A text.
    Text(String),
    /// An array.
    List(Vec<Tree>),
    /// An object.
    Map(Vec<(String, Tree)>),
    /// JSON text that is taken over as it is.
    Raw(String),
}

impl From<&str> for Tree {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Tree {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Tree {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Tree {
    fn from(value: i64) -> Self {
        Self::Number(value.to_string())
    }
}

impl From<u32> for Tree {
    fn from(value: u32) -> Self {
        Self::Number(value.to_string())
    }
}

impl From<f64> for Tree {
    fn from(value: f64) -> Self {
        Self::Number(value.to_string())
    }
}

impl From<Vec<Tree>> for Tree {
    fn from(items: Vec<Tree>) -> Self {
        Self::List(items)
    }
}

/// An object that is being written; empty texts and nothings are left out by the `_some` forms.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Map(Vec<(String, Tree)>);

impl Map {
    /// An empty object.
    pub fn new() -> Self {
        Self::default()
    }

    /// With one more entry.
    #[must_use]
    pub fn with(mut self, key: impl Into<String>, value: impl Into<Tree>) -> Self {
        self.push(key, value);
        self
    }

    /// With one more entry, if there is a value.
    #[must_use]
    pub fn with_some(self, key: &str, value: Option<impl Into<Tree>>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    /// With one more entry, unless the text is empty.
    #[must_use]
    pub fn with_text(self, key: &str, text: &str) -> Self {
        if text.is_empty() { self } else { self.with(key, text) }
    }

    /// Adds an entry.
    pub fn push(&mut self, key: impl Into<String>, value: impl Into<Tree>) {
        self.0.push((key.into(), value.into()));
    }

    /// Whether there is an entry of this name.
    pub fn has(&self, key: &str) -> bool {
        self.0.iter().any(|(k, _)| k == key)
    }

    /// Whether there is none at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Map> for Tree {
    fn from(map: Map) -> Self {
        Self::Map(map.0)
    }
}

/// A JSON string literal (RFC 8259).
fn quoted(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() || c == '\u{2028}' || c == '\u{2029}' => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

impl Tree {
    /// The entry of an object.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(entries) => entries.iter().find(|(k, _)| k == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// As JSON, indented by two spaces.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        self.json(0, &mut out);
        out.push('\n');
        out
    }

    fn json(&self, depth: usize, out: &mut String) {
        let line = |depth: usize, out: &mut String| {
            out.push('\n');
            out.push_str(&"  ".repeat(depth));
        };
        match self {
            Self::List(items) if !items.is_empty() => {
                out.push('[');
                for (i, item) in items.iter().enumerate() {
                    if i > 0 {
                        out.push(',');
                    }
                    line(depth + 1, out);
                    item.json(depth + 1, out);
                }
                line(depth, out);
                out.push(']');
            }
            Self::Map(entries) if !entries.is_empty() => {
                out.push('{');
                for (i, (key, value)) in entries.iter().enumerate() {
                    if i > 0 {
                        out.push(',');
                    }
                    line(depth + 1, out);
                    quoted(key, out);
                    out.push_str(": ");
                    value.json(depth + 1, out);
                }
                line(depth, out);
                out.push('}');
            }
            other => other.scalar(out),
        }
    }

    fn scalar(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(v) => out.push_str(if *v { "true" } else { "false" }),
            Self::Number(v) | Self::Raw(v) => out.push_str(v),
            Self::Text(v) => quoted(v, out),
            Self::List(_) => out.push_str("[]"),
            Self::Map(_) => out.push_str("{}"),
        }
    }

    /// As YAML 1.2: block style, with JSON's scalars (which YAML contains).
    pub fn to_yaml(&self) -> String {
        let mut out = String::new();
        self.yaml(0, false, &mut out);
        out
    }

    fn yaml(&self, depth: usize, in_list: bool, out: &mut String) {
        match self {
            Self::Map(entries) if !entries.is_empty() => {
                for (i, (key, value)) in entries.iter().enumerate() {
                    if i > 0 || !in_list {
                        out.push_str(&"  ".repeat(depth));
                    }
                    quoted(key, out);
                    out.push(':');
                    value.yaml_value(depth + 1, out);
                }
            }
            Self::List(items) if !items.is_empty() => {
                for item in items {
                    out.push_str(&"  ".repeat(depth));
                    out.push_str("- ");
                    match item {
                        Self::Map(entries) if !entries.is_empty() => item.yaml(depth + 1, true, out),
                        other => {
                            other.json(0, out);
                            out.push('\n');
                        }
                    }
                }
            }
            other => {
                other.scalar(out);
                out.push('\n');
            }
        }
    }

    fn yaml_value(&self, depth: usize, out: &mut String) {
        match self {
            Self::Map(entries) if !entries.is_empty() => {
                out.push('\n');
                self.yaml(depth, false, out);
            }
            Self::List(items) if !items.is_empty() => {
                out.push('\n');
                self.yaml(depth, false, out);
            }
            other => {
                out.push(' ');
                other.scalar(out);
                out.push('\n');
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_say_the_same() {
        let tree: Tree = Map::new()
            .with("a", vec![Tree::from(1i64), Map::new().with("b", "x\"y").with("c", Tree::Null).into()])
            .with("d", Map::new())
            .into();
        assert_eq!(
            tree.to_json(),
            "{\n  \"a\": [\n    1,\n    {\n      \"b\": \"x\\\"y\",\n      \"c\": null\n    }\n  ],\n  \"d\": {}\n}\n"
        );
        assert_eq!(tree.to_yaml(), "\"a\":\n  - 1\n  - \"b\": \"x\\\"y\"\n    \"c\": null\n\"d\": {}\n");
    }
}
