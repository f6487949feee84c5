//! What DRF's serializers do on the way out, and the actions that only read.
//!
//! A serializer is compiled into a [`Projection`] once: which columns to select, which tables to join, which statements to send for
//! relations to several rows (one for a whole page, never one a row), and how to write a row as JSON bytes. Requests only run it.

mod actions;
mod budget;
mod codec;
mod compile;
mod flex;
mod parent;
mod plan;
mod projections;
mod time;
mod write;

pub(crate) use actions::list_of;
pub use actions::{get_object, list, location, lookup_value, retrieve};
pub(crate) use budget::{TURN, too_large};
pub use flex::Flex;
pub(crate) use parent::{above, parent_in_query};
pub use projections::{Projections, projection};

use crate::db::{Conn, Dialect, Row};
use crate::filters::Select;
use crate::hooks::{self, Table};
use crate::request::UrlStyle;
use crate::schema::link::{Graph, ModelId, Path, SerId};
use crate::urls::Links;
use crate::{ApiError, App, Request, Value};
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
    columns: String,
    joins: String,
    /// One row by its primary key.
    by_key: String,
    /// One row by its view's lookup field; the resource's own serializers have one.
    by_lookup: Option<String>,
    returning: Option<String>,
}

impl Projection {
    /// Compiles a serializer's output as a client wants it, without values that hooks compute.
    pub fn compile(graph: &Graph, dialect: Dialect, ser: SerId, flex: Option<&Flex>) -> Self {
        Self::with_hooks(graph, &Table::default(), dialect, ser, flex)
    }

    /// [`Projection::compile`] with the values that hooks compute.
    pub(crate) fn with_hooks(graph: &Graph, hooks: &Table, dialect: Dialect, ser: SerId, flex: Option<&Flex>) -> Self {
        let model = graph.serializers[ser].model;
        let (plan, item) = compile::compile((graph, hooks), dialect, ser, flex);
        let (columns, joins) = (plan.select_list(), plan.joins.clone());
        let one = |column: String, mut select: Select<'_>| {
            select.push(format!("{column} = ?"), []);
            select.list_sql(&columns, &joins, false)
        };
        let all = || Select::new(graph, dialect, model);
        let by_key = one(all().key(), all());
        let by_lookup = graph.views.get(ser).map(|view| {
            let column = own_column(model, view.lookup);
            one(all().column(&column), all().within_scope())
        });
        let own: Option<Vec<&str>> = plan.columns.iter().map(|c| c.own.as_deref()).collect();
        let returning = own
            .filter(|own| plan.children.is_empty() && plan.methods.is_empty() && joins.is_empty() && !own.is_empty())
            .map(|own| own.join(", "));
        Self { plan, item, columns, joins, by_key, by_lookup, returning }
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
    ///
    /// # Errors
    ///
    /// None at present.
    pub fn write_returned(&self, app: &App, row: &Row, urls: &UrlStyle, out: &mut Vec<u8>) -> Result<(), ApiError> {
        let links = Links::new(&app.graph, urls);
        Writer::new(&links, app.settings.response_limit).value(out, &self.item, At::alone(row));
        Ok(())
    }

    /// Writes the row with this primary key as `{…}`; `false` if there is none (then nothing is written).
    ///
    /// # Errors
    ///
    /// What the database refuses.
    pub async fn one(&self, app: &App, conn: &mut Conn, key: &Value, req: &Request, out: &mut Vec<u8>) -> Result<bool, ApiError> {
        self.single(app, conn, &self.by_key, std::slice::from_ref(key), req, out).await
    }

    /// Writes all rows of a query as `[{…},{…}]`; gives their number.
    ///
    /// # Errors
    ///
    /// What the database refuses.
    pub async fn rows(&self, app: &App, conn: &mut Conn, select: &Select<'_>, req: &Request, out: &mut Vec<u8>) -> Result<usize, ApiError> {
        let sql = select.list_sql(&self.columns, &self.joins, false);
        if self.plan.is_flat() {
            return self.stream((app, req), conn, (&sql, select.args()), out).await;
        }
        let rows = Budget::new(app).fetch((app, req), conn, &self.plan, &sql, select.args()).await?;
        self.write_all(app, conn, &rows, req, out).await?;
        Ok(rows.len())
    }

    /// Writes the rows of a statement as they come: as many as there are, so none is held.
    async fn stream(
        &self,
        (app, req): (&App, &Request),
        conn: &mut Conn,
        (sql, args): (&str, &[Value]),
        out: &mut Vec<u8>,
    ) -> Result<usize, ApiError> {
        let links = Links::new(&app.graph, &req.urls);
        let limit = app.settings.response_limit;
        let (writer, mut rows, mut over) = (Writer::new(&links, limit), 0, false);
        out.push(b'[');
        let mut take = |row: Row| {
            if rows > 0 {
                out.push(b',');
            }
            writer.value(out, &self.item, At::alone(&row));
            rows += 1;
            over = out.len() > limit;
            if over { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        hooks::each((app, req), conn, sql, args, &mut take).await?;
        if over {
            return Err(too_large(limit));
        }
        out.push(b']');
        Ok(rows)
    }

    /// How many rows a query has.
    pub(crate) async fn count(&self, app: &App, req: &Request, conn: &mut Conn, select: &Select<'_>) -> Result<u64, ApiError> {
        let row = hooks::fetch_one(app, req, conn, &select.count_sql(), select.args()).await?;
        Ok(row.and_then(|r| r.int(0)).and_then(|n| u64::try_from(n).ok()).unwrap_or(0))
    }

    /// One page of a query and how many rows there are in all, in one statement; only a page without rows takes a second one to count.
    pub(crate) async fn page(
        &self,
        (app, req): (&App, &Request),
        conn: &mut Conn,
        select: &Select<'_>,
        (limit, offset): (u64, u64),
        counted: Option<u64>,
    ) -> Result<Page, ApiError> {
        let sliced = select.sliced_args(limit, offset);
        let mut budget = Budget::new(app);
        let rows = match counted {
            Some(_) => {
                let sql = select.list_sql(&self.columns, &self.joins, true);
                budget.fetch((app, req), conn, &self.plan, &sql, &sliced).await?
            }
            None => {
                let columns = format!("{}, ({})", self.columns, select.count_sql());
                let mut args = select.args().to_vec();
                args.extend(sliced);
                budget.fetch((app, req), conn, &self.plan, &select.list_sql(&columns, &self.joins, true), &args).await?
            }
        };
        let at = self.plan.columns.len().max(1);
        let count = match (counted, rows.first()) {
            (Some(count), _) => count,
            (None, Some(row)) => row.int(at).and_then(|n| u64::try_from(n).ok()).unwrap_or(0),
            (None, None) => self.count(app, req, conn, select).await?,
        };
        Ok(Page { rows, count })
    }

    /// Rows of a query with further columns; gives the position of the first of these.
    pub(crate) async fn with_keys(
        &self,
        (app, req): (&App, &Request),
        conn: &mut Conn,
        select: &Select<'_>,
        keys: &[&str],
        (limit, offset): (u64, u64),
    ) -> Result<(Vec<Row>, usize), ApiError> {
        let columns = format!("{}, {}", self.columns, keys.join(", "));
        let (sql, args) = (select.list_sql(&columns, &self.joins, true), select.sliced_args(limit, offset));
        let rows = Budget::new(app).fetch((app, req), conn, &self.plan, &sql, &args).await?;
        Ok((rows, self.plan.columns.len().max(1)))
    }

    /// Writes the first row of a statement that selects this projection's columns.
    async fn single(
        &self,
        app: &App,
        conn: &mut Conn,
        sql: &str,
        args: &[Value],
        req: &Request,
        out: &mut Vec<u8>,
    ) -> Result<bool, ApiError> {
        let Some(row) = hooks::fetch_one(app, req, conn, sql, args).await? else { return Ok(false) };
        let below = if self.plan.is_flat() {
            Below::default()
        } else {
            gather((app, req), &self.plan, conn, std::slice::from_ref(&row), &mut Budget::new(app)).await?
        };
        let links = Links::new(&app.graph, &req.urls);
        let writer = Writer::new(&links, app.settings.response_limit);
        writer.value(out, &self.item, At { row: &row, index: 0, below: &below });
        writer.finish(out)?;
        Ok(true)
    }

    /// Writes rows that hold this projection's columns.
    pub(crate) async fn write_all(
        &self,
        app: &App,
        conn: &mut Conn,
        rows: &[Row],
        req: &Request,
        out: &mut Vec<u8>,
    ) -> Result<(), ApiError> {
        let below =
            if self.plan.is_flat() { Below::default() } else { gather((app, req), &self.plan, conn, rows, &mut Budget::new(app)).await? };
        let links = Links::new(&app.graph, &req.urls);
        let writer = Writer::new(&links, app.settings.response_limit);
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

/// A column of a model as a path without hops.
fn own_column(model: ModelId, column: usize) -> Path {
    Path { root: model, hops: Vec::new(), model, column: Some(column) }
}

#[cfg(test)]
mod tests;
