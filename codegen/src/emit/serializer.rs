//! The serializer: a name, and its descriptor with everything that `ModelSerializer` derives.

use super::choices::Enum;
use super::model::number;
use super::tokens::{self, Chain, choices, docs, ident, int, literal, sets};
use proc_macro2::TokenStream;
use quote::quote;
use restwright_schema::model::{Literal, Protocol};
use restwright_schema::serializer::{Field, Kind, Nested, Rare, Related, RelatedKind, Serializer, TextKind, Validator, Variant};

/// ```text
/// pub struct BookSerializer;
/// impl rw::Serializer for BookSerializer { const DESCRIPTOR: … }
/// ```
pub(super) fn items(resource: &str, serializer: &Serializer, enums: &[Enum]) -> [TokenStream; 2] {
    let name = ident(&format!("{resource}Serializer"));
    let doc = docs(&format!("How a [`{resource}`] is read and written."));
    let descriptor = descriptor(serializer, enums);
    [
        quote!(#doc pub struct #name;),
        quote! {
            impl rw::Serializer for #name {
                const DESCRIPTOR: &'static serializer::Serializer = &#descriptor;
            }
        },
    ]
}

fn descriptor(serializer: &Serializer, enums: &[Enum]) -> TokenStream {
    let fields = serializer.fields.iter().map(|f| field(f, enums));
    let mut chain = Chain::new(quote!(serializer::Serializer::new(&[#(#fields),*])));
    chain.texts("expandable_fields", serializer.expandable_fields);
    if !serializer.unique_together.is_empty() {
        chain.call("unique_together", sets(serializer.unique_together));
    }
    if !serializer.variants.is_empty() {
        let variants = serializer.variants.iter().map(|v| variant(v, enums));
        chain.call("variants", quote!(&[#(#variants),*]));
    }
    chain.done()
}

/// `serializer::Variant::new("create", serializer::Serializer::new(&[…]))`
fn variant(variant: &Variant, enums: &[Enum]) -> TokenStream {
    let (name, serializer) = (variant.name, descriptor(&variant.serializer, enums));
    let mut chain = Chain::new(quote!(serializer::Variant::new(#name, #serializer)));
    chain.flag(variant.listed, "listed");
    chain.texts("omit", variant.omit);
    chain.flag(variant.part, "part");
    chain.done()
}

fn field(field: &Field, enums: &[Enum]) -> TokenStream {
    let mut chain = start(field, enums);
    // These constructors make read-only fields.
    let implied = matches!(field.kind, Kind::Identity { .. } | Kind::Method | Kind::ReadOnly | Kind::Nested(Nested { depth: Some(_), .. }))
        || matches!(field.kind, Kind::Related(Related { kind: RelatedKind::String, .. }));
    chain.text("source", field.source);
    chain.flag(field.read_only && !implied, "read_only");
    chain.flag(field.write_only, "write_only");
    if let Some(value) = field.default {
        chain.call("default", literal(value));
    }
    chain.flag(!field.required && !field.read_only && field.default.is_none(), "optional");
    chain.flag(field.allow_null, "allow_null");
    if let Some(value) = field.initial {
        chain.call("initial", literal(value));
    }
    chain.text("label", field.label);
    chain.text("help_text", field.help_text);
    if !field.validators.is_empty() {
        let validators = field.validators.iter().map(|v| validator(*v));
        chain.call("validators", quote!(&[#(#validators),*]));
    }
    if !field.error_messages.is_empty() {
        let pairs = field.error_messages.iter().map(|(code, text)| quote!((#code, #text)));
        chain.call("error_messages", quote!(&[#(#pairs),*]));
    }
    let rare = Rare { current_user: false, ..field.rare };
    if rare != Rare::NONE {
        chain.call("rare", self::rare(&rare));
    }
    // After the other arguments, since these replace all rare ones.
    chain.flag(field.rare.current_user, "current_user");
    chain.done()
}

/// `serializer::Rare { format: "hex", ..serializer::Rare::NONE }`
fn rare(rare: &Rare) -> TokenStream {
    let Rare { format, input_formats, rounding, normalize_output, localize, allow_unicode, binary, coerce_to_string, .. } = *rare;
    let mut said = Vec::new();
    let texts = [("format", format), ("rounding", rounding)];
    said.extend(texts.into_iter().filter(|(_, text)| !text.is_empty()).map(|(name, text)| {
        let name = ident(name);
        quote!(#name: #text)
    }));
    if !input_formats.is_empty() {
        said.push(quote!(input_formats: &[#(#input_formats),*]));
    }
    let flags = [
        ("normalize_output", normalize_output),
        ("localize", localize),
        ("coerce_to_string", coerce_to_string),
        ("allow_unicode", allow_unicode),
        ("binary", binary),
    ];
    said.extend(flags.into_iter().filter(|(_, on)| *on).map(|(name, _)| {
        let name = ident(name);
        quote!(#name: true)
    }));
    quote!(serializer::Rare { #(#said,)* ..serializer::Rare::NONE })
}

/// The class and its own arguments.
fn start(field: &Field, enums: &[Enum]) -> Chain {
    let name = field.name;
    let class = |class: &str| {
        let class = ident(class);
        Chain::new(quote!(serializer::Field::#class(#name)))
    };
    match field.kind {
        Kind::Boolean => class("boolean"),
        Kind::Uuid { format } => {
            let mut chain = class("uuid");
            chain.text("format", format);
            chain
        }
        Kind::Duration { format, min_value, max_value } => {
            let mut chain = class("duration");
            chain.text("format", format);
            bounds(&mut chain, min_value, max_value);
            chain
        }
        Kind::Json => class("json"),
        Kind::Method => class("method"),
        Kind::ReadOnly => class("read_only_value"),
        Kind::Hidden => class("hidden"),
        Kind::List { child, min_length, max_length, allow_empty } => {
            let mut chain = of_children("list", name, child, enums);
            lengths(&mut chain, max_length, min_length);
            chain.flag(!allow_empty, "not_empty");
            chain
        }
        Kind::Dict { child, allow_empty } => {
            let mut chain = of_children("dict", name, child, enums);
            chain.flag(!allow_empty, "not_empty");
            chain
        }
        Kind::MultipleChoice { choices: pairs, allow_blank, allow_empty } => {
            let pairs = choices(pairs, enums);
            let mut chain = Chain::new(quote!(serializer::Field::multiple_choice(#name, #pairs)));
            chain.flag(allow_blank, "allow_blank");
            chain.flag(!allow_empty, "not_empty");
            chain
        }
        Kind::Text { kind, max_length, min_length, trim_whitespace, allow_blank } => {
            let mut chain = class(match kind {
                TextKind::Plain => "string",
                TextKind::Email => "email",
                TextKind::Slug => "slug",
                TextKind::Url => "url",
            });
            lengths(&mut chain, max_length, min_length);
            if !trim_whitespace {
                chain.call("trim_whitespace", quote!(false));
            }
            chain.flag(allow_blank, "allow_blank");
            chain
        }
        Kind::Ip { protocol, max_length, min_length, trim_whitespace, allow_blank } => {
            let mut chain = class("ip_address");
            if protocol != Protocol::Both {
                let protocol = tokens::variant(protocol);
                chain.call("protocol", quote!(rw::Protocol::#protocol));
            }
            lengths(&mut chain, max_length, min_length);
            if !trim_whitespace {
                chain.call("trim_whitespace", quote!(false));
            }
            chain.flag(allow_blank, "allow_blank");
            chain
        }
        Kind::Integer { min_value, max_value, column } => {
            let mut chain = class("integer");
            if let Some(kind) = column {
                let kind = tokens::variant(kind);
                chain.call("column", quote!(rw::FieldType::#kind));
            }
            bounds(&mut chain, min_value.map(Literal::Int), max_value.map(Literal::Int));
            chain
        }
        Kind::Float { min_value, max_value } => {
            let mut chain = class("float");
            bounds(&mut chain, min_value, max_value);
            chain
        }
        Kind::Decimal { max_digits, decimal_places, min_value, max_value, coerce_to_string } => {
            let mut chain = class("decimal");
            let (digits, places) = (option(max_digits), option(decimal_places));
            chain.call("digits", quote!(#digits, #places));
            bounds(&mut chain, min_value, max_value);
            if let Some(coerce) = coerce_to_string {
                chain.call("coerce_to_string", quote!(#coerce));
            }
            chain
        }
        Kind::Date { format } | Kind::Time { format } | Kind::DateTime { format } => {
            let mut chain = class(match field.kind {
                Kind::Date { .. } => "date",
                Kind::Time { .. } => "time",
                _ => "datetime",
            });
            chain.text("format", format);
            chain
        }
        Kind::Choice { choices: pairs, allow_blank } => {
            let pairs = choices(pairs, enums);
            let mut chain = Chain::new(quote!(serializer::Field::choice(#name, #pairs)));
            chain.flag(allow_blank, "allow_blank");
            chain
        }
        Kind::Related(related) => relation(name, related),
        Kind::Nested(nested) => {
            let mut chain = match nested.depth {
                Some(depth) => {
                    let depth = number(u32::from(depth));
                    Chain::new(quote!(serializer::Field::nested_depth(#name, #depth)))
                }
                None => class("nested"),
            };
            chain.text("serializer", nested.serializer);
            rows(&mut chain, nested.to, nested.many, nested.allow_empty);
            lengths(&mut chain, nested.max_length, nested.min_length);
            chain
        }
        Kind::Identity { view_name, lookup_field, detail } => {
            let mut chain = class(if detail { "detail_identity" } else { "hyperlinked_identity" });
            view(&mut chain, view_name, lookup_field);
            chain
        }
    }
}

/// A class that reads what it holds by another one.
fn of_children(class: &str, name: &str, child: &Field, enums: &[Enum]) -> Chain {
    let (class, child) = (ident(class), field(child, enums));
    Chain::new(quote!(serializer::Field::#class(#name, &#child)))
}

fn relation(name: &str, related: Related) -> Chain {
    let class = match related.kind {
        RelatedKind::PrimaryKey => quote!(primary_key_related(#name)),
        RelatedKind::Hyperlinked { .. } => quote!(hyperlinked_related(#name)),
        RelatedKind::Slug(slug) => quote!(slug_related(#name, #slug)),
        RelatedKind::String => quote!(string_related(#name)),
        RelatedKind::Detail => quote!(detail_related(#name)),
    };
    let mut chain = Chain::new(quote!(serializer::Field::#class));
    rows(&mut chain, related.to, related.many, related.allow_empty);
    if let RelatedKind::Hyperlinked { view_name, lookup_field } = related.kind {
        view(&mut chain, view_name, lookup_field);
    }
    chain
}

fn rows(chain: &mut Chain, to: &str, many: Option<bool>, allow_empty: bool) {
    chain.text("to", to);
    if let Some(many) = many {
        chain.call("many", quote!(#many));
    }
    chain.flag(!allow_empty, "not_empty");
}

fn view(chain: &mut Chain, view_name: &str, lookup_field: &str) {
    if !view_name.is_empty() || !lookup_field.is_empty() {
        chain.call("view", quote!(#view_name, #lookup_field));
    }
}

fn lengths(chain: &mut Chain, max: Option<u32>, min: Option<u32>) {
    if let Some(length) = max {
        chain.call("max_length", number(length));
    }
    if let Some(length) = min {
        chain.call("min_length", number(length));
    }
}

fn bounds(chain: &mut Chain, min: Option<Literal>, max: Option<Literal>) {
    if let Some(value) = min {
        chain.call("min_value", literal(value));
    }
    if let Some(value) = max {
        chain.call("max_value", literal(value));
    }
}

fn option(n: Option<u32>) -> TokenStream {
    match n {
        Some(n) => {
            let n = int(i64::from(n));
            quote!(Some(#n))
        }
        None => quote!(None),
    }
}

fn validator(validator: Validator) -> TokenStream {
    let made = match validator {
        Validator::Unique(message) => quote!(Unique(#message)),
        Validator::MinLength(length) => {
            let length = number(length);
            quote!(MinLength(#length))
        }
        Validator::MaxLength(length) => {
            let length = number(length);
            quote!(MaxLength(#length))
        }
        Validator::MinValue(value) => {
            let value = literal(value);
            quote!(MinValue(#value))
        }
        Validator::MaxValue(value) => {
            let value = literal(value);
            quote!(MaxValue(#value))
        }
        Validator::Regex(pattern) => quote!(Regex(#pattern)),
        Validator::UniqueWhere(text, condition) => {
            let condition = super::expression::expression(condition);
            quote!(UniqueWhere(#text, &#condition))
        }
    };
    quote!(serializer::Validator::#made)
}
