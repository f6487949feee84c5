//! One request on its way through a viewset: DRF's `Request`.

use crate::json::{self, Document};
use crate::{ApiError, Value};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, Method, StatusCode};
use std::net::IpAddr;

/// Who asks: a row of `auth_user`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// The primary key.
    pub id: i64,
    /// The login name.
    pub username: String,
    /// The address for mail, or an empty text.
    pub email: String,
    /// The given name, or an empty text.
    pub first_name: String,
    /// The family name, or an empty text.
    pub last_name: String,
    /// May see admin's things (`IsAdminUser`).
    pub is_staff: bool,
    /// Has every permission.
    pub is_superuser: bool,
}

/// What it takes to write URLs as the request's own (DRF's `reverse` with a request): scheme and host, the mount point with its version,
/// and the format that links carry on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UrlStyle {
    /// `http://host`, without a slash.
    pub base: String,
    /// The prefix, with the version if it stands in the path: `/api/` or `/api/v1/`.
    pub root: String,
    /// `json`: the request's URL had the suffix `.json`, and links get it too.
    pub suffix: Option<String>,
    /// `json`: the request had `?format=json`, and links get it too.
    pub format: Option<String>,
    /// Added to every link: the version of `query_parameter` versioning, as `version=v1`.
    pub query: Option<String>,
}

/// A request after routing, negotiation, versioning and authentication.
#[derive(Clone, Debug)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The path as sent, percent-encoded.
    pub path: String,
    /// The query string as sent, without the question mark.
    pub query_string: String,
    /// The query parameters in order, decoded as Django does.
    pub query: Vec<(String, String)>,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, not parsed.
    pub body: Bytes,
    /// How to write URLs.
    pub urls: UrlStyle,
    /// The key in the URL of a detail route, decoded.
    pub lookup: Option<String>,
    /// The parent's key in the URL of a nested route, decoded.
    pub parent: Option<String>,
    /// Who asks; `None` is Django's `AnonymousUser`.
    pub user: Option<User>,
    /// The version, if the API has versions.
    pub version: Option<String>,
    /// The address that connected: the client's or a proxy's. `None` where the server does not know it: an axum application that mounts
    /// the router without `ConnectInfo`.
    pub peer: Option<IpAddr>,
    /// The parent of a nested route, once it is known which row that is.
    pub above: Option<Above>,
    /// What is asked of the viewset, an action or an extra one, once the route is known; `None` for OPTIONS and for a method that is not allowed.
    pub(crate) action: Option<&'static str>,
}

/// The parent in the URL of a nested route.
#[derive(Clone, Debug, PartialEq)]
pub struct Above {
    /// The key that leads to it: index into the fields of the nested view's model.
    pub field: usize,
    /// That field's name, which is also that of the query parameter.
    pub name: &'static str,
    /// What stands in the URL.
    pub text: String,
    /// Whether that is the parent's primary key.
    pub by_key: bool,
    /// The parent's primary key; `None`: no row has it.
    pub key: Option<Value>,
}

impl Request {
    /// No request: the server's own code asks, for nobody, and no row scope narrows what it finds.
    pub fn internal() -> Self {
        Self {
            method: Method::GET,
            path: "/".to_owned(),
            query_string: String::new(),
            query: Vec::new(),
            headers: HeaderMap::new(),
            body: Bytes::new(),
            urls: UrlStyle::default(),
            lookup: None,
            parent: None,
            user: None,
            version: None,
            peer: None,
            above: None,
            action: None,
        }
    }

    /// The last value of a query parameter, as Django's `QueryDict.get` gives it.
    pub fn param(&self, name: &str) -> Option<&str> {
        self.query.iter().rev().find(|(k, _)| k == name).map(|(_, v)| v.as_str())
    }

    /// Whether the client speaks HTTPS (Django's `is_secure`).
    pub fn is_secure(&self) -> bool {
        self.urls.base.starts_with("https://")
    }

    /// The URL that was asked for, in full.
    pub fn absolute_uri(&self) -> String {
        let mark = if self.query_string.is_empty() { "" } else { "?" };
        format!("{}{}{mark}{}", self.urls.base, self.path, self.query_string)
    }
}

/// What an action answers: a status, headers of its own, and JSON. Renderers make a page of it where a browser asks.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// `Location` and the like.
    pub headers: Vec<(HeaderName, String)>,
    /// The JSON text; `None`: no body at all (204).
    pub body: Option<Vec<u8>>,
}

impl Answer {
    /// 200 with a body.
    pub fn ok(body: Vec<u8>) -> Self {
        Self { status: StatusCode::OK, headers: Vec::new(), body: Some(body) }
    }

    /// 200 with a JSON value.
    pub fn json(value: &serde_json::Value) -> Self {
        Self::ok(value.to_string().into_bytes())
    }

    /// The same with another status.
    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// The JSON of the body, as DRF's `response.data`; null where there is no body.
    ///
    /// # Errors
    ///
    /// 500 for a body that is not JSON, which no built-in action gives.
    pub fn data(&self) -> Result<serde_json::Value, ApiError> {
        let Some(body) = &self.body else { return Ok(serde_json::Value::Null) };
        let text = std::str::from_utf8(body).map_err(ApiError::internal)?;
        json::read_trusted(text).map_err(|_| ApiError::internal("an answer's body is not JSON"))
    }

    /// The same answer with another body.
    #[must_use]
    pub fn with_data(mut self, data: &serde_json::Value) -> Self {
        self.body = Some(data.to_string().into_bytes());
        self
    }

    /// 204.
    pub fn no_content() -> Self {
        Self { status: StatusCode::NO_CONTENT, headers: Vec::new(), body: None }
    }
}

/// What a body holds after its parser.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// `application/json`; numbers keep their digits.
    Json(Document),
    /// A form, plain or multipart (DRF's `QueryDict`). An empty body counts as an empty form.
    Form(Form),
}

/// The fields of a form, names and values in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// The texts.
    pub pairs: Vec<(String, String)>,
    /// The files of `multipart/form-data`, which DRF puts behind the texts.
    pub files: Vec<(String, FilePart)>,
}

/// A file in a form. No field takes files, so its content is not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilePart {
    /// The last part of the file's name, as Django cleans it.
    pub name: String,
    /// Whether Django would keep it in memory: the request is not over 2.5 MiB. Its class is called after that.
    pub in_memory: bool,
}

impl FilePart {
    /// The name of Django's class, which messages show.
    pub fn class(&self) -> &'static str {
        if self.in_memory { "InMemoryUploadedFile" } else { "TemporaryUploadedFile" }
    }
}

impl FromIterator<(String, String)> for Form {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(pairs: I) -> Self {
        Self { pairs: pairs.into_iter().collect(), files: Vec::new() }
    }
}

/// The row that a detail action works on: its primary key.
#[derive(Debug)]
pub struct Target {
    /// The primary key.
    pub key: Value,
    /// The whole row, where a hook asks for it.
    pub(crate) row: Option<crate::db::Row>,
}
