//! Who asks: DRF's `authentication` classes.

mod basic;
mod cookies;
pub(crate) mod csrf;
pub mod limit;
pub mod login;
pub mod pages;
pub(crate) mod session;
mod token;

use crate::passwords::Passwords;
use crate::request::User;
use crate::schema::Api;
use crate::schema::api::NumProxies;
use crate::schema::link::Graph;
use crate::schema::viewset::Authentication;
use crate::throttling::Client;
use crate::{ApiError, Database, Request, Settings, refusals};
use http::HeaderMap;
use http::header::AUTHORIZATION;
use limit::LoginLimit;
use login::Flights;

/// A user, and which class found them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Who.
    pub user: User,
    /// By which class.
    pub class: Authentication,
}

/// Knows users: what authentication needs of an API.
#[derive(Debug)]
pub struct Authenticator {
    api: &'static Api,
    db: Database,
    settings: Settings,
    /// How many proxies say where a request comes from.
    proxies: NumProxies,
    /// Checks passwords.
    pub(crate) passwords: Passwords,
    /// Counts wrong passwords.
    logins: LoginLimit,
    /// Passwords that are being checked.
    flights: Flights,
}

impl Authenticator {
    /// Knows the users of a database.
    pub fn new(api: &'static Api, db: &Database, settings: &Settings) -> Self {
        Self {
            api,
            db: db.clone(),
            settings: settings.clone(),
            proxies: settings.num_proxies.unwrap_or(api.throttling.num_proxies),
            passwords: Passwords::new(settings.password_hasher),
            logins: LoginLimit::new(api, settings),
            flights: Flights::default(),
        }
    }

    /// The address that a request comes from, as far as proxies are trusted to say it.
    fn address(&self, req: &Request) -> Client {
        Client::of_request(req, self.proxies)
    }
}

/// Why a class refuses the request; what status that is depends on the first class.
enum Refusal {
    /// DRF's `AuthenticationFailed`: credentials were sent, and are wrong.
    Failed(&'static str),
    /// Anything else, as it stands.
    Other(ApiError),
}

impl<E: Into<ApiError>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self::Other(error.into())
    }
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

/// The words of the `Authorization` header, if the first is this scheme.
fn credentials<'a>(headers: &'a HeaderMap, scheme: &str) -> Option<Vec<&'a [u8]>> {
    let header = headers.get(AUTHORIZATION)?.as_bytes();
    let mut words = header.split(u8::is_ascii_whitespace).filter(|w| !w.is_empty());
    let first = words.next()?;
    first.eq_ignore_ascii_case(scheme.as_bytes()).then(|| words.collect())
}

/// The first four columns of a row: id, username, is_staff, is_superuser.
fn user(row: &crate::db::Row) -> Option<User> {
    Some(User { id: row.int(0)?, username: row.text(1)?.to_string(), is_staff: row.int(2) == Some(1), is_superuser: row.int(3) == Some(1) })
}

#[cfg(test)]
mod tests;
