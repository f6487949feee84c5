//! `loaddata`: Django's JSON fixtures, `[{"model": "shop.book", "pk": 1, "fields": {…}}, …]`.
//!
//! A row is written as it stands, without a serializer's validation, as Django does; a row with this key is overwritten. All of a file goes in
//! or nothing, and rows may point to rows that come later.

mod keys;
mod tables;
mod values;

use super::CommandError;
use crate::db::{Conn, DbError, Sql as _};
use crate::json::{self, surrogates};
use crate::schema::FieldType;
use crate::schema::api::Input as Limits;
use crate::schema::link::Graph;
use crate::{Database, Value};
use serde_json::{Map, Value as Json};
use std::collections::BTreeSet;
use tables::{Field, Kind, Table, Tables};

/// Loads a fixture's text; gives the number of its entries.
///
/// # Errors
///
/// The first thing that is wrong, with the number of the entry (the first is 1) and its field.
pub async fn load_data(db: &Database, graph: &Graph, text: &str) -> Result<usize, CommandError> {
    let document = json::read(text, Limits::DEEPEST).map_err(|e| CommandError::new(format!("not a fixture: {e}")))?;
    let Json::Array(entries) = document.value else { return Err(CommandError::new("not a fixture: a list of entries is wanted")) };
    if document.surrogates
        && let Some((at, found)) = entries.iter().enumerate().find_map(|(at, entry)| Some((at, surrogates::first_in(entry)?)))
    {
        return Err(CommandError::new(format!("entry {}: {}", at + 1, surrogates::refusal(found))));
    }
    let tables = Tables::new(graph);
    let mut conn = db.begin().await?;
    keys::defer(&mut conn).await?;
    let loaded = load_all(&mut conn, &tables, &entries).await;
    keys::restore(&mut conn).await?;
    loaded?;
    conn.commit().await?;
    Ok(entries.len())
}

async fn load_all(conn: &mut Conn, tables: &Tables, entries: &[Json]) -> Result<(), CommandError> {
    let mut touched = BTreeSet::new();
    for (index, entry) in entries.iter().enumerate() {
        let loading = Entry { tables, number: index + 1 };
        loading.load(conn, entry, &mut touched).await?;
    }
    keys::check(conn, tables, &touched).await?;
    Ok(keys::count_on(conn, tables, &touched).await?)
}

/// One entry on its way in.
struct Entry<'a> {
    tables: &'a Tables,
    number: usize,
}

impl Entry<'_> {
    fn error(&self, text: impl std::fmt::Display) -> CommandError {
        CommandError::new(format!("entry {}: {text}", self.number))
    }

    fn field_error(&self, table: &Table, field: &str, text: impl std::fmt::Display) -> CommandError {
        self.error(format!("{}, field \"{field}\": {text}", table.label))
    }

    fn refused(&self, table: &Table, error: &DbError) -> CommandError {
        self.error(format!("{}: {error}", table.label))
    }

    async fn load(&self, conn: &mut Conn, entry: &Json, touched: &mut BTreeSet<String>) -> Result<(), CommandError> {
        let Some(object) = entry.as_object() else { return Err(self.error("an entry is an object with \"model\", \"pk\" and \"fields\"")) };
        if let Some(key) = object.keys().find(|key| !["model", "pk", "fields"].contains(&key.as_str())) {
            return Err(self.error(format!("unknown key \"{key}\"; an entry has \"model\", \"pk\" and \"fields\"")));
        }
        let Some(label) = object.get("model").and_then(Json::as_str) else { return Err(self.error("\"model\" is missing")) };
        let Some(table) = self.tables.find(label) else {
            let help = self.tables.nearest(label).map(|near| format!("; did you mean \"{near}\"?")).unwrap_or_default();
            return Err(self.error(format!("there is no model \"{label}\"{help}")));
        };
        let none = Map::new();
        let fields = match object.get("fields") {
            None => &none,
            Some(Json::Object(fields)) => fields,
            Some(_) => return Err(self.error("\"fields\" is no object")),
        };
        if let Some(name) = fields.keys().find(|name| !table.fields.iter().any(|f| f.name == **name)) {
            let near = table.fields.iter().map(|f| f.name.as_str()).min_by_key(|f| strsim::damerau_levenshtein(f, name));
            let help = near.map(|near| format!("; did you mean \"{near}\"?")).unwrap_or_default();
            return Err(self.field_error(table, name, format!("there is no such field{help}")));
        }
        let key = self.write(conn, table, object.get("pk"), fields).await?;
        touched.insert(table.label.clone());
        for field in &table.fields {
            if let (Kind::Pairs { .. }, Some(list)) = (&field.kind, fields.get(&field.name)) {
                self.pairs(conn, table, field, &key, list).await?;
            }
        }
        Ok(())
    }

    /// Writes the row itself; gives its key.
    async fn write(&self, conn: &mut Conn, table: &Table, pk: Option<&Json>, fields: &Map<String, Json>) -> Result<Value, CommandError> {
        let mut columns: Vec<(&str, Value)> = Vec::new();
        let mut key = match pk {
            None | Some(Json::Null) => None,
            Some(pk) => Some(self.value(conn, table, &table.key, pk).await?),
        };
        for field in &table.fields {
            let Kind::Column { column, .. } = &field.kind else { continue };
            let value = match fields.get(&field.name) {
                Some(json) => self.value(conn, table, field, json).await?,
                None => values::default(field).map_err(|text| self.field_error(table, &field.name, text))?,
            };
            columns.push((column, value));
        }
        if key.is_none() {
            key = self.by_natural_key(conn, table, &columns).await?.or_else(|| values::new_key(&table.key));
        }
        let Kind::Column { column: key_column, .. } = &table.key.kind else { return Err(self.error("the key is no column")) };
        if let Some(key) = &key {
            columns.insert(0, (key_column, key.clone()));
        }
        let names: Vec<&str> = columns.iter().map(|(c, _)| *c).collect();
        let values: Vec<Value> = columns.into_iter().map(|(_, v)| v).collect();
        let refused = |e: DbError| self.refused(table, &e);
        if let Some(sql) = table.replace(conn.dialect(), key_column, &names)
            && let Some(key) = &key
        {
            // MySQL's own way would also take the row that another unique column finds.
            let mut args = values.clone();
            args.push(key.clone());
            if conn.execute(&sql, &args).await.map_err(refused)? > 0 {
                return Ok(key.clone());
            }
        }
        let sql = table.upsert(conn.dialect(), key_column, &names);
        let made = conn.insert(&sql, &values, (key_column, FieldType::Auto), key.as_ref()).await.map_err(refused)?;
        Ok(key.or(made).unwrap_or(Value::Null))
    }

    /// A value for a column; a list is a natural key of the row that is meant.
    async fn value(&self, conn: &mut Conn, table: &Table, field: &Field, json: &Json) -> Result<Value, CommandError> {
        let Kind::Column { target, .. } = &field.kind else { return Err(self.error("a list of keys is no value")) };
        match (json, target) {
            (Json::Array(parts), Some(target)) => self.natural(conn, table, field, target, parts).await,
            _ => values::read(field, json).map_err(|text| self.field_error(table, &field.name, text)),
        }
    }

    /// The key of the row that a natural key names.
    async fn natural(&self, conn: &mut Conn, table: &Table, field: &Field, target: &str, parts: &[Json]) -> Result<Value, CommandError> {
        let Some(sql) = self.tables.find(target).and_then(|t| t.natural) else {
            return Err(self.field_error(table, &field.name, format!("{target} has no natural keys")));
        };
        let texts: Vec<Value> = parts.iter().filter_map(Json::as_str).map(|text| Value::Text(text.to_owned())).collect();
        let row = if texts.len() == sql.matches('?').count() { conn.fetch_one(sql, &texts).await? } else { None };
        row.and_then(|row| row.int(0)).map(Value::Int).ok_or_else(|| {
            let text = Json::Array(parts.to_vec());
            self.field_error(table, &field.name, format!("there is no {target} with the natural key {text}"))
        })
    }

    /// The key of the row that is there already, for an entry without one: users and the like are found by their names.
    async fn by_natural_key(&self, conn: &mut Conn, table: &Table, columns: &[(&str, Value)]) -> Result<Option<Value>, CommandError> {
        let Some(sql) = table.by_own_columns else { return Ok(None) };
        let values: Vec<Value> =
            table.own_columns.iter().filter_map(|name| columns.iter().find(|(c, _)| c == name).map(|(_, v)| v.clone())).collect();
        if values.len() != table.own_columns.len() {
            return Ok(None);
        }
        Ok(conn.fetch_one(sql, &values).await?.and_then(|row| row.int(0)).map(Value::Int))
    }

    /// Puts a list of keys in the place of the one that is there.
    async fn pairs(&self, conn: &mut Conn, table: &Table, field: &Field, key: &Value, list: &Json) -> Result<(), CommandError> {
        let Kind::Pairs { table: pairs, from, to, other } = &field.kind else { return Ok(()) };
        let Some(items) = list.as_array() else { return Err(self.field_error(table, &field.name, "a list of keys is wanted")) };
        let dialect = conn.dialect();
        let (pairs, from, to) = (dialect.quote(pairs), dialect.quote(from), dialect.quote(to));
        let refused = |error: DbError| self.refused(table, &error);
        conn.execute(&format!("DELETE FROM {pairs} WHERE {from} = ?"), std::slice::from_ref(key)).await.map_err(refused)?;
        let add = format!(
            "INSERT INTO {pairs} ({from}, {to}) SELECT ?, ?{} WHERE NOT EXISTS (SELECT 1 FROM {pairs} WHERE {from} = ? AND {to} = ?)",
            dialect.without_table()
        );
        for item in items {
            let far = self.value(conn, table, other, item).await?;
            let pair = [key.clone(), far.clone(), key.clone(), far];
            conn.execute(&add, &pair).await.map_err(refused)?;
        }
        Ok(())
    }
}
