//! PostgreSQL: each migration in a transaction that first locks the one row of `restwright_migration_lock`, and that is tried again where others are in
//! its way.

use super::builtin;
use super::error::CommandError;
use super::migration::Migration;
use super::run::{Run, Step, WAIT_TIMEOUT, again, pause, refused};
use crate::db::Conn;
use std::time::{Duration, Instant};

const LOCK: &str = "SELECT id FROM restwright_migration_lock WHERE id = 1 FOR UPDATE";

pub(super) async fn run(run: &Run<'_>) -> Result<Vec<&'static str>, CommandError> {
    prepare(run).await?;
    let mut done = Vec::new();
    for migration in run.wanted {
        let start = Instant::now();
        let applied = loop {
            match step(run, migration).await {
                Ok(applied) => break applied,
                Err(error) => again(start, error).await?,
            }
        };
        if applied {
            done.push(migration.name);
        }
    }
    Ok(done)
}

/// One migration; gives whether it was still to be applied.
async fn step(run: &Run<'_>, migration: &Migration) -> Result<bool, CommandError> {
    let mut conn = locked(run).await?;
    match run.step(&mut conn, migration).await? {
        Step::Done => return Ok(false),
        Step::Record => {}
        Step::Execute(sql) => {
            tracing::debug!(name = migration.name, "applying a migration");
            conn.script(sql).await.map_err(|e| refused(migration, &e))?;
        }
    }
    run.record(&mut conn, migration).await?;
    conn.commit().await.map_err(|e| refused(migration, &e))?;
    Ok(true)
}

/// The built-in tables. Two processes that make the first ones at once meet in PostgreSQL's catalog, where the later one fails; it finds them when it
/// tries again.
async fn prepare(run: &Run<'_>) -> Result<(), CommandError> {
    let start = Instant::now();
    loop {
        let mut conn = begin(run).await?;
        let made = builtin::tables(&mut conn).await;
        let made = match made {
            Ok(()) => conn.commit().await.map_err(CommandError::from),
            refused => refused,
        };
        match made {
            Ok(()) => break,
            Err(error) if start.elapsed() > WAIT_TIMEOUT / 6 => return Err(error),
            Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    }
    let start = Instant::now();
    while let Err(error) = rows(run).await {
        again(start, error).await?;
    }
    Ok(())
}

async fn rows(run: &Run<'_>) -> Result<(), CommandError> {
    let mut conn = locked(run).await?;
    builtin::rows(&mut conn, run.api).await?;
    Ok(conn.commit().await?)
}

async fn begin(run: &Run<'_>) -> Result<Conn, CommandError> {
    let start = Instant::now();
    loop {
        match run.db.begin().await {
            Ok(conn) => return Ok(conn),
            Err(error) => pause(start, error).await?,
        }
    }
}

/// A transaction that alone migrates.
async fn locked(run: &Run<'_>) -> Result<Conn, CommandError> {
    let mut conn = begin(run).await?;
    // A large table takes longer than a request may.
    conn.script("SET LOCAL statement_timeout = 0").await?;
    conn.fetch(LOCK, &[]).await?;
    Ok(conn)
}
