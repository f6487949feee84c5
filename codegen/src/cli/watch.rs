//! `codegen run --watch`: what a server is made of, looked at again and again.
//!
//! Files are asked for their times and lengths a few times a second. That is a few hundred calls for a crate, works on every file system (shared
//! folders and containers included), and costs no library that would have to be compiled before the first run.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

/// How often files are looked at.
const PERIOD: Duration = Duration::from_millis(300);
/// How many files are looked at, at most.
const FILES: usize = 20_000;

/// The files that a server is made of, as they were at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Snapshot(BTreeMap<PathBuf, (Option<SystemTime>, u64)>);

impl Snapshot {
    /// The files of these folders, and these files.
    pub(super) fn of(places: &[PathBuf]) -> Self {
        let mut found = Self::default();
        for place in places {
            found.add(place);
        }
        found
    }

    fn add(&mut self, path: &Path) {
        if self.0.len() >= FILES {
            return;
        }
        let Ok(about) = fs::metadata(path) else { return };
        if !about.is_dir() {
            self.0.insert(path.to_owned(), (about.modified().ok(), about.len()));
            return;
        }
        for entry in fs::read_dir(path).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            // What editors leave for a moment, and what is compiled.
            let passing = name.starts_with('.') || name.ends_with('~') || name == "target";
            if !passing {
                self.add(&entry.path());
            }
        }
    }

    /// A file that is not as it was.
    fn changed<'s>(&'s self, before: &'s Self) -> Option<&'s Path> {
        let new = self.0.iter().find(|(path, about)| before.0.get(*path) != Some(about));
        let gone = || before.0.iter().find(|(path, _)| !self.0.contains_key(*path));
        new.or_else(gone).map(|(path, _)| path.as_path())
    }
}

/// Waits until one of the files is not as it was, and none of them changes any more; gives the file. `None` if `stop` says so before.
pub(super) fn changed(places: &[PathBuf], before: &Snapshot, mut stop: impl FnMut() -> bool) -> Option<PathBuf> {
    loop {
        if stop() {
            return None;
        }
        thread::sleep(PERIOD);
        let mut now = Snapshot::of(places);
        let Some(path) = now.changed(before).map(Path::to_owned) else { continue };
        // An editor writes several files, and a checkout of another branch many.
        loop {
            thread::sleep(PERIOD / 2);
            let next = Snapshot::of(places);
            if next == now {
                return Some(path);
            }
            now = next;
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn sees_what_is_new_changed_and_gone() {
        let folder = std::env::temp_dir().join(format!("restwright-watch-{}", std::process::id()));
        fs::create_dir_all(folder.join("src")).unwrap();
        fs::write(folder.join("src/a.rs"), "a").unwrap();
        let places = [folder.join("src"), folder.join("Cargo.toml")];
        let first = Snapshot::of(&places);
        assert_eq!(Snapshot::of(&places).changed(&first), None);
        fs::write(folder.join("src/.a.rs.swp"), "passing").unwrap();
        assert_eq!(Snapshot::of(&places).changed(&first), None);
        fs::write(folder.join("src/a.rs"), "longer").unwrap();
        assert_eq!(Snapshot::of(&places).changed(&first), Some(folder.join("src/a.rs").as_path()));
        fs::write(folder.join("Cargo.toml"), "").unwrap();
        let second = Snapshot::of(&places);
        fs::remove_file(folder.join("src/a.rs")).unwrap();
        assert_eq!(changed(&places, &second, || false), Some(folder.join("src/a.rs")));
        assert_eq!(changed(&places, &Snapshot::of(&places), || true), None);
        fs::remove_dir_all(&folder).unwrap();
    }
}
