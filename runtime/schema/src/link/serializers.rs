//! Serializers: what a detail inherits, nested ones, `depth`, the key back to the parent.

use super::{Graph, LinkError, ModelId, Path, SerId, Via, inherited};
use crate::infer;
use crate::model::{FieldType, UniqueSet};
use crate::naming;
use crate::serializer::{Field, Kind, Nested, RelatedKind};

/// A serializer field in its place.
#[derive(Clone, Debug)]
pub struct SerField {
    /// The descriptor.
    pub field: Field,
    /// Where its value comes from; `None` for identities, method fields and fields without a column.
    pub path: Option<Path>,
    /// Whether it is not the column's value that is shown but the label of the choice: Django's `get_…_display`.
    pub label: bool,
    /// Whether it is the number of the rows that the path leads to: `source = "parts.count"`.
    pub count: bool,
    /// Of a relation: where it leads.
    pub target: Option<ModelId>,
    /// Of a relation: whether it is a list.
    pub many: bool,
    /// Of a nested field: the serializer of its objects.
    pub nested: Option<SerId>,
}

impl SerField {
    /// A field that stands for no column and no relation (yet): what a compound field holds, for example.
    pub const fn alone(field: Field) -> Self {
        Self { field, path: None, label: false, count: false, target: None, many: false, nested: None }
    }
}

/// A field that `?expand=` can turn into objects.
#[derive(Clone, Debug)]
pub struct Expandable {
    /// Its name in the query and in the output.
    pub name: &'static str,
    /// Where its rows come from.
    pub path: Path,
    /// The other resource's own serializer.
    pub serializer: SerId,
    /// A list.
    pub many: bool,
}

/// A serializer with every name resolved.
#[derive(Clone, Debug)]
pub struct Ser {
    /// Whose rows it reads and writes.
    pub model: ModelId,
    /// Which of the model's serializers it is: empty for its own, else the name of a variant.
    pub name: &'static str,
    /// In output order.
    pub fields: Vec<SerField>,
    /// For `?expand=`.
    pub expandable: Vec<Expandable>,
    /// The sets that `UniqueTogetherValidator` looks after.
    pub unique_together: Vec<&'static [&'static str]>,
    /// The sets with a condition that it looks after, with its own columns and the condition's among the fields.
    pub unique_where: Vec<UniqueSet>,
    /// In a writable nested serializer: the key that leads back to the parent (index into the model's fields).
    pub parent_key: Option<usize>,
}

struct Linker<'a> {
    graph: &'a mut Graph,
    errors: &'a mut Vec<LinkError>,
    /// The resources' serializers that are being linked, against circles.
    stack: Vec<SerId>,
    done: Vec<bool>,
}

impl Ser {
    fn empty(model: ModelId, name: &'static str) -> Self {
        Self {
            model,
            name,
            fields: Vec::new(),
            expandable: Vec::new(),
            unique_together: Vec::new(),
            unique_where: Vec::new(),
            parent_key: None,
        }
    }
}

pub(super) fn link(graph: &mut Graph, errors: &mut Vec<LinkError>) {
    let count = graph.api.resources.len();
    graph.serializers = (0..count).map(|model| Ser::empty(model, "")).collect();
    for model in 0..count {
        for name in inherited::names(graph, model) {
            graph.serializers.push(Ser::empty(model, name));
        }
    }
    let count = graph.serializers.len();
    let mut linker = Linker { graph, errors, stack: Vec::new(), done: vec![false; count] };
    for id in 0..count {
        linker.serializer(id);
    }
    for id in 0..count {
        linker.expandable(id);
    }
}

impl Linker<'_> {
    fn fail(&mut self, model: ModelId, message: String) {
        let error = LinkError { resource: self.graph.models[model].model.name.to_owned(), message };
        // A field stands in several serializers of a resource.
        if !self.errors.contains(&error) {
            self.errors.push(error);
        }
    }

    fn serializer(&mut self, id: SerId) {
        if self.done[id] {
            return;
        }
        let (model, name) = (self.graph.serializers[id].model, self.graph.serializers[id].name);
        if self.stack.contains(&id) {
            let names: Vec<String> = self.stack.iter().chain([&id]).map(|&id| self.graph.serializer_name(id)).collect();
            let message = format!("nested serializers go in a circle: {}", names.join(" → "));
            return self.fail(model, message);
        }
        self.stack.push(id);
        let described = inherited::described(self.graph, model, name);
        let fields: Vec<SerField> = described.fields.into_iter().filter_map(|field| self.field(model, field)).collect();
        self.graph.serializers[id].unique_where = self.unique_where(model, &fields);
        self.graph.serializers[id].fields = fields;
        self.graph.serializers[id].unique_together = described.unique_together;
        self.stack.pop();
        self.done[id] = true;
    }

    /// DRF's `get_unique_together_validators`, the part with conditions: sets all of whose fields, the condition's too, have a value.
    fn unique_where(&self, id: ModelId, fields: &[SerField]) -> Vec<UniqueSet> {
        let valued: Vec<&str> =
            fields.iter().map(|f| &f.field).filter(|f| !f.read_only || f.default.is_some()).map(|f| f.source_path()).collect();
        let owners = self.graph.models[id].master.into_iter().chain([id]);
        let sets = owners.flat_map(|owner| self.graph.models[owner].model.unique_sets).filter(|set| set.condition.is_some());
        sets.filter(|set| {
            let all = set.all_fields();
            all.len() > 1 && all.iter().all(|name| valued.contains(name))
        })
        .copied()
        .collect()
    }

    fn field(&mut self, model: ModelId, field: Field) -> Option<SerField> {
        let mut out = SerField::alone(field);
        if let Kind::Identity { detail, .. } = field.kind {
            out.target = Some(model);
            if detail && self.graph.models[model].model.extends.is_empty() && !self.graph.models[model].model.master {
                self.fail(model, format!("`{}` links to details, but there are none", field.name));
            }
            return Some(out);
        }
        if field.kind == Kind::Method {
            return Some(out);
        }
        if field.kind == Kind::Hidden {
            out.path = self.graph.path(model, field.source_path()).ok();
            return Some(out);
        }
        let path = match (self.graph.path(model, field.source_path()), self.label(model, &field)) {
            (Ok(path), _) => path,
            (Err(_), Some(path)) => {
                out.label = true;
                path
            }
            (Err(_), None) if field.may_have_no_column() => return Some(out),
            (Err(_), None) if self.counted(model, &field).is_some() => {
                out.path = self.counted(model, &field);
                out.count = true;
                return Some(out);
            }
            (Err(_), None) if self.text_of(model, &field).is_some() => {
                out.path = self.text_of(model, &field);
                return Some(out);
            }
            (Err(error), None) => {
                let rest = match field.kind.is_plain() && field.source.is_empty() {
                    true => "; a field without a column says `read_only` or `write_only`",
                    false => "",
                };
                self.fail(model, format!("serializer field `{}`: {error}{rest}", field.name));
                return None;
            }
        };
        if field.kind == Kind::ReadOnly
            && !out.label
            && path.hops.is_empty()
            && let Some(column) = path.column.map(|at| &self.graph.models[model].fields[at]).filter(|c| c.annotation.is_some())
        {
            // A struct does not know the resources that its annotations look at, so its descriptor leaves the kind open.
            out.field.kind = infer::field(self.graph.models[model].model, column.field).kind;
        }
        let field = out.field;
        let relation = match path.column {
            Some(column) => self.graph.models[path.model].fields[column].target,
            None => Some(path.model),
        };
        let ends_many = path.column.is_none() && path.hops.last().is_some_and(|h| h.many);
        match field.kind {
            Kind::Related(related) => {
                let target = if related.to.is_empty() { relation } else { self.graph.model_id(related.to) };
                if target.is_none() && related.kind != RelatedKind::String {
                    self.fail(model, format!("serializer field `{}` is a relation, but leads to no resource", field.name));
                }
                out.target = target;
                out.many = related.many.unwrap_or(ends_many);
                if let RelatedKind::Slug(slug) = related.kind
                    && let Some(target) = target
                    && self.graph.models[target].position(slug).is_none()
                {
                    self.fail(
                        model,
                        format!("serializer field `{}`: `{}` has no `{slug}`", field.name, self.graph.models[target].model.name),
                    );
                }
                // What DRF builds for a reverse relation asks for rows only where somebody may set them.
            }
            Kind::Nested(nested) => {
                let target = if nested.to.is_empty() { relation } else { self.graph.model_id(nested.to) };
                let Some(target) = target else {
                    self.fail(model, format!("serializer field `{}` is nested, but leads to no resource", field.name));
                    return None;
                };
                out.target = Some(target);
                out.many = nested.many.unwrap_or(ends_many);
                out.nested = self.nested(model, &out, nested, target, &path);
            }
            _ => {}
        }
        out.path = Some(path);
        Some(out)
    }

    /// The rows whose number a field shows: those of a relation to several rows, `source = "parts.count"`.
    fn counted(&self, model: ModelId, field: &Field) -> Option<Path> {
        let shows = field.read_only && matches!(field.kind, Kind::Integer { .. } | Kind::Text { .. });
        let path = self.graph.path(model, field.source_path().strip_suffix(".count")?).ok().filter(|_| shows)?;
        let (last, before) = path.hops.split_last()?;
        (path.column.is_none() && last.many && before.iter().all(|hop| !hop.many)).then_some(path)
    }

    /// The row whose text a field shows: `source = "__str__"`, or `"author.__str__"`, which a relation by itself means too.
    fn text_of(&self, model: ModelId, field: &Field) -> Option<Path> {
        let rest = field.source_path().strip_suffix("__str__")?;
        if !field.read_only || !matches!(field.kind, Kind::Text { .. }) {
            return None;
        }
        if rest.is_empty() {
            return Some(Path { root: model, hops: Vec::new(), model, column: None });
        }
        let path = self.graph.path(model, rest.strip_suffix('.')?).ok()?;
        let row = match path.column {
            Some(column) => self.graph.models[path.model].fields[column].target.is_some(),
            None => true,
        };
        (row && !path.many()).then_some(path)
    }

    /// The column with choices whose `get_FOO_display` a text (or DRF's `ReadOnlyField`) shows.
    fn label(&self, model: ModelId, field: &Field) -> Option<Path> {
        let (Kind::Text { .. } | Kind::ReadOnly) = field.kind else { return None };
        let path = self.graph.path(model, &naming::labelled(field.source_path())?).ok()?;
        let column = self.graph.models[path.model].fields.get(path.column?)?;
        (field.read_only && !column.field.choices.is_empty()).then_some(path)
    }

    fn nested(&mut self, model: ModelId, field: &SerField, nested: Nested, target: ModelId, path: &Path) -> Option<SerId> {
        if let Some(depth) = nested.depth {
            return Some(self.depth(target, depth));
        }
        if let Some(builtin) = self.graph.builtin(target) {
            self.fail(model, format!("serializer field `{}`: `{}` has no serializer to nest", field.field.name, builtin.name));
            return None;
        }
        let Some(id) = self.graph.variant(target, nested.serializer) else {
            let (name, other) = (field.field.name, self.graph.models[target].model.name);
            self.fail(model, format!("serializer field `{name}`: `{other}` has no serializer `{}`", nested.serializer));
            return None;
        };
        self.serializer(id);
        if field.field.read_only {
            return Some(id);
        }
        let back = match (path.hops.as_slice(), path.column) {
            ([hop], None) => match hop.via {
                Via::ReverseKey(index) => Some(self.graph.models[hop.from].reverse[index].field),
                _ => None,
            },
            _ => None,
        };
        let Some(back) = back else {
            self.fail(
                model,
                format!("serializer field `{}` is nested and writable, so its rows must point to this resource", field.field.name),
            );
            return None;
        };
        let mut own = self.graph.serializers[id].clone();
        for item in &mut own.fields {
            if item.path.as_ref().is_some_and(|p| p.hops.is_empty() && p.column == Some(back)) {
                item.field = Field { validators: &[], default: None, ..item.field.read_only() };
            }
        }
        // Without the parent's key nobody can tell such a set before the parent is there.
        own.parent_key = Some(back);
        self.graph.serializers.push(own);
        Some(self.graph.serializers.len() - 1)
    }

    /// DRF's `NestedSerializer`: all fields, `depth` levels further. It never shows what the resource's own serializer has as
    /// write-only, nor more of `auth.User` than id and username (docs/spec.md).
    fn depth(&mut self, target: ModelId, depth: u8) -> SerId {
        let node = self.graph.models[target].clone();
        let described: Vec<&'static crate::Field> = node.fields.iter().filter(|c| c.annotation.is_none()).map(|c| c.field).collect();
        let is_user = target == self.graph.user();
        let hidden: Vec<&str> = if is_user {
            described.iter().map(|f| f.name).filter(|n| !matches!(*n, "id" | "username")).collect()
        } else {
            let chain = node.master.into_iter().chain([target]);
            chain
                .filter_map(|id| self.graph.api.resources.get(id))
                .flat_map(|resource| resource.serializer.fields)
                .filter(|f| f.write_only)
                .map(|f| f.source_path())
                .collect()
        };
        let mut fields = Vec::new();
        // A detail's key is, for DRF, its master's.
        let listed: Vec<&crate::Field> =
            described.iter().copied().filter(|f| node.master.is_none() || !f.name.ends_with("_ptr") || !f.primary_key).collect();
        for name in infer::default_names(&listed, &[]) {
            let Some(column) = described.iter().find(|f| f.name == name) else { continue };
            if hidden.contains(&name) {
                continue;
            }
            let mut made = infer::field(node.model, column);
            if column.kind.is_relation() && depth > 0 {
                made = Field { validators: &[], allow_null: false, ..made.read_only() };
                made.kind = Kind::Nested(Nested {
                    to: "",
                    many: Some(column.kind == FieldType::ManyToMany),
                    depth: Some(depth - 1),
                    ..Nested::new()
                });
            }
            fields.extend(self.field(target, made));
        }
        self.graph.serializers.push(Ser { fields, ..Ser::empty(target, "") });
        self.graph.serializers.len() - 1
    }

    fn expandable(&mut self, id: SerId) {
        let (model, serializer) = (self.graph.serializers[id].model, self.graph.serializers[id].name);
        for &name in inherited::expandable(self.graph, model, serializer) {
            let source = self.graph.serializers[id].fields.iter().find(|f| f.field.name == name).map_or(name, |f| f.field.source_path());
            let Some(hop) = self.graph.hop(model, source) else {
                self.fail(model, format!("`{name}` leads to no resource, so it cannot be expanded"));
                continue;
            };
            if let Some(builtin) = self.graph.builtin(hop.to) {
                self.fail(model, format!("`{name}` leads to `{}`, so it cannot be expanded", builtin.name));
                continue;
            }
            let path = match self.graph.path(model, source) {
                Ok(path) => path,
                Err(error) => {
                    self.fail(model, error.to_string());
                    continue;
                }
            };
            self.graph.serializers[id].expandable.push(Expandable { name, path, serializer: hop.to, many: hop.many });
        }
    }
}
