//! Recorded steps of a database's schema.

use crate::schema;

/// One step of a database's schema, as SQL for each database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Migration {
    /// Its folder's name: `0001_initial`. They run in the order in which they are listed, each once.
    pub name: &'static str,
    /// The statements for SQLite; empty if there are none.
    pub sqlite: &'static str,
    /// The statements for PostgreSQL; empty if there are none.
    pub postgres: &'static str,
    /// The statements for MariaDB and MySQL; empty if there are none.
    pub mysql: &'static str,
}

impl Migration {
    /// The statements for a database; empty if there are none.
    pub const fn sql(&self, dialect: schema::Dialect) -> &'static str {
        match dialect {
            schema::Dialect::Sqlite => self.sqlite,
            schema::Dialect::Postgres => self.postgres,
            schema::Dialect::MySql => self.mysql,
        }
    }
}
