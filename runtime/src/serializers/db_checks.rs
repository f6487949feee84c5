//! The questions of a draft, asked: all rows that a model is looked up for in one statement, all unique values of a field in one, all
//! unique sets in one. How many statements a body takes depends on its serializers, not on the number of its items (but for some thousands of
//! them, which are asked in parts).

use super::Serializers;
use super::parsed::{Lookup, Node, Note, Part, State, Together};
use crate::db::{Dialect, Row, Sql as _, key_list};
use crate::orm::{RowQuery, Session, Statement, batch_size, for_each_row};
use crate::{ApiError, Errors, Value};
use restwright_schema::expression::{self, ColumnRef, Expression};
use restwright_schema::link::{Graph, ModelId, SerId};
use restwright_schema::model::{FieldType, Literal};
use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;

/// The nested serializers on the way from the body to an object, each under its parent.
pub(super) type Chain = Vec<SerId>;

/// What a lookup found.
#[derive(Clone, Debug, PartialEq)]
enum Found {
    One(Value),
    Several,
}

/// Something unique that was asked for: in which place, of which columns, with which values (and the row that may have them already).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct UniqueClaim {
    chain: Chain,
    columns: Vec<usize>,
    /// Values are told apart by their text, conditions by where they are.
    values: String,
}

/// The rows among which something is unique: how many of the columns are compared, and the condition over the others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Among {
    pub(super) compared: usize,
    pub(super) condition: Option<&'static Expression>,
}

impl UniqueClaim {
    pub(super) fn new(chain: &Chain, columns: Vec<usize>, values: &[Value], instance: Option<&Value>, among: Among) -> Self {
        let place = among.condition.map(|condition| format!(" {:p}", condition)).unwrap_or_default();
        Self { chain: chain.clone(), columns, values: format!("{values:?} {instance:?}{place}") }
    }
}

/// All answers.
#[derive(Debug, Default)]
pub(super) struct Answers {
    found: HashMap<(ModelId, usize, String), Found>,
    pub(super) taken: HashSet<UniqueClaim>,
    /// Of rows that are updated: their values of the columns that sets need.
    instances: HashMap<String, HashMap<usize, Value>>,
}

/// [`UniqueClaim`]s of the same columns in the same place, which are checked together.
struct ClaimGroup {
    chain: Chain,
    columns: Vec<usize>,
    among: Among,
    /// Each with its values, and the instance at the end.
    rows: Vec<(UniqueClaim, Vec<Value>)>,
    /// Those that are there.
    seen: HashSet<UniqueClaim>,
}

/// A value as a key of maps.
pub(super) fn text(value: &Value) -> String {
    format!("{value:?}")
}

impl Answers {
    /// The key that a lookup found, or the field's error.
    pub(super) fn key(&self, lookup: &Lookup) -> Result<Value, Errors> {
        let Some(value) = &lookup.value else { return Err(lookup.missing.clone()) };
        match self.found.get(&(lookup.model, lookup.column, text(value))) {
            Some(Found::One(key)) => Ok(key.clone()),
            Some(Found::Several) => Err(lookup.ambiguous.clone()),
            None => Err(lookup.missing.clone()),
        }
    }

    /// A field's value as far as it is known to be one.
    fn value(&self, state: &State) -> Option<Value> {
        match state {
            State::Value { value, .. } => Some(value.clone()),
            State::Key { lookup, .. } => self.key(lookup).ok(),
            _ => None,
        }
    }

    /// The values of a unique set, if all are known and none is null.
    pub(super) fn set(&self, node: &Node, set: &Together, instance: Option<&Value>) -> Option<Vec<(usize, Value)>> {
        if set.missing.is_some() {
            return None;
        }
        let mut out = Vec::with_capacity(set.parts.len());
        for (column, part) in set.all_parts() {
            // DRF never asks where the condition meets a null.
            let value = match part {
                Part::Field(field) => self.value(node.fields.iter().find(|(i, _)| i == field).map(|(_, state)| state)?)?,
                Part::Value(value) => value.clone(),
                Part::Instance => self.instances.get(&text(instance?))?.get(column)?.clone(),
                Part::Parent => continue,
            };
            if value == Value::Null {
                return None;
            }
            out.push((*column, value));
        }
        Some(out)
    }
}

/// An object of a body with where it is.
pub(super) struct Place<'a> {
    node: &'a Node,
    chain: Chain,
    instance: Option<&'a Value>,
}

/// All objects, outer before inner ones.
pub(super) fn places<'a>(node: &'a Node, chain: &Chain, instance: Option<&'a Value>, out: &mut Vec<Place<'a>>) {
    out.push(Place { node, chain: chain.clone(), instance });
    for (_, state) in &node.fields {
        let inner: Vec<&Node> = match state {
            State::Object(Some(inner)) => vec![inner],
            State::Objects(items) => items.iter().filter_map(|item| item.as_ref().ok()).collect(),
            _ => continue,
        };
        for item in inner {
            let mut chain = chain.clone();
            chain.push(item.ser);
            places(item, &chain, None, out);
        }
    }
}

/// Puts a claim among those that are asked together.
fn add_claim(groups: &mut Vec<ClaimGroup>, claim: UniqueClaim, mut values: Vec<Value>, instance: Option<&Value>, among: Among) {
    values.push(instance.cloned().unwrap_or(Value::Null));
    let at = groups.iter().position(|group| group.chain == claim.chain && group.columns == claim.columns && group.among == among);
    let at = at.unwrap_or_else(|| {
        let (chain, columns) = (claim.chain.clone(), claim.columns.clone());
        groups.push(ClaimGroup { chain, columns, among, rows: Vec::new(), seen: HashSet::new() });
        groups.len() - 1
    });
    if let Some(group) = groups.get_mut(at)
        && group.seen.insert(claim.clone())
    {
        group.rows.push((claim, values));
    }
}

/// A table of a model, by what its columns are called in a statement.
struct Source {
    from: String,
    key: String,
    /// The primary key column of `key`'s model, for reading values.
    columns: Vec<String>,
}

/// The table (or for a detail with columns of its master, both) in which these columns of a model are.
fn source(graph: &Graph, dialect: Dialect, model: ModelId, columns: &[usize], alias: &str, whole: bool) -> Source {
    let node = graph.model(model);
    let owner_of = |column: usize| node.fields.get(column).map_or(model, |c| c.owner);
    let column_name = |column: usize| dialect.quote(node.fields.get(column).map_or("", |c| c.field.column));
    let key_name = |model: ModelId| dialect.quote(graph.model(model).key().field.column);
    let table = |model: ModelId| dialect.quote(graph.model(model).model.table);
    let owners: HashSet<ModelId> = columns.iter().map(|&c| owner_of(c)).collect();
    if let Some(&owner) = owners.iter().next()
        && owners.len() == 1
        && (owner == model || !whole)
    {
        return Source {
            from: format!("{} AS {alias}", table(owner)),
            key: format!("{alias}.{}", key_name(owner)),
            columns: columns.iter().map(|&c| format!("{alias}.{}", column_name(c))).collect(),
        };
    }
    let mut from = format!("{} AS {alias}", table(model));
    if let Some(master) = node.master {
        from.push_str(&format!(" JOIN {} AS {alias}m ON {alias}m.{} = {alias}.{}", table(master), key_name(master), key_name(model)));
    }
    let place = |column: usize| if owner_of(column) == model { alias.to_owned() } else { format!("{alias}m") };
    Source {
        from,
        key: format!("{alias}.{}", key_name(model)),
        columns: columns.iter().map(|&c| format!("{}.{}", place(c), column_name(c))).collect(),
    }
}

/// A condition: the row is none of those that a writable nested field replaces. Its one bound value is the list of the bodies' rows.
fn kept(graph: &Graph, dialect: Dialect, chain: &[SerId], alias: &str) -> Option<String> {
    let (last, above) = chain.split_last()?;
    let ser = graph.serializers.get(*last)?;
    let column = graph.model(ser.model).fields.get(ser.parent_key?)?;
    let parent = format!("{alias}.{}", dialect.quote(column.field.column));
    Some(format!("({parent} IS NULL OR NOT ({}))", owned(graph, dialect, above, &parent)?))
}

/// A condition: this key is one of a row that is about to be replaced, or of the body's own row.
fn owned(graph: &Graph, dialect: Dialect, chain: &[SerId], key: &str) -> Option<String> {
    let Some((last, above)) = chain.split_last() else { return Some(dialect.among(key)) };
    let ser = graph.serializers.get(*last)?;
    let node = graph.model(ser.model);
    let parent = node.fields.get(ser.parent_key?)?;
    let alias = format!("o{}", chain.len());
    let inner = owned(graph, dialect, above, &format!("{alias}.{}", dialect.quote(parent.field.column)))?;
    let (table, own_key) = (dialect.quote(node.model.table), dialect.quote(node.key().field.column));
    Some(format!("{key} IN (SELECT {alias}.{own_key} FROM {table} AS {alias} WHERE {inner})"))
}

/// Looks rows up, one statement for each column that is looked at.
async fn look_up(compiled: &Serializers, session: &mut Session<'_>, lookups: &[&Lookup], answers: &mut Answers) -> Result<(), ApiError> {
    let mut groups: Vec<((ModelId, usize), Vec<&Value>)> = Vec::new();
    let mut seen = HashSet::new();
    for lookup in lookups {
        let Some(value) = &lookup.value else { continue };
        let place = (lookup.model, lookup.column);
        if !seen.insert((place, text(value))) {
            continue;
        }
        match groups.iter_mut().find(|(p, _)| *p == place) {
            Some((_, values)) => values.push(value),
            None => groups.push((place, vec![value])),
        }
    }
    let (graph, dialect) = (&compiled.graph, session.dialect());
    for ((model, column), values) in groups {
        let table = source(graph, dialect, model, &[column], "t", true);
        let column_sql = table.columns.first().map_or("", String::as_str);
        let kind = graph.stored_type(model, graph.model(model).pk);
        for values in values.chunks(batch_size(dialect)) {
            let rows: Vec<Vec<Value>> = values.iter().map(|v| vec![(*v).clone()]).collect();
            let query = for_each_row(dialect, &rows, &[graph.stored_type(model, column)], |value| {
                let mut condition = Statement::from(format!("{column_sql} = "));
                condition.append(&value(0)).and_scope(graph, model, "t");
                RowQuery { columns: format!(", {}", table.key), from: table.from.clone(), condition }
            });
            let mut take = |row: Row| {
                let found = row.int(0).and_then(|at| values.get(usize::try_from(at).ok()?));
                if let Some(value) = found {
                    let key = row.value(1, kind);
                    let id = (model, column, text(value));
                    answers.found.entry(id).and_modify(|found| *found = Found::Several).or_insert(Found::One(key));
                }
                ControlFlow::Continue(())
            };
            // Row by row: a value that is not unique may be that of many.
            session.each_with(&query, query.values(), &mut take).await?;
        }
    }
    Ok(())
}

/// A condition over what stands for each of its fields; constants are bound.
fn asked(dialect: Dialect, condition: &Expression, of: &mut dyn FnMut(&str) -> Statement) -> Statement {
    struct Asked<'a> {
        of: &'a mut dyn FnMut(&str) -> Statement,
        out: Statement,
    }
    impl expression::Writer for Asked<'_> {
        fn sql(&mut self, text: &str) {
            self.out.push(text);
        }
        fn column(&mut self, column: &ColumnRef) {
            self.out.append(&(self.of)(column.field));
        }
        fn constant(&mut self, value: Literal, kind: FieldType) {
            match crate::value::literal(&value, kind, u32::MAX) {
                Value::Null => self.out.push("NULL"),
                value => self.out.push_with("?", [value]),
            };
        }
    }
    let mut asked = Asked { of, out: Statement::new() };
    expression::write(dialect, condition, &mut asked);
    asked.out
}

/// Finds out which claims are taken by other rows.
async fn check_claims(
    compiled: &Serializers,
    session: &mut Session<'_>,
    groups: Vec<ClaimGroup>,
    roots: &[Value],
    model_of: impl Fn(&Chain) -> ModelId,
    answers: &mut Answers,
) -> Result<(), ApiError> {
    let (graph, dialect) = (&compiled.graph, session.dialect());
    for ClaimGroup { chain, columns, among, rows, .. } in groups {
        let model = model_of(&chain);
        let table = source(graph, dialect, model, &columns, "t", !chain.is_empty());
        let kept = if chain.is_empty() { None } else { kept(graph, dialect, &chain, "t") };
        let mut kinds: Vec<FieldType> = columns.iter().map(|&column| graph.stored_type(model, column)).collect();
        // The last value of a row is the key of the instance that may have these values already.
        kinds.push(graph.stored_type(model, graph.model(model).pk));
        for rows in rows.chunks(batch_size(dialect)) {
            let values: Vec<Vec<Value>> = rows.iter().map(|(_, values)| values.clone()).collect();
            let query = for_each_row(dialect, &values, &kinds, |value| {
                let mut condition = Statement::from(format!("EXISTS (SELECT 1 FROM {} WHERE ", table.from));
                for (at, column) in table.columns.iter().enumerate().take(among.compared) {
                    condition.push(if at > 0 { " AND " } else { "" }).push(&format!("{column} = ")).append(&value(at));
                }
                if chain.is_empty() {
                    condition.push(" AND (").append(&value(columns.len()));
                    condition.push(&format!(" IS NULL OR {} <> ", table.key)).append(&value(columns.len())).push(")");
                } else if let Some(kept) = &kept {
                    condition.push_with(&format!(" AND {kept}"), [key_list(roots)]);
                }
                if let Some(wanted) = among.condition {
                    let node = graph.model(model);
                    let at =
                        |field: &str| columns.iter().position(|column| node.fields.get(*column).is_some_and(|c| c.field.name == field));
                    let mut of_row = |field: &str| {
                        at(field).and_then(|at| table.columns.get(at)).map_or_else(Statement::new, |c| Statement::from(c.clone()))
                    };
                    condition.push(" AND ").append(&asked(dialect, wanted, &mut of_row)).push(")");
                    // A single column has what the row that is found has.
                    if columns.len() > 1 {
                        let mut given = |field: &str| at(field).map_or_else(Statement::new, &mut *value);
                        condition.push(" AND ").append(&asked(dialect, wanted, &mut given));
                    }
                } else {
                    condition.push(")");
                }
                RowQuery { condition, ..RowQuery::default() }
            });
            for row in session.fetch(&query).await? {
                if let Some((claim, _)) = row.int(0).and_then(|at| rows.get(usize::try_from(at).ok()?)) {
                    answers.taken.insert(claim.clone());
                }
            }
        }
    }
    Ok(())
}

/// Reads what sets need of the rows that are updated.
async fn read_instances(
    compiled: &Serializers,
    session: &mut Session<'_>,
    places: &[Place<'_>],
    answers: &mut Answers,
) -> Result<(), ApiError> {
    let mut needed: Vec<usize> = Vec::new();
    let mut model = None;
    for place in places.iter().filter(|p| p.instance.is_some()) {
        let parts = place.node.together.iter().flat_map(|set| set.all_parts());
        let columns: Vec<usize> = parts.filter(|(_, part)| *part == Part::Instance).map(|(column, _)| *column).collect();
        if !columns.is_empty() {
            model = compiled.graph.serializers.get(place.node.ser).map(|s| s.model);
        }
        for column in columns {
            if !needed.contains(&column) {
                needed.push(column);
            }
        }
    }
    let Some(model) = model else { return Ok(()) };
    let dialect = session.dialect();
    let table = source(&compiled.graph, dialect, model, &needed, "t", true);
    let instances: Vec<Value> = places.iter().filter_map(|p| p.instance.cloned()).collect();
    let text_sql = format!("SELECT {}, {} FROM {} WHERE {}", table.key, table.columns.join(", "), table.from, dialect.among(&table.key));
    let query = Statement::with(text_sql, [key_list(&instances)]);
    let key_kind = compiled.graph.stored_type(model, compiled.graph.model(model).pk);
    for row in session.fetch(&query).await? {
        let values = needed.iter().enumerate().map(|(i, &column)| (column, row.value(i + 1, compiled.graph.stored_type(model, column))));
        answers.instances.insert(text(&row.value(0, key_kind)), values.collect());
    }
    Ok(())
}

/// Runs all database checks of some bodies.
pub(super) async fn run_checks(compiled: &Serializers, session: &mut Session<'_>, places: &[Place<'_>]) -> Result<Answers, ApiError> {
    let mut answers = Answers::default();
    let states = || places.iter().flat_map(|p| p.node.fields.iter().map(move |(_, state)| (p, state)));
    let mut lookups: Vec<&Lookup> = Vec::new();
    for (_, state) in states() {
        match state {
            State::Key { lookup, .. } => lookups.push(lookup),
            State::Keys(items) => lookups.extend(items.iter().filter_map(|item| item.as_ref().ok())),
            _ => {}
        }
    }
    look_up(compiled, session, &lookups, &mut answers).await?;
    let roots: Vec<Value> = places.iter().filter_map(|p| p.instance.cloned()).collect();
    let root_ser = places.first().map_or(0, |p| p.node.ser);
    let model_of = |chain: &Chain| compiled.graph.serializers.get(*chain.last().unwrap_or(&root_ser)).map_or(0, |s| s.model);
    let mut groups: Vec<ClaimGroup> = Vec::new();
    for (place, state) in states() {
        let (State::Value { notes, .. } | State::Key { notes, .. }) = state else { continue };
        for note in notes {
            let Note::Unique { column, condition, .. } = note else { continue };
            let Some(value) = answers.value(state).filter(|v| *v != Value::Null) else { continue };
            let values = vec![value];
            let among = Among { compared: 1, condition: *condition };
            let claim = UniqueClaim::new(&place.chain, vec![*column], &values, place.instance, among);
            add_claim(&mut groups, claim, values, place.instance, among);
        }
    }
    check_claims(compiled, session, groups, &roots, model_of, &mut answers).await?;
    read_instances(compiled, session, places, &mut answers).await?;
    let mut groups: Vec<ClaimGroup> = Vec::new();
    for place in places {
        // Sets count only where every field is right.
        let wrong = |state: &State| match state {
            State::Failed(_) => true,
            State::Value { notes, .. } => notes.iter().any(|n| matches!(n, Note::Message(_))),
            State::Key { lookup, .. } => answers.key(lookup).is_err(),
            _ => false,
        };
        if place.node.fields.iter().any(|(_, state)| wrong(state)) {
            continue;
        }
        for set in place.node.together.iter().filter(|s| !s.parts.iter().any(|(_, part)| *part == Part::Parent)) {
            let Some(values) = answers.set(place.node, set, place.instance) else { continue };
            let (columns, values): (Vec<usize>, Vec<Value>) = values.into_iter().unzip();
            let among = Among { compared: set.parts.len(), condition: set.condition.as_ref().map(|(condition, _)| *condition) };
            let claim = UniqueClaim::new(&place.chain, columns, &values, place.instance, among);
            add_claim(&mut groups, claim, values, place.instance, among);
        }
    }
    check_claims(compiled, session, groups, &roots, model_of, &mut answers).await?;
    Ok(answers)
}
