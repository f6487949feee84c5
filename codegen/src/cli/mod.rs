//! The command line: one file a command.

mod build;
mod check;
mod completions;
mod explain;
mod openapi;
mod project;
mod run;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Turns REST API specs into servers that behave as Django REST framework does.
#[derive(Debug, Parser)]
#[command(name = "codegen", version, about, propagate_version = true, arg_required_else_help = true)]
#[command(after_help = "A spec folder holds `api.toml` and one TOML file a resource.\nThe language is described in docs/spec.md.")]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Args),
    Run(run::Args),
    Check(check::Args),
    Explain(explain::Args),
    Openapi(openapi::Args),
    Completions(completions::Args),
}

impl Cli {
    /// Does what was asked for.
    pub fn run(self) -> ExitCode {
        match self.command {
            Command::Build(args) => args.run(),
            Command::Run(args) => args.run(),
            Command::Check(args) => args.run(),
            Command::Explain(args) => args.run(),
            Command::Openapi(args) => args.run(),
            Command::Completions(args) => args.run(),
        }
    }
}

/// A line on the error stream in the form that all commands use.
fn fail(message: impl std::fmt::Display) -> ExitCode {
    eprintln!("error: {message}");
    ExitCode::FAILURE
}
