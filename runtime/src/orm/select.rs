//! A `SELECT` on its way to the database: what Django's ORM calls the query.
//!
//! The root table is `t0`, a detail's master table `m0`, joined tables are `t1`, `t2`, … in the order in which they are first needed, so the
//! same request always has the same text. Everything in the text is a fragment of a descriptor; values are bound.

use super::joins::{Join, Place, Placed};
use super::statement::Statement;
use crate::Value;
use crate::db::Dialect;
use crate::schema::link::{Graph, ModelId, Path};
use std::borrow::Cow;

/// One call of Django's `filter()`: conditions of one call mean the same related rows, those of two calls may mean different ones.
#[derive(Clone, Debug, Default)]
pub struct FilterCall {
    pub(crate) joins: Vec<usize>,
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
    /// The alias of the model's own table.
    root: Cow<'static, str>,
    pub(crate) joins: Cow<'g, [Join]>,
    /// How many of the joins are there for conditions; those after them only serve the order, and a count does without them.
    pub(super) condition_joins: usize,
    /// Whether a condition needs the master's table.
    pub(super) condition_master: bool,
    wheres: Vec<Statement>,
    /// Whether each row is to come once only.
    pub distinct: bool,
    pub(crate) order: Cow<'g, [Order]>,
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
            root: Cow::Borrowed("t0"),
            joins: Cow::Borrowed(&[]),
            condition_joins: 0,
            condition_master: false,
            wheres: Vec::new(),
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
    pub(crate) fn inner(&self) -> Self {
        Self { prefix: "s", root: Cow::Borrowed("st0"), scoped: self.scoped, ..Self::new(self.graph, self.dialect, self.model) }
    }

    /// An [`inner`](Self::inner) query whose own columns are those of rows under an alias of the outer query.
    pub(super) fn over_alias(&self, alias: &str) -> Self {
        Self { root: Cow::Owned(alias.to_owned()), ..self.inner() }
    }

    /// The alias of the model's own table.
    pub(super) fn root(&self) -> &str {
        &self.root
    }

    /// Which SQL is spoken.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The column at the end of a path, for a condition that only rows can meet which the path leads to: joins are INNER.
    /// A path that ends with a hop gives the key of the rows there.
    pub fn column(&mut self, path: &Path) -> String {
        let placed = self.place(path, &mut FilterCall::default());
        self.require(&placed.joins);
        placed.sql
    }

    /// As [`Select::column`], within one call of `filter()`; joins stay LEFT where Django's would until [`Select::require`].
    pub fn place(&mut self, path: &Path, call: &mut FilterCall) -> Placed {
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
    pub fn push(&mut self, condition: impl Into<String>, values: impl IntoIterator<Item = Value>) {
        self.wheres.push(Statement::with(condition, values));
    }

    /// Adds a condition.
    pub(crate) fn push_statement(&mut self, condition: Statement) {
        self.wheres.push(condition);
    }

    /// Adds the condition that an [`inner`](Self::inner) query finds the row itself.
    pub(crate) fn push_exists(&mut self, mut inner: Self) {
        inner.push(format!("{} = {}", inner.key(), self.key()), []);
        let mut condition = Statement::from("EXISTS (SELECT 1 AS \"a\"");
        inner.write_from(&mut condition, inner.joins.len(), inner.condition_master, &Statement::new());
        condition.push(")");
        self.wheres.push(condition);
    }

    /// All conditions, joined by AND, if they read the root's own columns only.
    pub(super) fn own_conditions(&self) -> Option<Statement> {
        (self.joins.is_empty() && !self.condition_master).then(|| {
            let mut all = Statement::new();
            all.append_joined(&self.wheres, " AND ");
            all
        })
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

    /// Whether a list's rows are what [`Select::count`] counts, so that `COUNT(*) OVER ()` in the list is the same number. Not so for
    /// DISTINCT, and where the order multiplies rows.
    pub fn counts_itself(&self) -> bool {
        !self.distinct && !self.joins[self.condition_joins..].iter().any(|j| j.many)
    }

    /// `SELECT columns FROM … WHERE … ORDER BY …`, of all rows. `joins` come after the query's own (a detail's master table is always there, as
    /// `m0`). A DISTINCT query has more columns after `columns`, as Django's has.
    pub fn list(&self, columns: &Statement, joins: &Statement) -> Statement {
        let mut sql = Statement::new();
        sql.push(if self.distinct { "SELECT DISTINCT " } else { "SELECT " }).append(columns);
        if self.distinct {
            // Rows are told apart by their key, and by what they are ordered by: only what is selected can order them.
            sql.push(", ").push(&self.key());
            for order in self.order.iter() {
                sql.push(", ").push(&order.sql);
            }
        }
        self.write_from(&mut sql, self.joins.len(), true, joins);
        for (at, order) in self.order.iter().enumerate() {
            sql.push(if at == 0 { " ORDER BY " } else { ", " }).push(&order.sql).push(if order.desc { " DESC" } else { "" });
        }
        sql
    }

    /// [`Select::list`] of some columns, without further joins.
    pub fn list_of(&self, columns: &str) -> Statement {
        self.list(&Statement::from(columns), &Statement::new())
    }

    /// How many rows there are, as Django's `count()` counts: without the order's joins.
    pub fn count(&self) -> Statement {
        let mut sql = Statement::from("SELECT COUNT(*)");
        if self.distinct {
            sql.push(" FROM (SELECT DISTINCT ").push(&self.key());
        }
        self.write_from(&mut sql, self.condition_joins, self.condition_master, &Statement::new());
        if self.distinct {
            sql.push(") AS counted");
        }
        sql
    }

    fn write_from(&self, sql: &mut Statement, joins: usize, master: bool, more_joins: &Statement) {
        let node = self.graph.model(self.model);
        sql.push(" FROM ").push(&self.dialect.quote(node.model.table)).push(" AS ").push(&self.root);
        if let (true, Some(above)) = (master, node.master) {
            let above = self.graph.model(above);
            sql.push(" INNER JOIN ").push(&self.dialect.quote(above.model.table)).push(" AS ").push(self.prefix).push("m0 ON ");
            let (far, near) = (self.sql(Place::Master, above.key().field.column), self.sql(Place::Root, node.key().field.column));
            sql.push(&far).push(" = ").push(&near);
        }
        for (at, join) in self.joins.iter().take(joins).enumerate() {
            let alias = format!("{}t{}", self.prefix, at + 1);
            sql.push(if join.left { " LEFT OUTER JOIN " } else { " INNER JOIN " }).push(&self.dialect.quote(&join.table));
            sql.push(" AS ").push(&alias).push(" ON ").push(&self.sql(join.parent, &join.parent_column));
            sql.push(" = ").push(&self.sql(Place::Join(at), &join.column));
            if let Some(model) = join.scope {
                sql.and_scope(self.graph, model, &alias);
            }
            if let Some((column, model)) = &join.far
                && self.graph.is_scoped(*model)
            {
                let (node, alias) = (self.graph.model(*model), format!("{}f{}", self.prefix, at + 1));
                let (table, key) = (self.dialect.quote(node.model.table), self.dialect.quote(node.key().field.column));
                let far = self.sql(Place::Join(at), column);
                sql.push(&format!(" AND EXISTS (SELECT 1 FROM {table} AS {alias} WHERE {alias}.{key} = {far}"));
                sql.and_scope(self.graph, *model, &alias).push(")");
            }
        }
        sql.append(more_joins);
        let mut between = " WHERE ";
        if self.scoped && self.graph.is_scoped(self.model) {
            sql.push(between).scope(self.model, &self.root);
            between = " AND ";
        }
        for condition in &self.wheres {
            sql.push(between).append(condition);
            between = " AND ";
        }
    }
}

/// Appends `LIMIT ? OFFSET ?` to a list: at most `limit` rows after the first `offset`.
pub fn slice(list: &mut Statement, limit: u64, offset: u64) {
    let whole = |n: u64| Value::Int(i64::try_from(n).unwrap_or(i64::MAX));
    list.push_with(" LIMIT ? OFFSET ?", [whole(limit), whole(offset)]);
}

/// A column of a model as a path without hops.
pub(crate) fn own_column(model: ModelId, column: usize) -> Path {
    Path { root: model, hops: Vec::new(), model, column: Some(column) }
}
