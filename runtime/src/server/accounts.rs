//! What is done to users that are there: `changepassword`, `token`, `clearsessions`.

use super::{CommandError, users};
use crate::db::{Conn, Row};
use crate::passwords::{Hasher, Passwords};
use crate::{Database, Value};
use chrono::Utc;

const USER: &str = "SELECT id, username, first_name, last_name, email FROM auth_user WHERE username = ?";
const SET_PASSWORD: &str = "UPDATE auth_user SET password = ? WHERE id = ?";
const REVOKE: &str = "DELETE FROM authtoken_token WHERE user_id = ?";

/// A user whose password or token is changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Account {
    id: i64,
    pub(super) username: String,
    pub(super) first_name: String,
    pub(super) last_name: String,
    pub(super) email: String,
}

/// The user of this name.
///
/// # Errors
///
/// There is none.
pub(super) async fn find(db: &Database, username: &str) -> Result<Account, CommandError> {
    let row = db.read().await?.fetch_one(USER, &[Value::Text(username.to_owned())]).await?;
    let text = |row: &Row, at| row.text(at).map(|text| text.to_string()).unwrap_or_default();
    row.and_then(|row| {
        let [username, first_name, last_name, email] = [1, 2, 3, 4].map(|at| text(&row, at));
        Some(Account { id: row.int(0)?, username, first_name, last_name, email })
    })
    .ok_or_else(|| CommandError::new(format!("there is no user \"{username}\"")))
}

/// Stores a new password. It ends the user's sessions; the token stays.
///
/// # Errors
///
/// The database's.
pub(super) async fn change_password(db: &Database, user: &Account, password: &str, hasher: Hasher) -> Result<(), CommandError> {
    let password = Passwords::new(hasher).hash(password).await.map_err(CommandError::new)?;
    db.write().await?.execute(SET_PASSWORD, &[Value::Text(password), Value::Int(user.id)]).await?;
    Ok(())
}

/// What becomes of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenChange {
    /// It is made if there is none.
    Keep,
    /// Another takes its place.
    Rotate,
    /// There is none any more.
    Revoke,
}

/// The user's token after the change.
///
/// # Errors
///
/// The database's.
pub(super) async fn token(db: &Database, user: &Account, change: TokenChange) -> Result<Option<String>, CommandError> {
    let mut conn = db.begin().await?;
    if change != TokenChange::Keep {
        conn.execute(REVOKE, &[Value::Int(user.id)]).await?;
    }
    let token = match change {
        TokenChange::Revoke => None,
        _ => Some(match key_of(&mut conn, user.id).await? {
            Some(key) => key,
            None => {
                let key = users::random_token();
                conn.execute(
                    &users::add_token(conn.dialect()),
                    &[Value::Text(key.clone()), Value::DateTime(Utc::now()), Value::Int(user.id)],
                )
                .await?;
                key
            }
        }),
    };
    conn.commit().await?;
    Ok(token)
}

async fn key_of(conn: &mut Conn, user: i64) -> Result<Option<String>, CommandError> {
    let row = conn.fetch_one("SELECT t.key FROM authtoken_token t WHERE t.user_id = ?", &[Value::Int(user)]).await?;
    Ok(row.and_then(|row| row.text(0).map(|key| key.to_string())))
}

/// Deletes all sessions that have expired; gives how many (Django's `clearsessions`).
///
/// # Errors
///
/// The database's.
pub(super) async fn clear_sessions(db: &Database) -> Result<u64, CommandError> {
    let mut all = 0;
    loop {
        match crate::authentication::session::clear_expired(db).await? {
            0 => return Ok(all),
            some => all += some,
        }
    }
}
