//! `codegen makemigrations` on a crate: what it says where the crate cannot be asked, and what it makes of the answer. The crates here stand in for
//! real ones, which are `tests/tests/derived.rs`'.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

/// A crate of the test's own, without dependencies.
struct Crate(PathBuf);

impl Crate {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("restwright-crate-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("src")).unwrap();
        let made = Self(path);
        made.put("Cargo.toml", "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n");
        made
    }

    fn put(&self, file: &str, text: &str) -> &Self {
        let path = self.0.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    fn remove(&self, file: &str) -> &Self {
        fs::remove_file(self.0.join(file)).unwrap();
        self
    }

    /// A binary that prints this, where it is asked for its tables.
    fn says(&self, state: &str) -> &Self {
        self.put("state.toml", state).put(
            "src/main.rs",
            "fn main() {\n    let args: Vec<String> = std::env::args().skip(1).collect();\n    assert_eq!(args, [\"state\", \"--whole\"]);\n    \
             print!(\"{}\", include_str!(\"../state.toml\"));\n}\n",
        )
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_codegen"));
        command.arg("makemigrations").arg(&self.0).env("CARGO_TARGET_DIR", self.0.join("target"));
        command
    }

    fn run(&self, options: &[&str]) -> Output {
        self.command().args(options).output().unwrap()
    }

    fn refused(&self, options: &[&str]) -> String {
        let done = self.run(options);
        assert_eq!(done.status.code(), Some(1), "{}", said(&done));
        assert!(!self.0.join("migrations").exists());
        said(&done)
    }

    fn made(&self, options: &[&str]) -> String {
        let done = self.run(options);
        assert!(done.status.success(), "{}", said(&done));
        said(&done)
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.0.join("migrations").join(file)).unwrap()
    }
}

impl Drop for Crate {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn said(done: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr))
}

fn has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "`{part}` is not in:\n{text}");
    }
}

const OWN_MAIN: &str = "= help: the binary's `main` has to be `restwright::Api::main`";

#[test]
fn a_crate_that_cannot_be_asked_is_refused_with_the_reason() {
    let shop = Crate::new("refused");
    shop.put("src/main.rs", "fn main() {}\n");
    let nowhere = shop.command().env("CARGO", shop.0.join("no/cargo")).output().unwrap();
    has(&said(&nowhere), &["error: cannot start cargo", "= help: it comes with Rust (https://rustup.rs)"]);

    has(&shop.refused(&[]), &["what `cargo run -- state` printed is not a state of tables: it has no `version`", OWN_MAIN]);
    shop.put("src/main.rs", "fn main() {\n    println!(\"version = 2\");\n}\n");
    has(&shop.refused(&[]), &["its version is 2, and this program reads 1"]);
    let old = "eprintln!(\"error: unrecognized subcommand 'state'\");\n    std::process::exit(2);";
    shop.put("src/main.rs", &format!("fn main() {{\n    {old}\n}}\n"));
    has(&shop.refused(&[]), &["`cargo run -- state` failed:\nerror: unrecognized subcommand 'state'", OWN_MAIN]);

    shop.put("src/main.rs", "fn main() {\n    let x: u8 = \"\";\n}\n");
    has(&shop.refused(&[]), &["error[E0308]: mismatched types", "does not compile: see above", "= help: only its binary knows its tables"]);

    shop.put("src/main.rs", "fn main() {}\n").put("src/bin/other.rs", "fn main() {}\n");
    has(&shop.refused(&[]), &["could not determine which binary to run", "= help: --bin NAME says which of them serves the API"]);
    has(&shop.refused(&["--bin", "other"]), &["printed is not a state of tables"]);
    has(&shop.refused(&["--bin", "none"]), &["no bin target named `none`"]);
    shop.remove("src/bin/other.rs").remove("src/main.rs").put("src/lib.rs", "");
    has(&shop.refused(&[]), &["a bin target must be available", "= help: it needs a binary whose `main` is `restwright::Api::main`"]);

    shop.put(".restwright", "");
    has(&shop.refused(&[]), &["/specs: makemigrations wants the specs that the crate was made from"]);
    shop.put("api.toml", "name = \"shop\"\n");
    has(&shop.refused(&["--bin", "shop"]), &["--bin is for crates of derived resources"]);
}

const AUTHOR: &str = r#"version = 1

[[table]]
key = "Author"
name = "shop_author"
managed = false
columns = [
    { field = "id", column = "id", type = "auto", primary_key = true },
]
"#;
const BOOK: &str = r#"
[[table]]
key = "Book"
name = "shop_book"
columns = [
    { field = "id", column = "id", type = "auto", primary_key = true },
    { field = "title", column = "title", type = "string", max_length = 40 },
    { field = "author", column = "author_id", to = "Author", db_index = true },
]
"#;

#[test]
fn what_it_says_is_migrated() {
    let shop = Crate::new("migrated");
    // All that it serves is looked after elsewhere.
    shop.says(AUTHOR);
    has(&shop.made(&[]), &["No changes."]);
    assert!(!shop.0.join("migrations").exists());

    shop.says(&format!("{AUTHOR}{BOOK}"));
    has(&shop.made(&["--name", "books"]), &["0001_books/sqlite.sql", "0001_books/state.toml"]);
    let sql = shop.read("0001_books/postgres.sql");
    has(&sql, &["CREATE TABLE \"shop_book\"", "REFERENCES \"shop_author\" (\"id\")"]);
    assert!(!sql.contains("CREATE TABLE \"shop_author\""), "{sql}");

    // What is not recorded comes with the answer: defaults of each kind, and earlier names.
    let fields = [
        r#"    { field = "pages", column = "pages", type = "integer", default = ["int", "7"] },"#,
        r#"    { field = "rate", column = "rate", type = "float", default = ["float", "0.5"] },"#,
        r#"    { field = "price", column = "price", type = "decimal", max_digits = 6, decimal_places = 2, default = ["decimal", "1.50"] },"#,
        r#"    { field = "there", column = "there", type = "boolean", default = ["bool", "true"] },"#,
        r#"    { field = "note", column = "note", type = "text", default = ["str", "it's \"so\""] },"#,
        r#"    { field = "extra", column = "extra", type = "json", default = ["json", "{\"a\":1}"] },"#,
    ];
    let volume = BOOK
        .replace("\"Book\"", "\"Volume\"")
        .replace("shop_book", "shop_volume")
        .replace("columns = [", "renamed_from = \"Book\"\ncolumns = [");
    let volume = volume.replace("field = \"title\", column = \"title\"", "field = \"name\", column = \"name\", renamed_from = \"title\"");
    shop.says(&format!(
        "{AUTHOR}{}",
        volume.replace("    { field = \"author\"", &format!("{}\n    {{ field = \"author\"", fields.join("\n")))
    ));
    shop.made(&["--name", "more"]);
    let sql = shop.read("0002_more/postgres.sql");
    has(
        &sql,
        &[
            "ALTER TABLE \"shop_book\" RENAME TO \"shop_volume\";",
            "RENAME COLUMN \"title\" TO \"name\";",
            "\"pages\" integer NOT NULL DEFAULT 7",
            "\"rate\" double precision NOT NULL DEFAULT 0.5",
            "NOT NULL DEFAULT 1.50",
            "\"there\" boolean NOT NULL DEFAULT true",
            "DEFAULT 'it''s \"so\"'",
            "DEFAULT '{\"a\"",
        ],
    );
    let state = shop.read("0002_more/state.toml");
    assert!(!state.contains("default") && !state.contains("renamed_from"), "{state}");
    // What was carried out may stay.
    has(&shop.made(&["--check"]), &["No changes."]);

    shop.says(AUTHOR);
    let refused = shop.run(&[]);
    has(&said(&refused), &["Volume: the table shop_volume with all of its rows", "--allow-data-loss Volume"]);
    let state = shop.0.join("migrations/0002_more/state.toml");
    fs::remove_file(state).unwrap();
    has(&said(&shop.run(&[])), &["state.toml is not there", "= help: it is what `cargo run -- state` prints"]);
}
