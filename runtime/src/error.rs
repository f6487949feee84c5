//! What is answered instead of what was asked for: DRF's `exceptions` and validation errors.

use crate::json::surrogates;
use http::{HeaderName, StatusCode};
use std::fmt;

/// Validation errors: messages, or errors by name (a field, `non_field_errors`, the index of an item of a list).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Errors {
    /// Messages.
    List(Vec<String>),
    /// Errors by name, in order.
    Dict(Vec<(String, Errors)>),
}

impl Errors {
    /// One message.
    pub fn message(text: impl Into<String>) -> Self {
        Self::List(vec![text.into()])
    }

    /// One message under one name.
    pub fn field(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self::Dict(vec![(name.into(), Self::message(text))])
    }

    /// One message that belongs to no field (`non_field_errors`).
    pub fn non_field(text: impl Into<String>) -> Self {
        Self::field("non_field_errors", text)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::List(list) => list.is_empty(),
            Self::Dict(entries) => entries.is_empty(),
        }
    }

    /// The same without lone surrogates (see `json::surrogates`).
    #[must_use]
    pub(crate) fn without_surrogates(self) -> Self {
        match self {
            Self::List(list) => Self::List(list.iter().map(|text| surrogates::shown(text).into_owned()).collect()),
            Self::Dict(entries) => Self::Dict(
                entries.into_iter().map(|(key, errors)| (surrogates::shown(&key).into_owned(), errors.without_surrogates())).collect(),
            ),
        }
    }

    /// As the body of an answer.
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            Self::List(list) => serde_json::Value::Array(list.iter().map(|m| m.clone().into()).collect()),
            Self::Dict(entries) => serde_json::Value::Object(entries.iter().map(|(k, v)| (k.clone(), v.to_json())).collect()),
        }
    }
}

/// The body of a refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ErrorBody {
    /// `{"detail": …}`.
    Detail(String),
    /// Validation errors.
    Errors(Errors),
    /// Django's own page, `text/html`: what an unrouted URL gets.
    Page(&'static str),
}

/// A refusal: every action returns it instead of an answer, and only `http` turns it into a response.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{status}: {body:?}")]
pub struct ApiError {
    /// The status.
    pub status: StatusCode,
    /// The body.
    pub body: ErrorBody,
    /// Headers of its own (`WWW-Authenticate`, `Retry-After`).
    pub headers: Vec<(HeaderName, String)>,
    /// Whether the same request may well succeed at once: another transaction was in its way, and nothing was written.
    pub transient: bool,
    /// Whether a constraint refused what validation had found to be right, so that another writer may have been quicker: the same request is then
    /// refused by validation, in its words and in its place. Nothing was written.
    pub(crate) raced: bool,
}

impl ApiError {
    /// `{"detail": text}` with a status.
    pub fn detail(status: StatusCode, text: impl Into<String>) -> Self {
        Self { status, body: ErrorBody::Detail(text.into()), headers: Vec::new(), transient: false, raced: false }
    }

    /// DRF's `ValidationError`: 400.
    pub fn invalid(errors: Errors) -> Self {
        Self { status: StatusCode::BAD_REQUEST, body: ErrorBody::Errors(errors), headers: Vec::new(), transient: false, raced: false }
    }

    /// DRF's `ValidationError("…")`: in `validate` under `non_field_errors`, in `validate_<field>` under the field.
    pub fn validation(text: impl Into<String>) -> Self {
        Self::invalid(Errors::message(text))
    }

    /// DRF's `ValidationError({"name": "…"})`.
    pub fn field(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self::invalid(Errors::field(name, text))
    }

    /// DRF's `ParseError`: 400 with a detail.
    pub fn parse(text: impl Into<String>) -> Self {
        Self::detail(StatusCode::BAD_REQUEST, text)
    }

    /// DRF's `NotFound`.
    pub fn not_found() -> Self {
        Self::detail(StatusCode::NOT_FOUND, "Not found.")
    }

    /// Django's 404 of `get_object_or_404`.
    pub fn no_match(model: &str) -> Self {
        Self::detail(StatusCode::NOT_FOUND, format!("No {model} matches the given query."))
    }

    /// DRF's `PermissionDenied`.
    pub fn forbidden() -> Self {
        Self::detail(StatusCode::FORBIDDEN, "You do not have permission to perform this action.")
    }

    /// 500: a fault of the server, not of the request. The cause is logged, and the client learns no more than that there was an error.
    pub fn internal(cause: impl fmt::Display) -> Self {
        tracing::error!(%cause, "internal error");
        Self::detail(StatusCode::INTERNAL_SERVER_ERROR, "A server error occurred.")
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}
