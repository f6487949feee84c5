//! Who asks: DRF's `authentication` classes.

mod authenticator;
mod basic;
mod cookies;
pub(crate) mod csrf;
mod flights;
pub mod limit;
pub mod login;
pub mod pages;
pub(crate) mod session;
mod token;

pub use authenticator::Authenticator;

use crate::request::User;
use crate::schema::link::Graph;
use crate::schema::viewset::Authentication;
use crate::{ApiError, Request, refusals};
use authenticator::Refusal;

/// A user, and which class found them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Who.
    pub user: User,
    /// By which class.
    pub class: Authentication,
}

/// Asks each class in turn. The first that knows the user wins; the first that finds wrong credentials refuses the request.
///
/// `None` is Django's `AnonymousUser`.
///
/// # Errors
///
/// Wrong credentials: 401 with the challenge of the first class, or 403 where it has none (DRF's `APIView.handle_exception`).
pub async fn authenticate(auth: &Authenticator, classes: &[Authentication], req: &Request) -> Result<Option<Identity>, ApiError> {
    for &class in classes {
        let found = match class {
            Authentication::Session => session::authenticate(auth, req).await,
            Authentication::Basic => basic::authenticate(auth, req).await,
            Authentication::Token => token::authenticate(auth, &req.headers).await,
        };
        match found {
            Ok(Some(user)) => return Ok(Some(Identity { user, class })),
            Ok(None) => {}
            Err(Refusal::Failed(text)) => return Err(refusals::unauthenticated(classes, text)),
            Err(Refusal::Other(error)) => return Err(error),
        }
    }
    Ok(None)
}

/// Whether anything in the API knows users by sessions; then there are pages to log in and out.
pub fn uses_sessions(graph: &Graph) -> bool {
    let used = |classes: &[Authentication]| classes.contains(&Authentication::Session);
    used(graph.api.authentication) || graph.views.iter().any(|v| v.routed && used(v.authentication))
}

#[cfg(test)]
mod tests;
