//! The row: a struct with typed columns, and the model's descriptor.

use super::choices::{self, Enum};
use super::expression::expression;
use super::tokens::{Chain, choices, docs, ident, literal, rust_enum, sets, texts, variant};
use super::types;
use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use restwright_schema::annotation::{Aggregate, Annotation, Computed};
use restwright_schema::link::{Graph, ModelId};
use restwright_schema::model::{Check, Field, FieldType, Model, OnDelete, Protocol, Relation, UniqueSet};

/// ```text
/// /// A row of `library_book`.
/// pub struct Book { pub id: i64, … }
/// impl rw::Model for Book { const DESCRIPTOR: …; fn from_row(row) → Result<Self> }
/// rw::choices! { pub enum BookStatus { … } }
/// impl Book { pub const TABLE: … }
/// pub struct BookColumns;
/// ```
pub(super) fn items(graph: &Graph, id: ModelId, enums: &[Enum]) -> Vec<TokenStream> {
    let node = &graph.models[id];
    let name = ident(node.model.name);
    let stored: Vec<(usize, &Field)> = graph.row_fields(id).into_iter().map(|i| (i, node.fields[i].field)).collect();
    let columns = stored.iter().map(|(i, field)| {
        let (docs, column) = (docs(field.help_text), ident(field.name));
        let rust = types::column(graph, id, *i);
        quote!(#docs pub #column: #rust)
    });
    let reads = stored.iter().enumerate().map(|(at, (_, field))| {
        let (column, at) = (ident(field.name), proc_macro2::Literal::usize_unsuffixed(at));
        quote!(#column: row.get(#at)?)
    });
    let plain = stored.iter().all(|(_, f)| !f.name.chars().any(char::is_uppercase));
    let allow = (!plain).then(|| quote!(#[allow(non_snake_case)]));
    let doc = docs(&format!("A row of `{}`.", node.model.table));
    let read = quote!(Ok(Self { #(#reads),* }));
    let key = node.key().field.name;
    let mut out = vec![
        quote!(#doc #allow #[derive(Clone, Debug)] pub struct #name { #(#columns),* }),
        implementation(node.model, enums, &read, Some(key)),
    ];
    out.extend(enums.iter().map(choices::item));
    out.extend(names(node.model, &quote!(pub)));
    out
}

/// The names of the table and its own columns, for SQL. A struct that leaves its table's name to the API has no `TABLE`.
pub(super) fn names(model: &Model, vis: &TokenStream) -> Vec<TokenStream> {
    let (row, holder) = (ident(model.name), ident(&format!("{}Columns", model.name)));
    let mut out = Vec::new();
    if !model.table.is_empty() {
        let table = model.table;
        out.push(quote! {
            impl #row {
                #[doc = " The table's name, for SQL of your own."]
                #vis const TABLE: &'static str = #table;
            }
        });
    }
    let mut taken: Vec<String> = Vec::new();
    let constants = model.fields.iter().filter(|f| f.kind != FieldType::ManyToMany).map(|field| {
        let capitals = field.name.to_uppercase();
        let name = if taken.contains(&capitals) { format!("{capitals}_{}", taken.len()) } else { capitals };
        let (constant, column) = (ident(&name), field.column);
        taken.push(name);
        quote!(#vis const #constant: &'static str = #column;)
    });
    let constants: Vec<TokenStream> = constants.collect();
    let doc = docs(&format!("The names of [`{}`]'s columns, for SQL of your own.", model.name));
    out.push(quote!(#doc #vis struct #holder;));
    out.push(quote!(impl #holder { #(#constants)* }));
    out
}

/// The descriptor, and how a row is read.
pub(super) fn implementation(model: &Model, enums: &[Enum], read: &TokenStream, key: Option<&str>) -> TokenStream {
    let (name, descriptor) = (ident(model.name), descriptor(model, enums));
    let key = key.map(ident).map_or_else(|| quote!(rw::Value::Null), |key| quote!(rw::key(&self.#key)));
    quote! {
        impl rw::Model for #name {
            const DESCRIPTOR: &'static model::Model = &#descriptor;
            fn from_row(row: rw::Columns<'_>) -> rw::Result<Self> {
                #read
            }
            fn key(&self) -> rw::Value {
                #key
            }
        }
    }
}

pub(super) fn descriptor(model: &Model, enums: &[Enum]) -> TokenStream {
    let (name, snake, table) = (model.name, model.snake, model.table);
    let mut chain = Chain::new(quote!(model::Model::new(#name, #snake, #table)));
    let fields = model.fields.iter().map(|f| field(f, enums));
    chain.call("fields", quote!(&[#(#fields),*]));
    chain.texts("ordering", model.ordering);
    if !model.unique_together.is_empty() {
        chain.call("unique_together", sets(model.unique_together));
    }
    if !model.indexes.is_empty() {
        chain.call("indexes", sets(model.indexes));
    }
    if !model.constraints.is_empty() {
        let checks = model.constraints.iter().map(check);
        chain.call("constraints", quote!(&[#(#checks),*]));
    }
    if !model.annotations.is_empty() {
        let annotations = model.annotations.iter().map(annotation);
        chain.call("annotations", quote!(&[#(#annotations),*]));
    }
    if !model.unique_sets.is_empty() {
        let sets = model.unique_sets.iter().map(unique_set);
        chain.call("unique_sets", quote!(&[#(#sets),*]));
    }
    if !model.verbose_name.is_empty() || !model.verbose_name_plural.is_empty() {
        let (one, many) = (model.verbose_name, model.verbose_name_plural);
        chain.call("verbose_names", quote!(#one, #many));
    }
    chain.text("proxy", model.proxy);
    chain.flag(!model.managed && model.proxy.is_empty(), "unmanaged");
    chain.flag(model.master, "master");
    chain.text("extends", model.extends);
    chain.text("display", model.display);
    chain.text("renamed_from", model.renamed_from);
    chain.done()
}

fn check(check: &Check) -> TokenStream {
    let (name, condition) = (check.name, expression(check.condition));
    quote!(model::Check { name: #name, condition: &#condition })
}

fn unique_set(set: &UniqueSet) -> TokenStream {
    let (name, fields) = (set.name, texts(set.fields));
    let condition = match set.condition {
        Some(condition) => {
            let condition = expression(condition);
            quote!(Some(&#condition))
        }
        None => quote!(None),
    };
    quote!(model::UniqueSet { name: #name, fields: #fields, condition: #condition })
}

fn annotation(annotation: &Annotation) -> TokenStream {
    let name = annotation.name;
    let mut chain = match annotation.value {
        Computed::Aggregate(Aggregate { function, path, distinct, conditions, default }) => {
            let function = ident(function.name());
            let mut chain = Chain::new(quote!(model::Annotation::#function(#name, #path)));
            chain.flag(distinct, "distinct");
            if !conditions.is_empty() {
                let conditions = conditions.iter().map(|(lookup, values)| {
                    let values = values.iter().map(|value| literal(*value));
                    quote!((#lookup, &[#(#values),*]))
                });
                chain.call("conditions", quote!(&[#(#conditions),*]));
            }
            if let Some(value) = default {
                chain.call("default", literal(value));
            }
            chain
        }
        Computed::Expression(tree) => {
            let tree = super::expression::expression(tree);
            Chain::new(quote!(model::Annotation::expression(#name, &#tree)))
        }
    };
    if let Some(kind) = annotation.kind {
        let kind = variant(kind);
        chain.call("kind", quote!(rw::FieldType::#kind));
    }
    if annotation.kind == Some(FieldType::Decimal) {
        let (digits, places) = (number(annotation.max_digits), number(annotation.decimal_places));
        chain.call("digits", quote!(#digits, #places));
    }
    chain.flag(!annotation.in_row, "not_in_row");
    chain.done()
}

fn field(field: &Field, enums: &[Enum]) -> TokenStream {
    let (name, column) = (field.name, field.column);
    let (start, made) = match (field.kind, field.relation) {
        (FieldType::ManyToMany, Some(Relation { to, .. })) => (quote!(many_to_many(#name, #to)), Field::many_to_many(name, to)),
        (FieldType::OneToOne, Some(Relation { to, on_delete, .. })) => {
            let on_delete_variant = on_delete_tokens(on_delete);
            (quote!(one_to_one(#name, #column, #to, #on_delete_variant)), Field::one_to_one(name, column, to, on_delete))
        }
        (FieldType::ForeignKey, Some(Relation { to, on_delete, .. })) => {
            let on_delete_variant = on_delete_tokens(on_delete);
            (quote!(foreign_key(#name, #column, #to, #on_delete_variant)), Field::foreign_key(name, column, to, on_delete))
        }
        _ if *field == Field::auto(name) => (quote!(auto(#name)), Field::auto(name)),
        (FieldType::Auto, _) => (quote!(new(#name, #column, rw::FieldType::Auto)), Field::new(name, column, FieldType::Auto)),
        (kind, _) => {
            let start = ident(builder(kind));
            (quote!(#start(#name)), Field::new(name, name, kind))
        }
    };
    let mut chain = Chain::new(quote!(model::Field::#start));
    options(&mut chain, field, &made, enums);
    chain.done()
}

/// What differs from what the constructor gives.
fn options(chain: &mut Chain, field: &Field, made: &Field, enums: &[Enum]) {
    if field.column != made.column {
        chain.text("column", field.column);
    }
    chain.flag(field.primary_key && !made.primary_key, "primary_key");
    chain.flag(field.unique && !made.unique && !field.primary_key, "unique");
    chain.flag(field.auto_now, "auto_now");
    chain.flag(field.auto_now_add, "auto_now_add");
    let moment = field.auto_now || field.auto_now_add;
    chain.flag(field.null, "null");
    chain.flag(field.blank && !moment, "blank");
    chain.flag(!field.editable && !moment, "not_editable");
    if let Some(value) = field.default {
        chain.call("default", literal(value));
    }
    chain.flag(field.db_index && !made.db_index, "db_index");
    chain.flag(!field.db_index && made.db_index, "no_index");
    if !field.choices.is_empty() {
        chain.call("choices", choices(field.choices, enums));
    }
    if field.label != made.label {
        chain.text("label", field.label);
    }
    chain.text("help_text", field.help_text);
    if let Some(value) = field.min_value {
        chain.call("min_value", literal(value));
    }
    if let Some(value) = field.max_value {
        chain.call("max_value", literal(value));
    }
    if let Some(length) = field.min_length {
        chain.call("min_length", number(length));
    }
    if let Some(length) = field.max_length {
        match rust_enum(field.choices) {
            Some(path) if length == u32::MAX => chain.call("max_length", quote!(<#path as rw::Choices>::MAX_LENGTH)),
            _ => chain.call("max_length", number(length)),
        }
    }
    chain.text("regex", field.regex);
    if field.kind == FieldType::Decimal {
        let (digits, places) = (number(field.max_digits), number(field.decimal_places));
        chain.call("digits", quote!(#digits, #places));
    }
    if field.protocol != Protocol::Both {
        let protocol = variant(field.protocol);
        chain.call("protocol", quote!(rw::Protocol::#protocol));
    }
    if let Some(relation) = field.relation {
        chain.text("related_name", relation.related_name);
        chain.text("through", relation.through);
    }
    chain.text("unique_message", field.unique_message);
    chain.text("renamed_from", field.renamed_from);
}

pub(super) fn number(n: u32) -> TokenStream {
    proc_macro2::Literal::u32_unsuffixed(n).to_token_stream()
}

fn on_delete_tokens(on_delete: OnDelete) -> TokenStream {
    let name = variant(on_delete);
    quote!(rw::OnDelete::#name)
}

/// The builder of a type, which has the spec language's name.
const fn builder(kind: FieldType) -> &'static str {
    match kind {
        FieldType::Auto => "new",
        FieldType::Integer => "integer",
        FieldType::BigInteger => "big_integer",
        FieldType::SmallInteger => "small_integer",
        FieldType::PositiveInteger => "positive_integer",
        FieldType::PositiveSmallInteger => "positive_small_integer",
        FieldType::PositiveBigInteger => "positive_big_integer",
        FieldType::Float => "float",
        FieldType::Decimal => "decimal",
        FieldType::Boolean => "boolean",
        FieldType::String => "string",
        FieldType::Text => "text",
        FieldType::Slug => "slug",
        FieldType::Email => "email",
        FieldType::Url => "url",
        FieldType::Uuid => "uuid",
        FieldType::Date => "date",
        FieldType::Time => "time",
        FieldType::DateTime => "datetime",
        FieldType::Duration => "duration",
        FieldType::Json => "json",
        FieldType::IpAddress => "ip_address",
        FieldType::ForeignKey => "foreign_key",
        FieldType::OneToOne => "one_to_one",
        FieldType::ManyToMany => "many_to_many",
    }
}
