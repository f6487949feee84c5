//! `codegen explain`.

use std::process::ExitCode;

use super::fail;
use crate::diag::{codes, nearest};

/// Explain a diagnostic at length
///
/// Every diagnostic has a code, which stands in brackets before its message: `error[RW0203]`.
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment, after_help = "Example: codegen explain --code RW0203")]
pub(super) struct Args {
    /// The code of the diagnostic
    #[arg(long, value_name = "CODE")]
    code: String,
}

impl Args {
    pub(super) fn run(self) -> ExitCode {
        match code_text(&self.code) {
            Ok(text) => {
                print!("{text}");
                ExitCode::SUCCESS
            }
            Err(message) => fail(message),
        }
    }
}

/// The paragraph of a code.
pub(super) fn code_text(id: &str) -> Result<String, String> {
    if let Some(code) = codes::find(id) {
        let mut out = format!("{}: {}\n\n{}\n", code.id, plain(code.message), wrap(code.explanation, 80));
        if !code.help.is_empty() {
            out.push_str(&format!("\nhelp: {}\n", plain(code.help)));
        }
        return Ok(out);
    }
    let ids: Vec<String> = codes::all().iter().map(|code| code.id.to_owned()).collect();
    let near = nearest(id, &ids).map(|near| format!(" Did you mean {near}?")).unwrap_or_default();
    Err(format!("there is no code `{id}`.{near} Codes begin with RW, and stand in brackets before a message."))
}

/// A template without its arguments.
fn plain(template: &str) -> String {
    crate::diag::fill(template, &["…", "…", "…"])
}

/// Breaks a paragraph into lines.
fn wrap(text: &str, width: usize) -> String {
    let mut out = String::new();
    let mut column = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > width {
            out.push('\n');
            column = 0;
        } else if column > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
    }
    out
}
