//! What `new`, `build` and `run` share: the files of a crate, its place beside the runtime, its migrations.

use super::crates::{self, Manifest};
use super::runtime::Runtime;
use crate::emit::File;
use crate::emit::project::{HookFile, Project, files, hook_files};
use crate::emit::{owned, stubs};
use crate::lower::lower;
use crate::migrations::{self, Migration, describe};
use crate::spec::Folder;
use crate::write::{self, Change};
use restwright_schema::link::{Graph, LinkError};
use std::fs;
use std::path::{Component, Path, PathBuf};

/// Where a crate comes from, and where it goes.
pub(super) struct Place {
    pub(super) specs: PathBuf,
    pub(super) out: PathBuf,
    /// The package's name, where there is no manifest yet; the API's if none is given.
    pub(super) package: Option<String>,
    pub(super) runtime: Runtime,
}

/// A crate that is not written yet.
pub(super) struct Made {
    pub(super) graph: Graph,
    /// What the generator writes anew each time.
    pub(super) files: Vec<File>,
    /// What is written once, and is its author's then.
    pub(super) owned: Vec<File>,
    pub(super) migrations: Vec<Migration>,
    /// Whether the first migration was made now, since the specs have none.
    pub(super) first: bool,
    /// Files of the first migration that the specs do not have yet, by path, with their text.
    pub(super) unwritten: Vec<(PathBuf, String)>,
    project: Project,
    /// The library's name in Rust.
    library: String,
}

/// What became of a crate's files, and what its author has to do.
#[derive(Default)]
pub(super) struct Built {
    /// By path, as it is shown.
    pub(super) changes: Vec<(Change, String)>,
    pub(super) notes: Vec<String>,
}

/// The checkout that this program was built from: generated crates find the runtime there.
pub(super) fn checkout() -> PathBuf {
    let codegen = Path::new(env!("CARGO_MANIFEST_DIR"));
    codegen.parent().unwrap_or(codegen).to_owned()
}

/// Where crates that are nobody's are compiled: in the checkout's target folder, or, where there is no checkout, in the user's cache.
pub(super) fn cache() -> PathBuf {
    let checkout = checkout();
    if checkout.join("runtime").join("Cargo.toml").is_file() {
        return checkout.join("target").join("run");
    }
    let named = |variable: &str| std::env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from);
    let above = named("XDG_CACHE_HOME").or_else(|| Some(named("HOME")?.join(".cache")));
    above.unwrap_or_else(std::env::temp_dir).join("restwright").join("run")
}

/// A folder's crate.
pub(super) fn make(folder: &Folder, place: &Place) -> Result<Made, String> {
    let graph = lower(folder).map_err(|errors| listed(&errors))?;
    let state = describe::state(&graph);
    let mut migrations = migrations::recorded(&place.specs)?;
    let first = migrations.is_empty() && state.tables.iter().any(|t| t.managed);
    let mut unwritten = Vec::new();
    let made = if first { Some(Migration::initial(&state)) } else { migrations::files::completed(&migrations, &state) };
    if let Some(initial) = made {
        let folder = migrations::files::folder(&place.specs).join(&initial.name);
        let missing = initial.files().map(|(file, text)| (folder.join(file), text.to_owned())).filter(|(path, _)| !path.exists());
        unwritten = missing.collect();
        migrations = vec![initial];
    }
    let out = absolute(&place.out)?;
    let manifest = Manifest::read(&out)?;
    let said = manifest.as_ref().and_then(Manifest::package).or(place.package.as_deref());
    let package = said.unwrap_or(&folder.api.name.value).to_owned();
    let project = Project {
        runtime: place.runtime.dependency(&out)?,
        workspace: !in_workspace(&out),
        specs: slashes(&relative(&out, &absolute(&place.specs)?)),
        migrations: migrations.clone(),
        package,
    };
    let library = manifest.as_ref().and_then(Manifest::library).unwrap_or_else(|| project.library());
    let files = files(&graph, &project).map_err(|error| listed(&[error]))?;
    let owned = owned::files(&graph, &project);
    Ok(Made { graph, files, owned, migrations, first, unwritten, project, library })
}

impl Made {
    /// The library's name in Rust.
    pub(super) fn library(&self) -> &str {
        &self.library
    }
}

/// Writes a crate: generated modules anew, its author's files where there are none, and stubs of hooks that the specs newly name. With `check`
/// nothing is written.
pub(super) fn build(made: &Made, out: &Path, check: bool) -> Result<Built, String> {
    let mut built = Built::default();
    let shown = |changes: Vec<(Change, String)>| changes.into_iter().map(|(change, path)| (change, out.join(path).display().to_string()));
    let failed = |e: write::WriteError| e.to_string();
    // In a crate that is there, a file that its author has taken away stays away; without a root there is no crate.
    let is_there = out.join("Cargo.toml").exists();
    let alone = is_there && crates::is_binary_alone(out);
    let seeded = |file: &&File| match file.path.as_str() {
        path if path.starts_with("src/hooks/") => true,
        "src/lib.rs" => !alone,
        _ => !is_there,
    };
    let seeds: Vec<File> = made.owned.iter().filter(seeded).cloned().collect();
    let handed = write::hand_over(out, check).map_err(failed)?;
    if !handed.is_empty() {
        built.notes.push(handed_over(out, &handed));
    }
    let written = write::write(out, &made.project.specs, &made.files, check).map_err(failed)?;
    built.changes.extend(first_migration(made, check)?.into_iter().map(|path| (Change::Added, path)));
    built.changes.extend(shown(handed));
    built.changes.extend(shown(written));
    built.changes.extend(shown(write::seed(out, &seeds, check).map_err(failed)?));
    for file in hook_files(&made.graph) {
        match add_hooks(out, &file, check)? {
            Added::Nothing => {}
            Added::To(path) => built.changes.push((Change::Changed, path.display().to_string())),
            Added::Refused(note) => built.notes.push(note),
        }
    }
    if !check {
        lock(out)?;
        built.notes.extend(lacking(made, out)?);
    }
    Ok(built)
}

/// Writes a crate that nobody owns: all of its files anew.
pub(super) fn build_hidden(made: &Made, out: &Path) -> Result<Built, String> {
    let all: Vec<File> = made.files.iter().chain(&made.owned).cloned().collect();
    let changes = write::write(out, &made.project.specs, &all, false).map_err(|e| e.to_string())?;
    lock(out)?;
    Ok(Built { changes, notes: Vec::new() })
}

fn handed_over(out: &Path, handed: &[(Change, String)]) -> String {
    let names: Vec<&str> = handed.iter().map(|(_, name)| name.as_str()).collect();
    let mut note = format!("{}: {} are yours from now on, and `codegen build` leaves them alone", out.display(), names.join(", "));
    if names.contains(&"src/lib.rs") {
        note.push_str(&format!(
            "\n  = help: what src/lib.rs held is in src/api.rs now; the old file is {}, which you can delete unless you had changed it",
            write::OLD_LIBRARY
        ));
    }
    note
}

/// What the crate's author has to write for the generated modules to compile.
fn lacking(made: &Made, out: &Path) -> Result<Vec<String>, String> {
    let Some(manifest) = Manifest::read(out)? else { return Ok(Vec::new()) };
    let mut lacks = manifest.lacks(made.graph.api, &made.project.runtime);
    lacks.extend(crates::sources_lack(out, &made.library));
    Ok(lacks.into_iter().map(|lack| out.join(lack).display().to_string()).collect())
}

/// What became of hooks that a spec newly names.
enum Added {
    /// They are all written.
    Nothing,
    /// Stubs were added to this file.
    To(PathBuf),
    /// Their author has to write them: the text says which.
    Refused(String),
}

/// How many sources of a crate are looked at for an implementation of hooks.
const SOURCES: usize = 1000;

fn add_hooks(out: &Path, file: &HookFile, check: bool) -> Result<Added, String> {
    let usual = out.join(&file.path);
    if !usual.exists() {
        // It is written whole.
        return Ok(Added::Nothing);
    }
    let mut sources = vec![usual.clone()];
    list_sources(&out.join("src"), &mut sources);
    for path in sources {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let Some(found) = stubs::implementation(&text, file) else { continue };
        let lacks = found.lacks(file);
        if lacks.is_empty() {
            return Ok(Added::Nothing);
        }
        let Some(whole) = found.with(&text, file, &lacks) else {
            return Ok(Added::Refused(paste(&path, file, lacks.iter().map(|m| m.stub()))));
        };
        if !check {
            write::put(&path, &whole).map_err(|e| e.to_string())?;
        }
        return Ok(Added::To(path));
    }
    Ok(Added::Refused(paste(&usual, file, file.methods().map(|m| m.stub()))))
}

/// The hooks that are missing, to be pasted.
fn paste(path: &Path, file: &HookFile, stubs: impl Iterator<Item = String>) -> String {
    let [hooks, viewset] = &file.names;
    let text = stubs.collect::<Vec<_>>().join("\n");
    format!("{}: `impl {hooks} for {viewset}` has to hold what the specs name\n  = help: write into it\n\n{text}", path.display())
}

fn list_sources(folder: &Path, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for path in entries {
        if out.len() > SOURCES {
            return;
        }
        if path.is_dir() {
            // Generated modules hold none.
            if path.file_name().is_some_and(|name| name != "resources") {
                list_sources(&path, out);
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            out.push(path);
        }
    }
}

/// Writes the first migration beside the specs, where it or files of it are not there; gives their paths.
fn first_migration(made: &Made, check: bool) -> Result<Vec<String>, String> {
    for (path, text) in made.unwritten.iter().filter(|_| !check) {
        write::put(path, text).map_err(|e| e.to_string())?;
    }
    Ok(made.unwritten.iter().map(|(path, _)| path.display().to_string()).collect())
}

/// The checkout's lock file, where the crate has none: then it is built from the same versions, without a network.
fn lock(out: &Path) -> Result<(), String> {
    let (from, to) = (checkout().join("Cargo.lock"), out.join("Cargo.lock"));
    if to.exists() || !from.exists() || in_workspace(&absolute(out)?) {
        return Ok(());
    }
    fs::copy(&from, &to).map_err(|e| format!("{}: {e}", to.display()))?;
    Ok(())
}

fn listed(errors: &[LinkError]) -> String {
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\nerror: ")
}

/// A path from the root, without `.` and `..`; it need not exist.
pub(super) fn absolute(path: &Path) -> Result<PathBuf, String> {
    let whole = std::path::absolute(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut out = PathBuf::new();
    for part in whole.components() {
        match part {
            Component::ParentDir => {
                out.pop();
            }
            Component::CurDir => {}
            part => out.push(part),
        }
    }
    // The checkout's own path has no links in it, so neither may this one.
    let existing = out.ancestors().find(|p| p.exists()).map(Path::to_owned);
    let Some(existing) = existing else { return Ok(out) };
    let rest = out.strip_prefix(&existing).map(Path::to_owned).unwrap_or_default();
    Ok(existing.canonicalize().map_or(out, |real| if rest.as_os_str().is_empty() { real } else { real.join(rest) }))
}

/// The way from one folder to another; both are absolute.
pub(super) fn relative(from: &Path, to: &Path) -> PathBuf {
    let (from, to): (Vec<_>, Vec<_>) = (from.components().collect(), to.components().collect());
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n(Component::ParentDir, from.len() - shared);
    up.chain(to.iter().skip(shared).copied()).collect()
}

pub(super) fn slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// Whether a folder is a member of a cargo workspace above it.
fn in_workspace(folder: &Path) -> bool {
    for above in folder.ancestors().skip(1) {
        let Ok(text) = fs::read_to_string(above.join("Cargo.toml")) else { continue };
        let Ok(manifest) = text.parse::<toml::Table>() else { continue };
        let Some(workspace) = manifest.get("workspace") else { continue };
        let below = folder.strip_prefix(above).map(slashes).unwrap_or_default();
        let listed = |key: &str| {
            let patterns = workspace.get(key).and_then(toml::Value::as_array);
            patterns.into_iter().flatten().filter_map(toml::Value::as_str).any(|pattern| matches(pattern, &below))
        };
        return listed("members") && !listed("exclude");
    }
    false
}

/// Whether a path has the form of one of `members`: part by part, with `*` for anything in a part.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, path): (Vec<&str>, Vec<&str>) = (pattern.trim_end_matches('/').split('/').collect(), path.split('/').collect());
    let part = |pattern: &str, part: &str| match pattern.split_once('*') {
        Some((start, end)) => part.len() >= start.len() + end.len() && part.starts_with(start) && part.ends_with(end),
        None => pattern == part,
    };
    pattern.len() == path.len() && pattern.iter().zip(&path).all(|(a, b)| part(a, b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_match_by_parts() {
        assert!(matches("examples/*", "examples/library"));
        assert!(matches("runtime", "runtime"));
        assert!(!matches("examples/*", "examples/library/src"));
        assert!(!matches("examples/lib*", "examples/bib"));
    }

    #[test]
    fn ways_between_folders() {
        assert_eq!(relative(Path::new("/a/b/c"), Path::new("/a/d")), PathBuf::from("../../d"));
        assert_eq!(relative(Path::new("/a"), Path::new("/a/runtime")), PathBuf::from("runtime"));
    }
}
