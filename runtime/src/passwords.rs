//! Passwords: argon2 for new ones; Django's `argon2` and `pbkdf2_sha256` forms are read.
//!
//! Stored in Django's form (`argon2$argon2id$v=19$…`), so that Django can read what is made here. Hashing costs tens of milliseconds by
//! design: it runs on blocking threads, no more of them at once than there are cores. HTTP Basic sends the password with every request, so
//! a password that was right is remembered for a short while, as a keyed hash that is of no use outside this process.

use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;

/// How long a password that was right needn't be hashed again. A changed password has another stored hash, and so is not found here.
const REMEMBERED: Duration = Duration::from_secs(60);
/// How many are remembered.
const CAPACITY: usize = 1024;
/// More iterations than this are not Django's, and would only keep a core busy.
const MAX_ITERATIONS: u32 = 20_000_000;

/// Checks passwords; one for each process.
pub struct Passwords {
    key: [u8; 32],
    right: Mutex<HashMap<[u8; 32], Instant>>,
    cores: Semaphore,
}

impl std::fmt::Debug for Passwords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Passwords").finish_non_exhaustive()
    }
}

impl Default for Passwords {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self { key: rand::random(), right: Mutex::default(), cores: Semaphore::new(cores) }
    }
}

impl Passwords {
    /// Whether this is the password that was stored. Without a stored one (no such user) it is wrong, after as long a time.
    pub async fn verify(&self, password: &str, stored: Option<&str>) -> bool {
        let fingerprint = stored.map(|stored| self.fingerprint(password, stored));
        if fingerprint.is_some_and(|f| self.remembers(&f)) {
            return true;
        }
        let Ok(_core) = self.cores.acquire().await else { return false };
        let (password, stored) = (password.to_owned(), stored.map(str::to_owned));
        let checked = tokio::task::spawn_blocking(move || match stored {
            Some(stored) => verify(&password, &stored),
            None => {
                let _time = hash(&password);
                false
            }
        });
        let right = checked.await.unwrap_or(false);
        if let (true, Some(fingerprint)) = (right, fingerprint) {
            self.remember(fingerprint);
        }
        right
    }

    /// The stored form of a new password.
    ///
    /// # Errors
    ///
    /// A password that argon2 cannot hash (longer than 4 GiB).
    pub async fn hash(&self, password: &str) -> Result<String, String> {
        let password = password.to_owned();
        match tokio::task::spawn_blocking(move || hash(&password)).await {
            Ok(hashed) => hashed,
            Err(error) => Err(error.to_string()),
        }
    }

    fn fingerprint(&self, password: &str, stored: &str) -> [u8; 32] {
        let mut digest = Sha256::new_with_prefix(self.key);
        // The length says where one text ends and the other begins.
        digest.update((stored.len() as u64).to_be_bytes());
        digest.update(stored);
        digest.update(password);
        digest.finalize().into()
    }

    fn remembers(&self, fingerprint: &[u8; 32]) -> bool {
        let right = self.right.lock().unwrap_or_else(PoisonError::into_inner);
        right.get(fingerprint).is_some_and(|at| at.elapsed() < REMEMBERED)
    }

    fn remember(&self, fingerprint: [u8; 32]) {
        let mut right = self.right.lock().unwrap_or_else(PoisonError::into_inner);
        if right.len() >= CAPACITY {
            right.retain(|_, at| at.elapsed() < REMEMBERED);
        }
        if right.len() >= CAPACITY {
            right.clear();
        }
        right.insert(fingerprint, Instant::now());
    }
}

/// The stored form of a new password, on this thread.
fn hash(password: &str) -> Result<String, String> {
    let salt = SaltString::encode_b64(&rand::random::<[u8; 16]>()).map_err(|e| e.to_string())?;
    // The crate's defaults are OWASP's: argon2id, 19 MiB, two passes.
    let hashed = Argon2::default().hash_password(password.as_bytes(), &salt).map_err(|e| e.to_string())?;
    Ok(format!("argon2{hashed}"))
}

/// Whether this is the password that was stored, on this thread. Forms that we can't read are wrong, as Django's unusable `!…` are.
fn verify(password: &str, stored: &str) -> bool {
    if let Some(rest) = stored.strip_prefix("pbkdf2_sha256$") {
        return pbkdf2_sha256(password, rest).unwrap_or(false);
    }
    let phc = stored.strip_prefix("argon2").unwrap_or(stored);
    PasswordHash::new(phc).is_ok_and(|parsed| Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok())
}

/// `iterations$salt$hash`.
fn pbkdf2_sha256(password: &str, stored: &str) -> Option<bool> {
    let mut parts = stored.splitn(3, '$');
    let iterations: u32 = parts.next()?.parse().ok().filter(|n| (1..=MAX_ITERATIONS).contains(n))?;
    let salt = parts.next()?;
    let expected = STANDARD.decode(parts.next()?).ok()?;
    let mut actual = [0u8; 32];
    pbkdf2::pbkdf2_hmac::<Sha256>(password.as_bytes(), salt.as_bytes(), iterations, &mut actual);
    Some(same(&expected, &actual))
}

/// Whether two secrets are equal, in a time that does not tell where they differ.
pub fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && std::hint::black_box(a.iter().zip(b).fold(0, |all, (x, y)| all | (x ^ y))) == 0
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn our_own_and_djangos_forms() {
        let passwords = Passwords::default();
        let stored = passwords.hash("zoé-pw").await.unwrap();
        assert!(stored.starts_with("argon2$argon2id$v=19$"), "{stored}");
        assert!(stored.len() <= 128, "auth_user.password has 128 characters");
        assert!(passwords.verify("zoé-pw", Some(&stored)).await);
        assert!(passwords.verify("zoé-pw", Some(&stored)).await, "remembered");
        assert!(!passwords.verify("zoe-pw", Some(&stored)).await);
        assert!(!passwords.verify("zoé-pw", None).await);

        let django = "pbkdf2_sha256$1000$seasalt$+hs9qSCcGyNSGDNojIEbomuX9WI/mzTF5yfwAXqyKOo=";
        assert!(passwords.verify("secret", Some(django)).await);
        assert!(!passwords.verify("Secret", Some(django)).await);
        for unusable in ["!aBc", "", "md5$a$b", "pbkdf2_sha256$x$y$z", "argon2$argon2id$v=19$"] {
            assert!(!passwords.verify("secret", Some(unusable)).await, "{unusable}");
        }
    }
}
