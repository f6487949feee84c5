//! One request through one view: DRF's `APIView.dispatch` and what it calls, in its order.

use super::negotiation::{self, Accepted};
use super::outcome::{Outcome, asks_session};
use super::{root, versioning};
use crate::authentication;
use crate::hooks::Scopes;
use crate::request::{Answer, Input};
use crate::routers::{Handler, Match, Route};
use crate::schema::api::Renderer;
use crate::schema::viewset::Action;
use crate::viewsets::{self, Call};
use crate::{ApiError, App, Request, metadata, parsers, permissions, refusals, serializers};
use http::StatusCode;

/// Runs the view that a URL leads to.
pub(crate) async fn dispatch(app: &App, found: &Match<'_>, req: &mut Request) -> Outcome {
    // What is refused before anybody agreed on a renderer is written by the first.
    let first = found.route.renderers.first().copied().unwrap_or(Renderer::Json);
    let mut outcome = Outcome { accepted: Accepted::plain(first), session: false, result: Ok(Answer::no_content()) };
    outcome.result = initial(app, found, req, &mut outcome).await;
    outcome
}

async fn initial(app: &App, found: &Match<'_>, req: &mut Request, outcome: &mut Outcome) -> Result<Answer, ApiError> {
    let (api, route) = (app.resources.graph.api, found.route);
    if !req.query_string.is_empty() {
        req.query = parsers::pairs(&req.query_string)?;
        req.urls.format = req.param("format").map(str::to_owned);
    }
    let wanted = found.format.or_else(|| req.param("format"));
    outcome.accepted = negotiation::negotiate(route.renderers, &req.headers, wanted)?;
    versioning::determine(&api.versioning, api.prefix, req, found.version, &outcome.accepted)?;

    let identity = authentication::authenticate(&app.authenticator, route.authentication, req).await;
    outcome.session = asks_session(route.authentication, &req.headers, &identity);
    req.user = identity?.map(|identity| identity.user);

    let view = route.view.and_then(|id| app.resources.graph.views.get(id));
    let scopes = Scopes::default();
    let handler = route.handler(&req.method);
    req.action = handler.and_then(Handler::action);
    let asked = view.map_or(route.permissions, |view| view.permissions_of(req.action));
    if !permissions::check(&app.scoped(req, &scopes), &app.db, asked, route.view).await? {
        return Err(refusals::denied(route.authentication, req.user.is_some()));
    }
    let throttles = view.map_or(api.throttling.classes, |view| view.throttles);
    app.throttles.check_by(throttles, view.and_then(|v| v.throttle_scope), req).await?;

    let input = if route.nested { nested_input(app, route, req, &scopes).await? } else { None };
    match handler {
        None => Err(ApiError::detail(StatusCode::METHOD_NOT_ALLOWED, format!("Method \"{}\" not allowed.", req.method))),
        Some(Handler::Root) => Ok(root::list(app, req)),
        Some(Handler::NotBuilt) => Err(ApiError::detail(StatusCode::NOT_IMPLEMENTED, "This part of the API is not built yet.")),
        Some(Handler::Metadata) => {
            let data = Box::pin(metadata::options(app, route, req)).await?;
            Ok(Answer::ok(serde_json::to_vec(&data).map_err(ApiError::internal)?))
        }
        Some(Handler::Extra(action)) => match route.view {
            Some(view) => Box::pin(viewsets::extra_action(&Call::new(app, req, &scopes, view, route.nested), action)).await,
            None => Err(ApiError::internal("an action without a view")),
        },
        Some(Handler::Action(action)) => match route.view {
            Some(view) => run(&Call::new(app, req, &scopes, view, route.nested), action, input).await,
            None => Err(ApiError::internal("an action without a view")),
        },
    }
}

/// Runs an action. Its future is on the heap: it is the largest part of a request's, which is moved through several layers before it begins. The body is parsed where the action asks for it: after everything that can refuse the request without.
async fn run(call: &Call<'_>, action: Action, input: Option<Input>) -> Result<Answer, ApiError> {
    if let Some(hook) = call.hooks().of(call.view).replaced(action) {
        return Box::pin(viewsets::replaced(call, action, hook, input.as_ref())).await;
    }
    let api = call.resources().graph.api;
    let body = async || match input {
        Some(input) => Ok(input),
        None => parsers::parse(call.view().parsers, api.input, call.request()),
    };
    match action {
        Action::List => Box::pin(viewsets::list(call)).await,
        Action::Retrieve => Box::pin(viewsets::retrieve(call)).await,
        Action::Create => Box::pin(viewsets::create(call, &body().await?)).await,
        Action::Update | Action::PartialUpdate => match body().await {
            Ok(input) => Box::pin(viewsets::update(call, &input, action == Action::PartialUpdate)).await,
            // DRF looks for the object first: that there is none is said before what is wrong with the body.
            Err(refusal) => {
                let mut conn = call.app.db.read().await?;
                Box::pin(viewsets::get_object(call, &mut call.context(&mut conn))).await?;
                Err(refusal)
            }
        },
        Action::Destroy => Box::pin(viewsets::destroy(call)).await,
    }
}

/// What drf-nested-routers does before any method: it writes the parent's key into the query and into the body, which it reads for that.
///
/// The library reads the body whatever the method is. Here a safe method has none (*extension*): nobody asks for its data, and what a GET
/// carries should cost nothing.
async fn nested_input(app: &App, route: &Route, req: &mut Request, scopes: &Scopes) -> Result<Option<Input>, ApiError> {
    let mut input = match permissions::is_safe(&req.method) {
        true => None,
        false => Some(parsers::parse(route.parsers, app.resources.graph.api.input, req)?),
    };
    let (Some(id), Some(text)) = (route.view, req.parent.clone()) else { return Ok(input) };
    let Some(above) = viewsets::parent_of(&Call::new(app, req, scopes, id, true), &text).await? else { return Ok(input) };
    let name = above.name;
    // The serializer knows the parent by the key's member; only where it has none, the body says it under the key's own name.
    let view = &app.resources.graph.views[id];
    let reads = match route.handler(&req.method) {
        Some(Handler::Action(action)) => view.serializer_of(action),
        _ => view.serializer,
    };
    if !serializers::takes_parent(&app.serializers, reads, &above) {
        match &mut input {
            None => {}
            Some(Input::Form(form)) => {
                form.files.retain(|(k, _)| k != name);
                set(&mut form.pairs, name, &text);
            }
            Some(Input::Json(document)) => match &mut document.value {
                serde_json::Value::Array(items) => items.iter_mut().for_each(|item| write_into(item, name, &text)),
                value => write_into(value, name, &text),
            },
        }
    }
    let text = viewsets::parent_in_query(&app.resources, id, &above);
    set(&mut req.query, name, &text);
    req.above = Some(above);
    Ok(input)
}

fn set(pairs: &mut Vec<(String, String)>, name: &str, value: &str) {
    pairs.retain(|(k, _)| k != name);
    pairs.push((name.to_owned(), value.to_owned()));
}

fn write_into(body: &mut serde_json::Value, name: &str, value: &str) {
    if let serde_json::Value::Object(object) = body {
        object.insert(name.to_owned(), value.into());
    }
}
