//! Between the socket and an action: URLs, negotiation, versions, who may, and what goes back.
//!
//! [`router`] is one axum service over one compiled table of URLs, since DRF's URLs (format suffixes, keys of a spec's own pattern,
//! endpoints with slashes) are none of axum's. The order in which a request is refused is that of DRF's `APIView`.

mod dispatch;
mod docs;
mod headers;
mod health;
mod host;
mod negotiation;
mod outcome;
mod response;
mod root;
#[cfg(test)]
mod tests;
mod versioning;

use crate::authentication::{pages, uses_sessions};
use crate::cors::Cors;
use crate::request::UrlStyle;
use crate::routers::{Match, Routes, paths};
use crate::{ApiError, App, Request};
use ::http::header::{CONTENT_LENGTH, RETRY_AFTER, X_CONTENT_TYPE_OPTIONS};
use ::http::request::Parts;
use ::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::response::Response;
use bytes::Bytes;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use std::net::SocketAddr;
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::Poll;
use std::time::Instant;
use tracing::Instrument as _;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The API as an axum router. The address of clients is known to throttles if it is served with axum's connect info.
pub fn router(app: Arc<App>) -> axum::Router {
    let (routes, docs) = (Routes::new(&app.resources.graph), docs::Docs::new(&app.resources.graph));
    let service = Arc::new(Service {
        home: root::home(&app.resources.graph, &routes, &docs),
        routes,
        docs,
        sessions: uses_sessions(&app.resources.graph),
        headers: headers::Headers::new(&app.settings),
        cors: Cors::new(&app.resources.graph.api.cors),
        app,
    });
    axum::Router::new().fallback(move |request: axum::extract::Request| {
        let service = service.clone();
        async move { service.answer(request).await }
    })
}

impl App {
    /// The API as an axum router, to be merged with routes of your own: its URLs begin with the API's prefix. Throttles know the address of
    /// clients if the application is served with axum's connect info.
    pub fn router(self: &Arc<Self>) -> axum::Router {
        router(self.clone())
    }
}

/// The answer to a request that was refused before it was read: malformed, too large, or one too many.
pub(crate) fn refused(app: &App, status: StatusCode, detail: &str) -> Response {
    let error = ApiError::detail(status, detail);
    // It was not this request's fault, and later there may be room.
    let error = if status == StatusCode::SERVICE_UNAVAILABLE { error.header(RETRY_AFTER, "1") } else { error };
    let mut response = response::error(app, &error);
    if app.settings.security.content_type_nosniff {
        response.headers_mut().insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    }
    response
}

/// An API with its URLs.
#[derive(Debug)]
struct Service {
    app: Arc<App>,
    routes: Routes,
    docs: docs::Docs,
    /// Whether there are pages to log in and out.
    sessions: bool,
    /// Where `/` leads to.
    home: Option<String>,
    headers: headers::Headers,
    cors: Option<Cors>,
}

impl Service {
    /// Answers whatever happens: a panic is a 500, a request that takes too long a 503, and both are logged.
    async fn answer(&self, request: axum::extract::Request) -> Response {
        let started = Instant::now();
        let id = request_id(request.headers());
        let span = tracing::info_span!(
            "request",
            id = id.to_str().unwrap_or_default(),
            method = %request.method(),
            path = request.uri().path(),
        );
        async {
            let limit = self.app.settings.timeout;
            let secure = host::is_secure(request.headers(), &self.app.settings);
            let asked = self.cors.as_ref().and_then(|cors| {
                let path = paths::decode(request.uri().path());
                Some((cors, cors.asked(request.method(), &path, request.headers())?))
            });
            let preflight = asked.as_ref().and_then(|(_, asked)| Cors::preflight(asked, request.headers()));
            let answered = async {
                match preflight {
                    Some(response) => Some(response),
                    None => caught(Box::pin(self.handle(request, secure))).await,
                }
            };
            let mut response = match tokio::time::timeout(limit, answered).await {
                Ok(Some(response)) => response,
                Ok(None) => response::error(&self.app, &ApiError::internal("the request panicked")),
                Err(_) => {
                    tracing::error!(seconds = limit.as_secs_f64(), "the request took too long");
                    response::error(&self.app, &ApiError::detail(StatusCode::SERVICE_UNAVAILABLE, "The request took too long."))
                }
            };
            response.headers_mut().insert(REQUEST_ID, id);
            self.headers.add(&mut response, secure);
            if let Some((cors, asked)) = asked {
                cors.add(asked, &mut response);
            }
            tracing::info!(target: "restwright::access", status = response.status().as_u16(), micros = started.elapsed().as_micros() as u64);
            response
        }
        .instrument(span)
        .await
    }

    async fn handle(&self, request: axum::extract::Request, secure: bool) -> Response {
        let head = *request.method() == Method::HEAD;
        let response = self.route(request, secure).await;
        if head { response::without_body(response) } else { response }
    }

    async fn route(&self, request: axum::extract::Request, secure: bool) -> Response {
        let (parts, body) = request.into_parts();
        let settings = &self.app.settings;
        let uri = parts.uri.clone();
        let path = paths::decode(uri.path());
        if path == "/healthz" {
            return health::answer(&self.app).await;
        }
        let base = match host::base(&parts, settings) {
            Ok(base) => base,
            Err(refused) => return refused.refuse(),
        };
        if settings.security.ssl_redirect && !secure {
            return response::to_https(settings.security.ssl_host.as_deref(), &base, &path, uri.query());
        }
        let is_page = |path: &str| self.sessions && pages::is_page(path);
        let leads = |path: &str| is_page(path) || self.docs.find(path).is_some();
        match (self.docs.find(&path), self.routes.find(&path)) {
            (Some(page), _) => match self.request(&path, base, parts, body).await {
                Ok(req) => Box::pin(self.docs.answer(&self.app, page, req, &self.headers)).await,
                Err(error) => response::error(&self.app, &error),
            },
            (None, Some(found)) => self.view(&found, &path, base, parts, body).await,
            (None, None) if is_page(&path) => match self.request(&path, base, parts, body).await {
                Ok(req) => Box::pin(pages::answer(&self.app.authenticator, &path, &req)).await,
                Err(error) => response::error(&self.app, &error),
            },
            _ if self.routes.wants_slash(&path) || leads(&format!("{path}/")) => response::redirect(&path, uri.query()),
            _ => match &self.home {
                Some(home) if path == "/" && matches!(parts.method, Method::GET | Method::HEAD) => response::found(home),
                _ => response::page(StatusCode::NOT_FOUND),
            },
        }
    }

    async fn view(&self, found: &Match<'_>, path: &str, base: String, parts: Parts, body: Body) -> Response {
        let mut req = match self.request(path, base, parts, body).await {
            Ok(req) => req,
            Err(error) => return response::error(&self.app, &error),
        };
        req.urls.suffix = found.format.map(str::to_owned);
        req.lookup = found.key.map(str::to_owned);
        req.parent = found.parent.map(str::to_owned);
        let outcome = dispatch::dispatch(&self.app, found, &mut req).await;
        let mut response = response::respond(&self.app, &self.routes, found.route, &req, outcome).await;
        if req.user.is_some() {
            self.headers.keep_private(&mut response);
        }
        response
    }

    /// The request with its whole body, before anything is known of its view.
    async fn request(&self, path: &str, base: String, parts: Parts, body: Body) -> Result<Request, ApiError> {
        let body = read(body, &parts.headers, self.app.settings.body_limit).await?;
        Ok(Request {
            method: parts.method,
            path: paths::encode(path).into_owned(),
            query_string: parts.uri.query().unwrap_or_default().to_owned(),
            query: Vec::new(),
            peer: parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip()),
            headers: parts.headers,
            body,
            urls: UrlStyle { base, root: self.app.resources.graph.api.prefix.to_owned(), ..UrlStyle::default() },
            lookup: None,
            parent: None,
            user: None,
            version: None,
            above: None,
            action: None,
        })
    }
}

/// The whole body.
async fn read(body: Body, headers: &HeaderMap, limit: usize) -> Result<Bytes, ApiError> {
    let too_large = || ApiError::detail(StatusCode::PAYLOAD_TOO_LARGE, format!("The request's body is larger than {limit} bytes."));
    if hyper::body::Body::is_end_stream(&body) {
        return Ok(Bytes::new());
    }
    let length = headers.get(CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|length| length > limit) {
        return Err(too_large());
    }
    match Limited::new(body, limit).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(too_large()),
        Err(error) => {
            tracing::debug!(%error, "the body broke off");
            Err(ApiError::parse("The request's body could not be read."))
        }
    }
}

/// The client's own id, if it is a sane one, or a new one: unlike any other of this process, and most likely of any other.
fn request_id(headers: &HeaderMap) -> HeaderValue {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    static PROCESS: std::sync::LazyLock<u32> = std::sync::LazyLock::new(rand::random);
    let sane = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b':' | b'/' | b'+' | b'=');
    match headers.get(REQUEST_ID) {
        Some(id) if (1..=128).contains(&id.len()) && id.as_bytes().iter().all(sane) => id.clone(),
        _ => {
            let id = format!("{:08x}-{:x}", *PROCESS, NEXT.fetch_add(1, Ordering::Relaxed));
            HeaderValue::try_from(id).unwrap_or(HeaderValue::from_static("-"))
        }
    }
}

/// Runs a future to its end; `None` if it panics, which is logged.
async fn caught<T>(future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    std::future::poll_fn(|context| match std::panic::catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
        Ok(poll) => poll.map(Some),
        Err(panic) => {
            let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
            tracing::error!(panic = text.unwrap_or("?"), "a handler panicked");
            Poll::Ready(None)
        }
    })
    .await
}
