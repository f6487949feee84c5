//! The URLs of an API, as DRF's routers would register them, and which of them a path means.
//!
//! Django tries one regular expression after the other. Here the first segment finds the few candidates, which are compared literally;
//! only a `lookup_value_regex` of a spec's own costs a regular expression. The order among candidates is Django's.

pub(crate) mod paths;
mod route;

pub(crate) use route::{Handler, Route};

use crate::schema::api::{RouterKind, VersioningKind};
use crate::schema::link::Graph;
use crate::schema::viewset::{ExtraAction, NotBuilt};
use regex::Regex;
use std::collections::HashMap;

/// What a key in a URL may be, unless a spec says otherwise.
const DEFAULT_KEY: &str = "[^/.]+";

/// The compiled URLs.
#[derive(Debug)]
pub(crate) struct Routes {
    prefix: &'static str,
    versioning: VersioningKind,
    versions: &'static [&'static str],
    /// `/`, or nothing.
    slash: &'static str,
    /// Whether URLs may end with `.json`, and there is an API root.
    suffixes: bool,
    routes: Vec<Route>,
    root: Option<Route>,
    /// By the first segment of their URL.
    patterns: HashMap<String, Vec<Pattern>>,
}

/// A path that leads somewhere.
#[derive(Debug)]
pub(crate) struct Match<'a> {
    pub(crate) route: &'a Route,
    /// The object's key.
    pub(crate) key: Option<&'a str>,
    /// The parent's key.
    pub(crate) parent: Option<&'a str>,
    /// The format that the URL ends with.
    pub(crate) format: Option<&'a str>,
    /// The version that stands in the URL.
    pub(crate) version: Option<&'a str>,
}

/// One URL below the prefix: `[PARENT/{key}/]ENDPOINT[/{key}]`, followed by a slash or a format.
#[derive(Debug)]
struct Pattern {
    route: usize,
    /// The parent's endpoint, of nested routes.
    parent: Option<String>,
    endpoint: String,
    detail: bool,
    /// What follows the list's or the object's URL: of extra actions, and of parts that are not built.
    below: &'static str,
    /// Without and with a format: if a key's pattern is not the default.
    regex: Option<(Regex, Regex)>,
}

/// What a URL of a viewset is for.
enum Part {
    /// The list or the object.
    Own,
    /// An extra action.
    Extra(&'static ExtraAction),
    /// What is not built.
    NotBuilt(&'static NotBuilt),
}

/// What a pattern took out of a path.
#[derive(Default)]
struct Taken<'a> {
    key: Option<&'a str>,
    parent: Option<&'a str>,
    format: Option<&'a str>,
}

impl Routes {
    /// Registers every resource in order, each with its list and detail URLs, then the nested ones.
    pub(crate) fn new(graph: &Graph) -> Self {
        let api = graph.api;
        let suffixes = api.router == RouterKind::Default;
        let mut routes = Self {
            prefix: api.prefix,
            versioning: api.versioning.class,
            versions: api.versioning.allowed,
            slash: if api.trailing_slash { "/" } else { "" },
            suffixes,
            routes: Vec::new(),
            root: suffixes.then(|| Route::root(graph)),
            patterns: HashMap::new(),
        };
        for nested in [false, true] {
            for (id, view) in graph.views.iter().enumerate().filter(|(_, v)| v.routed) {
                let parent = view.parent.as_ref().filter(|_| nested).and_then(|p| graph.views.get(p.view));
                if nested && parent.is_none() {
                    continue;
                }
                // The list, what lies below it, an object, what lies below that: the order of DRF's routers.
                let parts = [false, true].into_iter().flat_map(|detail| {
                    let extra = view.extra_actions.iter().filter(move |action| action.detail == detail).map(Part::Extra);
                    let not_built = view.viewset.not_built.iter().filter(move |part| part.detail == detail && !part.path.is_empty());
                    std::iter::once(Part::Own).chain(extra).chain(not_built.map(Part::NotBuilt)).map(move |part| (detail, part))
                });
                for (detail, part) in parts {
                    let (found, below) = match part {
                        Part::Own => (Route::view(graph, id, detail, nested), ""),
                        Part::Extra(action) => (Route::extra(graph, id, action, nested), action.url_path),
                        Part::NotBuilt(part) => (Route::not_built(graph, id, part, nested), part.path),
                    };
                    let Some(route) = found else { continue };
                    let keys = [parent.map(|p| p.lookup_value_regex), detail.then_some(view.lookup_value_regex)];
                    routes.routes.push(route);
                    let mut pattern = Pattern {
                        route: routes.routes.len() - 1,
                        parent: parent.map(|p| p.endpoint.clone()),
                        endpoint: view.endpoint.clone(),
                        detail,
                        below,
                        regex: None,
                    };
                    if keys.iter().flatten().any(|key| *key != DEFAULT_KEY) {
                        match pattern.compile(keys, routes.slash) {
                            Ok(regexes) => pattern.regex = Some(regexes),
                            Err(error) => {
                                tracing::error!(endpoint = view.endpoint, %error, "lookup_value_regex is none; the URL is not served");
                                continue;
                            }
                        }
                    }
                    let first = parent.map_or(view.endpoint.as_str(), |p| p.endpoint.as_str());
                    routes.patterns.entry(segment(first).to_owned()).or_default().push(pattern);
                }
            }
        }
        routes
    }

    /// What a decoded path leads to.
    pub(crate) fn find<'a>(&'a self, path: &'a str) -> Option<Match<'a>> {
        let rest = path.strip_prefix(self.prefix)?;
        let (version, rest) = match self.versioning {
            VersioningKind::UrlPath => {
                let (version, rest) = rest.split_once('/').filter(|(version, _)| !version.is_empty())?;
                (Some(version), rest)
            }
            VersioningKind::Namespace => self.versions.iter().find_map(|v| Some((Some(*v), rest.strip_prefix(v)?.strip_prefix('/')?)))?,
            _ => (None, rest),
        };
        let candidates = self.patterns.get(segment(rest)).map_or(&[][..], Vec::as_slice);
        for pattern in candidates {
            if let Some(taken) = pattern.take(rest, self.slash, self.suffixes) {
                let route = self.routes.get(pattern.route)?;
                return Some(Match { route, key: taken.key, parent: taken.parent, format: taken.format, version });
            }
        }
        let root = self.root.as_ref()?;
        let format = if rest.is_empty() { None } else { Some(suffix(rest)?) };
        Some(Match { route: root, key: None, parent: None, format, version })
    }

    /// Django's `APPEND_SLASH`: whether a path that leads nowhere would lead somewhere with a slash.
    pub(crate) fn wants_slash(&self, path: &str) -> bool {
        !path.ends_with('/') && self.find(&format!("{path}/")).is_some()
    }
}

impl Pattern {
    fn take<'a>(&self, path: &'a str, slash: &str, suffixes: bool) -> Option<Taken<'a>> {
        if let Some((plain, suffixed)) = &self.regex {
            let regex = [Some(plain), suffixes.then_some(suffixed)];
            let found = regex.into_iter().flatten().find_map(|r| r.captures(path))?;
            let named = |name: &str| found.name(name).map(|m| m.as_str());
            return Some(Taken { key: named("restwright_key"), parent: named("restwright_parent"), format: named("restwright_format") });
        }
        let mut taken = Taken::default();
        let mut rest = path;
        if let Some(parent) = &self.parent {
            let (key, after) = key(rest.strip_prefix(parent.as_str())?.strip_prefix('/')?)?;
            taken.parent = Some(key);
            rest = after.strip_prefix('/')?;
        }
        rest = rest.strip_prefix(self.endpoint.as_str())?;
        if self.detail {
            let (key, after) = key(rest.strip_prefix('/')?)?;
            taken.key = Some(key);
            rest = after;
        }
        if !self.below.is_empty() {
            rest = rest.strip_prefix('/')?.strip_prefix(self.below)?;
        }
        if rest != slash {
            if !suffixes {
                return None;
            }
            taken.format = Some(suffix(rest)?);
        }
        Some(taken)
    }

    fn compile(&self, [parent, key]: [Option<&str>; 2], slash: &str) -> Result<(Regex, Regex), regex::Error> {
        let mut text = String::from(r"\A");
        if let (Some(endpoint), Some(key)) = (&self.parent, parent) {
            text += &format!("{}/(?P<restwright_parent>{key})/", regex::escape(endpoint));
        }
        text += &regex::escape(&self.endpoint);
        if let Some(key) = key {
            text += &format!("/(?P<restwright_key>{key})");
        }
        if !self.below.is_empty() {
            text += &format!("/{}", regex::escape(self.below));
        }
        Ok((Regex::new(&format!(r"{text}{slash}\z"))?, Regex::new(&format!(r"{text}\.(?P<restwright_format>[a-z0-9]+)/?\z"))?))
    }
}

/// What the candidates are found by.
fn segment(path: &str) -> &str {
    path.split(['/', '.']).next().unwrap_or(path)
}

/// A key of the default pattern, and what follows it.
fn key(path: &str) -> Option<(&str, &str)> {
    let end = path.find(['/', '.']).unwrap_or(path.len());
    path.split_at_checked(end).filter(|(key, _)| !key.is_empty())
}

/// DRF's format suffix: `.json`, perhaps with a slash behind it.
fn suffix(rest: &str) -> Option<&str> {
    let format = rest.strip_prefix('.')?;
    let format = format.strip_suffix('/').unwrap_or(format);
    (!format.is_empty() && format.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())).then_some(format)
}
