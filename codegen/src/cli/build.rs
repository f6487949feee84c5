//! `codegen build`.

use super::check::{checked, spec_folders};
use super::crates::{Crate, here, specs_of};
use super::fail;
use super::out::{errln, outln};
use super::project::{self, Built, Place};
use super::runtime::Runtime;
use crate::Options;
use std::path::PathBuf;
use std::process::ExitCode;

/// Write the server's crate
///
/// Checks the specs, and writes a crate that serves them: a module a resource, a router, migrations. Files that would not change
/// are not touched, and files of resources that are gone are removed. Cargo.toml, src/main.rs, src/lib.rs, the readme and
/// src/hooks are yours: they are written where they are missing, and then left alone. Hooks that the specs newly name are added
/// to your files, and what your Cargo.toml lacks is said.
///
/// Without SPECS it is the crate around this folder that is built.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Example: codegen build specs/library --out library\n\nThen: cd library && cargo run --release -- serve --migrate"
)]
pub(super) struct Args {
    /// A spec folder, a folder of spec folders, or a crate
    #[arg(value_name = "SPECS", value_hint = clap::ValueHint::DirPath)]
    specs: Option<PathBuf>,
    /// Where the crate is written; the API's name if not given. For a folder of spec folders, the folder of the crates
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    out: Option<PathBuf>,
    /// Where a new Cargo.toml finds restwright: path (the checkout of this program, if there is one), path=DIR, git=URL, git=URL#REV
    /// or version=0.1.0
    #[arg(long, value_name = "WHERE")]
    runtime: Option<Runtime>,
    /// Write nothing; exit with 1 if something would change
    #[arg(long)]
    check: bool,
    /// Build without what is not built yet, and warn of it
    #[arg(long)]
    partial: bool,
}

impl Args {
    pub(super) fn run(self) -> ExitCode {
        let crates = match self.crates() {
            Ok(crates) => crates,
            Err(message) => return fail(message),
        };
        let mut code = ExitCode::SUCCESS;
        for (specs, out) in crates {
            match self.one(specs, out) {
                Ok(true) => {}
                Ok(false) => code = ExitCode::FAILURE,
                Err(message) => code = fail(message),
            }
        }
        code
    }

    /// The spec folders that are meant, and where the crate of each goes.
    fn crates(&self) -> Result<Vec<(PathBuf, Out)>, String> {
        let found = match &self.specs {
            None => Some(here()?),
            Some(path) if self.out.is_none() => Crate::meant(path),
            Some(_) => None,
        };
        if let Some(found) = found {
            return Ok(vec![(found.specs, Out::At(self.out.clone().unwrap_or(found.folder)))]);
        }
        let Some(specs) = self.specs.as_deref().map(specs_of) else { return Ok(Vec::new()) };
        let folders = spec_folders(&specs)?;
        let several = folders.len() > 1 || folders.first() != Some(&specs);
        let out = match &self.out {
            Some(out) if several => Out::Below(out.clone()),
            Some(out) => Out::At(out.clone()),
            None => Out::Below(PathBuf::new()),
        };
        Ok(folders.into_iter().map(|folder| (folder, out.clone())).collect())
    }

    /// One folder; gives whether all is well.
    fn one(&self, specs: PathBuf, out: Out) -> Result<bool, String> {
        let Some(folder) = checked(&specs, Options { partial: self.partial, ..Options::default() })? else { return Ok(false) };
        let out = match out {
            Out::At(out) => out,
            Out::Below(above) => above.join(&folder.api.name.value),
        };
        let place = Place { specs, out, package: None, runtime: self.runtime.clone().unwrap_or_default() };
        let had_manifest = place.out.join("Cargo.toml").exists();
        let made = project::make(&folder, &place)?;
        let mut built = project::build(&made, &place.out, self.check)?;
        if had_manifest && let Some(runtime) = &self.runtime {
            let line = runtime.dependency(&place.out)?;
            let manifest = std::fs::read_to_string(place.out.join("Cargo.toml")).unwrap_or_default();
            if !manifest.contains(&line) {
                let shown = place.out.join("Cargo.toml");
                built.notes.push(format!(
                    "{} is yours, and --runtime does not change it\n  = help: restwright = {{ {line}, default-features = false }}",
                    shown.display()
                ));
            }
        }
        let (files, shown) = (made.files.len() + made.owned.len(), place.out.display());
        report(&built);
        match (self.check, built.changes.len()) {
            (_, 0) => outln!("{shown}: {files} files, nothing to change"),
            (true, changed) => outln!("{shown}: {changed} of {files} files would change; `codegen build` writes them"),
            (false, changed) => outln!("{shown}: {files} files, {changed} changed"),
        }
        Ok(!self.check || built.changes.is_empty())
    }
}

/// Where a crate goes.
#[derive(Clone)]
enum Out {
    At(PathBuf),
    /// Into a folder of the API's name in this one.
    Below(PathBuf),
}

/// What became of the files, and what their author has to do.
pub(super) fn report(built: &Built) {
    for (change, path) in &built.changes {
        outln!("{:>8} {path}", change.word());
    }
    tell(built);
}

/// What the author of the files has to do.
pub(super) fn tell(built: &Built) {
    for note in &built.notes {
        errln!("warning: {note}");
    }
}
