//! The other resources that a struct names: by their names in texts, as in TOML, or by their paths.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use crate::spec::Origin;
use crate::spec::tree::{Entry, Node, Tree};

/// Where another resource is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// By the key of this name.
    Key(String),
    /// By `meta.extends`.
    Master,
    /// Elsewhere.
    Other,
}

/// Another resource.
#[derive(Clone, Debug)]
pub(crate) struct Reference {
    pub(crate) name: String,
    /// The path to its struct, at the place where it is named.
    pub(crate) path: TokenStream,
    pub(crate) span: Span,
    pub(crate) place: Place,
}

/// Finds all, and leaves in the tree what the spec language has there: the name alone.
pub(super) fn take(top: &mut [Entry]) -> Vec<Reference> {
    let mut out = Vec::new();
    for part in top {
        let Some(entries) = table(&mut part.value) else { continue };
        match part.key.as_str() {
            "fields" => {
                for field in entries {
                    let place = Place::Key(field.key.clone());
                    let Some(options) = table(&mut field.value) else { continue };
                    let keys = options.iter().any(|o| o.key == "type" && matches!(&o.value.tree, Tree::Str(t) if t != "many_to_many"));
                    for option in options {
                        match option.key.as_str() {
                            "to" if keys => one(&mut option.value, place.clone(), &mut out),
                            "to" | "through" | "schema" | "for" => one(&mut option.value, Place::Other, &mut out),
                            _ => {}
                        }
                    }
                }
            }
            "meta" => named(entries, "extends", &Place::Master, &mut out),
            "serializer" => {
                declared(entries, &mut out);
                // The tables of other serializers; nothing else below has declared fields.
                for entry in entries.iter_mut().filter(|e| !matches!(e.key.as_str(), "declared" | "extra_kwargs")) {
                    if let Some(entries) = table(&mut entry.value) {
                        declared(entries, &mut out);
                    }
                }
            }
            "viewset" => {
                let parent = entries.iter_mut().filter(|e| e.key == "parent").find_map(|e| table(&mut e.value));
                if let Some(options) = parent {
                    named(options, "resource", &Place::Other, &mut out);
                }
            }
            _ => {}
        }
    }
    out
}

/// The resources that declared fields lead to.
fn declared(entries: &mut [Entry], out: &mut Vec<Reference>) {
    let declared = entries.iter_mut().filter(|e| e.key == "declared").find_map(|e| table(&mut e.value));
    for field in declared.into_iter().flatten() {
        if let Some(options) = table(&mut field.value) {
            named(options, "to", &Place::Other, out);
        }
    }
}

fn table(node: &mut Node) -> Option<&mut Vec<Entry>> {
    match &mut node.tree {
        Tree::Table(entries) | Tree::Call { table: entries, named: true, .. } => Some(entries),
        _ => None,
    }
}

fn named(entries: &mut [Entry], key: &str, place: &Place, out: &mut Vec<Reference>) {
    for entry in entries.iter_mut().filter(|e| e.key == key) {
        one(&mut entry.value, place.clone(), out);
    }
}

/// A text that is a path; another one is left to the checks, which know no such resource.
fn one(node: &mut Node, place: Place, out: &mut Vec<Reference>) {
    let (Tree::Str(text), Origin::Tokens(span)) = (&mut node.tree, node.origin) else { return };
    let Ok(path) = syn::parse_str::<syn::Path>(text) else { return };
    let Some(last) = path.segments.last() else { return };
    let name = last.ident.to_string();
    // The whole path stands at the text's place, so that the compiler underlines it.
    let parts = path.segments.iter().map(|s| syn::Ident::new(&s.ident.to_string(), span));
    let leading = path.leading_colon.map(|_| quote_spanned!(span=> ::));
    out.push(Reference { path: quote_spanned!(span=> #leading #(#parts)::*), name: name.clone(), span, place });
    *text = name;
}
