//! A crate of derived resources whose structs change: its migrations are written, compiled in and applied to databases with rows, on each kind of server.

use std::fs;
use std::path::Path;
use std::process::Output;

use restwright_tests::client::Client;
use restwright_tests::databases::{Fresh, Kind};
use restwright_tests::derived::Derived;
use restwright_tests::generated::{Generated, Serve};

/// `src/main.rs`, with the fields of books that change and the calls that do.
fn main_rs(fields: &str, calls: &str) -> String {
    format!(
        "use restwright::{{ManyToMany, Resource}};\n\n\
         #[derive(Resource)]\n#[serializer(fields = \"__all__\")]\npub struct Author {{\n    #[field(primary_key)]\n    pub id: i64,\n    #[field(max_length = 60)]\n    pub name: String,\n}}\n\n\
         #[derive(Resource)]\n#[meta(ordering = [\"id\"])]\n#[serializer(fields = \"__all__\")]\npub struct Book {{\n    #[field(primary_key)]\n    pub id: i64,\n{fields}    \
         #[field(foreign_key = \"Author\", on_delete = \"cascade\")]\n    pub author: i64,\n    #[field(blank, related_name = \"+\")]\n    pub readers: ManyToMany<Author>,\n}}\n\n\
         fn main() -> std::process::ExitCode {{\n    restwright::Api::new(\"shelf\").register::<Author>().register::<Book>(){calls}.main()\n}}\n"
    )
}

const TITLE: &str = "    #[field(max_length = 80)]\n    pub title: String,\n";
const NAME: &str = "    #[field(max_length = 80)]\n    pub name: String,\n";
const NOTE: &str = "    #[field(text, null)]\n    pub note: Option<String>,\n";
const STATUS: &str = "    #[field(max_length = 10, default = \"draft\")]\n    pub status: String,\n";
const COMPILED_IN: &str = ".migrations(restwright::migrations!(\"migrations\"))";

const ROWS: &str = r#"[
    {"model": "shelf.author", "pk": 1, "fields": {"name": "Ada"}},
    {"model": "shelf.author", "pk": 2, "fields": {"name": "Bo"}},
    {"model": "shelf.book", "pk": 1, "fields": {"title": "One", "note": "good", "author": 1, "readers": [1, 2]}},
    {"model": "shelf.book", "pk": 2, "fields": {"title": "Two", "note": null, "author": 2, "readers": []}}
]"#;

fn must<T>(done: Result<T, String>) -> T {
    done.unwrap_or_else(|error| panic!("{error}"))
}

fn said(done: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr))
}

/// Runs `codegen makemigrations`; gives what it said, once it did as is wanted.
fn makemigrations(derived: &Derived, options: &[&str], well: bool) -> String {
    let done = must(derived.codegen("makemigrations", options));
    assert_eq!(done.status.success(), well, "{options:?}: {}", said(&done));
    said(&done)
}

fn file(derived: &Derived, migration: &str, file: &str) -> String {
    let path = derived.folder.join("migrations").join(migration).join(file);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What the server answers about books.
fn books(server: &Generated, url: &str) -> String {
    let running = must(server.serve(url, &Serve::default()));
    let answer = Client::new(running.address()).send("GET", "/api/books/", &[], None).unwrap_or_else(|error| panic!("{error}"));
    String::from_utf8_lossy(&answer.body).into_owned()
}

#[test]
fn structs_that_change_are_migrated_with_their_rows() {
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let derived = must(Derived::new(&checkout, Path::new(env!("CARGO_TARGET_TMPDIR")), "shelf"));

    // The tables that structs make by themselves, with rows.
    must(derived.put(&main_rs(&format!("{TITLE}{NOTE}"), "")));
    let server = must(derived.compile());
    let kinds: Vec<Kind> = Kind::ALL.into_iter().filter(|kind| kind.is_there("migrations of a derived crate")).collect();
    let databases: Vec<Fresh> = kinds.iter().map(|kind| must(server.fresh(*kind))).collect();
    let rows = derived.folder.join("rows.json");
    must(fs::write(&rows, ROWS).map_err(|error| error.to_string()));
    for database in &databases {
        must(server.run(&["migrate"], &database.url));
        must(server.run(&["loaddata", &rows.display().to_string()], &database.url));
    }

    // The first migration says the same, and `state` what it records.
    assert!(makemigrations(&derived, &["--check"], false).contains("missing"));
    assert!(makemigrations(&derived, &[], true).contains("0001_initial"));
    assert_eq!(file(&derived, "0001_initial", "state.toml"), must(server.run(&["state"], "")));
    assert!(makemigrations(&derived, &["--check"], true).contains("No changes."));

    // A field with another name, and a new one: what is not told is refused, in the words of structs.
    must(derived.put(&main_rs(&format!("{NAME}{NOTE}{STATUS}"), COMPILED_IN)));
    let refused = makemigrations(&derived, &[], false);
    assert!(refused.contains("if it is Book.name now, say `#[field(renamed_from = \"title\")]` there"), "{refused}");
    must(derived.put(&main_rs(&format!("{}{NOTE}{STATUS}", NAME.replace("80", "80, renamed_from = \"titel\"")), COMPILED_IN)));
    let refused = makemigrations(&derived, &[], false);
    assert!(refused.contains("`Book.name` was not called `titel`: the last migration has nothing of that name"), "{refused}");
    must(derived.put(&main_rs(&format!("{}{NOTE}{STATUS}", NAME.replace("80", "80, renamed_from = \"title\"")), COMPILED_IN)));
    makemigrations(&derived, &["--name", "names"], true);
    let sql = file(&derived, "0002_names", "postgres.sql");
    assert!(
        sql.contains("RENAME COLUMN \"title\" TO \"name\"") && sql.contains("DEFAULT 'draft'") && !sql.contains("DROP COLUMN"),
        "{sql}"
    );
    assert!(!file(&derived, "0002_names", "state.toml").contains("renamed_from"));

    // The crate was compiled before the migration was there, so it has to notice.
    let server = must(derived.compile());
    let expected = |note: &str| {
        let one = format!(r#"{{"id":1,"name":"One",{}"status":"draft","author":1,"readers":[1,2]}}"#, note.replace('_', "\"good\""));
        let two = format!(r#"{{"id":2,"name":"Two",{}"status":"draft","author":2,"readers":[]}}"#, note.replace('_', "null"));
        format!("[{one},{two}]")
    };
    for (kind, database) in kinds.iter().zip(&databases) {
        let applied = must(server.run(&["migrate"], &database.url));
        assert_eq!(applied, "Applied 0001_initial.\nApplied 0002_names.\n", "{kind}");
        assert_eq!(books(&server, &database.url), expected("\"note\":_,"), "{kind}");
    }

    // A field that goes.
    must(derived.put(&main_rs(&format!("{NAME}{STATUS}"), COMPILED_IN)));
    let refused = makemigrations(&derived, &[], false);
    assert!(
        refused.contains("Book.note: the column note with all of its values") && refused.contains("--allow-data-loss Book.note"),
        "{refused}"
    );
    makemigrations(&derived, &["--allow-data-loss", "Book.note", "--name", "no_note"], true);
    assert!(makemigrations(&derived, &["--check"], true).contains("No changes."));
    let server = must(derived.compile());
    for (kind, database) in kinds.iter().zip(&databases) {
        assert_eq!(must(server.run(&["migrate"], &database.url)), "Applied 0003_no_note.\n", "{kind}");
        assert_eq!(books(&server, &database.url), expected(""), "{kind}");
        assert_eq!(must(server.run(&["migrate"], &database.url)), "Nothing to do.\n", "{kind}");
        // One that is new has it all from the migrations. (SQLite's takes the place of the other.)
        let new = must(server.fresh(*kind));
        assert_eq!(
            must(server.run(&["migrate"], &new.url)),
            "Applied 0001_initial.\nApplied 0002_names.\nApplied 0003_no_note.\n",
            "{kind}"
        );
        assert_eq!(books(&server, &new.url), "[]", "{kind}");
    }
}

/// Of a crate that compiles a spec folder in, the folder's tables are left to the folder's migrations.
#[test]
fn a_folder_beside_structs_keeps_its_own_migrations() {
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let derived = must(Derived::new(&checkout, Path::new(env!("CARGO_TARGET_TMPDIR")), "shelf_beside"));
    let put = |path: &str, text: &str| must(fs::write(derived.folder.join(path), text).map_err(|error| error.to_string()));
    must(fs::create_dir_all(derived.folder.join("specs")).map_err(|error| error.to_string()));
    put("specs/api.toml", "name = \"shelf\"\n");
    put("specs/author.toml", "[fields]\nname = { type = \"string\", max_length = 60 }\n");
    let main = |calls: &str| {
        format!(
            "use library::resources::author::Author;\nuse restwright::Resource;\n\nmod library {{\n    restwright::resources!(\"specs\");\n}}\n\n\
             #[derive(Resource)]\npub struct Book {{\n    #[field(primary_key)]\n    pub id: i64,\n    \
             #[field(foreign_key = \"Author\", on_delete = \"cascade\")]\n    pub author: i64,\n}}\n\n\
             fn main() -> std::process::ExitCode {{\n    \
             restwright::Api::of(library::router::urls()).migrations(library::MIGRATIONS).register::<Book>(){calls}.main()\n}}\n"
        )
    };
    must(derived.put(&main("")));
    makemigrations(&derived, &["--name", "books"], true);
    let sql = file(&derived, "0001_books", "sqlite.sql");
    assert!(sql.contains("CREATE TABLE \"shelf_book\"") && !sql.contains("CREATE TABLE \"shelf_author\""), "{sql}");

    must(derived.put(&main(COMPILED_IN)));
    // A folder that changes is no change of the structs'.
    put("specs/author.toml", "[fields]\nname = { type = \"string\", max_length = 60 }\nnote = { type = \"text\", blank = true }\n");
    assert!(makemigrations(&derived, &["--check"], true).contains("No changes."));
    let server = must(derived.compile());
    let database = must(server.fresh(Kind::Sqlite));
    assert_eq!(must(server.run(&["migrate"], &database.url)), "Applied 0001_initial.\nApplied 0001_books.\n");
    assert_eq!(books(&server, &database.url), "[]");
}
