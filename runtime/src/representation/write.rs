//! From rows to JSON.

use super::budget::{Budget, too_large};
use super::codec::Codec;
use super::plan::{Absent, Child, Method, Out, Plan, Target, Write};
use crate::columns::Columns;
use crate::db::{self, Dialect, Row};
use crate::hooks::Context;
use crate::urls::Links;
use crate::{ApiError, Value};
use std::collections::{HashMap, HashSet};
use std::pin::Pin;

/// What belongs to the rows of a statement beside their columns.
#[derive(Default)]
pub(super) struct Below<'p> {
    groups: Vec<Group<'p>>,
    /// By method field, then by row.
    computed: Vec<Vec<serde_json::Value>>,
}

/// The rows of a secondary statement, by the key of the row above.
struct Group<'p> {
    child: &'p Child,
    rows: Vec<Row>,
    below: Below<'p>,
    by_key: HashMap<Key, Vec<usize>>,
}

/// A row that is written.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    pub(super) row: &'a Row,
    /// Its position among the rows of its statement.
    pub(super) index: usize,
    pub(super) below: &'a Below<'a>,
}

static NOTHING: Below<'static> = Below { groups: Vec::new(), computed: Vec::new() };

impl<'a> At<'a> {
    /// A row to which nothing else belongs.
    pub(super) fn alone(row: &'a Row) -> Self {
        Self { row, index: 0, below: &NOTHING }
    }
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Key {
    Int(i64),
    Text(String),
}

impl Key {
    fn read(row: &Row, at: usize, int: bool) -> Option<Self> {
        if int { row.int(at).map(Self::Int) } else { row.text(at).map(|t| Self::Text(t.to_string())) }
    }
}

/// A future that calls itself.
type Boxed<'a, T> = Pin<Box<dyn Future<Output = Result<T, ApiError>> + Send + 'a>>;

/// Asks all secondary statements for the rows that belong to these ones, and hooks for their values.
pub(super) fn gather<'a, 'p: 'a>(cx: &'a mut Context<'_>, plan: &'p Plan, rows: &'a [Row], budget: &'a mut Budget) -> Boxed<'a, Below<'p>> {
    Box::pin(async move {
        let mut groups = Vec::with_capacity(plan.children.len());
        for child in &plan.children {
            let mut found = Vec::new();
            for keys in keys(child, rows).chunks(KEYS) {
                let keys = db::key_list(keys);
                let more = budget.fetch(&mut cx.session, &child.plan, &child.query, &child.query.bound(&keys)).await?;
                if found.is_empty() { found = more } else { found.extend(more) }
            }
            let below = if child.plan.is_flat() { Below::default() } else { gather(cx, &child.plan, &found, budget).await? };
            let mut by_key: HashMap<Key, Vec<usize>> = HashMap::with_capacity(rows.len());
            for (at, row) in found.iter().enumerate() {
                if let Some(key) = Key::read(row, 0, child.key_kind.is_integer()) {
                    by_key.entry(key).or_default().push(at);
                }
            }
            groups.push(Group { child, rows: found, below, by_key });
        }
        let mut computed = Vec::with_capacity(plan.methods.len());
        for method in &plan.methods {
            computed.push(compute(cx, method, rows).await?);
        }
        Ok(Below { groups, computed })
    })
}

/// Asks a hook for the values of all rows that are there.
async fn compute(cx: &mut Context<'_>, method: &Method, rows: &[Row]) -> Result<Vec<serde_json::Value>, ApiError> {
    let places = &cx.resources().typed[method.model].places;
    let there = |row: &Row| method.presence.is_none_or(|at| !row.is_null(at));
    let columns: Vec<Columns<'_>> = rows.iter().filter(|row| there(row)).map(|row| Columns::new(row, &method.columns, places)).collect();
    if columns.is_empty() {
        return Ok(vec![serde_json::Value::Null; rows.len()]);
    }
    let values = (method.hook)(&mut cx.of(Some(method.model)), &columns).await?;
    if values.len() != columns.len() {
        let (rows, values) = (columns.len(), values.len());
        return Err(ApiError::internal(format_args!("the hook of a method field returned {values} values for {rows} rows")));
    }
    let mut values = values.into_iter();
    Ok(rows.iter().map(|row| if there(row) { values.next().unwrap_or_default() } else { serde_json::Value::Null }).collect())
}

/// The keys of the rows above, each once.
fn keys(child: &Child, rows: &[Row]) -> Vec<Value> {
    let kind = child.key_kind;
    let mut seen = HashSet::with_capacity(rows.len());
    let mut list = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(key) = Key::read(row, child.key, kind.is_integer()).filter(|key| seen.insert(key.clone())) else { continue };
        list.push(match (key, row.dialect()) {
            (Key::Int(key), _) => Value::Int(key),
            // As it is stored, whatever its form.
            (Key::Text(key), Dialect::Sqlite) => Value::Text(key),
            (Key::Text(_), _) => row.value(child.key, kind),
        });
    }
    list
}

/// How many keys one statement is asked with: MySQL binds each by itself, and has room for 65,535.
const KEYS: usize = 16_384;

/// Writes values of one answer.
pub(super) struct Writer<'a> {
    /// How URLs look.
    links: &'a Links,
    /// Over this many bytes an answer is refused, and what is left of it is not written.
    limit: usize,
}

impl<'a> Writer<'a> {
    pub(super) fn new(links: &'a Links, limit: usize) -> Self {
        Self { links, limit }
    }

    /// The end of an answer, or of a part of it.
    ///
    /// # Errors
    ///
    /// 400 if it grew over the limit.
    pub(super) fn finish(&self, out: &[u8]) -> Result<(), ApiError> {
        if out.len() > self.limit { Err(too_large(self.limit)) } else { Ok(()) }
    }

    /// Writes one value of a row.
    pub(super) fn value(&self, out: &mut Vec<u8>, value: &Write, at: At<'_>) {
        let row = at.row;
        match value {
            Write::Column(column, codec) => codec.write(out, row, *column),
            Write::Method(method) => match at.below.computed.get(*method).and_then(|values| values.get(at.index)) {
                // As the renderer would write it.
                Some(value) => crate::json::encode::json(out, &value.to_string()),
                None => out.extend_from_slice(b"null"),
            },
            Write::Null => out.extend_from_slice(b"null"),
            Write::Object { presence, fields } => match presence {
                Some(at) if row.is_null(*at) => out.extend_from_slice(b"null"),
                _ => self.object(out, fields, at),
            },
            Write::Link(link) => {
                let endpoint = match &link.to {
                    Target::Endpoint(endpoint) => Some(endpoint),
                    Target::ByType { at, endpoints } => {
                        let kind = row.text(*at);
                        let kind = kind.as_deref().unwrap_or_default();
                        endpoints.iter().find(|(name, _)| *name == kind).map(|(_, endpoint)| endpoint)
                    }
                };
                match (endpoint, link.codec.text(row, link.at)) {
                    // DRF: an empty key has no URL. Neither has one that the route's pattern does not match: DRF fails there, and a URL
                    // made of it all the same could be another row's.
                    (Some(endpoint), Some(key)) if !key.is_empty() && (link.codec != Codec::Text || endpoint.leads_to(&key)) => {
                        out.push(b'"');
                        self.links.write(out, &endpoint.path, &key, link.format);
                        out.push(b'"');
                    }
                    _ => out.extend_from_slice(b"null"),
                }
            }
            Write::Display { before, at, codec, after } => {
                let start = out.len();
                out.push(b'"');
                crate::json::encode::escaped(out, before);
                if codec.plain(out, row, *at).is_some() {
                    out.extend_from_slice(after.as_bytes());
                    out.push(b'"');
                } else {
                    out.truncate(start);
                    out.extend_from_slice(b"null");
                }
            }
            Write::ContentType { app, model, name, texts } => match (row.text(*app), row.text(*model)) {
                (Some(app), Some(model)) => {
                    let found = texts.iter().find(|(a, m, _)| *a == *app && *m == *model);
                    let mut text = found.map_or_else(|| model.to_string(), |(.., text)| text.clone());
                    if let Some(name) = name.and_then(|at| row.text(at)) {
                        text.push_str(" | ");
                        text.push_str(&name);
                    }
                    crate::json::encode::string(out, &text);
                }
                _ => out.extend_from_slice(b"null"),
            },
            Write::Many(child) => {
                out.push(b'[');
                for (i, (item, below)) in members(at, *child).enumerate() {
                    if out.len() > self.limit {
                        break;
                    }
                    if i > 0 {
                        out.push(b',');
                    }
                    self.value(out, item, below);
                }
                out.push(b']');
            }
            Write::One(child) => match members(at, *child).next() {
                Some((item, below)) => self.value(out, item, below),
                None => out.extend_from_slice(b"null"),
            },
        }
    }

    fn object(&self, out: &mut Vec<u8>, fields: &[Out], at: At<'_>) {
        let row = at.row;
        let start = out.len();
        for field in fields {
            if let Some(gate) = field.gates.iter().find(|g| row.is_null(g.at)) {
                let absent: &[u8] = match &field.absent {
                    _ if gate.reverse => b"null",
                    Absent::Skip => continue,
                    Absent::Value(json) => json,
                };
                out.extend_from_slice(&field.key);
                out.extend_from_slice(absent);
                continue;
            }
            out.extend_from_slice(&field.key);
            self.value(out, &field.value, at);
        }
        // Every field begins with a comma; the first one's becomes the brace.
        match out.get_mut(start) {
            Some(comma) => *comma = b'{',
            None => out.push(b'{'),
        }
        out.push(b'}');
    }
}

/// The rows of a secondary statement that belong to a row, and how each is written.
fn members<'a>(at: At<'a>, child: usize) -> impl Iterator<Item = (&'a Write, At<'a>)> {
    let found = at.below.groups.get(child).and_then(|group| {
        let key = Key::read(at.row, group.child.key, group.child.key_kind.is_integer())?;
        Some((group, group.by_key.get(&key)?))
    });
    found.into_iter().flat_map(|(group, rows)| {
        rows.iter().filter_map(move |&index| Some((&group.child.item, At { row: group.rows.get(index)?, index, below: &group.below })))
    })
}
