//! The viewset: the name that a router registers, and its descriptor.

use super::tokens::{Chain, docs, ident, texts, variant};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens as _, quote};
use restwright_schema::Resource;
use restwright_schema::viewset::{ExtraAction, Pagination, Permission, ViewSet};

/// ```text
/// pub struct BookViewSet;
/// impl rw::ViewSet for BookViewSet { type Model = Book; … const DESCRIPTOR: … }
/// ```
pub(super) fn items(resource: &Resource, row: &Ident, filtered: bool, code: bool) -> [TokenStream; 2] {
    let model = resource.model.name;
    let name = ident(&format!("{model}ViewSet"));
    let serializer = ident(&format!("{model}Serializer"));
    let filterset = if filtered { ident(&format!("{model}FilterSet")).to_token_stream() } else { quote!(()) };
    let doc = if resource.viewset.description.is_empty() {
        docs(&format!("The actions on [`{model}`]s."))
    } else {
        docs(resource.viewset.description)
    };
    let descriptor = descriptor(resource.viewset, code);
    [
        quote!(#doc pub struct #name;),
        quote! {
            impl rw::ViewSet for #name {
                type Model = #row;
                type Serializer = #serializer;
                type FilterSet = #filterset;
                const DESCRIPTOR: &'static viewset::ViewSet = &#descriptor;
            }
        },
    ]
}

fn descriptor(viewset: &ViewSet, code: bool) -> TokenStream {
    let (endpoint, basename) = (viewset.endpoint, viewset.basename);
    let mut chain = Chain::new(quote!(viewset::ViewSet::new(#endpoint, #basename)));
    chain.text("description", viewset.description);
    let text = |chain: &mut Chain, name: &str, said: Option<&str>| {
        if let Some(said) = said {
            chain.call(name, quote!(#said));
        }
    };
    text(&mut chain, "lookup_field", viewset.lookup_field);
    text(&mut chain, "lookup_value_regex", viewset.lookup_value_regex);
    if let Some(actions) = viewset.actions {
        chain.call("actions", variants(&quote!(viewset::Action), actions));
    }
    if let Some(cut) = viewset.pagination {
        chain.call("pagination", pagination(cut));
    }
    if let Some(backends) = viewset.filter_backends {
        chain.call("filter_backends", variants(&quote!(viewset::FilterBackend), backends));
    }
    let list = |chain: &mut Chain, name: &str, said: Option<&[&str]>| {
        if let Some(said) = said {
            chain.call(name, texts(said));
        }
    };
    list(&mut chain, "search_fields", viewset.search_fields);
    list(&mut chain, "ordering_fields", viewset.ordering_fields);
    list(&mut chain, "ordering", viewset.ordering);
    if let Some(said) = viewset.permissions {
        chain.call("permissions", permissions(said));
    }
    if let Some(said) = viewset.permissions_by_action {
        let said = said.iter().map(|by| {
            let (action, permissions) = (by.action, permissions(by.permissions));
            quote!(viewset::ActionPermissions { action: #action, permissions: #permissions })
        });
        chain.call("permissions_by_action", quote!(&[#(#said),*]));
    }
    if let Some(kinds) = viewset.throttles {
        chain.call("throttles", variants(&quote!(viewset::ThrottleKind), kinds));
    }
    if let Some(parsers) = viewset.parsers {
        chain.call("parsers", variants(&quote!(viewset::Parser), parsers));
    }
    if let Some(renderers) = viewset.renderers {
        chain.call("renderers", variants(&quote!(viewset::Renderer), renderers));
    }
    if let Some(classes) = viewset.authentication {
        chain.call("authentication", variants(&quote!(viewset::Authentication), classes));
    }
    text(&mut chain, "throttle_scope", viewset.throttle_scope);
    if let Some(parent) = viewset.parent {
        let (resource, field) = (parent.resource, parent.field);
        chain.call("parent", quote!(#resource, #field));
    }
    if !viewset.extra_actions.is_empty() {
        let actions = viewset.extra_actions.iter().map(|action| {
            let ExtraAction { name, detail, methods, url_path, description } = *action;
            let methods = texts(methods);
            quote!(viewset::ExtraAction { name: #name, detail: #detail, methods: #methods, url_path: #url_path, description: #description })
        });
        chain.call("extra_actions", quote!(&[#(#actions),*]));
    }
    chain.texts("hooks", viewset.hooks);
    if code {
        chain.call("code", quote!(&HOOKS));
    }
    if !viewset.not_built.is_empty() {
        let parts = viewset.not_built.iter().map(|part| {
            let (path, detail, methods) = (part.path, part.detail, texts(part.methods));
            quote!(viewset::NotBuilt { path: #path, detail: #detail, methods: #methods })
        });
        chain.call("not_built", quote!(&[#(#parts),*]));
    }
    chain.done()
}

/// `&[Action::List, …]` of an enum whose variants have no fields.
pub(super) fn variants<T: std::fmt::Debug>(path: &TokenStream, values: &[T]) -> TokenStream {
    let values = values.iter().map(|v| {
        let v = variant(v);
        quote!(#path::#v)
    });
    quote!(&[#(#values),*])
}

pub(super) fn pagination(pagination: Pagination) -> TokenStream {
    let made = match pagination {
        Pagination::None => quote!(None),
        Pagination::PageNumber { page_size, page_size_query_param, max_page_size } => {
            let (size, max) = (size(page_size), size(max_page_size));
            quote!(PageNumber { page_size: #size, page_size_query_param: #page_size_query_param, max_page_size: #max })
        }
        Pagination::LimitOffset { default_limit, max_limit } => {
            let (size, max) = (size(default_limit), size(max_limit));
            quote!(LimitOffset { default_limit: #size, max_limit: #max })
        }
        Pagination::Cursor { page_size, page_size_query_param, max_page_size, ordering } => {
            let (size, max, ordering) = (size(page_size), size(max_page_size), texts(ordering));
            quote!(Cursor { page_size: #size, page_size_query_param: #page_size_query_param, max_page_size: #max, ordering: #ordering })
        }
    };
    quote!(viewset::Pagination::#made)
}

fn size(size: Option<u64>) -> TokenStream {
    match size {
        Some(n) => {
            let n = Literal::u64_unsuffixed(n);
            quote!(Some(#n))
        }
        None => quote!(None),
    }
}

pub(super) fn permissions(list: &[Permission]) -> TokenStream {
    let list = list.iter().map(permission);
    quote!(&[#(#list),*])
}

fn permission(permission: &Permission) -> TokenStream {
    let made = match permission {
        Permission::Any(list) => {
            let list = permissions(list);
            quote!(Any(#list))
        }
        Permission::All(list) => {
            let list = permissions(list);
            quote!(All(#list))
        }
        Permission::Not(inner) => {
            let inner = self::permission(inner);
            quote!(Not(&#inner))
        }
        Permission::Custom(name) => quote!(Custom(#name)),
        Permission::ModelPermissionsBy(map) => {
            let map = map.iter().map(|entry| {
                let (method, permissions) = (entry.method, texts(entry.permissions));
                quote!(viewset::MethodPermissions { method: #method, permissions: #permissions })
            });
            quote!(ModelPermissionsBy(&[#(#map),*]))
        }
        class => variant(class).to_token_stream(),
    };
    quote!(viewset::Permission::#made)
}
