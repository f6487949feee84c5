//! The files that are their author's: each is written where there is none, and never again. `Cargo.toml`, `main.rs`, `lib.rs`, the readme,
//! and a file of hooks for each resource that has any.

use super::project::{Project, hook_files};
use super::{File, project};
use askama::Template;
use restwright_schema::Api;
use restwright_schema::api::ThrottleStore;
use restwright_schema::link::Graph;

/// The modules that `lib.rs` has to declare: the generator writes them.
pub const MODULES: [&str; 5] = ["api", "hooks", "resources", "router", "settings"];

/// The files of a crate that its author owns, by path.
pub fn files(graph: &Graph, project: &Project) -> Vec<File> {
    let api = graph.api;
    let mut files = vec![
        File { path: "Cargo.toml".to_owned(), text: manifest(api, project) },
        File { path: "README.md".to_owned(), text: readme(api, project) },
        File { path: "rustfmt.toml".to_owned(), text: format!("max_width = {}\nuse_small_heuristics = \"Max\"\n", super::layout::WIDTH) },
        File { path: "src/lib.rs".to_owned(), text: library(api) },
        File { path: "src/main.rs".to_owned(), text: main(api, project) },
    ];
    files.extend(hook_files(graph).into_iter().map(|hooks| File { path: hooks.path.clone(), text: hooks.scaffold() }));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// The features of the runtime that an API needs, beside the driver of its database.
pub fn runtime_features(api: &Api) -> Vec<&'static str> {
    let counts_in_redis = api.throttling.store == ThrottleStore::Redis && api.is_throttled();
    if counts_in_redis { vec!["redis"] } else { Vec::new() }
}

/// The line of a manifest that depends on the runtime.
pub fn dependency(api: &Api, runtime: &str) -> String {
    let features = runtime_features(api);
    let features = if features.is_empty() { String::new() } else { format!(", features = {features:?}") };
    format!("restwright = {{ {runtime}, default-features = false{features} }}")
}

/// The function that `main.rs` begins with.
pub fn main_function(library: &str) -> String {
    format!(
        "use std::process::ExitCode;\n\nfn main() -> ExitCode {{\n    restwright::server::main({library}::router::urls(), {library}::MIGRATIONS)\n}}\n"
    )
}

/// What `lib.rs` begins with, below its documentation.
pub fn modules() -> String {
    let declared: String = MODULES
        .iter()
        .map(|name| if matches!(*name, "api" | "hooks") { format!("mod {name};\n") } else { format!("pub mod {name};\n") })
        .collect();
    format!("{declared}\npub use api::{{MIGRATIONS, app, app_with}};\n")
}

#[derive(Template)]
#[template(path = "lib.rs.txt", escape = "none")]
struct Library {
    title: String,
    modules: String,
}

#[derive(Template)]
#[template(path = "main.rs.txt", escape = "none")]
struct Main<'a> {
    title: String,
    package: &'a str,
    function: String,
}

#[derive(Template)]
#[template(path = "README.md.txt", escape = "none")]
struct Readme<'a> {
    title: String,
    description: &'a str,
    specs: &'a str,
}

#[derive(Template)]
#[template(path = "Cargo.toml.txt", escape = "none")]
struct Manifest<'a> {
    package: &'a str,
    /// As a TOML string.
    description: String,
    dependency: String,
    /// Whether the crate is a workspace of its own.
    workspace: bool,
    hashing: &'a [&'a str],
}

fn library(api: &Api) -> String {
    render(&Library { title: one_line(api.title.trim_end_matches('.')), modules: modules() })
}

fn main(api: &Api, project: &Project) -> String {
    render(&Main { title: one_line(api.title), package: &project.package, function: main_function(&project.library()) })
}

fn readme(api: &Api, project: &Project) -> String {
    render(&Readme { title: one_line(api.title), description: api.description.trim(), specs: &project.specs })
}

fn manifest(api: &Api, project: &Project) -> String {
    render(&Manifest {
        package: &project.package,
        description: project::toml_string(project::doc(api.title, api.description).as_str()),
        dependency: dependency(api, &project.runtime),
        workspace: project.workspace,
        hashing: &HASHING,
    })
}

/// A template's text, which ends with one line break.
fn render(template: &impl Template) -> String {
    // A template fails only where writing to it does, and a String takes everything.
    let mut text = template.render().unwrap_or_default();
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// Crates whose functions hash passwords, which takes seconds where they are not optimised.
const HASHING: [&str; 14] = [
    "argon2",
    "bcrypt",
    "blake2",
    "blowfish",
    "cipher",
    "digest",
    "hmac",
    "md-5",
    "pbkdf2",
    "restwright-passwords",
    "salsa20",
    "scrypt",
    "sha1",
    "sha2",
];

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
