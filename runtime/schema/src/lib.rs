//! The vocabulary that the generator and the runtime share.
//!
//! A resource is described by four `const` descriptors, one for each class that a Django REST framework (DRF)
//! author writes by hand: [`Model`], [`Serializer`], [`FilterSet`], [`ViewSet`]. The generator makes them from a spec, checks
//! them and prints them as Rust; the runtime reads them. They say what one resource is by itself; whatever involves
//! another one (the row that a key points to, what a detail inherits from its master, the defaults of the API) is
//! joined by [`link::Graph`], which both sides run over the same descriptors.
//!
//! Nothing here knows of HTTP, SQL drivers or tokens.

pub mod annotation;
pub mod api;
mod builders;
pub mod builtin;
pub mod cors;
pub mod ddl;
pub mod dialect;
pub mod expression;
pub mod filterset;
pub mod hook;
pub mod infer;
pub mod json;
pub mod link;
pub mod lookup;
pub mod model;
pub mod naming;
pub mod openapi;
pub mod rules;
pub mod serializer;
pub mod tables;
pub mod viewset;

pub use api::Api;
pub use dialect::Dialect;
pub use filterset::{Filter, FilterSet};
pub use hook::Hook;
pub use model::{Field, FieldType, Literal, Model};
pub use serializer::Serializer;
pub use viewset::ViewSet;

/// One resource: the four parts together, as the router takes them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Resource {
    /// `[fields]` and `[meta]`.
    pub model: &'static Model,
    /// `[serializer]`.
    pub serializer: &'static Serializer,
    /// `[filterset]`; `None` where the spec has no such table.
    pub filterset: Option<&'static FilterSet>,
    /// `[viewset]`.
    pub viewset: &'static ViewSet,
}

/// The code that belongs to a resource, for whoever runs it; nothing here looks into it.
#[derive(Clone, Copy, Default)]
pub struct Code(pub Option<&'static (dyn std::any::Any + Send + Sync)>);

impl std::fmt::Debug for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_some() { "Code" } else { "NoCode" })
    }
}

impl PartialEq for Code {
    /// What code does is not compared.
    fn eq(&self, other: &Self) -> bool {
        self.0.is_some() == other.0.is_some()
    }
}
