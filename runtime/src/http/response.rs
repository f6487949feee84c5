//! Answers and refusals as HTTP: DRF's `Response` and exception handler, and Django's own pages.

use super::negotiation::Accepted;
use super::outcome::Outcome;
use crate::error::ErrorBody;
use crate::request::Answer;
use crate::routers::{Route, Routes, paths};
use crate::schema::api::{ErrorsFormat, Renderer};
use crate::{ApiError, App, Request, renderers};
use ::http::header::{ALLOW, CONTENT_LENGTH, CONTENT_TYPE, LOCATION, VARY};
use ::http::{HeaderName, HeaderValue, StatusCode};
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use hyper::body::Body as _;

const JSON: HeaderValue = HeaderValue::from_static("application/json");
const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");

/// Writes a view's outcome in the renderer that was agreed on.
pub(super) async fn respond(app: &App, routes: &Routes, route: &Route, req: &Request, outcome: Outcome) -> Response {
    let mut answer = match outcome.result {
        Ok(answer) => answer,
        Err(ApiError { status, body: ErrorBody::Page(text), .. }) => return html(status, text.to_owned().into_bytes()),
        Err(error) => refusal(app.resources.graph.api.errors, error),
    };
    let varies = route.renderers.len() > 1;
    // A page holds a CSRF token for its forms, so it depends on the cookie whoever asked.
    let cookie = outcome.session || outcome.accepted.renderer == Renderer::Browsable;
    let mut response = match rendered(app, routes, route, req, &mut answer, &outcome.accepted).await {
        Ok(response) => response,
        // What was written stays written: the client is told so, in the shortest form.
        Err(_) if !req.method.is_safe() => json(answer.status, answer.body.take().unwrap_or_default()),
        Err(error) => {
            answer = refusal(app.resources.graph.api.errors, error);
            match rendered(app, routes, route, req, &mut answer, &outcome.accepted).await {
                Ok(response) => response,
                Err(_) => json(answer.status, answer.body.take().unwrap_or_default()),
            }
        }
    };
    let headers = response.headers_mut();
    headers.insert(ALLOW, route.allow.clone());
    match (varies, cookie) {
        (true, true) => headers.insert(VARY, HeaderValue::from_static("Accept, Cookie")),
        (true, false) => headers.insert(VARY, HeaderValue::from_static("Accept")),
        (false, true) => headers.insert(VARY, HeaderValue::from_static("Cookie")),
        (false, false) => None,
    };
    add(&mut response, answer.headers);
    response
}

/// An answer in a renderer's form. Its body is taken where it is sent as it is.
///
/// # Errors
///
/// 400 if spaces or HTML make it longer than `RESPONSE_LIMIT`.
async fn rendered(
    app: &App,
    routes: &Routes,
    route: &Route,
    req: &Request,
    answer: &mut Answer,
    accepted: &Accepted,
) -> Result<Response, ApiError> {
    let status = answer.status;
    Ok(match (accepted.renderer, &answer.body, accepted.indent) {
        (Renderer::Json, None, _) => plain(status, Body::empty()),
        (Renderer::Json, Some(body), Some(spaces)) => {
            json(status, renderers::json::indent(body, spaces, app.settings.response_limit).await?)
        }
        (Renderer::Json, Some(_), None) => json(status, answer.body.take().unwrap_or_default()),
        (Renderer::Browsable, ..) => {
            let page = Box::pin(renderers::browsable::render(app, routes, route, req, answer)).await?;
            html(if status == StatusCode::NO_CONTENT { StatusCode::OK } else { status }, page)
        }
    })
}

/// A refusal outside of any view.
pub(super) fn error(app: &App, error: &ApiError) -> Response {
    written(app.resources.graph.api.errors, error)
}

fn written(format: ErrorsFormat, error: &ApiError) -> Response {
    if let ErrorBody::Page(text) = error.body {
        return html(error.status, text.to_owned().into_bytes());
    }
    let answer = refusal(format, error.clone());
    let mut response = json(answer.status, answer.body.unwrap_or_default());
    add(&mut response, answer.headers);
    response
}

/// What a handler of your own answers if typed access refuses: `async fn latest(…) -> Result<String, ApiError>`.
impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        written(ErrorsFormat::Drf, &self)
    }
}

/// A refusal's body, in DRF's form or in the envelope.
fn refusal(format: ErrorsFormat, error: ApiError) -> Answer {
    let body = match (error.body, format) {
        (ErrorBody::Detail(text), ErrorsFormat::Drf) => serde_json::json!({ "detail": text }),
        (ErrorBody::Detail(text), ErrorsFormat::Envelope) => text.into(),
        (ErrorBody::Errors(errors), _) => errors.to_json(),
        (ErrorBody::Page(text), _) => serde_json::Value::from(text),
    };
    let body = match format {
        ErrorsFormat::Drf => body,
        ErrorsFormat::Envelope => serde_json::json!({ "error": { "code": error.status.as_u16(), "message": body } }),
    };
    Answer { status: error.status, headers: error.headers, body: Some(body.to_string().into_bytes()) }
}

/// A header that cannot be one (a line break in a key of a URL) is left out.
fn add(response: &mut Response, headers: Vec<(HeaderName, String)>) {
    for (name, value) in headers {
        if let Ok(value) = HeaderValue::try_from(value) {
            response.headers_mut().append(name, value);
        }
    }
}

/// A JSON text.
pub(super) fn json(status: StatusCode, body: Vec<u8>) -> Response {
    let mut response = plain(status, Body::from(body));
    response.headers_mut().insert(CONTENT_TYPE, JSON);
    response
}

fn html(status: StatusCode, body: Vec<u8>) -> Response {
    let mut response = plain(status, Body::from(body));
    response.headers_mut().insert(CONTENT_TYPE, HTML);
    response
}

fn plain(status: StatusCode, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response
}

/// Django's own page for a request that no view was asked for: 404, or 400 for a host that is none.
pub(super) fn page(status: StatusCode) -> Response {
    let (title, text) = match status {
        StatusCode::NOT_FOUND => ("Not Found", "The requested resource was not found on this server."),
        _ => ("Bad Request (400)", ""),
    };
    let page = format!(
        "\n<!doctype html>\n<html lang=\"en\">\n<head>\n  <title>{title}</title>\n</head>\n<body>\n  <h1>{title}</h1><p>{text}</p>\n</body>\n</html>\n"
    );
    html(status, page.into_bytes())
}

/// Django's `SECURE_SSL_REDIRECT`: to the same URL with `https://`, on another host if there is one. `base` has scheme and host.
pub(super) fn to_https(other: Option<&str>, base: &str, path: &str, query: Option<&str>) -> Response {
    let host = other.unwrap_or_else(|| base.split_once("://").map_or("", |(_, host)| host));
    let mut target = format!("https://{host}{}", paths::encode(path));
    if let Some(query) = query.filter(|q| !q.is_empty()) {
        target.push('?');
        target += &paths::uri(query);
    }
    let mut response = html(StatusCode::MOVED_PERMANENTLY, Vec::new());
    add(&mut response, vec![(LOCATION, target)]);
    response
}

/// To another path, this time.
pub(super) fn found(path: &str) -> Response {
    let mut response = html(StatusCode::FOUND, Vec::new());
    add(&mut response, vec![(LOCATION, paths::encode(path).into_owned())]);
    response
}

/// Django's `APPEND_SLASH`: to the same URL with a slash behind its path.
pub(super) fn redirect(path: &str, query: Option<&str>) -> Response {
    let mut target = paths::encode(path).into_owned();
    target.push('/');
    // Two slashes in front would be another host.
    if let Some(rest) = target.strip_prefix("//") {
        target = format!("/%2F{rest}");
    }
    if let Some(query) = query.filter(|q| !q.is_empty()) {
        target.push('?');
        target += &paths::uri(query);
    }
    let mut response = html(StatusCode::MOVED_PERMANENTLY, Vec::new());
    add(&mut response, vec![(LOCATION, target)]);
    response
}

/// The answer to `HEAD`: what `GET` would say of its body, without it.
pub(super) fn without_body(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    if let Some(length) = body.size_hint().exact() {
        parts.headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    Response::from_parts(parts, Body::empty())
}
