//! Renames: what is another name for a table or column that was there, and what is new.

use restwright_schema::ddl::state::{Condition, Kind, Right, Rule, State, Table};
use std::collections::BTreeMap;

/// What a state says that it was called, and was not: for specs `check::renamed` says so, with places.
pub fn untold(old: &State, new: &State) -> Vec<String> {
    let moved = Renames::told(old, new).moved(old, new);
    let mut found = Vec::new();
    for table in &new.tables {
        let resource = table.key.split('.').next().unwrap_or_default();
        if let Some(from) = table.renamed_from.as_ref().filter(|_| moved.table(&table.key).is_none()) {
            let key = if table.key.contains('.') { format!("{resource}.{from}") } else { from.clone() };
            found.push(wrong(&table.key, from, moved.table(&key).is_some()));
        }
        for column in &table.columns {
            let was = moved.table(&table.key).filter(|was| was.column(&column.field).is_none());
            if let Some((from, was)) = column.renamed_from.as_ref().zip(was) {
                found.push(wrong(&format!("{}.{}", table.key, column.field), from, was.column(from).is_some()));
            }
        }
    }
    found
}

fn wrong(name: &str, from: &str, there: bool) -> String {
    let why = if there { "that is still there, or another one's earlier name" } else { "the last migration has nothing of that name" };
    format!("`{name}` was not called `{from}`: {why}\n  = help: leave out its `renamed_from`, or correct it")
}

/// Earlier names by the present ones.
#[derive(Clone, Debug, Default)]
pub(super) struct Renames {
    /// Keys of tables.
    tables: BTreeMap<String, String>,
}

impl Renames {
    /// Those that the new state tells of (`renamed_from`). One that names nothing was carried out before, and is passed over.
    pub(super) fn told(old: &State, new: &State) -> Self {
        let mut tables: BTreeMap<String, String> = BTreeMap::new();
        let (pairs, resources): (Vec<&Table>, Vec<&Table>) = new.tables.iter().partition(|t| t.key.contains('.'));
        for table in resources.into_iter().filter(|t| old.table(&t.key).is_none()) {
            let told = table.renamed_from.as_ref().filter(|from| old.table(from).is_some() && new.table(from).is_none());
            if let Some(from) = told.filter(|from| !tables.values().any(|taken| taken == *from)) {
                tables.insert(table.key.clone(), from.clone());
            }
        }
        // Either the resource or the field or both may have another name.
        for table in pairs.into_iter().filter(|t| old.table(&t.key).is_none()) {
            let Some((resource, field)) = table.key.split_once('.') else { continue };
            let before = tables.get(resource).map_or(resource, String::as_str);
            let told = table.renamed_from.as_ref().filter(|from| new.table(&format!("{resource}.{from}")).is_none());
            let names = std::iter::once(field).chain(told.map(String::as_str)).map(|name| format!("{before}.{name}"));
            let found = names.into_iter().find(|key| old.table(key).is_some() && !tables.values().any(|taken| taken == key));
            if let Some(from) = found {
                tables.insert(table.key.clone(), from);
            }
        }
        Self { tables }
    }

    /// The key that a table of the old state has now.
    fn key(&self, old: &str) -> String {
        self.tables.iter().find(|(_, from)| *from == old).map_or_else(|| old.to_owned(), |(to, _)| to.clone())
    }

    /// The old state with the names of the new one: tables and columns that are the same things.
    pub(super) fn moved(&self, old: &State, new: &State) -> State {
        let mut tables = Vec::new();
        for table in &old.tables {
            let key = self.key(&table.key);
            let Some(now) = new.table(&key) else {
                tables.push(table.clone());
                continue;
            };
            tables.push(self.table(table, now));
        }
        let mut state = State { tables };
        for table in &mut state.tables {
            for column in &mut table.columns {
                if let Kind::Key(to) = &mut column.kind {
                    *to = self.key(to);
                }
            }
        }
        state
    }

    fn table(&self, old: &Table, now: &Table) -> Table {
        let mut names: BTreeMap<&str, &str> = BTreeMap::new();
        let mut columns = old.columns.clone();
        for (column, was) in columns.iter_mut().zip(&old.columns) {
            let same = now.column(&was.field);
            let told = || now.columns.iter().find(|c| c.renamed_from.as_deref() == Some(&was.field) && old.column(&c.field).is_none());
            if let Some(now) = same.or_else(told) {
                column.field.clone_from(&now.field);
                column.name.clone_from(&now.name);
                names.insert(&was.name, &now.name);
            }
        }
        let new_name = |name: &str| names.get(name).map_or_else(|| name.to_owned(), |n| (*n).to_owned());
        let term = |term: &String| term.strip_prefix('-').map_or_else(|| new_name(term), |name| format!("-{}", new_name(name)));
        // By way of names that no column has, so that two columns may change places.
        let rename = |condition: &mut Condition| {
            let moved: Vec<(&str, &str)> = names.iter().filter(|(was, now)| was != now).map(|(was, now)| (*was, *now)).collect();
            for (at, (was, _)) in moved.iter().enumerate() {
                condition.rename(was, &format!("\u{1}{at}"));
            }
            for (at, (_, now)) in moved.iter().enumerate() {
                condition.rename(&format!("\u{1}{at}"), now);
            }
        };
        let mut checks = old.checks.clone();
        for check in &mut checks {
            match &mut check.rule {
                Rule::Comparison { column, right, .. } => {
                    *column = new_name(column);
                    if let Right::Column(name) = right {
                        *name = new_name(name);
                    }
                }
                Rule::Condition(condition) => rename(condition),
            }
        }
        let mut unique_sets = old.unique_sets.clone();
        for set in &mut unique_sets {
            set.columns = set.columns.iter().map(term).collect();
            set.condition.as_mut().into_iter().for_each(&rename);
        }
        Table {
            key: now.key.clone(),
            name: now.name.clone(),
            managed: old.managed,
            columns,
            unique_together: old.unique_together.iter().map(|set| set.iter().map(term).collect()).collect(),
            indexes: old.indexes.iter().map(|set| set.iter().map(term).collect()).collect(),
            checks,
            unique_sets,
            renamed_from: None,
        }
    }
}
