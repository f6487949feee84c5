//! Where things stand in what a user wrote: files, byte ranges, tokens.

use std::ops::Deref;

/// A file of [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(u32);

/// Where a piece of a spec comes from: what a diagnostic underlines.
#[derive(Clone, Copy, Debug)]
pub enum Origin {
    /// A range of bytes in a TOML file.
    Toml {
        /// The file.
        file: FileId,
        /// The first byte.
        start: u32,
        /// The byte behind the last.
        end: u32,
    },
    /// Tokens of a derive.
    Tokens(proc_macro2::Span),
}

impl Origin {
    /// A range of bytes in a file. Files over 4 GiB are not read (see [`Sources::add`]), so nothing is cut off.
    pub fn toml(file: FileId, range: std::ops::Range<usize>) -> Self {
        let cut = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self::Toml { file, start: cut(range.start), end: cut(range.end) }
    }

    /// The place of a part of a text that stands here: bytes `range` of its `length`. In a TOML string with escapes, and in a derive, the part
    /// has no place of its own, and the whole is underlined.
    #[must_use]
    pub fn part(self, length: usize, range: std::ops::Range<usize>) -> Self {
        match self {
            // One quote on each side.
            Self::Toml { file, start, end } if (end.saturating_sub(start)) as usize == length + 2 => {
                let first = start as usize + 1;
                Self::toml(file, first + range.start..first + range.end.max(range.start + 1))
            }
            whole => whole,
        }
    }

    /// The order in which diagnostics are shown: by file, then by place.
    pub fn sort_key(self) -> (u32, u32, u32) {
        let cut = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        match self {
            Self::Toml { file, start, end } => (file.0, start, end),
            Self::Tokens(span) => (0, cut(span.start().line), cut(span.start().column)),
        }
    }
}

/// A value, and where it was said.
#[derive(Clone, Debug)]
pub struct Spanned<T> {
    /// What was said.
    pub value: T,
    /// Where.
    pub origin: Origin,
}

impl<T> Spanned<T> {
    /// Puts a value and its place together.
    pub const fn new(value: T, origin: Origin) -> Self {
        Self { value, origin }
    }

    /// Another value at the same place.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: f(self.value), origin: self.origin }
    }
}

impl<T> Deref for Spanned<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

/// One file of a spec folder.
#[derive(Clone, Debug)]
pub struct Source {
    /// The path, as diagnostics show it.
    pub path: String,
    /// The whole text.
    pub text: String,
    /// The byte at which each line begins.
    lines: Vec<usize>,
}

impl Source {
    /// Line and column of a byte, both counted from 1; the column in characters, as editors count.
    pub fn position(&self, byte: u32) -> (usize, usize) {
        let byte = (byte as usize).min(self.text.len());
        let line = self.lines.partition_point(|&start| start <= byte);
        let start = line.checked_sub(1).and_then(|i| self.lines.get(i)).copied().unwrap_or(0);
        let column = self.text.get(start..byte).map_or(byte - start, |before| before.chars().count());
        (line.max(1), column + 1)
    }
}

/// The files that were read.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// Keeps a file's text; the id stands in every [`Origin`] of it.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        let text = text.into();
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(i, _)| i + 1)).collect();
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(Source { path: path.into(), text, lines });
        id
    }

    /// The file of this id.
    pub fn get(&self, id: FileId) -> Option<&Source> {
        self.files.get(id.0 as usize)
    }

    /// All files, in the order in which they were read.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.files.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_lines_and_characters() {
        let mut sources = Sources::default();
        let id = sources.add("a.toml", "é = 1\nb = 2\n");
        let source = sources.get(id).map(|s| [s.position(0), s.position(3), s.position(7), s.position(99)]);
        assert_eq!(source, Some([(1, 1), (1, 3), (2, 1), (3, 1)]));
    }
}
