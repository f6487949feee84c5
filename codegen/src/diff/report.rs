//! Changes as text for people, or as JSON.

use super::Change;
use std::fmt::Write as _;

/// One line a change, and how many there are.
pub fn text(changes: &[Change]) -> String {
    let mut out = String::new();
    for change in changes {
        let mark = if change.breaking { "breaking" } else { "" };
        // Writing to a string does not fail.
        let _ = writeln!(out, "{mark:>8}  {}: {} [{}]", change.place, change.message, change.rule);
    }
    let breaking = changes.iter().filter(|c| c.breaking).count();
    let word = |n: usize| if n == 1 { "change" } else { "changes" };
    let _ = match changes.len() {
        0 => writeln!(out, "nothing changed for clients"),
        all => writeln!(out, "{all} {}, {breaking} of them breaking", word(all)),
    };
    out
}

/// An array of objects.
pub fn json(changes: &[Change]) -> String {
    let object = |c: &Change| {
        format!(
            "  {{\"breaking\": {}, \"rule\": {}, \"place\": {}, \"message\": {}}}",
            c.breaking,
            quoted(c.rule),
            quoted(&c.place),
            quoted(&c.message)
        )
    };
    if changes.is_empty() {
        return "[]\n".to_owned();
    }
    format!("[\n{}\n]\n", changes.iter().map(object).collect::<Vec<_>>().join(",\n"))
}

fn quoted(text: &str) -> String {
    let mut out = String::new();
    crate::spec::write_json_string(text, &mut out);
    out
}
