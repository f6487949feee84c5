//! The reference for people: every operation of the OpenAPI document on one page, without scripts.

use super::browsable::{self, escape};
use crate::schema::link::Graph;
use crate::schema::openapi::{self, Tree};
use std::fmt::Write as _;

/// What this page has beside the style of all; a style of its own, since browsers know each by its hash.
pub(crate) const STYLE: &str = "summary{cursor:pointer}summary code{font-weight:600}table{border-collapse:collapse}\
td,th{border:1px solid #ccc;padding:.2rem .6rem;text-align:left;vertical-align:top}";

/// The page.
pub(crate) fn render(graph: &Graph) -> String {
    let api = graph.api;
    let document = openapi::document(graph, None);
    let title = escape(api.title);
    let mut page = String::with_capacity(64 * 1024);
    let _ = write!(
        page,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>{title}</title>\n<style>{}</style>\n<style>{STYLE}</style>\n</head>\n<body>\n<header><h1>{title} <small>{}</small></h1></header>\n\
         <main>\n",
        browsable::STYLE,
        escape(api.version)
    );
    if !api.description.is_empty() {
        let _ = writeln!(page, "<p>{}</p>", escape(api.description));
    }
    if !api.docs_openapi.is_empty() {
        let url = format!("{}{}", api.prefix, api.docs_openapi);
        let _ =
            writeln!(page, "<p>OpenAPI 3.1: <a href=\"{0}?format=json\">JSON</a>, <a href=\"{0}?format=yaml\">YAML</a></p>", escape(&url));
    }
    let mut resource = "";
    for (path, item) in entries(document.get("paths")) {
        for (method, operation) in entries(Some(item)) {
            let tag = operation.get("tags").and_then(|tags| if let Tree::List(t) = tags { t.first() } else { None }).map_or("", text);
            if tag != resource {
                resource = tag;
                let _ = writeln!(page, "<h2 id=\"{0}\">{0}</h2>", escape(tag));
            }
            self::operation(&mut page, path, method, operation);
        }
    }
    page.push_str("<h2 id=\"schemas\">Schemas</h2>\n");
    for (name, schema) in entries(document.get("components").and_then(|c| c.get("schemas"))) {
        let _ = writeln!(
            page,
            "<details id=\"schema-{0}\"><summary><code>{0}</code></summary><pre>{1}</pre></details>",
            escape(name),
            escape(&schema.to_json())
        );
    }
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

fn entries(tree: Option<&Tree>) -> &[(String, Tree)] {
    match tree {
        Some(Tree::Map(entries)) => entries,
        _ => &[],
    }
}

fn text(tree: &Tree) -> &str {
    if let Tree::Text(text) = tree { text } else { "" }
}

fn operation(page: &mut String, path: &str, method: &str, operation: &Tree) {
    let name = operation.get("operationId").map_or("", text);
    let _ = writeln!(
        page,
        "<details id=\"{0}\"><summary><code>{1} {2}</code></summary>",
        escape(name),
        escape(&method.to_uppercase()),
        escape(path)
    );
    if let Some(about) = operation.get("description") {
        let _ = writeln!(page, "<p>{}</p>", escape(text(about)));
    }
    if let Some(Tree::List(parameters)) = operation.get("parameters") {
        page.push_str("<table><thead><tr><th>Parameter</th><th>In</th><th>Schema</th><th>About</th></tr></thead><tbody>\n");
        for parameter in parameters {
            let cell = |key: &str| parameter.get(key).map_or("", text);
            let schema = parameter.get("schema").map(Tree::to_json).unwrap_or_default();
            let _ = writeln!(
                page,
                "<tr><td><code>{}</code></td><td>{}</td><td><code>{}</code></td><td>{}</td></tr>",
                escape(cell("name")),
                escape(cell("in")),
                escape(schema.trim()),
                escape(cell("description"))
            );
        }
        page.push_str("</tbody></table>\n");
    }
    let reference = |tree: Option<&Tree>| {
        let media = tree.and_then(|t| t.get("content")).map_or(&[][..], |c| entries(Some(c))).first();
        let schema = media.and_then(|(_, m)| m.get("schema"))?;
        Some(match schema.get("$ref").map(text).and_then(|r| r.rsplit('/').next()) {
            Some(name) => format!("<a href=\"#schema-{0}\"><code>{0}</code></a>", escape(name)),
            None => format!("<code>{}</code>", escape(schema.to_json().trim())),
        })
    };
    if let Some(body) = reference(operation.get("requestBody")) {
        let _ = writeln!(page, "<p>Body: {body}</p>");
    }
    page.push_str("<ul>\n");
    for (status, response) in entries(operation.get("responses")) {
        let about = response.get("description").map_or("", text);
        let body = reference(Some(response)).unwrap_or_default();
        let _ = writeln!(page, "<li>{} {} {body}</li>", escape(status), escape(about));
    }
    page.push_str("</ul></details>\n");
}
