//! A resource at length: its classes as a Django REST framework author would write them by hand, and its routes.

mod annotations;
mod filterset;
mod serializer;
mod statements;
mod viewset;

pub(crate) use annotations::value as annotation;
use restwright_schema::link::{Graph, ModelId};
use restwright_schema::model::Literal;
use std::fmt::Write as _;

/// Everything that was derived for a resource, written out.
pub fn resource(graph: &Graph, id: ModelId) -> String {
    let mut out = String::new();
    annotations::write(graph, id, &mut out);
    serializer::write(graph, id, &mut out);
    filterset::write(graph, id, &mut out);
    viewset::write(graph, id, &mut out);
    statements::write(graph, id, &mut out);
    out
}

/// A Python class's name and its arguments, in DRF's order (by name).
struct Call {
    class: String,
    arguments: Vec<(&'static str, String)>,
}

impl Call {
    fn new(class: impl Into<String>) -> Self {
        Self { class: class.into(), arguments: Vec::new() }
    }

    fn add(&mut self, name: &'static str, value: impl Into<String>) {
        self.arguments.push((name, value.into()));
    }

    fn flag(&mut self, set: bool, name: &'static str, value: &str) {
        if set {
            self.add(name, value);
        }
    }

    fn text(&mut self, name: &'static str, text: &str) {
        if !text.is_empty() {
            self.add(name, quoted(text));
        }
    }

    fn print(mut self) -> String {
        self.arguments.sort_by_key(|(name, _)| *name);
        let arguments: Vec<String> = self.arguments.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
        format!("{}({})", self.class, arguments.join(", "))
    }
}

/// Python's `repr` of a string.
fn quoted(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut out = String::from(quote);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c == quote => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out.push(quote);
    out
}

/// Python's `repr` of a constant.
fn constant(value: Literal) -> String {
    match value {
        Literal::Null => "None".to_owned(),
        Literal::Bool(true) => "True".to_owned(),
        Literal::Bool(false) => "False".to_owned(),
        Literal::Int(n) => n.to_string(),
        Literal::Float(n) => format!("{n:?}"),
        Literal::Str(text) => quoted(text),
        Literal::Decimal(digits) => format!("Decimal({})", quoted(digits)),
        Literal::Json(text) => text.to_owned(),
        Literal::Uuid4 => "uuid4".to_owned(),
        Literal::Uuid7 => "uuid7".to_owned(),
        Literal::Now => "now".to_owned(),
    }
}

/// `['a', 'b']`.
fn list(names: &[&str]) -> String {
    format!("[{}]", names.iter().map(|n| quoted(n)).collect::<Vec<_>>().join(", "))
}

/// `[('a', 'Label'), …]`.
fn pairs(choices: &[(Literal, &str)]) -> String {
    let pairs = choices.iter().map(|(value, label)| format!("({}, {})", constant(*value), quoted(label)));
    format!("[{}]", pairs.collect::<Vec<_>>().join(", "))
}

/// A line, indented by fours.
fn line(out: &mut String, depth: usize, text: &str) {
    // Writing to a string does not fail.
    let _ = writeln!(out, "{:width$}{text}", "", width = depth * 4);
}
