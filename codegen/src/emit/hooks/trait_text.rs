//! The trait of a resource's hooks, as text for a file and as items for a macro.

use super::{Kinds, Method, ident, trait_name, viewset};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::quote;

/// The trait and its table as text.
pub(crate) fn text(model: &str, help: &str, methods: &[Method]) -> String {
    let name = trait_name(model);
    let about =
        format!("What the spec of [`{model}`] leaves to Rust. It runs inside the request's transaction: an error takes all of it back.");
    let mut out = format!("/// {about}\n#[diagnostic::on_unimplemented(\n");
    out += &format!(
        "    message = \"nobody wrote the hooks that the spec of `{model}` names\",\n    label = \"hooks are missing\",\n    note = \"{help}\"\n)]\n"
    );
    // An `async fn` is what authors write, so it is also what the compiler prints for a missing one. `rw::hooks!` requires that the futures are `Send`.
    out += &format!("#[allow(async_fn_in_trait)]\npub trait {name} {{\n");
    for (at, method) in methods.iter().enumerate() {
        let gap = if at > 0 { "\n" } else { "" };
        out += &format!("{gap}{}{}\n", method.docs(), method.declaration());
    }
    out += &format!("}}\n\nrw::hooks! {{\n{}}}\n", table(model, &ident(model), methods));
    out
}

/// What [`text`] has, as items for a macro. A method stands at the place that names it, so that the compiler underlines the name of a hook that
/// is missing.
pub(crate) fn items(model: &str, vis: &TokenStream, help: &str, methods: &[Method], place: &dyn Fn(&str) -> Option<Span>) -> TokenStream {
    let text = text(model, help, methods);
    let (item, _) = text.split_once("rw::hooks!").unwrap_or((&text, ""));
    let item = item.replacen("pub trait", "trait", 1);
    let parsed: TokenStream = item.parse().unwrap_or_default();
    // The visibility stands behind the attributes.
    let mut out = TokenStream::new();
    for token in parsed {
        if matches!(&token, TokenTree::Ident(word) if word == "trait") {
            out.extend(vis.clone());
        }
        match token {
            TokenTree::Group(body) if body.delimiter() == Delimiter::Brace => {
                out.extend([TokenTree::Group(Group::new(Delimiter::Brace, placed(body.stream(), place)))]);
            }
            token => out.extend([token]),
        }
    }
    out
}

/// The methods of a trait, each at the place of its name.
fn placed(methods: TokenStream, place: &dyn Fn(&str) -> Option<Span>) -> TokenStream {
    let mut out = TokenStream::new();
    let mut method: Vec<TokenTree> = Vec::new();
    for token in methods {
        let ends = match &token {
            TokenTree::Punct(punct) => punct.as_char() == ';',
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            _ => false,
        };
        method.push(token);
        if !ends {
            continue;
        }
        let name = method.windows(2).find_map(|pair| match pair {
            [TokenTree::Ident(word), TokenTree::Ident(name)] if word == "fn" => Some(name.to_string()),
            _ => None,
        });
        match name.and_then(|name| place(&name)) {
            Some(span) => out.extend(method.drain(..).map(|token| at(token, span))),
            None => out.extend(method.drain(..)),
        }
    }
    out
}

fn at(mut token: TokenTree, span: Span) -> TokenTree {
    if let TokenTree::Group(group) = &token {
        token = TokenTree::Group(Group::new(group.delimiter(), group.stream().into_iter().map(|inner| at(inner, span)).collect()));
    }
    token.set_span(span);
    token
}

/// The table as an item for a macro.
pub(crate) fn table_item(model: &str, row: &Ident, methods: &[Method]) -> TokenStream {
    let inside: TokenStream = table(model, row, methods).parse().unwrap_or_default();
    quote!(rw::hooks! { #inside })
}

/// What stands in `rw::hooks!`.
fn table(model: &str, row: &Ident, methods: &[Method]) -> String {
    let mut out = format!("    {}: {} for {};\n", viewset(model), trait_name(model), row);
    let mut group = |name: &str, entries: Vec<String>, by: &str| {
        if !entries.is_empty() {
            out += &format!("    {name} {{ {} }}\n", entries.join(by));
        }
    };
    let of = |pick: &dyn Fn(&Method) -> Option<String>| methods.iter().filter_map(pick).collect::<Vec<_>>();
    group("fields", of(&|m| if let Kinds::Field(f) = m.kind { Some(format!("{f:?}: {}", m.name)) } else { None }), ", ");
    group(
        "permissions",
        of(&|m| if let Kinds::Permission(p) = m.kind { Some(format!("{p:?}: {}, {p}_object", m.name)) } else { None }),
        "; ",
    );
    group("methods", of(&|m| if let Kinds::Computed(f) = m.kind { Some(format!("{f:?}: {}", m.name)) } else { None }), ", ");
    let place = |detail: bool| if detail { "detail" } else { "list" };
    group(
        "actions",
        of(&|m| if let Kinds::Action(a, detail) = m.kind { Some(format!("{a:?}: {} {}", place(detail), m.name)) } else { None }),
        ", ",
    );
    group("hooks", of(&|m| matches!(m.kind, Kinds::Named).then(|| m.name.clone())), ", ");
    out
}
