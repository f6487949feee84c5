//! `api.toml`: what holds for all resources.

use super::{Found, names, shown};
use restwright_schema::Api;
use restwright_schema::api::{RouterKind, VersioningKind};

const PLACE: &str = "api";

pub(super) fn compare(old: &Api, new: &Api, found: &mut Found) {
    found.turned("texts", false, PLACE, "title", (old.title, new.title), |t| shown(t));
    found.turned("texts", false, PLACE, "description", (old.description, new.description), |t| shown(t));
    found.turned("texts", false, PLACE, "version", (old.version, new.version), |t| shown(t));
    found.turned("prefix", true, PLACE, "the prefix", (old.prefix, new.prefix), |t| shown(t));
    let simple = new.router == RouterKind::Simple;
    found.turned("routing", simple, PLACE, "the router", (old.router, new.router), |r| {
        match r {
            RouterKind::Default => "`default` (an API root and format suffixes)",
            RouterKind::Simple => "`simple`",
        }
        .to_owned()
    });
    found.turned("routing", true, PLACE, "trailing_slash", (old.trailing_slash, new.trailing_slash), ToString::to_string);
    versioning(old, new, found);
    let word = |list: &[String]| list.to_vec();
    let renderers = |api: &Api| api.renderers.iter().map(|r| format!("{r:?}").to_lowercase()).collect::<Vec<_>>();
    let parsers = |api: &Api| api.parsers.iter().map(|p| format!("{p:?}").to_lowercase()).collect::<Vec<_>>();
    found.sets("media-types", PLACE, "the renderer", &word(&renderers(old)), &word(&renderers(new)));
    found.sets("media-types", PLACE, "the parser", &parsers(old), &parsers(new));
    let (first, now) = (renderers(old).into_iter().next(), renderers(new).into_iter().next());
    if renderers(old).len() == renderers(new).len() && first != now {
        found.add("media-types", true, PLACE, "another renderer answers those who ask for none");
    }
    found.turned("search", true, PLACE, "search_param", (old.search_param, new.search_param), |t| shown(t));
    found.turned("ordering", true, PLACE, "ordering_param", (old.ordering_param, new.ordering_param), |t| shown(t));
    found.turned("format", true, PLACE, "errors", (old.errors, new.errors), |e| format!("{e:?}").to_lowercase());
    let coerce = |c: &bool| if *c { "texts" } else { "numbers" }.to_owned();
    found.turned("format", true, PLACE, "decimals", (old.coerce_decimal_to_string, new.coerce_decimal_to_string), coerce);
    found.turned("format", true, PLACE, "datetimes", (old.datetime_format, new.datetime_format), |t| shown(t));
    found.turned(
        "dynamic-fields",
        !new.dynamic_fields,
        PLACE,
        "dynamic_fields",
        (old.dynamic_fields, new.dynamic_fields),
        ToString::to_string,
    );
    if old.dynamic_fields && new.dynamic_fields {
        let (depths, recursive) =
            ((old.dynamic_fields_max_depth, new.dynamic_fields_max_depth), (old.dynamic_fields_recursive, new.dynamic_fields_recursive));
        found.turned("dynamic-fields", depths.1 < depths.0, PLACE, "dynamic_fields.max_depth", depths, ToString::to_string);
        found.turned("dynamic-fields", !recursive.1, PLACE, "dynamic_fields.recursive", recursive, ToString::to_string);
    }
    let depths = (old.input.max_depth, new.input.max_depth);
    found.turned("limits", depths.1 < depths.0, PLACE, "input.max_depth", depths, ToString::to_string);
    let items = (old.input.max_items, new.input.max_items);
    found.turned("limits", items.1 < items.0, PLACE, "input.max_items", items, ToString::to_string);
    let moved = !old.docs_openapi.is_empty();
    found.turned("documents", moved, PLACE, "the OpenAPI document", (old.docs_openapi, new.docs_openapi), |t| shown(t));
    found.turned("documents", false, PLACE, "the interactive reference", (old.docs_ui, new.docs_ui), |t| shown(t));
}

fn versioning(old: &Api, new: &Api, found: &mut Found) {
    let (a, b) = (old.versioning, new.versioning);
    found.turned("versioning", true, PLACE, "versions", (a.class, b.class), |c| format!("{c:?}"));
    if a.class != b.class || b.class == VersioningKind::None {
        return;
    }
    found.turned("versioning", true, PLACE, "the default version", (a.default, b.default), |t| shown(t));
    found.sets("versioning", PLACE, "the version", &names(a.allowed), &names(b.allowed));
}
