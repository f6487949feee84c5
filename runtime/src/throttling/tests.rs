#![allow(clippy::unwrap_used)]

use super::*;
use crate::error::ErrorBody;
use crate::request::{UrlStyle, User};
use crate::schema::api::{ThrottleStore, Throttling};
use std::io::Write as _;

fn request(user: Option<i64>) -> Request {
    from("10.0.0.1", user)
}

fn from(peer: &str, user: Option<i64>) -> Request {
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
        user: user.map(|id| User {
            id,
            username: id.to_string(),
            email: String::new(),
            first_name: String::new(),
            last_name: String::new(),
            is_staff: false,
            is_superuser: false,
        }),
        version: None,
        peer: peer.parse().ok(),
        above: None,
        action: None,
    }
}

fn throttles(classes: &'static [ThrottleKind], rates: &'static [(&'static str, &'static str)]) -> Throttles {
    let mut api = Api::new("shop", "Shop");
    api.throttling = Throttling { classes, rates, ..Throttling::NONE };
    Throttles::new(&api, None, None)
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
    let at = async |user, seconds| throttles.check_at(None, &request(user), start + Duration::from_secs_f64(seconds)).await;
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
    let mut req = from("::1", None);
    assert!(throttles.check(None, &req).await.is_ok());
    assert!(throttles.check(None, &req).await.is_ok(), "no scope, no throttle");
    assert!(throttles.check(Some("uploads"), &req).await.is_ok());
    assert!(throttles.check(Some("uploads"), &req).await.is_err());
    assert!(throttles.check(Some("others"), &req).await.is_ok());
    req.headers.insert("x-forwarded-for", http::HeaderValue::from_static("1.2.3.4"));
    assert!(throttles.check(Some("uploads"), &req).await.is_err(), "no proxy is trusted unless the settings say so");
    assert!(throttles.check(Some("uploads"), &from("10.0.0.2", None)).await.is_ok());
    assert!(throttles.check(Some("uploads"), &from("", None)).await.is_ok(), "an address that nobody knows is one client");
    assert!(throttles.check(Some("uploads"), &from("", None)).await.is_err());
}

#[tokio::test]
async fn proxies_are_trusted_by_the_api_or_by_the_operator() {
    let mut api = Api::new("shop", "Shop");
    let classes = &[ThrottleKind::Anon];
    api.throttling = Throttling { classes, rates: &[("anon", "1/day")], num_proxies: NumProxies::Count(1), ..Throttling::NONE };
    for (setting, passes) in [(None, true), (Some(NumProxies::All), true), (Some(NumProxies::Count(0)), false)] {
        let throttles = Throttles::new(&api, None, setting);
        let mut req = request(None);
        req.headers.insert("x-forwarded-for", http::HeaderValue::from_static("1.2.3.4"));
        assert!(throttles.check(None, &req).await.is_ok());
        req.headers.insert("x-forwarded-for", http::HeaderValue::from_static("5.6.7.8"));
        assert_eq!(throttles.check(None, &req).await.is_ok(), passes, "{setting:?}");
    }
}

/// A Redis for tests; `None`, which is said, where none answers.
async fn redis() -> Option<Redis> {
    let url = std::env::var("TEST_REDIS_URL").unwrap_or_else(|_| "redis://127.0.0.1:6379".to_owned());
    let redis = Redis::new(&url).unwrap();
    if let Err(error) = redis.look("restwright:test", Rate::parse("1000/s").unwrap()).await {
        assert!(std::env::var_os("RESTWRIGHT_REQUIRE_SERVICES").is_none(), "{url}: {error}");
        // Not `eprintln!`, which a test that passes never shows.
        let _ = writeln!(std::io::stderr(), "\nSKIPPED: no Redis answers at {url} ({error}); TEST_REDIS_URL names another");
        return None;
    }
    Some(redis)
}

/// A key that no earlier run has used.
fn fresh_key() -> String {
    format!("restwright:test:{}", uuid::Uuid::new_v4())
}

/// What two processes would see: each has throttles of its own, and both count in one Redis.
#[tokio::test]
async fn redis_counts_for_all_processes() {
    let Some(redis) = redis().await else { return };
    let mut api = Api::new("shop", "Shop");
    let classes = &[ThrottleKind::User];
    api.throttling = Throttling { classes, rates: &[("user", "2/min")], store: ThrottleStore::Redis, num_proxies: NumProxies::All };
    let process = || Throttles::new(&api, Some(redis.clone()), None);
    let (one, other) = (process(), process());
    let mut req = request(None);
    // A client that no earlier run has counted.
    req.headers.insert("x-forwarded-for", http::HeaderValue::try_from(uuid::Uuid::new_v4().to_string()).unwrap());
    assert!(one.check(None, &req).await.is_ok());
    assert!(other.check(None, &req).await.is_ok());
    for throttles in [&one, &other] {
        let refused = throttles.check(None, &req).await.unwrap_err();
        assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(matches!(refused.headers[0].1.as_str(), "59" | "60"), "{refused:?}");
    }
    req.headers.insert("x-forwarded-for", http::HeaderValue::try_from(uuid::Uuid::new_v4().to_string()).unwrap());
    let all: Vec<_> = (0..20).map(|_| one.check(None, &req)).collect();
    let mut passed = 0;
    for check in all {
        passed += usize::from(check.await.is_ok());
    }
    assert_eq!(passed, 2);
}

#[tokio::test]
async fn redis_slides_looks_and_takes_back() {
    let Some(redis) = redis().await else { return };
    let (key, rate) = (fresh_key(), Rate::parse("2/s").unwrap());
    for _ in 0..2 {
        assert_eq!(redis.count(&key, rate).await.unwrap(), None);
    }
    let begun = Instant::now();
    let wait = redis.look(&key, rate).await.unwrap().unwrap();
    assert!(wait <= Duration::from_secs(1));
    redis.uncount(&key).await.unwrap();
    assert_eq!(redis.look(&key, rate).await.unwrap(), None);
    assert_eq!(redis.count(&key, rate).await.unwrap(), None);
    assert!(redis.count(&key, rate).await.unwrap().is_some());
    while redis.look(&key, rate).await.unwrap().is_some() {
        assert!(begun.elapsed() < Duration::from_secs(5), "the window does not slide");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(redis.count(&key, rate).await.unwrap(), None);
    for _ in 0..3 {
        redis.uncount(&key).await.unwrap();
    }
    assert_eq!(redis.look(&key, rate).await.unwrap(), None);
}

#[tokio::test]
async fn redis_keeps_few_moments_of_a_large_rate() {
    let Some(redis) = redis().await else { return };
    let (key, rate) = (fresh_key(), Rate::parse("2000/day").unwrap());
    for _ in 0..2000 {
        assert_eq!(redis.count(&key, rate).await.unwrap(), None);
    }
    let wait = redis.count(&key, rate).await.unwrap().unwrap();
    assert!(wait > Duration::from_secs(86_300) && wait <= Duration::from_secs(86_400), "{wait:?}");
    let moments = redis.length(&key).await.unwrap();
    assert!(moments <= 10, "{moments} moments for requests of a few seconds");
}

#[tokio::test]
async fn a_redis_that_is_gone_stops_nobody() {
    let mut api = Api::new("shop", "Shop");
    let classes = &[ThrottleKind::User];
    api.throttling = Throttling { classes, rates: &[("user", "1/min")], store: ThrottleStore::Redis, ..Throttling::NONE };
    let redis = Some(Redis::new("redis://127.0.0.1:1").unwrap());
    let throttles = Throttles::new(&api, redis, None);
    for _ in 0..2 {
        assert!(throttles.check(None, &request(None)).await.is_ok());
    }
}
