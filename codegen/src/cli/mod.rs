//! The command line: one file a command.

// Printing to a pipe that nobody reads is no panic: `out` has the macros.
#![warn(clippy::print_stdout, clippy::print_stderr)]

mod build;
mod check;
mod compile;
mod completions;
mod crates;
mod derived;
mod diff;
mod explain;
mod inspect;
mod makemigrations;
mod new;
mod openapi;
mod out;
mod project;
mod run;
mod runtime;
mod watch;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Turns REST API specs into servers that behave as Django REST framework does.
#[derive(Debug, Parser)]
#[command(name = "codegen", version, about, propagate_version = true, arg_required_else_help = true)]
#[command(
    after_help = "A spec folder holds `api.toml` and one TOML file a resource.\n`codegen new NAME` makes a crate with one; in it, `codegen run --watch` serves it.\nThe language is described in docs/spec.md."
)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
enum Command {
    New(new::Args),
    Build(build::Args),
    Run(run::Args),
    Check(check::Args),
    Makemigrations(makemigrations::Args),
    Explain(explain::Args),
    Openapi(openapi::Args),
    Inspect(inspect::Args),
    Diff(diff::Args),
    Completions(completions::Args),
}

impl Cli {
    /// Does what was asked for.
    pub fn run(self) -> ExitCode {
        match self.command {
            Command::New(args) => args.run(),
            Command::Build(args) => args.run(),
            Command::Run(args) => args.run(),
            Command::Check(args) => args.run(),
            Command::Makemigrations(args) => args.run(),
            Command::Explain(args) => args.run(),
            Command::Openapi(args) => args.run(),
            Command::Inspect(args) => args.run(),
            Command::Diff(args) => args.run(),
            Command::Completions(args) => args.run(),
        }
    }
}

/// A line on the error stream in the form that all commands use.
fn fail(message: impl std::fmt::Display) -> ExitCode {
    out::errln!("error: {message}");
    ExitCode::FAILURE
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_readme_lists_the_commands() {
        Cli::command().debug_assert();
        let readme = std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md")).unwrap();
        for command in Cli::command().get_subcommands() {
            let row = format!("| `codegen {}", command.get_name());
            assert!(readme.contains(&row), "the README has no row for `codegen {}`", command.get_name());
        }
    }
}
