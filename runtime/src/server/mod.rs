//! The generated binary: its commands, and what they say.
//!
//! Results go to standard output, logs and errors to standard error. A command that fails exits with 1.

mod accounts;
mod ask;
mod bind;
mod database;
mod hints;
mod listen;
mod loaddata;
mod out;
mod security;
mod serve;
mod users;

use crate::migrations::Migration;
use crate::schema::Api;
use crate::schema::ddl;
use crate::schema::link::Graph;
use crate::schema::openapi;
use accounts::TokenChange;
use ask::{PasswordArgs, PasswordStdin};
use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum};
use database::DatabaseUrl;
use listen::{Listen, PasswordHasher};
use out::{errln, out, outln};
use restwright_passwords::validation::Attributes;
use std::path::PathBuf;
use std::process::ExitCode;

pub use crate::migrations::{CommandError, MigrateOptions, migrate, migrate_to, plan};
pub use crate::settings::ConnectionLimits;
pub use loaddata::load_data;
pub use serve::serve;
pub use users::{MadeUser, NewUser, create_user};

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
            let graph = Graph::link(api).map_err(CommandError::from_link)?;
            let db = database.open(api).await?;
            let loaded = load_data(&db, &graph, &text).await.map_err(|e| CommandError::new(format!("{}: {e}", file.display())))?;
            outln!("Loaded {loaded} {} from {}.", if loaded == 1 { "row" } else { "rows" }, file.display());
            db.close().await;
            Ok(())
        }
        Command::Openapi { format } => {
            let document = openapi::document(&Graph::link(api).map_err(CommandError::from_link)?, None);
            let text = match format {
                DocumentFormat::Json => document.to_json(),
                DocumentFormat::Yaml => document.to_yaml(),
            };
            out!("{text}");
            Ok(())
        }
        Command::State { whole } => {
            let state = ddl::describe::state_of(&Graph::link(api).map_err(CommandError::from_link)?, |id| id >= others);
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
