//! `api.toml`.

use super::table::Table;
use super::{viewset, words};
use crate::diag::{Diagnostics, codes};
use crate::spec::tree::Tree;
use crate::spec::{
    ApiSpec, AuthHeaderSpec, AuthTokenSpec, AuthenticationSpec, CorsSpec, InputSpec, JwtSpec, NumProxies, Opt, PaginationSpec, Spanned,
    ThrottlingSpec, VersioningSpec,
};

pub(crate) fn read(mut top: Table<'_>, broken: bool, d: &mut Diagnostics) -> ApiSpec {
    if !top.has("name") && !broken {
        let help = "add `name = \"…\"` in snake_case: the crate and the binary are called so";
        top.lacks(&codes::MISSING_KEY, "name", top.origin, help);
    }
    let name = top.string("name", d);
    let name = name.unwrap_or_else(|| crate::spec::Spanned::new(String::new(), top.origin));
    let mut api = ApiSpec::new(name, top.origin);
    api.title = top.string("title", d);
    api.description = top.string("description", d);
    api.version = top.string("version", d);
    api.prefix = top.string("prefix", d);
    if let Some(mut t) = top.table("router", d) {
        api.router_kind = t.word("kind", words::ROUTERS, d);
        api.router_trailing_slash = t.boolean("trailing_slash", d);
        t.finish(d);
    }
    api.pagination = top.table("pagination", d).map(|t| pagination(t, d));
    api.authentication = top.table("authentication", d).map(|t| authentication(t, d)).unwrap_or_default();
    if let Some(mut t) = top.table("permissions", d) {
        api.permissions = viewset::permissions(&mut t, "default", d);
        t.finish(d);
    }
    api.throttling = top.table("throttling", d).map(|t| throttling(t, d)).unwrap_or_default();
    api.cors = top.table("cors", d).map(|t| cors(t, d));
    api.versioning = top.table("versioning", d).map(|t| versioning(t, d)).unwrap_or_default();
    if let Some(mut t) = top.table("negotiation", d) {
        api.renderers = t.words("renderers", words::RENDERERS, d);
        api.parsers = t.words("parsers", words::PARSERS, d);
        t.finish(d);
    }
    if let Some(mut t) = top.table("filtering", d) {
        api.filter_backends = t.words("backends", words::BACKENDS, d);
        api.search_param = t.string("search_param", d);
        api.ordering_param = t.string("ordering_param", d);
        t.finish(d);
    }
    if let Some(mut t) = top.table("errors", d) {
        api.errors_format = t.word("format", words::ERROR_FORMATS, d);
        t.finish(d);
    }
    if let Some(mut t) = top.table("formats", d) {
        api.coerce_decimal_to_string = t.boolean("coerce_decimal_to_string", d);
        api.datetime_format = t.string("datetime", d);
        t.finish(d);
    }
    if let Some(mut t) = top.table("dynamic_fields", d) {
        api.dynamic_fields = t.boolean("enabled", d);
        api.dynamic_fields_max_depth = t.number("max_depth", d);
        api.dynamic_fields_recursive = t.boolean("recursive", d);
        t.finish(d);
    }
    if let Some(mut t) = top.table("input", d) {
        api.input = InputSpec { max_depth: t.number("max_depth", d), max_items: t.number("max_items", d) };
        t.finish(d);
    }
    if let Some(mut t) = top.table("docs", d) {
        api.docs_openapi = t.string("openapi", d);
        api.docs_ui = t.string("ui", d);
        t.finish(d);
    }
    top.finish(d);
    api
}

/// `[pagination]`, of the API or of a viewset.
pub(super) fn pagination(mut t: Table<'_>, d: &mut Diagnostics) -> PaginationSpec {
    let before = d.doubts();
    let mut read = PaginationSpec {
        doubtful: false,
        origin: t.origin,
        class: t.leading("class", words::PAGINATIONS, true, d),
        page_size: t.number("page_size", d),
        page_size_query_param: t.string("page_size_query_param", d),
        max_page_size: t.number("max_page_size", d),
        ordering: t.names("ordering", d),
    };
    t.finish(d);
    read.doubtful = d.doubts() > before;
    read
}

fn authentication(mut t: Table<'_>, d: &mut Diagnostics) -> AuthenticationSpec {
    let read = AuthenticationSpec {
        classes: t.words("classes", words::AUTHENTICATIONS, d),
        auth_header: t.table("auth_header", d).map(|mut t| {
            let read = AuthHeaderSpec { origin: t.origin, header: t.string("header", d) };
            t.finish(d);
            read
        }),
        auth_token: t.table("auth_token", d).map(|mut t| {
            let read = AuthTokenSpec { origin: t.origin, expiry_seconds: t.number("expiry_seconds", d) };
            t.finish(d);
            read
        }),
        jwt: t.table("jwt", d).map(|mut t| {
            let read = JwtSpec {
                origin: t.origin,
                algorithms: t.names("algorithms", d),
                jwks: t.string("jwks", d),
                audience: t.string("audience", d),
                issuer: t.string("issuer", d),
                user_claim: t.string("user_claim", d),
            };
            t.finish(d);
            read
        }),
    };
    t.finish(d);
    read
}

fn throttling(mut t: Table<'_>, d: &mut Diagnostics) -> ThrottlingSpec {
    let read = ThrottlingSpec {
        classes: t.words("classes", words::THROTTLES, d),
        rates: t.table("rates", d).map(|mut rates| rates.texts_by_name(d)).unwrap_or_default(),
        store: t.word("store", words::STORES, d),
        num_proxies: num_proxies(&mut t, d),
    };
    t.finish(d);
    read
}

/// A number, or the word for DRF's own default.
fn num_proxies(t: &mut Table<'_>, d: &mut Diagnostics) -> Opt<NumProxies> {
    let node = t.node("num_proxies")?;
    match &node.tree {
        Tree::Int(_) => t.number("num_proxies", d).map(|count| Spanned::new(NumProxies::Count(count.value), count.origin)),
        Tree::Str(text) if text == "all" => Some(Spanned::new(NumProxies::All, node.origin)),
        Tree::Str(text) => {
            d.report(&codes::API_VALUE, node.origin, &[text, "num_proxies", "a number of proxies, or `\"all\"`"]);
            None
        }
        _ => {
            t.wrong_item(node, "num_proxies", "a number of proxies, or \"all\"", d);
            None
        }
    }
}

/// The keys are those of the issue that asked for it, and django-cors-headers' own where they differ.
fn cors(mut t: Table<'_>, d: &mut Diagnostics) -> CorsSpec {
    once(&t, "allowed_headers", "allow_headers", d);
    once(&t, "max_age", "preflight_max_age", d);
    let read = CorsSpec {
        origin: t.origin,
        allowed_origins: t.names("allowed_origins", d),
        allowed_origin_regexes: t.names("allowed_origin_regexes", d),
        allow_all_origins: t.boolean("allow_all_origins", d),
        allow_credentials: t.boolean("allow_credentials", d),
        allow_private_network: t.boolean("allow_private_network", d),
        allow_methods: t.names("allow_methods", d),
        allowed_headers: t.names("allow_headers", d).or(t.names("allowed_headers", d)),
        expose_headers: t.names("expose_headers", d),
        max_age: t.number("preflight_max_age", d).or(t.number("max_age", d)),
        urls_regex: t.string("urls_regex", d),
    };
    t.finish(d);
    read
}

/// Reports a key that is there under both of its names.
fn once(t: &Table<'_>, name: &str, other: &str, d: &mut Diagnostics) {
    if let (Some(first), Some(second)) = (t.key_origin(name), t.key_origin(other)) {
        d.report(&codes::SAID_TWICE, second, &[other]).also(first, format!("`{name}` says the same"));
    }
}

fn versioning(mut t: Table<'_>, d: &mut Diagnostics) -> VersioningSpec {
    let read =
        VersioningSpec { class: t.word("class", words::VERSIONINGS, d), default: t.string("default", d), allowed: t.names("allowed", d) };
    t.finish(d);
    read
}
