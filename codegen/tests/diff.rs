//! Goldens of `codegen diff`: `tests/golden/diff/<case>/` holds the folders `old` and `new`, and in `changes` what is said of them.
//!
//! `UPDATE=1 cargo test -p restwright-codegen --test diff` rewrites them; look at the difference before you commit it.
#![allow(clippy::unwrap_used, reason = "tests")]

use restwright_codegen::diff::{Change, RULES, compare, is_breaking, json, text};
use restwright_codegen::{Options, check, lower};
use restwright_schema::link::Graph;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn cases() -> Vec<PathBuf> {
    let goldens = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/golden/diff");
    let mut cases: Vec<PathBuf> = fs::read_dir(goldens).unwrap().map(|e| e.unwrap().path()).collect();
    cases.sort();
    cases
}

fn graph(specs: &Path) -> Graph {
    let (folder, mut bag) = check(specs, Options::default()).unwrap();
    let found = bag.take();
    lower::lower(&folder.unwrap_or_else(|| panic!("{}: {found:?}", specs.display()))).unwrap()
}

fn changes(case: &Path) -> Vec<Change> {
    compare(&graph(&case.join("old")), &graph(&case.join("new")))
}

#[test]
fn changes_are_said_as_they_were() {
    for case in cases() {
        let said = text(&changes(&case));
        let golden = case.join("changes");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&golden, &said).unwrap();
        }
        assert_eq!(said, fs::read_to_string(&golden).unwrap(), "{}", case.display());
    }
}

#[test]
fn every_rule_has_a_case() {
    let seen: BTreeSet<&str> = cases().iter().flat_map(|case| changes(case)).map(|c| c.rule).collect();
    let rules: BTreeSet<&str> = RULES.iter().map(|(name, _)| *name).collect();
    assert_eq!(seen, rules);
}

#[test]
fn a_folder_is_as_itself() {
    for case in cases() {
        for side in ["old", "new"] {
            assert_eq!(compare(&graph(&case.join(side)), &graph(&case.join(side))), [], "{}", case.display());
        }
    }
}

/// What is new one way is gone the other way: a change both ways is breaking at least once, if it is breaking at all.
#[test]
fn both_ways_change_the_same_places() {
    for case in cases() {
        let (old, new) = (graph(&case.join("old")), graph(&case.join("new")));
        let (there, back) = (compare(&old, &new), compare(&new, &old));
        assert_eq!(there.is_empty(), back.is_empty(), "{}", case.display());
        assert!(there.is_empty() || is_breaking(&there) || is_breaking(&back), "{}", case.display());
    }
}

#[test]
fn json_has_the_same_changes() {
    for case in cases() {
        let found = changes(&case);
        let array = json(&found);
        assert_eq!(array.matches("\"breaking\": true").count(), found.iter().filter(|c| c.breaking).count());
        assert_eq!(array.matches("\"rule\": ").count(), found.len());
    }
}

#[test]
fn the_page_lists_the_rules() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/diff.md")).unwrap();
    for (rule, about) in RULES {
        assert!(page.contains(&format!("| `{rule}` | {about} |")), "docs/diff.md lacks | `{rule}` | {about} |");
    }
}
