//! `#[derive(Choices)]`: an enum whose variants are the values that a field may have.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use restwright_schema::naming;
use syn::spanned::Spanned as _;
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
    let read: Vec<Choice> = data.variants.iter().filter_map(|v| variant(v, d)).collect();
    let mut seen: Vec<(String, Origin)> = Vec::new();
    let number = matches!(read.first()?.value, Value::Int(_));
    for (choice, variant) in read.iter().zip(&data.variants) {
        let origin = Origin::Tokens(variant.span());
        let text = choice.value.as_text().unwrap_or_default();
        if matches!(choice.value, Value::Int(_)) != number {
            d.report(&codes::NOT_AN_ENUM, origin, &["its values are all whole numbers, or all texts"]);
        }
        if let Some((_, first)) = seen.iter().find(|(t, _)| *t == text) {
            d.report(&codes::SAID_TWICE, origin, &[&text]).also(*first, "first used here");
        }
        seen.push((text, origin));
    }
    Some(implementation(&input.ident, &read, number))
}

fn variant(variant: &Variant, d: &mut Diagnostics) -> Option<Choice> {
    let origin = Origin::Tokens(variant.ident.span());
    if !matches!(variant.fields, Fields::Unit) {
        d.report(&codes::NOT_AN_ENUM, origin, &["a variant with fields is no value"]);
        return None;
    }
    let name = variant.ident.to_string();
    let name = name.strip_prefix("r#").unwrap_or(&name);
    let (value, label) = variant_options(&variant.attrs, d);
    let value = value.map_or_else(|| Value::Str(crate::spec::snake(name)), |v: Spanned<Value>| v.value);
    if !matches!(value, Value::Int(_) | Value::Str(_)) {
        d.report(&codes::WRONG_KIND, origin, &["value", "a text or a whole number", value.kind()]);
        return None;
    }
    let label = label.unwrap_or_else(|| naming::capfirst(&naming::words(name)));
    Some(Choice { variant: variant.ident.clone(), value, label })
}

fn implementation(name: &syn::Ident, choices: &[Choice], number: bool) -> TokenStream {
    let values = choices.iter().map(|choice| match &choice.value {
        Value::Int(n) => {
            let n = proc_macro2::Literal::i64_suffixed(*n);
            (quote!(rw::Literal::Int(#n)), quote!(rw::Value::Int(#n)))
        }
        value => {
            let text = value.as_text().unwrap_or_default();
            (quote!(rw::Literal::Str(#text)), quote!(rw::Value::Text(#text.to_owned())))
        }
    });
    let (literals, stored): (Vec<_>, Vec<_>) = values.unzip();
    let labels = choices.iter().map(|c| &c.label);
    let variants: Vec<_> = choices.iter().map(|c| &c.variant).collect();
    let patterns = choices.iter().map(|c| match &c.value {
        Value::Int(n) => {
            let n = proc_macro2::Literal::i64_suffixed(*n);
            quote!(rw::Value::Int(#n))
        }
        value => {
            let text = value.as_text().unwrap_or_default();
            quote!(rw::Value::Text(text) if text == #text)
        }
    });
    let longest = choices.iter().map(|c| c.value.as_text().unwrap_or_default().chars().count()).max().unwrap_or(0).max(1);
    let longest = proc_macro2::Literal::u32_unsuffixed(u32::try_from(longest).unwrap_or(u32::MAX));
    let kind = if number { quote!(BigInteger) } else { quote!(Text) };
    quote_spanned! {name.span()=>
        const _: () = {
            use ::restwright::__gen as rw;
            impl rw::Choices for #name {
                const CHOICES: &'static [(rw::Literal, &'static str)] = &[#((#literals, #labels)),*];
                const MAX_LENGTH: u32 = #longest;
            }
            impl rw::Column for #name {
                const KIND: rw::FieldType = rw::FieldType::#kind;
                fn from_value(value: rw::Value) -> ::core::option::Option<Self> {
                    match value {
                        #(#patterns => ::core::option::Option::Some(Self::#variants),)*
                        _ => ::core::option::Option::None,
                    }
                }
                fn into_value(self) -> rw::Value {
                    self.into()
                }
            }
            impl ::core::convert::From<#name> for rw::Value {
                fn from(choice: #name) -> Self {
                    match choice {
                        #(#name::#variants => #stored,)*
                    }
                }
            }
        };
    }
}
