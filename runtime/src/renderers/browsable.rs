//! A page of an answer, for who asks with a browser: DRF's `BrowsableAPIRenderer`.

use super::json;
use crate::http::{Route, Routes, paths};
use crate::request::Answer;
use crate::{App, Request, metadata};
use http::StatusCode;
use std::fmt::Write as _;

/// How the page looks; the marks of HTML in it need no escaping. Browsers run no other style: its hash stands in the Content-Security-Policy.
pub(crate) const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}\
nav ol{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.5rem}nav li+li::before{content:\"»\";margin-right:.5rem;color:#666}\
pre{background:#f5f5f5;border:1px solid #ccc;border-radius:4px;padding:1rem;overflow:auto}\
a{color:#0b57a4}header p{display:flex;justify-content:space-between;margin:0}\
@media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}pre{background:#222;border-color:#444}a{color:#7ab7f5}}";

/// The page.
pub(crate) fn render(app: &App, routes: &Routes, route: &Route, req: &Request, answer: &Answer) -> Vec<u8> {
    let name = escape(&metadata::view_name(app, route));
    let mut page = String::with_capacity(8 * 1024);
    let title = escape(app.graph.api.title);
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
    for (name, value) in headers(app, route, answer) {
        let _ = writeln!(page, "<strong>{}:</strong> {}", escape(&name), escape(&value));
    }
    page.push('\n');
    if let Some(body) = &answer.body {
        write_linked(&mut page, &String::from_utf8_lossy(&json::indent(body, 4)));
    }
    page.push_str("</pre>\n</main>\n</body>\n</html>\n");
    page.into_bytes()
}

/// The headers of the answer as JSON would have had them, by name.
fn headers(app: &App, route: &Route, answer: &Answer) -> Vec<(String, String)> {
    let mut headers: Vec<(String, String)> = answer.headers.iter().map(|(name, value)| (title(name.as_str()), value.clone())).collect();
    headers.push(("Allow".to_owned(), route.allow.to_str().unwrap_or_default().to_owned()));
    headers.push(("Content-Type".to_owned(), "application/json".to_owned()));
    if app.graph.api.renderers.len() > 1 {
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
        rest = match rest.strip_suffix('/') {
            Some(shorter) => shorter,
            None => rest.rfind('/').and_then(|at| rest.get(..=at)).unwrap_or_default(),
        };
    }
    crumbs.reverse();
    crumbs
}

/// JSON as HTML: escaped, and its strings that are URLs as links (DRF's `urlize_quoted_links`).
fn write_linked(page: &mut String, json: &str) {
    let mut rest = json;
    while let Some(start) = rest.find('"') {
        let (before, string) = rest.split_at(start);
        page.push_str(&escape(before));
        let end = end_of_string(string);
        let (string, after) = string.split_at(end);
        let text = string.trim_matches('"');
        if (text.starts_with("http://") || text.starts_with("https://")) && !text.contains(['\\', ' ']) {
            let url = escape(text);
            let _ = write!(page, "&quot;<a href=\"{url}\" rel=\"nofollow\">{url}</a>&quot;");
        } else {
            page.push_str(&escape(string));
        }
        rest = after;
    }
    page.push_str(&escape(rest));
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
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#x27;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_escaped() {
        let mut page = String::new();
        write_linked(&mut page, "{\"a\": \"http://x/?a=1&b=<\", \"b\": \"<script>\", \"c\": \"say \\\"hi\\\"\"}");
        assert!(page.contains("<a href=\"http://x/?a=1&amp;b=&lt;\""), "{page}");
        assert!(page.contains("&lt;script&gt;"), "{page}");
        assert!(page.contains("say \\&quot;hi\\&quot;&quot;}"), "{page}");
    }
}
