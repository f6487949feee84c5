//! `codegen run`.

use super::check::checked;
use super::compile;
use super::crates::{Crate, Manifest, here};
use super::fail;
use super::out::errln;
use super::project::{self, Made, Place};
use super::runtime::Runtime;
use super::watch::{self, Snapshot};
use crate::Options;
use crate::emit::project::hook_files;
use crate::migrations::{self, create, describe};
use crate::write::put;
use restwright_schema::Dialect;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Serve specs, or a crate: build, compile, migrate, listen
///
/// In a crate (`codegen new NAME` makes one) its generated modules are brought up to date, and the crate is compiled as it is,
/// with your hooks. Of a spec folder alone a crate is made in a folder that is used again. Both are compiled without
/// optimisation, to be quick: measure with `cargo build --release`. On a database without users a superuser for development is
/// made, and its password and token are printed.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Examples: codegen run specs/library --bind 127.0.0.1:8000\n          codegen run --watch        (in a crate)"
)]
pub(super) struct Args {
    /// A spec folder, or a crate; the crate around this folder if none is given
    #[arg(value_name = "SPECS", value_hint = clap::ValueHint::DirPath)]
    specs: Option<PathBuf>,
    /// The crate
    #[arg(long = "crate", value_name = "DIR", conflicts_with = "specs", value_hint = clap::ValueHint::DirPath)]
    folder: Option<PathBuf>,
    /// Begin again when a spec or a source changes
    #[arg(long)]
    watch: bool,
    /// The address and port to listen on; a port alone is one of 127.0.0.1
    #[arg(long, env = "BIND", value_name = "ADDRESS", default_value = "127.0.0.1:8000")]
    bind: String,
    /// Where the data is: sqlite://…, postgres://… or mysql://… [default: a SQLite file in the crate, or in the build folder]
    #[arg(long, env = "DATABASE_URL", value_name = "URL", hide_env_values = true)]
    database_url: Option<String>,
    /// Which of the crate's binaries serves the API, if it has several
    #[arg(long, value_name = "NAME")]
    bin: Option<String>,
    /// Build without what is not built yet, and warn of it
    #[arg(long)]
    partial: bool,
}

/// What is served.
enum Served {
    /// Specs alone: the crate is nobody's.
    Specs(PathBuf),
    Crate(Crate),
}

/// A server that can be started.
struct Ready {
    binary: PathBuf,
    database: String,
    made: Made,
}

/// How long a server may take to end by itself before it is ended.
const PATIENCE: Duration = Duration::from_secs(2);

impl Args {
    pub(super) fn run(self) -> ExitCode {
        let served = match self.served() {
            Ok(served) => served,
            Err(message) => return fail(message),
        };
        if self.watch {
            return self.watched(&served);
        }
        match self.ready(&served, &mut Snapshot::default()) {
            Ok(Some(ready)) => {
                print_urls(&ready.made, &self.bind);
                replace(self.server(&ready)).unwrap_or_else(fail)
            }
            Ok(None) => ExitCode::FAILURE,
            Err(message) => fail(message),
        }
    }

    fn served(&self) -> Result<Served, String> {
        if let Some(folder) = &self.folder {
            return Crate::at(folder).map(Served::Crate).ok_or_else(|| {
                format!("{} is no crate of `codegen new` or `build`: it has no Cargo.toml, or no .restwright", folder.display())
            });
        }
        match &self.specs {
            Some(path) => Ok(Crate::meant(path).map_or_else(|| Served::Specs(path.clone()), Served::Crate)),
            None if Path::new("api.toml").is_file() => {
                Ok(Crate::meant(Path::new(".")).map_or_else(|| Served::Specs(PathBuf::from(".")), Served::Crate))
            }
            None => here().map(Served::Crate),
        }
    }

    /// Builds and compiles; gives `None` if the specs have errors, which were shown. `built` is what the server is compiled of.
    fn ready(&self, served: &Served, built: &mut Snapshot) -> Result<Option<Ready>, String> {
        *built = Snapshot::of(&places(served));
        let (specs, out) = match served {
            Served::Specs(specs) => (specs, None),
            Served::Crate(found) => (&found.specs, Some(found.folder.clone())),
        };
        let Some(folder) = checked(specs, Options { partial: self.partial, ..Options::default() })? else { return Ok(None) };
        let name = folder.api.name.value.clone();
        let cache = project::cache();
        let owned = out.is_some();
        let place =
            Place { specs: specs.clone(), out: out.unwrap_or_else(|| cache.join(&name)), package: None, runtime: Runtime::default() };
        let made = project::make(&folder, &place)?;
        if owned {
            let written = project::build(&made, &place.out, false)?;
            super::build::tell(&written);
            report(&place.out, written.changes.len());
            // What was written just now is no change of the user's.
            *built = Snapshot::of(&places(served));
            migrated(&made, specs)?;
        } else {
            without_hooks(&made, specs, &name)?;
            let written = project::build_hidden(&made, &place.out)?;
            report(&place.out, written.changes.len());
        }
        let database = match &self.database_url {
            Some(url) => url.clone(),
            None if owned => format!("sqlite://{}", project::absolute(&place.out)?.join(format!("{name}.sqlite3")).display()),
            None => database(&made, &place.out, &name)?,
        };
        let compiled = (!owned).then(|| cache.join("compiled"));
        let binary = self.compile(&place.out, compiled.as_deref(), Dialect::of_url(&database))?;
        Ok(Some(Ready { binary, database, made }))
    }

    /// Compiles a crate with the driver that the database needs; gives the server. Crates that are nobody's share a folder.
    fn compile(&self, folder: &Path, target: Option<&Path>, dialect: Option<Dialect>) -> Result<PathBuf, String> {
        let manifest = Manifest::read(folder)?.ok_or_else(|| format!("{} has no Cargo.toml", folder.display()))?;
        let mut command = compile::cargo(folder);
        command.arg("build");
        if let Some(target) = target {
            command.arg("--target-dir").arg(target);
        }
        // SQLite's driver is there by default.
        if let Some(driver) = dialect.filter(|d| *d != Dialect::Sqlite) {
            if !manifest.has_feature(driver.name()) {
                let name = driver.name();
                return Err(format!(
                    "{}/Cargo.toml has no feature `{name}`, which the database needs\n  = help: under [features]: {name} = [\"restwright/{name}\"]",
                    folder.display()
                ));
            }
            command.args(["--features", driver.name()]);
        }
        if let Some(bin) = &self.bin {
            command.args(["--bin", bin]);
        }
        errln!("compiling (the first time takes some minutes, later ones seconds)");
        let mut binaries = compile::build(&mut command, &folder.display().to_string())?;
        let wanted = self.bin.as_deref().or(manifest.default_binary());
        let at = binaries.iter().position(|binary| Some(binary.name.as_str()) == wanted);
        match at {
            Some(at) => Ok(binaries.swap_remove(at).path),
            None if binaries.len() == 1 => Ok(binaries.remove(0).path),
            None if binaries.is_empty() => Err(format!("{} has no binary: src/main.rs is missing", folder.display())),
            None => {
                let names: Vec<&str> = binaries.iter().map(|binary| binary.name.as_str()).collect();
                Err(format!("{} has several binaries: --bin says which serves the API, one of {}", folder.display(), names.join(", ")))
            }
        }
    }

    fn server(&self, ready: &Ready) -> Command {
        let mut server = Command::new(&ready.binary);
        server.args(["dev", "--bind", &self.bind, "--database-url", &ready.database]);
        server
    }

    /// Serves, and begins again after each change. What is wrong is said, and the server before goes on.
    fn watched(&self, served: &Served) -> ExitCode {
        let places = places(served);
        let (mut running, mut built) = (None::<Child>, Snapshot::default());
        loop {
            match self.ready(served, &mut built) {
                Ok(Some(ready)) => {
                    stop(&mut running);
                    print_urls(&ready.made, &self.bind);
                    // The server ends when this program does, however that ends: it reads from a pipe that is closed then.
                    let started = self.server(&ready).arg("--until-stdin-closes").stdin(Stdio::piped()).spawn();
                    match started {
                        Ok(child) => running = Some(child),
                        Err(error) => drop(fail(format!("cannot start {}: {error}", ready.binary.display()))),
                    }
                }
                Ok(None) => {}
                Err(message) => drop(fail(message)),
            }
            errln!("watching {}", places.iter().map(|p| p.display().to_string()).collect::<Vec<_>>().join(", "));
            let changed = watch::changed(&places, &built, || {
                if let Some(status) = running.as_mut().and_then(|child| child.try_wait().ok().flatten()) {
                    running = None;
                    errln!("the server has ended ({status}); a change starts it again");
                }
                false
            });
            if let Some(path) = changed {
                errln!("{} has changed", path.display());
            }
        }
    }
}

/// What a server is made of.
fn places(served: &Served) -> Vec<PathBuf> {
    match served {
        Served::Specs(specs) => vec![specs.clone()],
        Served::Crate(found) => {
            let own = ["src", "Cargo.toml", "build.rs"].map(|name| found.folder.join(name));
            std::iter::once(found.specs.clone()).chain(own).filter(|path| path.exists()).collect()
        }
    }
}

fn stop(running: &mut Option<Child>) {
    let Some(mut child) = running.take() else { return };
    drop(child.stdin.take());
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        if !matches!(child.try_wait(), Ok(None)) {
            return;
        }
        thread::sleep(Duration::from_millis(20));
    }
    let _ = child.kill();
    let _ = child.wait();
}

fn report(out: &Path, changed: usize) {
    if changed > 0 {
        errln!("{}: {changed} {} changed", out.display(), if changed == 1 { "file" } else { "files" });
    }
}

/// Tables that no migration makes would be missed by the first request.
fn migrated(made: &Made, specs: &Path) -> Result<(), String> {
    let recorded = made.migrations.last().and_then(migrations::Migration::recorded_state);
    let now = describe::state(&made.graph);
    let Some(Ok(then)) = recorded else { return Ok(()) };
    if made.first || then.differences(&now).is_empty() {
        return Ok(());
    }
    Err(format!(
        "the specs' tables are no longer those that the migrations make\n  = help: `codegen makemigrations {}` writes the next migration",
        specs.display()
    ))
}

/// Hooks are Rust, which a crate of the user's holds.
fn without_hooks(made: &Made, specs: &Path, name: &str) -> Result<(), String> {
    let named: Vec<String> = hook_files(&made.graph)
        .iter()
        .map(|file| {
            let hooks: Vec<&str> = file.methods().map(|m| m.name()).collect();
            format!("{} ({})", file.path.trim_start_matches("src/hooks/").trim_end_matches(".rs"), hooks.join(", "))
        })
        .collect();
    if named.is_empty() {
        return Ok(());
    }
    Err(format!(
        "{} leaves hooks to Rust: {}\n  = help: they are written in a crate. `codegen new {name} --from {}` makes one, with a stub for each; then `cd {name}` and \
         `codegen run`",
        specs.display(),
        named.join("; "),
        specs.display()
    ))
}

/// The development database: a file in the build folder. One whose tables the specs no longer describe is put aside, since only a
/// migration could bring it along.
fn database(made: &Made, out: &Path, name: &str) -> Result<String, String> {
    let (file, tables) = (out.join(format!("{name}.sqlite3")), out.join(".tables.sql"));
    let all: String = made.migrations.iter().filter_map(|m| m.sql(Dialect::Sqlite)).collect();
    let now = if made.first { all } else { format!("{all}{}", create::all(Dialect::Sqlite, &describe::state(&made.graph))) };
    let before = std::fs::read_to_string(&tables).unwrap_or_default();
    if file.exists() && !before.is_empty() && made.first && !migrations::files::same(&before, &now) {
        let aside = out.join(format!("{name}.old.sqlite3"));
        for suffix in ["", "-wal", "-shm"] {
            let with = |path: &Path| PathBuf::from(format!("{}{suffix}", path.display()));
            let _ = std::fs::rename(with(&file), with(&aside));
        }
        errln!(
            "warning: the tables have changed, so a new database is made; the old one is {}\n  = help: `codegen build` records the tables as a migration, \
             and --database-url names a database of your own",
            aside.display()
        );
    }
    put(&tables, &now).map_err(|e| e.to_string())?;
    Ok(format!("sqlite://{}", file.display()))
}

fn print_urls(made: &Made, bind: &str) {
    let api = made.graph.api;
    let base = match address(bind) {
        Some(address) => format!("http://{address}{}", api.prefix),
        // The system chooses the port, and the server says it.
        None => api.prefix.to_owned(),
    };
    errln!("serving {base}");
    for view in made.graph.views.iter().filter(|v| v.routed) {
        errln!("  {base}{}{}", view.endpoint, if api.trailing_slash { "/" } else { "" });
    }
}

/// Where a browser on this machine finds what listens there: a port alone is one of 127.0.0.1, and all addresses are this one too. `None` for port 0.
fn address(bind: &str) -> Option<String> {
    let bind = bind.trim();
    let port = bind.strip_prefix(':').unwrap_or(bind);
    let (host, port) = if port.bytes().all(|b| b.is_ascii_digit()) { ("127.0.0.1", port) } else { bind.rsplit_once(':')? };
    let host = match host {
        "0.0.0.0" => "127.0.0.1",
        "[::]" => "[::1]",
        host => host,
    };
    (!port.trim_start_matches('0').is_empty()).then(|| format!("{host}:{port}"))
}

/// Becomes the server, so that signals reach it.
#[cfg(unix)]
fn replace(mut server: Command) -> Result<ExitCode, String> {
    use std::os::unix::process::CommandExt as _;
    let error = server.exec();
    Err(format!("cannot start the server: {error}"))
}

/// Runs the server to its end.
#[cfg(not(unix))]
fn replace(mut server: Command) -> Result<ExitCode, String> {
    let status = server.status().map_err(|e| format!("cannot start the server: {e}"))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lead_to_this_machine() {
        for (bind, expected) in [
            ("8733", Some("127.0.0.1:8733")),
            (":8733", Some("127.0.0.1:8733")),
            ("0.0.0.0:80", Some("127.0.0.1:80")),
            ("[::]:80", Some("[::1]:80")),
            ("localhost:8000", Some("localhost:8000")),
            ("127.0.0.1:0", None),
            ("0", None),
        ] {
            assert_eq!(address(bind).as_deref(), expected, "{bind}");
        }
    }
}
