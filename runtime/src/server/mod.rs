//! The generated binary: its commands, and what they say.
//!
//! Results go to standard output, logs and errors to standard error. A command that fails exits with 1.

mod accounts;
mod ask;
mod bind;
mod database;
mod hints;
mod loaddata;
mod migrate;
mod out;
mod security;
mod serve;
mod users;

use crate::Settings;
use crate::generated::Migration;
use crate::passwords::Hasher;
use crate::schema::Api;
use crate::schema::api::{NumProxies, ThrottleStore};
use crate::schema::ddl;
use crate::schema::link::{Graph, LinkError};
use crate::schema::openapi;
use crate::throttling::{Rate, Redis};
use accounts::TokenChange;
use ask::{PasswordArgs, PasswordStdin};
use clap::builder::RangedU64ValueParser;
use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum, value_parser};
use database::DatabaseUrl;
use out::{errln, out, outln};
use restwright_passwords::validation::Attributes;
use security::Security;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

pub use loaddata::load_data;
pub use migrate::{MigrateOptions, migrate, migrate_to, plan};
pub(crate) use migrate::{Pending, names_table, own_step};
pub use serve::{ConnectionLimits, serve};
pub(crate) use users::random_text;
pub use users::{MadeUser, NewUser, create_user};

/// Why a command failed, for the person who typed it.
#[derive(Debug, thiserror::Error)]
#[error("{text}")]
pub struct CommandError {
    text: String,
    /// Another transaction was in the way: nothing was done, and the same again may well succeed.
    conflict: bool,
}

impl CommandError {
    /// A failure in words.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), conflict: false }
    }
}

impl From<crate::db::DbError> for CommandError {
    fn from(error: crate::db::DbError) -> Self {
        Self { text: format!("the database says: {error}"), conflict: matches!(error, crate::db::DbError::Conflict(_)) }
    }
}

#[derive(Debug, Parser)]
#[command(subcommand_required = true, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves the API over HTTP
    Serve {
        #[command(flatten)]
        listen: Listen,
        #[command(flatten)]
        database: DatabaseUrl,
        /// First brings the database's tables up to date
        #[arg(long)]
        migrate: bool,
    },
    /// Brings the database's tables up to date; running it again does nothing
    ///
    /// Migrations are steps of the schema, compiled into this program. Each that was not applied to the database yet is, in order, in a transaction
    /// where the database has them for tables (SQLite, PostgreSQL). Processes that start together take turns.
    Migrate {
        #[command(flatten)]
        database: DatabaseUrl,
        /// Lists the migrations and which are applied, and changes nothing
        #[arg(long, conflicts_with_all = ["to", "fake_initial"])]
        plan: bool,
        /// Applies migrations up to this one only, given by its name or the beginning of it (0003); there is no way back
        #[arg(long, value_name = "NAME")]
        to: Option<String>,
        /// Takes the first migration as applied if all of its tables are there, as in a database that Django made
        #[arg(long)]
        fake_initial: bool,
    },
    /// Makes a user, and prints the token by which they sign in
    ///
    /// The password is asked for on the terminal, twice, and has to pass Django's validators.
    Createuser {
        #[command(flatten)]
        user: UserArgs,
        #[command(flatten)]
        hasher: PasswordHasher,
        #[command(flatten)]
        database: DatabaseUrl,
    },
    /// Changes a user's password, which ends their sessions
    ///
    /// It is asked for on the terminal, twice, and has to pass Django's validators.
    Changepassword {
        /// The name that the user signs in with
        username: String,
        #[command(flatten)]
        password: PasswordStdin,
        #[command(flatten)]
        hasher: PasswordHasher,
        #[command(flatten)]
        database: DatabaseUrl,
    },
    /// Prints a user's token; one is made if there is none
    Token {
        /// The name that the user signs in with
        username: String,
        /// Makes another one, and the old one is not valid any more
        #[arg(long, conflicts_with = "revoke")]
        rotate: bool,
        /// The user has no token any more
        #[arg(long)]
        revoke: bool,
        #[command(flatten)]
        database: DatabaseUrl,
    },
    /// Deletes sessions that have expired; each login deletes some, too
    Clearsessions {
        #[command(flatten)]
        database: DatabaseUrl,
    },
    /// Loads rows from a JSON fixture as Django writes it, all or none
    Loaddata {
        /// The fixture; - reads standard input
        file: PathBuf,
        #[command(flatten)]
        database: DatabaseUrl,
    },
    /// Prints the API's OpenAPI 3.1 document; needs no database
    Openapi {
        /// How the document is written
        #[arg(long, value_enum, default_value_t = DocumentFormat::Json)]
        format: DocumentFormat,
    },
    /// Prints the tables as migrations record them (state.toml); needs no database
    State {
        /// With what is not recorded: defaults for the rows that are there, and earlier names; for codegen makemigrations
        #[arg(long, hide = true)]
        whole: bool,
    },
    /// What `codegen run` starts: migrate, a superuser where there are no users, serve
    #[command(hide = true)]
    Dev {
        #[command(flatten)]
        listen: Listen,
        #[command(flatten)]
        database: DatabaseUrl,
        /// Ends when standard input does: a watching program holds the other end, and takes the server along, however it ends itself
        #[arg(long)]
        until_stdin_closes: bool,
    },
}

/// How the OpenAPI document is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum DocumentFormat {
    Json,
    Yaml,
}

#[derive(Debug, Args)]
struct Listen {
    /// The address and port to listen on; a port alone is one of 127.0.0.1, and port 0 takes a free one
    #[arg(long, env = "BIND", value_name = "ADDRESS", default_value = "127.0.0.1:8000")]
    bind: String,
    /// The longest body that is read, in bytes
    #[arg(long, env = "BODY_LIMIT", value_name = "BYTES", default_value_t = Settings::default().body_limit)]
    body_limit: usize,
    /// The longest response that is written, in bytes; for more than that a client has to ask in parts
    #[arg(long, env = "RESPONSE_LIMIT", value_name = "BYTES", default_value_t = Settings::default().response_limit)]
    response_limit: usize,
    /// How long a request may take, in seconds
    #[arg(long, env = "REQUEST_TIMEOUT", value_name = "SECONDS", default_value_t = Settings::default().timeout.as_secs())]
    timeout: u64,
    #[command(flatten)]
    connections: Connections,
    /// Where requests are counted, for APIs with throttling.store = "redis"
    #[arg(long, env = "REDIS_URL", value_name = "URL", hide_env_values = true)]
    redis_url: Option<String>,
    /// How many proxies in front are trusted to say in X-Forwarded-For where a request comes from: 0 counts the address that connects, 1
    /// what the nearest proxy saw; all takes the whole header [default: the spec's throttling.num_proxies, or 0]
    #[arg(long, env = "NUM_PROXIES", value_name = "N")]
    num_proxies: Option<NumProxies>,
    /// How many wrong passwords are accepted for a name, and from an address, in how long (s, min, hour or day); then logins are refused
    /// for a while. off: any number
    #[arg(long, env = "LOGIN_THROTTLE", value_name = "RATE", default_value = "10/min", value_parser = login_throttle)]
    login_throttle: LoginThrottle,
    #[command(flatten)]
    hasher: PasswordHasher,
    #[command(flatten)]
    security: Security,
}

/// A rate, or `off`.
#[derive(Clone, Copy, Debug)]
struct LoginThrottle(Option<Rate>);

fn login_throttle(text: &str) -> Result<LoginThrottle, &'static str> {
    match text {
        "off" => Ok(LoginThrottle(None)),
        text => match Rate::parse(text).filter(|rate| rate.requests > 0) {
            Some(rate) => Ok(LoginThrottle(Some(rate))),
            None => Err("a number and a period, such as 10/min, or off"),
        },
    }
}

/// How passwords are stored.
#[derive(Debug, Args)]
struct PasswordHasher {
    /// How new passwords are hashed, and those that are stored otherwise when their users log in: argon2 or pbkdf2_sha256 (Django's default,
    /// for a database that a Django without argon2-cffi uses too)
    #[arg(long, env = "PASSWORD_HASHER", value_name = "HASHER", default_value = "argon2")]
    password_hasher: Hasher,
}

impl Listen {
    fn settings(&self, api: &Api) -> Result<Settings, CommandError> {
        let shared = api.throttling.store == ThrottleStore::Redis && !api.throttling.classes.is_empty();
        let redis = match &self.redis_url {
            _ if !shared => None,
            Some(url) => Some(Redis::new(url).map_err(|e| CommandError::new(format!("REDIS_URL: {e}")))?),
            None => return Err(CommandError::new("this API counts requests in Redis: set REDIS_URL, as redis://127.0.0.1:6379/0")),
        };
        let timeout = Duration::from_secs(self.timeout);
        let mut settings = Settings {
            body_limit: self.body_limit,
            response_limit: self.response_limit,
            timeout,
            redis,
            num_proxies: self.num_proxies,
            login_throttle: self.login_throttle.0,
            password_hasher: self.hasher.password_hasher,
            connections: self.connections.limits(),
            ..Settings::default()
        };
        self.security.apply(&mut settings)?;
        Ok(settings)
    }
}

/// A day in seconds: the longest time that a client is waited for. None is refused too, since no request would be answered.
const DAY: u64 = 86_400;

/// Limits of connections.
#[derive(Debug, Args)]
struct Connections {
    /// How many connections are open at most; beyond it idle ones are closed, and where all are busy, new ones are answered with 503
    #[arg(long, env = "MAX_CONNECTIONS", value_name = "NUMBER", value_parser = RangedU64ValueParser::<usize>::new().range(1..), default_value_t = ConnectionLimits::default().max)]
    max_connections: usize,
    /// How long a client may take to send the head of a request, in seconds
    #[arg(long, env = "HEAD_TIMEOUT", value_name = "SECONDS", value_parser = value_parser!(u64).range(1..=DAY), default_value_t = ConnectionLimits::default().head_timeout.as_secs())]
    head_timeout: u64,
    /// How long a connection is kept open for another request, in seconds
    #[arg(long, env = "KEEP_ALIVE_TIMEOUT", value_name = "SECONDS", value_parser = value_parser!(u64).range(1..=DAY), default_value_t = ConnectionLimits::default().keep_alive.as_secs())]
    keep_alive_timeout: u64,
    /// How long a client may take none of an answer, in seconds
    #[arg(long, env = "WRITE_TIMEOUT", value_name = "SECONDS", value_parser = value_parser!(u64).range(1..=DAY), default_value_t = ConnectionLimits::default().write_timeout.as_secs())]
    write_timeout: u64,
    /// How many bytes of large bodies and answers are held at once; a request that needs more is answered with 503
    #[arg(long, env = "MAX_BUFFERED", value_name = "BYTES", default_value_t = ConnectionLimits::default().max_buffered)]
    max_buffered: usize,
}

impl Connections {
    fn limits(&self) -> ConnectionLimits {
        ConnectionLimits {
            max: self.max_connections,
            head_timeout: Duration::from_secs(self.head_timeout),
            keep_alive: Duration::from_secs(self.keep_alive_timeout),
            write_timeout: Duration::from_secs(self.write_timeout),
            max_buffered: self.max_buffered,
        }
    }
}

#[derive(Debug, Args)]
struct UserArgs {
    /// The name to sign in with
    #[arg(long)]
    username: String,
    /// May be empty
    #[arg(long, default_value = "")]
    email: String,
    #[command(flatten)]
    password: PasswordArgs,
    /// Counts as an admin user
    #[arg(long)]
    staff: bool,
    /// Has every permission
    #[arg(long)]
    superuser: bool,
    /// May not sign in
    #[arg(long)]
    inactive: bool,
    /// The token, any text; without it a random one is made
    #[arg(long)]
    token: Option<String>,
    /// The key of the auth_token extension
    #[arg(long)]
    secret_key: Option<String>,
    /// A permission by its codename, as add_book; may be repeated
    #[arg(long, value_name = "CODENAME")]
    permission: Vec<String>,
}

/// Runs the command that the process was started with.
pub fn main(api: &'static Api, migrations: &'static [Migration]) -> ExitCode {
    main_beside(api, migrations, 0)
}

/// [`main`], where the tables of the first resources are looked after elsewhere.
pub(crate) fn main_beside(api: &'static Api, migrations: &'static [Migration], others: usize) -> ExitCode {
    let command = Cli::command().name(api.name).bin_name(api.name).about(about(api)).version(api.version);
    let cli = match Cli::from_arg_matches(&command.get_matches()) {
        Ok(cli) => cli,
        Err(error) => error.exit(),
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            errln!("error: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(run(api, migrations, others, cli.command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            errln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn about(api: &Api) -> String {
    match api.description {
        "" => format!("The server of {}", api.title),
        description => format!("The server of {}: {description}", api.title),
    }
}

async fn run(api: &'static Api, migrations: &'static [Migration], others: usize, command: Command) -> Result<(), CommandError> {
    match command {
        Command::Serve { listen, database, migrate: first } => {
            log();
            let settings = listen.settings(api)?;
            let db = database.open(api).await?;
            if first {
                migrate(&db, api, migrations).await?;
            }
            serve::serve_with(api, db, settings, &listen.bind, Some(migrations)).await
        }
        Command::Migrate { database, plan: true, .. } => {
            let db = database.open(api).await?;
            for (name, applied) in plan(&db, api, migrations).await? {
                outln!("[{}] {name}", if applied { "X" } else { " " });
            }
            db.close().await;
            Ok(())
        }
        Command::Migrate { database, to, fake_initial, plan: false } => {
            let db = database.open(api).await?;
            let applied = migrate_to(&db, api, migrations, &MigrateOptions { to, fake_initial }).await?;
            for name in &applied {
                outln!("Applied {name}.");
            }
            if applied.is_empty() {
                outln!("Nothing to do.");
            }
            db.close().await;
            Ok(())
        }
        Command::Createuser { user, hasher, database } => {
            let user = user.asked()?;
            let db = database.open(api).await?;
            let made = users::create_user_with(&db, api, user, hasher.password_hasher).await?;
            outln!("User \"{}\" has the id {}.", made.username, made.id);
            outln!("Token: {}", made.token);
            db.close().await;
            Ok(())
        }
        Command::Changepassword { username, password, hasher, database } => {
            let db = database.open(api).await?;
            let user = accounts::find(&db, &username).await?;
            let attributes =
                Attributes { username: &user.username, first_name: &user.first_name, last_name: &user.last_name, email: &user.email };
            let password = password.password(&attributes)?;
            accounts::change_password(&db, &user, &password, hasher.password_hasher).await?;
            outln!("The password of \"{}\" is changed. Their sessions have ended, their token stays (token {0} --rotate).", user.username);
            db.close().await;
            Ok(())
        }
        Command::Token { username, rotate, revoke, database } => {
            let db = database.open(api).await?;
            let user = accounts::find(&db, &username).await?;
            let change = match (rotate, revoke) {
                (_, true) => TokenChange::Revoke,
                (true, _) => TokenChange::Rotate,
                _ => TokenChange::Keep,
            };
            match accounts::token(&db, &user, change).await? {
                Some(token) => outln!("Token: {token}"),
                None => outln!("\"{}\" has no token.", user.username),
            }
            db.close().await;
            Ok(())
        }
        Command::Clearsessions { database } => {
            let db = database.open(api).await?;
            let cleared = accounts::clear_sessions(&db).await?;
            outln!("Deleted {cleared} expired {}.", if cleared == 1 { "session" } else { "sessions" });
            db.close().await;
            Ok(())
        }
        Command::Loaddata { file, database } => {
            let text = if file.as_os_str() == "-" { std::io::read_to_string(std::io::stdin()) } else { std::fs::read_to_string(&file) };
            let text = text.map_err(|e| CommandError::new(format!("{}: {e}", file.display())))?;
            let graph = Graph::link(api).map_err(link_errors)?;
            let db = database.open(api).await?;
            let loaded = load_data(&db, &graph, &text).await.map_err(|e| CommandError::new(format!("{}: {e}", file.display())))?;
            outln!("Loaded {loaded} {} from {}.", if loaded == 1 { "row" } else { "rows" }, file.display());
            db.close().await;
            Ok(())
        }
        Command::Openapi { format } => {
            let document = openapi::document(&Graph::link(api).map_err(link_errors)?, None);
            let text = match format {
                DocumentFormat::Json => document.to_json(),
                DocumentFormat::Yaml => document.to_yaml(),
            };
            out!("{text}");
            Ok(())
        }
        Command::State { whole } => {
            let state = ddl::describe::state_of(&Graph::link(api).map_err(link_errors)?, |id| id >= others);
            out!("{}", if whole { ddl::text::write_whole(&state) } else { ddl::text::write(&state) });
            Ok(())
        }
        Command::Dev { listen, database, until_stdin_closes } => {
            if until_stdin_closes {
                std::thread::spawn(|| {
                    // Nothing is written to it; an error means that it is closed, too.
                    let _ = std::io::copy(&mut std::io::stdin().lock(), &mut std::io::sink());
                    std::process::exit(0);
                });
            }
            log();
            let settings = listen.settings(api)?;
            let db = database.open(api).await?;
            migrate(&db, api, migrations).await?;
            users::development_user(&db, api, settings.password_hasher).await?;
            serve::serve_with(api, db, settings, &listen.bind, Some(migrations)).await
        }
    }
}

/// Descriptors that do not fit together: only hand-written ones can.
fn link_errors(errors: Vec<LinkError>) -> CommandError {
    CommandError::new(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

impl UserArgs {
    /// The user, with the password, which is asked for if it was not given.
    ///
    /// # Errors
    ///
    /// No password, or one that is refused.
    fn asked(self) -> Result<NewUser, CommandError> {
        if self.secret_key.is_some() {
            return Err(CommandError::new("--secret-key: this API does not use the auth_token extension"));
        }
        let attributes = Attributes { username: &self.username, email: &self.email, ..Attributes::default() };
        Ok(NewUser {
            password: self.password.password(&attributes)?,
            username: self.username,
            email: self.email,
            staff: self.staff,
            superuser: self.superuser,
            active: !self.inactive,
            token: self.token,
            permissions: self.permission,
        })
    }
}

/// What is logged unless `RUST_LOG` says otherwise: not every request, which costs more than answering a small one (`RUST_LOG=info` does).
const LOGGED: &str = "info,restwright::access=off";

/// Logs go to standard error; `RUST_LOG` chooses what.
fn log() {
    use std::io::IsTerminal as _;
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| LOGGED.into());
    // A second subscriber (somebody's own main has set one) is no reason to stop.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .try_init();
}

#[cfg(test)]
mod tests;
