//! The store's server: `cargo run -p bookstore -- serve --migrate`.

use std::process::ExitCode;

fn main() -> ExitCode {
    bookstore::api().main()
}
