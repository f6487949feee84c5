//! What Django's text validators accept: email addresses, URLs, slugs, IP addresses.

use regex::Regex;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::LazyLock;

/// Django's letters and digits of host names.
const C: &str = r"[a-z\x{a1}-\x{ffff}0-9]";
const C_DASH: &str = r"[a-z\x{a1}-\x{ffff}0-9-]";
const TOP: &str = r"[a-z\x{a1}-\x{ffff}]";
const TOP_DASH: &str = r"[a-z\x{a1}-\x{ffff}-]";

/// A host name with at least one dot; every label of at most 63 characters, none with a dash at an end.
fn domain() -> String {
    let label = format!("{C}(?:{C_DASH}{{0,61}}{C})?");
    let top = format!("(?:{TOP}{TOP_DASH}{{0,61}}{TOP}|xn--[a-z0-9]{{1,59}})");
    format!(r"{label}(?:\.{label})*\.{top}")
}

static EMAIL_USER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    // Python's IGNORECASE counts the two Turkish i's among the letters.
    let atom = r"[-!#$%&'*+/=?^_`{}|\x7e0-9A-Z\x{130}\x{131}]+";
    let quoted = r#""(?:[\x01-\x08\x0b\x0c\x0e-\x1f!#-\[\]-\x7f]|\\[\x01-\x09\x0b\x0c\x0e-\x7f])*""#;
    Regex::new(&format!(r"(?i)^(?:{atom}(?:\.{atom})*|{quoted})$")).ok()
});
static EMAIL_DOMAIN: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(&format!("(?i)^{}$", domain())).ok());
static URL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let octet = "(?:0|25[0-5]|2[0-4][0-9]|1[0-9]?[0-9]?|[1-9][0-9]?)";
    let host = format!(r"(?:{octet}(?:\.{octet}){{3}}|\[[0-9a-f:.]+\]|{}\.?|localhost)", domain());
    let (blank, part) = (r"\s\x1c-\x1f", r"[^\s\x1c-\x1f:@/]");
    Regex::new(&format!(r"(?i)^[a-z0-9.+-]*://(?:{part}+(?::{part}*)?@)?{host}(?::[0-9]{{1,5}})?(?:[/?#][^{blank}]*)?$")).ok()
});

fn matches(regex: &LazyLock<Option<Regex>>, text: &str) -> bool {
    regex.as_ref().is_some_and(|r| r.is_match(text))
}

/// Django's `EmailValidator`.
pub(crate) fn is_email(text: &str) -> bool {
    let Some((user, domain)) = text.rsplit_once('@') else { return false };
    if text.chars().count() > 320 || !matches(&EMAIL_USER, user) {
        return false;
    }
    let literal = || domain.strip_prefix('[').and_then(|d| d.strip_suffix(']'));
    domain == "localhost" || matches(&EMAIL_DOMAIN, domain) || literal().is_some_and(|ip| is_ipv4(ip) || ipv6(ip).is_some())
}

/// Characters that stand for one of `/?#@:` in a compatible form: `urlsplit` refuses hosts with them.
const DISGUISED: [char; 19] = [
    '\u{2047}', '\u{2048}', '\u{2049}', '\u{2100}', '\u{2101}', '\u{2105}', '\u{2106}', '\u{2a74}', '\u{fe13}', '\u{fe16}', '\u{fe55}',
    '\u{fe56}', '\u{fe5f}', '\u{fe6b}', '\u{ff03}', '\u{ff0f}', '\u{ff1a}', '\u{ff1f}', '\u{ff20}',
];

/// Django's `URLValidator`.
pub(crate) fn is_url(text: &str) -> bool {
    if text.chars().count() > 2048 || text.contains(['\t', '\r', '\n']) {
        return false;
    }
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    if !["http", "https", "ftp", "ftps"].contains(&scheme.to_lowercase().as_str()) || !matches(&URL, text) {
        return false;
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or("");
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    if authority.contains(DISGUISED) {
        return false;
    }
    if let Some(bracketed) = host.strip_prefix('[') {
        return bracketed.split_once(']').is_some_and(|(ip, _)| ipv6(ip).is_some());
    }
    let name = host.split(':').next().unwrap_or("");
    // Without brackets before them, brackets are an invalid IPv6 URL.
    !authority.contains(['[', ']']) && !name.is_empty() && name.chars().count() <= 253
}

/// DRF's slug.
pub(crate) fn is_slug(text: &str) -> bool {
    let text = text.strip_suffix('\n').unwrap_or(text);
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

/// DRF's slug with `allow_unicode`: `[-\w]+` of Python, whose letters and digits are those of all languages.
pub(crate) fn is_unicode_slug(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
}

/// Python's `IPv4Address`.
pub(crate) fn is_ipv4(text: &str) -> bool {
    text.parse::<Ipv4Addr>().is_ok()
}

/// Python's `IPv6Address`, its scope dropped; not longer than Django allows.
pub(crate) fn ipv6(text: &str) -> Option<Ipv6Addr> {
    if text.chars().count() > 39 {
        return None;
    }
    let address = match text.split_once('%') {
        Some((_, scope)) if scope.is_empty() || scope.contains('%') => return None,
        Some((address, _)) => address,
        None => text,
    };
    address.parse().ok()
}

/// Django's `clean_ipv6_address`: the canonical form; an IPv4 address in disguise is shown as such.
pub(crate) fn clean_ipv6(text: &str, unpack_ipv4: bool) -> Option<String> {
    let address = ipv6(text)?;
    if let Some(v4) = address.to_ipv4_mapped() {
        return Some(if unpack_ipv4 { v4.to_string() } else { format!("::ffff:{v4}") });
    }
    let groups = address.segments();
    let (mut best, mut best_len) = (0, 1);
    let mut at = 0;
    while at < groups.len() {
        let run = groups.iter().skip(at).take_while(|g| **g == 0).count();
        if run > best_len {
            (best, best_len) = (at, run);
        }
        at += run.max(1);
    }
    let hex = |part: &[u16]| part.iter().map(|g| format!("{g:x}")).collect::<Vec<_>>().join(":");
    if best_len < 2 {
        return Some(hex(&groups));
    }
    let (head, rest) = groups.split_at_checked(best)?;
    Some(format!("{}::{}", hex(head), hex(rest.get(best_len..)?)))
}
