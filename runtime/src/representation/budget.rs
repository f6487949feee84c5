//! How much one answer may be: the setting `RESPONSE_LIMIT`.
//!
//! Expansions multiply, and a list that nothing cuts into pages is as long as its table. So the limit is looked at while an answer is written,
//! and while rows are read for it: what is over the limit stops the query.

use super::plan::Plan;
use crate::db::Row;
use crate::orm::{Session, Statement};
use crate::{ApiError, Value};
use http::StatusCode;
use std::ops::ControlFlow;

/// How many times the limit of an answer the rows may take that are held in memory for it.
const ROWS: usize = 4;
/// What a row, and each of its columns, takes in memory beside a long text, about.
const CELL: usize = 64;
/// After how many bytes of an answer other tasks get their turn: a request's time limit is looked at then.
pub(crate) const TURN: usize = 256 * 1024;

/// An answer of more than this many bytes is refused, which is logged.
pub(crate) fn too_large(limit: usize) -> ApiError {
    tracing::warn!(limit, "a response over RESPONSE_LIMIT was refused");
    let text = format!("The response is larger than {limit} bytes (RESPONSE_LIMIT). Ask for fewer rows or fields.");
    ApiError::detail(StatusCode::BAD_REQUEST, text)
}

/// What is left for the rows that are held in memory for one answer.
#[derive(Debug)]
pub(super) struct Budget {
    limit: usize,
    left: usize,
}

impl Budget {
    /// Of a new answer.
    pub(super) fn new(limit: usize) -> Self {
        Self { limit, left: limit.saturating_mul(ROWS) }
    }

    /// All rows of a plan's statement, if there is room for them.
    ///
    /// # Errors
    ///
    /// 400 if there is not, and what the database or a hook refuses.
    pub(super) async fn fetch(
        &mut self,
        session: &mut Session<'_>,
        plan: &Plan,
        statement: &Statement,
        values: &[Value],
    ) -> Result<Vec<Row>, ApiError> {
        let mut rows = Vec::new();
        let mut left = Some(self.left);
        let mut take = |row: Row| {
            let texts: usize = plan.long.iter().map(|&column| row.size(column)).sum();
            left = left.and_then(|left| left.checked_sub(CELL * (1 + plan.columns.len()) + texts));
            if left.is_none() {
                return ControlFlow::Break(());
            }
            rows.push(row);
            ControlFlow::Continue(())
        };
        session.each_with(statement, values, &mut take).await?;
        self.left = left.ok_or_else(|| too_large(self.limit))?;
        Ok(rows)
    }
}
