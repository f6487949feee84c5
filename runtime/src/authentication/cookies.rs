//! Cookies, as Django reads and writes them.

use chrono::{DateTime, TimeDelta, Utc};
use http::HeaderMap;
use http::header::COOKIE;

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

/// `Set-Cookie` for the whole site, for so many seconds.
pub(super) fn set(name: &str, value: &str, seconds: i64, http_only: bool) -> String {
    let expires = Utc::now() + TimeDelta::seconds(seconds);
    let http_only = if http_only { " HttpOnly;" } else { "" };
    format!("{name}={value}; expires={};{http_only} Max-Age={seconds}; Path=/; SameSite=Lax", date(expires))
}

/// `Set-Cookie` that removes a cookie.
pub(super) fn delete(name: &str) -> String {
    format!("{name}=\"\"; expires={}; Max-Age=0; Path=/; SameSite=Lax", date(DateTime::UNIX_EPOCH))
}

/// RFC 9110's date.
pub(super) fn date(at: DateTime<Utc>) -> String {
    at.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}
