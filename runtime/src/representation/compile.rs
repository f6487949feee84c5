//! From a serializer to a [`Plan`].

use super::codec::{Codec, Formats};
use super::compound;
use super::flex::{Choice, Flex};
use super::plan::{Absent, Child, Gate, Method, Out, Plan, Selected, Write};
use crate::db::{Dialect, Sql as _};
use crate::hooks::Table;
use crate::json::encode;
use crate::orm::{Select, Statement, computed};
use crate::schema::annotation::Annotation;
use crate::schema::link::{Annotated, Graph, Hop, ModelId, Path, SerField, SerId, Source, Via};
use crate::schema::model::FieldType;
use crate::schema::serializer::{Kind, RelatedKind};
use crate::{Value, schema};

mod related;

/// The number of rows as an aggregate. Where they are is said by its source.
static COUNT: Annotation = Annotation::count("count", "");

/// A statement joins no more tables than this for its output (SQLite's limit is 64); what is beyond gets a statement of its own.
const JOINS: usize = 24;
/// Characters of a text that need not be counted when rows are held in memory.
const SHORT: u32 = 255;
/// The same for columns.
const COLUMNS: usize = 400;

/// A row in a statement: the table alias under which it is found.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    alias: String,
    model: ModelId,
    /// Of an object at a joined row: the column that is NULL where there is none.
    presence: Option<usize>,
}

/// Where a table was joined to, and how.
#[derive(Debug, PartialEq)]
struct Joined {
    parent: String,
    via: Option<(ModelId, Via)>,
    alias: String,
}

/// Builds one statement's plan.
pub(super) struct Builder<'g> {
    graph: &'g Graph,
    hooks: &'g Table,
    dialect: Dialect,
    formats: Formats,
    plan: Plan,
    joined: Vec<Joined>,
    /// [`Flex::partial`] of the root, which counts for all below.
    partial: bool,
}

/// A serializer's plan, and how one row of it is written.
pub(super) fn compile((graph, hooks): (&Graph, &Table), dialect: Dialect, ser: SerId, flex: Option<&Flex>) -> (Plan, Write) {
    let formats = Formats { decimals_as_text: graph.api.coerce_decimal_to_string, datetime: graph.api.datetime_format };
    let partial = flex.is_some_and(|f| f.partial);
    let mut builder = Builder { graph, hooks, dialect, formats, plan: Plan::default(), joined: Vec::new(), partial };
    let scope = Scope { alias: "t0".to_owned(), model: graph.serializers[ser].model, presence: None };
    let fields = builder.object(&scope, ser, flex);
    if graph.ordering(scope.model).is_empty() {
        builder.plain_column(&scope);
    }
    (builder.plan, Write::Object { presence: None, fields })
}

impl Builder<'_> {
    fn object(&mut self, scope: &Scope, ser: SerId, flex: Option<&Flex>) -> Vec<Out> {
        let graph = self.graph;
        // A relation leads to the rows themselves, and the serializer may be a proxy's of them.
        let model = graph.serializers[ser].model;
        let proxy = Scope { model, ..scope.clone() };
        let scope = if graph.concrete(model) == scope.model { &proxy } else { scope };
        let choices: Vec<Choice<'_>> = match flex {
            Some(flex) => flex.choose(graph, ser).collect(),
            None => graph.serializers[ser].fields.iter().map(Choice::Field).collect(),
        };
        let mut fields = Vec::with_capacity(choices.len());
        for choice in choices {
            match choice {
                Choice::Field(field) if field.field.write_only || field.field.kind == Kind::Hidden => {}
                Choice::Field(field) => fields.push(self.field(scope, field)),
                Choice::Expanded(expandable, flex) => {
                    let mut gates = Vec::new();
                    let value = match (self.walk(scope, &expandable.path.hops, &mut gates), expandable.path.hops.last()) {
                        (Ok(from), _) => match expandable.path.column {
                            Some(column) => self.object_at_key(&from, column, expandable.serializer, flex),
                            None => self.object_of_row(&from, expandable.serializer, flex),
                        },
                        (Err(from), Some(hop)) => self.many(&from, hop, |b, at| b.nested(at, expandable.serializer, flex)),
                        _ => Write::Null,
                    };
                    fields.push(Out { key: key(expandable.name), gates, absent: Absent::Value(b"null".to_vec()), value });
                }
            }
        }
        fields
    }

    fn nested(&mut self, scope: &Scope, ser: SerId, flex: Option<&Flex>) -> Write {
        Write::Object { presence: None, fields: self.object(scope, ser, flex) }
    }

    fn field(&mut self, scope: &Scope, field: &SerField) -> Out {
        let mut gates = Vec::new();
        let value = self.value(scope, field, &mut gates);
        Out { key: key(field.field.name), gates, absent: absent(field, self.partial, self.formats), value }
    }

    fn value(&mut self, scope: &Scope, field: &SerField, gates: &mut Vec<Gate>) -> Write {
        if let Kind::Identity { .. } = field.field.kind {
            return self.link(scope, &field.field.kind, field.field.rare.format);
        }
        if field.field.kind == Kind::Method {
            return self.method(scope, field.field.name);
        }
        let Some(path) = &field.path else {
            // Without a column nothing is there, as behind a key that leads nowhere.
            gates.push(Gate { at: usize::MAX, reverse: false });
            return Write::Null;
        };
        if field.count {
            return self.count(scope, path, field, gates);
        }
        let from = match self.walk(scope, &path.hops, gates) {
            Ok(from) => from,
            // Several rows: a list, if they are at the end of the path; otherwise an attribute that a list of rows hasn't got.
            Err(from) => {
                let last = path.hops.last().filter(|hop| hop.many && path.column.is_none());
                let broken = path.hops.iter().filter(|h| h.many).count() > 1;
                return match (last, field.field.kind) {
                    (Some(hop), Kind::Related(related)) if !broken => self.many(&from, hop, |b, at| b.related(at, field, related.kind)),
                    (Some(hop), Kind::Nested(_)) if !broken => {
                        let Some(ser) = field.nested else { return Write::Null };
                        self.many(&from, hop, |b, at| b.nested(at, ser, None))
                    }
                    _ => {
                        gates.push(Gate { at: usize::MAX, reverse: false });
                        Write::Null
                    }
                };
            }
        };
        match (field.field.kind, path.column) {
            (Kind::Related(related), Some(column)) => self.related_key(&from, column, field, related.kind),
            (Kind::Related(related), None) => self.related(&from, field, related.kind),
            (Kind::Nested(_), column) => match (field.nested, column) {
                (Some(ser), Some(column)) => self.object_at_key(&from, column, ser, None),
                (Some(ser), None) => self.object_of_row(&from, ser, None),
                (None, _) => Write::Null,
            },
            (kind, Some(column)) => {
                let graph = self.graph;
                let descriptor = &graph.model(from.model).fields[column];
                match descriptor.target {
                    Some(_) if matches!(kind, Kind::Text { .. }) => self.related_key(&from, column, field, RelatedKind::String),
                    _ => {
                        let stored = graph.stored_type(from.model, column);
                        let codec = match field.label {
                            true => Codec::label(&field.field, stored, descriptor.field),
                            false => Codec::of(&field.field, stored, descriptor.field, self.formats),
                        };
                        Write::Column(self.column(&from, column), codec)
                    }
                }
            }
            (Kind::Text { .. }, None) => self.related(&from, field, RelatedKind::String),
            (_, None) => Write::Null,
        }
    }

    /// How many rows a relation leads to: an aggregate in the row's own statement, as of an annotation.
    fn count(&mut self, scope: &Scope, path: &Path, field: &SerField, gates: &mut Vec<Gate>) -> Write {
        let Some((last, before)) = path.hops.split_last() else { return Write::Null };
        let Ok(from) = self.walk(scope, before, gates) else { return Write::Null };
        let rows = Path { root: from.model, hops: vec![*last], model: path.model, column: None };
        let kind = self.graph.end_type(&rows);
        let source = Source::Rows { path: rows, kind, conditions: Vec::new() };
        let annotated = Annotated { annotation: &COUNT, known: true, source };
        let (graph, dialect) = (self.graph, self.dialect);
        let sql = computed(graph, dialect, true, (from.model, &from.alias), &annotated, &mut |column| self.column_sql(&from, column));
        let at = match self.plan.columns.iter().position(|c| c.sql == sql) {
            Some(at) => at,
            None => {
                self.plan.columns.push(Selected { sql, own: None, annotation: None, computed: true });
                self.plan.columns.len() - 1
            }
        };
        match field.field.kind {
            Kind::Text { .. } => Write::Column(at, Codec::Quoted(Box::new(Codec::Int))),
            _ => Write::Column(at, Codec::Int),
        }
    }

    /// A value that a hook computes from the whole row.
    fn method(&mut self, scope: &Scope, name: &str) -> Write {
        let hooks = self.hooks.of(scope.model);
        let Some((_, hook)) = hooks.methods.iter().find(|(n, _)| *n == name) else { return Write::Null };
        let columns = self.graph.row_fields(scope.model).into_iter().map(|column| self.column(scope, column)).collect();
        self.plan.methods.push(Method { hook: *hook, model: scope.model, columns, presence: scope.presence });
        Write::Method(self.plan.methods.len() - 1)
    }

    /// The row that a key leads to, as an object.
    fn object_at_key(&mut self, from: &Scope, column: usize, ser: SerId, flex: Option<&Flex>) -> Write {
        let Some(target) = self.graph.model(from.model).fields[column].target else { return Write::Null };
        if self.joined.len() >= JOINS || self.plan.columns.len() >= COLUMNS {
            return self.one(from, column, target, ser, flex);
        }
        let joined = self.join_key(from, column, target);
        self.object_of_row(&joined, ser, flex)
    }

    /// A joined row as an object.
    fn object_of_row(&mut self, joined: &Scope, ser: SerId, flex: Option<&Flex>) -> Write {
        let presence = self.column(joined, self.graph.model(joined.model).pk);
        let joined = Scope { presence: Some(presence), ..joined.clone() };
        Write::Object { presence: Some(presence), fields: self.object(&joined, ser, flex) }
    }

    /// Joins the rows at the end of a path; notes those on the way that may be missing. `Err`: before a hop that leads to several rows.
    fn walk(&mut self, scope: &Scope, hops: &[Hop], gates: &mut Vec<Gate>) -> Result<Scope, Scope> {
        let graph = self.graph;
        let mut at = scope.clone();
        for hop in hops {
            if hop.many {
                return Err(at);
            }
            let (next, reverse, may_miss) = match hop.via {
                Via::Key(index) => {
                    (self.join_key(&at, index, hop.to), false, graph.model(at.model).fields[index].field.null || graph.is_scoped(hop.to))
                }
                Via::ReverseKey(index) => {
                    let reverse = &graph.model(hop.from).reverse[index];
                    let column = graph.model(hop.to).fields[reverse.field].field.column;
                    let near = self.sql(&at.alias, graph.model(at.model).key().field.column);
                    (self.join(&at, hop.to, Some((hop.from, hop.via)), column, &near), true, true)
                }
                Via::Pairs(_) | Via::ReversePairs(_) => return Err(at),
            };
            if may_miss {
                let present = self.column(&next, graph.model(next.model).pk);
                gates.push(Gate { at: present, reverse });
            }
            at = next;
        }
        Ok(at)
    }

    fn join_key(&mut self, from: &Scope, column: usize, target: ModelId) -> Scope {
        let graph = self.graph;
        let near = self.column_sql(from, column);
        self.join(from, target, Some((from.model, Via::Key(column))), graph.model(target).key().field.column, &near)
    }

    fn join(&mut self, from: &Scope, target: ModelId, via: Option<(ModelId, Via)>, column: &str, near: &str) -> Scope {
        if let Some(known) = self.joined.iter().find(|j| j.parent == from.alias && j.via == via) {
            return Scope { alias: known.alias.clone(), model: target, presence: None };
        }
        let alias = format!("p{}", self.joined.len() + 1);
        let table = self.dialect.quote(self.graph.model(target).model.table);
        let far = self.sql(&alias, column);
        self.plan.joins.push(&format!(" LEFT JOIN {table} AS {alias} ON {far} = {near}"));
        if via.is_some() {
            self.plan.joins.and_scope(self.graph, target, &alias);
        }
        self.joined.push(Joined { parent: from.alias.clone(), via, alias: alias.clone() });
        Scope { alias, model: target, presence: None }
    }

    fn sql(&self, alias: &str, column: &str) -> String {
        format!("{alias}.{}", self.dialect.quote(column))
    }

    /// A column with the alias of the table that holds it.
    fn column_sql(&mut self, scope: &Scope, column: usize) -> String {
        let graph = self.graph;
        let node = graph.model(scope.model);
        let found = &node.fields[column];
        if found.owner == scope.model || node.master != Some(found.owner) {
            return self.sql(&scope.alias, found.field.column);
        }
        if found.field.primary_key {
            return self.sql(&scope.alias, node.key().field.column);
        }
        // The root's master table is part of every Select.
        if scope.alias == "t0" {
            return self.sql("m0", found.field.column);
        }
        let near = self.sql(&scope.alias, node.key().field.column);
        let master = self.join(scope, found.owner, None, graph.model(found.owner).key().field.column, &near);
        self.sql(&master.alias, found.field.column)
    }

    /// Selects a column, once; gives its position.
    fn column(&mut self, scope: &Scope, column: usize) -> usize {
        let (sql, own, annotation) = match &self.graph.model(scope.model).fields[column].annotation {
            Some(annotated) => {
                let (graph, dialect) = (self.graph, self.dialect);
                let sql = computed(graph, dialect, true, (scope.model, &scope.alias), annotated, &mut |at| self.column_sql(scope, at));
                (sql, None, (scope.alias == "t0").then_some(column))
            }
            None => {
                let sql = self.column_sql(scope, column);
                let own = sql.strip_prefix("t0.").map(str::to_owned);
                (sql.into(), own, None)
            }
        };
        if let Some(at) = self.plan.columns.iter().position(|c| c.sql == sql) {
            return at;
        }
        let at = self.plan.columns.len();
        let computed = self.graph.model(scope.model).fields[column].annotation.is_some();
        self.plan.columns.push(Selected { sql, own, annotation, computed });
        let field = self.graph.model(scope.model).fields[column].field;
        if self.graph.stored_type(scope.model, column).is_text() && field.max_length.is_none_or(|most| most > SHORT)
            || field.kind == FieldType::Json
        {
            self.plan.long.push(at);
        }
        at
    }

    /// Selects a column without an index. Rows in no order come as the database finds them; Django always asks for whole rows and so finds
    /// them in the table, while a query for less may be answered from an index, in that one's order.
    fn plain_column(&mut self, scope: &Scope) {
        let model = self.graph.model(scope.model).model;
        let indexed = |name: &str| model.indexes.iter().chain(model.unique_together).any(|set| set.contains(&name));
        let plain = |f: &schema::Field| !f.unique && !f.db_index && f.relation.is_none() && !indexed(f.name);
        let own = self.graph.model(scope.model).fields.iter().enumerate().filter(|(_, c)| c.owner == scope.model);
        if let Some((at, _)) = own.filter(|(_, c)| !c.field.column.is_empty()).find(|(_, c)| plain(c.field)) {
            self.column(scope, at);
        }
    }

    /// A list: one statement for the rows of the whole page.
    fn many(&mut self, from: &Scope, hop: &Hop, item: impl FnOnce(&mut Self, &Scope) -> Write) -> Write {
        let graph = self.graph;
        let mut extra = Statement::new();
        let owner = match hop.via {
            Via::Key(_) => return Write::Null,
            Via::ReverseKey(index) => {
                let reverse = &graph.model(hop.from).reverse[index];
                self.sql("t0", graph.model(hop.to).fields[reverse.field].field.column)
            }
            Via::Pairs(_) | Via::ReversePairs(_) => {
                let Some(pairs) = graph.pairs(hop) else { return Write::Null };
                let (near, far) = match hop.via {
                    Via::Pairs(_) => (&pairs.from_column, &pairs.to_column),
                    _ => (&pairs.to_column, &pairs.from_column),
                };
                let table = self.dialect.quote(&pairs.table);
                let (far, key) = (self.sql("x0", far), self.sql("t0", graph.model(hop.to).key().field.column));
                extra.push(&format!(" INNER JOIN {table} AS x0 ON {far} = {key}"));
                if let Some(through) = pairs.through {
                    extra.and_scope(graph, through, "x0");
                }
                self.sql("x0", near)
            }
        };
        let key = self.column(from, graph.model(from.model).pk);
        let kind = graph.stored_type(from.model, graph.model(from.model).pk);
        Write::Many(self.child(hop.to, owner, extra, (key, kind), item))
    }

    /// A row that a key leads to, by a statement of its own.
    fn one(&mut self, from: &Scope, column: usize, target: ModelId, ser: SerId, flex: Option<&Flex>) -> Write {
        let key = self.column(from, column);
        let kind = self.graph.stored_type(from.model, column);
        let owner = self.sql("t0", self.graph.model(target).key().field.column);
        Write::One(self.child(target, owner, Statement::new(), (key, kind), |b, at| b.nested(at, ser, flex)))
    }

    fn child(
        &mut self,
        model: ModelId,
        owner: String,
        extra_joins: Statement,
        (key, key_kind): (usize, FieldType),
        item: impl FnOnce(&mut Self, &Scope) -> Write,
    ) -> usize {
        let first = Selected { sql: owner.clone().into(), own: None, annotation: None, computed: false };
        let plan = Plan { columns: vec![first], ..Plan::default() };
        let mut below = Builder {
            graph: self.graph,
            hooks: self.hooks,
            dialect: self.dialect,
            formats: self.formats,
            plan,
            joined: Vec::new(),
            partial: self.partial,
        };
        let item = item(&mut below, &Scope { alias: "t0".to_owned(), model, presence: None });
        let mut select = Select::new(self.graph, self.dialect, model).within_scope();
        // The list of keys is bound when the statement is sent.
        select.push(self.dialect.among(&owner), [Value::Null]);
        select.order_by(self.graph.ordering(model).iter().copied());
        let mut joins = extra_joins;
        joins.append(&below.plan.joins);
        let query = select.list(&below.plan.select_list(), &joins);
        self.plan.children.push(Child { query, plan: below.plan, item, key, key_kind });
        self.plan.children.len() - 1
    }
}

fn key(name: &str) -> Vec<u8> {
    let mut out = vec![b','];
    encode::string(&mut out, name);
    out.push(b':');
    out
}

fn absent(item: &SerField, partial: bool, formats: Formats) -> Absent {
    let field = &item.field;
    match field.default {
        Some(_) if partial => Absent::Skip,
        Some(value) if item.path.is_none() => Absent::Value(compound::constant(field, value, formats)),
        Some(value) => {
            let mut json = Vec::new();
            encode::literal(&mut json, value);
            Absent::Value(json)
        }
        None if field.allow_null || field.required => Absent::Value(b"null".to_vec()),
        None => Absent::Skip,
    }
}
