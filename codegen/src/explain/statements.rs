//! How many SQL statements each action takes.

use super::line;
use restwright_schema::Hook;
use restwright_schema::link::{Graph, ModelId, SerId, View};
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
    let built_in: Vec<Action> = view.actions.iter().copied().filter(|action| !replaced(view, *action)).collect();
    let shown: Vec<Action> = built_in.iter().copied().filter(|a| matches!(a, Action::List | Action::Retrieve)).collect();
    for (actions, id) in by_serializer(&shown, |action| view.shown_by(action)) {
        let (ser, count) = (&graph.serializers[id], graph.statements(id));
        say(&actions, &count.to_string());
        for field in ser.fields.iter().filter(|f| f.field.kind == Kind::Method) {
            say(&format!("get_{}", field.field.name), "what the hook sends, once for all rows");
        }
        let expandables = if graph.api.dynamic_fields { ser.expandable.as_slice() } else { &[] };
        for expandable in expandables {
            let with = graph.statements_expanded(id, expandable);
            let text = if with < count { format!("-{}", count - with) } else { format!("+{}", with - count) };
            say(&format!("?expand={}", expandable.name), &text);
        }
        if !expandables.is_empty() {
            let once = if graph.api.dynamic_fields_recursive { "" } else { ", no name twice" };
            say("dots in ?expand=", &format!("at most {} names in a path{once}", graph.api.dynamic_fields_max_depth));
        }
    }
    let written: Vec<Action> =
        built_in.iter().copied().filter(|a| matches!(a, Action::Create | Action::Update | Action::PartialUpdate)).collect();
    for (actions, id) in by_serializer(&written, |action| view.serializer_of(action)) {
        say(&actions, save(graph, view, id));
    }
    if built_in.contains(&Action::Destroy) {
        say(Action::Destroy.name(), delete(graph, view));
    }
    for action in view.actions.iter().filter(|action| replaced(view, **action)) {
        say(action.name(), REPLACED);
    }
}

/// The names of actions that have one serializer, with it.
fn by_serializer(actions: &[Action], serializer: impl Fn(Action) -> SerId) -> Vec<(String, SerId)> {
    let mut out: Vec<(String, SerId)> = Vec::new();
    for action in actions {
        let id = serializer(*action);
        match out.iter_mut().find(|(_, known)| *known == id) {
            Some((names, _)) => {
                names.push_str(", ");
                names.push_str(action.name());
            }
            None => out.push((action.name().to_owned(), id)),
        }
    }
    out
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

/// What it takes to save a row that a serializer read.
fn save(graph: &Graph, view: &View, ser: SerId) -> &'static str {
    let node = graph.model(view.model);
    if asks(view, |hook| matches!(hook, Hook::Validate | Hook::ValidateField | Hook::PerformCreate | Hook::PerformUpdate)) {
        return "one transaction: hooks are asked, and send what they send";
    }
    let rows = |kind: &Kind, many: bool| many || matches!(kind, Kind::Nested(_));
    let mut fields = graph.serializers[ser].fields.iter();
    if node.master.is_some() {
        "one transaction: the row is in two tables"
    } else if graph.statements(view.shown_by(Action::Create)) > 1 || fields.any(|f| !f.field.read_only && rows(&f.field.kind, f.many)) {
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
