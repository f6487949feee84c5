//! Row scopes: which rows of a resource a request may know of (DRF's `get_queryset`).
//!
//! A row outside of its resource's scope does not exist for the client, whichever way a request leads to it: the resource's own list and
//! detail, other resources' nested rows, keys and slugs, `?expand=`, filters and searches through a relation, keys in bodies. So wherever a
//! statement reads rows of such a resource, it names the resource and the alias of its rows ([`Statement::scope`](crate::orm::Statement)),
//! and the conditions are added when it is sent. The hook of a resource is called once a request, when the first statement needs it.

use super::context::Context;
use super::context::Server;
use super::resources::Resources;
use super::table::Table;
use crate::ApiError;
use crate::db::Conn;
use crate::orm::{Conditions, RowScope, Rows, ScopePoint, ScopeSource};
use crate::request::Request;
use crate::schema::link::ModelId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The row scopes of one request, as far as hooks were called.
#[derive(Debug, Default)]
pub(crate) struct Scopes {
    /// Whether all rows are in scope: the server's own code reads them, not a client.
    all_rows: bool,
    known: Mutex<HashMap<ModelId, Known>>,
}

/// What is known of a resource's scope.
#[derive(Clone, Debug)]
enum Known {
    /// Its hook is running.
    Running,
    /// Its hook has decided.
    Decided(Arc<RowScope>),
}

impl Scopes {
    /// Of typed access outside of a request: all rows are in scope.
    pub(crate) fn all_rows() -> Self {
        Self { all_rows: true, ..Self::default() }
    }

    fn get(&self, model: ModelId) -> Option<Arc<RowScope>> {
        match self.known().get(&model)? {
            Known::Running => None,
            Known::Decided(scope) => Some(scope.clone()),
        }
    }

    fn known(&self) -> MutexGuard<'_, HashMap<ModelId, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, model: ModelId, scope: RowScope) {
        self.known().insert(model, Known::Decided(Arc::new(scope)));
    }

    /// Forgets what hooks decided: when a write is retried, they may decide otherwise.
    pub(crate) fn forget(&self) {
        self.known().clear();
    }
}

/// A request with all that a hook may need: what the rooms below the viewsets work in.
#[derive(Clone, Copy)]
pub(crate) struct Scoped<'a> {
    pub(crate) request: &'a Request,
    pub(crate) resources: &'a Resources,
    pub(crate) hooks: &'a Table,
    pub(crate) server: &'a dyn Server,
    pub(crate) scopes: &'a Scopes,
}

impl Scoped<'_> {
    /// Calls the hook of a resource, if it has one that was not called yet.
    async fn call(&self, conn: &mut Conn, model: ModelId) -> Result<(), ApiError> {
        let Some(hook) = self.hooks.of(model).get_queryset else { return Ok(()) };
        match self.scopes.known().get(&model) {
            Some(Known::Decided(_)) => return Ok(()),
            Some(Known::Running) => {
                let name = self.resources.graph.model(model).model.name;
                return Err(ApiError::internal(format_args!(
                    "`get_queryset` of {name} reads rows whose scope only its own result decides; read them with `{name}::objects(cx)` instead"
                )));
            }
            None => {}
        }
        self.scopes.known().insert(model, Known::Running);
        match hook(&mut Context::new(self, conn, Some(model)), Rows::default()).await {
            Ok(rows) => {
                self.scopes.keep(model, RowScope::Rows(model, rows));
                Ok(())
            }
            Err(error) => {
                self.scopes.known().remove(&model);
                Err(error)
            }
        }
    }

    /// The scope of a resource: its own hook's, or of a master that of its details.
    async fn scope(&self, conn: &mut Conn, model: ModelId) -> Result<Option<Arc<RowScope>>, ApiError> {
        self.call(conn, model).await?;
        if self.scopes.get(model).is_none() {
            let mut details = Vec::new();
            for detail in self.resources.graph.scoped_details(model) {
                self.call(conn, detail).await?;
                details.extend(self.scopes.get(detail).map(|scope| (detail, scope)));
            }
            if !details.is_empty() {
                self.scopes.keep(model, RowScope::Details(model, details));
            }
        }
        Ok(self.scopes.get(model))
    }
}

impl ScopeSource for Scoped<'_> {
    fn conditions<'s>(&'s self, conn: &'s mut Conn, points: &'s [ScopePoint]) -> Conditions<'s> {
        Box::pin(async move {
            if self.scopes.all_rows {
                return Ok(vec![None; points.len()]);
            }
            let mut conditions = Vec::with_capacity(points.len());
            for point in points {
                let scope = self.scope(conn, point.model).await?;
                let condition = scope.map(|scope| scope.condition(&self.resources.graph, self.resources.dialect, &point.alias));
                conditions.push(condition.transpose()?);
            }
            Ok(conditions)
        })
    }
}
