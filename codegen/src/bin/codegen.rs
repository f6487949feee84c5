//! The command line.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    restwright_codegen::cli::Cli::parse().run()
}
