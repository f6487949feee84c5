//! `codegen diff`.

use super::check::{Format, checked};
use super::fail;
use super::out::out;
use crate::lower::lower;
use crate::{Options, diff};
use restwright_schema::link::Graph;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Show what changed in the API between two spec folders
///
/// Each change is marked breaking if a client that was right before can be wrong now: a field that is gone, input that is newly
/// required, a stricter permission, pages of another form. Exits with 1 if a change is breaking.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Example: codegen diff specs/library new/library\n\nOf a git revision: git worktree add ../before v1.0 && codegen diff ../before/specs/library specs/library"
)]
pub(super) struct Args {
    /// The spec folder as it was
    #[arg(value_name = "OLD", value_hint = clap::ValueHint::DirPath)]
    old: PathBuf,
    /// The spec folder as it is
    #[arg(value_name = "NEW", value_hint = clap::ValueHint::DirPath)]
    new: PathBuf,
    /// How changes are written: for people, or for programs
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Compare without what is not built yet, and warn of it
    #[arg(long)]
    partial: bool,
}

impl Args {
    pub(super) fn run(self) -> ExitCode {
        match self.compared() {
            Ok(Some(changes)) => {
                let text = if self.format == Format::Json { diff::json(&changes) } else { diff::text(&changes) };
                out!("{text}");
                if diff::is_breaking(&changes) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
            }
            // What is wrong with the specs was shown.
            Ok(None) => ExitCode::from(2),
            Err(message) => {
                fail(message);
                ExitCode::from(2)
            }
        }
    }

    fn compared(&self) -> Result<Option<Vec<diff::Change>>, String> {
        let (Some(old), Some(new)) = (self.graph(&self.old)?, self.graph(&self.new)?) else { return Ok(None) };
        Ok(Some(diff::compare(&old, &new)))
    }

    fn graph(&self, specs: &Path) -> Result<Option<Graph>, String> {
        if !specs.is_dir() {
            return Err(format!("{} is not a folder; a spec is a folder with an api.toml in it", specs.display()));
        }
        let Some(folder) = checked(specs, Options { partial: self.partial, ..Options::default() })? else { return Ok(None) };
        let listed =
            |errors: Vec<restwright_schema::link::LinkError>| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\nerror: ");
        lower(&folder).map(Some).map_err(listed)
    }
}
