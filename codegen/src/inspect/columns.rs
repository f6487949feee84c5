//! A table's columns as fields.

use super::checks::{self, Meaning, Operand};
use super::defaults::{self, Default};
use super::outline::{Field, Known};
use super::types::{self, Type};
use super::{keys, names, relations, toml};
use restwright_schema::model::FieldType as T;
use restwright_schema::tables::{Column, Table};

/// What becomes of a table's columns.
#[derive(Debug, Default)]
pub(super) struct Fields {
    pub(super) fields: Vec<Field>,
    /// Columns that no field stands for, and why.
    pub(super) left_out: Vec<String>,
    /// One of those needs a value that nobody can give: rows can be read and deleted only.
    pub(super) unwritable: bool,
    /// Names that are given out: fields, and the attributes of keys (`author_id`).
    taken: Vec<String>,
}

/// All fields of a table.
pub(super) fn fields(known: &Known<'_>, table: &Table, key: &str) -> Fields {
    let mut out = Fields::default();
    let mut columns: Vec<String> = Vec::new();
    for column in &table.columns {
        let lower = column.name.to_lowercase();
        let reason = if !keys::nameable(&column.name) {
            Some("its name has a quote in it, or begins with `__rw_`".to_owned())
        } else if columns.contains(&lower) {
            Some("its name differs from another column's in capitals only".to_owned())
        } else if column.generated {
            Some("it is computed by the database".to_owned())
        } else {
            None
        };
        columns.push(lower);
        let made = match reason {
            Some(reason) => Err(reason),
            None => field(known, table, column, key, &mut out.taken),
        };
        match made {
            Ok(field) => out.fields.push(field),
            Err(reason) => {
                out.left_out.push(format!("`{}` ({}) is left out: {reason}", column.name, column.sql_type));
                out.unwritable |= !column.null && column.default.is_none() && !column.auto && !column.generated;
            }
        }
    }
    out
}

fn field(known: &Known<'_>, table: &Table, column: &Column, key: &str, taken: &mut Vec<String>) -> Result<Field, String> {
    let is_key = column.name == key;
    let found = relations::of(known, table, column);
    let unique = is_unique(table, &column.name);
    let mut notes = found.notes;
    let mut options: Vec<(&'static str, String)> = Vec::new();
    let (kind, name) = if let Some((reference, target)) = found.key {
        let kind = if is_key || unique { T::OneToOne } else { T::ForeignKey };
        let default = column.default.as_deref().map(|d| defaults::of(T::BigInteger, None, d));
        let default = default.and_then(|d| if let Default::Option(_, value) = d { Some(value) } else { None });
        let (word, note) = relations::on_delete(reference, column, default.is_some());
        notes.extend(note);
        options.push(("to", toml::text(known.name_of(target))));
        options.push(("on_delete", toml::text(word)));
        options.extend(default.map(|d| ("default", d)));
        let field = relation_name(&column.name, taken);
        taken.extend([field.clone(), format!("{field}_id")]);
        (kind, field)
    } else {
        let is_json = table.checks.iter().any(|c| checks::meaning(&c.sql) == Some(Meaning::Json(column.name.clone())));
        let found = types::of(known.tables.dialect, column, is_json).ok_or("no type of a spec is this")?;
        let kind = plain(table, column, found, is_key, &mut options, &mut notes);
        let mut name = names::field(&column.name);
        if name == "id" && !is_key {
            name = "id_value".to_owned();
        }
        let name = names::free(&name, |n| taken.iter().any(|t| t == n));
        taken.push(name.clone());
        (kind, name)
    };
    if is_key {
        options.push(("primary_key", "true".to_owned()));
    } else {
        if column.null {
            options.push(("null", "true".to_owned()));
        }
        if unique && kind != T::OneToOne {
            options.push(("unique", "true".to_owned()));
        }
        options.extend(indexed(table, column, kind, unique));
    }
    let default_column = if kind.is_relation() { format!("{name}_id") } else { name.clone() };
    if column.name != default_column {
        options.push(("db_column", toml::text(&column.name)));
    }
    if !column.comment.is_empty() {
        options.push(("help_text", toml::text(&column.comment)));
    }
    let implied = is_key && kind == T::Auto && column.name == "id";
    let target = found.key.map(|(_, target)| target);
    Ok(Field { name, kind, column: column.name.clone(), options, notes, target, implied })
}

/// `author_id` and `AuthorId` are the column of `author`.
fn relation_name(column: &str, taken: &[String]) -> String {
    let whole = names::field(column);
    let stem = whole.strip_suffix("_id").filter(|s| !s.is_empty()).unwrap_or(&whole);
    let stem = names::field(stem);
    let is_taken = |n: &str| taken.iter().any(|t| t == n || *t == format!("{n}_id"));
    if is_taken(&stem) || stem == "id" { names::free(&format!("{stem}_ref"), is_taken) } else { stem }
}

/// The type and its options of a column that refers to nothing.
fn plain(
    table: &Table,
    column: &Column,
    found: Type,
    is_key: bool,
    options: &mut Vec<(&'static str, String)>,
    notes: &mut Vec<String>,
) -> T {
    let mut kind = found.kind;
    notes.extend(found.note);
    if is_key && column.auto && kind.is_integer() {
        return T::Auto;
    }
    if column.auto {
        notes.push("the database numbers rows here; through the API a value is given".to_owned());
    }
    options.extend(found.options);
    bounds(table, column, found.unsigned, &mut kind, options);
    let length = options.iter().find(|(key, _)| *key == "max_length").and_then(|(_, n)| n.parse().ok());
    let default = column.default.as_deref().map_or(Default::None, |d| defaults::of(kind, length, d));
    match default {
        Default::Option(option, value) => options.push((option, value)),
        Default::None if is_key && kind == T::Uuid => {
            notes.push("the database gives no uuids: the server does".to_owned());
            options.push(("default", toml::text("uuid4()")));
        }
        Default::None => {}
        Default::Unsaid => {
            notes.push(format!("the default {} is the database's own", column.default.as_deref().unwrap_or_default()));
        }
    }
    kind
}

/// Bounds that the type or a nameless check gives.
fn bounds(table: &Table, column: &Column, unsigned: bool, kind: &mut T, options: &mut Vec<(&'static str, String)>) {
    let mut least: Option<String> = unsigned.then(|| "0".to_owned());
    let mut most: Option<String> = None;
    for check in &table.checks {
        let Some(Meaning::Comparison { column: name, op, right: Operand::Number(n) }) = checks::meaning(&check.sql) else { continue };
        if name != column.name || !bounding(*kind) {
            continue;
        }
        // Django names the check of a positive integer as its database does, and it means the type.
        let positive = n == "0" && op == ">=" && kind.is_integer();
        match op {
            ">=" if positive || check.name.is_empty() => least = Some(n),
            "<=" if check.name.is_empty() => most = Some(n),
            _ => {}
        }
    }
    let whole = |n: &String| !kind.is_integer() || n.parse::<i64>().is_ok();
    let (mut least, most) = (least.filter(whole), most.filter(whole));
    if least.as_deref() == Some("0")
        && let Some(positive) = positive(*kind)
    {
        *kind = positive;
        least = None;
    }
    let said = |n: String| if *kind == T::Decimal { toml::text(&n) } else { n };
    options.extend(least.map(|n| ("min_value", said(n))));
    options.extend(most.map(|n| ("max_value", said(n))));
}

/// The type whose values are those of a type with a sign that are not negative.
const fn positive(kind: T) -> Option<T> {
    match kind {
        T::Integer => Some(T::PositiveInteger),
        T::SmallInteger => Some(T::PositiveSmallInteger),
        T::BigInteger => Some(T::PositiveBigInteger),
        _ => None,
    }
}

/// Whether `min_value` and `max_value` are options of this type.
pub(super) const fn bounding(kind: T) -> bool {
    (kind.is_integer() && !matches!(kind, T::Auto)) || matches!(kind, T::Float | T::Decimal)
}

/// Whether no two rows have the same value there.
pub(super) fn is_unique(table: &Table, column: &str) -> bool {
    table.uniques.iter().any(|u| u.columns == [column]) || table.primary_key == [column]
}

/// `db_index`, where it is not what the type has by itself.
fn indexed(table: &Table, column: &Column, kind: T, unique: bool) -> Option<(&'static str, String)> {
    let alone = table.indexes.iter().any(|i| i.columns == [column.name.as_str()]);
    let first = |columns: &[String]| columns.first().is_some_and(|c| c.trim_start_matches('-') == column.name);
    let led = alone || table.indexes.iter().chain(&table.uniques).any(|i| first(&i.columns)) || first(&table.primary_key);
    match kind {
        T::ForeignKey if !led => Some(("db_index", "false".to_owned())),
        T::ForeignKey | T::OneToOne => None,
        _ => (alone && !unique).then(|| ("db_index", "true".to_owned())),
    }
}
