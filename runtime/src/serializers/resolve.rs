//! A draft and the database's answers to values or errors, in DRF's order and words.

use super::Serializers;
use super::db_checks::{Among, Answers, Chain, UniqueClaim, places, run_checks, text};
use super::parsed::{Node, Note, ParsedInput, ParsedList, Part, State};
use crate::orm::Session;
use crate::value::{Item, Validated};
use crate::{ApiError, Errors, Value};
use std::collections::HashSet;

/// ParsedInput and answers to values or errors.
pub(super) struct Validator<'a> {
    compiled: &'a Serializers,
    answers: &'a Answers,
    /// What earlier items of the same body took. Sets with the key to the parent are told apart by the parent.
    seen: HashSet<(usize, UniqueClaim)>,
    parents: usize,
    /// Whether items of the body are held against each other.
    within: bool,
    /// Whether an item was refused for nothing but what an earlier one took.
    doubled: bool,
}

impl<'a> Validator<'a> {
    pub(super) fn new(compiled: &'a Serializers, answers: &'a Answers) -> Self {
        Self { compiled, answers, seen: HashSet::new(), parents: 0, within: true, doubled: false }
    }

    /// The number of the next object, by which sets with the key to it are told apart.
    pub(super) fn next_parent(&mut self) -> usize {
        self.parents += 1;
        self.parents
    }

    /// Whether a value is taken, by another row or by an earlier item of the body.
    fn taken(
        &mut self,
        parent: usize,
        chain: &Chain,
        columns: Vec<usize>,
        values: &[Value],
        instance: Option<&Value>,
        among: Among,
    ) -> bool {
        let claim = UniqueClaim::new(chain, columns.clone(), values, instance, among);
        if among.condition.is_some() {
            // Which items of the body a condition means only the database knows, and it refuses them.
            return self.answers.taken.contains(&claim);
        }
        let within = UniqueClaim::new(chain, columns, values, None, among);
        let first = self.seen.insert((parent, within)) || !self.within;
        let taken = self.answers.taken.contains(&claim);
        self.doubled |= !first && !taken;
        !first || taken
    }

    fn object(&mut self, node: &Node, chain: &Chain, parent: usize, instance: Option<&Value>) -> Result<Validated, Errors> {
        let graph = &self.compiled.graph;
        let Some(ser) = graph.serializers.get(node.ser) else { return Err(Errors::List(Vec::new())) };
        let own = self.next_parent();
        let mut errors: Vec<(String, Errors)> = Vec::new();
        let mut items = Vec::with_capacity(node.fields.len());
        for (index, state) in &node.fields {
            match self.field(state, chain, own, instance) {
                Ok(item) => items.push((*index, item)),
                Err(found) => errors.push((ser.fields.get(*index).map_or("", |f| f.field.name).to_owned(), found)),
            }
        }
        if !errors.is_empty() {
            return Err(Errors::Dict(errors));
        }
        self.sets(node, chain, parent, instance)?;
        Ok(Validated { ser: node.ser, items, extra: Vec::new() })
    }

    /// DRF's `run_validators` of an object whose fields are valid: the sets that must be unique.
    pub(super) fn sets(&mut self, node: &Node, chain: &Chain, parent: usize, instance: Option<&Value>) -> Result<(), Errors> {
        let mut messages = Vec::new();
        for set in &node.together {
            if let Some(missing) = &set.missing {
                return Err(missing.clone());
            }
            let Some(values) = self.answers.set(node, set, instance) else { continue };
            let (columns, values): (Vec<usize>, Vec<Value>) = values.into_iter().unzip();
            let scope = if set.parts.iter().any(|(_, part)| *part == Part::Parent) { parent } else { 0 };
            let among = Among { compared: set.parts.len(), condition: set.condition.as_ref().map(|(condition, _)| *condition) };
            if self.taken(scope, chain, columns, &values, instance, among) {
                messages.push(set.text.clone());
            }
        }
        if messages.is_empty() { Ok(()) } else { Err(Errors::Dict(vec![("non_field_errors".to_owned(), Errors::List(messages))])) }
    }

    pub(super) fn field(&mut self, state: &State, chain: &Chain, own: usize, instance: Option<&Value>) -> Result<Item, Errors> {
        match state {
            State::Failed(errors) => Err(errors.clone()),
            State::Value { value, notes } => self.notes(value.clone(), notes, chain, instance),
            State::Key { lookup, notes } => {
                let key = self.answers.key(lookup)?;
                self.notes(key, notes, chain, instance)
            }
            State::Keys(lookups) => {
                let mut keys: Vec<Value> = Vec::with_capacity(lookups.len());
                let mut known = HashSet::new();
                for lookup in lookups {
                    let key = self.answers.key(lookup.as_ref().map_err(Clone::clone)?)?;
                    if known.insert(text(&key)) {
                        keys.push(key);
                    }
                }
                Ok(Item::Keys(keys))
            }
            State::Object(None) => Ok(Item::Object(None)),
            State::Object(Some(node)) => {
                let mut chain = chain.clone();
                chain.push(node.ser);
                Ok(Item::Object(Some(Box::new(self.object(node, &chain, own, None)?))))
            }
            State::Objects(nodes) => {
                let ser = nodes.iter().find_map(|n| n.as_ref().ok()).map(|n| n.ser);
                let mut chain = chain.clone();
                chain.extend(ser);
                self.list(nodes, &chain, own, &[]).map(Item::Objects)
            }
        }
    }

    /// Errors of a list are a dictionary, its keys the positions.
    fn list(
        &mut self,
        nodes: &[Result<Node, Errors>],
        chain: &Chain,
        parent: usize,
        instances: &[Value],
    ) -> Result<Vec<Validated>, Errors> {
        let mut out = Vec::with_capacity(nodes.len());
        let mut errors = Vec::new();
        for (i, node) in nodes.iter().enumerate() {
            let result = match node {
                Ok(node) => self.object(node, chain, parent, instances.get(i)),
                Err(found) => Err(found.clone()),
            };
            match result {
                Ok(validated) => out.push(validated),
                Err(found) => errors.push((i.to_string(), found)),
            }
        }
        if errors.is_empty() { Ok(out) } else { Err(Errors::Dict(errors)) }
    }

    fn notes(&mut self, value: Value, notes: &[Note], chain: &Chain, instance: Option<&Value>) -> Result<Item, Errors> {
        let mut messages = Vec::new();
        for note in notes {
            match note {
                Note::Message(message) => messages.push(message.clone()),
                Note::Unique { column, text, condition } => {
                    let among = Among { compared: 1, condition: *condition };
                    if value != Value::Null && self.taken(0, chain, vec![*column], std::slice::from_ref(&value), instance, among) {
                        messages.push(text.clone());
                    }
                }
            }
        }
        if messages.is_empty() { Ok(Item::Value(value)) } else { Err(Errors::List(messages)) }
    }
}

/// DRF's own errors go first: it does not hold the items of a body against each other, so what they take from one another is only said
/// where nothing else is wrong.
fn verdict<T>(compiled: &Serializers, answers: &Answers, validate: impl Fn(&mut Validator<'_>) -> Result<T, Errors>) -> Result<T, Errors> {
    let mut strict = Validator::new(compiled, answers);
    let found = validate(&mut strict);
    if found.is_err() && strict.doubled {
        validate(&mut Validator { within: false, ..Validator::new(compiled, answers) })?;
    }
    found
}

/// Whether the database has to be asked about an object.
fn open(node: &Node) -> bool {
    let sets = node.together.iter().any(|set| set.missing.is_none());
    sets || node.fields.iter().any(|(_, state)| match state {
        State::Failed(_) | State::Object(None) => false,
        State::Value { value, notes } => *value != Value::Null && notes.iter().any(|n| matches!(n, Note::Unique { .. })),
        State::Key { .. } => true,
        State::Keys(lookups) => !lookups.is_empty(),
        State::Object(Some(node)) => open(node),
        State::Objects(nodes) => nodes.iter().flatten().any(open),
    })
}

/// Whether an object has an error that no answer of the database takes away.
fn refused(node: &Node) -> bool {
    node.together.iter().any(|set| set.missing.is_some())
        || node.fields.iter().any(|(_, state)| match state {
            State::Failed(_) => true,
            State::Value { notes, .. } | State::Key { notes, .. } => notes.iter().any(|note| matches!(note, Note::Message(_))),
            State::Keys(lookups) => lookups.iter().any(Result::is_err),
            State::Object(node) => node.as_deref().is_some_and(refused),
            State::Objects(nodes) => nodes.iter().any(|node| node.as_ref().map_or(true, refused)),
        })
}

impl ParsedInput {
    /// Whether the body has an error that no answer of the database takes away.
    pub fn is_refused(&self) -> bool {
        self.root.as_ref().map_or(true, refused)
    }

    /// Asks the database all open questions.
    ///
    /// `instance` is the primary key of the row that is updated. The inner error is for the client (400).
    ///
    /// # Errors
    ///
    /// What the database refuses.
    pub(crate) async fn resolve(
        self,
        compiled: &Serializers,
        session: &mut Session<'_>,
        instance: Option<&Value>,
    ) -> Result<Result<Validated, Errors>, ApiError> {
        let node = match &self.root {
            Ok(node) => node,
            Err(errors) => return Ok(Err(errors.clone())),
        };
        let mut all = Vec::new();
        places(node, &Chain::new(), instance, &mut all);
        let answers = run_checks(compiled, session, &all).await?;
        Ok(verdict(compiled, &answers, |validator| validator.object(node, &Chain::new(), 0, instance)))
    }

    /// The result, if no database check is open: no connection is needed to refuse most bodies.
    pub(crate) fn settled(&self, compiled: &Serializers) -> Option<Result<Validated, Errors>> {
        match &self.root {
            Err(errors) => Some(Err(errors.clone())),
            Ok(node) if open(node) => None,
            Ok(node) => {
                let answers = Answers::default();
                Some(verdict(compiled, &answers, |validator| validator.object(node, &Chain::new(), 0, None)))
            }
        }
    }
}

impl ParsedList {
    /// Asks the database all open questions of all items. `instances` are the rows that are updated, one for each item, or empty.
    ///
    /// # Errors
    ///
    /// What the database refuses.
    #[cfg_attr(not(test), expect(dead_code, reason = "no view reads lists of bodies yet"))]
    pub(crate) async fn resolve(
        self,
        compiled: &Serializers,
        session: &mut Session<'_>,
        instances: &[Value],
    ) -> Result<Result<Vec<Validated>, Errors>, ApiError> {
        let nodes = match &self.items {
            Ok(nodes) => nodes,
            Err(errors) => return Ok(Err(errors.clone())),
        };
        let mut all = Vec::new();
        for (i, node) in nodes.iter().enumerate() {
            if let Ok(node) = node {
                places(node, &Chain::new(), instances.get(i), &mut all);
            }
        }
        let answers = run_checks(compiled, session, &all).await?;
        Ok(verdict(compiled, &answers, |validator| validator.list(nodes, &Chain::new(), 0, instances)))
    }
}
