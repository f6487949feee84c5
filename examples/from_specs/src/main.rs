// Made by restwright 0.1.0 from specs: change that, and run `codegen build` again.

//! The server of Book shop: `shop help` lists its commands.

use std::process::ExitCode;

fn main() -> ExitCode {
    restwright::server::main(shop::router::urls(), shop::MIGRATIONS)
}
