//! The crate around the resources: manifest, `lib.rs`, `main.rs`, the readme.

use super::{File, hook_methods, hooks, module_name, print, resource, settings};
use crate::migrations::Migration;
use askama::Template;
use proc_macro2::TokenStream;
use quote::quote;
use restwright_schema::Api;
use restwright_schema::api::ThrottleStore;
use restwright_schema::link::{Graph, LinkError, ModelId};

/// What a crate needs to know beyond the API.
#[derive(Clone, Debug)]
pub struct Project {
    /// The path to the runtime, as the manifest says it.
    pub runtime: String,
    /// Whether the manifest makes a workspace of its own.
    pub workspace: bool,
    /// The spec folder's name, for headers.
    pub specs: String,
    /// In the order in which they run.
    pub migrations: Vec<Migration>,
}

#[derive(Template)]
#[template(path = "module.rs.txt", escape = "none")]
struct Module<'a> {
    version: &'a str,
    source: &'a str,
    doc: &'a str,
    body: &'a str,
}

#[derive(Template)]
#[template(path = "main.rs.txt", escape = "none")]
struct Main<'a> {
    version: &'a str,
    source: &'a str,
    api: &'a Api,
}

#[derive(Template)]
#[template(path = "Cargo.toml.txt", escape = "none")]
struct Manifest<'a> {
    version: &'a str,
    source: &'a str,
    api: &'a Api,
    description: &'a str,
    project: &'a Project,
}

impl Manifest<'_> {
    /// Whether the runtime's Redis client is needed.
    fn counts_in_redis(&self) -> bool {
        let throttling = &self.api.throttling;
        throttling.store == ThrottleStore::Redis && !throttling.classes.is_empty()
    }
}

#[derive(Template)]
#[template(path = "README.md.txt", escape = "none")]
struct Readme<'a> {
    version: &'a str,
    api: &'a Api,
    specs: &'a str,
    routes: &'a [(String, &'static str)],
}

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The files of a crate, by path.
///
/// # Errors
///
/// A name that Rust refuses; the checks should have.
pub fn files(graph: &Graph, project: &Project) -> Result<Vec<File>, LinkError> {
    let api = graph.api;
    let version = VERSION;
    let folder = project.specs.as_str();
    let api_file = format!("{folder}/api.toml");
    let mut files = Vec::new();
    let mut add = |path: &str, text: String| files.push(File { path: path.to_owned(), text });
    let refused = |resource: &str| {
        let resource = resource.to_owned();
        move |error: syn::Error| LinkError { resource, message: format!("cannot be written as Rust: {error}") }
    };
    let module = |source: &str, doc: &str, body: &str| render(&Module { version, source, doc, body });

    let doc = |title: &str, text: &str| if text.trim().is_empty() { title.to_owned() } else { text.trim().to_owned() };
    for (id, (described, body)) in api.resources.iter().zip(bodies(graph)).enumerate() {
        let mut body = body.map_err(refused(described.model.name))?;
        let methods = hook_methods(graph, id);
        if !methods.is_empty() {
            let help = super::help(described.model.snake, described.model.name);
            body += &format!("\n{}", hooks::text(described.model.name, &help, &methods));
        }
        let source = format!("{folder}/{}.toml", described.model.snake);
        let doc = doc(&format!("`{}`.", described.model.name), described.viewset.description);
        add(&format!("src/resources/{}.rs", module_name(described.model.snake)), module(&source, &doc, &body));
    }
    if let Some(body) = hook_modules(graph) {
        let body = print(body).map_err(refused("api.toml"))?;
        add(
            "src/hooks.rs",
            module(folder, "What the specs leave to Rust. The files are yours: they are written once, and never again.", &body),
        );
    }
    let mut names: Vec<String> = api.resources.iter().map(|r| module_name(r.model.snake)).collect();
    names.sort_by(|a, b| super::version_order(a, b));
    let modules = names.iter().map(|name| {
        let name = super::tokens::ident(name);
        quote!(pub mod #name;)
    });
    let body = print(modules.collect()).map_err(refused("api.toml"))?;
    add("src/resources.rs", module(folder, "One module a resource: its row, serializer, filterset and viewset.", &body));
    let mut body = print(settings::settings(api)).map_err(refused("api.toml"))?;
    let custom = hooks::api_permissions(api);
    if !custom.is_empty() {
        body += &format!("\n{}", hooks::api_text(&custom));
    }
    add("src/settings.rs", module(&api_file, "What the API is like as a whole.", &body));
    let body = print(settings::router(api)).map_err(refused("api.toml"))?;
    add("src/router.rs", module(folder, "What is served where: the counterpart of Django's `urls.py`.", &body));
    let body = print(settings::library(api, &project.migrations, hook_modules(graph).is_some())).map_err(refused("api.toml"))?;
    let about = format!(
        "{}.\n\n`main.rs` is the whole server. An axum application of your own merges the router of [`app()`] into its own.",
        api.title.trim_end_matches('.')
    );
    add("src/lib.rs", module(folder, &about, &body));
    add("src/main.rs", render(&Main { version, source: folder, api }));
    let description = toml_string(&doc(api.title, api.description));
    add("Cargo.toml", render(&Manifest { version, source: folder, api, description: &description, project }));
    let routes: Vec<(String, &'static str)> = graph
        .views
        .iter()
        .filter(|v| v.routed)
        .map(|v| (format!("{}{}{}", api.prefix, v.endpoint, if api.trailing_slash { "/" } else { "" }), graph.models[v.model].model.name))
        .collect();
    add("rustfmt.toml", format!("max_width = {}\nuse_small_heuristics = \"Max\"\n", super::layout::WIDTH));
    add("README.md", render(&Readme { version, api, specs: folder, routes: &routes }));
    for migration in &project.migrations {
        for (file, text) in migration.statements() {
            add(&format!("migrations/{}/{file}", migration.name), text.to_owned());
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// The files that are their author's: each is written where there is none, and never again.
pub fn owned(graph: &Graph) -> Vec<File> {
    let mut files = Vec::new();
    for (id, resource) in graph.api.resources.iter().enumerate() {
        let (model, methods) = (resource.model, hook_methods(graph, id));
        if methods.is_empty() {
            continue;
        }
        let text = hooks::scaffold(model.name, model.snake, &methods);
        files.push(File { path: format!("src/hooks/{}.rs", module_name(model.snake)), text });
    }
    let permissions = hooks::api_permissions(graph.api);
    if !permissions.is_empty() {
        files.push(File { path: format!("src/hooks/{}.rs", api_module(graph)), text: hooks::api_scaffold(&permissions) });
    }
    files
}

/// The module with the hooks of the API as a whole; a resource may be called `api`.
fn api_module(graph: &Graph) -> &'static str {
    if graph.api.resources.iter().any(|r| r.model.snake == "api") { "api_" } else { "api" }
}

/// `mod book; …`; `None` if nothing is left to Rust.
fn hook_modules(graph: &Graph) -> Option<Vec<TokenStream>> {
    let with_hooks = (0..graph.api.resources.len()).filter(|id| !hook_methods(graph, *id).is_empty());
    let mut names: Vec<String> = with_hooks.map(|id| module_name(graph.api.resources[id].model.snake)).collect();
    if !hooks::api_permissions(graph.api).is_empty() {
        names.push(api_module(graph).to_owned());
    }
    names.sort_by(|a, b| super::version_order(a, b));
    let modules = names.iter().map(|name| {
        let name = super::tokens::ident(name);
        quote!(mod #name;)
    });
    let modules: Vec<TokenStream> = modules.collect();
    (!modules.is_empty()).then_some(modules)
}

/// The resources' modules, in their order, printed by as many threads as there are cores.
fn bodies(graph: &Graph) -> Vec<Result<String, syn::Error>> {
    let count = graph.api.resources.len();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    // Threads are worth their start only for many resources.
    let chunk = count.div_ceil(threads).max(16);
    let one = |id: ModelId| print(resource(graph, id));
    std::thread::scope(|scope| {
        let running: Vec<_> = (0..count)
            .step_by(chunk)
            .map(|start| scope.spawn(move || (start..count.min(start + chunk)).map(one).collect::<Vec<_>>()))
            .collect();
        let done = running.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        done.flatten().collect()
    })
}

/// A template cannot fail: it writes to a string and calls nothing that can.
fn render(template: &impl Template) -> String {
    let text = template.render().unwrap_or_default();
    format!("{}\n", text.trim_end())
}

/// A TOML string on one line.
fn toml_string(text: &str) -> String {
    let mut out = String::new();
    crate::spec::write_json_string(&text.split_whitespace().collect::<Vec<_>>().join(" "), &mut out);
    out
}
