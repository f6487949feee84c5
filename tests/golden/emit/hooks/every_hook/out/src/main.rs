//! The server of Every hook: `every_hook help` lists its commands.

use std::process::ExitCode;

fn main() -> ExitCode {
    restwright::server::main(every_hook::router::urls(), every_hook::MIGRATIONS)
}
