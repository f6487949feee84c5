//! DRF's `TokenAuthentication`: `Authorization: Token …`. Other keywords (`Bearer`) are none of its business.

use super::authenticator::{self, Authenticator, Refusal, credentials};
use crate::Value;
use crate::passwords::same;
use crate::request::User;
use http::HeaderMap;

const FIND: &str = "SELECT u.id, u.username, u.is_staff, u.is_superuser, u.is_active, t.key, u.email, u.first_name, u.last_name \
    FROM authtoken_token t INNER JOIN auth_user u ON u.id = t.user_id WHERE t.key = ?";

pub(super) async fn authenticate(auth: &Authenticator, headers: &HeaderMap) -> Result<Option<User>, Refusal> {
    let Some(words) = credentials(headers, "Token") else { return Ok(None) };
    let token = match words[..] {
        [] => return Err(Refusal::Failed("Invalid token header. No credentials provided.")),
        [token] => std::str::from_utf8(token)
            .map_err(|_| Refusal::Failed("Invalid token header. Token string should not contain invalid characters."))?,
        _ => return Err(Refusal::Failed("Invalid token header. Token string should not contain spaces.")),
    };
    let row = auth.db.read().await?.fetch_one(FIND, &[Value::Text(token.to_owned())]).await?;
    // MariaDB finds tokens in other letters too.
    let row = row.filter(|row| row.text(5).is_some_and(|key| same(key.as_bytes(), token.as_bytes())));
    let Some(row) = row else { return Err(Refusal::Failed("Invalid token.")) };
    if row.int(4) != Some(1) {
        return Err(Refusal::Failed("User inactive or deleted."));
    }
    Ok(authenticator::user(&row))
}
