//! The viewset with every option decided, and its routes.

use super::{line, list, quoted};
use restwright_schema::api::RouterKind;
use restwright_schema::link::{Graph, LinkedParent, ModelId, View};
use restwright_schema::viewset::{Action, Pagination, Permission};

pub(super) fn write(graph: &Graph, id: ModelId, out: &mut String) {
    let view = &graph.views[id];
    let model = graph.models[id].model;
    line(out, 0, "");
    line(out, 0, &format!("{}ViewSet():", model.name));
    let mut say = |key: &str, value: String| line(out, 1, &format!("{key} = {value}"));
    say("queryset", format!("{}.objects.all()", model.name));
    say("serializer_class", super::serializer::class_name(graph, view.serializer));
    let own = |action: &&Action| view.serializer_of(**action) != view.serializer;
    for action in view.actions.iter().filter(own) {
        say(&format!("get_serializer_class() of {}", action.name()), super::serializer::class_name(graph, view.serializer_of(*action)));
    }
    if view.has_filterset {
        say("filterset_class", format!("{}FilterSet", model.name));
    }
    say("lookup_field", quoted(if view.lookup_field == "id" { "pk" } else { view.lookup_field }));
    say("lookup_value_regex", quoted(view.lookup_value_regex));
    say("actions", list(&view.actions.iter().map(|a| a.name()).collect::<Vec<_>>()));
    say("pagination_class", pagination(view.pagination));
    say("filter_backends", names(view.filter_backends));
    if !view.search_fields.is_empty() {
        say("search_fields", list(view.search_fields));
    }
    if let Some(fields) = view.ordering_fields {
        say("ordering_fields", if fields == ["__all__"] { quoted("__all__") } else { list(fields) });
    }
    if let Some(fields) = view.ordering {
        say("ordering", list(fields));
    }
    say("permission_classes", format!("[{}]", view.permissions.iter().map(permission).collect::<Vec<_>>().join(", ")));
    for by in view.permissions_by_action {
        let key = format!("permission_classes of {}", by.action);
        say(&key, format!("[{}]", by.permissions.iter().map(permission).collect::<Vec<_>>().join(", ")));
    }
    say("authentication_classes", names(view.authentication));
    if let Some(scope) = view.throttle_scope {
        say("throttle_scope", quoted(scope));
    }
    // What is the API's own is said there.
    if view.throttles != graph.api.throttling.classes {
        say("throttle_classes", names(view.throttles));
    }
    if view.parsers != graph.api.parsers {
        say("parser_classes", names(view.parsers));
    }
    if view.renderers != graph.api.renderers {
        say("renderer_classes", names(view.renderers));
    }
    if !view.hooks.is_empty() {
        say("hooks", list(view.hooks));
    }
    routes(graph, view, out);
}

fn names<T: std::fmt::Debug>(items: &[T]) -> String {
    format!("[{}]", items.iter().map(|i| format!("{i:?}")).collect::<Vec<_>>().join(", "))
}

fn pagination(pagination: Pagination) -> String {
    let size = |n: Option<u64>| n.map_or_else(|| "None".to_owned(), |n| n.to_string());
    let name = |param: &str| if param.is_empty() { "None".to_owned() } else { quoted(param) };
    match pagination {
        Pagination::None => "None".to_owned(),
        Pagination::PageNumber { page_size, page_size_query_param: param, max_page_size } => {
            let (page, param, max) = (size(page_size), name(param), size(max_page_size));
            format!("PageNumberPagination(page_size={page}, page_size_query_param={param}, max_page_size={max})")
        }
        Pagination::LimitOffset { default_limit, max_limit } => {
            format!("LimitOffsetPagination(default_limit={}, max_limit={})", size(default_limit), size(max_limit))
        }
        Pagination::Cursor { page_size, page_size_query_param: param, max_page_size, ordering } => {
            let (page, param, max) = (size(page_size), name(param), size(max_page_size));
            format!("CursorPagination(page_size={page}, page_size_query_param={param}, max_page_size={max}, ordering={})", list(ordering))
        }
    }
}

/// As Python composes permissions: `&`, `|`, `~`.
fn permission(permission: &Permission) -> String {
    let joined = |list: &[Permission], by: &str| format!("({})", list.iter().map(self::permission).collect::<Vec<_>>().join(by));
    match permission {
        Permission::Any(list) => joined(list, " | "),
        Permission::All(list) => joined(list, " & "),
        Permission::Not(inner) => format!("~{}", self::permission(inner)),
        Permission::Custom(name) => (*name).to_owned(),
        Permission::ModelPermissionsBy(map) => {
            let entries: Vec<String> = map.iter().map(|entry| format!("{}: {}", quoted(entry.method), list(entry.permissions))).collect();
            format!("ModelPermissions(perms_map={{{}}})", entries.join(", "))
        }
        class => format!("{class:?}"),
    }
}

fn routes(graph: &Graph, view: &View, out: &mut String) {
    line(out, 0, "");
    if !view.routed {
        return line(out, 0, "No routes of its own: its details have them.");
    }
    line(out, 0, "Routes:");
    let api = graph.api;
    let slash = if api.trailing_slash { "/" } else { "" };
    let lookup = if view.lookup_field == "id" { "pk" } else { view.lookup_field };
    both(out, view, &format!("{}{}", api.prefix, view.endpoint), lookup, slash, view.basename);
    if let Some(LinkedParent { view: above, parameter, basename, .. }) = &view.parent {
        let prefix = format!("{}{}/{{{parameter}}}/{}", api.prefix, graph.views[*above].endpoint, view.endpoint);
        both(out, view, &prefix, lookup, slash, basename);
    }
    if api.router == RouterKind::Default {
        line(out, 1, "each with a format suffix as well (.json)");
    }
}

/// The list's and the detail's route, with their methods and names.
fn both(out: &mut String, view: &View, base: &str, lookup: &str, slash: &str, basename: &str) {
    for (detail, url, name) in [(false, format!("{base}{slash}"), "list"), (true, format!("{base}/{{{lookup}}}{slash}"), "detail")] {
        let methods: Vec<&str> = view.actions.iter().filter(|a| a.is_detail() == detail).map(|a| method(*a)).collect();
        if !methods.is_empty() {
            line(out, 1, &format!("{:<24} {url}  {basename}-{name}", methods.join(" ")));
        }
        for action in view.extra_actions.iter().filter(|a| a.detail == detail) {
            let below = if slash.is_empty() { format!("{url}/{}", action.url_path) } else { format!("{url}{}{slash}", action.url_path) };
            line(out, 1, &format!("{:<24} {below}  {basename}-{}", action.methods.join(" "), action.name.replace('_', "-")));
        }
    }
}

const fn method(action: Action) -> &'static str {
    match action {
        Action::List | Action::Retrieve => "GET",
        Action::Create => "POST",
        Action::Update => "PUT",
        Action::PartialUpdate => "PATCH",
        Action::Destroy => "DELETE",
    }
}
