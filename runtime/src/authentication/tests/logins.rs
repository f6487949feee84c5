//! Names and passwords: how often they may be guessed, what is hashed anew, and what a failure costs.

use super::*;
use crate::Value;
use crate::passwords::{Hasher, Passwords};
use crate::throttling::{Rate, Redis};
use base64::Engine as _;
use std::io::Write as _;
use std::sync::Arc;

const BASIC: &[Authentication] = &[Authentication::Basic];
const WRONG: u16 = 401;
const LATER: u16 = 429;

fn basic(name: &str, password: &str, peer: &str) -> Request {
    let credentials = base64::engine::general_purpose::STANDARD.encode(format!("{name}:{password}"));
    let mut req = authorization(&format!("Basic {credentials}"));
    req.peer = peer.parse().ok();
    req
}

/// 200, or the status of the refusal.
async fn status(app: &App, name: &str, password: &str, peer: &str) -> u16 {
    match authenticate(&app.authenticator, BASIC, &basic(name, password, peer)).await {
        Ok(Some(identity)) => {
            assert!(identity.user.username.eq_ignore_ascii_case(name));
            200
        }
        Ok(None) => panic!("nobody"),
        Err(error) => error.status.as_u16(),
    }
}

/// Wrong passwords until the limit.
async fn exhaust(app: &App, name: &str, peer: &str) {
    for n in 0..10 {
        assert_eq!(status(app, name, &format!("wrong {n}"), peer).await, WRONG, "{n}");
    }
}

/// Forgets which passwords were right, as time does.
fn forget(app: &mut App) {
    app.authenticator.passwords = Passwords::default().into();
}

async fn stored(app: &App, name: &str) -> String {
    let sql = "SELECT password FROM auth_user WHERE username = ?";
    let row = app.db.read().await.unwrap().fetch_one(sql, &[Value::Text(name.to_owned())]).await.unwrap();
    row.unwrap().text(0).unwrap().to_string()
}

async fn store(app: &App, name: &str, password: &str) {
    let sql = "UPDATE auth_user SET password = ? WHERE username = ?";
    let args = [Value::Text(password.to_owned()), Value::Text(name.to_owned())];
    app.db.write().await.unwrap().execute(sql, &args).await.unwrap();
}

/// One user more, with a password that takes no time to make.
async fn add(app: &App, id: i64, name: &str, password: &str) {
    let sql = "INSERT INTO auth_user (id, password, is_superuser, username, last_name, email, is_staff, is_active, date_joined, first_name) \
        VALUES (?, ?, FALSE, ?, '', '', FALSE, TRUE, '2026-01-01', '')";
    let args = [Value::Int(id), Value::Text(password.to_owned()), Value::Text(name.to_owned())];
    app.db.write().await.unwrap().execute(sql, &args).await.unwrap();
}

#[tokio::test]
async fn wrong_passwords_are_counted_by_name_and_by_address() {
    let app = app().await;
    exhaust(&app, "anna", "10.0.0.1").await;
    let refused = authenticate(&app.authenticator, BASIC, &basic("anna", "wrong", "10.0.0.1")).await.unwrap_err();
    assert_eq!(refused.status.as_u16(), LATER);
    let seconds: u64 = refused.headers.iter().find(|(name, _)| *name == http::header::RETRY_AFTER).unwrap().1.parse().unwrap();
    assert!((1..=60).contains(&seconds));
    assert_eq!(refused.body, ErrorBody::Detail(format!("Request was throttled. Expected available in {seconds} seconds.")));
    // Neither the right one, nor the name from elsewhere or in other letters, nor another name from there.
    assert_eq!(status(&app, "anna", "anna-pw é", "10.0.0.1").await, LATER);
    assert_eq!(status(&app, "anna", "anna-pw é", "10.0.0.2").await, LATER);
    assert_eq!(status(&app, "ANNA", "wrong", "10.0.0.2").await, LATER);
    assert_eq!(status(&app, "root", "root-pw é", "10.0.0.1").await, LATER);
    // Everybody else may go on.
    assert_eq!(status(&app, "root", "root-pw é", "10.0.0.2").await, 200);
    assert_eq!(status(&app, "nobody", "wrong", "10.0.0.2").await, WRONG);
}

#[tokio::test]
async fn a_name_that_nobody_has_is_counted_alike() {
    let app = app().await;
    exhaust(&app, "nobody", "10.0.0.1").await;
    assert_eq!(status(&app, "nobody", "wrong", "10.0.0.2").await, LATER);
    exhaust(&app, "gone", "10.0.0.3").await;
    assert_eq!(status(&app, "gone", "gone-pw é", "10.0.0.4").await, LATER);
}

#[tokio::test]
async fn strangers_lock_nobody_out_who_has_signed_in_from_there_before() {
    let mut app = app().await;
    assert_eq!(status(&app, "anna", "anna-pw é", "10.0.0.1").await, 200);
    exhaust(&app, "anna", "10.0.0.2").await;
    forget(&mut app);
    assert_eq!(status(&app, "anna", "anna-pw é", "10.0.0.2").await, LATER);
    assert_eq!(status(&app, "anna", "anna-pw é", "10.0.0.1").await, 200);
    // Whoever guesses from there meets a limit too.
    forget(&mut app);
    exhaust(&app, "anna", "10.0.0.1").await;
    assert_eq!(status(&app, "anna", "anna-pw é", "10.0.0.1").await, LATER);
    // Others at the same address don't pay for it.
    assert_eq!(status(&app, "root", "root-pw é", "10.0.0.1").await, 200);
}

#[tokio::test]
async fn a_password_that_is_remembered_cannot_be_guessed_beyond_the_limit() {
    let app = app().await;
    assert_eq!(status(&app, "anna", "anna-pw é", "10.0.0.1").await, 200);
    exhaust(&app, "anna", "10.0.0.1").await;
    assert_eq!(status(&app, "anna", "anna-pw é", "10.0.0.1").await, LATER);
}

#[tokio::test]
async fn right_passwords_do_not_count() {
    let app = app().await;
    for n in 0..50 {
        assert_eq!(status(&app, "anna", "anna-pw é", "10.0.0.1").await, 200, "{n}");
    }
    assert_eq!(app.authenticator.passwords.done.lock().unwrap().len(), 1, "hashed once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_guesses_at_once_are_not_more_guesses() {
    let app = Arc::new(app().await);
    let guesses = (0..30).map(|n| {
        let app = app.clone();
        tokio::spawn(async move { status(&app, "anna", &format!("wrong {n}"), "10.0.0.1").await })
    });
    let mut statuses = Vec::new();
    for guess in guesses.collect::<Vec<_>>() {
        statuses.push(guess.await.unwrap());
    }
    assert_eq!(statuses.iter().filter(|status| **status == WRONG).count(), 10, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == LATER).count(), 20, "{statuses:?}");
    assert_eq!(app.authenticator.passwords.done.lock().unwrap().len(), 10);
}

/// As after a restart, when the requests of many clients behind one address come at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_right_passwords_at_once_are_let_in() {
    let app = app().await;
    let password = Passwords::default().hash("pw").await.unwrap();
    for n in 0..30 {
        add(&app, 100 + n, &format!("user{n}"), &password).await;
    }
    let app = Arc::new(app);
    let logins = (0..90).map(|n| {
        let app = app.clone();
        tokio::spawn(async move { status(&app, &format!("user{}", n % 30), "pw", "10.0.0.1").await })
    });
    for login in logins.collect::<Vec<_>>() {
        assert_eq!(login.await.unwrap(), 200);
    }
    assert_eq!(app.authenticator.passwords.done.lock().unwrap().len(), 30, "the same one is hashed once");
    assert!(app.authenticator.flights.is_empty());
}

#[tokio::test]
async fn the_limit_is_a_setting() {
    let off = app_with(Settings { login_throttle: None, ..Settings::default() }).await;
    for n in 0..12 {
        assert_eq!(status(&off, "anna", &format!("wrong {n}"), "10.0.0.1").await, WRONG);
    }
    let two = app_with(Settings { login_throttle: Rate::parse("2/day"), ..Settings::default() }).await;
    for (n, expected) in [WRONG, WRONG, LATER].into_iter().enumerate() {
        assert_eq!(status(&two, "anna", &format!("wrong {n}"), "10.0.0.1").await, expected);
    }
}

#[tokio::test]
async fn headers_do_not_lift_the_limit() {
    let app = app().await;
    for n in 0..12 {
        let mut req = basic(&format!("name{n}"), "wrong", "10.0.0.1");
        req.headers.insert("x-forwarded-for", HeaderValue::try_from(format!("1.2.3.{n}")).unwrap());
        let refused = authenticate(&app.authenticator, BASIC, &req).await.unwrap_err();
        assert_eq!(refused.status.as_u16(), if n < 10 { WRONG } else { LATER });
    }
}

/// Without `ConnectInfo` all clients would be one: only names are counted.
#[tokio::test]
async fn without_addresses_names_are_counted() {
    let app = app().await;
    exhaust(&app, "anna", "").await;
    assert_eq!(status(&app, "anna", "anna-pw é", "").await, LATER);
    assert_eq!(status(&app, "root", "root-pw é", "").await, 200);
}

#[tokio::test]
async fn processes_count_together_in_redis() {
    let url = std::env::var("TEST_REDIS_URL").unwrap_or_else(|_| "redis://127.0.0.1:6379".to_owned());
    let redis = Redis::new(&url).unwrap();
    if let Err(error) = redis.look("restwright:test", Rate::parse("1/s").unwrap()).await {
        assert!(std::env::var_os("RESTWRIGHT_REQUIRE_SERVICES").is_none(), "{url}: {error}");
        let _ = writeln!(std::io::stderr(), "\nSKIPPED: no Redis answers at {url} ({error}); TEST_REDIS_URL names another");
        return;
    }
    let settings = || Settings { redis: Some(redis.clone()), ..Settings::default() };
    let (mut one, mut other) = (app_with(settings()).await, app_with(settings()).await);
    // Redis remembers earlier runs: addresses and a name of this run's own.
    let run = uuid::Uuid::new_v4();
    let address = |n: u8| {
        std::net::Ipv6Addr::from({
            let mut octets = *run.as_bytes();
            octets[0] = n;
            octets
        })
        .to_string()
    };
    let name = format!("anna{}", &run.simple().to_string()[..12]);
    let password = Passwords::default().hash("pw").await.unwrap();
    for app in [&one, &other] {
        add(app, run.as_u128() as i64 >> 2 & 0xffff_ffff_ffff, &name, &password).await;
    }
    assert_eq!(status(&one, &name, "pw", &address(1)).await, 200);
    for n in 0..10 {
        let app = if n % 2 == 0 { &one } else { &other };
        assert_eq!(status(app, &name, &format!("wrong {n}"), &address(2)).await, WRONG, "{n}");
    }
    for app in [&mut one, &mut other] {
        assert_eq!(status(app, &name, "pw", &address(3)).await, LATER);
        forget(app);
        assert_eq!(status(app, &name, "pw", &address(1)).await, 200, "known in every process");
    }
}

#[tokio::test]
async fn a_redis_that_is_gone_lifts_no_limit() {
    let redis = Some(Redis::new("redis://127.0.0.1:1").unwrap());
    let app = app_with(Settings { redis, login_throttle: Rate::parse("1/min"), ..Settings::default() }).await;
    assert_eq!(status(&app, "anna", "wrong", "10.0.0.1").await, WRONG);
    assert_eq!(status(&app, "anna", "wronger", "10.0.0.1").await, LATER);
}

#[tokio::test]
async fn what_django_stored_is_hashed_anew() {
    /// `secret`, with few iterations.
    const DJANGO: &str = "pbkdf2_sha256$1000$seasalt$+hs9qSCcGyNSGDNojIEbomuX9WI/mzTF5yfwAXqyKOo=";
    let app = app().await;
    store(&app, "anna", DJANGO).await;
    assert_eq!(status(&app, "anna", "wrong", "10.0.0.1").await, WRONG);
    assert_eq!(stored(&app, "anna").await, DJANGO, "not for a wrong one");
    store(&app, "gone", DJANGO).await;
    assert_eq!(status(&app, "gone", "secret", "10.0.0.1").await, WRONG);
    assert_eq!(stored(&app, "gone").await, DJANGO, "not for a user who may not sign in");

    assert_eq!(status(&app, "anna", "secret", "10.0.0.1").await, 200);
    let renewed = stored(&app, "anna").await;
    assert!(renewed.starts_with("argon2$argon2id$v=19$"), "{renewed}");
    let hashed = app.authenticator.passwords.done.lock().unwrap().len();
    assert_eq!(status(&app, "anna", "secret", "10.0.0.1").await, 200);
    assert_eq!(app.authenticator.passwords.done.lock().unwrap().len(), hashed, "remembered by its new form");
    assert_eq!(stored(&app, "anna").await, renewed, "once");

    let settings = Settings { password_hasher: Hasher::Pbkdf2Sha256, ..Settings::default() };
    let django = app_with(settings).await;
    assert_eq!(status(&django, "anna", "anna-pw é", "10.0.0.1").await, 200);
    assert!(stored(&django, "anna").await.starts_with("pbkdf2_sha256$1000000$"));
}

/// Every failure does the work of all forms that the table has: also before such a user has ever tried.
#[tokio::test]
async fn a_failure_costs_the_same_whoever_it_is_for() {
    let app = app().await;
    store(&app, "anna", "pbkdf2_sha256$1000$seasalt$+hs9qSCcGyNSGDNojIEbomuX9WI/mzTF5yfwAXqyKOo=").await;
    add(&app, 50, "unusable", "!xyz").await;
    for (name, password) in [("nobody", "x"), ("unusable", "x"), ("gone", "gone-pw é"), ("root", "x"), ("anna", "x"), ("a\0b", "x")] {
        assert_eq!(status(&app, name, password, "10.0.0.1").await, WRONG, "{name}");
    }
    let mut done = app.authenticator.passwords.done.lock().unwrap().clone();
    done.iter_mut().for_each(|work| work.sort_by_key(|work| format!("{work:?}")));
    assert_eq!(done.len(), 6);
    assert_eq!(done[0].len(), 2, "{done:?}");
    assert!(done.iter().all(|work| *work == done[0]), "{done:?}");
}

#[tokio::test]
async fn the_login_page_has_the_same_limit() {
    let app = app().await;
    exhaust(&app, "anna", "10.0.0.1").await;
    let headers = [("cookie", &*format!("csrftoken={SECRET}")), ("content-type", "application/x-www-form-urlencoded")];
    let body = format!("csrfmiddlewaretoken={SECRET}&username=anna&password=anna-pw+%C3%A9");
    let mut req = request(Method::POST, &headers, &body);
    req.peer = "10.0.0.1".parse().ok();
    let response = pages::answer(&app.authenticator, pages::LOGIN, &req).await;
    assert_eq!(response.status().as_u16(), LATER);
    let seconds = response.headers()[http::header::RETRY_AFTER].to_str().unwrap().to_owned();
    assert!(!response.headers().get_all(SET_COOKIE).iter().any(|cookie| cookie.to_str().unwrap().starts_with("sessionid")));
    let text = String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap();
    assert!(text.contains(&format!("Too many attempts to log in. Please try again in {seconds} seconds.")), "{text}");
}

/// What cannot be a name is no error.
#[tokio::test]
async fn strange_names() {
    let app = app().await;
    let long = "a".repeat(100_000);
    for name in ["", "a\0b", &long, "anna\u{0}", " anna", "anna "] {
        assert_eq!(status(&app, name, "anna-pw é", "10.0.0.1").await, WRONG);
    }
}
