//! Files on disk: only what changed is written, what is no longer made is removed, what a user owns is not touched.

use crate::emit::File;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Component, Path};

/// The list of the files that were made last time, beside them. Only these are ever changed or removed.
pub const MANIFEST: &str = ".restwright";

/// In the list, what stands before the way to the spec folder.
const SPECS: &str = "# specs: ";

/// Files that once were the generator's, and are their author's now: a list of an earlier version has them.
pub const HANDED_OVER: [&str; 5] = ["Cargo.toml", "README.md", "rustfmt.toml", "src/lib.rs", "src/main.rs"];

/// What a file of an earlier version that its author took over is called.
pub const OLD_LIBRARY: &str = "src/lib.rs.old";

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
    #[error("{0} is not empty, and is no crate: give another folder with --out")]
    Foreign(String),
    /// The folder holds files of somebody's where generated ones belong.
    #[error("{0} is there, and was not made by `codegen build`: move it away, or give another folder with --out")]
    Taken(String),
    /// The disk refused.
    #[error("{0}: {1}")]
    Io(String, io::Error),
}

/// Brings a folder to hold these files, and remembers the way from there to the specs; with `check` nothing is written. Gives what changed
/// (or would), by path.
///
/// # Errors
///
/// A folder with foreign files in it, a file of somebody's in the place of a generated one, or a disk that refuses.
pub fn write(folder: &Path, specs: &str, files: &[File], check: bool) -> Result<Vec<(Change, String)>, WriteError> {
    let list = List::read(folder)?;
    let known = &list.files;
    if let Some(file) = files.iter().find(|file| !known.contains(&file.path) && is_somebodys(&folder.join(&file.path), file)) {
        return Err(WriteError::Taken(folder.join(&file.path).display().to_string()));
    }
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
    let gone = |path: &&String| !made.contains(path.as_str()) && is_below(path) && !HANDED_OVER.contains(&path.as_str());
    for gone in known.iter().filter(gone) {
        let path = folder.join(gone);
        if path.is_file() {
            if !check {
                fs::remove_file(&path).map_err(|e| failed(&path, e))?;
                remove_empty(folder, &path);
            }
            changes.push((Change::Removed, gone.clone()));
        }
    }
    let text = made.iter().fold(format!("{SPECS}{specs}\n"), |list, path| list + path + "\n");
    if !check && text != list.text {
        put(&folder.join(MANIFEST), &text)?;
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

/// Gives the files that an earlier version made anew each time to their author: the manifest, `main.rs`, the readme. Each keeps all that is in it
/// but the header, which says otherwise. `lib.rs` held what is in `api.rs` now: it is put aside, and a new one is written. Gives what became of
/// which; with `check` nothing is written.
///
/// # Errors
///
/// A disk that refuses.
pub fn hand_over(folder: &Path, check: bool) -> Result<Vec<(Change, String)>, WriteError> {
    let Ok(list) = List::read(folder) else { return Ok(Vec::new()) };
    let mut changes = Vec::new();
    for name in HANDED_OVER.into_iter().filter(|name| list.files.contains(*name)) {
        let path = folder.join(name);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(failed(&path, error)),
        };
        if !is_marked(&text) {
            continue;
        }
        changes.push((Change::Changed, name.to_owned()));
        if check {
            continue;
        }
        if name == "src/lib.rs" {
            fs::rename(&path, folder.join(OLD_LIBRARY)).map_err(|e| failed(&path, e))?;
        } else {
            put(&path, text.split_once('\n').map_or("", |(_, rest)| rest).trim_start_matches(['\r', '\n']))?;
        }
    }
    Ok(changes)
}

/// Whether a file was made here, by what its first line says.
fn is_marked(text: &str) -> bool {
    text.lines().next().is_some_and(|line| line.contains(crate::emit::project::MARK))
}

/// Whether a file is there that holds something else, and that was not made here.
fn is_somebodys(path: &Path, file: &File) -> bool {
    fs::read(path).is_ok_and(|old| old != file.text.as_bytes() && !is_marked(&String::from_utf8_lossy(&old)))
}

/// The way from a crate to the specs that it was made from; `None` if it was not made here.
pub fn specs(folder: &Path) -> Option<String> {
    let text = fs::read_to_string(folder.join(MANIFEST)).ok()?;
    Some(text.lines().find_map(|line| line.strip_prefix(SPECS)).unwrap_or("specs").to_owned())
}

/// The list of the files that were made last time.
struct List {
    text: String,
    files: BTreeSet<String>,
}

impl List {
    fn read(folder: &Path) -> Result<Self, WriteError> {
        let path = folder.join(MANIFEST);
        match fs::read_to_string(&path) {
            Ok(text) => {
                let files = text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect();
                Ok(Self { text, files })
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let empty = fs::read_dir(folder).map_or(true, |mut entries| entries.next().is_none());
                // A crate of somebody's gets modules beside its own, and specs a crate around them.
                let free = empty || ["Cargo.toml", "specs/api.toml"].iter().any(|name| folder.join(name).is_file());
                if free {
                    Ok(Self { text: String::new(), files: BTreeSet::new() })
                } else {
                    Err(WriteError::Foreign(folder.display().to_string()))
                }
            }
            Err(error) => Err(failed(&path, error)),
        }
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
