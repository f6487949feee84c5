//! What a view answers, before it is rendered.

use super::negotiation::Accepted;
use crate::ApiError;
use crate::authentication::Identity;
use crate::request::Answer;
use crate::schema::viewset::Authentication;
use http::header::{AUTHORIZATION, HeaderMap};

/// What a view did, and what rendering it takes.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// Who writes the answer.
    pub(crate) accepted: Accepted,
    /// Whether the session was asked who it is: then the answer depends on the cookie.
    pub(crate) session: bool,
    /// The answer, or the refusal.
    pub(crate) result: Result<Answer, ApiError>,
}

/// Whether `SessionAuthentication` was reached: every class before it knew nothing of the request. A class that finds its own scheme in
/// `Authorization` always decides, one way or the other.
pub(super) fn asks_session(classes: &[Authentication], headers: &HeaderMap, identity: &Result<Option<Identity>, ApiError>) -> bool {
    let Some(session) = classes.iter().position(|c| *c == Authentication::Session) else { return false };
    let decided = match identity {
        Ok(None) => None,
        Ok(Some(identity)) => classes.iter().position(|c| *c == identity.class),
        Err(_) => {
            let header = headers.get(AUTHORIZATION).map_or(&b""[..], |v| v.as_bytes());
            let scheme = header.split(u8::is_ascii_whitespace).find(|w| !w.is_empty()).unwrap_or_default();
            classes.iter().position(|c| match c {
                Authentication::Session => false,
                Authentication::Basic => scheme.eq_ignore_ascii_case(b"basic"),
                Authentication::Token => scheme.eq_ignore_ascii_case(b"token"),
            })
        }
    };
    decided.is_none_or(|at| at >= session)
}
