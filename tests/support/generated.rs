//! Generated servers: spec folders built into crates of one cargo workspace, compiled together, and run on a fresh database.

use std::fs;
use std::io;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::databases::{Fresh, Kind};
use crate::transcript::User;

/// How long a server may take until it accepts connections.
const START: Duration = Duration::from_secs(20);

/// A cargo workspace whose members are generated crates. It compiles into the checkout's own target folder, with the
/// checkout's lock file and profile, so that dependencies are compiled once.
#[derive(Debug)]
pub struct Workspace {
    checkout: PathBuf,
    target: PathBuf,
    root: PathBuf,
}

/// A generated server, ready to be compiled and started.
#[derive(Debug)]
pub struct Generated {
    /// The API's name, and so the binary's.
    pub name: String,
    /// The databases that it has drivers for.
    pub databases: Vec<Kind>,
    binary: PathBuf,
    /// Where its SQLite file and logs lie.
    run: PathBuf,
}

/// A server that runs; it is killed, as by `kill -9`, when this is dropped.
#[derive(Debug)]
pub struct Server {
    child: Child,
    /// `http://127.0.0.1:PORT`.
    pub base_url: String,
    /// What it wrote to stdout and stderr.
    pub log: PathBuf,
    /// Dropped after the server is.
    database: Option<Fresh>,
}

/// How a server is started.
#[derive(Debug, Clone, Default)]
pub struct Serve {
    /// `127.0.0.1:PORT`; a free port where there is none.
    pub bind: Option<String>,
    /// More arguments of `serve`.
    pub flags: Vec<String>,
    /// More environment variables, by name.
    pub env: Vec<(String, String)>,
    /// Tells the logs of several servers of one API apart.
    pub log: String,
}

impl Workspace {
    /// A workspace in `root`, a folder of cargo's for this test (`CARGO_TARGET_TMPDIR`), of the checkout at `checkout`.
    ///
    /// # Errors
    /// The file system's.
    pub fn new(checkout: &Path, target_tmpdir: &Path, name: &str) -> io::Result<Self> {
        let workspace = Self {
            checkout: checkout.canonicalize()?,
            target: target_tmpdir.parent().unwrap_or(target_tmpdir).to_owned(),
            root: target_tmpdir.join(name),
        };
        fs::create_dir_all(workspace.root.join("crates"))?;
        fs::create_dir_all(workspace.root.join("run"))?;
        let manifest = fs::read_to_string(workspace.checkout.join("Cargo.toml"))?;
        let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n\n{}", dev_profile(&manifest));
        write_changed(&workspace.root.join("Cargo.toml"), manifest.as_bytes())?;
        Ok(workspace)
    }

    /// Runs `codegen build` on a copy of `specs`: the first build writes migrations beside them.
    ///
    /// # Errors
    /// The file system's, or all that `codegen` printed when it refused the specs.
    pub fn generate(&self, folder: &str, specs: &Path) -> Result<Generated, String> {
        let copy = self.root.join("specs").join(folder);
        copy_specs(specs, &copy).map_err(|error| format!("{}: {error}", specs.display()))?;
        let api = fs::read_to_string(copy.join("api.toml")).map_err(|error| error.to_string())?;
        let name = api
            .lines()
            .find_map(|line| line.strip_prefix("name = \"")?.split('"').next())
            .ok_or_else(|| format!("{folder}/api.toml has no name"))?;
        let crate_dir = self.root.join("crates").join(folder);
        let mut codegen = Command::new(self.binary("codegen"));
        codegen.arg("build").arg(&copy).arg("--out").arg(&crate_dir);
        run(&mut codegen)?;
        let manifest = fs::read_to_string(crate_dir.join("Cargo.toml")).map_err(|error| error.to_string())?;
        let run = self.root.join("run").join(folder);
        Ok(Generated { name: name.to_owned(), databases: drivers(&manifest), binary: self.binary(name), run })
    }

    /// Compiles a member of the checkout whose binary is called as it is, for [`Generated::start`]: an API of derived resources.
    ///
    /// # Errors
    /// What cargo printed.
    pub fn member(&self, package: &str) -> Result<Generated, String> {
        run(self.cargo(&self.checkout).args(["--package", package]))?;
        let run = self.root.join("run").join(package);
        Ok(Generated { name: package.to_owned(), databases: vec![Kind::Sqlite], binary: self.binary(package), run })
    }

    /// The OpenAPI documents of specs that were generated before: what `codegen` prints, and what their own binary prints.
    ///
    /// # Errors
    /// All that a command that failed printed.
    pub fn documents(&self, folder: &str, generated: &Generated, format: &str) -> Result<[String; 2], String> {
        let (mut codegen, mut server) = (Command::new(self.binary("codegen")), Command::new(&generated.binary));
        codegen.arg("openapi").arg(self.root.join("specs").join(folder)).args(["--format", format]);
        server.args(["openapi", "--format", format]);
        Ok([printed(&mut codegen)?, printed(&mut server)?])
    }

    /// Compiles the checkout's `codegen`.
    ///
    /// # Errors
    /// What cargo printed.
    pub fn compile_codegen(&self) -> Result<(), String> {
        let mut cargo = self.cargo(&self.checkout);
        run(cargo.args(["--package", "restwright-codegen", "--bin", "codegen"])).map(drop)
    }

    /// Removes the crates of folders that are gone: they would be compiled with the others.
    ///
    /// # Errors
    /// The file system's.
    pub fn retain(&self, folders: &[String]) -> io::Result<()> {
        for entry in fs::read_dir(self.root.join("crates"))? {
            let entry = entry?;
            if !folders.iter().any(|folder| entry.file_name().to_str() == Some(folder)) {
                fs::remove_dir_all(entry.path())?;
            }
        }
        Ok(())
    }

    /// Compiles crates with one `cargo build`, with the drivers of all databases and as many as can be; gives what cargo printed, which is
    /// the warnings.
    ///
    /// # Errors
    /// What cargo printed.
    pub fn compile<'a>(&self, crates: impl IntoIterator<Item = &'a Generated>) -> Result<String, String> {
        self.lock()?;
        let mut cargo = self.cargo(&self.root);
        cargo.args(["--offline", "--keep-going", "--all-features"]);
        for generated in crates {
            cargo.args(["--package", &generated.name]);
        }
        run(&mut cargo)
    }

    /// The checkout's lock file, where there is none.
    pub(crate) fn lock(&self) -> Result<(), String> {
        let lock = self.root.join("Cargo.lock");
        if !lock.exists() {
            fs::copy(self.checkout.join("Cargo.lock"), lock).map_err(|error| error.to_string())?;
        }
        Ok(())
    }

    /// Where a member lies.
    pub(crate) fn crate_folder(&self, name: &str) -> PathBuf {
        self.root.join("crates").join(name)
    }

    /// A member whose binary is called as it is, and that has all drivers.
    pub(crate) fn described(&self, name: &str) -> Generated {
        Generated { name: name.to_owned(), databases: Kind::ALL.to_vec(), binary: self.binary(name), run: self.root.join("run").join(name) }
    }

    /// `codegen`, whose cargo compiles into the same folder.
    pub(crate) fn codegen(&self) -> Command {
        let mut codegen = Command::new(self.binary("codegen"));
        codegen.env("CARGO_TARGET_DIR", &self.target).env("CARGO_NET_OFFLINE", "true");
        codegen
    }

    /// A command of `codegen`, run within the workspace: crates that it makes below `crates` are members.
    pub fn codegen_in(&self, arguments: &[&str]) -> Command {
        let mut codegen = self.codegen();
        codegen.args(arguments).current_dir(&self.root).env_remove("BIND").env_remove("DATABASE_URL");
        codegen
    }

    /// The folder that holds the workspace.
    pub fn root(&self) -> &Path {
        &self.root
    }

    fn cargo(&self, folder: &Path) -> Command {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.args(["build", "--quiet", "--manifest-path"]).arg(folder.join("Cargo.toml")).env("CARGO_TARGET_DIR", &self.target);
        cargo
    }

    fn binary(&self, name: &str) -> PathBuf {
        self.target.join("debug").join(name).with_extension(std::env::consts::EXE_EXTENSION)
    }
}

impl Generated {
    /// The binary.
    pub(crate) fn path(&self) -> &Path {
        &self.binary
    }

    /// Starts the server on a free port and a new SQLite file, with these users: their ids are 1, 2 and so on.
    ///
    /// # Errors
    /// What a command printed, or that the server did not listen in time.
    pub fn start(&self, users: &[User]) -> Result<Server, String> {
        self.start_on(Kind::Sqlite, users)
    }

    /// As [`start`](Self::start), on a new database of this kind.
    ///
    /// # Errors
    /// As [`start`](Self::start); or the database's, which could not be made.
    pub fn start_on(&self, kind: Kind, users: &[User]) -> Result<Server, String> {
        let database = self.fresh(kind)?;
        self.prepare(&database.url, users)?;
        // Recorded conversations speak of hosts of their own.
        let env = vec![("ALLOWED_HOSTS".to_owned(), "*".to_owned())];
        let mut server = self.serve(&database.url, &Serve { log: kind.feature().to_owned(), env, ..Serve::default() })?;
        server.database = Some(database);
        Ok(server)
    }

    /// Starts the server with these options on a new database of this kind, with these users. `options.log` names the SQLite file too, so
    /// that tests which run at once, each with a name of its own, do not share one.
    ///
    /// # Errors
    /// As [`start_on`](Self::start_on).
    pub fn start_with(&self, kind: Kind, users: &[User], options: &Serve) -> Result<Server, String> {
        let log = format!("{}.{}", options.log, kind.feature());
        let database = kind.fresh(&self.run.with_extension(format!("{log}.sqlite3")))?;
        self.prepare(&database.url, users)?;
        let mut server = self.serve(&database.url, &Serve { log, ..options.clone() })?;
        server.database = Some(database);
        Ok(server)
    }

    /// A new database for it.
    ///
    /// # Errors
    /// The database's.
    pub fn fresh(&self, kind: Kind) -> Result<Fresh, String> {
        kind.fresh(&self.run)
    }

    /// Makes the tables and these users, whose ids are 1, 2 and so on.
    ///
    /// # Errors
    /// What a command printed.
    pub fn prepare(&self, url: &str, users: &[User]) -> Result<(), String> {
        run(&mut self.command("migrate", url))?;
        for user in users {
            let mut create = self.command("createuser", url);
            create.args(["--username", &user.username, "--email", &user.email, "--password", &user.password]);
            for (flag, is_set) in [("--staff", user.staff), ("--superuser", user.superuser), ("--inactive", !user.active)] {
                if is_set {
                    create.arg(flag);
                }
            }
            if let Some(token) = &user.token {
                create.args(["--token", token]);
            }
            for codename in &user.permissions {
                create.args(["--permission", codename]);
            }
            run(&mut create)?;
        }
        Ok(())
    }

    /// Serves a database that is there; gives the server once it listens.
    ///
    /// # Errors
    /// Its log, where it does not listen in time.
    pub fn serve(&self, url: &str, options: &Serve) -> Result<Server, String> {
        let mut server = self.spawn(url, options)?;
        server.listens()?;
        Ok(server)
    }

    /// As [`serve`](Self::serve), without waiting until it listens.
    ///
    /// # Errors
    /// The system's.
    pub fn spawn(&self, url: &str, options: &Serve) -> Result<Server, String> {
        let address = match &options.bind {
            Some(address) => address.clone(),
            None => free_address().map_err(|error| error.to_string())?,
        };
        let log = self.run.with_extension(format!("{}.log", options.log));
        // A server that comes after one that was killed writes on.
        let file = fs::File::options().create(true).append(true).open(&log);
        let (out, err) = file.and_then(|file| Ok((file.try_clone()?, file))).map_err(|error| error.to_string())?;
        let child = self
            .command("serve", url)
            .args(["--bind", &address])
            .args(&options.flags)
            .envs(options.env.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(out)
            .stderr(err)
            .spawn()
            .map_err(|error| format!("{}: {error}", self.binary.display()))?;
        Ok(Server { child, base_url: format!("http://{address}"), log, database: None })
    }

    /// A command of the binary on a database.
    pub fn command(&self, name: &str, url: &str) -> Command {
        let mut command = Command::new(&self.binary);
        command.args([name, "--database-url", url]);
        command
    }
}

impl Server {
    /// `127.0.0.1:PORT`.
    pub fn address(&self) -> &str {
        self.base_url.strip_prefix("http://").unwrap_or(&self.base_url)
    }

    /// The URL of its database, where it has one of its own ([`Generated::start_with`]).
    pub fn database_url(&self) -> Option<&str> {
        self.database.as_ref().map(|database| database.url.as_str())
    }

    /// The id of its process.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// What it has logged until now.
    pub fn logged(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Whether the process has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        self.child.try_wait().is_ok_and(|status| status.is_some())
    }

    /// Tells it to stop (SIGTERM), and waits until it has.
    ///
    /// # Errors
    /// That it does not in this time, or says that something went wrong.
    pub fn terminate(mut self, patience: Duration) -> Result<(), String> {
        run(Command::new("kill").arg(self.child.id().to_string()))?;
        let begun = Instant::now();
        while begun.elapsed() < patience {
            match self.child.try_wait() {
                Ok(Some(status)) if status.success() => return Ok(()),
                Ok(Some(status)) => return Err(format!("{status}: {}", fs::read_to_string(&self.log).unwrap_or_default())),
                _ => thread::sleep(Duration::from_millis(5)),
            }
        }
        Err(format!("not stopped after {patience:?}"))
    }

    /// Waits until it accepts connections.
    ///
    /// # Errors
    /// Its log, where it ended, or does not in time.
    pub fn listens(&mut self) -> Result<(), String> {
        let begun = Instant::now();
        while TcpStream::connect(self.address()).is_err() {
            let ended = self.child.try_wait().ok().flatten();
            if ended.is_some() || begun.elapsed() > START {
                let log = fs::read_to_string(&self.log).unwrap_or_default();
                return Err(format!("{} does not listen: {log}", self.base_url));
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port that was free a moment ago.
pub(crate) fn free_address() -> io::Result<String> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string())
}

/// Runs a command to its end; gives its standard error.
fn run(command: &mut Command) -> Result<String, String> {
    output(command).map(|[_, said]| said)
}

/// Runs a command to its end; gives its standard output.
fn printed(command: &mut Command) -> Result<String, String> {
    output(command).map(|[printed, _]| printed)
}

fn output(command: &mut Command) -> Result<[String; 2], String> {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    if output.status.success() {
        return Ok([text(&output.stdout), text(&output.stderr)]);
    }
    Err(format!("{command:?}: {}\n{}{}", output.status, text(&output.stdout), text(&output.stderr)))
}

/// The databases that a manifest has features for.
fn drivers(manifest: &str) -> Vec<Kind> {
    let lines = manifest.lines().skip_while(|line| *line != "[features]").skip(1).take_while(|line| !line.starts_with('['));
    let features: Vec<&str> = lines.filter_map(|line| Some(line.split_once('=')?.0.trim())).collect();
    Kind::ALL.into_iter().filter(|kind| features.contains(&kind.feature())).collect()
}

/// The `[profile.dev…]` tables of a manifest.
fn dev_profile(manifest: &str) -> String {
    let (mut inside, mut kept) = (false, String::new());
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line.starts_with("[profile.dev");
        }
        if inside && !line.starts_with('#') {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

/// The TOML files of a folder, and no others, so that the copy has no migrations of an earlier run.
fn copy_specs(from: &Path, to: &Path) -> io::Result<()> {
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "toml")
            && let Some(name) = path.file_name()
        {
            fs::copy(&path, to.join(name))?;
        }
    }
    Ok(())
}

fn write_changed(path: &Path, content: &[u8]) -> io::Result<()> {
    if fs::read(path).is_ok_and(|old| old == content) {
        return Ok(());
    }
    fs::write(path, content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_drivers() {
        let manifest =
            "[package]\nmysql = 1\n\n[features]\ndefault = [\"sqlite\"]\nsqlite = []\npostgres = []\n\n[dependencies]\nmysql = 1\n";
        assert_eq!(drivers(manifest), [Kind::Sqlite, Kind::Postgres]);
    }

    #[test]
    fn takes_the_profile_alone() {
        let manifest = "[workspace]\nx = 1\n\n# why\n[profile.dev]\ndebug = 1\n\n[profile.dev.package.\"*\"]\ndebug = false\n# other\n[profile.release]\ny = 2\n";
        assert_eq!(dev_profile(manifest), "[profile.dev]\ndebug = 1\n\n[profile.dev.package.\"*\"]\ndebug = false\n");
    }
}
