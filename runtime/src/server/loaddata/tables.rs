//! What a fixture may speak of: the API's models under `{api}.{model}`, and Django's own for users and permissions.

use crate::db::{Dialect, Sql as _};
use crate::schema::link::{Graph, ModelId};
use crate::schema::model::{self, FieldType, Literal, Model, OnDelete};

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
        let pairs = [
            ("groups", "auth_user_groups", "group_id", "auth.group"),
            ("user_permissions", "auth_user_user_permissions", "permission_id", "auth.permission"),
        ];
        if let Some(user) = tables.last_mut() {
            user.fields.extend(pairs.map(|(name, table, to, other)| builtin_pairs(name, table, "user_id", to, other)));
            // What Django's class says and no spec can read.
            for field in &mut user.fields {
                field.field.default = match field.name.as_str() {
                    "is_active" => Some(Literal::Bool(true)),
                    "is_staff" | "is_superuser" => Some(Literal::Bool(false)),
                    "date_joined" => Some(Literal::Now),
                    _ => None,
                };
            }
            user.natural = Some("SELECT id FROM auth_user WHERE username = ?");
            user.by_own_columns = user.natural;
            user.own_columns = &["username"];
        }
        tables.extend(builtin());
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
    let app = if id == graph.user() { "auth" } else { graph.api.name };
    format!("{app}.{}", graph.model(id).model.name.to_lowercase())
}

/// A resource, or `auth.User`. A detail has its own columns only: its master's row is an entry of its own.
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

static GROUP: Model =
    Model::new("Group", "group", "auth_group").fields(&[model::Field::auto("id"), model::Field::new("name", "name", FieldType::String)]);
static PERMISSION: Model = Model::new("Permission", "permission", "auth_permission").fields(&[
    model::Field::auto("id"),
    model::Field::new("name", "name", FieldType::String),
    model::Field::foreign_key("content_type", "content_type_id", "contenttypes.contenttype", OnDelete::Cascade),
    model::Field::new("codename", "codename", FieldType::String),
]);
static CONTENT_TYPE: Model = Model::new("ContentType", "content_type", "django_content_type").fields(&[
    model::Field::auto("id"),
    model::Field::new("app_label", "app_label", FieldType::String),
    model::Field::new("model", "model", FieldType::String),
]);
static TOKEN: Model = Model::new("Token", "token", "authtoken_token").fields(&[
    model::Field::new("key", "key", FieldType::String).primary_key(),
    model::Field::one_to_one("user", "user_id", "auth.user", OnDelete::Cascade),
    model::Field::new("created", "created", FieldType::DateTime).auto_now_add(),
]);

fn builtin() -> [Table; 4] {
    let mut group = builtin_table("auth", &GROUP);
    group.fields.push(builtin_pairs("permissions", "auth_group_permissions", "group_id", "permission_id", "auth.permission"));
    let group = Table {
        natural: Some("SELECT id FROM auth_group WHERE name = ?"),
        by_own_columns: Some("SELECT id FROM auth_group WHERE name = ?"),
        own_columns: &["name"],
        ..group
    };
    let permission = Table {
        natural: Some(
            "SELECT p.id FROM auth_permission p INNER JOIN django_content_type c ON c.id = p.content_type_id \
             WHERE p.codename = ? AND c.app_label = ? AND c.model = ?",
        ),
        by_own_columns: Some("SELECT id FROM auth_permission WHERE content_type_id = ? AND codename = ?"),
        own_columns: &["content_type_id", "codename"],
        ..builtin_table("auth", &PERMISSION)
    };
    let content_type = Table {
        natural: Some("SELECT id FROM django_content_type WHERE app_label = ? AND model = ?"),
        by_own_columns: Some("SELECT id FROM django_content_type WHERE app_label = ? AND model = ?"),
        own_columns: &["app_label", "model"],
        ..builtin_table("contenttypes", &CONTENT_TYPE)
    };
    [group, permission, content_type, builtin_table("authtoken", &TOKEN)]
}

fn builtin_table(app: &str, model: &'static Model) -> Table {
    let mut fields: Vec<Field> = model.fields.iter().map(builtin_column).collect();
    let key = fields.remove(0);
    let label = format!("{app}.{}", model.name.to_lowercase());
    Table { label, table: model.table.to_owned(), key, fields, natural: None, by_own_columns: None, own_columns: &[] }
}

/// All of Django's own models have whole numbers as keys, but for tokens, to which nothing points.
fn builtin_column(field: &model::Field) -> Field {
    let target = field.relation.map(|r| r.to.to_owned());
    let stored = if target.is_some() { FieldType::Integer } else { field.kind };
    Field { name: field.name.to_owned(), field: *field, kind: Kind::Column { column: field.column.to_owned(), stored, target } }
}

fn builtin_pairs(name: &str, table: &str, from: &str, to: &str, other: &str) -> Field {
    let key = model::Field::auto("id");
    let kind = Kind::Column { column: to.to_owned(), stored: FieldType::Integer, target: Some(other.to_owned()) };
    let other = Box::new(Field { name: name.to_owned(), field: key, kind });
    let kind = Kind::Pairs { table: table.to_owned(), from: from.to_owned(), to: to.to_owned(), other };
    Field { name: name.to_owned(), field: key, kind }
}
