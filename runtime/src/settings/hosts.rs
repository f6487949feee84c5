//! Which host names requests may be sent to: Django's `ALLOWED_HOSTS`.
//!
//! Links are made from the host of a request, and a web page that binds its own name to the server's address (DNS rebinding) is stopped by
//! nothing else; so a name counts only if the operator, or the address that the server listens on, says so.

use super::error::SettingError;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

const VARIABLE: &str = "ALLOWED_HOSTS";

/// The longest `Host` that is read, in bytes.
pub(crate) const MAX_HOST: usize = 255;

/// The host names by which clients may know the server (Django's `ALLOWED_HOSTS`). By default these are loopback names (`localhost` and names
/// below it, `127.0.0.0/8`, `[::1]`) and, for the command `serve`, the address that it listens on.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct AllowedHosts {
    /// Lower-case names; `.example.org` includes subdomains, and `*` everything. `None`: the default.
    patterns: Option<Vec<String>>,
    /// What the server listens on: the host that the operator wrote, and the address that it turned out to be.
    bound: Option<(String, SocketAddr)>,
}

impl AllowedHosts {
    /// Any host that can be one, as `ALLOWED_HOSTS=*`: for servers behind something that checks hosts itself.
    pub fn any() -> Self {
        Self { patterns: Some(vec!["*".to_owned()]), bound: None }
    }

    /// These names and no others: `example.org`, `.example.org` for it and all its subdomains, `192.0.2.1`, `[2001:db8::1]`, `*` for all. An
    /// empty list is the default.
    ///
    /// # Errors
    ///
    /// What no request's host could match: a URL, a port, an address of IPv6 without brackets.
    pub fn names<I: AsRef<str>>(names: impl IntoIterator<Item = I>) -> Result<Self, SettingError> {
        let mut patterns = Vec::new();
        for name in names {
            let name = name.as_ref().trim();
            if !name.is_empty() {
                patterns.push(pattern(name)?);
            }
        }
        Ok(Self { patterns: Some(patterns).filter(|p| !p.is_empty()), bound: None })
    }

    /// [`AllowedHosts::names`], of a list with commas between, as in the environment.
    ///
    /// # Errors
    ///
    /// As [`AllowedHosts::names`].
    pub fn parse(list: &str) -> Result<Self, SettingError> {
        Self::names(list.split(','))
    }

    /// Whether a host, with or without a port, is one of these (Django's `validate_host`).
    pub fn allows(&self, host: &str) -> bool {
        let Some((domain, _)) = split(host) else { return false };
        match &self.patterns {
            Some(patterns) => patterns.iter().any(|pattern| pattern == "*" || is_same_domain(domain, pattern)),
            None => is_loopback(domain) || self.is_bound(domain),
        }
    }

    /// Whether these are the default ones, which name no host that another machine would ask for unless the server listens on it.
    pub fn are_default(&self) -> bool {
        self.patterns.is_none()
    }

    /// By default the address that is listened on is a host too.
    pub(crate) fn bind(&mut self, asked: &str, address: SocketAddr) {
        let host = asked.rsplit_once(':').map_or(asked, |(host, _)| host);
        self.bound = Some((host.to_ascii_lowercase(), address));
    }

    fn is_bound(&self, domain: &str) -> bool {
        let Some((host, address)) = &self.bound else { return false };
        // That every address is listened on says nothing about names.
        !address.ip().is_unspecified() && (domain.eq_ignore_ascii_case(host) || ip(domain) == Some(address.ip().to_canonical()))
    }

    /// The host of a request that says none, as only HTTP/1.0 may: WSGI's `SERVER_NAME` and `SERVER_PORT`.
    pub(crate) fn server_name(&self) -> String {
        match &self.bound {
            Some((_, address)) if address.ip().is_unspecified() => format!("localhost:{}", address.port()),
            Some((_, address)) => address.to_string(),
            None => "localhost".to_owned(),
        }
    }
}

/// A name of the list, in the form in which hosts are compared with it.
fn pattern(name: &str) -> Result<String, SettingError> {
    let wrong = |help: String| Err(SettingError::new(VARIABLE, format!("`{name}` is not a host name: {help}")));
    if name == "*" {
        return Ok(name.to_owned());
    }
    if let Some((_, rest)) = name.split_once("://") {
        return wrong(format!("write the host alone, `{}`", rest.split(['/', ':']).next().unwrap_or_default()));
    }
    if let Some(domain) = name.strip_prefix("*.") {
        return wrong(format!("write `.{domain}` for `{domain}` and all its subdomains"));
    }
    if name.parse::<Ipv6Addr>().is_ok() {
        return wrong(format!("write an IPv6 address in brackets, `[{name}]`"));
    }
    match split(name.strip_prefix('.').unwrap_or(name)) {
        Some((domain, "")) if name.starts_with('.') => Ok(format!(".{}", domain.to_ascii_lowercase())),
        Some((domain, "")) => Ok(domain.to_ascii_lowercase()),
        Some((domain, _)) => wrong(format!("write `{domain}`, since a host is right at any port")),
        None if !name.is_ascii() => wrong("write its ASCII form (xn--…)".to_owned()),
        None => wrong("it has letters, digits, dots and hyphens".to_owned()),
    }
}

/// Django's `is_same_domain`: `.example.org` matches `example.org` and everything below it.
pub(crate) fn is_same_domain(host: &str, pattern: &str) -> bool {
    match pattern.strip_prefix('.') {
        Some(domain) if host.len() > domain.len() => ends_with(host, pattern),
        Some(domain) => host.eq_ignore_ascii_case(domain),
        None => !pattern.is_empty() && host.eq_ignore_ascii_case(pattern),
    }
}

fn ends_with(text: &str, end: &str) -> bool {
    let (text, end) = (text.as_bytes(), end.as_bytes());
    text.len() >= end.len() && text.get(text.len() - end.len()..).is_some_and(|tail| tail.eq_ignore_ascii_case(end))
}

fn is_loopback(domain: &str) -> bool {
    is_same_domain(domain, ".localhost") || ip(domain).is_some_and(|ip| ip.is_loopback())
}

/// The address that a host is, if it is one; an IPv4 address in the form of IPv6 is that of IPv4.
fn ip(domain: &str) -> Option<IpAddr> {
    match domain.strip_prefix('[').and_then(|d| d.strip_suffix(']')) {
        Some(address) => address.parse::<Ipv6Addr>().ok().map(|ip| IpAddr::V6(ip).to_canonical()),
        None => domain.parse::<Ipv4Addr>().ok().map(IpAddr::V4),
    }
}

/// The name or address of a host without the dot at its end, and its port, or nothing (Django's `split_domain_port`); `None` if it cannot be a
/// host.
pub(crate) fn split(host: &str) -> Option<(&str, &str)> {
    if host.len() > MAX_HOST {
        return None;
    }
    let end = match host.strip_prefix('[') {
        Some(rest) => rest.find(']')? + 2,
        None => host.find(':').unwrap_or(host.len()),
    };
    let (domain, port) = host.split_at_checked(end)?;
    let port = match port.strip_prefix(':') {
        Some(digits) if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) => digits,
        Some(_) => return None,
        None if port.is_empty() => port,
        None => return None,
    };
    if let Some(address) = domain.strip_prefix('[').and_then(|d| d.strip_suffix(']')) {
        let (before, after) = address.split_once(':')?;
        let hex = |b: u8| b.is_ascii_hexdigit();
        let fine = before.bytes().all(hex) && !after.is_empty() && after.bytes().all(|b| hex(b) || b == b'.' || b == b':');
        return fine.then_some((domain, port));
    }
    let name = domain.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-');
    let domain = domain.strip_suffix('.').unwrap_or(domain);
    (name && !domain.is_empty()).then_some((domain, port))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_split_as_by_django() {
        // Expected values: django.http.request.split_domain_port.
        for (host, expected) in [
            ("localhost", Some(("localhost", ""))),
            ("127.0.0.1:8000", Some(("127.0.0.1", "8000"))),
            ("a-b.Example.org.", Some(("a-b.Example.org", ""))),
            ("example.org.:80", Some(("example.org", "80"))),
            ("[::1]:80", Some(("[::1]", "80"))),
            ("[fe80::1]", Some(("[fe80::1]", ""))),
            ("[::ffff:127.0.0.1]", Some(("[::ffff:127.0.0.1]", ""))),
        ] {
            assert_eq!(split(host), expected, "{host}");
        }
        let long = "a".repeat(256);
        for bad in [
            "", ".", ":80", "a_b", "a:b", "a:", "a b", "[::1", "[zz]", "[1]", "[:]", "[.:1]", "[::1]x", "a/b", "a:1:2", "a@b", "é",
            "[é:1]", &long, "a\\b", "a?b", "a#b", "a,b", " a",
        ] {
            assert_eq!(split(bad), None, "{bad}");
        }
    }

    #[test]
    fn names_are_compared_as_by_django() {
        let hosts = AllowedHosts::parse(" Example.org,.Shop.test ,, [2001:DB8::1],192.0.2.7,dot.test.").unwrap();
        for host in [
            "example.org",
            "EXAMPLE.ORG:8000",
            "example.org.",
            "shop.test",
            "a.b.shop.TEST:1",
            "[2001:db8::1]:80",
            "192.0.2.7:443",
            "dot.test",
        ] {
            assert!(hosts.allows(host), "{host}");
        }
        for host in
            ["localhost", "127.0.0.1", "sub.example.org", "notshop.test", "example.org.evil.test", "192.0.2.8", "[::1]", "a_b.shop.test"]
        {
            assert!(!hosts.allows(host), "{host}");
        }
        assert!(AllowedHosts::any().allows("whatever.test:1") && !AllowedHosts::any().allows("a_b"));
    }

    #[test]
    fn by_default_loopback_names_and_the_bound_address() {
        let mut hosts = AllowedHosts::parse(" , ").unwrap();
        assert_eq!(hosts, AllowedHosts::default());
        for host in [
            "localhost:8000",
            "LOCALHOST",
            "api.localhost",
            "127.0.0.1:8000",
            "127.8.9.10",
            "[::1]:1",
            "[0:0:0:0:0:0:0:1]",
            "[::ffff:127.0.0.1]",
        ] {
            assert!(hosts.allows(host), "{host}");
        }
        for host in ["localhost.evil.test", "127.0.0.1.evil.test", "notlocalhost", "0.0.0.0", "192.0.2.1", "127.1", "[::2]"] {
            assert!(!hosts.allows(host), "{host}");
        }
        assert_eq!(hosts.server_name(), "localhost");
        hosts.bind("0.0.0.0:8000", "0.0.0.0:8000".parse().unwrap());
        assert!(!hosts.allows("0.0.0.0:8000") && hosts.allows("localhost"));
        assert_eq!(hosts.server_name(), "localhost:8000");
        hosts.bind("Api.test:80", "192.0.2.1:80".parse().unwrap());
        assert!(hosts.allows("192.0.2.1:80") && hosts.allows("api.test") && !hosts.allows("192.0.2.2"));
        hosts.bind("[2001:db8::1]:80", "[2001:db8::1]:80".parse().unwrap());
        assert!(hosts.allows("[2001:db8:0::1]") && hosts.allows("localhost"));
        assert_eq!(hosts.server_name(), "[2001:db8::1]:80");
    }

    #[test]
    fn wrong_names_say_what_to_write() {
        for (name, help) in [
            ("https://example.org/", "write the host alone, `example.org`"),
            ("example.org:443", "write `example.org`, since a host is right at any port"),
            ("*.example.org", "write `.example.org` for `example.org` and all its subdomains"),
            ("::1", "write an IPv6 address in brackets, `[::1]`"),
            ("exämple.org", "write its ASCII form (xn--…)"),
            ("my_host", "it has letters, digits, dots and hyphens"),
            ("example.org/api", "it has letters, digits, dots and hyphens"),
        ] {
            let error = AllowedHosts::parse(&format!("localhost,{name}")).unwrap_err().to_string();
            assert_eq!(error, format!("ALLOWED_HOSTS: `{name}` is not a host name: {help}"));
        }
    }
}
