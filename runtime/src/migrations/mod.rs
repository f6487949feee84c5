//! `migrate`: Django's own tables for users and permissions, the API's migrations, and a permission row for whatever one can do.
//!
//! Many processes may do so at once: they take turns, by what each database has for it (docs/adr/0009-migrations.md).

mod adopt;
mod builtin;
mod catalog;
mod error;
mod migration;
mod mysql;
mod pending;
mod postgres;
mod run;
mod sqlite;

pub(crate) use adopt::own_step;
pub(crate) use catalog::names_table;
pub use error::CommandError;
pub use migration::Migration;
pub(crate) use pending::Pending;

use crate::Database;
use crate::db::Conn;
use crate::schema::{Api, Dialect};
use run::Run;

/// How far to go, and how.
#[derive(Clone, Debug, Default)]
pub struct MigrateOptions {
    /// The last migration to apply, by its name or the beginning of it; all if not given.
    pub to: Option<String>,
    /// Takes the first migration as applied where all of its tables are there already: Django's `--fake-initial`.
    pub fake_initial: bool,
}

/// Brings a database up to date; gives the names of the migrations that were applied. Several processes may do so at once: they take turns, and the
/// later ones find nothing to do.
///
/// # Errors
///
/// What the database refuses, with the migration's name. On SQLite and PostgreSQL a migration that fails has changed nothing; MySQL cannot take
/// back changes of tables, so the error says where it stopped, and the next run continues there.
pub async fn migrate(db: &Database, api: &Api, migrations: &'static [Migration]) -> Result<Vec<&'static str>, CommandError> {
    migrate_to(db, api, migrations, &MigrateOptions::default()).await
}

/// [`migrate`] with options.
///
/// # Errors
///
/// As [`migrate`]; and a `to` that names no migration, or one that lies behind what was applied.
pub async fn migrate_to(
    db: &Database,
    api: &Api,
    migrations: &'static [Migration],
    options: &MigrateOptions,
) -> Result<Vec<&'static str>, CommandError> {
    // They are told apart by their names.
    let twice = migrations.iter().enumerate().find(|(at, m)| migrations[..*at].iter().any(|other| other.name == m.name));
    if let Some((_, migration)) = twice {
        let name = migration.name;
        return Err(CommandError::new(format!("two migrations are called {name}: give one another name (codegen makemigrations --name)")));
    }
    let wanted = wanted(migrations, options.to.as_deref())?;
    let run = Run { db, api, wanted, later: &migrations[wanted.len()..], fake_initial: options.fake_initial };
    match db.dialect() {
        Dialect::Sqlite => sqlite::run(&run).await,
        Dialect::Postgres => postgres::run(&run).await,
        Dialect::MySql => mysql::run(&run).await,
    }
}

/// All migrations in their order, and whether each was applied. Changes nothing.
///
/// # Errors
///
/// What the database refuses.
pub async fn plan(db: &Database, api: &Api, migrations: &'static [Migration]) -> Result<Vec<(&'static str, bool)>, CommandError> {
    let mut conn = db.read().await?;
    let applied = catalog::applied(&mut conn, api.name).await?;
    Ok(migrations.iter().map(|m| (m.name, applied.contains(m.name))).collect())
}

/// The built-in tables and their rows for each resource, where they are missing: for commands that need no more.
pub(crate) async fn builtin(conn: &mut Conn, api: &Api) -> Result<(), CommandError> {
    builtin::tables(conn).await?;
    builtin::rows(conn, api).await
}

/// The migrations up to the one that is named.
fn wanted(migrations: &'static [Migration], to: Option<&str>) -> Result<&'static [Migration], CommandError> {
    let Some(to) = to else { return Ok(migrations) };
    let exact = migrations.iter().position(|m| m.name == to);
    let begins: Vec<usize> = (0..migrations.len()).filter(|at| migrations[*at].name.starts_with(to)).collect();
    match (exact, begins.as_slice()) {
        (Some(at), _) => Ok(&migrations[..=at]),
        (None, [at]) => Ok(&migrations[..=*at]),
        (None, several) => {
            let names: Vec<&str> = migrations.iter().map(|m| m.name).collect();
            let what = if several.is_empty() { "no migration" } else { "more than one migration" };
            Err(CommandError::new(format!("--to: {what} begins with `{to}`; there are {}", names.join(", "))))
        }
    }
}
