//! DRF's `SessionAuthentication`: a user who has logged in with a browser, and the sessions that remember it.
//!
//! Sessions are rows of Django's `django_session`. What is in ours Django cannot read, nor we in its own (it is signed with the secret key
//! of its settings): to either the other's is a session of nobody.

use super::{Refusal, cookies, csrf};
use crate::db::Row;
use crate::request::{Input, User};
use crate::{ApiError, App, Request, Value};
use chrono::{TimeDelta, Utc};
use http::{Method, StatusCode};
use sha2::{Digest as _, Sha256};

const COOKIE: &str = "sessionid";
/// Django's `SESSION_COOKIE_AGE`: two weeks, in seconds.
const AGE: i64 = 1_209_600;
/// What our own session data begins with.
const OURS: &str = "restwright:";

const FIND: &str = "SELECT session_data FROM django_session WHERE session_key = ? AND expire_date > ?";
const USER: &str = "SELECT id, username, is_staff, is_superuser, is_active, password FROM auth_user WHERE id = ?";
const ADD: &str = "INSERT INTO django_session (session_key, session_data, expire_date) VALUES (?, ?, ?)";
const DELETE: &str = "DELETE FROM django_session WHERE session_key = ?";
const DELETE_EXPIRED: &str = "DELETE FROM django_session WHERE expire_date <= ?";
const SEEN: &str = "UPDATE auth_user SET last_login = ? WHERE id = ?";

pub(super) async fn authenticate(app: &App, req: &Request) -> Result<Option<User>, Refusal> {
    let Some(user) = user(app, req).await? else { return Ok(None) };
    // Only now: whoever isn't logged in has nothing that another site could misuse.
    if !csrf::is_harmless(&req.method) {
        let token = if req.method == Method::POST { form_token(app, req).await? } else { String::new() };
        csrf::check(req, &token).map_err(|reason| ApiError::detail(StatusCode::FORBIDDEN, format!("CSRF Failed: {reason}")))?;
    }
    Ok(Some(user))
}

/// The token in a form; a body that cannot be read is refused here already, as by DRF.
pub(super) async fn form_token(app: &App, req: &Request) -> Result<String, ApiError> {
    match crate::http::parse(app.graph.api.parsers, app.graph.api.input, req)? {
        Input::Form(form) => {
            Ok(form.pairs.into_iter().rev().find(|(name, _)| name == csrf::FIELD).map(|(_, token)| token).unwrap_or_default())
        }
        Input::Json(_) => Ok(String::new()),
    }
}

/// Who has logged in by the session of this request.
async fn user(app: &App, req: &Request) -> Result<Option<User>, ApiError> {
    let Some(key) = cookies::get(&req.headers, COOKIE).filter(|key| key.len() >= 8) else { return Ok(None) };
    let mut conn = app.db.read().await?;
    let Some(session) = conn.fetch_one(FIND, &[Value::Text(key), Value::DateTime(Utc::now())]).await? else { return Ok(None) };
    let data = session.text(0);
    let Some((id, proof)) = data.as_deref().and_then(|data| data.strip_prefix(OURS)?.split_once(':')) else { return Ok(None) };
    let Ok(id) = id.parse() else { return Ok(None) };
    let row = conn.fetch_one(USER, &[Value::Int(id)]).await?;
    Ok(row.filter(|row| row.int(4) == Some(1) && self::proof(row) == proof).and_then(|row| super::user(&row)))
}

/// Changes with the password, so that a new one ends all sessions.
fn proof(row: &Row) -> String {
    let mut digest = Sha256::new_with_prefix("restwright session");
    digest.update(row.text(5).as_deref().unwrap_or_default());
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Begins a session in place of the request's own; gives its cookie.
pub(super) async fn begin(app: &App, req: &Request, user: &User) -> Result<String, ApiError> {
    let key = crate::server::random_text(32).to_lowercase();
    let now = Utc::now();
    let mut conn = app.db.begin().await?;
    conn.execute(DELETE_EXPIRED, &[Value::DateTime(now)]).await?;
    if let Some(old) = cookies::get(&req.headers, COOKIE) {
        conn.execute(DELETE, &[Value::Text(old)]).await?;
    }
    let Some(row) = conn.fetch_one(USER, &[Value::Int(user.id)]).await? else { return Err(ApiError::internal()) };
    let data = format!("{OURS}{}:{}", user.id, proof(&row));
    let expires = now + TimeDelta::seconds(AGE);
    conn.execute(ADD, &[Value::Text(key.clone()), Value::Text(data), Value::DateTime(expires)]).await?;
    conn.execute(SEEN, &[Value::DateTime(now), Value::Int(user.id)]).await?;
    conn.commit().await?;
    Ok(cookies::set(COOKIE, &key, AGE, true))
}

/// Ends the request's session; gives the cookie that says so.
pub(super) async fn end(app: &App, req: &Request) -> Result<String, ApiError> {
    if let Some(key) = cookies::get(&req.headers, COOKIE) {
        app.db.write().await?.execute(DELETE, &[Value::Text(key)]).await?;
    }
    Ok(cookies::delete(COOKIE))
}
