//! The derives: a struct's tokens in, its resource's items or compile errors out.

use std::collections::BTreeSet;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, quote_spanned};

use crate::check::{Options, check_folder};
use crate::diag::{Diagnostic, Diagnostics, Severity, codes};
use crate::emit;
use crate::lower::lower;
use crate::source::{Origin, Sources};
use crate::spec::derive::{self, Derived};
use restwright_schema::link::Graph;

mod choices;
mod folder;
mod steps;

pub use choices::choices;
pub use folder::resources;
pub use steps::migrations;

/// `#[derive(Resource)]`: the items beside the struct, or an error for each thing that is wrong with it.
pub fn resource(input: TokenStream) -> TokenStream {
    let mut d = Diagnostics::default();
    let read = derive::read(input.clone(), &mut d);
    // With mistakes in it, the compiler is asked all the same for what only it knows, so that everything is said at once.
    let asked = read.as_ref().map(emit::derive::asked);
    let made = read.and_then(|read| {
        let folder = check_folder(read.folder, &BTreeSet::new(), Options::default(), &mut d)?;
        let derived = Derived { folder, ..read };
        let graph = lowered(&derived, &mut d)?;
        Some(emit::derive::items(&graph, &derived))
    });
    let found = d.take();
    let mut out = reported(&found, &d.sources);
    match made {
        Some(made) => out.extend(made),
        None => {
            out.extend(stand_in(input));
            out.extend(asked);
        }
    }
    out
}

/// In the place of a struct's items, if it is a struct at all.
fn stand_in(input: TokenStream) -> Option<TokenStream> {
    let input: syn::DeriveInput = syn::parse2(input).ok()?;
    let plain = matches!(input.data, syn::Data::Struct(_)) && input.generics.params.is_empty();
    plain.then(|| emit::derive::stand_in(&input.ident, &input.vis.to_token_stream()))
}

/// The implementations alone, for comparison with a generated module's.
///
/// # Errors
///
/// What is wrong, a line each.
pub fn implementations(input: TokenStream) -> Result<Vec<TokenStream>, Vec<String>> {
    let mut d = Diagnostics::default();
    let made = checked(input, &mut d).and_then(|derived| {
        let graph = lowered(&derived, &mut d)?;
        Some(emit::derive::implementations(&graph, &derived))
    });
    let found = d.take();
    made.ok_or_else(|| found.iter().map(|d| format!("{} {}", d.code.id, d.message)).collect())
}

fn checked(input: TokenStream, d: &mut Diagnostics) -> Option<Derived> {
    let read = derive::read(input, d)?;
    let folder = check_folder(read.folder, &BTreeSet::new(), Options::default(), d)?;
    Some(Derived { folder, ..read })
}

/// The descriptors; a name that the checks let through is the net's below them.
fn lowered(derived: &Derived, d: &mut Diagnostics) -> Option<Graph> {
    match lower(&derived.folder) {
        Ok(graph) => Some(graph),
        Err(errors) => {
            for error in errors {
                d.report(&codes::ATTRIBUTE, Origin::Tokens(derived.name.span()), &[&error.to_string()]);
            }
            None
        }
    }
}

/// Diagnostics as the compiler's own: errors, and warnings in the one form in which a macro can give them.
pub(crate) fn reported(found: &[Diagnostic], sources: &Sources) -> TokenStream {
    let mut out = TokenStream::new();
    for diagnostic in found {
        let (span, text) = (span(diagnostic.origin), text(diagnostic, sources));
        match diagnostic.severity {
            Severity::Error => out.extend(syn::Error::new(span, text).to_compile_error()),
            Severity::Warning => out.extend(quote_spanned! {span=>
                const _: () = {
                    #[deprecated(note = #text)]
                    const SPEC: () = ();
                    SPEC
                };
            }),
        }
    }
    out
}

fn span(origin: Origin) -> Span {
    match origin {
        Origin::Tokens(span) => span,
        Origin::Toml { .. } => Span::call_site(),
    }
}

/// What the compiler prints of a diagnostic; of a file's it is the place too, which it cannot underline.
fn text(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let mut out = format!("{} [{}]", diagnostic.message, diagnostic.code.id);
    if let Some((place, line)) = place(diagnostic.origin, sources) {
        out.push_str(&format!("\n --> {place}\n  | {line}"));
    }
    // What every diagnostic of a code says under the text is no news.
    if diagnostic.label != diagnostic.code.label && !diagnostic.message.contains(&diagnostic.label) {
        out.push_str(&format!("\n  = note: {}", diagnostic.label));
    }
    if let Some((origin, label)) = &diagnostic.also {
        match (place(*origin, sources), *origin) {
            (Some((place, _)), _) => out.push_str(&format!("\n  = note: {label}: {place}")),
            (None, Origin::Tokens(span)) => out.push_str(&format!("\n  = note: {label}: line {}", span.start().line)),
            (None, Origin::Toml { .. }) => {}
        }
    }
    if !diagnostic.help.is_empty() {
        out.push_str(&format!("\n  = help: {}", diagnostic.help));
    }
    out
}

/// `specs/book.toml:4:41` and the line.
fn place(origin: Origin, sources: &Sources) -> Option<(String, String)> {
    let Origin::Toml { file, start, .. } = origin else { return None };
    let source = sources.get(file)?;
    let (line, column) = source.position(start);
    Some((format!("{}:{line}:{column}", source.path), source.text.lines().nth(line - 1).unwrap_or_default().to_owned()))
}
