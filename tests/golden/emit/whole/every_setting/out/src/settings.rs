// Made by restwright 0.1.0 from specs/api.toml: change that, and run `codegen build` again.

//! What the API is like as a whole.

use restwright::__gen::{settings, viewset};

/// The API as a whole. What is not said here has its default.
pub const API: settings::Api = settings::Api {
    description: "Two lines\nof text.",
    version: "2.0",
    prefix: "/v/",
    router: settings::RouterKind::Simple,
    trailing_slash: false,
    pagination: viewset::Pagination::Cursor {
        page_size: Some(10),
        page_size_query_param: "",
        max_page_size: None,
        ordering: &["-id"],
    },
    authentication: &[viewset::Authentication::Token],
    permissions: &[
        viewset::Permission::Any(&[
            viewset::Permission::IsAdminUser,
            viewset::Permission::Not(&viewset::Permission::IsAuthenticated),
        ]),
        viewset::Permission::All(&[viewset::Permission::AllowAny]),
    ],
    throttling: settings::Throttling {
        classes: &[settings::ThrottleKind::Anon, settings::ThrottleKind::Scoped],
        rates: &[("anon", "10/min"), ("writes", "2/s")],
        store: settings::ThrottleStore::Memory,
        num_proxies: settings::NumProxies::Count(2),
    },
    cors: settings::Cors {
        allowed_origins: &["https://app.example.org"],
        allowed_origin_regexes: &["^https://[a-z]+\\.example\\.org$"],
        allow_credentials: true,
        allow_private_network: true,
        allow_methods: &["GET"],
        allowed_headers: &["content-type"],
        expose_headers: &["x-total"],
        max_age: 60,
        urls_regex: "^/v/",
        ..settings::Cors::OFF
    },
    versioning: settings::Versioning {
        class: settings::VersioningKind::AcceptHeader,
        default: "1",
        allowed: &["1", "2"],
    },
    renderers: &[settings::Renderer::Json],
    parsers: &[settings::Parser::Json, settings::Parser::Multipart],
    filter_backends: &[viewset::FilterBackend::Search],
    search_param: "q",
    ordering_param: "o",
    coerce_decimal_to_string: false,
    datetime_format: "%Y-%m-%d %H:%M",
    dynamic_fields: true,
    dynamic_fields_max_depth: 2,
    dynamic_fields_recursive: false,
    input: settings::Input { max_depth: 40, max_items: 50, ..settings::Input::DEFAULT },
    docs_openapi: "openapi.json",
    docs_ui: "",
    ..settings::Api::new("settings", "Every setting")
};
