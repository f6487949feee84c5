//! DRF's `SessionAuthentication`: a user who has logged in with a browser, and the sessions that remember it.
//!
//! Sessions are rows of Django's `django_session`. What is in ours Django cannot read, nor we in its own (it is signed with the secret key
//! of its settings): to either the other's is a session of nobody.

use super::authenticator::{self, Authenticator, Refusal};
use super::login::SignedIn;
use super::{cookies, csrf};
use crate::db::DbError;
use crate::passwords::same;
use crate::request::{Input, User};
use crate::schema::Dialect;
use crate::{ApiError, Database, Request, Value, parsers, random};
use chrono::{TimeDelta, Utc};
use http::{Method, StatusCode};
use sha2::{Digest as _, Sha256};

/// What our own session data begins with.
const OURS: &str = "restwright:";

const FIND: &str = "SELECT session_data, session_key FROM django_session WHERE session_key = ? AND expire_date > ?";
const USER: &str = "SELECT id, username, is_staff, is_superuser, is_active, password, email, first_name, last_name \
    FROM auth_user WHERE id = ?";
const ADD: &str = "INSERT INTO django_session (session_key, session_data, expire_date) VALUES (?, ?, ?)";
const DELETE: &str = "DELETE FROM django_session WHERE session_key = ?";
/// How many expired sessions are deleted at once: a login must not wait for a table that has not been cleared for years.
const BATCH: u64 = 1000;
const SEEN: &str = "UPDATE auth_user SET last_login = ? WHERE id = ?";

pub(super) async fn authenticate(auth: &Authenticator, req: &Request) -> Result<Option<User>, Refusal> {
    let Some(user) = user(auth, req).await? else { return Ok(None) };
    // Only now: whoever isn't logged in has nothing that another site could misuse.
    if !csrf::is_harmless(&req.method) {
        let token = if req.method == Method::POST { form_token(auth, req).await? } else { String::new() };
        csrf::check(&auth.settings, req, &token)
            .map_err(|reason| ApiError::detail(StatusCode::FORBIDDEN, format!("CSRF Failed: {reason}")))?;
    }
    Ok(Some(user))
}

/// The token in a form; a body that cannot be read is refused here already, as by DRF.
pub(super) async fn form_token(auth: &Authenticator, req: &Request) -> Result<String, ApiError> {
    match parsers::parse(auth.api.parsers, auth.api.input, req)? {
        Input::Form(form) => {
            Ok(form.pairs.into_iter().rev().find(|(name, _)| name == csrf::FIELD).map(|(_, token)| token).unwrap_or_default())
        }
        Input::Json(_) => Ok(String::new()),
    }
}

/// The key of the request's session, if it can be one: Django's are 32 letters and digits long, and no column holds more than 40.
fn sent_key(auth: &Authenticator, req: &Request) -> Option<String> {
    let key = cookies::get(&req.headers, &auth.settings.session_cookie.name)?;
    ((8..=40).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_alphanumeric())).then_some(key)
}

/// Who has logged in by the session of this request.
async fn user(auth: &Authenticator, req: &Request) -> Result<Option<User>, ApiError> {
    let Some(key) = sent_key(auth, req) else { return Ok(None) };
    let mut conn = auth.db.read().await?;
    let Some(session) = conn.fetch_one(FIND, &[Value::Text(key.clone()), Value::DateTime(Utc::now())]).await? else { return Ok(None) };
    // MariaDB finds keys in other letters too.
    if !session.text(1).is_some_and(|found| same(found.as_bytes(), key.as_bytes())) {
        return Ok(None);
    }
    let data = session.text(0);
    let Some((id, proof)) = data.as_deref().and_then(|data| data.strip_prefix(OURS)?.split_once(':')) else { return Ok(None) };
    let Ok(id) = id.parse() else { return Ok(None) };
    let row = conn.fetch_one(USER, &[Value::Int(id)]).await?;
    Ok(row
        .filter(|row| row.int(4) == Some(1) && same(self::proof(row.text(5).as_deref()).as_bytes(), proof.as_bytes()))
        .and_then(|row| authenticator::user(&row)))
}

/// Changes with the stored password, so that a new one ends all sessions.
fn proof(stored: Option<&str>) -> String {
    let mut digest = Sha256::new_with_prefix("restwright session");
    digest.update(stored.unwrap_or_default());
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Begins a session in place of the request's own (Django's `cycle_key`); gives its cookie.
pub(super) async fn begin(auth: &Authenticator, req: &Request, signed_in: &SignedIn) -> Result<String, ApiError> {
    let key = random::text(32).to_lowercase();
    let now = Utc::now();
    let mut conn = auth.db.begin().await?;
    if let Some(old) = sent_key(auth, req) {
        conn.execute(DELETE, &[Value::Text(old)]).await?;
    }
    let user = signed_in.user.id;
    // Of the password that was typed: one that has changed meanwhile begins no session.
    let data = format!("{OURS}{user}:{}", proof(Some(&signed_in.stored)));
    let cookie = &auth.settings.session_cookie;
    // Every session ends; settings that do not say when are refused when a server starts.
    let age = TimeDelta::try_seconds(cookie.age.and_then(|age| i64::try_from(age).ok()).unwrap_or_default());
    let expires = age.and_then(|age| now.checked_add_signed(age)).unwrap_or(now);
    conn.execute(ADD, &[Value::Text(key.clone()), Value::Text(data), Value::DateTime(expires)]).await?;
    conn.execute(SEEN, &[Value::DateTime(now), Value::Int(user)]).await?;
    conn.commit().await?;
    if let Err(error) = clear_expired(&auth.db).await {
        tracing::warn!(%error, "cannot delete expired sessions");
    }
    Ok(cookies::set(cookie, &key, req.is_secure()))
}

/// Deletes a number of sessions that have expired; gives how many. Each login does so: more than one session for each, so that the table
/// does not grow.
///
/// # Errors
///
/// The database's.
pub(crate) async fn clear_expired(db: &Database) -> Result<u64, DbError> {
    let mut conn = db.write().await?;
    let expired = "FROM django_session WHERE expire_date <= ?";
    let sql = match conn.dialect() {
        Dialect::MySql => format!("DELETE {expired} LIMIT {BATCH}"),
        _ => format!("DELETE FROM django_session WHERE session_key IN (SELECT session_key {expired} LIMIT {BATCH})"),
    };
    conn.execute(&sql, &[Value::DateTime(Utc::now())]).await
}

/// Ends the request's session; gives the cookie that says so.
pub(super) async fn end(auth: &Authenticator, req: &Request) -> Result<String, ApiError> {
    if let Some(key) = sent_key(auth, req) {
        auth.db.write().await?.execute(DELETE, &[Value::Text(key)]).await?;
    }
    Ok(cookies::delete(&auth.settings.session_cookie))
}
