//! `codegen run`.

use super::check::checked;
use super::fail;
use super::project::{self, Made, Place};
use crate::Options;
use crate::migrations::{self, create, describe};
use crate::write::{put, seed, write};
use restwright_schema::Dialect;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

/// Serve the specs: build, compile, migrate, listen
///
/// The crate and what is compiled of it lie in a folder that is used again, so a second run after a change serves within seconds.
/// It is compiled without optimisation, to be quick: measure with what `codegen build` writes. On a database without users a
/// superuser for development is made, and its password and token are printed.
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment, after_help = "Example: codegen run specs/library --bind 127.0.0.1:8000")]
pub(super) struct Args {
    /// A spec folder
    #[arg(value_name = "SPECS", value_hint = clap::ValueHint::DirPath)]
    specs: PathBuf,
    /// The address and port to listen on
    #[arg(long, env = "BIND", value_name = "ADDRESS", default_value = "127.0.0.1:8000")]
    bind: String,
    /// Where the data is: sqlite://…, postgres://… or mysql://… [default: a SQLite file in the build folder]
    #[arg(long, env = "DATABASE_URL", value_name = "URL", hide_env_values = true)]
    database_url: Option<String>,
    /// Build without what is not built yet, and warn of it
    #[arg(long)]
    partial: bool,
}

impl Args {
    pub(super) fn run(self) -> ExitCode {
        match self.serve() {
            Ok(code) => code,
            Err(message) => fail(message),
        }
    }

    fn serve(&self) -> Result<ExitCode, String> {
        let Some(folder) = checked(&self.specs, Options { partial: self.partial, ..Options::default() })? else {
            return Ok(ExitCode::FAILURE);
        };
        let name = folder.api.name.value.clone();
        let cache = project::checkout().join("target").join("run");
        let place = Place { specs: self.specs.clone(), out: cache.join(&name) };
        let made = project::make(&folder, &place)?;
        let mut written = write(&place.out, &made.files, false).map_err(|e| e.to_string())?;
        written.extend(seed(&place.out, &made.owned, false).map_err(|e| e.to_string())?);
        project::lock(&place.out)?;
        eprintln!("{}: {} of {} files changed", place.out.display(), written.len(), made.files.len());
        let database = match &self.database_url {
            Some(url) => url.clone(),
            None => database(&made, &place.out, &name)?,
        };
        let compiled = cache.join("compiled");
        compile(&place.out, &compiled, Dialect::of_url(&database))?;
        print_urls(&made, &self.bind);
        let mut server = Command::new(compiled.join("quick").join(format!("{name}{}", std::env::consts::EXE_SUFFIX)));
        server.args(["dev", "--bind", &self.bind, "--database-url", &database]);
        replace(server)
    }
}

/// Compiles with the quick profile, in the one folder that all runs share, with the driver that the database needs.
fn compile(crate_folder: &Path, compiled: &Path, dialect: Option<Dialect>) -> Result<(), String> {
    eprintln!("compiling with the quick profile (the first time takes a minute or two)");
    let start = Instant::now();
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(cargo);
    command.args(["build", "--quiet", "--profile", "quick", "--target-dir"]).arg(compiled).current_dir(crate_folder);
    // SQLite's driver is there by default.
    if let Some(driver) = dialect.filter(|d| *d != Dialect::Sqlite) {
        command.args(["--features", driver.name()]);
    }
    let status = command.status().map_err(|e| format!("cannot start cargo: {e}"))?;
    if !status.success() {
        return Err("the crate does not compile: see above".to_owned());
    }
    eprintln!("compiled in {:.1} s", start.elapsed().as_secs_f64());
    Ok(())
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
        eprintln!(
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
    let base = format!("http://{bind}{}", api.prefix);
    eprintln!("serving {base}");
    for view in made.graph.views.iter().filter(|v| v.routed) {
        eprintln!("  {base}{}{}", view.endpoint, if api.trailing_slash { "/" } else { "" });
    }
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
