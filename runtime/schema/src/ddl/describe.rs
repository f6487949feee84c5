//! The state of a graph: its tables as migrations see them.

use super::condition;
use super::state::{Check, Column, Condition, Kind, Right, Rule, State, Table, UniqueSet};
use crate::Dialect;
use crate::expression::{Comparison, Expression};
use crate::link::{Column as Linked, Graph, ModelId};
use crate::model::{self, FieldType, Literal};
use std::collections::BTreeSet;

/// The tables of an API.
pub fn state(graph: &Graph) -> State {
    let mut state = State::default();
    for id in order(graph).into_iter().filter(|id| graph.models[*id].model.proxy.is_empty()) {
        state.tables.push(table(graph, id));
        let own = graph.models[id].fields.iter().filter(|c| c.owner == id);
        state.tables.extend(own.filter_map(|column| pairs(graph, id, column)));
    }
    state
}

/// The tables of some of an API's resources. Of the others, which are made elsewhere, those that keys lead to, with their own keys alone: that is all
/// that the tables here lean on.
pub fn state_of(graph: &Graph, wanted: impl Fn(ModelId) -> bool) -> State {
    let State { mut tables } = state(graph);
    let own: BTreeSet<&str> = (0..graph.api.resources.len()).filter(|id| wanted(*id)).map(|id| graph.models[id].model.name).collect();
    let is_own = |table: &Table| own.contains(table.key.split('.').next().unwrap_or_default());
    let led_to = |table: &Table| -> Vec<String> {
        let keys = table.columns.iter().filter(|c| is_own(table) || c.primary_key);
        keys.filter_map(|c| if let Kind::Key(to) = &c.kind { Some(to.clone()) } else { None }).collect()
    };
    let mut kept: BTreeSet<String> = tables.iter().filter(|t| is_own(t)).map(|t| t.key.clone()).collect();
    let mut open: Vec<String> = kept.iter().cloned().collect();
    while let Some(key) = open.pop() {
        let next = tables.iter().find(|t| t.key == key).map(led_to).unwrap_or_default();
        open.extend(next.into_iter().filter(|to| kept.insert(to.clone())));
    }
    tables.retain(|table| kept.contains(&table.key));
    for table in tables.iter_mut().filter(|t| !is_own(t)) {
        table.columns.retain(|column| column.primary_key);
        let Table { managed, unique_together, indexes, checks, unique_sets, renamed_from, .. } = table;
        (*managed, *renamed_from) = (false, None);
        unique_together.clear();
        indexes.clear();
        checks.clear();
        unique_sets.clear();
    }
    State { tables }
}

/// The resources in the order in which their tables are made: those that a table points to before it, otherwise as they are registered. Circles are cut.
pub fn order(graph: &Graph) -> Vec<ModelId> {
    fn visit(graph: &Graph, id: ModelId, seen: &mut Vec<bool>, out: &mut Vec<ModelId>) {
        if std::mem::replace(&mut seen[id], true) {
            return;
        }
        for column in graph.models[id].fields.iter().filter(|c| c.owner == id) {
            column.target.into_iter().for_each(|target| visit(graph, target, seen, out));
        }
        out.push(id);
    }
    let mut seen = vec![false; graph.models.len()];
    let mut out = Vec::new();
    // Django's own tables are made by the server.
    seen.iter_mut().skip(graph.api.resources.len()).for_each(|seen| *seen = true);
    (0..graph.api.resources.len()).for_each(|id| visit(graph, id, &mut seen, &mut out));
    out
}

fn table(graph: &Graph, id: ModelId) -> Table {
    let node = &graph.models[id];
    let own = node.fields.iter().filter(|c| c.owner == id && c.is_stored());
    let name = |field: &&str| column_name(graph, id, field);
    let term = |field: &&str| match field.strip_prefix('-') {
        Some(field) => format!("-{}", column_name(graph, id, field)),
        None => column_name(graph, id, field),
    };
    Table {
        key: node.model.name.to_owned(),
        name: node.model.table.to_owned(),
        managed: node.model.managed,
        columns: own.map(|c| column(graph, c)).collect(),
        unique_together: node.model.unique_together.iter().map(|set| set.iter().map(name).collect()).collect(),
        indexes: node.model.indexes.iter().map(|set| set.iter().map(term).collect()).collect(),
        checks: node.model.constraints.iter().map(|c| check(graph, id, c)).collect(),
        unique_sets: node.model.unique_sets.iter().map(|set| unique_set(graph, id, set)).collect(),
        renamed_from: said(node.model.renamed_from),
    }
}

/// What a table is known by.
fn key_of(graph: &Graph, id: ModelId) -> String {
    graph.builtin(graph.concrete(id)).map_or(graph.models[id].model.name, |builtin| builtin.name).to_owned()
}

fn said(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn column(graph: &Graph, linked: &Linked) -> Column {
    let field = linked.field;
    let kind = match linked.target {
        Some(target) => Kind::Key(key_of(graph, target)),
        None => Kind::Value { kind: field.kind, length: field.max_length, digits: (field.max_digits, field.decimal_places) },
    };
    Column {
        field: field.name.to_owned(),
        name: field.column.to_owned(),
        kind,
        null: field.null,
        unique: field.unique || field.primary_key,
        primary_key: field.primary_key,
        index: field.db_index && !field.unique,
        default: field.default.or(if field.auto_now || field.auto_now_add { Some(Literal::Now) } else { blank(field) }),
        renamed_from: said(field.renamed_from),
    }
}

/// Django's `_effective_default`: a text that may be blank is empty where nobody gave one.
fn blank(field: &model::Field) -> Option<Literal> {
    (field.blank && !field.null && field.kind.is_text()).then_some(Literal::Str(""))
}

/// The table of a many-to-many relation that goes through no resource.
fn pairs(graph: &Graph, id: ModelId, linked: &Linked) -> Option<Table> {
    let (pairs, target) = (linked.pairs.as_ref()?, linked.target?);
    if pairs.through.is_some() {
        return None;
    }
    let plain = |field: &str, name: &str, kind: Kind| Column {
        field: field.to_owned(),
        name: name.to_owned(),
        primary_key: field == "id",
        unique: field == "id",
        index: field != "id",
        kind,
        null: false,
        default: None,
        renamed_from: None,
    };
    let model = graph.models[id].model;
    let key = |to: ModelId| Kind::Key(key_of(graph, to));
    Some(Table {
        key: format!("{}.{}", model.name, linked.field.name),
        name: pairs.table.clone(),
        managed: model.managed,
        columns: vec![
            plain("id", "id", Kind::Value { kind: FieldType::Auto, length: None, digits: (0, 0) }),
            plain("from", &pairs.from_column, key(id)),
            plain("to", &pairs.to_column, key(target)),
        ],
        unique_together: vec![vec![pairs.from_column.clone(), pairs.to_column.clone()]],
        indexes: Vec::new(),
        checks: Vec::new(),
        unique_sets: Vec::new(),
        renamed_from: said(linked.field.renamed_from),
    })
}

fn column_name(graph: &Graph, id: ModelId, field: &str) -> String {
    let node = &graph.models[id];
    node.position(field).map_or(field, |at| node.fields[at].field.column).to_owned()
}

/// One comparison of a column with a constant or a column is recorded as such, whatever else there may be.
fn check(graph: &Graph, id: ModelId, check: &model::Check) -> Check {
    let rule = comparison(graph, id, check.condition).unwrap_or_else(|| Rule::Condition(of(graph, id, check.condition)));
    Check { name: check.name.to_owned(), rule }
}

fn comparison(graph: &Graph, id: ModelId, condition: &Expression) -> Option<Rule> {
    let Expression::Compare(comparison, left, right) = condition else { return None };
    let (comparison, left, right) = match left {
        Expression::Constant(..) => (comparison.swapped(), right, left),
        _ => (*comparison, left, right),
    };
    let Expression::Column(column) = left else { return None };
    let right = match right {
        Expression::Column(other) => Right::Column(column_name(graph, id, other.field)),
        Expression::Constant(value, _) => match *value {
            Literal::Bool(b) => Right::Bool(b),
            Literal::Int(n) => Right::Number(n.to_string()),
            Literal::Float(n) => Right::Number(n.to_string()),
            Literal::Decimal(digits) => Right::Number(digits.to_owned()),
            Literal::Str(text) | Literal::Json(text) => Right::Text(text.to_owned()),
            Literal::Null | Literal::Uuid4 | Literal::Uuid7 | Literal::Now => return None,
        },
        _ => return None,
    };
    let op = if comparison == Comparison::NotEqual { "!=" } else { comparison.sign() };
    Some(Rule::Comparison { column: column_name(graph, id, column.field), op: op.to_owned(), right })
}

fn unique_set(graph: &Graph, id: ModelId, set: &model::UniqueSet) -> UniqueSet {
    UniqueSet {
        name: set.name.to_owned(),
        columns: set.fields.iter().map(|field| column_name(graph, id, field)).collect(),
        condition: set.condition.map(|condition| of(graph, id, condition)),
    }
}

fn of(graph: &Graph, id: ModelId, expression: &Expression) -> Condition {
    let name = |field: &str| column_name(graph, id, field);
    let mut columns: Vec<String> = Vec::new();
    for column in expression.columns() {
        let name = name(column.field);
        if !columns.contains(&name) {
            columns.push(name);
        }
    }
    let sql = |dialect| condition::sql(dialect, expression, &name);
    Condition { columns, sqlite: sql(Dialect::Sqlite), postgres: sql(Dialect::Postgres), mysql: sql(Dialect::MySql) }
}
