//! The input: what is written into a row, typed, as hooks and other code see it.

use super::model::rust_type;
use super::tokens::{docs, ident};
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use restwright_schema::link::{Graph, ModelId};
use restwright_schema::model::FieldType;
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
    for (at, column) in node.fields.iter().enumerate() {
        let rust = match column.field.kind {
            FieldType::ManyToMany => quote!(rw::Keys),
            _ => rust_type(node.model.name, graph.stored_type(id, at), column.field.null),
        };
        out.push(InputField { name: column.field.name, rust, whole: false });
    }
    let written = node.master.into_iter().chain([id]).flat_map(|owner| graph.api.resources[owner].serializer.fields);
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
/// #[derive(Default)]
/// pub struct BookInput { pub title: Option<String>, … }
/// impl rw::Input for BookInput { … }
/// ```
pub(super) fn items(model: &str, vis: &TokenStream, fields: &[InputField]) -> [TokenStream; 2] {
    let name = input_name(model);
    let doc = docs(&format!("What is written into a [`{model}`]; `None` is not given."));
    let option = super::model::option(model);
    let columns = fields.iter().map(|field| {
        let (column, rust) = (ident(field.name), &field.rust);
        if field.whole { quote!(pub #column: #rust) } else { quote!(pub #column: #option<#rust>) }
    });
    let plain = fields.iter().all(|f| !f.name.chars().any(char::is_uppercase));
    let allow = (!plain).then(|| quote!(#[allow(non_snake_case)]));
    [quote!(#doc #allow #[derive(Default)] #vis struct #name { #(#columns),* }), implementation(model, fields)]
}

/// How an input is filled and read.
pub(super) fn implementation(model: &str, fields: &[InputField]) -> TokenStream {
    let name = input_name(model);
    let fields = fields.iter().map(|field| {
        let (column, name) = (ident(field.name), field.name);
        if field.whole { quote!(rw::Input::fields(&mut self.#column, fields)?;) } else { quote!(fields.field(#name, &mut self.#column)?;) }
    });
    quote! {
        impl rw::Input for #name {
            fn fields(&mut self, fields: &mut rw::Fields<'_>) -> rw::Result<()> {
                #(#fields)*
                Ok(())
            }
        }
    }
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
