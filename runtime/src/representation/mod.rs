//! From rows to JSON: what DRF's serializers do on the way out (`to_representation`).
//!
//! A serializer is compiled into a [`Projection`] once: which columns to select, which tables to join, which statements to send for
//! relations to several rows (one for a whole page, never one a row), and how to write a row as JSON bytes. Requests only run it.

mod budget;
mod codec;
mod compile;
mod compound;
mod flex;
mod plan;
mod projections;
mod time;
mod write;

pub(crate) use budget::{TURN, too_large};
pub use flex::Flex;
pub use projections::Projections;

use crate::db::Row;
use crate::hooks::{Context, Resources, Table};
use crate::orm::{Select, Selection, Statement, own_column};
use crate::schema::link::SerId;
use crate::urls::Links;
use crate::{ApiError, Request, Value};
use budget::Budget;
use plan::Plan;
use std::ops::ControlFlow;
use write::{At, Below, Writer, gather};

/// A serializer's output, compiled.
#[derive(Debug)]
pub struct Projection {
    plan: Plan,
    item: plan::Write,
    /// The select list, and the joins that it needs.
    columns: Selection,
    joins: Statement,
    /// One row by its primary key, which is bound when the statement is sent.
    by_key: Statement,
    /// One row by its view's lookup field; the resources' serializers have one.
    by_lookup: Option<Statement>,
    returning: Option<String>,
    /// How many bytes an answer may have.
    limit: usize,
}

impl Projection {
    /// Compiles a serializer's output as a client wants it. An answer of more than `limit` bytes is refused.
    pub(crate) fn compile(resources: &Resources, hooks: &Table, limit: usize, ser: SerId, flex: Option<&Flex>) -> Self {
        let (graph, dialect) = (&*resources.graph, resources.dialect);
        let model = graph.serializers[ser].model;
        let (plan, item) = compile::compile((graph, hooks), dialect, ser, flex);
        let (columns, joins) = (plan.select_list(), plan.joins.clone());
        let one = |column: String, mut select: Select<'_>| {
            select.push(format!("{column} = ?"), [Value::Null]);
            select.list(&columns, &joins)
        };
        let all = || Select::new(graph, dialect, model);
        let by_key = one(all().key(), all());
        let by_lookup = graph.views.get(model).map(|view| {
            let column = own_column(model, view.lookup);
            one(all().column(&column), all().within_scope())
        });
        let own: Option<Vec<&str>> = plan.columns.iter().map(|c| c.own.as_deref()).collect();
        let returning = own
            .filter(|own| plan.children.is_empty() && plan.methods.is_empty() && joins.is_empty() && !own.is_empty())
            .map(|own| own.join(", "));
        Self { plan, item, columns, joins, by_key, by_lookup, returning, limit }
    }

    /// How many statements it takes to show rows, however many there are: one for the rows, and one for each relation to several rows.
    pub fn statements(&self) -> usize {
        1 + self.plan.below()
    }

    /// The column list for `INSERT … RETURNING` and `UPDATE … RETURNING`; `None` if the output needs more than the row itself.
    pub fn returning(&self) -> Option<&str> {
        self.returning.as_deref()
    }

    /// Writes a row that [`Projection::returning`] gave.
    pub(crate) fn write_returned(&self, resources: &Resources, request: &Request, row: &Row, out: &mut Vec<u8>) {
        let links = Links::new(&resources.graph, &request.urls);
        Writer::new(&links, self.limit).value(out, &self.item, At::alone(row));
    }

    /// Writes the row with this primary key as `{…}`; `false` if there is none (then nothing is written).
    ///
    /// # Errors
    ///
    /// What the database or a hook refuses.
    pub(crate) async fn one(&self, cx: &mut Context<'_>, key: &Value, out: &mut Vec<u8>) -> Result<bool, ApiError> {
        self.single(cx, &self.by_key, &self.by_key.bound(key), out).await
    }

    /// Writes the row whose lookup field has this value, in scope, if a view has this serializer; `None` if not.
    ///
    /// # Errors
    ///
    /// As [`Projection::one`].
    pub(crate) async fn one_by_lookup(&self, cx: &mut Context<'_>, key: &Value, out: &mut Vec<u8>) -> Result<Option<bool>, ApiError> {
        match &self.by_lookup {
            Some(statement) => self.single(cx, statement, &statement.bound(key), out).await.map(Some),
            None => Ok(None),
        }
    }

    /// Writes the first row of a query as `{…}`; `false` if there is none.
    ///
    /// # Errors
    ///
    /// As [`Projection::one`].
    pub(crate) async fn first(&self, cx: &mut Context<'_>, select: &Select<'_>, out: &mut Vec<u8>) -> Result<bool, ApiError> {
        let statement = select.list(&self.columns, &self.joins);
        self.single(cx, &statement, statement.values(), out).await
    }

    /// Writes all rows of a query as `[{…},{…}]`; gives their number.
    ///
    /// # Errors
    ///
    /// As [`Projection::one`].
    pub(crate) async fn rows(&self, cx: &mut Context<'_>, select: &Select<'_>, out: &mut Vec<u8>) -> Result<usize, ApiError> {
        let statement = select.list(&self.columns, &self.joins);
        if self.plan.is_flat() {
            return self.stream(cx, &statement, out).await;
        }
        let rows = Budget::new(self.limit).fetch(&mut cx.session, &self.plan, &statement, statement.values()).await?;
        self.write_all(cx, &rows, out).await?;
        Ok(rows.len())
    }

    /// Writes the rows of a statement as they come, so that none is held in memory, however many there are.
    async fn stream(&self, cx: &mut Context<'_>, statement: &Statement, out: &mut Vec<u8>) -> Result<usize, ApiError> {
        let links = Links::new(&cx.resources().graph, &cx.request.urls);
        let (writer, mut rows, mut over) = (Writer::new(&links, self.limit), 0, false);
        out.push(b'[');
        let mut take = |row: Row| {
            if rows > 0 {
                out.push(b',');
            }
            writer.value(out, &self.item, At::alone(&row));
            rows += 1;
            over = out.len() > self.limit;
            if over { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        cx.session.each_with(statement, statement.values(), &mut take).await?;
        if over {
            return Err(too_large(self.limit));
        }
        out.push(b']');
        Ok(rows)
    }

    /// One page of a query (at most `limit` rows after the first `offset`) and how many rows there are in all, in one statement; only a page
    /// without rows takes a second one to count. `counted` is that number where it is known already.
    pub(crate) async fn page(
        &self,
        cx: &mut Context<'_>,
        select: &Select<'_>,
        (limit, offset): (u64, u64),
        counted: Option<u64>,
    ) -> Result<Page, ApiError> {
        let statement = match counted {
            Some(_) => select.page(&self.columns, &self.joins, limit, offset),
            None => {
                let mut columns = self.columns.clone();
                columns.sql.push(", (").append(&select.count()).push(")");
                select.page(&columns, &self.joins, limit, offset)
            }
        };
        let rows = Budget::new(self.limit).fetch(&mut cx.session, &self.plan, &statement, statement.values()).await?;
        let at = self.plan.columns.len().max(1);
        let count = match (counted, rows.first()) {
            (Some(count), _) => count,
            (None, Some(row)) => row.int(at).and_then(|n| u64::try_from(n).ok()).unwrap_or(0),
            (None, None) => cx.session.count(&select.count()).await?,
        };
        Ok(Page { rows, count })
    }

    /// Rows of a query with further columns; gives the position of each of these in a row.
    pub(crate) async fn with_keys(
        &self,
        cx: &mut Context<'_>,
        select: &Select<'_>,
        keys: &[&Statement],
        (limit, offset): (u64, u64),
    ) -> Result<(Vec<Row>, Vec<usize>), ApiError> {
        let mut columns = self.columns.clone();
        let mut next = self.plan.columns.len().max(1);
        let mut places = Vec::with_capacity(keys.len());
        for key in keys {
            let shown = self.plan.columns.iter().position(|c| c.sql == **key);
            places.push(shown.unwrap_or(next));
            if shown.is_none() {
                columns.add(key, None);
                next += 1;
            }
        }
        let statement = select.page(&columns, &self.joins, limit, offset);
        let rows = Budget::new(self.limit).fetch(&mut cx.session, &self.plan, &statement, statement.values()).await?;
        Ok((rows, places))
    }

    /// Writes the first row of a statement that selects this projection's columns.
    async fn single(&self, cx: &mut Context<'_>, statement: &Statement, values: &[Value], out: &mut Vec<u8>) -> Result<bool, ApiError> {
        let Some(row) = cx.session.fetch_one_with(statement, values).await? else { return Ok(false) };
        let below = if self.plan.is_flat() {
            Below::default()
        } else {
            gather(cx, &self.plan, std::slice::from_ref(&row), &mut Budget::new(self.limit)).await?
        };
        let links = Links::new(&cx.resources().graph, &cx.request.urls);
        let writer = Writer::new(&links, self.limit);
        writer.value(out, &self.item, At { row: &row, index: 0, below: &below });
        writer.finish(out)?;
        Ok(true)
    }

    /// Writes rows that hold this projection's columns.
    pub(crate) async fn write_all(&self, cx: &mut Context<'_>, rows: &[Row], out: &mut Vec<u8>) -> Result<(), ApiError> {
        let below = match self.plan.is_flat() {
            true => Below::default(),
            false => gather(cx, &self.plan, rows, &mut Budget::new(self.limit)).await?,
        };
        let links = Links::new(&cx.resources().graph, &cx.request.urls);
        let writer = Writer::new(&links, self.limit);
        let start = out.len();
        let mut turn = start + TURN;
        out.push(b'[');
        for (index, row) in rows.iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            writer.value(out, &self.item, At { row, index, below: &below });
            if index == 0 {
                // Rows of one page are of about the same size.
                out.reserve(((out.len() - start) * rows.len()).min(1 << 20));
            }
            if out.len() > turn {
                writer.finish(out)?;
                tokio::task::yield_now().await;
                turn = out.len() + TURN;
            }
        }
        out.push(b']');
        writer.finish(out)
    }
}

/// Rows of a page.
pub(crate) struct Page {
    /// They hold the projection's columns.
    pub(crate) rows: Vec<Row>,
    /// How many rows there are on all pages.
    pub(crate) count: u64,
}

#[cfg(test)]
mod tests;
