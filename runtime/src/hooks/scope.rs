//! Row scopes: which rows of a resource a request may know of (DRF's `get_queryset`).
//!
//! A row outside is not there for the client, on whatever way it asks: the resource's own list and detail, other resources' nested rows,
//! keys and slugs, `?expand=`, filters and searches through a relation, keys in bodies. So wherever SQL reads rows of such a resource it
//! carries a mark with the rows' alias ([`marker`]), and the statement is completed for the request before it is sent ([`fetch`]). Which rows
//! are meant is asked once a request and resource, when a statement needs it.

use super::Context;
use crate::db::{self, Conn, Row};
use crate::filters::{self, ScopeSql};
use crate::schema::link::{Graph, ModelId};
use crate::{ApiError, App, Request, Value};
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

const START: char = '\u{1}';
const END: char = '\u{2}';

/// The rows of a resource, to be narrowed: what a `get_queryset` hook gets and gives.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    pub(crate) terms: Vec<Term>,
}

/// Any of these holds.
#[derive(Clone, Debug)]
pub(crate) struct Term(pub(crate) Vec<(&'static str, Vec<Value>)>);

impl Rows {
    /// Only rows of which a lookup holds, as Django's `filter` writes it: `rows.filter("author__name__startswith", "A")`. A name that leads
    /// nowhere is logged, and the request is answered with 500: no row leaves by mistake.
    #[must_use]
    pub fn filter(self, lookup: &'static str, value: impl Into<Value>) -> Self {
        self.any([(lookup, value.into())])
    }

    /// Only rows whose value is one of these; of none if there are none.
    #[must_use]
    pub fn filter_in<V: Into<Value>>(mut self, lookup: &'static str, values: impl IntoIterator<Item = V>) -> Self {
        self.terms.push(Term(vec![(lookup, values.into_iter().map(Into::into).collect())]));
        self
    }

    /// Only rows of which any of these lookups holds: Django's `Q(…) | Q(…)`.
    #[must_use]
    pub fn any(mut self, lookups: impl IntoIterator<Item = (&'static str, Value)>) -> Self {
        self.terms.push(Term(lookups.into_iter().map(|(lookup, value)| (lookup, vec![value])).collect()));
        self
    }

    /// No row.
    #[must_use]
    pub fn none(mut self) -> Self {
        self.terms.push(Term(Vec::new()));
        self
    }
}

/// The scopes of one request, as far as they were asked for.
#[derive(Clone, Debug, Default)]
pub struct Scopes {
    /// Nobody asks from outside: all rows are there.
    off: bool,
    known: Arc<Mutex<HashMap<ModelId, Known>>>,
}

/// What is known of a resource's scope.
#[derive(Clone, Debug)]
enum Known {
    /// Its hook is being asked.
    Asked,
    Told(Arc<ScopeSql>),
}

impl Scopes {
    /// Of a request that is none: the server's own code asks.
    pub(crate) fn off() -> Self {
        Self { off: true, ..Self::default() }
    }

    fn get(&self, model: ModelId) -> Option<Arc<ScopeSql>> {
        match self.known().get(&model)? {
            Known::Asked => None,
            Known::Told(scope) => Some(scope.clone()),
        }
    }

    fn known(&self) -> MutexGuard<'_, HashMap<ModelId, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks the hooks of the resources that a statement reads.
    async fn prepare(&self, app: &App, req: &Request, conn: &mut Conn, sql: &str) -> Result<(), ApiError> {
        if self.off {
            return Ok(());
        }
        for model in marks(sql).map(|(model, _)| model) {
            self.ask(app, req, conn, model).await?;
            if self.get(model).is_some() {
                continue;
            }
            let mut details = Vec::new();
            for detail in app.graph.scoped_details(model) {
                self.ask(app, req, conn, detail).await?;
                details.extend(self.get(detail).map(|scope| (detail, scope)));
            }
            if !details.is_empty() {
                self.keep(model, ScopeSql::of_master(&app.graph, conn.dialect(), model, &details));
            }
        }
        Ok(())
    }

    /// Asks the hook of a resource, if it has one that was not asked yet.
    async fn ask(&self, app: &App, req: &Request, conn: &mut Conn, model: ModelId) -> Result<(), ApiError> {
        let Some(hook) = app.hooks.of(model).get_queryset else { return Ok(()) };
        match self.known().get(&model) {
            Some(Known::Told(_)) => return Ok(()),
            Some(Known::Asked) => {
                tracing::error!(
                    resource = app.graph.model(model).model.name,
                    "`get_queryset` reads rows that only it can tell the scope of"
                );
                return Err(ApiError::internal());
            }
            None => {}
        }
        self.known().insert(model, Known::Asked);
        let told = match hook(&mut Context::new(app, req, conn, Some(model)), Rows::default()).await {
            Ok(rows) => filters::scope(&app.graph, conn.dialect(), model, &rows),
            Err(error) => Err(error),
        };
        match told {
            Ok(scope) => self.keep(model, scope),
            Err(error) => {
                self.known().remove(&model);
                return Err(error);
            }
        }
        Ok(())
    }

    fn keep(&self, model: ModelId, scope: ScopeSql) {
        self.known().insert(model, Known::Told(Arc::new(scope)));
    }

    /// Forgets what was asked: a write that is tried again may find its hooks of another mind.
    pub(crate) fn forget(&self) {
        self.known().clear();
    }

    /// A statement with its marks replaced, and its values in their places.
    fn complete(&self, sql: &str, args: &[Value]) -> (String, Vec<Value>) {
        let (mut text, mut values) = (String::with_capacity(sql.len() + 128), Vec::with_capacity(args.len() + 4));
        let mut given = args.iter();
        let mut rest = sql;
        loop {
            let (plain, marked) = rest.split_once(START).map_or((rest, None), |(plain, after)| (plain, Some(after)));
            values.extend(given.by_ref().take(db::marks(plain).count()).cloned());
            text.push_str(plain);
            let Some((mark, after)) = marked.and_then(|m| m.split_once(END)) else { break };
            match read(mark).and_then(|(model, alias)| Some((self.get(model)?, alias))) {
                Some((scope, alias)) => {
                    text.push_str(&scope.condition(alias));
                    values.extend_from_slice(&scope.args);
                }
                None => text.push_str("1 = 1"),
            }
            rest = after;
        }
        values.extend(given.cloned());
        (text, values)
    }
}

fn read(mark: &str) -> Option<(ModelId, &str)> {
    let (model, alias) = mark.split_once(':')?;
    Some((model.parse().ok()?, alias))
}

fn marks(sql: &str) -> impl Iterator<Item = (ModelId, &str)> {
    sql.split(START).skip(1).filter_map(|part| read(part.split_once(END)?.0))
}

/// A condition in a statement: the rows under this alias are within their resource's scope. `None` if it has none.
pub(crate) fn marker(graph: &Graph, model: ModelId, alias: &str) -> Option<String> {
    graph.is_scoped(model).then(|| format!("{START}{model}:{alias}{END}"))
}

/// All rows of a statement for a request.
///
/// # Errors
///
/// What the database or a hook refuses.
pub(crate) async fn fetch(app: &App, req: &Request, conn: &mut Conn, sql: &str, args: &[Value]) -> Result<Vec<Row>, ApiError> {
    if !app.hooks.scoped || !sql.contains(START) {
        return Ok(conn.fetch(sql, args).await?);
    }
    req.scopes.prepare(app, req, conn, sql).await?;
    let (sql, args) = req.scopes.complete(sql, args);
    Ok(conn.fetch(&sql, &args).await?)
}

/// Hands over the rows of a statement for a request as they come: see [`Conn::each`].
///
/// # Errors
///
/// As [`fetch`].
pub(crate) async fn each(
    (app, req): (&App, &Request),
    conn: &mut Conn,
    sql: &str,
    args: &[Value],
    take: &mut (dyn FnMut(Row) -> ControlFlow<()> + Send),
) -> Result<(), ApiError> {
    if !app.hooks.scoped || !sql.contains(START) {
        return Ok(conn.each(sql, args, take).await?);
    }
    req.scopes.prepare(app, req, conn, sql).await?;
    let (sql, args) = req.scopes.complete(sql, args);
    Ok(conn.each(&sql, &args, take).await?)
}

/// The first row of a statement for a request.
///
/// # Errors
///
/// As [`fetch`].
pub(crate) async fn fetch_one(app: &App, req: &Request, conn: &mut Conn, sql: &str, args: &[Value]) -> Result<Option<Row>, ApiError> {
    if !app.hooks.scoped || !sql.contains(START) {
        return Ok(conn.fetch_one(sql, args).await?);
    }
    Ok(fetch(app, req, conn, sql, args).await?.into_iter().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_completed_in_place() {
        let scopes = Scopes::default();
        let scope = ScopeSql { own: Some("\u{3}.x = ?".to_owned()), whole: String::new(), key: String::new(), args: vec![Value::Int(7)] };
        scopes.keep(3, scope);
        let sql =
            format!("SELECT \"a?\" FROM t AS t0 JOIN u AS t1 ON t1.a = ? AND {START}3:t1{END} WHERE t0.b = ? AND {START}4:t0{END} LIMIT ?");
        let (text, args) = scopes.complete(&sql, &[Value::Int(1), Value::Int(2), Value::Int(3)]);
        assert_eq!(text, "SELECT \"a?\" FROM t AS t0 JOIN u AS t1 ON t1.a = ? AND (t1.x = ?) WHERE t0.b = ? AND 1 = 1 LIMIT ?");
        assert_eq!(args, [1, 7, 2, 3].map(Value::Int));
    }
}
