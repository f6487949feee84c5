//! The server of Relations: `relations help` lists its commands.

use std::process::ExitCode;

fn main() -> ExitCode {
    restwright::server::main(relations::router::urls(), relations::MIGRATIONS)
}
