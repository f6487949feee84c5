//! The filterset: a name, and its descriptor.

use super::model::option;
use super::tokens::{docs, ident, texts, variant};
use proc_macro2::TokenStream;
use quote::quote;
use restwright_schema::filterset::{Filter, FilterKind, FilterSet};

/// ```text
/// pub struct BookFilterSet;
/// impl rw::FilterSet for BookFilterSet { const DESCRIPTOR: … }
/// ```
pub(super) fn items(resource: &str, set: &FilterSet) -> [TokenStream; 2] {
    let name = ident(&format!("{resource}FilterSet"));
    let doc = docs(&format!("The query parameters that narrow a list of [`{resource}`]s."));
    let option = option(resource);
    let filters = set.filters.iter().map(filter);
    [
        quote!(#doc pub struct #name;),
        quote! {
            impl rw::FilterSet for #name {
                const DESCRIPTOR: #option<&'static filterset::FilterSet> = Some(&filterset::FilterSet::new(&[#(#filters),*]));
            }
        },
    ]
}

fn filter(filter: &Filter) -> TokenStream {
    let Filter { name, path, kind } = filter;
    let made = match kind {
        FilterKind::Lookup(lookup) => {
            let lookup = variant(*lookup);
            quote!(lookup(#name, #path, rw::Lookup::#lookup))
        }
        FilterKind::Between => quote!(between(#name, #path)),
        FilterKind::Ordering(names) => {
            let names = texts(names);
            quote!(ordering(#name, #names))
        }
    };
    quote!(filterset::Filter::#made)
}
