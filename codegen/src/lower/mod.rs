//! Lowering: what a folder says becomes the descriptors that generator and runtime share.
//!
//! The folder was checked before. Defaults of the spec language and everything that `ModelSerializer` derives are written out
//! here, so that generated code hides nothing. Descriptors live as long as the process: a build makes them once.

mod api;
mod expression;
mod filterset;
pub(crate) mod literal;
mod model;
mod serializer;
mod viewset;

use crate::spec::{Folder, Names, Opt, ResourceSpec, Scope};
use restwright_schema::infer::{keep, keep_str};
use restwright_schema::link::{Graph, LinkError};
use restwright_schema::model::FieldType;
use restwright_schema::{Api, Model, Resource, Serializer, ViewSet, builtin};

/// A folder's API as descriptors, linked; where other resources are served beside the folder's, only as far as models go.
///
/// # Errors
///
/// Names that lead nowhere. The checks should have found them before; this is the net below them.
pub fn lower(folder: &Folder) -> Result<Graph, Vec<LinkError>> {
    let lowering = Lowering { folder };
    let models: Vec<&'static Model> = folder.resources.iter().map(|r| keep(Box::new(lowering.model(r)))).collect();
    let resources: Vec<Resource> = folder
        .resources
        .iter()
        .zip(&models)
        .map(|(spec, &model)| Resource {
            model,
            serializer: keep(Box::new(Serializer::new(&[]))),
            filterset: spec.filterset.as_ref().map(|f| keep(Box::new(filterset::lower(f)))),
            viewset: keep(Box::new(viewset::lower(spec))),
        })
        .collect();
    let api = api::lower(&folder.api);
    // Serializers name reverse relations and inherited fields, so models are linked before serializers are made.
    let bare: Vec<Resource> = resources
        .iter()
        .map(|r| Resource { filterset: None, viewset: keep(Box::new(ViewSet::new(r.viewset.endpoint, r.viewset.basename))), ..*r })
        .collect();
    let graph = Graph::models(with(api, bare))?;
    let mut made: Vec<Serializer> = Vec::new();
    for id in 0..resources.len() {
        let master = graph.models[id].master;
        let above = master.map(|m| lowering.serializer(&graph, m, None));
        made.push(lowering.serializer(&graph, id, above.as_ref()));
    }
    let resources = resources.into_iter().zip(made).map(|(r, s)| Resource { serializer: keep(Box::new(s)), ..r }).collect();
    let api = with(api, resources);
    // What other resources join is linked where they are: when the router is built.
    if folder.scope == Scope::Whole { Graph::link(api) } else { Graph::models(api) }
}

fn with(api: Api, resources: Vec<Resource>) -> &'static Api {
    keep(Box::new(Api { resources: keep(resources.into_boxed_slice()), ..api }))
}

struct Lowering<'a> {
    folder: &'a Folder,
}

impl Lowering<'_> {
    /// The stored type of a key to this resource: that of its primary key, at the end of the chain.
    fn key_type(&self, to: &str) -> FieldType {
        let mut name = to.to_owned();
        // A chain of keys to keys is at most as long as there are resources; a circle ends here too.
        for _ in 0..=self.folder.resources.len() {
            if builtin::named(&name).is_some() {
                return FieldType::Auto;
            }
            let Some(resource) = self.folder.resource(&name) else { return FieldType::Auto };
            let owner = if resource.primary_key().is_none() { self.folder.master(resource).unwrap_or(resource) } else { resource };
            let Some(key) = owner.primary_key() else { return FieldType::Auto };
            match (key.kind.stored(), &key.to) {
                (Some(kind), Some(to)) if kind.is_relation() => name.clone_from(&to.value),
                (Some(kind), _) => return kind,
                (None, _) => return FieldType::Auto,
            }
        }
        FieldType::Auto
    }

    /// Whether what has no name here may have one elsewhere.
    fn is_open(&self) -> bool {
        self.folder.scope != Scope::Whole
    }

    fn spec(&self, id: usize) -> Option<&ResourceSpec> {
        self.folder.resources.get(id)
    }
}

/// A flag that is false unless it was said.
fn said(flag: &Opt<bool>) -> bool {
    flag.as_ref().is_some_and(|f| f.value)
}

/// A text that is empty unless it was said.
fn text(said: &Opt<String>) -> &'static str {
    said.as_ref().map_or("", |t| keep_str(&t.value))
}

fn names(names: &Names) -> &'static [&'static str] {
    keep(names.iter().map(|n| keep_str(n)).collect::<Vec<_>>().into_boxed_slice())
}

fn opt_names(said: &Option<Names>) -> &'static [&'static str] {
    said.as_ref().map_or(&[], names)
}

/// The form in which paths are kept: `__` between their parts.
fn path(text: &str) -> &'static str {
    keep_str(&text.replace('.', "__"))
}
