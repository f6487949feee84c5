//! The same resource as a TOML file and as a struct gives the same tokens. See `tests/parity/README.md`.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::path::{Path, PathBuf};

use quote::ToTokens as _;
use restwright_codegen::lower::lower;
use restwright_codegen::{Options, check, derive, emit};
use restwright_schema::{Model, naming};

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests")
}

/// The structs of a file, as a derive is given them.
fn structs(file: &Path) -> Vec<syn::ItemStruct> {
    let text = std::fs::read_to_string(file).unwrap();
    let items = syn::parse_file(&text).unwrap().items;
    let structs = items.into_iter().filter_map(|item| if let syn::Item::Struct(item) = item { Some(item) } else { None });
    structs.filter(|item| item.attrs.iter().any(|a| a.path().is_ident("derive"))).collect()
}

/// The implementations of traits among tokens, each as a text. What rows, inputs and filters are in Rust a struct says itself.
fn implementations(items: impl IntoIterator<Item = proc_macro2::TokenStream>) -> Vec<String> {
    let parsed = items.into_iter().map(|tokens| syn::parse2::<syn::Item>(tokens).unwrap());
    parsed
        .filter(|item| matches!(item, syn::Item::Impl(one) if one.trait_.is_some()))
        .map(|item| item.to_token_stream().to_string())
        .collect()
}

/// What is joined when the router is built, out of a generated module's text.
fn unjoined(text: &str, api: &str, snake: &str, joined: bool) -> String {
    let text = text.replace(&format!("\"{api}_{snake}\""), "\"\"");
    if joined { descriptor(&text) } else { text }
}

/// A generated text with the choices themselves, where a generated enum has them: the structs have no enums.
fn listed(text: &str, model: &Model) -> String {
    let mut text = text.to_owned();
    for field in model.fields.iter().filter(|f| !f.choices.is_empty()) {
        let pairs: Vec<String> = field.choices.iter().map(|(value, label)| format!("(rw :: Literal :: {value:?} , {label:?})")).collect();
        let pairs = pairs.join(" , ").replace("Int(", "Int (").replace("Str(", "Str (");
        let name = format!("{}{} :: CHOICES", model.name, naming::pascal(field.name));
        text = text.replace(&name, &format!("& [{pairs}]"));
    }
    text
}

/// A derived text without the fields that have no column.
fn columns_alone(text: &str, joined: bool) -> String {
    let mut text = text.to_owned();
    while let Some(at) = text.find(" : rw :: ManyToMany :: new ()") {
        let start = text[..at].rfind([' ', ',']).unwrap();
        let end = at + " : rw :: ManyToMany :: new ()".len();
        let end = if text[end..].starts_with(" ,") { end + 2 } else { end };
        text.replace_range(start..end, "");
    }
    // A struct has no fields for what is computed.
    if joined { descriptor(&text).replace(" . not_in_row ()", "") } else { text }
}

/// What a trait is implemented for, and its descriptor alone. A detail's struct is a part of a row, so that it has other traits.
fn descriptor(text: &str) -> String {
    let text = text.split(" fn ").next().unwrap_or(text);
    let (head, body) = text.split_once('{').unwrap_or((text, ""));
    match body.split_once("const DESCRIPTOR") {
        Some((_, descriptor)) => format!("{} {descriptor}", head.rsplit(" for ").next().unwrap_or_default()),
        None => head.to_owned(),
    }
}

fn same(specs: &Path, file: &Path) -> usize {
    let (folder, mut bag) = check(specs, Options::default()).unwrap();
    let found: Vec<String> = bag.take().iter().map(|d| format!("{} {}", d.code.id, d.message)).collect();
    let folder = folder.unwrap_or_else(|| panic!("{found:?}"));
    let graph = lower(&folder).unwrap();
    let structs = structs(file);
    assert_eq!(structs.len(), folder.resources.len(), "{}", file.display());
    for item in &structs {
        let id = graph.model_id(&item.ident.to_string()).unwrap_or_else(|| panic!("there is no {}", item.ident));
        let model = graph.models[id].model;
        let joined = !model.extends.is_empty() || model.master || !model.annotations.is_empty();
        let mut tokens = item.clone();
        tokens.attrs.retain(|a| !a.path().is_ident("derive"));
        let derived = derive::implementations(tokens.into_token_stream()).unwrap_or_else(|e| panic!("{}: {e:?}", item.ident));
        // That a detail is registered, that a row of a file's detail is a resource, and filters that are its master's.
        let beside = |text: &String| {
            model.extends.is_empty()
                || !["impl rw :: Registered", "impl rw :: Resource", "impl rw :: FilterSet"].iter().any(|t| text.starts_with(t))
        };
        let derived: Vec<String> = implementations(derived).iter().map(|text| columns_alone(text, joined)).filter(beside).collect();
        let made = implementations(emit::resource(&graph, id));
        let made: Vec<String> =
            made.iter().map(|text| unjoined(&listed(text, model), graph.api.name, model.snake, joined)).filter(beside).collect();
        assert_eq!(derived.len(), made.len(), "{}", item.ident);
        for (derived, made) in derived.iter().zip(&made) {
            assert_eq!(derived, made, "{}", item.ident);
        }
    }
    structs.len()
}

#[test]
fn both_front_ends_give_the_same_tokens() {
    assert_eq!(same(&tests().join("parity/features/specs"), &tests().join("parity/features/derived.rs")), 4);
}

#[test]
fn the_library_is_the_same_in_both() {
    let structs = same(&tests().join("conformance/library/specs"), &tests().join("derived/src/resources.rs"));
    assert_eq!(
        structs,
        std::fs::read_dir(tests().join("conformance/library/specs")).unwrap().filter(|e| is_resource(e.as_ref().unwrap())).count()
    );
}

fn is_resource(entry: &std::fs::DirEntry) -> bool {
    let name = entry.file_name();
    Path::new(&name).extension().is_some_and(|e| e == "toml") && name != "api.toml"
}
