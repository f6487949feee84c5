//! The server of Arguments: `arguments help` lists its commands.

use std::process::ExitCode;

fn main() -> ExitCode {
    restwright::server::main(arguments::router::urls(), arguments::MIGRATIONS)
}
