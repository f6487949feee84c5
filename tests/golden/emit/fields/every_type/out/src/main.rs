//! The server of Every type: `every_type help` lists its commands.

use std::process::ExitCode;

fn main() -> ExitCode {
    restwright::server::main(every_type::router::urls(), every_type::MIGRATIONS)
}
