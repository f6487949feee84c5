//! The files that are their author's: each is written where there is none, and never again. `Cargo.toml`, `main.rs`, `lib.rs`, the readme,
//! and a file of hooks for each resource that has any.

use super::project::{Project, hook_files};
use super::{File, project};
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
    let counts_in_redis = api.throttling.store == ThrottleStore::Redis && !api.throttling.classes.is_empty();
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

fn library(api: &Api) -> String {
    let title = one_line(api.title.trim_end_matches('.'));
    format!(
        "//! {title}.\n//!\n//! `main.rs` is the whole server. An axum application of your own merges the router of [`app()`] into its own.\n//!\n\
         //! This file, `main.rs` and `src/hooks/` are yours: `codegen build` writes them once. It writes the other modules below anew.\n\n{}",
        modules()
    )
}

fn main(api: &Api, project: &Project) -> String {
    let (title, package) = (one_line(api.title), &project.package);
    format!("//! The server of {title}: `{package} help` lists its commands.\n\n{}", main_function(&project.library()))
}

fn readme(api: &Api, project: &Project) -> String {
    let (title, specs) = (one_line(api.title), &project.specs);
    let description = api.description.trim();
    let description = if description.is_empty() { String::new() } else { format!("{description}\n\n") };
    format!(
        "# {title}\n\n{description}The API is described in `{specs}`. Serve it, with a SQLite file that is made on the way:\n\n\
         ```sh\ncargo run -- serve --migrate\n```\n\n\
         `cargo run -- help` lists the other commands: migrations, users, fixtures. `cargo test` runs the tests. With restwright's `codegen`:\n\n\
         | command | does |\n| --- | --- |\n\
         | `codegen run --watch` | serves, and begins again when a spec or a source changes; makes a user for development |\n\
         | `codegen build` | writes the generated modules after a change of the specs |\n\
         | `codegen makemigrations` | writes the next migration, where a change is one of tables |\n\n\
         `Cargo.toml`, this file, `src/main.rs`, `src/lib.rs` and `src/hooks/` are yours. `src/resources/`, `src/router.rs` (what is served where), \
         `src/settings.rs`, `src/api.rs`, `src/hooks.rs` and `migrations/` are made of the specs, and are written anew.\n"
    )
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

fn manifest(api: &Api, project: &Project) -> String {
    let description = project::toml_string(project::doc(api.title, api.description).as_str());
    let (package, dependency) = (&project.package, dependency(api, &project.runtime));
    let mut text = format!(
        "[package]\nname = \"{package}\"\ndescription = {description}\nversion = \"0.1.0\"\nedition = \"2024\"\nrust-version = \"1.94\"\npublish = false\n\n\
         [features]\n# The databases that the server speaks to; the scheme of DATABASE_URL chooses.\ndefault = [\"sqlite\"]\n\
         sqlite = [\"restwright/sqlite\"]\npostgres = [\"restwright/postgres\"]\nmysql = [\"restwright/mysql\"]\n\n[dependencies]\n{dependency}\n"
    );
    if project.workspace {
        text.push_str(
            "\n[workspace]\n\n# Enough to find one's way in a backtrace, and quick to build.\n[profile.dev]\ndebug = \"line-tables-only\"\n\n\
             [profile.dev.package.\"*\"]\ndebug = false\n\n# Hashing a password takes seconds where these are not optimised.\n[profile.dev.package]\n",
        );
        text.extend(HASHING.map(|name| format!("{name} = {{ opt-level = 3 }}\n")));
        text.push_str("\n[profile.release]\nlto = \"fat\"\ncodegen-units = 1\nstrip = true\n");
    }
    text
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
