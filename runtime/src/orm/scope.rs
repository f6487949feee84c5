//! Row scopes as SQL: the conditions that a `get_queryset` hook asks for.

use super::clean::{Clean, key_text};
use super::lookups::{self, Condition, Operand};
use super::q::Q;
use super::select::{FilterCall, Select};
use super::statement::Statement;
use crate::db::{Dialect, Sql as _, key_list};
use crate::python::Decimal;
use crate::schema::link::{Graph, ModelId, Path};
use crate::schema::lookup::Lookup;
use crate::schema::model::FieldType;
use crate::{ApiError, Value};
use std::sync::Arc;

/// The rows of a resource, to be narrowed: what a `get_queryset` hook gets and gives.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    terms: Vec<Term>,
    conditions: Vec<Q>,
}

/// Lookups of which any holds.
#[derive(Clone, Debug)]
struct Term(Vec<(&'static str, Vec<Value>)>);

impl Rows {
    /// Only rows of which a lookup holds, as Django's `filter` writes it: `rows.filter("author__name__startswith", "A")`. A name that leads
    /// nowhere is logged, and the request is answered with 500: no row leaves by mistake.
    #[must_use]
    pub fn filter(self, lookup: &'static str, value: impl Into<Value>) -> Self {
        self.any([(lookup, value.into())])
    }

    /// Only rows whose value is one of these; without values, no rows.
    #[must_use]
    pub fn filter_in<V: Into<Value>>(mut self, lookup: &'static str, values: impl IntoIterator<Item = V>) -> Self {
        self.terms.push(Term(vec![(lookup, values.into_iter().map(Into::into).collect())]));
        self
    }

    /// Only rows of which any of these lookups holds: Django's `Q(…) | Q(…)`.
    #[must_use]
    pub fn any(mut self, lookups: impl IntoIterator<Item = (&'static str, Value)>) -> Self {
        self.terms.push(Term(lookups.into_iter().map(|(lookup, value)| (lookup, vec![value])).collect()));
        self
    }

    /// Only rows of which a lookup does not hold: Django's `exclude`. Rows in which the compared column is null stay, and over a relation to
    /// several rows those stay of which none fits.
    #[must_use]
    pub fn exclude(self, lookup: &'static str, value: impl Into<Value>) -> Self {
        self.filter_q(!Q::new(lookup, value))
    }

    /// Only rows of which a condition holds: Django's `filter(Q(…) | ~Q(…))`.
    #[must_use]
    pub fn filter_q(mut self, condition: Q) -> Self {
        self.conditions.push(condition);
        self
    }

    /// No row.
    #[must_use]
    pub fn none(mut self) -> Self {
        self.terms.push(Term(Vec::new()));
        self
    }
}

/// Which rows of a resource a request may know of.
#[derive(Debug)]
pub(crate) enum RowScope {
    /// Those that the resource's own hook left.
    Rows(ModelId, Rows),
    /// Of a master without a hook of its own: its rows without those of details that are outside of their details' scopes.
    Details(ModelId, Vec<(ModelId, Arc<Self>)>),
}

impl RowScope {
    /// The condition on rows under an alias.
    ///
    /// # Errors
    ///
    /// 500 for a lookup that leads nowhere, which is logged.
    pub(crate) fn condition(&self, graph: &Graph, dialect: Dialect, alias: &str) -> Result<Statement, ApiError> {
        match self {
            Self::Rows(model, rows) => condition(graph, dialect, *model, rows, alias),
            Self::Details(master, details) => {
                let name = |model: ModelId| dialect.quote(graph.model(model).key().field.column);
                let key = format!("{alias}.{}", name(*master));
                let mut all = Statement::from("(");
                for (at, (detail, scope)) in details.iter().enumerate() {
                    let (table, inner) = (dialect.quote(graph.model(*detail).model.table), format!("sd{at}"));
                    let same = format!("SELECT 1 FROM {table} AS {inner} WHERE {inner}.{} = {key}", name(*detail));
                    all.push(if at > 0 { " AND " } else { "" });
                    all.push(&format!("(NOT EXISTS ({same}) OR EXISTS ({same} AND "));
                    all.append(&scope.condition(graph, dialect, &inner)?).push("))");
                }
                all.push(")");
                Ok(all)
            }
        }
    }
}

/// The condition that rows under an alias are among those of a hook.
///
/// # Errors
///
/// As [`RowScope::condition`].
pub(crate) fn condition(graph: &Graph, dialect: Dialect, model: ModelId, rows: &Rows, alias: &str) -> Result<Statement, ApiError> {
    let mut sql = Statement::from("(");
    let root = Select::new(graph, dialect, model);
    let mut own = root.over_alias(alias);
    narrow(&mut own, rows)?;
    if let Some(conditions) = own.own_conditions() {
        if conditions.is_empty() {
            sql.push("1 = 1");
        }
        sql.append(&conditions);
    } else {
        // The lookups read other tables.
        let mut keys = root.inner();
        narrow(&mut keys, rows)?;
        let key = dialect.quote(graph.model(model).key().field.column);
        sql.push(&format!("{alias}.{key} IN (")).append(&keys.list_of(&keys.key())).push(")");
    }
    for more in &rows.conditions {
        sql.push(" AND ").append(&more.condition(graph, dialect, model, alias)?);
    }
    sql.push(")");
    Ok(sql)
}

fn narrow(select: &mut Select<'_>, rows: &Rows) -> Result<(), ApiError> {
    for term in &rows.terms {
        let mut alternatives: Vec<Statement> = Vec::with_capacity(term.0.len());
        for (lookup, values) in &term.0 {
            match alternative(select, lookup, values, term.0.len() == 1)? {
                Condition::Always => alternatives.push("1 = 1".into()),
                Condition::Never => alternatives.push("1 = 0".into()),
                Condition::Sql(sql) => alternatives.push(sql),
            }
        }
        let mut condition = Statement::from(if alternatives.is_empty() { "1 = 0" } else { "(" });
        if !alternatives.is_empty() {
            condition.append_joined(&alternatives, " OR ").push(")");
        }
        select.push_statement(condition);
    }
    Ok(())
}

/// One lookup of a term; `only`: the term has no other.
fn alternative(select: &mut Select<'_>, text: &str, values: &[Value], only: bool) -> Result<Condition, ApiError> {
    let graph = select.graph;
    let (path, lookup) = resolve(graph, select.model, text, values.len() != 1)
        .ok_or_else(|| ApiError::internal(format_args!("a hook narrows rows by `{text}`, which leads nowhere")))?;
    let placed = select.place(&path, &mut FilterCall::default());
    let null = matches!(values, [Value::Null]);
    let absent = null || (lookup == Lookup::IsNull && matches!(values, [Value::Bool(true)]));
    if only && !absent {
        select.require(&placed.joins);
    }
    let kind = graph.end_type(&path);
    let clean: Vec<Clean> = values.iter().map(|value| cleaned(lookup, value, kind)).collect();
    let operand = Operand { sql: &placed.sql, kind, dialect: select.dialect() };
    let condition = lookups::condition(select.dialect(), operand, lookup, &clean)
        .map_err(|_| ApiError::internal(format_args!("a hook narrows rows by `{text}` with a regular expression that cannot be used")))?;
    Ok(match condition {
        // A scope is often a list of keys, and long: as one value it leaves the statement's text alone.
        Condition::Sql(sql)
            if lookup == Lookup::In
                && placed.sql.values().is_empty()
                && (kind.is_integer() || kind.is_text() || kind == FieldType::Uuid) =>
        {
            let list = match sql.values() {
                // A long list is bound as one value already.
                [list @ Value::List(_)] => list.clone(),
                args => key_list(args),
            };
            operand.met(&select.dialect().among("{}"), [list])
        }
        condition => condition,
    })
}

/// A value as a parameter's would be after its form.
pub(crate) fn cleaned(lookup: Lookup, value: &Value, kind: FieldType) -> Clean {
    match (lookup, value) {
        (_, Value::Null) => Clean::None,
        (Lookup::IsNull, Value::Bool(is)) => Clean::Bool(*is),
        (_, Value::Date(day)) => Clean::Date(*day),
        (Lookup::Year | Lookup::Month | Lookup::Day, value) => Decimal::parse(&key_text(value)).map_or(Clean::None, Clean::Number),
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
