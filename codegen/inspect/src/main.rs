//! Reads a database's URL from standard input (a command line is seen by others, and the URL may hold a password), and writes
//! the description of its tables as TOML to standard output.

use std::io::Read as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    match described() {
        Ok(text) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn described() -> Result<String, String> {
    let mut url = String::new();
    std::io::stdin().read_to_string(&mut url).map_err(|e| format!("no URL on standard input: {e}"))?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|e| e.to_string())?;
    let tables = runtime.block_on(restwright_inspect::read(url.trim())).map_err(|e| e.to_string())?;
    Ok(restwright_inspect::text::toml(&tables))
}
