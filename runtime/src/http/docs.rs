//! `schema/` and `docs/`: the API's own description, with the headers that drf-spectacular sends.

use super::headers::Headers;
use super::outcome::asks_session;
use super::{negotiation, response, versioning};
use crate::request::Answer;
use crate::schema::link::Graph;
use crate::schema::openapi;
use crate::{ApiError, App, Request, authentication, parsers, renderers};
use ::http::header::{ALLOW, CONTENT_DISPOSITION, CONTENT_TYPE, VARY};
use ::http::{HeaderValue, Method, StatusCode};
use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use std::collections::HashMap;

/// Which page of the description.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Page {
    /// The OpenAPI document.
    Schema,
    /// A page for people.
    Ui,
}

/// A form of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Yaml,
    Json,
}

/// drf-spectacular's renderers, in its order: what they write, `?format=`, media type.
const FORMS: [(Form, &str, &str); 4] = [
    (Form::Yaml, "yaml", "application/vnd.oai.openapi"),
    (Form::Yaml, "yaml", "application/yaml"),
    (Form::Json, "json", "application/vnd.oai.openapi+json"),
    (Form::Json, "json", "application/json"),
];

/// The documents, written once.
#[derive(Debug)]
pub(super) struct Docs {
    schema: String,
    ui: String,
    /// By version; the empty one is that of an API without versions.
    documents: HashMap<String, Document>,
    page: Bytes,
}

#[derive(Debug)]
struct Document {
    json: Bytes,
    yaml: Bytes,
}

impl Docs {
    pub(super) fn new(graph: &Graph) -> Self {
        let api = graph.api;
        let path = |below: &str| if below.is_empty() { String::new() } else { format!("{}{below}", api.prefix) };
        // A schema has no version of its own in its path, so it is written for the default one.
        let versions = std::iter::once("").chain([api.versioning.default]).chain(api.versioning.allowed.iter().copied());
        let documents = versions.map(|version| {
            let tree = openapi::document(graph, Some(version).filter(|v| !v.is_empty()));
            (version.to_owned(), Document { json: tree.to_json().into(), yaml: tree.to_yaml().into() })
        });
        Self {
            schema: path(api.docs_openapi),
            ui: path(api.docs_ui),
            documents: documents.collect(),
            page: renderers::docs::render(graph).into(),
        }
    }

    /// The page at a path.
    pub(super) fn find(&self, path: &str) -> Option<Page> {
        match path {
            "" => None,
            path if path == self.schema => Some(Page::Schema),
            path if path == self.ui => Some(Page::Ui),
            _ => None,
        }
    }

    /// Answers for a page: anybody may read it, but whoever says who they are must be right.
    pub(super) async fn answer(&self, app: &App, page: Page, mut req: Request, headers: &Headers) -> Response {
        if let Ok(query) = parsers::pairs(&req.query_string) {
            req.query = query;
        }
        let identity = authentication::authenticate(&app.authenticator, app.resources.graph.api.authentication, &req).await;
        let session = asks_session(app.resources.graph.api.authentication, &req.headers, &identity);
        let known = matches!(identity, Ok(Some(_)));
        let mut written = match identity {
            Err(refusal) => response::error(app, &refusal),
            Ok(_) if !matches!(req.method, Method::GET | Method::HEAD | Method::OPTIONS) => {
                response::error(app, &ApiError::detail(StatusCode::METHOD_NOT_ALLOWED, format!("Method \"{}\" not allowed.", req.method)))
            }
            Ok(_) if req.method == Method::OPTIONS => options(page),
            Ok(_) => match page {
                Page::Schema => self.schema(app, &mut req).unwrap_or_else(|refusal| response::error(app, &refusal)),
                Page::Ui => typed(Body::from(self.page.clone()), "text/html; charset=utf-8"),
            },
        };
        let vary = match (page, session) {
            (Page::Schema, true) => "Accept, Cookie",
            (Page::Schema, false) => "Accept",
            (Page::Ui, _) => "Cookie",
        };
        written.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD, OPTIONS"));
        written.headers_mut().insert(VARY, HeaderValue::from_static(vary));
        if known {
            headers.keep_private(&mut written);
        }
        written
    }

    fn schema(&self, app: &App, req: &mut Request) -> Result<Response, ApiError> {
        // A path that ends with `.json` says which form is meant where the client does not.
        let json_first = self.schema.trim_end_matches('/').ends_with(".json");
        let (yaml, json) = FORMS.split_at(2);
        let order = if json_first { [json, yaml] } else { [yaml, json] };
        let offers = order.into_iter().flatten().map(|&(form, format, media)| ((form, media), format, media));
        let ((form, media), accepted) = negotiation::choose(offers, &req.headers, req.param("format"))?;
        let accepted = negotiation::Accepted::for_version(accepted.as_ref());
        let api = app.resources.graph.api;
        versioning::determine(&api.versioning, api.prefix, req, None, &accepted)?;
        let version = req.version.as_deref().unwrap_or_default();
        let document = self.documents.get(version).or_else(|| self.documents.get("")).ok_or_else(ApiError::not_found)?;
        let (body, ending) = match form {
            Form::Yaml => (document.yaml.clone(), "yaml"),
            Form::Json => (document.json.clone(), "json"),
        };
        let mut out = typed(Body::from(body), media);
        let version = if version.is_empty() { String::new() } else { format!(" ({version})") };
        let name = api.title.replace(['"', '\\'], "");
        if let Ok(value) = HeaderValue::try_from(format!("inline; filename=\"{name}{version}.{ending}\"")) {
            out.headers_mut().insert(CONTENT_DISPOSITION, value);
        }
        Ok(out)
    }
}

fn typed(body: Body, media: &'static str) -> Response {
    let mut out = Response::new(body);
    out.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media));
    out
}

fn options(page: Page) -> Response {
    let (name, renders): (&str, Vec<&str>) = match page {
        Page::Schema => ("Spectacular Api", FORMS.iter().map(|f| f.2).collect()),
        Page::Ui => ("Spectacular Swagger", vec!["text/html"]),
    };
    let body = serde_json::json!({ "name": name, "description": "", "renders": renders, "parses": ["application/json"] });
    let answer = Answer::ok(body.to_string().into_bytes());
    response::json(answer.status, answer.body.unwrap_or_default())
}
