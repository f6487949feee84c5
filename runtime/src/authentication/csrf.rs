//! Cross-site requests: Django's `CsrfViewMiddleware`, as DRF's `SessionAuthentication` asks it.
//!
//! The cookie `csrftoken` holds a secret; a request that changes something proves that it comes from a page of ours by repeating it, masked
//! or not, in the form field `csrfmiddlewaretoken` or the header `X-CSRFToken`.

use super::cookies;
use crate::passwords::same;
use crate::settings::hosts::{is_same_domain, split};
use crate::{Request, Settings, random};
use http::header::{HeaderName, ORIGIN, REFERER};
use http::{HeaderMap, Method};

/// The length of a secret; a masked one is twice as long.
const SECRET: usize = 32;
const CHARS: &[u8; 62] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/// The field of forms that holds the token.
pub(super) const FIELD: &str = "csrfmiddlewaretoken";

/// Why a request is refused, in Django's words; `form_token` is the form's [`FIELD`] of a POST, or empty.
pub(super) fn check(settings: &Settings, req: &Request, form_token: &str) -> Result<(), String> {
    if is_harmless(&req.method) {
        return Ok(());
    }
    if let Some(origin) = header(&req.headers, &ORIGIN) {
        if !is_trusted_origin(settings, &origin, &req.urls.base) {
            return Err(format!("Origin checking failed - {origin} does not match any trusted origins."));
        }
    } else if req.is_secure() {
        check_referer(settings, header(&req.headers, &REFERER).as_deref(), host(&req.urls.base))?;
    }
    let secret = match cookies::get(&req.headers, &settings.csrf_cookie.name) {
        None => return Err("CSRF cookie not set.".to_owned()),
        Some(cookie) => check_format(&cookie).map_err(|reason| format!("CSRF cookie {reason}."))?,
    };
    let (sent, source) = match (form_token, header(&req.headers, &settings.csrf_header)) {
        ("", None) => return Err("CSRF token missing.".to_owned()),
        ("", Some(sent)) => (sent, format!("the '{}' HTTP header", title(&settings.csrf_header))),
        (sent, _) => (sent.to_owned(), "POST".to_owned()),
    };
    let sent = check_format(&sent).map_err(|reason| format!("CSRF token from {source} {reason}."))?;
    if same(sent.as_bytes(), secret.as_bytes()) { Ok(()) } else { Err(format!("CSRF token from {source} incorrect.")) }
}

/// A header's value; of several all, as WSGI joins them, so that none of them counts alone.
fn header(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let mut values = headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes()));
    let first = values.next()?.into_owned();
    Some(values.fold(first, |all, value| format!("{all},{value}")))
}

/// A header as Django writes it in messages: `X-Csrftoken`.
fn title(name: &HeaderName) -> String {
    let mut out = String::with_capacity(name.as_str().len());
    for c in name.as_str().chars() {
        out.push(if out.is_empty() || out.ends_with('-') { c.to_ascii_uppercase() } else { c });
    }
    out
}

/// Django's `_origin_verified`: the site itself, an origin of `CSRF_TRUSTED_ORIGINS`, or a subdomain of one with `*`.
fn is_trusted_origin(settings: &Settings, origin: &str, base: &str) -> bool {
    let trusted = &settings.csrf_trusted_origins;
    if origin == base || trusted.iter().any(|known| known == origin && !known.contains('*')) {
        return true;
    }
    let Some((scheme, host)) = origin.split_once("://").filter(|(_, host)| split(host).is_some()) else { return false };
    trusted.iter().filter_map(|known| known.split_once("://*")).any(|(known, domain)| scheme == known && is_same_domain(host, domain))
}

/// What RFC 9110 calls safe.
pub(super) fn is_harmless(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE)
}

fn host(base: &str) -> &str {
    base.split_once("://").map_or("", |(_, host)| host)
}

/// Django's `_check_referer`: over HTTPS, where no `Origin` says where a request comes from, the page that caused it has to be one of the
/// site's, or of a trusted host.
fn check_referer(settings: &Settings, referer: Option<&str>, host: &str) -> Result<(), String> {
    let Some(referer) = referer else { return Err("Referer checking failed - no Referer.".to_owned()) };
    let (scheme, rest) = referer.split_once("://").unwrap_or_default();
    let netloc = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if scheme.is_empty() || netloc.is_empty() {
        return Err("Referer checking failed - Referer is malformed.".to_owned());
    }
    if !scheme.eq_ignore_ascii_case("https") {
        return Err("Referer checking failed - Referer is insecure while host is secure.".to_owned());
    }
    let mut trusted = settings.csrf_trusted_origins.iter().filter_map(|origin| origin.split_once("://"));
    // Names and addresses only: what else stands before a path is nothing that a browser sends.
    let fine = split(netloc).is_some()
        && (trusted.any(|(_, trusted)| is_same_domain(netloc, trusted.strip_prefix('*').unwrap_or(trusted)))
            || match &settings.csrf_cookie.domain {
                // Pages of all hosts that share the cookie may use it, at the port of this one.
                Some(domain) => match split(host) {
                    Some((_, port)) if !matches!(port, "" | "443" | "80") => is_same_domain(netloc, &format!("{domain}:{port}")),
                    _ => is_same_domain(netloc, domain),
                },
                None => is_same_domain(netloc, host),
            });
    if fine { Ok(()) } else { Err(format!("Referer checking failed - {referer} does not match any trusted origins.")) }
}

/// The secret in a token, masked or not; or what is wrong with it.
fn check_format(token: &str) -> Result<String, &'static str> {
    let length = token.chars().count();
    if length != SECRET && length != 2 * SECRET {
        return Err("has incorrect length");
    }
    let digits: Option<Vec<usize>> = token.bytes().map(|b| CHARS.iter().position(|c| *c == b)).collect();
    let Some(digits) = digits else { return Err("has invalid characters") };
    if length == SECRET {
        return Ok(token.to_owned());
    }
    let (mask, cipher) = digits.split_at(SECRET);
    Ok(mask.iter().zip(cipher).map(|(m, c)| letter(c + CHARS.len() - m)).collect())
}

/// The character of a digit.
fn letter(digit: usize) -> char {
    CHARS.get(digit % CHARS.len()).map_or('a', |c| char::from(*c))
}

/// A secret behind a mask, so that no two pages hold the same text.
fn mask(secret: &str) -> String {
    let mask = random::text(SECRET);
    let digit = |b: u8| CHARS.iter().position(|c| *c == b).unwrap_or_default();
    let cipher: String = mask.bytes().zip(secret.bytes()).map(|(m, s)| letter(digit(m) + digit(s))).collect();
    mask + &cipher
}

/// The token for a page's forms, and the cookie that has to go with it.
pub(crate) fn token(settings: &Settings, req: &Request) -> (String, String) {
    let secret = cookies::get(&req.headers, &settings.csrf_cookie.name).and_then(|cookie| check_format(&cookie).ok());
    let secret = secret.unwrap_or_else(|| random::text(SECRET));
    (mask(&secret), cookies::set(&settings.csrf_cookie, &secret, req.is_secure()))
}

/// A new secret: after a login the old one is worth nothing.
pub(super) fn rotated(settings: &Settings, req: &Request) -> String {
    cookies::set(&settings.csrf_cookie, &random::text(SECRET), req.is_secure())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_come_off() {
        let secret = "abcXYZ0123456789abcXYZ0123456789";
        let masked = mask(secret);
        assert_eq!(masked.len(), 64);
        assert_ne!(masked, mask(secret));
        assert_eq!(check_format(&masked).as_deref(), Ok(secret));
        assert_eq!(check_format(secret).as_deref(), Ok(secret));
        assert_eq!(check_format("short"), Err("has incorrect length"));
        assert_eq!(check_format("!bcXYZ0123456789abcXYZ0123456789"), Err("has invalid characters"));
    }
}
