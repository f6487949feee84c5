//! Negative goldens: `tests/golden/diagnostics/<case>/` holds a wrong spec folder, and in `stderr` what is said about it.
//!
//! `UPDATE=1 cargo test -p restwright-codegen --test diagnostics` rewrites them; look at the difference before you commit it.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use restwright_codegen::diag::{Diagnostic, codes, render};
use restwright_codegen::spec::FieldList;
use restwright_codegen::{Options, check};

fn goldens() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/golden/diagnostics")
}

fn cases() -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> = std::fs::read_dir(goldens()).unwrap().map(|e| e.unwrap().path()).collect();
    cases.sort();
    cases
}

/// What is said about a case, with paths relative to it. A case whose name ends with `partial` is checked so.
fn said(case: &Path) -> (Vec<Diagnostic>, String) {
    let partial = case.file_name().unwrap().to_string_lossy().ends_with("partial");
    let (folder, mut bag) = check(case, Options { partial, ..Options::default() }).unwrap();
    assert_eq!(folder.is_none(), bag.has_errors());
    let found = bag.take();
    let shown = case.to_string_lossy().into_owned();
    let name = case.file_name().unwrap().to_string_lossy().into_owned();
    let text = render::text(&found, &bag.sources, false).replace(&format!("{shown}/"), "").replace(&shown, &name);
    (found, text)
}

#[test]
fn every_mistake_is_said_as_it_was() {
    let update = std::env::var_os("UPDATE").is_some();
    let mut changed = Vec::new();
    for case in cases() {
        let (_, text) = said(&case);
        let golden = case.join("stderr");
        let expected = std::fs::read_to_string(&golden).unwrap_or_default();
        if text != expected {
            if update {
                std::fs::write(&golden, &text).unwrap();
            }
            changed.push(format!("{}:\n{text}", case.display()));
        }
    }
    assert!(update || changed.is_empty(), "run with UPDATE=1 and look at the difference:\n{}", changed.join("\n"));
}

#[test]
fn every_code_has_a_case() {
    let seen: BTreeSet<&str> = cases().iter().flat_map(|case| said(case).0).map(|d| d.code.id).collect();
    // What only a derive can get wrong has its case among those of the compiler.
    let mut derived = String::new();
    for theme in std::fs::read_dir(goldens().join("../../ui/fail")).unwrap() {
        for case in std::fs::read_dir(theme.unwrap().path()).unwrap().map(|e| e.unwrap().path()) {
            if case.extension().is_some_and(|e| e == "stderr") {
                derived.push_str(&std::fs::read_to_string(case).unwrap());
            }
        }
    }
    let has_case = |id: &str| seen.contains(id) || derived.contains(&format!("[{id}]"));
    let missing: Vec<&str> = codes::all().iter().map(|code| code.id).filter(|id| !has_case(id)).collect();
    assert!(missing.is_empty(), "no golden has {missing:?}");
}

#[test]
fn json_is_one_object_a_diagnostic() {
    let (_, mut bag) = check(&goldens().join("relations"), Options::default()).unwrap();
    let found = bag.take();
    let json = render::json_array(&render::json_objects(&found, &bag.sources));
    assert_eq!(json.lines().filter(|line| line.starts_with("{\"code\":\"RW")).count(), found.len());
    assert!(json.contains("\"also\":{\"label\":"), "{json}");
}

/// What is not built is taken out, so that nothing after the checks meets it.
#[test]
fn a_partial_folder_lacks_what_is_not_built() {
    let (folder, mut bag) = check(&goldens().join("unbuilt_partial"), Options { partial: true, ..Options::default() }).unwrap();
    bag.take();
    let folder = folder.unwrap();
    let device = folder.resource("Device").unwrap();
    let fields: Vec<&str> = device.fields.iter().map(|f| f.name.as_str()).collect();
    assert_eq!(fields, ["name", "tags"]);
    let serializer = device.serializer.as_ref().unwrap();
    assert!(matches!(serializer.fields.as_deref(), Some(FieldList::Names(names)) if names.len() == 3));
    assert_eq!(folder.api.authentication.classes.as_ref().map(|c| c.len()), Some(1));
    assert!(device.viewset.bulk.is_none());
}

/// The folders that DRF's recorded conversations are about are right.
#[test]
fn the_conformance_folders_have_no_mistakes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/conformance");
    let folders = std::fs::read_dir(root).unwrap().map(|e| e.unwrap().path().join("specs")).filter(|p| p.join("api.toml").exists());
    for folder in folders {
        let (spec, mut bag) = check(&folder, Options::default()).unwrap();
        let found = bag.take();
        assert!(spec.is_some(), "{}", render::text(&found, &bag.sources, false));
        // Sets with a condition are none of MySQL's.
        assert!(found.iter().all(|d| ["RW0604", "RW0409"].contains(&d.code.id)), "{}", render::text(&found, &bag.sources, false));
    }
}
