//! Which pages of other origins may read answers: the settings of django-cors-headers.

/// `[cors]`: nothing is allowed until origins are named.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cors {
    /// Origins whose pages may read answers: `https://app.example.org`. `null` stands for pages without an origin, as files have it.
    pub allowed_origins: &'static [&'static str],
    /// Regular expressions that an origin matches from its beginning (Python's `re.match`); end them with `$`.
    pub allowed_origin_regexes: &'static [&'static str],
    /// Every origin.
    pub allow_all_origins: bool,
    /// Browsers may send cookies and `Authorization` along, and show the answer to the page.
    pub allow_credentials: bool,
    /// Pages of public sites may ask a server in a private network (`Access-Control-Allow-Private-Network`).
    pub allow_private_network: bool,
    /// The methods that a page may use.
    pub allow_methods: &'static [&'static str],
    /// The headers that a page may send.
    pub allowed_headers: &'static [&'static str],
    /// The headers of answers that a page may read, beside those that it always may.
    pub expose_headers: &'static [&'static str],
    /// For how many seconds a browser may keep what it was told; 0: it is not told how long.
    pub max_age: u64,
    /// Paths, by a regular expression that they match from their beginning, where all this holds.
    pub urls_regex: &'static str,
}

impl Cors {
    /// Nothing is allowed; everything else has the defaults of django-cors-headers: `Cors { allowed_origins: &[…], ..Cors::OFF }`.
    pub const OFF: Self = Self {
        allowed_origins: &[],
        allowed_origin_regexes: &[],
        allow_all_origins: false,
        allow_credentials: false,
        allow_private_network: false,
        allow_methods: &["DELETE", "GET", "OPTIONS", "PATCH", "POST", "PUT"],
        allowed_headers: &["accept", "authorization", "content-type", "user-agent", "x-csrftoken", "x-requested-with"],
        expose_headers: &[],
        max_age: 86_400,
        urls_regex: "^/.*$",
    };

    /// Whether any origin is allowed: else answers are as if there were no CORS.
    pub const fn is_on(&self) -> bool {
        self.allow_all_origins || !self.allowed_origins.is_empty() || !self.allowed_origin_regexes.is_empty()
    }
}

/// The origins that are no URLs: of sandboxed pages and `data:` URLs, and of files in some browsers.
const SPECIAL: [&str; 2] = ["null", "file://"];

/// Why a text is not an origin that a browser could send; `None` if it is one.
pub fn origin_error(origin: &str) -> Option<&'static str> {
    if SPECIAL.contains(&origin) {
        return None;
    }
    let Some((scheme, host)) = origin.split_once("://") else {
        return Some("it begins with a scheme, as `https://example.org`");
    };
    if origin.bytes().any(|b| b.is_ascii_uppercase()) {
        return Some("browsers write it in lower case");
    }
    if !scheme.starts_with(|c: char| c.is_ascii_lowercase()) || !scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b)) {
        return Some("it begins with a scheme, as `https://example.org`");
    }
    if host.contains(['/', '?', '#']) {
        return Some("it ends with the host or its port, without a path");
    }
    let (domain, port) = match host.rsplit_once(':') {
        Some((domain, port)) if !port.contains(']') => (domain, Some(port)),
        _ => (host, None),
    };
    let name = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b));
    let address = |text: &str| text.contains(':') && text.bytes().all(|b| b.is_ascii_hexdigit() || b":.".contains(&b));
    let fine = match domain.strip_prefix('[').and_then(|d| d.strip_suffix(']')) {
        Some(inner) => address(inner),
        None => name(domain),
    };
    if !fine {
        return Some("its host is not one");
    }
    match port {
        Some(port) if port.parse::<u16>().is_err() || port.starts_with('+') => Some("its port is not a number up to 65535"),
        Some("443") if scheme == "https" => Some("browsers leave out the scheme's own port"),
        Some("80") if scheme == "http" => Some("browsers leave out the scheme's own port"),
        _ => None,
    }
}

/// Whether a text can be a method or the name of a header (RFC 9110's `token`).
pub fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins() {
        for good in [
            "https://example.org",
            "http://localhost:3000",
            "http://127.0.0.1:8080",
            "http://[::1]:3000",
            "http://[::1]",
            "capacitor://localhost",
            "null",
            "file://",
            "https://example.org:80",
        ] {
            assert_eq!(origin_error(good), None, "{good}");
        }
        for (bad, part) in [
            ("example.org", "scheme"),
            ("//example.org", "scheme"),
            ("://example.org", "scheme"),
            ("https://", "host"),
            ("https://example.org/", "path"),
            ("https://example.org?x", "path"),
            ("https://example.org/app", "path"),
            ("https://EXAMPLE.org", "lower case"),
            ("https://example.org:443", "own port"),
            ("http://example.org:80", "own port"),
            ("https://example.org:x", "port"),
            ("https://example.org:70000", "port"),
            ("https://exa mple.org", "host"),
            ("https://*.example.org", "host"),
            ("https://ann@example.org", "host"),
            ("https://example.org\r\nx: y", "host"),
            ("*", "scheme"),
            ("", "scheme"),
            ("NULL", "scheme"),
        ] {
            assert!(origin_error(bad).is_some_and(|e| e.contains(part)), "{bad}: {:?}", origin_error(bad));
        }
    }
}
