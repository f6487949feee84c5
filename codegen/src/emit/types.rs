//! What columns and filters are in Rust: the same types that a struct with `#[derive(Resource)]` has for them.

use super::choices;
use proc_macro2::TokenStream;
use quote::quote;
use restwright_schema::filterset::{Filter, FilterKind};
use restwright_schema::link::{FilterInput, FilterShape, Graph, LinkedFilter, ModelId, Path};
use restwright_schema::lookup::Lookup;
use restwright_schema::model::FieldType;

/// The type of a resource's column in the resource's own module, `Option` included.
pub(super) fn column(graph: &Graph, id: ModelId, at: usize) -> TokenStream {
    let node = &graph.models[id];
    let field = node.fields[at].field;
    let rust = bare(graph, id, id, at);
    if field.null {
        let option = option(node.model.name);
        return quote!(#option<#rust>);
    }
    rust
}

/// The type of a model's column in the module of another resource, without `Option`.
fn bare(graph: &Graph, here: ModelId, model: ModelId, at: usize) -> TokenStream {
    let column = &graph.models[model].fields[at];
    let own_name = graph.models[here].model.name;
    choices::path(graph, here, column.owner, column.field).unwrap_or_else(|| plain(own_name, graph.stored_type(model, at)))
}

/// What a stored type is in Rust, in the module of a resource called `model`.
pub(super) fn plain(model: &str, kind: FieldType) -> TokenStream {
    match kind {
        FieldType::Auto
        | FieldType::Integer
        | FieldType::BigInteger
        | FieldType::SmallInteger
        | FieldType::PositiveInteger
        | FieldType::PositiveSmallInteger
        | FieldType::PositiveBigInteger
        | FieldType::ForeignKey
        | FieldType::OneToOne
        | FieldType::ManyToMany => quote!(i64),
        FieldType::Float => quote!(f64),
        FieldType::Decimal => quote!(rw::Decimal),
        FieldType::Boolean => quote!(bool),
        FieldType::Uuid => quote!(rw::Uuid),
        FieldType::Date => quote!(rw::NaiveDate),
        FieldType::Time => quote!(rw::NaiveTime),
        FieldType::DateTime => quote!(rw::DateTime<rw::Utc>),
        FieldType::Duration => quote!(rw::TimeDelta),
        FieldType::Json => quote!(rw::Json),
        FieldType::IpAddress => quote!(rw::IpAddr),
        FieldType::String | FieldType::Text | FieldType::Slug | FieldType::Email | FieldType::Url => string(model),
    }
}

/// `String`, in a module whose resource may be called so.
fn string(model: &str) -> TokenStream {
    if model == "String" { quote!(::std::string::String) } else { quote!(String) }
}

/// `Option`, in a module whose resource may be called so.
pub(super) fn option(model: &str) -> TokenStream {
    if model == "Option" { quote!(::std::option::Option) } else { quote!(Option) }
}

/// `Vec`, in a module whose resource may be called so.
fn list(model: &str, of: &TokenStream) -> TokenStream {
    if model == "Vec" { quote!(::std::vec::Vec<#of>) } else { quote!(Vec<#of>) }
}

/// A parameter of a filter, with the type of its values.
pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) rust: TokenStream,
}

/// Gives the Rust type of a resource's own column, where the author of its struct wrote one.
pub(super) type OwnType<'a> = dyn Fn(&Path) -> Option<TokenStream> + 'a;

/// The parameters of a filter in the module of a resource: one, of a range two. `own` says the type of the resource's own column where the
/// module's author said it.
pub(super) fn parameters(graph: &Graph, id: ModelId, filter: &Filter, own: Option<&OwnType<'_>>) -> Vec<Parameter> {
    let model = graph.models[id].model.name;
    let path = graph.path(id, filter.path).ok();
    let value = path.as_ref().and_then(|path| match own {
        Some(own) => own(path),
        None => end(graph, id, path),
    });
    let resolved = value.is_some();
    let value = value.unwrap_or_else(|| quote!(rw::Value));
    let one = |rust: TokenStream| vec![Parameter { name: filter.name.to_owned(), rust }];
    match filter.kind {
        FilterKind::Ordering(_) => one(list(model, &quote!(&'static str))),
        FilterKind::Lookup(lookup) => one(match lookup {
            Lookup::IsNull => quote!(bool),
            Lookup::Date => quote!(rw::NaiveDate),
            Lookup::Year | Lookup::Month | Lookup::Day => quote!(i64),
            Lookup::In => list(model, &value),
            Lookup::Range => quote!(rw::RangeInclusive<#value>),
            Lookup::Exact if path.as_ref().is_some_and(|path| several(graph, filter, path)) => list(model, &value),
            Lookup::Exact | Lookup::Gt | Lookup::Gte | Lookup::Lt | Lookup::Lte => value,
            Lookup::IExact
            | Lookup::Contains
            | Lookup::IContains
            | Lookup::StartsWith
            | Lookup::IStartsWith
            | Lookup::EndsWith
            | Lookup::IEndsWith
            | Lookup::Regex
            | Lookup::IRegex => string(model),
        }),
        FilterKind::Between => {
            let linked = |path| LinkedFilter { filter: *filter, path: Some(path) };
            let ends = match path.filter(|_| resolved).map(|path| graph.filter_form(&linked(path)).1) {
                Some(FilterShape::Between(low, high)) => vec![low, high],
                // Which two it has is known when the router is built.
                _ => vec!["min", "max", "after", "before"],
            };
            ends.into_iter().map(|end| Parameter { name: format!("{}_{end}", filter.name), rust: value.clone() }).collect()
        }
    }
}

/// Whether a filter compares with several rows.
fn several(graph: &Graph, filter: &Filter, path: &Path) -> bool {
    let linked = LinkedFilter { filter: *filter, path: Some(path.clone()) };
    matches!(graph.filter_form(&linked).0, FilterInput::Rows(_))
}

/// The type of the column that a path leads to; `None` if its resource is not known here.
fn end(graph: &Graph, here: ModelId, path: &Path) -> Option<TokenStream> {
    let node = &graph.models[path.model];
    let at = path.column.unwrap_or(node.pk);
    let column = node.fields.get(at)?;
    // The key of a resource that another crate defines has a type that only that crate knows.
    Some(match path.column {
        Some(_) if column.field.kind != FieldType::ManyToMany => bare(graph, here, path.model, at),
        _ => plain(graph.models[here].model.name, graph.end_type(path)),
    })
}
