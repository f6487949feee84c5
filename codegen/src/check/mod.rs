//! The checks: one family of rules a file, each of which reports all it finds.
//!
//! Reading comes first ([`crate::spec`]), then all families over one [`index`] of names. What a check cannot know, because
//! another one has reported its cause, it passes over.

mod api;
mod arguments;
mod declared;
mod fields;
mod filters;
mod index;
mod meta;
mod names;
mod patterns;
mod relations;
mod serializers;
mod unbuilt;
mod values;
mod views;
mod viewsets;

use std::path::Path;

use crate::diag::{Diagnostics, codes};
use crate::spec::{Folder, Opt, Spanned, toml};
use index::{Index, Names, report_lost};

/// How a folder is checked.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// What is not built yet is a warning, and stays off, instead of an error.
    pub partial: bool,
}

/// Reads a spec folder and checks all of it.
///
/// The folder is given only where no error was found, so whoever has one may rely on what [`crate::spec`] promises: with
/// [`Options::partial`] what is not built is taken out of it. The diagnostics may hold warnings all the same, and have to be read.
///
/// # Errors
///
/// When the folder itself cannot be listed.
pub fn check(folder: &Path, options: Options) -> std::io::Result<(Option<Folder>, Diagnostics)> {
    Ok(check_files(toml::files(folder)?, &folder.to_string_lossy(), options))
}

/// [`check()`] for files that were read.
fn check_files(files: Vec<toml::File>, shown: &str, options: Options) -> (Option<Folder>, Diagnostics) {
    let mut d = Diagnostics::default();
    let Some(mut read) = toml::read(files, shown, &mut d) else { return (None, d) };
    let index = Index::new(&read.folder, &read.broken);
    let views = views::Views::new(&index);
    api::check(&index, &mut d);
    names::check(&index, &mut d);
    fields::check(&index, &mut d);
    relations::check(&index, &mut d);
    meta::check(&index, &mut d);
    serializers::check(&index, &views, &mut d);
    declared::check(&index, &views, &mut d);
    filters::check(&index, &mut d);
    viewsets::check(&index, &mut d);
    views::clashes(&index, &mut d);
    unbuilt::check(&mut read.folder, &mut d);
    if options.partial {
        d.forgive_unbuilt();
    }
    let folder = Some(read.folder).filter(|_| !d.has_errors());
    (folder, d)
}

/// Whether an option was said to be true.
fn on(option: &Opt<bool>) -> bool {
    option.as_ref().is_some_and(|o| o.value)
}

/// A term of an ordering: a path with an optional `-`.
fn ordering_term(index: &Index<'_>, id: usize, term: &Spanned<String>, d: &mut Diagnostics) {
    let path = term.strip_prefix('-').unwrap_or(term);
    if let Err(lost) = index.path(id, path, Names::Query) {
        report_lost(d, &codes::UNKNOWN_FIELD, term.origin, &lost);
    }
}
