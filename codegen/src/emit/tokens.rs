//! Pieces of Rust that all rooms need.

use super::choices::Enum;
use proc_macro2::{Ident, Literal as Token, Punct, Spacing, Span, TokenStream};
use quote::{ToTokens as _, TokenStreamExt as _, quote};
use restwright_schema::model::Literal;

/// Words that cannot even be written raw.
const NEVER_RAW: [&str; 5] = ["crate", "self", "super", "Self", "_"];

/// Whether Rust keeps a word for itself. syn knows the keywords of older editions than the one of generated crates.
pub(crate) fn is_keyword(name: &str) -> bool {
    name == "gen" || syn::parse_str::<Ident>(name).is_err()
}

/// A name as an identifier: keywords are written raw, those that cannot be get a `_` behind, and what no identifier has becomes a `_`.
pub(crate) fn ident(name: &str) -> Ident {
    let begins = |c: char| syn::parse_str::<Ident>(&format!("{c}x")).is_ok();
    let goes_on = |c: char| c == '_' || c.is_ascii_alphanumeric() || syn::parse_str::<Ident>(&format!("x{c}")).is_ok();
    if !name.chars().all(goes_on) || !name.starts_with(begins) {
        let front = if name.starts_with(begins) { "" } else { "_" };
        let rest: String = name.chars().map(|c| if goes_on(c) { c } else { '_' }).collect();
        return Ident::new(&format!("{front}{rest}{}", if rest.is_empty() { "_" } else { "" }), Span::call_site());
    }
    if NEVER_RAW.contains(&name) {
        return Ident::new(&format!("{name}_"), Span::call_site());
    }
    if is_keyword(name) { Ident::new_raw(name, Span::call_site()) } else { Ident::new(name, Span::call_site()) }
}

/// A whole number, which may be negative.
pub(super) fn int(n: i64) -> TokenStream {
    signed(n < 0, Token::u64_unsuffixed(n.unsigned_abs()))
}

fn float(n: f64) -> TokenStream {
    if n.is_finite() {
        return signed(n.is_sign_negative(), Token::f64_unsuffixed(n.abs()));
    }
    match (n.is_nan(), n.is_sign_negative()) {
        (true, _) => quote!(f64::NAN),
        (_, true) => quote!(f64::NEG_INFINITY),
        (_, false) => quote!(f64::INFINITY),
    }
}

fn signed(negative: bool, number: Token) -> TokenStream {
    let mut out = TokenStream::new();
    if negative {
        out.append(Punct::new('-', Spacing::Alone));
    }
    out.append(number);
    out
}

/// A constant.
pub(super) fn literal(value: Literal) -> TokenStream {
    let value = match value {
        Literal::Null => quote!(Null),
        Literal::Bool(v) => quote!(Bool(#v)),
        Literal::Int(v) => {
            let v = int(v);
            quote!(Int(#v))
        }
        Literal::Float(v) => {
            let v = float(v);
            quote!(Float(#v))
        }
        Literal::Str(v) => quote!(Str(#v)),
        Literal::Decimal(v) => quote!(Decimal(#v)),
        Literal::Json(v) => quote!(Json(#v)),
        Literal::Uuid4 => quote!(Uuid4),
        Literal::Uuid7 => quote!(Uuid7),
        Literal::Now => quote!(Now),
    };
    quote!(rw::Literal::#value)
}

/// Choices: those of an enum of this module or of the user's, or values and labels.
pub(super) fn choices(choices: &[(Literal, &'static str)], enums: &[Enum]) -> TokenStream {
    if let Some(path) = rust_enum(choices) {
        return quote!(<#path as rw::Choices>::CHOICES);
    }
    if let Some(Enum { name, .. }) = enums.iter().find(|e| e.choices == choices) {
        return quote!(#name::CHOICES);
    }
    let pairs = choices.iter().map(|(value, label)| {
        let value = literal(*value);
        quote!((#value, #label))
    });
    quote!(&[#(#pairs),*])
}

/// The path of the Rust enum whose variants the choices are.
pub(super) fn rust_enum(choices: &[(Literal, &'static str)]) -> Option<TokenStream> {
    restwright_schema::infer::rust_enum(choices)?.parse().ok()
}

/// `&["a", "b"]`.
pub(super) fn texts(texts: &[&str]) -> TokenStream {
    quote!(&[#(#texts),*])
}

/// `&[&["a"], &["b", "c"]]`.
pub(super) fn sets(sets: &[&[&str]]) -> TokenStream {
    let sets = sets.iter().map(|s| texts(s));
    quote!(&[#(#sets),*])
}

/// An enum's variant without fields, by its own `Debug`.
pub(super) fn variant(value: impl std::fmt::Debug) -> Ident {
    Ident::new(&format!("{value:?}"), Span::call_site())
}

/// Doc comments, one a line; none for an empty text.
pub(super) fn docs(text: &str) -> TokenStream {
    let lines = text.trim().lines().map(|line| {
        let line = format!(" {}", line.trim_end());
        let line = if line.len() == 1 { String::new() } else { line };
        quote!(#[doc = #line])
    });
    quote!(#(#lines)*)
}

/// A chain of builder calls: `Start::new("x").null().max_length(3)`.
pub(super) struct Chain(TokenStream);

impl Chain {
    pub(super) fn new(start: TokenStream) -> Self {
        Self(start)
    }

    /// Adds a call.
    pub(super) fn call(&mut self, name: &str, args: TokenStream) {
        let name = Ident::new(name, Span::call_site());
        self.0.extend(quote!(.#name(#args)));
    }

    /// Adds a call without arguments where a flag is set.
    pub(super) fn flag(&mut self, set: bool, name: &str) {
        if set {
            self.call(name, TokenStream::new());
        }
    }

    /// Adds a call with a text where there is one.
    pub(super) fn text(&mut self, name: &str, text: &str) {
        if !text.is_empty() {
            self.call(name, text.to_token_stream());
        }
    }

    /// Adds a call with a list of texts where there is any.
    pub(super) fn texts(&mut self, name: &str, list: &[&str]) {
        if !list.is_empty() {
            self.call(name, texts(list));
        }
    }

    pub(super) fn done(self) -> TokenStream {
        self.0
    }
}
