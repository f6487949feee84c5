//! Annotations: where their paths lead, and what type they have. Each becomes a column behind the model's own ones.

use super::models::Column;
use super::{Graph, LinkError, ModelId, Path};
use crate::annotation::{Aggregate, Annotation, Computed, Function};
use crate::infer::keep;
use crate::lookup::Lookup;
use crate::model::{Field, FieldType, Literal};

/// An annotation with its names resolved.
#[derive(Clone, Debug)]
pub struct Annotated {
    /// The descriptor.
    pub annotation: &'static Annotation,
    /// Whether the type of its values is known. In a linked graph it is; a generator may not see what it is computed of.
    pub known: bool,
    /// What its value is made of.
    pub source: Source,
}

/// What an annotation's value is made of.
#[derive(Clone, Debug)]
pub enum Source {
    /// Other rows.
    Rows {
        /// What the aggregate is of.
        path: Path,
        /// The type of what the path leads to.
        kind: FieldType,
        /// Which rows count.
        conditions: Vec<Counted>,
    },
    /// The row's own columns: indices into its model's fields, in the order in which the expression first names them.
    Columns(Vec<usize>),
}

/// One lookup that the rows of an aggregate have to meet.
#[derive(Clone, Debug)]
pub struct Counted {
    /// The column.
    pub path: Path,
    /// The comparison.
    pub lookup: Lookup,
    /// What it is compared with.
    pub values: &'static [Literal],
}

impl Graph {
    /// The fields that a resource's row type has, in their order: those with a column, and annotations. A master's come before its detail's.
    pub fn row_fields(&self, model: ModelId) -> Vec<usize> {
        let node = self.model(model);
        let own = |owner: ModelId, computed: bool| {
            let fields = node.fields.iter().enumerate().filter(move |(_, c)| c.owner == owner);
            fields.filter(move |(_, c)| match &c.annotation {
                Some(annotated) => computed && annotated.annotation.in_row,
                None => !computed && c.is_stored(),
            })
        };
        let owners = node.master.into_iter().chain([model]);
        owners.flat_map(|owner| own(owner, false).chain(own(owner, true))).map(|(at, _)| at).collect()
    }

    /// A path and the lookup behind it: `documents__size__gt`. `None`: it leads nowhere.
    pub fn path_and_lookup(&self, model: ModelId, text: &str) -> Option<(Path, Lookup)> {
        if let Ok(path) = self.path(model, text) {
            return Some((path, Lookup::Exact));
        }
        let (path, name) = text.rsplit_once("__")?;
        Some((self.path(model, path).ok()?, Lookup::parse(name)?))
    }
}

/// Appends the columns. With `lenient` a path that leads nowhere is no error: other resources are joined later.
pub(super) fn link(graph: &mut Graph, lenient: bool, errors: &mut Vec<LinkError>) {
    let mut found: Vec<Vec<Column>> = Vec::with_capacity(graph.models.len());
    for id in 0..graph.models.len() {
        let mut columns = Vec::new();
        let node = &graph.models[id];
        for owner in node.master.into_iter().chain([id]) {
            // A detail's own one takes the place of its master's.
            let replaced = |name: &str| owner != id && node.model.annotations.iter().any(|own| own.name == name);
            for annotation in graph.models[owner].model.annotations.iter().filter(|a| !replaced(a.name)) {
                let made = resolved(graph, id, annotation);
                let (annotated, field) = match (made, lenient) {
                    (Ok(made), _) => made,
                    (Err(_), true) => unresolved(annotation),
                    (Err(message), false) => {
                        let message = format!("annotation `{}`: {message}", annotation.name);
                        errors.push(LinkError { resource: node.model.name.to_owned(), message });
                        continue;
                    }
                };
                columns.push(Column { field: keep(Box::new(field)), owner, target: None, pairs: None, annotation: Some(annotated) });
            }
        }
        found.push(columns);
    }
    // Aggregates see columns only, not each other.
    for (node, columns) in graph.models.iter_mut().zip(found) {
        node.fields.extend(columns);
    }
}

/// The column of an annotation whose source is not here.
fn unresolved(annotation: &'static Annotation) -> (Annotated, Field) {
    let annotated = Annotated { annotation, known: annotation.own_kind().is_some(), source: Source::Columns(Vec::new()) };
    // Nobody reads its rows here.
    let kind = annotation.own_kind().unwrap_or(FieldType::Text);
    let null = match annotation.value {
        Computed::Aggregate(aggregate) => aggregate.function.has_default() && aggregate.default.is_none(),
        Computed::Expression(tree) => tree.may_be_null(),
    };
    (annotated, column(annotation, kind, annotation.decimal_places, null))
}

fn resolved(graph: &Graph, model: ModelId, annotation: &'static Annotation) -> Result<(Annotated, Field), String> {
    match annotation.value {
        Computed::Aggregate(aggregate) => aggregated(graph, model, annotation, aggregate),
        Computed::Expression(tree) => {
            let node = graph.model(model);
            let mut columns = Vec::new();
            let null = tree.may_be_null();
            for read in tree.columns() {
                let at = node.position(read.field).filter(|at| node.fields[*at].is_stored());
                let at = at.ok_or_else(|| format!("it has no column `{}`", read.field))?;
                if !columns.contains(&at) {
                    columns.push(at);
                }
            }
            let kind = annotation.kind.ok_or("an expression has a type")?;
            let annotated = Annotated { annotation, known: true, source: Source::Columns(columns) };
            Ok((annotated, column(annotation, kind, annotation.decimal_places, null)))
        }
    }
}

fn aggregated(graph: &Graph, model: ModelId, annotation: &'static Annotation, aggregate: Aggregate) -> Result<(Annotated, Field), String> {
    let Aggregate { function, path, distinct: _, conditions, default } = aggregate;
    let path = graph.path(model, path).map_err(|error| error.to_string())?;
    let end = graph.model(path.model);
    let source = graph.end_type(&path);
    let field = end.fields[path.column.unwrap_or(end.pk)].field;
    let relation = path.column.is_none_or(|column| end.fields[column].target.is_some());
    let summed = matches!(function, Function::Sum | Function::Avg);
    let result = function.result(source).filter(|_| !(relation && summed));
    let Some(result) = result else {
        return Err(format!("there is no `{}` of `{}`", function.name(), field.name));
    };
    let kind = annotation.kind.unwrap_or(result);
    let places = match (annotation.kind, kind) {
        (Some(_), FieldType::Decimal) => annotation.decimal_places,
        (None, FieldType::Decimal) => field.decimal_places,
        _ => 0,
    };
    let mut counted = Vec::with_capacity(conditions.len());
    for (text, values) in conditions {
        let (path, lookup) = graph.path_and_lookup(model, text).ok_or_else(|| format!("`{text}` is no lookup of it"))?;
        counted.push(Counted { path, lookup, values });
    }
    let null = function.has_default() && default.is_none();
    let annotated = Annotated { annotation, known: true, source: Source::Rows { path, kind: source, conditions: counted } };
    Ok((annotated, column(annotation, kind, places, null)))
}

fn column(annotation: &Annotation, kind: FieldType, places: u32, null: bool) -> Field {
    let mut field = Field::new(annotation.name, "", kind).not_editable().digits(annotation.max_digits, places).no_index();
    field.null = null;
    field
}
