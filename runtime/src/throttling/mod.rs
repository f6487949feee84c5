//! How often: DRF's `throttling` classes. Each client's latest requests are remembered for as long as its rate's period, in this process
//! or, for many of them together, in Redis.

#[cfg(feature = "redis")]
mod redis;
#[cfg(not(feature = "redis"))]
#[path = "without_redis.rs"]
mod redis;

pub use redis::Redis;

use crate::schema::Api;
use crate::schema::api::ThrottleKind;
use crate::{ApiError, Request};
use http::StatusCode;
use http::header::RETRY_AFTER;
use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How often clients that have not come back are forgotten.
const SWEEP: Duration = Duration::from_secs(60);

/// A rate: `20/min`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// How many requests.
    pub requests: usize,
    /// In how long.
    pub period: Duration,
}

impl Rate {
    /// Reads DRF's grammar: a number, a slash, and a period of which the first letter counts (`s`, `m`, `h`, `d`).
    pub fn parse(text: &str) -> Option<Self> {
        let (requests, period) = text.split_once('/')?;
        let seconds = match period.chars().next()? {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            'd' => 86400,
            _ => return None,
        };
        Some(Self { requests: requests.trim().parse().ok()?, period: Duration::from_secs(seconds) })
    }
}

/// One scope with its rate, and what was counted here. As in DRF, classes of one scope count together.
#[derive(Debug)]
struct Throttle {
    /// The scope of a viewset, or the class's own name for the other two.
    scope: &'static str,
    rate: Rate,
    counted: Mutex<Counted>,
}

#[derive(Debug)]
struct Counted {
    /// The moments of the requests that were let through, latest first.
    clients: HashMap<String, VecDeque<Instant>>,
    swept: Instant,
}

/// All throttles of an API.
#[derive(Debug)]
pub struct Throttles {
    throttles: Vec<Throttle>,
    classes: &'static [ThrottleKind],
    /// Where requests are counted, if not here; and what the names of this API's counters begin with.
    redis: Option<(Redis, &'static str)>,
}

impl Throttles {
    /// The throttles that an API asks for; a rate that cannot be read throttles nobody (the generator refuses such a spec). Requests are
    /// counted in this process unless a Redis is given.
    pub fn new(api: &Api, redis: Option<Redis>) -> Self {
        let throttle = |&(scope, rate): &(&'static str, &str)| {
            let counted = Mutex::new(Counted { clients: HashMap::new(), swept: Instant::now() });
            Some(Throttle { scope, rate: Rate::parse(rate)?, counted })
        };
        let throttles = api.throttling.rates.iter().filter_map(throttle).collect();
        Self { throttles, classes: api.throttling.classes, redis: redis.map(|redis| (redis, api.name)) }
    }

    /// DRF's `APIView.check_throttles`: counts the request. `scope` is the viewset's `throttle_scope`, `remote` the address of the client.
    ///
    /// # Errors
    ///
    /// 429 with `Retry-After` where a throttle is full.
    pub async fn check(&self, scope: Option<&str>, req: &Request, remote: &str) -> Result<(), ApiError> {
        self.check_at(scope, req, remote, Instant::now()).await
    }

    async fn check_at(&self, scope: Option<&str>, req: &Request, remote: &str, now: Instant) -> Result<(), ApiError> {
        let mut longest = None;
        // Every class counts, also after another has refused: the longest wait is told.
        for kind in self.classes {
            let scope = match kind {
                ThrottleKind::Anon => Some("anon"),
                ThrottleKind::User => Some("user"),
                ThrottleKind::Scoped => scope,
            };
            let throttle = scope.and_then(|scope| self.throttles.iter().find(|t| t.scope == scope));
            let (Some(throttle), Some(client)) = (throttle, client(*kind, req, remote)) else { continue };
            let wait = match &self.redis {
                None => throttle.wait(&client, now),
                Some((redis, api)) => throttle.wait_in(redis, api, &client).await,
            };
            longest = longest.max(wait);
        }
        match longest {
            None => Ok(()),
            Some(wait) => Err(throttled(wait)),
        }
    }
}

impl Throttle {
    /// As [`Throttle::wait`], but all processes count together. A Redis that does not answer throttles nobody: an API that is there for too
    /// many is better than one that is there for none.
    async fn wait_in(&self, redis: &Redis, api: &str, client: &str) -> Option<Duration> {
        if self.rate.requests == 0 {
            return Some(self.rate.period);
        }
        let key = format!("restwright:{api}:throttle:{}:{client}", self.scope);
        redis.count(&key, self.rate).await.unwrap_or_else(|error| {
            tracing::error!(%error, "cannot count requests in Redis");
            None
        })
    }

    /// Counts a request, or says how long its client should wait.
    fn wait(&self, client: &str, now: Instant) -> Option<Duration> {
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        let old = |at: Option<&Instant>| at.is_some_and(|at| now.saturating_duration_since(*at) >= self.rate.period);
        if now.saturating_duration_since(counted.swept) >= SWEEP {
            counted.clients.retain(|_, history| !old(history.front()));
            counted.swept = now;
        }
        if self.rate.requests == 0 {
            return Some(self.rate.period);
        }
        if !counted.clients.contains_key(client) {
            counted.clients.insert(client.to_owned(), VecDeque::new());
        }
        let history = counted.clients.get_mut(client)?;
        while old(history.back()) {
            history.pop_back();
        }
        if history.len() < self.rate.requests {
            history.push_front(now);
            return None;
        }
        // DRF divides what remains by the requests that are free then; while a throttle is full that is one.
        history.back().map(|oldest| self.rate.period.saturating_sub(now.saturating_duration_since(*oldest)))
    }
}

/// Whom a class counts a request for; `None`: nobody.
fn client(kind: ThrottleKind, req: &Request, remote: &str) -> Option<String> {
    match (&req.user, kind) {
        (Some(_), ThrottleKind::Anon) => None,
        (Some(user), _) => Some(format!("user {}", user.id)),
        (None, _) => Some(format!("address {}", address(req, remote))),
    }
}

/// DRF's `get_ident` with `NUM_PROXIES` unset: all of `X-Forwarded-For` without its spaces, or the peer's address.
fn address(req: &Request, remote: &str) -> String {
    let forwarded = req.headers.get("x-forwarded-for").map(|v| String::from_utf8_lossy(v.as_bytes()));
    match forwarded {
        Some(list) if !list.is_empty() => list.split_whitespace().collect(),
        _ => remote.to_owned(),
    }
}

/// DRF's `Throttled`.
fn throttled(wait: Duration) -> ApiError {
    let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    let s = if seconds == 1 { "" } else { "s" };
    ApiError::detail(StatusCode::TOO_MANY_REQUESTS, format!("Request was throttled. Expected available in {seconds} second{s}."))
        .header(RETRY_AFTER, seconds.to_string())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::error::ErrorBody;
    use crate::request::{UrlStyle, User};
    use crate::schema::api::{ThrottleStore, Throttling};
    use std::io::Write as _;

    fn request(user: Option<i64>) -> Request {
        Request {
            method: http::Method::GET,
            path: "/".into(),
            query_string: String::new(),
            query: Vec::new(),
            headers: http::HeaderMap::new(),
            body: bytes::Bytes::new(),
            urls: UrlStyle::default(),
            lookup: None,
            parent: None,
            user: user.map(|id| User { id, username: id.to_string(), is_staff: false, is_superuser: false }),
            version: None,
            scopes: Default::default(),
        }
    }

    fn throttles(classes: &'static [ThrottleKind], rates: &'static [(&'static str, &'static str)]) -> Throttles {
        let mut api = Api::new("shop", "Shop");
        api.throttling = Throttling { classes, rates, store: ThrottleStore::Memory };
        Throttles::new(&api, None)
    }

    #[test]
    fn rates() {
        let rate = |requests, seconds| Some(Rate { requests, period: Duration::from_secs(seconds) });
        assert_eq!(Rate::parse("3/day"), rate(3, 86400));
        assert_eq!(Rate::parse("20/min"), rate(20, 60));
        assert_eq!(Rate::parse("1/h"), rate(1, 3600));
        assert_eq!(Rate::parse("x/h"), None);
        assert_eq!(Rate::parse("1/y"), None);
        assert_eq!(Rate::parse("1"), None);
    }

    #[tokio::test]
    async fn the_window_slides() {
        let throttles = throttles(&[ThrottleKind::Anon, ThrottleKind::User], &[("anon", "1/min"), ("user", "2/min")]);
        let start = Instant::now();
        let at = async |user, seconds| throttles.check_at(None, &request(user), "10.0.0.1", start + Duration::from_secs_f64(seconds)).await;
        assert!(at(None, 0.0).await.is_ok());
        let refused = at(None, 1.5).await.unwrap_err();
        assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(refused.body, ErrorBody::Detail("Request was throttled. Expected available in 59 seconds.".into()));
        assert_eq!(refused.headers, [(RETRY_AFTER, "59".to_owned())]);
        assert!(at(Some(7), 2.0).await.is_ok(), "a user is not anonymous");
        assert!(at(Some(7), 3.0).await.is_ok());
        assert!(at(Some(8), 3.0).await.is_ok(), "another user");
        assert_eq!(
            at(Some(7), 61.5).await.unwrap_err().body,
            ErrorBody::Detail("Request was throttled. Expected available in 1 second.".into())
        );
        assert!(at(Some(7), 62.5).await.is_ok());
    }

    #[tokio::test]
    async fn scopes_and_proxies() {
        let throttles = throttles(&[ThrottleKind::Scoped], &[("uploads", "1/day"), ("others", "1/day")]);
        let mut req = request(None);
        assert!(throttles.check(None, &req, "::1").await.is_ok());
        assert!(throttles.check(None, &req, "::1").await.is_ok(), "no scope, no throttle");
        assert!(throttles.check(Some("uploads"), &req, "::1").await.is_ok());
        assert!(throttles.check(Some("uploads"), &req, "::1").await.is_err());
        assert!(throttles.check(Some("others"), &req, "::1").await.is_ok());
        req.headers.insert("x-forwarded-for", http::HeaderValue::from_static("1.2.3.4, 5.6.7.8"));
        assert!(throttles.check(Some("uploads"), &req, "::1").await.is_ok());
        assert!(throttles.check(Some("uploads"), &req, "1.1.1.1").await.is_err());
    }

    /// What two processes would see: each has throttles of its own, and both count in one Redis.
    #[tokio::test]
    async fn redis_counts_for_all_processes() {
        let url = std::env::var("TEST_REDIS_URL").unwrap_or_else(|_| "redis://127.0.0.1:6379".to_owned());
        if let Err(error) = Redis::new(&url).unwrap().count("restwright:test", Rate::parse("1000/s").unwrap()).await {
            assert!(std::env::var_os("RESTWRIGHT_REQUIRE_SERVICES").is_none(), "{url}: {error}");
            // Not `eprintln!`, which a test that passes never shows.
            let _ = writeln!(std::io::stderr(), "\nSKIPPED: no Redis answers at {url} ({error}); TEST_REDIS_URL names another");
            return;
        }
        let mut api = Api::new("shop", "Shop");
        api.throttling = Throttling { classes: &[ThrottleKind::User], rates: &[("user", "2/min")], store: ThrottleStore::Redis };
        let process = || Throttles::new(&api, Some(Redis::new(&url).unwrap()));
        let (one, other) = (process(), process());
        let mut req = request(None);
        // A client that no earlier run has counted.
        req.headers.insert("x-forwarded-for", http::HeaderValue::try_from(uuid::Uuid::new_v4().to_string()).unwrap());
        assert!(one.check(None, &req, "").await.is_ok());
        assert!(other.check(None, &req, "").await.is_ok());
        for throttles in [&one, &other] {
            let refused = throttles.check(None, &req, "").await.unwrap_err();
            assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
            assert!(matches!(refused.headers[0].1.as_str(), "59" | "60"), "{refused:?}");
        }
        req.headers.insert("x-forwarded-for", http::HeaderValue::try_from(uuid::Uuid::new_v4().to_string()).unwrap());
        let all: Vec<_> = (0..20).map(|_| one.check(None, &req, "")).collect();
        let mut passed = 0;
        for check in all {
            passed += usize::from(check.await.is_ok());
        }
        assert_eq!(passed, 2);
    }

    #[tokio::test]
    async fn a_redis_that_is_gone_stops_nobody() {
        let mut api = Api::new("shop", "Shop");
        api.throttling = Throttling { classes: &[ThrottleKind::User], rates: &[("user", "1/min")], store: ThrottleStore::Redis };
        let throttles = Throttles::new(&api, Some(Redis::new("redis://127.0.0.1:1").unwrap()));
        for _ in 0..2 {
            assert!(throttles.check(None, &request(None), "10.0.0.1").await.is_ok());
        }
    }
}
