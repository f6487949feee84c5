//! Signing in with a name and a password: Django's `ModelBackend`, behind the [limit](super::limit) of attempts.

use super::authenticator::{self, Authenticator, Refusal};
use super::limit::Who;
use crate::passwords::Checked;
use crate::request::User;
use crate::{Request, Value, throttling};

const FIND: &str = "SELECT id, username, is_staff, is_superuser, is_active, password, email, first_name, last_name \
    FROM auth_user WHERE username = ?";
/// Only if nobody has changed the password meanwhile.
const RENEW: &str = "UPDATE auth_user SET password = ? WHERE id = ? AND password = ?";
/// Django's longest user name, in characters.
const USERNAME: usize = 150;

/// Who has signed in.
#[derive(Clone, Debug)]
pub(super) struct SignedIn {
    /// The user.
    pub(super) user: User,
    /// The password as it is stored, which the attempt was held against.
    pub(super) stored: String,
}

/// The active user of this name, if it is their password. A stored password that Django would hash anew is hashed anew.
///
/// Whatever is wrong, the same work is done: an unknown name, a wrong password, one that is unusable, a user who is not active.
pub(super) async fn sign_in(auth: &Authenticator, req: &Request, username: &str, password: &str) -> Result<Option<SignedIn>, Refusal> {
    // A name that no user can have is not asked for; some databases refuse to look for a null character.
    let possible = !username.is_empty() && !username.contains('\0') && username.chars().count() <= USERNAME;
    // The connection is given back before the slow part.
    let row = if possible { auth.db.read().await?.fetch_one(FIND, &[Value::Text(username.to_owned())]).await? } else { None };
    let user = row.as_ref().and_then(authenticator::user);
    let active = row.as_ref().is_some_and(|row| row.int(4) == Some(1));
    let stored = row.as_ref().and_then(|row| row.text(5));
    let stored = stored.as_deref();

    let name = user.as_ref().map_or(username, |user| user.username.as_str());
    let address = auth.address(req);
    let who = Who::new(name, user.as_ref().map(|user| user.id), address);
    let place = address.to_string();
    let fingerprint =
        |stored: &str| auth.passwords.fingerprint(&[place.as_bytes(), username.as_bytes(), stored.as_bytes(), password.as_bytes()]);
    let print = fingerprint(stored.unwrap_or_default());
    if active && auth.passwords.remembers(&print) {
        auth.logins.go_on(&who)?;
        return Ok(user.map(|user| SignedIn { user, stored: stored.unwrap_or_default().to_owned() }));
    }

    let flight = auth.flights.join(print);
    let Some(checked) = flight.checked.as_ref() else { return Ok(None) };
    let right = checked.get_or_try_init(async || {
        let queued = auth.passwords.queue()?;
        auth.passwords.survey(&auth.db).await;
        let attempt = auth.logins.begin(&who).await?;
        match queued.check(password, stored, active).await {
            Checked::Wrong => {
                if let Some(wait) = auth.logins.reached(&attempt) {
                    let name: String = name.chars().take(USERNAME).collect();
                    tracing::warn!(
                        ?name,
                        address = place,
                        seconds = throttling::seconds(wait),
                        "too many wrong passwords: logins are refused"
                    );
                }
                Ok::<_, Refusal>(None)
            }
            Checked::Right { renewed } => {
                auth.logins.take_back(attempt).await;
                auth.logins.know(&who).await;
                let stored = match (renewed, &user, stored) {
                    (Some(new), Some(user), Some(old)) => renew(auth, user, new, old).await,
                    (_, _, stored) => stored.unwrap_or_default().to_owned(),
                };
                auth.passwords.remember(fingerprint(&stored));
                Ok(Some(stored))
            }
        }
    });
    let stored = right.await?.clone();
    Ok(user.filter(|_| active).zip(stored).map(|(user, stored)| SignedIn { user, stored }))
}

/// Stores the new form of a password that was right; gives the form that is stored now. That this fails is no reason to refuse the login.
async fn renew(auth: &Authenticator, user: &User, new: String, old: &str) -> String {
    let args = [Value::Text(new.clone()), Value::Int(user.id), Value::Text(old.to_owned())];
    let renewed = async { auth.db.write().await?.execute(RENEW, &args).await };
    match renewed.await {
        Ok(_) => new,
        Err(error) => {
            tracing::warn!(%error, user = user.id, "cannot store a password that was hashed anew");
            old.to_owned()
        }
    }
}
