//! `codegen new`.

use super::build::report;
use super::check::checked;
use super::crates::{Crate, specs_of};
use super::fail;
use super::out::outln;
use super::project::{self, Made, Place};
use super::runtime::Runtime;
use crate::Options;
use crate::check::{check, is_api_name};
use crate::emit::File;
use crate::write::{self, seed};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Make a crate that serves an API
///
/// Writes a small crate that runs: specs/ with one resource, Cargo.toml, src/main.rs, src/lib.rs, a test, .gitignore. All of these
/// are yours, and `codegen build` and `codegen run` leave them alone; they write the modules that are made of the specs.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Example: codegen new shop && cd shop && codegen run --watch\n\nOf specs that you have: codegen new shop --from specs/shop"
)]
pub(super) struct Args {
    /// The package's name: lower-case letters, digits, `-` and `_`. Without --from it is the API's name too
    #[arg(value_name = "NAME")]
    name: String,
    /// Begin with a copy of these specs, and their migrations
    #[arg(long, value_name = "SPECS", value_hint = clap::ValueHint::DirPath)]
    from: Option<PathBuf>,
    /// Where the crate is written; a folder of its name if not given
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    dir: Option<PathBuf>,
    /// Where Cargo.toml finds restwright: path (the checkout of this program, if there is one), path=DIR, git=URL, git=URL#REV or
    /// version=0.1.0
    #[arg(long, value_name = "WHERE")]
    runtime: Option<Runtime>,
    /// Copy specs that use what is not built yet, and build without it
    #[arg(long)]
    partial: bool,
}

/// How many files of a spec folder are copied, at most.
const FILES: usize = 10_000;

impl Args {
    pub(super) fn run(self) -> ExitCode {
        match self.made() {
            Ok(true) => ExitCode::SUCCESS,
            Ok(false) => ExitCode::FAILURE,
            Err(message) => fail(message),
        }
    }

    /// Gives whether all is well.
    fn made(&self) -> Result<bool, String> {
        let api = self.name.replace('-', "_");
        if !is_api_name(&api) || self.name.ends_with('-') {
            return Err(format!(
                "`{}` cannot be the name of a package: it begins with a lower-case letter, has letters, digits, `-` and `_`, and is none of Rust's words",
                self.name
            ));
        }
        let out = self.dir.clone().unwrap_or_else(|| PathBuf::from(&self.name));
        if out.exists() && !fs::read_dir(&out).is_ok_and(|mut entries| entries.next().is_none()) {
            let help = if Crate::at(&out).is_some() {
                "it is a crate already: `codegen build` brings it up to date"
            } else {
                "--dir names another folder"
            };
            return Err(format!("{} is there, and is not empty\n  = help: {help}", out.display()));
        }
        let options = Options { partial: self.partial, ..Options::default() };
        let specs = out.join("specs");
        let written = match &self.from {
            // What is wrong is said of the files that the user wrote.
            Some(from) if checked(from, options)?.is_none() => return Ok(false),
            Some(from) => copied(&specs_of(from))?,
            None => example(&api),
        };
        seed(&specs, &written, false).map_err(|e| e.to_string())?;
        // What there is to say of them was said.
        let (folder, _) = check(&specs, options).map_err(|e| format!("{}: {e}", specs.display()))?;
        let Some(folder) = folder else { return Err(format!("{} cannot be read", specs.display())) };
        let place = Place { specs, out: out.clone(), package: Some(self.name.clone()), runtime: self.runtime.clone().unwrap_or_default() };
        let mut made = project::make(&folder, &place)?;
        let test = if self.from.is_some() { lists_test(&made) } else { example_test(&api) };
        made.owned.push(File { path: "tests/api.rs".to_owned(), text: test });
        made.owned.push(File { path: ".gitignore".to_owned(), text: IGNORED.to_owned() });
        let built = project::build(&made, &out, false)?;
        for file in &written {
            outln!("{:>8} {}", write::Change::Added.word(), out.join("specs").join(&file.path).display());
        }
        report(&built);
        let shown = out.display();
        outln!(
            "\nThe crate `{}` is in {shown}. Next:\n\n  cd {shown}\n  codegen run --watch     serves it, and begins again when a spec or a source changes\n  \
             cargo test              runs tests/api.rs",
            self.name
        );
        Ok(true)
    }
}

/// The TOML files of a spec folder, and its migrations.
fn copied(specs: &Path) -> Result<Vec<File>, String> {
    let mut out = Vec::new();
    add(specs, "", &mut out)?;
    Ok(out)
}

fn add(folder: &Path, below: &str, out: &mut Vec<File>) -> Result<(), String> {
    let failed = |path: &Path, e: std::io::Error| format!("{}: {e}", path.display());
    for entry in fs::read_dir(folder).map_err(|e| failed(folder, e))? {
        let entry = entry.map_err(|e| failed(folder, e))?;
        let (path, name) = (entry.path(), format!("{below}{}", entry.file_name().to_string_lossy()));
        if out.len() >= FILES {
            return Err(format!("{} has more than {FILES} files", folder.display()));
        }
        if path.is_dir() && (name == "migrations" || below.starts_with("migrations/")) {
            add(&path, &format!("{name}/"), out)?;
        } else if path.is_file() && (below.starts_with("migrations/") || path.extension().is_some_and(|e| e == "toml")) {
            out.push(File { text: fs::read_to_string(&path).map_err(|e| failed(&path, e))?, path: name });
        }
    }
    out.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(())
}

const IGNORED: &str = "/target\n*.sqlite3\n*.sqlite3-shm\n*.sqlite3-wal\n";

/// A small API of one resource.
fn example(api: &str) -> Vec<File> {
    let title = title(api);
    let settings = format!(
        r#"# What holds for all resources. Each other file in this folder is one. The reference is docs/spec.md of restwright.
name = "{api}"
title = "{title}"
description = ""
version = "0.1.0"
prefix = "/api/"

[pagination]
class = "page_number"
page_size = 50

[authentication]
classes = ["token", "session"]

# Everybody reads, users write.
[permissions]
default = ["is_authenticated_or_read_only"]

[filtering]
backends = ["filterset", "search", "ordering"]
"#
    );
    let note = r#"description = "Something to remember."

[fields]
title = { type = "string", max_length = 100 }
text = { type = "text", blank = true, default = "" }
done = { type = "boolean", default = false }
created = { type = "datetime", auto_now_add = true }

[meta]
ordering = ["id"]

[filterset]
fields = ["done"]

[viewset]
endpoint = "notes"
search_fields = ["title", "text"]
ordering_fields = ["created", "title"]
"#;
    vec![File { path: "api.toml".to_owned(), text: settings }, File { path: "note.toml".to_owned(), text: note.to_owned() }]
}

fn title(api: &str) -> String {
    let words = api.replace('_', " ");
    let mut chars = words.trim().chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

const TEST_DOC: &str = "//! What the API answers, over a database in memory: `cargo test`.\n\n";

fn example_test(library: &str) -> String {
    format!(
        r#"{TEST_DOC}use restwright::serde_json::json;
use restwright::test::{{Client, User}};

#[test]
fn users_write_notes_and_everybody_reads_them() {{
    let anyone = Client::new({library}::router::urls(), {library}::MIGRATIONS);
    anyone.create_user(User::new("anna"));
    let anna = anyone.login("anna");
    anyone.post("/api/notes/", json!({{ "title": "Buy milk" }})).assert_status(401);
    anna.post("/api/notes/", json!({{ "title": "" }})).assert_status(400);
    anna.post("/api/notes/", json!({{ "title": "Buy milk" }})).assert_status(201).assert_contains(json!({{ "done": false }}));
    anyone.get("/api/notes/?done=false").assert_status(200).assert_contains(json!({{ "count": 1 }}));
}}
"#
    )
}

/// A test for an API of which nothing is known.
fn lists_test(made: &Made) -> String {
    let (library, api) = (made.library(), made.graph.api);
    let slash = if api.trailing_slash { "/" } else { "" };
    let paths = made.graph.views.iter().filter(|v| v.routed).map(|v| format!("        \"{}{}{slash}\",\n", api.prefix, v.endpoint));
    let paths: String = paths.collect();
    format!(
        r#"{TEST_DOC}use restwright::test::Client;

/// A beginning: docs/hooks.md of restwright says what else the test client does.
#[test]
fn the_lists_are_answered() {{
    let anyone = Client::new({library}::router::urls(), {library}::MIGRATIONS);
    let paths = [
{paths}    ];
    for path in paths {{
        let answer = anyone.get(path);
        assert!(answer.status.as_u16() < 500, "{{path}}: {{}}", answer.text());
    }}
}}
"#
    )
}
