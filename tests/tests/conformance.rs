//! Every folder of `conformance` is a conversation with the real Django REST framework. Each is generated, compiled, served on
//! SQLite and replayed; every answer has to be the recorded one, down to the order of keys.
//!
//! `CONFORMANCE=market cargo test -p restwright-tests --test conformance` plays one folder, `CONFORMANCE_ROOT=/tmp/fuzz` those of
//! another place. `RESTWRIGHT_CONFORMANCE_TABLE=docs/conformance-score.md` writes the score into that file of the checkout.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use restwright_tests::generated::Workspace;
use restwright_tests::{replay, score, transcript};

/// Names the file that the score is written to.
const TABLE: &str = "RESTWRIGHT_CONFORMANCE_TABLE";

#[test]
fn generated_servers_answer_as_recorded() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = std::env::var_os("CONFORMANCE_ROOT").map_or_else(|| here.join("conformance"), PathBuf::from);
    let only = std::env::var("CONFORMANCE").ok();
    let all = folders(&root);

    let place = root.file_name().and_then(OsStr::to_str).unwrap_or("elsewhere");
    let workspace = Workspace::new(&here.join(".."), Path::new(env!("CARGO_TARGET_TMPDIR")), place)
        .unwrap_or_else(|error| panic!("the workspace: {error}"));
    workspace.retain(&all).unwrap_or_else(|error| panic!("the workspace: {error}"));
    workspace.compile_codegen().unwrap_or_else(|error| panic!("{error}"));
    let mut troubles = Vec::new();
    let mut built = Vec::new();
    for folder in all.iter().filter(|folder| only.as_ref().is_none_or(|only| only == *folder)) {
        match workspace.generate(folder, &root.join(folder).join("specs")) {
            Ok(generated) => built.push((folder, generated)),
            Err(error) => troubles.push(format!("{folder}: {error}")),
        }
    }
    assert!(!built.is_empty() || !troubles.is_empty(), "nothing to play");
    if let Err(error) = workspace.compile(built.iter().map(|(_, generated)| generated)) {
        troubles.push(error);
    }

    let mut reports = Vec::new();
    for (folder, generated) in &built {
        let case = root.join(folder);
        let played = transcript::read_users(&case.join("users.json")).and_then(|users| {
            let server = generated.start(&users)?;
            replay(&case.join("transcripts.jsonl"), &server.base_url)
        });
        match played {
            Ok(report) => {
                match report.is_perfect() {
                    true => println!("{folder}: {report}"),
                    false => troubles.push(format!("{folder}:\n{report}")),
                }
                reports.push((folder.as_str(), report));
            }
            Err(error) => troubles.push(format!("{folder}: {error}")),
        }
    }
    if let Some(path) = std::env::var_os(TABLE) {
        let command = format!("{TABLE}={} cargo test -p restwright-tests --test conformance", path.display());
        let path = here.join("..").join(path);
        fs::write(&path, score::page(&command, &reports)).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
    assert!(troubles.is_empty(), "\n{}", troubles.join("\n\n"));
}

/// The library's resources as structs with `#[derive(Resource)]`, in `tests/derived`, answer as its folder's do.
#[test]
fn derived_resources_answer_as_recorded() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let case = here.join("conformance/library");
    let workspace = Workspace::new(&here.join(".."), Path::new(env!("CARGO_TARGET_TMPDIR")), "derived")
        .unwrap_or_else(|error| panic!("the workspace: {error}"));
    let played = workspace.member("derived_library").and_then(|generated| {
        let server = generated.start(&transcript::read_users(&case.join("users.json"))?)?;
        replay(&case.join("transcripts.jsonl"), &server.base_url)
    });
    let report = played.unwrap_or_else(|error| panic!("{error}"));
    println!("library, derived: {report}");
    assert!(report.is_perfect(), "{report}");
}

/// The folders that hold a transcript, by name.
fn folders(root: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(root)
        .unwrap_or_else(|error| panic!("{}: {error}", root.display()))
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| root.join(name).join("transcripts.jsonl").is_file())
        .collect();
    names.sort();
    names
}
