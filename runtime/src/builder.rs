//! What `api.toml` says, as methods: the API of derived resources, alone or beside those of a spec folder.

use crate::details::Registered;
use crate::generated::{self, MountError};
use crate::hooks::{ResourceParts, described as parts};
use crate::migrations::{self, CommandError, Migration};
use crate::schema::Dialect;
use crate::schema::api::{ErrorsFormat, Input, Parser, Renderer, RouterKind, Throttling, Versioning};
use crate::schema::cors::Cors;
use crate::schema::ddl;
use crate::schema::infer::{keep, keep_str};
use crate::schema::link::{Graph, LinkError};
use crate::schema::naming::capfirst;
use crate::schema::viewset::{Authentication, FilterBackend, Pagination, Permission};
use crate::schema::{self, ViewSet};
use crate::{App, Database, Settings, server};
use std::process::ExitCode;
use std::sync::Arc;

/// An API and its resources: `restwright::Api::new("library").register::<Author>().register::<Book>()` gives a router
/// ([`router`](Api::router)), or a whole binary ([`main`](Api::main)).
///
/// Each method is a key of `api.toml` (docs/spec.md), with its default until it is called. Resources are served, and listed at the API's root,
/// in the order in which they are registered.
#[derive(Clone, Debug)]
pub struct Api {
    settings: schema::Api,
    resources: Vec<schema::Resource>,
    migrations: Vec<Migration>,
    /// How many of the resources have their tables from the migrations.
    made: usize,
    /// How many of the resources are a spec folder's, whose migrations lie beside its specs.
    folder: usize,
}

impl Api {
    /// An API of this name, in snake_case: tables are called `{name}_{resource}`, and so is the SQLite file.
    pub fn new(name: &'static str) -> Self {
        let title = keep_str(&capfirst(&name.replace('_', " ").to_lowercase()));
        Self { settings: schema::Api::new(name, title), resources: Vec::new(), migrations: Vec::new(), made: 0, folder: 0 }
    }

    /// Goes on from what a spec folder says: `Api::of(library::router::urls())`, with the folder's settings and resources.
    pub fn of(folder: &'static schema::Api) -> Self {
        let resources = folder.resources.to_vec();
        Self { settings: *folder, migrations: Vec::new(), made: 0, folder: resources.len(), resources }
    }

    /// Serves a resource, under the endpoint that it says.
    #[must_use]
    pub fn register<R: Registered>(mut self) -> Self {
        self.resources.push(described::<R>());
        self
    }

    /// Serves a resource under another endpoint than it says.
    #[must_use]
    pub fn register_at<R: Registered>(mut self, endpoint: &'static str) -> Self {
        let resource = described::<R>();
        let viewset = keep(Box::new(ViewSet { endpoint, ..*resource.viewset }));
        self.resources.push(schema::Resource { viewset, ..resource });
        self
    }

    /// The recorded steps that make the tables of the resources which were registered so far: of structs
    /// [`migrations!("migrations")`](crate::migrations!), of a spec folder its `MIGRATIONS`. The tables of others are made from what their
    /// structs say, each by a step of its own, when the database is brought up to date: once, so a struct that changes later needs a
    /// recorded step, which `codegen makemigrations` writes.
    #[must_use]
    pub fn migrations(mut self, migrations: &[Migration]) -> Self {
        self.migrations.extend_from_slice(migrations);
        self.made = self.resources.len();
        self
    }

    /// The API that a router serves: everything joined. What it holds lives as long as the process, so build it once.
    ///
    /// # Errors
    ///
    /// Everything that does not fit together: names that lead nowhere, two resources of one name, settings that cannot hold.
    pub fn urls(&self) -> Result<&'static schema::Api, LinkErrors> {
        let mut router = generated::Router::new(self.settings);
        for resource in &self.resources {
            router.add(resource.viewset.endpoint, *resource);
        }
        let api = router.urls();
        match Graph::link(api) {
            Ok(_) => Ok(api),
            Err(errors) => Err(LinkErrors(errors)),
        }
    }

    /// The API over a database, with the [default settings](Settings::default): for typed access to its rows
    /// ([`Resource::objects`](crate::Resource::objects)), and for its router ([`App::router`]).
    ///
    /// # Errors
    ///
    /// As [`Api::urls`]; also hooks that nobody wrote.
    pub fn app(&self, db: &Database) -> Result<Arc<App>, LinkErrors> {
        self.app_with(db, Settings::default())
    }

    /// [`Api::app`] with settings of your own.
    ///
    /// # Errors
    ///
    /// As [`Api::app`]; also settings that cannot hold.
    pub fn app_with(&self, db: &Database, settings: Settings) -> Result<Arc<App>, LinkErrors> {
        let (api, migrations) = self.all()?;
        // The tables of a spec folder are its own crate's business, unless its migrations were given.
        let known = Some(migrations).filter(|_| self.folder == 0 || !self.migrations.is_empty());
        App::with_migrations(api, db.clone(), settings, known).map_err(LinkErrors)
    }

    /// A router for an axum application, with the [default settings](Settings::default). Its URLs begin with the API's prefix: merge it with
    /// routes of your own.
    ///
    /// # Errors
    ///
    /// As [`Api::app`].
    pub fn router(&self, db: &Database) -> Result<axum::Router, LinkErrors> {
        self.router_with(db, Settings::default())
    }

    /// [`Api::router`] with settings of your own.
    ///
    /// # Errors
    ///
    /// As [`Api::app_with`].
    pub fn router_with(&self, db: &Database, settings: Settings) -> Result<axum::Router, LinkErrors> {
        Ok(self.app_with(db, settings)?.router())
    }

    /// Brings a database's tables up to date, as the command `migrate` does; gives the names of the steps that were taken.
    ///
    /// # Errors
    ///
    /// What does not fit together, or what the database refuses.
    pub async fn migrate(&self, db: &Database) -> Result<Vec<&'static str>, CommandError> {
        let (api, migrations) = self.all().map_err(|errors| CommandError::new(errors.to_string()))?;
        server::migrate(db, api, migrations).await
    }

    /// The whole server: runs the command that the process was started with (`serve`, `migrate`, `createuser`, `loaddata`, `openapi`, `state`).
    pub fn main(&self) -> ExitCode {
        match self.all() {
            Ok((api, migrations)) => server::main_beside(api, migrations, self.folder),
            Err(errors) => {
                eprintln!("error: {errors}");
                ExitCode::FAILURE
            }
        }
    }

    /// The API, and all steps to its tables.
    fn all(&self) -> Result<(&'static schema::Api, &'static [Migration]), LinkErrors> {
        let api = self.urls()?;
        let graph = Graph::link(api).map_err(LinkErrors)?;
        let mut migrations = self.migrations.clone();
        let by_itself = |id: &usize| {
            let model = graph.models[*id].model;
            let named = |m: &Migration| [m.sqlite, m.postgres, m.mysql].iter().any(|sql| migrations::names_table(sql, model.table));
            *id >= self.made && model.managed && !self.migrations.iter().any(named)
        };
        for id in ddl::order(&graph).into_iter().filter(by_itself) {
            let sql = |dialect| keep_str(&ddl::sql_of(dialect, &graph, |other| other == id));
            let (sqlite, postgres, mysql) = (sql(Dialect::Sqlite), sql(Dialect::Postgres), sql(Dialect::MySql));
            let name = keep_str(&migrations::own_step(graph.models[id].model.snake));
            migrations.push(Migration { name, sqlite, postgres, mysql });
        }
        Ok((api, keep(migrations.into_boxed_slice())))
    }
}

/// The four descriptors of what a name leads to.
const fn described<R: Registered>() -> schema::Resource {
    parts::<<R::Row as ResourceParts>::ViewSet>()
}

macro_rules! keys {
    ($($(#[$doc:meta])* $name:ident: $kind:ty = $($field:ident).+;)*) => {
        impl Api {
            $($(#[$doc])* #[must_use] pub const fn $name(mut self, $name: $kind) -> Self {
                self.settings.$($field).+ = $name;
                self
            })*
        }
    };
}

keys! {
    /// `title`: of the documents and the browsable pages; by default the name in words.
    title: &'static str = title;
    /// `description`: of the API root and the OpenAPI document.
    description: &'static str = description;
    /// `version`: OpenAPI's `info.version`.
    version: &'static str = version;
    /// `prefix`: where all URLs begin; `/api/` by default.
    prefix: &'static str = prefix;
    /// `router.kind`: with an API root and format suffixes, or without.
    router_kind: RouterKind = router;
    /// `router.trailing_slash`.
    trailing_slash: bool = trailing_slash;
    /// `[pagination]`: of every viewset that says none of its own.
    pagination: Pagination = pagination;
    /// `authentication.classes`, in DRF's order.
    authentication: &'static [Authentication] = authentication;
    /// `permissions.default`: all of them are asked.
    permissions: &'static [Permission] = permissions;
    /// `[throttling]`.
    throttling: Throttling = throttling;
    /// `[cors]`: which pages of other origins may read answers.
    cors: Cors = cors;
    /// `[versioning]`.
    versioning: Versioning = versioning;
    /// `negotiation.renderers`.
    renderers: &'static [Renderer] = renderers;
    /// `negotiation.parsers`.
    parsers: &'static [Parser] = parsers;
    /// `filtering.backends`: which of them viewsets get by default.
    filter_backends: &'static [FilterBackend] = filter_backends;
    /// `filtering.search_param`.
    search_param: &'static str = search_param;
    /// `filtering.ordering_param`.
    ordering_param: &'static str = ordering_param;
    /// `errors.format`.
    errors: ErrorsFormat = errors;
    /// `formats.coerce_decimal_to_string`.
    coerce_decimal_to_string: bool = coerce_decimal_to_string;
    /// `formats.datetime`: `iso-8601`, `unix`, or a strftime format.
    datetime_format: &'static str = datetime_format;
    /// `dynamic_fields.enabled`: `?fields=`, `?omit=`, `?expand=`.
    dynamic_fields: bool = dynamic_fields;
    /// `dynamic_fields.max_depth`: how many names a path of `?fields=`, `?omit=` and `?expand=` may have; 4 by default.
    dynamic_fields_max_depth: u32 = dynamic_fields_max_depth;
    /// `dynamic_fields.recursive`: whether a name may stand more than once in such a path.
    dynamic_fields_recursive: bool = dynamic_fields_recursive;
    /// `[input]`: how much a request's body may hold.
    input: Input = input;
    /// `docs.openapi`: the OpenAPI document's path below the prefix; empty: none.
    docs_openapi: &'static str = docs_openapi;
    /// `docs.ui`: the path of its page; empty: none.
    docs_ui: &'static str = docs_ui;
}

/// Why an API cannot be served: everything that does not fit together, a line each.
#[derive(Debug)]
pub struct LinkErrors(pub Vec<LinkError>);

impl std::fmt::Display for LinkErrors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let errors: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&errors.join("\nerror: "))
    }
}

impl std::error::Error for LinkErrors {}

impl From<MountError> for LinkErrors {
    fn from(error: MountError) -> Self {
        Self(error.0)
    }
}
