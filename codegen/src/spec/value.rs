//! Constants in a spec: defaults, bounds, choices.

use super::Spanned;

/// A constant as it was written.
#[derive(Clone, Debug)]
pub enum Value {
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number with a point or an exponent; its digits as they were written (for decimals), without underscores.
    Float {
        /// The number.
        value: f64,
        /// The digits.
        text: String,
    },
    /// A text.
    Str(String),
    /// A date, time or datetime that was written without quotes, in ISO 8601.
    Moment(String),
    /// A list.
    List(Vec<Spanned<Value>>),
    /// A table.
    Table(Vec<(Spanned<String>, Spanned<Value>)>),
}

impl Value {
    /// What it is, in words, for diagnostics.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Bool(_) => "a boolean",
            Self::Int(_) => "an integer",
            Self::Float { .. } => "a float",
            Self::Str(_) => "a string",
            Self::Moment(_) => "a date or time",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
        }
    }

    /// The text that a string, a date or a number was written as; `None` for the others.
    pub fn as_text(&self) -> Option<String> {
        match self {
            Self::Int(n) => Some(n.to_string()),
            Self::Float { text, .. } | Self::Str(text) | Self::Moment(text) => Some(text.clone()),
            Self::Bool(_) | Self::List(_) | Self::Table(_) => None,
        }
    }

    /// As JSON text: dates are strings, tables keep their order, numbers their digits (a number that JSON hasn't is `null`).
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        self.write_json(&mut out);
        out
    }

    fn write_json(&self, out: &mut String) {
        match self {
            Self::Bool(b) => out.push_str(if *b { "true" } else { "false" }),
            Self::Int(n) => out.push_str(&n.to_string()),
            Self::Float { value, .. } if !value.is_finite() => out.push_str("null"),
            Self::Float { text, .. } => out.push_str(text.trim_start_matches('+')),
            Self::Str(text) | Self::Moment(text) => write_json_string(text, out),
            Self::List(items) => {
                out.push('[');
                for (i, item) in items.iter().enumerate() {
                    if i > 0 {
                        out.push(',');
                    }
                    item.write_json(out);
                }
                out.push(']');
            }
            Self::Table(entries) => {
                out.push('{');
                for (i, (key, value)) in entries.iter().enumerate() {
                    if i > 0 {
                        out.push(',');
                    }
                    write_json_string(key, out);
                    out.push(':');
                    value.write_json(out);
                }
                out.push('}');
            }
        }
    }
}

/// Writes a string as JSON (RFC 8259), quotes included.
pub fn write_json_string(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c < ' ' => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
}
