//! Joins of a [`Select`]: when a table is joined again, and when rows without a partner stay. The rules are those of Django's ORM:
//! ways to one row are always shared, ways to several only within one `filter()`; a way that may lead nowhere is a LEFT join until a
//! condition needs a row at its end.

use super::annotations;
use super::select::{FilterCall, Order, Select};
use super::statement::Statement;
use crate::schema::link::{Hop, ModelId, Path, Source, Via};
use std::borrow::Cow;

/// Where a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// The root's table.
    Root,
    /// The table of the root's master.
    Master,
    /// A joined table.
    Join(usize),
}

/// One joined table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Join {
    pub(super) table: String,
    /// Its column in the condition.
    pub(super) column: String,
    pub(super) parent: Place,
    pub(super) parent_column: String,
    /// Whether there may be no row.
    pub(super) nullable: bool,
    /// Whether there may be several.
    pub(super) many: bool,
    pub(super) left: bool,
    /// The model whose scope its rows must be in; `None`: all are there.
    pub(super) scope: Option<ModelId>,
    /// Of pairs: the column with the key of a row, whose scope that one must be in. Where it is not, the pair is not there.
    pub(super) far: Option<(String, ModelId)>,
}

/// A column in its place.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The column, with its alias, or how it is computed.
    pub sql: Statement,
    /// The joins that lead to it: indices of the query's joins.
    pub joins: Vec<usize>,
    pub(super) master: bool,
}

impl Select<'_> {
    /// A column of a table, with its alias.
    pub(super) fn sql(&self, place: Place, column: &str) -> String {
        let (prefix, column) = (&self.prefix, self.dialect.quote(column));
        match place {
            Place::Root => format!("{}.{column}", self.root()),
            Place::Master => format!("{prefix}m0.{column}"),
            Place::Join(i) => format!("{prefix}t{}.{column}", i + 1),
        }
    }

    /// The alias of a table.
    fn alias(&self, place: Place) -> String {
        match place {
            Place::Root => self.root().to_owned(),
            Place::Master => format!("{}m0", self.prefix),
            Place::Join(i) => format!("{}t{}", self.prefix, i + 1),
        }
    }

    /// Makes joins INNER: a condition needs a row at their ends.
    pub fn require(&mut self, joins: &[usize]) {
        for &at in joins {
            if self.joins.get(at).is_some_and(|j| j.left)
                && let Some(join) = self.joins.to_mut().get_mut(at)
            {
                join.left = false;
            }
        }
    }

    /// Makes joins LEFT where there may be no row: other conditions may be met without one.
    pub(crate) fn release(&mut self, joins: &[usize]) {
        // Parents come before children.
        for at in 0..self.joins.len() {
            let Some(join) = self.joins.get(at) else { continue };
            let asked = joins.contains(&at);
            let parent_left = matches!(join.parent, Place::Join(p) if self.joins.get(p).is_some_and(|j| j.left));
            if !join.left && ((asked && join.nullable) || parent_left) {
                self.joins.to_mut()[at].left = true;
            }
        }
    }

    /// Which joins are INNER now.
    pub(crate) fn inner_joins(&self) -> Vec<usize> {
        self.joins.iter().enumerate().filter(|(_, j)| !j.left).map(|(i, _)| i).collect()
    }

    /// Puts a path's column in its place. Without a call (for the order) every join is shared, the latest first.
    pub(super) fn placed(&mut self, path: &Path, call: Option<&mut FilterCall>) -> Placed {
        let graph = self.graph;
        let mut walk = Walk { place: Place::Root, model: self.model, joins: Vec::new(), master: false, call };
        let end = graph.model(path.model);
        let column = path.column.unwrap_or(end.pk);
        if let Some(annotated) = &end.fields[column].annotation {
            for hop in &path.hops {
                self.step(&mut walk, hop, false);
            }
            let alias = self.alias(walk.place);
            let columns: Vec<(usize, String)> = match &annotated.source {
                Source::Columns(columns) => columns.iter().map(|at| (*at, self.own_sql(&mut walk, path.model, *at))).collect(),
                Source::Rows { .. } => Vec::new(),
            };
            let mut own = |at: usize| columns.iter().find(|(c, _)| *c == at).map_or_else(|| "NULL".to_owned(), |(_, sql)| sql.clone());
            let sql = annotations::value(graph, self.dialect, self.scoped, (path.model, &alias), annotated, &mut own);
            return Placed { sql, joins: walk.joins, master: walk.master };
        }
        // A key's column holds the key of the row that it leads to, and so does a table of pairs.
        let to_key = column == end.pk || end.master.is_some_and(|m| end.fields[column].owner == m && end.fields[column].field.primary_key);
        for (i, hop) in path.hops.iter().enumerate() {
            let last = i + 1 == path.hops.len();
            if let Some(sql) = self.step(&mut walk, hop, last && to_key) {
                return Placed { sql: sql.into(), joins: walk.joins, master: walk.master };
            }
        }
        let sql = if to_key { self.sql(walk.place, end.key().field.column) } else { self.own_sql(&mut walk, path.model, column) };
        Placed { sql: sql.into(), joins: walk.joins, master: walk.master }
    }

    /// Takes one hop; gives the column itself if the hop's own column is what is wanted.
    fn step(&mut self, walk: &mut Walk<'_>, hop: &Hop, key_wanted: bool) -> Option<String> {
        let graph = self.graph;
        let (from, to) = (graph.model(hop.from), graph.model(hop.to));
        // What points to a master points to its details too: their keys are the same.
        let near_key = graph.model(walk.model).key().field.column;
        let far_key = to.key().field.column;
        match hop.via {
            Via::Key(index) => {
                let column = &from.fields[index];
                let place = self.owner_place(walk, hop.from, column.owner);
                if key_wanted && !(self.counts && self.scoped && graph.is_scoped(hop.to)) {
                    return Some(self.sql(place, column.field.column));
                }
                self.join(walk, (place, column.field.column), (to.model.table, far_key), (column.field.null, false), Some(hop.to));
            }
            Via::ReverseKey(index) => {
                let reverse = &from.reverse[index];
                let column = &to.fields[reverse.field];
                self.join(walk, (walk.place, near_key), (to.model.table, column.field.column), (true, reverse.many), Some(hop.to));
            }
            Via::Pairs(_) | Via::ReversePairs(_) => {
                let pairs = graph.pairs(hop)?;
                let (near, far) = match hop.via {
                    Via::Pairs(_) => (&pairs.from_column, &pairs.to_column),
                    _ => (&pairs.to_column, &pairs.from_column),
                };
                self.join(walk, (walk.place, near_key), (&pairs.table, near), (true, true), pairs.through);
                if let (Place::Join(at), true) = (walk.place, self.scoped && graph.is_scoped(hop.to))
                    && self.joins.get(at).is_some_and(|join| join.far.is_none())
                    && let Some(join) = self.joins.to_mut().get_mut(at)
                {
                    join.far = Some((far.clone(), hop.to));
                }
                if key_wanted {
                    return Some(self.sql(walk.place, far));
                }
                let null = pairs.through.is_some_and(|t| graph.model(t).fields.iter().any(|c| c.field.column == far && c.field.null));
                self.join(walk, (walk.place, far), (to.model.table, far_key), (null, false), Some(hop.to));
            }
        }
        walk.model = hop.to;
        None
    }

    /// A column of the row at the end of a way.
    fn own_sql(&mut self, walk: &mut Walk<'_>, model: ModelId, column: usize) -> String {
        let column = &self.graph.model(model).fields[column];
        let place = self.owner_place(walk, model, column.owner);
        self.sql(place, column.field.column)
    }

    /// The table that holds a column: the model's own, or its master's.
    fn owner_place(&mut self, walk: &mut Walk<'_>, model: ModelId, owner: ModelId) -> Place {
        let node = self.graph.model(model);
        if owner == model || node.master != Some(owner) {
            return walk.place;
        }
        if walk.place == Place::Root && model == self.model {
            walk.master = true;
            return Place::Master;
        }
        let above = self.graph.model(owner);
        let place = walk.place;
        let (near, far) = (node.key().field.column, above.key().field.column);
        self.join(walk, (place, near), (above.model.table, far), (false, false), None);
        std::mem::replace(&mut walk.place, place)
    }

    fn join(
        &mut self,
        walk: &mut Walk<'_>,
        (parent, parent_column): (Place, &str),
        (table, column): (&str, &str),
        (nullable, many): (bool, bool),
        model: Option<ModelId>,
    ) {
        let scope = model.filter(|model| self.scoped && self.graph.is_scoped(*model));
        // What is out of scope is not there.
        let nullable = nullable || scope.is_some();
        let same = |j: &Join| j.parent == parent && j.parent_column == parent_column && j.table == table && j.column == column;
        let shared = self
            .joins
            .iter()
            .enumerate()
            .rev()
            .find(|(i, j)| same(j) && (!many || walk.call.as_ref().is_none_or(|call| call.joins.contains(i))));
        let at = match shared {
            Some((at, _)) => at,
            None => {
                let parent_left = matches!(parent, Place::Join(p) if self.joins.get(p).is_some_and(|j| j.left));
                let joins = self.joins.to_mut();
                joins.push(Join {
                    table: table.to_owned(),
                    column: column.to_owned(),
                    parent,
                    parent_column: parent_column.to_owned(),
                    nullable,
                    many,
                    left: nullable || parent_left,
                    scope,
                    far: None,
                });
                joins.len() - 1
            }
        };
        walk.joins.push(at);
        if let Some(call) = walk.call.as_mut()
            && !call.joins.contains(&at)
        {
            call.joins.push(at);
        }
        walk.place = Place::Join(at);
    }

    /// Sets the order by Django's names (`-` descends, `__` goes through relations). Comes after all conditions. A relation means the
    /// other model's own order; a column that is there already is left out, and so is a name that leads nowhere.
    pub fn order_by<'n>(&mut self, names: impl IntoIterator<Item = &'n str>) {
        self.joins.to_mut().truncate(self.condition_joins);
        self.order = Cow::Owned(Vec::new());
        for name in names {
            let (name, desc) = direction(name, false);
            let root = Path { root: self.model, hops: Vec::new(), model: self.model, column: None };
            self.order_name(&root, name, desc, &mut Vec::new());
        }
    }

    fn order_name(&mut self, base: &Path, name: &str, desc: bool, seen: &mut Vec<Path>) {
        // `author_id` is Django's name for the key's own column.
        let (found, attname) = match self.graph.path(base.model, name) {
            Ok(found) => (found, false),
            Err(_) => match name.strip_suffix("_id").and_then(|key| self.graph.path(base.model, key).ok()) {
                Some(found) if found.column.is_some() => (found, true),
                _ => return,
            },
        };
        let mut path = base.clone();
        path.hops.extend(found.hops);
        (path.model, path.column) = (found.model, found.column);
        if let Some(over) = self.relation_at_end(&path)
            && name != "pk"
            && !attname
        {
            let ordering = self.graph.ordering(over.model);
            if !ordering.is_empty() {
                // Two models that order by each other: Django refuses, the key is enough for us.
                if !seen.contains(&over) {
                    seen.push(over.clone());
                    for name in ordering {
                        let (name, desc) = direction(name, desc);
                        self.order_name(&over, name, desc, seen);
                    }
                    return;
                }
            }
        }
        let sql = self.placed(&path, None).sql;
        if !self.order.iter().any(|o| o.sql == sql) {
            self.order.to_mut().push(Order { sql, desc, path });
        }
    }

    /// The rows that a path leads to, if it ends with a relation.
    fn relation_at_end(&self, path: &Path) -> Option<Path> {
        let mut over = path.clone();
        if let Some(index) = over.column.take() {
            let node = self.graph.model(path.model);
            let to = node.fields[index].target?;
            over.hops.push(Hop { from: path.model, to, via: Via::Key(index), many: false });
            over.model = to;
        } else if path.hops.is_empty() {
            return None;
        }
        Some(over)
    }
}

/// The way to a column.
struct Walk<'c> {
    place: Place,
    /// Whose row is there.
    model: ModelId,
    joins: Vec<usize>,
    master: bool,
    call: Option<&'c mut FilterCall>,
}

/// A name without its `-`, and whether it descends where the whole does (`turned`).
fn direction(name: &str, turned: bool) -> (&str, bool) {
    match name.strip_prefix('-') {
        Some(name) => (name, !turned),
        None => (name, turned),
    }
}
