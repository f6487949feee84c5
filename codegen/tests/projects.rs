//! Crates that `codegen` makes and finds: what is their author's stays as it is, what is newly named is added, what is missing is said.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder of its own, which goes when the test ends well.
struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("restwright-project-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        // macOS has a link there.
        Self(path.canonicalize().unwrap())
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.join(path)
    }

    fn put(&self, path: &str, text: &str) {
        fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        fs::write(self.path(path), text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Runs `codegen` in a folder below; gives whether it succeeded, and all that it said.
    fn codegen(&self, folder: &str, arguments: &[&str]) -> (bool, String) {
        let mut codegen = Command::new(env!("CARGO_BIN_EXE_codegen"));
        let output = codegen.args(arguments).current_dir(self.path(folder)).env_remove("BIND").env_remove("DATABASE_URL").output().unwrap();
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        (output.status.success(), format!("{}{}", text(&output.stdout), text(&output.stderr)))
    }

    fn done(&self, folder: &str, arguments: &[&str]) -> String {
        let (ok, said) = self.codegen(folder, arguments);
        assert!(ok, "{arguments:?}:\n{said}");
        said
    }

    fn refused(&self, folder: &str, arguments: &[&str]) -> String {
        let (ok, said) = self.codegen(folder, arguments);
        assert!(!ok, "{arguments:?}:\n{said}");
        said
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let _ = fs::remove_dir_all(&self.0);
        }
    }
}

#[track_caller]
fn has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "`{part}` is not in:\n{text}");
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() { copy(&path, &to) } else { fs::copy(&path, to).map(|_| ()).unwrap() }
    }
}

fn checkout() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[test]
fn a_new_crate_is_whole_and_its_authors() {
    let place = Place::new("new");
    let said = place.done(".", &["new", "my-shop"]);
    has(&said, &["added my-shop/Cargo.toml", "added my-shop/specs/note.toml", "codegen run --watch", "cargo test"]);
    has(&place.read("my-shop/Cargo.toml"), &["name = \"my-shop\"", "default-features = false }\n", "[workspace]"]);
    has(&place.read("my-shop/src/main.rs"), &["my_shop::router::urls(), my_shop::MIGRATIONS"]);
    has(&place.read("my-shop/tests/api.rs"), &["my_shop::MIGRATIONS"]);
    has(&place.read("my-shop/.gitignore"), &["/target", "*.sqlite3"]);
    has(&place.read("my-shop/src/resources/note.rs"), &["// Made by restwright 0.1.0 from specs/note.toml: "]);
    has(&place.done("my-shop", &["build"]), &["nothing to change"]);
    has(&place.done("my-shop/src", &["check"]), &[]);
    has(&place.done("my-shop", &["openapi", "--format", "yaml"]), &["/api/notes/"]);
    has(&place.done("my-shop", &["makemigrations"]), &["No changes."]);

    // What its author takes away stays away.
    fs::remove_file(place.path("my-shop/README.md")).unwrap();
    has(&place.done("my-shop", &["build"]), &["nothing to change"]);
    place.put("my-shop/README.md", "Mine.\n");

    // What its author changes stays, whatever becomes of the specs.
    let own = ["Cargo.toml", "README.md", "rustfmt.toml", "src/lib.rs", "src/main.rs", "tests/api.rs", ".gitignore"];
    for name in own {
        let text = place.read(&format!("my-shop/{name}"));
        place.put(&format!("my-shop/{name}"), &format!("{text}\n# mine, // mine\n"));
    }
    let before: Vec<String> = own.iter().map(|name| place.read(&format!("my-shop/{name}"))).collect();
    place.put("my-shop/specs/tag.toml", "[fields]\nname = { type = \"string\", max_length = 20 }\n");
    let said = place.done("my-shop", &["build"]);
    has(&said, &["src/resources/tag.rs", "RW0405"]);
    fs::remove_file(place.path("my-shop/specs/tag.toml")).unwrap();
    has(&place.done("my-shop", &["build", "."]), &["removed", "src/resources/tag.rs"]);
    let after: Vec<String> = own.iter().map(|name| place.read(&format!("my-shop/{name}"))).collect();
    assert_eq!(before, after);

    has(&place.refused(".", &["new", "my-shop"]), &["is there, and is not empty", "`codegen build` brings it up to date"]);
    for name in ["Shop", "1shop", "fn", "test", "my-", ""] {
        has(&place.refused(".", &["new", name]), &["cannot be the name of a package"]);
    }
}

#[test]
fn a_crate_of_specs_has_their_hooks_and_migrations() {
    let place = Place::new("from");
    let specs = checkout().join("examples/from_specs/specs");
    let specs = specs.canonicalize().unwrap();
    place.done(".", &["new", "bookshop", "--from", specs.to_str().unwrap(), "--dir", "deep/er"]);
    has(&place.read("deep/er/Cargo.toml"), &["name = \"bookshop\""]);
    has(&place.read("deep/er/specs/api.toml"), &["name = \"shop\""]);
    has(&place.read("deep/er/src/main.rs"), &["bookshop::MIGRATIONS"]);
    has(&place.read("deep/er/src/hooks/book.rs"), &["async fn validate_title("]);
    has(&place.read("deep/er/tests/api.rs"), &["\"/api/books/\""]);
    assert!(place.path("deep/er/specs/migrations/0001_initial/state.toml").is_file());

    place.put("wrong/api.toml", "name = \"shop\"\n");
    place.put("wrong/book.toml", "[fields]\ntitle = { type = \"strin\" }\n");
    has(&place.refused(".", &["new", "other", "--from", "wrong"]), &["wrong/book.toml:2"]);
    assert!(!place.path("other").exists());
}

const HOOKED: &str = "[fields]\ntitle = { type = \"string\", max_length = 20 }\nstatus = { type = \"string\", max_length = 9, choices = [\"draft\", \"sold\"] }\n\n[viewset]\nhooks = [HOOKS]\n";

fn note(hooks: &str) -> String {
    HOOKED.replace("HOOKS", hooks)
}

#[test]
fn stubs_of_new_hooks_are_added_and_nothing_else_is_changed() {
    let place = Place::new("stubs");
    place.done(".", &["new", "shop"]);
    place.put("shop/specs/note.toml", &note("\"validate\""));
    place.done("shop", &["build"]);
    let hooks = "shop/src/hooks/note.rs";
    has(&place.read(hooks), &["impl NoteHooks for NoteViewSet {", "async fn validate("]);

    // A file as its author left it: other names for what it needs, odd spaces, text behind.
    let mine = "use crate::resources::note::{Note, NoteHooks, NoteInput as Input, NoteViewSet};\nuse restwright::hooks::prelude::*;\n\n/* mine */ impl NoteHooks for NoteViewSet {\n\n    async fn validate( _cx : &mut Context<'_>, _n: Option<&Note>, _i: &mut Input) -> Result<()> { Ok(()) } // \u{fc}\n}\n\nfn behind() {}\n";
    place.put(hooks, mine);
    has(&place.done("shop", &["build"]), &["nothing to change"]);
    assert_eq!(place.read(hooks), mine);
    place.put("shop/specs/note.toml", &note("\"validate\", \"validate_status\", \"perform_create\""));
    has(&place.done("shop", &["build", "."]), &["changed ./src/hooks/note.rs"]);
    let now = place.read(hooks);
    let (head, tail) = mine.split_at(mine.find("}\n\nfn behind").unwrap());
    assert!(now.starts_with(head) && now.ends_with(tail), "{now}");
    let added = &now[head.len()..now.len() - tail.len()];
    has(
        added,
        &[
            "    /// Saves a new row",
            "    async fn perform_create(\n        cx: &mut restwright::hooks::prelude::Context<'_>,",
            "input: crate::resources::note::NoteInput",
            ") -> restwright::hooks::prelude::Result<Note> {\n        cx.create(input).await\n    }\n",
            "async fn validate_status(",
            "value: crate::resources::note::NoteStatus",
        ],
    );
    assert!(!added.contains("impl rw::Future") && !added.contains("-> impl"), "{added}");
    has(&place.done("shop", &["build"]), &["nothing to change"]);

    // The implementation may stand elsewhere, in a module of a file, and empty.
    fs::remove_file(place.path(hooks)).unwrap();
    place.put(hooks, "// elsewhere\n");
    place.put(
        "shop/src/own.rs",
        "mod inner {\n    use super::*;\n    impl crate::resources::note::NoteHooks for crate::resources::note::NoteViewSet {}\n}\n",
    );
    has(&place.done("shop", &["build"]), &["src/own.rs"]);
    assert_eq!(place.read(hooks), "// elsewhere\n");
    has(&place.read("shop/src/own.rs"), &["NoteViewSet {\n    /// ", "    async fn validate_status(", "    }\n}\n}\n"]);

    // What cannot be placed is printed as it is written.
    place.put("shop/src/own.rs", "");
    place.put(hooks, "impl NoteHooks for NoteViewSet { my_hooks!(); }\n");
    let said = place.done("shop", &["build"]);
    has(
        &said,
        &[
            "warning: ",
            "src/hooks/note.rs: `impl NoteHooks for NoteViewSet` has to hold what the specs name",
            "    async fn validate_status(",
        ],
    );
    assert_eq!(place.read(hooks), "impl NoteHooks for NoteViewSet { my_hooks!(); }\n");
    place.put(hooks, "this is no Rust: impl NoteHooks for NoteViewSet {\n");
    has(&place.done("shop", &["build"]), &["    async fn validate("]);
    assert_eq!(place.read(hooks), "this is no Rust: impl NoteHooks for NoteViewSet {\n");
}

#[test]
fn what_an_existing_crate_lacks_is_said() {
    let place = Place::new("lacks");
    place.put("shop/Cargo.toml", "[package]\nname = \"web-shop\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n[dependencies]\n");
    place.put("shop/src/main.rs", "fn main() {\n    println!(\"Hello, world!\");\n}\n");
    place.put("shop/src/lib.rs", "pub mod resources;\n");
    place.put(
        "shop/specs/api.toml",
        "name = \"shop\"\nprefix = \"/api/\"\n\n[throttling]\nstore = \"redis\"\nclasses = [\"anon\"]\nrates = { anon = \"9/day\" }\n",
    );
    place.put("shop/specs/note.toml", "[fields]\ntitle = { type = \"string\", max_length = 20 }\n");
    let manifest = place.read("shop/Cargo.toml");
    let said = place.done("shop", &["build", "specs", "--out", "."]);
    has(
        &said,
        &[
            "Cargo.toml says edition 2021",
            "Cargo.toml lacks the dependency `restwright`",
            "runtime\", default-features = false, features = [\"redis\"] }",
            "src/lib.rs does not declare api, hooks, router, settings",
            "    mod hooks;",
            "src/main.rs does not serve the API",
            "    restwright::server::main(web_shop::router::urls(), web_shop::MIGRATIONS)",
        ],
    );
    assert_eq!(place.read("shop/Cargo.toml"), manifest);
    let dependency = "restwright = { version = \"0.1\", default-features = false }\n";
    place.put("shop/Cargo.toml", &format!("{}{dependency}", manifest.replace("2021", "2024")));
    let said = place.done("shop", &["build"]);
    has(&said, &["lacks restwright's feature `redis`", "turns no database on"]);
    assert!(!said.contains("edition"), "{said}");
    place.put(
        "shop/Cargo.toml",
        &format!("{}restwright = {{ version = \"0.1\", features = [\"redis\"] }}\n", manifest.replace("2021", "2024")),
    );
    assert!(!place.done("shop", &["build"]).contains("Cargo.toml"));
    has(
        &place.done("shop", &["build", "--runtime", "git=https://example.org/r"]),
        &["is yours, and --runtime does not change it", "git = \"https://example.org/r\""],
    );

    // A file of somebody's is not written over, and a folder of something else is none for a crate.
    place.put("other/Cargo.toml", &manifest);
    place.put("other/src/router.rs", "// mine\n");
    has(
        &place.refused(".", &["build", "shop/specs", "--out", "other"]),
        &["other/src/router.rs is there, and was not made by `codegen build`"],
    );
    assert_eq!(place.read("other/src/router.rs"), "// mine\n");
    assert!(!place.path("other/src/resources.rs").exists());
    place.put("letters/to_ann.txt", "Dear Ann\n");
    has(&place.refused(".", &["build", "shop/specs", "--out", "letters"]), &["letters is not empty, and is no crate"]);
}

/// Crates of earlier versions list the files that are their author's now.
#[test]
fn files_of_an_earlier_version_are_handed_over() {
    let place = Place::new("earlier");
    copy(&checkout().join("examples/from_specs/specs"), &place.path("shop/specs"));
    place.done("shop", &["build", "specs", "--out", "."]);
    let header = |comment: &str| format!("{comment} Made by restwright 0.1.0 from specs: change that, and run `codegen build` again.\n\n");
    let manifest = place.read("shop/Cargo.toml") + "\n# a dependency of mine\n";
    place.put("shop/Cargo.toml", &(header("#") + &manifest));
    place.put("shop/src/main.rs", &(header("//") + "fn main() {}\n// MIGRATIONS, mine\n"));
    place.put("shop/src/lib.rs", &(header("//") + "pub mod mine;\n"));
    let list =
        place.read("shop/.restwright").lines().filter(|line| !line.starts_with('#')).fold(String::new(), |list, line| list + line + "\n");
    place.put("shop/.restwright", &format!("Cargo.toml\nREADME.md\nrustfmt.toml\nsrc/lib.rs\nsrc/main.rs\n{list}"));
    let (ok, said) = place.codegen("shop", &["build", "--check"]);
    assert!(!ok && place.read("shop/src/lib.rs").contains("Made by"), "{said}");
    let said = place.done("shop", &["build"]);
    has(&said, &["Cargo.toml, src/lib.rs, src/main.rs are yours from now on", "src/lib.rs.old"]);
    assert_eq!(place.read("shop/Cargo.toml"), manifest);
    assert_eq!(place.read("shop/src/main.rs"), "fn main() {}\n// MIGRATIONS, mine\n");
    has(&place.read("shop/src/lib.rs"), &["mod api;", "pub use api::{MIGRATIONS, app, app_with};"]);
    has(&place.read("shop/src/lib.rs.old"), &["pub mod mine;"]);
    assert!(place.path("shop/README.md").exists() && place.path("shop/rustfmt.toml").exists());
    has(&place.done("shop", &["build"]), &["nothing to change"]);
}

#[test]
fn running_says_what_is_missing() {
    let place = Place::new("refusals");
    has(&place.refused(".", &["run"]), &["this folder lies in no crate of `codegen new` or `build`", "codegen new NAME"]);
    has(&place.refused(".", &["run", "--crate", "."]), &["is no crate of `codegen new` or `build`"]);
    place.put("specs/api.toml", "name = \"shop\"\n");
    place.put("specs/note.toml", &note("\"validate\", \"get_queryset\""));
    let said = place.refused(".", &["run", "specs"]);
    has(
        &said,
        &[
            "specs leaves hooks to Rust: note (validate, get_queryset)",
            "`codegen new shop --from specs` makes one",
            "then `cd shop` and `codegen run`",
        ],
    );

    place.done(".", &["new", "shop"]);
    place.put("shop/specs/note.toml", &note(""));
    has(&place.refused("shop", &["run"]), &["no longer those that the migrations make", "codegen makemigrations"]);
    let said = place.refused("shop", &["run", "--database-url", "postgres://127.0.0.1/none"]);
    has(&said, &["codegen makemigrations"]);
}

#[test]
fn a_closed_pipe_is_a_silent_end() {
    let specs = checkout().join("specs/netbox_plugin");
    let shells = [
        vec!["openapi", specs.to_str().unwrap()],
        vec!["explain", "--code", "RW0203"],
        vec!["completions", "bash"],
        vec!["explain", specs.to_str().unwrap(), "MyNote"],
    ];
    for arguments in shells {
        let mut codegen = Command::new(env!("CARGO_BIN_EXE_codegen"));
        // The reader is gone before the program starts: otherwise a short text may be in the pipe before it goes.
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = codegen.args(&arguments).stdout(writer).output().unwrap();
        let (said, status) = (String::from_utf8_lossy(&output.stderr), output.status);
        assert!(said.is_empty() && status.code() == Some(141), "{arguments:?}: {status}: {said}");
    }
}

#[test]
fn a_crate_leaves_the_machine() {
    let place = Place::new("runtime");
    for (runtime, line) in [
        ("version=0.1.0", "restwright = { version = \"0.1.0\", default-features = false }"),
        (
            "git=https://example.org/r.git#v1",
            "restwright = { git = \"https://example.org/r.git\", rev = \"v1\", default-features = false }",
        ),
    ] {
        place.done(".", &["new", "shop", "--runtime", runtime]);
        has(&place.read("shop/Cargo.toml"), &[line]);
        fs::remove_dir_all(place.path("shop")).unwrap();
    }
    has(&place.refused(".", &["new", "shop", "--runtime", "path=."]), &["holds no crate"]);
    has(&place.refused(".", &["new", "shop", "--runtime", "npm"]), &["one of path, path=DIR, git=URL"]);
}
