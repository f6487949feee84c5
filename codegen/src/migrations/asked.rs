//! Renames that nobody told of: something that goes, and something like it that comes. Nobody but a person knows, so a person is asked.

use super::renames::Renames;
use restwright_schema::ddl::state::{Column, Kind, State, Table};
use restwright_schema::ddl::text;
use restwright_schema::model::FieldType;
use std::collections::BTreeSet;

/// Two names that may be one thing's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Candidate {
    /// What goes: `Book`, or `Book.title`.
    pub was: String,
    /// What comes.
    pub now: String,
    /// A field's type as specs call it; `None` for a resource.
    pub kind: Option<&'static str>,
}

impl Candidate {
    /// Django's question (`InteractiveMigrationQuestioner`).
    pub fn question(&self) -> String {
        let Self { was, now, kind } = self;
        match kind {
            Some(kind) => format!("Was {was} renamed to {now} ({} {kind})?", article(kind)),
            None => format!("Was the resource {was} renamed to {now}?"),
        }
    }

    /// How a spec says that it is one, or a struct.
    pub fn told(&self, derived: bool) -> String {
        let said = format!("renamed_from = \"{}\"", self.was.rsplit('.').next().unwrap_or_default());
        let said = match (derived, self.kind) {
            (false, Some(_)) => format!("`{said}` there"),
            (false, None) => format!("`{said}` in its [meta]"),
            (true, Some(_)) => format!("`#[field({said})]` there"),
            (true, None) => format!("`#[meta({said})]` on it"),
        };
        format!("if it is {} now, say {said}", self.now)
    }
}

fn article(word: &str) -> &'static str {
    if word.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" }
}

/// Asks for each pair that may be a rename, resources first, and writes into the new state what is one. A thing is asked about until it has been found.
pub fn ask(old: &State, new: &mut State, answer: &mut dyn FnMut(&Candidate) -> bool) {
    let mut asked = BTreeSet::new();
    // Each rename changes what else is alike: the fields of a table, and the keys that lead to it.
    while let Some(found) = next(old, new, &asked) {
        if answer(&found) {
            tell(new, &found);
        }
        asked.insert(found);
    }
}

/// All that would be asked if nothing were a rename.
pub fn candidates(old: &State, new: &State) -> Vec<Candidate> {
    let mut found = Vec::new();
    ask(old, &mut new.clone(), &mut |candidate| {
        found.push(candidate.clone());
        false
    });
    found
}

/// The first pair that was not asked about.
fn next(old: &State, new: &State, asked: &BTreeSet<Candidate>) -> Option<Candidate> {
    let moved = Renames::told(old, new).moved(old, new);
    let gone = |table: &&Table| table.managed && new.table(&table.key).is_none();
    let come = |table: &&Table| table.managed && moved.table(&table.key).is_none();
    let mut found = Vec::new();
    for now in new.tables.iter().filter(come) {
        for was in moved.tables.iter().filter(gone).filter(|was| alike(was, now)) {
            let kind = now.key.contains('.').then(|| text::type_name(FieldType::ManyToMany));
            found.push(Candidate { was: was.key.clone(), now: now.key.clone(), kind });
        }
    }
    // Resources before fields: a relation's table is a field to those who write specs.
    found.sort_by_key(|candidate| candidate.kind.is_some());
    for now in new.tables.iter().filter(|t| t.managed) {
        let Some(was) = moved.table(&now.key) else { continue };
        for column in now.columns.iter().filter(|c| was.column(&c.field).is_none()) {
            for before in was.columns.iter().filter(|c| now.column(&c.field).is_none() && c.kind == column.kind) {
                let name = |column: &Column| format!("{}.{}", now.key, column.field);
                found.push(Candidate { was: name(before), now: name(column), kind: Some(type_name(column)) });
            }
        }
    }
    found.into_iter().find(|candidate| !asked.contains(candidate))
}

fn type_name(column: &Column) -> &'static str {
    text::type_name(match column.kind {
        Kind::Value { kind, .. } => kind,
        Kind::Key(_) if column.unique => FieldType::OneToOne,
        Kind::Key(_) => FieldType::ForeignKey,
    })
}

/// Whether a table may be another one under a new name: two resources with the same fields, or two relations of one resource to the same other one.
fn alike(was: &Table, now: &Table) -> bool {
    let resource = |table: &Table| table.key.split_once('.').map(|(resource, _)| resource.to_owned());
    let same = |before: &Column| {
        let Some(column) = now.column(&before.field) else { return false };
        match (&before.kind, &column.kind) {
            (Kind::Key(a), Kind::Key(b)) => a == b || (*a == was.key && *b == now.key),
            (a, b) => a == b,
        }
    };
    resource(was) == resource(now) && was.columns.len() == now.columns.len() && was.columns.iter().all(same)
}

/// Writes a rename into the new state, as if the spec had told of it.
fn tell(new: &mut State, rename: &Candidate) {
    let was = rename.was.rsplit('.').next().map(str::to_owned);
    if let Some(table) = new.tables.iter_mut().find(|t| t.key == rename.now) {
        table.renamed_from = was;
        return;
    }
    let Some((key, field)) = rename.now.split_once('.') else { return };
    let table = new.tables.iter_mut().find(|t| t.key == key);
    if let Some(column) = table.and_then(|t| t.columns.iter_mut().find(|c| c.field == field)) {
        column.renamed_from = was;
    }
}
