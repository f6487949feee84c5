//! A crate that is there: where its specs are, and what its author's own files lack.

use super::project::absolute;
use crate::emit::owned;
use crate::write;
use restwright_schema::Api;
use std::fs;
use std::path::{Path, PathBuf};

/// A crate that serves specs.
#[derive(Clone, Debug)]
pub(super) struct Crate {
    pub(super) folder: PathBuf,
    pub(super) specs: PathBuf,
}

impl Crate {
    /// The crate in a folder, if `codegen new` or `build` made modules in it. One that has specs for `resources!` is none.
    pub(super) fn at(folder: &Path) -> Option<Self> {
        if !folder.join("Cargo.toml").is_file() || folder.join("api.toml").exists() {
            return None;
        }
        Some(Self { folder: folder.to_owned(), specs: folder.join(write::specs(folder)?) })
    }

    /// The crate that a folder lies in, or is.
    pub(super) fn around(folder: &Path) -> Option<Self> {
        let whole = absolute(folder).ok()?;
        let found = whole.ancestors().find_map(Self::at)?;
        // As it was written, where that says the same.
        if found.folder == whole { Self::at(folder).or(Some(found)) } else { Some(found) }
    }

    /// The crate around these specs that is made of them.
    pub(super) fn of_specs(specs: &Path) -> Option<Self> {
        let found = Self::around(specs.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")))?;
        (absolute(&found.specs).ok()? == absolute(specs).ok()?).then_some(found)
    }

    /// What a path of the command line means: a crate, its specs, or neither.
    pub(super) fn meant(path: &Path) -> Option<Self> {
        Self::at(path).or_else(|| if path.join("api.toml").is_file() { Self::of_specs(path) } else { None })
    }
}

/// The spec folder that a path means: itself, or that of the crate that it is.
pub(super) fn specs_of(path: &Path) -> PathBuf {
    Crate::at(path).map_or_else(|| path.to_owned(), |found| found.specs)
}

/// The spec folder of a path, or without one that of the crate around the working directory.
///
/// # Errors
///
/// No path, and no crate.
pub(super) fn specs_or_here(path: Option<&Path>) -> Result<PathBuf, String> {
    match path {
        Some(path) => Ok(specs_of(path)),
        None => here().map(|found| found.specs),
    }
}

/// The crate around the working directory.
///
/// # Errors
///
/// There is none.
pub(super) fn here() -> Result<Crate, String> {
    let none = "this folder lies in no crate of `codegen new` or `build`: name a spec folder, or make a crate with `codegen new NAME`";
    Crate::around(Path::new(".")).ok_or_else(|| none.to_owned())
}

/// The manifest of a crate.
pub(super) struct Manifest(toml::Table);

impl Manifest {
    /// `None` where there is none.
    ///
    /// # Errors
    ///
    /// A disk that refuses, or what is no TOML.
    pub(super) fn read(folder: &Path) -> Result<Option<Self>, String> {
        let path = folder.join("Cargo.toml");
        match fs::read_to_string(&path) {
            Ok(text) => text.parse().map(|table| Some(Self(table))).map_err(|e| format!("{}: {e}", path.display())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(format!("{}: {error}", path.display())),
        }
    }

    fn text(&self, table: &str, key: &str) -> Option<&str> {
        self.0.get(table)?.get(key)?.as_str()
    }

    /// The package's name.
    pub(super) fn package(&self) -> Option<&str> {
        self.text("package", "name")
    }

    /// The binary that `cargo run` would take, if the manifest says it.
    pub(super) fn default_binary(&self) -> Option<&str> {
        self.text("package", "default-run").or_else(|| self.package())
    }

    /// The library's name in Rust.
    pub(super) fn library(&self) -> Option<String> {
        Some(self.text("lib", "name").or_else(|| self.package())?.replace('-', "_"))
    }

    /// Whether the crate has a feature of this name.
    pub(super) fn has_feature(&self, name: &str) -> bool {
        self.0.get("features").and_then(|f| f.get(name)).is_some()
    }

    /// What all features of the crate turn on, together.
    fn turned_on(&self) -> impl Iterator<Item = &str> {
        let features = self.0.get("features").and_then(toml::Value::as_table).into_iter().flatten();
        features.filter_map(|(_, list)| list.as_array()).flatten().filter_map(toml::Value::as_str)
    }

    /// What is missing for generated modules to compile, a text each with what to write.
    pub(super) fn lacks(&self, api: &Api, runtime: &str) -> Vec<String> {
        let mut out = Vec::new();
        let line = owned::dependency(api, runtime);
        let edition = self.0.get("package").and_then(|p| p.get("edition"));
        if let Some(edition) = edition.map_or(Some("2015"), toml::Value::as_str).filter(|e| *e < "2024") {
            out.push(format!("Cargo.toml says edition {edition}, and generated modules are of 2024\n  = help: edition = \"2024\""));
        }
        let Some(dependency) = self.0.get("dependencies").and_then(|d| d.get("restwright")) else {
            out.push(format!("Cargo.toml lacks the dependency `restwright`\n  = help: under [dependencies]: {line}"));
            return out;
        };
        // What a workspace says of its dependencies is not looked up.
        if dependency.get("workspace").is_some() {
            return out;
        }
        let features: Vec<&str> =
            dependency.get("features").and_then(toml::Value::as_array).into_iter().flatten().filter_map(toml::Value::as_str).collect();
        let has = |name: &str| features.contains(&name) || self.turned_on().any(|on| on.strip_prefix("restwright/") == Some(name));
        for feature in owned::runtime_features(api).into_iter().filter(|feature| !has(feature)) {
            out.push(format!(
                "Cargo.toml lacks restwright's feature `{feature}`, which the specs need\n  = help: under [dependencies]: {line}"
            ));
        }
        let defaults = dependency.get("default-features").and_then(toml::Value::as_bool) != Some(false);
        if !defaults && !["sqlite", "postgres", "mysql"].into_iter().any(has) {
            out.push(
                "Cargo.toml turns no database on\n  = help: under [features]: default = [\"sqlite\"], sqlite = [\"restwright/sqlite\"], \
                 postgres = [\"restwright/postgres\"], mysql = [\"restwright/mysql\"]"
                    .to_owned(),
            );
        }
        out
    }
}

/// Whether a source declares all modules that the generator writes, or which it does not; `None` where there is none, or it is no Rust.
fn undeclared(folder: &Path, name: &str) -> Option<Vec<&'static str>> {
    let parsed = syn::parse_file(&fs::read_to_string(folder.join(name)).ok()?).ok()?;
    let declared = |name: &str| parsed.items.iter().any(|item| matches!(item, syn::Item::Mod(module) if module.ident == name));
    Some(owned::MODULES.into_iter().filter(|name| !declared(name)).collect())
}

/// Whether a crate's modules are those of its binary, so that it needs no library.
pub(super) fn is_binary_alone(folder: &Path) -> bool {
    !folder.join("src/lib.rs").exists() && undeclared(folder, "src/main.rs").is_some_and(|missing| missing.len() < owned::MODULES.len())
}

/// What a crate's own sources lack for the generated modules to be compiled and served.
pub(super) fn sources_lack(folder: &Path, library: &str) -> Vec<String> {
    let mut out = Vec::new();
    let indented = |text: String| text.lines().map(|line| format!("\n    {line}").trim_end_matches(' ').to_owned()).collect::<String>();
    let root = if is_binary_alone(folder) { "src/main.rs" } else { "src/lib.rs" };
    let missing = undeclared(folder, root).unwrap_or_default();
    if !missing.is_empty() {
        let lines = indented(owned::modules());
        out.push(format!("{root} does not declare {}\n  = help: it needs{lines}", missing.join(", ")));
    }
    // What `cargo new` wrote serves nothing, and is its author's all the same.
    let serves = |text: &str| ["MIGRATIONS", "app(", "app_with(", "urls("].iter().any(|word| text.contains(word));
    if fs::read_to_string(folder.join("src/main.rs")).is_ok_and(|text| !serves(&text)) {
        let lines = indented(owned::main_function(library));
        out.push(format!("src/main.rs does not serve the API\n  = help: this does:{lines}"));
    }
    out
}
