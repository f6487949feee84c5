//! `codegen explain`.

use super::out::out;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::check::checked;
use super::fail;
use crate::diag::{codes, nearest};
use crate::lower::lower;
use crate::{Options, explain};

/// Explain a resource, or a diagnostic, at length
///
/// Of a resource: the serializer, filterset and viewset as one would write them by hand for Django REST framework, with everything
/// that is derived written out, and the routes. Every diagnostic has a code, which stands in brackets before its message:
/// `error[RW0203]`.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Examples: codegen explain specs/library Book\n          codegen explain --code RW0203",
    group = clap::ArgGroup::new("what").required(true).args(["specs", "code"])
)]
pub(super) struct Args {
    /// A spec folder
    #[arg(value_name = "SPECS", value_hint = clap::ValueHint::DirPath, requires = "resource")]
    specs: Option<PathBuf>,
    /// The name of the resource, as in `Book`
    #[arg(value_name = "RESOURCE")]
    resource: Option<String>,
    /// The code of a diagnostic
    #[arg(long, value_name = "CODE", conflicts_with = "specs")]
    code: Option<String>,
    /// Explain without what is not built yet, and warn of it
    #[arg(long, requires = "specs")]
    partial: bool,
}

impl Args {
    pub(super) fn run(self) -> ExitCode {
        let text = match (&self.code, &self.specs, &self.resource) {
            (Some(code), ..) => code_text(code).map(Some),
            (None, Some(specs), Some(resource)) => resource_text(specs, resource, Options { partial: self.partial, ..Options::default() }),
            // clap has asked for one of them.
            _ => Ok(None),
        };
        match text {
            Ok(Some(text)) => {
                out!("{text}");
                ExitCode::SUCCESS
            }
            Ok(None) => ExitCode::FAILURE,
            Err(message) => fail(message),
        }
    }
}

/// A resource's classes and routes; `None` if the specs have errors, which were shown.
fn resource_text(specs: &Path, name: &str, options: Options) -> Result<Option<String>, String> {
    let Some(folder) = checked(specs, options)? else { return Ok(None) };
    let graph = lower(&folder).map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\nerror: "))?;
    if let Some(id) = graph.api.resources.iter().position(|r| r.model.name == name || r.model.snake == name) {
        return Ok(Some(explain::resource(&graph, id)));
    }
    let names: Vec<String> = graph.api.resources.iter().map(|r| r.model.name.to_owned()).collect();
    let near = nearest(name, &names).map(|near| format!(" Did you mean {near}?")).unwrap_or_default();
    Err(format!("there is no resource `{name}`.{near}"))
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
