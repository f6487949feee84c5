//! The TOML front end: a folder's text becomes the structs of [`crate::spec`].
//!
//! It walks the spanned tree that `toml` gives, not serde: every key and value keeps its place, every unknown key is met, and
//! a file that does not parse is read as far as it can be. What a name *means* is not its business: see [`crate::check`].

use std::collections::BTreeSet;
use std::path::Path;

use restwright_schema::naming;
use toml::de::{DeString, DeTable, DeValue};

use super::read::table::Table;
use super::tree::{Entry, Node, Tree};
use super::{ApiSpec, Folder, Origin, ResourceSpec, Spanned, read};
use crate::diag::{Diagnostics, codes};
use crate::source::FileId;

/// A folder as it was read.
pub(crate) struct Read {
    /// Everything that was said.
    pub(crate) folder: Folder,
    /// The files whose TOML did not parse: what they say is not known in full, so what they leave out is no mistake.
    pub(crate) broken: BTreeSet<FileId>,
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
        let text = repair(&text, id, &mut broken, diagnostics);
        let (tree, _) = DeTable::parse_recoverable(&text);
        let entries = entries(tree.get_ref(), id);
        let origin = Origin::toml(id, 0..first_line(&text));
        if file.name == "api.toml" {
            let is_broken = broken.contains(&id);
            let before = diagnostics.doubts();
            api = Some(read::read_again(diagnostics, |d| read::api::read(Table::top(&entries, &file.name, origin), is_broken, d)));
            api.iter_mut().for_each(|api| api.doubtful = is_broken || diagnostics.doubts() > before);
        } else {
            resources.extend(resource(&entries, id, origin, &file.name, diagnostics));
        }
    }
    broken.extend(diagnostics.with_losses());
    if api.is_none() {
        let id = diagnostics.sources.add(shown, "");
        broken.insert(id);
        diagnostics.report(&codes::NO_API, Origin::toml(id, 0..0), &[shown]);
        let origin = Origin::toml(id, 0..0);
        api = Some(ApiSpec::new(Spanned::new(String::new(), origin), origin));
    }
    Some(Read { folder: Folder { api: api?, resources, bases: Vec::new(), scope: super::Scope::Whole }, broken })
}

/// Reports what does not parse, and gives the text without the statements that it is in. Bytes keep their places.
///
/// The parser recovers by itself, but an unclosed brace swallows all that follows. Specs are written a statement a line, so
/// taking the broken statement out and parsing again finds the other mistakes, and only those.
fn repair(text: &str, id: FileId, broken: &mut BTreeSet<FileId>, diagnostics: &mut Diagnostics) -> String {
    let mut text = text.to_owned();
    for _ in 0..MAX_REPAIRS {
        let (_, errors) = DeTable::parse_recoverable(&text);
        let Some(error) = errors.iter().min_by_key(|e| e.span().map_or(0, |s| s.start)) else { break };
        let unclosed = errors.iter().any(|e| e.message().starts_with("unclosed")).then(|| unclosed(&text)).flatten();
        broken.insert(id);
        diagnostics.note_broken(id);
        let (message, mut range) = unclosed.unwrap_or_else(|| (error.message().to_owned(), error.span().unwrap_or(0..0)));
        // Something is missing before the first token of a line: the statement before lacks it.
        let before = text.get(..range.start).unwrap_or(&text);
        let line = before.rfind('\n').map_or(0, |n| n + 1);
        if range.is_empty() && before[line..].trim().is_empty() {
            let end = before.trim_end().len();
            range = end..end;
        }
        // Only one line is underlined; what is missing at its end is shown under its last character.
        let end = range.end.min(line_end(&text, range.start));
        let start = if range.start < end { range.start } else { end.saturating_sub(1) };
        let start = (0..=start).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        diagnostics.report(&codes::SYNTAX, Origin::toml(id, start..end.max(start)), &[&message]);
        let Some(statement) = statement(&text, range.start.min(text.len())) else { break };
        let blank: String = text[statement.clone()].bytes().map(|b| if b == b'\n' { '\n' } else { ' ' }).collect();
        text.replace_range(statement, &blank);
    }
    text
}

/// The first statement that has a bracket without its other half: it swallows what follows, where the parser meets one riddle after another.
fn unclosed(text: &str) -> Option<(String, std::ops::Range<usize>)> {
    let mut at = 0;
    let mut starts: Vec<usize> = Vec::new();
    for line in text.split_inclusive('\n') {
        if begins_statement(line) {
            starts.push(at);
        }
        at += line.len();
    }
    for (n, start) in starts.iter().enumerate() {
        let statement = &text[*start..starts.get(n + 1).copied().unwrap_or(text.len())];
        let (_, errors) = DeTable::parse_recoverable(statement);
        if let Some(error) = errors.iter().find(|e| e.message().starts_with("unclosed")) {
            let end = start + statement.trim_end().len();
            return Some((error.message().to_owned(), end..end));
        }
    }
    None
}

/// More mistakes of syntax than these in one file are not worth a list.
const MAX_REPAIRS: usize = 20;

/// The end of the line that a byte is in.
fn line_end(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |n| at + n)
}

/// The statement that a byte is in: from the line that begins it to the byte's line; with a broken header its whole table. `None` if
/// there is nothing left to take out.
fn statement(text: &str, at: usize) -> Option<std::ops::Range<usize>> {
    let lines: Vec<(usize, &str)> = text
        .split_inclusive('\n')
        .scan(0, |start, line| {
            let at = *start;
            *start += line.len();
            Some((at, line))
        })
        .collect();
    let last = lines.iter().rposition(|(start, _)| *start <= at)?;
    let first = (0..=last).rev().find(|i| begins_statement(lines[*i].1))?;
    let header = lines[first].1.starts_with('[');
    let end = if header {
        let next = lines.iter().skip(last + 1).find(|(_, line)| line.starts_with('['));
        next.map_or(text.len(), |(start, _)| *start)
    } else {
        // Lines that continue it: the items of a list that is not closed.
        let more = lines.iter().skip(last + 1).take_while(|(_, line)| !begins_statement(line)).last();
        more.map_or(lines[last].0 + lines[last].1.len(), |(start, line)| start + line.len())
    };
    Some(lines[first].0..end)
}

/// `key = …` or `[table]` at the beginning of a line.
fn begins_statement(line: &str) -> bool {
    let key = |line: &str| {
        let name = line.split('=').next().unwrap_or_default().trim_end();
        line.contains('=') && !name.is_empty() && !name.contains(['{', '[', ','])
    };
    line.starts_with('[') || (!line.starts_with([' ', '\t', '#', '}', ']', '\n']) && (key(line) || !line.contains('=')))
}

/// The bytes of the first line: what stands for a whole file.
fn first_line(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

fn resource(entries: &[Entry], id: FileId, origin: Origin, file_name: &str, diagnostics: &mut Diagnostics) -> Option<ResourceSpec> {
    let snake = file_name.strip_suffix(".toml").unwrap_or(file_name);
    if !is_resource_name(snake) {
        let better = super::snake(snake);
        let report = diagnostics.report(&codes::FILE_NAME, origin, &[file_name]);
        if is_resource_name(&better) {
            report.help(format!("name the file `{better}.toml`"));
        }
    }
    let parts = read::resource(entries, file_name, origin, diagnostics);
    Some(ResourceSpec {
        file: Some(id),
        foreign: false,
        file_name: file_name.to_owned(),
        origin,
        snake: snake.to_owned(),
        name: naming::pascal(snake),
        description: parts.description,
        fields: parts.fields,
        annotations: parts.annotations,
        meta: parts.meta,
        serializer: parts.serializer,
        filterset: parts.filterset,
        viewset: parts.viewset,
    })
}

/// A TOML table as a tree, in the order of the file.
fn entries(table: &DeTable<'_>, file: FileId) -> Vec<Entry> {
    let mut pairs: Vec<(&toml::Spanned<DeString<'_>>, &toml::Spanned<DeValue<'_>>)> = table.iter().collect();
    pairs.sort_by_key(|(key, _)| key.span().start);
    let entry = |(key, value): (&toml::Spanned<DeString<'_>>, &toml::Spanned<DeValue<'_>>)| {
        Entry::new(key.get_ref().clone().into_owned(), Origin::toml(file, key.span()), node(value, file))
    };
    pairs.into_iter().map(entry).collect()
}

fn node(value: &toml::Spanned<DeValue<'_>>, file: FileId) -> Node {
    let tree = match value.get_ref() {
        DeValue::String(text) => Tree::Str(text.clone().into_owned()),
        DeValue::Integer(n) => Tree::Int(i64::from_str_radix(n.as_str(), n.radix()).ok()),
        DeValue::Float(float) => Tree::Float { value: float.as_str().parse().unwrap_or(f64::NAN), text: float.as_str().to_owned() },
        DeValue::Boolean(value) => Tree::Bool(*value),
        DeValue::Datetime(moment) => Tree::Moment(moment.to_string()),
        DeValue::Array(items) => Tree::List(items.iter().map(|item| node(item, file)).collect()),
        DeValue::Table(table) => Tree::Table(entries(table, file)),
    };
    Node { origin: Origin::toml(file, value.span()), tree }
}

/// snake_case that comes back from PascalCase: words of letters and digits, each beginning with a letter or digit.
fn is_resource_name(name: &str) -> bool {
    let word = |w: &str| !w.is_empty() && w.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    name.starts_with(|c: char| c.is_ascii_lowercase()) && name.split('_').all(word)
}
