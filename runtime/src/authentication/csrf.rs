//! Cross-site requests: Django's `CsrfViewMiddleware`, as DRF's `SessionAuthentication` asks it.
//!
//! The cookie `csrftoken` holds a secret; a request that changes something proves that it comes from a page of ours by repeating it, masked
//! or not, in the form field `csrfmiddlewaretoken` or the header `X-CSRFToken`.

use super::cookies;
use crate::Request;
use crate::passwords::same;
use http::Method;
use http::header::{ORIGIN, REFERER};

const COOKIE: &str = "csrftoken";
/// Django's `CSRF_COOKIE_AGE`: a year, in seconds.
const AGE: i64 = 31_449_600;
/// The length of a secret; a masked one is twice as long.
const SECRET: usize = 32;
const CHARS: &[u8; 62] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/// The field of forms that holds the token.
pub(super) const FIELD: &str = "csrfmiddlewaretoken";

/// Why a request is refused, in Django's words; `form_token` is the form's [`FIELD`] of a POST, or empty.
pub(super) fn check(req: &Request, form_token: &str) -> Result<(), String> {
    if is_harmless(&req.method) {
        return Ok(());
    }
    let secure = req.urls.base.starts_with("https://");
    let header = |name| req.headers.get(name).map(|v| String::from_utf8_lossy(v.as_bytes()));
    if let Some(origin) = header(ORIGIN) {
        if origin != req.urls.base {
            return Err(format!("Origin checking failed - {origin} does not match any trusted origins."));
        }
    } else if secure {
        check_referer(header(REFERER).as_deref(), host(&req.urls.base))?;
    }
    let secret = match cookies::get(&req.headers, COOKIE) {
        None => return Err("CSRF cookie not set.".to_owned()),
        Some(cookie) => check_format(&cookie).map_err(|reason| format!("CSRF cookie {reason}."))?,
    };
    let sent_header = req.headers.get("x-csrftoken").map(|v| String::from_utf8_lossy(v.as_bytes()));
    let (sent, source) = match (form_token, sent_header) {
        ("", None) => return Err("CSRF token missing.".to_owned()),
        ("", Some(sent)) => (sent.into_owned(), "the 'X-Csrftoken' HTTP header"),
        (sent, _) => (sent.to_owned(), "POST"),
    };
    let sent = check_format(&sent).map_err(|reason| format!("CSRF token from {source} {reason}."))?;
    if same(sent.as_bytes(), secret.as_bytes()) { Ok(()) } else { Err(format!("CSRF token from {source} incorrect.")) }
}

/// What RFC 9110 calls safe.
pub(super) fn is_harmless(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE)
}

fn host(base: &str) -> &str {
    base.split_once("://").map_or("", |(_, host)| host)
}

fn check_referer(referer: Option<&str>, host: &str) -> Result<(), String> {
    let Some(referer) = referer else { return Err("Referer checking failed - no Referer.".to_owned()) };
    let (scheme, rest) = referer.split_once("://").unwrap_or_default();
    let netloc = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if scheme.is_empty() || netloc.is_empty() {
        return Err("Referer checking failed - Referer is malformed.".to_owned());
    }
    if !scheme.eq_ignore_ascii_case("https") {
        return Err("Referer checking failed - Referer is insecure while host is secure.".to_owned());
    }
    if netloc != host.to_lowercase() {
        return Err(format!("Referer checking failed - {referer} does not match any trusted origins."));
    }
    Ok(())
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
    let mask = crate::server::random_text(SECRET);
    let digit = |b: u8| CHARS.iter().position(|c| *c == b).unwrap_or_default();
    let cipher: String = mask.bytes().zip(secret.bytes()).map(|(m, s)| letter(digit(m) + digit(s))).collect();
    mask + &cipher
}

/// The token for a page's forms, and the cookie that has to go with it.
pub(crate) fn token(req: &Request) -> (String, String) {
    let secret = cookies::get(&req.headers, COOKIE).and_then(|cookie| check_format(&cookie).ok());
    let secret = secret.unwrap_or_else(|| crate::server::random_text(SECRET));
    (mask(&secret), cookies::set(COOKIE, &secret, AGE, false))
}

/// A new secret: after a login the old one is worth nothing.
pub(super) fn rotated() -> String {
    cookies::set(COOKIE, &crate::server::random_text(SECRET), AGE, false)
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
