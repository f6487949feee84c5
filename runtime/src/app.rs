//! One API over one database: what is joined once when a server starts.

use crate::authentication::Authenticator;
use crate::filters::Filters;
use crate::hooks::{Resources, Scoped, Scopes, Server, Table};
use crate::migrations::{Migration, Pending};
use crate::representation::Projections;
use crate::schema::Api;
use crate::schema::link::{Graph, LinkError};
use crate::serializers::Serializers;
use crate::throttling::Throttles;
use crate::{Database, Request, Settings};
use std::sync::Arc;

/// An API that can answer requests. Everything in it is shared by all requests and does not change.
#[derive(Debug)]
pub struct App {
    /// The resources, joined.
    pub resources: Resources,
    /// Their hooks.
    pub(crate) hooks: Table,
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
    pub filters: Filters,
    /// What reading input needs.
    pub serializers: Serializers,
    /// Which migrations were not applied to the database.
    pub(crate) migrations: Pending,
}

impl Server for App {}

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
        if let Some(message) = crate::cors::error(&api.cors) {
            return Err(vec![LinkError { resource: api.name.to_owned(), message }]);
        }
        let hooks = Table::new(&graph)?;
        let mut resources = Resources::new(graph, db.dialect());
        let projections = Projections::new(&resources, &hooks, settings.response_limit);
        let filters = Filters::new(&resources.graph, db.dialect());
        let serializers = Serializers::new(&resources.graph, db.dialect());
        let authenticator = Authenticator::new(api, &db, &settings);
        resources.passwords = Some(authenticator.passwords.clone());
        let throttles = Throttles::new(api, settings.redis.clone(), settings.num_proxies);
        Ok(Self {
            resources,
            hooks,
            db,
            settings,
            projections,
            authenticator,
            throttles,
            filters,
            serializers,
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

    /// A request with all that its hooks may need.
    pub(crate) fn scoped<'a>(&'a self, request: &'a Request, scopes: &'a Scopes) -> Scoped<'a> {
        Scoped { request, resources: &self.resources, hooks: &self.hooks, server: self, scopes }
    }
}
