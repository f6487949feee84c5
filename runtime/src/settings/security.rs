//! HTTPS and the headers that protect browsers: the settings of Django's `SecurityMiddleware`, `XFrameOptionsMiddleware` and
//! `CsrfViewMiddleware`, under their names.

use super::cookies::is_token;
use super::error::SettingError;
use super::hosts;
use crate::schema::cors;
use http::{HeaderMap, HeaderName};

/// How a proxy says that its client speaks HTTPS (Django's `SECURE_PROXY_SSL_HEADER`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProxyHeader {
    /// The header; the proxy has to set it on every request, whatever the client sent.
    pub name: HeaderName,
    /// Its value for HTTPS; with any other, and without the header, the client speaks HTTP.
    pub value: String,
}

impl ProxyHeader {
    /// Whether a request came over HTTPS; of several values the first counts, as in Django.
    pub(crate) fn says_https(&self, headers: &HeaderMap) -> bool {
        let first = headers.get(&self.name).and_then(|value| value.as_bytes().split(|b| *b == b',').next());
        first.is_some_and(|value| value.trim_ascii() == self.value.as_bytes())
    }
}

/// Whether other pages may show a page in a frame (Django's `X_FRAME_OPTIONS`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameOptions {
    /// None may.
    Deny,
    /// Those of the same origin may.
    SameOrigin,
}

/// What answers tell browsers, and what becomes of plain HTTP. The defaults are Django's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecuritySettings {
    /// Sends requests over HTTP to the same URL with `https://` (`SECURE_SSL_REDIRECT`).
    pub ssl_redirect: bool,
    /// Sends them to this host instead of their own (`SECURE_SSL_HOST`).
    pub ssl_host: Option<String>,
    /// For how many seconds browsers shall use nothing but HTTPS; 0: the header is not sent (`SECURE_HSTS_SECONDS`).
    pub hsts_seconds: u64,
    /// Also for all subdomains (`SECURE_HSTS_INCLUDE_SUBDOMAINS`).
    pub hsts_include_subdomains: bool,
    /// Browsers may have the domain in their own list (`SECURE_HSTS_PRELOAD`).
    pub hsts_preload: bool,
    /// `X-Content-Type-Options: nosniff`, on every answer (`SECURE_CONTENT_TYPE_NOSNIFF`).
    pub content_type_nosniff: bool,
    /// `Referrer-Policy` of pages; `None`: not sent (`SECURE_REFERRER_POLICY`).
    pub referrer_policy: Option<String>,
    /// `Cross-Origin-Opener-Policy` of pages; `None`: not sent (`SECURE_CROSS_ORIGIN_OPENER_POLICY`).
    pub cross_origin_opener_policy: Option<String>,
    /// `X-Frame-Options` of pages, and `frame-ancestors` of their Content-Security-Policy (`X_FRAME_OPTIONS`).
    pub frame_options: FrameOptions,
    /// `Cache-Control: private` on answers to a known user, which no shared cache may keep. Django REST framework says nothing.
    pub cache_control_private: bool,
}

impl Default for SecuritySettings {
    fn default() -> Self {
        Self {
            ssl_redirect: false,
            ssl_host: None,
            hsts_seconds: 0,
            hsts_include_subdomains: false,
            hsts_preload: false,
            content_type_nosniff: true,
            referrer_policy: Some("same-origin".to_owned()),
            cross_origin_opener_policy: Some("same-origin".to_owned()),
            frame_options: FrameOptions::Deny,
            cache_control_private: true,
        }
    }
}

/// RFC 6797 sets no bound; a longer time than a hundred years is a mistake.
const MAX_HSTS: u64 = 3_153_600_000;
/// Django's `REFERRER_POLICY_VALUES`.
const REFERRER_POLICIES: [&str; 8] = [
    "no-referrer",
    "no-referrer-when-downgrade",
    "origin",
    "origin-when-cross-origin",
    "same-origin",
    "strict-origin",
    "strict-origin-when-cross-origin",
    "unsafe-url",
];
/// Django's `CROSS_ORIGIN_OPENER_POLICY_VALUES`.
const OPENER_POLICIES: [&str; 3] = ["same-origin", "same-origin-allow-popups", "unsafe-none"];

impl SecuritySettings {
    pub(super) fn check(&self) -> Result<(), SettingError> {
        if let Some(host) = &self.ssl_host
            && hosts::split(host).is_none()
        {
            return Err(SettingError::new("SECURE_SSL_HOST", format!("`{}` is not a host, with or without a port", host.escape_debug())));
        }
        if self.hsts_seconds > MAX_HSTS {
            return Err(SettingError::new("SECURE_HSTS_SECONDS", format!("{} is more than {MAX_HSTS}", self.hsts_seconds)));
        }
        let words = |variable, text: &Option<String>, known: &[&str]| {
            let unknown = text.iter().flat_map(|text| text.split(',')).map(str::trim).find(|word| !known.contains(word));
            match unknown {
                Some(word) => Err(SettingError::new(variable, format!("`{}` is none of {}", word.escape_debug(), known.join(", ")))),
                None => Ok(()),
            }
        };
        words("SECURE_REFERRER_POLICY", &self.referrer_policy, &REFERRER_POLICIES)?;
        // Only one value is one: browsers take a list for an unknown value.
        match &self.cross_origin_opener_policy {
            Some(policy) if policy.contains(',') => {
                Err(SettingError::new("SECURE_CROSS_ORIGIN_OPENER_POLICY", "it is a single value".to_owned()))
            }
            policy => words("SECURE_CROSS_ORIGIN_OPENER_POLICY", policy, &OPENER_POLICIES),
        }
    }
}

/// The name of a header, written as Django's settings do (`HTTP_X_FORWARDED_PROTO`) or as in a request (`X-Forwarded-Proto`).
pub(crate) fn header_name(text: &str) -> Option<HeaderName> {
    let plain = match text.strip_prefix("HTTP_") {
        Some(rest) => rest.replace('_', "-"),
        None => text.to_owned(),
    };
    if plain.is_empty() || !plain.bytes().all(is_token) {
        return None;
    }
    HeaderName::try_from(plain.to_ascii_lowercase()).ok()
}

/// What is wrong with an origin of `CSRF_TRUSTED_ORIGINS`; nothing, if it is one. `https://*.example.org` stands for all subdomains.
pub(super) fn check_trusted(origin: &str) -> Result<(), SettingError> {
    let plain = match origin.split_once("://*.") {
        Some((scheme, domain)) => format!("{scheme}://{domain}"),
        None => origin.to_owned(),
    };
    let help = match cors::origin_error(&plain) {
        None => return Ok(()),
        Some(_) if plain.contains('*') => "`*` stands for subdomains, as in `https://*.example.org`",
        Some(help) => help,
    };
    Err(SettingError::new("CSRF_TRUSTED_ORIGINS", format!("`{}` is not an origin: {help}", origin.escape_debug())))
}
