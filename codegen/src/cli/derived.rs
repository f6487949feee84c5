//! The tables of a crate of derived resources, which only its own binary knows: it is compiled, and asked (`NAME state`).

use super::compile::{self, no_cargo};
use super::out::err;
use crate::migrations::{self, State};
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How long a binary may take to print its tables: one that does something else never would.
const PATIENCE: Duration = Duration::from_secs(30);

/// Whether a folder is a crate, and no spec folder.
pub(super) fn is_crate(folder: &Path) -> bool {
    folder.join("Cargo.toml").is_file() && !folder.join("api.toml").exists()
}

/// Compiles the crate, and asks its binary for the tables.
///
/// # Errors
///
/// There is no cargo, the crate does not compile (cargo has said why), or its binary does not say its tables.
pub(super) fn state(folder: &Path, bin: Option<&str>) -> Result<State, String> {
    let shown = folder.display();
    // First alone: what is compiled is shown as it happens, and takes as long as it takes.
    let compiled = compile::build(&mut cargo(folder, "build", bin), &shown.to_string());
    compiled.map_err(|why| format!("{why}\n  = help: only its binary knows its tables"))?;
    let mut run = cargo(folder, "run", bin);
    run.arg("--quiet");
    let (ok, printed, said) = answer(run.args(["--", "state", "--whole"]).stdin(Stdio::null()))?;
    let help = |text: &str| format!("\n  = help: {text}");
    let own_main = "the binary's `main` has to be `restwright::Api::main`, and its restwright as new as this codegen; where the server has another one, a \
                    second binary does (--bin NAME)";
    match ok {
        None => Err(format!("{shown}: `cargo run -- state` has not ended after {} seconds{}", PATIENCE.as_secs(), help(own_main))),
        Some(false) => {
            let why = match said.as_str() {
                _ if said.contains("could not determine which binary to run") => help("--bin NAME says which of them serves the API"),
                _ if said.contains("a bin target must be available") || said.contains("no bin target named") => {
                    help("it needs a binary whose `main` is `restwright::Api::main`; --bin NAME says which it is")
                }
                _ if said.contains("'state'") || said.contains("'--whole'") => help(own_main),
                _ => String::new(),
            };
            Err(format!("{shown}: `cargo run -- state` failed:\n{}{why}", said.trim_end()))
        }
        Some(true) => {
            err!("{said}");
            migrations::read_state(&printed)
                .map_err(|why| format!("{shown}: what `cargo run -- state` printed is not a state of tables: {why}{}", help(own_main)))
        }
    }
}

fn cargo(folder: &Path, command: &str, bin: Option<&str>) -> Command {
    let mut cargo = compile::cargo(folder);
    cargo.args([command, "--manifest-path", "Cargo.toml"]);
    if let Some(bin) = bin {
        cargo.args(["--bin", bin]);
    }
    cargo
}

/// Runs a command to its end, or until it has taken too long (`None`); gives whether it succeeded, and what it wrote.
fn answer(command: &mut Command) -> Result<(Option<bool>, String, String), String> {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(no_cargo)?;
    let (out, err) = (reader(child.stdout.take()), reader(child.stderr.take()));
    let ok = ended(&mut child)?;
    if ok.is_none() {
        // What it wrote does not matter, and its children may hold the pipes open.
        return Ok((None, String::new(), String::new()));
    }
    let text = |thread: thread::JoinHandle<Vec<u8>>| String::from_utf8_lossy(&thread.join().unwrap_or_default()).into_owned();
    Ok((ok, text(out), text(err)))
}

fn reader(pipe: Option<impl Read + Send + 'static>) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            // What could be read is what there is.
            let _ = pipe.read_to_end(&mut bytes);
        }
        bytes
    })
}

fn ended(child: &mut Child) -> Result<Option<bool>, String> {
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        if let Some(status) = child.try_wait().map_err(|e| e.to_string())? {
            return Ok(Some(status.success()));
        }
        thread::sleep(Duration::from_millis(20));
    }
    let _ = child.kill();
    let _ = child.wait();
    Ok(None)
}
