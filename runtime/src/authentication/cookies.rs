//! Cookies, as Django reads and writes them.

use crate::settings::{CookieSettings, SameSite};
use chrono::{DateTime, TimeDelta, Utc};
use http::HeaderMap;
use http::header::COOKIE;
use std::fmt::Write as _;

/// The value of a cookie; of several of one name the last.
pub(super) fn get(headers: &HeaderMap, name: &str) -> Option<String> {
    let mut found = None;
    for header in headers.get_all(COOKIE) {
        for chunk in header.as_bytes().split(|b| *b == b';') {
            let chunk = String::from_utf8_lossy(chunk);
            let (key, value) = chunk.split_once('=').unwrap_or(("", &chunk));
            if key.trim() == name {
                found = Some(unquote(value.trim()));
            }
        }
    }
    found
}

/// Python's `http.cookies._unquote`, of which only plain quotes are ever met.
fn unquote(value: &str) -> String {
    let inner = value.strip_prefix('"').and_then(|v| v.strip_suffix('"'));
    inner.unwrap_or(value).to_owned()
}

/// `Set-Cookie`, with the attributes in Python's order; `https`: the request came over HTTPS.
pub(super) fn set(cookie: &CookieSettings, value: &str, https: bool) -> String {
    let lasts = cookie.age.map(|age| {
        let seconds = i64::try_from(age).unwrap_or(i64::MAX);
        let expires = TimeDelta::try_seconds(seconds).and_then(|age| Utc::now().checked_add_signed(age));
        (expires.unwrap_or(DateTime::<Utc>::MAX_UTC), age)
    });
    written(cookie, value, lasts, cookie.http_only, cookie.secure.unwrap_or(https))
}

/// `Set-Cookie` that removes a cookie. It is `Secure` only where browsers would not take it otherwise (Django's `delete_cookie`).
pub(super) fn delete(cookie: &CookieSettings) -> String {
    let secure = cookie.name.starts_with("__Secure-") || cookie.name.starts_with("__Host-") || cookie.same_site == SameSite::None;
    written(cookie, "\"\"", Some((DateTime::UNIX_EPOCH, 0)), false, secure)
}

fn written(cookie: &CookieSettings, value: &str, lasts: Option<(DateTime<Utc>, u64)>, http_only: bool, secure: bool) -> String {
    let mut out = format!("{}={value}", cookie.name);
    if let Some(domain) = &cookie.domain {
        let _ = write!(out, "; Domain={domain}");
    }
    if let Some((expires, _)) = lasts {
        let _ = write!(out, "; expires={}", date(expires));
    }
    if http_only {
        out.push_str("; HttpOnly");
    }
    if let Some((_, seconds)) = lasts {
        let _ = write!(out, "; Max-Age={seconds}");
    }
    let _ = write!(out, "; Path={}", cookie.path);
    if let Some(same_site) = cookie.same_site.text() {
        let _ = write!(out, "; SameSite={same_site}");
    }
    if secure {
        out.push_str("; Secure");
    }
    out
}

/// RFC 9110's date.
pub(super) fn date(at: DateTime<Utc>) -> String {
    at.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_stand_in_the_order_of_python() {
        let cookie = CookieSettings { domain: Some(".shop.test".to_owned()), path: "/api/".to_owned(), ..CookieSettings::session() };
        let sent = set(&cookie, "x", true);
        let (before, after) = sent.split_once("; expires=").unwrap_or_default();
        assert_eq!(before, "sessionid=x; Domain=.shop.test");
        assert!(after.ends_with(" GMT; HttpOnly; Max-Age=1209600; Path=/api/; SameSite=Lax; Secure"), "{after}");
        assert!(!set(&cookie, "x", false).contains("Secure"));
        let never = CookieSettings { secure: Some(false), age: None, same_site: SameSite::Unset, ..CookieSettings::csrf() };
        assert_eq!(set(&never, "x", true), "csrftoken=x; Path=/");
        let end = "expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0";
        assert_eq!(delete(&cookie), format!("sessionid=\"\"; Domain=.shop.test; {end}; Path=/api/; SameSite=Lax"));
        let strict = CookieSettings { name: "__Host-id".to_owned(), ..CookieSettings::session() };
        assert_eq!(delete(&strict), format!("__Host-id=\"\"; {end}; Path=/; SameSite=Lax; Secure"));
    }

    #[test]
    fn the_last_cookie_of_a_name_counts() {
        let mut headers = HeaderMap::new();
        for value in ["a=1; b=2", "a=\"3\"; x; a", "=9;;c = 4 "] {
            headers.append(COOKIE, http::HeaderValue::from_static(value));
        }
        headers.append(COOKIE, http::HeaderValue::from_bytes(b"d=\xff").unwrap_or(http::HeaderValue::from_static("")));
        for (name, value) in [("a", Some("3")), ("b", Some("2")), ("c", Some("4")), ("d", Some("\u{fffd}")), ("e", None)] {
            assert_eq!(get(&headers, name).as_deref(), value, "{name}");
        }
    }
}
