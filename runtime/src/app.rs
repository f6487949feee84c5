//! One API over one database: what is joined once when a server starts.

use crate::authentication::Authenticator;
use crate::filters::{self, Filters};
use crate::generated::Model;
use crate::hooks::{Table, Typed};
use crate::migrations::{Migration, Pending};
use crate::output::Projections;
use crate::schema::Api;
use crate::schema::link::{Graph, LinkError, ModelId};
use crate::serializers::Compiled;
use crate::throttling::Throttles;
use crate::{ApiError, Database, Settings};
use std::sync::Arc;

/// An API that can answer requests. Everything in it is shared by all requests and does not change.
#[derive(Debug)]
pub struct App {
    /// The resources, joined.
    pub graph: Graph,
    /// The database.
    pub db: Database,
    /// What the operator set.
    pub settings: Settings,
    /// What the serializers show, compiled.
    pub projections: Projections,
    /// Knows users.
    pub authenticator: Authenticator,
    /// Counts requests.
    pub throttles: Throttles,
    /// What narrows lists, by view.
    pub filters: Vec<Filters>,
    /// What reading input needs.
    pub serializers: Compiled,
    /// What the spec leaves to Rust.
    pub(crate) hooks: Table,
    /// How whole rows are read, by model.
    pub(crate) typed: Vec<Typed>,
    /// Which migrations were not applied to the database.
    pub(crate) migrations: Pending,
}

impl App {
    /// Joins an API's resources.
    ///
    /// # Errors
    ///
    /// Names that lead nowhere; a generated crate has none, since the generator links the same descriptors. Settings that cannot hold.
    pub fn new(api: &'static Api, db: Database, settings: Settings) -> Result<Self, Vec<LinkError>> {
        if let Err(error) = settings.check() {
            return Err(vec![LinkError { resource: error.variable.to_owned(), message: error.message }]);
        }
        let graph = Graph::link(api)?;
        if let Some(message) = crate::http::cors_error(&api.cors) {
            return Err(vec![LinkError { resource: api.name.to_owned(), message }]);
        }
        let hooks = Table::new(&graph)?;
        let typed = Typed::all(&graph, db.dialect());
        let projections = Projections::new(&graph, &hooks, db.dialect());
        let filters = filters::compile(&graph, db.dialect());
        let serializers = Compiled::new(&graph);
        let authenticator = Authenticator::new(api, &db, &settings);
        let throttles = Throttles::new(api, settings.redis.clone(), settings.num_proxies);
        Ok(Self {
            graph,
            db,
            settings,
            projections,
            authenticator,
            throttles,
            filters,
            serializers,
            hooks,
            typed,
            migrations: Pending::default(),
        })
    }

    /// [`App::new`] for a server whose `/healthz` reports whether these migrations were applied; `None`: it knows of none.
    ///
    /// # Errors
    ///
    /// As [`App::new`].
    pub fn with_migrations(
        api: &'static Api,
        db: Database,
        settings: Settings,
        migrations: Option<&'static [Migration]>,
    ) -> Result<Arc<Self>, Vec<LinkError>> {
        Ok(Arc::new(Self { migrations: Pending::of(migrations), ..Self::new(api, db, settings)? }))
    }

    /// The index of a resource in this API.
    ///
    /// # Errors
    ///
    /// 500, logged, for a resource of another one.
    pub(crate) fn model<M: Model>(&self) -> Result<ModelId, ApiError> {
        let name = M::DESCRIPTOR.name;
        self.graph.model_id(name).filter(|id| *id < self.graph.views.len()).ok_or_else(|| {
            tracing::error!(resource = name, "not a resource of this API");
            ApiError::internal()
        })
    }

    /// Refuses to make a row of a master alone: there is none that is not one of its details'.
    ///
    /// # Errors
    ///
    /// 500, logged: the code that asks for it is wrong.
    pub(crate) fn makes(&self, model: ModelId) -> Result<(), ApiError> {
        let model = self.graph.model(model).model;
        if model.master {
            tracing::error!(resource = model.name, "a row of a master is made as a row of one of its details");
            return Err(ApiError::internal());
        }
        Ok(())
    }
}
