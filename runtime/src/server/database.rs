//! Which database a command works on, and how: flags, and the same from the environment.

use super::CommandError;
use crate::Database;
use crate::db::DatabaseSettings;
use crate::schema::Api;
use clap::Args;
use std::time::Duration;

const DEFAULTS: fn() -> DatabaseSettings = DatabaseSettings::default;

#[derive(Debug, Args)]
pub(super) struct DatabaseUrl {
    /// Where the data is: sqlite://FILE (a file that is missing is made), postgres://USER:PASSWORD@HOST/NAME or mysql://USER:PASSWORD@HOST/NAME
    /// [default: sqlite://NAME.sqlite3]
    #[arg(long, env = "DATABASE_URL", value_name = "URL", hide_env_values = true)]
    database_url: Option<String>,
    /// A read replica: requests that only read go there
    #[arg(long, env = "DATABASE_REPLICA_URL", value_name = "URL", hide_env_values = true)]
    replica_url: Option<String>,
    /// How many connections to the database a process opens at most (PostgreSQL, MySQL)
    #[arg(long, env = "DATABASE_POOL_SIZE", value_name = "N", default_value_t = DEFAULTS().pool_size, value_parser = clap::value_parser!(u32).range(1..))]
    pool_size: u32,
    /// How long a request waits for a connection, in seconds; then it is answered with 503
    #[arg(long, env = "DATABASE_ACQUIRE_TIMEOUT", value_name = "SECONDS", default_value_t = DEFAULTS().acquire_timeout.as_secs())]
    acquire_timeout: u64,
    /// How long to try to reach the database when the process starts, in seconds
    #[arg(long, env = "DATABASE_CONNECT_TIMEOUT", value_name = "SECONDS", default_value_t = DEFAULTS().connect_timeout.as_secs())]
    connect_timeout: u64,
    /// How long a statement may take, in seconds; 0: for ever
    #[arg(long, env = "DATABASE_STATEMENT_TIMEOUT", value_name = "SECONDS", default_value_t = DEFAULTS().statement_timeout.as_secs())]
    statement_timeout: u64,
    /// Keeps nothing on connections between transactions, as PgBouncer in transaction mode wants it
    #[arg(long, env = "DATABASE_UNPREPARED")]
    unprepared: bool,
}

impl DatabaseUrl {
    /// The database, for an API's command.
    ///
    /// # Errors
    ///
    /// A URL that cannot be opened.
    pub(super) async fn open(&self, api: &Api) -> Result<Database, CommandError> {
        let url = self.database_url.clone().unwrap_or_else(|| format!("sqlite://{}.sqlite3", api.name));
        let settings = DatabaseSettings {
            pool_size: self.pool_size,
            acquire_timeout: Duration::from_secs(self.acquire_timeout),
            connect_timeout: Duration::from_secs(self.connect_timeout),
            statement_timeout: Duration::from_secs(self.statement_timeout),
            prepared: !self.unprepared,
            replica_url: self.replica_url.clone(),
        };
        Ok(Database::open(&url, &settings).await?)
    }
}
