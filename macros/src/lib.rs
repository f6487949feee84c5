//! `#[derive(Resource)]`.
use proc_macro::TokenStream;

/// A resource's four parts as attributes of a struct. It is not built yet, and says so: write the resource as a TOML file.
#[proc_macro_derive(Resource, attributes(meta, field, serializer, filterset, viewset))]
pub fn resource(_input: TokenStream) -> TokenStream {
    "compile_error!(\"#[derive(Resource)] is not built yet; write the resource as a TOML file and use `codegen build`\");"
        .parse()
        .unwrap_or_default()
}
