//! django-filter's `FilterSet`: all parameters are read first, and only if every one is right the list is narrowed.

mod given;

pub(super) use given::apply as apply_given;

use super::forms::{self, NoKey};
use crate::db::Sql as _;
use crate::hooks::Context;
use crate::orm::lookups::{self, Condition, Operand};
use crate::orm::{Clean, FilterCall, RowQuery, Select, Statement, batch_size, for_each_row, key_text};
use crate::schema::filterset::FilterKind;
use crate::schema::link::{FilterInput, FilterShape, Graph, LinkedFilter, ModelId, Path, View};
use crate::schema::lookup::Lookup;
use crate::{ApiError, Errors, Value};
use std::collections::HashSet;

/// A filter with its form.
#[derive(Clone, Debug)]
pub(super) struct Filter {
    /// Its parameter; of a `Between` the lower one, and the upper.
    names: (String, String),
    input: FilterInput,
    shape: FilterShape,
}

pub(super) fn compile(graph: &Graph, view: &View) -> Vec<Filter> {
    let made = view.filters.iter().map(|linked| {
        let (input, shape) = graph.filter_form(linked);
        let name = linked.filter.name;
        let names = match shape {
            FilterShape::Between(low, high) => (format!("{name}_{low}"), format!("{name}_{high}")),
            _ => (name.to_owned(), String::new()),
        };
        Filter { names, input, shape }
    });
    made.collect()
}

/// What a filter does.
enum Job {
    Nothing,
    /// A lookup with its values.
    Narrow(Lookup, Vec<Clean>),
    /// One of these rows, each row of the list once.
    Rows(Vec<Clean>),
    /// No rows at all.
    Nobody,
    Order(Vec<String>),
}

/// Narrows a list by a view's filterset. Gives the order that an ordering filter asks for.
///
/// # Errors
///
/// 400 with all parameters' errors.
pub(super) async fn apply(
    filters: &[Filter],
    linked: &[LinkedFilter],
    cx: &mut Context<'_>,
    select: &mut Select<'_>,
) -> Result<Option<Vec<String>>, ApiError> {
    let mut jobs: Vec<(&LinkedFilter, Job)> = Vec::new();
    let mut errors: Vec<(String, Errors)> = Vec::new();
    for (filter, linked) in filters.iter().zip(linked) {
        let present = |name: &str| !name.is_empty() && cx.request.query.iter().any(|(k, _)| k == name);
        if !present(&filter.names.0) && !present(&filter.names.1) {
            continue;
        }
        match read(filter, linked, cx).await? {
            Ok(Job::Nothing) => {}
            Ok(job) => jobs.push((linked, job)),
            Err(messages) => errors.push((linked.filter.name.to_owned(), Errors::List(messages))),
        }
    }
    // A pattern that cannot be used is found out only here, and is an error of its parameter like any other.
    let mut order = None;
    let mut narrowed = select.clone();
    for (linked, job) in jobs {
        let usable = match &job {
            Job::Narrow(lookup, values) => lookups::usable(cx.connection(), *lookup, values).await?,
            _ => true,
        };
        if let Job::Order(names) = job {
            order = Some(names);
        } else if let Some(path) = &linked.path
            && (!usable || narrow(&mut narrowed, path, job).is_err())
        {
            errors.push((linked.filter.name.to_owned(), Errors::message("Enter a valid value.")));
        }
    }
    if !errors.is_empty() {
        return Err(ApiError::invalid(Errors::Dict(errors)));
    }
    *select = narrowed;
    Ok(order)
}

/// Adds one `filter()`.
fn narrow(select: &mut Select<'_>, path: &Path, job: Job) -> Result<(), lookups::BadPattern> {
    let graph = select.graph;
    let dialect = select.dialect();
    let mut call = FilterCall::default();
    let (lookup, values, any_of) = match job {
        Job::Nothing | Job::Order(_) => return Ok(()),
        Job::Nobody => {
            select.distinct = true;
            select.push("1 = 0", []);
            return Ok(());
        }
        Job::Narrow(lookup, values) => (lookup, values, false),
        Job::Rows(values) => (Lookup::Exact, values, true),
    };
    let placed = select.place(path, &mut call);
    let column = Operand { sql: &placed.sql, kind: graph.end_type(path), dialect };
    let condition = if any_of {
        select.distinct = true;
        lookups::any_of(column, &values)
    } else {
        lookups::condition(dialect, column, lookup, &values)?
    };
    // "Is null" is also true of what is not there at all.
    let absent = match (lookup, values.first()) {
        (Lookup::IsNull, Some(Clean::Bool(is))) => *is,
        (Lookup::Exact, Some(Clean::None)) => true,
        _ => false,
    };
    if !absent {
        select.require(&placed.joins);
    }
    match condition {
        Condition::Always => {}
        Condition::Never => select.push("1 = 0", []),
        Condition::Sql(sql) => select.push_statement(sql),
    }
    Ok(())
}

/// Cleans a filter's parameters; the inner error is the form's messages.
async fn read(filter: &Filter, linked: &LinkedFilter, cx: &mut Context<'_>) -> Result<Result<Job, Vec<String>>, ApiError> {
    let lookup = match linked.filter.kind {
        FilterKind::Lookup(lookup) => lookup,
        _ => Lookup::Exact,
    };
    let single = |error: String| Ok(Err(vec![error]));
    if let FilterInput::Rows(model) = filter.input {
        let given: Vec<&str> = cx.request.query.iter().filter(|(k, _)| *k == filter.names.0).map(|(_, v)| v.as_str()).collect();
        return match filter.shape {
            FilterShape::One => rows(model, &given, cx).await,
            // Django's multiple choice takes no text for a list.
            _ if given.iter().any(|v| !v.is_empty()) => single("Enter a list of values.".to_owned()),
            _ => Ok(Ok(Job::Nobody)),
        };
    }
    let last = cx.request.param(&filter.names.0).unwrap_or("");
    match filter.shape {
        FilterShape::One => {
            // The parent is found by a column that is not its key, and there is none: whatever key its text looks like is another row's.
            let lost = cx.request.above.as_ref().is_some_and(|above| above.name == filter.names.0 && !above.by_key && above.key.is_none());
            if lost && matches!(filter.input, FilterInput::Row(_)) {
                return single(NO_ROW.to_owned());
            }
            let value = match one(filter.input, last, cx).await? {
                Ok(value) => value,
                Err(error) => return single(error),
            };
            if value.is_empty() {
                return Ok(Ok(Job::Nothing));
            }
            if let Some(error) = lookups::too_long(lookup, &value) {
                return single(error);
            }
            let null = matches!(filter.input, FilterInput::Choice(_)) && value == Clean::Text("null".to_owned());
            Ok(Ok(Job::Narrow(lookup, vec![if null { Clean::None } else { value }])))
        }
        FilterShape::List | FilterShape::Pair => {
            if last.is_empty() {
                return Ok(Ok(Job::Nothing));
            }
            // The widget reads one boolean before it looks for commas: a list is none, and none filters nothing, as everywhere.
            if filter.input == FilterInput::Boolean && forms::clean(filter.input, last) == Ok(Clean::None) {
                return Ok(Ok(Job::Nothing));
            }
            if let FilterInput::Row(model) = filter.input {
                return Ok(listed(model, last, cx).await?.map(|values| Job::Narrow(lookup, values)).map_err(|error| vec![error]));
            }
            let mut values = Vec::new();
            let mut seen = HashSet::new();
            for text in last.split(',') {
                // The same again changes no list, however often it comes; a range has two ends.
                if filter.shape == FilterShape::List && !seen.insert(text) {
                    continue;
                }
                match one(filter.input, text, cx).await? {
                    Ok(value) => values.push(value),
                    Err(error) => return single(error),
                }
            }
            if filter.shape == FilterShape::Pair && values.len() != 2 {
                return single("Range query expects two values.".to_owned());
            }
            if let FilterInput::Ordering(_) = filter.input {
                let names = values.into_iter().filter_map(|v| if let Clean::Text(name) = v { Some(name) } else { None });
                return Ok(Ok(Job::Order(names.filter(|n| !n.is_empty()).collect())));
            }
            Ok(Ok(Job::Narrow(lookup, values)))
        }
        FilterShape::Between(..) => {
            let high = cx.request.param(&filter.names.1).unwrap_or("");
            let mut errors: Vec<String> = Vec::new();
            let mut ends = [Clean::None, Clean::None];
            for (end, text) in ends.iter_mut().zip([last, high]) {
                match forms::clean(filter.input, text) {
                    Ok(value) => *end = value,
                    Err(error) if errors.contains(&error) => {}
                    Err(error) => errors.push(error),
                }
            }
            if !errors.is_empty() {
                return Ok(Err(errors));
            }
            let [low, high] = ends;
            Ok(Ok(match (low == Clean::None, high == Clean::None) {
                (true, true) => Job::Nothing,
                (false, true) => Job::Narrow(Lookup::Gte, vec![low]),
                (true, false) => Job::Narrow(Lookup::Lte, vec![high]),
                (false, false) => Job::Narrow(Lookup::Range, vec![low, high]),
            }))
        }
    }
}

/// `ModelChoiceField`'s message.
const NO_ROW: &str = "Select a valid choice. That choice is not one of the available choices.";

/// Cleans one value; a row's key is looked up.
async fn one(input: FilterInput, text: &str, cx: &mut Context<'_>) -> Result<Result<Clean, String>, ApiError> {
    let value = match forms::clean(input, text) {
        Ok(value) => value,
        Err(error) => return Ok(Err(error)),
    };
    if let Err(error) = forms::within_limit(&value) {
        return Ok(Err(error));
    }
    let FilterInput::Row(model) = input else { return Ok(Ok(value)) };
    if value.is_empty() {
        return Ok(Ok(Clean::None));
    }
    let missing = || NO_ROW.to_owned();
    let graph = &cx.resources().graph;
    let node = graph.model(model);
    let key = match forms::key(graph.stored_type(model, node.pk), cx.session.dialect(), text) {
        Ok(key) => key,
        Err(NoKey::Value) => return Ok(Err(missing())),
        Err(NoKey::Message(message)) => return Ok(Err(message)),
    };
    let (table, column) = (cx.session.dialect().quote(node.model.table), cx.session.dialect().quote(node.key().field.column));
    let mut query = Statement::with(format!("SELECT 1 FROM {table} AS t0 WHERE {column} = ?"), [key.clone()]);
    query.and_scope(graph, model, "t0");
    let found = cx.session.fetch_one(&query).await?.is_some();
    Ok(if found { Ok(Clean::Key(key)) } else { Err(missing()) })
}

/// Rows by a list of their keys: all are looked up at once. django-filter reads one after the other, and the first error is the only one.
async fn listed(model: ModelId, texts: &str, cx: &mut Context<'_>) -> Result<Result<Vec<Clean>, String>, ApiError> {
    let graph = &cx.resources().graph;
    let node = graph.model(model);
    let kind = graph.stored_type(model, node.pk);
    let missing = || Err(NO_ROW.to_owned());
    let mut keys = Vec::new();
    let mut wrong = None;
    let mut seen = HashSet::new();
    for text in texts.split(',') {
        if !seen.insert(text) {
            continue;
        }
        match forms::clean(FilterInput::Row(model), text) {
            Ok(Clean::None) => continue,
            Ok(_) => {}
            Err(error) => {
                wrong = Some(error);
                break;
            }
        }
        match forms::key(kind, cx.session.dialect(), text) {
            Ok(key) => keys.push(key),
            Err(NoKey::Value) => {
                wrong = missing().err();
                break;
            }
            Err(NoKey::Message(message)) => {
                wrong = Some(message);
                break;
            }
        }
    }
    let (table, column) = (cx.session.dialect().quote(node.model.table), cx.session.dialect().quote(node.key().field.column));
    let dialect = cx.session.dialect();
    for keys in keys.chunks(batch_size(dialect)) {
        let rows: Vec<Vec<Value>> = keys.iter().map(|key| vec![key.clone()]).collect();
        let query = for_each_row(dialect, &rows, &[kind], |value| {
            let mut condition = Statement::from(format!("t0.{column} = "));
            condition.append(&value(0)).and_scope(graph, model, "t0");
            RowQuery { from: format!("{table} AS t0"), condition, ..RowQuery::default() }
        });
        let found = cx.session.fetch(&query).await?;
        let there: HashSet<i64> = found.iter().filter_map(|row| row.int(0)).collect();
        if (0..).zip(keys).any(|(at, _)| !there.contains(&at)) {
            return Ok(missing());
        }
    }
    Ok(match wrong {
        Some(error) => Err(error),
        None => Ok(keys.into_iter().map(Clean::Key).collect()),
    })
}

/// `ModelMultipleChoiceField`: every key has to be one, and every row has to be there.
async fn rows(model: ModelId, given: &[&str], cx: &mut Context<'_>) -> Result<Result<Job, Vec<String>>, ApiError> {
    let graph = &cx.resources().graph;
    let node = graph.model(model);
    let kind = graph.stored_type(model, node.pk);
    let mut keys: Vec<Value> = Vec::with_capacity(given.len());
    let mut seen = HashSet::with_capacity(given.len());
    for text in given {
        if let Err(error) = forms::clean(FilterInput::Rows(model), text) {
            return Ok(Err(vec![error]));
        }
        match forms::key(kind, cx.session.dialect(), text) {
            // Beyond all keys: no row has it, which is said below.
            Ok(Value::Null) => {}
            Ok(key) if !seen.insert(key_text(&key)) => {}
            Ok(key) => keys.push(key),
            Err(NoKey::Value) => return Ok(Err(vec![format!("“{text}” is not a valid value.")])),
            Err(NoKey::Message(message)) => return Ok(Err(vec![message])),
        }
    }
    let (table, column) = (cx.session.dialect().quote(node.model.table), cx.session.dialect().quote(node.key().field.column));
    let text = format!("SELECT {column} FROM {table} AS t0 WHERE {}", cx.session.dialect().among(&column));
    let mut query = Statement::with(text, [Value::List(keys)]);
    query.and_scope(graph, model, "t0");
    let rows = cx.session.fetch(&query).await?;
    let found: Vec<Value> = rows.iter().map(|row| row.value(0, kind)).collect();
    // The text has to be the key's own: `01` is not `1` here.
    let known: HashSet<String> = found.iter().map(key_text).collect();
    if let Some(missing) = given.iter().find(|text| !known.contains(**text)) {
        return Ok(Err(vec![forms::not_a_choice(missing)]));
    }
    Ok(Ok(Job::Rows(found.into_iter().map(Clean::Key).collect())))
}
