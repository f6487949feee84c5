//! How often a password may be guessed: wrong passwords are counted for each name and for each address.
//!
//! While a name or an address has reached the limit, attempts are refused without looking at the password, right ones too: otherwise the limit
//! would not stop anybody who guesses. Right passwords don't count. So that nobody can be locked out by strangers who guess at his
//! name, an address from which a user has signed in before has a counter of its own with that user, and those for everybody neither bind nor
//! change there (OWASP's "device cookies", without the cookie).
//!
//! An attempt counts when it begins and is taken back if the password was right, so that many at the same time are not more guesses. Where
//! there is no room only because others are being checked, an attempt waits for them.

use crate::schema::Api;
use crate::throttling::{Client, Counters, Rate, Redis};
use crate::{ApiError, Settings, throttling};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Notify;

/// How long an address counts as a user's own after a login.
const KNOWN: Rate = Rate { requests: 1, period: Duration::from_secs(14 * 86_400) };

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Scope {
    /// By a name, from addresses that are not known for it.
    Name,
    /// From an address, by names that are not known for it.
    Address,
    /// By a user from an address that is known for them.
    Pair,
    /// Not failures, but which addresses are known for which users.
    Known,
}

const SCOPES: [(Scope, &str); 4] = [(Scope::Name, "name"), (Scope::Address, "address"), (Scope::Pair, "pair"), (Scope::Known, "known")];

/// The limit of logins: `LOGIN_THROTTLE`.
#[derive(Debug)]
pub struct LoginLimit {
    /// `None`: there is none.
    rate: Option<Rate>,
    counters: [Counters; SCOPES.len()],
    /// Where processes count together, if they do; and what the names of this API's counters begin with.
    redis: Option<(Redis, &'static str)>,
    /// One attempt reserves its places at a time.
    turn: tokio::sync::Mutex<()>,
    checked: Arc<InFlight>,
}

/// Attempts that are counted and whose password is being checked.
#[derive(Debug, Default)]
struct InFlight {
    attempts: Mutex<HashMap<(Scope, Client), usize>>,
    /// Somebody's attempt was decided.
    decided: Notify,
}

/// Who tries to sign in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Who {
    /// The name.
    name: Client,
    /// The address, if it is known.
    address: Option<Client>,
    /// The user with the address, if there are both.
    pair: Option<Client>,
}

impl Who {
    /// `name` is the user's own where there is one: some databases find a user by other spellings, which must not be other counters.
    pub(super) fn new(name: &str, user: Option<i64>, address: Client) -> Self {
        let name = Client::digest(&[name.to_lowercase().as_bytes()]);
        // Where the server knows no addresses, all of its clients would be one.
        let address = Some(address).filter(|address| *address != Client::Unknown);
        let pair = user.zip(address).map(|(user, address)| Client::digest(&[&user.to_be_bytes(), address.to_string().as_bytes()]));
        Self { name, address, pair }
    }
}

/// An attempt that was counted. Unless it is [taken back](LoginLimit::take_back), it stays counted.
#[derive(Debug)]
pub(super) struct Attempt {
    places: Vec<(Scope, Client)>,
    checked: Arc<InFlight>,
}

impl Drop for Attempt {
    fn drop(&mut self) {
        let mut attempts = self.checked.lock();
        for place in &self.places {
            if let Some(n) = attempts.get_mut(place) {
                *n -= 1;
                if *n == 0 {
                    attempts.remove(place);
                }
            }
        }
        drop(attempts);
        self.checked.decided.notify_waiters();
    }
}

impl InFlight {
    fn lock(&self) -> MutexGuard<'_, HashMap<(Scope, Client), usize>> {
        self.attempts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Why there is no room for an attempt.
struct Full {
    wait: Duration,
    /// Whether there may be once others are decided.
    in_flight: bool,
}

impl LoginLimit {
    /// The limit that the settings have; counted in Redis where the API counts there.
    pub fn new(api: &Api, settings: &Settings) -> Self {
        let rate = settings.login_throttle;
        let counters = SCOPES.map(|(scope, _)| Counters::new(if scope == Scope::Known { KNOWN } else { rate.unwrap_or(KNOWN) }));
        let redis = settings.redis.clone().map(|redis| (redis, api.name));
        Self { rate, counters, redis, turn: tokio::sync::Mutex::default(), checked: Arc::default() }
    }

    /// Counts an attempt.
    ///
    /// # Errors
    ///
    /// 429 with `Retry-After` where the name or the address has reached the limit.
    pub(super) async fn begin(&self, who: &Who) -> Result<Attempt, ApiError> {
        if self.rate.is_none() {
            return Ok(Attempt { places: Vec::new(), checked: self.checked.clone() });
        }
        let places: Vec<(Scope, Client)> = match who.pair {
            Some(pair) if self.is_known(pair).await => vec![(Scope::Pair, pair)],
            _ => [(Scope::Name, Some(who.name)), (Scope::Address, who.address)].into_iter().filter_map(|(s, c)| Some((s, c?))).collect(),
        };
        loop {
            let mut decided = std::pin::pin!(self.checked.decided.notified());
            // From here on nobody's decision is missed.
            decided.as_mut().enable();
            match self.reserve(&places).await {
                Ok(()) => return Ok(Attempt { places, checked: self.checked.clone() }),
                Err(Full { in_flight: true, .. }) => decided.await,
                Err(Full { wait, in_flight: false }) => return Err(throttling::throttled(wait)),
            }
        }
    }

    /// Counts at all places or at none.
    async fn reserve(&self, places: &[(Scope, Client)]) -> Result<(), Full> {
        let _turn = self.turn.lock().await;
        for (at, &(scope, client)) in places.iter().enumerate() {
            if let Some(wait) = self.count(scope, client).await {
                for &(scope, client) in &places[..at] {
                    self.uncount(scope, client).await;
                }
                return Err(Full { wait, in_flight: self.checked.lock().contains_key(&(scope, client)) });
            }
        }
        let mut attempts = self.checked.lock();
        for place in places {
            *attempts.entry(*place).or_default() += 1;
        }
        Ok(())
    }

    /// The password was right, or it was not looked at: the attempt doesn't count.
    pub(super) async fn take_back(&self, attempt: Attempt) {
        for &(scope, client) in &attempt.places {
            self.uncount(scope, client).await;
        }
    }

    /// The password was right: the address is the user's own from now on.
    pub(super) async fn know(&self, who: &Who) {
        if let Some(pair) = who.pair.filter(|_| self.rate.is_some()) {
            self.count(Scope::Known, pair).await;
        }
    }

    /// Whether an attempt whose password was right a short while ago may go on: guesses from the same address count against it. Each
    /// process asks itself only, since this is asked for every request with HTTP Basic.
    ///
    /// # Errors
    ///
    /// 429 with `Retry-After`.
    pub(super) fn go_on(&self, who: &Who) -> Result<(), ApiError> {
        let Some(pair) = who.pair.filter(|_| self.rate.is_some()) else { return Ok(()) };
        match self.counters_of(Scope::Pair).look(pair, Instant::now()) {
            None => Ok(()),
            Some(wait) => Err(throttling::throttled(wait)),
        }
    }

    /// How long the name or the address of an attempt that failed has to wait, if it does.
    pub(super) fn reached(&self, attempt: &Attempt) -> Option<Duration> {
        let now = Instant::now();
        attempt.places.iter().filter_map(|&(scope, client)| self.counters_of(scope).look(client, now)).max()
    }

    fn counters_of(&self, scope: Scope) -> &Counters {
        let [name, address, pair, known] = &self.counters;
        match scope {
            Scope::Name => name,
            Scope::Address => address,
            Scope::Pair => pair,
            Scope::Known => known,
        }
    }

    async fn is_known(&self, pair: Client) -> bool {
        if self.counters_of(Scope::Known).look(pair, Instant::now()).is_some() {
            return true;
        }
        let Some((redis, api)) = &self.redis else { return false };
        match redis.look(&key(api, Scope::Known, pair), KNOWN).await {
            Ok(known) => known.is_some(),
            Err(error) => {
                tracing::error!(%error, "cannot ask Redis about logins");
                false
            }
        }
    }

    /// Counts in this process and, for all of them, in Redis. Where that does not answer, this process counts alone.
    async fn count(&self, scope: Scope, client: Client) -> Option<Duration> {
        let counters = self.counters_of(scope);
        if let Some(wait) = counters.count(client, Instant::now()) {
            return Some(wait);
        }
        let (redis, api) = self.redis.as_ref()?;
        match redis.count(&key(api, scope, client), counters.rate()).await {
            Ok(None) => None,
            Ok(Some(wait)) => {
                counters.uncount(client);
                Some(wait)
            }
            Err(error) => {
                tracing::error!(%error, "cannot count logins in Redis");
                None
            }
        }
    }

    async fn uncount(&self, scope: Scope, client: Client) {
        self.counters_of(scope).uncount(client);
        if let Some((redis, api)) = &self.redis
            && let Err(error) = redis.uncount(&key(api, scope, client)).await
        {
            tracing::error!(%error, "cannot count logins in Redis");
        }
    }
}

fn key(api: &str, scope: Scope, client: Client) -> String {
    let name = SCOPES.iter().find(|(known, _)| *known == scope).map_or("", |(_, name)| name);
    format!("restwright:{api}:login:{name}:{client}")
}
