//! The router of generated code, and the API that it makes.
//!
//! A generated crate names nothing of the runtime but what [`__gen`](crate::__gen) re-exports.

use crate::hooks::{ViewSet, described};
pub use crate::migrations::Migration;
use crate::schema::link::LinkError;
use crate::schema::{self, Api};
use crate::{App, Database, Settings};
use std::sync::Arc;

/// What is served where: DRF's router.
#[derive(Debug)]
pub struct Router {
    settings: Api,
    resources: Vec<schema::Resource>,
}

impl Router {
    /// A router without resources.
    pub const fn new(settings: Api) -> Self {
        Self { settings, resources: Vec::new() }
    }

    /// Serves a viewset under an endpoint.
    pub fn register<V: ViewSet>(&mut self, endpoint: &'static str, _viewset: V) {
        self.add(endpoint, described::<V>());
    }

    /// Serves a resource by its descriptors. What only the API knows of it is filled in: the name in front of its table's.
    pub(crate) fn add(&mut self, endpoint: &'static str, mut resource: schema::Resource) {
        if resource.model.table.is_empty() {
            let table = schema::infer::keep_str(&format!("{}_{}", self.settings.name, resource.model.snake));
            resource.model = schema::infer::keep(Box::new(schema::Model { table, ..*resource.model }));
        }
        if resource.viewset.endpoint != endpoint {
            resource.viewset = schema::infer::keep(Box::new(schema::ViewSet { endpoint, ..*resource.viewset }));
        }
        self.resources.push(resource);
    }

    /// The API with everything that was registered. It lives as long as the process, so build it once.
    pub fn urls(self) -> &'static Api {
        let resources = schema::infer::keep(self.resources.into_boxed_slice());
        schema::infer::keep(Box::new(Api { resources, ..self.settings }))
    }
}

/// An API over a database: typed access reads and writes its rows, and [`App::router`] serves it. `/healthz` reports whether the
/// migrations were applied.
///
/// # Errors
///
/// Names that lead nowhere; a generated crate has none. Settings that cannot hold.
pub fn app(api: &'static Api, migrations: &'static [Migration], db: Database, settings: Settings) -> Result<Arc<App>, MountError> {
    App::with_migrations(api, db, settings, Some(migrations)).map_err(MountError)
}

/// Why an API cannot be served.
#[derive(Debug)]
pub struct MountError(pub(crate) Vec<LinkError>);

impl std::fmt::Display for MountError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let errors: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&errors.join("; "))
    }
}

impl std::error::Error for MountError {}
