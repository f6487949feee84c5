// Made by restwright 0.1.0 from specs: change that, and run `codegen build` again.

//! The server of Relations: `relations help` lists its commands.

use std::process::ExitCode;

fn main() -> ExitCode {
    restwright::server::main(relations::router::urls(), relations::MIGRATIONS)
}
