//! The filterset: a name, and its descriptor.

use super::input::named;
use super::tokens::{docs, ident, texts, variant};
use super::types::{self, Parameter};
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use restwright_schema::filterset::{Filter, FilterKind, FilterSet};

/// What a filterset's items are made of.
pub(super) struct Parts<'a> {
    pub(super) vis: &'a TokenStream,
    pub(super) own: Option<&'a FilterSet>,
    /// Its parameters, those of a detail's master in front.
    pub(super) parameters: Vec<Parameter>,
    /// Of a detail that is a struct: the path to its master.
    pub(super) master: Option<&'a TokenStream>,
    /// What the struct derives beside `Default`.
    pub(super) derives: TokenStream,
}

/// ```text
/// rw::filters! { pub struct BookFilterSet { pub status: BookStatus, … } }
/// impl rw::FilterSet for BookFilterSet { const DESCRIPTOR: … }
/// ```
pub(super) fn items(resource: &str, parts: &Parts<'_>) -> [TokenStream; 2] {
    let Parts { vis, own, parameters, master, derives } = parts;
    let name = ident(&format!("{resource}FilterSet"));
    let doc =
        docs(&format!("The query parameters that narrow a list of [`{resource}`]s. Each field is an `Option`: `None` does not narrow."));
    let option = types::option(resource);
    let part = if parameters.iter().any(|p| p.name == "master") { "master_" } else { "master" };
    let whole = master.map(|path| {
        let rust = quote!(<<#path as rw::Resource>::ViewSet as rw::ViewSet>::FilterSet);
        named(part, &ident(part), &quote!(#[whole]), &rust)
    });
    // A parameter may be called as no field can be, and two such may come to one name.
    let mut fields: Vec<Ident> = Vec::new();
    for parameter in parameters {
        let mut field = ident(&parameter.name);
        while fields.contains(&field) {
            field = ident(&format!("{field}_"));
        }
        fields.push(field);
    }
    let columns =
        whole.into_iter().chain(parameters.iter().zip(&fields).map(|(p, field)| named(&p.name, field, &TokenStream::new(), &p.rust)));
    let descriptor = match own {
        Some(set) => {
            let filters = set.filters.iter().map(filter);
            quote!(Some(&filterset::FilterSet::new(&[#(#filters),*])))
        }
        None => quote!(None),
    };
    [
        quote!(rw::filters! { #doc #derives #vis struct #name { #(#columns,)* } }),
        quote! {
            impl rw::FilterSet for #name {
                const DESCRIPTOR: #option<&'static filterset::FilterSet> = #descriptor;
            }
        },
    ]
}

/// The parameters of filters, each once: of two filters of one name the later one counts.
pub(super) fn parameters<'f>(filters: impl IntoIterator<Item = &'f Filter>, of: impl Fn(&Filter) -> Vec<Parameter>) -> Vec<Parameter> {
    let mut out: Vec<Parameter> = Vec::new();
    for parameter in filters.into_iter().flat_map(of) {
        match out.iter_mut().find(|p| p.name == parameter.name) {
            Some(first) => *first = parameter,
            None => out.push(parameter),
        }
    }
    out
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
