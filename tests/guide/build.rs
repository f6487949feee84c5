//! Takes the guide's snippets that rustdoc does not compile (`rust,ignore`) out of the documents, so that `lib.rs` does, as they stand there.

use std::path::{Path, PathBuf};

/// Where a snippet stands.
enum Place {
    /// Among items.
    Items,
    /// In a function of this head, before this end.
    Body(&'static str, &'static str),
}

const GUIDE: [(&str, &[Place]); 2] = [
    (
        "hooks",
        &[
            Place::Items,
            Place::Body("pub fn visible(rows: rw::Rows, id: i64) -> rw::Result<rw::Rows>", ""),
            Place::Items,
            Place::Body(
                "pub fn choices(book: &Book) -> (String, String, String, bool)",
                "(shown.into(), label.into(), value.into(), read.is_ok())",
            ),
            Place::Body("pub fn input() -> Option<Option<i64>>", "seller"),
            Place::Body("pub async fn drafts(cx: &mut rw::Context<'_>) -> rw::Result<i64>", "Ok(drafts)"),
            Place::Body(
                "pub async fn access(app: std::sync::Arc<restwright::App>, cx: &mut rw::Context<'_>) -> rw::Result<(Vec<Book>, Event)>",
                "Ok((page, event))",
            ),
            Place::Items,
        ],
    ),
    ("derive", &[Place::Body("pub fn main() -> ExitCode", ""), Place::Items, Place::Body("pub fn api() -> restwright::Api", "")]),
];

fn main() {
    let out = PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default());
    for (name, places) in GUIDE {
        let document = Path::new("../../docs").join(format!("{name}.md"));
        println!("cargo::rerun-if-changed={}", document.display());
        let text = std::fs::read_to_string(&document).unwrap_or_else(|error| panic!("{}: {error}", document.display()));
        let snippets: Vec<&str> = text.split("```rust,ignore\n").skip(1).filter_map(|rest| rest.split("\n```").next()).collect();
        let expected = format!("{}: a snippet came or went; say in build.rs where it stands", document.display());
        assert_eq!(snippets.len(), places.len(), "{expected}");
        for (at, (snippet, place)) in snippets.iter().zip(places).enumerate() {
            let code = match place {
                Place::Items => (*snippet).to_owned(),
                Place::Body(head, tail) => format!("{head} {{\n{snippet}\n{tail}\n}}"),
            };
            let file = out.join(format!("{name}_{at}.rs"));
            std::fs::write(&file, code).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        }
    }
    for folder in ["shop", "specs", "migrations"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
