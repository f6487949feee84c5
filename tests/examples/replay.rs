//! Plays a transcript against a server that runs already:
//!
//! ```text
//! cargo run -p restwright-tests --example replay -- tests/conformance/library/transcripts.jsonl http://127.0.0.1:8000
//! ```

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [transcripts, base_url] = words.as_slice() else {
        eprintln!("usage: replay TRANSCRIPTS BASE_URL");
        return ExitCode::from(2);
    };
    match restwright_tests::replay(Path::new(transcripts), base_url) {
        Ok(report) => {
            println!("{report}");
            ExitCode::from(u8::from(!report.is_perfect()))
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}
