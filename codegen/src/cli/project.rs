//! What `build` and `run` share: the files of a crate, its place beside the runtime, its migrations.

use crate::emit::File;
use crate::emit::project::{Project, files, owned};
use crate::lower::lower;
use crate::migrations::{self, Migration, describe};
use crate::spec::Folder;
use crate::write;
use restwright_schema::link::{Graph, LinkError};
use std::fs;
use std::path::{Component, Path, PathBuf};

/// Where a crate comes from, and where it goes.
pub(super) struct Place {
    pub specs: PathBuf,
    pub out: PathBuf,
}

/// A crate that is not written yet.
pub(super) struct Made {
    pub graph: Graph,
    pub files: Vec<File>,
    /// What is written once: hooks.
    pub owned: Vec<File>,
    pub migrations: Vec<Migration>,
    /// Whether the first migration was made now, since the specs have none.
    pub first: bool,
    /// Files of the first migration that the specs do not have yet, by path, with their text.
    pub unwritten: Vec<(PathBuf, String)>,
}

/// The checkout that this program was built from: generated crates find the runtime there.
pub(super) fn checkout() -> PathBuf {
    let codegen = Path::new(env!("CARGO_MANIFEST_DIR"));
    codegen.parent().unwrap_or(codegen).to_owned()
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
    let runtime = checkout().join("runtime");
    let out = absolute(&place.out)?;
    let within = out.starts_with(checkout());
    let project = Project {
        runtime: slashes(&if within { relative(&out, &runtime) } else { runtime }),
        workspace: !in_workspace(&out),
        specs: place.specs.file_name().map_or_else(|| folder.api.name.value.clone(), |n| n.to_string_lossy().into_owned()),
        migrations: migrations.clone(),
    };
    let files = files(&graph, &project).map_err(|error| listed(&[error]))?;
    let owned = owned(&graph);
    Ok(Made { graph, files, owned, migrations, first, unwritten })
}

/// Writes the first migration beside the specs, where it or files of it are not there; gives their paths.
pub(super) fn first_migration(made: &Made, check: bool) -> Result<Vec<String>, String> {
    for (path, text) in made.unwritten.iter().filter(|_| !check) {
        write::put(path, text).map_err(|e| e.to_string())?;
    }
    Ok(made.unwritten.iter().map(|(path, _)| path.display().to_string()).collect())
}

/// The checkout's lock file, where the crate has none: then it is built from the same versions, without a network.
pub(super) fn lock(out: &Path) -> Result<(), String> {
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
fn absolute(path: &Path) -> Result<PathBuf, String> {
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
fn relative(from: &Path, to: &Path) -> PathBuf {
    let (from, to): (Vec<_>, Vec<_>) = (from.components().collect(), to.components().collect());
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n(Component::ParentDir, from.len() - shared);
    up.chain(to.iter().skip(shared).copied()).collect()
}

fn slashes(path: &Path) -> String {
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
