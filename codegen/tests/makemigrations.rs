//! `codegen makemigrations`: what it asks on a terminal, what it says where there is none, and what it writes. That what it writes works is
//! `runtime/tests/history.rs`' and `runtime/tests/steps.rs`'.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A spec folder of the test's own.
struct Specs(PathBuf);

impl Specs {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("restwright-makemigrations-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        fs::write(path.join("api.toml"), "name = \"shop\"\n").unwrap();
        Self(path)
    }

    fn put(&self, resource: &str, text: &str) -> &Self {
        fs::write(self.0.join(format!("{resource}.toml")), text).unwrap();
        self
    }

    fn remove(&self, resource: &str) -> &Self {
        fs::remove_file(self.0.join(format!("{resource}.toml"))).unwrap();
        self
    }

    fn command(&self, command: &str, options: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_codegen")).arg(command).arg(&self.0).args(options).output().unwrap()
    }

    /// Gives the folder of what was written last.
    fn made(&self, options: &[&str]) -> PathBuf {
        let done = self.command("makemigrations", options);
        assert!(done.status.success(), "{}", said(&done));
        self.last()
    }

    fn refused(&self, options: &[&str]) -> String {
        let done = self.command("makemigrations", options);
        assert_eq!(done.status.code(), Some(1), "{}", said(&done));
        said(&done)
    }

    fn last(&self) -> PathBuf {
        self.names().pop().map(|name| self.0.join("migrations").join(name)).unwrap()
    }

    fn names(&self) -> Vec<String> {
        let mut all: Vec<String> =
            fs::read_dir(self.0.join("migrations")).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        all.sort();
        all
    }
}

impl Drop for Specs {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn said(done: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr))
}

fn read(folder: &Path, file: &str) -> String {
    fs::read_to_string(folder.join(file)).unwrap()
}

/// The command on a terminal, where somebody types; Python's own library has one. Without it the test says that it is skipped.
fn on_a_terminal(specs: &Specs, options: &[&str], typed: &str) -> Option<(bool, String)> {
    let spawn = "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";
    let python = Command::new("python3").args(["-c", "import os, pty; os.waitstatus_to_exitcode"]).output();
    if !python.is_ok_and(|done| done.status.success()) {
        assert!(std::env::var_os("RESTWRIGHT_REQUIRE_SERVICES").is_none(), "no python3 to make a terminal with");
        let _ = writeln!(std::io::stderr(), "\nSKIPPED: no python3 to make a terminal with");
        return None;
    }
    let mut command = Command::new("python3");
    command.args(["-c", spawn, env!("CARGO_BIN_EXE_codegen"), "makemigrations"]).arg(&specs.0).args(options);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Behind the answers Ctrl-D, so that a question too many ends too; the pipe stays open, as a terminal does.
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(format!("{typed}{}", "\u{4}".repeat(8)).as_bytes()).unwrap();
    let done = child.wait_with_output().unwrap();
    drop(stdin);
    Some((done.status.success(), said(&done)))
}

const AUTHOR: &str = "[fields]\nname = { type = \"string\", max_length = 40 }\n";
const BOOK: &str = "[fields]\ntitle = { type = \"string\", max_length = 60 }\npages = { type = \"integer\", null = true }\n\
                    author = { type = \"foreign_key\", to = \"Author\", on_delete = \"cascade\" }\nby = { type = \"many_to_many\", to = \"Author\", related_name = \"+\" }\n";

fn books(name: &str) -> Specs {
    let specs = Specs::new(name);
    specs.put("author", AUTHOR).put("book", BOOK);
    specs.made(&[]);
    specs
}

#[test]
fn on_a_terminal_renames_are_asked_for() {
    let specs = books("asked");
    specs.put("book", &BOOK.replace("title", "name").replace("by =", "writers ="));
    let Some((ok, text)) = on_a_terminal(&specs, &[], "what?\ny\nY\n") else { return };
    assert!(ok, "{text}");
    for question in
        ["Was Book.title renamed to Book.name (a string)? [y/N] ", "Was Book.by renamed to Book.writers (a many_to_many)? [y/N] "]
    {
        assert_eq!(text.matches(question).count(), 1, "{text}");
    }
    assert!(text.contains("Please answer yes or no: "), "{text}");
    let sql = read(&specs.last(), "postgres.sql");
    assert!(sql.contains("ALTER TABLE \"shop_book\" RENAME COLUMN \"title\" TO \"name\";"), "{sql}");
    assert!(sql.contains("ALTER TABLE \"shop_book_by\" RENAME TO \"shop_book_writers\";"), "{sql}");
    assert!(!sql.contains("DROP") && !sql.contains("ADD COLUMN"), "{sql}");
    assert!(said(&specs.command("makemigrations", &["--check"])).contains("No changes."));
}

/// A resource's rename takes what stands on it along: its many-to-many tables, and the keys that lead to it.
#[test]
fn a_resource_is_asked_for_before_its_fields() {
    let specs = books("resource");
    // Book is like Volume once it is known who Author is.
    specs.remove("author").put("person", AUTHOR).remove("book").put("volume", &BOOK.replace("Author", "Person"));
    let Some((ok, text)) = on_a_terminal(&specs, &[], "y\ny\n") else { return };
    assert!(ok, "{text}");
    let questions: Vec<&str> = text.split("Was ").skip(1).filter_map(|asked| asked.split_once('?').map(|(question, _)| question)).collect();
    assert_eq!(questions, ["the resource Author renamed to Person", "the resource Book renamed to Volume"], "{text}");
    let sql = read(&specs.last(), "mysql.sql");
    for rename in
        ["`shop_author` RENAME TO `shop_person`", "`shop_book` RENAME TO `shop_volume`", "`shop_book_by` RENAME TO `shop_volume_by`"]
    {
        assert!(sql.contains(&format!("ALTER TABLE {rename};")), "{sql}");
    }
    assert!(!sql.contains("DROP TABLE") && !sql.contains("CREATE TABLE"), "{sql}");
}

#[test]
fn no_is_the_answer_where_none_is_given() {
    let specs = books("no");
    specs.put("book", &BOOK.replace("title", "name"));
    for (options, typed, asks) in
        [(&[][..], "\n", true), (&[], "n\n", true), (&[], "", true), (&["--no-input"], "", false), (&["--check"], "", false)]
    {
        let Some((ok, text)) = on_a_terminal(&specs, options, typed) else { return };
        assert!(!ok, "{options:?}: {text}");
        assert_eq!(text.contains("[y/N]"), asks, "{options:?}: {text}");
        assert!(text.contains("--allow-data-loss Book.title"), "{options:?}: {text}");
    }
    // Somebody who lets it go has answered.
    let new = BOOK.replace("title = {", "name = { default = \"\",");
    specs.put("book", &new);
    let Some((ok, text)) = on_a_terminal(&specs, &["--allow-data-loss", "Book.title"], "") else { return };
    assert!(ok && !text.contains("[y/N]"), "{text}");
    assert!(read(&specs.last(), "sqlite.sql").contains("new__shop_book"), "{text}");
}

#[test]
fn without_a_terminal_the_refusal_names_what_it_may_have_become() {
    let specs = books("refusal");
    specs.put("book", &BOOK.replace("title", "name").replace("by =", "writers ="));
    let text = specs.refused(&[]);
    assert!(!text.contains("[y/N]"), "{text}");
    assert!(
        text.contains(
            "help: if it is Book.name now, say `renamed_from = \"title\"` there; if it may be lost, --allow-data-loss Book.title"
        )
    );
    assert!(
        text.contains("help: if it is Book.writers now, say `renamed_from = \"by\"` there; if it may be lost, --allow-data-loss Book.by")
    );
    // What is of another type has not got another name.
    specs.put("book", &BOOK.replace("pages = { type = \"integer\"", "size = { type = \"text\""));
    let text = specs.refused(&[]);
    assert!(text.contains("if it has another name now, say `renamed_from`; if it may be lost, --allow-data-loss Book.pages"), "{text}");
    specs.remove("book").put("volume", BOOK);
    let text = specs.refused(&[]);
    assert!(
        text.contains("if it is Volume now, say `renamed_from = \"Book\"` in its [meta]; if it may be lost, --allow-data-loss Book"),
        "{text}"
    );
    // As it says.
    specs.put("volume", &format!("{BOOK}[meta]\nrenamed_from = \"Book\"\n"));
    let sql = read(&specs.made(&[]), "sqlite.sql");
    assert!(sql.contains("ALTER TABLE \"shop_book_by\" RENAME TO \"shop_volume_by\";"), "{sql}");
    // The key stays, and a field is renamed later.
    specs.put("volume", &format!("{}[meta]\nrenamed_from = \"Book\"\n", BOOK.replace("by = {", "writers = { renamed_from = \"by\",")));
    let sql = read(&specs.made(&[]), "sqlite.sql");
    assert!(sql.contains("ALTER TABLE \"shop_volume_by\" RENAME TO \"shop_volume_writers\";"), "{sql}");
}

#[test]
fn a_name_that_was_never_there_is_refused_and_one_that_was_may_stay() {
    let specs = books("stale");
    let renamed = |from: &str| BOOK.replace("title = {", &format!("name = {{ renamed_from = \"{from}\","));
    specs.put("book", &renamed("titel"));
    for command in ["makemigrations", "check"] {
        let refused = specs.command(command, &[]);
        assert_eq!(refused.status.code(), Some(1));
        let text = said(&refused);
        assert!(text.contains("[RW0407]: `Book.name` was not called `titel`") && text.contains("did you mean `title`?"), "{text}");
        assert!(text.contains("book.toml:2:25"), "{text}");
    }
    assert_eq!(specs.names().len(), 1, "nothing was written");
    specs.put("book", &renamed("title"));
    specs.made(&[]);
    for command in ["makemigrations", "check"] {
        let done = specs.command(command, &[]);
        assert!(done.status.success() && !said(&done).contains("RW04"), "{}", said(&done));
    }
    // After the next one it is a name too old.
    specs.put("book", &renamed("title").replace("name = {", "label = {"));
    assert!(specs.refused(&[]).contains("`Book.label` was not called `title`: the last migration has no such field"));
}
