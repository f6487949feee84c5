//! The filterset: a name, and its descriptor.

use super::model::option;
use super::tokens::{docs, ident, texts, variant};
use proc_macro2::TokenStream;
use quote::quote;
use restwright_schema::filterset::{Filter, FilterKind, FilterSet};

/// ```text
/// pub struct BookFilterSet { pub status: Option<rw::Param>, … }
/// impl rw::FilterSet for BookFilterSet { const DESCRIPTOR: …; fn query(…) }
/// ```
pub(super) fn items(resource: &str, vis: &TokenStream, set: &FilterSet) -> [TokenStream; 2] {
    let name = ident(&format!("{resource}FilterSet"));
    let doc = docs(&format!("The query parameters that narrow a list of [`{resource}`]s."));
    let option = option(resource);
    let filters = set.filters.iter().map(filter);
    let names: Vec<String> = set.filters.iter().flat_map(parameters).collect();
    let columns = names.iter().map(|name| {
        let column = ident(name);
        quote!(pub #column: #option<rw::Param>)
    });
    let pairs = names.iter().map(|name| {
        let column = ident(name);
        quote!((#name, &self.#column))
    });
    // Django parts lookups from fields by two underscores.
    let plain = names.iter().all(|name| !name.contains("__") && !name.chars().any(char::is_uppercase));
    let allow = (!plain).then(|| quote!(#[allow(non_snake_case)]));
    [
        quote!(#doc #allow #[derive(Clone, Debug, Default)] #vis struct #name { #(#columns),* }),
        quote! {
            impl rw::FilterSet for #name {
                const DESCRIPTOR: #option<&'static filterset::FilterSet> = Some(&filterset::FilterSet::new(&[#(#filters),*]));
                fn query(&self) -> rw::Query {
                    rw::query(&[#(#pairs),*])
                }
            }
        },
    ]
}

/// The parameters of a filter: of a range, two.
fn parameters(filter: &Filter) -> Vec<String> {
    match filter.kind {
        FilterKind::Between => ["min", "max", "after", "before"].iter().map(|end| format!("{}_{end}", filter.name)).collect(),
        _ => vec![filter.name.to_owned()],
    }
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
