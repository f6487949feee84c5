//! Who may do what: authentication, permissions, throttles.

use super::{Found, names, shown};
use restwright_schema::Api;
use restwright_schema::api::{Cors, ThrottleKind};
use restwright_schema::link::{Graph, View};
use restwright_schema::viewset::{Authentication, Permission};

/// Somebody who asks, as far as permissions tell people apart.
struct Who {
    word: &'static str,
    authenticated: bool,
    staff: bool,
    /// Has the model's permissions.
    permitted: bool,
    superuser: bool,
}

const PEOPLE: &[Who] = &[
    Who { word: "somebody without a login", authenticated: false, staff: false, permitted: false, superuser: false },
    Who { word: "a user", authenticated: true, staff: false, permitted: false, superuser: false },
    Who { word: "a user with the model's permissions", authenticated: true, staff: false, permitted: true, superuser: false },
    Who { word: "a member of the staff", authenticated: true, staff: true, permitted: false, superuser: false },
    Who { word: "a member of the staff with the model's permissions", authenticated: true, staff: true, permitted: true, superuser: false },
    Who { word: "a superuser", authenticated: true, staff: true, permitted: true, superuser: true },
];

/// What DRF's class answers. Object permissions are Django's own backend's: nobody but superusers has them.
fn allows(permission: &Permission, who: &Who, safe: bool) -> bool {
    match permission {
        Permission::AllowAny => true,
        Permission::IsAuthenticated => who.authenticated,
        Permission::IsAdminUser => who.staff,
        Permission::IsAuthenticatedOrReadOnly => safe || who.authenticated,
        Permission::ModelPermissions => who.authenticated && (safe || who.permitted),
        Permission::ModelPermissionsOrAnonReadOnly => safe || (who.authenticated && who.permitted),
        Permission::ObjectPermissions => who.authenticated && (safe || who.superuser),
        Permission::ModelPermissionsBy(map) => {
            // Of all methods of a kind the narrowest promise counts.
            let (asked, free): (&[&str], bool) = if safe { (&["GET"], true) } else { (&["POST", "PUT", "PATCH", "DELETE"], false) };
            let needed = asked.iter().any(|method| map.iter().find(|e| e.method == *method).map_or(!free, |e| !e.permissions.is_empty()));
            who.authenticated && (!needed || who.permitted || who.superuser)
        }
        Permission::Any(list) => list.iter().any(|p| allows(p, who, safe)),
        Permission::All(list) => list.iter().all(|p| allows(p, who, safe)),
        Permission::Not(inner) => !allows(inner, who, safe),
        // What a hook answers is in Rust: that there is one at all is the narrower promise.
        Permission::Custom(_) => who.superuser,
    }
}

/// One resource's permissions, logins and scope.
pub(super) fn view(old: &View, new: &View, place: &str, found: &mut Found) {
    for (safe, does) in [(true, "read"), (false, "write")] {
        turned((old.permissions, new.permissions), safe, does, place, found);
    }
    // Actions that have permissions of their own on one of the two sides.
    let mut seen: Vec<&str> = Vec::new();
    for by in old.permissions_by_action.iter().chain(new.permissions_by_action) {
        if seen.contains(&by.action) {
            continue;
        }
        seen.push(by.action);
        let safe = matches!(by.action, "list" | "retrieve");
        turned((old.permissions_of(Some(by.action)), new.permissions_of(Some(by.action))), safe, by.action, place, found);
    }
    authentication(old.authentication, new.authentication, place, found);
    if old.throttle_scope != new.throttle_scope {
        let word = |scope: Option<&str>| shown(scope.unwrap_or_default());
        let message = format!("throttle_scope: {} is now {}", word(old.throttle_scope), word(new.throttle_scope));
        found.add("throttling", new.throttle_scope.is_some(), place, message);
    }
}

/// Whom one list of permissions lets in and another does not.
fn turned((old, new): (&'static [Permission], &'static [Permission]), safe: bool, does: &str, place: &str, found: &mut Found) {
    let permit = |list: &[Permission], who: &Who| list.iter().all(|p| allows(p, who, safe));
    for who in PEOPLE.iter().filter(|who| permit(old, who) && !permit(new, who)) {
        found.add("access", true, place, format!("{} may no longer {does}", who.word));
    }
    for who in PEOPLE.iter().filter(|who| !permit(old, who) && permit(new, who)) {
        found.add("access", false, place, format!("{} may {does} now", who.word));
    }
}

/// What a viewset reads, writes and counts, where it is not as the API says: that is compared once.
pub(super) fn options((old, new): (&Graph, &Graph), (a, b): (&View, &View), place: &str, found: &mut Found) {
    fn words<T: std::fmt::Debug>(list: &[T]) -> Vec<String> {
        list.iter().map(|item| format!("{item:?}").to_lowercase()).collect()
    }
    if a.parsers != old.api.parsers || b.parsers != new.api.parsers {
        found.sets("media-types", place, "the parser", &words(a.parsers), &words(b.parsers));
    }
    if a.renderers != old.api.renderers || b.renderers != new.api.renderers {
        found.sets("media-types", place, "the renderer", &words(a.renderers), &words(b.renderers));
        if a.renderers.len() == b.renderers.len() && a.renderers.first() != b.renderers.first() {
            found.add("media-types", true, place, "another renderer answers those who ask for none");
        }
    }
    if a.throttles != old.api.throttling.classes || b.throttles != new.api.throttling.classes {
        for kind in [ThrottleKind::Anon, ThrottleKind::User, ThrottleKind::Scoped] {
            counted(kind, a.throttles, b.throttles, place, found);
        }
    }
}

fn counted(kind: ThrottleKind, old: &[ThrottleKind], new: &[ThrottleKind], place: &str, found: &mut Found) {
    let word = format!("{kind:?}").to_lowercase();
    match (old.contains(&kind), new.contains(&kind)) {
        (false, true) => found.add("throttling", true, place, format!("requests are counted (`{word}`)")),
        (true, false) => found.add("throttling", false, place, format!("requests are no longer counted (`{word}`)")),
        _ => {}
    }
}

fn authentication(old: &[Authentication], new: &[Authentication], place: &str, found: &mut Found) {
    let words = |list: &[Authentication]| list.iter().map(|a| format!("{a:?}").to_lowercase()).collect::<Vec<_>>();
    found.sets("authentication", place, "the login by", &words(old), &words(new));
    // The first class says whether a missing login is a 401 or a 403 (DRF's `authenticate_header`).
    let challenge = |list: &[Authentication]| list.first().is_some_and(|a| *a != Authentication::Session);
    if challenge(old) != challenge(new) && !old.is_empty() {
        let code = |yes: bool| if yes { "401" } else { "403" };
        found.add(
            "authentication",
            true,
            place,
            format!("a missing login was a {}, and is a {}", code(challenge(old)), code(challenge(new))),
        );
    }
}

/// The API's throttles. Permissions and logins are compared where they end up: at each resource.
pub(super) fn api(old: &Api, new: &Api, found: &mut Found) {
    let (a, b) = (old.throttling, new.throttling);
    for kind in [ThrottleKind::Anon, ThrottleKind::User, ThrottleKind::Scoped] {
        counted(kind, a.classes, b.classes, "api", found);
    }
    if a.num_proxies != b.num_proxies && !(a.classes.is_empty() && b.classes.is_empty()) {
        let message = format!("num_proxies: {} is now {}: clients are told apart otherwise", a.num_proxies, b.num_proxies);
        found.add("throttling", false, "api", message);
    }
    for (scope, rate) in b.rates {
        let Some((_, before)) = a.rates.iter().find(|(s, _)| s == scope) else { continue };
        let lower = match (per_day(before), per_day(rate)) {
            (Some(before), Some(now)) => now < before,
            _ => true,
        };
        if before != rate {
            found.add("throttling", lower, "api", format!("the rate `{scope}`: {before} is now {rate}"));
        }
    }
}

/// A rate in requests a day, by DRF's first letter of the period.
fn per_day(rate: &str) -> Option<u64> {
    let (count, period) = rate.split_once('/')?;
    let times = match period.chars().next()? {
        's' => 86_400,
        'm' => 1_440,
        'h' => 24,
        'd' => 1,
        _ => return None,
    };
    count.trim().parse::<u64>().ok()?.checked_mul(times)
}

/// Which pages of other origins may ask: a page whose origin, method or header is no longer allowed is told nothing by its browser.
pub(super) fn cors(old: &Cors, new: &Cors, found: &mut Found) {
    let all = (old.allow_all_origins, new.allow_all_origins);
    found.turned("cors", all.0, "api", "allow_all_origins", all, ToString::to_string);
    let credentials = (old.allow_credentials, new.allow_credentials);
    found.turned("cors", credentials.0, "api", "allow_credentials", credentials, ToString::to_string);
    if !all.0 && !all.1 {
        found.sets("cors", "api", "the origin", &names(old.allowed_origins), &names(new.allowed_origins));
        found.sets("cors", "api", "the origins' pattern", &names(old.allowed_origin_regexes), &names(new.allowed_origin_regexes));
    }
    if !old.is_on() || !new.is_on() {
        return;
    }
    found.sets("cors", "api", "the method of other origins", &names(old.allow_methods), &names(new.allow_methods));
    found.sets("cors", "api", "the header that other origins send", &lower(old.allowed_headers), &lower(new.allowed_headers));
    found.sets("cors", "api", "the header that other origins read", &lower(old.expose_headers), &lower(new.expose_headers));
    found.turned("cors", true, "api", "urls_regex", (old.urls_regex, new.urls_regex), |t| shown(t));
    let network = (old.allow_private_network, new.allow_private_network);
    found.turned("cors", network.0, "api", "allow_private_network", network, ToString::to_string);
}

/// Names of headers, whose case does not matter.
fn lower(list: &[&'static str]) -> Vec<String> {
    list.iter().map(|name| name.to_ascii_lowercase()).collect()
}
