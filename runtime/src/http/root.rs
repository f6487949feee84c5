//! The list of lists: DRF's `APIRootView`.

use super::docs::Docs;
use super::{Routes, paths};
use crate::request::{Answer, UrlStyle};
use crate::schema::api::VersioningKind;
use crate::schema::link::Graph;
use crate::{App, Request};

/// Where `/` leads to: the API's root, of the default version where it stands in the path; without a root to its documentation. Nowhere where
/// the API has that path for itself.
pub(super) fn home(graph: &Graph, routes: &Routes, docs: &Docs) -> Option<String> {
    let api = graph.api;
    let below = |path: &str| if path.is_empty() { None } else { Some(format!("{}{path}", api.prefix)) };
    let root = match api.versioning.class {
        VersioningKind::UrlPath | VersioningKind::Namespace => below(&format!("{}/", api.versioning.default)),
        _ => Some(api.prefix.to_owned()),
    };
    let leads = |path: &String| routes.find(path).is_some() || docs.find(path).is_some();
    let found = [root, below(api.docs_ui), below(api.docs_openapi)].into_iter().flatten().find(leads);
    found.filter(|_| api.prefix != "/")
}

/// Each list route's URL by its endpoint, in the order of registration.
pub(super) fn list(app: &App, req: &Request) -> Answer {
    let graph = &app.resources.graph;
    let listed = graph.views.iter().filter(|v| v.routed && v.actions.iter().any(|a| !a.is_detail()));
    let links = listed.map(|view| (view.endpoint.clone(), serde_json::Value::String(link(app, &req.urls, &view.endpoint))));
    let object: serde_json::Map<String, serde_json::Value> = links.collect();
    Answer::ok(serde_json::Value::Object(object).to_string().into_bytes())
}

/// An endpoint's URL, as DRF's `reverse` writes it for this request.
fn link(app: &App, urls: &UrlStyle, endpoint: &str) -> String {
    let mut link = format!("{}{}{}", urls.base, urls.root, paths::encode(endpoint));
    match &urls.suffix {
        Some(format) => link = format!("{link}.{format}"),
        None if app.resources.graph.api.trailing_slash => link.push('/'),
        None => {}
    }
    // Parameters are sorted by name: `format` comes before `version`.
    let format = urls.format.as_ref().map(|format| format!("format={}", paths::quote_plus(format)));
    for (at, parameter) in format.into_iter().chain(urls.query.clone()).enumerate() {
        link.push(if at == 0 { '?' } else { '&' });
        link += &parameter;
    }
    link
}
