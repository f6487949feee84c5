//! Who is counted: a user, or the address that a request comes from.
//!
//! Counters are kept under keys of a fixed size, so that no header can decide how much memory a counter takes.

use crate::Request;
use crate::schema::api::NumProxies;
use http::HeaderMap;
use sha2::{Digest as _, Sha256};
use std::fmt;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::Once;

/// The key of one client's counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Client {
    /// A user, by the primary key.
    User(i64),
    /// An IPv4 address.
    V4([u8; 4]),
    /// The first 64 bits of an IPv6 address. A subscriber gets a network of at least this size and can use every address in it, so a
    /// limit for each address would be none.
    V6([u8; 8]),
    /// Any other text, as a digest: a name, or a forwarded address that isn't an IP address.
    Text([u8; 16]),
    /// The server does not know the address: an axum application that mounts the router without `ConnectInfo`.
    Unknown,
}

impl Client {
    /// The client at an address. An IPv4 address that arrives over an IPv6 socket (`::ffff:192.0.2.1`) is the IPv4 address.
    pub fn address(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => Self::V4(address.octets()),
            IpAddr::V6(address) => {
                let [a, b, c, d, e, f, g, h, ..] = address.octets();
                Self::V6([a, b, c, d, e, f, g, h])
            }
        }
    }

    /// A key for several texts together.
    pub fn digest(parts: &[&[u8]]) -> Self {
        let mut digest = Sha256::new();
        for part in parts {
            // The length says where one text ends and the next begins.
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part);
        }
        let mut key = [0; 16];
        key.copy_from_slice(&digest.finalize()[..16]);
        Self::Text(key)
    }

    /// The address that a request comes from, as far as proxies are trusted to say it: DRF's `BaseThrottle.get_ident`.
    pub(crate) fn of_request(req: &Request, proxies: NumProxies) -> Self {
        let peer = || req.peer.map_or(Self::Unknown, Self::address);
        match proxies {
            NumProxies::Count(0) => {
                if req.headers.contains_key(FORWARDED) {
                    warn_of_proxy();
                }
                peer()
            }
            NumProxies::Count(count) => match header(&req.headers) {
                None => peer(),
                Some(list) => {
                    let addresses: Vec<&[u8]> = list.split(|b| *b == b',').collect();
                    let nth = addresses.len().saturating_sub(usize::try_from(count).unwrap_or(usize::MAX));
                    Self::forwarded(trim(addresses.get(nth).copied().unwrap_or_default()))
                }
            },
            NumProxies::All => match header(&req.headers) {
                Some(mut list) if !list.is_empty() => {
                    list.retain(|byte| !is_space(*byte));
                    Self::forwarded(&list)
                }
                _ => peer(),
            },
        }
    }

    /// What a proxy wrote about a client: an address, perhaps with a port, or some other text.
    fn forwarded(text: &[u8]) -> Self {
        let read = |text: &str| {
            let bare = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')).unwrap_or(text);
            bare.parse::<IpAddr>().ok().or_else(|| Some(text.parse::<SocketAddr>().ok()?.ip()))
        };
        match std::str::from_utf8(text).ok().and_then(read) {
            Some(address) => Self::address(address),
            None => Self::digest(&[text]),
        }
    }
}

/// As it stands in the keys of Redis.
impl fmt::Display for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(id) => write!(f, "user:{id}"),
            Self::V4([a, b, c, d]) => write!(f, "address:{a}.{b}.{c}.{d}"),
            Self::V6(network) => {
                let mut octets = [0; 16];
                octets[..8].copy_from_slice(network);
                write!(f, "address:{}/64", Ipv6Addr::from(octets))
            }
            Self::Text(digest) => {
                f.write_str("text:")?;
                digest.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
            Self::Unknown => f.write_str("address:unknown"),
        }
    }
}

const FORWARDED: &str = "x-forwarded-for";

/// The whole header: several lines are one list, as WSGI servers join them.
fn header(headers: &HeaderMap) -> Option<Vec<u8>> {
    let mut lines = headers.get_all(FORWARDED).iter();
    let mut list = lines.next()?.as_bytes().to_vec();
    for line in lines {
        list.push(b',');
        list.extend_from_slice(line.as_bytes());
    }
    Some(list)
}

/// What Python's `str.strip` and `str.split` take for white space, of the bytes that a header can hold; Django reads headers as Latin-1.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | 0x85 | 0xa0)
}

fn trim(mut text: &[u8]) -> &[u8] {
    while let [first, rest @ ..] = text
        && is_space(*first)
    {
        text = rest;
    }
    while let [rest @ .., last] = text
        && is_space(*last)
    {
        text = rest;
    }
    text
}

/// Behind a proxy that nobody has told the server of, all clients share one counter. Said once: any client can send the header.
fn warn_of_proxy() {
    static SAID: Once = Once::new();
    SAID.call_once(|| {
        tracing::warn!(
            "a request has an X-Forwarded-For header, and NUM_PROXIES is 0: throttles and the login limit count the address that connects. \
             If this server is behind a proxy, set NUM_PROXIES=1 (the number of proxies), or all of the proxy's clients are counted as one"
        );
    });
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn ident(proxies: NumProxies, lines: &[&[u8]]) -> Client {
        let mut req = Request::internal();
        req.peer = Some("10.0.0.9".parse().unwrap());
        for line in lines {
            req.headers.append(FORWARDED, HeaderValue::from_bytes(line).unwrap());
        }
        Client::of_request(&req, proxies)
    }

    fn ip(text: &str) -> Client {
        Client::address(text.parse().unwrap())
    }

    #[test]
    fn the_address_is_that_of_get_ident() {
        let peer = ip("10.0.0.9");
        for (proxies, lines, expected) in [
            (NumProxies::Count(0), &[&b"1.1.1.1"[..]][..], peer),
            (NumProxies::Count(1), &[], peer),
            (NumProxies::Count(1), &[b"1.1.1.1, 2.2.2.2 "], ip("2.2.2.2")),
            (NumProxies::Count(2), &[b"1.1.1.1, 2.2.2.2 "], ip("1.1.1.1")),
            // More proxies than addresses: the first.
            (NumProxies::Count(9), &[b"1.1.1.1,2.2.2.2"], ip("1.1.1.1")),
            (NumProxies::Count(u32::MAX), &[b"1.1.1.1"], ip("1.1.1.1")),
            (NumProxies::Count(1), &[b"1.1.1.1", b"2.2.2.2"], ip("2.2.2.2")),
            (NumProxies::Count(2), &[b"1.1.1.1", b"2.2.2.2"], ip("1.1.1.1")),
            (NumProxies::Count(1), &[b"1.1.1.1,"], Client::digest(&[b""])),
            (NumProxies::Count(1), &[b""], Client::digest(&[b""])),
            (NumProxies::Count(1), &[b"\xa01.1.1.1\t"], ip("1.1.1.1")),
            (NumProxies::Count(1), &[b"1.1.1.1:4711"], ip("1.1.1.1")),
            (NumProxies::Count(1), &[b"[2001:db8::1]:4711"], ip("2001:db8::")),
            (NumProxies::Count(1), &[b"[2001:db8::1]"], ip("2001:db8::")),
            (NumProxies::Count(1), &[b"unknown"], Client::digest(&[b"unknown"])),
            (NumProxies::All, &[], peer),
            (NumProxies::All, &[b""], peer),
            (NumProxies::All, &[b" 1.1.1.1 "], ip("1.1.1.1")),
            (NumProxies::All, &[b"1.1.1.1, 2.2.2.2"], Client::digest(&[b"1.1.1.1,2.2.2.2"])),
            (NumProxies::All, &[b"1.1.1.1", b"2.2.2.2"], Client::digest(&[b"1.1.1.1,2.2.2.2"])),
        ] {
            assert_eq!(ident(proxies, lines), expected, "{proxies:?} {lines:?}");
        }
    }

    #[test]
    fn one_network_is_one_client() {
        assert_eq!(ip("2001:db8:1:2:3::1"), ip("2001:db8:1:2:ffff::2"));
        assert_ne!(ip("2001:db8:1:2::1"), ip("2001:db8:1:3::1"));
        assert_eq!(ip("::ffff:192.0.2.1"), ip("192.0.2.1"));
        assert_ne!(ip("::ffff:192.0.2.1"), ip("::ffff:192.0.2.2"));
    }

    #[test]
    fn keys_have_a_bounded_size() {
        assert!(size_of::<Client>() <= 24);
        let long = vec![b'x'; 60_000];
        let text = ident(NumProxies::All, &[&long]).to_string();
        assert_eq!(text.len(), "text:".len() + 32);
        assert_eq!(ip("2001:db8:1:2::1").to_string(), "address:2001:db8:1:2::/64");
        assert_ne!(Client::digest(&[b"a", b"bc"]), Client::digest(&[b"ab", b"c"]));
    }
}
