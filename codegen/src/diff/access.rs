//! Who may do what: authentication, permissions, throttles.

use super::{Found, names, shown};
use restwright_schema::Api;
use restwright_schema::api::{Cors, ThrottleKind};
use restwright_schema::link::View;
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
        Permission::Any(list) => list.iter().any(|p| allows(p, who, safe)),
        Permission::All(list) => list.iter().all(|p| allows(p, who, safe)),
        Permission::Not(inner) => !allows(inner, who, safe),
        // What a hook answers is in Rust: that there is one at all is the narrower promise.
        Permission::Custom(_) => who.superuser,
    }
}

/// One resource's permissions, logins and scope.
pub(super) fn view(old: &View, new: &View, place: &str, found: &mut Found) {
    let permit = |list: &[Permission], who: &Who, safe| list.iter().all(|p| allows(p, who, safe));
    for (safe, does) in [(true, "read"), (false, "write")] {
        let allowed = |list: &'static [Permission]| PEOPLE.iter().map(move |who| permit(list, who, safe));
        let turned: Vec<(&Who, bool, bool)> =
            PEOPLE.iter().zip(allowed(old.permissions).zip(allowed(new.permissions))).map(|(who, (a, b))| (who, a, b)).collect();
        for (who, ..) in turned.iter().filter(|(_, a, b)| *a && !*b) {
            found.add("access", true, place, format!("{} may no longer {does}", who.word));
        }
        for (who, ..) in turned.iter().filter(|(_, a, b)| !*a && *b) {
            found.add("access", false, place, format!("{} may {does} now", who.word));
        }
    }
    authentication(old.authentication, new.authentication, place, found);
    if old.throttle_scope != new.throttle_scope {
        let word = |scope: Option<&str>| shown(scope.unwrap_or_default());
        let message = format!("throttle_scope: {} is now {}", word(old.throttle_scope), word(new.throttle_scope));
        found.add("throttling", new.throttle_scope.is_some(), place, message);
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
        let word = format!("{kind:?}").to_lowercase();
        match (a.classes.contains(&kind), b.classes.contains(&kind)) {
            (false, true) => found.add("throttling", true, "api", format!("requests are counted (`{word}`)")),
            (true, false) => found.add("throttling", false, "api", format!("requests are no longer counted (`{word}`)")),
            _ => {}
        }
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
