//! What each table becomes.

use super::checks::{self, Meaning, Operand};
use super::keys::{self, Key};
use super::{columns, django, names, pairs, print, relations, types};
use restwright_schema::model::FieldType as T;
use restwright_schema::tables::{Table, TableKind, Tables};
use restwright_schema::{naming, user};
use std::collections::BTreeSet;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// By its index.
    Resource(usize),
    User,
}

/// The tables that become resources, with names and keys, while fields are made.
pub(super) struct Known<'a> {
    pub(super) tables: &'a Tables,
    kept: Vec<(&'a Table, Key, String)>,
    names: Vec<String>,
    user: bool,
}

impl Known<'_> {
    /// The resource of a table.
    pub(super) fn target(&self, table: &str) -> Option<Target> {
        if self.user && table == user::USER.table {
            return Some(Target::User);
        }
        self.kept.iter().position(|(t, ..)| t.name == table).map(Target::Resource)
    }

    /// The column of a resource's key.
    pub(super) fn key_of(&self, target: Target) -> &str {
        match target {
            Target::User => "id",
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
            Target::User => user::NAME,
            Target::Resource(id) => &self.names[id],
        }
    }

    /// The class's name.
    pub(super) fn simple_name_of(&self, target: Target) -> &str {
        if target == Target::User { user::USER.name } else { self.name_of(target) }
    }
}

impl Resource<'_> {
    /// Whether a field, or the value of a key, has this name.
    pub(super) fn has(&self, name: &str) -> bool {
        let attribute = |f: &Field| matches!(f.kind, T::ForeignKey | T::OneToOne) && name.strip_suffix("_id") == Some(&f.name);
        self.fields.iter().any(|f| f.name == name || attribute(f))
    }

    /// The field of a column.
    fn field(&self, column: &str) -> Option<&Field> {
        self.fields.iter().find(|f| f.column == column)
    }

    /// The fields of columns, `-` kept; `None` if one of them has no field.
    fn fields_of(&self, columns: &[String]) -> Option<Vec<String>> {
        let name = |column: &String| match column.strip_prefix('-') {
            Some(column) => Some(format!("-{}", self.field(column)?.name)),
            None => Some(self.field(column)?.name.clone()),
        };
        columns.iter().map(name).collect()
    }
}

impl<'a> Plan<'a> {
    /// Decides everything.
    pub(super) fn of(tables: &'a Tables) -> Self {
        let api = names::api(&tables.database);
        let (known, mut left_out) = know(tables);
        let mut resources: Vec<Resource<'_>> = (0..known.kept.len()).map(|id| resource(&known, id)).collect();
        pairs::absorb(&known, &mut resources, &mut left_out);
        relations::name_ways_back(&mut resources);
        resources.retain(|r| !r.absorbed);
        endpoints(&mut resources);
        let mut constraints = BTreeSet::new();
        for resource in &mut resources {
            meta(resource, &mut constraints);
        }
        resources.sort_by(|a, b| a.snake.cmp(&b.snake));
        left_out.sort();
        Self { api, resources, left_out }
    }
}

/// Which tables are kept, and what they are called.
fn know(tables: &Tables) -> (Known<'_>, Vec<(String, String)>) {
    let mut left_out: Vec<(String, String)> = Vec::new();
    let mut kept: Vec<(&Table, Key)> = Vec::new();
    for table in &tables.tables {
        let reason = match (table.kind, django::own(table)) {
            (TableKind::View, _) => Err("a view: its rows are other tables' rows".to_owned()),
            (TableKind::Other, _) => Err("a virtual or foreign table".to_owned()),
            (TableKind::Table, Some(what)) => Err(what.to_owned()),
            (TableKind::Table, None) => keys::of(tables.dialect, table),
        };
        match reason {
            Ok(key) => kept.push((table, key)),
            Err(reason) => left_out.push((table.name.clone(), reason)),
        }
    }
    let classes_said: Vec<Option<String>> = kept.iter().map(|(t, _)| pairs::class_of(tables, t)).collect();
    let mut prefix = names::prefix(kept.iter().map(|(t, _)| t.name.as_str()));
    if prefix.is_empty() {
        // What stands before a class's name stands there for the other tables of the application too.
        let before = |(table, class): (&Table, &String)| names::snake(&table.name).strip_suffix(class.as_str()).map(str::to_owned);
        let mut said = kept.iter().zip(&classes_said).filter_map(|((t, _), class)| before((t, class.as_ref()?)));
        prefix = said.next().unwrap_or_default();
    }
    let mut snakes: Vec<String> = Vec::new();
    let mut classes: Vec<String> = Vec::new();
    let mut named = Vec::new();
    for ((table, key), said) in kept.into_iter().zip(classes_said) {
        // `a_b` and `ab` are different files, and the same class but for capitals.
        let taken = |name: &str| snakes.iter().any(|s| s == name) || classes.iter().any(|c| *c == naming::pascal(name).to_lowercase());
        let snake = names::free(&said.unwrap_or_else(|| names::resource(&table.name, &prefix)), taken);
        classes.push(naming::pascal(&snake).to_lowercase());
        snakes.push(snake.clone());
        named.push((table, key, snake));
    }
    let names = named.iter().map(|(_, _, snake)| naming::pascal(snake)).collect();
    (Known { tables, kept: named, names, user: tables.tables.iter().any(django::is_user) }, left_out)
}

fn resource<'a>(known: &Known<'a>, id: usize) -> Resource<'a> {
    let (table, key, snake) = &known.kept[id];
    let found = columns::fields(known, table, &key.column);
    let mut notes: Vec<String> = key.note.iter().cloned().collect();
    notes.extend(found.left_out);
    let name = found.fields.iter().find(|f| f.column == key.column).map_or_else(|| "pk".to_owned(), |f| f.name.clone());
    Resource {
        table,
        name: known.names[id].clone(),
        snake: snake.clone(),
        fields: found.fields,
        notes,
        meta_notes: Vec::new(),
        key: name,
        unique_together: Vec::new(),
        indexes: Vec::new(),
        constraints: Vec::new(),
        endpoint: None,
        unwritable: found.unwritable,
        absorbed: false,
    }
}

/// Where two resources would have one path, or one the documents' path.
fn endpoints(resources: &mut [Resource<'_>]) {
    let mut taken: BTreeSet<String> = ["schema", "docs"].map(str::to_owned).into();
    for resource in resources {
        let default = naming::endpoint(&resource.snake);
        let mut path = default.clone();
        let mut n = 1_usize;
        while !taken.insert(path.clone()) {
            n += 1;
            path = if n == 2 { format!("{}-table", resource.snake.replace('_', "-")) } else { format!("{default}-{n}") };
        }
        resource.endpoint = (path != default).then_some(path);
    }
}

/// `[meta]`: sets, indexes and constraints that columns' own options don't say.
fn meta(resource: &mut Resource<'_>, constraints: &mut BTreeSet<String>) {
    for unique in resource.table.uniques.iter().filter(|u| u.columns.len() > 1) {
        match resource.fields_of(&unique.columns) {
            Some(fields) if !resource.unique_together.contains(&fields) => resource.unique_together.push(fields),
            Some(_) => {}
            None => resource.meta_notes.push(format!("{} are unique together", unique.columns.join(", "))),
        }
    }
    let unique_key = |columns: &[String]| resource.table.primary_key.len() > 1 && resource.table.primary_key == columns;
    if let Some(fields) = resource.fields_of(&resource.table.primary_key).filter(|_| unique_key(&resource.table.primary_key)) {
        resource.unique_together.push(fields);
    }
    for index in &resource.table.indexes {
        if index.columns.len() == 1 && !index.columns[0].starts_with('-') {
            continue;
        }
        match resource.fields_of(&index.columns) {
            Some(fields) if !resource.indexes.contains(&fields) => resource.indexes.push(fields),
            Some(_) => {}
            None => resource.meta_notes.push(format!("index {} on {}", index.name, index.columns.join(", "))),
        }
    }
    for check in &resource.table.checks {
        match said(resource, &check.name, &check.sql) {
            Said::Already => {}
            Said::Constraint(text) if constraints.insert(check.name.clone()) => resource.constraints.push((check.name.clone(), text)),
            Said::Constraint(_) | Said::Not => {
                let name = if check.name.is_empty() { String::new() } else { format!(" {}", check.name) };
                resource.meta_notes.push(format!("check{name}: {}", check.sql));
            }
        }
    }
    resource.meta_notes.extend(resource.table.others.iter().cloned());
}

/// What a check comes to.
enum Said {
    /// A field's type or bounds say it.
    Already,
    /// A comparison.
    Constraint(String),
    /// It can't be said.
    Not,
}

fn said(resource: &Resource<'_>, name: &str, sql: &str) -> Said {
    let (column, op, right) = match checks::meaning(sql) {
        Some(Meaning::Json(column)) => {
            return if resource.field(&column).is_some_and(|f| f.kind == T::Json) { Said::Already } else { Said::Not };
        }
        Some(Meaning::Comparison { column, op, right }) => (column, op, right),
        None => return Said::Not,
    };
    let Some(field) = resource.field(&column) else { return Said::Not };
    let option = |key: &str| field.options.iter().find(|(k, _)| *k == key).map(|(_, v)| v.trim_matches('"').to_owned());
    let right = match right {
        Operand::Number(n) => {
            let bound = match op {
                ">=" => option("min_value").or((field.kind == T::PositiveInteger).then(|| "0".to_owned())),
                "<=" => option("max_value"),
                _ => None,
            };
            if bound.as_deref() == Some(n.as_str()) {
                return Said::Already;
            }
            if field.kind.is_text() || !columns::bounding(field.kind) {
                return Said::Not;
            }
            n
        }
        Operand::Text(text) if matches!(field.kind, T::String | T::Text) => format!("'{text}'"),
        Operand::Text(_) => return Said::Not,
        Operand::Column(other) => match resource.field(&other) {
            Some(other) if is_word(&other.name) => other.name.clone(),
            _ => return Said::Not,
        },
    };
    if name.is_empty() || !is_word(&field.name) { Said::Not } else { Said::Constraint(format!("{} {op} {right}", field.name)) }
}

/// Whether a comparison of the spec language takes this for a name.
fn is_word(name: &str) -> bool {
    name.chars().all(|c| c.is_alphanumeric() || c == '_') && !matches!(name, "true" | "false")
}

impl Field {
    /// The field's line in `[fields]`.
    pub(super) fn line(&self) -> String {
        let options = self.options.iter().map(|(key, value)| format!(", {key} = {value}"));
        format!("{} = {{ type = \"{}\"{} }}", print::key(&self.name), types::word(self.kind), options.collect::<String>())
    }
}
