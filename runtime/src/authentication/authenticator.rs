//! What the classes of authentication share.

use super::flights::Flights;
use super::limit::LoginLimit;
use crate::db::Row;
use crate::passwords::Passwords;
use crate::request::User;
use crate::schema::Api;
use crate::schema::api::NumProxies;
use crate::throttling::Client;
use crate::{ApiError, Database, Request, Settings};
use http::HeaderMap;
use http::header::AUTHORIZATION;
use std::sync::Arc;

/// Knows users: what authentication needs of an API.
#[derive(Debug)]
pub struct Authenticator {
    pub(super) api: &'static Api,
    pub(super) db: Database,
    pub(super) settings: Settings,
    /// How many proxies say where a request comes from.
    proxies: NumProxies,
    /// Checks passwords.
    pub(crate) passwords: Arc<Passwords>,
    /// Counts wrong passwords.
    pub(super) logins: LoginLimit,
    /// Passwords that are being checked.
    pub(super) flights: Flights,
}

impl Authenticator {
    /// Knows the users of a database.
    pub fn new(api: &'static Api, db: &Database, settings: &Settings) -> Self {
        Self {
            api,
            db: db.clone(),
            settings: settings.clone(),
            proxies: settings.num_proxies.unwrap_or(api.throttling.num_proxies),
            passwords: Arc::new(Passwords::new(settings.password_hasher)),
            logins: LoginLimit::new(api, settings),
            flights: Flights::default(),
        }
    }

    /// The address that a request comes from, as far as proxies are trusted to say it.
    pub(super) fn address(&self, req: &Request) -> Client {
        Client::of_request(req, self.proxies)
    }
}

/// Why a class refuses the request; what status that is depends on the first class.
pub(super) enum Refusal {
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

/// The words of the `Authorization` header, if the first is this scheme.
pub(super) fn credentials<'a>(headers: &'a HeaderMap, scheme: &str) -> Option<Vec<&'a [u8]>> {
    let header = headers.get(AUTHORIZATION)?.as_bytes();
    let mut words = header.split(u8::is_ascii_whitespace).filter(|w| !w.is_empty());
    let first = words.next()?;
    first.eq_ignore_ascii_case(scheme.as_bytes()).then(|| words.collect())
}

/// A row of id, username, is_staff, is_superuser, two columns of the class that asked, email, first_name and last_name.
pub(super) fn user(row: &Row) -> Option<User> {
    let text = |column: usize| row.text(column).map(|text| text.to_string());
    Some(User {
        id: row.int(0)?,
        username: text(1)?,
        email: text(6)?,
        first_name: text(7)?,
        last_name: text(8)?,
        is_staff: row.int(2) == Some(1),
        is_superuser: row.int(3) == Some(1),
    })
}
