//! The flags of `serve` for hosts, cookies and HTTPS, under the names of Django's settings; the same as variables of the environment.
//!
//! Everything is read as text, so that what is wrong can be said of the variable that a person has set.

use super::CommandError;
use crate::Settings;
use crate::settings::cookies::{Key, Kind};
use crate::settings::security::header_name;
use crate::settings::{AllowedHosts, CookieSettings, FrameOptions, ProxyHeader, SameSite, SettingError};
use clap::Args;
use std::str::FromStr;

#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Hosts, HTTPS and cookies (as Django's settings)")]
pub(super) struct Security {
    /// The host names by which clients may know the server, with commas between; .example.org includes subdomains, * is all
    /// [default: loopback names, and the address that is listened on]
    #[arg(long, env = "ALLOWED_HOSTS", value_name = "HOSTS")]
    allowed_hosts: Option<String>,
    /// Clients speak HTTPS, which a proxy in front ends: links begin with https://, cookies are Secure
    #[arg(long, env = "HTTPS", value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    https: Option<String>,
    /// The header by which a proxy says for each request that it came over HTTPS, with its value: X-Forwarded-Proto,https
    #[arg(long, env = "SECURE_PROXY_SSL_HEADER", value_name = "NAME,VALUE")]
    secure_proxy_ssl_header: Option<String>,
    /// Sends requests over HTTP to the same URL with https://
    #[arg(long, env = "SECURE_SSL_REDIRECT", value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    secure_ssl_redirect: Option<String>,
    /// Sends them to this host
    #[arg(long, env = "SECURE_SSL_HOST", value_name = "HOST")]
    secure_ssl_host: Option<String>,
    /// For how many seconds browsers shall use nothing but HTTPS
    #[arg(long, env = "SECURE_HSTS_SECONDS", value_name = "SECONDS")]
    secure_hsts_seconds: Option<String>,
    /// Also for all subdomains
    #[arg(long, env = "SECURE_HSTS_INCLUDE_SUBDOMAINS", value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    secure_hsts_include_subdomains: Option<String>,
    /// Browsers may have the domain in their own list
    #[arg(long, env = "SECURE_HSTS_PRELOAD", value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    secure_hsts_preload: Option<String>,
    /// X-Content-Type-Options: nosniff [default: true]
    #[arg(long, env = "SECURE_CONTENT_TYPE_NOSNIFF", value_name = "BOOL")]
    secure_content_type_nosniff: Option<String>,
    /// Referrer-Policy of pages; none: not sent [default: same-origin]
    #[arg(long, env = "SECURE_REFERRER_POLICY", value_name = "POLICY")]
    secure_referrer_policy: Option<String>,
    /// Cross-Origin-Opener-Policy of pages; none: not sent [default: same-origin]
    #[arg(long, env = "SECURE_CROSS_ORIGIN_OPENER_POLICY", value_name = "POLICY")]
    secure_cross_origin_opener_policy: Option<String>,
    /// Who may show pages in frames: DENY or SAMEORIGIN [default: DENY]
    #[arg(long, env = "X_FRAME_OPTIONS", value_name = "WHO")]
    x_frame_options: Option<String>,
    /// Cache-Control: private on answers to known users, of which Django REST framework says nothing [default: true]
    #[arg(long, env = "CACHE_CONTROL_PRIVATE", value_name = "BOOL")]
    cache_control_private: Option<String>,
    /// The name of the session's cookie [default: sessionid]
    #[arg(long, env = "SESSION_COOKIE_NAME", value_name = "NAME")]
    session_cookie_name: Option<String>,
    /// Its domain: .example.org shares it with subdomains [default: the host that sets it, only]
    #[arg(long, env = "SESSION_COOKIE_DOMAIN", value_name = "DOMAIN")]
    session_cookie_domain: Option<String>,
    /// Its path [default: /]
    #[arg(long, env = "SESSION_COOKIE_PATH", value_name = "PATH")]
    session_cookie_path: Option<String>,
    /// How long a session lasts, in seconds [default: 1209600, two weeks]
    #[arg(long, env = "SESSION_COOKIE_AGE", value_name = "SECONDS")]
    session_cookie_age: Option<String>,
    /// Whether browsers send it over HTTPS only [default: where clients speak HTTPS]
    #[arg(long, env = "SESSION_COOKIE_SECURE", value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    session_cookie_secure: Option<String>,
    /// Whether it is hidden from scripts [default: true]
    #[arg(long, env = "SESSION_COOKIE_HTTPONLY", value_name = "BOOL")]
    session_cookie_httponly: Option<String>,
    /// Whether it goes with requests that other sites cause: Lax, Strict, None; off: the browser decides [default: Lax]
    #[arg(long, env = "SESSION_COOKIE_SAMESITE", value_name = "WHEN")]
    session_cookie_samesite: Option<String>,
    /// The name of the cookie of the CSRF check [default: csrftoken]
    #[arg(long, env = "CSRF_COOKIE_NAME", value_name = "NAME")]
    csrf_cookie_name: Option<String>,
    /// Its domain
    #[arg(long, env = "CSRF_COOKIE_DOMAIN", value_name = "DOMAIN")]
    csrf_cookie_domain: Option<String>,
    /// Its path [default: /]
    #[arg(long, env = "CSRF_COOKIE_PATH", value_name = "PATH")]
    csrf_cookie_path: Option<String>,
    /// How long it is kept, in seconds; none: until the browser is closed [default: 31449600, a year]
    #[arg(long, env = "CSRF_COOKIE_AGE", value_name = "SECONDS")]
    csrf_cookie_age: Option<String>,
    /// Whether browsers send it over HTTPS only [default: where clients speak HTTPS]
    #[arg(long, env = "CSRF_COOKIE_SECURE", value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    csrf_cookie_secure: Option<String>,
    /// Whether it is hidden from scripts, which then cannot send it back as a header [default: false]
    #[arg(long, env = "CSRF_COOKIE_HTTPONLY", value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    csrf_cookie_httponly: Option<String>,
    /// Whether it goes with requests that other sites cause [default: Lax]
    #[arg(long, env = "CSRF_COOKIE_SAMESITE", value_name = "WHEN")]
    csrf_cookie_samesite: Option<String>,
    /// The header that holds the CSRF token [default: X-CSRFToken]
    #[arg(long, env = "CSRF_HEADER_NAME", value_name = "NAME")]
    csrf_header_name: Option<String>,
    /// Other origins whose pages may change things in a session's name, with commas between: https://app.example.org, https://*.example.org
    #[arg(long, env = "CSRF_TRUSTED_ORIGINS", value_name = "ORIGINS")]
    csrf_trusted_origins: Option<String>,
    /// /healthz is 503 while there are migrations that were not applied
    #[arg(long, env = "HEALTH_REQUIRE_MIGRATIONS", value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    health_require_migrations: Option<String>,
}

impl Security {
    /// Puts what was said in place of the defaults.
    ///
    /// # Errors
    ///
    /// Values that cannot hold, each named by its variable.
    pub(super) fn apply(&self, settings: &mut Settings) -> Result<(), CommandError> {
        self.read(settings).and_then(|()| settings.check()).map_err(|error| CommandError::new(error.to_string()))
    }

    fn read(&self, settings: &mut Settings) -> Result<(), SettingError> {
        if let Some(hosts) = said(&self.allowed_hosts) {
            settings.allowed_hosts = AllowedHosts::parse(hosts)?;
        }
        put(&mut settings.https, flag("HTTPS", &self.https)?);
        if let Some(header) = said(&self.secure_proxy_ssl_header) {
            settings.proxy_ssl_header = Some(proxy_header(header)?);
        }
        let security = &mut settings.security;
        put(&mut security.ssl_redirect, flag("SECURE_SSL_REDIRECT", &self.secure_ssl_redirect)?);
        security.ssl_host = said(&self.secure_ssl_host).map(str::to_owned).or(security.ssl_host.take());
        put(&mut security.hsts_seconds, seconds("SECURE_HSTS_SECONDS", &self.secure_hsts_seconds)?);
        put(&mut security.hsts_include_subdomains, flag("SECURE_HSTS_INCLUDE_SUBDOMAINS", &self.secure_hsts_include_subdomains)?);
        put(&mut security.hsts_preload, flag("SECURE_HSTS_PRELOAD", &self.secure_hsts_preload)?);
        put(&mut security.content_type_nosniff, flag("SECURE_CONTENT_TYPE_NOSNIFF", &self.secure_content_type_nosniff)?);
        put(&mut security.cache_control_private, flag("CACHE_CONTROL_PRIVATE", &self.cache_control_private)?);
        put(&mut security.referrer_policy, said(&self.secure_referrer_policy).map(or_none));
        put(&mut security.cross_origin_opener_policy, said(&self.secure_cross_origin_opener_policy).map(or_none));
        if let Some(who) = said(&self.x_frame_options) {
            security.frame_options = match who.to_ascii_uppercase().as_str() {
                "DENY" => FrameOptions::Deny,
                "SAMEORIGIN" => FrameOptions::SameOrigin,
                _ => return Err(wrong("X_FRAME_OPTIONS", who, "DENY or SAMEORIGIN")),
            };
        }
        let session = CookieArgs {
            kind: Kind::Session,
            name: &self.session_cookie_name,
            domain: &self.session_cookie_domain,
            path: &self.session_cookie_path,
            age: &self.session_cookie_age,
            secure: &self.session_cookie_secure,
            http_only: &self.session_cookie_httponly,
            same_site: &self.session_cookie_samesite,
        };
        session.read(&mut settings.session_cookie)?;
        let csrf = CookieArgs {
            kind: Kind::Csrf,
            name: &self.csrf_cookie_name,
            domain: &self.csrf_cookie_domain,
            path: &self.csrf_cookie_path,
            age: &self.csrf_cookie_age,
            secure: &self.csrf_cookie_secure,
            http_only: &self.csrf_cookie_httponly,
            same_site: &self.csrf_cookie_samesite,
        };
        csrf.read(&mut settings.csrf_cookie)?;
        if let Some(name) = said(&self.csrf_header_name) {
            settings.csrf_header =
                header_name(name).ok_or_else(|| wrong("CSRF_HEADER_NAME", name, "the name of a header, as X-CSRFToken"))?;
        }
        if let Some(origins) = said(&self.csrf_trusted_origins) {
            settings.csrf_trusted_origins = origins.split(',').map(str::trim).filter(|o| !o.is_empty()).map(str::to_owned).collect();
        }
        put(&mut settings.health_requires_migrations, flag("HEALTH_REQUIRE_MIGRATIONS", &self.health_require_migrations)?);
        Ok(())
    }
}

/// The flags of one cookie.
struct CookieArgs<'a> {
    kind: Kind,
    name: &'a Option<String>,
    domain: &'a Option<String>,
    path: &'a Option<String>,
    age: &'a Option<String>,
    secure: &'a Option<String>,
    http_only: &'a Option<String>,
    same_site: &'a Option<String>,
}

impl CookieArgs<'_> {
    fn read(&self, cookie: &mut CookieSettings) -> Result<(), SettingError> {
        let variable = |key| self.kind.variable(key);
        put(&mut cookie.name, said(self.name).map(str::to_owned));
        put(&mut cookie.domain, said(self.domain).map(|domain| Some(domain.to_owned())));
        put(&mut cookie.path, said(self.path).map(str::to_owned));
        if self.kind == Kind::Csrf && said(self.age).is_some_and(|age| age.eq_ignore_ascii_case("none")) {
            cookie.age = None;
        } else {
            put(&mut cookie.age, seconds(variable(Key::Age), self.age)?.map(Some));
        }
        put(&mut cookie.secure, flag(variable(Key::Secure), self.secure)?.map(Some));
        put(&mut cookie.http_only, flag(variable(Key::HttpOnly), self.http_only)?);
        if let Some(when) = said(self.same_site) {
            cookie.same_site = match when.to_ascii_lowercase().as_str() {
                "lax" => SameSite::Lax,
                "strict" => SameSite::Strict,
                "none" => SameSite::None,
                "off" | "false" => SameSite::Unset,
                _ => return Err(wrong(variable(Key::SameSite), when, "Lax, Strict, None or off")),
            };
        }
        Ok(())
    }
}

/// A value that was given; an empty variable says nothing.
fn said(value: &Option<String>) -> Option<&str> {
    value.as_deref().map(str::trim).filter(|text| !text.is_empty())
}

fn put<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

fn or_none(text: &str) -> Option<String> {
    Some(text).filter(|text| !text.eq_ignore_ascii_case("none")).map(str::to_owned)
}

fn wrong(variable: &'static str, found: &str, expected: &str) -> SettingError {
    SettingError::new(variable, format!("`{}` is not {expected}", found.escape_debug()))
}

fn flag(variable: &'static str, value: &Option<String>) -> Result<Option<bool>, SettingError> {
    let Some(text) = said(value) else { return Ok(None) };
    match text.to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" | "on" => Ok(Some(true)),
        "false" | "0" | "no" | "off" => Ok(Some(false)),
        _ => Err(wrong(variable, text, "true or false")),
    }
}

fn seconds(variable: &'static str, value: &Option<String>) -> Result<Option<u64>, SettingError> {
    said(value).map(|text| u64::from_str(text).map_err(|_| wrong(variable, text, "a number of seconds"))).transpose()
}

/// `X-Forwarded-Proto,https`; the name also as Django writes it, and a colon instead of the comma, as in a request.
fn proxy_header(text: &str) -> Result<ProxyHeader, SettingError> {
    let parts = text.split_once([',', ':']).map(|(name, value)| (header_name(name.trim()), value.trim()));
    match parts {
        Some((Some(name), value)) if !value.is_empty() && !value.contains(',') => Ok(ProxyHeader { name, value: value.to_owned() }),
        _ => Err(wrong("SECURE_PROXY_SSL_HEADER", text, "a header and its value, as X-Forwarded-Proto,https")),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Debug, Parser)]
    struct Line {
        #[command(flatten)]
        security: Security,
    }

    fn read(flags: &[&str]) -> Result<Settings, String> {
        let line = Line::try_parse_from([&["server"], flags].concat()).map_err(|e| e.to_string())?;
        let mut settings = Settings::default();
        line.security.apply(&mut settings).map_err(|e| e.to_string())?;
        Ok(settings)
    }

    #[test]
    fn what_is_said_replaces_the_defaults() {
        let settings = read(&[
            "--allowed-hosts=shop.test",
            "--https",
            "--secure-proxy-ssl-header=HTTP_X_FORWARDED_PROTO, https",
            "--secure-hsts-seconds=60",
            "--secure-hsts-preload",
            "--secure-referrer-policy=none",
            "--x-frame-options=sameorigin",
            "--session-cookie-name=__Host-s",
            "--session-cookie-age=60",
            "--session-cookie-samesite=None",
            "--csrf-cookie-domain=.shop.test",
            "--csrf-cookie-secure=false",
            "--csrf-cookie-age=none",
            "--csrf-header-name=HTTP_X_TOKEN",
            "--csrf-trusted-origins=https://a.test, https://*.b.test,",
            "--cache-control-private=off",
        ])
        .unwrap();
        assert!(settings.allowed_hosts.allows("shop.test") && settings.https && settings.security.hsts_preload);
        assert_eq!(settings.proxy_ssl_header.unwrap().name, "x-forwarded-proto");
        assert_eq!((settings.security.hsts_seconds, settings.security.referrer_policy), (60, None));
        assert_eq!(settings.security.frame_options, FrameOptions::SameOrigin);
        let session = &settings.session_cookie;
        assert_eq!((session.name.as_str(), session.age, session.same_site), ("__Host-s", Some(60), SameSite::None));
        let csrf = &settings.csrf_cookie;
        assert_eq!((csrf.domain.as_deref(), csrf.secure, csrf.age), (Some(".shop.test"), Some(false), None));
        assert_eq!(settings.csrf_header, "x-token");
        assert_eq!(settings.csrf_trusted_origins, ["https://a.test", "https://*.b.test"]);
        assert!(!settings.security.cache_control_private);
        let plain = read(&["--allowed-hosts=", "--session-cookie-domain=", "--https=", "--csrf-cookie-age= "]).unwrap();
        assert!(plain.allowed_hosts.are_default() && !plain.https);
        assert_eq!((plain.session_cookie.domain, plain.csrf_cookie.age), (None, CookieSettings::csrf().age));
    }

    #[test]
    fn what_is_wrong_is_said_of_its_variable() {
        for (flag, expected) in [
            ("--https=maybe", "HTTPS: `maybe` is not true or false"),
            ("--allowed-hosts=http://a.test", "ALLOWED_HOSTS: `http://a.test` is not a host name: write the host alone, `a.test`"),
            ("--session-cookie-age=-1", "SESSION_COOKIE_AGE: `-1` is not a number of seconds"),
            ("--session-cookie-age=none", "SESSION_COOKIE_AGE: `none` is not a number of seconds"),
            ("--session-cookie-secure=2", "SESSION_COOKIE_SECURE: `2` is not true or false"),
            ("--session-cookie-samesite=lux", "SESSION_COOKIE_SAMESITE: `lux` is not Lax, Strict, None or off"),
            ("--csrf-header-name=a b", "CSRF_HEADER_NAME: `a b` is not the name of a header, as X-CSRFToken"),
            (
                "--secure-proxy-ssl-header=https",
                "SECURE_PROXY_SSL_HEADER: `https` is not a header and its value, as X-Forwarded-Proto,https",
            ),
            ("--x-frame-options=ALLOW", "X_FRAME_OPTIONS: `ALLOW` is not DENY or SAMEORIGIN"),
            ("--secure-hsts-seconds=1y", "SECURE_HSTS_SECONDS: `1y` is not a number of seconds"),
        ] {
            assert_eq!(read(&[flag]).unwrap_err(), expected);
        }
        let error = read(&["--csrf-trusted-origins=shop.test"]).unwrap_err();
        assert_eq!(error, "CSRF_TRUSTED_ORIGINS: `shop.test` is not an origin: it begins with a scheme, as `https://example.org`");
    }
}
