//! Whether the recorded migrations still make the tables of the specs.

use std::path::Path;

use crate::diag::{Diagnostics, codes};
use crate::lower::lower;
use crate::migrations::{self, Migration, describe, files};
use crate::source::Origin;
use crate::spec::Folder;
use restwright_schema::Dialect;

/// How many differences are named.
const NAMED: usize = 3;

/// Compares the state that the last migration recorded. Behind a step that was written by hand there is none, and what several of these come to is the
/// database's knowledge.
pub(super) fn check(specs: &Path, folder: &Folder, d: &mut Diagnostics) {
    // Files that cannot be read stop a build, which says so.
    let Ok(recorded) = migrations::recorded(specs) else { return };
    let (Some(last), Ok(graph)) = (recorded.last(), lower(folder)) else { return };
    let now = describe::state(&graph);
    let (file, differences) = match last.recorded_state() {
        Some(Ok(then)) => (files::STATE.to_owned(), then.differences(&now)),
        Some(Err(why)) => (files::STATE.to_owned(), vec![why]),
        None if recorded.len() == 1 && files::completed(&recorded, &now).is_none() => {
            let made = Migration::initial(&now);
            let sqlite = |m: &Migration| m.sql(Dialect::Sqlite).unwrap_or_default().to_owned();
            (files::file(Dialect::Sqlite), files::differences(&sqlite(last), &sqlite(&made)))
        }
        None => return,
    };
    if differences.is_empty() {
        return;
    }
    let mut named = differences.iter().take(NAMED).map(|head| format!("`{head}`")).collect::<Vec<_>>().join(", ");
    if differences.len() > NAMED {
        named.push_str(&format!(" and {} more", differences.len() - NAMED));
    }
    let path = files::folder(specs).join(&last.name).join(&file);
    let text = if file == files::STATE { last.state.as_deref() } else { last.sql(Dialect::Sqlite) }.unwrap_or_default();
    let place = differences.iter().find_map(|difference| place(text, difference));
    let source = d.sources.add(path.to_string_lossy(), text);
    let first_line = 0..text.find('\n').unwrap_or(text.len());
    d.report(&codes::DRIFT, Origin::toml(source, place.unwrap_or(first_line)), &[&last.name, &named]);
}

/// Where a difference stands in the file: the statement's beginning, or the column's or table's line of a state.
fn place(text: &str, difference: &str) -> Option<std::ops::Range<usize>> {
    if let Some(at) = text.find(difference) {
        return Some(at..at + difference.len());
    }
    let (table, rest) = difference.split_once(['.', ' ']).unwrap_or((difference, ""));
    let head = format!("key = \"{table}\"");
    let start = text.find(&head)?;
    let end = text[start..].find("\n[[table]]").map_or(text.len(), |end| start + end);
    let column = format!("field = \"{rest}\"");
    let found = text[start..end].find(&column).map(|at| start + at..start + at + column.len());
    Some(found.unwrap_or(start..start + head.len()))
}
