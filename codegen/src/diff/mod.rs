//! What changed in an API between two spec folders, as a client of it sees it: each change is marked breaking or not.
//!
//! Both sides are linked graphs, so everything that is derived or inherited is compared as it will be answered. One family of
//! rules a file; [`RULES`] lists them all.

mod access;
mod api;
mod fields;
mod filters;
mod inputs;
mod lists;
mod report;
mod resources;

pub use report::{json, text};

use restwright_schema::link::Graph;

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its kind, one of [`RULES`].
    pub rule: &'static str,
    /// Whether a client that was right before can be wrong now.
    pub breaking: bool,
    /// Where: `Book.title`, `Book`, or `api`.
    pub place: String,
    /// What is otherwise, in words.
    pub message: String,
}

/// The kinds of changes, and what each is about.
pub const RULES: &[(&str, &str)] = &[
    ("access", "permissions: who may do what"),
    ("action", "an action of a resource"),
    ("authentication", "the ways to log in"),
    ("choices", "the values that a field takes"),
    ("cors", "which pages of other origins may ask"),
    ("default", "what a field is when it is left out"),
    ("documents", "where the OpenAPI document and its page are"),
    ("dynamic-fields", "`?fields=`, `?omit=` and `?expand=`"),
    ("endpoint", "the URL of a resource"),
    ("field", "a field that came or went"),
    ("filter", "a query parameter of a list"),
    ("format", "how values are written"),
    ("length", "how long a text may be"),
    ("limits", "how much a request may hold"),
    ("lookup", "what stands in the URL of one object"),
    ("media-types", "what is written and read"),
    ("nested-routes", "the routes below another resource"),
    ("null", "whether a field can be null"),
    ("ordering", "the order of a list, and the names it can be ordered by"),
    ("pagination", "how a list is cut into pages"),
    ("prefix", "where the API is mounted"),
    ("range", "the least and the greatest number"),
    ("relation", "where a field leads, and how it is written"),
    ("required", "whether input must have a field"),
    ("resource", "a resource that came or went"),
    ("routing", "the API root, suffixes and final slashes"),
    ("search", "what `?search=` looks at"),
    ("source", "where a field's value comes from"),
    ("texts", "titles and descriptions"),
    ("throttling", "how many requests are answered"),
    ("type", "the type of a field"),
    ("unique", "values that must not be taken"),
    ("validation", "patterns that input has to match"),
    ("versioning", "how a version is asked for"),
    ("writable", "whether a field is shown, and whether it is read"),
];

/// All changes, in the order of their places; breaking ones first within each.
pub fn compare(old: &Graph, new: &Graph) -> Vec<Change> {
    let mut found = Found { changes: Vec::new() };
    api::compare(old.api, new.api, &mut found);
    access::api(old.api, new.api, &mut found);
    access::cors(&old.api.cors, &new.api.cors, &mut found);
    resources::compare(old, new, &mut found);
    found.changes
}

/// Whether a client has to be changed.
pub fn is_breaking(changes: &[Change]) -> bool {
    changes.iter().any(|c| c.breaking)
}

/// What was found so far.
struct Found {
    changes: Vec<Change>,
}

impl Found {
    fn add(&mut self, rule: &'static str, breaking: bool, place: &str, message: impl Into<String>) {
        debug_assert!(RULES.iter().any(|(name, _)| *name == rule), "{rule}");
        let change = Change { rule, breaking, place: place.to_owned(), message: message.into() };
        if !self.changes.contains(&change) {
            self.changes.push(change);
        }
    }

    /// A setting that is one thing or another.
    fn turned<T: PartialEq>(
        &mut self,
        rule: &'static str,
        breaking: bool,
        place: &str,
        what: &str,
        (old, new): (T, T),
        word: impl Fn(&T) -> String,
    ) {
        if old != new {
            self.add(rule, breaking, place, format!("{what}: {} is now {}", word(&old), word(&new)));
        }
    }

    /// What went is breaking, what came is not.
    fn sets(&mut self, rule: &'static str, place: &str, what: &str, old: &[String], new: &[String]) {
        for gone in old.iter().filter(|o| !new.contains(o)) {
            self.add(rule, true, place, format!("{what} `{gone}` is gone"));
        }
        for come in new.iter().filter(|n| !old.contains(n)) {
            self.add(rule, false, place, format!("{what} `{come}` is new"));
        }
    }
}

/// A text in quotes, or a word for none.
fn shown(text: &str) -> String {
    if text.is_empty() { "none".to_owned() } else { format!("`{text}`") }
}

fn names(list: &[&'static str]) -> Vec<String> {
    list.iter().map(|n| (*n).to_owned()).collect()
}
