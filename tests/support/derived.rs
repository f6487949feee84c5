//! A crate of derived resources that changes: compiled, and migrated, as its author would.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::generated::{Generated, Workspace};

/// The crate, alone in a workspace of the test's own.
#[derive(Debug)]
pub struct Derived {
    workspace: Workspace,
    /// Where its `Cargo.toml` lies.
    pub folder: PathBuf,
    name: String,
}

impl Derived {
    /// A crate without code, and without migrations of an earlier run.
    ///
    /// # Errors
    /// The file system's, or what cargo printed when `codegen` did not compile.
    pub fn new(checkout: &Path, target_tmpdir: &Path, name: &str) -> Result<Self, String> {
        let said = |error: std::io::Error| error.to_string();
        let workspace = Workspace::new(checkout, target_tmpdir, name).map_err(said)?;
        workspace.compile_codegen()?;
        let folder = workspace.crate_folder(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("src")).map_err(said)?;
        let runtime = checkout.join("runtime").canonicalize().map_err(said)?;
        // All drivers, as the other generated crates of tests have them: then dependencies are compiled once.
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n\n[dependencies]\n\
             restwright = {{ path = {:?}, default-features = false, features = [\"derive\", \"sqlite\", \"postgres\", \"mysql\"] }}\n",
            runtime.display().to_string()
        );
        fs::write(folder.join("Cargo.toml"), manifest).map_err(said)?;
        Ok(Self { workspace, folder, name: name.to_owned() })
    }

    /// Writes `src/main.rs`.
    ///
    /// # Errors
    /// The file system's.
    pub fn put(&self, main: &str) -> Result<(), String> {
        fs::write(self.folder.join("src/main.rs"), main).map_err(|error| error.to_string())
    }

    /// Compiles it, as `cargo build` does; gives the server.
    ///
    /// # Errors
    /// What cargo printed.
    pub fn compile(&self) -> Result<Generated, String> {
        let generated = self.workspace.described(&self.name);
        self.workspace.compile([&generated])?;
        Ok(generated)
    }

    /// Runs a command of `codegen` on the crate.
    ///
    /// # Errors
    /// The system's.
    pub fn codegen(&self, command: &str, options: &[&str]) -> Result<Output, String> {
        self.workspace.lock()?;
        let mut codegen = self.workspace.codegen();
        codegen.arg(command).arg(&self.folder).args(options);
        codegen.output().map_err(|error| error.to_string())
    }
}

impl Generated {
    /// Runs one of its commands on a database; gives what it printed.
    ///
    /// # Errors
    /// All that it printed, where it failed.
    pub fn run(&self, options: &[&str], url: &str) -> Result<String, String> {
        let output = Command::new(self.path()).args(options).env("DATABASE_URL", url).output().map_err(|error| error.to_string())?;
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stdout) + &text(&output.stderr)) }
    }
}
