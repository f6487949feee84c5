//! `api.toml`.

use super::index::Index;
use crate::diag::{Diagnostics, codes};
use crate::emit::tokens::is_keyword;
use crate::spec::{ApiSpec, Opt, PaginationClass, PaginationSpec, Spanned, ThrottleKind, VersioningKind};
use restwright_schema::api::Input;
use restwright_schema::rules;

pub(super) fn check(index: &Index<'_>, d: &mut Diagnostics) {
    let api = &index.folder.api;
    texts(api, d);
    throttling(api, d);
    versioning(api, d);
    lists(api, d);
    if let Some(cors) = &api.cors {
        super::cors::check(cors, d);
    }
    limits(api, d);
    if let Some(pagination) = &api.pagination {
        if pagination.class.is_none() && (pagination.page_size.is_some() || pagination.max_page_size.is_some()) {
            d.report(&codes::NO_EFFECT, pagination.origin, &["[pagination]", "without a `class` nothing is cut into pages"])
                .help("add `class = \"page_number\"`, `\"limit_offset\"` or `\"cursor\"`");
        }
        sizes(pagination, d);
    }
}

fn texts(api: &ApiSpec, d: &mut Diagnostics) {
    let name = &api.name;
    if let Some(expected) = wrong_name(name).filter(|_| !name.is_empty()) {
        bad(name, "name", expected, d);
    }
    if let Some(prefix) = &api.prefix
        && (!rules::is_prefix(prefix) || !path_text(prefix))
    {
        bad(prefix, "prefix", "a path that begins and ends with a slash", d);
    }
    for (path, key) in [(&api.docs_openapi, "openapi"), (&api.docs_ui, "ui")] {
        if let Some(path) = path.as_ref().filter(|p| !rules::is_below_prefix(p) || !path_text(p)) {
            bad(path, key, "a path below the prefix, without a slash in front", d);
        }
    }
    if let (Some(openapi), Some(ui)) = (&api.docs_openapi, &api.docs_ui)
        && openapi.value == ui.value
        && !ui.is_empty()
    {
        d.report(&codes::SETTINGS, ui.origin, &["the document and its page cannot have the same path"])
            .also(openapi.origin, "the document");
    }
    for (param, key) in [(&api.search_param, "search_param"), (&api.ordering_param, "ordering_param")] {
        if let Some(param) = param.as_ref().filter(|p| p.is_empty()) {
            bad(param, key, "a query parameter has a name", d);
        }
    }
}

/// Why an API cannot be called so.
fn wrong_name(name: &str) -> Option<&'static str> {
    if !rules::is_api_name(name) || name.ends_with('_') || name.contains("__") {
        Some("snake_case: the crate and the binary are called so")
    } else if ["auth", "authtoken", "contenttypes", "sessions"].contains(&name) {
        Some("Django's own apps have this name, and so have their tables")
    } else if RUST_CRATES.contains(&name) || is_keyword(name) {
        Some("a crate cannot be called so")
    } else {
        None
    }
}

/// Whether an API can be called so.
#[cfg(feature = "cli")]
pub(crate) fn is_name(name: &str) -> bool {
    wrong_name(name).is_none()
}

/// Names that would hide a crate that generated code or the compiler uses, and those that cargo refuses for a binary, because
/// folders beside it are called so.
const RUST_CRATES: &[&str] = &["core", "std", "alloc", "proc_macro", "test", "restwright", "build", "deps", "examples", "incremental"];

fn bad(value: &Spanned<String>, key: &str, expected: &str, d: &mut Diagnostics) {
    d.report(&codes::API_VALUE, value.origin, &[value, key, expected]);
}

fn path_text(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric() || "/-_.~".contains(c))
}

fn throttling(api: &ApiSpec, d: &mut Diagnostics) {
    let throttling = &api.throttling;
    for (_, rate) in &throttling.rates {
        if rules::rate(rate).is_none() {
            bad(rate, "rates", "a number and a period: `100/day`", d);
        }
    }
    for class in throttling.classes.iter().flat_map(|c| &c.value) {
        let scope = match class.value {
            ThrottleKind::Anon => "anon",
            ThrottleKind::User => "user",
            ThrottleKind::Scoped => continue,
        };
        if !throttling.rates.iter().any(|(name, _)| name.value == scope) {
            d.report(&codes::NO_EFFECT, class.origin, &[scope, "it has no rate"])
                .help(format!("add a rate: `rates = {{ {scope} = \"100/day\" }}`"));
        }
    }
}

fn versioning(api: &ApiSpec, d: &mut Diagnostics) {
    let versioning = &api.versioning;
    let class = versioning.class.as_ref().map_or(VersioningKind::None, |c| c.value);
    for version in versioning.allowed.iter().flat_map(|a| &a.value).chain(&versioning.default) {
        if version.is_empty() || !path_text(version) || version.contains('/') {
            bad(version, "versioning", "a version is one segment of a path: letters, digits, `.`, `-` and `_`", d);
        }
    }
    if let Some(allowed) = versioning.allowed.as_ref().filter(|a| a.is_empty() && class == VersioningKind::Namespace) {
        d.report(&codes::SETTINGS, allowed.origin, &["`namespace` versioning has a namespace for each allowed version, and there is none"]);
    }
}

fn lists(api: &ApiSpec, d: &mut Diagnostics) {
    if let Some(renderers) = api.renderers.as_ref().filter(|r| r.is_empty()) {
        d.report(&codes::SETTINGS, renderers.origin, &["without a renderer no request can be answered"]);
    }
    if let Some(format) = &api.datetime_format
        && !matches!(format.to_lowercase().as_str(), "iso-8601" | "unix")
        && !format.contains('%')
    {
        bad(format, "datetime", "`iso-8601`, `unix`, or a strftime format such as `%Y-%m-%d %H:%M`", d);
    }
}

/// Numbers that bound what a request may ask for.
fn limits(api: &ApiSpec, d: &mut Diagnostics) {
    let mut within = |number: &Opt<u32>, key: &str, most: u32, expected: &str| {
        let wrong = number.as_ref().filter(|n| n.value == 0 || n.value > most);
        if let Some(number) = wrong {
            d.report(&codes::API_VALUE, number.origin, &[&number.value.to_string(), key, expected]);
        }
        wrong.is_none()
    };
    let depth = &api.dynamic_fields_max_depth;
    let valid = within(depth, "max_depth", DEEPEST_EXPANSION, "from 1 to 16: each level multiplies what a request may ask for");
    within(&api.input.max_depth, "max_depth", Input::DEEPEST, &format!("from 1 to {}: arrays and objects in each other", Input::DEEPEST));
    within(&api.input.max_items, "max_items", u32::MAX / Input::ITEMS_IN_ALL, "at least 1");
    if api.dynamic_fields.as_ref().is_some_and(|enabled| enabled.value) {
        return;
    }
    let recursive = api.dynamic_fields_recursive.as_ref().map(|f| f.origin);
    for (origin, key) in [(depth.as_ref().filter(|_| valid).map(|n| n.origin), "max_depth"), (recursive, "recursive")] {
        if let Some(origin) = origin {
            d.report(&codes::NO_EFFECT, origin, &[key, "dynamic fields are off"]).help("add `enabled = true`");
        }
    }
}

/// The deepest expansion that an API may allow.
const DEEPEST_EXPANSION: u32 = 16;

/// The sizes of a pagination, and DRF's assertion on cursors.
pub(super) fn sizes(pagination: &PaginationSpec, d: &mut Diagnostics) {
    let class = pagination.class.as_ref().map_or(PaginationClass::None, |c| c.value);
    // Clients may ask for a size of their own.
    let sized = matches!(class, PaginationClass::PageNumber | PaginationClass::Cursor);
    let positive = |size: &Opt<u64>, key: &str, d: &mut Diagnostics| {
        if let Some(size) = size.as_ref().filter(|s| s.value == 0) {
            d.report(&codes::API_VALUE, size.origin, &["0", key, "at least 1"]);
        }
    };
    positive(&pagination.page_size, "page_size", d);
    positive(&pagination.max_page_size, "max_page_size", d);
    if let (Some(size), Some(max)) = (&pagination.page_size, &pagination.max_page_size)
        && size.value > max.value
        && sized
    {
        d.report(
            &codes::NO_EFFECT,
            max.origin,
            &["max_page_size", "the default page is larger, and only sizes that clients ask for are cut"],
        )
        .also(size.origin, "the default");
    }
    let only = |used: bool, classes: &str, origin: Option<crate::source::Origin>, key: &str, d: &mut Diagnostics| {
        if let Some(origin) = origin.filter(|_| !used && class != PaginationClass::None) {
            d.report(&codes::NO_EFFECT, origin, &[key, &format!("it belongs to {classes}")]);
        }
    };
    let param = pagination.page_size_query_param.as_ref();
    only(sized, "`page_number` and `cursor`", param.map(|p| p.origin), "page_size_query_param", d);
    if let Some(max) = pagination.max_page_size.as_ref().filter(|_| sized && param.is_none()) {
        d.report(&codes::NO_EFFECT, max.origin, &["max_page_size", "clients cannot ask for a size"]).help("add `page_size_query_param`");
    }
    only(class == PaginationClass::Cursor, "`cursor`", pagination.ordering.as_ref().map(|o| o.origin), "ordering", d);
    let own = if class == PaginationClass::Cursor { "cursor" } else { "page" };
    if let Some(param) = param.filter(|p| p.is_empty() || p.value == own) {
        d.report(&codes::API_VALUE, param.origin, &[param, "page_size_query_param", &format!("a name other than `{own}`")]);
    }
    if let Some(ordering) = pagination.ordering.as_ref().filter(|o| o.is_empty() && !pagination.doubtful) {
        d.report(&codes::SETTINGS, ordering.origin, &["a cursor needs an ordering"]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crates_have_names_of_their_own() {
        for name in ["fn", "crate", "self", "async", "try", "gen", "yield"] {
            assert!(is_keyword(name), "{name}");
        }
        for name in ["library", "r", "union", "default"] {
            assert!(!is_keyword(name) && !RUST_CRATES.contains(&name), "{name}");
        }
    }
}
