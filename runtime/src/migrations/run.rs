//! One run of `migrate`: what is to be done with each migration, and waiting for other processes.

use super::error::CommandError;
use super::migration::Migration;
use super::{adopt, catalog};
use crate::db::{Conn, DbError};
use crate::schema::Api;
use crate::{Database, Value};
use chrono::Utc;
use std::time::{Duration, Instant};

/// How long to wait for other processes that migrate too.
pub(super) const WAIT_TIMEOUT: Duration = Duration::from_secs(60);
const APPLY: &str = "INSERT INTO restwright_migrations (app, name, applied) VALUES (?, ?, ?)";

/// One run of `migrate`.
pub(super) struct Run<'a> {
    pub(super) db: &'a Database,
    pub(super) api: &'a Api,
    pub(super) wanted: &'static [Migration],
    /// What lies behind `--to`.
    pub(super) later: &'static [Migration],
    pub(super) fake_initial: bool,
}

/// What is to be done with a migration.
pub(super) enum Step {
    /// It was applied already.
    Done,
    /// Its tables are there: it is recorded only.
    Record,
    /// These statements are to be run.
    Execute(&'static str),
}

impl Run<'_> {
    /// What is to be done with a migration, now that nobody else migrates.
    pub(super) async fn step(&self, conn: &mut Conn, migration: &Migration) -> Result<Step, CommandError> {
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
    pub(super) async fn record(&self, conn: &mut Conn, migration: &Migration) -> Result<(), CommandError> {
        let args = [Value::Text(self.api.name.to_owned()), Value::Text(migration.name.to_owned()), Value::DateTime(Utc::now())];
        conn.execute(APPLY, &args).await?;
        Ok(())
    }
}

/// A migration that the database refused.
pub(super) fn refused(migration: &Migration, error: &DbError) -> CommandError {
    CommandError { text: format!("migration {}: {error}", migration.name), conflict: matches!(error, DbError::Conflict(_)) }
}

/// Waits a moment where other transactions were in the way (a deadlock, a serialization failure), so that the same is done again, and no longer than
/// [`WAIT_TIMEOUT`].
pub(super) async fn again(start: Instant, error: CommandError) -> Result<(), CommandError> {
    if !error.conflict || start.elapsed() > WAIT_TIMEOUT {
        return Err(error);
    }
    tracing::warn!(%error, "tried again");
    tokio::time::sleep(Duration::from_millis(50)).await;
    Ok(())
}

/// A connection that may write, once there is one.
pub(super) async fn connection(run: &Run<'_>) -> Result<Conn, CommandError> {
    let start = Instant::now();
    loop {
        match run.db.write().await {
            Ok(conn) => return Ok(conn),
            Err(error) => pause(start, error).await?,
        }
    }
}

/// Tries again while the database is not to be had, and no longer than [`WAIT_TIMEOUT`].
pub(super) async fn pause(start: Instant, error: DbError) -> Result<(), CommandError> {
    match error {
        DbError::Unavailable(_) if start.elapsed() < WAIT_TIMEOUT => {
            tokio::time::sleep(Duration::from_millis(50)).await;
            Ok(())
        }
        error => Err(error.into()),
    }
}
