//! The emitter: descriptors in, the files of a crate out.
//!
//! One room an artefact. Rust's items are made of tokens and printed by prettyplease; comments, manifests and the readme, which tokens cannot
//! carry, are texts. The same descriptors give the same bytes.

mod choices;
#[cfg(feature = "toml")]
pub(crate) mod derive;
mod expression;
mod filterset;
pub(crate) mod hooks;
mod input;
#[cfg(feature = "cli")]
pub(crate) mod layout;
mod model;
mod serializer;
#[cfg(feature = "toml")]
pub(crate) mod settings;
pub(crate) mod tokens;
mod types;
mod viewset;

#[cfg(feature = "cli")]
pub mod owned;
#[cfg(feature = "cli")]
pub mod project;
#[cfg(feature = "cli")]
pub(crate) mod stubs;

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

/// The items of a resource's module: the row, the serializer, the filterset, the viewset, and what is left to Rust.
pub fn resource(graph: &Graph, id: ModelId) -> Vec<TokenStream> {
    let resource = &graph.api.resources[id];
    let name = resource.model.name;
    let set = filters(graph, id);
    let filtered = set.is_some();
    let filterset = set.as_ref().map(|_| quote!(filterset,));
    let enums = choices::enums(resource.model);
    let mut items = vec![quote!(use restwright::__gen::{self as rw, #filterset model, serializer, viewset};)];
    items.extend(model::items(graph, id, &enums));
    items.extend(serializer::items(name, resource.serializer, &enums));
    items.extend(set.into_iter().flatten());
    let methods = hook_methods(graph, id);
    items.extend(viewset::items(resource, &tokens::ident(resource.model.name), filtered, !methods.is_empty()));
    items.push(input::resource(name));
    items.push(input::item(name, &quote!(pub), &input::fields(graph, id)));
    items
}

/// The filterset of a generated module, with its master's filters; `None` where there are no filters.
fn filters(graph: &Graph, id: ModelId) -> Option<[TokenStream; 2]> {
    let resource = &graph.api.resources[id];
    let above = graph.models[id].master.and_then(|m| graph.api.resources[m].filterset);
    let own = resource.filterset;
    let sets: Vec<_> = above.into_iter().chain(own).collect();
    if sets.is_empty() {
        return None;
    }
    let parameters = filterset::parameters(sets.iter().flat_map(|set| set.filters), |filter| types::parameters(graph, id, filter, None));
    let parts = filterset::Parts { vis: &quote!(pub), own, parameters, master: None, derives: quote!(#[derive(Clone, Debug)]) };
    Some(filterset::items(resource.model.name, &parts))
}

/// What a resource's module has besides, if its spec names hooks: the trait, and the table.
#[cfg(feature = "toml")]
pub(crate) fn hook_items(graph: &Graph, id: ModelId) -> Option<TokenStream> {
    let (model, methods) = (graph.api.resources[id].model, hook_methods(graph, id));
    let help = format!("write `impl {0}Hooks for {0}ViewSet`", model.name);
    let (declared, table) = (
        hooks::items(model.name, &quote!(pub), &help, &methods, &|_| None),
        hooks::table_item(model.name, &tokens::ident(model.name), &methods),
    );
    (!methods.is_empty()).then(|| quote!(#declared #table))
}

/// The hooks of a generated module.
pub(crate) fn hook_methods(graph: &Graph, id: ModelId) -> Vec<hooks::Method> {
    let model = graph.api.resources[id].model;
    hooks::methods(model.name, model, &hooks::Needed::new(graph, id), &input::fields(graph, id))
}

/// Where a generated crate's hooks are written.
#[cfg(feature = "cli")]
pub(crate) fn help(snake: &str, model: &str) -> String {
    format!("write `impl {model}Hooks for {model}ViewSet` in src/hooks/{}.rs", module_name(snake))
}

/// Items as formatted Rust, with blank lines between them; imports stay together, and so do modules.
///
/// # Errors
///
/// Tokens that are no Rust: a name that the checks let through and Rust does not.
#[cfg(feature = "cli")]
pub fn print(items: Vec<TokenStream>) -> Result<String, syn::Error> {
    let mut out = String::new();
    let mut before = None;
    for tokens in items {
        let (text, group) = layout::item(tokens)?;
        if !out.is_empty() && (group.is_none() || group != before) {
            out.push('\n');
        }
        before = group;
        out.push_str(&text);
    }
    Ok(out)
}

/// The order in which rustfmt lists modules: numbers by their value, `_` before everything else.
#[cfg(feature = "toml")]
pub(crate) fn version_order(one: &str, other: &str) -> std::cmp::Ordering {
    let (mut one, mut other) = (one.chars().peekable(), other.chars().peekable());
    loop {
        let order = match (one.peek().copied(), other.peek().copied()) {
            (None, None) => return std::cmp::Ordering::Equal,
            (Some(a), Some(b)) if a.is_ascii_digit() && b.is_ascii_digit() => number(&mut one).cmp(&number(&mut other)),
            (a, b) => {
                one.next();
                other.next();
                // `false` is less than `true`, and an end less than a character.
                a.map(|a| (a != '_', a)).cmp(&b.map(|b| (b != '_', b)))
            }
        };
        if order.is_ne() {
            return order;
        }
    }
}

/// Takes a run of digits: what it counts, and then how it is written.
#[cfg(feature = "toml")]
fn number(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) -> (usize, String, usize) {
    let mut digits = String::new();
    while let Some(digit) = chars.next_if(char::is_ascii_digit) {
        digits.push(digit);
    }
    let value = digits.trim_start_matches('0').to_owned();
    (value.len(), value, usize::MAX - digits.len())
}

#[cfg(all(test, feature = "cli"))]
mod tests {
    use super::*;

    #[test]
    fn modules_are_in_version_order() {
        let mut names = ["thing10", "thing_a", "thing2", "thing", "thinga", "a"];
        names.sort_by(|a, b| version_order(a, b));
        assert_eq!(names, ["a", "thing", "thing_a", "thing2", "thing10", "thinga"]);
    }
}
