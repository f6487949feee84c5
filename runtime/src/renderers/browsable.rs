//! A page of an answer, for who asks with a browser: DRF's `BrowsableAPIRenderer`.

use super::json;
use crate::representation::{TURN, too_large};
use crate::request::Answer;
use crate::routers::{Route, Routes, paths};
use crate::{ApiError, App, Request, metadata};
use http::StatusCode;
use std::fmt::Write as _;

/// How the page looks; the marks of HTML in it need no escaping. Browsers run no other style: its hash stands in the Content-Security-Policy.
pub(crate) const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}\
nav ol{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.5rem}nav li+li::before{content:\"»\";margin-right:.5rem;color:#666}\
pre{background:#f5f5f5;border:1px solid #ccc;border-radius:4px;padding:1rem;overflow:auto}\
a{color:#0b57a4}header p{display:flex;justify-content:space-between;margin:0}\
@media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}pre{background:#222;border-color:#444}a{color:#7ab7f5}}";

/// How many steps of a URL's path are named as a breadcrumb each.
const CRUMBS: usize = 32;

/// The page.
///
/// # Errors
///
/// 400 if it is longer than `RESPONSE_LIMIT`.
pub(crate) async fn render(app: &App, routes: &Routes, route: &Route, req: &Request, answer: &Answer) -> Result<Vec<u8>, ApiError> {
    let limit = app.settings.response_limit;
    let name = escape(&metadata::view_name(app, route));
    let mut page = String::with_capacity(8 * 1024);
    let title = escape(app.resources.graph.api.title);
    let _ = write!(
        page,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta name=\"robots\" content=\"none\">\n<title>{name} – {title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<header>\n"
    );
    let user = req.user.as_ref().map_or(String::new(), |user| escape(&user.username));
    let _ = write!(page, "<p><strong>{title}</strong> <span>{user}</span></p>\n<nav aria-label=\"Breadcrumbs\"><ol>\n");
    for (name, url) in breadcrumbs(app, routes, req) {
        let _ = writeln!(page, "<li><a href=\"{}\">{}</a></li>", escape(&url), escape(&name));
    }
    let _ = write!(page, "</ol></nav>\n</header>\n<main>\n<h1>{name}</h1>\n");
    if !matches!(answer.status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) {
        for paragraph in metadata::view_description(app, route).split("\n\n").filter(|p| !p.trim().is_empty()) {
            let _ = writeln!(page, "<p>{}</p>", escape(paragraph).replace('\n', "<br>"));
        }
    }
    let target = if req.query_string.is_empty() { req.path.clone() } else { format!("{}?{}", req.path, paths::uri(&req.query_string)) };
    let _ = writeln!(page, "<pre><strong>{}</strong> {}</pre>", escape(req.method.as_str()), escape(&target));
    let reason = answer.status.canonical_reason().unwrap_or_default();
    let _ = writeln!(page, "<pre><strong>HTTP {} {reason}</strong>", answer.status.as_u16());
    for (name, value) in headers(route, answer) {
        let _ = writeln!(page, "<strong>{}:</strong> {}", escape(&name), escape(&value));
    }
    page.push('\n');
    if let Some(body) = &answer.body {
        let body = json::indent(body, 4, limit).await?;
        write_linked(&mut page, &String::from_utf8_lossy(&body), limit).await?;
    }
    page.push_str("</pre>\n</main>\n</body>\n</html>\n");
    Ok(page.into_bytes())
}

/// The headers of the answer as JSON would have had them, by name.
fn headers(route: &Route, answer: &Answer) -> Vec<(String, String)> {
    let mut headers: Vec<(String, String)> = answer.headers.iter().map(|(name, value)| (title(name.as_str()), value.clone())).collect();
    headers.push(("Allow".to_owned(), route.allow.to_str().unwrap_or_default().to_owned()));
    headers.push(("Content-Type".to_owned(), "application/json".to_owned()));
    if route.renderers.len() > 1 {
        headers.push(("Vary".to_owned(), "Accept".to_owned()));
    }
    headers.sort();
    headers
}

/// `www-authenticate` as it is usually written.
fn title(name: &str) -> String {
    match name {
        "www-authenticate" => "WWW-Authenticate".to_owned(),
        _ => {
            let words =
                name.split('-').map(|w| w.get(..1).map_or(String::new(), |first| first.to_ascii_uppercase() + w.get(1..).unwrap_or("")));
            words.collect::<Vec<_>>().join("-")
        }
    }
}

/// DRF's `get_breadcrumbs`: every view that lies on the way of the URL, with its name.
fn breadcrumbs(app: &App, routes: &Routes, req: &Request) -> Vec<(String, String)> {
    let path = paths::decode(&req.path);
    let mut crumbs: Vec<(String, String)> = Vec::new();
    let mut seen: Option<*const Route> = None;
    let mut rest: &str = &path;
    // Each step looks at the whole of what is left of the path, so the shortest ones will do.
    for _ in path.matches('/').skip(2 * CRUMBS) {
        rest = shorter(rest);
    }
    while !rest.is_empty() {
        if let Some(found) = routes.find(rest)
            && seen != Some(std::ptr::from_ref(found.route))
        {
            seen = Some(std::ptr::from_ref(found.route));
            let mut url = paths::encode(rest).into_owned();
            if let Some(format) = &req.urls.format {
                url = format!("{url}?format={}", paths::quote_plus(format));
            }
            crumbs.push((metadata::view_name(app, found.route), url));
        }
        rest = shorter(rest);
    }
    crumbs.reverse();
    crumbs
}

/// A path without its final slash, or else without its last segment.
fn shorter(path: &str) -> &str {
    match path.strip_suffix('/') {
        Some(shorter) => shorter,
        None => path.rfind('/').and_then(|at| path.get(..=at)).unwrap_or_default(),
    }
}

/// JSON as HTML: escaped, and its strings that are URLs as links (DRF's `urlize_quoted_links`). Other tasks get their turn meanwhile.
///
/// # Errors
///
/// 400 if the page grows over the limit.
async fn write_linked(page: &mut String, json: &str, limit: usize) -> Result<(), ApiError> {
    let mut turn = page.len() + TURN;
    let mut rest = json;
    while let Some(start) = rest.find('"') {
        if page.len() > turn {
            tokio::task::yield_now().await;
            turn = page.len() + TURN;
        }
        let (before, string) = rest.split_at(start);
        escape_within(page, before, limit)?;
        let end = end_of_string(string);
        let (string, after) = string.split_at(end);
        let text = string.trim_matches('"');
        if (text.starts_with("http://") || text.starts_with("https://")) && !text.contains(['\\', ' ']) {
            page.push_str("&quot;<a href=\"");
            escape_within(page, text, limit)?;
            page.push_str("\" rel=\"nofollow\">");
            escape_within(page, text, limit)?;
            page.push_str("</a>&quot;");
        } else {
            escape_within(page, string, limit)?;
        }
        rest = after;
    }
    escape_within(page, rest, limit)
}

/// Where a JSON string that begins here ends, its quotes included.
fn end_of_string(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        if byte == b'"' && !escaped {
            return at + 1;
        }
        escaped = byte == b'\\' && !escaped;
    }
    text.len()
}

/// Text as HTML, for content and for quoted attributes.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|letter| escape_letter(&mut out, letter));
    out
}

fn escape_letter(out: &mut String, letter: char) {
    match letter {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '"' => out.push_str("&quot;"),
        '\'' => out.push_str("&#x27;"),
        other => out.push(other),
    }
}

/// Writes a text as HTML to a page.
///
/// # Errors
///
/// 400 if the page grows over the limit.
fn escape_within(page: &mut String, text: &str, limit: usize) -> Result<(), ApiError> {
    for letter in text.chars() {
        if page.len() > limit {
            return Err(too_large(limit));
        }
        escape_letter(page, letter);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn links_are_escaped() {
        let mut page = String::new();
        let json = "{\"a\": \"http://x/?a=1&b=<\", \"b\": \"<script>\", \"c\": \"say \\\"hi\\\"\"}";
        assert!(write_linked(&mut String::new(), json, 50).await.is_err());
        assert!(write_linked(&mut page, json, 1000).await.is_ok());
        assert!(page.contains("<a href=\"http://x/?a=1&amp;b=&lt;\""), "{page}");
        assert!(page.contains("&lt;script&gt;"), "{page}");
        assert!(page.contains("say \\&quot;hi\\&quot;&quot;}"), "{page}");
    }
}
