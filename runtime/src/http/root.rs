//! The list of lists: DRF's `APIRootView`.

use super::paths;
use crate::request::{Answer, UrlStyle};
use crate::{App, Request};

/// Each list route's URL by its endpoint, in the order of registration.
pub(super) fn list(app: &App, req: &Request) -> Answer {
    let graph = &app.graph;
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
        None if app.graph.api.trailing_slash => link.push('/'),
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
