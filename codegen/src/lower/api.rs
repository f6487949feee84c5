//! `api.toml`.

use super::viewset::{authentication, list, pagination, permissions};
use super::{keep, keep_str, names};
use crate::spec::{ApiSpec, CorsSpec, Names, Opt};
use restwright_schema::Api;
use restwright_schema::api::{Throttling, Versioning};
use restwright_schema::cors::Cors;
use restwright_schema::naming::capfirst;

pub(super) fn lower(spec: &ApiSpec) -> Api {
    let name = keep_str(&spec.name);
    let title = spec.title.as_ref().map_or_else(|| capfirst(&name.replace('_', " ").to_lowercase()), |t| t.value.clone());
    let mut api = Api::new(name, keep_str(&title));
    fn set(to: &mut &'static str, said: &Opt<String>) {
        if let Some(text) = said {
            *to = keep_str(text);
        }
    }
    set(&mut api.description, &spec.description);
    set(&mut api.version, &spec.version);
    set(&mut api.prefix, &spec.prefix);
    set(&mut api.search_param, &spec.search_param);
    set(&mut api.ordering_param, &spec.ordering_param);
    set(&mut api.datetime_format, &spec.datetime_format);
    if api.datetime_format.eq_ignore_ascii_case("unix") {
        api.datetime_format = "unix";
    }
    set(&mut api.docs_openapi, &spec.docs_openapi);
    set(&mut api.docs_ui, &spec.docs_ui);
    set(&mut api.versioning.default, &spec.versioning.default);
    let flag = |said: &Opt<bool>, default: bool| said.as_ref().map_or(default, |f| f.value);
    api.trailing_slash = flag(&spec.router_trailing_slash, api.trailing_slash);
    api.coerce_decimal_to_string = flag(&spec.coerce_decimal_to_string, api.coerce_decimal_to_string);
    api.dynamic_fields = flag(&spec.dynamic_fields, api.dynamic_fields);
    api.dynamic_fields_recursive = flag(&spec.dynamic_fields_recursive, api.dynamic_fields_recursive);
    let number = |said: &Opt<u32>, default: u32| said.as_ref().map_or(default, |n| n.value);
    api.dynamic_fields_max_depth = number(&spec.dynamic_fields_max_depth, api.dynamic_fields_max_depth);
    api.input.max_depth = number(&spec.input.max_depth, api.input.max_depth);
    api.input.max_items = number(&spec.input.max_items, api.input.max_items);
    Api {
        errors: spec.errors_format.as_ref().map_or(api.errors, |f| f.value),
        router: spec.router_kind.as_ref().map_or(api.router, |k| k.value),
        pagination: spec.pagination.as_ref().map_or(api.pagination, pagination),
        authentication: spec.authentication.classes.as_ref().map_or(api.authentication, authentication),
        permissions: spec.permissions.as_ref().map_or(api.permissions, |p| permissions(p)),
        throttling: Throttling {
            classes: spec.throttling.classes.as_ref().map_or(&[], list),
            rates: keep(spec.throttling.rates.iter().map(|(k, v)| (keep_str(k), keep_str(v))).collect::<Vec<_>>().into_boxed_slice()),
            store: spec.throttling.store.as_ref().map_or(api.throttling.store, |s| s.value),
            num_proxies: spec.throttling.num_proxies.as_ref().map_or(api.throttling.num_proxies, |n| n.value),
        },
        cors: spec.cors.as_ref().map_or(api.cors, cors),
        versioning: Versioning {
            class: spec.versioning.class.as_ref().map_or(api.versioning.class, |c| c.value),
            allowed: spec.versioning.allowed.as_ref().map_or(api.versioning.allowed, names),
            ..api.versioning
        },
        renderers: spec.renderers.as_ref().map_or(api.renderers, list),
        parsers: spec.parsers.as_ref().map_or(api.parsers, list),
        filter_backends: spec.filter_backends.as_ref().map_or(api.filter_backends, list),
        ..api
    }
}

fn cors(spec: &CorsSpec) -> Cors {
    let off = Cors::OFF;
    let list = |said: &Option<Names>, default| said.as_ref().map_or(default, names);
    let flag = |said: &Opt<bool>| said.as_ref().is_some_and(|flag| flag.value);
    Cors {
        allowed_origins: list(&spec.allowed_origins, off.allowed_origins),
        allowed_origin_regexes: list(&spec.allowed_origin_regexes, off.allowed_origin_regexes),
        allow_all_origins: flag(&spec.allow_all_origins),
        allow_credentials: flag(&spec.allow_credentials),
        allow_private_network: flag(&spec.allow_private_network),
        allow_methods: list(&spec.allow_methods, off.allow_methods),
        allowed_headers: list(&spec.allowed_headers, off.allowed_headers),
        expose_headers: list(&spec.expose_headers, off.expose_headers),
        max_age: spec.max_age.as_ref().map_or(off.max_age, |age| age.value),
        urls_regex: spec.urls_regex.as_ref().map_or(off.urls_regex, |regex| keep_str(regex)),
    }
}
