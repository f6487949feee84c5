//! The crate around the resources: the modules that are written anew by each build. What its author owns is [`super::owned`]'s.

use super::{File, hook_methods, hooks, module_name, print, resource, settings};
use crate::migrations::Migration;
use proc_macro2::TokenStream;
use quote::quote;
use restwright_schema::link::{Graph, LinkError, ModelId};

/// What a crate needs to know beyond the API.
#[derive(Clone, Debug)]
pub struct Project {
    /// The package's name.
    pub package: String,
    /// Where the manifest finds the runtime: `path = "…"`, `git = "…"` or `version = "…"`.
    pub runtime: String,
    /// Whether the manifest makes a workspace of its own.
    pub workspace: bool,
    /// The way from the crate to the spec folder, for headers.
    pub specs: String,
    /// In the order in which they run.
    pub migrations: Vec<Migration>,
}

impl Project {
    /// The name of the crate's library in Rust.
    pub fn library(&self) -> String {
        self.package.replace('-', "_")
    }
}

/// What the first line of a generated file says; its end is another for each of them.
pub const MARK: &str = "Made by restwright ";

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The files of a crate that are the generator's, by path.
///
/// # Errors
///
/// A name that Rust refuses; the checks should have.
pub fn files(graph: &Graph, project: &Project) -> Result<Vec<File>, LinkError> {
    let api = graph.api;
    let folder = project.specs.as_str();
    let api_file = format!("{folder}/api.toml");
    let mut files = Vec::new();
    let mut add = |path: &str, text: String| files.push(File { path: path.to_owned(), text });
    let refused = |resource: &str| {
        let resource = resource.to_owned();
        move |error: syn::Error| LinkError { resource, message: format!("cannot be written as Rust: {error}") }
    };

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
    let body = print(hook_modules(graph)).map_err(refused("api.toml"))?;
    let about = "What the specs leave to Rust. The files in `hooks/` are yours.";
    add("src/hooks.rs", module(folder, about, &body));
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
    let body = print(settings::api_module(&project.library(), &project.migrations)).map_err(refused("api.toml"))?;
    add(
        "src/api.rs",
        module(folder, "The API as a whole: the steps of its database's schema, and its router for an axum application.", &body),
    );
    for migration in &project.migrations {
        for (file, text) in migration.statements() {
            add(&format!("migrations/{}/{file}", migration.name), text.to_owned());
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// A file of hooks, which is its author's.
pub(crate) struct HookFile {
    /// Its path below the crate's folder.
    pub(crate) path: String,
    /// The trait, and what it is implemented for.
    pub(crate) names: [String; 2],
    of: HookOwner,
    methods: Vec<hooks::Method>,
}

/// Whose hooks they are.
enum HookOwner {
    /// A resource's: its name, in Rust and in snake_case.
    Resource(&'static str, &'static str),
    /// The API's as a whole.
    Api(Vec<&'static str>),
}

impl HookFile {
    /// The file that its author begins with.
    pub(crate) fn scaffold(&self) -> String {
        match &self.of {
            HookOwner::Resource(name, snake) => hooks::scaffold(name, snake, &self.methods),
            HookOwner::Api(permissions) => hooks::api_scaffold(permissions),
        }
    }

    /// The hooks that an author has to write, each by its name.
    pub(crate) fn methods(&self) -> impl Iterator<Item = &hooks::Method> {
        self.methods.iter().filter(|m| m.is_required())
    }

    /// The module that the types of the hooks' signatures come from.
    pub(crate) fn module(&self) -> String {
        match &self.of {
            HookOwner::Resource(_, snake) => format!("crate::resources::{}", super::tokens::ident(&module_name(snake))),
            HookOwner::Api(_) => "crate::settings".to_owned(),
        }
    }
}

/// The files of hooks that the specs ask for.
pub(crate) fn hook_files(graph: &Graph) -> Vec<HookFile> {
    let mut files = Vec::new();
    for (id, resource) in graph.api.resources.iter().enumerate() {
        let (model, methods) = (resource.model, hook_methods(graph, id));
        if !methods.is_empty() {
            let path = format!("src/hooks/{}.rs", module_name(model.snake));
            let names = [format!("{}Hooks", model.name), format!("{}ViewSet", model.name)];
            files.push(HookFile { path, names, of: HookOwner::Resource(model.name, model.snake), methods });
        }
    }
    let permissions = hooks::api_permissions(graph.api);
    if !permissions.is_empty() {
        let (path, methods) = (format!("src/hooks/{}.rs", api_module(graph)), hooks::api_methods(&permissions));
        let names = ["ApiHooks".to_owned(), "ApiPermissions".to_owned()];
        files.push(HookFile { path, names, of: HookOwner::Api(permissions), methods });
    }
    files
}

/// The module with the hooks of the API as a whole; a resource may be called `api`.
fn api_module(graph: &Graph) -> &'static str {
    if graph.api.resources.iter().any(|r| r.model.snake == "api") { "api_" } else { "api" }
}

/// `mod book; …`
fn hook_modules(graph: &Graph) -> Vec<TokenStream> {
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
    modules.collect()
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

/// A module with its header, its documentation, and its items.
fn module(source: &str, doc: &str, body: &str) -> String {
    let doc: String = doc.lines().map(|line| format!("//! {}", line.trim_end()).trim_end().to_owned() + "\n").collect();
    let text = format!("// {MARK}{VERSION} from {source}: change that, and run `codegen build` again.\n\n{doc}\n{body}");
    format!("{}\n", text.trim_end())
}

/// What is said of something: its description, or else its title.
pub(super) fn doc(title: &str, text: &str) -> String {
    if text.trim().is_empty() { title.to_owned() } else { text.trim().to_owned() }
}

/// A TOML string on one line.
pub(super) fn toml_string(text: &str) -> String {
    let mut out = String::new();
    crate::spec::write_json_string(&text.split_whitespace().collect::<Vec<_>>().join(" "), &mut out);
    out
}
