//! What an operator can set: docs/deploy.md has the variables and flags of `serve` that fill it.

mod connections;
pub(crate) mod cookies;
mod error;
pub(crate) mod hosts;
pub(crate) mod security;

pub use connections::ConnectionLimits;
pub use cookies::{CookieSettings, SameSite};
pub use error::SettingError;
pub use hosts::AllowedHosts;
pub use security::{FrameOptions, ProxyHeader, SecuritySettings};

use crate::passwords::Hasher;
use crate::schema::api::NumProxies;
use crate::throttling::{Rate, Redis};
use cookies::Kind;
use http::HeaderName;
use std::time::Duration;

/// Ten wrong passwords a minute.
const LOGIN_THROTTLE: Rate = Rate { requests: 10, period: Duration::from_secs(60) };

/// What an operator can set.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Bodies over this many bytes are refused with 413 (Django's `DATA_UPLOAD_MAX_MEMORY_SIZE`: 2.5 MiB).
    pub body_limit: usize,
    /// Responses over this many bytes, however they are written, are refused with 400. The rows that are held in memory for one take four
    /// times as much at most.
    pub response_limit: usize,
    /// A request that takes longer is answered with 503.
    pub timeout: Duration,
    /// Where requests are counted that many processes count together; `None`: each process counts for itself.
    pub redis: Option<Redis>,
    /// How many proxies in front are trusted to say in `X-Forwarded-For` where a request comes from (DRF's `NUM_PROXIES`); `None`: as the
    /// API says.
    pub num_proxies: Option<NumProxies>,
    /// How many wrong passwords are accepted for a name, and from an address, before logins with it are refused for a while; `None`: any
    /// number.
    pub login_throttle: Option<Rate>,
    /// How new passwords are hashed, and those that are hashed anew at a login (the first of Django's `PASSWORD_HASHERS`).
    pub password_hasher: Hasher,
    /// Clients speak HTTPS with a proxy in front: links begin with `https://`, cookies are `Secure`, and CSRF checks expect it (Django's
    /// `SECURE_PROXY_SSL_HEADER`, decided once instead of by a header that a client could send too).
    pub https: bool,
    /// How many connections there may be, and how long clients are waited for.
    pub connections: ConnectionLimits,
    /// Decides for each request whether it came over HTTPS, in place of [`Settings::https`].
    pub proxy_ssl_header: Option<ProxyHeader>,
    /// The host names by which clients may know the server; a request for another one is answered with 400.
    pub allowed_hosts: AllowedHosts,
    /// The cookie of sessions.
    pub session_cookie: CookieSettings,
    /// The cookie of the CSRF check.
    pub csrf_cookie: CookieSettings,
    /// The header that holds the CSRF token (Django's `CSRF_HEADER_NAME`).
    pub csrf_header: HeaderName,
    /// Other origins whose pages may change things in a session's name: `https://app.example.org`, and `https://*.example.org` for all
    /// subdomains (Django's `CSRF_TRUSTED_ORIGINS`).
    pub csrf_trusted_origins: Vec<String>,
    /// HTTPS, and what answers tell browsers.
    pub security: SecuritySettings,
    /// `/healthz` is 503 while there are migrations that were not applied.
    pub health_requires_migrations: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            body_limit: 2_621_440,
            response_limit: 64 << 20,
            timeout: Duration::from_secs(60),
            redis: None,
            num_proxies: None,
            login_throttle: Some(LOGIN_THROTTLE),
            password_hasher: Hasher::default(),
            https: false,
            connections: ConnectionLimits::default(),
            proxy_ssl_header: None,
            allowed_hosts: AllowedHosts::default(),
            session_cookie: CookieSettings::session(),
            csrf_cookie: CookieSettings::csrf(),
            csrf_header: HeaderName::from_static("x-csrftoken"),
            csrf_trusted_origins: Vec::new(),
            security: SecuritySettings::default(),
            health_requires_migrations: false,
        }
    }
}

impl Settings {
    /// Looks for values that browsers would refuse, and for those that cannot be sent. Routers and servers do so when they are made.
    ///
    /// # Errors
    ///
    /// The first such value.
    pub fn check(&self) -> Result<(), SettingError> {
        // Where a header decides, clients that a proxy vouches for speak HTTPS.
        let https = self.https || self.proxy_ssl_header.is_some();
        self.session_cookie.check(Kind::Session, https)?;
        self.csrf_cookie.check(Kind::Csrf, https)?;
        if self.session_cookie.name == self.csrf_cookie.name {
            let message = format!("`{}` is the name of the session's cookie: the two need names of their own", self.csrf_cookie.name);
            return Err(SettingError::new("CSRF_COOKIE_NAME", message));
        }
        for origin in &self.csrf_trusted_origins {
            security::check_trusted(origin)?;
        }
        self.security.check()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn error(change: impl FnOnce(&mut Settings)) -> String {
        let mut settings = Settings::default();
        change(&mut settings);
        settings.check().map_or_else(|e| e.to_string(), |()| String::new())
    }

    #[test]
    fn the_defaults_hold() {
        assert_eq!(error(|_| ()), "");
    }

    #[test]
    fn cookies_that_browsers_would_refuse() {
        type Change = fn(&mut Settings);
        let cases: [(Change, &str); 14] = [
            (|s| s.session_cookie.name = "a;b".into(), "SESSION_COOKIE_NAME: `a;b` is not"),
            (|s| s.session_cookie.name = "a\r\nb".into(), "SESSION_COOKIE_NAME: `a\\r\\nb` is not"),
            (|s| s.csrf_cookie.name = String::new(), "CSRF_COOKIE_NAME: `` is not"),
            (|s| s.csrf_cookie.name = "sessionid".into(), "CSRF_COOKIE_NAME: `sessionid` is the name of the session's"),
            (|s| s.session_cookie.domain = Some("https://a.test".into()), "SESSION_COOKIE_DOMAIN: `https://a.test` is not a domain"),
            (|s| s.csrf_cookie.domain = Some(".a.test:80".into()), "CSRF_COOKIE_DOMAIN: `.a.test:80` is not a domain"),
            (|s| s.session_cookie.path = "api".into(), "SESSION_COOKIE_PATH: `api` is not a path"),
            (|s| s.session_cookie.path = "/a; Secure".into(), "SESSION_COOKIE_PATH: `/a; Secure` is not a path"),
            (|s| s.session_cookie.age = Some(0), "SESSION_COOKIE_AGE: 0 is not a number of seconds"),
            (|s| s.session_cookie.age = None, "SESSION_COOKIE_AGE: a session ends"),
            (|s| s.csrf_cookie.age = Some(u64::MAX), "CSRF_COOKIE_AGE: 18446744073709551615 is not"),
            (|s| s.session_cookie.same_site = SameSite::None, "SESSION_COOKIE_SAMESITE: browsers take a cookie with SameSite=None only if"),
            (|s| s.session_cookie.name = "__Secure-id".into(), "SESSION_COOKIE_NAME: browsers take a cookie called `__Secure-id` only if"),
            (
                |s| {
                    s.https = true;
                    s.session_cookie.name = "__Host-id".into();
                    s.session_cookie.path = "/api/".into();
                },
                "SESSION_COOKIE_NAME: browsers take a cookie called `__Host-id` only without",
            ),
        ];
        for (change, expected) in cases {
            let found = error(change);
            assert!(found.starts_with(expected), "{found}");
        }
        for change in [
            (|s| s.csrf_cookie.age = None) as fn(&mut Settings),
            |s| s.session_cookie.domain = Some(".example.org".into()),
            |s| {
                s.https = true;
                s.session_cookie.name = "__Host-id".into();
                s.session_cookie.same_site = SameSite::None;
            },
            |s| {
                s.session_cookie.secure = Some(true);
                s.session_cookie.name = "__Secure-id".into();
            },
        ] {
            assert_eq!(error(change), "");
        }
    }

    #[test]
    fn origins_and_policies() {
        for origin in ["https://a.test", "https://*.a.test", "http://localhost:3000", "http://[::1]:3000", "capacitor://localhost"] {
            assert_eq!(error(|s| s.csrf_trusted_origins = vec![origin.into()]), "", "{origin}");
        }
        for (origin, help) in [
            ("a.test", "it begins with a scheme, as `https://example.org`"),
            ("https://a.test/", "it ends with the host or its port, without a path"),
            ("https://A.test", "browsers write it in lower case"),
            ("https://a.*.test", "`*` stands for subdomains, as in `https://*.example.org`"),
            ("*", "`*` stands for subdomains, as in `https://*.example.org`"),
            ("https://a.test:443", "browsers leave out the scheme's own port"),
            ("https://", "its host is not one"),
        ] {
            let found = error(|s| s.csrf_trusted_origins = vec![origin.into()]);
            assert_eq!(found, format!("CSRF_TRUSTED_ORIGINS: `{origin}` is not an origin: {help}"));
        }
        let found = error(|s| s.security.referrer_policy = Some("same-orgin".into()));
        assert!(found.starts_with("SECURE_REFERRER_POLICY: `same-orgin` is none of no-referrer,"), "{found}");
        assert_eq!(error(|s| s.security.referrer_policy = Some("no-referrer, strict-origin".into())), "");
        assert!(error(|s| s.security.cross_origin_opener_policy = Some("x\r\ny".into())).contains("OPENER_POLICY: `x\\r\\ny` is none of"));
        assert!(error(|s| s.security.ssl_host = Some("a/b".into())).starts_with("SECURE_SSL_HOST: `a/b` is not a host"));
    }
}
