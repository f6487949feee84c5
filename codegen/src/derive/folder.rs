//! `resources!("specs/")`: a spec folder compiled into a user's crate.

use std::path::{Path, PathBuf};

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{LitStr, Token};

use super::reported;
use super::steps::included;
use crate::check::{Options, check_beside};
use crate::emit::{self, module_name, settings};
use crate::lower::lower;
use crate::migrations::{self, Migration, describe};
use crate::spec::{Folder, stub};
use restwright_schema::link::Graph;
use restwright_schema::{Api, Dialect};

/// The macro's arguments: the folder, and structs of the user's that its resources refer to.
struct Input {
    folder: LitStr,
    others: Vec<syn::Path>,
}

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let folder = input.parse()?;
        let comma: Option<Token![,]> = input.parse()?;
        let others = if comma.is_some() { Punctuated::<syn::Path, Token![,]>::parse_terminated(input)? } else { Punctuated::new() };
        Ok(Self { folder, others: others.into_iter().collect() })
    }
}

/// The modules of the folder's resources, its settings and router, and the files that a change of which has to compile the crate again.
pub fn resources(input: TokenStream) -> TokenStream {
    let input: Input = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let root = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    made(&input, &root).unwrap_or_else(|problem| syn::Error::new(input.folder.span(), problem).to_compile_error())
}

fn made(input: &Input, root: &Path) -> Result<TokenStream, String> {
    let shown = input.folder.value();
    let path = root.join(&shown);
    let stubs = input.others.iter().filter_map(|other| {
        let last = other.segments.last()?;
        Some(stub(&last.ident.to_string(), crate::source::Origin::Tokens(last.ident.span())))
    });
    let listed = check_beside(&path, shown.trim_end_matches('/'), stubs.collect(), Options::default());
    let (folder, mut d) = listed.map_err(|error| format!("cannot read the folder `{shown}` beside Cargo.toml: {error}"))?;
    let found = d.take();
    let mut out = reported(&found, &d.sources);
    let Some(folder) = folder else { return Ok(out) };
    let graph = lower(&folder).map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))?;
    out.extend(items(&graph, &folder, &path)?);
    let others = input.others.iter().map(|other| {
        let span = other.segments.last().map_or_else(Span::call_site, |s| s.ident.span());
        quote_spanned!(span=> const _: () = ::restwright::__gen::is_resource::<#other>();)
    });
    out.extend(others);
    out.extend(watched(&path));
    Ok(out)
}

fn items(graph: &Graph, folder: &Folder, path: &Path) -> Result<TokenStream, String> {
    let own = folder.resources.iter().filter(|r| !r.foreign).count();
    let api = Api { resources: graph.api.resources.get(..own).unwrap_or_default(), ..*graph.api };
    let modules = (0..own).map(|id| {
        let described = graph.api.resources[id];
        let name = emit::tokens::ident(&module_name(described.model.snake));
        let doc = format!("`{}`.", described.model.name);
        let items = emit::resource(graph, id).into_iter().chain(emit::hook_items(graph, id));
        quote!(#[doc = #doc] pub mod #name { #(#items)* })
    });
    let settings_items = settings::settings(&api);
    let custom = emit::hooks::api_permissions(&api);
    let permissions: TokenStream =
        if custom.is_empty() { TokenStream::new() } else { emit::hooks::api_text(&custom).parse().unwrap_or_default() };
    let router_items = inside(settings::router(&api).into_iter().collect());
    let migrations = steps(graph, path)?;
    let title = format!("{}.", api.title.trim_end_matches('.'));
    Ok(quote! {
        #[doc = "One module a resource: its row, serializer, filterset and viewset."]
        pub mod resources { #(#modules)* }
        #[doc = "What the API is like as a whole."]
        pub mod settings { #(#settings_items)* #permissions }
        #[doc = #title]
        pub mod router { #router_items }
        #[doc = "The steps of the database's schema, in the order in which they run."]
        pub const MIGRATIONS: &[::restwright::__gen::Migration] = &[#(#migrations),*];
        #[doc = "The API over a database: typed access reads and writes its rows, and `app(db)?.router()` is a part of an axum application."]
        #[doc = ""]
        #[doc = "# Errors"]
        #[doc = ""]
        #[doc = "Names that lead to resources which the router does not serve."]
        pub fn app(
            db: ::restwright::__gen::Database,
        ) -> ::core::result::Result<::restwright::__gen::Arc<::restwright::__gen::App>, ::restwright::__gen::MountError> {
            app_with(db, ::restwright::__gen::Settings::default())
        }
        #[doc = "[`app`] with settings of your own: the host names by which clients know it, HTTPS, cookies."]
        #[doc = ""]
        #[doc = "# Errors"]
        #[doc = ""]
        #[doc = "As [`app`]; also settings that cannot hold."]
        pub fn app_with(
            db: ::restwright::__gen::Database,
            settings: ::restwright::__gen::Settings,
        ) -> ::core::result::Result<::restwright::__gen::Arc<::restwright::__gen::App>, ::restwright::__gen::MountError> {
            ::restwright::__gen::app(router::urls(), MIGRATIONS, db, settings)
        }
    })
}

/// A generated crate's `crate::` is `super::` in a module that lies wherever the macro stands.
fn inside(tokens: TokenStream) -> TokenStream {
    let replaced = tokens.into_iter().map(|token| match token {
        TokenTree::Ident(word) if word == "crate" => TokenTree::Ident(proc_macro2::Ident::new("super", word.span())),
        TokenTree::Group(group) => {
            let mut inner = proc_macro2::Group::new(group.delimiter(), inside(group.stream()));
            inner.set_span(group.span());
            TokenTree::Group(inner)
        }
        token => token,
    });
    replaced.collect()
}

/// The recorded migrations, or the first one.
fn steps(graph: &Graph, path: &Path) -> Result<Vec<TokenStream>, String> {
    let recorded = migrations::recorded(path)?;
    if !recorded.is_empty() {
        let folder = migrations::files::folder(path);
        return Ok(recorded.iter().map(|step| included(step, &folder)).collect());
    }
    let initial = Migration::initial(&describe::state(graph));
    let texts = Dialect::ALL.map(|dialect| {
        let (field, text) = (emit::tokens::ident(dialect.name()), initial.sql(dialect).unwrap_or_default());
        quote!(#field: #text)
    });
    let name = &initial.name;
    Ok(vec![quote!(::restwright::__gen::Migration { name: #name, #(#texts),* })])
}

/// Names the files to the compiler, so that it notices a change. One that is added is noticed by the build script that docs/derive.md shows.
fn watched(path: &Path) -> TokenStream {
    let mut files: Vec<String> = std::fs::read_dir(path)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|file| file.extension().is_some_and(|e| e == "toml"))
        .map(|file| file.to_string_lossy().into_owned())
        .collect();
    files.sort();
    quote!(#(const _: &[u8] = include_bytes!(#files);)*)
}
