//! The server of Every setting: `settings help` lists its commands.

use std::process::ExitCode;

fn main() -> ExitCode {
    restwright::server::main(settings::router::urls(), settings::MIGRATIONS)
}
