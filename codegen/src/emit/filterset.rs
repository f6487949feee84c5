//! The filterset: a name, and its descriptor.

use super::model::option;
use super::tokens::{docs, ident, texts, variant};
use proc_macro2::TokenStream;
use quote::quote;
use restwright_schema::filterset::{Filter, FilterKind, FilterSet};

/// What a detail's filterset has from its master.
pub(super) enum Above<'a> {
    Nothing,
    /// In a folder: its filters.
    Filters(&'a FilterSet),
    /// Of a struct: its resource.
    Resource(&'a TokenStream),
}

/// ```text
/// pub struct BookFilterSet { pub status: Option<rw::Param>, … }
/// impl rw::FilterSet for BookFilterSet { const DESCRIPTOR: …; fn query(…) }
/// ```
/// `None`: there are no filters.
pub(super) fn items(resource: &str, vis: &TokenStream, own: Option<&FilterSet>, above: &Above<'_>) -> Option<[TokenStream; 2]> {
    if own.is_none() && matches!(above, Above::Nothing) {
        return None;
    }
    let name = ident(&format!("{resource}FilterSet"));
    let doc = docs(&format!("The query parameters that narrow a list of [`{resource}`]s."));
    let option = option(resource);
    let inherited = if let Above::Filters(set) = above { set.filters } else { &[] };
    let mut names: Vec<String> = Vec::new();
    for name in inherited.iter().chain(own.map_or(&[][..], |set| set.filters)).flat_map(parameters) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let master = if let Above::Resource(path) = above { Some(path) } else { None };
    let part = ident(if names.iter().any(|name| name == "master") { "master_" } else { "master" });
    let part_type = master.map(|path| quote!(pub #part: <<#path as rw::Resource>::ViewSet as rw::ViewSet>::FilterSet));
    let columns = part_type.into_iter().chain(names.iter().map(|name| {
        let column = ident(name);
        quote!(pub #column: #option<rw::Param>)
    }));
    let pairs = names.iter().map(|name| {
        let column = ident(name);
        quote!((#name, &self.#column))
    });
    // Django parts lookups from fields by two underscores.
    let plain = names.iter().all(|name| !name.contains("__") && !name.chars().any(char::is_uppercase));
    let allow = (!plain).then(|| quote!(#[allow(non_snake_case)]));
    let descriptor = match own {
        Some(set) => {
            let filters = set.filters.iter().map(filter);
            quote!(Some(&filterset::FilterSet::new(&[#(#filters),*])))
        }
        None => quote!(None),
    };
    let query = match master {
        Some(_) => quote! {
            let mut query = rw::FilterSet::query(&self.#part);
            query.extend(rw::query(&[#(#pairs),*]));
            query
        },
        None => quote!(rw::query(&[#(#pairs),*])),
    };
    Some([
        quote!(#doc #allow #[derive(Clone, Debug, Default)] #vis struct #name { #(#columns),* }),
        quote! {
            impl rw::FilterSet for #name {
                const DESCRIPTOR: #option<&'static filterset::FilterSet> = #descriptor;
                fn query(&self) -> rw::Query {
                    #query
                }
            }
        },
    ])
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
