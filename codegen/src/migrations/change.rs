//! Two states of the tables, and which tables stay, go and come between them.

use restwright_schema::ddl::state::{State, Table};

/// Two states, the older one with the newer one's names where these are the same things.
pub(super) struct Change<'a> {
    pub(super) old: &'a State,
    pub(super) moved: &'a State,
    pub(super) new: &'a State,
}

impl Change<'_> {
    /// Tables of both states that migrations look after from now on: as it was, with the new names, as it will be. What they looked after until now is
    /// left alone.
    pub(super) fn kept(&self) -> impl Iterator<Item = (&Table, &Table, &Table)> {
        self.old.tables.iter().zip(&self.moved.tables).filter_map(|(old, moved)| {
            let new = self.new.table(&moved.key)?;
            new.managed.then_some((old, moved, new))
        })
    }

    /// Tables that go; not those of relations whose resource is left alone from now on.
    pub(super) fn dropped(&self) -> impl Iterator<Item = &Table> {
        let left = |key: &str| key.split_once('.').and_then(|(resource, _)| self.new.table(resource)).is_some_and(|t| !t.managed);
        self.moved.tables.iter().filter(move |t| t.managed && self.new.table(&t.key).is_none() && !left(&t.key))
    }

    /// Tables that come. One that migrations begin to look after is there already, as in Django.
    pub(super) fn made(&self) -> Vec<&Table> {
        self.new.tables.iter().filter(|t| t.managed && self.moved.table(&t.key).is_none()).collect()
    }
}
