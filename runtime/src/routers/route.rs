//! What a URL offers: its methods, and who may ask.

use crate::schema::api::{Api, Parser, Renderer};
use crate::schema::link::{Graph, ViewId};
use crate::schema::viewset::{Action, Authentication, ExtraAction, NotBuilt, Permission};
use http::{HeaderValue, Method};

/// One URL's view, with what DRF would ask of its class.
#[derive(Debug)]
pub(crate) struct Route {
    /// `None`: the API root.
    pub(crate) view: Option<ViewId>,
    /// Whether it names one object.
    pub(crate) detail: bool,
    /// Whether a parent's key stands in the URL.
    pub(crate) nested: bool,
    /// `Allow`.
    pub(crate) allow: HeaderValue,
    /// In this order.
    pub(crate) authentication: &'static [Authentication],
    /// All of these, where the action has none of its own.
    pub(crate) permissions: &'static [Permission],
    /// The first for who accepts anything.
    pub(crate) renderers: &'static [Renderer],
    pub(crate) parsers: &'static [Parser],
    /// The extra action that it is the URL of.
    pub(crate) extra: Option<&'static ExtraAction>,
    actions: Vec<Action>,
    /// Methods that a spec promises and this version does not have.
    not_built: Vec<&'static str>,
}

/// What a method asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Handler {
    /// An action of the viewset.
    Action(Action),
    /// An extra action of the viewset.
    Extra(&'static ExtraAction),
    /// The list of lists.
    Root,
    /// `OPTIONS`.
    Metadata,
    /// A part of the spec that is not built: 501.
    NotBuilt,
}

impl Handler {
    /// The name of the action, if it is one.
    pub(crate) fn action(self) -> Option<&'static str> {
        match self {
            Self::Action(action) => Some(action.name()),
            Self::Extra(action) => Some(action.name),
            Self::Root | Self::Metadata | Self::NotBuilt => None,
        }
    }
}

impl Route {
    /// DRF's `APIRootView`.
    pub(crate) fn root(graph: &Graph) -> Self {
        let Api { authentication, permissions, renderers, parsers, .. } = *graph.api;
        let allow = HeaderValue::from_static("GET, HEAD, OPTIONS");
        Self {
            view: None,
            detail: false,
            nested: false,
            allow,
            authentication,
            permissions,
            renderers,
            parsers,
            extra: None,
            actions: Vec::new(),
            not_built: Vec::new(),
        }
    }

    /// A viewset's list or detail route; `None` if none of its actions is there.
    pub(crate) fn view(graph: &Graph, id: ViewId, detail: bool, nested: bool) -> Option<Self> {
        let view = graph.views.get(id)?;
        let actions: Vec<Action> = Action::ALL.iter().copied().filter(|a| a.is_detail() == detail && view.actions.contains(a)).collect();
        let here = view.viewset.not_built.iter().filter(|part| part.path.is_empty() && part.detail == detail);
        let not_built: Vec<&'static str> = here.flat_map(|part| part.methods).copied().collect();
        if actions.is_empty() && not_built.is_empty() {
            return None;
        }
        let mut methods: Vec<&str> = actions.iter().map(|a| method(*a)).collect();
        if methods.contains(&"GET") {
            methods.push("HEAD");
        }
        methods.push("OPTIONS");
        Some(Self {
            view: Some(id),
            detail,
            nested,
            allow: HeaderValue::from_str(&methods.join(", ")).ok()?,
            authentication: view.authentication,
            permissions: view.permissions,
            renderers: view.renderers,
            parsers: view.parsers,
            extra: None,
            actions,
            not_built,
        })
    }

    /// The route of a part that is not built: an extra action, or set queries.
    pub(crate) fn not_built(graph: &Graph, id: ViewId, part: &'static NotBuilt, nested: bool) -> Option<Self> {
        let view = graph.views.get(id)?;
        let methods: Vec<&str> = part.methods.iter().copied().chain(["OPTIONS"]).collect();
        Some(Self {
            view: Some(id),
            detail: part.detail,
            nested,
            allow: HeaderValue::from_str(&methods.join(", ")).ok()?,
            authentication: view.authentication,
            permissions: view.permissions,
            renderers: view.renderers,
            parsers: view.parsers,
            extra: None,
            actions: Vec::new(),
            not_built: part.methods.to_vec(),
        })
    }

    /// The route of an extra action.
    pub(crate) fn extra(graph: &Graph, id: ViewId, action: &'static ExtraAction, nested: bool) -> Option<Self> {
        let view = graph.views.get(id)?;
        let head = action.methods.contains(&"GET").then_some("HEAD");
        let methods: Vec<&str> = action.methods.iter().copied().chain(head).chain(["OPTIONS"]).collect();
        Some(Self {
            view: Some(id),
            detail: action.detail,
            nested,
            allow: HeaderValue::from_str(&methods.join(", ")).ok()?,
            authentication: view.authentication,
            permissions: view.permissions,
            renderers: view.renderers,
            parsers: view.parsers,
            extra: Some(action),
            actions: Vec::new(),
            not_built: Vec::new(),
        })
    }

    /// What a method does here; `None` is a 405.
    pub(crate) fn handler(&self, asked: &Method) -> Option<Handler> {
        if asked == Method::OPTIONS {
            return Some(Handler::Metadata);
        }
        let asked = if asked == Method::HEAD { "GET" } else { asked.as_str() };
        if self.view.is_none() {
            return (asked == "GET").then_some(Handler::Root);
        }
        if self.not_built.contains(&asked) {
            return Some(Handler::NotBuilt);
        }
        if let Some(extra) = self.extra {
            return extra.methods.contains(&asked).then_some(Handler::Extra(extra));
        }
        self.actions.iter().copied().find(|a| method(*a) == asked).map(Handler::Action)
    }
}

/// DRF's mapping of methods and actions; lists come in the order of Django's `http_method_names`.
fn method(action: Action) -> &'static str {
    match action {
        Action::List | Action::Retrieve => "GET",
        Action::Create => "POST",
        Action::Update => "PUT",
        Action::PartialUpdate => "PATCH",
        Action::Destroy => "DELETE",
    }
}
