//! What answers tell browsers: the headers of Django's `SecurityMiddleware` and `XFrameOptionsMiddleware`, and a Content-Security-Policy.
//!
//! All values are made when a router is.

use crate::authentication::pages;
use crate::renderers;
use crate::settings::{FrameOptions, SecuritySettings, Settings};
use ::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use ::http::{HeaderName, HeaderValue};
use axum::response::Response;
use base64::Engine as _;
use sha2::{Digest as _, Sha256};

const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const NOSNIFF: HeaderValue = HeaderValue::from_static("nosniff");
const PRIVATE: HeaderValue = HeaderValue::from_static("private");

/// The headers of an API's answers.
#[derive(Debug)]
pub(super) struct Headers {
    nosniff: bool,
    private: bool,
    /// `Strict-Transport-Security`, over HTTPS.
    hsts: Option<HeaderValue>,
    /// Of pages.
    page: Vec<(HeaderName, HeaderValue)>,
}

impl Headers {
    pub(super) fn new(settings: &Settings) -> Self {
        let security = &settings.security;
        let (frame, ancestors) = match security.frame_options {
            FrameOptions::Deny => ("DENY", "'none'"),
            FrameOptions::SameOrigin => ("SAMEORIGIN", "'self'"),
        };
        let mut page = vec![(X_FRAME_OPTIONS, HeaderValue::from_static(frame))];
        let mut add = |name: HeaderName, text: &str| page.extend(HeaderValue::from_str(text).ok().map(|value| (name, value)));
        add(CONTENT_SECURITY_POLICY, &policy(ancestors));
        if let Some(policy) = &security.referrer_policy {
            // Django joins the values of a list without spaces.
            add(REFERRER_POLICY, &policy.split(',').map(str::trim).collect::<Vec<_>>().join(","));
        }
        if let Some(policy) = &security.cross_origin_opener_policy {
            add(OPENER_POLICY, policy);
        }
        Self { nosniff: security.content_type_nosniff, private: security.cache_control_private, hsts: hsts(security), page }
    }

    /// Adds what every answer has; a header that is there already stays as it is.
    pub(super) fn add(&self, response: &mut Response, secure: bool) {
        let headers = response.headers_mut();
        let is_page = headers.get(CONTENT_TYPE).is_some_and(|media| media.as_bytes().starts_with(b"text/html"));
        if self.nosniff {
            headers.entry(X_CONTENT_TYPE_OPTIONS).or_insert(NOSNIFF);
        }
        if let Some(hsts) = self.hsts.as_ref().filter(|_| secure) {
            headers.entry(STRICT_TRANSPORT_SECURITY).or_insert_with(|| hsts.clone());
        }
        if is_page {
            for (name, value) in &self.page {
                headers.entry(name).or_insert_with(|| value.clone());
            }
        }
    }

    /// Keeps shared caches from an answer to a known user, unless it says itself who may keep it.
    pub(super) fn keep_private(&self, response: &mut Response) {
        if self.private {
            response.headers_mut().entry(CACHE_CONTROL).or_insert(PRIVATE);
        }
    }
}

/// Pages load nothing, run nothing and send forms only to this site; their styles are known by their hashes.
fn policy(ancestors: &str) -> String {
    let mut styles = String::new();
    for style in [pages::STYLE, renderers::browsable::STYLE, renderers::docs::STYLE] {
        let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(style));
        styles += &format!(" 'sha256-{hash}'");
    }
    format!("default-src 'none'; style-src{styles}; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors {ancestors}")
}

fn hsts(security: &SecuritySettings) -> Option<HeaderValue> {
    let seconds = security.hsts_seconds;
    let subdomains = if security.hsts_include_subdomains { "; includeSubDomains" } else { "" };
    let preload = if security.hsts_preload { "; preload" } else { "" };
    HeaderValue::try_from(format!("max-age={seconds}{subdomains}{preload}")).ok().filter(|_| seconds > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn answer(settings: &Settings, media: &'static str, secure: bool) -> Vec<(String, String)> {
        let mut response = Response::new(Body::empty());
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media));
        Headers::new(settings).add(&mut response, secure);
        response.headers_mut().remove(CONTENT_TYPE);
        response.headers().iter().map(|(k, v)| (k.to_string(), v.to_str().unwrap_or_default().to_owned())).collect()
    }

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn the_headers_of_django() {
        let mut settings = Settings::default();
        assert_eq!(answer(&settings, "application/json", true), [pair("x-content-type-options", "nosniff")]);
        let page = answer(&settings, "text/html; charset=utf-8", false);
        for expected in [
            pair("x-frame-options", "DENY"),
            pair("x-content-type-options", "nosniff"),
            pair("referrer-policy", "same-origin"),
            pair("cross-origin-opener-policy", "same-origin"),
        ] {
            assert!(page.contains(&expected), "{expected:?} is not in {page:?}");
        }
        let csp = page.iter().find(|(name, _)| name == "content-security-policy").map(|(_, value)| value.as_str()).unwrap_or_default();
        assert!(csp.starts_with("default-src 'none'; style-src 'sha256-") && csp.ends_with("frame-ancestors 'none'"), "{csp}");
        assert!(!csp.contains("unsafe"), "{csp}");

        settings.security = SecuritySettings {
            hsts_seconds: 3600,
            hsts_include_subdomains: true,
            hsts_preload: true,
            content_type_nosniff: false,
            referrer_policy: Some("no-referrer, strict-origin".to_owned()),
            cross_origin_opener_policy: None,
            frame_options: FrameOptions::SameOrigin,
            ..SecuritySettings::default()
        };
        assert_eq!(answer(&settings, "application/json", false), []);
        let hsts = pair("strict-transport-security", "max-age=3600; includeSubDomains; preload");
        assert_eq!(answer(&settings, "application/json", true), [hsts]);
        let page = answer(&settings, "text/html", false);
        assert!(
            page.contains(&pair("referrer-policy", "no-referrer,strict-origin")) && page.contains(&pair("x-frame-options", "SAMEORIGIN"))
        );
        assert!(page.iter().any(|(_, value)| value.ends_with("frame-ancestors 'self'")));
        assert_eq!(page.len(), 3);
    }
}
