//! The server of Words: `words help` lists its commands.

use std::process::ExitCode;

fn main() -> ExitCode {
    restwright::server::main(words::router::urls(), words::MIGRATIONS)
}
