//! The specs that are to be written, before they are text: what [`plan`](super::plan) fills in and [`print`](super::print) reads.

use super::keys::Key;
use restwright_schema::builtin::Builtin;
use restwright_schema::model::FieldType as T;
use restwright_schema::tables::{Table, Tables};

/// All files that are to be written, before they are text.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    /// The API's name.
    pub(super) api: String,
    pub(super) resources: Vec<Resource<'a>>,
    /// Tables that no file is for, and why.
    pub(super) left_out: Vec<(String, String)>,
}

/// One resource.
#[derive(Debug)]
pub(super) struct Resource<'a> {
    pub(super) table: &'a Table,
    pub(super) name: String,
    pub(super) snake: String,
    pub(super) fields: Vec<Field>,
    /// Comments at the top of `[fields]`.
    pub(super) notes: Vec<String>,
    /// Comments at the top of `[meta]`.
    pub(super) meta_notes: Vec<String>,
    /// The field that the rows are told apart by.
    pub(super) key: String,
    pub(super) unique_together: Vec<Vec<String>>,
    pub(super) indexes: Vec<Vec<String>>,
    /// Names and comparisons.
    pub(super) constraints: Vec<(String, String)>,
    /// Where the default one is taken.
    pub(super) endpoint: Option<String>,
    /// Rows can't be made or changed.
    pub(super) unwritable: bool,
    /// It became a many-to-many field.
    pub(super) absorbed: bool,
}

/// One field.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) kind: T,
    /// Empty for many to many.
    pub(super) column: String,
    /// Options in TOML, without the type.
    pub(super) options: Vec<(&'static str, String)>,
    pub(super) notes: Vec<String>,
    pub(super) target: Option<Target>,
    /// It is there without being said: the `id` of every resource.
    pub(super) implied: bool,
}

/// What a relation leads to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Target {
    /// By its index.
    Resource(usize),
    /// A model of Django's own.
    Builtin(&'static Builtin),
}

/// The tables that become resources, with names and keys, while fields are made.
pub(super) struct Known<'a> {
    pub(super) tables: &'a Tables,
    /// Each with its key and its name in snake_case.
    pub(super) kept: Vec<(&'a Table, Key, String)>,
    /// The resources' names, in the order of `kept`.
    pub(super) names: Vec<String>,
    /// The models of Django's own whose tables are among the tables.
    pub(super) builtin: Vec<&'static Builtin>,
}

impl Known<'_> {
    /// The resource of a table.
    pub(super) fn target(&self, table: &str) -> Option<Target> {
        if let Some(found) = self.builtin.iter().find(|builtin| builtin.model.table == table) {
            return Some(Target::Builtin(found));
        }
        self.kept.iter().position(|(t, ..)| t.name == table).map(Target::Resource)
    }

    /// The column of a resource's key.
    pub(super) fn key_of(&self, target: Target) -> &str {
        match target {
            Target::Builtin(_) => "id",
            Target::Resource(id) => &self.kept[id].1.column,
        }
    }

    /// The key's column of a table that is kept.
    pub(super) fn key_of_table(&self, table: &str) -> Option<&str> {
        self.kept.iter().find(|(t, ..)| t.name == table).map(|(_, key, _)| key.column.as_str())
    }

    /// As specs point to it.
    pub(super) fn name_of(&self, target: Target) -> &str {
        match target {
            Target::Builtin(builtin) => builtin.name,
            Target::Resource(id) => &self.names[id],
        }
    }

    /// The class's name.
    pub(super) fn simple_name_of(&self, target: Target) -> &str {
        if let Target::Builtin(builtin) = target { builtin.model.name } else { self.name_of(target) }
    }
}

impl Resource<'_> {
    /// Whether a field, or the value of a key, has this name.
    pub(super) fn has(&self, name: &str) -> bool {
        let attribute = |f: &Field| matches!(f.kind, T::ForeignKey | T::OneToOne) && name.strip_suffix("_id") == Some(&f.name);
        self.fields.iter().any(|f| f.name == name || attribute(f))
    }

    /// The field of a column.
    pub(super) fn field(&self, column: &str) -> Option<&Field> {
        self.fields.iter().find(|f| f.column == column)
    }

    /// The fields of columns, `-` kept; `None` if one of them has no field.
    pub(super) fn fields_of(&self, columns: &[String]) -> Option<Vec<String>> {
        let name = |column: &String| match column.strip_prefix('-') {
            Some(column) => Some(format!("-{}", self.field(column)?.name)),
            None => Some(self.field(column)?.name.clone()),
        };
        columns.iter().map(name).collect()
    }
}
