//! The crates of `tests/golden/emit` and of `specs` compile without a warning, and the goldens' servers answer, and print the OpenAPI
//! document that `codegen` prints.

use std::fs;
use std::path::{Path, PathBuf};

use restwright_tests::client::Client;
use restwright_tests::generated::{Generated, Workspace};

/// Each with the name of the folder that its crate gets.
fn folders(root: &Path) -> Vec<(String, PathBuf)> {
    let below = |path: &Path| -> Vec<PathBuf> {
        let entries = fs::read_dir(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_dir()).collect()
    };
    let mut found: Vec<(String, PathBuf)> = Vec::new();
    for case in below(&root.join("tests/golden/emit")).iter().flat_map(|theme| below(theme)) {
        found.push((name(&case), case.join("specs")));
    }
    for specs in below(&root.join("specs")) {
        found.push((name(&specs), specs));
    }
    found.sort();
    found
}

fn name(path: &Path) -> String {
    path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}

#[test]
fn generated_crates_compile_without_warnings_and_answer() {
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folders = folders(&checkout);
    let must = |error: String| -> ! { panic!("{error}") };
    let workspace = Workspace::new(&checkout, Path::new(env!("CARGO_TARGET_TMPDIR")), "goldens").unwrap_or_else(|e| must(e.to_string()));
    workspace.retain(&folders.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>()).unwrap_or_else(|e| must(e.to_string()));
    workspace.compile_codegen().unwrap_or_else(|e| must(e));
    let crates: Vec<Generated> = folders.iter().map(|(name, specs)| workspace.generate(name, specs).unwrap_or_else(|e| must(e))).collect();
    let said = workspace.compile(&crates).unwrap_or_else(|e| must(e));
    let ours: Vec<&str> = said.lines().filter(|line| line.trim_start().starts_with("--> crates/")).collect();
    assert!(ours.is_empty(), "generated crates have warnings:\n{said}");

    for ((folder, _), generated) in folders.iter().zip(&crates) {
        for format in ["json", "yaml"] {
            let [ours, theirs] = workspace.documents(folder, generated, format).unwrap_or_else(|e| must(e));
            assert!(ours == theirs && !ours.is_empty(), "{folder}: the two documents differ");
        }
        let server = generated.start(&[]).unwrap_or_else(|e| must(e));
        let authority = server.base_url.trim_start_matches("http://");
        let answer = Client::new(authority).send("GET", "/healthz", &[], None).unwrap_or_else(|e| must(e.to_string()));
        assert_eq!(answer.status, 200, "{}", generated.name);
    }
}
