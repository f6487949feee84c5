//! The OpenAPI 3.1 document of an API, written from its linked descriptors: one implementation for the file that the generator writes and for what
//! a server answers under `docs.openapi`.

mod fields;
mod parameters;
mod tree;

pub use tree::{Map, Tree};

use crate::api::{Api, ErrorsFormat, Parser, Renderer, VersioningKind};
use crate::link::{Graph, View, ViewId};
use fields::{Side, any_of, reference};

use crate::viewset::{Action, Authentication, ExtraAction, Pagination, Permission};
use std::collections::HashSet;

/// Which method an action answers.
fn method(action: Action) -> &'static str {
    match action {
        Action::List | Action::Retrieve => "get",
        Action::Create => "post",
        Action::Update => "put",
        Action::PartialUpdate => "patch",
        Action::Destroy => "delete",
    }
}

/// The document of every path, method, parameter and body. `version` is the one whose routes are meant, where versions stand in paths; `None`
/// means all of them.
pub fn document(graph: &Graph, version: Option<&str>) -> Tree {
    let api = graph.api;
    let info = Map::new().with("title", api.title).with("version", api.version).with_text("description", api.description);
    let mut schemas = Map::new();
    let mut used = Vec::new();
    for view in graph.views.iter().filter(|v| v.routed) {
        // Where clients choose the fields of an answer, it promises none; so what is sent has schemas of its own.
        let split = api.dynamic_fields;
        let (answer, request) = if split { (Side::Answer, Side::Request) } else { (Side::Both, Side::Both) };
        let mut add = |name: String, schema: Map| {
            if !schemas.has(&name) {
                schemas.push(name, schema);
            }
        };
        add(fields::title(graph, view.serializer), fields::object(graph, view.serializer, answer, false));
        for action in view.actions.iter().filter(|action| **action != Action::Destroy) {
            let ser = view.shown_by(*action);
            add(fields::component(graph, ser, answer), fields::object(graph, ser, answer, false));
        }
        for (wanted, partial) in [(Action::Create, false), (Action::Update, false), (Action::PartialUpdate, true)] {
            if view.actions.contains(&wanted) {
                let ser = view.serializer_of(wanted);
                add(body(api, &fields::component(graph, ser, request), partial), fields::object(graph, ser, request, partial));
            }
        }
        if view.actions.contains(&Action::List)
            && let Some(page) = page(view, &fields::component(graph, view.serializer_of(Action::List), answer))
        {
            add(pages(graph, view), page);
        }
        for class in view.authentication {
            if !used.contains(class) {
                used.push(*class);
            }
        }
    }
    for id in fields::nested(graph) {
        let side = if api.dynamic_fields { Side::Answer } else { Side::Both };
        let name = fields::component(graph, id, side);
        if !schemas.has(&name) {
            schemas.push(name, fields::object(graph, id, side, false));
        }
    }
    let kind = |name: &str| Map::new().with("type", name);
    let object = |properties: Map| kind("object").with("properties", properties);
    let error = match graph.api.errors {
        ErrorsFormat::Drf => object(Map::new().with("detail", kind("string"))),
        // What is said is a text, or errors by field.
        ErrorsFormat::Envelope => {
            object(Map::new().with("error", object(Map::new().with("code", kind("integer")).with("message", Map::new()))))
        }
    };
    schemas.push("Error", error);
    let mut components = Map::new().with("schemas", schemas);
    if !used.is_empty() {
        let mut schemes = Map::new();
        for class in &used {
            schemes.push(scheme_name(*class), scheme(*class));
        }
        components.push("securitySchemes", schemes);
    }
    Map::new().with("openapi", "3.1.1").with("info", info).with("paths", paths(graph, version)).with("components", components).into()
}

fn scheme_name(class: Authentication) -> &'static str {
    match class {
        Authentication::Session => "cookieAuth",
        Authentication::Basic => "basicAuth",
        Authentication::Token => "tokenAuth",
    }
}

fn scheme(class: Authentication) -> Map {
    match class {
        Authentication::Session => Map::new().with("type", "apiKey").with("in", "cookie").with("name", "sessionid"),
        Authentication::Basic => Map::new().with("type", "http").with("scheme", "basic"),
        Authentication::Token => Map::new()
            .with("type", "apiKey")
            .with("in", "header")
            .with("name", "Authorization")
            .with("description", "Token-based authentication with required prefix \"Token\""),
    }
}

/// The schema of what is sent: with answers of a form of their own drf-spectacular's names for a split schema.
fn body(api: &Api, name: &str, partial: bool) -> String {
    let request = if api.dynamic_fields { "Request" } else { "" };
    let patched = if partial { "Patched" } else { "" };
    format!("{patched}{name}{request}")
}

/// The name of a page's schema.
fn pages(graph: &Graph, view: &View) -> String {
    format!("Paginated{}List", fields::title(graph, view.serializer))
}

/// The envelope of a page.
fn page(view: &View, name: &str) -> Option<Map> {
    let link = || Map::new().with("type", vec!["string".into(), "null".into()]).with("format", "uri");
    let results = Map::new().with("type", "array").with("items", reference(name));
    let (properties, required) = match view.pagination {
        Pagination::None => return None,
        Pagination::Cursor { .. } => (Map::new(), vec![Tree::from("results")]),
        _ => (Map::new().with("count", Map::new().with("type", "integer")), vec!["count".into(), "results".into()]),
    };
    let properties = properties.with("next", link()).with("previous", link()).with("results", results);
    Some(Map::new().with("type", "object").with("required", required).with("properties", properties))
}

/// Where the resources' routes begin; with a version in the path there are as many beginnings as versions, or a parameter.
fn roots(graph: &Graph, version: Option<&str>) -> Vec<String> {
    let api = graph.api;
    match (api.versioning.class, version) {
        (VersioningKind::UrlPath | VersioningKind::Namespace, Some(version)) => vec![format!("{}{version}/", api.prefix)],
        (VersioningKind::UrlPath, None) => vec![format!("{}{{version}}/", api.prefix)],
        (VersioningKind::Namespace, None) => api.versioning.allowed.iter().map(|v| format!("{}{v}/", api.prefix)).collect(),
        _ => vec![api.prefix.to_owned()],
    }
}

fn paths(graph: &Graph, version: Option<&str>) -> Map {
    let slash = if graph.api.trailing_slash { "/" } else { "" };
    let mut found: Vec<(String, Map)> = Vec::new();
    let mut taken: HashSet<String> = HashSet::new();
    for root in roots(graph, version) {
        for (id, view) in graph.views.iter().enumerate().filter(|(_, v)| v.routed) {
            let key = if view.lookup_field == "id" { graph.models[view.model].key().field.name } else { view.lookup_field };
            let own = format!("{root}{}", view.endpoint);
            let mut places = vec![(own, None)];
            if let Some(parent) = &view.parent {
                let above = &graph.views[parent.view];
                places.push((format!("{root}{}/{{{}}}/{}", above.endpoint, parent.parameter, view.endpoint), Some(parent)));
            }
            for (base, parent) in places {
                for detail in [false, true] {
                    let path = if detail { format!("{base}/{{{key}}}{slash}") } else { format!("{base}{slash}") };
                    let mut item = Map::new();
                    for action in view.actions.iter().filter(|a| a.is_detail() == detail) {
                        let mut given = parameters::path(graph, view, parent, detail, key);
                        if root.contains("{version}") {
                            given.insert(0, parameters::version(graph));
                        }
                        let nested = parent.map_or("", |p| graph.views[p.view].basename);
                        let name = free(operation_id(view, *action, nested), &mut taken);
                        item.push(method(*action), operation(graph, id, *action, given, name, parent.is_some()));
                    }
                    if !item.is_empty() {
                        found.push((path, item));
                    }
                    for action in view.extra_actions.iter().filter(|a| a.detail == detail) {
                        let mut given = parameters::path(graph, view, parent, detail, key);
                        if root.contains("{version}") {
                            given.insert(0, parameters::version(graph));
                        }
                        let above = if detail { format!("{base}/{{{key}}}") } else { base.clone() };
                        let nested = parent.map_or("", |p| graph.views[p.view].basename);
                        let item = extra(graph, view, action, given, nested, &mut taken);
                        found.push((format!("{above}/{}{slash}", action.url_path), item));
                    }
                }
            }
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    let mut out = Map::new();
    for (path, item) in found {
        out.push(path, item);
    }
    out
}

fn operation_id(view: &View, action: Action, nested: &str) -> String {
    let words = |text: &str| text.replace(['-', '/'], "_");
    let prefix = if nested.is_empty() { String::new() } else { format!("{}_", words(nested)) };
    format!("{prefix}{}_{}", words(&view.endpoint), action.name())
}

/// The operations of an extra action. What its handler reads and answers is its own matter.
fn extra(graph: &Graph, view: &View, action: &ExtraAction, given: Vec<Tree>, nested: &str, taken: &mut HashSet<String>) -> Map {
    let mut item = Map::new();
    for method in action.methods {
        let (method, verb, reads) = match *method {
            "GET" => ("get", "retrieve", false),
            "POST" => ("post", "create", true),
            "PUT" => ("put", "update", true),
            "PATCH" => ("patch", "partial_update", true),
            _ => ("delete", "destroy", false),
        };
        let words = |text: &str| text.replace(['-', '/'], "_");
        let prefix = if nested.is_empty() { String::new() } else { format!("{}_", words(nested)) };
        let name = free(format!("{prefix}{}_{}_{verb}", words(&view.endpoint), words(action.url_path)), taken);
        let mut out = Map::new().with("operationId", name).with_text("description", action.description);
        if !given.is_empty() {
            out.push("parameters", given.clone());
        }
        out.push("tags", vec![view.endpoint.split('/').next().unwrap_or_default().into()]);
        if reads {
            let mut content = Map::new();
            for parser in view.parsers {
                content.push(media_type(*parser), Map::new().with("schema", Map::new()));
            }
            out.push("requestBody", Map::new().with("content", content));
        }
        out.push("security", security(view, view.permissions_of(Some(action.name))));
        let content = Map::new().with("application/json", Map::new().with("schema", Map::new()));
        let mut answers = Map::new().with("200", Map::new().with("content", content).with("description", ""));
        answers.push("400", invalid(graph));
        refusals(view, view.permissions_of(Some(action.name)), action.detail || !nested.is_empty(), &mut answers);
        out.push("responses", answers);
        item.push(method, out);
    }
    item
}

const fn media_type(parser: Parser) -> &'static str {
    match parser {
        Parser::Json => "application/json",
        Parser::Form => "application/x-www-form-urlencoded",
        Parser::Multipart => "multipart/form-data",
    }
}

/// A name that no other operation has: with namespaces a viewset has a path for each version. drf-spectacular counts them so as well.
fn free(name: String, taken: &mut HashSet<String>) -> String {
    let numbered = (2..).map(|n| format!("{name}_{n}"));
    let free = std::iter::once(name.clone()).chain(numbered).find(|name| !taken.contains(name)).unwrap_or(name);
    taken.insert(free.clone());
    free
}

fn operation(graph: &Graph, id: ViewId, action: Action, mut given: Vec<Tree>, operation_id: String, nested: bool) -> Map {
    let view = &graph.views[id];
    let split = graph.api.dynamic_fields;
    let (answer, request) = if split { (Side::Answer, Side::Request) } else { (Side::Both, Side::Both) };
    let name = fields::component(graph, view.shown_by(action), answer);
    if action == Action::List {
        given.extend(parameters::list(graph, view));
    }
    if action != Action::Destroy {
        given.extend(parameters::dynamic_fields(graph, view, action));
    }
    let mut out = Map::new().with("operationId", operation_id).with_text("description", view.viewset.description);
    if !given.is_empty() {
        out.push("parameters", given);
    }
    out.push("tags", vec![view.endpoint.split('/').next().unwrap_or_default().into()]);
    if matches!(action, Action::Create | Action::Update | Action::PartialUpdate) {
        let read = fields::component(graph, view.serializer_of(action), request);
        let schema = body(graph.api, &read, action == Action::PartialUpdate);
        let mut content = Map::new();
        for parser in view.parsers {
            content.push(media_type(*parser), Map::new().with("schema", reference(&schema)));
        }
        out.push(
            "requestBody",
            Map::new().with("content", content).with_some("required", (action != Action::PartialUpdate).then_some(true)),
        );
    }
    out.push("security", security(view, view.permissions_of(Some(action.name()))));
    out.push("responses", responses(graph, view, action, &name, nested));
    out
}

/// Any one of the classes; nobody at all as well, where the permissions let strangers in.
fn security(view: &View, permissions: &[Permission]) -> Vec<Tree> {
    let mut out: Vec<Tree> = view.authentication.iter().map(|c| Map::new().with(scheme_name(*c), Vec::<Tree>::new()).into()).collect();
    if view.authentication.is_empty() || !permissions.iter().any(needs_login) {
        out.push(Map::new().into());
    }
    out
}

fn needs_login(permission: &Permission) -> bool {
    match permission {
        Permission::AllowAny | Permission::IsAuthenticatedOrReadOnly | Permission::ModelPermissionsOrAnonReadOnly | Permission::Not(_) => {
            false
        }
        // What a hook asks nobody knows here.
        Permission::Custom(_) => false,
        Permission::IsAuthenticated
        | Permission::IsAdminUser
        | Permission::ModelPermissions
        | Permission::ModelPermissionsBy(_)
        | Permission::ObjectPermissions => true,
        Permission::Any(several) => several.iter().all(needs_login),
        Permission::All(several) => several.iter().any(needs_login),
    }
}

/// The answer to a request that is refused with a text.
fn refusal(text: &str) -> Map {
    let content = Map::new().with("application/json", Map::new().with("schema", reference("Error")));
    Map::new().with("content", content).with("description", text)
}

/// The answer to what cannot be read or is not valid.
fn invalid(graph: &Graph) -> Map {
    let schema = match graph.api.errors {
        ErrorsFormat::Envelope => reference("Error"),
        ErrorsFormat::Drf => any_of(vec![
            Map::new().with("type", "object").with("description", "Messages by field.").with("additionalProperties", Map::new()),
            Map::new().with("type", "array").with("description", "Messages of the whole.").with("items", Map::new()),
        ]),
    };
    let content = Map::new().with("application/json", Map::new().with("schema", schema));
    Map::new().with("content", content).with("description", "Invalid input.")
}

/// The answers of every view: to strangers, to those who may not, to those who ask for what is not there or too often.
fn refusals(view: &View, permissions: &[Permission], missing: bool, out: &mut Map) {
    // As Django REST framework decides: without a challenge of the first class, a stranger is answered with 403.
    if view.authentication.first().is_some_and(|first| *first != Authentication::Session) {
        out.push("401", refusal("The credentials are missing or wrong."));
    }
    let open = permissions.iter().all(|permission| *permission == Permission::AllowAny);
    if !open || view.authentication.contains(&Authentication::Session) {
        out.push("403", refusal("This is not permitted."));
    }
    if missing {
        out.push("404", refusal("There is no such object or page."));
    }
    if !view.throttles.is_empty() {
        out.push("429", refusal("Too many requests."));
    }
}

/// Whether a list is cut only if the client asks for it.
const fn uncut(pagination: Pagination) -> bool {
    matches!(
        pagination,
        Pagination::LimitOffset { default_limit: None, .. }
            | Pagination::PageNumber { page_size: None, .. }
            | Pagination::Cursor { page_size: None, .. }
    )
}

fn responses(graph: &Graph, view: &View, action: Action, name: &str, nested: bool) -> Map {
    let json = |schema: Map| {
        let mut content = Map::new();
        if view.renderers.contains(&Renderer::Json) {
            content.push("application/json", Map::new().with("schema", schema));
        }
        Map::new().with("content", content).with("description", "")
    };
    let mut out = Map::new();
    match action {
        Action::List => {
            let whole = Map::new().with("type", "array").with("items", reference(name));
            let page = reference(&pages(graph, view));
            out.push(
                "200",
                json(match view.pagination {
                    Pagination::None => whole,
                    pagination if uncut(pagination) => any_of(vec![page, whole]),
                    _ => page,
                }),
            );
        }
        Action::Create => out.push("201", json(reference(name))),
        Action::Destroy => out.push("204", Map::new().with("description", "No response body")),
        _ => out.push("200", json(reference(name))),
    }
    let chosen = graph.api.dynamic_fields && action != Action::Destroy;
    if chosen || matches!(action, Action::Create | Action::Update | Action::PartialUpdate | Action::List) {
        out.push("400", invalid(graph));
    }
    let paged = action == Action::List && !matches!(view.pagination, Pagination::None | Pagination::LimitOffset { .. });
    let permissions = view.permissions_of(Some(action.name()));
    refusals(view, permissions, action.is_detail() || paged || nested, &mut out);
    if action == Action::Destroy {
        out.push("409", refusal("Other rows keep this one."));
    }
    out
}
