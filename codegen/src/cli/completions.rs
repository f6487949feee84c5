//! `codegen completions`.

use std::process::ExitCode;

use clap::CommandFactory;
use clap_complete::Shell;

/// Print a script that completes commands, options and file names in your shell
///
/// For bash: `codegen completions bash > ~/.local/share/bash-completion/completions/codegen`.
/// For fish: `codegen completions fish > ~/.config/fish/completions/codegen.fish`.
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// The shell
    shell: Shell,
}

impl Args {
    pub(super) fn run(self) -> ExitCode {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut super::Cli::command(), "codegen", &mut script);
        super::out::out!("{}", String::from_utf8_lossy(&script));
        ExitCode::SUCCESS
    }
}
