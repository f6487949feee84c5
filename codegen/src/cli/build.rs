//! `codegen build`.

use super::check::{checked, spec_folders};
use super::fail;
use super::project::{self, Place};
use crate::Options;
use crate::write::{Change, seed, write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Write the server's crate
///
/// Checks the specs, and writes a crate that serves them: a module a resource, a router, migrations. Files that would not change
/// are not touched, files of resources that are gone are removed, and files of your own are left alone.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Example: codegen build specs/library --out library\n\nThen: cd library && cargo run --release -- serve --migrate"
)]
pub(super) struct Args {
    /// A spec folder, or a folder of spec folders
    #[arg(value_name = "SPECS", value_hint = clap::ValueHint::DirPath)]
    specs: PathBuf,
    /// Where the crate is written; the API's name if not given. For a folder of spec folders, the folder of the crates
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    out: Option<PathBuf>,
    /// Write nothing; exit with 1 if something would change
    #[arg(long)]
    check: bool,
    /// Build without what is not built yet, and warn of it
    #[arg(long)]
    partial: bool,
}

impl Args {
    pub(super) fn run(self) -> ExitCode {
        let folders = match spec_folders(&self.specs) {
            Ok(folders) => folders,
            Err(message) => return fail(message),
        };
        let several = folders.len() > 1 || folders.first() != Some(&self.specs);
        let mut code = ExitCode::SUCCESS;
        for specs in &folders {
            match self.one(specs, several) {
                Ok(true) => {}
                Ok(false) => code = ExitCode::FAILURE,
                Err(message) => code = fail(message),
            }
        }
        code
    }

    /// One folder; gives whether all is well.
    fn one(&self, specs: &Path, several: bool) -> Result<bool, String> {
        let Some(folder) = checked(specs, Options { partial: self.partial, ..Options::default() })? else { return Ok(false) };
        let name = folder.api.name.value.clone();
        let out = match &self.out {
            Some(out) if several => out.join(&name),
            Some(out) => out.clone(),
            None => PathBuf::from(&name),
        };
        let place = Place { specs: specs.to_owned(), out: out.clone() };
        let made = project::make(&folder, &place)?;
        let mut changes: Vec<(Change, String)> = Vec::new();
        changes.extend(project::first_migration(&made, self.check)?.into_iter().map(|path| (Change::Added, path)));
        let mut written = write(&out, &made.files, self.check).map_err(|e| e.to_string())?;
        written.extend(seed(&out, &made.owned, self.check).map_err(|e| e.to_string())?);
        let count = written.len();
        changes.extend(written.into_iter().map(|(change, path)| (change, out.join(path).display().to_string())));
        if !self.check {
            project::lock(&out)?;
        }
        for (change, path) in &changes {
            println!("{:>8} {path}", change.word());
        }
        let (files, shown) = (made.files.len(), out.display());
        match (self.check, changes.is_empty()) {
            (_, true) => println!("{shown}: {files} files, nothing to change"),
            (true, false) => println!("{shown}: {} of {files} files would change; `codegen build` writes them", changes.len()),
            (false, false) => println!("{shown}: {files} files, {count} changed"),
        }
        Ok(!self.check || changes.is_empty())
    }
}
