//! What an operator can set about the database.

use std::time::Duration;

/// How a server uses its database; the defaults are those of the commands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatabaseSettings {
    /// How many connections a process opens at most (PostgreSQL, MySQL); SQLite has a writer and a few readers.
    pub pool_size: u32,
    /// How long a request waits for a connection; then it is a 503.
    pub acquire_timeout: Duration,
    /// How long to try to reach the database when the process starts.
    pub connect_timeout: Duration,
    /// How long a statement may take (PostgreSQL's `statement_timeout`, MariaDB's `max_statement_time`); zero: for ever.
    pub statement_timeout: Duration,
    /// Whether statements are prepared and kept. Not so behind PgBouncer in transaction mode: then every request is a transaction of its own,
    /// and nothing is left behind on a connection.
    pub prepared: bool,
    /// A read replica: requests that only read go there.
    pub replica_url: Option<String>,
}

impl Default for DatabaseSettings {
    fn default() -> Self {
        Self {
            pool_size: 10,
            acquire_timeout: Duration::from_secs(5),
            connect_timeout: Duration::from_secs(10),
            statement_timeout: Duration::from_secs(30),
            prepared: true,
            replica_url: None,
        }
    }
}
