//! The tables of an existing database, as `codegen inspect` reads them: what the database itself says, before anything is
//! made of it. `restwright-inspect` asks a database for them, `codegen` turns them into specs.

use crate::Dialect;

/// Everything that was found in one database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tables {
    /// Which SQL is spoken there.
    pub dialect: Dialect,
    /// The server's own words for itself: `PostgreSQL 15.20`.
    pub server: String,
    /// The database's name; of SQLite the file's, without its ending.
    pub database: String,
    /// In the order of their names.
    pub tables: Vec<Table>,
}

/// What a relation of the database is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableKind {
    /// A table with rows of its own.
    Table,
    /// A view, materialised or not.
    View,
    /// Whatever else has rows but can't be written to as a table: virtual and foreign tables.
    Other,
}

impl TableKind {
    /// Its word in a description.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::View => "view",
            Self::Other => "other",
        }
    }
}

/// One table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name, without a schema.
    pub name: String,
    /// What it is; of anything but a table nothing else is said.
    pub kind: TableKind,
    /// The database's comment on it, or empty.
    pub comment: String,
    /// In the table's order.
    pub columns: Vec<Column>,
    /// The columns of the primary key; empty if there is none.
    pub primary_key: Vec<String>,
    /// Unique constraints and unique indexes on plain columns, without the primary key.
    pub uniques: Vec<Index>,
    /// Other indexes on plain columns.
    pub indexes: Vec<Index>,
    /// References to other tables.
    pub foreign_keys: Vec<ForeignKey>,
    /// Check constraints.
    pub checks: Vec<Check>,
    /// What was seen and has no place above: partial indexes, exclusion constraints. For people.
    pub others: Vec<String>,
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// The type in the database's words, arguments included: `varchar(40)`, `numeric(6,2)`.
    pub sql_type: String,
    /// Whether it holds null.
    pub null: bool,
    /// The default, as an expression of the database's SQL.
    pub default: Option<String>,
    /// The database gives a number of its own where none is given: rowid, identity, serial, `auto_increment`.
    pub auto: bool,
    /// The value is computed by the database, and can't be written.
    pub generated: bool,
    /// The words of an enumeration.
    pub values: Vec<String>,
    /// Of a SQLite decimal without digits: the most places that a stored value has.
    pub places: Option<u32>,
    /// The database's comment on it, or empty.
    pub comment: String,
}

/// A unique constraint or an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    /// Its name.
    pub name: String,
    /// Its columns; of an index, with a `-` before a descending one.
    pub columns: Vec<String>,
}

/// A reference to another table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignKey {
    /// Its name, or empty.
    pub name: String,
    /// The columns that hold the reference.
    pub columns: Vec<String>,
    /// The other table.
    pub table: String,
    /// The columns of the other table, in the same order.
    pub to: Vec<String>,
    /// The `ON DELETE` action in SQL's capitals: `NO ACTION`, `CASCADE`.
    pub on_delete: String,
}

/// A check constraint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Its name, or empty.
    pub name: String,
    /// The condition in the database's SQL.
    pub sql: String,
}

impl Table {
    /// A table of which nothing is known yet.
    pub fn new(name: impl Into<String>, kind: TableKind) -> Self {
        Self {
            name: name.into(),
            kind,
            comment: String::new(),
            columns: Vec::new(),
            primary_key: Vec::new(),
            uniques: Vec::new(),
            indexes: Vec::new(),
            foreign_keys: Vec::new(),
            checks: Vec::new(),
            others: Vec::new(),
        }
    }

    /// The column of this name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|c| c.name == name)
    }
}

/// A text as a basic string of TOML: what descriptions of tables, specs and recorded states are written with.
pub fn toml_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
