//! Filters of typed access: their values have types already, so no form reads them.

use super::{Filter, Job, narrow};
use crate::columns::Column;
use crate::db::Conn;
use crate::orm::{Clean, Select, cleaned, lookups};
use crate::schema::filterset::FilterKind;
use crate::schema::link::{FilterInput, FilterShape, LinkedFilter};
use crate::schema::lookup::Lookup;
use crate::{ApiError, Errors, Value};
use std::ops::RangeInclusive;

/// The filters of a filterset that are set, by their parameters, with their values.
#[derive(Clone, Debug, Default)]
pub struct Given(Vec<(&'static str, Vec<Value>)>);

impl Given {
    /// Adds a filter if it is set. A raw identifier is its parameter without the mark.
    pub fn add(&mut self, name: &'static str, argument: Option<impl FilterArgument>) {
        if let Some(argument) = argument {
            self.0.push((name.strip_prefix("r#").unwrap_or(name), argument.values()));
        }
    }

    /// Adds the filters of another set.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn get(&self, name: &str) -> Option<&[Value]> {
        self.0.iter().rev().find(|(given, _)| *given == name && !name.is_empty()).map(|(_, values)| values.as_slice())
    }
}

/// What a filter of typed access takes: one value, a list of them for `in` and for relations to several rows, a range for `range`.
pub trait FilterArgument {
    /// The values.
    fn values(self) -> Vec<Value>;
}

impl<T: Column> FilterArgument for T {
    fn values(self) -> Vec<Value> {
        vec![self.into_value()]
    }
}

/// A value of a column whose type the filterset doesn't know: `Decimal`, `NaiveDate` and the rest turn `into()` one.
impl FilterArgument for Value {
    fn values(self) -> Vec<Value> {
        match self {
            Self::List(values) => values,
            value => vec![value],
        }
    }
}

impl<T: FilterArgument> FilterArgument for Vec<T> {
    fn values(self) -> Vec<Value> {
        self.into_iter().flat_map(T::values).collect()
    }
}

impl<T: FilterArgument> FilterArgument for RangeInclusive<T> {
    fn values(self) -> Vec<Value> {
        let (low, high) = self.into_inner();
        [low, high].into_iter().flat_map(T::values).collect()
    }
}

/// The name that an ordering filter takes, with `-` in front for descending.
impl FilterArgument for &'static str {
    fn values(self) -> Vec<Value> {
        vec![self.into()]
    }
}

/// Narrows rows by typed filters, as Django's `filter()` does: a key that leads to no row is no error, it finds none. Gives the order that an
/// ordering filter asks for.
///
/// # Errors
///
/// 400 for a pattern that cannot be used and for an ordering that the filter does not have.
pub(in crate::filters) async fn apply(
    filters: &[Filter],
    linked: &[LinkedFilter],
    given: &Given,
    conn: &mut Conn,
    select: &mut Select<'_>,
) -> Result<Option<Vec<String>>, ApiError> {
    let mut order = None;
    for (filter, linked) in filters.iter().zip(linked) {
        let (low, high) = (given.get(&filter.names.0), given.get(&filter.names.1));
        if low.is_none() && high.is_none() {
            continue;
        }
        let wrong = || ApiError::invalid(Errors::Dict(vec![(linked.filter.name.to_owned(), Errors::message("Enter a valid value."))]));
        let job = match job(select, filter, linked, low, high) {
            Some(Job::Order(names)) => {
                order = Some(names);
                continue;
            }
            Some(job) => job,
            None => return Err(wrong()),
        };
        if let Job::Narrow(lookup, values) = &job
            && !lookups::usable(conn, *lookup, values).await?
        {
            return Err(wrong());
        }
        if let Some(path) = &linked.path {
            narrow(select, path, job).map_err(|_| wrong())?;
        }
    }
    Ok(order)
}

/// What a filter does with its values; of an ordering that it does not have, nothing.
fn job(select: &Select<'_>, filter: &Filter, linked: &LinkedFilter, low: Option<&[Value]>, high: Option<&[Value]>) -> Option<Job> {
    if let FilterInput::Ordering(names) = filter.input {
        let asked = low.unwrap_or_default().iter().filter_map(|v| if let Value::Text(name) = v { Some(name.clone()) } else { None });
        let asked: Vec<String> = asked.collect();
        let known = asked.iter().all(|name| names.contains(&name.strip_prefix('-').unwrap_or(name)));
        return known.then_some(Job::Order(asked));
    }
    let lookup = if let FilterKind::Lookup(lookup) = linked.filter.kind { lookup } else { Lookup::Exact };
    let kind = select.graph.end_type(linked.path.as_ref()?);
    let clean = |values: &[Value], lookup| -> Vec<Clean> { values.iter().map(|value| cleaned(lookup, value, kind)).collect() };
    if let FilterShape::Between(..) = filter.shape {
        let end = |values: Option<&[Value]>| clean(values?, Lookup::Gte).into_iter().next();
        return Some(match (end(low), end(high)) {
            (Some(low), Some(high)) => Job::Narrow(Lookup::Range, vec![low, high]),
            (Some(low), None) => Job::Narrow(Lookup::Gte, vec![low]),
            (None, Some(high)) => Job::Narrow(Lookup::Lte, vec![high]),
            (None, None) => Job::Nothing,
        });
    }
    let values = clean(low.unwrap_or_default(), lookup);
    Some(match filter.input {
        FilterInput::Rows(_) if lookup == Lookup::Exact => Job::Rows(values),
        _ => Job::Narrow(lookup, values),
    })
}
