//! Transcripts: one recorded request with its answer a line, in the order in which they were sent.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::{Map, Value};

/// One line of a transcript.
#[derive(Debug, Deserialize)]
pub struct Entry {
    /// Unique in its file.
    pub id: String,
    /// The features that the request exercises; a report counts by them.
    pub tags: Vec<String>,
    /// What was sent.
    pub request: Request,
    /// What came back: `status`, `headers` (those that are compared) and, where there was JSON, `body`.
    pub response: Map<String, Value>,
    /// Values that differ from run to run: see [`crate::mask`](crate).
    #[serde(default)]
    pub mask: Vec<Value>,
    /// Name → path into the response (`body.results.0.id`), for later requests to use as `{{name}}`.
    #[serde(default)]
    pub capture: Map<String, Value>,
    /// `openapi` compares a document's paths and methods alone, `no-body` no body.
    pub reduce: Option<String>,
}

/// A recorded request; `{{base}}` and `{{captures}}` are filled in when it is sent.
#[derive(Debug, Deserialize)]
pub struct Request {
    /// `GET`, `POST` and so on.
    pub method: String,
    /// Path and query, not yet percent-encoded; or a whole URL of this server.
    pub path: String,
    /// Name → value.
    pub headers: Map<String, Value>,
    /// `token:NAME`, `basic:NAME` or `basic:NAME:PASSWORD`.
    pub auth: Option<String>,
    /// Sent as UTF-8.
    pub body: Option<String>,
}

/// Where a server says something else than what was recorded, and means to.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Departure {
    /// Why, in a sentence.
    pub reason: String,
    /// Keys that the recorded body has at any depth, and the server's has not; all else is equal.
    pub without: Vec<String>,
}

/// A user of `users.json`, with what the generated `createuser` takes.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct User {
    /// The login.
    pub username: String,
    /// In clear text.
    pub password: String,
    /// May be empty.
    #[serde(default)]
    pub email: String,
    /// `is_staff`.
    #[serde(default)]
    pub staff: bool,
    /// `is_superuser`.
    #[serde(default)]
    pub superuser: bool,
    /// `is_active`.
    #[serde(default = "yes")]
    pub active: bool,
    /// The key of token authentication.
    pub token: Option<String>,
    /// Codenames such as `add_book`.
    #[serde(default)]
    pub permissions: Vec<String>,
}

fn yes() -> bool {
    true
}

/// Reads a transcript.
///
/// # Errors
/// The file's, with its path; or the number of the line that is not a transcript's.
pub fn read(path: &Path) -> Result<Vec<Entry>, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    text.split('\n')
        .enumerate()
        .filter(|(_, line)| !line.is_empty())
        .map(|(number, line)| serde_json::from_str(line).map_err(|error| format!("{}:{}: {error}", path.display(), number + 1)))
        .collect()
}

/// Reads what departs from a transcript, by the ids of the entries: the `departures.json` beside it, which counts on every database, and for a
/// `transcripts.postgres.jsonl` the `departures.postgres.json` beside it. Neither has to be there.
///
/// # Errors
/// JSON's, with the path.
pub fn read_departures(transcripts: &Path) -> Result<BTreeMap<String, Departure>, String> {
    let mut found = BTreeMap::new();
    let name = transcripts.file_name().and_then(OsStr::to_str).unwrap_or_default();
    let database = name.strip_prefix("transcripts.").and_then(|rest| rest.strip_suffix(".jsonl"));
    for name in ["departures.json".to_owned(), format!("departures.{}.json", database.unwrap_or("sqlite"))] {
        let path = transcripts.with_file_name(name);
        if let Ok(text) = fs::read_to_string(&path) {
            let departures: BTreeMap<_, _> = serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
            found.extend(departures);
        }
    }
    Ok(found)
}

/// Reads a `users.json`.
///
/// # Errors
/// The file's, or JSON's, with its path.
pub fn read_users(path: &Path) -> Result<Vec<User>, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}
