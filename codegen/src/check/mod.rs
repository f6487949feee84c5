//! The checks: one family of rules a file, each of which reports all it finds.

use std::path::Path;

use crate::diag::Diagnostics;
use crate::spec::{Folder, toml};

/// How a folder is checked.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// What is not built yet is a warning, and stays off, instead of an error.
    pub partial: bool,
}

/// Reads a spec folder and checks all of it.
///
/// The folder is given only where no error was found, so whoever has one may rely on what [`crate::spec`] promises. The
/// diagnostics may hold warnings all the same, and have to be read.
///
/// # Errors
///
/// When the folder itself cannot be listed.
pub fn check(folder: &Path, options: Options) -> std::io::Result<(Option<Folder>, Diagnostics)> {
    Ok(check_files(toml::files(folder)?, &folder.to_string_lossy(), options))
}

/// [`check`] for files that were read.
pub(crate) fn check_files(files: Vec<toml::File>, shown: &str, options: Options) -> (Option<Folder>, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let read = toml::read(files, shown, &mut diagnostics);
    if options.partial {
        diagnostics.forgive_unbuilt();
    }
    let folder = read.map(|read| read.folder).filter(|_| !diagnostics.has_errors());
    (folder, diagnostics)
}
