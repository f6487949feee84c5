//! Migrations as files: `SPECS/migrations/0001_initial/{sqlite,postgres,mysql}.sql` and `state.toml`.

use super::{State, create, text};
use restwright_schema::Dialect;
use std::fs;
use std::path::{Path, PathBuf};

/// The name of the first one.
pub const INITIAL: &str = "0001_initial";
/// What a state's file is called.
pub const STATE: &str = "state.toml";

/// A step of the database's schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Migration {
    /// Its folder's name: `0001_initial`.
    pub name: String,
    /// The statements, in the order of [`Dialect::ALL`]; a step that was written by hand need not have all of them.
    pub sql: [Option<String>; 3],
    /// What the tables are like behind it; not there if it was written by hand.
    pub state: Option<String>,
}

impl Migration {
    /// The first step: all tables of a state.
    pub fn initial(state: &State) -> Self {
        Self::first(state, INITIAL)
    }

    /// The first step under another name.
    pub fn first(state: &State, name: &str) -> Self {
        let sql = Dialect::ALL.map(|dialect| Some(create::all(dialect, state)));
        Self { name: name.to_owned(), sql, state: Some(restwright_schema::ddl::text::write(state)) }
    }

    /// The statements for a database.
    pub fn sql(&self, dialect: Dialect) -> Option<&str> {
        self.sql[position(dialect)].as_deref()
    }

    /// Its files that are there, by name: those of the generated crate, without the state.
    pub fn statements(&self) -> impl Iterator<Item = (String, &str)> {
        Dialect::ALL.into_iter().filter_map(|d| Some((file(d), self.sql(d)?)))
    }

    /// All of its files.
    pub fn files(&self) -> impl Iterator<Item = (String, &str)> {
        self.statements().chain(self.state.as_deref().map(|state| (STATE.to_owned(), state)))
    }

    /// The recorded state.
    ///
    /// # Errors
    ///
    /// A file that was spoilt, and how.
    pub fn recorded_state(&self) -> Option<Result<State, String>> {
        self.state.as_deref().map(text::read)
    }
}

fn position(dialect: Dialect) -> usize {
    match dialect {
        Dialect::Sqlite => 0,
        Dialect::Postgres => 1,
        Dialect::MySql => 2,
    }
}

/// The file of a database's statements.
pub fn file(dialect: Dialect) -> String {
    format!("{}.sql", dialect.name())
}

/// The folder of a spec folder's migrations.
pub fn folder(specs: &Path) -> PathBuf {
    specs.join("migrations")
}

/// The migrations that lie beside the specs, in the order of their names.
///
/// # Errors
///
/// A file that cannot be read, with its path.
pub fn recorded(specs: &Path) -> Result<Vec<Migration>, String> {
    recorded_in(&folder(specs))
}

/// The migrations of a folder.
///
/// # Errors
///
/// As [`recorded`].
pub fn recorded_in(folder: &Path) -> Result<Vec<Migration>, String> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for entry in entries.flatten() {
        let read = |name: &str| -> Result<Option<String>, String> {
            let path = entry.path().join(name);
            if !path.is_file() {
                return Ok(None);
            }
            fs::read_to_string(&path).map(Some).map_err(|e| format!("{}: {e}", path.display()))
        };
        let [sqlite, postgres, mysql] = Dialect::ALL.map(|dialect| read(&file(dialect)));
        let migration =
            Migration { name: entry.file_name().to_string_lossy().into_owned(), sql: [sqlite?, postgres?, mysql?], state: read(STATE)? };
        if migration.sql.iter().any(Option::is_some) {
            found.push(migration);
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

/// Marks a migration's files as changed: a crate that has them compiled in is compiled again, and finds the one behind it.
pub fn touch(specs: &Path, migration: &Migration) {
    for (file, _) in migration.statements() {
        // Where it cannot be, `build.rs` is left to notice it (docs/derive.md).
        let opened = fs::File::options().append(true).open(folder(specs).join(&migration.name).join(file));
        let _ = opened.and_then(|file| file.set_modified(std::time::SystemTime::now()));
    }
}

/// The first migration of an earlier version, which had SQLite's statements only, made whole: where it makes the tables of the specs (the names of
/// indexes apart), the others' files and the state follow from them. `None` if there is nothing to do, or it is not safe.
pub fn completed(recorded: &[Migration], state: &State) -> Option<Migration> {
    let [only] = recorded else { return None };
    if only.state.is_some() || only.sql(Dialect::Postgres).is_some() || only.sql(Dialect::MySql).is_some() {
        return None;
    }
    let initial = Migration::initial(state);
    let (old, new) = (nameless(only.sql(Dialect::Sqlite)?), nameless(initial.sql(Dialect::Sqlite)?));
    let sqlite = only.sql[0].clone();
    (old == new).then(|| Migration { name: only.name.clone(), sql: [sqlite, initial.sql[1].clone(), initial.sql[2].clone()], ..initial })
}

/// Statements without the names of indexes, in an order of their own.
fn nameless(sql: &str) -> Vec<String> {
    let mut all = statements(sql);
    for statement in &mut all {
        if statement.starts_with("CREATE INDEX ") || statement.starts_with("CREATE UNIQUE INDEX ") {
            let (head, tail) = (statement.split(" INDEX ").next().unwrap_or_default(), statement.split(" ON ").nth(1).unwrap_or_default());
            *statement = format!("{head} INDEX ON {tail}");
        }
    }
    all.sort();
    all
}

/// Whether two scripts say the same: comments and white space don't count.
pub fn same(one: &str, other: &str) -> bool {
    statements(one) == statements(other)
}

/// The statements of a script, each on one line, without comment lines.
pub fn statements(sql: &str) -> Vec<String> {
    let lines = sql.lines().filter(|line| !line.trim_start().starts_with("--"));
    let text = lines.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ");
    text.split(';').map(|s| s.trim().to_owned()).filter(|s| !s.is_empty()).collect()
}

/// What the second script makes and the first doesn't, and the other way round: each a statement's beginning, for people.
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
