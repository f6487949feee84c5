//! What a derive adds to its struct: the names and implementations that a generated module has, and what its other resources have to be.

use super::tokens::{docs, ident};
use super::{filterset, model, serializer, viewset};
use crate::spec::derive::{Derived, Place, Reference, RowColumn};
use crate::spec::{DeclaredKind, FieldSpec, ResourceSpec};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use restwright_schema::link::Graph;
use restwright_schema::model::FieldType;

/// The items. The resource is the graph's first; names that they need are imported where nobody else sees them.
pub(crate) fn items(graph: &Graph, derived: &Derived) -> TokenStream {
    let resource = &graph.api.resources[0];
    let name = resource.model.name;
    let vis = &derived.vis;
    let unit = |suffix: &str, doc: String| {
        let (name, doc) = (ident(&format!("{name}{suffix}")), docs(&doc));
        quote!(#doc #vis struct #name;)
    };
    let described = resource.viewset.description;
    let viewset_doc = if described.is_empty() { format!("The actions on [`{name}`]s.") } else { described.to_owned() };
    let serializer_name = unit("Serializer", format!("How a [`{name}`] is read and written."));
    let filterset_name = resource.filterset.map(|_| unit("FilterSet", format!("The query parameters that narrow a list of [`{name}`]s.")));
    let viewset_name = unit("ViewSet", viewset_doc);
    let implementations = implementations(graph, derived);
    let checks = checks(derived);
    let columns = derived.columns.iter().map(|c| &c.ident);
    let (row, viewset) = (ident(name), ident(&format!("{name}ViewSet")));
    let filterset = resource.filterset.map(|_| quote!(filterset,));
    quote! {
        #serializer_name
        #filterset_name
        #viewset_name
        const _: () = {
            use ::restwright::__gen::{self as rw, #filterset model, serializer, viewset};
            #(#implementations)*
            impl rw::Resource for #row {
                type ViewSet = #viewset;
            }
            // The server reads the columns, whether or not Rust code does.
            #[allow(dead_code)]
            fn columns(row: &#row) {
                #(let _ = &row.#columns;)*
            }
            #checks
        };
    }
}

/// What stands in for the items of a struct with mistakes, so that the compiler does not complain of what uses it as well.
pub(crate) fn stand_in(name: &proc_macro2::Ident, vis: &TokenStream) -> TokenStream {
    let plain = name.to_string();
    let plain = plain.strip_prefix("r#").unwrap_or(&plain);
    let (serializer, viewset) = (ident(&format!("{plain}Serializer")), ident(&format!("{plain}ViewSet")));
    quote! {
        #[allow(missing_docs)]
        #vis struct #serializer;
        #[allow(missing_docs)]
        #vis struct #viewset;
        const _: () = {
            use ::restwright::__gen::{self as rw, model, serializer, viewset};
            impl rw::Model for #name {
                const DESCRIPTOR: &'static model::Model = &model::Model::new(#plain, "", "").master().extends(#plain);
                fn from_row(row: &rw::Row) -> rw::Result<Self> {
                    Err(rw::ApiError::internal())
                }
            }
            impl rw::Serializer for #serializer {
                const DESCRIPTOR: &'static serializer::Serializer = &serializer::Serializer::new(&[]);
            }
            impl rw::ViewSet for #viewset {
                type Model = #name;
                type Serializer = #serializer;
                type FilterSet = ();
                const DESCRIPTOR: &'static viewset::ViewSet = &viewset::ViewSet::new("", "");
            }
            impl rw::Resource for #name {
                type ViewSet = #viewset;
            }
        };
    }
}

/// The implementations that a generated module has too, in its order.
pub(crate) fn implementations(graph: &Graph, derived: &Derived) -> Vec<TokenStream> {
    let resource = &graph.api.resources[0];
    let name = resource.model.name;
    let mut out = vec![model::implementation(resource.model, &read(graph, derived))];
    out.extend(serializer::items(name, resource.serializer).into_iter().skip(1));
    out.extend(resource.filterset.into_iter().flat_map(|set| filterset::items(name, set).into_iter().skip(1)));
    out.extend(viewset::items(resource).into_iter().skip(1));
    out
}

/// How the struct is read from a row: by position, a detail's own columns from the end, since those in front are its master's.
fn read(graph: &Graph, derived: &Derived) -> TokenStream {
    let stored = graph.models[0].model.fields.iter().filter(|f| f.kind != FieldType::ManyToMany);
    let stored: Vec<&str> = stored.map(|f| f.name).collect();
    let detail = !graph.models[0].model.extends.is_empty();
    let columns = derived.columns.iter().map(|column| {
        let name = &column.ident;
        if column.many {
            return quote!(#name: rw::ManyToMany::new());
        }
        let plain = name.to_string();
        let plain = plain.strip_prefix("r#").unwrap_or(&plain);
        let at = stored.iter().position(|field| *field == plain).unwrap_or(usize::MAX);
        let at = proc_macro2::Literal::usize_unsuffixed(at);
        if detail { quote!(#name: row.get(own + #at)?) } else { quote!(#name: row.get(#at)?) }
    });
    let made = quote!(Ok(Self { #(#columns),* }));
    if !detail {
        return made;
    }
    let count = proc_macro2::Literal::usize_unsuffixed(stored.len());
    quote! {
        let own = row.len().saturating_sub(#count);
        #made
    }
}

/// What only the compiler knows: that the resources which are named are some, and have what is said of them.
fn checks(derived: &Derived) -> TokenStream {
    let Some(resource) = derived.folder.resources.first() else { return TokenStream::new() };
    let fields = resource.fields.iter().zip(&derived.columns);
    let types = fields.clone().filter_map(|(field, column)| column_type(field, column));
    let named = derived.references.iter().filter(|r| r.place == Place::Other);
    let references = named.map(exists);
    let keys = fields.filter_map(|(field, column)| key(field, column, &derived.references));
    let masters = derived.references.iter().filter(|r| r.place == Place::Master).map(is_master);
    let slugs = slugs(resource, &derived.references);
    quote!(#(#types)* #(#references)* #(#keys)* #(#masters)* #(#slugs)*)
}

/// An enum's variants, or a column type of the user's own, against the type of the field.
fn column_type(field: &FieldSpec, column: &RowColumn) -> Option<TokenStream> {
    let kind = field.kind.stored().filter(|kind| column.foreign && !kind.is_relation())?;
    let variant = super::tokens::variant(kind);
    let (rust, span) = (&column.inner, column.span);
    let word = crate::spec::read::kind_name(field.kind.value);
    let message = format!("`{}` is a field of type `{word}`, which this Rust type does not hold (RW0213)", field.name.value);
    Some(quote_spanned!(span=> const _: () = assert!(rw::holds(<#rust as rw::Column>::KIND, rw::FieldType::#variant), #message);))
}

fn exists(reference: &Reference) -> TokenStream {
    let (path, span) = (&reference.path, reference.span);
    quote_spanned!(span=> const _: () = rw::is_resource::<#path>();)
}

/// The Rust type of a key against the key that it points to.
fn key(field: &FieldSpec, column: &RowColumn, references: &[Reference]) -> Option<TokenStream> {
    field.kind.stored().filter(|kind| matches!(kind, FieldType::ForeignKey | FieldType::OneToOne))?;
    let reference = references.iter().find(|r| r.place == Place::Key(field.name.value.clone()))?;
    let (rust, path, span) = (&column.inner, &reference.path, column.span);
    let message = format!("the key `{}` has another type than the primary key of `{}` (RW0213)", field.name.value, reference.name);
    Some(quote_spanned! {span=>
        const _: () = assert!(rw::key_holds(<#rust as rw::Column>::KIND, <#path as rw::Model>::DESCRIPTOR), #message);
    })
}

fn is_master(reference: &Reference) -> TokenStream {
    let (path, span) = (&reference.path, reference.span);
    let message = format!("`{}` has no `#[meta(master)]`, so it cannot be extended (RW0312)", reference.name);
    quote_spanned!(span=> const _: () = assert!(<#path as rw::Model>::DESCRIPTOR.master, #message);)
}

/// The fields of other resources by which rows are shown.
fn slugs(resource: &ResourceSpec, references: &[Reference]) -> Vec<TokenStream> {
    let declared = resource.serializer.iter().flat_map(|s| &s.declared).filter(|f| f.kind.value == DeclaredKind::SlugRelated);
    let check = |f: &crate::spec::DeclaredSpec| {
        let (to, slug) = (f.to.as_ref()?, f.slug_field.as_ref()?);
        let reference = references.iter().find(|r| r.name == to.value)?;
        let crate::source::Origin::Tokens(span) = slug.origin else { return None };
        let (path, slug) = (&reference.path, &slug.value);
        let message = format!("`{}` has no field `{slug}` (RW0302)", to.value);
        Some(quote_spanned!(span=> const _: () = assert!(rw::has_field(<#path as rw::Model>::DESCRIPTOR, #slug), #message);))
    };
    declared.filter_map(check).collect()
}
