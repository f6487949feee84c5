//! The tables of an API as migrations see them: names, types, constraints; nothing of serializers or views.

use crate::Dialect;
use crate::model::{FieldType, Literal};

/// All tables, a table behind those that it points to where that can be.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// The tables.
    pub tables: Vec<Table>,
}

/// One table: a resource's, or that of a many-to-many relation.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// What it is known by over its renames: `Book`, or `Book.tags` for the pairs of a many-to-many field.
    pub key: String,
    /// Its name in the database.
    pub name: String,
    /// Whether migrations look after it.
    pub managed: bool,
    /// In the spec's order.
    pub columns: Vec<Column>,
    /// Sets of columns.
    pub unique_together: Vec<Vec<String>>,
    /// Lists of columns, with `-` before those in descending order.
    pub indexes: Vec<Vec<String>>,
    /// The conditions of `[meta]` that rows have to pass.
    pub checks: Vec<Check>,
    /// The sets of `[meta]` that have names.
    pub unique_sets: Vec<UniqueSet>,
    /// The name that the resource or the many-to-many field had in an earlier state; not recorded.
    pub renamed_from: Option<String>,
}

/// One column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// The field's name, by which it is known over its renames.
    pub field: String,
    /// Its name in the database.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// Whether NULL may stand in it.
    pub null: bool,
    /// Whether it alone is unique; primary keys are.
    pub unique: bool,
    /// Whether it is the primary key.
    pub primary_key: bool,
    /// Whether it has an index of its own.
    pub index: bool,
    /// What rows get that were there before the column; not recorded.
    pub default: Option<Literal>,
    /// The name that the field had in an earlier state; not recorded.
    pub renamed_from: Option<String>,
}

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A value.
    Value {
        /// The field's type.
        kind: FieldType,
        /// Characters.
        length: Option<u32>,
        /// `max_digits` and `decimal_places`.
        digits: (u32, u32),
    },
    /// The key of a row of another table, known by its key; those of Django's own ([`crate::builtin`]) are not in the state.
    Key(String),
}

/// A condition that every row has to pass.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// The constraint's name.
    pub name: String,
    /// What it asks.
    pub rule: Rule,
}

/// What a [`Check`] asks.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// One comparison.
    Comparison {
        /// The column on the left.
        column: String,
        /// `=`, `!=`, `<`, `<=`, `>` or `>=`.
        op: String,
        /// What stands on the right.
        right: Right,
    },
    /// Anything else.
    Condition(Condition),
}

/// A condition as each database's SQL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The columns in it.
    pub columns: Vec<String>,
    /// For SQLite.
    pub sqlite: String,
    /// For PostgreSQL.
    pub postgres: String,
    /// For MySQL.
    pub mysql: String,
}

impl Condition {
    /// The SQL for a database.
    pub fn sql(&self, dialect: Dialect) -> &str {
        match dialect {
            Dialect::Sqlite => &self.sqlite,
            Dialect::Postgres => &self.postgres,
            Dialect::MySql => &self.mysql,
        }
    }

    /// The condition with a column under another name.
    pub fn rename(&mut self, from: &str, to: &str) {
        for column in self.columns.iter_mut().filter(|column| *column == from) {
            to.clone_into(column);
        }
        for (dialect, sql) in
            [(Dialect::Sqlite, &mut self.sqlite), (Dialect::Postgres, &mut self.postgres), (Dialect::MySql, &mut self.mysql)]
        {
            *sql = sql.replace(&dialect.quote(from), &dialect.quote(to));
        }
    }
}

/// Columns that are unique together and have a name of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UniqueSet {
    /// The constraint's name.
    pub name: String,
    /// The columns.
    pub columns: Vec<String>,
    /// Which rows count; `None`: all.
    pub condition: Option<Condition>,
}

/// The right side of a [`Check`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Right {
    /// Another column.
    Column(String),
    /// A truth value.
    Bool(bool),
    /// A number's digits.
    Number(String),
    /// A text, also of dates, times and the like.
    Text(String),
    /// NULL.
    Null,
}

impl State {
    /// What is not the same in another state, as `Book`, `Book.title` or `Book (unique_together)`; the order of tables and columns, and what is not
    /// recorded, don't count.
    pub fn differences(&self, other: &Self) -> Vec<String> {
        let mut found = Vec::new();
        let keys = self.tables.iter().chain(other.tables.iter().filter(|t| self.table(&t.key).is_none())).map(|t| &t.key);
        for key in keys {
            match (self.table(key), other.table(key)) {
                (Some(one), Some(two)) => one.differences(two, &mut found),
                _ => found.push(key.clone()),
            }
        }
        found
    }

    /// The table that is known by a key.
    pub fn table(&self, key: &str) -> Option<&Table> {
        self.tables.iter().find(|t| t.key == key)
    }
}

impl Table {
    fn differences(&self, other: &Self, found: &mut Vec<String>) {
        let key = &self.key;
        let fields = self.columns.iter().chain(other.columns.iter().filter(|c| self.column(&c.field).is_none())).map(|c| &c.field);
        for field in fields {
            let recorded = |table: &Self| table.column(field).map(|c| Column { default: None, renamed_from: None, ..c.clone() });
            if recorded(self) != recorded(other) {
                found.push(format!("{key}.{field}"));
            }
        }
        let sorted = |sets: &[Vec<String>]| {
            let mut sets = sets.to_vec();
            sets.sort();
            sets
        };
        let checks = |checks: &[Check]| {
            let mut checks = checks.to_vec();
            checks.sort_by(|a, b| a.name.cmp(&b.name));
            checks
        };
        let named = |sets: &[UniqueSet]| {
            let mut sets = sets.to_vec();
            sets.sort_by(|a, b| a.name.cmp(&b.name));
            sets
        };
        let constraints = checks(&self.checks) != checks(&other.checks) || named(&self.unique_sets) != named(&other.unique_sets);
        let parts = [
            ("table", self.name != other.name),
            ("managed", self.managed != other.managed),
            ("unique_together", sorted(&self.unique_together) != sorted(&other.unique_together)),
            ("indexes", sorted(&self.indexes) != sorted(&other.indexes)),
            ("constraints", constraints),
        ];
        found.extend(parts.into_iter().filter(|(_, differs)| *differs).map(|(part, _)| format!("{key} ({part})")));
    }

    /// The column of a field.
    pub fn column(&self, field: &str) -> Option<&Column> {
        self.columns.iter().find(|c| c.field == field)
    }

    /// The column of this name in the database.
    pub fn named(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|c| c.name == name)
    }

    /// The primary key.
    pub fn key_column(&self) -> Option<&Column> {
        self.columns.iter().find(|c| c.primary_key)
    }
}

impl Column {
    /// The type of a field that is no key.
    pub fn value_type(&self) -> Option<FieldType> {
        match self.kind {
            Kind::Value { kind, .. } => Some(kind),
            Kind::Key(_) => None,
        }
    }
}
