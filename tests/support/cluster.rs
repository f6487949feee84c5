//! PostgreSQL clusters of a test's own, which it may kill; standbys that follow them; and poolers before them.

use std::fs;
use std::io;
use std::net::TcpStream;
use std::os::unix::fs::{MetadataExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::generated::free_address;

/// How long a program may take until it accepts connections; a cluster that was killed recovers first.
const START: Duration = Duration::from_secs(60);

/// A cluster: a folder that `initdb` made, and the server on it. Both go when this is dropped.
#[derive(Debug)]
pub struct Cluster {
    tools: Tools,
    place: PathBuf,
    port: u16,
    postmaster: Option<Child>,
}

/// PgBouncer in transaction mode, before a cluster.
#[derive(Debug)]
pub struct Pooler {
    child: Child,
    place: PathBuf,
    port: u16,
}

/// Where PostgreSQL's programs lie, and whom they run as: they refuse root.
#[derive(Debug, Clone)]
struct Tools {
    folder: PathBuf,
    owner: Option<(u32, u32)>,
}

impl Tools {
    fn find() -> Result<Self, String> {
        let folder =
            said(Command::new("pg_config").arg("--bindir")).map(PathBuf::from).ok().filter(|folder| folder.join("initdb").is_file());
        let folder = folder.or_else(debian).ok_or("there are no programs of PostgreSQL's server (initdb)")?;
        let root = fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0);
        let id = |flag: &str| said(Command::new("id").args([flag, "postgres"]))?.parse::<u32>().map_err(|error| error.to_string());
        let owner = if root { Some((id("-u")?, id("-g")?)) } else { None };
        Ok(Self { folder, owner })
    }

    /// One of the programs.
    fn command(&self, name: &str) -> Command {
        self.owned(self.folder.join(name))
    }

    /// A program that runs as the one whom the cluster belongs to.
    fn owned(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        if let Some((user, group)) = self.owner {
            command.uid(user).gid(group);
        }
        command.current_dir("/").stdin(Stdio::null());
        command
    }

    /// A new folder for it.
    fn place(&self) -> Result<PathBuf, String> {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        // Not below cargo's target folder, which another user may not be let into.
        let place = std::env::temp_dir().join(format!("restwright-cluster-{}-{count}", std::process::id()));
        let made = fs::create_dir(&place).and_then(|()| match self.owner {
            Some((user, group)) => chown(&place, Some(user), Some(group)),
            None => Ok(()),
        });
        made.map(|()| place.clone()).map_err(|error| format!("{}: {error}", place.display()))
    }
}

/// The newest of the versions that Debian's packages have installed.
fn debian() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
    let version = |path: &Path| path.file_name().and_then(|name| name.to_str()?.parse::<u32>().ok());
    let newest = versions.filter_map(|entry| Some(entry.ok()?.path())).max_by_key(|path| version(path))?.join("bin");
    newest.join("initdb").is_file().then_some(newest)
}

impl Cluster {
    /// Whether the programs are there. Where they are not, a line says what is skipped for it.
    ///
    /// # Panics
    /// Where they are not and `RESTWRIGHT_REQUIRE_SERVICES=1`.
    pub fn can_be_made(skipped: &str) -> bool {
        let missing = Tools::find().err();
        missing.is_none_or(|missing| crate::databases::skip(&format!("{skipped}: {missing}")))
    }

    /// Makes a cluster and starts it. It keeps what it acknowledged: `fsync` and `synchronous_commit` are as PostgreSQL sets them.
    ///
    /// # Errors
    /// What a program printed.
    pub fn start() -> Result<Self, String> {
        let tools = Tools::find()?;
        let place = tools.place()?;
        let mut cluster = Self { tools, place, port: free_port()?, postmaster: None };
        let mut initdb = cluster.tools.command("initdb");
        // As the recordings: what a locale makes of letters is not asked for.
        initdb.args(["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "-D"]).arg(cluster.data());
        said(&mut initdb)?;
        cluster.restart()?;
        Ok(cluster)
    }

    /// A standby that follows this one (streaming replication), in a folder of its own.
    ///
    /// # Errors
    /// What a program printed.
    pub fn standby(&self) -> Result<Self, String> {
        let place = self.tools.place()?;
        let mut standby = Self { tools: self.tools.clone(), place, port: free_port()?, postmaster: None };
        let mut backup = self.tools.command("pg_basebackup");
        backup.args(["--write-recovery-conf", "--checkpoint=fast", "--no-sync", "-d", &self.url("postgres"), "-D"]).arg(standby.data());
        said(&mut backup)?;
        standby.restart()?;
        Ok(standby)
    }

    /// Starts the server on what is there, and waits until it answers.
    ///
    /// # Errors
    /// Its log.
    pub fn restart(&mut self) -> Result<(), String> {
        let begun = Instant::now();
        while begun.elapsed() < START {
            let log = fs::File::options().create(true).append(true).open(self.log()).map_err(|error| error.to_string())?;
            let again = log.try_clone().map_err(|error| error.to_string())?;
            let mut postgres = self.tools.command("postgres");
            postgres.arg("-D").arg(self.data()).args(["-p", &self.port.to_string(), "-c", "listen_addresses=127.0.0.1"]);
            postgres.args(["-c", "unix_socket_directories=", "-c", "max_connections=60"]).stdout(again).stderr(log);
            let mut child = postgres.spawn().map_err(|error| format!("postgres: {error}"))?;
            let ready = loop {
                // It refuses to start while a process of the one that was killed still lives.
                if child.try_wait().ok().flatten().is_some() || begun.elapsed() > START {
                    break false;
                }
                let ready = self.tools.command("pg_isready").args(["-q", "-h", "127.0.0.1", "-p", &self.port.to_string()]).status();
                if ready.is_ok_and(|status| status.success()) {
                    break true;
                }
                thread::sleep(Duration::from_millis(30));
            };
            self.postmaster = Some(child);
            if ready {
                return Ok(());
            }
            self.kill();
            thread::sleep(Duration::from_millis(100));
        }
        Err(format!("the cluster does not start: {}", fs::read_to_string(self.log()).unwrap_or_default()))
    }

    /// Kills all of its processes at once, as `kill -9` does: none of them can write another byte.
    pub fn kill(&mut self) {
        let Some(mut postmaster) = self.postmaster.take() else { return };
        let processes = children(postmaster.id()).into_iter().chain([postmaster.id()]).map(|id| id.to_string());
        // A process that ended meanwhile is no trouble.
        let _ = Command::new("kill").arg("-9").args(processes).stderr(Stdio::null()).status();
        let _ = postmaster.kill();
        let _ = postmaster.wait();
    }

    /// The URL of one of its databases.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }

    /// Makes an empty database; gives its URL.
    ///
    /// # Errors
    /// What `psql` printed.
    pub fn database(&self, name: &str) -> Result<String, String> {
        self.ask("postgres", &format!("CREATE DATABASE {name}"))?;
        Ok(self.url(name))
    }

    /// What a query answers, a line a row.
    ///
    /// # Errors
    /// What `psql` printed.
    pub fn ask(&self, database: &str, query: &str) -> Result<String, String> {
        said(self.tools.command("psql").args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", query, &self.url(database)]))
    }

    fn data(&self) -> PathBuf {
        self.place.join("data")
    }

    /// What the server wrote.
    pub fn log(&self) -> PathBuf {
        self.place.join("log")
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.kill();
        let _ = fs::remove_dir_all(&self.place);
    }
}

impl Pooler {
    /// Whether PgBouncer is there. Where it is not, a line says what is skipped for it.
    ///
    /// # Panics
    /// Where it is not and `RESTWRIGHT_REQUIRE_SERVICES=1`.
    pub fn can_be_made(skipped: &str) -> bool {
        let missing = said(Command::new("pgbouncer").arg("--version")).err();
        missing.is_none_or(|missing| crate::databases::skip(&format!("{skipped}: no pgbouncer: {missing}")))
    }

    /// Starts one that shares `connections` connections to each of the cluster's databases among all of its clients: a client has one for no longer
    /// than a transaction.
    ///
    /// # Errors
    /// Its log.
    pub fn start(cluster: &Cluster, connections: u32) -> Result<Self, String> {
        let place = cluster.tools.place()?;
        let port = free_port()?;
        let settings = format!(
            "[databases]\n* = host=127.0.0.1 port={} user=postgres\n\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n\
             auth_type = any\npool_mode = transaction\ndefault_pool_size = {connections}\nmax_client_conn = 500\n\
             ignore_startup_parameters = extra_float_digits\n",
            cluster.port
        );
        let file = place.join("pgbouncer.ini");
        fs::write(&file, settings).map_err(|error| format!("{}: {error}", file.display()))?;
        let log = place.join("log");
        let (out, err) = fs::File::create(&log).and_then(|log| Ok((log.try_clone()?, log))).map_err(|error| error.to_string())?;
        let child =
            cluster.tools.owned("pgbouncer").arg(&file).stdout(out).stderr(err).spawn().map_err(|error| format!("pgbouncer: {error}"))?;
        let pooler = Self { child, place, port };
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if begun.elapsed() > START {
                return Err(format!("pgbouncer does not listen: {}", fs::read_to_string(log).unwrap_or_default()));
            }
            thread::sleep(Duration::from_millis(30));
        }
        Ok(pooler)
    }

    /// The URL of one of the cluster's databases, through it.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }
}

impl Drop for Pooler {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.place);
    }
}

/// The processes whose parent this is.
fn children(parent: u32) -> Vec<u32> {
    let Ok(processes) = fs::read_dir("/proc") else { return Vec::new() };
    let ids = processes.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok());
    // `PID (NAME) STATE PARENT …`, and a name may have brackets of its own.
    let parent_of = |id: &u32| {
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
        stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse::<u32>().ok()
    };
    ids.filter(|id| parent_of(id) == Some(parent)).collect()
}

fn free_port() -> Result<u16, String> {
    let address = free_address().map_err(|error| error.to_string())?;
    address.rsplit_once(':').and_then(|(_, port)| port.parse().ok()).ok_or_else(|| format!("no port in {address}"))
}

/// What a program prints, without the last line's end.
fn said(command: &mut Command) -> Result<String, String> {
    let output = command.output().map_err(|error: io::Error| format!("{}: {error}", command.get_program().to_string_lossy()))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_owned();
    match output.status.success() {
        true => Ok(text(&output.stdout)),
        false => Err(format!("{command:?}: {}\n{}", output.status, text(&output.stderr))),
    }
}
