//! Positive goldens: `tests/golden/emit/<theme>/<case>/` holds a spec folder, and in `out` the crate that it becomes.
//!
//! `UPDATE=1 cargo test -p restwright-codegen --test emit` rewrites them; look at the difference before you commit it. That they
//! compile is another test's matter (`tests/tests/goldens.rs`).
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use restwright_codegen::emit::File;
use restwright_codegen::emit::owned;
use restwright_codegen::emit::project::{Project, files};
use restwright_codegen::lower::lower;
use restwright_codegen::migrations::{Migration, describe};
use restwright_codegen::write::write;
use restwright_codegen::{Options, check};

fn cases() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/golden/emit");
    let below = |path: &Path| -> Vec<PathBuf> { std::fs::read_dir(path).unwrap().map(|e| e.unwrap().path()).collect() };
    let mut cases: Vec<PathBuf> = below(&root).iter().flat_map(|theme| below(theme)).collect();
    cases.sort();
    cases
}

/// The crate of a case, as if it lay where nothing of this machine shows.
fn made(case: &Path) -> Vec<File> {
    let (folder, mut bag) = check(&case.join("specs"), Options::default()).unwrap();
    let found: Vec<String> = bag.take().iter().map(|d| format!("{d:?}")).collect();
    let graph = lower(&folder.unwrap_or_else(|| panic!("{}: {found:?}", case.display()))).unwrap();
    let migration = Migration::initial(&describe::state(&graph));
    let project = Project {
        package: graph.api.name.to_owned(),
        runtime: "path = \"../runtime\"".to_owned(),
        workspace: true,
        specs: "specs".to_owned(),
        migrations: vec![migration],
    };
    let mut files = files(&graph, &project).unwrap();
    files.extend(owned::files(&graph, &project));
    files
}

fn on_disk(folder: &Path, below: &str, out: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let entry = entry.unwrap();
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        match entry.path().is_dir() {
            true => on_disk(&entry.path(), &format!("{name}/"), out),
            false => drop(out.insert(name, std::fs::read_to_string(entry.path()).unwrap())),
        }
    }
}

#[test]
fn crates_are_as_they_were() {
    let update = std::env::var_os("UPDATE").is_some();
    let mut changed = Vec::new();
    for case in cases() {
        let new: BTreeMap<String, String> = made(&case).into_iter().map(|f| (f.path, f.text)).collect();
        let mut old = BTreeMap::new();
        on_disk(&case.join("out"), "", &mut old);
        if new == old {
            continue;
        }
        if update {
            let _ = std::fs::remove_dir_all(case.join("out"));
            for (path, text) in &new {
                restwright_codegen::write::put(&case.join("out").join(path), text).unwrap();
            }
        }
        let paths: Vec<&String> = new.keys().chain(old.keys()).filter(|path| new.get(*path) != old.get(*path)).collect();
        changed.push(format!("{}: {paths:?}", case.display()));
    }
    assert!(update || changed.is_empty(), "run with UPDATE=1 and look at the difference:\n{}", changed.join("\n"));
}

/// Neither the order in which a disk lists files nor that of the tables in them shows in what is made.
#[test]
fn shuffled_input_gives_the_same_bytes() {
    for case in cases() {
        let copy = std::env::temp_dir().join(format!("restwright-shuffled-{}", std::process::id()));
        let mut specs: Vec<PathBuf> = std::fs::read_dir(case.join("specs")).unwrap().map(|e| e.unwrap().path()).collect();
        specs.sort_by(|a, b| b.cmp(a));
        std::fs::create_dir_all(copy.join("specs")).unwrap();
        for path in specs.iter().filter(|path| path.is_file()) {
            let text = std::fs::read_to_string(path).unwrap();
            let mut tables: Vec<String> = vec![String::new()];
            for line in text.lines() {
                if line.starts_with('[') {
                    tables.push(String::new());
                }
                tables.last_mut().unwrap().push_str(&format!("{line}\n"));
            }
            tables[1..].reverse();
            std::fs::write(copy.join("specs").join(path.file_name().unwrap()), tables.concat()).unwrap();
        }
        let again = made(&copy);
        std::fs::remove_dir_all(&copy).unwrap();
        assert_eq!(again, made(&case), "{}", case.display());
    }
}

#[test]
fn a_second_writing_touches_nothing_and_the_gone_are_removed() {
    let out = std::env::temp_dir().join(format!("restwright-write-{}", std::process::id()));
    let file = |path: &str, text: &str| File { path: path.to_owned(), text: text.to_owned() };
    let files = [file("src/a.rs", "a"), file("src/deep/b.rs", "b")];
    assert_eq!(write(&out, "specs", &files, true).unwrap().len(), 2);
    assert!(!out.exists());
    assert_eq!(write(&out, "specs", &files, false).unwrap().len(), 2);
    assert!(write(&out, "specs", &files, false).unwrap().is_empty());
    std::fs::write(out.join("src/mine.rs"), "mine").unwrap();
    let changes = write(&out, "specs", &files[..1], false).unwrap();
    assert_eq!(changes.iter().map(|(c, p)| (c.word(), p.as_str())).collect::<Vec<_>>(), [("removed", "src/deep/b.rs")]);
    assert!(!out.join("src/deep").exists() && out.join("src/mine.rs").exists());
    std::fs::remove_dir_all(&out).unwrap();
    std::fs::create_dir_all(&out).unwrap();
    std::fs::write(out.join("mine"), "mine").unwrap();
    assert!(write(&out, "specs", &files, false).is_err());
    std::fs::remove_dir_all(&out).unwrap();
}

/// The layout is rustfmt's own, so `cargo fmt` in a generated crate changes nothing.
#[test]
fn rustfmt_has_nothing_to_say() {
    let Ok(version) = std::process::Command::new("rustfmt").arg("--version").output() else {
        eprintln!("SKIPPED: there is no rustfmt here");
        return;
    };
    assert!(version.status.success());
    for case in cases() {
        let mut rustfmt = std::process::Command::new("rustfmt");
        rustfmt.args(["--edition", "2024", "--check", "src/lib.rs", "src/main.rs"]).current_dir(case.join("out"));
        let said = rustfmt.output().unwrap();
        assert!(said.status.success(), "{}:\n{}", case.display(), String::from_utf8_lossy(&said.stdout));
    }
}
