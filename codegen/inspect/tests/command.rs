//! `codegen inspect` as a user runs it.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use restwright_schema::Dialect;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use support::{Fresh, checkout};

/// The program, compiled as it is now; the helper lies beside it.
fn codegen() -> PathBuf {
    let helper = Path::new(env!("CARGO_BIN_EXE_restwright-inspect"));
    let target = helper.parent().unwrap();
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["build", "--quiet", "--package", "restwright-codegen", "--bin", "codegen", "--manifest-path"])
        .arg(checkout().join("Cargo.toml"))
        .env("CARGO_TARGET_DIR", target.parent().unwrap())
        .status()
        .unwrap();
    assert!(status.success());
    target.join(format!("codegen{}", std::env::consts::EXE_SUFFIX))
}

/// Whether it did, and what it said.
fn run(arguments: &[&str]) -> (bool, String) {
    let output = Command::new(codegen()).args(arguments).env_remove("DATABASE_URL").output().unwrap();
    (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr))
}

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("restwright-inspect-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    folder
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_folder_is_written_whole_and_not_overwritten_unasked() {
    let fresh = Fresh::new(Dialect::Sqlite, "command").unwrap();
    fresh.load("CREATE TABLE things (id INTEGER PRIMARY KEY, name varchar(20) NOT NULL); CREATE TABLE parts (id INTEGER PRIMARY KEY)");
    let out = folder("written");
    let shown = out.display().to_string();
    let (ok, said) = run(&["inspect", &fresh.url, "--out", &shown]);
    assert!(ok && said.contains("2 resources"), "{said}");
    assert_eq!(names(&out), ["api.toml", "part.toml", "thing.toml"]);
    let (ok, said) = run(&["check", &shown]);
    assert!(ok && said.is_empty(), "{said}");

    fs::write(out.join("part.toml"), "mine").unwrap();
    fs::write(out.join("notes.txt"), "mine").unwrap();
    let (ok, said) = run(&["inspect", &fresh.url, "--out", &shown]);
    assert!(!ok && said.contains("is not empty") && said.contains("--force"), "{said}");
    assert_eq!(fs::read_to_string(out.join("part.toml")).unwrap(), "mine");

    fs::write(out.join("gone.toml"), "mine").unwrap();
    let (ok, said) = run(&["inspect", &fresh.url, "--out", &shown, "--force"]);
    assert!(ok, "{said}");
    assert_eq!(names(&out), ["api.toml", "notes.txt", "part.toml", "thing.toml"]);
    fs::remove_dir_all(out).unwrap();
}

#[test]
fn what_is_wrong_is_told_and_nothing_is_made() {
    let out = folder("wrong");
    let file = folder("missing.sqlite3");
    let text = folder("text.sqlite3");
    fs::write(&text, "a text that is no database, whatever it is called").unwrap();
    let empty = Fresh::new(Dialect::Sqlite, "nothing").unwrap();
    empty.load("SELECT 1");
    let url = |path: &Path| format!("sqlite://{}", path.display());
    let cases = [
        ("oracle://me:s3cret@host/x".to_owned(), "a URL begins with sqlite://, postgres:// or mysql://"),
        ("nothing".to_owned(), "a URL begins with sqlite://, postgres:// or mysql://"),
        (url(&file), "there is no file"),
        (url(&text), "is not a SQLite database"),
        (empty.url.clone(), "has no table that a spec could describe"),
        ("postgres://me:s3cret@127.0.0.1:1/x".to_owned(), "check that it runs, and the host and port in the URL"),
    ];
    for (url, expected) in cases {
        let (ok, said) = run(&["inspect", &url, "--out", &out.display().to_string()]);
        assert!(!ok && said.starts_with("error: ") && said.contains(expected), "{url}: {said}");
        assert!(!said.contains("s3cret"), "{said}");
        assert!(!out.exists(), "{url}: something was written");
    }
    assert!(!file.exists(), "a database was made");
    fs::remove_file(text).unwrap();
}
