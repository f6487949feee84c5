//! Redis as the place where many processes count together: one script a request.

use super::Rate;
use redis::Script;
use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use std::sync::LazyLock;
use std::time::Duration;

/// How long to wait for a connection, and for an answer.
const PATIENCE: Duration = Duration::from_secs(1);

/// Forgets what is older than the period, then counts the request or gives the microseconds until the oldest is. Redis's own clock is the
/// only one that all processes share. Answers -1 if the request was counted.
static SCRIPT: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local period = tonumber(ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now - period))
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then
  local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
  return period - (now - tonumber(oldest[2]))
end
redis.call('ZADD', KEYS[1], string.format('%.0f', now), ARGV[3])
redis.call('PEXPIRE', KEYS[1], math.ceil(period / 1000))
return -1",
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
            .set_connection_timeout(Some(PATIENCE))
            .set_response_timeout(Some(PATIENCE))
            .set_number_of_retries(1);
        let connection = ConnectionManager::new_lazy_with_config(redis::Client::open(url)?, config)?;
        Ok(Self { connection })
    }

    /// Counts a request under a key, or says how long its client should wait.
    pub(super) async fn count(&self, key: &str, rate: Rate) -> Result<Option<Duration>, redis::RedisError> {
        let member = format!("{:016x}", rand::random::<u64>());
        let period = u64::try_from(rate.period.as_micros()).unwrap_or(u64::MAX);
        let mut connection = self.connection.clone();
        let mut call = SCRIPT.key(key);
        let micros: i64 = call.arg(period).arg(rate.requests).arg(member).invoke_async(&mut connection).await?;
        Ok(u64::try_from(micros).ok().map(Duration::from_micros))
    }
}
