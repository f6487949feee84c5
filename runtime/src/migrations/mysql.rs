//! MariaDB and MySQL: a named lock, and statement by statement, since each change of a table commits by itself.
//!
//! What was begun and what was done is written down around each statement. One that fails is told by its number, and the next run continues with it;
//! where a process died within one, nobody can know, and a person is asked to look.

use super::error::CommandError;
use super::migration::Migration;
use super::run::{Run, Step, WAIT_TIMEOUT, connection};
use super::{builtin, catalog};
use crate::Value;
use crate::db::{Conn, DbError};
use std::time::{Duration, Instant};

const LOCK: &str = "SELECT GET_LOCK(CONCAT('restwright_', LEFT(MD5(DATABASE()), 16)), ?)";
const UNLOCK: &str = "SELECT RELEASE_LOCK(CONCAT('restwright_', LEFT(MD5(DATABASE()), 16)))";
const CHARSET: &str = "SELECT @@character_set_database";
const PROGRESS: &str = "SELECT begun, done FROM restwright_migration_progress WHERE app = ? AND name = ?";
const START: &str = "INSERT INTO restwright_migration_progress (app, name, begun, done) VALUES (?, ?, 0, 0)";
const STEP: &str = "UPDATE restwright_migration_progress SET begun = ?, done = ? WHERE app = ? AND name = ?";
const END: &str = "DELETE FROM restwright_migration_progress WHERE app = ? AND name = ?";

/// What lifts the limit of a statement's time, and what sets it again: MariaDB's name, and MySQL's.
const LIMITS: [(&str, &str); 2] = [
    (
        "SET @restwright_limit = @@SESSION.max_statement_time, SESSION max_statement_time = 0",
        "SET SESSION max_statement_time = @restwright_limit",
    ),
    (
        "SET @restwright_limit = @@SESSION.max_execution_time, SESSION max_execution_time = 0",
        "SET SESSION max_execution_time = @restwright_limit",
    ),
];

pub(super) async fn run(run: &Run<'_>) -> Result<Vec<&'static str>, CommandError> {
    let mut conn = connection(run).await?;
    let mut limit = LIMITS[0].1;
    if conn.script(LIMITS[0].0).await.is_err() {
        conn.script(LIMITS[1].0).await?;
        limit = LIMITS[1].1;
    }
    let done = alone(run, &mut conn).await;
    // The connection goes back to its pool.
    conn.script(limit).await?;
    done
}

/// What is to be done, while nobody else does it.
async fn alone(run: &Run<'_>, conn: &mut Conn) -> Result<Vec<&'static str>, CommandError> {
    let patience = i64::try_from(WAIT_TIMEOUT.as_secs()).unwrap_or(60);
    let got = conn.fetch_one(LOCK, &[Value::Int(patience)]).await?;
    if got.and_then(|row| row.int(0)) != Some(1) {
        return Err(CommandError::new(format!(
            "another process has been migrating this database for {patience} seconds; try again when it is done"
        )));
    }
    let done = steps(run, conn).await;
    // The connection goes back to its pool, so the lock would stay.
    let _ = conn.fetch(UNLOCK, &[]).await;
    done
}

async fn steps(run: &Run<'_>, conn: &mut Conn) -> Result<Vec<&'static str>, CommandError> {
    if let Some(charset) = conn.fetch_one(CHARSET, &[]).await?.and_then(|row| row.text(0).map(|text| text.to_string()))
        && charset != "utf8mb4"
    {
        return Err(CommandError::new(format!(
            "the database's character set is {charset}, which does not hold all texts: ALTER DATABASE … CHARACTER SET utf8mb4"
        )));
    }
    builtin::tables(conn).await?;
    conn.script("START TRANSACTION").await?;
    if let Err(error) = builtin::rows(conn, run.api).await {
        let _ = conn.script("ROLLBACK").await;
        return Err(error);
    }
    conn.script("COMMIT").await?;
    let mut done = Vec::new();
    for migration in run.wanted {
        match run.step(conn, migration).await? {
            Step::Done => continue,
            Step::Record => {}
            Step::Execute(sql) => execute(run, conn, migration, sql).await?,
        }
        run.record(conn, migration).await?;
        conn.execute(END, &names(run, migration)).await?;
        done.push(migration.name);
    }
    Ok(done)
}

fn names(run: &Run<'_>, migration: &Migration) -> [Value; 2] {
    [Value::Text(run.api.name.to_owned()), Value::Text(migration.name.to_owned())]
}

/// A migration's statements, from where an earlier run stopped.
async fn execute(run: &Run<'_>, conn: &mut Conn, migration: &Migration, sql: &'static str) -> Result<(), CommandError> {
    let (app, name) = (run.api.name, migration.name);
    let statements = catalog::statements(sql);
    let count = statements.len();
    let progress = conn.fetch_one(PROGRESS, &names(run, migration)).await?;
    let (begun, done) = progress.as_ref().map_or((0, 0), |row| (row.int(0).unwrap_or(0), row.int(1).unwrap_or(0)));
    if begun > done {
        let at = usize::try_from(done).unwrap_or(0);
        return Err(CommandError::new(format!(
            "migration {name}: a process died while statement {begun} of {count} ran, so it may or may not be done:\n{}\n\
             Look at the table. If it is done: UPDATE restwright_migration_progress SET done = {begun} WHERE app = '{app}' AND name = '{name}'; \
             if not, SET begun = {done}. Then migrate again.",
            statements.get(at).unwrap_or(&"")
        )));
    }
    if progress.is_none() {
        conn.execute(START, &names(run, migration)).await?;
    }
    tracing::debug!(name, "applying a migration");
    for (at, statement) in statements.iter().enumerate().skip(usize::try_from(done).unwrap_or(0)) {
        let number = i64::try_from(at).unwrap_or(i64::MAX);
        step(run, conn, migration, number + 1, number).await?;
        let start = Instant::now();
        while let Err(error) = conn.script(statement).await {
            // A statement that a deadlock ended has done nothing.
            if matches!(error, DbError::Conflict(_)) && start.elapsed() < WAIT_TIMEOUT {
                tracing::warn!(%error, "tried again");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
            step(run, conn, migration, number, number).await?;
            return Err(CommandError::new(format!(
                "migration {name} stopped at statement {} of {count}: {error}\n{statement}\n\
                 MySQL cannot take back the {at} before it. Mend what it complains of (rows, as a rule) and migrate again: it continues with this statement.",
                at + 1
            )));
        }
        step(run, conn, migration, number + 1, number + 1).await?;
    }
    Ok(())
}

async fn step(run: &Run<'_>, conn: &mut Conn, migration: &Migration, begun: i64, done: i64) -> Result<(), CommandError> {
    let [app, name] = names(run, migration);
    conn.execute(STEP, &[Value::Int(begun), Value::Int(done), app, name]).await?;
    Ok(())
}
