//! Compiling a crate with cargo, with a sign of life while it lasts.

use std::ffi::OsString;
use std::io::{BufRead as _, BufReader, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use super::out::errln;

/// How often something is said where no terminal shows cargo's own bar.
const REPORT: Duration = Duration::from_secs(10);

/// cargo, as the environment names it.
pub(super) fn cargo(folder: &Path) -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    // Within the folder, so that its settings of cargo and rustup hold.
    cargo.current_dir(folder);
    cargo
}

/// A binary that was compiled.
pub(super) struct Binary {
    pub(super) name: String,
    pub(super) path: PathBuf,
}

/// Runs `cargo build` to its end; gives the binaries. On a terminal cargo shows how far it is, elsewhere a line is written now and then.
///
/// # Errors
///
/// There is no cargo, or the crate does not compile: then cargo has said why.
pub(super) fn build(command: &mut Command, what: &str) -> Result<Vec<Binary>, String> {
    command.args(["--message-format", "json-render-diagnostics"]);
    if !std::io::stderr().is_terminal() {
        command.arg("--quiet");
    }
    let begun = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().map_err(no_cargo)?;
    let stdout = child.stdout.take();
    let (send, lines) = mpsc::channel();
    let reader = thread::spawn(move || {
        for line in stdout.into_iter().flat_map(|pipe| BufReader::new(pipe).lines()) {
            if line.is_ok_and(|line| send.send(line).is_err()) {
                return;
            }
        }
    });
    let (mut binaries, mut compiled, mut last, mut said) = (Vec::new(), 0_usize, String::new(), Instant::now());
    loop {
        match lines.recv_timeout(REPORT) {
            Ok(line) if line.contains("\"reason\":\"compiler-artifact\"") => {
                let name = text(&line, "\"target\":{", "\"name\":\"").unwrap_or_default();
                if line.contains("\"fresh\":false") {
                    compiled += 1;
                    last.clone_from(&name);
                }
                if let Some(path) = text(&line, "", "\"executable\":\"") {
                    binaries.push(Binary { name, path: PathBuf::from(path) });
                }
            }
            Ok(_) | Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        if said.elapsed() >= REPORT && !std::io::stderr().is_terminal() {
            said = Instant::now();
            let behind = if last.is_empty() { String::new() } else { format!(", {last} was the last") };
            errln!("  {} s: {compiled} crates are compiled{behind}", begun.elapsed().as_secs());
        }
    }
    let status = child.wait().map_err(|e| e.to_string())?;
    let _ = reader.join();
    if !status.success() {
        return Err(format!("{what} does not compile: see above"));
    }
    if compiled > 0 {
        let crates = if compiled == 1 { "1 crate".to_owned() } else { format!("{compiled} crates") };
        errln!("compiled {crates} in {:.1} s", begun.elapsed().as_secs_f64());
    }
    Ok(binaries)
}

pub(super) fn no_cargo(error: std::io::Error) -> String {
    format!(
        "cannot start cargo, which compiles the crate: {error}\n  = help: it comes with Rust (https://rustup.rs); CARGO may say where it is"
    )
}

/// The string behind a key, in cargo's own JSON on one line, after `from`.
fn text(line: &str, from: &str, key: &str) -> Option<String> {
    let (_, rest) = line.split_once(from)?;
    let (_, rest) = rest.split_once(key)?;
    let (mut out, mut chars) = (String::new(), rest.chars());
    loop {
        match chars.next()? {
            '"' => return Some(out),
            '\\' => match chars.next()? {
                'u' => {
                    let code: String = chars.by_ref().take(4).collect();
                    out.push(u32::from_str_radix(&code, 16).ok().and_then(char::from_u32)?);
                }
                'n' => out.push('\n'),
                't' => out.push('\t'),
                other => out.push(other),
            },
            other => out.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_cargo_says() {
        let line = r#"{"reason":"compiler-artifact","package_id":"path+file:///tmp/shop#0.1.0","manifest_path":"/tmp/shop/Cargo.toml","target":{"kind":["bin"],"crate_types":["bin"],"name":"shop","src_path":"/tmp/shop/src/main.rs"},"profile":{"opt_level":"0"},"executable":"/tmp/a \"b\"\\shop","fresh":false}"#;
        assert_eq!(text(line, "\"target\":{", "\"name\":\"").as_deref(), Some("shop"));
        assert_eq!(text(line, "", "\"executable\":\"").as_deref(), Some("/tmp/a \"b\"\\shop"));
        assert_eq!(text(r#"{"executable":null}"#, "", "\"executable\":\""), None);
    }
}
