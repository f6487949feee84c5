//! Diagnostics: what is wrong with a spec, where, and what to do about it.
//!
//! Checks put [`Diagnostic`]s into a [`Diagnostics`] bag and go on, so one run reports everything. A bag that is dropped
//! without anybody having read it panics: an error cannot get lost.

pub mod codes;
mod nearest;
#[cfg(feature = "cli")]
pub mod render;

pub use nearest::nearest;

use crate::source::{Origin, Sources};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is generated.
    Error,
    /// It works, but perhaps not as meant.
    Warning,
}

/// A kind of diagnostic. The table of all of them is [`codes::all`].
///
/// `message`, `label` and `help` are templates: `{0}`, `{1}` and `{2}` stand for the arguments of a report.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// `RW0203`; never used again for something else.
    pub id: &'static str,
    /// Error, unless an option makes it a warning.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: &'static str,
    /// What stands under the underlined text; may be empty.
    pub label: &'static str,
    /// What to do about it; may be empty.
    pub help: &'static str,
    /// A paragraph for `codegen explain --code`.
    pub explanation: &'static str,
}

/// One finding.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// Its kind.
    pub code: &'static Code,
    /// The code's, unless an option changed it.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// The text that is underlined.
    pub origin: Origin,
    /// What stands under it; may be empty.
    pub label: String,
    /// A second place that explains the first.
    pub also: Option<(Origin, String)>,
    /// What to do about it; may be empty.
    pub help: String,
    /// The valid name that is nearest to the one that was written.
    pub nearest: Option<String>,
}

impl Diagnostic {
    /// Points to a second place.
    pub fn also(&mut self, origin: Origin, label: impl Into<String>) -> &mut Self {
        self.also = Some((origin, label.into()));
        self
    }

    /// Says what to do, instead of the code's own words.
    pub fn help(&mut self, text: impl Into<String>) -> &mut Self {
        self.help = text.into();
        self
    }

    /// What stands under the underlined text, instead of the code's own words.
    pub fn label(&mut self, text: impl Into<String>) -> &mut Self {
        self.label = text.into();
        self
    }

    /// Offers the nearest of the valid names; where none is near, a short list of them.
    pub fn among<S: AsRef<str>>(&mut self, written: &str, valid: impl IntoIterator<Item = S>) -> &mut Self {
        let mut names: Vec<String> = Vec::new();
        for name in valid {
            if !names.iter().any(|n| n == name.as_ref()) {
                names.push(name.as_ref().to_owned());
            }
        }
        if let Some(name) = nearest(written, &names) {
            self.help = format!("did you mean `{name}`?");
            self.nearest = Some(name.to_owned());
        } else if !names.is_empty() && names.len() <= MAX_LISTED {
            let list: Vec<String> = names.iter().map(|n| format!("`{n}`")).collect();
            self.help = format!("valid here: {}", list.join(", "));
        }
        self
    }
}

/// A longer list of valid names helps nobody on a terminal.
const MAX_LISTED: usize = 24;

/// The bag.
#[derive(Debug, Default)]
#[must_use = "diagnostics have to be shown to somebody"]
pub struct Diagnostics {
    /// The files that origins refer to.
    pub sources: Sources,
    found: Vec<Diagnostic>,
    /// Set by whoever takes the findings out.
    read: bool,
}

impl Diagnostics {
    /// Adds a finding; `args` fill the templates of the code.
    pub fn report(&mut self, code: &'static Code, origin: Origin, args: &[&str]) -> &mut Diagnostic {
        self.found.push(Diagnostic {
            code,
            severity: code.severity,
            message: fill(code.message, args),
            origin,
            label: fill(code.label, args),
            also: None,
            help: fill(code.help, args),
            nearest: None,
        });
        let last = self.found.len() - 1;
        &mut self.found[last]
    }

    /// Says more about the last finding, if its own help says nothing.
    pub(crate) fn help_last(&mut self, text: &str) {
        if let Some(last) = self.found.last_mut().filter(|d| d.nearest.is_none()) {
            last.help = text.to_owned();
        }
    }

    /// Turns what is not built yet into warnings.
    pub fn forgive_unbuilt(&mut self) {
        for diagnostic in self.found.iter_mut().filter(|d| d.code.id.starts_with("RW09")) {
            diagnostic.severity = Severity::Warning;
        }
    }

    /// Whether something forbids to go on.
    pub fn has_errors(&self) -> bool {
        self.found.iter().any(|d| d.severity == Severity::Error)
    }

    /// How many errors and warnings there are.
    pub fn count(&self) -> (usize, usize) {
        let errors = self.found.iter().filter(|d| d.severity == Severity::Error).count();
        (errors, self.found.len() - errors)
    }

    /// Takes everything out, in the order of files and places, the same finding at the same place once.
    pub fn take(&mut self) -> Vec<Diagnostic> {
        self.read = true;
        let mut found = std::mem::take(&mut self.found);
        found.sort_by(|a, b| a.origin.sort_key().cmp(&b.origin.sort_key()).then_with(|| a.code.id.cmp(b.code.id)));
        found.dedup_by(|a, b| a.code.id == b.code.id && a.origin.sort_key() == b.origin.sort_key() && a.message == b.message);
        found
    }
}

impl Drop for Diagnostics {
    fn drop(&mut self) {
        assert!(self.read || self.found.is_empty() || std::thread::panicking(), "{} diagnostics were dropped unread", self.found.len());
    }
}

/// Puts arguments into a template.
pub(crate) fn fill(template: &str, args: &[&str]) -> String {
    let mut out = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let digit = after.as_bytes().get(1).copied().filter(u8::is_ascii_digit);
        match (digit, after.as_bytes().get(2)) {
            (Some(digit), Some(b'}')) => {
                out.push_str(args.get(usize::from(digit - b'0')).copied().unwrap_or_default());
                rest = &after[3..];
            }
            _ => {
                out.push('{');
                rest = &after[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_keep_other_braces() {
        assert_eq!(fill("`{0}` in {1}: { any = […] } {x", &["a", "b"]), "`a` in b: { any = […] } {x");
    }

    #[test]
    #[should_panic(expected = "dropped unread")]
    fn an_unread_bag_is_a_bomb() {
        let mut bag = Diagnostics::default();
        let file = bag.sources.add("a.toml", "");
        bag.report(&codes::SYNTAX, Origin::toml(file, 0..0), &["x"]);
    }

    #[test]
    fn codes_are_unique_and_explained() {
        let mut seen = std::collections::BTreeSet::new();
        for code in codes::all() {
            assert!(seen.insert(code.id), "{} twice", code.id);
            assert!(code.id.len() == 6 && code.id.starts_with("RW"), "{}", code.id);
            assert!(code.explanation.len() > 60, "{} is not explained", code.id);
        }
    }
}
