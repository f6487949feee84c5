//! Redis as the place where many processes count together: one script a request.

use super::Rate;
use redis::Script;
use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use std::sync::LazyLock;
use std::time::Duration;

/// How long to wait for a connection, and for an answer.
const WAIT_TIMEOUT: Duration = Duration::from_secs(1);

/// Forgets what is older than the period, then counts the request or gives the microseconds until the oldest is. Redis's own clock is the
/// only one that all processes share. Answers -1 if the request may be made.
///
/// The key holds a list: how many requests there are, and then moments (`microseconds:requests`), oldest first. Arguments: the period, how
/// many requests it allows, the width within which requests share a moment (0: each has its own), and whether to count (1) or to look (0).
static COUNT: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "local key = KEYS[1]
local period, limit, width = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local total = tonumber(redis.call('LINDEX', key, 0) or '0')
local oldest = redis.call('LINDEX', key, 1)
local at, dropped = nil, 0
while oldest do
  local moment, requests = string.match(oldest, '(%d+):(%d+)')
  at = tonumber(moment)
  if at > now - period then break end
  total = total - requests
  dropped = dropped + 1
  at = nil
  oldest = redis.call('LINDEX', key, dropped + 1)
end
if dropped > 0 then
  if not oldest then
    redis.call('DEL', key)
    total = 0
  else
    redis.call('LTRIM', key, dropped, -1)
    redis.call('LSET', key, 0, total)
  end
end
if total >= limit then
  if not at then return period end
  return period - (now - at)
end
if ARGV[4] == '0' then return -1 end
local latest = nil
if total > 0 then latest = redis.call('LINDEX', key, -1) else redis.call('RPUSH', key, '0') end
local moment, requests = nil, nil
if latest then moment, requests = string.match(latest, '(%d+):(%d+)') end
if moment and width > 0 and math.floor(moment / width) == math.floor(now / width) then
  redis.call('LSET', key, -1, string.format('%.0f:%d', now, requests + 1))
else
  redis.call('RPUSH', key, string.format('%.0f:1', now))
end
redis.call('LSET', key, 0, total + 1)
redis.call('PEXPIRE', key, math.ceil(period / 1000))
return -1",
    )
});

/// Takes back the last request that was counted under a key.
static UNCOUNT: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "local key = KEYS[1]
local total = tonumber(redis.call('LINDEX', key, 0) or '0')
if total <= 1 then return redis.call('DEL', key) end
local moment, requests = string.match(redis.call('LINDEX', key, -1), '(%d+):(%d+)')
if tonumber(requests) > 1 then
  redis.call('LSET', key, -1, string.format('%s:%d', moment, requests - 1))
else
  redis.call('RPOP', key)
end
redis.call('LSET', key, 0, total - 1)
return 0",
    )
});

/// A Redis server, and a connection to it that mends itself.
#[derive(Clone)]
pub struct Redis {
    connection: ConnectionManager,
}

impl std::fmt::Debug for Redis {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Redis").finish_non_exhaustive()
    }
}

impl Redis {
    /// The server at `redis://[[user]:password@]host[:port][/number]`; it is not asked anything yet. Needs a Tokio runtime.
    ///
    /// # Errors
    ///
    /// A URL of another form.
    pub fn new(url: &str) -> Result<Self, redis::RedisError> {
        let config = ConnectionManagerConfig::new()
            .set_connection_timeout(Some(WAIT_TIMEOUT))
            .set_response_timeout(Some(WAIT_TIMEOUT))
            .set_number_of_retries(1);
        let connection = ConnectionManager::new_lazy_with_config(redis::Client::open(url)?, config)?;
        Ok(Self { connection })
    }

    /// Counts a request under a key, or says how long its client should wait.
    pub(crate) async fn count(&self, key: &str, rate: Rate) -> Result<Option<Duration>, redis::RedisError> {
        self.ask(key, rate, true).await
    }

    /// How long a client should wait, without counting anything.
    pub(crate) async fn look(&self, key: &str, rate: Rate) -> Result<Option<Duration>, redis::RedisError> {
        self.ask(key, rate, false).await
    }

    async fn ask(&self, key: &str, rate: Rate, count: bool) -> Result<Option<Duration>, redis::RedisError> {
        let mut connection = self.connection.clone();
        let mut call = COUNT.key(key);
        call.arg(rate.micros()).arg(rate.requests).arg(rate.width()).arg(u8::from(count));
        let micros: i64 = call.invoke_async(&mut connection).await?;
        Ok(u64::try_from(micros).ok().map(Duration::from_micros))
    }

    /// Takes back the last request that was counted under a key.
    pub(crate) async fn uncount(&self, key: &str) -> Result<(), redis::RedisError> {
        let mut connection = self.connection.clone();
        let _: i64 = UNCOUNT.key(key).invoke_async(&mut connection).await?;
        Ok(())
    }

    /// How many items a key's list has.
    #[cfg(test)]
    pub(super) async fn length(&self, key: &str) -> Result<usize, redis::RedisError> {
        let mut connection = self.connection.clone();
        redis::cmd("LLEN").arg(key).query_async(&mut connection).await
    }
}
