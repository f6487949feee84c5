//! Filters of typed access: their values have types already, so no form reads them.

use super::{Filter, Job, narrow};
use crate::db::Conn;
use crate::orm::{Clean, Given, Select, cleaned, lookups};
use crate::schema::filterset::FilterKind;
use crate::schema::link::{FilterInput, FilterShape, LinkedFilter};
use crate::schema::lookup::Lookup;
use crate::{ApiError, Errors, Value};

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
