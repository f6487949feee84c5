//! The server of Filters: `filters help` lists its commands.

use std::process::ExitCode;

fn main() -> ExitCode {
    restwright::server::main(filters::router::urls(), filters::MIGRATIONS)
}
