//! Regular expressions in specs: Django's are Python's, ours are those of the `regex` crate.

use crate::diag::{Diagnostics, codes};
use crate::spec::Spanned;

/// The same pattern in the syntax that generated servers use. Python's `\Z` is their `\z`.
pub(super) fn compile(pattern: &str) -> Result<regex::Regex, regex::Error> {
    regex::RegexBuilder::new(&pattern.replace("\\Z", "\\z")).size_limit(1 << 22).build()
}

/// Reports a pattern that no server could use.
pub(super) fn check(pattern: &Spanned<String>, key: &str, d: &mut Diagnostics) {
    let Err(error) = compile(pattern) else { return };
    let text = error.to_string();
    let reason = text.lines().last().unwrap_or("it does not parse").trim_start_matches("error: ").to_owned();
    let report = d.report(&codes::BAD_REGEX, pattern.origin, &[key, &reason]);
    if reason.contains("look-around") || reason.contains("backreference") {
        report.help("patterns are matched in linear time, so look-around and backreferences are not available");
    }
}
