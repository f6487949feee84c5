//! A `SELECT` on its way to the database: what Django's ORM calls the query.
//!
//! The root table is `t0`, a detail's master table `m0`, joined tables are `t1`, `t2`, … in the order in which they are first needed, so the
//! same request always has the same text. Everything in the text is a fragment of a descriptor; values are bound.

use super::joins::{Join, Place, Placed};
use crate::Value;
use crate::db::Dialect;
use crate::hooks::marker;
use crate::schema::link::{Graph, ModelId, Path};
use std::borrow::Cow;
use std::fmt::Write as _;

/// One call of Django's `filter()`: conditions of one call mean the same related rows, those of two calls may mean different ones.
#[derive(Clone, Debug, Default)]
pub struct Call {
    pub(super) used: Vec<usize>,
}

/// One term of `ORDER BY`.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// The column, with its alias.
    pub sql: String,
    /// Whether it descends.
    pub desc: bool,
    /// The column again, as a path from the root.
    pub path: Path,
}

/// A query over one model's rows.
#[derive(Clone, Debug)]
pub struct Select<'g> {
    /// The resources.
    pub graph: &'g Graph,
    /// Whose rows.
    pub model: ModelId,
    pub(super) dialect: Dialect,
    pub(super) prefix: &'static str,
    pub(super) joins: Cow<'g, [Join]>,
    /// How many of the joins are there for conditions; those after them only serve the order, and a count does without them.
    pub(super) condition_joins: usize,
    /// Whether a condition needs the master's table.
    pub(super) condition_master: bool,
    wheres: Vec<String>,
    args: Vec<Value>,
    /// Whether each row is to come once only.
    pub distinct: bool,
    pub(super) order: Cow<'g, [Order]>,
    /// Whether rows outside their resources' scopes are not there.
    pub(super) scoped: bool,
}

impl<'g> Select<'g> {
    /// All rows of a model, in no order.
    pub fn new(graph: &'g Graph, dialect: Dialect, model: ModelId) -> Self {
        Self {
            graph,
            model,
            dialect,
            prefix: "",
            joins: Cow::Borrowed(&[]),
            condition_joins: 0,
            condition_master: false,
            wheres: Vec::new(),
            args: Vec::new(),
            distinct: false,
            order: Cow::Borrowed(&[]),
            scoped: false,
        }
    }

    /// The rows that a request may know of: those of other resources in conditions too.
    #[must_use]
    pub fn within_scope(mut self) -> Self {
        self.scoped = true;
        self
    }

    /// A query inside another one over the same model: its aliases begin with `s`.
    pub(super) fn inner(&self) -> Self {
        Self { prefix: "s", scoped: self.scoped, ..Self::new(self.graph, self.dialect, self.model) }
    }

    /// Which SQL is spoken.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The column at the end of a path, for a condition that only rows can meet which the path leads to: joins are INNER.
    /// A path that ends with a hop gives the key of the rows there.
    pub fn column(&mut self, path: &Path) -> String {
        let placed = self.place(path, &mut Call::default());
        self.require(&placed.joins);
        placed.sql
    }

    /// As [`Select::column`], within one call of `filter()`; joins stay LEFT where Django's would until [`Select::require`].
    pub fn place(&mut self, path: &Path, call: &mut Call) -> Placed {
        let placed = self.placed(path, Some(call));
        self.condition_joins = self.joins.len();
        self.condition_master |= placed.master;
        placed
    }

    /// The primary key's column.
    pub fn key(&self) -> String {
        let node = self.graph.model(self.model);
        self.sql(Place::Root, node.key().field.column)
    }

    /// Adds a condition, with a `?` for each of its values.
    pub fn push(&mut self, condition: impl Into<String>, args: impl IntoIterator<Item = Value>) {
        self.wheres.push(condition.into());
        self.args.extend(args);
    }

    /// Adds the condition that an [`inner`](Self::inner) query finds the row itself.
    pub(super) fn push_exists(&mut self, mut inner: Self) {
        let condition = format!("{} = {}", inner.key(), self.key());
        inner.push(condition, []);
        let mut sql = "EXISTS (SELECT 1 AS \"a\"".to_owned();
        inner.write_from(&mut sql, inner.joins.len(), inner.condition_master, "");
        sql.push(')');
        self.push(sql, inner.args);
    }

    /// All conditions, if they ask for the root's own columns only.
    pub(super) fn own_conditions(&self) -> Option<String> {
        (self.joins.is_empty() && !self.condition_master).then(|| self.wheres.join(" AND "))
    }

    /// Whether anything narrows the rows.
    pub fn is_narrowed(&self) -> bool {
        !self.wheres.is_empty()
    }

    /// The order.
    pub fn order(&self) -> &[Order] {
        &self.order
    }

    /// Turns the order round: a cursor's way back.
    pub fn reverse(&mut self) {
        for order in self.order.to_mut() {
            order.desc = !order.desc;
        }
    }

    /// Whether a list's rows are what [`Select::count_sql`] counts, so that `COUNT(*) OVER ()` in the list is the same number. Not so for
    /// DISTINCT, and where the order multiplies rows.
    pub fn counts_itself(&self) -> bool {
        !self.distinct && !self.joins[self.condition_joins..].iter().any(|j| j.many)
    }

    /// `SELECT columns FROM … WHERE … ORDER BY …`. `extra_joins` come after the query's own (a detail's master table is always there, as
    /// `m0`); `slice` adds `LIMIT ? OFFSET ?`. A DISTINCT query has more columns after those asked for, as Django's has.
    pub fn list_sql(&self, columns: &str, extra_joins: &str, slice: bool) -> String {
        let mut sql = String::with_capacity(256 + columns.len() + extra_joins.len());
        sql.push_str(if self.distinct { "SELECT DISTINCT " } else { "SELECT " });
        sql.push_str(columns);
        if self.distinct {
            // Rows are told apart by their key, and by what they are ordered by: only what is selected can order them.
            let _ = write!(sql, ", {}", self.key());
            for order in self.order.iter() {
                let _ = write!(sql, ", {}", order.sql);
            }
        }
        self.write_from(&mut sql, self.joins.len(), true, extra_joins);
        for (i, order) in self.order.iter().enumerate() {
            let _ = write!(sql, "{}{}{}", if i == 0 { " ORDER BY " } else { ", " }, order.sql, if order.desc { " DESC" } else { "" });
        }
        if slice {
            sql.push_str(" LIMIT ? OFFSET ?");
        }
        sql
    }

    /// How many rows there are, as Django's `count()` counts: without the order's joins.
    pub fn count_sql(&self) -> String {
        let mut sql = String::from("SELECT COUNT(*)");
        if self.distinct {
            let _ = write!(sql, " FROM (SELECT DISTINCT {}", self.key());
        }
        self.write_from(&mut sql, self.condition_joins, self.condition_master, "");
        if self.distinct {
            sql.push_str(") AS counted");
        }
        sql
    }

    /// The values of [`Select::count_sql`], and of [`Select::list_sql`] without a slice.
    pub fn args(&self) -> &[Value] {
        &self.args
    }

    /// The values of [`Select::list_sql`] with a slice: at most `limit` rows after the first `offset`.
    pub fn sliced_args(&self, limit: u64, offset: u64) -> Vec<Value> {
        let whole = |n: u64| Value::Int(i64::try_from(n).unwrap_or(i64::MAX));
        let mut args = Vec::with_capacity(self.args.len() + 2);
        args.extend_from_slice(&self.args);
        args.extend([whole(limit), whole(offset)]);
        args
    }

    fn write_from(&self, sql: &mut String, joins: usize, master: bool, extra_joins: &str) {
        let node = self.graph.model(self.model);
        let _ = write!(sql, " FROM {} AS {}t0", self.dialect.quote(node.model.table), self.prefix);
        if let (true, Some(above)) = (master, node.master) {
            let above = self.graph.model(above);
            let table = self.dialect.quote(above.model.table);
            let _ = write!(
                sql,
                " INNER JOIN {table} AS {}m0 ON {} = {}",
                self.prefix,
                self.sql(Place::Master, above.key().field.column),
                self.sql(Place::Root, node.key().field.column)
            );
        }
        for (i, join) in self.joins.iter().take(joins).enumerate() {
            let kind = if join.left { "LEFT OUTER JOIN" } else { "INNER JOIN" };
            let table = self.dialect.quote(&join.table);
            let _ = write!(
                sql,
                " {kind} {table} AS {}t{} ON {} = {}",
                self.prefix,
                i + 1,
                self.sql(join.parent, &join.parent_column),
                self.sql(Place::Join(i), &join.column)
            );
            if let Some(mark) = join.scope.and_then(|model| marker(self.graph, model, &format!("{}t{}", self.prefix, i + 1))) {
                let _ = write!(sql, " AND {mark}");
            }
            if let Some((column, model)) = &join.far {
                let (node, alias) = (self.graph.model(*model), format!("{}f{}", self.prefix, i + 1));
                if let Some(mark) = marker(self.graph, *model, &alias) {
                    let (table, key) = (self.dialect.quote(node.model.table), self.dialect.quote(node.key().field.column));
                    let far = self.sql(Place::Join(i), column);
                    let _ = write!(sql, " AND EXISTS (SELECT 1 FROM {table} AS {alias} WHERE {alias}.{key} = {far} AND {mark})");
                }
            }
        }
        sql.push_str(extra_joins);
        let own = if self.scoped { marker(self.graph, self.model, &format!("{}t0", self.prefix)) } else { None };
        for (i, condition) in own.iter().chain(&self.wheres).enumerate() {
            sql.push_str(if i == 0 { " WHERE " } else { " AND " });
            sql.push_str(condition);
        }
    }
}
