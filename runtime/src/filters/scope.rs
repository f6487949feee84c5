//! A row scope as SQL: the conditions that a `get_queryset` hook asks for.

use super::forms::{self, Clean};
use super::lookups::{self, Condition, Operand};
use super::select::{Call, Select};
use crate::db::{Dialect, Sql as _, key_list};
use crate::hooks::Rows;
use crate::python::Decimal;
use crate::schema::link::{Graph, ModelId, Path};
use crate::schema::lookup::Lookup;
use crate::schema::model::FieldType;
use crate::{ApiError, Value};
use std::sync::Arc;

/// The alias of the rows in a scope's own query.
const ROOT: &str = "st0.";
/// Stands for the alias that the rows have in a statement. No name has this letter.
const OWN: &str = "\u{3}.";

/// A scope, before it is known under which alias the rows are.
#[derive(Debug)]
pub(crate) struct ScopeSql {
    /// If it asks only for columns of the rows' own table: the conditions.
    pub(crate) own: Option<String>,
    /// Otherwise a query for the keys of the rows.
    pub(crate) whole: String,
    /// The key's column.
    pub(crate) key: String,
    /// The values of either.
    pub(crate) args: Vec<Value>,
}

impl ScopeSql {
    /// The condition on rows under an alias.
    pub(crate) fn condition(&self, alias: &str) -> String {
        match &self.own {
            Some(own) => format!("({})", own.replace(OWN, &format!("{alias}."))),
            None => format!("({alias}.{} IN ({}))", self.key, self.whole),
        }
    }

    /// The scope of a master: its rows that are none of a detail's, or of one that is within its own scope.
    pub(crate) fn of_master(graph: &Graph, dialect: Dialect, master: ModelId, details: &[(ModelId, Arc<Self>)]) -> Self {
        let name = |model: ModelId| dialect.quote(graph.model(model).key().field.column);
        let key = name(master);
        let (mut conditions, mut args) = (Vec::with_capacity(details.len()), Vec::new());
        for (at, (detail, scope)) in details.iter().enumerate() {
            let (table, alias) = (dialect.quote(graph.model(*detail).model.table), format!("sd{at}"));
            let same = format!("SELECT 1 FROM {table} AS {alias} WHERE {alias}.{} = {OWN}{key}", name(*detail));
            conditions.push(format!("(NOT EXISTS ({same}) OR EXISTS ({same} AND {}))", scope.condition(&alias)));
            args.extend_from_slice(&scope.args);
        }
        Self { own: Some(conditions.join(" AND ")), whole: String::new(), key, args }
    }
}

/// Compiles what a hook gave.
///
/// # Errors
///
/// 500 for a name that leads nowhere, which is logged.
pub(crate) fn scope(graph: &Graph, dialect: Dialect, model: ModelId, rows: &Rows) -> Result<ScopeSql, ApiError> {
    let mut select = Select::new(graph, dialect, model).inner();
    for term in &rows.terms {
        let mut alternatives = Vec::with_capacity(term.0.len());
        let mut args = Vec::new();
        for (lookup, values) in &term.0 {
            match condition(&mut select, lookup, values, term.0.len() == 1)? {
                Condition::Always => alternatives.push("1 = 1".to_owned()),
                Condition::Never => alternatives.push("1 = 0".to_owned()),
                Condition::Sql(sql, more) => {
                    alternatives.push(sql);
                    args.extend(more);
                }
            }
        }
        let condition = if alternatives.is_empty() { "1 = 0".to_owned() } else { format!("({})", alternatives.join(" OR ")) };
        select.push(condition, args);
    }
    let own = select.own_conditions().map(|c| if c.is_empty() { "1 = 1".to_owned() } else { c.replace(ROOT, OWN) });
    let key = dialect.quote(graph.model(model).key().field.column);
    Ok(ScopeSql { own, whole: select.list_sql(&select.key(), "", false), key, args: select.args().to_vec() })
}

fn condition(select: &mut Select<'_>, text: &str, values: &[Value], alone: bool) -> Result<Condition, ApiError> {
    let graph = select.graph;
    let (path, lookup) = resolve(graph, select.model, text, values.len() != 1).ok_or_else(|| {
        tracing::error!(lookup = text, "a row scope asks for what is not there");
        ApiError::internal()
    })?;
    let placed = select.place(&path, &mut Call::default());
    let null = matches!(values, [Value::Null]);
    let absent = null || (lookup == Lookup::IsNull && matches!(values, [Value::Bool(true)]));
    if alone && !absent {
        select.require(&placed.joins);
    }
    let kind = graph.end_type(&path);
    let clean: Vec<Clean> = values.iter().map(|value| cleaned(lookup, value, kind)).collect();
    let operand = Operand { sql: &placed.sql, kind, dialect: select.dialect() };
    let condition = lookups::condition(select.dialect(), operand, lookup, &clean).map_err(|_| {
        tracing::error!(lookup = text, "a row scope has a pattern that is none");
        ApiError::internal()
    })?;
    Ok(match condition {
        // A scope is often a list of keys, and long: as one value it leaves the statement's text alone.
        Condition::Sql(_, args) if lookup == Lookup::In && (kind.is_integer() || kind.is_text() || kind == FieldType::Uuid) => {
            let list = match args.as_slice() {
                // One that is long is bound as one already.
                [list @ Value::List(_)] => list.clone(),
                _ => key_list(&args),
            };
            Condition::Sql(select.dialect().among(&placed.sql), vec![list])
        }
        condition => condition,
    })
}

/// A value as a parameter's would be after its form.
pub(super) fn cleaned(lookup: Lookup, value: &Value, kind: FieldType) -> Clean {
    match (lookup, value) {
        (_, Value::Null) => Clean::None,
        (Lookup::IsNull, Value::Bool(is)) => Clean::Bool(*is),
        (_, Value::Date(day)) => Clean::Date(*day),
        (Lookup::Year | Lookup::Month | Lookup::Day, value) => Decimal::parse(&forms::key_text(value)).map_or(Clean::None, Clean::Number),
        // A text is also the form of what has no type in Rust, a decimal.
        (_, Value::Text(text)) => Clean::Text(text.clone()),
        (_, Value::Int(number)) if !kind.is_integer() => Decimal::parse(&number.to_string()).map_or(Clean::None, Clean::Number),
        (_, value) => Clean::Key(value.clone()),
    }
}

/// `author__name__startswith`: a path, and perhaps a lookup behind it.
fn resolve(graph: &Graph, model: ModelId, text: &str, several: bool) -> Option<(Path, Lookup)> {
    if let Ok(path) = graph.path(model, text) {
        return Some((path, if several { Lookup::In } else { Lookup::Exact }));
    }
    let (path, name) = text.rsplit_once("__")?;
    let lookup = Lookup::ALL.iter().copied().find(|l| l.name() == name)?;
    Some((graph.path(model, path).ok()?, lookup))
}
