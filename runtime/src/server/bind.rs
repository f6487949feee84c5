//! The address to listen on, as people write it.

use super::CommandError;
use std::io;
use std::net::SocketAddr;
use tokio::net::TcpSocket;

/// A socket at an address, and the address that it turned out to be. Nobody can connect until it listens, so that a server may look for
/// what it needs first.
///
/// # Errors
///
/// The system's, for the last of the addresses that a name has.
pub(super) async fn bound(bind: &str) -> io::Result<(TcpSocket, SocketAddr)> {
    let mut last = io::Error::new(io::ErrorKind::AddrNotAvailable, "the name has no address");
    for address in tokio::net::lookup_host(bind).await? {
        match socket(address) {
            Ok(found) => return Ok(found),
            Err(error) => last = error,
        }
    }
    Err(last)
}

fn socket(address: SocketAddr) -> io::Result<(TcpSocket, SocketAddr)> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // A server that comes after another one need not wait for its connections to be forgotten.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    let address = socket.local_addr()?;
    Ok((socket, address))
}

/// `HOST:PORT` of what was written: `8000` and `:8000` are ports of this machine's own address, which other machines do not reach.
///
/// # Errors
///
/// What says no port, or cannot be an address.
pub(super) fn address(bind: &str) -> Result<String, CommandError> {
    let bind = bind.trim();
    let wrong = |help: String| Err(CommandError::new(format!("BIND: `{bind}` is not an address to listen on: {help}")));
    let port = bind.strip_prefix(':').unwrap_or(bind);
    if !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) {
        return match port.parse::<u16>() {
            Ok(port) => Ok(format!("127.0.0.1:{port}")),
            Err(_) => wrong("a port is a number up to 65535".to_owned()),
        };
    }
    if let Some((_, rest)) = bind.split_once("://") {
        return wrong(format!("write the host and the port alone, `{}`", rest.split('/').next().unwrap_or_default()));
    }
    if bind.parse::<std::net::Ipv6Addr>().is_ok() {
        return wrong(format!("write an IPv6 address in brackets, and a port, `[{bind}]:8000`"));
    }
    match bind.rsplit_once(':') {
        Some((host, port)) if !host.is_empty() && !port.ends_with(']') => match port.parse::<u16>() {
            Ok(_) => Ok(bind.to_owned()),
            Err(_) => wrong("after the host and a colon stands a port, a number up to 65535".to_owned()),
        },
        _ if bind.is_empty() || bind == ":" => wrong("write a port, `8000`, or a host and a port, `127.0.0.1:8000`".to_owned()),
        _ => wrong(format!("write a port after it, `{bind}:8000`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_alone_are_this_machines() {
        for (written, expected) in [
            ("8733", "127.0.0.1:8733"),
            (":8733", "127.0.0.1:8733"),
            ("0", "127.0.0.1:0"),
            (" 0.0.0.0:80 ", "0.0.0.0:80"),
            ("localhost:8000", "localhost:8000"),
            ("[::1]:8000", "[::1]:8000"),
        ] {
            assert_eq!(address(written).ok().as_deref(), Some(expected), "{written}");
        }
    }

    #[test]
    fn others_say_what_to_write() {
        for (written, help) in [
            ("", "write a port, `8000`, or"),
            (":", "write a port, `8000`, or"),
            ("127.0.0.1", "write a port after it, `127.0.0.1:8000`"),
            ("localhost", "write a port after it, `localhost:8000`"),
            ("[::1]", "write a port after it, `[::1]:8000`"),
            ("::1", "write an IPv6 address in brackets, and a port, `[::1]:8000`"),
            ("70000", "a port is a number up to 65535"),
            ("localhost:http", "after the host and a colon stands a port"),
            ("127.0.0.1:", "after the host and a colon stands a port"),
            ("http://127.0.0.1:8000/", "write the host and the port alone, `127.0.0.1:8000`"),
        ] {
            let error = address(written).unwrap_or_else(|e| e.to_string());
            assert!(error.starts_with("BIND: `") && error.contains(help), "{written}: {error}");
        }
    }
}
