//! Paths through relations: `author__name`, `tags.slug`.

use super::{Graph, ModelId, Pairs};
use crate::model::FieldType;

/// How one row leads to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Via {
    /// A key of the row: index into its model's fields. At most one row.
    Key(usize),
    /// A many-to-many relation of the row: index into its model's fields.
    Pairs(usize),
    /// Rows whose key points here: index into this model's `reverse`.
    ReverseKey(usize),
    /// A many-to-many relation seen from its far end: index into this model's `reverse`.
    ReversePairs(usize),
}

/// One step of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hop {
    /// Where it starts.
    pub from: ModelId,
    /// Where it ends.
    pub to: ModelId,
    /// How.
    pub via: Via,
    /// Whether it can lead to several rows.
    pub many: bool,
}

/// A path from a model to a column, or to a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// Where it starts.
    pub root: ModelId,
    /// The relations on the way.
    pub hops: Vec<Hop>,
    /// The model where it ends.
    pub model: ModelId,
    /// The column of that model: index into its fields. `None` if the path ends with a hop to several rows (or a reverse one):
    /// then the rows themselves are meant. A path that ends with a key ends with the key's column, without a hop.
    pub column: Option<usize>,
}

impl Path {
    /// Whether it can lead to several rows.
    pub fn many(&self) -> bool {
        self.hops.iter().any(|h| h.many)
    }
}

/// A part of a path that leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathError {
    /// The part.
    pub part: String,
    /// The model that has no such name.
    pub model: String,
    /// The names that it has.
    pub known: Vec<String>,
}

impl std::fmt::Display for PathError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}` has no `{}`", self.model, self.part)
    }
}

impl std::error::Error for PathError {}

impl Graph {
    /// The relation of this name, if it is one: a forward one by its field's name, a reverse one by its accessor or query name.
    pub fn hop(&self, from: ModelId, name: &str) -> Option<Hop> {
        let node = &self.models[from];
        if let Some(index) = node.position(name) {
            let column = &node.fields[index];
            let (to, many) = (column.target?, column.field.kind == FieldType::ManyToMany);
            return Some(Hop { from, to, via: if many { Via::Pairs(index) } else { Via::Key(index) }, many });
        }
        let inherited =
            |id: ModelId| self.models[id].reverse.iter().position(|r| r.accessor == name || r.query_name == name).map(|i| (id, i));
        // What points to a master can be reached from its details too.
        let (owner, index) = inherited(from).or_else(|| node.master.and_then(inherited))?;
        let reverse = &self.models[owner].reverse[index];
        let pairs = self.models[reverse.from].fields[reverse.field].field.kind == FieldType::ManyToMany;
        Some(Hop {
            from: owner,
            to: reverse.from,
            via: if pairs { Via::ReversePairs(index) } else { Via::ReverseKey(index) },
            many: reverse.many,
        })
    }
}

impl Graph {
    /// The table of pairs of a hop through a many-to-many relation.
    pub fn pairs(&self, hop: &Hop) -> Option<&Pairs> {
        let (model, field) = match hop.via {
            Via::Pairs(index) => (hop.from, index),
            Via::ReversePairs(index) => (hop.to, self.models[hop.from].reverse[index].field),
            Via::Key(_) | Via::ReverseKey(_) => return None,
        };
        let column = self.models[model].fields.get(field)?;
        // A detail's inherited relation is its master's.
        let owner = &self.models[column.owner];
        owner.fields.get(owner.position(column.field.name)?)?.pairs.as_ref()
    }
}

/// The key whose column Django calls `{name}_id`.
fn attname(node: &super::ModelNode, name: &str) -> Option<usize> {
    let index = node.position(name.strip_suffix("_id")?)?;
    matches!(node.fields[index].field.kind, FieldType::ForeignKey | FieldType::OneToOne).then_some(index)
}

pub(super) fn resolve(graph: &Graph, root: ModelId, text: &str) -> Result<Path, PathError> {
    let parts: Vec<&str> = text.split('.').flat_map(|p| p.split("__")).collect();
    let mut path = Path { root, hops: Vec::new(), model: root, column: None };
    for (i, part) in parts.iter().enumerate() {
        let node = &graph.models[path.model];
        let last = i + 1 == parts.len();
        if last
            && let Some(index) = node.position(part).or_else(|| attname(node, part))
            && node.fields[index].field.kind != FieldType::ManyToMany
        {
            path.column = Some(index);
            return Ok(path);
        }
        let Some(hop) = graph.hop(path.model, part) else {
            let forward = node.fields.iter().map(|c| c.field.name.to_owned());
            let known = forward.chain(node.reverse.iter().map(|r| r.query_name.clone()).filter(|name| !name.is_empty())).collect();
            return Err(PathError { part: (*part).to_owned(), model: node.model.name.to_owned(), known });
        };
        path.model = hop.to;
        path.hops.push(hop);
    }
    Ok(path)
}
