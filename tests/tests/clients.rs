//! Real clients, as they are installed from a package index, against generated servers.
//!
//! `RESTWRIGHT_CLIENTS_PYTHON` is a Python that has them (`python3` if it isn't set). Without them a test is skipped, and says so;
//! with `RESTWRIGHT_REQUIRE_SERVICES=1` it fails.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use regex::Regex;
use restwright_tests::databases::skip;
use restwright_tests::generated::{Server, Workspace};
use restwright_tests::transcript::User;

/// The Python that has a module; `None`, and a line that says so, where there is none.
fn python(module: &str) -> Option<String> {
    let python = std::env::var("RESTWRIGHT_CLIENTS_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let imported = Command::new(&python).args(["-c", &format!("import {module}")]).output();
    if imported.is_ok_and(|output| output.status.success()) {
        return Some(python);
    }
    skip(&format!("{python} has no {module}; `pip install {module}` in an environment, and RESTWRIGHT_CLIENTS_PYTHON=…/bin/python"));
    None
}

/// Tests share one crate, with one database: they take turns.
static TURN: Mutex<()> = Mutex::new(());

const TOKEN: &str = "0123456789abcdef0123456789abcdef01234567";

/// The server of specs/netbox_plugin on an empty database, with one user, who has the token.
fn netbox_plugin() -> Result<Server, String> {
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    // The goldens' workspace, which has this crate too.
    let workspace = Workspace::new(&checkout, Path::new(env!("CARGO_TARGET_TMPDIR")), "goldens").map_err(|error| error.to_string())?;
    workspace.compile_codegen()?;
    let generated = workspace.generate("netbox_plugin", &checkout.join("specs/netbox_plugin"))?;
    workspace.compile([&generated])?;
    generated.start(&[User {
        username: "netbox".to_owned(),
        password: "a long password".to_owned(),
        email: String::new(),
        staff: false,
        superuser: false,
        active: true,
        token: Some(TOKEN.to_owned()),
        permissions: Vec::new(),
    }])
}

#[test]
fn pynetbox_uses_the_netbox_plugin() {
    let Some(python) = python("pynetbox") else { return };
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let server = netbox_plugin().unwrap_or_else(|error| panic!("{error}"));
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("clients/netbox.py");
    let output = Command::new(python).arg(script).args([&server.base_url, TOKEN]).output().unwrap();
    let (said, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}{errors}\nthe server's log is {}", server.log.display());
    println!("{said}");
}

/// The `console` lines of the README, each with what it prints below it.
fn readme() -> Vec<(String, String)> {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md")).unwrap();
    let (_, rest) = readme.split_once("```console\n").unwrap();
    let (console, _) = rest.split_once("```\n").unwrap();
    let lines = console.strip_prefix("$ ").unwrap().split("\n$ ");
    lines
        .map(|line| line.split_once('\n').unwrap_or((line, "")))
        .map(|(line, printed)| (line.to_owned(), printed.trim().to_owned()))
        .collect()
}

#[test]
fn curl_prints_what_the_readme_says() {
    if !Command::new("curl").arg("--version").output().is_ok_and(|output| output.status.success()) {
        skip("there is no curl");
        return;
    }
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let server = netbox_plugin().unwrap_or_else(|error| panic!("{error}"));
    let lines = readme();
    // All in one shell, since some set what others use; each output ends in a line that no answer has.
    let mut script = String::new();
    for (line, _) in &lines {
        let line =
            if line.starts_with("TOKEN=") { format!("TOKEN={TOKEN}") } else { line.replace("http://127.0.0.1:8000", &server.base_url) };
        script.push_str(&format!("{line}\necho; echo '-- next --'\n"));
    }
    let output = Command::new("sh").args(["-c", &script]).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap().replace(&server.base_url, "http://127.0.0.1:8000");
    let when = Regex::new(r#""\d{4}-\d\d-\d\dT[0-9:.]+Z""#).unwrap();
    let printed: Vec<&str> = said.split("-- next --\n").map(str::trim).collect();
    assert_eq!(printed.len(), lines.len() + 1, "{said}");
    for ((line, expected), got) in lines.iter().zip(printed) {
        assert_eq!(when.replace_all(got, "<when>"), when.replace_all(expected, "<when>"), "{line}");
    }
}
