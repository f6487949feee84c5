//! What `OPTIONS` answers: DRF's `SimpleMetadata`; and the names that it has for views.

mod fields;

use crate::hooks::Scopes;
use crate::routers::{Handler, Route};
use crate::schema::link::ViewId;
use crate::schema::naming;
use crate::schema::viewset::Action;
use crate::viewsets::{self, Call};
use crate::{ApiError, App, Request, permissions};
use http::Method;
use serde_json::{Value, json};

/// DRF's `determine_metadata`: what the view is, what it writes and what it reads, and the fields of POST and PUT if the client may.
///
/// # Errors
///
/// A database that does not answer, and paths of dynamic fields that the API does not allow. Other refusals only leave actions out.
pub(crate) async fn options(app: &App, route: &Route, req: &Request) -> Result<Value, ApiError> {
    let parses: Vec<&str> = route.parsers.iter().map(|p| p.media_type()).collect();
    let renders: Vec<&str> = route.renderers.iter().map(|r| r.media_type()).collect();
    let mut out =
        json!({ "name": view_name(app, route), "description": view_description(app, route), "renders": renders, "parses": parses });
    let found = route.view.and_then(|id| app.resources.graph.views.get(id).map(|view| (id, view)));
    if let (Some((id, view)), Some(object)) = (found, out.as_object_mut()) {
        let mut actions = serde_json::Map::new();
        for method in [Method::PUT, Method::POST] {
            let writes = matches!(route.handler(&method), Some(Handler::Action(Action::Create | Action::Update) | Handler::Extra(_)));
            if writes && may(app, route, id, req, &method).await? {
                // DRF makes the serializer to describe it, which may refuse the paths of dynamic fields.
                let ser = match route.handler(&method) {
                    Some(Handler::Action(action)) => view.serializer_of(action),
                    _ => view.serializer,
                };
                app.projections.of_request(&app.resources, &app.hooks, ser, req, false)?;
                actions.insert(method.to_string(), fields::serializer(app, ser));
            }
        }
        if !actions.is_empty() {
            object.insert("actions".to_owned(), actions.into());
        }
    }
    Ok(out)
}

/// Whether the client may use this method here: DRF's `determine_actions` checks permissions as if the request had it.
async fn may(app: &App, route: &Route, id: ViewId, req: &Request, method: &Method) -> Result<bool, ApiError> {
    // The action is that of the method which is described.
    let action = route.handler(method).and_then(Handler::action);
    let as_if = Request { method: method.clone(), action, ..req.clone() };
    let scopes = Scopes::default();
    let call = Call::new(app, &as_if, &scopes, id, route.nested);
    if !permissions::check(call.scoped(), &app.db, call.permissions(), Some(id)).await? {
        return Ok(false);
    }
    // An object is looked for only where it would be replaced.
    if !route.detail || *method != Method::PUT {
        return Ok(true);
    }
    let mut conn = app.db.read_for(&req.method).await?;
    match viewsets::get_object(&call, &mut call.context(&mut conn)).await {
        Ok(_) => Ok(true),
        Err(error) if error.status.is_client_error() => Ok(false),
        Err(error) => Err(error),
    }
}

/// DRF's `get_view_name`: the class's name in words, and whether it is a list.
pub(crate) fn view_name(app: &App, route: &Route) -> String {
    let Some(view) = route.view.and_then(|id| app.resources.graph.views.get(id)) else { return "Api Root".to_owned() };
    if let Some(action) = route.extra {
        return naming::capfirst(&action.name.replace('_', " "));
    }
    let suffix = if route.detail { "Instance" } else { "List" };
    format!("{} {suffix}", words(app.resources.graph.model(view.model).model.name))
}

/// DRF's `get_view_description`: the class's docstring without its indentation.
pub(crate) fn view_description(app: &App, route: &Route) -> String {
    dedent(match route.view.and_then(|id| app.resources.graph.views.get(id)) {
        // A handler without a docstring has its class's.
        Some(view) => route.extra.map(|action| action.description).filter(|d| !d.is_empty()).unwrap_or(view.viewset.description),
        None => app.resources.graph.api.description,
    })
}

/// DRF's `camelcase_to_spaces`.
fn words(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut spaced = String::with_capacity(name.len() + 4);
    for (at, &letter) in letters.iter().enumerate() {
        let after_lower = at > 0 && letters.get(at - 1).is_some_and(char::is_ascii_lowercase);
        let before_other = letters.get(at + 1).is_some_and(|next| !next.is_ascii_uppercase());
        if letter.is_ascii_uppercase() && (after_lower || before_other) {
            spaced.push(' ');
        }
        spaced.push(if letter == '_' { ' ' } else { letter });
    }
    // Python's `title`: the first letter after anything that is none is a capital, all others are not.
    let mut out = String::with_capacity(spaced.len());
    let mut inside = false;
    for letter in spaced.trim().chars() {
        if inside {
            out.extend(letter.to_lowercase())
        } else {
            out.extend(letter.to_uppercase())
        }
        inside = letter.is_alphabetic();
    }
    out
}

/// DRF's `dedent`: the common indentation of all lines but the first goes, and so does what surrounds the text.
fn dedent(text: &str) -> String {
    let indented = |with: char| {
        let lines = text.lines().skip(1).filter(|line| !line.trim_start().is_empty());
        lines.map(|line| line.len() - line.trim_start_matches(with).len()).min().unwrap_or(0)
    };
    let mark = match (indented(' '), indented('\t')) {
        (0, tabs) => "\t".repeat(tabs),
        (spaces, _) => " ".repeat(spaces),
    };
    let lines: Vec<&str> = text.lines().map(|line| line.strip_prefix(mark.as_str()).unwrap_or(line)).collect();
    lines.join("\n").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for (name, expected) in
            [("Book", "Book"), ("BookCopy", "Book Copy"), ("HTTPServer", "Http Server"), ("Page2a", "Page2A"), ("X", "X")]
        {
            assert_eq!(words(name), expected);
        }
    }

    #[test]
    fn docstrings() {
        assert_eq!(dedent("\n    One.\n\n      Two.\n    "), "One.\n\n  Two.");
        assert_eq!(dedent("One."), "One.");
    }
}
