//! The committed generated crate is what its specs give, and building it again leaves its hooks alone.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/from_specs").canonicalize().unwrap()
}

fn build(specs: &Path, out: &Path, check: bool) -> Output {
    let mut codegen = Command::new(env!("CARGO_BIN_EXE_codegen"));
    codegen.arg("build").arg(specs).arg("--out").arg(out);
    if check {
        codegen.arg("--check");
    }
    codegen.output().unwrap()
}

#[test]
fn the_committed_crate_is_what_its_specs_give() {
    let made = build(&example().join("specs"), &example(), true);
    let said = String::from_utf8_lossy(&made.stdout).into_owned();
    assert!(made.status.success(), "run `cargo run -- build examples/from_specs/specs --out examples/from_specs`:\n{said}");
}

#[test]
fn hooks_are_written_once_and_never_again() {
    let place = std::env::temp_dir().join(format!("restwright-hooks-{}", std::process::id()));
    let (specs, out) = (place.join("specs"), place.join("shop"));
    std::fs::create_dir_all(&specs).unwrap();
    for entry in std::fs::read_dir(example().join("specs")).unwrap().map(Result::unwrap).filter(|e| e.path().is_file()) {
        std::fs::copy(entry.path(), specs.join(entry.file_name())).unwrap();
    }
    assert!(build(&specs, &out, false).status.success());
    let hooks = out.join("src/hooks/book.rs");
    let scaffold = std::fs::read_to_string(&hooks).unwrap();
    for hook in
        ["validate", "validate_title", "perform_create", "get_queryset", "has_permission", "is_seller", "get_age", "publish", "price_list"]
    {
        assert!(scaffold.contains(&format!("async fn {hook}(")), "{hook} is not in the scaffold:\n{scaffold}");
    }
    std::fs::write(&hooks, "// mine\n").unwrap();
    // A spec that changes, and one that names no hooks any more.
    let book = specs.join("book.toml");
    let text = std::fs::read_to_string(&book).unwrap();
    std::fs::write(&book, text.replace("\"validate\", ", "")).unwrap();
    assert!(build(&specs, &out, false).status.success());
    assert_eq!(std::fs::read_to_string(&hooks).unwrap(), "// mine\n");
    std::fs::write(
        &book,
        "[fields]\ntitle = { type = \"text\" }\nauthor = { type = \"foreign_key\", to = \"Author\", on_delete = \"cascade\" }\n",
    )
    .unwrap();
    std::fs::write(specs.join("author.toml"), "[fields]\nname = { type = \"text\" }\n").unwrap();
    std::fs::write(specs.join("review.toml"), "[fields]\ntext = { type = \"text\" }\n").unwrap();
    let made = build(&specs, &out, false);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    assert_eq!(std::fs::read_to_string(&hooks).unwrap(), "// mine\n", "a file of the user's is not removed either");
    let modules = std::fs::read_to_string(out.join("src/hooks.rs")).unwrap();
    assert!(!modules.contains("mod book"), "but it is no module of the crate any more:\n{modules}");
    std::fs::remove_dir_all(&place).unwrap();
}
