//! The OpenAPI document holds together: what it refers to is there, names are unique, and what paths leave open is declared.

#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use restwright::schema::link::Graph;
use restwright::schema::openapi;
use restwright_codegen::lower::lower;
use restwright_codegen::{Options, check};
use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let below = |path: PathBuf| std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
    let goldens = below(root.join("tests/golden/emit")).flat_map(below).map(|case| case.join("specs"));
    below(root.join("specs")).filter(|path| path.join("api.toml").exists()).chain(goldens).collect()
}

fn linked(specs: &Path) -> Graph {
    let (folder, mut bag) = check(specs, Options::default()).unwrap();
    let found = bag.take();
    lower(&folder.unwrap_or_else(|| panic!("{found:?}"))).unwrap()
}

/// Every `$ref` of a document.
fn references(json: &Json, out: &mut Vec<String>) {
    match json {
        Json::Object(entries) => {
            for (key, value) in entries {
                match value.as_str() {
                    Some(to) if key == "$ref" => out.push(to.to_owned()),
                    _ => references(value, out),
                }
            }
        }
        Json::Array(items) => items.iter().for_each(|item| references(item, out)),
        _ => {}
    }
}

/// The names in braces.
fn open(path: &str) -> BTreeSet<String> {
    path.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name.to_owned()).collect()
}

fn is_sound(text: &str, whose: &str) {
    let document: Json = serde_json::from_str(text).unwrap();
    assert_eq!(document["openapi"], "3.1.1", "{whose}");
    assert!(document["info"]["title"].is_string() && document["info"]["version"].is_string(), "{whose}");

    let mut used = Vec::new();
    references(&document, &mut used);
    for to in used {
        let pointer = to.strip_prefix('#').unwrap_or_else(|| panic!("{whose}: {to} leads out of the document"));
        assert!(document.pointer(pointer).is_some(), "{whose}: {to} leads nowhere");
    }

    let mut names = BTreeSet::new();
    let schemes = document["components"]["securitySchemes"].as_object().cloned().unwrap_or_default();
    let paths = document["paths"].as_object().unwrap();
    assert!(!paths.is_empty(), "{whose}");
    for (path, item) in paths {
        for (method, operation) in item.as_object().unwrap() {
            let name = operation["operationId"].as_str().unwrap();
            assert!(names.insert(name.to_owned()), "{whose}: {method} {path}: {name} is there twice");
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            let given = |place: &str| -> Vec<String> {
                parameters.iter().filter(|p| p["in"] == place).map(|p| p["name"].as_str().unwrap().to_owned()).collect()
            };
            assert_eq!(given("path").into_iter().collect::<BTreeSet<_>>(), open(path), "{whose}: {method} {path}");
            assert!(parameters.iter().all(|p| p["in"] != "path" || p["required"] == true), "{whose}: {method} {path}");
            for place in ["path", "query"] {
                let all = given(place);
                assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len(), "{whose}: {method} {path}: {all:?}");
            }
            assert!(!operation["responses"].as_object().unwrap().is_empty(), "{whose}: {method} {path}");
            for scheme in operation["security"].as_array().into_iter().flatten().flat_map(|s| s.as_object().unwrap().keys()) {
                assert!(schemes.contains_key(scheme), "{whose}: {method} {path}: {scheme}");
            }
        }
    }
}

#[test]
fn documents_are_sound() {
    let folders = folders();
    assert!(folders.len() > 3);
    for specs in folders {
        let graph = linked(&specs);
        let document = openapi::document(&graph, None);
        is_sound(&document.to_json(), &specs.display().to_string());
        assert_eq!(document.to_json(), openapi::document(&linked(&specs), None).to_json());
    }
}
