//! What sends statements for a request.

use super::Statement;
use super::statement::ScopePoint;
use crate::db::{Conn, Dialect, Row};
use crate::{ApiError, Value};
use std::future::Future;
use std::ops::ControlFlow;
use std::pin::Pin;

/// What a source of scopes gives: a condition for each place, or `None` where the resource has all of its rows.
pub(crate) type Conditions<'s> = Pin<Box<dyn Future<Output = Result<Vec<Option<Statement>>, ApiError>> + Send + 's>>;

/// Who knows which rows a request may know of. Hooks decide that, which belong to a room above this one.
pub(crate) trait ScopeSource: Send + Sync {
    /// The conditions at these places of a statement. Hooks that were not called yet for this request are called, on the statement's
    /// connection.
    fn conditions<'s>(&'s self, conn: &'s mut Conn, points: &'s [ScopePoint]) -> Conditions<'s>;
}

/// A connection, and the scopes of the rows that it reads: the only thing that sends statements for a request.
pub(crate) struct Session<'a> {
    conn: &'a mut Conn,
    scopes: &'a dyn ScopeSource,
}

impl<'a> Session<'a> {
    /// A session on a connection.
    pub(crate) fn new(conn: &'a mut Conn, scopes: &'a dyn ScopeSource) -> Self {
        Self { conn, scopes }
    }

    /// The same session, lent.
    pub(crate) fn reborrow(&mut self) -> Session<'_> {
        Session { conn: self.conn, scopes: self.scopes }
    }

    /// Which SQL the database speaks.
    pub(crate) fn dialect(&self) -> Dialect {
        self.conn.dialect()
    }

    /// The connection, for statements that read no rows of resources with scopes.
    pub(crate) fn conn(&mut self) -> &mut Conn {
        self.conn
    }

    /// All rows of a statement.
    ///
    /// # Errors
    ///
    /// What the database or a hook refuses.
    pub(crate) async fn fetch(&mut self, statement: &Statement) -> Result<Vec<Row>, ApiError> {
        self.fetch_with(statement, statement.values()).await
    }

    /// All rows of a statement with other values than its own, of the same number: one that was built once for all requests.
    ///
    /// # Errors
    ///
    /// As [`Session::fetch`].
    pub(crate) async fn fetch_with(&mut self, statement: &Statement, values: &[Value]) -> Result<Vec<Row>, ApiError> {
        if statement.scopes().is_empty() {
            return Ok(self.conn.fetch(statement.text(), values).await?);
        }
        let conditions = self.scopes.conditions(self.conn, statement.scopes()).await?;
        let (text, values) = statement.complete(values, &conditions);
        Ok(self.conn.fetch(&text, &values).await?)
    }

    /// Hands over the rows of a statement as they come: see [`Conn::each`].
    ///
    /// # Errors
    ///
    /// As [`Session::fetch`].
    pub(crate) async fn each_with(
        &mut self,
        statement: &Statement,
        values: &[Value],
        take: &mut (dyn FnMut(Row) -> ControlFlow<()> + Send),
    ) -> Result<(), ApiError> {
        if statement.scopes().is_empty() {
            return Ok(self.conn.each(statement.text(), values, take).await?);
        }
        let conditions = self.scopes.conditions(self.conn, statement.scopes()).await?;
        let (text, values) = statement.complete(values, &conditions);
        Ok(self.conn.each(&text, &values, take).await?)
    }

    /// The first row of a statement.
    ///
    /// # Errors
    ///
    /// As [`Session::fetch`].
    pub(crate) async fn fetch_one(&mut self, statement: &Statement) -> Result<Option<Row>, ApiError> {
        Ok(self.fetch(statement).await?.into_iter().next())
    }

    /// The first row of a statement with other values than its own: see [`Session::fetch_with`].
    ///
    /// # Errors
    ///
    /// As [`Session::fetch`].
    pub(crate) async fn fetch_one_with(&mut self, statement: &Statement, values: &[Value]) -> Result<Option<Row>, ApiError> {
        Ok(self.fetch_with(statement, values).await?.into_iter().next())
    }

    /// How many rows a statement counts: the number in the first column of its first row.
    ///
    /// # Errors
    ///
    /// As [`Session::fetch`].
    pub(crate) async fn count(&mut self, statement: &Statement) -> Result<u64, ApiError> {
        let row = self.fetch_one(statement).await?;
        Ok(row.and_then(|row| row.int(0)).and_then(|count| u64::try_from(count).ok()).unwrap_or(0))
    }
}
