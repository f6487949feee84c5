//! `api.toml`.

use super::{Names, Opt, Origin, PermissionSpec, Spanned};
pub use restwright_schema::api::{ErrorsFormat, NumProxies, Parser, Renderer, RouterKind, ThrottleKind, ThrottleStore, VersioningKind};
pub use restwright_schema::viewset::FilterBackend;

/// A list of known words, each with its place.
pub type List<T> = Spanned<Vec<Spanned<T>>>;

/// `api.toml`: one field a key, one struct a table.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the keys of the spec language, under their names; tables are prefixes")]
pub struct ApiSpec {
    /// The place that stands for the whole file.
    pub origin: Origin,
    /// Whether something in it was reported, so that what may follow from that is not.
    pub doubtful: bool,
    /// Required; where it is missing, and that was reported, empty.
    pub name: Spanned<String>,
    pub title: Opt<String>,
    pub description: Opt<String>,
    pub version: Opt<String>,
    pub prefix: Opt<String>,
    pub router_kind: Opt<RouterKind>,
    pub router_trailing_slash: Opt<bool>,
    pub pagination: Option<PaginationSpec>,
    pub authentication: AuthenticationSpec,
    /// `permissions.default`.
    pub permissions: Opt<Vec<PermissionSpec>>,
    pub throttling: ThrottlingSpec,
    pub cors: Option<CorsSpec>,
    pub versioning: VersioningSpec,
    pub renderers: Option<List<Renderer>>,
    pub parsers: Option<List<Parser>>,
    pub filter_backends: Option<List<FilterBackend>>,
    pub search_param: Opt<String>,
    pub ordering_param: Opt<String>,
    /// `errors.format`.
    pub errors_format: Opt<ErrorsFormat>,
    pub coerce_decimal_to_string: Opt<bool>,
    /// `formats.datetime`: `iso-8601`, `unix`, or a strftime format.
    pub datetime_format: Opt<String>,
    /// `dynamic_fields.enabled`.
    pub dynamic_fields: Opt<bool>,
    /// `dynamic_fields.max_depth`.
    pub dynamic_fields_max_depth: Opt<u32>,
    /// `dynamic_fields.recursive`.
    pub dynamic_fields_recursive: Opt<bool>,
    pub input: InputSpec,
    pub docs_openapi: Opt<String>,
    pub docs_ui: Opt<String>,
}

impl ApiSpec {
    /// An API of which nothing but the name was said.
    pub fn new(name: Spanned<String>, origin: Origin) -> Self {
        Self {
            origin,
            doubtful: false,
            name,
            title: None,
            description: None,
            version: None,
            prefix: None,
            router_kind: None,
            router_trailing_slash: None,
            pagination: None,
            authentication: AuthenticationSpec::default(),
            permissions: None,
            throttling: ThrottlingSpec::default(),
            cors: None,
            versioning: VersioningSpec::default(),
            renderers: None,
            parsers: None,
            filter_backends: None,
            search_param: None,
            ordering_param: None,
            errors_format: None,
            coerce_decimal_to_string: None,
            datetime_format: None,
            dynamic_fields: None,
            dynamic_fields_max_depth: None,
            dynamic_fields_recursive: None,
            input: InputSpec::default(),
            docs_openapi: None,
            docs_ui: None,
        }
    }
}

/// The classes of `pagination.class`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the spec language's names")]
pub enum PaginationClass {
    None,
    PageNumber,
    LimitOffset,
    Cursor,
}

/// `[pagination]`, of the API or of a viewset.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the keys of the spec language, under their names")]
pub struct PaginationSpec {
    /// Whether something in it was reported, so that what may follow from that is not.
    pub doubtful: bool,
    pub origin: Origin,
    /// Not said (in `api.toml` only): `none`.
    pub class: Opt<PaginationClass>,
    pub page_size: Opt<u64>,
    pub page_size_query_param: Opt<String>,
    pub max_page_size: Opt<u64>,
    pub ordering: Option<Names>,
}

/// How an identity is proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the spec language's names")]
pub enum AuthenticationClass {
    Session,
    Basic,
    Token,
    AuthHeader,
    AuthToken,
    Jwt,
}

/// `[authentication]`.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "the keys of the spec language, under their names")]
pub struct AuthenticationSpec {
    pub classes: Option<List<AuthenticationClass>>,
    pub auth_header: Option<AuthHeaderSpec>,
    pub auth_token: Option<AuthTokenSpec>,
    pub jwt: Option<JwtSpec>,
}

/// `[authentication.auth_header]`.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the keys of the spec language, under their names")]
pub struct AuthHeaderSpec {
    pub origin: Origin,
    pub header: Opt<String>,
}

/// `[authentication.auth_token]`.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the keys of the spec language, under their names")]
pub struct AuthTokenSpec {
    pub origin: Origin,
    pub expiry_seconds: Opt<u64>,
}

/// `[authentication.jwt]`.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the keys of the spec language, under their names")]
pub struct JwtSpec {
    pub origin: Origin,
    pub algorithms: Option<Names>,
    pub jwks: Opt<String>,
    pub audience: Opt<String>,
    pub issuer: Opt<String>,
    pub user_claim: Opt<String>,
}

/// `[throttling]`.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "the keys of the spec language, under their names")]
pub struct ThrottlingSpec {
    pub classes: Option<List<ThrottleKind>>,
    /// Scope and rate (`3/day`), in the order of the file.
    pub rates: Vec<(Spanned<String>, Spanned<String>)>,
    pub store: Opt<ThrottleStore>,
    pub num_proxies: Opt<NumProxies>,
}

/// `[cors]`.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the keys of the spec language, under their names")]
pub struct CorsSpec {
    pub origin: Origin,
    pub allowed_origins: Option<Names>,
    pub allowed_origin_regexes: Option<Names>,
    pub allow_all_origins: Opt<bool>,
    pub allow_credentials: Opt<bool>,
    pub allow_private_network: Opt<bool>,
    pub allow_methods: Option<Names>,
    /// Also `allow_headers`, as django-cors-headers calls it.
    pub allowed_headers: Option<Names>,
    pub expose_headers: Option<Names>,
    /// Also `preflight_max_age`.
    pub max_age: Opt<u64>,
    pub urls_regex: Opt<String>,
}

/// `[versioning]`.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "the keys of the spec language, under their names")]
pub struct VersioningSpec {
    pub class: Opt<VersioningKind>,
    pub default: Opt<String>,
    pub allowed: Option<Names>,
}

/// `[input]`.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "the keys of the spec language, under their names")]
pub struct InputSpec {
    pub max_depth: Opt<u32>,
    pub max_items: Opt<u32>,
}
