//! Indexes and constraints that have names of their own: what is added, dropped and renamed beside tables and columns.

use super::names;
use super::state::{Column, Kind, Right, Rule, State, Table};
use super::{constants, types};
use crate::Dialect;
use crate::model::FieldType;

/// One of them, with its table.
#[derive(Clone, Debug, PartialEq)]
pub struct Object {
    /// The key of its table.
    pub table_key: String,
    /// Its table.
    pub table: String,
    /// Its name in the database.
    pub name: String,
    /// What it is.
    pub what: What,
    /// Whether CREATE TABLE writes it.
    pub inline: bool,
}

/// What an object is.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// An index: columns, and what stands behind each (an order, PostgreSQL's operator class, the length of a part on MySQL).
    Index(Vec<(String, String)>),
    /// Columns that are unique together.
    Unique(Vec<String>),
    /// Columns that are unique together among the rows of a condition, the condition, and the columns in it.
    UniqueWhere(Vec<String>, String, Vec<String>),
    /// A key: column, table, the table's key.
    ForeignKey(String, String, String),
    /// A condition, and the columns in it.
    Check(String, Vec<String>),
}

impl What {
    /// The columns that it stands on.
    pub fn columns(&self) -> Vec<&str> {
        match self {
            Self::Index(columns) => columns.iter().map(|(c, _)| c.as_str()).collect(),
            Self::Unique(columns) | Self::Check(_, columns) => columns.iter().map(String::as_str).collect(),
            Self::UniqueWhere(columns, _, of) => columns.iter().chain(of).map(String::as_str).collect(),
            Self::ForeignKey(column, ..) => vec![column],
        }
    }
}

/// MySQL indexes no whole text: as many characters as always fit.
const TEXT_PART: &str = "(191)";

/// The objects of a table, in the order in which they are made.
pub fn of(dialect: Dialect, state: &State, table: &Table) -> Vec<Object> {
    let mut out = Vec::new();
    let mut add = |name: String, what: What, inline: bool| {
        out.push(Object { table_key: table.key.clone(), table: table.name.clone(), name, what, inline });
    };
    let index = |name: &str| What::Index(vec![(name.to_owned(), String::new())]);
    for column in &table.columns {
        let name = column.name.as_str();
        if column.unique && !column.primary_key && dialect != Dialect::Sqlite {
            add(types::unique_name(dialect, &table.name, name), What::Unique(vec![name.to_owned()]), true);
        }
        if dialect == Dialect::Postgres && column.value_type().is_some_and(FieldType::is_positive) {
            let check = format!("{} >= 0", dialect.quote(name));
            add(names::column_check(&table.name, name), What::Check(check, vec![name.to_owned()]), true);
        }
    }
    for check in &table.checks {
        let (condition, columns) = match &check.rule {
            Rule::Condition(condition) => (condition.sql(dialect).to_owned(), condition.columns.clone()),
            Rule::Comparison { column, op, right } => {
                let kind = table.named(column).map_or(FieldType::Text, |c| types::stored(state, c));
                let condition = format!("{} {op} {}", dialect.quote(column), constants::right(dialect, kind, right));
                let other = if let Right::Column(other) = right { Some(other) } else { None };
                (condition, [column].into_iter().chain(other).cloned().collect())
            }
        };
        add(check.name.clone(), What::Check(condition, columns), true);
    }
    for set in &table.unique_together {
        let columns: Vec<&str> = set.iter().map(String::as_str).collect();
        add(names::object(dialect, &table.name, &columns, "_uniq"), What::Unique(set.clone()), false);
    }
    for set in &table.unique_sets {
        match &set.condition {
            None => add(set.name.clone(), What::Unique(set.columns.clone()), false),
            // MySQL has no such constraints.
            Some(_) if dialect == Dialect::MySql => {}
            Some(condition) => {
                let what = What::UniqueWhere(set.columns.clone(), condition.sql(dialect).to_owned(), condition.columns.clone());
                add(set.name.clone(), what, false);
            }
        }
    }
    for column in &table.columns {
        let name = column.name.as_str();
        if indexed(dialect, state, column) {
            add(names::object(dialect, &table.name, &[name], ""), index(name), false);
        }
        if let Some(class) = pattern_class(dialect, state, column) {
            add(names::object(dialect, &table.name, &[name], "_like"), What::Index(vec![(name.to_owned(), format!(" {class}"))]), false);
        }
    }
    for set in &table.indexes {
        let term = |term: &String| {
            let (name, order) = term.strip_prefix('-').map_or((term.as_str(), ""), |name| (name, " DESC"));
            let long = dialect == Dialect::MySql && table.named(name).is_some_and(|c| types::column_type(dialect, state, c) == "longtext");
            (name.to_owned(), format!("{}{order}", if long { TEXT_PART } else { "" }))
        };
        let columns = set.iter().map(term).collect();
        add(names::meta_index(&table.name, set), What::Index(columns), false);
    }
    if dialect != Dialect::Sqlite {
        for column in &table.columns {
            let Kind::Key(to) = &column.kind else { continue };
            let (to_table, key) = types::target(state, to);
            let name = names::object(dialect, &table.name, &[&column.name], &format!("_fk_{to_table}_{key}"));
            if dialect == Dialect::MySql && !leads(table, column) {
                add(name.clone(), index(&column.name), false);
            }
            add(name, What::ForeignKey(column.name.clone(), to_table, key), false);
        }
    }
    out
}

/// Whether a column gets an index of its own. InnoDB wants one for every key, which is made with the key; it has none on texts.
fn indexed(dialect: Dialect, state: &State, column: &Column) -> bool {
    if !column.index || column.unique {
        return false;
    }
    if dialect != Dialect::MySql {
        return true;
    }
    let text = types::column_type(dialect, state, column);
    !matches!(column.kind, Kind::Key(_)) && text != "longtext" && text != "json"
}

/// Whether an index begins with a column already: then InnoDB makes none for the key.
fn leads(table: &Table, column: &Column) -> bool {
    let first = |set: &Vec<String>| set.first().is_some_and(|c| c.trim_start_matches('-') == column.name);
    column.unique || column.primary_key || table.unique_together.iter().any(first) || table.indexes.iter().any(first)
}

/// Django's `_create_like_index_sql`: a second index for `LIKE 'a%'`, which an index in the order of a language cannot serve.
fn pattern_class(dialect: Dialect, state: &State, column: &Column) -> Option<&'static str> {
    if dialect != Dialect::Postgres || !(column.index || column.unique) {
        return None;
    }
    match types::column_type(dialect, state, column).as_str() {
        "text" => Some("text_pattern_ops"),
        kind if kind.starts_with("varchar") => Some("varchar_pattern_ops"),
        _ => None,
    }
}

/// The statement that makes an object.
pub fn add(dialect: Dialect, object: &Object) -> String {
    let quote = |name: &str| dialect.quote(name);
    let list = |columns: &[String]| columns.iter().map(|c| quote(c)).collect::<Vec<_>>().join(", ");
    let (table, name) = (quote(&object.table), quote(&object.name));
    match &object.what {
        What::Index(columns) => {
            let terms = columns.iter().map(|(column, behind)| format!("{}{behind}", quote(column)));
            format!("CREATE INDEX {name} ON {table} ({});\n", terms.collect::<Vec<_>>().join(", "))
        }
        What::UniqueWhere(columns, condition, _) => {
            format!("CREATE UNIQUE INDEX {name} ON {table} ({}) WHERE {condition};\n", list(columns))
        }
        What::Unique(columns) if dialect == Dialect::Sqlite => format!("CREATE UNIQUE INDEX {name} ON {table} ({});\n", list(columns)),
        What::Unique(columns) => format!("ALTER TABLE {table} ADD CONSTRAINT {name} UNIQUE ({});\n", list(columns)),
        What::ForeignKey(column, to, key) => {
            let deferred = if dialect == Dialect::MySql { "" } else { " DEFERRABLE INITIALLY DEFERRED" };
            format!(
                "ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({}) REFERENCES {} ({}){deferred};\n",
                quote(column),
                quote(to),
                quote(key)
            )
        }
        What::Check(condition, _) => format!("ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({condition});\n"),
    }
}

/// The statement that takes an object away.
pub fn drop(dialect: Dialect, object: &Object) -> String {
    let (table, name) = (dialect.quote(&object.table), dialect.quote(&object.name));
    match (&object.what, dialect) {
        (What::Index(..), Dialect::MySql) | (What::Unique(_), Dialect::MySql) => format!("ALTER TABLE {table} DROP INDEX {name};\n"),
        (What::Index(..) | What::UniqueWhere(..), _) | (What::Unique(_), Dialect::Sqlite) => format!("DROP INDEX {name};\n"),
        (What::ForeignKey(..), Dialect::MySql) => format!("ALTER TABLE {table} DROP FOREIGN KEY {name};\n"),
        _ => format!("ALTER TABLE {table} DROP CONSTRAINT {name};\n"),
    }
}

/// The statement that gives an object another name, on a table that may have got another one; `None` where the database has none.
pub fn rename(dialect: Dialect, object: &Object, to: &str) -> Option<String> {
    let (table, name, to) = (dialect.quote(&object.table), dialect.quote(&object.name), dialect.quote(to));
    match (&object.what, dialect) {
        (What::Index(..) | What::UniqueWhere(..), Dialect::Postgres) => Some(format!("ALTER INDEX {name} RENAME TO {to};\n")),
        (_, Dialect::Postgres) => Some(format!("ALTER TABLE {table} RENAME CONSTRAINT {name} TO {to};\n")),
        (What::Index(..) | What::Unique(_), Dialect::MySql) => Some(format!("ALTER TABLE {table} RENAME INDEX {name} TO {to};\n")),
        _ => None,
    }
}
