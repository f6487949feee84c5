//! Lookups as SQL: what Django's backends write for each, and how a value is prepared for a column.

use super::clean::Clean;
use super::statement::Statement;
use super::{pattern, texts};
use crate::Value;
use crate::db::{Conn, DbError, Dialect, Sql as _};
use crate::python::{Decimal, dateparse};
use crate::schema::lookup::Lookup;
use crate::schema::model::FieldType;
use crate::value::{self, Parsed};
use std::collections::HashSet;

/// A condition on one column.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Condition {
    /// All rows meet it (Django's `FullResultSet`).
    Always,
    /// No row does (`EmptyResultSet`).
    Never,
    /// SQL, and its values.
    Sql(Statement),
}

/// The client's pattern is no regular expression, or needs more than one that runs in linear time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BadPattern;

/// A column under comparison.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Operand<'a> {
    /// With its alias, or how it is computed.
    pub(crate) sql: &'a Statement,
    /// What it is stored as.
    pub(crate) kind: FieldType,
    /// In which database.
    pub(crate) dialect: Dialect,
}

impl Operand<'_> {
    /// A condition: SQL with `{}` for each use of the column, and a `?` for each value.
    pub(crate) fn met(self, template: &str, values: impl IntoIterator<Item = Value>) -> Condition {
        Condition::Sql(Statement::fill(template, self.sql, values))
    }
}

/// A value made fit for a column.
enum Fit {
    Value(Value),
    /// Beyond the column's numbers: below (`false`) or above (`true`) all of them.
    Beyond(bool),
    /// The text is none of the column's values.
    Misfit,
}

/// The SQL of a lookup.
///
/// # Errors
///
/// A regular expression that cannot be used.
pub(crate) fn condition(dialect: Dialect, column: Operand<'_>, lookup: Lookup, values: &[Clean]) -> Result<Condition, BadPattern> {
    let Some(first) = values.first() else { return Ok(Condition::Never) };
    Ok(match lookup {
        Lookup::Exact if *first == Clean::None => null(column, true),
        Lookup::Exact => compare(column, "=", first),
        Lookup::Gt => compare(column, ">", first),
        Lookup::Gte => compare(column, ">=", first),
        Lookup::Lt => compare(column, "<", first),
        Lookup::Lte => compare(column, "<=", first),
        Lookup::In => one_of(column, values),
        Lookup::Range => between(column, values),
        Lookup::IsNull => null(column, *first == Clean::Bool(true)),
        Lookup::IExact
        | Lookup::Contains
        | Lookup::IContains
        | Lookup::StartsWith
        | Lookup::IStartsWith
        | Lookup::EndsWith
        | Lookup::IEndsWith => texts::like(dialect, column, lookup, &first.python()),
        Lookup::Regex | Lookup::IRegex => texts::regex(dialect, column, lookup == Lookup::IRegex, &as_pattern(first))?,
        Lookup::Date => match first {
            Clean::Date(day) => {
                let at = |clock: Option<chrono::NaiveTime>| clock.map(|c| Value::DateTime(day.and_time(c).and_utc()));
                match (at(dateparse::clock(0, 0, 0, 0)), at(dateparse::clock(23, 59, 59, 999_999))) {
                    (Some(start), Some(end)) => column.met("{} BETWEEN ? AND ?", [start, end]),
                    _ => Condition::Never,
                }
            }
            _ => Condition::Never,
        },
        Lookup::Year => year(column, first),
        Lookup::Month => part(dialect, column, Part::Month, first),
        Lookup::Day => part(dialect, column, Part::Day, first),
    })
}

/// A value as a regular expression.
fn as_pattern(value: &Clean) -> String {
    match value {
        Clean::Bool(value) => u8::from(*value).to_string(),
        other => other.python(),
    }
}

/// Whether the database can use the regular expression of a lookup, if it has one.
///
/// # Errors
///
/// What keeps the database from answering.
pub(crate) async fn usable(conn: &mut Conn, lookup: Lookup, values: &[Clean]) -> Result<bool, DbError> {
    match (lookup, values.first()) {
        (Lookup::Regex | Lookup::IRegex, Some(first)) => pattern::usable(conn, &as_pattern(first)).await,
        _ => Ok(true),
    }
}

fn null(column: Operand<'_>, is: bool) -> Condition {
    column.met(if is { "{} IS NULL" } else { "{} IS NOT NULL" }, [])
}

fn compare(column: Operand<'_>, operator: &str, value: &Clean) -> Condition {
    match fit(column, value) {
        Fit::Value(value) => column.met(&format!("{{}} {operator} ?"), [value]),
        Fit::Misfit => Condition::Never,
        Fit::Beyond(above) => match operator {
            "=" => Condition::Never,
            _ if operator.starts_with('<') != above => Condition::Never,
            _ => all(column),
        },
    }
}

/// Every row meets a comparison. Of numbers Django knows that by itself, and then does not compare at all; anything else is compared, and a
/// NULL is less or more than nothing.
fn all(column: Operand<'_>) -> Condition {
    if column.kind.is_integer() { Condition::Always } else { null(column, false) }
}

/// Of more values than this a list is bound as one: the text of the statement does not grow with it, and databases keep few texts.
const LISTED: usize = 64;

fn one_of(column: Operand<'_>, values: &[Clean]) -> Condition {
    let mut seen = HashSet::with_capacity(values.len());
    let mut args: Vec<Value> = Vec::with_capacity(values.len());
    for value in values.iter().filter(|v| **v != Clean::None) {
        if let Fit::Value(value) = fit(column, value)
            && seen.insert(format!("{value:?}"))
        {
            args.push(value);
        }
    }
    match args.len() {
        0 => Condition::Never,
        n if n > LISTED => column.met(&column.dialect.among("{}"), [Value::List(args)]),
        n => column.met(&format!("{{}} IN ({})", vec!["?"; n].join(", ")), args),
    }
}

/// One of these values, written as Django writes a multiple choice: databases plan it, and so break ties, as they do for Django.
pub(crate) fn any_of(column: Operand<'_>, values: &[Clean]) -> Condition {
    let args: Vec<Value> = values.iter().filter_map(|v| if let Fit::Value(value) = fit(column, v) { Some(value) } else { None }).collect();
    match args.len() {
        0 => Condition::Never,
        1 => column.met("{} = ?", args),
        n if n > LISTED => column.met(&column.dialect.among("{}"), [Value::List(args)]),
        n => column.met(&format!("({})", vec!["{} = ?"; n].join(" OR ")), args),
    }
}

/// How long a text may be that is looked for in other texts, in characters: databases compare it at each place, and SQLite refuses patterns of
/// more than 50,000 bytes.
const PATTERN: usize = 4096;
/// The same for regular expressions, which cost more.
const REGEX: usize = 1000;

/// Why the value of a lookup asks for too much, if it does: Django's text for a value that is too long.
pub(crate) fn too_long(lookup: Lookup, value: &Clean) -> Option<String> {
    let most = match lookup {
        Lookup::IExact
        | Lookup::Contains
        | Lookup::IContains
        | Lookup::StartsWith
        | Lookup::IStartsWith
        | Lookup::EndsWith
        | Lookup::IEndsWith => PATTERN,
        Lookup::Regex | Lookup::IRegex => REGEX,
        _ => return None,
    };
    let Clean::Text(text) = value else { return None };
    let shown = text.chars().count();
    (shown > most).then(|| format!("Ensure this value has at most {most} characters (it has {shown})."))
}

fn between(column: Operand<'_>, values: &[Clean]) -> Condition {
    let [low, high] = values else { return Condition::Never };
    let bound = |value: &Clean| match value {
        Clean::None => Fit::Misfit,
        value => fit(column, value),
    };
    match (bound(low), bound(high)) {
        (Fit::Value(low), Fit::Value(high)) => column.met("{} BETWEEN ? AND ?", [low, high]),
        (Fit::Misfit, _) | (_, Fit::Misfit) | (Fit::Beyond(true), _) | (_, Fit::Beyond(false)) => Condition::Never,
        (Fit::Beyond(false), Fit::Value(high)) => column.met("{} <= ?", [high]),
        (Fit::Value(low), Fit::Beyond(true)) => column.met("{} >= ?", [low]),
        (Fit::Beyond(false), Fit::Beyond(true)) => null(column, false),
    }
}

/// The whole year, so that an index on the column can be used. A year that no date has finds nothing.
fn year(column: Operand<'_>, value: &Clean) -> Condition {
    let Clean::Number(number) = value else { return Condition::Never };
    let found = number.to_i64().ok().and_then(|y| u32::try_from(y).ok());
    let (Some(start), Some(end)) = (found.and_then(|y| dateparse::ymd(y, 1, 1)), found.and_then(|y| dateparse::ymd(y, 12, 31))) else {
        return Condition::Never;
    };
    let bounds = if column.kind == FieldType::DateTime {
        let (Some(first), Some(last)) = (dateparse::clock(0, 0, 0, 0), dateparse::clock(23, 59, 59, 999_999)) else {
            return Condition::Never;
        };
        vec![Value::DateTime(start.and_time(first).and_utc()), Value::DateTime(end.and_time(last).and_utc())]
    } else {
        vec![Value::Date(start), Value::Date(end)]
    };
    column.met("{} BETWEEN ? AND ?", bounds)
}

/// A part of a date.
#[derive(Clone, Copy)]
enum Part {
    Month,
    Day,
}

/// Month or day, in UTC.
fn part(dialect: Dialect, column: Operand<'_>, part: Part, value: &Clean) -> Condition {
    let Clean::Number(number) = value else { return Condition::Never };
    let Ok(number) = number.to_i64() else { return Condition::Never };
    let (name, at) = match part {
        Part::Month => ("MONTH", 6),
        Part::Day => ("DAY", 9),
    };
    let found = match dialect {
        // Two digits of the text that SQLite keeps.
        Dialect::Sqlite => format!("CAST(substr({{}}, {at}, 2) AS INTEGER)"),
        Dialect::Postgres if column.kind == FieldType::DateTime => format!("EXTRACT({name} FROM {{}} AT TIME ZONE 'UTC')"),
        Dialect::Postgres | Dialect::MySql => format!("EXTRACT({name} FROM {{}})"),
    };
    column.met(&format!("{found} = ?"), [Value::Int(number)])
}

/// Django's `get_prep_value` and `get_db_prep_value`.
fn fit(column: Operand<'_>, value: &Clean) -> Fit {
    let kind = column.kind;
    let known = |value: Option<Value>| value.map_or(Fit::Misfit, Fit::Value);
    match value {
        Clean::None => Fit::Misfit,
        Clean::Key(Value::Null) => Fit::Misfit,
        Clean::Key(key) => Fit::Value(key.clone()),
        Clean::Bool(value) => Fit::Value(Value::Bool(*value)),
        Clean::Number(number) => fit_number(column, number),
        Clean::Date(date) if kind == FieldType::DateTime => {
            known(dateparse::clock(0, 0, 0, 0).map(|c| Value::DateTime(date.and_time(c).and_utc())))
        }
        Clean::Date(date) => Fit::Value(Value::Date(*date)),
        Clean::Moment(moment) => match value::moment(*moment) {
            Parsed::Value(Value::DateTime(moment)) if kind == FieldType::Date => Fit::Value(Value::Date(moment.date_naive())),
            moment => parsed::<()>(Ok(moment)),
        },
        Clean::Time(time) => Fit::Value(Value::Time(*time)),
        // Off PostgreSQL the column is a bigint of microseconds: what is longer lies beyond every row.
        Clean::Duration(micros) if column.dialect != Dialect::Postgres && i64::try_from(*micros).is_err() => Fit::Beyond(*micros > 0),
        Clean::Duration(micros) => Fit::Value(Value::Duration(*micros)),
        Clean::Uuid(uuid) => Fit::Value(Value::Uuid(*uuid)),
        Clean::Text(text) => parsed(value::parse(kind, column.dialect, text)),
    }
}

/// What a text or a moment came to. A text that is none of the column's values finds nothing.
fn parsed<E>(parsed: Result<Parsed, E>) -> Fit {
    match parsed {
        Ok(Parsed::Value(value)) => Fit::Value(value),
        Ok(Parsed::Beyond(above)) => Fit::Beyond(above),
        Ok(Parsed::Unordered) | Err(_) => Fit::Misfit,
    }
}

fn fit_number(column: Operand<'_>, number: &Decimal) -> Fit {
    let kind = column.kind;
    if kind.is_integer() || kind == FieldType::Duration {
        let (least, most) = value::integer_range(kind, column.dialect).unwrap_or((i64::MIN, i64::MAX));
        return match number.to_i64() {
            Ok(value) if value < least => Fit::Beyond(false),
            Ok(value) if value > most => Fit::Beyond(true),
            Ok(value) => Fit::Value(Value::Int(value)),
            Err(above) => Fit::Beyond(above),
        };
    }
    Fit::Value(match kind {
        FieldType::Float => Value::Float(number.to_float()),
        FieldType::Decimal => Value::Decimal(number.to_string()),
        _ => Value::Text(number.to_string()),
    })
}
