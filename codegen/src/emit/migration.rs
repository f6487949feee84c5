//! Migrations: those that are recorded beside the specs, and the first one, whose SQL is [`restwright_schema::ddl`]'s.

pub use restwright_schema::ddl::sqlite;
use std::fs;
use std::path::Path;

/// A step of the database's schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Migration {
    /// Its folder's name: `0001_initial`.
    pub name: String,
    /// The statements for SQLite.
    pub sqlite: String,
}

/// The name of the first one.
pub const INITIAL: &str = "0001_initial";

/// The migrations that lie beside the specs, in the order of their names.
///
/// # Errors
///
/// A file that cannot be read, with its path.
pub fn recorded(specs: &Path) -> Result<Vec<Migration>, String> {
    let folder = specs.join("migrations");
    let Ok(entries) = fs::read_dir(&folder) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for entry in entries.flatten() {
        let path = entry.path().join("sqlite.sql");
        if path.is_file() {
            let sqlite = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
            found.push(Migration { name: entry.file_name().to_string_lossy().into_owned(), sqlite });
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

/// Whether two migrations say the same: comments and white space don't count.
pub fn same(one: &str, other: &str) -> bool {
    statements(one) == statements(other)
}

/// What the second makes and the first doesn't, and the other way round: each a statement's beginning, for people.
pub fn differences(one: &str, other: &str) -> Vec<String> {
    let (old, new) = (statements(one), statements(other));
    let head = |statement: &String| statement.split(" (").next().unwrap_or(statement).to_owned();
    let gone = old.iter().filter(|s| !new.contains(s)).map(head);
    let made = new.iter().filter(|s| !old.contains(s)).map(head);
    let mut all: Vec<String> = gone.chain(made).collect();
    all.sort();
    all.dedup();
    all
}

fn statements(sql: &str) -> Vec<String> {
    let lines = sql.lines().filter(|line| !line.trim_start().starts_with("--"));
    let text = lines.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ");
    text.split(';').map(|s| s.trim().to_owned()).filter(|s| !s.is_empty()).collect()
}
