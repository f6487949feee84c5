//! A row scope as SQL: the conditions that a `get_queryset` hook asks for.

use super::forms::{self, Clean};
use super::lookups::{self, Condition, Operand};
use super::number::Number;
use super::select::{Call, Select};
use crate::db::Dialect;
use crate::hooks::Rows;
use crate::schema::link::{Graph, ModelId, Path};
use crate::schema::lookup::Lookup;
use crate::{ApiError, Value};

/// The alias that stands for the rows themselves.
const OWN: &str = "st0.";

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
    let own = select.own_conditions().map(|c| if c.is_empty() { "1 = 1".to_owned() } else { c });
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
    let clean: Vec<Clean> = values.iter().map(|value| cleaned(lookup, value)).collect();
    let operand = Operand { sql: &placed.sql, kind: graph.end_type(&path) };
    lookups::condition(select.dialect(), operand, lookup, &clean).map_err(|_| {
        tracing::error!(lookup = text, "a row scope has a pattern that is none");
        ApiError::internal()
    })
}

/// A value as a parameter's would be after its form.
fn cleaned(lookup: Lookup, value: &Value) -> Clean {
    match (lookup, value) {
        (_, Value::Null) => Clean::None,
        (Lookup::IsNull, Value::Bool(is)) => Clean::Bool(*is),
        (Lookup::Date, Value::Date(day)) => Clean::Date(*day),
        (Lookup::Year | Lookup::Month | Lookup::Day, value) => Number::parse(&forms::key_text(value)).map_or(Clean::None, Clean::Number),
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
