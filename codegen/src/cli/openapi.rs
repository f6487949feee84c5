//! `codegen openapi`.

use super::check::checked;
use super::crates::specs_or_here;
use super::fail;
use super::out::out;
use crate::Options;
use crate::lower::lower;
use clap::ValueEnum;
use restwright_schema::openapi;
use std::path::PathBuf;
use std::process::ExitCode;

/// Print the OpenAPI 3.1 document
///
/// The same specs give the same bytes. The server has the same document under `docs.openapi`, and its own command `openapi`
/// prints it too.
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment, after_help = "Example: codegen openapi specs/library --format yaml > openapi.yaml")]
pub(super) struct Args {
    /// A spec folder, or a crate; the crate around this folder if none is given
    #[arg(value_name = "SPECS", value_hint = clap::ValueHint::DirPath)]
    specs: Option<PathBuf>,
    /// How the document is written
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
    /// Leave out what is not built yet, and warn of it
    #[arg(long)]
    partial: bool,
}

/// How the document is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Json,
    Yaml,
}

impl Args {
    pub(super) fn run(self) -> ExitCode {
        match self.text() {
            Ok(Some(text)) => {
                out!("{text}");
                ExitCode::SUCCESS
            }
            Ok(None) => ExitCode::FAILURE,
            Err(message) => fail(message),
        }
    }

    /// The document; `None` if the specs have errors, which were shown.
    fn text(&self) -> Result<Option<String>, String> {
        let Some(folder) = checked(&specs_or_here(self.specs.as_deref())?, Options { partial: self.partial, ..Options::default() })? else {
            return Ok(None);
        };
        let graph = lower(&folder).map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\nerror: "))?;
        let document = openapi::document(&graph, None);
        Ok(Some(match self.format {
            Format::Json => document.to_json(),
            Format::Yaml => document.to_yaml(),
        }))
    }
}
