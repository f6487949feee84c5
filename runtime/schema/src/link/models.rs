//! Models: inherited fields, targets of relations, ways back.

use super::annotations::Annotated;
use super::{LinkError, ModelId};
use crate::infer::{keep, keep_str};
use crate::model::{Field, FieldType, Model, OnDelete};
use crate::{Api, builtin};

/// The table of a many-to-many relation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pairs {
    /// Its name.
    pub table: String,
    /// The column with the key of the side that declares the relation.
    pub from_column: String,
    /// The column with the key of the other side.
    pub to_column: String,
    /// The resource that the table belongs to, if the spec names one.
    pub through: Option<ModelId>,
}

/// A field in its place: in its own table, or for a detail in its master's.
#[derive(Clone, Debug)]
pub struct Column {
    /// The descriptor.
    pub field: &'static Field,
    /// Whose table holds it.
    pub owner: ModelId,
    /// Where a relation leads.
    pub target: Option<ModelId>,
    /// The table of a many-to-many relation.
    pub pairs: Option<Pairs>,
    /// Of a column that no table holds: how its value is computed.
    pub annotation: Option<Annotated>,
}

impl Column {
    /// Whether a table holds it: it is neither a many-to-many relation nor computed.
    pub fn is_stored(&self) -> bool {
        self.field.kind != FieldType::ManyToMany && self.annotation.is_none()
    }
}

/// A relation seen from its far end.
#[derive(Clone, Debug)]
pub struct Reverse {
    /// The attribute (`books`, by default `book_set` or for one-to-one `book`): what serializers name.
    pub accessor: String,
    /// The name in queries (`books`, by default `book`): what filters name.
    pub query_name: String,
    /// Who points here.
    pub from: ModelId,
    /// Index into that model's [`ModelNode::fields`].
    pub field: usize,
    /// Whether several rows can point to one.
    pub many: bool,
}

/// A model with everything that it inherits and that points to it.
#[derive(Clone, Debug)]
pub struct ModelNode {
    /// The descriptor.
    pub model: &'static Model,
    /// Of a detail: the master's fields, the link to the master (`{master}_ptr`, its key), its own. Annotations come last, the master's first.
    pub fields: Vec<Column>,
    /// In the order of the resources that point here.
    pub reverse: Vec<Reverse>,
    /// The primary key: index into `fields`. A detail's is the link to its master.
    pub pk: usize,
    /// What it extends.
    pub master: Option<ModelId>,
    /// What extends it.
    pub details: Vec<ModelId>,
}

impl ModelNode {
    /// The index of the field of this name; `pk` is the primary key.
    pub fn position(&self, name: &str) -> Option<usize> {
        if name == "pk" {
            return Some(self.pk);
        }
        self.fields.iter().position(|c| c.field.name == name)
    }

    /// The primary key's column.
    pub fn key(&self) -> &Column {
        &self.fields[self.pk]
    }
}

/// A key's stored type: that of the key it points to, at the end of the chain.
pub(crate) fn stored_type(models: &[ModelNode], model: ModelId, field: usize) -> FieldType {
    let column = &models[model].fields[field];
    match column.target {
        Some(target) if column.field.kind != FieldType::ManyToMany => stored_type(models, target, models[target].pk),
        _ => column.field.kind,
    }
}

impl super::Graph {
    /// Django's `Meta.ordering`; a detail that says none has its master's.
    pub fn ordering(&self, model: ModelId) -> &'static [&'static str] {
        let node = &self.models[model];
        match node.master {
            Some(master) if node.model.ordering.is_empty() => self.models[master].model.ordering,
            _ => node.model.ordering,
        }
    }

    /// The type that a column is stored as: a key's is that of the key it points to.
    pub fn stored_type(&self, model: ModelId, field: usize) -> FieldType {
        stored_type(&self.models, model, field)
    }
}

pub(super) fn link(api: &'static Api, errors: &mut Vec<LinkError>) -> Vec<ModelNode> {
    let mut described: Vec<&'static Model> = api.resources.iter().map(|r| r.model).collect();
    described.extend(builtin::ALL.iter().map(|builtin| builtin.model));
    let resources = api.resources.len();
    let find = |name: &str| {
        let builtin = || builtin::ALL.iter().position(|builtin| builtin.name == name).map(|at| resources + at);
        described[..resources].iter().position(|m| m.name == name).or_else(builtin)
    };
    let mut fail = |model: &Model, message: String| errors.push(LinkError { resource: model.name.to_owned(), message });

    let mut nodes: Vec<ModelNode> = Vec::new();
    for (id, &model) in described.iter().enumerate() {
        let mut fields = Vec::new();
        let mut place = |fields: &mut Vec<Column>, owner: ModelId, field: &'static Field| {
            let target = field.relation.and_then(|r| {
                let found = find(r.to);
                if found.is_none() {
                    fail(described[owner], format!("field `{}` points to `{}`, which is no resource", field.name, r.to));
                }
                found
            });
            fields.push(Column { field, owner, target, pairs: None, annotation: None });
        };
        let mut master = None;
        if !model.extends.is_empty() {
            master = find(model.extends);
            if let Some(above) = master {
                for field in described[above].fields {
                    place(&mut fields, above, field);
                }
                let name = keep_str(&format!("{}_ptr", described[above].name.to_lowercase()));
                let column = keep_str(&format!("{name}_id"));
                let pointer = Field::one_to_one(name, column, described[above].name, OnDelete::Cascade).primary_key();
                place(&mut fields, id, keep(Box::new(pointer)));
            }
        }
        for field in model.fields {
            place(&mut fields, id, field);
        }
        let pk = fields.iter().position(|c| c.owner == id && c.field.primary_key);
        if !model.extends.is_empty() && master.is_none() {
            fail(model, format!("extends `{}`, which is no resource", model.extends));
        }
        if pk.is_none() {
            fail(model, "has no primary key".to_owned());
        }
        nodes.push(ModelNode { model, fields, reverse: Vec::new(), pk: pk.unwrap_or(0), master, details: Vec::new() });
    }
    if !errors.is_empty() {
        return nodes;
    }
    for id in 0..nodes.len() {
        if let Some(master) = nodes[id].master {
            nodes[master].details.push(id);
        }
        for field in 0..nodes[id].fields.len() {
            if nodes[id].fields[field].owner == id {
                pairs(&mut nodes, id, field, errors);
                reverse(&mut nodes, id, field);
            }
        }
    }
    // What points to Django's own rows can be reached from their proxies too.
    for id in 0..nodes.len() {
        let concrete = concrete(&nodes, id);
        if concrete != id {
            nodes[id].reverse = nodes[concrete].reverse.clone();
        }
    }
    nodes
}

/// The model whose rows a proxy's are; any other model is its own.
pub(super) fn concrete(nodes: &[ModelNode], id: ModelId) -> ModelId {
    let Some(builtin) = builtin::named(nodes[id].model.proxy) else { return id };
    nodes.iter().rposition(|node| std::ptr::eq(node.model, builtin.model)).unwrap_or(id)
}

/// Django's table of a many-to-many relation, or the columns of the resource that it goes through.
fn pairs(nodes: &mut [ModelNode], id: ModelId, field: usize, errors: &mut Vec<LinkError>) {
    let column = &nodes[id].fields[field];
    let (Some(relation), Some(target), FieldType::ManyToMany) = (column.field.relation, column.target, column.field.kind) else { return };
    let found = if relation.through.is_empty() {
        // A second resource on a table has the pairs of the one that the table belongs to.
        let (owner, owners_target) = pairs_owner(nodes, id, column).unwrap_or((id, target));
        let (from, to) = (nodes[owner].model.name.to_lowercase(), nodes[owners_target].model.name.to_lowercase());
        let itself = owner == owners_target;
        let (from_column, to_column) =
            if itself { (format!("from_{from}_id"), format!("to_{to}_id")) } else { (format!("{from}_id"), format!("{to}_id")) };
        Some(Pairs { table: format!("{}_{}", nodes[id].model.table, column.field.name), from_column, to_column, through: None })
    } else {
        nodes.iter().position(|n| n.model.name == relation.through).and_then(|through| {
            let keys: Vec<&Column> = nodes[through].fields.iter().filter(|c| c.field.kind == FieldType::ForeignKey).collect();
            let from = keys.iter().find(|c| c.target == Some(id))?;
            let to = keys.iter().rev().find(|c| c.target == Some(target))?;
            Some(Pairs {
                table: nodes[through].model.table.to_owned(),
                from_column: from.field.column.to_owned(),
                to_column: to.field.column.to_owned(),
                through: Some(through),
            })
        })
    };
    if found.is_none() {
        errors.push(LinkError {
            resource: nodes[id].model.name.to_owned(),
            message: format!("field `{}` goes through `{}`, which has no keys to both sides", column.field.name, relation.through),
        });
    }
    nodes[id].fields[field].pairs = found;
}

/// For a many-to-many relation of a resource whose table belongs to another (`managed = false`): that one, and where its relation of the same name
/// leads. The columns of the pairs are called after these.
fn pairs_owner(nodes: &[ModelNode], id: ModelId, column: &Column) -> Option<(ModelId, ModelId)> {
    let own = nodes[id].model;
    if own.managed {
        return None;
    }
    let owner = nodes.iter().position(|n| n.model.managed && n.model.table == own.table)?;
    let field = nodes[owner].fields.iter().find(|c| c.field.name == column.field.name && c.field.kind == FieldType::ManyToMany)?;
    let plain = field.field.relation.is_some_and(|relation| relation.through.is_empty());
    Some((owner, field.target?)).filter(|_| plain)
}

fn reverse(nodes: &mut [ModelNode], id: ModelId, field: usize) {
    let column = &nodes[id].fields[field];
    let (Some(relation), Some(target)) = (column.field.relation, column.target) else { return };
    // The relations of a proxy are those of the model that it stands for, whose ways back are there already.
    if !nodes[id].model.proxy.is_empty() {
        return;
    }
    let target = concrete(nodes, target);
    let lower = nodes[id].model.name.to_lowercase();
    let many = column.field.kind != FieldType::OneToOne;
    // A relation to itself is an ordinary one: symmetrical is only Django's `"self"`, which specs don't have.
    let (accessor, query_name) = match (relation.related_name, many) {
        // A way back without a name: nobody can take it, but deleting has to know of it.
        (name, _) if name.ends_with('+') => (String::new(), String::new()),
        ("", true) => (format!("{lower}_set"), lower),
        ("", false) => (lower.clone(), lower),
        (name, _) => (name.to_owned(), name.to_owned()),
    };
    nodes[target].reverse.push(Reverse { accessor, query_name, from: id, field, many });
}
