//! Diagnostics: what is wrong with a spec, where, and what to do about it.
//!
//! Checks put [`Diagnostic`]s into a [`Diagnostics`] bag and go on, so one run reports everything. A bag that is dropped
//! without anybody having read it panics: an error cannot get lost.

pub mod codes;
mod nearest;
#[cfg(feature = "cli")]
pub mod render;

pub use nearest::nearest;
#[cfg(feature = "toml")]
pub(crate) use nearest::slip;

use std::collections::{BTreeMap, BTreeSet};

use crate::source::{FileId, Origin, Sources};

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
    /// Whether slips were found that another reading takes for what was meant.
    again: bool,
    /// Files of which a table was not read, so that nobody knows what it has.
    lost: BTreeSet<FileId>,
    /// How often something was not understood.
    doubts: usize,
    /// Files that do not parse: what they lack may stand in what was not read.
    broken: BTreeSet<FileId>,
    /// The places of keys by those of their values.
    keys: BTreeMap<(u32, u32, u32), Origin>,
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

    /// Asks whoever reads to read again.
    pub(crate) const fn ask_again(&mut self) {
        self.again = true;
    }

    /// Whether another reading was asked for.
    pub(crate) const fn asks_again(&self) -> bool {
        self.again
    }

    /// Notes that a table was not read.
    pub(crate) fn lost(&mut self, origin: Origin) {
        if let Origin::Toml { file, .. } = origin {
            self.lost.insert(file);
        }
    }

    /// Notes that a file does not parse.
    pub(crate) fn note_broken(&mut self, file: FileId) {
        self.broken.insert(file);
    }

    /// Whether a place is in a file that does not parse.
    pub(crate) fn is_broken(&self, origin: Origin) -> bool {
        matches!(origin, Origin::Toml { file, .. } if self.broken.contains(&file))
    }

    /// An empty bag for a trial.
    pub(crate) fn trial(&self) -> Self {
        let mut trial = Self::default();
        trial.broken.clone_from(&self.broken);
        trial
    }

    /// The files of which a table was not read.
    pub(crate) fn with_losses(&self) -> BTreeSet<FileId> {
        self.lost.clone()
    }

    /// Notes the key of a value.
    pub(crate) fn note_key(&mut self, value: Origin, key: Origin) {
        self.keys.insert(value.sort_key(), key);
    }

    /// The place of the key whose value stands at a place: what is said of a key underlines the key.
    pub(crate) fn key_of(&self, value: Origin) -> Origin {
        self.keys.get(&value.sort_key()).copied().unwrap_or(value)
    }

    /// Joins errors that say the same of several places, or several things of one place: a name that leads nowhere is one mistake, however
    /// often it is used. What a derive says stays, as the compiler underlines each place.
    pub(crate) fn join_repeated(&mut self) {
        let by_message = |code: &Code| {
            [
                &codes::UNKNOWN_FIELD,
                &codes::UNKNOWN_RESOURCE,
                &codes::VIEW_NAME,
                &codes::EXPAND,
                &codes::NOT_A_MASTER,
                &codes::NO_DETAIL_LINK,
            ]
            .iter()
            .any(|joined| joined.id == code.id)
        };
        let by_place = |code: &Code| [&codes::UNKNOWN_FIELD, &codes::CURSOR].iter().any(|joined| joined.id == code.id);
        let mut found: Vec<Diagnostic> = Vec::with_capacity(self.found.len());
        let mut rest = std::mem::take(&mut self.found);
        rest.sort_by_key(|d| d.origin.sort_key());
        let mut repeated: BTreeMap<usize, Vec<Origin>> = BTreeMap::new();
        for diagnostic in rest {
            let toml = matches!(diagnostic.origin, Origin::Toml { .. });
            let first = found.iter().position(|first| {
                first.code.id == diagnostic.code.id
                    && (by_message(diagnostic.code) && first.message == diagnostic.message
                        || by_place(diagnostic.code) && first.origin.sort_key() == diagnostic.origin.sort_key())
            });
            match first.filter(|_| toml) {
                Some(first) => repeated.entry(first).or_default().push(diagnostic.origin),
                None => found.push(diagnostic),
            }
        }
        for (first, places) in repeated {
            let first = &mut found[first];
            let places: Vec<Origin> = places.into_iter().filter(|place| place.sort_key() != first.origin.sort_key()).collect();
            let label = match places.len() {
                0 => continue,
                1 => "the same here".to_owned(),
                more => format!("the same here, and at {} more places", more - 1),
            };
            if first.also.is_none() {
                first.also = places.first().map(|place| (*place, label));
            }
        }
        self.found = found;
    }

    /// Points from the last finding to a second place.
    pub(crate) fn also_last(&mut self, origin: Origin, label: &str) {
        if let Some(last) = self.found.last_mut() {
            last.also(origin, label);
        }
    }

    /// Takes over what another bag holds.
    pub(crate) fn join(&mut self, mut other: Self) {
        other.read = true;
        self.found.append(&mut other.found);
        self.lost.append(&mut other.lost);
        self.keys.append(&mut other.keys);
        self.doubts += other.doubts;
    }

    /// Notes that something was not understood, so that what may follow from it is not to be reported.
    pub(crate) const fn doubt(&mut self) {
        self.doubts += 1;
    }

    /// How often that was.
    pub(crate) const fn doubts(&self) -> usize {
        self.doubts
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
