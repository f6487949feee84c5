//! The server of Book shop: `shop help` lists its commands.

use std::process::ExitCode;

fn main() -> ExitCode {
    restwright::server::main(shop::router::urls(), shop::MIGRATIONS)
}
