//! What was written: one struct for each table of the spec language.
//!
//! Every leaf carries its [`Origin`], and what was not said is `None`: no default is applied here (the schema's builders and
//! `link::Graph` know them). A TOML folder fills these structs in `spec::toml`; a derive fills the same ones from attributes.
//!
//! In a folder that [`crate::check()`] gave out, every name resolves, no `Unknown` kind is left, and no option contradicts another.

mod annotation;
mod api;
pub(crate) mod bases;
#[cfg(feature = "toml")]
pub(crate) mod derive;
mod filterset;
mod merge;
mod model;
#[cfg(feature = "toml")]
pub(crate) mod read;
mod serializer;
#[cfg(feature = "toml")]
pub(crate) mod toml;
#[cfg(feature = "toml")]
mod tree;
mod value;
mod viewset;

pub use crate::source::{Origin, Spanned};
pub use annotation::*;
pub use api::*;
pub use filterset::*;
pub use model::*;
pub use serializer::*;
pub use value::*;
pub use viewset::*;

use crate::source::FileId;
use restwright_schema::builtin;

/// An option that may not have been said.
pub type Opt<T> = Option<Spanned<T>>;

/// A list of names, each with its place, and the place of the list.
pub type Names = Spanned<Vec<Spanned<String>>>;

/// One API: `api.toml` and the resource files beside it.
#[derive(Clone, Debug)]
pub struct Folder {
    /// `api.toml`.
    pub api: ApiSpec,
    /// In the order of their file names, in which they are registered too.
    pub resources: Vec<ResourceSpec>,
    /// Abstract bases (`meta.abstract`), whose parts were copied into the resources that extend them.
    pub bases: Vec<ResourceSpec>,
    /// Whether this is all there is.
    pub scope: Scope,
}

/// What else there may be beside the resources of a [`Folder`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Nothing: every name resolves.
    Whole,
    /// Resources that a router serves beside the folder's: they may point to the folder's.
    Open,
    /// A derive sees one struct: neither the API nor the other resources. Their names are joined when the router is built.
    Struct,
}

impl Folder {
    /// The resource of this name (`BookCopy`).
    pub fn resource(&self, name: &str) -> Option<&ResourceSpec> {
        self.resources.iter().find(|r| r.name == name)
    }

    /// The resource that this one extends.
    pub fn master(&self, resource: &ResourceSpec) -> Option<&ResourceSpec> {
        self.resource(resource.meta.extends.as_ref()?)
    }
}

/// One resource file.
#[derive(Clone, Debug)]
pub struct ResourceSpec {
    /// The file; `None` for a derive.
    pub file: Option<FileId>,
    /// Whether it stands for a resource that is defined elsewhere, of which nothing but the name is known.
    pub foreign: bool,
    /// The file's name with its ending (`book_copy.toml`), for headers of generated code.
    pub file_name: String,
    /// The place that stands for the whole resource.
    pub origin: Origin,
    /// snake_case: the file's name without its ending.
    pub snake: String,
    /// PascalCase.
    pub name: String,
    /// `description`: the docstring of the viewset.
    pub description: Opt<String>,
    /// `[fields]`, in the order of the file; an implied `id` is not among them.
    pub fields: Vec<FieldSpec>,
    /// `[annotations]`, in the order of the file.
    pub annotations: Vec<AnnotationSpec>,
    /// `[meta]`.
    pub meta: MetaSpec,
    /// `[serializer]`.
    pub serializer: Option<SerializerSpec>,
    /// `[filterset]`.
    pub filterset: Option<FiltersetSpec>,
    /// `[viewset]`; everything `None` where there is no such table.
    pub viewset: ViewsetSpec,
}

impl ResourceSpec {
    /// The field of this name that the file itself has.
    pub fn field(&self, name: &str) -> Option<&FieldSpec> {
        self.fields.iter().find(|f| *f.name == name)
    }

    /// The annotation of this name that the file itself has.
    pub fn annotation(&self, name: &str) -> Option<&AnnotationSpec> {
        self.annotations.iter().find(|a| *a.name == name)
    }

    /// The field with `primary_key = true`; without one the resource gets `id`.
    pub fn primary_key(&self) -> Option<&FieldSpec> {
        self.fields.iter().find(|f| f.primary_key.as_ref().is_some_and(|p| p.value))
    }

    /// Whether `meta.master` is true.
    pub fn is_master(&self) -> bool {
        self.meta.master.as_ref().is_some_and(|m| m.value)
    }

    /// The model of Django's own whose rows these are (`meta.proxy`).
    pub fn proxy(&self) -> Option<&'static builtin::Builtin> {
        builtin::named(self.meta.proxy.as_ref()?)
    }

    /// Whether the table is made by migrations (`meta.managed`, true unless said otherwise; never a proxy's).
    pub fn is_managed(&self) -> bool {
        self.meta.proxy.is_none() && self.meta.managed.as_ref().is_none_or(|m| m.value)
    }
}

/// The place of a resource that is defined elsewhere.
#[cfg(feature = "toml")]
pub(crate) fn stub(name: &str, origin: Origin) -> ResourceSpec {
    ResourceSpec {
        file: None,
        foreign: true,
        file_name: String::new(),
        origin,
        snake: snake(name),
        name: name.to_owned(),
        description: None,
        fields: Vec::new(),
        annotations: Vec::new(),
        // Its table is made where it is defined.
        meta: MetaSpec { managed: Some(Spanned::new(false, origin)), ..MetaSpec::default() },
        serializer: None,
        filterset: None,
        viewset: ViewsetSpec::default(),
    }
}

/// The snake_case of a name: `BookCopy` and `Book-Copy` → `book_copy`.
#[cfg(feature = "toml")]
pub(crate) fn snake(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && out.ends_with(|l: char| l.is_ascii_lowercase() || l.is_ascii_digit()) {
            out.push('_');
        }
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.ends_with('_') && !out.is_empty() {
            out.push('_');
        }
    }
    out.trim_end_matches('_').to_owned()
}
