//! Where a client believes to be: scheme and host of a request, as Django's `is_secure` and `get_host` find them.

use super::response;
use crate::Settings;
use crate::quiet::Quiet;
use crate::settings::hosts::split;
use axum::response::Response;
use http::header::HOST;
use http::request::Parts;
use http::{HeaderMap, StatusCode, Version};

/// Why a request has no host that links could be made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum BadHost {
    /// HTTP/1.1 wants exactly one (RFC 9112, 3.2).
    Missing,
    /// Two may be read as one by a proxy and as the other by us.
    Several,
    /// No name and no address, or too long.
    Malformed,
    /// A host like another, but not one of this server's.
    NotAllowed(String),
}

/// Whether the client speaks HTTPS.
pub(super) fn is_secure(headers: &HeaderMap, settings: &Settings) -> bool {
    settings.proxy_ssl_header.as_ref().map_or(settings.https, |header| header.says_https(headers))
}

/// Scheme and host as they were asked for, without a slash: links begin so.
///
/// # Errors
///
/// No host, or one that is not the server's (Django's `DisallowedHost`).
pub(super) fn base(parts: &Parts, settings: &Settings) -> Result<String, BadHost> {
    let host = host(parts, settings)?;
    let Some((domain, _)) = split(&host) else { return Err(BadHost::Malformed) };
    if !settings.allowed_hosts.allows(&host) {
        return Err(BadHost::NotAllowed(domain.to_ascii_lowercase()));
    }
    Ok(format!("{}://{host}", if is_secure(&parts.headers, settings) { "https" } else { "http" }))
}

/// What the request says, whether it is right or not.
fn host<'p>(parts: &'p Parts, settings: &Settings) -> Result<std::borrow::Cow<'p, str>, BadHost> {
    let mut headers = parts.headers.get_all(HOST).iter();
    let header = headers.next();
    if headers.next().is_some() {
        return Err(BadHost::Several);
    }
    // A target with a host wins over the header, which still has to be there (RFC 9112, 3.2.2). HTTP/2 has nothing but the target's.
    match (parts.uri.authority(), header) {
        (_, None) if parts.version == Version::HTTP_11 => Err(BadHost::Missing),
        (Some(target), _) => Ok(target.as_str().into()),
        (None, Some(header)) => header.to_str().map(Into::into).map_err(|_| BadHost::Malformed),
        (None, None) if parts.version < Version::HTTP_11 => Ok(settings.allowed_hosts.server_name().into()),
        (None, None) => Err(BadHost::Missing),
    }
}

impl BadHost {
    /// Django's page for `DisallowedHost`, and a line in the log, once a second at most.
    pub(super) fn refuse(&self) -> Response {
        // What an operator can mend is not silenced by what clients make up.
        static NAMES: Quiet = Quiet::new();
        static OTHERS: Quiet = Quiet::new();
        let log = if matches!(self, Self::NotAllowed(_)) { &NAMES } else { &OTHERS };
        if let Some(others) = log.speak() {
            match self {
                Self::NotAllowed(host) => tracing::warn!(
                    host,
                    others,
                    "400: not a host of this server; if clients may use the name, add it: ALLOWED_HOSTS={host} (Settings::allowed_hosts)"
                ),
                Self::Missing => tracing::warn!(others, "400: the request has no Host header"),
                Self::Several => tracing::warn!(others, "400: the request has more than one Host header"),
                Self::Malformed => tracing::warn!(others, "400: the request's Host is neither a name nor an address"),
            }
        }
        response::page(StatusCode::BAD_REQUEST)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::settings::{AllowedHosts, ProxyHeader};
    use http::{HeaderName, Request};

    fn parts(version: Version, uri: &str, headers: &[(&str, &str)]) -> Parts {
        let mut request = Request::builder().version(version).uri(uri);
        for (name, value) in headers {
            request = request.header(*name, http::HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        request.body(()).unwrap().into_parts().0
    }

    #[test]
    fn which_host_counts() {
        let settings = Settings { allowed_hosts: AllowedHosts::parse("a.test,b.test,localhost").unwrap(), ..Settings::default() };
        let ask = |version, uri: &str, headers: &[(&str, &str)]| base(&parts(version, uri, headers), &settings);
        let (old, now, new) = (Version::HTTP_10, Version::HTTP_11, Version::HTTP_2);
        assert_eq!(ask(now, "/", &[("host", "A.test:80")]).unwrap(), "http://A.test:80");
        assert_eq!(ask(now, "http://b.test:1/x", &[("host", "a.test")]).unwrap(), "http://b.test:1");
        assert_eq!(ask(now, "http://b.test/x", &[("host", "")]).unwrap(), "http://b.test");
        assert_eq!(ask(now, "http://b.test/x", &[]), Err(BadHost::Missing));
        assert_eq!(ask(now, "http://evil.test/x", &[("host", "a.test")]), Err(BadHost::NotAllowed("evil.test".into())));
        assert_eq!(ask(now, "http://a.test@evil.test/x", &[("host", "a.test")]), Err(BadHost::Malformed));
        assert_eq!(ask(now, "/", &[]), Err(BadHost::Missing));
        assert_eq!(ask(now, "/", &[("host", "")]), Err(BadHost::Malformed));
        assert_eq!(ask(now, "/", &[("host", "a.test"), ("host", "a.test")]), Err(BadHost::Several));
        assert_eq!(ask(now, "/", &[("host", "a.test, b.test")]), Err(BadHost::Malformed));
        assert_eq!(ask(now, "/", &[("host", "é.test")]), Err(BadHost::Malformed));
        assert_eq!(ask(now, "/", &[("host", "a.test"), ("x-forwarded-host", "evil.test")]).unwrap(), "http://a.test");
        assert_eq!(ask(old, "/", &[]).unwrap(), "http://localhost");
        assert_eq!(ask(old, "/", &[("host", "a.test")]).unwrap(), "http://a.test");
        assert_eq!(ask(new, "http://a.test/", &[]).unwrap(), "http://a.test");
        assert_eq!(ask(new, "/", &[]), Err(BadHost::Missing));
        let narrow = Settings { allowed_hosts: AllowedHosts::parse("a.test").unwrap(), ..Settings::default() };
        assert_eq!(base(&parts(old, "/", &[]), &narrow), Err(BadHost::NotAllowed("localhost".into())));
    }

    #[test]
    fn the_scheme_is_the_operators_or_the_proxys() {
        let header = ProxyHeader { name: HeaderName::from_static("x-forwarded-proto"), value: "https".into() };
        let proxied = Settings { proxy_ssl_header: Some(header), https: true, ..Settings::default() };
        let scheme = |settings: &Settings, values: &[&str]| {
            let headers: Vec<(&str, &str)> = values.iter().map(|v| ("x-forwarded-proto", *v)).collect();
            is_secure(&parts(Version::HTTP_11, "/", &headers).headers, settings)
        };
        for (values, secure) in [
            (&["https"][..], true),
            (&[" https , http"], true),
            (&["http"], false),
            (&["http, https"], false),
            (&["http", "https"], false),
            (&["HTTPS"], false),
            (&[""], false),
            (&[], false),
        ] {
            assert_eq!(scheme(&proxied, values), secure, "{values:?}");
        }
        assert!(!scheme(&Settings::default(), &["https"]));
        assert!(scheme(&Settings { https: true, ..Settings::default() }, &["http"]));
    }
}
