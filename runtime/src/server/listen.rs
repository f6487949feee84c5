//! The arguments of `serve`.

use super::CommandError;
use super::security::Security;
use crate::passwords::Hasher;
use crate::schema::Api;
use crate::schema::api::{NumProxies, ThrottleStore};
use crate::settings::{ConnectionLimits, Settings};
use crate::throttling::{Rate, Redis};
use clap::builder::RangedU64ValueParser;
use clap::{Args, value_parser};
use std::time::Duration;

/// Where and how `serve` listens: everything that an operator sets.
#[derive(Debug, Args)]
pub(super) struct Listen {
    /// The address and port to listen on; a port alone is one of 127.0.0.1, and port 0 takes a free one
    #[arg(long, env = "BIND", value_name = "ADDRESS", default_value = "127.0.0.1:8000")]
    pub(super) bind: String,
    /// The longest body that is read, in bytes
    #[arg(long, env = "BODY_LIMIT", value_name = "BYTES", default_value_t = Settings::default().body_limit)]
    body_limit: usize,
    /// The longest response that is written, in bytes; for more than that a client has to ask in parts
    #[arg(long, env = "RESPONSE_LIMIT", value_name = "BYTES", default_value_t = Settings::default().response_limit)]
    response_limit: usize,
    /// How long a request may take, in seconds
    #[arg(long, env = "REQUEST_TIMEOUT", value_name = "SECONDS", default_value_t = Settings::default().timeout.as_secs())]
    timeout: u64,
    #[command(flatten)]
    connections: Connections,
    /// Where requests are counted, for APIs with throttling.store = "redis"
    #[arg(long, env = "REDIS_URL", value_name = "URL", hide_env_values = true)]
    redis_url: Option<String>,
    /// How many proxies in front are trusted to say in X-Forwarded-For where a request comes from: 0 counts the address that connects, 1
    /// what the nearest proxy saw; all takes the whole header [default: the spec's throttling.num_proxies, or 0]
    #[arg(long, env = "NUM_PROXIES", value_name = "N")]
    num_proxies: Option<NumProxies>,
    /// How many wrong passwords are accepted for a name, and from an address, in how long (s, min, hour or day); then logins are refused
    /// for a while. off: any number
    #[arg(long, env = "LOGIN_THROTTLE", value_name = "RATE", default_value = "10/min", value_parser = login_throttle)]
    login_throttle: LoginThrottle,
    #[command(flatten)]
    hasher: PasswordHasher,
    #[command(flatten)]
    security: Security,
}

/// A rate, or `off`.
#[derive(Clone, Copy, Debug)]
pub(super) struct LoginThrottle(pub(super) Option<Rate>);

pub(super) fn login_throttle(text: &str) -> Result<LoginThrottle, &'static str> {
    match text {
        "off" => Ok(LoginThrottle(None)),
        text => match Rate::parse(text).filter(|rate| rate.requests > 0) {
            Some(rate) => Ok(LoginThrottle(Some(rate))),
            None => Err("a number and a period, such as 10/min, or off"),
        },
    }
}

/// How passwords are stored.
#[derive(Debug, Args)]
pub(super) struct PasswordHasher {
    /// How new passwords are hashed, and those that are stored otherwise when their users log in: argon2 or pbkdf2_sha256 (Django's default,
    /// for a database that a Django without argon2-cffi uses too)
    #[arg(long, env = "PASSWORD_HASHER", value_name = "HASHER", default_value = "argon2")]
    pub(super) password_hasher: Hasher,
}

impl Listen {
    pub(super) fn settings(&self, api: &Api) -> Result<Settings, CommandError> {
        let shared = api.throttling.store == ThrottleStore::Redis && api.is_throttled();
        let redis = match &self.redis_url {
            _ if !shared => None,
            Some(url) => Some(Redis::new(url).map_err(|e| CommandError::new(format!("REDIS_URL: {e}")))?),
            None => return Err(CommandError::new("this API counts requests in Redis: set REDIS_URL, as redis://127.0.0.1:6379/0")),
        };
        let timeout = Duration::from_secs(self.timeout);
        let mut settings = Settings {
            body_limit: self.body_limit,
            response_limit: self.response_limit,
            timeout,
            redis,
            num_proxies: self.num_proxies,
            login_throttle: self.login_throttle.0,
            password_hasher: self.hasher.password_hasher,
            connections: self.connections.limits(),
            ..Settings::default()
        };
        self.security.apply(&mut settings)?;
        Ok(settings)
    }
}

/// A day in seconds: the longest time that a client is waited for. None is refused too, since no request would be answered.
const DAY: u64 = 86_400;

/// Limits of connections.
#[derive(Debug, Args)]
struct Connections {
    /// How many connections are open at most; beyond it idle ones are closed, and where all are busy, new ones are answered with 503
    #[arg(long, env = "MAX_CONNECTIONS", value_name = "NUMBER", value_parser = RangedU64ValueParser::<usize>::new().range(1..), default_value_t = ConnectionLimits::default().max)]
    max_connections: usize,
    /// How long a client may take to send the head of a request, in seconds
    #[arg(long, env = "HEAD_TIMEOUT", value_name = "SECONDS", value_parser = value_parser!(u64).range(1..=DAY), default_value_t = ConnectionLimits::default().head_timeout.as_secs())]
    head_timeout: u64,
    /// How long a connection is kept open for another request, in seconds
    #[arg(long, env = "KEEP_ALIVE_TIMEOUT", value_name = "SECONDS", value_parser = value_parser!(u64).range(1..=DAY), default_value_t = ConnectionLimits::default().keep_alive.as_secs())]
    keep_alive_timeout: u64,
    /// How long a client may take none of an answer, in seconds
    #[arg(long, env = "WRITE_TIMEOUT", value_name = "SECONDS", value_parser = value_parser!(u64).range(1..=DAY), default_value_t = ConnectionLimits::default().write_timeout.as_secs())]
    write_timeout: u64,
    /// How many bytes of large bodies and answers are held at once; a request that needs more is answered with 503
    #[arg(long, env = "MAX_BUFFERED", value_name = "BYTES", default_value_t = ConnectionLimits::default().max_buffered)]
    max_buffered: usize,
}

impl Connections {
    fn limits(&self) -> ConnectionLimits {
        ConnectionLimits {
            max: self.max_connections,
            head_timeout: Duration::from_secs(self.head_timeout),
            keep_alive: Duration::from_secs(self.keep_alive_timeout),
            write_timeout: Duration::from_secs(self.write_timeout),
            max_buffered: self.max_buffered,
        }
    }
}
