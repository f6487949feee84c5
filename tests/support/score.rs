//! What replays found, as a page of Markdown: nobody types a number.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::Report;

/// The longest answer that is shown whole, in characters.
const SHOWN: usize = 160;

/// A page about the replays of several folders; `command` wrote it.
pub fn page(command: &str, reports: &[(&str, Report)]) -> String {
    let mut page = format!("# The score\n\nWritten by `{command}`. What it means: [conformance.md](conformance.md).\n\n");
    page.push_str("## By folder\n\n| folder | requests | passed | of these as stated in departures.json | of these where Django crashed |\n| --- | --- | --- | --- | --- |\n");
    let mut row = |name: &str, all: usize, passed: usize, departures: usize, crashes: usize| {
        let _ = writeln!(page, "| {name} | {all} | {passed} | {departures} | {crashes} |");
    };
    let all = |report: &Report| report.passed + report.failures.len();
    for (folder, report) in reports {
        row(&format!("`{folder}`"), all(report), report.passed, report.departures.len(), report.crashes.len());
    }
    let sum = |of: fn(&Report) -> usize| reports.iter().map(|(_, report)| of(report)).sum();
    row(
        "all",
        reports.iter().map(|(_, report)| all(report)).sum(),
        sum(|r| r.passed),
        sum(|r| r.departures.len()),
        sum(|r| r.crashes.len()),
    );

    let mut features: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (feature, (passed, all)) in reports.iter().flat_map(|(_, report)| &report.features) {
        let sum = features.entry(feature).or_default();
        *sum = (sum.0 + passed, sum.1 + all);
    }
    page.push_str("\n## By feature\n\nA request may have several.\n\n| feature | requests | passed |\n| --- | --- | --- |\n");
    for (feature, (passed, all)) in features {
        let _ = writeln!(page, "| {feature} | {all} | {passed} |");
    }

    page.push_str("\n## Where Django crashed\n\n| request | our answer |\n| --- | --- |\n");
    for (folder, crash) in reports.iter().flat_map(|(folder, report)| report.crashes.iter().map(move |crash| (folder, crash))) {
        let _ = writeln!(page, "| {folder}: {} | {} |", code(&crash.request), code(&crash.answer));
    }

    page.push_str("\n## What differs as stated\n\n");
    for (folder, (id, reason)) in reports.iter().flat_map(|(folder, report)| report.departures.iter().map(move |d| (folder, d))) {
        let _ = writeln!(page, "- {folder}, `{id}`: {reason}");
    }
    page.push_str("\n## What differs\n\n");
    let failures = || reports.iter().flat_map(|(folder, report)| report.failures.iter().map(move |failure| (folder, failure)));
    for (folder, failure) in failures() {
        let problem = failure.problems.first().map(String::as_str).unwrap_or_default();
        let _ = writeln!(page, "- {folder}, `{}`: {} {}", failure.id, code(&failure.request), code(problem));
    }
    if failures().next().is_none() {
        page.push_str("Nothing.\n");
    }
    page
}

/// Text in backticks that is safe in a table.
fn code(text: &str) -> String {
    let mut short: String = text.chars().take(SHOWN).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    format!("`{}`", short.replace('|', "\\|").replace('`', "'"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Crash, Failure};

    #[test]
    fn adds_up() {
        let report = |passed, failed: &[&str]| Report {
            passed,
            features: BTreeMap::from([("list".to_owned(), (passed, passed + failed.len()))]),
            failures: failed
                .iter()
                .map(|id| Failure { id: (*id).to_owned(), request: "GET /a|b/".to_owned(), problems: vec!["status".to_owned()] })
                .collect(),
            departures: Vec::new(),
            crashes: vec![Crash { id: "x".to_owned(), request: "DELETE /a/1/".to_owned(), answer: "409 {}".to_owned() }],
        };
        let page = page("cargo test", &[("a", report(3, &[])), ("b", report(1, &["first"]))]);
        assert!(page.contains("| all | 5 | 4 | 0 | 2 |\n"), "{page}");
        assert!(page.contains("| list | 5 | 4 |\n"), "{page}");
        assert!(page.ends_with("- b, `first`: `GET /a\\|b/` `status`\n"), "{page}");
    }
}
