//! `codegen check`.

use super::out::{err, errln, out};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueEnum;

use super::crates::{specs_of, specs_or_here};
use super::fail;
use crate::check::{Options, check};
use crate::diag::render;
use crate::spec::Folder;

/// Check specs without writing anything
///
/// Reads every file of the folder and reports all mistakes of all of them in one run: where each is, what is wrong, and what was
/// probably meant. Exits with 1 if there are errors. Warnings alone exit with 0.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Example: codegen check specs/library\n\n`codegen explain --code RW0203` explains a code at length."
)]
pub(super) struct Args {
    /// A spec folder, a folder of spec folders, or a crate; the crate around this folder if none is given
    #[arg(value_name = "SPECS", value_hint = clap::ValueHint::DirPath)]
    specs: Option<PathBuf>,
    /// How diagnostics are written: for people, or for editors
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Only warn of what is not built yet
    #[arg(long)]
    partial: bool,
}

/// How diagnostics are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// The text underlined, on the error stream; in colour on a terminal
    Text,
    /// One JSON array on the output stream
    Json,
}

impl Args {
    pub(super) fn run(self) -> ExitCode {
        let folders = match specs_or_here(self.specs.as_deref()).and_then(|specs| spec_folders(&specs)) {
            Ok(folders) => folders,
            Err(message) => return fail(message),
        };
        let mut ok = true;
        let mut objects = Vec::new();
        for folder in folders {
            let options = Options { partial: self.partial, ..Options::default() };
            let found = match self.format {
                Format::Text => checked(&folder, options),
                Format::Json => listed(&folder, options, &mut objects),
            };
            match found {
                Ok(Some(spec)) => ok &= links(&spec),
                Ok(None) => ok = false,
                Err(message) => return fail(message),
            }
        }
        if self.format == Format::Json {
            out!("{}", render::json_array(&objects));
        }
        if ok { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

/// The spec folders that a path means: itself, or each folder in it that has an `api.toml`.
pub(super) fn spec_folders(path: &Path) -> Result<Vec<PathBuf>, String> {
    if !path.is_dir() {
        return Err(format!("{} is not a folder; a spec is a folder with an api.toml in it", path.display()));
    }
    if path.join("api.toml").exists() {
        return Ok(vec![path.to_owned()]);
    }
    let entries = std::fs::read_dir(path).map_err(|error| format!("cannot list {}: {error}", path.display()))?;
    let mut folders: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|p| p.join("api.toml").exists()).collect();
    folders.sort();
    // Without any, the folder is meant itself, and the check says what it lacks.
    Ok(if folders.is_empty() { vec![path.to_owned()] } else { folders })
}

/// Checks a folder and shows what was found; gives the folder if nothing forbids to go on.
pub(super) fn checked(folder: &Path, options: Options) -> Result<Option<Folder>, String> {
    let folder = &specs_of(folder);
    let (spec, mut bag) = check(folder, options).map_err(|error| cannot_list(folder, &error))?;
    let (errors, warnings) = bag.count();
    let found = bag.take();
    err!("{}", render::text(&found, &bag.sources, std::io::stderr().is_terminal()));
    if errors + warnings > 0 {
        errln!("{}", summary(folder, errors, warnings));
    }
    Ok(spec)
}

/// Checks a folder and adds what was found to a list of JSON objects.
fn listed(folder: &Path, options: Options, objects: &mut Vec<String>) -> Result<Option<Folder>, String> {
    let (spec, mut bag) = check(folder, options).map_err(|error| cannot_list(folder, &error))?;
    let found = bag.take();
    objects.extend(render::json_objects(&found, &bag.sources));
    Ok(spec)
}

/// Joins the resources as `build` does, so that whatever passes here can be built.
fn links(spec: &Folder) -> bool {
    let errors = crate::lower::lower(spec).err().unwrap_or_default();
    for error in &errors {
        errln!("error: {error}");
    }
    errors.is_empty()
}

fn cannot_list(folder: &Path, error: &std::io::Error) -> String {
    format!("cannot list {}: {error}", folder.display())
}

fn summary(folder: &Path, errors: usize, warnings: usize) -> String {
    let count = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    let parts = [(errors, "error"), (warnings, "warning")];
    let parts: Vec<String> = parts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| count(*n, word)).collect();
    format!("{}: {}", folder.display(), parts.join(", "))
}
