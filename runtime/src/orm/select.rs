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
    /// The column, with its alias, or how it is computed.
    pub sql: Statement,
    /// Whether it descends.
    pub desc: bool,
    /// The column again, as a path from the root.
    pub path: Path,
}

impl Order {
    /// The annotation of the query's own rows that this is: an index into the model's fields.
    fn annotation(&self, graph: &Graph) -> Option<usize> {
        self.path.column.filter(|_| self.path.hops.is_empty() && self.is_computed(graph))
    }

    /// Whether no table holds it.
    fn is_computed(&self, graph: &Graph) -> bool {
        self.path.column.is_some_and(|at| graph.model(self.path.model).fields[at].annotation.is_some())
    }
}

/// What a query selects.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// The columns.
    pub(crate) sql: Statement,
    /// Which annotations of the query's own rows are among them, each under its [`computed_name`]: indices into the model's fields.
    pub(crate) named: Vec<usize>,
    /// Whether anything among them is computed.
    pub(crate) computed: bool,
}

impl Selection {
    /// Appends a column, which is `annotation` of the query's own rows if there is such.
    pub(crate) fn add(&mut self, column: &Statement, annotation: Option<usize>) {
        self.sql.push(if self.sql.is_empty() { "" } else { ", " }).append(column);
        if let Some(at) = annotation {
            self.sql.push(" AS ").push(&computed_name(at));
            self.named.push(at);
            self.computed = true;
        }
    }
}

impl From<&str> for Selection {
    fn from(columns: &str) -> Self {
        Self { sql: columns.into(), ..Self::default() }
    }
}

/// What an annotation is called in a select list; names of specs don't begin so.
fn computed_name(at: usize) -> String {
    format!("__rw_a{at}")
}

/// A query over one model's rows.
#[derive(Clone, Debug)]
pub struct Select<'g> {
    /// The resources.
    pub graph: &'g Graph,
    /// Whose rows.
    pub model: ModelId,
    pub(super) dialect: Dialect,
    /// What its aliases begin with.
    pub(super) prefix: Cow<'static, str>,
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
    /// Whether its rows are counted: then a key of a row that is out of scope is not there either.
    pub(super) counts: bool,
}

impl<'g> Select<'g> {
    /// All rows of a model, in no order.
    pub fn new(graph: &'g Graph, dialect: Dialect, model: ModelId) -> Self {
        Self {
            graph,
            model,
            dialect,
            prefix: Cow::Borrowed(""),
            root: Cow::Borrowed("t0"),
            joins: Cow::Borrowed(&[]),
            condition_joins: 0,
            condition_master: false,
            wheres: Vec::new(),
            distinct: false,
            order: Cow::Borrowed(&[]),
            scoped: false,
            counts: false,
        }
    }

    /// The rows that a request may know of: those of other resources in conditions too.
    #[must_use]
    pub fn within_scope(mut self) -> Self {
        self.scoped = true;
        self
    }

    /// Whether only rows are there that a request may know of.
    pub(crate) fn is_scoped(&self) -> bool {
        self.scoped
    }

    /// A query inside another one over the same model: its aliases begin with `s`.
    pub(crate) fn inner(&self) -> Self {
        let new = Self::new(self.graph, self.dialect, self.model);
        Self { prefix: Cow::Borrowed("s"), root: Cow::Borrowed("st0"), scoped: self.scoped, ..new }
    }

    /// A query that computes a value of the row under an alias of an outer query. Its own aliases begin with that one, so that they are none of
    /// a query around it.
    pub(super) fn computing(graph: &'g Graph, dialect: Dialect, model: ModelId, alias: &str) -> Self {
        let new = Self::new(graph, dialect, model);
        Self { prefix: Cow::Owned(format!("{alias}_")), root: Cow::Owned(alias.to_owned()), counts: true, ..new }
    }

    /// As [`computing`](Self::computing), of the row in a table of its own.
    pub(super) fn computing_apart(graph: &'g Graph, dialect: Dialect, model: ModelId, alias: &str) -> Self {
        Self { root: Cow::Owned(format!("{alias}_t0")), ..Self::computing(graph, dialect, model, alias) }
    }

    /// An [`inner`](Self::inner) query whose own columns are those of rows under an alias of the outer query.
    pub(super) fn over_alias(&self, alias: &str) -> Self {
        Self { root: Cow::Owned(alias.to_owned()), ..self.inner() }
    }

    /// The alias of the model's own table.
    pub(super) fn root(&self) -> &str {
        &self.root
    }

    /// Of a query that computes something: whether the row is in a table of its own.
    pub(super) fn is_apart(&self) -> bool {
        self.root.strip_suffix("t0") == Some(&*self.prefix)
    }

    /// Of a [`computing_apart`](Self::computing_apart) query: adds the condition that its row is the outer query's.
    pub(super) fn push_apart(&mut self) {
        let outer = self.prefix.strip_suffix('_').unwrap_or_default().to_owned();
        let key = self.dialect.quote(self.graph.model(self.model).key().field.column);
        self.push(format!("{} = {outer}.{key}", self.key()), []);
    }

    /// Whether its tables begin with one that the row leads to by its key.
    pub(super) fn starts_at_join(&self) -> bool {
        self.joins.first().is_some_and(|join| join.parent == Place::Root) && !self.condition_master
    }

    /// Which SQL is spoken.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The stored column at the end of a path, for a condition that only rows can meet which the path leads to: joins are INNER.
    /// A path that ends with a hop gives the key of the rows there.
    pub fn column(&mut self, path: &Path) -> String {
        let placed = self.place(path, &mut FilterCall::default());
        self.require(&placed.joins);
        placed.sql.text().to_owned()
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
    pub fn list(&self, columns: &Selection, joins: &Statement) -> Statement {
        let mut sql = Statement::new();
        sql.push(if self.distinct { "SELECT DISTINCT " } else { "SELECT " }).append(&columns.sql);
        // The names under which computed values are selected that order the rows: they are not computed twice.
        let named = self.order.iter().map(|order| order.annotation(self.graph).filter(|at| columns.named.contains(at)).map(computed_name));
        let mut named: Vec<Option<String>> = named.collect();
        if self.distinct {
            // Rows are told apart by their key, and by what they are ordered by: only what is selected can order them.
            sql.push(", ").push(&self.key());
            for (at, (order, name)) in self.order.iter().zip(&mut named).enumerate() {
                if name.is_some() {
                    continue;
                }
                sql.push(", ").append(&order.sql);
                if order.is_computed(self.graph) {
                    sql.push(" AS ").push(name.insert(format!("__rw_o{at}")));
                }
            }
        }
        self.write_from(&mut sql, self.joins.len(), true, joins);
        for (at, (order, name)) in self.order.iter().zip(&named).enumerate() {
            sql.push(if at == 0 { " ORDER BY " } else { ", " });
            match name {
                Some(name) => sql.push(name),
                None => sql.append(&order.sql),
            };
            sql.push(if order.desc { " DESC" } else { "" });
        }
        sql
    }

    /// At most `limit` rows of [`Select::list`] after the first `offset`.
    ///
    /// Where an index gives the order, PostgreSQL computes the columns of the rows that it skips, too; subqueries for all of them would make a late
    /// page slow. So there the keys of the page come first.
    pub(crate) fn page(&self, columns: &Selection, joins: &Statement, limit: u64, offset: u64) -> Statement {
        let multiplied = self.distinct || self.joins.iter().any(|join| join.many);
        let ordered = self.order.iter().any(|order| order.is_computed(self.graph));
        if self.dialect != Dialect::Postgres || offset == 0 || !columns.computed || multiplied || ordered {
            let mut list = self.list(columns, joins);
            slice(&mut list, limit, offset);
            return list;
        }
        let mut keys = self.list(&Selection::from(self.key().as_str()), &Statement::new());
        slice(&mut keys, limit, offset);
        let mut condition = Statement::from(format!("{} = ANY(ARRAY(", self.key()));
        condition.append(&keys).push("))");
        Self { wheres: vec![condition], scoped: false, ..self.clone() }.list(columns, joins)
    }

    /// [`Select::list`] of some columns, without further joins.
    pub fn list_of(&self, columns: &str) -> Statement {
        self.list(&Selection::from(columns), &Statement::new())
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
            sql.push(" INNER JOIN ").push(&self.dialect.quote(above.model.table)).push(" AS ").push(&self.prefix).push("m0 ON ");
            let (far, near) = (self.sql(Place::Master, above.key().field.column), self.sql(Place::Root, node.key().field.column));
            sql.push(&far).push(" = ").push(&near);
        }
        self.write_joins(sql, 0..joins);
        sql.append(more_joins);
        let mut between = " WHERE ";
        if self.scoped && !self.counts && self.graph.is_scoped(self.model) {
            sql.push(between).scope(self.model, &self.root);
            between = " AND ";
        }
        self.write_wheres(sql, between);
    }

    /// Of a [`computing`](Self::computing) query: the tables that the first join leads to. The row itself is one of the outer query.
    pub(super) fn write_correlated(&self, sql: &mut Statement) {
        let Some(first) = self.joins.first() else { return };
        sql.push(" FROM ").push(&self.dialect.quote(&first.table)).push(&format!(" AS {}t1", self.prefix));
        self.write_joins(sql, 1..self.joins.len());
        sql.push(" WHERE ");
        self.write_on(sql, 0, first);
        self.write_wheres(sql, " AND ");
    }

    /// Of a [`computing_apart`](Self::computing_apart) query: all of its tables.
    pub(super) fn write_apart(&self, sql: &mut Statement) {
        self.write_from(sql, self.joins.len(), self.condition_master, &Statement::new());
    }

    fn write_joins(&self, sql: &mut Statement, joins: std::ops::Range<usize>) {
        for (at, join) in self.joins.iter().enumerate().take(joins.end).skip(joins.start) {
            sql.push(if join.left { " LEFT OUTER JOIN " } else { " INNER JOIN " }).push(&self.dialect.quote(&join.table));
            sql.push(&format!(" AS {}t{} ON ", self.prefix, at + 1));
            self.write_on(sql, at, join);
        }
    }

    /// The condition of a join.
    fn write_on(&self, sql: &mut Statement, at: usize, join: &Join) {
        let alias = format!("{}t{}", self.prefix, at + 1);
        sql.push(&self.sql(join.parent, &join.parent_column)).push(" = ").push(&self.sql(Place::Join(at), &join.column));
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

    fn write_wheres(&self, sql: &mut Statement, mut between: &'static str) {
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
