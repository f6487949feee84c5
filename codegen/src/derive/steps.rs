//! `migrations!("migrations")`: a folder of recorded migrations compiled into a user's crate.

use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;
use quote::quote;
use syn::LitStr;

use crate::emit;
use crate::migrations::Migration;
use crate::migrations::files::{file, recorded_in};
use restwright_schema::Dialect;

/// The folder's migrations, as a constant; what is wrong with it is an error at its name.
pub fn migrations(input: TokenStream) -> TokenStream {
    let folder: LitStr = match syn::parse2(input) {
        Ok(folder) => folder,
        Err(error) => return error.to_compile_error(),
    };
    let root = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let shown = folder.value();
    let path = root.join(&shown);
    match checked(&path, shown.trim_end_matches('/')) {
        Ok(steps) => {
            let steps = steps.iter().map(|step| included(step, &path));
            quote!({
                const STEPS: &[::restwright::__gen::Migration] = &[#(#steps),*];
                STEPS
            })
        }
        Err(problem) => syn::Error::new(folder.span(), problem).to_compile_error(),
    }
}

/// The migrations of a folder, if there are some, and each says something.
fn checked(path: &Path, shown: &str) -> Result<Vec<Migration>, String> {
    let made = "`codegen makemigrations DIR`, with the folder of this Cargo.toml, writes the first migration into `migrations`: run it before this line is here";
    let entries = std::fs::read_dir(path)
        .map_err(|error| format!("cannot read the folder `{shown}` beside Cargo.toml: {error}\n  = help: {made}"))?;
    let found = recorded_in(path)?;
    let mut folders: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|entry| entry.is_dir()).collect();
    folders.sort();
    for folder in folders {
        let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if !found.iter().any(|step| step.name == name) {
            let files = Dialect::ALL.map(file).join(", ");
            return Err(format!(
                "the migration `{shown}/{name}` has none of {files}\n  = help: write the statements for your database, or remove the folder"
            ));
        }
    }
    for step in &found {
        if let Some((file, _)) = step.statements().find(|(_, sql)| sql.trim().is_empty()) {
            let name = &step.name;
            return Err(format!(
                "`{shown}/{name}/{file}` is empty\n  = help: write the statements into it, or a comment if there is nothing to do; without the file, \
                 that database is refused"
            ));
        }
    }
    if found.is_empty() {
        return Err(format!("the folder `{shown}` has no migrations\n  = help: {made}"));
    }
    Ok(found)
}

/// A migration whose statements are its files', so that a change of one compiles the crate again.
pub(super) fn included(step: &Migration, folder: &Path) -> TokenStream {
    let texts = Dialect::ALL.map(|dialect| {
        let field = emit::tokens::ident(dialect.name());
        match step.sql(dialect) {
            Some(_) => {
                let path = folder.join(&step.name).join(file(dialect)).to_string_lossy().into_owned();
                quote!(#field: include_str!(#path))
            }
            None => quote!(#field: ""),
        }
    });
    let name = &step.name;
    quote!(::restwright::__gen::Migration { name: #name, #(#texts),* })
}
