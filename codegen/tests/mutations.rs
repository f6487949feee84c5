//! One mistake, one error: spec folders that are right get one mistake each, and what is said of it is counted.
//!
//! Each mistake is said at least once (unless it is legal), with exactly one error, on the line that has it. A sample of all mistakes is tried;
//! `MUTATIONS=all cargo test -p restwright-codegen --test mutations -- --nocapture` tries each (half an hour), `MUTATIONS=3000` so many, and
//! prints an example of each kind that fails.
#![allow(clippy::unwrap_used, reason = "tests")]

mod mistakes;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use mistakes::{Mistake, Verdict};
use restwright_codegen::diag::{Diagnostic, Severity, render};
use restwright_codegen::source::{Origin, Sources};
use restwright_codegen::{Options, check};

/// How many mistakes a run tries, unless all are asked for.
const SAMPLE: usize = 300;

/// What may be more than one error: kinds of mistakes at keys, and why.
const SEVERAL: &[(&[&str], &str, &str)] = &[
    (
        &["a key is left out", "a slip in the key", "another key"],
        "fields.*",
        "the name of a field is its author's choice: each resource that uses it, or the name of its way back, says once that it is not there",
    ),
    (&["a key is left out", "a slip in the key", "another key"], "annotations.*", "the name of an annotation is its author's choice too"),
    (
        &["a key is left out"],
        "meta.extends",
        "the resource is legal without a master, and each of the master's fields that it uses is not there",
    ),
    (
        &["a key is left out"],
        "meta.proxy",
        "the resource is legal with a table of its own, in which each of the fields that it uses is not there",
    ),
    (&["another key"], "meta.proxy", "the same"),
    (&["another key"], "fields", "what extends an abstract base has no other fields than those of the base"),
    (&["another key"], "serializer.declared", "any other table of `[serializer]` is a serializer of that name, and each key in it is one"),
    (&["another key"], "serializer.extra_kwargs", "the same"),
    (&["a key is left out", "another key"], "serializer.retrieve.fields", "each declared field that only the list named is not listed"),
    (&["another key"], "serializer.inner.fields", "without the list the table shows all fields, and nests itself"),
    (&["a key is left out"], "api: throttling.rates", "each scope lacks a rate of its own"),
];

/// The folders whose specs are right.
fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut out: Vec<PathBuf> = ["specs/library", "specs/netbox_plugin", "specs/bench", "tests/guide/specs", "tests/security/specs"]
        .iter()
        .chain(&[
            "tests/parity/features/specs",
            "tests/golden/emit/whole/every_setting/specs",
            "tests/golden/emit/relations/every_kind/specs",
        ])
        .map(|folder| root.join(folder))
        .collect();
    for conversation in std::fs::read_dir(root.join("tests/conformance")).unwrap() {
        let folder = conversation.unwrap().path().join("specs");
        if folder.join("api.toml").exists() && !folder.to_string_lossy().contains("version_") {
            out.push(folder);
        }
    }
    out.sort();
    out
}

/// A copy of a folder's specs that is removed in the end.
struct Copy {
    path: PathBuf,
    /// Names and texts.
    files: Vec<(String, String)>,
}

impl Copy {
    fn new(folder: &Path, number: usize) -> Self {
        let path = std::env::temp_dir().join(format!("restwright-mutations-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        let mut files = Vec::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap().path();
            if entry.extension().is_some_and(|e| e == "toml") {
                let name = entry.file_name().unwrap().to_string_lossy().into_owned();
                let text = std::fs::read_to_string(&entry).unwrap();
                std::fs::write(path.join(&name), &text).unwrap();
                files.push((name, text));
            }
        }
        files.sort();
        Self { path, files }
    }

    /// What is said when a file has another text.
    fn said(&self, file: usize, text: &str) -> (Vec<Diagnostic>, Sources) {
        let (name, right) = &self.files[file];
        std::fs::write(self.path.join(name), text).unwrap();
        // What migrations are behind is no matter here.
        let (folder, mut d) = check(&self.path, Options { migrating: true, ..Options::default() }).unwrap();
        std::fs::write(self.path.join(name), right).unwrap();
        assert_eq!(folder.is_none(), d.has_errors());
        let found = d.take();
        (found, std::mem::take(&mut d.sources))
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.path);
    }
}

/// Whether an origin is on one of the lines (counted from 1) of a file.
fn stands(origin: Origin, sources: &Sources, file: &str, lines: &std::ops::RangeInclusive<usize>) -> bool {
    let Origin::Toml { file: id, start, .. } = origin else { return false };
    let Some(source) = sources.get(id) else { return false };
    source.path.ends_with(&format!("/{file}")) && lines.contains(&source.position(start).0)
}

/// What is wrong with what is said of a mistake; `None` if nothing is.
fn wrong(mistake: &Mistake, file: &str, found: &[Diagnostic], sources: &Sources) -> Option<String> {
    let errors: Vec<&Diagnostic> = found.iter().filter(|d| d.severity == Severity::Error).collect();
    let problem = match (mistake.verdict, errors.as_slice()) {
        (Verdict::Wrong, []) if found.is_empty() => "nothing is said",
        (_, []) => return None,
        (_, [_, _, ..]) if SEVERAL.iter().any(|(what, key, _)| what.contains(&mistake.what) && *key == mistake.key) => return None,
        (_, [_, _, ..]) => "several errors",
        (Verdict::Perhaps, [_]) => return None,
        (Verdict::Wrong, [_]) => {
            let places = found.iter().flat_map(|one| std::iter::once(one.origin).chain(one.also.as_ref().map(|(origin, _)| *origin)));
            if places.into_iter().any(|place| stands(place, sources, file, &mistake.lines)) {
                return None;
            }
            "the place is another line"
        }
    };
    Some(problem.to_owned())
}

#[test]
fn one_mistake_is_one_error() {
    let asked: Option<usize> = std::env::var("MUTATIONS").ok().map(|said| said.parse().unwrap_or(usize::MAX));
    let copies: Vec<Copy> = folders().iter().enumerate().map(|(n, folder)| Copy::new(folder, n)).collect();
    let mut planned: Vec<(&Copy, usize, Mistake)> = Vec::new();
    for copy in &copies {
        let (right, sources) = copy.said(0, &copy.files[0].1);
        let errors: Vec<_> = right.into_iter().filter(|d| d.severity == Severity::Error).collect();
        assert!(errors.is_empty(), "{}", render::text(&errors, &sources, false));
        for (file, (name, text)) in copy.files.iter().enumerate() {
            planned.extend(mistakes::of(name, text).into_iter().map(|mistake| (copy, file, mistake)));
        }
    }
    // Of each kind of mistake at each key the first, and every so many of the rest.
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let total = planned.len();
    let step = (total / asked.unwrap_or(SAMPLE)).max(1);
    let mut failed: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut tried = 0;
    for (n, (copy, file, mistake)) in planned.into_iter().enumerate() {
        let kind = seen.entry(format!("{} {}", mistake.what, mistake.key)).or_default();
        *kind += 1;
        if *kind > 1 && n % step != 0 {
            continue;
        }
        tried += 1;
        let name = &copy.files[file].0;
        let (found, sources) = copy.said(file, &mistake.text);
        if let Some(problem) = wrong(&mistake, name, &found, &sources) {
            let said = render::text(&found, &sources, false).replace(&*copy.path.to_string_lossy(), "");
            let shown = mistake.text.lines().nth(mistake.lines.start() - 1).unwrap_or_default();
            let text = format!("{problem}: {} `{}`\n  {name}:{}: {shown}\n{said}", mistake.what, mistake.key, mistake.lines.start());
            failed.entry(format!("{problem}: {} {}", mistake.what, mistake.key)).or_default().push(text);
        }
    }
    println!("{tried} of {total} mistakes tried");
    let count: usize = failed.values().map(Vec::len).sum();
    for (kind, texts) in failed.iter().filter(|_| asked.is_some()) {
        println!("#### {} times {kind}\n{}", texts.len(), texts[0]);
    }
    let first: Vec<&str> = failed.values().take(10).map(|texts| texts[0].as_str()).collect();
    assert!(
        failed.is_empty(),
        "{count} mistakes of {tried} are not said with one error at their place, for example:\n{}",
        first.join("\n")
    );
}
