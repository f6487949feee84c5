//! The doors to restwright's generator from Rust code. Their documentation is where users meet them: in `restwright`.
//!
//! What they do is `restwright-codegen`'s, which reads specs from TOML and from attributes alike.

use proc_macro::TokenStream;

/// A resource's four parts as attributes of a struct: its fields and `#[meta(…)]`, `#[serializer(…)]`, `#[filterset(…)]`, `#[viewset(…)]`.
///
/// The keys are those of a spec file (docs/spec.md); docs/derive.md says how they are written here. `Book` gets `BookSerializer`,
/// `BookFilterSet` (if it says `#[filterset(…)]`) and `BookViewSet` beside it.
#[proc_macro_derive(Resource, attributes(annotations, meta, field, serializer, filterset, viewset))]
pub fn resource(input: TokenStream) -> TokenStream {
    restwright_codegen::derive::resource(input.into()).into()
}

/// An enum whose variants are the choices of a field: `#[choice(value = "…", label = "…")]` where the variant's name does not say it.
#[proc_macro_derive(Choices, attributes(choice))]
pub fn choices(input: TokenStream) -> TokenStream {
    restwright_codegen::derive::choices(input.into()).into()
}

/// Compiles a spec folder into the crate: `restwright::resources!("specs/")`, with the path from the crate's `Cargo.toml`.
///
/// It makes the items of a generated crate: `resources`, a module a resource, `settings`, `router`, `MIGRATIONS` and `app`. Resources that
/// are structs with `#[derive(Resource)]` and that the folder refers to are named behind the path: `resources!("specs/", crate::Author)`.
#[proc_macro]
pub fn resources(input: TokenStream) -> TokenStream {
    restwright_codegen::derive::resources(input.into()).into()
}

/// Compiles recorded migrations into the crate: `restwright::migrations!("migrations")`, with the path from the crate's `Cargo.toml`, for
/// `Api::migrations`.
///
/// It is a `&'static [Migration]` of the folder's migrations in the order of their names, which `codegen makemigrations` writes (docs/migrations.md). A
/// folder that is not there, has none, or has an empty file in it is an error of the compiler. A file that changes compiles the crate again, and so does
/// `makemigrations`; for migrations that come some other way, `build.rs` says `println!("cargo::rerun-if-changed=migrations")`.
#[proc_macro]
pub fn migrations(input: TokenStream) -> TokenStream {
    restwright_codegen::derive::migrations(input.into()).into()
}
