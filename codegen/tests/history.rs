//! Ten successive specs, each step made with `codegen makemigrations`: what is written is what `tests/history/migrations` holds, and
//! `runtime/tests/history.rs` runs on filled databases. `UPDATE=1 cargo test -p restwright-codegen --test history` rewrites it.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/history")
}

/// A folder of the test's own.
fn folder(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("restwright-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

/// The specs of a step in place of those of the one before.
fn take(step: &str, to: &Path) {
    for entry in fs::read_dir(to).unwrap().map(Result::unwrap).filter(|e| e.path().extension().is_some_and(|e| e == "toml")) {
        fs::remove_file(entry.path()).unwrap();
    }
    for entry in fs::read_dir(root().join("specs").join(step)).unwrap().map(Result::unwrap) {
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

fn makemigrations(specs: &Path, options: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_codegen")).arg("makemigrations").arg(specs).args(options).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn files(folder: &Path, below: &str, out: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().map(Result::unwrap) {
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            files(&entry.path(), &format!("{name}/"), out);
        } else {
            out.insert(name, fs::read_to_string(entry.path()).unwrap());
        }
    }
}

const LOSSES: [&str; 8] =
    ["--allow-data-loss", "Film", "--allow-data-loss", "Media", "--allow-data-loss", "Volume.note", "--allow-data-loss", "Author.email"];

#[test]
fn ten_steps_are_as_they_were() {
    let specs = folder("history");
    for step in 1..=10 {
        take(&format!("{step:02}"), &specs);
        if step > 1 {
            assert_eq!(makemigrations(&specs, &["--check"]).status.code(), Some(1), "step {step} lacks a migration");
        }
        let options = if step == 10 { &LOSSES[..] } else { &[] };
        let done = makemigrations(&specs, options);
        assert!(done.status.success(), "step {step}: {}", text(&done.stderr));
        assert_eq!(text(&makemigrations(&specs, &["--check"]).stdout), "No changes.\n", "step {step} is complete");
    }
    let (mut new, mut old) = (BTreeMap::new(), BTreeMap::new());
    files(&specs.join("migrations"), "migrations/", &mut new);
    let fresh = folder("history-fresh");
    take("10", &fresh);
    assert!(makemigrations(&fresh, &[]).status.success());
    files(&fresh.join("migrations/0001_initial"), "fresh/", &mut new);
    for part in ["migrations", "fresh"] {
        files(&root().join(part), &format!("{part}/"), &mut old);
    }
    if std::env::var_os("UPDATE").is_some() {
        for part in ["migrations", "fresh"] {
            let _ = fs::remove_dir_all(root().join(part));
        }
        for (path, text) in &new {
            restwright_codegen::write::put(&root().join(path), text).unwrap();
        }
        return;
    }
    assert_eq!(new.keys().collect::<Vec<_>>(), old.keys().collect::<Vec<_>>());
    for (path, text) in &new {
        assert_eq!(Some(text), old.get(path), "{path}");
    }
    let _ = fs::remove_dir_all(specs);
    let _ = fs::remove_dir_all(fresh);
}

#[test]
fn what_loses_rows_is_refused_with_the_flag_that_allows_it() {
    let specs = folder("losses");
    take("09", &specs);
    assert!(makemigrations(&specs, &[]).status.success());
    take("10", &specs);
    let refused = makemigrations(&specs, &[]);
    assert_eq!(refused.status.code(), Some(1));
    let said = text(&refused.stderr);
    for what in ["Film", "Media", "Volume.note", "Author.email"] {
        assert!(said.contains(&format!("--allow-data-loss {what}\n")), "{said}");
    }
    assert_eq!(fs::read_dir(specs.join("migrations")).unwrap().count(), 1, "nothing was written");
    let dry = makemigrations(&specs, &[&LOSSES[..], &["--dry-run"]].concat());
    assert!(text(&dry.stdout).contains("DROP TABLE \"shop_film\";"), "{}", text(&dry.stdout));
    assert_eq!(fs::read_dir(specs.join("migrations")).unwrap().count(), 1, "nothing was written");
    let _ = fs::remove_dir_all(specs);
}
