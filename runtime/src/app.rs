//! One API over one database: what is joined once when a server starts.

use crate::filters::{self, Filters};
use crate::generated::Model;
use crate::hooks::{Table, Typed};
use crate::output::Projections;
use crate::passwords::Passwords;
use crate::schema::Api;
use crate::schema::link::{Graph, LinkError, ModelId};
use crate::serializers::Compiled;
use crate::throttling::{Redis, Throttles};
use crate::{ApiError, Database};
use std::time::Duration;

/// What an operator can set.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Bodies over this many bytes are refused with 413 (Django's `DATA_UPLOAD_MAX_MEMORY_SIZE`: 2.5 MiB).
    pub body_limit: usize,
    /// A request that takes longer is answered with 503.
    pub timeout: Duration,
    /// Where requests are counted that many processes count together; `None`: each process counts for itself.
    pub redis: Option<Redis>,
    /// Clients speak HTTPS with a proxy in front: links begin with `https://`, cookies are `Secure`, and CSRF checks expect it (Django's
    /// `SECURE_PROXY_SSL_HEADER`, decided once instead of by a header that a client could send too).
    pub https: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { body_limit: 2_621_440, timeout: Duration::from_secs(60), redis: None, https: false }
    }
}

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
    /// Checks passwords.
    pub passwords: Passwords,
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
}

impl App {
    /// Joins an API's resources.
    ///
    /// # Errors
    ///
    /// Names that lead nowhere; a generated crate has none, since the generator links the same descriptors.
    pub fn new(api: &'static Api, db: Database, settings: Settings) -> Result<Self, Vec<LinkError>> {
        let graph = Graph::link(api)?;
        let hooks = Table::new(&graph)?;
        let typed = Typed::all(&graph, db.dialect());
        let projections = Projections::new(&graph, &hooks, db.dialect());
        let filters = filters::compile(&graph, db.dialect());
        let serializers = Compiled::new(&graph);
        let (passwords, throttles) = (Passwords::default(), Throttles::new(api, settings.redis.clone()));
        Ok(Self { graph, db, settings, projections, passwords, throttles, filters, serializers, hooks, typed })
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
}
