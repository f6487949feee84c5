//! From a URL back to the view and the key in it: Django's `resolve`, for hyperlinks in bodies.

use crate::db::Dialect;
use crate::python::dateparse::Strptime;
use percent_encoding::percent_decode_str;
use regex::Regex;
use restwright_schema::api::{RouterKind, VersioningKind};
use restwright_schema::link::{Graph, ViewId};
use restwright_schema::viewset::Action;
use std::collections::HashMap;
use std::sync::Arc;

/// What a path leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// A viewset's list.
    List {
        /// The viewset.
        view: ViewId,
    },
    /// One object.
    Detail {
        /// The viewset.
        view: ViewId,
        /// The key as it stands in the URL, decoded.
        lookup: String,
    },
    /// Anything else that is routed: nested routes, the API root, documents.
    Other,
}

/// A path that is routed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Where it leads.
    pub route: Route,
    /// With `namespace` versioning: the version in it.
    pub namespace: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    List(ViewId),
    Detail(ViewId),
    Other,
}

/// The paths below the prefix (and version) in the order of the router.
#[derive(Debug, Default)]
pub(super) struct Routes(Vec<(Regex, Target)>);

impl Routes {
    pub(super) fn compile(graph: &Graph) -> Self {
        let slash = if graph.api.trailing_slash { "/" } else { "" };
        let mut out = Vec::new();
        let mut add = |pattern: String, target: Target| {
            let suffixed = (graph.api.router == RouterKind::Default).then(|| format!(r"^{pattern}\.[a-z0-9]+/?\z"));
            for text in [Some(format!(r"^{pattern}{slash}\z")), suffixed].into_iter().flatten() {
                out.extend(crate::python::regex(&text).ok().map(|regex| (regex, target)));
            }
        };
        let routed = || graph.views.iter().enumerate().filter(|(_, v)| v.routed);
        let key = |pattern: &str| format!("(?P<lookup>{pattern})");
        for (id, view) in routed() {
            let endpoint = regex::escape(&view.endpoint);
            if view.actions.iter().any(|a| matches!(a, Action::List | Action::Create)) {
                add(endpoint.clone(), Target::List(id));
            }
            if view.actions.iter().any(|a| a.is_detail()) {
                add(format!("{endpoint}/{}", key(view.lookup_value_regex)), Target::Detail(id));
            }
        }
        for (_, view) in routed() {
            let Some(above) = view.parent.as_ref().and_then(|p| graph.views.get(p.view)) else { continue };
            let endpoint = format!("{}/(?:{})/{}", regex::escape(&above.endpoint), above.lookup_value_regex, regex::escape(&view.endpoint));
            add(endpoint.clone(), Target::Other);
            add(format!("{endpoint}/(?:{})", view.lookup_value_regex), Target::Other);
        }
        Self(out)
    }
}

/// The serializers of an API, for reading input: what is compiled once.
#[derive(Debug)]
pub struct Serializers {
    /// The resources, joined.
    pub(crate) graph: Arc<Graph>,
    /// Which SQL the database speaks.
    pub(crate) dialect: Dialect,
    /// The patterns of validators.
    pub(super) patterns: HashMap<&'static str, Option<Regex>>,
    /// `input_formats`.
    pub(super) formats: HashMap<&'static str, Option<Strptime>>,
    pub(super) routes: Routes,
}

/// The view and key that a path (decoded, with the prefix) leads to.
pub fn resolve_url(compiled: &Serializers, path: &str) -> Option<Match> {
    let api = compiled.graph.api;
    let below = path.strip_prefix('/')?.strip_prefix(api.prefix.trim_start_matches('/'))?;
    if [api.docs_openapi, api.docs_ui].iter().any(|docs| !docs.is_empty() && *docs == below) {
        return Some(Match { route: Route::Other, namespace: None });
    }
    let (rest, namespace) = match api.versioning.class {
        VersioningKind::UrlPath => {
            let (version, rest) = below.split_once('/')?;
            if version.is_empty() {
                return None;
            }
            (rest, None)
        }
        VersioningKind::Namespace => {
            let (version, rest) = below.split_once('/')?;
            let known = api.versioning.allowed.iter().find(|v| **v == version)?;
            (rest, Some((*known).to_owned()))
        }
        _ => (below, None),
    };
    if rest.is_empty() {
        return (api.router == RouterKind::Default).then_some(Match { route: Route::Other, namespace });
    }
    let (captures, target) = compiled.routes.0.iter().find_map(|(regex, target)| Some((regex.captures(rest)?, *target)))?;
    let route = match target {
        Target::List(view) => Route::List { view },
        Target::Detail(view) => Route::Detail { view, lookup: captures.name("lookup")?.as_str().to_owned() },
        Target::Other => Route::Other,
    };
    Some(Match { route, namespace })
}

/// The decoded path of a URL or of a bare path, as `HyperlinkedRelatedField` takes it; the host is ignored.
pub(super) fn path_of(url: &str) -> Option<String> {
    let absolute = ["http:", "https:"].iter().any(|scheme| url.starts_with(scheme));
    let path = if absolute {
        let cleaned: String = url.chars().filter(|c| !matches!(c, '\t' | '\r' | '\n')).collect();
        let (_, rest) = cleaned.split_once(':')?;
        let rest = match rest.strip_prefix("//") {
            Some(authority) => {
                let end = authority.find(['/', '?', '#']).unwrap_or(authority.len());
                let (host, rest) = authority.split_at_checked(end)?;
                if host.contains('[') != host.contains(']') {
                    return None;
                }
                rest
            }
            None => rest,
        };
        let rest = rest.split(['?', '#']).next().unwrap_or("");
        // `urlparse` parts the parameters of the last segment.
        let last = rest.rfind('/').map_or(0, |at| at + 1);
        let end = rest.get(last..).and_then(|segment| segment.find(';')).map_or(rest.len(), |at| last + at);
        rest.get(..end)?.to_owned()
    } else {
        url.to_owned()
    };
    Some(unreserved(&percent_decode_str(&path).decode_utf8_lossy()))
}

/// Django's `uri_to_iri`, on what is still encoded after the first decoding: letters, digits, `-._~` and what isn't ASCII.
fn unreserved(text: &str) -> String {
    let mut bytes: Vec<u8> = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| byte == b'%').and_then(|h| u8::from_str_radix(std::str::from_utf8(h).ok()?, 16).ok());
        match code {
            Some(code) if code >= 0x80 || code.is_ascii_alphanumeric() || b"-._~".contains(&code) => {
                bytes.push(code);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}
