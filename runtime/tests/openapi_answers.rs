//! The OpenAPI document says what is answered: recorded answers of all conversations are held against their operations' schemas.
//!
//! The server answers as recorded (`tests/conformance`), so what contradicts a recording contradicts the server.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests")]

use boon::{Compiler, SchemaIndex, Schemas};
use restwright::schema::link::Graph;
use restwright::schema::openapi;
use restwright_codegen::lower::lower;
use restwright_codegen::{Options, check};
use serde_json::Value as Json;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/conformance");
    let folders = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> = folders.filter(|folder| folder.join("transcripts.jsonl").exists()).collect();
    folders.sort();
    folders
}

fn linked(specs: &Path) -> Graph {
    let (folder, mut bag) = check(specs, Options::default()).unwrap();
    let found = bag.take();
    lower(&folder.unwrap_or_else(|| panic!("{found:?}"))).unwrap()
}

/// What is written only by clients is required of them, and not in answers.
fn of_answers(schema: &mut Json) {
    match schema {
        Json::Object(entries) => {
            let written: Vec<String> = entries.get("properties").and_then(Json::as_object).map_or_else(Vec::new, |properties| {
                properties.iter().filter(|(_, schema)| schema["writeOnly"] == true).map(|(name, _)| name.clone()).collect()
            });
            if let Some(Json::Array(required)) = entries.get_mut("required") {
                required.retain(|name| !written.iter().any(|w| name == w));
            }
            entries.values_mut().for_each(of_answers);
        }
        Json::Array(items) => items.iter_mut().for_each(of_answers),
        _ => {}
    }
}

/// A recorded answer as it came: what differs from run to run was replaced by the name of its kind.
fn filled_in(answer: &mut Json) {
    match answer {
        Json::String(text) if text == "<int>" => *answer = Json::from(1),
        Json::Array(items) => items.iter_mut().for_each(filled_in),
        Json::Object(entries) => entries.values_mut().for_each(filled_in),
        _ => {}
    }
}

/// A document with its operations by path.
struct Document {
    json: Json,
    compiler: Compiler,
    schemas: Schemas,
    compiled: HashMap<String, SchemaIndex>,
}

const PLACE: &str = "https://example.org/openapi.json";

impl Document {
    fn new(graph: &Graph) -> Self {
        let mut json: Json = serde_json::from_str(&openapi::document(graph, None).to_json()).unwrap();
        of_answers(&mut json);
        let mut compiler = Compiler::new();
        compiler.add_resource(PLACE, json.clone()).unwrap();
        Self { json, compiler, schemas: Schemas::new(), compiled: HashMap::new() }
    }

    /// The path of the document that a request's path is one of: the one with the fewest names in braces.
    fn path(&self, path: &str) -> Option<String> {
        let parts = |path: &str| path.split('/').map(str::to_owned).collect::<Vec<_>>();
        let asked = parts(path);
        let fits = |template: &&String| {
            let template = parts(template);
            template.len() == asked.len() && template.iter().zip(&asked).all(|(t, a)| t == a || (t.starts_with('{') && !a.is_empty()))
        };
        let paths = self.json["paths"].as_object().unwrap();
        paths.keys().filter(fits).min_by_key(|template| template.matches('{').count()).cloned()
    }

    fn contradicts(&mut self, pointer: &str, answer: &Json) -> Option<String> {
        let index = match self.compiled.get(pointer) {
            Some(index) => *index,
            None => {
                let index = self.compiler.compile(&format!("{PLACE}#{pointer}"), &mut self.schemas).unwrap_or_else(|e| panic!("{e:#}"));
                self.compiled.insert(pointer.to_owned(), index);
                index
            }
        };
        self.schemas.validate(answer, index).err().map(|error| format!("{error:#}"))
    }
}

/// Statuses that an operation declares if it can answer with them. Others are the same of all: 405, 406, 415, redirects, and the 404 of a
/// format or a version that is not there.
const DECLARED: [u64; 8] = [200, 201, 204, 400, 401, 403, 409, 429];

#[test]
fn no_answer_contradicts_the_document() {
    let mut wrong: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut checked = 0;
    for folder in folders() {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let mut document = Document::new(&linked(&folder.join("specs")));
        for line in std::fs::read_to_string(folder.join("transcripts.jsonl")).unwrap().lines() {
            let entry: Json = serde_json::from_str(line).unwrap();
            let (request, response) = (&entry["request"], &entry["response"]);
            let method = request["method"].as_str().unwrap().to_lowercase();
            let path = request["path"].as_str().unwrap().split('?').next().unwrap();
            let Some(template) = document.path(path) else { continue };
            if document.json["paths"][&template].get(&method).is_none() {
                continue;
            }
            let status = response["status"].as_u64().unwrap();
            let at = format!("/paths/{}/{method}/responses/{status}", template.replace('~', "~0").replace('/', "~1"));
            let Some(declared) = document.json.pointer(&at).cloned() else {
                if DECLARED.contains(&status) {
                    wrong
                        .entry(format!("{name}: {method} {template}: {status} is not declared"))
                        .or_default()
                        .push(entry["id"].to_string());
                }
                continue;
            };
            let json = response["headers"]["Content-Type"].as_str().is_some_and(|media| media.starts_with("application/json"));
            // Of some answers the recording has no body.
            let Some(mut answer) = response.get("body").cloned() else { continue };
            if !json || declared["content"].get("application/json").is_none() {
                continue;
            }
            filled_in(&mut answer);
            checked += 1;
            if let Some(error) = document.contradicts(&format!("{at}/content/application~1json/schema"), &answer) {
                wrong
                    .entry(format!("{name}: {method} {template} {status}"))
                    .or_default()
                    .push(format!("{}: {error}\n{answer}", entry["id"]));
            }
        }
    }
    assert!(checked > 3000, "{checked}");
    let count: usize = wrong.values().map(Vec::len).sum();
    let shown: Vec<String> = wrong.iter().map(|(place, all)| format!("#### {place} ({})\n{}", all.len(), all[0])).collect();
    assert!(wrong.is_empty(), "{count} of {checked} answers contradict their documents:\n{}", shown.join("\n"));
}
