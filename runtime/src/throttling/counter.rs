//! Counters in this process's memory.
//!
//! What they take is bounded: so many clients, and so many moments of all clients together. DRF keeps the moment of each request;
//! so do these up to [`EXACT`] requests a period. Beyond that, requests within one of [`EXACT`] parts of the period share a moment, the
//! latest of theirs, so that a counter is never more generous than DRF's, and at most a 1024th of the period stricter.

use super::{Client, Rate};
use indexmap::IndexMap;
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How many moments a client's history has at most; rates up to this number are counted as DRF does.
pub(super) const EXACT: usize = 1024;
/// How many moments a client's history has at most while all histories together are longer than [`MOMENTS`].
const COARSE: usize = 64;
/// How many moments are kept before histories become coarser: 32 MiB.
const MOMENTS: usize = 2 << 20;
/// How many clients are counted at once, in one scope.
const CLIENTS: usize = 65_536;
/// How many clients are looked at to find the one that is forgotten where there is no room for another.
const SAMPLE: usize = 16;
/// How often clients whose period is over are forgotten.
const SWEEP: Duration = Duration::from_secs(60);

/// The counters of one rate.
///
/// Where [`CLIENTS`] clients are counted already, a new client takes the place of the one that has been counted least among a few chosen
/// at random. So an attacker with many addresses displaces the counters of his own other addresses, and not those that have nearly
/// reached their limit: to displace such a counter he has to bring most of the others there as well. Nobody is refused for want of room.
#[derive(Debug)]
pub(crate) struct Counters {
    rate: Rate,
    began: Instant,
    /// Requests within one such part of the period share a moment, in microseconds; 0: none do.
    width: u64,
    capacity: usize,
    counted: Mutex<Counted>,
}

#[derive(Debug, Default)]
struct Counted {
    clients: IndexMap<Client, History>,
    /// The length of all histories.
    moments: usize,
    /// When clients were last forgotten.
    swept: u64,
}

/// The requests of one client, oldest first.
#[derive(Debug, Default)]
struct History {
    moments: VecDeque<Moment>,
    /// How many requests there are at all moments.
    requests: usize,
}

#[derive(Clone, Copy, Debug)]
struct Moment {
    /// Microseconds since the counters were made.
    at: u64,
    requests: u32,
}

impl Counters {
    pub(crate) fn new(rate: Rate) -> Self {
        Self::with_capacity(rate, CLIENTS)
    }

    pub(super) fn with_capacity(rate: Rate, capacity: usize) -> Self {
        Self { rate, began: Instant::now(), width: rate.width(), capacity: capacity.max(1), counted: Mutex::default() }
    }

    /// The rate.
    pub(crate) fn rate(&self) -> Rate {
        self.rate
    }

    fn lock(&self) -> MutexGuard<'_, Counted> {
        self.counted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn micros(&self, now: Instant) -> u64 {
        u64::try_from(now.saturating_duration_since(self.began).as_micros()).unwrap_or(u64::MAX)
    }

    /// Counts a request, or says how long its client should wait.
    pub(crate) fn count(&self, client: Client, now: Instant) -> Option<Duration> {
        if self.rate.requests == 0 {
            return Some(self.rate.period);
        }
        let (now, period) = (self.micros(now), self.rate.micros());
        let mut counted = self.lock();
        counted.sweep(now, period);
        if !counted.clients.contains_key(&client) && counted.clients.len() >= self.capacity {
            counted.forget_one(now, period);
        }
        let moments = counted.moments;
        let history = counted.clients.entry(client).or_default();
        let before = history.moments.len();
        history.expire(now, period);
        let wait = history.wait(self.rate, now);
        if wait.is_none() {
            let coarse = if moments > MOMENTS { period / COARSE as u64 } else { 0 };
            history.push(now, self.width.max(coarse));
        }
        let after = history.moments.len();
        counted.moments = counted.moments.saturating_sub(before) + after;
        wait
    }

    /// How long a client should wait, without counting anything.
    pub(crate) fn look(&self, client: Client, now: Instant) -> Option<Duration> {
        if self.rate.requests == 0 {
            return Some(self.rate.period);
        }
        let (now, period) = (self.micros(now), self.rate.micros());
        let mut counted = self.lock();
        let history = counted.clients.get_mut(&client)?;
        let before = history.moments.len();
        history.expire(now, period);
        let (wait, after) = (history.wait(self.rate, now), history.moments.len());
        counted.moments = counted.moments.saturating_sub(before) + after;
        wait
    }

    /// Takes back the last request that was counted for a client.
    pub(crate) fn uncount(&self, client: Client) {
        let mut counted = self.lock();
        let Some(history) = counted.clients.get_mut(&client) else { return };
        let before = history.moments.len();
        history.pop();
        let after = history.moments.len();
        if after == 0 {
            counted.clients.swap_remove(&client);
        }
        counted.moments = counted.moments.saturating_sub(before) + after;
    }

    /// How many clients are counted, and at how many moments.
    #[cfg(test)]
    pub(super) fn size(&self) -> (usize, usize) {
        let counted = self.lock();
        let moments = counted.clients.values().map(|history| history.moments.len()).sum();
        assert_eq!(moments, counted.moments);
        (counted.clients.len(), moments)
    }
}

impl Counted {
    /// Now and then, forgets everybody whose period is over, and gives the memory back.
    fn sweep(&mut self, now: u64, period: u64) {
        if now.saturating_sub(self.swept) < u64::try_from(SWEEP.as_micros()).unwrap_or(u64::MAX) {
            return;
        }
        self.swept = now;
        self.clients.retain(|_, history| !history.is_over(now, period));
        self.moments = self.clients.values().map(|history| history.moments.len()).sum();
        if self.clients.capacity() / 4 > self.clients.len() {
            self.clients.shrink_to_fit();
        }
    }

    /// Forgets the client that was counted least among a few; the one that has been silent for longest, if there are several.
    fn forget_one(&mut self, now: u64, period: u64) {
        let indices = (0..SAMPLE).map(|_| rand::random_range(0..self.clients.len()));
        let seldom = indices.min_by_key(|index| match self.clients.get_index(*index) {
            Some((_, history)) if !history.is_over(now, period) => (history.requests, history.latest()),
            _ => (0, 0),
        });
        if let Some((_, history)) = seldom.and_then(|index| self.clients.swap_remove_index(index)) {
            self.moments = self.moments.saturating_sub(history.moments.len());
        }
    }
}

impl History {
    fn latest(&self) -> u64 {
        self.moments.back().map_or(0, |moment| moment.at)
    }

    /// Whether no request counts any more.
    fn is_over(&self, now: u64, period: u64) -> bool {
        self.moments.back().is_none_or(|moment| now.saturating_sub(moment.at) >= period)
    }

    fn expire(&mut self, now: u64, period: u64) {
        while let Some(oldest) = self.moments.front()
            && now.saturating_sub(oldest.at) >= period
        {
            self.requests = self.requests.saturating_sub(oldest.requests as usize);
            self.moments.pop_front();
        }
        if self.moments.is_empty() {
            *self = Self::default();
        }
    }

    /// DRF's `wait`: it divides what remains by the requests that are free then; while a throttle is full that is one.
    fn wait(&self, rate: Rate, now: u64) -> Option<Duration> {
        let oldest = self.moments.front().filter(|_| self.requests >= rate.requests)?;
        Some(Duration::from_micros((oldest.at + rate.micros()).saturating_sub(now)))
    }

    fn push(&mut self, now: u64, width: u64) {
        self.requests += 1;
        match self.moments.back_mut() {
            Some(last) if width > 0 && last.at / width == now / width && last.requests < u32::MAX => {
                last.at = now;
                last.requests += 1;
            }
            _ => self.moments.push_back(Moment { at: now, requests: 1 }),
        }
    }

    fn pop(&mut self) {
        let Some(last) = self.moments.back_mut() else { return };
        self.requests = self.requests.saturating_sub(1);
        last.requests -= 1;
        if last.requests == 0 {
            self.moments.pop_back();
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn counters(rate: &str) -> Counters {
        Counters::new(Rate::parse(rate).unwrap())
    }

    /// DRF's own: a list of moments in seconds, latest first.
    struct Drf {
        history: Vec<f64>,
        requests: usize,
        period: f64,
    }

    impl Drf {
        fn count(&mut self, now: f64) -> Option<f64> {
            while self.history.last().is_some_and(|at| *at <= now - self.period) {
                self.history.pop();
            }
            if self.history.len() >= self.requests {
                return Some(self.period - (now - self.history.last().unwrap()));
            }
            self.history.insert(0, now);
            None
        }
    }

    #[test]
    fn decides_as_drf_does() {
        for (text, requests, step) in [("20/min", 20, 0.7), ("1000/hour", 1000, 1.3), ("1024/s", 1024, 0.000_5)] {
            let counters = counters(text);
            let mut drf = Drf { history: Vec::new(), requests, period: counters.rate.period.as_secs_f64() };
            for n in 0..5000 {
                let now = f64::from(n) * step + f64::from(n % 7) * step / 8.0;
                let expected = drf.count(now);
                let got = counters.count(Client::User(1), counters.began + Duration::from_secs_f64(now)).map(|wait| wait.as_secs_f64());
                match (expected, got) {
                    (None, None) => {}
                    (Some(expected), Some(got)) => assert!((expected - got).abs() < 1e-5, "{text} {n}: {expected} {got}"),
                    other => panic!("{text} {n}: {other:?}"),
                }
            }
        }
    }

    #[test]
    fn a_large_rate_takes_little_memory_and_is_never_more_generous() {
        let counters = counters("1000000/day");
        // A day's worth at an even pace, in half a day, with half as much again.
        let mut refused = None;
        for n in 0..1_500_000_u32 {
            let now = f64::from(n) * 43_200.0 / 1_000_000.0;
            if let Some(wait) = counters.count(Client::User(1), counters.began + Duration::from_secs_f64(now)) {
                refused.get_or_insert((n, wait.as_secs_f64()));
            }
        }
        let (first, wait) = refused.unwrap();
        assert_eq!(first, 1_000_000);
        assert!((43_200.0..=43_200.0 + 86_400.0 / 1024.0).contains(&wait), "{wait}");
        let (clients, moments) = counters.size();
        assert!(clients == 1 && moments <= EXACT + 1, "{moments}");
    }

    #[test]
    fn a_burst_waits_as_long_as_in_drf() {
        let counters = counters("10000/day");
        for n in 0..10_000 {
            assert_eq!(counters.count(Client::User(1), counters.began + Duration::from_millis(n)), None);
        }
        let wait = counters.count(Client::User(1), counters.began + Duration::from_secs(60)).unwrap();
        assert!((86_340..=86_350).contains(&wait.as_secs()), "{wait:?}");
    }

    #[test]
    fn the_number_of_clients_is_bounded_and_who_is_near_the_limit_is_kept() {
        let counters = Counters::with_capacity(Rate::parse("5/day").unwrap(), 1000);
        for _ in 0..5 {
            assert_eq!(counters.count(Client::User(-1), counters.began), None);
        }
        for n in 0..20_000 {
            let now = counters.began + Duration::from_millis(n);
            assert_eq!(counters.count(Client::User(n.cast_signed()), now), None, "nobody is refused for want of room");
        }
        assert_eq!(counters.size().0, 1000);
        assert!(counters.count(Client::User(-1), counters.began + Duration::from_secs(30)).is_some(), "still at the limit");
    }

    #[test]
    fn what_is_over_is_forgotten() {
        let counters = counters("2/min");
        for n in 0..10_000 {
            counters.count(Client::User(n), counters.began);
        }
        assert_eq!(counters.size().0, 10_000);
        counters.count(Client::User(-1), counters.began + Duration::from_secs(61));
        assert_eq!(counters.size(), (1, 1));
        assert!(counters.lock().clients.capacity() < 100);
    }

    #[test]
    fn many_long_histories_become_coarser() {
        let counters = counters("1000/day");
        for client in 0..3000 {
            for n in 0..1000 {
                counters.count(Client::User(client), counters.began + Duration::from_millis(n * 10));
            }
        }
        let (clients, moments) = counters.size();
        assert_eq!(clients, 3000);
        assert!(moments <= MOMENTS + 3000 * COARSE, "{moments}");
        assert!(counters.count(Client::User(2999), counters.began + Duration::from_secs(60)).is_some(), "still counted");
    }

    #[test]
    fn what_was_counted_can_be_taken_back() {
        let counters = counters("2/min");
        let now = counters.began;
        assert_eq!(counters.look(Client::User(1), now), None);
        counters.count(Client::User(1), now);
        counters.count(Client::User(1), now);
        assert_eq!(counters.look(Client::User(1), now), Some(Duration::from_secs(60)));
        counters.uncount(Client::User(1));
        assert_eq!(counters.look(Client::User(1), now), None);
        counters.uncount(Client::User(1));
        counters.uncount(Client::User(1));
        assert_eq!(counters.size(), (0, 0));
    }
}
