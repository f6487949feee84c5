//! How many SQL statements each action takes.

use super::line;
use restwright_schema::Hook;
use restwright_schema::link::{Graph, ModelId, View};
use restwright_schema::serializer::Kind;
use restwright_schema::viewset::{Action, Permission};

pub(super) fn write(graph: &Graph, id: ModelId, out: &mut String) {
    let view = &graph.views[id];
    if !view.routed {
        return;
    }
    line(out, 0, "");
    line(out, 0, "SQL statements, however many rows there are (authentication, permissions and keys in filters ask on their own):");
    let mut say = |what: &str, text: &str| line(out, 1, &format!("{what:<31} {text}"));
    let ser = &graph.serializers[view.serializer];
    let built_in: Vec<Action> = view.actions.iter().copied().filter(|action| !replaced(view, *action)).collect();
    let shown: Vec<&str> = built_in.iter().filter(|a| matches!(a, Action::List | Action::Retrieve)).map(|a| a.name()).collect();
    if !shown.is_empty() {
        let count = graph.statements(view.serializer);
        say(&shown.join(", "), &count.to_string());
        for field in ser.fields.iter().filter(|f| f.field.kind == Kind::Method) {
            say(&format!("get_{}", field.field.name), "what the hook sends, once for all rows");
        }
        let expandables = if graph.api.dynamic_fields { ser.expandable.as_slice() } else { &[] };
        for expandable in expandables {
            let with = graph.statements_expanded(view.serializer, expandable);
            let text = if with < count { format!("-{}", count - with) } else { format!("+{}", with - count) };
            say(&format!("?expand={}", expandable.name), &text);
        }
        if !expandables.is_empty() {
            let once = if graph.api.dynamic_fields_recursive { "" } else { ", no name twice" };
            say("dots in ?expand=", &format!("at most {} names in a path{once}", graph.api.dynamic_fields_max_depth));
        }
    }
    let written: Vec<&str> =
        built_in.iter().filter(|a| matches!(a, Action::Create | Action::Update | Action::PartialUpdate)).map(|a| a.name()).collect();
    if !written.is_empty() {
        say(&written.join(", "), save(graph, view));
    }
    if built_in.contains(&Action::Destroy) {
        say(Action::Destroy.name(), delete(graph, view));
    }
    for action in view.actions.iter().filter(|action| replaced(view, **action)) {
        say(action.name(), REPLACED);
    }
}

/// Whether a view has one of these hooks; a row scope goes the same way as they do.
fn asks(view: &View, wanted: impl Fn(Hook) -> bool) -> bool {
    view.hooks.iter().filter_map(|name| Hook::named(name)).any(|hook| wanted(hook) || hook == Hook::GetQueryset)
}

/// Whether a hook replaces an action.
fn replaced(view: &View, action: Action) -> bool {
    view.hooks.contains(&action.name())
}

/// What a replaced action sends.
const REPLACED: &str = "what the hook sends (`cx.super_…()`: as the built-in action)";

/// What it takes to save a row.
fn save(graph: &Graph, view: &View) -> &'static str {
    let node = graph.model(view.model);
    if asks(view, |hook| matches!(hook, Hook::Validate | Hook::ValidateField | Hook::PerformCreate | Hook::PerformUpdate)) {
        return "one transaction: hooks are asked, and send what they send";
    }
    let rows = |kind: &Kind, many: bool| many || matches!(kind, Kind::Nested(_));
    let mut fields = graph.serializers[view.serializer].fields.iter();
    if node.master.is_some() {
        "one transaction: the row is in two tables"
    } else if graph.statements(view.serializer) > 1 || fields.any(|f| !f.field.read_only && rows(&f.field.kind, f.many)) {
        "one transaction: other rows are written or shown too"
    } else {
        "1 where only the row itself is written and shown, else one transaction"
    }
}

/// What it takes to delete one.
fn delete(graph: &Graph, view: &View) -> &'static str {
    let node = graph.model(view.model);
    let writes =
        |hook| matches!(hook, Hook::Validate | Hook::ValidateField | Hook::PerformCreate | Hook::PerformUpdate | Hook::PerformDestroy);
    if asks(view, writes) {
        "one transaction: hooks are asked, and send what they send"
    } else if node.master.is_some() {
        "one transaction: the row is in two tables"
    } else if !node.reverse.is_empty() || !node.details.is_empty() || node.fields.iter().any(|c| c.pairs.is_some()) {
        "one transaction: other rows may point to the row"
    } else if asks_for_object(view.permissions) {
        "one transaction: permissions ask for the row first"
    } else {
        "1"
    }
}

/// Whether a decision can hang on the row.
fn asks_for_object(permissions: &[Permission]) -> bool {
    permissions.iter().any(|permission| match permission {
        Permission::Not(_) | Permission::ObjectPermissions | Permission::Custom(_) => true,
        Permission::Any(several) | Permission::All(several) => asks_for_object(several),
        _ => false,
    })
}
