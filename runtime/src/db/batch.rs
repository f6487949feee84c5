//! Writes of one statement, many at a time.
//!
//! SQLite has one writer, and what a write costs there is mostly its commit. Statements that wait for the writer at the same moment are run in
//! one transaction, so they share the commit; none is answered before it. A statement that a constraint refuses leaves the others alone, as it
//! would alone. Whatever goes wrong otherwise takes the transaction back, and each statement is then run by itself.

use super::driver::Conn;
use super::sqlite::Pools;
use super::{DbError, Row};
use crate::Value;
use tokio::sync::{mpsc, oneshot};

/// How many statements share a commit at most.
const BATCH_SIZE: usize = 64;

/// One statement, and who waits for its row.
pub(super) struct Job {
    sql: String,
    args: Vec<Value>,
    reply: oneshot::Sender<Result<Option<Row>, DbError>>,
}

/// The queue before the writer.
#[derive(Clone, Debug)]
pub(super) struct Queue(mpsc::Sender<Job>);

impl Queue {
    /// Starts the task that empties the queue; it ends when the last handle is gone.
    pub(super) fn new(pools: Pools) -> Self {
        let (send, mut receive) = mpsc::channel::<Job>(BATCH_SIZE * 16);
        tokio::spawn(async move {
            let mut jobs = Vec::with_capacity(BATCH_SIZE);
            while receive.recv_many(&mut jobs, BATCH_SIZE).await > 0 {
                run(&pools, &mut jobs).await;
            }
        });
        Self(send)
    }

    /// Runs a statement and gives the first row that it gives back, once it is committed.
    pub(super) async fn run(&self, sql: String, args: Vec<Value>) -> Result<Option<Row>, DbError> {
        let (reply, answer) = oneshot::channel();
        let gone = || DbError::Unavailable("the database is closed".to_owned());
        self.0.send(Job { sql, args, reply }).await.map_err(|_| gone())?;
        answer.await.map_err(|_| gone())?
    }
}

async fn run(pools: &Pools, jobs: &mut Vec<Job>) {
    if jobs.len() > 1
        && let Some(results) = run_in_one_transaction(pools, jobs).await
    {
        for (job, result) in jobs.drain(..).zip(results) {
            // Who asked may have gone: what was written stays written.
            let _ = job.reply.send(result);
        }
        return;
    }
    for job in jobs.drain(..) {
        let result = run_single(pools, &job).await;
        let _ = job.reply.send(result);
    }
}

async fn run_single(pools: &Pools, job: &Job) -> Result<Option<Row>, DbError> {
    let mut conn: Conn<sqlx::Sqlite> = pools.write.acquire().await?;
    Ok(conn.fetch(&job.sql, &job.args).await?.into_iter().next())
}

/// All statements in one transaction; `None` if it had to be taken back.
async fn run_in_one_transaction(pools: &Pools, jobs: &[Job]) -> Option<Vec<Result<Option<Row>, DbError>>> {
    let mut conn = pools.write.begin().await.ok()?;
    let mut results = Vec::with_capacity(jobs.len());
    for job in jobs {
        // A row is there when the statement has done its work, so nothing needs to be waited for but the commit.
        let result = conn.fetch_first(&job.sql, &job.args).await;
        if matches!(result, Err(DbError::Unavailable(_) | DbError::Conflict(_) | DbError::Other(_))) {
            return None;
        }
        results.push(result);
    }
    conn.commit().await.ok()?;
    Some(results)
}
