//! What DRF's conversations cannot hold: answers to requests that meet at the same time, and those in which the API goes further than DRF.
//!
//! The APIs are `answers` and `keys` of the conformance suite, generated and compiled in its workspace. Each test runs on every database.
#![allow(clippy::unwrap_used, reason = "tests")]

mod parents;
mod races;

use std::path::Path;
use std::sync::{Barrier, OnceLock};
use std::thread;

use restwright_tests::client::Client;
use restwright_tests::databases::Kind;
use restwright_tests::generated::{Generated, Serve, Server, Workspace};
use serde_json::Value;

/// A status and a JSON body; null where there is none.
type Answer = (u16, Value);

/// The servers, compiled once: `answers` and `keys`.
fn built() -> &'static [Generated; 2] {
    static BUILT: OnceLock<[Generated; 2]> = OnceLock::new();
    BUILT.get_or_init(|| {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let build = || -> Result<[Generated; 2], String> {
            let workspace = Workspace::new(&here.join(".."), Path::new(env!("CARGO_TARGET_TMPDIR")), "conformance");
            let workspace = workspace.map_err(|error| error.to_string())?;
            workspace.compile_codegen()?;
            let generate = |folder: &str| workspace.generate(folder, &here.join("conformance").join(folder).join("specs"));
            let built = [generate("answers")?, generate("keys")?];
            workspace.compile(&built)?;
            Ok(built)
        };
        build().unwrap_or_else(|error| panic!("{error}"))
    })
}

/// A server that is asked without a login.
struct Api {
    server: Server,
    kind: Kind,
}

impl Api {
    /// On a new database of each kind. `test` names the log.
    fn each(generated: &Generated, test: &str, run: impl Fn(&Self)) {
        for kind in Kind::ALL.into_iter().filter(|kind| kind.is_there(test)) {
            let options = Serve { log: format!("{test}.{}", kind.feature()), ..Serve::default() };
            let server = generated.start_with(kind, &[], &options).unwrap_or_else(|error| panic!("{kind}: {error}"));
            run(&Self { server, kind });
        }
    }

    fn send(&self, method: &str, path: &str, body: Option<&Value>) -> Answer {
        let headers = [("Content-Type".to_owned(), "application/json".to_owned())];
        let text = body.map(Value::to_string);
        let answer = Client::new(self.server.address()).send_once(method, path, &headers, text.as_ref().map(String::as_bytes));
        let answer = answer.unwrap_or_else(|error| panic!("{}, {method} {path}: {error}", self.kind));
        (answer.status, serde_json::from_slice(&answer.body).unwrap_or_default())
    }

    fn get(&self, path: &str) -> Answer {
        self.send("GET", path, None)
    }

    /// Makes a row; gives its answer.
    fn make(&self, path: &str, body: Value) -> Value {
        let (status, made) = self.send("POST", path, Some(&body));
        assert_eq!(status, 201, "{}, {path} {body}: {made}", self.kind);
        made
    }

    /// Sends requests at the same time.
    fn together(&self, requests: &[(&str, String, Value)]) -> Vec<Answer> {
        let barrier = Barrier::new(requests.len());
        thread::scope(|scope| {
            let sent: Vec<_> = requests
                .iter()
                .map(|(method, path, body)| {
                    scope.spawn(|| {
                        barrier.wait();
                        self.send(method, path, (!body.is_null()).then_some(body))
                    })
                })
                .collect();
            sent.into_iter().map(|thread| thread.join().unwrap()).collect()
        })
    }
}
