//! `--runtime`: where a crate finds `restwright`.

use super::project::{absolute, checkout, relative, slashes};
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// Where a crate's manifest finds the runtime.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Runtime {
    /// The folder of the runtime; of the checkout that this program was built from, if none is named.
    Path(Option<PathBuf>),
    /// A repository, and a commit, tag or branch of it.
    Git(String, Option<String>),
    /// A version in a registry.
    Version(String),
}

impl Default for Runtime {
    fn default() -> Self {
        // A program that was installed from a registry has no checkout beside it.
        let here = checkout().join("runtime").join("Cargo.toml").is_file();
        if here { Self::Path(None) } else { Self::Version(env!("CARGO_PKG_VERSION").to_owned()) }
    }
}

impl FromStr for Runtime {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let plain = |value: &str| !value.is_empty() && !value.contains(['"', '\\', '\n']);
        match text.split_once('=').unwrap_or((text, "")) {
            ("path", "") => Ok(Self::Path(None)),
            ("path", folder) => Ok(Self::Path(Some(PathBuf::from(folder)))),
            ("git", url) if plain(url) => Ok(match url.split_once('#') {
                Some((url, rev)) if !rev.is_empty() => Self::Git(url.to_owned(), Some(rev.to_owned())),
                _ => Self::Git(url.trim_end_matches('#').to_owned(), None),
            }),
            ("version", version) if plain(version) => Ok(Self::Version(version.to_owned())),
            _ => Err("one of path, path=DIR, git=URL, git=URL#REV and version=0.1.0".to_owned()),
        }
    }
}

impl Runtime {
    /// As a manifest in this folder says it.
    ///
    /// # Errors
    ///
    /// A folder without the runtime in it.
    pub(super) fn dependency(&self, out: &Path) -> Result<String, String> {
        let folder = match self {
            Self::Git(url, None) => return Ok(format!("git = \"{url}\"")),
            Self::Git(url, Some(rev)) => return Ok(format!("git = \"{url}\", rev = \"{rev}\"")),
            Self::Version(version) => return Ok(format!("version = \"{version}\"")),
            Self::Path(None) => checkout().join("runtime"),
            Self::Path(Some(folder)) => absolute(folder)?,
        };
        // The checkout's folder is meant as well.
        let inside = folder.join("runtime");
        let folder = if inside.join("Cargo.toml").is_file() { inside } else { folder };
        if !folder.join("Cargo.toml").is_file() {
            return Err(format!("--runtime: {} holds no crate; the runtime is the folder `runtime` of a checkout", folder.display()));
        }
        let out = absolute(out)?;
        // Where both are moved together, the way between them stays.
        let together = folder.parent().is_some_and(|above| out.starts_with(above));
        Ok(format!("path = \"{}\"", slashes(&if together { relative(&out, &folder) } else { folder })))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn says_where_it_is() {
        let said = |text: &str| text.parse::<Runtime>().unwrap().dependency(Path::new("/elsewhere/shop"));
        assert_eq!(said("git=https://example.org/restwright.git").unwrap(), "git = \"https://example.org/restwright.git\"");
        assert_eq!(said("git=https://example.org/r#v1").unwrap(), "git = \"https://example.org/r\", rev = \"v1\"");
        assert_eq!(said("version=0.1.0").unwrap(), "version = \"0.1.0\"");
        assert!(said("path").unwrap().ends_with("/runtime\""));
        assert_eq!(said("path"), said(&format!("path={}", checkout().display())));
        assert!(said("path=/nowhere").unwrap_err().contains("holds no crate"));
        for wrong in ["", "here", "git=", "version=", "version=\"1\""] {
            assert!(wrong.parse::<Runtime>().is_err(), "{wrong}");
        }
    }
}
