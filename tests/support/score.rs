//! What replays found, as a page of Markdown: nobody types a number.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::Report;
use crate::databases::Kind;

/// The longest answer that is shown whole, in characters.
const SHOWN: usize = 160;

/// What a folder's replay on a database found.
#[derive(Debug)]
pub struct Played {
    /// The folder's name.
    pub folder: String,
    /// What the server ran on.
    pub database: Kind,
    /// What was found.
    pub report: Report,
}

impl Played {
    fn requests(&self) -> usize {
        self.report.passed + self.report.failures.len()
    }
}

/// A page about the replays of several folders; `command` wrote it.
pub fn page(command: &str, played: &[Played]) -> String {
    let mut page = format!("# The score\n\nWritten by `{command}`. What it means: [conformance.md](conformance.md).\n\n");
    folders(&mut page, played);
    features(&mut page, played);
    page.push_str("\n## Where Django crashed\n\n| request | our answer | on |\n| --- | --- | --- |\n");
    let crashes = played.iter().flat_map(|one| one.report.crashes.iter().map(move |crash| (one, crash)));
    for (line, databases) in by_database(
        crashes.map(|(one, crash)| (one.database, format!("| {}: {} | {}", one.folder, code(&crash.request), code(&crash.answer)))),
    ) {
        let _ = writeln!(page, "{line} | {databases} |");
    }

    page.push_str("\n## What differs as stated\n\n");
    let departures = played.iter().flat_map(|one| one.report.departures.iter().map(move |departure| (one, departure)));
    for (line, databases) in
        by_database(departures.map(|(one, (id, reason))| (one.database, format!("- {}, `{id}`: {reason}", one.folder))))
    {
        let _ = writeln!(page, "{line} ({databases})");
    }
    page.push_str("\n## What differs\n\n");
    let failures = || played.iter().flat_map(|one| one.report.failures.iter().map(move |failure| (one, failure)));
    for (Played { folder, database, .. }, failure) in failures() {
        let problem = failure.problems.first().map(String::as_str).unwrap_or_default();
        let _ = writeln!(page, "- {folder}, {database}, `{}`: {} {}", failure.id, code(&failure.request), code(problem));
    }
    if failures().next().is_none() {
        page.push_str("Nothing.\n");
    }
    page
}

fn folders(page: &mut String, played: &[Played]) {
    page.push_str("## By folder\n\n| folder | database | requests | passed | of these as stated in departures.json | of these where Django crashed |\n| --- | --- | --- | --- | --- | --- |\n");
    let mut row = |name: &str, database: &str, of: &[&Played]| {
        let sum = |count: fn(&Played) -> usize| -> usize { of.iter().map(|one| count(one)).sum() };
        let (all, passed) = (sum(Played::requests), sum(|one| one.report.passed));
        let (departures, crashes) = (sum(|one| one.report.departures.len()), sum(|one| one.report.crashes.len()));
        let _ = writeln!(page, "| {name} | {database} | {all} | {passed} | {departures} | {crashes} |");
    };
    for one in played {
        row(&format!("`{}`", one.folder), &one.database.to_string(), &[one]);
    }
    for database in Kind::ALL {
        let of: Vec<&Played> = played.iter().filter(|one| one.database == database).collect();
        if !of.is_empty() {
            row("all", &database.to_string(), &of);
        }
    }
    row("all", "all", &played.iter().collect::<Vec<_>>());
}

/// A column for each database that was played on.
fn features(page: &mut String, played: &[Played]) {
    let databases: Vec<Kind> = Kind::ALL.into_iter().filter(|kind| played.iter().any(|one| one.database == *kind)).collect();
    let mut features: BTreeMap<&str, BTreeMap<Kind, (usize, usize)>> = BTreeMap::new();
    for one in played {
        for (feature, (passed, all)) in &one.report.features {
            let sum = features.entry(feature).or_default().entry(one.database).or_default();
            *sum = (sum.0 + passed, sum.1 + all);
        }
    }
    page.push_str("\n## By feature\n\nA request may have several. Passed, of all requests.\n\n| feature |");
    for database in &databases {
        let _ = write!(page, " {database} |");
    }
    let _ = writeln!(page, "\n| --- |{}", " --- |".repeat(databases.len()));
    for (feature, counts) in features {
        let _ = write!(page, "| {feature} |");
        for database in &databases {
            let (passed, all) = counts.get(database).copied().unwrap_or_default();
            let _ = write!(page, " {passed}/{all} |");
        }
        page.push('\n');
    }
}

/// Equal lines once, in the order of the first, each with the databases that it was seen on.
fn by_database(lines: impl Iterator<Item = (Kind, String)>) -> Vec<(String, String)> {
    let mut found: Vec<(String, Vec<Kind>)> = Vec::new();
    for (database, line) in lines {
        match found.iter_mut().find(|(known, _)| *known == line) {
            Some((_, databases)) if databases.contains(&database) => {}
            Some((_, databases)) => databases.push(database),
            None => found.push((line, vec![database])),
        }
    }
    let names = |databases: Vec<Kind>| databases.iter().map(Kind::to_string).collect::<Vec<_>>().join(", ");
    found.into_iter().map(|(line, databases)| (line, names(databases))).collect()
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
            departures: vec![("y".to_owned(), "why".to_owned())],
            crashes: vec![Crash { id: "x".to_owned(), request: "DELETE /a/1/".to_owned(), answer: "409 {}".to_owned() }],
        };
        let one = |folder: &str, database, report| Played { folder: folder.to_owned(), database, report };
        let page = page(
            "cargo test",
            &[
                one("a", Kind::Sqlite, report(3, &[])),
                one("a", Kind::Postgres, report(2, &[])),
                one("b", Kind::Postgres, report(1, &["first"])),
            ],
        );
        for line in [
            "| all | PostgreSQL | 4 | 3 | 2 | 2 |\n",
            "| all | all | 7 | 6 | 3 | 3 |\n",
            "| list | 3/3 | 3/4 |\n",
            "| a: `DELETE /a/1/` | `409 {}` | SQLite, PostgreSQL |\n",
            "- a, `y`: why (SQLite, PostgreSQL)\n",
        ] {
            assert!(page.contains(line), "{line}{page}");
        }
        assert!(page.ends_with("- b, PostgreSQL, `first`: `GET /a\\|b/` `status`\n"), "{page}");
    }
}
