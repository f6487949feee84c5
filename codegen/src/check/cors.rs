//! `[cors]` of `api.toml`.

use super::patterns;
use crate::diag::{Diagnostics, codes};
use crate::spec::{CorsSpec, Names, Opt, Spanned};
use restwright_schema::cors::{is_token, origin_error};

pub(super) fn check(cors: &CorsSpec, d: &mut Diagnostics) {
    for origin in cors.allowed_origins.iter().flat_map(|list| &list.value) {
        let everything = matches!(origin.as_str(), "*" | "https://*" | "http://*");
        if let Some(help) = origin_error(origin) {
            let report = d.report(&codes::API_VALUE, origin.origin, &[origin, "allowed_origins", help]);
            if everything {
                report.help("`allow_all_origins = true` allows every origin");
            } else if origin.contains('*') {
                report.help("patterns stand in `allowed_origin_regexes`: `'^https://[a-z0-9-]+\\.example\\.org$'`");
            }
        }
    }
    for regex in cors.allowed_origin_regexes.iter().flat_map(|list| &list.value) {
        patterns::check(regex, "allowed_origin_regexes", d);
        if patterns::compile(regex).is_ok() && !["$", "\\Z", "\\z"].iter().any(|end| regex.ends_with(end)) {
            d.report(&codes::OPEN_ORIGIN, regex.origin, &[regex, "those too that only begin so"]).help("end the pattern with `$`");
        }
    }
    if let Some(regex) = &cors.urls_regex {
        patterns::check(regex, "urls_regex", d);
    }
    if let Some(methods) = &cors.allow_methods {
        let known = |method: &Spanned<String>| is_token(method) && !method.bytes().any(|b| b.is_ascii_lowercase());
        for method in methods.iter().filter(|method| !known(method)) {
            d.report(&codes::API_VALUE, method.origin, &[method, "allow_methods", "a method, in capital letters"]);
        }
    }
    for (headers, key) in [(&cors.allowed_headers, "allowed_headers"), (&cors.expose_headers, "expose_headers")] {
        for header in headers.iter().flat_map(|list| &list.value).filter(|header| !is_token(header)) {
            d.report(&codes::API_VALUE, header.origin, &[header, key, "the name of a header"]);
        }
    }
    if let Some(age) = cors.max_age.as_ref().filter(|age| age.value > MAX_AGE) {
        d.report(&codes::API_VALUE, age.origin, &[&age.value.to_string(), "max_age", "a number of seconds, a year at most"]);
    }
    together(cors, d);
}

/// Origins that have nothing in common.
const ANYONE: [&str; 2] = ["https://x1.example", "http://127.0.0.1:8000"];

/// A year, in seconds; browsers keep what they were told for some hours, whatever a server says.
const MAX_AGE: u64 = 31_536_000;

fn together(cors: &CorsSpec, d: &mut Diagnostics) {
    let set = |flag: &Opt<bool>| flag.as_ref().filter(|flag| flag.value).map(|flag| flag.origin);
    let (all, credentials) = (set(&cors.allow_all_origins), set(&cors.allow_credentials));
    // A pattern for everything is as much as the key that says so.
    let anyone = |regex: &&Spanned<String>| {
        patterns::compile(&format!(r"\A(?:{})", regex.value)).is_ok_and(|r| ANYONE.iter().all(|o| r.is_match(o)))
    };
    let pattern = cors.allowed_origin_regexes.iter().flat_map(|list| &list.value).find(anyone).map(|regex| regex.origin);
    if let (Some(all), Some(credentials)) = (all.or(pattern), credentials) {
        d.report(&codes::SETTINGS, all, &["every origin is allowed to use the logins of users"])
            .also(credentials, "browsers send cookies along")
            .help("name the origins: `allowed_origins = [\"https://app.example.org\"]`");
    }
    let null = cors.allowed_origins.iter().flat_map(|list| &list.value).find(|origin| origin.value == "null");
    if let (Some(null), Some(credentials)) = (null, credentials) {
        d.report(&codes::OPEN_ORIGIN, null.origin, &["null", "a page of any site can have it, and use the logins of users"])
            .also(credentials, "browsers send cookies along");
    }
    // With credentials a browser takes an asterisk for a name.
    let lists =
        [(&cors.allow_methods, "allow_methods"), (&cors.allowed_headers, "allowed_headers"), (&cors.expose_headers, "expose_headers")];
    for (names, key) in lists {
        let star = names.iter().flat_map(|list| &list.value).find(|name| name.value == "*");
        if let (Some(star), Some(credentials)) = (star, credentials) {
            d.report(&codes::SETTINGS, star.origin, &[&format!("`*` in `{key}` is a name like others where credentials are allowed")])
                .also(credentials, "allowed here");
        }
    }
    let some = |list: &Option<Names>| list.as_ref().is_some_and(|list| !list.value.is_empty());
    let named = some(&cors.allowed_origins) || some(&cors.allowed_origin_regexes);
    if all.is_none() && !named {
        d.report(&codes::NO_EFFECT, cors.origin, &["[cors]", "no origin is allowed"])
            .help("add `allowed_origins = [\"https://app.example.org\"]`");
    }
    if all.is_some() && named {
        for (list, key) in [(&cors.allowed_origins, "allowed_origins"), (&cors.allowed_origin_regexes, "allowed_origin_regexes")] {
            if let Some(list) = list.as_ref().filter(|list| !list.value.is_empty()) {
                d.report(&codes::NO_EFFECT, list.origin, &[key, "`allow_all_origins` allows every origin"]);
            }
        }
    }
}
