//! From rows to JSON.

use super::plan::{Absent, Child, Out, Plan, Target, Write};
use crate::db::{Conn, Dialect, Row};
use crate::urls::Links;
use crate::{ApiError, Value};
use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::pin::Pin;

/// The rows of a secondary statement, by the key of the row above.
pub(super) struct Group<'p> {
    child: &'p Child,
    rows: Vec<Row>,
    below: Vec<Group<'p>>,
    by_key: HashMap<Key, Vec<usize>>,
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

/// Asks all secondary statements for the rows that belong to these ones.
pub(super) fn gather<'a, 'p: 'a>(plan: &'p Plan, conn: &'a mut Conn, rows: &'a [Row]) -> Boxed<'a, Vec<Group<'p>>> {
    Box::pin(async move {
        let mut groups = Vec::with_capacity(plan.children.len());
        for child in &plan.children {
            let keys = key_list(child, rows);
            let found = match keys {
                Some(keys) => conn.fetch(&child.sql, &[keys]).await?,
                None => Vec::new(),
            };
            let below = if child.plan.children.is_empty() { Vec::new() } else { gather(&child.plan, conn, &found).await? };
            let mut by_key: HashMap<Key, Vec<usize>> = HashMap::with_capacity(rows.len());
            for (at, row) in found.iter().enumerate() {
                if let Some(key) = Key::read(row, 0, child.key_kind.is_integer()) {
                    by_key.entry(key).or_default().push(at);
                }
            }
            groups.push(Group { child, rows: found, below, by_key });
        }
        Ok(groups)
    })
}

/// The keys of the rows above as one bound value, each once; `None` if there are none.
fn key_list(child: &Child, rows: &[Row]) -> Option<Value> {
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
    if list.is_empty() { None } else { Some(Value::List(list)) }
}

/// An answer over this many bytes is refused: expansions multiply, and a client's dots must not fill the memory.
const LIMIT: usize = 256 << 20;

/// Writes values of one answer.
pub(super) struct Writer<'a> {
    /// How URLs look.
    links: &'a Links,
    /// Whether the answer grew over the limit; then it is not whole.
    over: Cell<bool>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(links: &'a Links) -> Self {
        Self { links, over: Cell::new(false) }
    }

    /// The end of an answer.
    ///
    /// # Errors
    ///
    /// 400 if it grew over the limit.
    pub(super) fn finish(&self) -> Result<(), ApiError> {
        if self.over.get() { Err(ApiError::parse("The answer is too large. Ask for less at once.")) } else { Ok(()) }
    }

    /// Writes one value of a row.
    pub(super) fn value(&self, out: &mut Vec<u8>, value: &Write, row: &Row, groups: &[Group<'_>]) {
        match value {
            Write::Column(at, codec) => codec.write(out, row, *at),
            Write::Null => out.extend_from_slice(b"null"),
            Write::Object { presence, fields } => match presence {
                Some(at) if row.is_null(*at) => out.extend_from_slice(b"null"),
                _ => self.object(out, fields, row, groups),
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
                let mut key = Vec::with_capacity(20);
                let known = link.codec.plain(&mut key, row, link.at);
                match (endpoint, known, std::str::from_utf8(&key)) {
                    // DRF: an empty key has no URL.
                    (Some(endpoint), Some(()), Ok(key)) if !key.is_empty() => {
                        out.push(b'"');
                        self.links.write(out, endpoint, key);
                        out.push(b'"');
                    }
                    _ => out.extend_from_slice(b"null"),
                }
            }
            Write::Display { before, at, codec, after } => {
                let start = out.len();
                out.push(b'"');
                super::encode::escaped(out, before);
                if codec.plain(out, row, *at).is_some() {
                    out.extend_from_slice(after.as_bytes());
                    out.push(b'"');
                } else {
                    out.truncate(start);
                    out.extend_from_slice(b"null");
                }
            }
            Write::Many(child) => {
                out.push(b'[');
                for (i, (group, row)) in members(groups, *child, row).enumerate() {
                    if out.len() > LIMIT {
                        self.over.set(true);
                        break;
                    }
                    if i > 0 {
                        out.push(b',');
                    }
                    self.value(out, &group.child.item, row, &group.below);
                }
                out.push(b']');
            }
            Write::One(child) => match members(groups, *child, row).next() {
                Some((group, row)) => self.value(out, &group.child.item, row, &group.below),
                None => out.extend_from_slice(b"null"),
            },
        }
    }

    fn object(&self, out: &mut Vec<u8>, fields: &[Out], row: &Row, groups: &[Group<'_>]) {
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
            self.value(out, &field.value, row, groups);
        }
        // Every field begins with a comma; the first one's becomes the brace.
        match out.get_mut(start) {
            Some(comma) => *comma = b'{',
            None => out.push(b'{'),
        }
        out.push(b'}');
    }
}

/// The rows of a secondary statement that belong to a row.
fn members<'a>(groups: &'a [Group<'a>], child: usize, row: &Row) -> impl Iterator<Item = (&'a Group<'a>, &'a Row)> {
    let found = groups.get(child).and_then(|group| {
        let key = Key::read(row, group.child.key, group.child.key_kind.is_integer())?;
        Some((group, group.by_key.get(&key)?))
    });
    found.into_iter().flat_map(|(group, at)| at.iter().filter_map(move |&at| Some((group, group.rows.get(at)?))))
}
