//! What an operator can set: docs/deploy.md has the variables and flags of `serve` that fill it.

use crate::passwords::Hasher;
use crate::schema::api::NumProxies;
use crate::server::ConnectionLimits;
use crate::throttling::{Rate, Redis};
use std::time::Duration;

/// Ten wrong passwords a minute.
const LOGIN_THROTTLE: Rate = Rate { requests: 10, period: Duration::from_secs(60) };

/// What an operator can set.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Bodies over this many bytes are refused with 413 (Django's `DATA_UPLOAD_MAX_MEMORY_SIZE`: 2.5 MiB).
    pub body_limit: usize,
    /// Responses over this many bytes, however they are written, are refused with 400. The rows that are held in memory for one take four
    /// times as much at most.
    pub response_limit: usize,
    /// A request that takes longer is answered with 503.
    pub timeout: Duration,
    /// Where requests are counted that many processes count together; `None`: each process counts for itself.
    pub redis: Option<Redis>,
    /// How many proxies in front are trusted to say in `X-Forwarded-For` where a request comes from (DRF's `NUM_PROXIES`); `None`: as the
    /// API says.
    pub num_proxies: Option<NumProxies>,
    /// How many wrong passwords are accepted for a name, and from an address, before logins with it are refused for a while; `None`: any
    /// number.
    pub login_throttle: Option<Rate>,
    /// How new passwords are hashed, and those that are hashed anew at a login (the first of Django's `PASSWORD_HASHERS`).
    pub password_hasher: Hasher,
    /// Clients speak HTTPS with a proxy in front: links begin with `https://`, cookies are `Secure`, and CSRF checks expect it (Django's
    /// `SECURE_PROXY_SSL_HEADER`, decided once instead of by a header that a client could send too).
    pub https: bool,
    /// How many connections there may be, and how long clients are waited for.
    pub connections: ConnectionLimits,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            body_limit: 2_621_440,
            response_limit: 64 << 20,
            timeout: Duration::from_secs(60),
            redis: None,
            num_proxies: None,
            login_throttle: Some(LOGIN_THROTTLE),
            password_hasher: Hasher::default(),
            https: false,
            connections: ConnectionLimits::default(),
        }
    }
}
