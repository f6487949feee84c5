//! Redis as the place where many processes count together: one script a request, over the few lines of its protocol that this takes.

use super::Rate;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufStream};
use tokio::net::TcpStream;
use tokio::time::timeout;
use url::Url;

/// How long to wait for an answer.
const PATIENCE: Duration = Duration::from_secs(1);
/// How many idle connections are kept.
const IDLE: usize = 8;
/// The longest answer that a script gives.
const LINE: u64 = 4096;

/// Forgets what is older than the period, then counts the request or gives the microseconds until the oldest is. Redis's own clock is the
/// only one that all processes share. Answers -1 if the request was counted.
const SCRIPT: &str = "local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local period = tonumber(ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now - period))
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then
  local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
  return period - (now - tonumber(oldest[2]))
end
redis.call('ZADD', KEYS[1], string.format('%.0f', now), ARGV[3])
redis.call('PEXPIRE', KEYS[1], math.ceil(period / 1000))
return -1";

/// A Redis server, and connections to it.
#[derive(Clone)]
pub struct Redis {
    address: String,
    login: Option<(String, String)>,
    database: u32,
    idle: Arc<Mutex<Vec<BufStream<TcpStream>>>>,
}

impl std::fmt::Debug for Redis {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Redis").field("address", &self.address).finish_non_exhaustive()
    }
}

/// Why Redis could not be asked.
#[derive(Debug, thiserror::Error)]
pub enum RedisError {
    /// The URL is none that we can use.
    #[error("`{0}` is no URL of the form redis://[[user]:password@]host[:port][/number]")]
    Url(String),
    /// The connection failed.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// No answer in time.
    #[error("no answer in {} s", PATIENCE.as_secs())]
    Timeout(#[from] tokio::time::error::Elapsed),
    /// Redis refuses.
    #[error("{0}")]
    Refused(String),
}

impl Redis {
    /// The server at `redis://[[user]:password@]host[:port][/number]`; it is not asked anything yet.
    ///
    /// # Errors
    ///
    /// A URL of another form.
    pub fn new(url: &str) -> Result<Self, RedisError> {
        // A URL may hold a password: it is quoted only if it is none at all.
        let parsed = Url::parse(url).map_err(|_| RedisError::Url(url.to_owned()))?;
        let wrong = || RedisError::Url(format!("{}://…", parsed.scheme()));
        let host = parsed.host_str().filter(|_| parsed.scheme() == "redis").ok_or_else(wrong)?;
        let path = parsed.path().trim_matches('/');
        let database = if path.is_empty() { 0 } else { path.parse().map_err(|_| wrong())? };
        let text = |part: &str| percent_encoding::percent_decode_str(part).decode_utf8_lossy().into_owned();
        Ok(Self {
            address: format!("{host}:{}", parsed.port().unwrap_or(6379)),
            login: parsed.password().map(|password| (text(parsed.username()), text(password))),
            database,
            idle: Arc::default(),
        })
    }

    /// Counts a request under a key, or says how long its client should wait.
    pub(super) async fn count(&self, key: &str, rate: Rate) -> Result<Option<Duration>, RedisError> {
        let (period, requests) = (rate.period.as_micros().to_string(), rate.requests.to_string());
        let member = format!("{:016x}", rand::random::<u64>());
        let command = ["EVAL", SCRIPT, "1", key, &period, &requests, &member];
        let micros = timeout(PATIENCE, self.ask(&command)).await??;
        Ok(u64::try_from(micros).ok().map(Duration::from_micros))
    }

    async fn ask(&self, command: &[&str]) -> Result<i64, RedisError> {
        let kept = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        if let Some(mut connection) = kept {
            // It may have been closed in the meantime; then a new one is tried.
            match send(&mut connection, command).await {
                Err(RedisError::Io(_)) => {}
                answered => return self.keep(connection, answered),
            }
        }
        let mut connection = self.connect().await?;
        let answered = send(&mut connection, command).await;
        self.keep(connection, answered)
    }

    fn keep(&self, connection: BufStream<TcpStream>, answered: Result<Answer, RedisError>) -> Result<i64, RedisError> {
        let Answer::Number(number) = answered? else { return Err(RedisError::Refused("not a number".to_owned())) };
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < IDLE {
            idle.push(connection);
        }
        Ok(number)
    }

    async fn connect(&self) -> Result<BufStream<TcpStream>, RedisError> {
        let stream = TcpStream::connect(&self.address).await?;
        stream.set_nodelay(true)?;
        let mut connection = BufStream::new(stream);
        match &self.login {
            Some((user, password)) if user.is_empty() => send(&mut connection, &["AUTH", password]).await?,
            Some((user, password)) => send(&mut connection, &["AUTH", user, password]).await?,
            None => Answer::Ok,
        };
        if self.database != 0 {
            send(&mut connection, &["SELECT", &self.database.to_string()]).await?;
        }
        Ok(connection)
    }
}

enum Answer {
    Ok,
    Number(i64),
}

/// One command and its answer, in Redis's protocol (RESP2).
async fn send(connection: &mut BufStream<TcpStream>, command: &[&str]) -> Result<Answer, RedisError> {
    let mut text = format!("*{}\r\n", command.len());
    for word in command {
        text.push_str(&format!("${}\r\n{word}\r\n", word.len()));
    }
    connection.write_all(text.as_bytes()).await?;
    connection.flush().await?;
    let mut line = String::new();
    (&mut *connection).take(LINE).read_line(&mut line).await?;
    let Some(line) = line.strip_suffix("\r\n") else { return Err(std::io::Error::from(std::io::ErrorKind::UnexpectedEof).into()) };
    match (line.get(..1), line.get(1..).unwrap_or_default()) {
        (Some("+"), _) => Ok(Answer::Ok),
        (Some(":"), number) => number.parse().map(Answer::Number).map_err(|_| RedisError::Refused(line.to_owned())),
        (Some("-"), error) => Err(RedisError::Refused(error.to_owned())),
        _ => Err(RedisError::Refused(format!("unexpected answer {line:?}"))),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn urls() {
        let redis = Redis::new("redis://:p%40ss@cache.test:6380/2").unwrap();
        assert_eq!((redis.address.as_str(), redis.database), ("cache.test:6380", 2));
        assert_eq!(redis.login, Some((String::new(), "p@ss".to_owned())));
        assert_eq!(Redis::new("redis://localhost").unwrap().address, "localhost:6379");
        for wrong in ["localhost", "http://localhost", "redis://", "redis://localhost/x"] {
            assert!(matches!(Redis::new(wrong), Err(RedisError::Url(_))), "{wrong}");
        }
    }
}
