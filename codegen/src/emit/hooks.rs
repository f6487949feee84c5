//! The hooks: a trait with what the spec leaves to Rust, and the table of function pointers by which the server asks it.

mod trait_text;

#[cfg(feature = "cli")]
pub(crate) use trait_text::text;
pub(crate) use trait_text::{items, table_item};

use super::input::{InputField, input_name};
use super::tokens::ident;
use super::types::option;
use proc_macro2::{Ident, TokenStream};
use restwright_schema::Hook;
use restwright_schema::link::{Graph, ModelId};
use restwright_schema::model::Model;
use restwright_schema::serializer::{Field, Kind};
use restwright_schema::viewset::{Action, ExtraAction, Permission};

/// The longest line of a generated crate.
const WIDTH: usize = 120;

/// What a spec leaves to Rust.
pub(crate) struct Needed {
    /// `viewset.hooks`.
    names: Vec<&'static str>,
    permissions: Vec<&'static str>,
    methods: Vec<&'static str>,
    actions: Vec<ExtraAction>,
    /// The serializer's fields, for the types of `validate_<field>`.
    fields: Vec<Field>,
}

impl Needed {
    /// Of a struct: all that it says itself. What it has from its master is joined when the router is built.
    pub(crate) fn of_struct(graph: &Graph) -> Self {
        Self::of(graph, 0, false)
    }

    /// Of a resource of a folder, with what it has from its master. A master itself has no routes: only its method fields are asked for.
    pub(crate) fn new(graph: &Graph, id: ModelId) -> Self {
        Self::of(graph, id, graph.api.resources[id].model.master)
    }

    fn of(graph: &Graph, id: ModelId, methods_alone: bool) -> Self {
        let resources = graph.api.resources;
        let above = graph.models[id].master.and_then(|m| resources.get(m));
        let own = &resources[id];
        let mut fields: Vec<Field> = Vec::new();
        for field in above.into_iter().chain([own]).flat_map(|r| r.serializer.fields) {
            match fields.iter_mut().find(|f| f.name == field.name) {
                Some(inherited) => *inherited = *field,
                None => fields.push(*field),
            }
        }
        // A field that is only read in one serializer may be written in another.
        let variants = || above.into_iter().chain([own]).flat_map(|r| r.serializer.variants);
        for field in variants().flat_map(|variant| variant.serializer.fields) {
            match fields.iter_mut().find(|f| f.name == field.name) {
                Some(known) if known.read_only && !field.read_only => *known = *field,
                Some(_) => {}
                None => fields.push(*field),
            }
        }
        let methods = fields.iter().filter(|f| f.kind == Kind::Method).map(|f| f.name).collect();
        if methods_alone {
            return Self { names: Vec::new(), permissions: Vec::new(), methods, actions: Vec::new(), fields };
        }
        let (viewset, master) = (own.viewset, above.map(|r| r.viewset));
        let mut permissions = Vec::new();
        let said = viewset.permissions.or_else(|| master?.permissions);
        said.into_iter().flatten().for_each(|p| custom(p, &mut permissions));
        let by_action = viewset.permissions_by_action.or_else(|| master?.permissions_by_action);
        by_action.into_iter().flatten().flat_map(|by| by.permissions).for_each(|p| custom(p, &mut permissions));
        let names = if viewset.hooks.is_empty() { master.map_or(&[][..], |m| m.hooks) } else { viewset.hooks };
        let actions = if viewset.extra_actions.is_empty() { master.map_or(&[][..], |m| m.extra_actions) } else { viewset.extra_actions };
        Self { names: names.to_vec(), permissions, methods, actions: actions.to_vec(), fields }
    }
}

/// The names of custom permissions, each once.
pub(super) fn custom(permission: &Permission, out: &mut Vec<&'static str>) {
    match permission {
        Permission::Custom(name) if !out.contains(name) => out.push(name),
        Permission::Any(parts) | Permission::All(parts) => parts.iter().for_each(|p| custom(p, out)),
        Permission::Not(part) => custom(part, out),
        _ => {}
    }
}

/// A method of the trait. Types are texts: a generated file is printed, a macro's items are parsed.
pub(crate) struct Method {
    name: String,
    /// For who implements it.
    doc: String,
    /// After the context: name and type.
    arguments: Vec<(String, String)>,
    output: String,
    /// What a scaffold does.
    #[cfg_attr(not(feature = "cli"), expect(dead_code, reason = "macros write no scaffolds"))]
    body: &'static str,
    kind: Kinds,
}

/// What the server asks a method for.
enum Kinds {
    /// `viewset.hooks`, but for those of fields.
    Named,
    /// `validate_<field>`, with the field.
    Field(&'static str),
    /// A custom permission.
    Permission(&'static str),
    /// What it says of objects: yes, unless it is written.
    PermissionObject,
    /// A method field.
    Computed(&'static str),
    /// An extra action, and whether it is an object's.
    Action(&'static str, bool),
}

/// The methods that a resource's author writes. `row`: the type of its rows.
pub(super) fn methods(row: &str, model: &Model, needed: &Needed, inputs: &[InputField]) -> Vec<Method> {
    let snake = model.snake;
    // A parameter called as a keyword gets a `_` behind.
    let var = if super::tokens::is_keyword(snake) { format!("{snake}_") } else { snake.to_owned() };
    let input = input_name(model.name).to_string();
    let make = Make { row: ident(row).to_string(), input, var, option: plain(&option(model.name)), inputs };
    let mut out: Vec<Method> = needed.names.iter().filter_map(|name| make.named(name, &needed.fields)).collect();
    out.extend(needed.permissions.iter().flat_map(|name| make.permission(name)));
    out.extend(needed.methods.iter().map(|name| make.method(name)));
    out.extend(needed.actions.iter().map(|action| make.action(action)));
    out
}

fn trait_name(model: &str) -> Ident {
    ident(&format!("{model}Hooks"))
}

fn viewset(model: &str) -> Ident {
    ident(&format!("{model}ViewSet"))
}

/// A type's tokens as rustfmt writes them.
fn plain(tokens: &TokenStream) -> String {
    let text = tokens.to_string();
    let mut out = String::with_capacity(text.len());
    for word in text.split(' ') {
        match word {
            "as" => out.push_str(" as "),
            "," => out.push_str(", "),
            word => out.push_str(word),
        }
    }
    out
}

struct Make<'a> {
    row: String,
    input: String,
    var: String,
    option: String,
    inputs: &'a [InputField],
}

impl Make<'_> {
    fn one(
        &self,
        name: &str,
        doc: impl Into<String>,
        arguments: Vec<(String, String)>,
        output: impl Into<String>,
        body: &'static str,
        kind: Kinds,
    ) -> Method {
        Method { name: ident(name).to_string(), doc: doc.into(), arguments, output: output.into(), body, kind }
    }

    /// `book: &Book`.
    fn object(&self) -> (String, String) {
        (self.var.clone(), format!("&{}", self.row))
    }

    /// `book: Option<&Book>`.
    fn maybe(&self) -> (String, String) {
        (self.var.clone(), format!("{}<&{}>", self.option, self.row))
    }

    fn named(&self, name: &'static str, fields: &[Field]) -> Option<Method> {
        let input = |kind: &str| ("input".to_owned(), format!("{kind}{}", self.input));
        let one = |doc: &str, arguments, output: &str, body| Some(self.one(name, doc, arguments, output, body, Kinds::Named));
        if let Some(Hook::Action(action)) = Hook::named(name) {
            let doc = format!("Replaces `{}`. `cx.super_{}()` is the built-in action.", action.name(), action.name());
            return one(&doc, Vec::new(), "rw::Answer", built_in(action));
        }
        match name {
            "validate" => one(
                "Checks a whole body whose fields are valid, and may change it. An error is answered with 400.",
                vec![self.maybe(), input("&mut ")],
                "()",
                "Ok(())",
            ),
            "perform_create" => {
                one("Saves a new row: `cx.create(input)` does, and gives it.", vec![input("")], &self.row, "cx.create(input).await")
            }
            "perform_update" => one(
                "Saves changes of a row: `cx.update(row, input)` does, and gives it as it is then.",
                vec![self.object(), input("")],
                &self.row,
                "cx.update({var}, input).await",
            ),
            "perform_destroy" => one("Deletes a row: `cx.delete(row)` does.", vec![self.object()], "()", "cx.delete({var}).await"),
            "get_queryset" => one(
                "Which rows a request may know of: others are not there for it, on whatever way it asks.",
                vec![("rows".to_owned(), "rw::Rows".to_owned())],
                "rw::Rows",
                "Ok(rows.none())",
            ),
            "has_permission" => one("Whether a request may go on, once all other permissions let it.", Vec::new(), "bool", "Ok(false)"),
            "has_object_permission" => one(
                "Whether a request may go on with this row, once all other permissions let it.",
                vec![self.object()],
                "bool",
                "Ok(false)",
            ),
            _ => self.validate_field(name, fields),
        }
    }

    fn validate_field(&self, name: &str, fields: &[Field]) -> Option<Method> {
        let field = fields.iter().find(|f| Some(f.name) == name.strip_prefix("validate_"))?;
        let rust = plain(&self.inputs.iter().find(|i| i.name == field.source_path())?.rust);
        let doc = format!("Checks a valid `{}`, and gives the value that is kept. An error is answered with 400.", field.name);
        Some(self.one(name, doc, vec![self.maybe(), ("value".to_owned(), rust.clone())], rust, "Ok(value)", Kinds::Field(field.name)))
    }

    /// A class of DRF's with its two questions; the second is answered with yes by default, as `BasePermission` does.
    fn permission(&self, name: &'static str) -> [Method; 2] {
        let doc = format!("The permission `{name}`: whether a request may go on.");
        let view = self.one(name, doc, Vec::new(), "bool", "Ok(false)", Kinds::Permission(name));
        let doc = format!("The permission `{name}`: whether a request may go on with this row.");
        [view, self.one(&format!("{name}_object"), doc, vec![self.object()], "bool", "Ok(true)", Kinds::PermissionObject)]
    }

    fn method(&self, name: &'static str) -> Method {
        let doc = format!("The values of `{name}`: one for each of these rows, in their order.");
        let rows = ("rows".to_owned(), format!("&[{}]", self.row));
        let body = "Ok(rows.iter().map(|_| rw::Json::Null).collect())";
        self.one(&format!("get_{name}"), doc, vec![rows], "rw::JsonValues", body, Kinds::Computed(name))
    }

    fn action(&self, action: &ExtraAction) -> Method {
        let said = if action.description.is_empty() { String::new() } else { format!(": {}", action.description.trim()) };
        let doc = format!("The extra action `{}` ({}){said}", action.name, action.methods.join(", "));
        let arguments = if action.detail { vec![self.object()] } else { Vec::new() };
        let body = "Err(rw::ApiError::detail(rw::StatusCode::NOT_IMPLEMENTED, \"Not written yet.\"))";
        self.one(action.name, doc, arguments, "rw::Answer", body, Kinds::Action(action.name, action.detail))
    }
}

/// The call of the action that a hook replaces.
const fn built_in(action: Action) -> &'static str {
    match action {
        Action::List => "cx.super_list().await",
        Action::Create => "cx.super_create().await",
        Action::Retrieve => "cx.super_retrieve().await",
        Action::Update => "cx.super_update().await",
        Action::PartialUpdate => "cx.super_partial_update().await",
        Action::Destroy => "cx.super_destroy().await",
    }
}

impl Method {
    /// `    fn validate(cx: …) -> …`, as rustfmt breaks it.
    fn signature(&self, head: &str, cx: &str, output: &str, tail: &str, rename: impl Fn(&str) -> String) -> String {
        let arguments = std::iter::once(format!("{cx}: &mut rw::Context<'_>"));
        let arguments: Vec<String> =
            arguments.chain(self.arguments.iter().map(|(name, rust)| format!("{}: {rust}", rename(name)))).collect();
        let line = format!("    {head}fn {}({}) -> {output}{tail}", self.name, arguments.join(", "));
        if line.trim_end_matches(" {").chars().count() + if tail == " {" { 2 } else { 0 } <= WIDTH {
            return line;
        }
        let lines: String = arguments.iter().map(|argument| format!("        {argument},\n")).collect();
        format!("    {head}fn {}(\n{lines}    ) -> {output}{tail}", self.name)
    }

    /// The declaration of the trait's method.
    fn declaration(&self) -> String {
        let output = format!("rw::Result<{}>", self.output);
        let plain = |name: &str| name.to_owned();
        match self.kind {
            Kinds::PermissionObject => {
                let body = self.arguments.first().map_or("cx", |(name, _)| name);
                self.signature("async ", "cx", &output, " {", plain) + &format!("\n        let _ = (cx, {body});\n        Ok(true)\n    }}")
            }
            _ => self.signature("async ", "cx", &output, ";", plain),
        }
    }

    /// Doc comments, a line each.
    fn docs(&self) -> String {
        self.doc.lines().map(|line| format!("    /// {}\n", line.trim_end())).collect()
    }
}

/// The file that an author begins with: every hook, doing what happens without it, or letting nobody in.
#[cfg(feature = "cli")]
pub(crate) fn scaffold(model: &str, snake: &str, methods: &[Method]) -> String {
    let module = ident(&super::module_name(snake));
    let (hooks, viewset) = (trait_name(model), viewset(model));
    let written: Vec<&Method> = methods.iter().filter(|m| m.is_required()).collect();
    let mut names = vec![hooks.to_string(), viewset.to_string()];
    names.extend(own_types(model, &written));
    names.sort();
    let about = format!("//! The hooks of `{model}`. This file is yours: {KEPT}\n\n");
    let mut out = about
        + &format!(
            "use crate::resources::{module}::{{{}}};\nuse restwright::hooks::prelude as rw;\n\nimpl {hooks} for {viewset} {{\n",
            names.join(", ")
        );
    for (at, method) in written.iter().enumerate() {
        let gap = if at > 0 { "\n" } else { "" };
        out += &format!("{gap}{}", method.stub());
    }
    out + "}\n"
}

/// What a hooks file says of itself.
#[cfg(feature = "cli")]
const KEPT: &str = "what you write stays, and `codegen build` only adds the hooks that the specs newly name.";

/// The types of a resource's own that signatures mention without a path: the row, the input, the enums of its choices.
#[cfg(feature = "cli")]
pub(crate) fn own_types(model: &str, methods: &[&Method]) -> Vec<String> {
    let uses = |word: &str| methods.iter().any(|m| m.arguments.iter().any(|(_, rust)| mentions(rust, word)) || mentions(&m.output, word));
    let named = [ident(model).to_string(), input_name(model).to_string()];
    let mut names: Vec<String> = named.into_iter().filter(|name| uses(name.trim_start_matches("r#"))).collect();
    // The enums of its own choices are called after the resource.
    let arguments = methods.iter().flat_map(|m| &m.arguments).map(|(_, rust)| rust);
    for name in arguments.flat_map(|rust| own_names(rust, model)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

#[cfg(feature = "cli")]
impl Method {
    /// The method's name, as Rust writes it.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Whether the trait has no answer of its own.
    pub(crate) fn is_required(&self) -> bool {
        !matches!(self.kind, Kinds::PermissionObject)
    }

    /// The documentation, and the method as its author begins with it.
    pub(crate) fn stub(&self) -> String {
        format!("{}{}", self.docs(), self.written())
    }

    /// `    async fn validate(cx: …) -> … { … }`
    pub(crate) fn written(&self) -> String {
        let var = self.arguments.first().map_or("", |(name, _)| name);
        let body = self.body.replace("{var}", var);
        let rename = |name: &str| if mentions(&body, name) { name.to_owned() } else { format!("_{}", name.trim_start_matches("r#")) };
        let signature = self.signature("async ", &rename("cx"), &format!("rw::Result<{}>", self.output), " {", rename);
        // What lies beside the resource's module lies elsewhere for the hooks'.
        let signature = signature.replace("super::", "crate::resources::");
        format!("{signature}\n        {body}\n    }}\n")
    }
}

/// The names in a type that begin with the resource's own and are written without a path.
#[cfg(feature = "cli")]
fn own_names<'t>(rust: &'t str, model: &'t str) -> impl Iterator<Item = String> + 't {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let mut at = 0;
    rust.split(move |c| !word(c)).filter_map(move |name| {
        let start = at;
        at += name.len() + 1;
        let own = name.len() > model.len() && name.starts_with(model) && !rust[..start].ends_with("::");
        own.then(|| name.to_owned())
    })
}

#[cfg(feature = "cli")]
fn mentions(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|w| w == word)
}

/// The custom permissions among an API's defaults.
pub(crate) fn api_permissions(api: &restwright_schema::Api) -> Vec<&'static str> {
    let mut out = Vec::new();
    api.permissions.iter().for_each(|p| custom(p, &mut out));
    out
}

/// The trait of an API's permissions, and its table. They know no row: a viewset that names the same permission itself has a hook that does.
pub(crate) fn api_text(permissions: &[&'static str]) -> String {
    let methods = api_methods(permissions);
    let mut out = "/// The permissions of the API as a whole, which the specs leave to Rust.\n#[diagnostic::on_unimplemented(\n    \
        message = \"nobody wrote the permissions that api.toml names\",\n    label = \"hooks are missing\",\n    \
        note = \"write `impl ApiHooks for ApiPermissions` in src/hooks/api.rs\"\n)]\n#[allow(async_fn_in_trait)]\npub trait ApiHooks {\n"
        .to_owned();
    for (at, method) in methods.iter().enumerate() {
        let gap = if at > 0 { "\n" } else { "" };
        out += &format!("{gap}{}{}\n", method.docs(), method.declaration());
    }
    let entries: Vec<String> = permissions.iter().zip(&methods).map(|(name, m)| format!("{name:?}: {}", m.name)).collect();
    out += "}\n\n/// What [`ApiHooks`] is implemented for.\npub struct ApiPermissions;\n\n";
    out + &format!("rw::api_hooks! {{\n    ApiPermissions: ApiHooks;\n    permissions {{ {} }}\n}}\n", entries.join(", "))
}

pub(crate) fn api_methods(permissions: &[&'static str]) -> Vec<Method> {
    let method = |name: &&'static str| Method {
        name: ident(name).to_string(),
        doc: format!("The permission `{name}`: whether a request may go on."),
        arguments: Vec::new(),
        output: "bool".to_owned(),
        body: "Ok(false)",
        kind: Kinds::Permission(name),
    };
    permissions.iter().map(method).collect()
}

/// The file that an author begins with.
#[cfg(feature = "cli")]
pub(crate) fn api_scaffold(permissions: &[&'static str]) -> String {
    let mut out = format!(
        "//! The permissions of the API as a whole. This file is yours: {KEPT}\n\n\
         use crate::settings::{{ApiHooks, ApiPermissions}};\nuse restwright::hooks::prelude as rw;\n\nimpl ApiHooks for ApiPermissions {{\n"
    );
    for (at, method) in api_methods(permissions).iter().enumerate() {
        let gap = if at > 0 { "\n" } else { "" };
        out += &format!("{gap}{}", method.stub());
    }
    out + "}\n"
}
