//! Refusals whose status depends on how the API knows its users: DRF's `APIView.permission_denied` and `handle_exception`.

use crate::ApiError;
use crate::schema::viewset::Authentication;
use http::StatusCode;
use http::header::WWW_AUTHENTICATE;

/// The `WWW-Authenticate` of the first class; `None` makes every 401 a 403.
pub(crate) fn challenge(classes: &[Authentication]) -> Option<&'static str> {
    match classes.first()? {
        Authentication::Session => None,
        Authentication::Basic => Some("Basic realm=\"api\""),
        Authentication::Token => Some("Token"),
    }
}

/// DRF's `AuthenticationFailed` and `NotAuthenticated` with a text.
pub(crate) fn unauthenticated(classes: &[Authentication], text: &str) -> ApiError {
    match challenge(classes) {
        Some(challenge) => ApiError::detail(StatusCode::UNAUTHORIZED, text).header(WWW_AUTHENTICATE, challenge),
        None => ApiError::detail(StatusCode::FORBIDDEN, text),
    }
}

/// DRF's `NotAuthenticated`: the refusal of a request without a user.
pub(crate) fn not_authenticated(classes: &[Authentication]) -> ApiError {
    unauthenticated(classes, "Authentication credentials were not provided.")
}

/// DRF's `APIView.permission_denied`: the refusal of a request with a user (`authenticated`) or without one.
pub(crate) fn denied(classes: &[Authentication], authenticated: bool) -> ApiError {
    if classes.is_empty() || authenticated { ApiError::forbidden() } else { not_authenticated(classes) }
}
