//! How often: DRF's `throttling` classes. Each client's latest requests are remembered for as long as its rate's period, in this process
//! or, for many of them together, in Redis.

mod client;
mod counter;
#[cfg(feature = "redis")]
mod redis;
#[cfg(not(feature = "redis"))]
#[path = "without_redis.rs"]
mod redis;
#[cfg(test)]
mod tests;

pub use client::Client;
pub use redis::Redis;

use crate::schema::api::{NumProxies, ThrottleKind};
use crate::schema::{Api, rules};
use crate::{ApiError, Request};
pub(crate) use counter::Counters;
use counter::EXACT;
use http::StatusCode;
use http::header::RETRY_AFTER;
use std::time::{Duration, Instant};

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
        let (requests, seconds) = rules::rate(text)?;
        Some(Self { requests: usize::try_from(requests).ok()?, period: Duration::from_secs(seconds) })
    }

    /// The period in microseconds.
    fn micros(self) -> u64 {
        u64::try_from(self.period.as_micros()).unwrap_or(u64::MAX)
    }

    /// Requests within one such part of the period, in microseconds, are counted as made at one moment; 0: each has its own.
    fn width(self) -> u64 {
        if self.requests <= EXACT { 0 } else { self.micros() / EXACT as u64 }
    }
}

/// One scope with its rate, and what was counted. As in DRF, classes of one scope count together.
#[derive(Debug)]
struct Throttle {
    /// The scope of a viewset, or the class's own name for the other two.
    scope: &'static str,
    rate: Rate,
    counters: Counters,
}

/// All throttles of an API.
#[derive(Debug)]
pub struct Throttles {
    throttles: Vec<Throttle>,
    classes: &'static [ThrottleKind],
    /// Where requests are counted, if not here; and what the names of this API's counters begin with.
    redis: Option<(Redis, &'static str)>,
    proxies: NumProxies,
}

impl Throttles {
    /// The throttles that an API asks for; a rate that cannot be read throttles nobody (the generator refuses such a spec). Requests are
    /// counted in this process unless there is a Redis; `proxies` takes the place of the API's `num_proxies`.
    pub fn new(api: &Api, redis: Option<Redis>, proxies: Option<NumProxies>) -> Self {
        let throttle = |&(scope, rate): &(&'static str, &str)| {
            let rate = Rate::parse(rate)?;
            Some(Throttle { scope, rate, counters: Counters::new(rate) })
        };
        let throttles = api.throttling.rates.iter().filter_map(throttle).collect();
        let redis = redis.map(|redis| (redis, api.name));
        Self { throttles, classes: api.throttling.classes, redis, proxies: proxies.unwrap_or(api.throttling.num_proxies) }
    }

    /// The address that a request comes from, as far as proxies are trusted to say it.
    pub fn address(&self, req: &Request) -> Client {
        Client::of_request(req, self.proxies)
    }

    /// DRF's `APIView.check_throttles`: counts the request by the viewset's classes. `scope` is its `throttle_scope`.
    ///
    /// # Errors
    ///
    /// 429 with `Retry-After` where a throttle is full.
    pub async fn check_by(&self, classes: &[ThrottleKind], scope: Option<&str>, req: &Request) -> Result<(), ApiError> {
        self.count(classes, scope, req, Instant::now()).await
    }

    /// The same by the API's own classes.
    ///
    /// # Errors
    ///
    /// As [`Throttles::check_by`].
    pub async fn check(&self, scope: Option<&str>, req: &Request) -> Result<(), ApiError> {
        self.check_by(self.classes, scope, req).await
    }

    #[cfg(test)]
    async fn check_at(&self, scope: Option<&str>, req: &Request, now: Instant) -> Result<(), ApiError> {
        self.count(self.classes, scope, req, now).await
    }

    async fn count(&self, classes: &[ThrottleKind], scope: Option<&str>, req: &Request, now: Instant) -> Result<(), ApiError> {
        let mut longest = None;
        // Every class counts, also after another has refused: the longest wait is told.
        for kind in classes {
            let scope = match kind {
                ThrottleKind::Anon => Some("anon"),
                ThrottleKind::User => Some("user"),
                ThrottleKind::Scoped => scope,
            };
            let throttle = scope.and_then(|scope| self.throttles.iter().find(|t| t.scope == scope));
            let (Some(throttle), Some(client)) = (throttle, self.client(*kind, req)) else { continue };
            let wait = match &self.redis {
                None => throttle.counters.count(client, now),
                Some((redis, api)) => throttle.count_in(redis, api, client).await,
            };
            longest = longest.max(wait);
        }
        match longest {
            None => Ok(()),
            Some(wait) => Err(throttled(wait)),
        }
    }

    /// Whom a class counts a request for; `None`: nobody.
    fn client(&self, kind: ThrottleKind, req: &Request) -> Option<Client> {
        match (&req.user, kind) {
            (Some(_), ThrottleKind::Anon) => None,
            (Some(user), _) => Some(Client::User(user.id)),
            (None, _) => Some(self.address(req)),
        }
    }
}

impl Throttle {
    /// Counts a request for all processes together. A Redis that does not answer throttles nobody: an API that is there for too many is
    /// better than one that is there for none.
    async fn count_in(&self, redis: &Redis, api: &str, client: Client) -> Option<Duration> {
        redis.count(&format!("restwright:{api}:throttle:{}:{client}", self.scope), self.rate).await.unwrap_or_else(|error| {
            tracing::error!(%error, "cannot count requests in Redis");
            None
        })
    }
}

/// DRF's `Throttled`.
pub(crate) fn throttled(wait: Duration) -> ApiError {
    let seconds = seconds(wait);
    let s = if seconds == 1 { "" } else { "s" };
    ApiError::detail(StatusCode::TOO_MANY_REQUESTS, format!("Request was throttled. Expected available in {seconds} second{s}."))
        .header(RETRY_AFTER, seconds.to_string())
}

/// Whole seconds, rounded up, as DRF rounds them.
pub(crate) fn seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}
