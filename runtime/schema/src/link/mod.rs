//! The resources of one API, joined: names become indices, inheritance and defaults are applied.
//!
//! What a descriptor says of another resource is a name. [`Graph::link`] resolves all of them once (in the generator's
//! checks, and when a router is built), so that nothing is looked up by name while a request is served.

mod annotations;
mod checks;
mod filters;
mod inherited;
mod models;
mod path;
mod serializers;
mod statements;
mod views;

pub use annotations::{Annotated, Counted, Source};
pub use filters::{FilterInput, FilterShape, literal_text};
pub use models::{Column, ModelNode, Pairs, Reverse};
pub use path::{Hop, Path, PathError, Via};
pub use serializers::{Expandable, Ser, SerField};
pub use views::{LinkedFilter, LinkedParent, View};

use crate::Api;
use crate::builtin::{self, Builtin};

/// Index into [`Graph::models`].
pub type ModelId = usize;
/// Index into [`Graph::serializers`].
pub type SerId = usize;
/// Index into [`Graph::views`]; the same as the resource's [`ModelId`].
pub type ViewId = usize;

/// A name that leads nowhere, or a combination that cannot work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkError {
    /// The resource that says it.
    pub resource: String,
    /// What is wrong, and with which name.
    pub message: String,
}

impl std::fmt::Display for LinkError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.resource, self.message)
    }
}

impl std::error::Error for LinkError {}

/// One API with every name resolved.
#[derive(Debug)]
pub struct Graph {
    /// What was linked.
    pub api: &'static Api,
    /// The resources' models in the API's order, then Django's own ([`builtin::ALL`]).
    pub models: Vec<ModelNode>,
    /// The resources' own serializers in the same order, then their variants (`create`, `brief`), then those that nesting and `depth` make.
    pub serializers: Vec<Ser>,
    /// The resources' viewsets in the same order; a master's is not routed.
    pub views: Vec<View>,
}

impl Graph {
    /// Resolves what models say of each other, and nothing else: for a generator that does not see all resources.
    ///
    /// # Errors
    ///
    /// As [`Graph::link`].
    pub fn models(api: &'static Api) -> Result<Self, Vec<LinkError>> {
        let mut errors = Vec::new();
        let models = models::link(api, &mut errors);
        let mut graph = Self { api, models, serializers: Vec::new(), views: Vec::new() };
        if errors.is_empty() {
            annotations::link(&mut graph, true, &mut errors);
        }
        if errors.is_empty() { Ok(graph) } else { Err(errors) }
    }

    /// Resolves everything.
    ///
    /// # Errors
    ///
    /// All names that lead nowhere, not only the first.
    pub fn link(api: &'static Api) -> Result<Self, Vec<LinkError>> {
        let mut errors = Vec::new();
        let models = models::link(api, &mut errors);
        if !errors.is_empty() {
            return Err(errors);
        }
        let mut graph = Self { api, models, serializers: Vec::new(), views: Vec::new() };
        annotations::link(&mut graph, false, &mut errors);
        if errors.is_empty() {
            serializers::link(&mut graph, &mut errors);
        }
        if errors.is_empty() {
            views::link(&mut graph, &mut errors);
        }
        if errors.is_empty() {
            errors = checks::check(&graph);
        }
        if errors.is_empty() { Ok(graph) } else { Err(errors) }
    }

    /// `auth.User`.
    pub fn user(&self) -> ModelId {
        self.api.resources.len()
    }

    /// The model of Django's own at an index; `None` for a resource's.
    pub fn builtin(&self, id: ModelId) -> Option<&'static Builtin> {
        builtin::ALL.get(id.checked_sub(self.api.resources.len())?)
    }

    /// The model whose rows these are: of a proxy the one that it stands for.
    pub fn concrete(&self, id: ModelId) -> ModelId {
        models::concrete(&self.models, id)
    }

    /// The resource (or the model of Django's own) of this name.
    pub fn model_id(&self, name: &str) -> Option<ModelId> {
        let builtin = || builtin::ALL.iter().position(|builtin| builtin.name == name).map(|at| self.api.resources.len() + at);
        self.api.resources.iter().position(|r| r.model.name == name).or_else(builtin)
    }

    /// Resolves a path, its parts parted by `__` or `.`.
    ///
    /// # Errors
    ///
    /// The part that does not resolve, and what it could have been.
    pub fn path(&self, root: ModelId, text: &str) -> Result<Path, PathError> {
        path::resolve(self, root, text)
    }

    /// Whether hooks narrow the rows of this model that a request may know of: its own, or of a master one of its details'.
    pub fn is_scoped(&self, id: ModelId) -> bool {
        self.has_scope(id) || self.scoped_details(id).next().is_some()
    }

    /// The details of a master that have a row scope: a row of theirs is also one of the master's.
    pub fn scoped_details(&self, id: ModelId) -> impl Iterator<Item = ModelId> {
        self.models.get(id).into_iter().flat_map(|node| &node.details).copied().filter(|detail| self.has_scope(*detail))
    }

    /// What a master says of hooks is its details'.
    fn has_scope(&self, id: ModelId) -> bool {
        self.views.get(id).is_some_and(|view| view.hooks.contains(&"get_queryset") && !self.models[view.model].model.master)
    }

    /// The model at an index that this graph gave.
    pub fn model(&self, id: ModelId) -> &ModelNode {
        &self.models[id]
    }
}
