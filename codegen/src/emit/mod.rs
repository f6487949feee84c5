//! The emitter: descriptors in, the files of a crate out.
//!
//! One room an artefact. Rust's items are made of tokens and printed by prettyplease; templates hold what tokens cannot carry
//! (comments, manifests, the readme). The same descriptors give the same bytes.

mod filterset;
mod model;
mod serializer;
mod settings;
mod tokens;
mod viewset;

#[cfg(feature = "cli")]
pub mod migration;
#[cfg(feature = "cli")]
pub mod project;

use proc_macro2::TokenStream;
use quote::quote;
use restwright_schema::link::{Graph, ModelId};

/// A file of the generated crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path below the crate's folder, with `/`.
    pub path: String,
    /// What it holds.
    pub text: String,
}

/// The module of a resource. A module of this name must have a file of this name, which `mod.rs` cannot be.
pub fn module_name(snake: &str) -> String {
    match snake {
        "crate" | "self" | "super" | "mod" => format!("{snake}_"),
        _ => snake.to_owned(),
    }
}

/// The items of a resource's module: the row, the serializer, the filterset, the viewset.
pub fn resource(graph: &Graph, id: ModelId) -> Vec<TokenStream> {
    let resource = &graph.api.resources[id];
    let name = resource.model.name;
    let filterset = resource.filterset.map(|_| quote!(filterset,));
    let mut items = vec![quote!(use restwright::__gen::{self as rw, #filterset model, serializer, viewset};)];
    items.extend(model::items(graph, id));
    items.extend(serializer::items(name, resource.serializer));
    items.extend(resource.filterset.into_iter().flat_map(|set| filterset::items(name, set)));
    items.extend(viewset::items(resource));
    items
}

/// Items as formatted Rust, with blank lines between them.
///
/// # Errors
///
/// Tokens that are no Rust: a name that the checks let through and Rust does not.
pub fn print(items: Vec<TokenStream>) -> Result<String, syn::Error> {
    let mut out = String::new();
    let mut after_use = true;
    for tokens in items {
        let item: syn::Item = syn::parse2(tokens)?;
        let is_use = matches!(item, syn::Item::Use(_));
        if !(out.is_empty() || is_use && after_use) {
            out.push('\n');
        }
        after_use = is_use;
        out.push_str(&prettyplease::unparse(&syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![item] }));
    }
    Ok(out)
}
