//! `#[derive(Choices)]`: an enum whose variants are the values that a field may have.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote, quote_spanned};
use restwright_schema::naming;
use syn::{Data, Fields, Variant};

use super::reported;
use crate::diag::{Diagnostics, codes};
use crate::source::Origin;
use crate::spec::derive::{parsed, variant_options};
use crate::spec::{Spanned, Value};

/// A variant: its value, and the label that people read.
struct Choice {
    variant: syn::Ident,
    value: Value,
    label: String,
}

/// An enum's variants.
struct Read {
    choices: Vec<Choice>,
    /// Whether the values are whole numbers.
    number: bool,
    /// The variant for values that are none of the choices.
    other: Option<syn::Ident>,
}

/// The implementations of `Choices` and `Column`, or an error for each thing that is wrong with the enum.
pub fn choices(input: TokenStream) -> TokenStream {
    let mut d = Diagnostics::default();
    let made = read(input, &mut d);
    let found = d.take();
    let mut out = reported(&found, &d.sources);
    if found.is_empty() {
        out.extend(made);
    }
    out
}

fn read(input: TokenStream, d: &mut Diagnostics) -> Option<TokenStream> {
    let input = parsed(input, d)?;
    let origin = Origin::Tokens(input.ident.span());
    let Data::Enum(data) = &input.data else {
        d.report(&codes::NOT_AN_ENUM, origin, &["only an enum has variants"]);
        return None;
    };
    if data.variants.is_empty() || !input.generics.params.is_empty() {
        d.report(&codes::NOT_AN_ENUM, origin, &["it needs at least one variant, and no parameters"]);
        return None;
    }
    let mut choices: Vec<Choice> = Vec::new();
    let mut others: Vec<(&Variant, bool)> = Vec::new();
    for one in &data.variants {
        match variant(one, d) {
            Some(Found::Choice(choice)) => choices.push(choice),
            Some(Found::Other(number)) => others.push((one, number)),
            None => {}
        }
    }
    if choices.is_empty() && others.len() == data.variants.len() {
        d.report(&codes::NOT_AN_ENUM, origin, &["it needs at least one variant that is a value"]);
    }
    let mut seen: Vec<(String, Origin)> = Vec::new();
    let number = matches!(choices.first()?.value, Value::Int(_));
    for choice in &choices {
        let origin = Origin::Tokens(choice.variant.span());
        let text = choice.value.as_text().unwrap_or_default();
        if matches!(choice.value, Value::Int(_)) != number {
            d.report(&codes::NOT_AN_ENUM, origin, &["its values are all whole numbers, or all texts"]);
        }
        if let Some((_, first)) = seen.iter().find(|(t, _)| *t == text) {
            d.report(&codes::SAID_TWICE, origin, &[&text]).also(*first, "first used here");
        }
        seen.push((text, origin));
    }
    for (at, (other, other_number)) in others.iter().enumerate() {
        let origin = Origin::Tokens(other.ident.span());
        if at > 0 {
            d.report(&codes::NOT_AN_ENUM, origin, &["only one variant can hold all other values"]);
        } else if *other_number != number {
            let expected = if number {
                "the values are whole numbers, so the other ones are an `i64`"
            } else {
                "the values are texts, so the other ones are a `String`"
            };
            d.report(&codes::NOT_AN_ENUM, origin, &[expected]);
        }
    }
    let other = others.first().map(|(other, _)| other.ident.clone());
    Some(implementation(&input.ident, &Read { choices, number, other }))
}

/// What a variant is.
enum Found {
    Choice(Choice),
    /// Whatever else a database holds, and whether that is a number.
    Other(bool),
}

fn variant(variant: &Variant, d: &mut Diagnostics) -> Option<Found> {
    let origin = Origin::Tokens(variant.ident.span());
    let options = variant_options(&variant.attrs, d);
    if options.other {
        return match &variant.fields {
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                let held = fields.unnamed.first().map(|f| f.ty.to_token_stream().to_string()).unwrap_or_default();
                match held.rsplit(' ').next() {
                    Some("String") => Some(Found::Other(false)),
                    Some("i64") => Some(Found::Other(true)),
                    _ => {
                        d.report(&codes::NOT_AN_ENUM, origin, &["the variant for all other values holds a `String` or an `i64`"]);
                        None
                    }
                }
            }
            _ => {
                d.report(&codes::NOT_AN_ENUM, origin, &["the variant for all other values holds one: `Other(String)`"]);
                None
            }
        };
    }
    if !matches!(variant.fields, Fields::Unit) {
        d.report(&codes::NOT_AN_ENUM, origin, &["a variant with fields is no value"])
            .help("a variant that takes all other values is `#[choice(other)] Other(String)`");
        return None;
    }
    let name = variant.ident.to_string();
    let name = name.strip_prefix("r#").unwrap_or(&name);
    let value = options.value.map_or_else(|| Value::Str(crate::spec::snake(name)), |v: Spanned<Value>| v.value);
    if !matches!(value, Value::Int(_) | Value::Str(_)) {
        d.report(&codes::WRONG_KIND, origin, &["value", "a text or a whole number", value.kind()]);
        return None;
    }
    let label = options.label.unwrap_or_else(|| naming::capfirst(&naming::words(name)));
    Some(Found::Choice(Choice { variant: variant.ident.clone(), value, label }))
}

fn implementation(name: &syn::Ident, read: &Read) -> TokenStream {
    let Read { choices, number, other } = read;
    let constants: Vec<TokenStream> = choices.iter().map(|choice| constant(&choice.value)).collect();
    let variants: Vec<_> = choices.iter().map(|c| &c.variant).collect();
    let labels: Vec<_> = choices.iter().map(|c| &c.label).collect();
    let longest = choices.iter().map(|c| c.value.as_text().unwrap_or_default().chars().count()).max().unwrap_or(0).max(1);
    let longest = proc_macro2::Literal::u32_unsuffixed(u32::try_from(longest).unwrap_or(u32::MAX));
    let (kind, literal, stored) =
        if *number { (quote!(BigInteger), quote!(Int), quote!(Int)) } else { (quote!(Text), quote!(Str), quote!(Text)) };
    let other = other.iter().collect::<Vec<_>>();
    // How a value is taken apart, and what is made of it, by its type.
    let (owned, parsed, matched) = if *number {
        (quote!(*value), quote!(text.parse::<i64>()), quote!(value))
    } else {
        (quote!(value.clone()), quote!(::core::result::Result::<_, ()>::Ok(text)), quote!(value.as_str()))
    };
    let made = constants.iter().map(|constant| if *number { quote!(#constant) } else { quote!(#constant.to_owned()) });
    let other_label = if *number { quote!(#(Self::#other(_) => "",)*) } else { quote!(#(Self::#other(value) => value,)*) };
    quote_spanned! {name.span()=>
        const _: () = {
            use ::restwright::__gen as rw;
            impl rw::Choices for #name {
                const CHOICES: &'static [(rw::Literal, &'static str)] = &[#((rw::Literal::#literal(#constants), #labels)),*];
                const MAX_LENGTH: u32 = #longest;
                fn label(&self) -> &str {
                    match self {
                        #(Self::#variants => #labels,)*
                        #other_label
                    }
                }
            }
            impl rw::Column for #name {
                const KIND: rw::FieldType = rw::FieldType::#kind;
                fn from_value(value: rw::Value) -> ::core::option::Option<Self> {
                    let rw::Value::#stored(value) = value else { return ::core::option::Option::None };
                    match #matched {
                        #(#constants => ::core::option::Option::Some(Self::#variants),)*
                        #(_ => ::core::option::Option::Some(Self::#other(value)),)*
                        #[allow(unreachable_patterns)]
                        _ => ::core::option::Option::None,
                    }
                }
                fn into_value(self) -> rw::Value {
                    self.into()
                }
            }
            impl ::core::convert::From<#name> for rw::Value {
                fn from(choice: #name) -> Self {
                    match &choice {
                        #(#name::#variants => rw::Value::#stored(#made),)*
                        #(#name::#other(value) => rw::Value::#stored(#owned),)*
                    }
                }
            }
            impl ::core::fmt::Display for #name {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    match self {
                        #(Self::#variants => ::core::fmt::Display::fmt(&#constants, f),)*
                        #(Self::#other(value) => ::core::fmt::Display::fmt(value, f),)*
                    }
                }
            }
            impl ::core::str::FromStr for #name {
                type Err = rw::NotAChoice;
                fn from_str(text: &str) -> ::core::result::Result<Self, rw::NotAChoice> {
                    match #parsed {
                        #(::core::result::Result::Ok(#constants) => ::core::result::Result::Ok(Self::#variants),)*
                        _ => ::core::result::Result::Err(rw::NotAChoice(text.to_owned())),
                    }
                }
            }
        };
    }
}

/// A value as Rust writes it.
fn constant(value: &Value) -> TokenStream {
    if let Value::Int(n) = value {
        return proc_macro2::Literal::i64_suffixed(*n).to_token_stream();
    }
    value.as_text().unwrap_or_default().to_token_stream()
}
