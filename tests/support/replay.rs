//! The player: sends a transcript's requests in order and compares what comes back.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use regex::{Captures, NoExpand, Regex};
use serde_json::{Map, Value};

use crate::client::Client;
use crate::compare::{self, HEADERS, python_str};
use crate::mask::{self, UUID};
use crate::transcript::{self, Departure, Entry, User};

#[allow(clippy::unwrap_used)]
static PLACEHOLDER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\{\{(\w+)\}\}").unwrap());
#[allow(clippy::unwrap_used)]
static A_UUID: LazyLock<Regex> = LazyLock::new(|| Regex::new(UUID).unwrap());

/// After so many requests without any answer the rest is not sent.
const PATIENCE: usize = 5;

/// Sends requests to one server, and holds what was captured from its answers.
#[derive(Debug)]
pub struct Player {
    base: String,
    client: Client,
    users: Vec<User>,
    /// In the order of their first capture: where two are the same uuid, the first one names it.
    captures: Vec<(String, Value)>,
    departures: BTreeMap<String, Departure>,
}

/// A request whose answer differs.
#[derive(Debug)]
pub struct Failure {
    /// The entry's.
    pub id: String,
    /// `GET /api/books/`.
    pub request: String,
    /// What differs, a line each.
    pub problems: Vec<String>,
}

/// A request at which Django crashed, and what came back instead.
#[derive(Debug)]
pub struct Crash {
    /// The entry's.
    pub id: String,
    /// `DELETE /api/books/1/`.
    pub request: String,
    /// The status, and the body where it is JSON.
    pub answer: String,
}

/// What a replay found.
#[derive(Debug, Default)]
pub struct Report {
    /// How many answers were equal.
    pub passed: usize,
    /// Feature → (passed, all).
    pub features: BTreeMap<String, (usize, usize)>,
    /// In the order of the transcript.
    pub failures: Vec<Failure>,
    /// In the order of the transcript. What [`failures`](Self::failures) has may be here too.
    pub crashes: Vec<Crash>,
    /// Entries whose answer differs as a `departures.json` says, each with the reason. They count as passed.
    pub departures: Vec<(String, String)>,
}

/// Plays a transcript against a fresh server: an empty database, with the users of the `users.json` beside the transcript.
///
/// # Errors
/// Only what makes the transcript unreadable; an answer that never came is a failure in the report.
pub fn replay(transcripts: &Path, base_url: &str) -> Result<Report, String> {
    let departures = transcript::read_departures(transcripts)?;
    Player::new(base_url).with_departures(departures).play(&transcript::read(transcripts)?)
}

impl Player {
    /// A player against `http://host:port`.
    pub fn new(base_url: &str) -> Self {
        let base = base_url.trim_end_matches('/').to_owned();
        let authority = base.strip_prefix("http://").unwrap_or(&base).to_owned();
        Self { client: Client::new(&authority), base, users: Vec::new(), captures: Vec::new(), departures: BTreeMap::new() }
    }

    /// The users of the server under test, where their tokens or passwords are not those of the recording.
    #[must_use]
    pub fn with_users(mut self, users: Vec<User>) -> Self {
        self.users = users;
        self
    }

    /// Where the server means to say something else, by the ids of the entries.
    #[must_use]
    pub fn with_departures(mut self, departures: BTreeMap<String, Departure>) -> Self {
        self.departures = departures;
        self
    }

    /// Sends all entries, in order.
    ///
    /// # Errors
    /// A mask that is none.
    pub fn play(&mut self, entries: &[Entry]) -> Result<Report, String> {
        let (mut report, mut silent) = (Report::default(), 0);
        for entry in entries {
            let problems = if silent >= PATIENCE {
                vec!["not sent: the server is gone".to_owned()]
            } else {
                match self.answer(entry) {
                    Ok(mut got) => {
                        silent = 0;
                        mask::apply(&mut got, &entry.mask)?;
                        report.note_crash(entry, &got);
                        self.compare(entry, &got, &mut report)
                    }
                    Err(Silence::Missing(name)) => {
                        vec![format!("not sent: an earlier response did not give {{{{{name}}}}}")]
                    }
                    Err(Silence::Io(error)) => {
                        silent += 1;
                        vec![format!("no response: {error}")]
                    }
                }
            };
            report.count(entry, problems);
        }
        Ok(report)
    }

    fn compare(&self, entry: &Entry, got: &Map<String, Value>, report: &mut Report) -> Vec<String> {
        let Some(departure) = self.departures.get(&entry.id) else {
            return compare::responses(&entry.response, got, &entry.request.method);
        };
        let mut expected = entry.response.clone();
        expected.values_mut().for_each(|value| remove(value, &departure.without));
        if expected == entry.response {
            return vec![format!("the recorded answer has none of {:?}: this is no departure", departure.without)];
        }
        report.departures.push((entry.id.clone(), departure.reason.clone()));
        compare::responses(&expected, got, &entry.request.method)
    }

    /// The answer in the transcript's form, its captures taken.
    fn answer(&mut self, entry: &Entry) -> Result<Map<String, Value>, Silence> {
        let request = &entry.request;
        let path = self.fill(&request.path)?;
        let path = path.strip_prefix(&self.base).unwrap_or(&path);
        let mut headers = Vec::new();
        for (name, value) in &request.headers {
            headers.push((name.clone(), self.fill(value.as_str().unwrap_or_default())?));
        }
        if let Some(word) = &request.auth
            && let Some(value) = self.authorization(word)
        {
            headers.retain(|(name, _)| name != "Authorization");
            headers.push(("Authorization".to_owned(), value));
        }
        let body = request.body.as_deref().map(|body| self.fill(body)).transpose()?;
        let answer = self.client.send(&request.method, &quote(path), &headers, body.as_ref().map(String::as_bytes)).map_err(Silence::Io)?;

        let found: Map<String, Value> = HEADERS.iter().filter_map(|name| Some(((*name).to_owned(), answer.header(name)?.into()))).collect();
        let is_json = found.get("Content-Type").and_then(Value::as_str).is_some_and(|kind| kind.contains("json"));
        let mut response = Map::new();
        response.insert("status".to_owned(), answer.status.into());
        response.insert("headers".to_owned(), found.into());
        if is_json && !answer.body.is_empty() {
            let body = serde_json::from_slice(&answer.body).unwrap_or_else(|_| {
                let start = answer.body.get(..200).unwrap_or(&answer.body);
                format!("<not JSON> {}", String::from_utf8_lossy(start)).into()
            });
            response.insert("body".to_owned(), body);
        }
        self.capture(&entry.capture, &response);
        match entry.reduce.as_deref() {
            Some("openapi") => {
                let reduced = response.get("body").map_or(Value::Null, openapi_paths);
                response.insert("body".to_owned(), reduced);
            }
            Some("no-body") => {
                response.remove("body");
            }
            _ => {}
        }
        self.normalise_map(&mut response);
        Ok(response)
    }

    /// `{{base}}` and `{{captures}}`.
    fn fill(&self, text: &str) -> Result<String, Silence> {
        let mut missing = None;
        let filled = PLACEHOLDER.replace_all(text, |found: &Captures| {
            let name = &found[1];
            if name == "base" {
                return self.base.clone();
            }
            match self.captures.iter().find(|(captured, _)| captured == name) {
                Some((_, value)) => python_str(value),
                None => {
                    missing.get_or_insert(name.to_owned());
                    String::new()
                }
            }
        });
        let filled = filled.into_owned();
        missing.map_or(Ok(filled), |name| Err(Silence::Missing(name)))
    }

    /// `token:NAME`, `basic:NAME` or `basic:NAME:PASSWORD`, made anew from the users that were given.
    fn authorization(&self, word: &str) -> Option<String> {
        let mut parts = word.splitn(3, ':');
        let (kind, name, password) = (parts.next()?, parts.next()?, parts.next());
        if self.users.is_empty() {
            return None;
        }
        let user = self.users.iter().find(|user| user.username == name);
        if kind == "token" {
            return Some(format!("Token {}", user?.token.as_ref()?));
        }
        let password = password.or_else(|| user.map(|user| user.password.as_str()))?;
        Some(format!("Basic {}", BASE64.encode(format!("{name}:{password}"))))
    }

    fn capture(&mut self, paths: &Map<String, Value>, response: &Map<String, Value>) {
        for (name, path) in paths {
            let value = path.as_str().and_then(|path| pick(response, path));
            let known = self.captures.iter().position(|(captured, _)| captured == name);
            match (value, known) {
                (Some(value), Some(at)) => self.captures[at].1 = value,
                (Some(value), None) => self.captures.push((name.clone(), value)),
                (None, Some(at)) => {
                    self.captures.remove(at);
                }
                (None, None) => {}
            }
        }
    }

    /// This server's base URL → `{{base}}`; a uuid that was captured, alone or in a URL → `<its name>`.
    fn normalise(&self, value: &mut Value) {
        match value {
            Value::Object(map) => self.normalise_map(map),
            Value::Array(list) => list.iter_mut().for_each(|item| self.normalise(item)),
            Value::String(text) => {
                *text = text.replace(&format!("{}/", self.base), "{{base}}/");
                for (name, captured) in &self.captures {
                    let Value::String(captured) = captured else { continue };
                    let mut uuids = A_UUID.find_iter(captured);
                    if let (Some(uuid), None) = (uuids.next(), uuids.next()) {
                        *text = text.replace(uuid.as_str(), &format!("<{name}>"));
                    }
                }
            }
            _ => {}
        }
    }

    fn normalise_map(&self, map: &mut Map<String, Value>) {
        map.values_mut().for_each(|value| self.normalise(value));
    }
}

impl Report {
    /// Whether every answer was equal.
    pub fn is_perfect(&self) -> bool {
        self.failures.is_empty()
    }

    fn note_crash(&mut self, entry: &Entry, got: &Map<String, Value>) {
        if entry.response.get("status").and_then(Value::as_u64) == Some(500) {
            let status = got.get("status").map(Value::to_string).unwrap_or_default();
            let body = got.get("body").map(Value::to_string).unwrap_or_default();
            self.crashes.push(Crash {
                id: entry.id.clone(),
                request: format!("{} {}", entry.request.method, entry.request.path),
                answer: format!("{status} {body}").trim_end().to_owned(),
            });
        }
    }

    fn count(&mut self, entry: &Entry, problems: Vec<String>) {
        let ok = problems.is_empty();
        self.passed += usize::from(ok);
        for tag in &entry.tags {
            let feature = self.features.entry(tag.clone()).or_default();
            feature.0 += usize::from(ok);
            feature.1 += 1;
        }
        if !ok {
            self.failures.push(Failure {
                id: entry.id.clone(),
                request: format!("{} {}", entry.request.method, entry.request.path),
                problems,
            });
        }
    }
}

/// The failures, the features that have any, and the counts.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for failure in &self.failures {
            writeln!(f, "FAIL {}  {}", failure.id, failure.request)?;
            for problem in failure.problems.iter().take(4) {
                writeln!(f, "     {problem}")?;
            }
            if failure.problems.len() > 4 {
                writeln!(f, "     ... and {} more", failure.problems.len() - 4)?;
            }
        }
        for (feature, (passed, all)) in self.features.iter().filter(|(_, (passed, all))| passed < all) {
            writeln!(f, "{feature:<28} {passed}/{all}")?;
        }
        write!(f, "{} passed, ", self.passed)?;
        if !self.departures.is_empty() {
            write!(f, "{} of them as departures.json says, ", self.departures.len())?;
        }
        write!(f, "{} failed", self.failures.len())
    }
}

/// Takes keys out of a value, at any depth; the others keep their order.
fn remove(value: &mut Value, keys: &[String]) {
    match value {
        Value::Object(object) => {
            object.retain(|key, _| !keys.contains(key));
            object.values_mut().for_each(|value| remove(value, keys));
        }
        Value::Array(list) => list.iter_mut().for_each(|value| remove(value, keys)),
        _ => {}
    }
}

/// Why there is no answer.
#[derive(Debug)]
enum Silence {
    /// A capture that an earlier response should have given.
    Missing(String),
    Io(std::io::Error),
}

/// `body.results.0.id` or `headers.Location`; a null is nothing.
fn pick(response: &Map<String, Value>, path: &str) -> Option<Value> {
    let mut steps = path.split('.');
    let mut value = response.get(steps.next()?)?;
    for step in steps {
        value = match value {
            Value::Array(list) => list.get(step.parse::<usize>().ok()?)?,
            other => other.get(step)?,
        };
    }
    (!value.is_null()).then(|| value.clone())
}

/// An OpenAPI document's version, and its paths and methods without the parameters' names.
fn openapi_paths(document: &Value) -> Value {
    const METHODS: [&str; 7] = ["delete", "get", "head", "options", "patch", "post", "put"];
    let Some(Value::Object(paths)) = document.get("paths") else {
        return document.clone();
    };
    let mut sorted: Vec<_> = paths.iter().collect();
    sorted.sort_by_key(|(path, _)| *path);
    let mut reduced = Map::new();
    #[allow(clippy::unwrap_used)]
    let parameter = Regex::new(r"\{[^}]*\}").unwrap();
    for (path, item) in sorted {
        let methods: Value = METHODS.into_iter().filter(|method| item.get(method).is_some()).collect();
        reduced.insert(parameter.replace_all(path, NoExpand("{}")).into_owned(), methods);
    }
    let version = document.get("openapi").map_or_else(|| "None".to_owned(), python_str);
    let version: String = version.chars().take(3).collect();
    Value::Object([("openapi".to_owned(), version.into()), ("paths".to_owned(), reduced.into())].into_iter().collect())
}

/// Percent-encodes what may not stand in a request's target; a `%` is taken to be encoding already.
fn quote(path: &str) -> String {
    const SAFE: &[u8] = b"_.-~/%?&=+:,;@!$'()*[]";
    let mut quoted = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || SAFE.contains(&byte) {
            quoted.push(char::from(byte));
        } else {
            quoted.push_str(&format!("%{byte:02X}"));
        }
    }
    quoted
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn quotes_like_a_browser_that_was_told_to() {
        assert_eq!(quote("/a b/?x=\u{e9}&y=%2B+\"<^{|}"), "/a%20b/?x=%C3%A9&y=%2B+%22%3C%5E%7B%7C%7D");
    }

    #[test]
    fn fills_what_it_captured_and_names_uuids() {
        let mut player = Player::new("http://127.0.0.1:1/");
        let uuid = "00000000-0000-4000-8000-00000000000a";
        let response = json!({"body": {"results": [{"id": 7, "key": uuid, "none": null}]}});
        let paths = json!({"n": "body.results.0.id", "u": "body.results.0.key", "z": "body.results.0.none", "y": "body.results.x.id"});
        player.capture(paths.as_object().unwrap(), response.as_object().unwrap());
        assert_eq!(player.fill("{{base}}/{{n}}/{{u}}").unwrap(), format!("http://127.0.0.1:1/7/{uuid}"));
        assert!(matches!(player.fill("{{z}}"), Err(Silence::Missing(name)) if name == "z"));
        let mut value = json!(["http://127.0.0.1:1/x", {"pk": format!("no {uuid}")}]);
        player.normalise(&mut value);
        assert_eq!(value, json!(["{{base}}/x", {"pk": "no <u>"}]));
    }

    #[test]
    fn makes_credentials_anew() {
        let user = r#"[{"username": "ann", "password": "p:w", "token": "t"}]"#;
        let player = Player::new("http://x").with_users(serde_json::from_str(user).unwrap());
        assert_eq!(player.authorization("token:ann").unwrap(), "Token t");
        assert_eq!(player.authorization("basic:ann").unwrap(), format!("Basic {}", BASE64.encode("ann:p:w")));
        assert_eq!(player.authorization("basic:nobody:x").unwrap(), format!("Basic {}", BASE64.encode("nobody:x")));
        assert_eq!(Player::new("http://x").authorization("token:ann"), None);
    }

    #[test]
    fn reduces_openapi() {
        let document = json!({"openapi": "3.1.1", "paths": {"/b/{id}/": {"put": {}, "get": {}, "parameters": []}, "/a/": {"get": {}}}});
        let reduced = openapi_paths(&document);
        assert_eq!(reduced, json!({"openapi": "3.1", "paths": {"/a/": ["get"], "/b/{}/": ["get", "put"]}}));
    }
}
