//! Databases that nobody here designed (Django's tables for the conformance suite's library, as Django made them, and a schema
//! full of oddities) are described as `tests/golden/inspect/CASE/tables.toml` says, and become the specs beside it.
//!
//! `UPDATE=1` rewrites the goldens. SQLite is always there; PostgreSQL and MariaDB are where TEST_POSTGRES_URL and
//! TEST_MYSQL_URL say.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use restwright_codegen::inspect;
use restwright_schema::Dialect;
use std::fs;
use std::path::{Path, PathBuf};
use support::{Fresh, checkout, run};

/// What the golden holds, with the server's version and the database's name as they are here.
fn described(case: &str, dialect: Dialect) {
    let Some(fresh) = Fresh::new(dialect, case) else { return };
    let sql = fs::read_to_string(checkout().join("tests/inspect").join(case).join(format!("{}.sql", dialect.name()))).unwrap();
    fresh.load(&sql);
    let mut tables = run(restwright_inspect::read(&fresh.url)).unwrap();
    assert_eq!(tables.dialect, dialect);
    tables.database = case.to_owned();
    tables.server = dialect.title().to_owned();
    let text = restwright_inspect::text::toml(&tables);
    let golden = checkout().join("tests/golden/inspect").join(format!("{case}_{}", dialect.name()));
    same(&golden.join("tables.toml"), &text);
    // What was written is read as what it was.
    assert_eq!(inspect::read::tables(&text).unwrap(), tables);
    let files = inspect::specs(&tables).unwrap();
    let mut expected: Vec<PathBuf> = files.iter().map(|f| golden.join("specs").join(&f.path)).collect();
    if std::env::var_os("UPDATE").is_some() {
        let _ = fs::remove_dir_all(golden.join("specs"));
    }
    for (file, path) in files.iter().zip(&expected) {
        same(path, &file.text);
    }
    let mut found: Vec<PathBuf> = fs::read_dir(golden.join("specs")).unwrap().map(|e| e.unwrap().path()).collect();
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
    passes(&golden.join("specs"));
}

fn same(path: &Path, text: &str) {
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let golden = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    assert!(golden == text, "{} differs (UPDATE=1 rewrites it):\n{text}", path.display());
}

/// `codegen check` says nothing, warnings included, and the resources can be joined.
fn passes(specs: &Path) {
    let (folder, mut bag) = restwright_codegen::check(specs, restwright_codegen::Options::default()).unwrap();
    let found = bag.take();
    assert!(found.is_empty(), "{}: {found:?}", specs.display());
    restwright_codegen::lower::lower(&folder.unwrap()).unwrap();
}

#[test]
fn library_of_django_on_sqlite() {
    described("library", Dialect::Sqlite);
}

#[test]
fn library_of_django_on_postgres() {
    described("library", Dialect::Postgres);
}

#[test]
fn library_of_django_on_mysql() {
    described("library", Dialect::MySql);
}

#[test]
fn oddities_on_sqlite() {
    described("odd", Dialect::Sqlite);
}

#[test]
fn oddities_on_postgres() {
    described("odd", Dialect::Postgres);
}

#[test]
fn oddities_on_mysql() {
    described("odd", Dialect::MySql);
}

#[test]
fn an_empty_database_has_nothing_to_describe() {
    for dialect in Dialect::ALL {
        let Some(fresh) = Fresh::new(dialect, "empty") else { continue };
        fresh.load("SELECT 1");
        let tables = run(restwright_inspect::read(&fresh.url)).unwrap();
        assert_eq!(tables.tables, []);
        let message = inspect::specs(&tables).unwrap_err();
        assert!(message.contains("has no table that a spec could describe"), "{message}");
    }
}

#[test]
fn what_cannot_be_read_is_told_with_its_mend() {
    let missing = std::env::temp_dir().join(format!("restwright-missing-{}.sqlite3", std::process::id()));
    let text = std::env::temp_dir().join(format!("restwright-text-{}.sqlite3", std::process::id()));
    fs::write(&text, "this is a text, and long enough to have the header of a database in it, if it had one").unwrap();
    let cases = [
        (format!("sqlite://{}", missing.display()), "there is no file"),
        (format!("sqlite://{}", text.display()), "is not a SQLite database"),
        ("sqlite::memory:".to_owned(), "a database in memory has no tables"),
        ("oracle://somewhere/x".to_owned(), "begins with none of sqlite://"),
        ("postgres://root@127.0.0.1:1/x".to_owned(), "check that it runs, and the host and port"),
        ("mysql://root@127.0.0.1:1/x".to_owned(), "check that it runs, and the host and port"),
        ("mysql://root@127.0.0.1:1".to_owned(), "the URL names no database"),
        ("postgres://root@127.0.0.1:port/x".to_owned(), "the URL cannot be read"),
    ];
    for (url, expected) in cases {
        let message = run(restwright_inspect::read(&url)).unwrap_err().to_string();
        assert!(message.contains(expected), "{url}: {message}");
    }
    fs::remove_file(text).unwrap();
    assert!(!missing.exists(), "a file was made");
}

#[test]
fn a_server_that_refuses_says_what_to_check() {
    for dialect in [Dialect::Postgres, Dialect::MySql] {
        let Some(fresh) = Fresh::new(dialect, "refused") else { continue };
        let (server, _) = fresh.url.rsplit_once('/').unwrap();
        let nowhere = format!("{server}/restwright_no_such_database");
        let message = run(restwright_inspect::read(&nowhere)).unwrap_err().to_string();
        assert!(message.contains("check the database's name"), "{message}");
        let (scheme, rest) = server.split_once("://").unwrap();
        let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
        let stranger = format!("{scheme}://nobody_here:s3cret@{host}/test");
        let message = run(restwright_inspect::read(&stranger)).unwrap_err().to_string();
        assert!(message.contains("check the user and the password"), "{message}");
        assert!(!message.contains("s3cret"), "{message}");
    }
}
