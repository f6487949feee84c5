//! `codegen inspect`.

use super::out::{errln, outln};
use super::{compile, fail, project};
use crate::check::check_texts;
use crate::diag::render;
use crate::emit::File;
use crate::inspect;
use crate::lower::lower;
use crate::write::put;
use restwright_schema::Dialect;
use restwright_schema::tables::Tables;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

/// The program that asks the database.
const HELPER: &str = "restwright-inspect";

/// Write specs for the tables of an existing database
///
/// Reads what the database says of its tables and writes a spec folder that passes `codegen check`: a file a table, `managed =
/// false`. What a spec can't say is a comment. Nothing is written to the database. The program that asks it is compiled when it
/// is first needed, with the driver that the URL names.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Examples: codegen inspect sqlite://shop.sqlite3 --out specs/shop\n          codegen inspect postgres://me:secret@127.0.0.1/shop --out specs/shop"
)]
pub(super) struct Args {
    /// The database: sqlite://FILE, postgres://… or mysql://…
    #[arg(env = "DATABASE_URL", value_name = "DATABASE_URL", hide_env_values = true)]
    url: String,
    /// The spec folder to write; it must not exist, or be empty
    #[arg(long, value_name = "SPECS", value_hint = clap::ValueHint::DirPath)]
    out: PathBuf,
    /// Replace the TOML files that the folder holds
    #[arg(long)]
    force: bool,
}

impl Args {
    pub(super) fn run(self) -> ExitCode {
        match self.write() {
            Ok(summary) => {
                outln!("{summary}");
                ExitCode::SUCCESS
            }
            Err(message) => fail(message),
        }
    }

    fn write(&self) -> Result<String, String> {
        let Some(dialect) = Dialect::of_url(&self.url) else {
            // The URL itself is not shown: it may hold a password.
            let scheme = self.url.split_once(':').map_or("", |(scheme, _)| scheme);
            return Err(format!("`{scheme}:` names no database: a URL begins with sqlite://, postgres:// or mysql://"));
        };
        if dialect == Dialect::Sqlite {
            sqlite_file(&self.url)?;
        }
        if !self.force && fs::read_dir(&self.out).is_ok_and(|mut entries| entries.next().is_some()) {
            return Err(format!(
                "{} is not empty: give another folder with --out, or --force to replace its TOML files",
                self.out.display()
            ));
        }
        if self.out.exists() && !self.out.is_dir() {
            return Err(format!("{} is not a folder", self.out.display()));
        }
        let tables = inspect::read::tables(&ask(&helper(dialect)?, &self.url)?)?;
        let files = inspect::specs(&tables)?;
        passes(&files)?;
        replace(&self.out, &files).map_err(|e| format!("{}: {e}; nothing was written", self.out.display()))?;
        Ok(summary(&self.out, &tables, files.len() - 1))
    }
}

fn summary(out: &Path, tables: &Tables, resources: usize) -> String {
    let shown = out.display();
    let word = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    format!(
        "{shown}: {} for {} of {} `{}`; what was left out, and why, is in {shown}/api.toml",
        word(resources, "resource"),
        word(tables.tables.len(), "table and view").replace("table and views", "tables and views"),
        tables.dialect.title(),
        tables.database
    )
}

/// A missing file is told before anything is compiled; the driver would not make one either.
fn sqlite_file(url: &str) -> Result<(), String> {
    let path = url.trim_start_matches("sqlite:").trim_start_matches("//");
    let path = path.split('?').next().unwrap_or(path);
    if path.contains(":memory:") || Path::new(path).is_file() || path.contains('%') {
        return Ok(());
    }
    Err(format!("there is no file {path}: give the path of an existing database, as in sqlite://path/to/file.sqlite3"))
}

/// The program that asks: beside this one, or compiled from the checkout with one driver.
fn helper(dialect: Dialect) -> Result<PathBuf, String> {
    let name = format!("{HELPER}{}", std::env::consts::EXE_SUFFIX);
    let beside = std::env::current_exe().ok().map(|exe| exe.with_file_name(&name)).filter(|path| path.is_file());
    if let Some(path) = beside {
        return Ok(path);
    }
    let checkout = project::checkout();
    if !checkout.join("codegen/inspect/Cargo.toml").is_file() {
        return Err(format!("the program that asks a database is missing\n  = help: `cargo install {HELPER}` puts it beside this one"));
    }
    let target = checkout.join("target").join("run").join("inspect");
    if !target.join("debug").join(&name).is_file() {
        errln!("compiling the driver of {} (the first time takes a minute)", dialect.title());
    }
    let mut command = compile::cargo(&checkout);
    command.args(["build", "--package", HELPER, "--no-default-features", "--features", dialect.name()]);
    command.arg("--manifest-path").arg(checkout.join("Cargo.toml")).arg("--target-dir").arg(&target);
    compile::build(&mut command, HELPER)?;
    Ok(target.join("debug").join(name))
}

/// The description of the database's tables.
fn ask(helper: &Path, url: &str) -> Result<String, String> {
    let failed = |e: std::io::Error| format!("cannot run {}: {e}", helper.display());
    let mut child = Command::new(helper).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(failed)?;
    // A command line is seen by others, and the URL may hold a password.
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(url.as_bytes()).map_err(failed)?;
    }
    let output = child.wait_with_output().map_err(failed)?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(said.trim().trim_start_matches("error: ").to_owned());
    }
    String::from_utf8(output.stdout).map_err(|_| "the description of the tables is not UTF-8".to_owned())
}

/// What is written passes `codegen check`, or it is not written.
fn passes(files: &[File]) -> Result<(), String> {
    let texts = files.iter().map(|f| (f.path.clone(), f.text.clone())).collect();
    let (folder, mut bag) = check_texts(texts);
    let found = bag.take();
    let shown = render::text(&found, &bag.sources, false);
    let bug = |what: String| {
        format!("the specs that were made do not pass `codegen check`, which is a mistake of this program; nothing was written\n{what}")
    };
    let folder = folder.ok_or_else(|| bug(shown))?;
    lower(&folder).map(drop).map_err(|errors| bug(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")))
}

/// Puts the files into the folder, all of them or none; other TOML files go.
fn replace(out: &Path, files: &[File]) -> Result<(), String> {
    let text = |e: std::io::Error| e.to_string();
    let parent = out.parent().filter(|p| !p.as_os_str().is_empty()).map_or_else(|| PathBuf::from("."), Path::to_owned);
    let name = out.file_name().map_or_else(|| "specs".to_owned(), |n| n.to_string_lossy().into_owned());
    let aside = parent.join(format!(".{name}.inspect-{}", std::process::id()));
    let written = files.iter().try_for_each(|file| put(&aside.join(&file.path), &file.text).map_err(|e| e.to_string()));
    let moved = written.and_then(|()| {
        fs::create_dir_all(out).map_err(text)?;
        for entry in fs::read_dir(out).map_err(text)?.flatten() {
            let path = entry.path();
            if path.extension().is_some_and(|e| e == "toml") && path.is_file() {
                fs::remove_file(path).map_err(text)?;
            }
        }
        files.iter().try_for_each(|file| fs::rename(aside.join(&file.path), out.join(&file.path)).map_err(text))
    });
    let _ = fs::remove_dir_all(&aside);
    moved
}
