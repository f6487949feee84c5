//! Checking passwords: when, how many at once, and what is remembered.
//!
//! Hashing costs tens to hundreds of milliseconds and up to 100 MiB by design ([`restwright_passwords`]). It runs on threads of its own, no
//! more than there are cores; a bounded number of requests waits for its turn, and any others are refused. HTTP
//! Basic sends the password with every request, so a password that was right is remembered for a short while, as a keyed hash that is of
//! no use outside this process.

use crate::{ApiError, Database};
use http::StatusCode;
use http::header::RETRY_AFTER;
use indexmap::IndexMap;
pub use restwright_passwords::{Hasher, same};
use restwright_passwords::{Stored, Workload};
use sha2::{Digest as _, Sha256};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{OnceCell, OwnedSemaphorePermit, Semaphore};

/// How long a password that was right needn't be hashed again. A changed password has another stored hash, and so is not found here.
const REMEMBERED: Duration = Duration::from_secs(60);
/// How many are remembered.
const CAPACITY: usize = 16_384;
/// How many requests wait for each core: at some 50 ms for a hash, about two seconds.
const QUEUE: usize = 32;

/// Users' passwords, to learn how they are stored: those of the oldest users, and those of the newest.
const SURVEYS: [&str; 2] =
    ["SELECT password FROM auth_user ORDER BY id LIMIT 500", "SELECT password FROM auth_user ORDER BY id DESC LIMIT 500"];

/// Checks passwords; one for each process.
pub struct Passwords {
    hasher: Hasher,
    key: [u8; 32],
    right: Mutex<IndexMap<Fingerprint, Instant>>,
    threads: Threads,
    /// A permit for each password that is being hashed.
    cores: Arc<Semaphore>,
    /// A permit for each request that is waiting for that, or for its turn before.
    places: Arc<Semaphore>,
    load: Mutex<Workload>,
    surveyed: OnceCell<()>,
    /// What was done for each password that was checked.
    #[cfg(test)]
    pub(crate) done: Arc<Mutex<Vec<Vec<restwright_passwords::Work>>>>,
}

impl std::fmt::Debug for Passwords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Passwords").finish_non_exhaustive()
    }
}

/// The threads that hash. They are not those of the server's own blocking work, of which there may be hundreds: an allocator gives each
/// thread memory of its own, and keeps what a hash took of it.
#[derive(Debug)]
struct Threads(Option<Runtime>);

impl Threads {
    fn new(most: usize) -> Self {
        let runtime = Builder::new_current_thread().max_blocking_threads(most).thread_name("restwright-hash").build();
        Self(runtime.inspect_err(|error| tracing::warn!(%error, "no threads of their own for hashing")).ok())
    }

    /// Runs some work; `None` if it panicked.
    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        let done = match &self.0 {
            Some(runtime) => runtime.spawn_blocking(work),
            None => tokio::task::spawn_blocking(work),
        };
        done.await.ok()
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            // Without waiting, which a task of another runtime must not.
            runtime.shutdown_background();
        }
    }
}

/// An attempt to sign in, as a hash that only this process can make.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fingerprint([u8; 32]);

/// A place in the queue for hashing.
#[derive(Debug)]
pub struct Place<'a> {
    passwords: &'a Passwords,
    _permit: OwnedSemaphorePermit,
}

/// What came of checking a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checked {
    /// It is the wrong one, or there is none that could be right.
    Wrong,
    /// It is the right one. `renewed` is its new stored form, where it should be hashed anew (Django's `must_update`).
    Right {
        /// What to store.
        renewed: Option<String>,
    },
}

impl Default for Passwords {
    fn default() -> Self {
        Self::new(Hasher::default())
    }
}

impl Passwords {
    /// Checks passwords, and hashes new ones so.
    pub fn new(hasher: Hasher) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self::with_places(hasher, cores, cores * (QUEUE + 1))
    }

    fn with_places(hasher: Hasher, cores: usize, places: usize) -> Self {
        Self {
            hasher,
            key: rand::random(),
            right: Mutex::default(),
            threads: Threads::new(cores),
            cores: Arc::new(Semaphore::new(cores)),
            places: Arc::new(Semaphore::new(places)),
            load: Mutex::new(Workload::new(hasher.work())),
            surveyed: OnceCell::new(),
            #[cfg(test)]
            done: Arc::default(),
        }
    }

    /// A place in the queue, before the rest of an attempt.
    ///
    /// # Errors
    ///
    /// 503 where too many wait already.
    pub fn queue(&self) -> Result<Place<'_>, ApiError> {
        match self.places.clone().try_acquire_owned() {
            Ok(permit) => Ok(Place { passwords: self, _permit: permit }),
            Err(_) => {
                let text = "Too many passwords are being checked. Please try again in a moment.";
                Err(ApiError::detail(StatusCode::SERVICE_UNAVAILABLE, text).header(RETRY_AFTER, "1"))
            }
        }
    }

    /// Learns once which forms of passwords the table has, since a failure has to take as long as the slowest of them ([`Workload`]).
    pub async fn survey(&self, db: &Database) {
        let asked = self.surveyed.get_or_try_init(async || {
            for sql in SURVEYS {
                for row in db.read().await?.fetch(sql, &[]).await? {
                    if let Some(stored) = row.text(0).as_deref().and_then(Stored::parse) {
                        self.load().learn(stored.work());
                    }
                }
            }
            Ok::<_, crate::db::DbError>(())
        });
        if let Err(error) = asked.await {
            tracing::warn!(%error, "cannot ask how passwords are stored");
        }
    }

    fn load(&self) -> MutexGuard<'_, Workload> {
        self.load.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The stored form of a new password.
    ///
    /// # Errors
    ///
    /// A password that argon2 cannot hash (4 GiB or longer).
    pub async fn hash(&self, password: &str) -> Result<String, String> {
        let (hasher, password) = (self.hasher, password.to_owned());
        self.threads.run(move || hasher.hash(&password)).await.unwrap_or_else(|| Err("hashing failed".to_owned()))
    }

    /// A keyed hash of several texts.
    pub fn fingerprint(&self, parts: &[&[u8]]) -> Fingerprint {
        let mut digest = Sha256::new_with_prefix(self.key);
        for part in parts {
            // The length says where one text ends and the next begins.
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part);
        }
        Fingerprint(digest.finalize().into())
    }

    /// Whether an attempt was right a short while ago.
    pub fn remembers(&self, attempt: &Fingerprint) -> bool {
        let right = self.right.lock().unwrap_or_else(PoisonError::into_inner);
        right.get(attempt).is_some_and(|at| at.elapsed() < REMEMBERED)
    }

    /// Remembers that an attempt was right.
    pub fn remember(&self, attempt: Fingerprint) {
        let mut right = self.right.lock().unwrap_or_else(PoisonError::into_inner);
        if right.len() >= CAPACITY {
            right.retain(|_, at| at.elapsed() < REMEMBERED);
        }
        if right.len() >= CAPACITY {
            right.swap_remove_index(rand::random_range(0..CAPACITY));
        }
        right.insert(attempt, Instant::now());
    }
}

impl Place<'_> {
    /// Whether this is the password that was stored. Where it is not, or where `stored` is none (no such user, or one that may not sign in
    /// whatever the password), the same work is done.
    pub async fn check(self, password: &str, stored: Option<&str>, may: bool) -> Checked {
        let passwords = self.passwords;
        let Ok(core) = passwords.cores.clone().acquire_owned().await else { return Checked::Wrong };
        let (hasher, password, stored) = (passwords.hasher, password.to_owned(), stored.map(str::to_owned));
        if let Some(stored) = stored.as_deref().and_then(Stored::parse) {
            passwords.load().learn(stored.work());
        }
        let load = passwords.load().clone();
        #[cfg(test)]
        let done = passwords.done.clone();
        let work = move || {
            // Held until the work is done, also where nobody waits for it any more.
            let _core = core;
            let parsed = stored.as_deref().and_then(Stored::parse);
            if parsed.as_ref().is_some_and(|stored| stored.verify(&password)) && may {
                #[cfg(test)]
                done.lock().unwrap_or_else(PoisonError::into_inner).push(parsed.iter().map(Stored::work).collect());
                let renew = parsed.is_some_and(|stored| hasher.must_update(&stored));
                return Checked::Right { renewed: renew.then(|| hasher.hash(&password).ok()).flatten() };
            }
            let first = parsed.map(|stored| stored.work());
            let rest = load.rest(first);
            rest.iter().for_each(|work| work.perform(&password));
            #[cfg(test)]
            done.lock().unwrap_or_else(PoisonError::into_inner).push(first.into_iter().chain(rest).collect());
            Checked::Wrong
        };
        passwords.threads.run(work).await.unwrap_or(Checked::Wrong)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// The password `secret`, as Django stored it with few iterations.
    const DJANGO: &str = "pbkdf2_sha256$1000$seasalt$+hs9qSCcGyNSGDNojIEbomuX9WI/mzTF5yfwAXqyKOo=";

    async fn check(passwords: &Passwords, password: &str, stored: Option<&str>, may: bool) -> Checked {
        passwords.queue().unwrap().check(password, stored, may).await
    }

    #[tokio::test]
    async fn right_and_wrong() {
        let passwords = Passwords::default();
        let stored = passwords.hash("zoé-pw").await.unwrap();
        assert_eq!(check(&passwords, "zoé-pw", Some(&stored), true).await, Checked::Right { renewed: None });
        assert_eq!(check(&passwords, "zoe-pw", Some(&stored), true).await, Checked::Wrong);
        assert_eq!(check(&passwords, "zoé-pw", Some(&stored), false).await, Checked::Wrong);
        assert_eq!(check(&passwords, "zoé-pw", None, true).await, Checked::Wrong);

        let Checked::Right { renewed: Some(renewed) } = check(&passwords, "secret", Some(DJANGO), true).await else { panic!() };
        assert!(renewed.starts_with("argon2$argon2id$v=19$"), "{renewed}");
        assert_eq!(check(&passwords, "secret", Some(&renewed), true).await, Checked::Right { renewed: None });
    }

    #[tokio::test]
    async fn every_failure_does_the_same_work() {
        let passwords = Passwords::default();
        let stored = passwords.hash("secret").await.unwrap();
        // Learned from what is checked, or by the survey.
        assert_ne!(check(&passwords, "secret", Some(DJANGO), true).await, Checked::Wrong);
        for (password, stored, may) in [
            ("wrong", Some(&*stored), true),
            ("wrong", Some(DJANGO), true),
            ("wrong", None, true),
            ("secret", Some(&*stored), false),
            ("secret", Some(DJANGO), false),
            ("wrong", Some("!unusable"), true),
            ("wrong", Some(""), true),
        ] {
            assert_eq!(check(&passwords, password, stored, may).await, Checked::Wrong);
        }
        let mut done = passwords.done.lock().unwrap().clone();
        for work in &mut done {
            work.sort_by_key(|work| format!("{work:?}"));
        }
        // The first was the right one.
        let done = done.split_off(1);
        assert_eq!(done.len(), 7);
        assert_eq!(done[0].len(), 2, "{done:?}");
        assert!(done.iter().all(|work| *work == done[0]), "{done:?}");
    }

    #[tokio::test]
    async fn the_queue_is_bounded() {
        let passwords = Passwords::with_places(Hasher::Argon2, 1, 2);
        let (one, two) = (passwords.queue().unwrap(), passwords.queue().unwrap());
        let refused = passwords.queue().unwrap_err();
        assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(refused.headers, [(RETRY_AFTER, "1".to_owned())]);
        drop(one);
        assert_eq!(two.check("a", None, true).await, Checked::Wrong);
        assert!(passwords.queue().is_ok());
    }

    #[tokio::test]
    async fn nobody_hashes_more_at_once_by_leaving() {
        let passwords = Passwords::with_places(Hasher::Argon2, 1, 100);
        // Whoever asked is gone before the answer; the core is not free before the work is done.
        let _ = tokio::time::timeout(Duration::from_millis(1), check(&passwords, "a", None, true)).await;
        let free = passwords.cores.available_permits();
        let done = passwords.done.lock().unwrap().len();
        assert!(free == done, "{free} free, {done} done");
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let passwords = Passwords::default();
        let print = |n: usize| passwords.fingerprint(&[&n.to_be_bytes()]);
        for n in 0..CAPACITY + 100 {
            passwords.remember(print(n));
        }
        assert!(passwords.remembers(&print(CAPACITY + 99)));
        assert_eq!(passwords.right.lock().unwrap().len(), CAPACITY);
        assert_ne!(passwords.fingerprint(&[b"ab", b"c"]), passwords.fingerprint(&[b"a", b"bc"]));
        assert_ne!(print(1), Passwords::default().fingerprint(&[&1_usize.to_be_bytes()]));
    }
}
