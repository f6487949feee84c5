//! The specs in the documents are specs: each snippet that begins with `# shop/thing.toml` is a file of the folder `shop`, and the
//! folders are checked and generated, without an error and without a warning.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use restwright_codegen::diag::render;
use restwright_codegen::emit::File;
use restwright_codegen::emit::project::{Project, files};
use restwright_codegen::lower::lower;
use restwright_codegen::source::Origin;
use restwright_codegen::{Options, check};

fn checkout() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The snippets of a document in a language.
fn snippets(document: &str, language: &str) -> Vec<String> {
    let (mut found, mut open) = (Vec::new(), None::<String>);
    for line in document.lines() {
        match &mut open {
            Some(text) if line.trim_end() == "```" => {
                found.push(std::mem::take(text));
                open = None;
            }
            Some(text) => {
                text.push_str(line);
                text.push('\n');
            }
            None if line.trim_end().strip_prefix("```") == Some(language) => open = Some(String::new()),
            None => {}
        }
    }
    assert!(open.is_none(), "a snippet has no end");
    found
}

/// Writes a document's snippets below `root`; gives the folders that they make up.
fn extract(document: &str, root: &Path) -> BTreeSet<String> {
    let mut folders = BTreeSet::new();
    for snippet in snippets(document, "toml") {
        let first = snippet.lines().next().unwrap_or_default();
        let path = first.strip_prefix("# ").filter(|path| path.ends_with(".toml")).unwrap_or_else(|| panic!("whose is this?\n{snippet}"));
        let (folder, _) = path.split_once('/').unwrap_or_else(|| panic!("{path} is in no folder"));
        folders.insert(folder.to_owned());
        fs::create_dir_all(root.join(folder)).unwrap();
        assert!(!root.join(path).exists(), "{path} is there twice");
        fs::write(root.join(path), &snippet).unwrap();
    }
    folders
}

/// What is wrong with a folder, a line each: warnings too.
fn troubles(specs: &Path) -> Vec<String> {
    let (folder, mut bag) = check(specs, Options::default()).unwrap();
    let found = bag.take();
    let place = |origin: Origin| format!("{origin:?}");
    let mut troubles: Vec<String> = found.iter().map(|d| format!("{} {} ({}) {}", d.code.id, d.message, d.help, place(d.origin))).collect();
    if folder.is_some() {
        troubles.extend(generated(specs).err());
    }
    troubles
}

/// The crate of a spec folder.
fn generated(specs: &Path) -> Result<Vec<File>, String> {
    let (folder, mut bag) = check(specs, Options::default()).map_err(|error| error.to_string())?;
    let found = bag.take();
    let folder = folder.ok_or_else(|| format!("{found:?}"))?;
    let graph = lower(&folder).map_err(|errors| format!("{errors:?}"))?;
    let name = folder.api.name.value;
    let runtime = "path = \"../runtime\"".to_owned();
    let project = Project { package: name.clone(), runtime, workspace: true, specs: name, migrations: Vec::new() };
    files(&graph, &project).map_err(|error| error.to_string())
}

fn is_clean(document: &str, folders: &[&str]) {
    let root = std::env::temp_dir().join(format!("restwright-docs-{}-{}", document.replace('/', "-"), std::process::id()));
    let _ = fs::remove_dir_all(&root);
    let text = fs::read_to_string(checkout().join(document)).unwrap();
    let extracted = extract(&text, &root);
    assert_eq!(extracted.iter().map(String::as_str).collect::<Vec<_>>(), folders, "{document}");
    for folder in folders {
        let troubles = troubles(&root.join(folder));
        assert!(troubles.is_empty(), "{document}, {folder}:\n{}", troubles.join("\n"));
    }
    fs::remove_dir_all(&root).unwrap();
}

#[test]
fn the_reference_is_right() {
    is_clean("docs/spec.md", &["media", "shop"]);
}

/// What the README shows of `specs` stands there, word for word, and is right.
#[test]
fn the_readme_shows_specs() {
    let readme = fs::read_to_string(checkout().join("README.md")).unwrap();
    let shown = snippets(&readme, "toml");
    assert!(!shown.is_empty());
    for snippet in shown {
        let (first, text) = snippet.split_once('\n').unwrap();
        let path = first.strip_prefix("# ").unwrap_or_else(|| panic!("whose is this?\n{snippet}"));
        assert_eq!(text, fs::read_to_string(checkout().join(path)).unwrap(), "{path}");
    }
    let troubles = troubles(&checkout().join("specs/netbox_plugin"));
    assert!(troubles.is_empty(), "{}", troubles.join("\n"));
}

/// What the README shows of generated code is generated.
#[test]
fn the_readme_shows_generated_code() {
    let readme = fs::read_to_string(checkout().join("README.md")).unwrap();
    let made = generated(&checkout().join("specs/netbox_plugin")).unwrap();
    let mut found = 0;
    for snippet in snippets(&readme, "rust") {
        let (first, text) = snippet.split_once('\n').unwrap();
        let path = first.strip_prefix("// ").unwrap_or_else(|| panic!("whose is this?\n{snippet}"));
        let Some(file) = made.iter().find(|file| file.path == path) else { continue };
        assert!(file.text.contains(text), "{path} is\n{}", file.text);
        found += 1;
    }
    assert!(found > 0);
}

/// The README shows a whole derived server, as it stands in the examples: in fewer than 40 lines.
#[test]
fn the_readme_shows_the_quickstart() {
    let path = "examples/quickstart/src/main.rs";
    let example = fs::read_to_string(checkout().join(path)).unwrap();
    let readme = fs::read_to_string(checkout().join("README.md")).unwrap();
    let shown = snippets(&readme, "rust").into_iter().find(|snippet| snippet.starts_with(&format!("// {path}\n")));
    assert_eq!(shown, Some(format!("// {path}\n{example}")));
    assert!(example.lines().count() < 40);
}

/// A mistake is reported as the README shows it.
#[test]
fn the_readme_shows_a_diagnostic() {
    let readme = fs::read_to_string(checkout().join("README.md")).unwrap();
    let shown = snippets(&readme, "text").into_iter().find(|snippet| snippet.starts_with("error[")).unwrap();
    let root = std::env::temp_dir().join(format!("restwright-docs-mistake-{}", std::process::id()));
    let specs = root.join("specs/netbox_plugin");
    fs::create_dir_all(&specs).unwrap();
    for name in ["api.toml", "my_model.toml", "my_note.toml"] {
        let text = fs::read_to_string(checkout().join("specs/netbox_plugin").join(name)).unwrap();
        fs::write(specs.join(name), text.replace("to = \"MyModel\"", "to = \"MyModle\"")).unwrap();
    }
    let (_, mut bag) = check(&specs, Options::default()).unwrap();
    let found = bag.take();
    let said = render::text(&found, &bag.sources, false).replace(&format!("{}/", root.display()), "");
    assert!(said.contains(&shown), "{said}");
    fs::remove_dir_all(&root).unwrap();
}

/// Links between documents lead somewhere.
#[test]
fn links_lead_somewhere() {
    let documents = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(PathBuf::from).into_iter();
    let docs = ["docs", "docs/adr"].into_iter().flat_map(|folder| fs::read_dir(checkout().join(folder)).unwrap());
    let docs = docs.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|e| e == "md"));
    for document in documents.chain(docs) {
        let path = checkout().join(&document);
        let text = fs::read_to_string(&path).unwrap();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(link, _)| link) {
            if link.contains("://") || link.starts_with('#') {
                continue;
            }
            let target = link.split_once('#').map_or(link, |(target, _)| target);
            assert!(path.parent().unwrap().join(target).exists(), "{} links to {target}", document.display());
        }
    }
}

/// Tests and recorded features that `docs/conformance.md` names are there.
#[test]
fn named_tests_are_there() {
    let text = fs::read_to_string(checkout().join("docs/conformance.md")).unwrap();
    let folders = fs::read_dir(checkout().join("tests/conformance")).unwrap();
    let transcripts: Vec<String> =
        folders.filter_map(|entry| fs::read_to_string(entry.unwrap().path().join("transcripts.jsonl")).ok()).collect();
    let mut named = 0;
    for word in text.split('`').skip(1).step_by(2) {
        if let Some((file, name)) = word.split_once(".rs::") {
            let source = fs::read_to_string(checkout().join(format!("{file}.rs"))).unwrap_or_else(|error| panic!("{word}: {error}"));
            assert!(source.contains(&format!("fn {name}(")), "there is no {word}");
            named += 1;
        } else if let Some(tag) = word.strip_prefix('#') {
            assert!(transcripts.iter().any(|text| text.contains(&format!("\"{tag}\""))), "no request has the feature {tag}");
            named += 1;
        }
    }
    assert!(named > 50);
}

/// Each promise of `docs/security.md` names tests that are there: words with three underscores or more are names of tests.
#[test]
fn tests_of_security_are_there() {
    fn sources(folder: &Path, into: &mut String) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, into);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                into.push_str(&fs::read_to_string(path).unwrap());
            }
        }
    }
    let mut source = String::new();
    for folder in ["tests/tests", "tests/fuzz", "runtime", "codegen/tests"] {
        sources(&checkout().join(folder), &mut source);
    }
    let text = fs::read_to_string(checkout().join("docs/security.md")).unwrap();
    let mut named = 0;
    for word in text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_') {
        if word.matches('_').count() > 2 && word.bytes().all(|b| !b.is_ascii_uppercase()) {
            assert!(source.contains(&format!("fn {word}(")), "there is no test {word}");
            named += 1;
        }
    }
    assert!(named > 15, "{named}");
}

/// Each dependency has its reason in `docs/dependencies.md`.
#[test]
fn dependencies_have_reasons() {
    let text = fs::read_to_string(checkout().join("docs/dependencies.md")).unwrap();
    for folder in ["runtime", "runtime/schema", "codegen", "codegen/inspect", "macros", "tests", "tests/ui"] {
        let manifest = fs::read_to_string(checkout().join(folder).join("Cargo.toml")).unwrap();
        let (_, rest) = manifest.split_once("\n[dependencies]\n").unwrap_or_default();
        for line in rest.lines().take_while(|line| !line.starts_with('[')) {
            let name = line.split(['.', ' ', '=']).next().unwrap_or_default();
            let is_ours = name.is_empty() || name.starts_with('#') || name.starts_with("restwright");
            assert!(is_ours || text.contains(&format!("`{name}`")), "{folder} depends on {name}, and nobody says why");
        }
    }
}
