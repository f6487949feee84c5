//! SQLite: one writer at a time, each migration in a transaction that begins as a write.
//!
//! Foreign keys are off meanwhile, as Django has them: a table that ALTER TABLE cannot change is made anew, and dropping the old one would count as
//! deleting its rows. They are checked before each transaction ends.

use super::builtin;
use super::error::CommandError;
use super::run::{Run, Step, connection, pause, refused};
use crate::db::Conn;
use std::time::Instant;

pub(super) async fn run(run: &Run<'_>) -> Result<Vec<&'static str>, CommandError> {
    let mut conn = connection(run).await?;
    conn.script("PRAGMA foreign_keys = OFF").await?;
    let done = steps(run, &mut conn).await;
    if done.is_err() {
        // Fails where no transaction is open, which is as well.
        let _ = conn.script("ROLLBACK").await;
    }
    conn.script("PRAGMA foreign_keys = ON").await?;
    done
}

async fn steps(run: &Run<'_>, conn: &mut Conn) -> Result<Vec<&'static str>, CommandError> {
    begin(conn).await?;
    builtin::tables(conn).await?;
    builtin::rows(conn, run.api).await?;
    conn.script("COMMIT").await?;
    let mut done = Vec::new();
    for migration in run.wanted {
        begin(conn).await?;
        match run.step(conn, migration).await? {
            Step::Done => {
                conn.script("COMMIT").await?;
                continue;
            }
            Step::Record => {}
            Step::Execute(sql) => {
                tracing::debug!(name = migration.name, "applying a migration");
                conn.script(sql).await.map_err(|e| refused(migration, &e))?;
                if let Some(lost) = conn.fetch_one("PRAGMA foreign_key_check", &[]).await? {
                    let table = lost.text(0).map(|t| t.to_string()).unwrap_or_default();
                    let text = format!("migration {}: rows of {table} would point to rows that are not there", migration.name);
                    return Err(CommandError::new(text));
                }
            }
        }
        run.record(conn, migration).await?;
        conn.script("COMMIT").await?;
        done.push(migration.name);
    }
    Ok(done)
}

/// A transaction, once the other processes are done with theirs.
async fn begin(conn: &mut Conn) -> Result<(), CommandError> {
    let start = Instant::now();
    loop {
        match conn.script("BEGIN IMMEDIATE").await {
            Ok(()) => return Ok(()),
            Err(error) => pause(start, error).await?,
        }
    }
}
