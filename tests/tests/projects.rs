//! A crate that `codegen new` makes, served by `codegen run` over HTTP with its hooks, and served anew as its files change.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use restwright_tests::client::Client;
use restwright_tests::generated::Workspace;

/// How long a crate may take to be compiled and served, on a machine that does other things too.
const PATIENCE: Duration = Duration::from_secs(600);

/// A program that runs, and what it has written.
struct Running {
    child: Child,
    said: Arc<Mutex<String>>,
}

impl Running {
    fn new(command: &mut Command) -> Self {
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let said = Arc::new(Mutex::new(String::new()));
        let pipes: [Box<dyn std::io::Read + Send>; 2] = [Box::new(child.stdout.take().unwrap()), Box::new(child.stderr.take().unwrap())];
        for pipe in pipes {
            let said = Arc::clone(&said);
            thread::spawn(move || {
                for line in BufReader::new(pipe).lines().map_while(Result::ok) {
                    said.lock().unwrap().push_str(&format!("{line}\n"));
                }
            });
        }
        Self { child, said }
    }

    fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    /// Waits until it has written this so many times; gives the last line that has it.
    fn says(&mut self, part: &str, times: usize) -> String {
        let begun = Instant::now();
        loop {
            let said = self.said();
            if said.matches(part).count() >= times {
                return said.lines().rfind(|line| line.contains(part)).unwrap_or_default().to_owned();
            }
            let ended = self.child.try_wait().unwrap();
            assert!(ended.is_none() && begun.elapsed() < PATIENCE, "`{part}` was not written {times} times ({ended:?}):\n{said}");
            thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Project {
    workspace: Workspace,
    folder: PathBuf,
    authority: String,
}

impl Project {
    /// A crate of `codegen new` that is a member of a workspace of the tests, so that dependencies are compiled once.
    fn new(name: &str) -> Self {
        let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let workspace = Workspace::new(&checkout, Path::new(env!("CARGO_TARGET_TMPDIR")), "projects").unwrap();
        workspace.compile_codegen().unwrap();
        let folder = workspace.root().join("crates").join(name);
        let _ = fs::remove_dir_all(&folder);
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let project = Self { workspace, folder, authority: format!("127.0.0.1:{port}") };
        // All drivers, as the other generated crates of tests have them.
        project.codegen(&["new", name, "--dir", &format!("crates/{name}")]);
        let manifest = project.read("Cargo.toml").replace("default = [\"sqlite\"]", "default = [\"sqlite\", \"postgres\", \"mysql\"]");
        project.put("Cargo.toml", &manifest);
        // Versions are those that are there.
        let lock = project.workspace.root().join("Cargo.lock");
        if !lock.exists() {
            fs::copy(checkout.join("Cargo.lock"), lock).unwrap();
        }
        project
    }

    fn codegen(&self, arguments: &[&str]) -> String {
        let output = self.workspace.codegen_in(arguments).output().unwrap();
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{arguments:?}:\n{said}");
        said
    }

    fn put(&self, path: &str, text: &str) {
        fs::write(self.folder.join(path), text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.folder.join(path)).unwrap()
    }

    /// Changes a text in a file; gives the file's text before.
    fn change(&self, path: &str, from: &str, to: &str) -> String {
        let text = self.read(path);
        assert!(text.contains(from), "`{from}` is not in {path}:\n{text}");
        self.put(path, &text.replace(from, to));
        text
    }

    /// Sends a note; gives the status and the answer.
    fn post(&self, token: &str, title: &str) -> (u16, String) {
        let headers = [("Authorization", format!("Token {token}")), ("Content-Type", "application/json".to_owned())];
        let headers = headers.map(|(name, value)| (name.to_owned(), value));
        let body = format!("{{\"title\": \"{title}\"}}");
        let answer = Client::new(&self.authority).send("POST", "/api/notes/", &headers, Some(body.as_bytes())).unwrap();
        (answer.status, String::from_utf8_lossy(&answer.body).into_owned())
    }

    fn get(&self, path: &str) -> (u16, String) {
        let answer = Client::new(&self.authority).send("GET", path, &[], None).unwrap();
        (answer.status, String::from_utf8_lossy(&answer.body).into_owned())
    }
}

const HOOKED: &str = "[viewset]\nhooks = [\"validate_title\"]\n";

#[test]
fn a_crate_is_served_with_its_hooks_and_anew_after_each_change() {
    let project = Project::new("jotter");
    project.change("specs/note.toml", "[viewset]\n", HOOKED);
    // Below the crate's folder, and by a port alone.
    let (_, port) = project.authority.split_once(':').unwrap();
    let mut run = project.workspace.codegen_in(&["run", "--watch", "--bind", port]);
    let mut run = Running::new(run.current_dir(project.folder.join("src")));
    run.says("listening on", 1);
    let said = run.said();
    assert!(said.contains(&format!("serving http://127.0.0.1:{port}/api/\n")), "{said}");
    assert!(said.contains("compiled ") && said.contains(" crate"), "no sign of life:\n{said}");
    let token = said.split("and token ").nth(1).and_then(|rest| rest.split_whitespace().next()).unwrap().to_owned();
    assert_eq!(project.post(&token, "untitled").0, 201, "the stub lets everything through");

    // The hook's author writes it.
    let stub = "Ok(value)";
    let written = "if value == \"untitled\" { Err(rw::ApiError::validation(\"A note has a title.\")) } else { Ok(value) }";
    project.change("src/hooks/note.rs", stub, written);
    run.says("listening on", 2);
    assert_eq!(project.post(&token, "untitled"), (400, "{\"title\":[\"A note has a title.\"]}".to_owned()));
    assert_eq!(project.get("/api/notes/?done=true").0, 200, "the database is the one before");

    // A mistake is said, and the server before goes on.
    let spec = project.change("specs/note.toml", "max_length = 100", "max_lenght = 100");
    run.says("error[", 1);
    run.says("watching ", 3);
    assert_eq!(project.get("/api/notes/").0, 200);
    let source = project.change("src/hooks/note.rs", written, "missing(value)");
    project.put("specs/note.toml", &spec);
    run.says("does not compile: see above", 1);
    assert_eq!(project.get("/api/notes/").0, 200);
    project.put("src/hooks/note.rs", &source);

    // A hook that is newly named is added to what its author wrote; a change of tables asks for a migration.
    project.change("specs/note.toml", "hooks = [\"validate_title\"]", "hooks = [\"validate_title\", \"has_permission\"]");
    run.says("listening on", 3);
    let hooks = project.read("src/hooks/note.rs");
    assert!(hooks.contains(written) && hooks.contains("async fn has_permission("), "{hooks}");
    assert_eq!(project.get("/api/notes/").0, 401, "the stub of a permission lets nobody in");
    project.change("specs/note.toml", "max_length = 100", "max_length = 200");
    run.says("`codegen makemigrations", 1);
    assert_eq!(project.get("/api/notes/").0, 401);

    // The server ends with the program that watches, however that ends.
    run.child.kill().unwrap();
    let begun = Instant::now();
    while std::net::TcpStream::connect(&project.authority).is_ok() {
        assert!(begun.elapsed() < Duration::from_secs(20), "the server outlives `codegen run`");
        thread::sleep(Duration::from_millis(50));
    }
}
