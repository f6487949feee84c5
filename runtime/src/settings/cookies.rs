//! The cookies of sessions and of the CSRF check: Django's `SESSION_COOKIE_…` and `CSRF_COOKIE_…`.

use super::error::SettingError;
use super::hosts;

/// Two weeks, in seconds (Django's `SESSION_COOKIE_AGE`).
const SESSION_AGE: u64 = 1_209_600;
/// A year, in seconds (Django's `CSRF_COOKIE_AGE`).
const CSRF_AGE: u64 = 31_449_600;
/// The longest age that is taken, in seconds: a hundred years.
const MAX_AGE: u64 = 3_153_600_000;

/// Whether a cookie goes with requests that other sites cause (Django's `SESSION_COOKIE_SAMESITE`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SameSite {
    /// With links that are followed, not with forms and scripts of other sites.
    Lax,
    /// Never.
    Strict,
    /// Always; browsers want such cookies to be `Secure`.
    None,
    /// The attribute is not sent: the browser decides.
    Unset,
}

impl SameSite {
    /// The attribute's value.
    pub(crate) fn text(self) -> Option<&'static str> {
        match self {
            Self::Lax => Some("Lax"),
            Self::Strict => Some("Strict"),
            Self::None => Some("None"),
            Self::Unset => None,
        }
    }
}

/// One cookie: its name, and the attributes that it is sent with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CookieSettings {
    /// The name.
    pub name: String,
    /// `Domain`: `.example.org` shares the cookie with all subdomains. `None`: the host that sets it, only.
    pub domain: Option<String>,
    /// `Path`.
    pub path: String,
    /// How long it is kept, in seconds; of the session's cookie also how long the session lasts. `None`: until the browser is closed, which
    /// Django has for the CSRF cookie only.
    pub age: Option<u64>,
    /// `Secure`: browsers send it over HTTPS only. `None`: where it is set over HTTPS.
    pub secure: Option<bool>,
    /// `HttpOnly`: scripts cannot read it.
    pub http_only: bool,
    /// `SameSite`.
    pub same_site: SameSite,
}

impl CookieSettings {
    /// Django's defaults for the cookie of sessions; `Secure` over HTTPS.
    pub fn session() -> Self {
        Self {
            name: "sessionid".to_owned(),
            domain: None,
            path: "/".to_owned(),
            age: Some(SESSION_AGE),
            secure: None,
            http_only: true,
            same_site: SameSite::Lax,
        }
    }

    /// Django's defaults for the CSRF cookie; `Secure` over HTTPS. Scripts read it, to send it back as a header.
    pub fn csrf() -> Self {
        Self { name: "csrftoken".to_owned(), age: Some(CSRF_AGE), http_only: false, ..Self::session() }
    }

    /// What browsers would refuse, or what could not be sent. `prefix`: of the variables (`SESSION_COOKIE_`); `https`: whether clients speak
    /// HTTPS, so that a cookie that leaves it open is `Secure`.
    pub(super) fn check(&self, kind: Kind, https: bool) -> Result<(), SettingError> {
        let wrong = |key: Key, message: String| Err(SettingError::new(kind.variable(key), message));
        let name = &self.name;
        if name.is_empty() || name.len() > 128 || !name.bytes().all(is_token) {
            return wrong(Key::Name, format!("`{}` is not a cookie's name: it has letters, digits, `_`, `-` and `.`", name.escape_debug()));
        }
        if let Some(domain) = &self.domain
            && !matches!(hosts::split(domain.strip_prefix('.').unwrap_or(domain)), Some((_, "")))
        {
            return wrong(
                Key::Domain,
                format!("`{}` is not a domain: write `example.org`, or `.example.org`, without a scheme or a port", domain.escape_debug()),
            );
        }
        if !self.path.starts_with('/') || !self.path.bytes().all(|b| b.is_ascii_graphic() && b != b';') {
            return wrong(
                Key::Path,
                format!("`{}` is not a path: it begins with a slash, and has no `;` or space", self.path.escape_debug()),
            );
        }
        if let Some(age) = self.age
            && !(1..=MAX_AGE).contains(&age)
        {
            return wrong(Key::Age, format!("{age} is not a number of seconds between 1 and {MAX_AGE}"));
        }
        if kind == Kind::Session && self.age.is_none() {
            return wrong(Key::Age, "a session ends at some time: give a number of seconds".to_owned());
        }
        let secure = self.secure.unwrap_or(https);
        let wants =
            |what: &str| format!("browsers take {what} only if it is Secure: set {}=true, or HTTPS=true", kind.variable(Key::Secure));
        if self.same_site == SameSite::None && !secure {
            return wrong(Key::SameSite, wants("a cookie with SameSite=None"));
        }
        if (name.starts_with("__Secure-") || name.starts_with("__Host-")) && !secure {
            return wrong(Key::Name, wants(&format!("a cookie called `{name}`")));
        }
        if name.starts_with("__Host-") && (self.domain.is_some() || self.path != "/") {
            return wrong(Key::Name, format!("browsers take a cookie called `{name}` only without a domain, and for the path `/`"));
        }
        Ok(())
    }
}

/// A character of a header's or a cookie's name (RFC 9110's `tchar`).
pub(crate) fn is_token(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b)
}

/// Which cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Session,
    Csrf,
}

/// What of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    Name,
    Domain,
    Path,
    Age,
    Secure,
    HttpOnly,
    SameSite,
}

impl Kind {
    /// Django's name of a setting, which is also the variable's.
    pub(crate) fn variable(self, key: Key) -> &'static str {
        match (self, key) {
            (Self::Session, Key::Name) => "SESSION_COOKIE_NAME",
            (Self::Session, Key::Domain) => "SESSION_COOKIE_DOMAIN",
            (Self::Session, Key::Path) => "SESSION_COOKIE_PATH",
            (Self::Session, Key::Age) => "SESSION_COOKIE_AGE",
            (Self::Session, Key::Secure) => "SESSION_COOKIE_SECURE",
            (Self::Session, Key::HttpOnly) => "SESSION_COOKIE_HTTPONLY",
            (Self::Session, Key::SameSite) => "SESSION_COOKIE_SAMESITE",
            (Self::Csrf, Key::Name) => "CSRF_COOKIE_NAME",
            (Self::Csrf, Key::Domain) => "CSRF_COOKIE_DOMAIN",
            (Self::Csrf, Key::Path) => "CSRF_COOKIE_PATH",
            (Self::Csrf, Key::Age) => "CSRF_COOKIE_AGE",
            (Self::Csrf, Key::Secure) => "CSRF_COOKIE_SECURE",
            (Self::Csrf, Key::HttpOnly) => "CSRF_COOKIE_HTTPONLY",
            (Self::Csrf, Key::SameSite) => "CSRF_COOKIE_SAMESITE",
        }
    }
}
