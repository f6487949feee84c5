//! What a fixture may speak of: the API's models under `{api}.{model}`, and Django's own for users and permissions.

use crate::db::{Dialect, Sql as _};
use crate::schema::link::{Graph, ModelId};
use crate::schema::model::{self, FieldType};

/// All models, by label.
pub(super) struct Tables(Vec<Table>);

/// One model.
pub(super) struct Table {
    /// `shop.book`, lower-cased.
    pub(super) label: String,
    pub(super) table: String,
    pub(super) key: Field,
    /// Without the key.
    pub(super) fields: Vec<Field>,
    /// Finds a row's key by its natural key.
    pub(super) natural: Option<&'static str>,
    /// Finds a row's key by [`Self::own_columns`], for entries without a key.
    pub(super) by_own_columns: Option<&'static str>,
    pub(super) own_columns: &'static [&'static str],
}

/// One field of a model.
pub(super) struct Field {
    pub(super) name: String,
    pub(super) field: model::Field,
    pub(super) kind: Kind,
}

/// Where a field's value goes.
pub(super) enum Kind {
    /// A column that stores this type; of a key `target` is the other model.
    Column { column: String, stored: FieldType, target: Option<String> },
    /// A table of pairs; `other` reads the key of the other side.
    Pairs { table: String, from: String, to: String, other: Box<Field> },
}

impl Tables {
    pub(super) fn new(graph: &Graph) -> Self {
        let mut tables: Vec<Table> = (0..graph.models.len()).map(|id| resource(graph, id)).collect();
        for table in &mut tables {
            natural(table);
        }
        Self(tables)
    }

    /// The model of this label, whatever its case.
    pub(super) fn find(&self, label: &str) -> Option<&Table> {
        let label = label.to_lowercase();
        self.0.iter().find(|t| t.label == label)
    }

    /// The label that may have been meant.
    pub(super) fn nearest(&self, label: &str) -> Option<&str> {
        let label = label.to_lowercase();
        self.0.iter().map(|t| t.label.as_str()).min_by_key(|known| strsim::damerau_levenshtein(known, &label))
    }
}

impl Table {
    /// MySQL: a statement that overwrites the row with a key.
    pub(super) fn replace(&self, dialect: Dialect, key: &str, columns: &[&str]) -> Option<String> {
        if dialect != Dialect::MySql || columns.is_empty() {
            return None;
        }
        let sets: Vec<String> = columns.iter().map(|c| format!("{} = ?", dialect.quote(c))).collect();
        Some(format!("UPDATE {} SET {} WHERE {} = ?", dialect.quote(&self.table), sets.join(", "), dialect.quote(key)))
    }

    /// A statement that writes a row, in the place of the one with its key if there is one.
    pub(super) fn upsert(&self, dialect: Dialect, key: &str, columns: &[&str]) -> String {
        let (table, key_name) = (dialect.quote(&self.table), dialect.quote(key));
        if columns.is_empty() {
            return format!("INSERT INTO {table}{}", dialect.default_row());
        }
        let names: Vec<String> = columns.iter().map(|c| dialect.quote(c)).collect();
        let marks = vec!["?"; columns.len()].join(", ");
        let others: Vec<String> = names.iter().filter(|n| **n != key_name).map(|n| format!("{n} = excluded.{n}")).collect();
        let conflict = match (columns.contains(&key), others.is_empty()) {
            _ if dialect == Dialect::MySql => String::new(),
            (false, _) => String::new(),
            (true, true) => format!(" ON CONFLICT ({key_name}) DO UPDATE SET {key_name} = excluded.{key_name}"),
            (true, false) => format!(" ON CONFLICT ({key_name}) DO UPDATE SET {}", others.join(", ")),
        };
        format!("INSERT INTO {table} ({}) VALUES ({marks}){conflict}", names.join(", "))
    }
}

/// Django's name of a model: `app.model`, lower-cased.
fn label(graph: &Graph, id: ModelId) -> String {
    let app = graph.builtin(id).map_or(graph.api.name, |builtin| builtin.app);
    format!("{app}.{}", graph.model(id).model.name.to_lowercase())
}

/// A resource, or a model of Django's own. A detail has its own columns only: its master's row is an entry of its own.
fn resource(graph: &Graph, id: ModelId) -> Table {
    let node = graph.model(id);
    let column = |index: usize| {
        let column = &node.fields[index];
        let kind = Kind::Column {
            column: column.field.column.to_owned(),
            stored: graph.stored_type(id, index),
            target: column.target.map(|target| label(graph, target)),
        };
        Field { name: column.field.name.to_owned(), field: *column.field, kind }
    };
    let mut fields = Vec::new();
    for (index, described) in node.fields.iter().enumerate() {
        if described.owner != id || index == node.pk || described.annotation.is_some() {
            continue;
        }
        let Some(pairs) = &described.pairs else {
            fields.push(column(index));
            continue;
        };
        // Pairs that are rows of a resource are that resource's entries.
        let (None, Some(target)) = (pairs.through, described.target) else { continue };
        let far = graph.model(target);
        let other = Field {
            name: described.field.name.to_owned(),
            field: *far.key().field,
            kind: Kind::Column {
                column: pairs.to_column.clone(),
                stored: graph.stored_type(target, far.pk),
                target: Some(label(graph, target)),
            },
        };
        let kind = Kind::Pairs {
            table: pairs.table.clone(),
            from: pairs.from_column.clone(),
            to: pairs.to_column.clone(),
            other: Box::new(other),
        };
        fields.push(Field { name: described.field.name.to_owned(), field: *described.field, kind });
    }
    Table {
        label: label(graph, id),
        table: node.model.table.to_owned(),
        key: column(node.pk),
        fields,
        natural: None,
        by_own_columns: None,
        own_columns: &[],
    }
}

/// How rows of Django's own models are found without their keys.
fn natural(table: &mut Table) {
    let (natural, by_own_columns, own_columns): (_, _, &'static [&'static str]) = match table.label.as_str() {
        "auth.user" => ("SELECT id FROM auth_user WHERE username = ?", "SELECT id FROM auth_user WHERE username = ?", &["username"]),
        "auth.group" => ("SELECT id FROM auth_group WHERE name = ?", "SELECT id FROM auth_group WHERE name = ?", &["name"]),
        "auth.permission" => (
            "SELECT p.id FROM auth_permission p INNER JOIN django_content_type c ON c.id = p.content_type_id \
             WHERE p.codename = ? AND c.app_label = ? AND c.model = ?",
            "SELECT id FROM auth_permission WHERE content_type_id = ? AND codename = ?",
            &["content_type_id", "codename"],
        ),
        "contenttypes.contenttype" => (
            "SELECT id FROM django_content_type WHERE app_label = ? AND model = ?",
            "SELECT id FROM django_content_type WHERE app_label = ? AND model = ?",
            &["app_label", "model"],
        ),
        _ => return,
    };
    table.natural = Some(natural);
    table.by_own_columns = Some(by_own_columns);
    table.own_columns = own_columns;
}
