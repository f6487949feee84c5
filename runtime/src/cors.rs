//! Which pages of other origins may read answers: django-cors-headers' middleware.
//!
//! A preflight is answered before anything is known of who asks and for what, and every answer, a refusal too, says whether its page may
//! read it.

use crate::schema::cors::Cors as Spec;
use ::http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, CONTENT_TYPE, ORIGIN, VARY,
};
use ::http::{HeaderMap, HeaderName, HeaderValue, Method};
use axum::body::Body;
use axum::response::Response;
use regex::Regex;

const REQUEST_PRIVATE_NETWORK: HeaderName = HeaderName::from_static("access-control-request-private-network");
const ALLOW_PRIVATE_NETWORK: HeaderName = HeaderName::from_static("access-control-allow-private-network");
const TRUE: HeaderValue = HeaderValue::from_static("true");

/// The longest `Origin` that is looked at, in bytes; browsers' have a scheme, a host and a port.
const MAX_ORIGIN: usize = 512;
/// What a regular expression of a spec may take when it is compiled, in bytes.
const MAX_REGEX: usize = 1 << 22;

/// The settings of `[cors]`, compiled.
#[derive(Debug)]
pub(super) struct Cors {
    origins: &'static [&'static str],
    regexes: Vec<Regex>,
    all: bool,
    credentials: bool,
    private_network: bool,
    methods: HeaderValue,
    headers: HeaderValue,
    expose: Option<HeaderValue>,
    max_age: Option<HeaderValue>,
    /// Where it holds; `None`: everywhere.
    paths: Option<Regex>,
}

/// What a request says of itself that its answer depends on.
#[derive(Debug)]
pub(super) struct Asked {
    origin: Option<HeaderValue>,
    options: bool,
    private_network: bool,
}

impl Cors {
    /// `None` where no origin is allowed: then there is no CORS at all. What does not compile allows nothing; see [`error`].
    pub(super) fn new(spec: &'static Spec) -> Option<Self> {
        if !spec.is_on() {
            return None;
        }
        let list = |items: &[&str]| HeaderValue::try_from(items.join(", ")).ok();
        Some(Self {
            origins: spec.allowed_origins,
            regexes: spec.allowed_origin_regexes.iter().filter_map(|regex| compile(regex).ok()).collect(),
            all: spec.allow_all_origins,
            credentials: spec.allow_credentials,
            private_network: spec.allow_private_network,
            methods: list(spec.allow_methods).unwrap_or(HeaderValue::from_static("")),
            headers: list(spec.allowed_headers).unwrap_or(HeaderValue::from_static("")),
            expose: Some(spec.expose_headers).filter(|names| !names.is_empty()).and_then(list),
            max_age: Some(spec.max_age).filter(|seconds| *seconds > 0).map(HeaderValue::from),
            paths: if spec.urls_regex == Spec::OFF.urls_regex { None } else { Some(compile(spec.urls_regex).ok()?) },
        })
    }

    /// What the answer will depend on; `None` if it says nothing of CORS. `path` is decoded.
    pub(super) fn asked(&self, method: &Method, path: &str, headers: &HeaderMap) -> Option<Asked> {
        if self.paths.as_ref().is_some_and(|paths| !paths.is_match(path)) {
            return None;
        }
        let mut origins = headers.get_all(ORIGIN).iter();
        // Of two origins none is believed.
        let origin = origins.next().filter(|_| origins.next().is_none()).cloned();
        let private_network = self.private_network && headers.get(REQUEST_PRIVATE_NETWORK).is_some_and(|value| value == "true");
        Some(Asked { origin, options: *method == Method::OPTIONS, private_network })
    }

    /// The answer to a preflight: an empty one, whatever the path.
    pub(super) fn preflight(asked: &Asked, headers: &HeaderMap) -> Option<Response> {
        if !asked.options || !headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD) {
            return None;
        }
        let mut response = Response::new(Body::empty());
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        Some(response)
    }

    /// Says whether the page that asked may read the answer.
    pub(super) fn add(&self, asked: Asked, response: &mut Response) {
        let headers = response.headers_mut();
        vary(headers);
        let Some(origin) = asked.origin.filter(|origin| self.allows(origin)) else { return };
        let any = self.all && !self.credentials;
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, if any { HeaderValue::from_static("*") } else { origin });
        if self.credentials {
            headers.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, TRUE);
        }
        if let Some(expose) = &self.expose {
            headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, expose.clone());
        }
        if asked.options {
            headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, self.headers.clone());
            headers.insert(ACCESS_CONTROL_ALLOW_METHODS, self.methods.clone());
            if let Some(age) = &self.max_age {
                headers.insert(ACCESS_CONTROL_MAX_AGE, age.clone());
            }
        }
        if asked.private_network {
            headers.insert(ALLOW_PRIVATE_NETWORK, TRUE);
        }
    }

    fn allows(&self, origin: &HeaderValue) -> bool {
        let Ok(origin) = origin.to_str() else { return false };
        if origin.is_empty() || origin.len() > MAX_ORIGIN {
            return false;
        }
        self.all || self.origins.contains(&origin) || self.regexes.iter().any(|regex| regex.is_match(origin))
    }
}

/// What is wrong with the regular expressions of a `[cors]`, which only a builder takes as they are.
pub(crate) fn error(spec: &Spec) -> Option<String> {
    let regexes = spec.allowed_origin_regexes.iter().chain([&spec.urls_regex]);
    regexes.map(|regex| compile(regex)).find_map(|compiled| Some(format!("cors: {}", compiled.err()?)))
}

/// Python's `re.match`: from the beginning, not to the end.
fn compile(pattern: &str) -> Result<Regex, regex::Error> {
    let text = format!(r"\A(?:{})", pattern.replace("\\Z", "\\z"));
    regex::RegexBuilder::new(&text).size_limit(MAX_REGEX).build()
}

/// Django's `patch_vary_headers(response, ("origin",))`.
fn vary(headers: &mut HeaderMap) {
    let value = match headers.get(VARY).map(HeaderValue::as_bytes) {
        None => HeaderValue::from_static("origin"),
        Some(b"Accept") => HeaderValue::from_static("Accept, origin"),
        Some(b"Cookie") => HeaderValue::from_static("Cookie, origin"),
        Some(b"Accept, Cookie") => HeaderValue::from_static("Accept, Cookie, origin"),
        Some(other) => {
            let before = String::from_utf8_lossy(other);
            if before.split(',').any(|name| matches!(name.trim(), "*") || name.trim().eq_ignore_ascii_case("origin")) {
                return;
            }
            HeaderValue::try_from(format!("{before}, origin")).unwrap_or(HeaderValue::from_static("*"))
        }
    };
    headers.insert(VARY, value);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in pairs {
            map.append(*name, HeaderValue::from_static(value));
        }
        map
    }

    fn allowed(cors: &Cors, method: &Method, pairs: &[(&'static str, &'static str)]) -> Vec<(String, String)> {
        let mut response = Response::new(Body::empty());
        if let Some(asked) = cors.asked(method, "/api/", &headers(pairs)) {
            cors.add(asked, &mut response);
        }
        let text = |value: &HeaderValue| value.to_str().unwrap_or_default().to_owned();
        response.headers().iter().map(|(name, value)| (name.as_str().replace("access-control-", ""), text(value))).collect()
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        expected.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn nothing_is_said_until_an_origin_is_allowed() {
        assert!(Cors::new(&Spec::OFF).is_none());
    }

    #[test]
    fn origins_are_those_that_are_named() {
        static SPEC: Spec = Spec {
            allowed_origins: &["https://app.test", "http://localhost:3000", "null"],
            allowed_origin_regexes: &[r"^https://[a-z]+\.shop\.test$"],
            ..Spec::OFF
        };
        let Some(cors) = Cors::new(&SPEC) else { return assert!(SPEC.is_on()) };
        for good in ["https://app.test", "http://localhost:3000", "null", "https://a.shop.test"] {
            let found = allowed(&cors, &Method::GET, &[("origin", good)]);
            assert_eq!(found, pairs(&[("vary", "origin"), ("allow-origin", good)]));
        }
        for bad in [
            "",
            "https://app.test:443",
            "http://app.test",
            "https://APP.test",
            "https://app.test/",
            "https://app.test.evil.test",
            "https://evil.test",
            "https://a.shop.test.evil.test",
            "https://a.b.shop.test",
            "http://localhost:3001",
            "https://app.test, https://evil.test",
        ] {
            assert_eq!(allowed(&cors, &Method::GET, &[("origin", bad)]), pairs(&[("vary", "origin")]), "{bad}");
        }
        assert_eq!(allowed(&cors, &Method::GET, &[]), pairs(&[("vary", "origin")]));
        let twice = [("origin", "https://app.test"), ("origin", "https://app.test")];
        assert_eq!(allowed(&cors, &Method::GET, &twice), pairs(&[("vary", "origin")]));
    }

    #[test]
    fn credentials_name_the_origin_and_preflights_the_rest() {
        static ALL: Spec = Spec { allow_all_origins: true, ..Spec::OFF };
        let Some(cors) = Cors::new(&ALL) else { return assert!(ALL.is_on()) };
        assert_eq!(allowed(&cors, &Method::GET, &[("origin", "https://x.test")]), pairs(&[("vary", "origin"), ("allow-origin", "*")]));
        static SPEC: Spec = Spec {
            allowed_origins: &["https://app.test"],
            allow_credentials: true,
            allow_private_network: true,
            expose_headers: &["x-total", "link"],
            max_age: 60,
            ..Spec::OFF
        };
        let Some(cors) = Cors::new(&SPEC) else { return assert!(SPEC.is_on()) };
        let asks = [("origin", "https://app.test"), ("access-control-request-private-network", "true")];
        let mut expected = vec![
            ("vary", "origin"),
            ("allow-origin", "https://app.test"),
            ("allow-credentials", "true"),
            ("expose-headers", "x-total, link"),
            ("allow-headers", "accept, authorization, content-type, user-agent, x-csrftoken, x-requested-with"),
            ("allow-methods", "DELETE, GET, OPTIONS, PATCH, POST, PUT"),
            ("max-age", "60"),
            ("allow-private-network", "true"),
        ];
        assert_eq!(allowed(&cors, &Method::OPTIONS, &asks), pairs(&expected));
        expected.drain(4..7);
        assert_eq!(allowed(&cors, &Method::GET, &asks), pairs(&expected));
        let with = headers(&[("access-control-request-method", "PUT")]);
        let asked = |method| cors.asked(&method, "/", &with);
        assert!(asked(Method::OPTIONS).and_then(|asked| Cors::preflight(&asked, &with)).is_some());
        assert!(asked(Method::OPTIONS).and_then(|asked| Cors::preflight(&asked, &HeaderMap::new())).is_none());
        assert!(asked(Method::GET).and_then(|asked| Cors::preflight(&asked, &with)).is_none());
    }

    #[test]
    fn other_paths_and_what_answers_vary_by() {
        static SPEC: Spec = Spec { allow_all_origins: true, urls_regex: "/api/", ..Spec::OFF };
        let Some(cors) = Cors::new(&SPEC) else { return assert!(SPEC.is_on()) };
        assert!(cors.asked(&Method::GET, "/api/x", &HeaderMap::new()).is_some());
        assert!(cors.asked(&Method::GET, "/x/api/", &HeaderMap::new()).is_none());
        for (before, after) in [
            ("Accept", "Accept, origin"),
            ("Accept, Cookie", "Accept, Cookie, origin"),
            ("X", "X, origin"),
            ("Origin, X", "Origin, X"),
            ("*", "*"),
        ] {
            let mut map = headers(&[("vary", before)]);
            vary(&mut map);
            assert_eq!(map[VARY], after);
        }
    }
}
