//! The input: what is written into a row, typed, as hooks and other code see it.

use super::tokens::{docs, ident};
use super::types;
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use restwright_schema::link::{Graph, ModelId};
use restwright_schema::model::{FieldType, Literal};
use restwright_schema::serializer::{Field, Kind};

/// A field of an input.
pub(super) struct InputField {
    pub(super) name: &'static str,
    /// Without the `Option` around it.
    pub(super) rust: TokenStream,
    /// An input of its own, whose fields are this one's too: of a derived detail its master's.
    pub(super) whole: bool,
}

/// The fields of a generated module's input: the model's, then what the serializer writes beside them.
pub(super) fn fields(graph: &Graph, id: ModelId) -> Vec<InputField> {
    let node = &graph.models[id];
    let mut out: Vec<InputField> = Vec::new();
    for (at, column) in node.fields.iter().enumerate().filter(|(_, c)| c.annotation.is_none()) {
        let rust = match column.field.kind {
            FieldType::ManyToMany => quote!(rw::Keys),
            _ => types::column(graph, id, at),
        };
        out.push(InputField { name: column.field.name, rust, whole: false });
    }
    out.extend(without_column(graph, id));
    let written = node.master.into_iter().chain([id]).flat_map(|owner| graph.api.resources[owner].serializer.written());
    for field in written.filter(|f| !f.read_only && node.position(f.source_path()).is_none()) {
        let Some(hop) = graph.hop(id, field.source_path()) else { continue };
        if out.iter().any(|f| f.name == field.source_path()) {
            continue;
        }
        let target = graph.models[hop.to].model;
        let (module, row) = (ident(&super::module_name(target.snake)), ident(target.name));
        let input =
            if hop.to == id { quote!(<#row as rw::Resource>::Input) } else { quote!(<super::#module::#row as rw::Resource>::Input) };
        out.push(InputField { name: field.source_path(), rust: written_rows(field, hop.many, &input), whole: false });
    }
    out
}

/// What the serializer takes for hooks alone: fields without a column.
pub(super) fn without_column(graph: &Graph, id: ModelId) -> Vec<InputField> {
    let node = &graph.models[id];
    let mut out: Vec<InputField> = Vec::new();
    for field in node.master.into_iter().chain([id]).flat_map(|owner| graph.api.resources[owner].serializer.written()) {
        let alone = (field.kind.is_plain() && field.write_only && field.source.is_empty()) || field.kind == Kind::Hidden;
        if !alone || graph.path(id, field.source_path()).is_ok() || out.iter().any(|f| f.name == field.name) {
            continue;
        }
        let stored = match field.default {
            Some(Literal::Now) if field.kind == Kind::Hidden => FieldType::DateTime,
            _ if field.rare.current_user => FieldType::BigInteger,
            _ => field.kind.stored(),
        };
        let rust = types::plain(node.model.name, stored);
        let option = types::option(node.model.name);
        let rust = if field.allow_null { quote!(#option<#rust>) } else { rust };
        out.push(InputField { name: field.name, rust, whole: false });
    }
    out
}

/// Rows that point here: keys, or objects.
pub(super) fn written_rows(field: &Field, many: bool, input: &TokenStream) -> TokenStream {
    match (field.kind, many) {
        (Kind::Nested(_), true) => quote!(rw::Many<#input>),
        (Kind::Nested(_), false) => quote!(rw::One<#input>),
        (_, true) => quote!(rw::Keys),
        (_, false) => quote!(rw::Value),
    }
}

/// ```text
/// rw::input! { pub struct BookInput { pub title: String, … } }
/// ```
pub(super) fn item(model: &str, vis: &TokenStream, fields: &[InputField]) -> TokenStream {
    let name = input_name(model);
    let doc =
        docs(&format!("What is written into a [`{model}`]. Each field is an `Option` with a setter of its name; `None` is not given."));
    let columns = fields.iter().map(|field| {
        let rust = &field.rust;
        named(field.name, &ident(field.name), &if field.whole { quote!(#[whole]) } else { TokenStream::new() }, rust)
    });
    quote!(rw::input! { #doc #vis struct #name { #(#columns,)* } })
}

/// A field of a struct for `rw::input!` or `rw::filters!`, with its name where Rust cannot call it so.
pub(super) fn named(name: &str, field: &Ident, attribute: &TokenStream, rust: &TokenStream) -> TokenStream {
    let plain = field == name || *field == format!("r#{name}");
    let text = (!plain).then(|| quote!(#[name = #name]));
    quote!(#attribute #text pub #field: #rust)
}

/// What leads from a row's type to its others.
pub(super) fn resource(model: &str) -> TokenStream {
    let (row, viewset, input) = (ident(model), ident(&format!("{model}ViewSet")), input_name(model));
    quote! {
        impl rw::Resource for #row {
            type ViewSet = #viewset;
            type Input = #input;
        }
    }
}

pub(super) fn input_name(model: &str) -> Ident {
    ident(&format!("{model}Input"))
}
