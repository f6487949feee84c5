//! The tables of an API as SQL, with the columns that Django would make: the first migration, of spec folders and of derived resources.

use crate::link::{Column, Graph, ModelId};
use crate::model::{Check, FieldType, Literal, Operand};
use std::fmt::Write as _;

/// The tables of an API in SQLite's words; empty if no resource is managed.
pub fn sqlite(graph: &Graph) -> String {
    sqlite_of(graph, |_| true)
}

/// The tables of some of an API's resources: those of the others are made elsewhere.
pub fn sqlite_of(graph: &Graph, wanted: impl Fn(ModelId) -> bool) -> String {
    let mut out = String::new();
    for id in order(graph).into_iter().filter(|id| wanted(*id)) {
        let node = &graph.models[id];
        if !node.model.managed {
            continue;
        }
        if out.is_empty() {
            out.push_str("-- The first schema, with the columns that Django's SQLite backend writes.\n");
        }
        table(graph, id, &mut out);
    }
    out
}

/// The resources in the order in which their tables are made: those that a table points to before it, otherwise as they are registered. Circles are cut: SQLite reads the names of
/// other tables only when rows are written.
pub fn order(graph: &Graph) -> Vec<ModelId> {
    fn visit(graph: &Graph, id: ModelId, seen: &mut Vec<bool>, out: &mut Vec<ModelId>) {
        if std::mem::replace(&mut seen[id], true) {
            return;
        }
        for column in graph.models[id].fields.iter().filter(|c| c.owner == id) {
            column.target.into_iter().for_each(|target| visit(graph, target, seen, out));
        }
        out.push(id);
    }
    let mut seen = vec![false; graph.models.len()];
    let mut out = Vec::new();
    // `auth.User` is the server's own table.
    seen[graph.user()] = true;
    (0..graph.api.resources.len()).for_each(|id| visit(graph, id, &mut seen, &mut out));
    out
}

fn table(graph: &Graph, id: ModelId, out: &mut String) {
    let node = &graph.models[id];
    let name = node.model.table;
    let own = || node.fields.iter().enumerate().filter(|(_, c)| c.owner == id);
    let mut lines: Vec<String> = Vec::new();
    for (at, column) in own().filter(|(_, c)| c.field.kind != FieldType::ManyToMany) {
        lines.push(definition(graph, id, at, column));
    }
    lines.extend(node.model.constraints.iter().map(|check| constraint(graph, id, check)));
    create(name, &lines, out);
    for set in node.model.unique_together {
        let columns: Vec<&str> = set.iter().map(|field| column_name(graph, id, field)).collect();
        index(name, &columns, true, out);
    }
    for (_, column) in own() {
        let field = column.field;
        if field.db_index && !field.unique && field.kind != FieldType::ManyToMany {
            index(name, &[field.column], false, out);
        }
    }
    for set in node.model.indexes {
        let columns: Vec<String> = set
            .iter()
            .map(|field| match field.strip_prefix('-') {
                Some(field) => format!("{} DESC", column_name(graph, id, field)),
                None => column_name(graph, id, field).to_owned(),
            })
            .collect();
        index(name, &columns.iter().map(String::as_str).collect::<Vec<_>>(), false, out);
    }
    for (_, column) in own() {
        pairs(graph, id, column, out);
    }
}

fn create(name: &str, lines: &[String], out: &mut String) {
    // Writing to a string does not fail.
    let _ = write!(out, "\nCREATE TABLE {} (\n    {}\n);\n", quote(name), lines.join(",\n    "));
}

/// The table of a many-to-many relation that goes through no resource.
fn pairs(graph: &Graph, id: ModelId, column: &Column, out: &mut String) {
    let (Some(pairs), Some(target)) = (&column.pairs, column.target) else { return };
    if pairs.through.is_some() {
        return;
    }
    let key = |name: &str, to: ModelId| format!("{} {} NOT NULL {}", quote(name), key_type(graph, to), references(graph, to));
    let lines =
        ["\"id\" integer NOT NULL PRIMARY KEY AUTOINCREMENT".to_owned(), key(&pairs.from_column, id), key(&pairs.to_column, target)];
    create(&pairs.table, &lines, out);
    index(&pairs.table, &[&pairs.from_column, &pairs.to_column], true, out);
    index(&pairs.table, &[&pairs.from_column], false, out);
    index(&pairs.table, &[&pairs.to_column], false, out);
}

fn index(table: &str, columns: &[&str], unique: bool, out: &mut String) {
    let name = format!("{table}_{}_{}", columns.join("_").replace(" DESC", "_desc"), if unique { "uniq" } else { "idx" });
    let quoted: Vec<String> =
        columns.iter().map(|c| c.strip_suffix(" DESC").map_or_else(|| quote(c), |c| format!("{} DESC", quote(c)))).collect();
    let unique = if unique { "UNIQUE " } else { "" };
    let _ = writeln!(out, "CREATE {unique}INDEX {} ON {} ({});", quote(&name), quote(table), quoted.join(", "));
}

fn definition(graph: &Graph, id: ModelId, at: usize, column: &Column) -> String {
    let field = column.field;
    let quoted = quote(field.column);
    let kind = graph.stored_type(id, at);
    let sql_type = match column.target {
        Some(target) => key_type(graph, target),
        None => column_type(field.kind, field.max_length),
    };
    let mut out = format!("{quoted} {sql_type}");
    out.push_str(if field.null { " NULL" } else { " NOT NULL" });
    if field.primary_key {
        out.push_str(" PRIMARY KEY");
    } else if field.unique {
        out.push_str(" UNIQUE");
    }
    match (column.target, kind) {
        (Some(target), _) => {
            out.push(' ');
            out.push_str(&references(graph, target));
        }
        (None, FieldType::Auto) => out.push_str(" AUTOINCREMENT"),
        (None, FieldType::PositiveInteger) => out.push_str(&format!(" CHECK ({quoted} >= 0)")),
        (None, FieldType::Json) => out.push_str(&format!(" CHECK ((JSON_VALID({quoted}) OR {quoted} IS NULL))")),
        (None, _) => {}
    }
    out
}

fn references(graph: &Graph, to: ModelId) -> String {
    let node = &graph.models[to];
    format!("REFERENCES {} ({}) DEFERRABLE INITIALLY DEFERRED", quote(node.model.table), quote(node.key().field.column))
}

/// Django's `data_types` of its SQLite backend.
fn column_type(kind: FieldType, max_length: Option<u32>) -> String {
    match kind {
        FieldType::Auto | FieldType::Integer => "integer",
        FieldType::BigInteger | FieldType::Duration => "bigint",
        FieldType::SmallInteger => "smallint",
        FieldType::PositiveInteger => "integer unsigned",
        FieldType::Float => "real",
        FieldType::Decimal => "decimal",
        FieldType::Boolean => "bool",
        FieldType::Text | FieldType::Json => "text",
        FieldType::Uuid => "char(32)",
        FieldType::Date => "date",
        FieldType::Time => "time",
        FieldType::DateTime => "datetime",
        FieldType::IpAddress => "char(39)",
        FieldType::String | FieldType::Slug | FieldType::Email | FieldType::Url => {
            return max_length.map_or_else(|| "varchar".to_owned(), |n| format!("varchar({n})"));
        }
        // A key without a target does not link.
        FieldType::ForeignKey | FieldType::OneToOne | FieldType::ManyToMany => "bigint",
    }
    .to_owned()
}

/// The type of a key to a resource: Django's `rel_db_type`.
fn key_type(graph: &Graph, to: ModelId) -> String {
    if to == graph.user() {
        return "integer".to_owned();
    }
    let key = graph.models[to].key();
    match (key.target, key.field.kind) {
        (Some(target), _) => key_type(graph, target),
        (None, FieldType::Auto) => "bigint".to_owned(),
        (None, FieldType::PositiveInteger) => "integer".to_owned(),
        (None, kind) => column_type(kind, key.field.max_length),
    }
}

fn column_name<'a>(graph: &'a Graph, id: ModelId, field: &'a str) -> &'a str {
    let node = &graph.models[id];
    node.position(field).map_or(field, |at| node.fields[at].field.column)
}

fn constraint(graph: &Graph, id: ModelId, check: &Check) -> String {
    let node = &graph.models[id];
    let kind = node.position(check.field).map(|at| graph.stored_type(id, at));
    let right = match check.right {
        Operand::Field(name) => quote(column_name(graph, id, name)),
        Operand::Value(value) => constant(value, kind),
    };
    format!("CONSTRAINT {} CHECK ({} {} {right})", quote(check.name), quote(column_name(graph, id, check.field)), check.op)
}

fn constant(value: Literal, kind: Option<FieldType>) -> String {
    let text = |text: &str| format!("'{}'", text.replace('\'', "''"));
    match value {
        Literal::Bool(b) => u8::from(b).to_string(),
        Literal::Int(n) => n.to_string(),
        Literal::Float(n) => n.to_string(),
        Literal::Decimal(digits) => digits.to_owned(),
        // Stored with a space, and in UTC.
        Literal::Str(moment) if kind == Some(FieldType::DateTime) => text(moment.replace(['T', 't'], " ").trim_end_matches(['Z', 'z'])),
        Literal::Str(t) | Literal::Json(t) => text(t),
        Literal::Null | Literal::Uuid4 | Literal::Uuid7 | Literal::Now => "NULL".to_owned(),
    }
}

fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
