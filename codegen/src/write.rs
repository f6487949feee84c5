//! Files on disk: only what changed is written, what is no longer made is removed, what a user owns is not touched.

use crate::emit::File;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Component, Path};

/// The list of the files that were made last time, beside them. Only these are ever changed or removed.
pub const MANIFEST: &str = ".restwright";

/// What becomes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It is new.
    Added,
    /// It held something else.
    Changed,
    /// Nothing makes it any more.
    Removed,
}

impl Change {
    /// The word for people.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Removed => "removed",
        }
    }
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The folder holds something that was not made here.
    #[error("{0} is not empty, and was not made by `codegen build`: give another folder with --out")]
    Foreign(String),
    /// The disk refused.
    #[error("{0}: {1}")]
    Io(String, io::Error),
}

/// Brings a folder to hold these files; with `check` nothing is written. Gives what changed (or would), by path.
///
/// # Errors
///
/// A folder with foreign files in it, or a disk that refuses.
pub fn write(folder: &Path, files: &[File], check: bool) -> Result<Vec<(Change, String)>, WriteError> {
    let known = manifest(folder)?;
    let mut changes = Vec::new();
    for file in files {
        let path = folder.join(&file.path);
        let change = match fs::read(&path) {
            Ok(old) if old == file.text.as_bytes() => continue,
            Ok(_) => Change::Changed,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Change::Added,
            Err(error) => return Err(failed(&path, error)),
        };
        if !check {
            put(&path, &file.text)?;
        }
        changes.push((change, file.path.clone()));
    }
    let made: BTreeSet<&str> = files.iter().map(|f| f.path.as_str()).collect();
    for gone in known.iter().filter(|path| !made.contains(path.as_str()) && is_below(path)) {
        let path = folder.join(gone);
        if path.is_file() {
            if !check {
                fs::remove_file(&path).map_err(|e| failed(&path, e))?;
                remove_empty(folder, &path);
            }
            changes.push((Change::Removed, gone.clone()));
        }
    }
    let list = made.iter().fold(String::new(), |list, path| list + path + "\n");
    if !check && known.iter().map(String::as_str).ne(made.iter().copied()) {
        put(&folder.join(MANIFEST), &list)?;
    }
    changes.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(changes)
}

/// Writes the files that are their author's from then on, where there are none; with `check` nothing is written. Gives what is new.
///
/// # Errors
///
/// A disk that refuses.
pub fn seed(folder: &Path, files: &[File], check: bool) -> Result<Vec<(Change, String)>, WriteError> {
    let mut added = Vec::new();
    for file in files {
        let path = folder.join(&file.path);
        if path.exists() {
            continue;
        }
        if !check {
            put(&path, &file.text)?;
        }
        added.push((Change::Added, file.path.clone()));
    }
    Ok(added)
}

/// The files that were made last time.
fn manifest(folder: &Path) -> Result<BTreeSet<String>, WriteError> {
    let path = folder.join(MANIFEST);
    match fs::read_to_string(&path) {
        Ok(text) => Ok(text.lines().map(str::to_owned).collect()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let empty = fs::read_dir(folder).map_or(true, |mut entries| entries.next().is_none());
            if empty { Ok(BTreeSet::new()) } else { Err(WriteError::Foreign(folder.display().to_string())) }
        }
        Err(error) => Err(failed(&path, error)),
    }
}

/// Writes a file, and the folders that it needs.
///
/// # Errors
///
/// A disk that refuses.
pub fn put(path: &Path, text: &str) -> Result<(), WriteError> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(|e| failed(parent, e))?;
    }
    fs::write(path, text).map_err(|e| failed(path, e))
}

/// A list that somebody edited leads nowhere else.
fn is_below(path: &str) -> bool {
    Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}

/// Removes the folders that a file leaves empty.
fn remove_empty(folder: &Path, file: &Path) {
    let above = file.ancestors().skip(1).take_while(|path| *path != folder);
    for path in above {
        if fs::remove_dir(path).is_err() {
            return;
        }
    }
}

fn failed(path: &Path, error: io::Error) -> WriteError {
    WriteError::Io(path.display().to_string(), error)
}
