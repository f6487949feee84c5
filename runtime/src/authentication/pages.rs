//! Login and logout for browsers, at `/api-auth/`: what `rest_framework.urls` has.

use super::authenticator::{Authenticator, Refusal};
use super::{cookies, csrf, login, session};
use crate::request::Input;
use crate::schema::api::Parser;
use crate::{ApiError, Request, parsers};
use axum::body::Body;
use axum::response::Response;
use chrono::Utc;
use http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, EXPIRES, LOCATION, RETRY_AFTER, SET_COOKIE, VARY};
use http::{HeaderName, HeaderValue, Method, StatusCode};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// Where the login page is.
pub const LOGIN: &str = "/api-auth/login/";
/// Where the logout is.
pub const LOGOUT: &str = "/api-auth/logout/";

/// Django's longest URL to go to after a login.
const MAX_URL: usize = 2048;
/// What may not stand in a `Location` as it is.
const UNSAFE: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');

/// Whether a path is that of a page; they are there where the API has session authentication ([`super::uses_sessions`]).
pub fn is_page(path: &str) -> bool {
    path == LOGIN || path == LOGOUT
}

/// What a page answers.
pub async fn answer(auth: &Authenticator, path: &str, req: &Request) -> Response {
    let answered = if path == LOGIN { log_in(auth, req).await } else { log_out(auth, req).await };
    answered.unwrap_or_else(|error| {
        let reason = error.status.canonical_reason().unwrap_or_default();
        let mut response = page(error.status, reason, &format!("<p>{reason}</p>"), Vec::new());
        for (name, value) in error.headers {
            header(&mut response, name, &value);
        }
        response
    })
}

async fn log_in(auth: &Authenticator, req: &Request) -> Result<Response, ApiError> {
    match req.method {
        Method::GET | Method::HEAD => {
            let next = redirect_target(req, &[]);
            Ok(form(auth, req, &next, "", &[]))
        }
        Method::POST | Method::PUT => {
            let fields = fields(auth, req)?;
            if let Err(reason) = csrf::check(&auth.settings, req, get(&fields, csrf::FIELD)) {
                return Ok(refused(&reason));
            }
            let next = redirect_target(req, &fields);
            let (username, password) = (get(&fields, "username").trim(), get(&fields, "password"));
            let mut errors = Vec::new();
            if username.is_empty() {
                errors.push("Username: This field is required.");
            }
            if password.is_empty() {
                errors.push("Password: This field is required.");
            }
            if errors.is_empty() {
                match login::sign_in(auth, req, username, password).await {
                    Ok(Some(signed_in)) => {
                        let cookies = vec![csrf::rotated(&auth.settings, req), session::begin(auth, req, &signed_in).await?];
                        let target = if next.is_empty() { auth.api.prefix } else { &next };
                        return Ok(redirect(target, cookies));
                    }
                    Ok(None) | Err(Refusal::Failed(_)) => {
                        errors.push("Please enter a correct username and password. Note that both fields may be case-sensitive.");
                    }
                    Err(Refusal::Other(error)) if is_for_later(&error) => return Ok(later(auth, req, &next, username, &error)),
                    Err(Refusal::Other(error)) => return Err(error),
                }
            }
            Ok(form(auth, req, &next, username, &errors))
        }
        _ => Ok(other_method(req, "GET, POST, PUT, HEAD, OPTIONS")),
    }
}

/// Whether the password was not looked at: too many wrong ones (429), or too many attempts at once (503).
fn is_for_later(error: &ApiError) -> bool {
    matches!(error.status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE)
}

/// The form again, with the refusal's status and headers.
fn later(auth: &Authenticator, req: &Request, next: &str, username: &str, error: &ApiError) -> Response {
    let wait = error.headers.iter().find(|(name, _)| *name == RETRY_AFTER).map(|(_, seconds)| seconds.as_str());
    let when = match wait {
        None => "later".to_owned(),
        Some("1") => "in a second".to_owned(),
        Some(seconds) => format!("in {seconds} seconds"),
    };
    let mut response = form(auth, req, next, username, &[&format!("Too many attempts to log in. Please try again {when}.")]);
    *response.status_mut() = error.status;
    for (name, value) in &error.headers {
        header(&mut response, name.clone(), value);
    }
    response
}

async fn log_out(auth: &Authenticator, req: &Request) -> Result<Response, ApiError> {
    if req.method != Method::POST {
        return Ok(other_method(req, "POST, OPTIONS"));
    }
    let fields = fields(auth, req)?;
    if let Err(reason) = csrf::check(&auth.settings, req, get(&fields, csrf::FIELD)) {
        return Ok(refused(&reason));
    }
    let cookies = vec![session::end(auth, req).await?];
    match redirect_target(req, &fields) {
        next if next.is_empty() => {
            let again = format!("<p>You are logged out.</p><p><a href=\"{LOGIN}\">Log in again</a></p>");
            Ok(page(StatusCode::OK, "Logged out", &again, cookies))
        }
        next => Ok(redirect(&next, cookies)),
    }
}

/// The fields of the form that was sent.
fn fields(auth: &Authenticator, req: &Request) -> Result<Vec<(String, String)>, ApiError> {
    match parsers::parse(&[Parser::Form, Parser::Multipart], auth.api.input, req) {
        Ok(Input::Form(form)) => Ok(form.pairs),
        // Django's `request.POST` of another type is empty.
        Ok(Input::Json(_)) => Ok(Vec::new()),
        Err(error) if error.status == StatusCode::UNSUPPORTED_MEDIA_TYPE => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

fn get<'a>(fields: &'a [(String, String)], name: &str) -> &'a str {
    fields.iter().rev().find(|(k, _)| k == name).map_or("", |(_, v)| v)
}

/// Where `next` leads, if that is on this site; else empty.
fn redirect_target(req: &Request, fields: &[(String, String)]) -> String {
    let sent = fields.iter().rev().find(|(k, _)| k == "next").map(|(_, v)| v.clone());
    let asked = || form_urlencoded::parse(req.query_string.as_bytes()).filter(|(k, _)| k == "next").last().map(|(_, v)| v.into_owned());
    sent.or_else(asked).filter(|url| is_ours(url, &req.urls.base)).unwrap_or_default()
}

/// Django's `url_has_allowed_host_and_scheme`: browsers take a backslash for a slash, so both readings must be safe.
fn is_ours(url: &str, base: &str) -> bool {
    let url = url.trim();
    let readings = [url.to_owned(), url.replace('\\', "/")];
    !url.is_empty() && url.len() <= MAX_URL && !url.contains(char::is_control) && readings.iter().all(|url| leads_here(url, base))
}

fn leads_here(url: &str, base: &str) -> bool {
    let (our_scheme, our_host) = base.split_once("://").unwrap_or_default();
    if url.starts_with("///") {
        return false;
    }
    let before = url.split(['/', '?', '#']).next().unwrap_or_default();
    let scheme = before
        .split_once(':')
        .map(|(scheme, _)| scheme)
        .filter(|s| s.starts_with(|c: char| c.is_ascii_alphabetic()) && s.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c)));
    let rest = scheme.map_or(url, |s| url.get(s.len() + 1..).unwrap_or_default());
    let netloc = rest.strip_prefix("//").map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default()).filter(|n| !n.is_empty());
    match (scheme.map(str::to_ascii_lowercase).as_deref(), netloc) {
        (None, None) => true,
        (Some(_), None) => false,
        (None, Some(host)) => our_scheme == "http" && host == our_host,
        (Some(scheme), Some(host)) => (scheme == "https" || scheme == our_scheme) && host == our_host,
    }
}

fn form(auth: &Authenticator, req: &Request, next: &str, username: &str, errors: &[&str]) -> Response {
    let (token, cookie) = csrf::token(&auth.settings, req);
    let errors: String = errors.iter().map(|e| format!("<p class=\"error\" role=\"alert\">{}</p>", escape(e))).collect();
    let body = format!(
        "{errors}<form action=\"{LOGIN}\" method=\"post\">\
         <input type=\"hidden\" name=\"{}\" value=\"{token}\">\
         <input type=\"hidden\" name=\"next\" value=\"{}\">\
         <label for=\"id_username\">Username</label>\
         <input type=\"text\" name=\"username\" id=\"id_username\" maxlength=\"150\" autocapitalize=\"none\" autocomplete=\"username\" \
         value=\"{}\" required autofocus>\
         <label for=\"id_password\">Password</label>\
         <input type=\"password\" name=\"password\" id=\"id_password\" autocomplete=\"current-password\" required>\
         <button type=\"submit\">Log in</button></form>",
        csrf::FIELD,
        escape(next),
        escape(username),
    );
    page(StatusCode::OK, auth.api.title, &body, vec![cookie])
}

/// Django's page for a failed check; the reason is in the log only.
fn refused(reason: &str) -> Response {
    tracing::warn!(reason, "forbidden: a login or logout from another site");
    page(StatusCode::FORBIDDEN, "Forbidden", "<p>CSRF verification failed. Request aborted.</p>", Vec::new())
}

fn redirect(target: &str, cookies: Vec<String>) -> Response {
    let mut response = respond(StatusCode::FOUND, String::new(), cookies);
    header(&mut response, LOCATION, &utf8_percent_encode(target, UNSAFE).to_string());
    response
}

fn other_method(req: &Request, allowed: &str) -> Response {
    let status = if req.method == Method::OPTIONS { StatusCode::OK } else { StatusCode::METHOD_NOT_ALLOWED };
    let mut response = respond(status, String::new(), Vec::new());
    header(&mut response, ALLOW, allowed);
    response
}

fn page(status: StatusCode, title: &str, body: &str, cookies: Vec<String>) -> Response {
    let title = escape(title);
    let text = format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <meta name=\"robots\" content=\"none\"><title>{title}</title><style>{STYLE}</style></head>\
         <body><main><h1>{title}</h1>{body}</main></body></html>\n"
    );
    respond(status, text, cookies)
}

/// How the pages look. Browsers run no other style: its hash stands in the Content-Security-Policy.
pub(crate) const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;background:#f5f5f5;color:#222}\
    main{max-width:20rem;margin:10vh auto;padding:1.5rem;background:#fff;border:1px solid #ddd;border-radius:6px}\
    h1{font-size:1.25rem;margin:0 0 1rem}label{display:block;margin-top:.75rem}\
    input{box-sizing:border-box;width:100%;padding:.4rem;font:inherit}button{margin-top:1rem;padding:.4rem 1rem;font:inherit}.error{color:#b00020}";

fn respond(status: StatusCode, text: String, cookies: Vec<String>) -> Response {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    header(&mut response, CONTENT_TYPE, "text/html; charset=utf-8");
    header(&mut response, EXPIRES, &cookies::date(Utc::now()));
    header(&mut response, CACHE_CONTROL, "max-age=0, no-cache, no-store, must-revalidate, private");
    header(&mut response, VARY, "Cookie");
    for cookie in cookies {
        header(&mut response, SET_COOKIE, &cookie);
    }
    response
}

fn header(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().append(name, value);
    }
}

/// Text for HTML, also inside quotes.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#x27;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::is_ours;

    #[test]
    fn only_this_site_is_redirected_to() {
        let base = "http://shop.test:8000";
        for safe in ["/api/", "/api/?next=//evil", "books/", "?a=b", "http://shop.test:8000/api/", "//shop.test:8000/x", "/a:b"] {
            assert!(is_ours(safe, base), "{safe}");
        }
        for unsafe_ in [
            "",
            "//evil.test/",
            "///evil.test",
            "/\\evil.test",
            "\\\\evil.test",
            "http://evil.test/",
            "http:///evil.test",
            "javascript:alert(1)",
            "ftp://shop.test:8000/",
            "http://shop.test:8000@evil.test/",
            "\u{8}//evil.test",
            "http:/\\evil.test",
        ] {
            assert!(!is_ours(unsafe_, base), "{unsafe_}");
        }
    }
}
