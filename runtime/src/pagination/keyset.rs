//! Positions in an order: reading, writing and comparing the values that a query is ordered by.

use crate::Value;
use crate::db::{Dialect, Row, Sql as _};
use crate::json::encode;
use crate::orm::{Select, Statement};
use crate::python::{Decimal, dateparse};
use crate::schema::model::FieldType;
use crate::value::{self, Parsed};

/// One column of the order.
#[derive(Clone, Debug)]
pub(super) struct Term {
    /// With its alias, or how it is computed.
    pub(super) sql: Statement,
    pub(super) desc: bool,
    stored: FieldType,
    places: u32,
    nullable: bool,
    dialect: Dialect,
}

impl Term {
    /// A query's order, up to the column that makes it total.
    pub(super) fn all(select: &Select<'_>) -> Vec<Self> {
        let graph = select.graph;
        let mut terms = Vec::new();
        for order in select.order() {
            let node = graph.model(order.path.model);
            let column = order.path.column.unwrap_or(node.pk);
            let field = node.fields[column].field;
            let direct = order.path.hops.is_empty();
            let nullable = field.null || !direct;
            terms.push(Self {
                sql: order.sql.clone(),
                desc: order.desc,
                stored: graph.stored_type(order.path.model, column),
                places: field.decimal_places,
                nullable,
                dialect: select.dialect(),
            });
            if direct && field.unique && !field.null {
                break;
            }
        }
        terms
    }

    /// A row's value.
    pub(super) fn read(&self, row: &Row, at: usize) -> Value {
        row.value(at, self.stored)
    }

    /// Python's `str()` of a value, as Django reads it from the database.
    pub(super) fn text(&self, value: &Value) -> String {
        let mut out = Vec::new();
        match value {
            Value::Null | Value::List(_) => {}
            Value::Bool(v) => out.extend_from_slice(if *v { b"True" } else { b"False" }),
            Value::Int(v) => encode::int(&mut out, *v),
            Value::Float(v) => encode::float(&mut out, *v),
            Value::Text(v) | Value::Json(v) | Value::Address(v) => out.extend_from_slice(v.as_bytes()),
            Value::Decimal(v) => match self.decimal(v) {
                Some(decimal) => decimal.write(&mut out),
                None => out.extend_from_slice(v.as_bytes()),
            },
            Value::Uuid(v) => out.extend_from_slice(v.to_string().as_bytes()),
            Value::Date(v) => out.extend_from_slice(v.to_string().as_bytes()),
            Value::Time(v) => out.extend_from_slice(v.format("%H:%M:%S%.6f").to_string().trim_end_matches(".000000").as_bytes()),
            Value::DateTime(v) => {
                out.extend_from_slice(v.format("%Y-%m-%d %H:%M:%S%.6f").to_string().trim_end_matches(".000000").as_bytes());
                out.extend_from_slice(b"+00:00");
            }
            Value::Duration(v) => out.extend_from_slice(dateparse::duration_text(*v).as_bytes()),
        }
        String::from_utf8(out).unwrap_or_default()
    }

    /// The bound that a text of a cursor means; `None` if it means none.
    pub(super) fn parse(&self, text: &str) -> Option<Bound> {
        let place = value::parse(self.stored, self.dialect, text).ok()?;
        Some(Bound { place, given: Some(text.to_owned()) })
    }

    /// The condition that a row comes after a bound.
    fn after(&self, bound: &Bound) -> Statement {
        let sql = |template: &str, value: Option<&Value>| Statement::fill(template, &self.sql, value.cloned());
        // Whether nulls come after the values in this direction.
        let nulls_follow = self.desc == self.dialect.nulls_come_first();
        match &bound.place {
            Parsed::Unordered => "1 = 0".into(),
            Parsed::Beyond(above) if *above != self.desc => {
                if self.nullable && nulls_follow {
                    sql("{} IS NULL", None)
                } else {
                    "1 = 0".into()
                }
            }
            Parsed::Beyond(_) => {
                if self.nullable && !nulls_follow {
                    sql("{} IS NOT NULL", None)
                } else {
                    "1 = 1".into()
                }
            }
            Parsed::Value(Value::Null) if nulls_follow => "1 = 0".into(),
            Parsed::Value(Value::Null) => sql("{} IS NOT NULL", None),
            Parsed::Value(value) => {
                let template = match (self.nullable && nulls_follow, self.desc) {
                    (true, true) => "({} < ? OR {} IS NULL)",
                    (true, false) => "({} > ? OR {} IS NULL)",
                    (false, true) => "{} < ?",
                    (false, false) => "{} > ?",
                };
                sql(template, Some(value))
            }
        }
    }

    /// A stored decimal at the column's places.
    fn decimal(&self, text: &str) -> Option<Decimal> {
        match self.dialect {
            Dialect::Sqlite => Decimal::from_float(text.parse().ok()?, self.places),
            _ => Some(Decimal::parse(text)?.quantize(self.places)),
        }
    }

    fn same(&self, bound: &Bound) -> Statement {
        match &bound.place {
            Parsed::Value(Value::Null) => Statement::fill("{} IS NULL", &self.sql, []),
            Parsed::Value(value) => Statement::fill("{} = ?", &self.sql, [value.clone()]),
            Parsed::Beyond(_) | Parsed::Unordered => "1 = 0".into(),
        }
    }
}

/// Where a page begins or ends, in the values of one term.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Bound {
    pub(super) place: Parsed,
    /// The text that a cursor had for it.
    pub(super) given: Option<String>,
}

impl Bound {
    /// A row's value.
    pub(super) fn of(value: Value) -> Self {
        Self { place: Parsed::Value(value), given: None }
    }

    /// A value that rows may have.
    pub(super) fn value(&self) -> Option<&Value> {
        match &self.place {
            Parsed::Value(value) => Some(value),
            Parsed::Beyond(_) | Parsed::Unordered => None,
        }
    }
}

/// The condition that a row comes after a position, which may have fewer values than the order has columns: then rows that share them
/// all come after nothing.
pub(super) fn after(terms: &[Term], position: &[Bound]) -> Statement {
    let mut sql = Statement::new();
    let mut open = 0;
    let pairs: Vec<(&Term, &Bound)> = terms.iter().zip(position).collect();
    if let [(first, bound), _, ..] = pairs.as_slice()
        && !first.nullable
        && let Some(value) = bound.value()
    {
        // What follows from the rest, said so that an index can be used.
        let template = if first.desc { "{} <= ? AND " } else { "{} >= ? AND " };
        sql.append(&Statement::fill(template, &first.sql, [value.clone()]));
    }
    for (i, (term, bound)) in pairs.iter().enumerate() {
        let beyond = term.after(bound);
        if i + 1 == pairs.len() {
            sql.append(&beyond);
        } else {
            sql.push("(").append(&beyond).push(" OR (").append(&term.same(bound)).push(" AND ");
            open += 1;
        }
    }
    sql.push(&"))".repeat(open));
    sql
}
