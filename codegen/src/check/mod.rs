//! The checks: one family of rules a file, each of which reports all it finds.
//!
//! Reading comes first ([`crate::spec`]), then all families over one `index` of names. What a check cannot know, because
//! another one has reported its cause, it passes over.

mod access;
mod annotations;
mod api;
mod arguments;
mod compound;
mod cors;
mod declared;
#[cfg(feature = "cli")]
mod drift;
mod expressions;
mod fields;
mod filters;
mod hooks;
mod index;
mod lost;
mod messages;
mod meta;
mod names;
mod nesting;
mod patterns;
mod relations;
#[cfg(feature = "cli")]
mod renamed;
mod scope;
mod secrets;
mod serializers;
mod special;
mod tables;
mod unbuilt;
pub(crate) mod values;
mod views;
mod viewsets;

use std::collections::BTreeSet;
use std::path::Path;

use crate::diag::{Diagnostics, codes};
use crate::source::FileId;
use crate::spec::{Folder, Opt, ResourceSpec, Scope, Spanned, toml};
use index::{Index, Names, report_lost};

/// How a folder is checked.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// What is not built yet is a warning, and stays off, instead of an error.
    pub partial: bool,
    /// Specs that have left their migrations behind are no news: the next one is about to be written.
    pub migrating: bool,
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
    let (spec, d) = check_files(toml::files(folder)?, &folder.to_string_lossy(), options);
    #[cfg(feature = "cli")]
    let (spec, d) = {
        let mut d = d;
        spec.iter().for_each(|spec| renamed::check(folder, spec, &mut d));
        let spec = spec.filter(|_| !d.has_errors());
        spec.iter().filter(|_| !options.migrating).for_each(|spec| drift::check(folder, spec, &mut d));
        (spec, d)
    };
    Ok((spec, d))
}

/// [`check()`] for a folder whose resources are served beside others that are defined elsewhere; `shown` is its path in diagnostics.
///
/// # Errors
///
/// When the folder itself cannot be listed.
pub(crate) fn check_beside(
    folder: &Path,
    shown: &str,
    others: Vec<ResourceSpec>,
    options: Options,
) -> std::io::Result<(Option<Folder>, Diagnostics)> {
    let mut files = toml::files(folder)?;
    for file in &mut files {
        file.path = format!("{shown}/{}", file.name);
    }
    Ok(check_read(files, shown, others, options))
}

/// [`check()`] for texts that are no files yet: names and texts.
#[cfg(feature = "cli")]
pub(crate) fn check_texts(texts: Vec<(String, String)>) -> (Option<Folder>, Diagnostics) {
    let file = |(name, text): (String, String)| toml::File { path: name.clone(), name, text: Ok(text) };
    check_files(texts.into_iter().map(file).collect(), "the specs", Options::default())
}

#[cfg(feature = "cli")]
pub(crate) use api::is_name as is_api_name;

/// [`check()`] for files that were read.
fn check_files(files: Vec<toml::File>, shown: &str, options: Options) -> (Option<Folder>, Diagnostics) {
    check_read(files, shown, Vec::new(), options)
}

fn check_read(files: Vec<toml::File>, shown: &str, others: Vec<ResourceSpec>, options: Options) -> (Option<Folder>, Diagnostics) {
    let mut d = Diagnostics::default();
    let Some(mut read) = toml::read(files, shown, &mut d) else { return (None, d) };
    if !others.is_empty() {
        read.folder.scope = Scope::Open;
        read.folder.resources.extend(others);
    }
    let folder = check_folder(read.folder, &read.broken, options, &mut d);
    (folder, d)
}

/// Checks what was read, from TOML or from a struct; gives it back if nothing is wrong. Of names that lead to resources which are not in the
/// folder nothing is said ([`Scope`]): they are joined when the router is built.
pub(crate) fn check_folder(mut folder: Folder, broken: &BTreeSet<FileId>, options: Options, d: &mut Diagnostics) -> Option<Folder> {
    crate::spec::bases::expand(&mut folder, d);
    let index = Index::new(&folder, broken);
    let views = views::Views::new(&index);
    if folder.scope != Scope::Struct {
        api::check(&index, d);
    }
    names::check(&index, d);
    fields::check(&index, d);
    relations::check(&index, d);
    meta::check(&index, d);
    annotations::check(&index, d);
    secrets::check(&index, d);
    serializers::check(&index, &views, d);
    declared::check(&index, &views, d);
    tables::check(&index, d);
    filters::check(&index, d);
    hooks::check(&index, d);
    access::check(&index, d);
    viewsets::check(&index, d);
    views::clashes(&index, d);
    unbuilt::check(&mut folder, d);
    d.join_repeated();
    if options.partial {
        d.forgive_unbuilt();
    }
    Some(folder).filter(|_| !d.has_errors())
}

/// Whether an option was said to be true.
fn on(option: &Opt<bool>) -> bool {
    option.as_ref().is_some_and(|o| o.value)
}

/// A term of an ordering: a path with an optional `-`.
fn ordering_term(index: &Index<'_>, id: usize, term: &Spanned<String>, d: &mut Diagnostics) {
    let path = term.strip_prefix('-').unwrap_or(term);
    match index.path(id, path, Names::Query) {
        Ok(found) => {
            is_far_annotation(found, term, d);
        }
        Err(lost) => report_lost(d, &codes::UNKNOWN_FIELD, term.origin, &lost),
    }
}

/// Whether a path leads to another resource's annotation, which Django's queries don't know; it is said.
fn is_far_annotation(found: index::Found<'_, '_>, path: &Spanned<String>, d: &mut Diagnostics) -> bool {
    let far = found.hops > 0 && matches!(found.end, index::End::Attr(a) if a.annotation.is_some());
    if far {
        let last = path.rsplit("__").next().and_then(|p| p.rsplit('.').next()).unwrap_or_default();
        d.report(&codes::ANNOTATION_PLACE, path.origin, &[last, "only lists of its own resource are filtered and ordered by it"]);
    }
    far
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    /// A folder on disk, so that a test can spoil one of its files.
    fn library() -> Vec<(String, String)> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/conformance/library/specs");
        toml::files(&folder).unwrap().into_iter().map(|file| (file.name, file.text.unwrap())).collect()
    }

    fn files(texts: &[(String, String)]) -> Vec<toml::File> {
        let file = |(name, text): &(String, String)| toml::File { name: name.clone(), path: name.clone(), text: Ok(text.clone()) };
        texts.iter().map(file).collect()
    }

    /// Whatever an editor holds while somebody types: nothing panics, and a folder comes out only if nothing is wrong.
    #[test]
    fn spoilt_text_is_reported_and_never_panics() {
        let texts = library();
        let spoil: [fn(&str, usize) -> String; 4] = [
            |text, at| text[..at].to_owned(),
            |text, at| text[..at].to_owned() + &text[at + text[at..].chars().next().map_or(0, char::len_utf8)..],
            |text, at| format!("{}\"{}", &text[..at], &text[at..]),
            |text, at| format!("{}é]{{\n{}", &text[..at], &text[at..]),
        ];
        for (i, (_, text)) in texts.iter().enumerate() {
            for (n, at) in (0..text.len()).filter(|at| text.is_char_boundary(*at)).step_by(401).enumerate() {
                let mut texts = texts.clone();
                texts[i].1 = spoil[n % spoil.len()](text, at);
                let (folder, mut d) = check_files(files(&texts), "library", Options::default());
                assert_eq!(folder.is_none(), d.has_errors());
                for found in d.take() {
                    assert!(!found.message.contains("{0}"), "{}", found.message);
                }
            }
        }
    }

    /// Names are looked up in maps, so a folder a hundred times as large takes about a hundred times as long.
    #[test]
    fn a_thousand_resources_are_checked_at_once() {
        let mut texts = vec![("api.toml".to_owned(), "name = \"big\"\n".to_owned())];
        for n in 0..1000 {
            let fields = "name = { type = \"string\", max_length = 40, unique = true }\ncountry = { type = \"string\", max_length = 2 }";
            let up = format!(
                "up = {{ type = \"foreign_key\", to = \"Item{:04}\", on_delete = \"cascade\", related_name = \"down\" }}",
                (n + 1) % 1000
            );
            texts.push((format!("item{n:04}.toml"), format!("[fields]\n{fields}\n{up}\n[filterset]\nfields = [\"name\", \"up\"]\n")));
        }
        let (folder, mut d) = check_files(files(&texts), "big", Options::default());
        let found = d.take();
        assert_eq!(folder.map(|f| f.resources.len()), Some(1000), "{found:?}");
    }
}
