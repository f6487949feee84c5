//! The TOML front end: a folder's text becomes the structs of [`crate::spec`].
//!
//! It walks the spanned tree that `toml` gives, not serde: every key and value keeps its place, every unknown key is met, and
//! a file that does not parse is read as far as it can be. What a name *means* is not its business: see [`crate::check`].

mod api;
mod filterset;
mod model;
mod serializer;
mod table;
mod viewset;
mod words;

use std::collections::BTreeSet;
use std::path::Path;

use restwright_schema::naming;
use toml::de::DeTable;

use super::{ApiSpec, Folder, Origin, ResourceSpec, Spanned};
use crate::diag::{Diagnostics, codes};
use crate::source::FileId;
use table::Table;

/// A folder as it was read.
pub(crate) struct Read {
    /// Everything that was said.
    pub(crate) folder: Folder,
    /// The files whose TOML did not parse: what they say is not known in full, so what they leave out is no mistake.
    pub(crate) broken: BTreeSet<FileId>,
}

/// The word of a field's type.
pub(crate) fn kind_name(kind: super::FieldKind) -> &'static str {
    model::name_of(kind)
}

/// One file of a folder, before anything was made of it.
pub(crate) struct File {
    /// Its name without folders.
    pub(crate) name: String,
    /// As diagnostics show it.
    pub(crate) path: String,
    /// Its text, or why there is none.
    pub(crate) text: Result<String, String>,
}

/// The files of a spec folder, by name; those of other endings (users, migrations) are none of ours.
pub(crate) fn files(folder: &Path) -> std::io::Result<Vec<File>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let Some(name) = path.file_name().map(|n| n.to_string_lossy().into_owned()) else { continue };
        if !name.ends_with(".toml") || name.starts_with('.') || path.is_dir() {
            continue;
        }
        let text = std::fs::read_to_string(&path).map_err(|error| error.to_string());
        files.push(File { name, path: path.to_string_lossy().into_owned(), text });
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

/// Reads the files of a folder. `shown` is the folder's path in diagnostics; `None` is given where there is no API at all.
pub(crate) fn read(files: Vec<File>, shown: &str, diagnostics: &mut Diagnostics) -> Option<Read> {
    let mut api = None;
    let mut resources = Vec::new();
    let mut broken = BTreeSet::new();
    for file in files {
        let (text, failure) = match file.text {
            Ok(text) => (text, None),
            Err(failure) => (String::new(), Some(failure)),
        };
        let id = diagnostics.sources.add(file.path, text.as_str());
        if let Some(failure) = failure {
            broken.insert(id);
            diagnostics.report(&codes::UNREADABLE, Origin::toml(id, 0..0), &[&file.name, &failure]);
        }
        let tree = parse(&text, id, &mut broken, diagnostics);
        let top = Table::new(&tree, id, "the file", Origin::toml(id, 0..first_line(&text)));
        if file.name == "api.toml" {
            api = Some(api::read(top, broken.contains(&id), diagnostics));
        } else {
            resources.extend(resource(top, id, &file.name, diagnostics));
        }
    }
    if api.is_none() {
        let id = diagnostics.sources.add(shown, "");
        broken.insert(id);
        diagnostics.report(&codes::NO_API, Origin::toml(id, 0..0), &[shown]);
        let origin = Origin::toml(id, 0..0);
        api = Some(ApiSpec::new(Spanned::new(String::new(), origin), origin));
    }
    Some(Read { folder: Folder { api: api?, resources }, broken })
}

/// The tree of a text; what does not parse is reported, and the rest of the tree is there.
fn parse<'i>(text: &'i str, id: FileId, broken: &mut BTreeSet<FileId>, diagnostics: &mut Diagnostics) -> DeTable<'i> {
    let (tree, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        broken.insert(id);
        let range = error.span().unwrap_or(0..0);
        // An error at the end of a line is shown under its last character: an empty range underlines nothing.
        let range = if range.is_empty() { range.start.saturating_sub(1)..range.end } else { range };
        let range = if text.is_char_boundary(range.start) { range } else { range.end..range.end };
        diagnostics.report(&codes::SYNTAX, Origin::toml(id, range), &[error.message()]);
    }
    tree.into_inner()
}

/// The bytes of the first line: what stands for a whole file.
fn first_line(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

fn resource(mut top: Table<'_>, id: FileId, file_name: &str, diagnostics: &mut Diagnostics) -> Option<ResourceSpec> {
    let snake = file_name.strip_suffix(".toml").unwrap_or(file_name);
    let origin = top.origin;
    if !is_resource_name(snake) {
        let better = to_snake(snake);
        let report = diagnostics.report(&codes::FILE_NAME, origin, &[file_name]);
        if is_resource_name(&better) {
            report.help(format!("name the file `{better}.toml`"));
        }
    }
    let description = top.string("description", diagnostics);
    let fields = top.table("fields", diagnostics).map(|t| model::fields(t, diagnostics)).unwrap_or_default();
    let meta = top.table("meta", diagnostics).map(|t| model::meta(t, diagnostics)).unwrap_or_default();
    let serializer = top.table("serializer", diagnostics).map(|t| serializer::read(t, diagnostics));
    let filterset = top.table("filterset", diagnostics).map(|t| filterset::read(t, diagnostics));
    let viewset = top.table("viewset", diagnostics).map(|t| viewset::read(t, diagnostics)).unwrap_or_default();
    top.finish(diagnostics);
    Some(ResourceSpec {
        file: Some(id),
        file_name: file_name.to_owned(),
        origin,
        snake: snake.to_owned(),
        name: naming::pascal(snake),
        description,
        fields,
        meta,
        serializer,
        filterset,
        viewset,
    })
}

/// snake_case that comes back from PascalCase: words of letters and digits, each beginning with a letter or digit.
fn is_resource_name(name: &str) -> bool {
    let word = |w: &str| !w.is_empty() && w.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    name.starts_with(|c: char| c.is_ascii_lowercase()) && name.split('_').all(word)
}

/// The nearest resource name: `Book-Copy` → `book_copy`.
fn to_snake(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && out.ends_with(|l: char| l.is_ascii_lowercase() || l.is_ascii_digit()) {
            out.push('_');
        }
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.ends_with('_') && !out.is_empty() {
            out.push('_');
        }
    }
    out.trim_end_matches('_').to_owned()
}
