//! `api.toml`: the API as a whole.

use crate::Resource;
pub use crate::cors::Cors;
use crate::viewset::{Authentication, FilterBackend, Pagination, Permission};

/// Which router: with an API root and format suffixes, or without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "DRF's names")]
pub enum RouterKind {
    Default,
    Simple,
}

/// Where a version comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "DRF's names")]
pub enum VersioningKind {
    None,
    UrlPath,
    Namespace,
    AcceptHeader,
    QueryParameter,
    HostName,
}

/// `[versioning]`.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(missing_docs, reason = "docs/spec.md's keys")]
pub struct Versioning {
    pub class: VersioningKind,
    pub default: &'static str,
    pub allowed: &'static [&'static str],
}

/// Who is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "DRF's names")]
pub enum ThrottleKind {
    Anon,
    User,
    Scoped,
}

/// Where requests are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "docs/spec.md's names")]
pub enum ThrottleStore {
    Memory,
    Redis,
}

/// How many proxies in front of the server are trusted to say in `X-Forwarded-For` where a request comes from: DRF's `NUM_PROXIES`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumProxies {
    /// The address that the last of so many proxies before the server saw: the header's nth from the right. 0: the header is not read,
    /// the address that connects counts.
    Count(u32),
    /// The whole header, as DRF has it where `NUM_PROXIES` is not set: whoever writes the header decides who they are.
    All,
}

impl std::str::FromStr for NumProxies {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "all" => Ok(Self::All),
            number => number.parse().map(Self::Count).map_err(|_| "a number of proxies, or `all`"),
        }
    }
}

impl std::fmt::Display for NumProxies {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Count(count) => write!(f, "{count}"),
            Self::All => f.write_str("all"),
        }
    }
}

/// `[throttling]`.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(missing_docs, reason = "docs/spec.md's keys")]
pub struct Throttling {
    pub classes: &'static [ThrottleKind],
    /// Scope (`anon`, `user`, a viewset's own) and rate (`3/day`).
    pub rates: &'static [(&'static str, &'static str)],
    pub store: ThrottleStore,
    /// How a client's address is known.
    pub num_proxies: NumProxies,
}

impl Throttling {
    /// No throttle.
    pub const NONE: Self = Self { classes: &[], rates: &[], store: ThrottleStore::Memory, num_proxies: NumProxies::Count(0) };
}

/// What answers are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "docs/spec.md's names")]
pub enum Renderer {
    Json,
    Browsable,
}

impl Renderer {
    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Browsable => "text/html",
        }
    }
}

/// How errors are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorsFormat {
    /// As DRF does: `{"detail": …}`, or errors by field.
    Drf,
    /// `{"error": {"code": 404, "message": …}}`: the status, and what DRF would say (an extension).
    Envelope,
}

/// What bodies are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "docs/spec.md's names")]
pub enum Parser {
    Json,
    Form,
    Multipart,
}

impl Parser {
    /// The media type that it reads.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Form => "application/x-www-form-urlencoded",
            Self::Multipart => "multipart/form-data",
        }
    }
}

/// `[input]`: how much a request's body may hold (an extension: DRF has Python's own bounds). A body within `BODY_LIMIT` bytes can still ask for
/// far more work than its size suggests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Input {
    /// How deep arrays and objects of a JSON document may be nested, the outermost one counted; at most [`Input::DEEPEST`].
    pub max_depth: u32,
    /// How many items a list may have: nested rows, or the keys of a many-to-many relation. All lists of one body together may have
    /// [`Input::ITEMS_IN_ALL`] times as many.
    pub max_items: u32,
}

impl Input {
    /// The greatest `max_depth`: SQLite's own limit, and what fits into the stack of a worker thread in a debug build.
    pub const DEEPEST: u32 = 1000;
    /// How many times `max_items` all lists of one body may have together: nested lists multiply.
    pub const ITEMS_IN_ALL: u32 = 10;
    /// docs/spec.md's defaults.
    pub const DEFAULT: Self = Self { max_depth: 512, max_items: 1000 };
}

/// One API. Everything has docs/spec.md's defaults until a builder says otherwise.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(missing_docs, reason = "docs/spec.md's keys, under their names; tables are prefixes")]
pub struct Api {
    pub name: &'static str,
    pub title: &'static str,
    pub description: &'static str,
    pub version: &'static str,
    /// Begins and ends with a slash.
    pub prefix: &'static str,
    pub router: RouterKind,
    pub trailing_slash: bool,
    pub pagination: Pagination,
    pub authentication: &'static [Authentication],
    pub permissions: &'static [Permission],
    pub throttling: Throttling,
    pub cors: Cors,
    pub versioning: Versioning,
    pub renderers: &'static [Renderer],
    pub parsers: &'static [Parser],
    pub filter_backends: &'static [FilterBackend],
    pub search_param: &'static str,
    pub ordering_param: &'static str,
    pub errors: ErrorsFormat,
    pub coerce_decimal_to_string: bool,
    /// `iso-8601`, `unix` (seconds, an extension), or a strftime format.
    pub datetime_format: &'static str,
    pub dynamic_fields: bool,
    /// How many names a path of `?fields=`, `?omit=` and `?expand=` may have: drf-flex-fields' `MAXIMUM_EXPANSION_DEPTH`, which has no
    /// bound by default.
    pub dynamic_fields_max_depth: u32,
    /// Whether a name may stand more than once in such a path: drf-flex-fields' `RECURSIVE_EXPANSION_PERMITTED`.
    pub dynamic_fields_recursive: bool,
    pub input: Input,
    /// Below the prefix; empty: none.
    pub docs_openapi: &'static str,
    /// Below the prefix; empty: none.
    pub docs_ui: &'static str,
    /// What the hooks of the API as a whole do: custom permissions among its defaults.
    pub code: crate::Code,
    /// In the order of their file names.
    pub resources: &'static [Resource],
}

impl Api {
    /// Whether requests are counted anywhere: by the API's throttles, or by those of a viewset.
    pub fn is_throttled(&self) -> bool {
        let by_view = self.resources.iter().any(|resource| resource.viewset.throttles.is_some_and(|kinds| !kinds.is_empty()));
        by_view || !self.throttling.classes.is_empty()
    }

    /// An API with docs/spec.md's defaults.
    pub const fn new(name: &'static str, title: &'static str) -> Self {
        Self {
            name,
            title,
            description: "",
            version: "1.0.0",
            prefix: "/api/",
            router: RouterKind::Default,
            trailing_slash: true,
            pagination: Pagination::None,
            authentication: &[Authentication::Session, Authentication::Basic, Authentication::Token],
            permissions: &[Permission::AllowAny],
            throttling: Throttling::NONE,
            cors: Cors::OFF,
            versioning: Versioning { class: VersioningKind::None, default: "v1", allowed: &["v1", "v2"] },
            renderers: &[Renderer::Json, Renderer::Browsable],
            parsers: &[Parser::Json, Parser::Form, Parser::Multipart],
            filter_backends: &[FilterBackend::FilterSet, FilterBackend::Search, FilterBackend::Ordering],
            search_param: "search",
            ordering_param: "ordering",
            errors: ErrorsFormat::Drf,
            coerce_decimal_to_string: true,
            datetime_format: "iso-8601",
            dynamic_fields: false,
            dynamic_fields_max_depth: 4,
            dynamic_fields_recursive: true,
            input: Input::DEFAULT,
            docs_openapi: "schema/",
            docs_ui: "docs/",
            code: crate::Code(None),
            resources: &[],
        }
    }
}
