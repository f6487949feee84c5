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
mod sqlite;

pub(crate) use adopt::own_step;
pub(crate) use catalog::names_table;
pub use error::CommandError;
pub use migration::Migration;
pub(crate) use pending::Pending;

use crate::db::{Conn, DbError};
use crate::schema::{Api, Dialect};
use crate::{Database, Value};
use chrono::Utc;
use std::time::{Duration, Instant};

/// How long to wait for other processes that migrate too.
const PATIENCE: Duration = Duration::from_secs(60);
const APPLY: &str = "INSERT INTO restwright_migrations (app, name, applied) VALUES (?, ?, ?)";

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

/// One run of `migrate`.
struct Run<'a> {
    db: &'a Database,
    api: &'a Api,
    wanted: &'static [Migration],
    /// What lies behind `--to`.
    later: &'static [Migration],
    fake_initial: bool,
}

/// What is to be done with a migration.
enum Step {
    /// It was applied already.
    Done,
    /// Its tables are there: it is recorded only.
    Record,
    /// These statements are to be run.
    Execute(&'static str),
}

impl Run<'_> {
    /// What is to be done with a migration, now that nobody else migrates.
    async fn step(&self, conn: &mut Conn, migration: &Migration) -> Result<Step, CommandError> {
        let applied = catalog::applied(conn, self.api.name).await?;
        if let Some(later) = self.later.iter().find(|m| applied.contains(m.name)) {
            return Err(CommandError::new(format!(
                "--to: {} is applied already, and migrations only go forward; restore a backup, or write a migration that undoes it",
                later.name
            )));
        }
        if applied.contains(migration.name) {
            return Ok(Step::Done);
        }
        let dialect = conn.dialect();
        let sql = migration.sql(dialect);
        if sql.is_empty() {
            let (name, title, file) = (migration.name, dialect.title(), dialect.name());
            return Err(CommandError::new(format!(
                "migration {name} has no statements for {title}: write them into its folder, migrations/{name}/{file}.sql, and build again"
            )));
        }
        if adopt::made(conn, self.api, migration, &applied).await? {
            return Ok(Step::Record);
        }
        let first = self.wanted.first().is_some_and(|m| m.name == migration.name);
        if self.fake_initial && first {
            let there = catalog::tables(conn).await?;
            let (old, new): (Vec<&str>, Vec<&str>) = catalog::created(sql).into_iter().partition(|table| there.contains(*table));
            return match (old.is_empty(), new.is_empty()) {
                (false, true) => Ok(Step::Record),
                (false, false) => Err(CommandError::new(format!(
                    "--fake-initial: the database has some of the tables of {} but not {}",
                    migration.name,
                    new.join(", ")
                ))),
                _ => Ok(Step::Execute(sql)),
            };
        }
        Ok(Step::Execute(sql))
    }

    /// Notes that a migration was applied.
    async fn record(&self, conn: &mut Conn, migration: &Migration) -> Result<(), CommandError> {
        let args = [Value::Text(self.api.name.to_owned()), Value::Text(migration.name.to_owned()), Value::DateTime(Utc::now())];
        conn.execute(APPLY, &args).await?;
        Ok(())
    }
}

/// The built-in tables and their rows for each resource, where they are missing: for commands that need no more.
pub(crate) async fn builtin(conn: &mut Conn, api: &Api) -> Result<(), CommandError> {
    builtin::tables(conn).await?;
    builtin::rows(conn, api).await
}

/// A migration that the database refused.
fn refused(migration: &Migration, error: &DbError) -> CommandError {
    CommandError { text: format!("migration {}: {error}", migration.name), conflict: matches!(error, DbError::Conflict(_)) }
}

/// Waits a moment where other transactions were in the way (a deadlock, a serialization failure), so that the same is done again, and no longer than
/// [`PATIENCE`].
async fn again(start: Instant, error: CommandError) -> Result<(), CommandError> {
    if !error.conflict || start.elapsed() > PATIENCE {
        return Err(error);
    }
    tracing::warn!(%error, "tried again");
    tokio::time::sleep(Duration::from_millis(50)).await;
    Ok(())
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

/// A connection that may write, once there is one.
async fn connection(run: &Run<'_>) -> Result<Conn, CommandError> {
    let start = Instant::now();
    loop {
        match run.db.write().await {
            Ok(conn) => return Ok(conn),
            Err(error) => pause(start, error).await?,
        }
    }
}

/// Tries again while the database is not to be had, and no longer than [`PATIENCE`].
async fn pause(start: Instant, error: DbError) -> Result<(), CommandError> {
    match error {
        DbError::Unavailable(_) if start.elapsed() < PATIENCE => {
            tokio::time::sleep(Duration::from_millis(50)).await;
            Ok(())
        }
        error => Err(error.into()),
    }
}
