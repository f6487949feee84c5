//! Every folder of `conformance` is a conversation with the real Django REST framework, on each database. Each is generated and compiled
//! once, served on every database that it has a transcript of, and replayed; every answer has to be the recorded one, down to the order of
//! keys.
//!
//! `CONFORMANCE=market cargo test -p restwright-tests --test conformance` plays one folder, `CONFORMANCE_DATABASES=sqlite,postgres` plays on
//! these, `CONFORMANCE_ROOT=/tmp/fuzz` plays folders of another place. `RESTWRIGHT_CONFORMANCE_TABLE=docs/conformance-score.md` writes the
//! score into that file of the checkout.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use restwright_tests::databases::Kind;
use restwright_tests::generated::{Generated, Workspace};
use restwright_tests::score::Played;
use restwright_tests::{Report, replay, score, transcript};

/// A folder's name, a database, and what a replay found.
type Found = (String, Kind, Result<Report, String>);

/// Names the file that the score is written to.
const TABLE: &str = "RESTWRIGHT_CONFORMANCE_TABLE";

#[test]
fn generated_servers_answer_as_recorded() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = std::env::var_os("CONFORMANCE_ROOT").map_or_else(|| here.join("conformance"), PathBuf::from);
    let only = std::env::var("CONFORMANCE").ok();
    let all = folders(&root);
    let databases = std::env::var("CONFORMANCE_DATABASES").ok();
    let databases = Kind::named(databases.as_deref()).unwrap_or_else(|error| panic!("CONFORMANCE_DATABASES: {error}"));

    let place = root.file_name().and_then(OsStr::to_str).unwrap_or("elsewhere");
    let workspace = Workspace::new(&here.join(".."), Path::new(env!("CARGO_TARGET_TMPDIR")), place)
        .unwrap_or_else(|error| panic!("the workspace: {error}"));
    workspace.retain(&all).unwrap_or_else(|error| panic!("the workspace: {error}"));
    workspace.compile_codegen().unwrap_or_else(|error| panic!("{error}"));
    let mut troubles = Vec::new();
    let mut built = Vec::new();
    for folder in all.iter().filter(|folder| only.as_ref().is_none_or(|only| only == *folder)) {
        match workspace.generate(folder, &root.join(folder).join("specs")) {
            Ok(generated) => built.push((root.join(folder), generated)),
            Err(error) => troubles.push(format!("{folder}: {error}")),
        }
    }
    assert!(!built.is_empty() || !troubles.is_empty(), "nothing to play");
    if let Err(error) = workspace.compile(built.iter().map(|(_, generated)| generated)) {
        troubles.push(error);
    }

    let mut played = Vec::new();
    // Databases wait for their disks in turns: one folder after the other, all databases at once.
    let found: Vec<Vec<Found>> = thread::scope(|scope| {
        let built = &built;
        let threads: Vec<_> = databases.iter().map(|kind| scope.spawn(move || play_all(built, *kind))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap_or_else(|_| panic!("a replay panicked"))).collect()
    });
    for (folder, database, result) in found.into_iter().flatten() {
        match result {
            Ok(report) => {
                match report.is_perfect() {
                    true => println!("{folder}, {database}: {report}"),
                    false => troubles.push(format!("{folder}, {database}:\n{report}")),
                }
                played.push(Played { folder, database, report });
            }
            Err(error) => troubles.push(format!("{folder}, {database}: {error}")),
        }
    }
    played.sort_by(|a, b| (&a.folder, a.database).cmp(&(&b.folder, b.database)));
    if let Some(path) = std::env::var_os(TABLE) {
        let command = format!("{TABLE}={} cargo test -p restwright-tests --test conformance", path.display());
        let path = here.join("..").join(path);
        fs::write(&path, score::page(&command, &played)).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
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
        let server = generated.start_on(Kind::Sqlite, &transcript::read_users(&case.join("users.json"))?)?;
        replay(&case.join("transcripts.jsonl"), &server.base_url)
    });
    let report = played.unwrap_or_else(|error| panic!("{error}"));
    println!("library, derived: {report}");
    assert!(report.is_perfect(), "{report}");
}

/// Plays every folder that has a transcript of this database, if its server has a driver for it.
fn play_all(built: &[(PathBuf, Generated)], kind: Kind) -> Vec<Found> {
    let playable = |(case, generated): &&(PathBuf, Generated)| transcript_of(case, kind).is_file() && generated.databases.contains(&kind);
    let cases: Vec<_> = built.iter().filter(playable).collect();
    if cases.is_empty() || !kind.is_there("conformance") {
        return Vec::new();
    }
    let play = |case: &Path, generated: &Generated| {
        let users = transcript::read_users(&case.join("users.json"))?;
        let server = generated.start_on(kind, &users)?;
        replay(&transcript_of(case, kind), &server.base_url)
    };
    let name = |case: &Path| case.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    cases.into_iter().map(|(case, generated)| (name(case), kind, play(case, generated))).collect()
}

/// SQLite's has no database in its name.
fn transcript_of(case: &Path, kind: Kind) -> PathBuf {
    case.join(match kind {
        Kind::Sqlite => "transcripts.jsonl".to_owned(),
        other => format!("transcripts.{}.jsonl", other.feature()),
    })
}

/// The folders that hold a transcript, by name.
fn folders(root: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(root)
        .unwrap_or_else(|error| panic!("{}: {error}", root.display()))
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| Kind::ALL.iter().any(|kind| transcript_of(&root.join(name), *kind).is_file()))
        .collect();
    names.sort();
    names
}
