//! Whether the recorded migration still makes the tables of the specs.

use std::path::Path;

use crate::diag::{Diagnostics, codes};
use crate::emit::migration;
use crate::lower::lower;
use crate::source::Origin;
use crate::spec::Folder;

/// How many differences are named.
const NAMED: usize = 3;

/// Compares the first migration, while it is the only one: what several come to is the database's knowledge.
pub(super) fn check(specs: &Path, folder: &Folder, d: &mut Diagnostics) {
    // Files that cannot be read stop a build, which says so.
    let Ok(recorded) = migration::recorded(specs) else { return };
    let ([only], Ok(graph)) = (recorded.as_slice(), lower(folder)) else { return };
    let now = migration::sqlite(&graph);
    if migration::same(&only.sqlite, &now) {
        return;
    }
    let differences = migration::differences(&only.sqlite, &now);
    let mut named = differences.iter().take(NAMED).map(|head| format!("`{head}`")).collect::<Vec<_>>().join(", ");
    if differences.len() > NAMED {
        named.push_str(&format!(" and {} more", differences.len() - NAMED));
    }
    let text = only.sqlite.as_str();
    let place = differences.iter().find_map(|head| text.find(head.as_str()).map(|at| at..at + head.len()));
    let path = specs.join("migrations").join(&only.name).join("sqlite.sql");
    let file = d.sources.add(path.to_string_lossy(), text);
    let first_line = 0..text.find('\n').unwrap_or(text.len());
    d.report(&codes::DRIFT, Origin::toml(file, place.unwrap_or(first_line)), &[&only.name, &named]);
}
