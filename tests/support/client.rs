//! A blocking HTTP/1.1 client, small enough to hide nothing: it sends a path as it is given, follows no redirect, decodes no
//! content encoding and adds no header but `Host` and `Content-Length`.

use std::io::{self, BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::Duration;

/// A connection to one server, kept alive between requests.
#[derive(Debug)]
pub struct Client {
    /// `127.0.0.1:8000`.
    authority: String,
    connection: Option<BufReader<TcpStream>>,
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// Names as sent, in order.
    pub headers: Vec<(String, String)>,
    /// After transfer decoding.
    pub body: Vec<u8>,
}

impl Answer {
    /// All values of a header, joined with `, ` as RFC 9110 (5.3) allows.
    pub fn header(&self, name: &str) -> Option<String> {
        let values: Vec<&str> =
            self.headers.iter().filter(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str()).collect();
        (!values.is_empty()).then(|| values.join(", "))
    }
}

impl Client {
    /// A client of `http://authority`; connects at the first request.
    pub fn new(authority: &str) -> Self {
        Self { authority: authority.to_owned(), connection: None }
    }

    /// As [`send`](Self::send), without the retry: a request that was sent may have been done.
    ///
    /// # Errors
    /// What the socket says; or that the answer is not HTTP.
    pub fn send_once(&mut self, method: &str, target: &str, headers: &[(String, String)], body: Option<&[u8]>) -> io::Result<Answer> {
        let message = self.message(method, target, headers, body);
        self.exchange(method, &message).inspect_err(|_| self.connection = None)
    }

    /// Sends a request and reads the whole answer. Header values are sent as Latin-1, so that bytes above 127 can be tested.
    ///
    /// # Errors
    /// What the socket says; or that the answer is not HTTP. One retry, since a kept-alive connection may have been closed.
    pub fn send(&mut self, method: &str, target: &str, headers: &[(String, String)], body: Option<&[u8]>) -> io::Result<Answer> {
        let message = self.message(method, target, headers, body);
        let kept = self.connection.is_some();
        let first = self.exchange(method, &message);
        if first.is_err() {
            self.connection = None;
            if kept {
                return self.exchange(method, &message).inspect_err(|_| self.connection = None);
            }
        }
        first
    }

    fn message(&self, method: &str, target: &str, headers: &[(String, String)], body: Option<&[u8]>) -> Vec<u8> {
        let mut message = format!("{method} {target} HTTP/1.1\r\n").into_bytes();
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
            message.extend_from_slice(format!("Host: {}\r\n", self.authority).as_bytes());
        }
        for (name, value) in headers {
            message.extend_from_slice(name.as_bytes());
            message.extend_from_slice(b": ");
            message.extend(value.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')));
            message.extend_from_slice(b"\r\n");
        }
        if body.is_some() || ["POST", "PUT", "PATCH"].contains(&method) {
            let length = body.map_or(0, <[u8]>::len);
            message.extend_from_slice(format!("Content-Length: {length}\r\n").as_bytes());
        }
        message.extend_from_slice(b"\r\n");
        message.extend_from_slice(body.unwrap_or_default());
        message
    }

    fn exchange(&mut self, method: &str, message: &[u8]) -> io::Result<Answer> {
        let connection = match &mut self.connection {
            Some(open) => open,
            none => {
                let stream = TcpStream::connect(&self.authority)?;
                stream.set_nodelay(true)?;
                stream.set_read_timeout(Some(Duration::from_secs(30)))?;
                none.insert(BufReader::new(stream))
            }
        };
        connection.get_mut().write_all(message)?;
        let (answer, closes) = read_answer(connection, method)?;
        if closes {
            self.connection = None;
        }
        Ok(answer)
    }
}

/// Reads an answer to a request with this method, and whether the server closes the connection after it. An interim answer
/// (`100 Continue`) is an answer like others here, without a body.
///
/// # Errors
/// The stream's; or that the answer is not HTTP.
pub fn read_answer(stream: &mut impl BufRead, method: &str) -> io::Result<(Answer, bool)> {
    let line = read_line(stream)?;
    let mut words = line.splitn(3, ' ');
    let version = words.next().unwrap_or_default().to_owned();
    let status =
        words.next().filter(|_| version.starts_with("HTTP/1.")).and_then(|word| word.parse().ok()).ok_or_else(|| malformed(&line))?;
    let mut headers = Vec::new();
    loop {
        let line = read_line(stream)?;
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').ok_or_else(|| malformed(&line))?;
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let mut answer = Answer { status, headers, body: Vec::new() };
    let connection = answer.header("connection").unwrap_or_default().to_ascii_lowercase();
    let mut closes = connection.contains("close") || (version == "HTTP/1.0" && !connection.contains("keep-alive"));
    if method == "HEAD" || status < 200 || status == 204 || status == 304 {
        return Ok((answer, closes));
    }
    let chunked = answer.header("transfer-encoding").is_some_and(|value| value.eq_ignore_ascii_case("chunked"));
    if chunked {
        answer.body = read_chunks(stream)?;
    } else if let Some(length) = answer.header("content-length") {
        let length = length.parse().map_err(|_| malformed(&length))?;
        answer.body = vec![0; length];
        stream.read_exact(&mut answer.body)?;
    } else {
        stream.read_to_end(&mut answer.body)?;
        closes = true;
    }
    Ok((answer, closes))
}

fn read_chunks(stream: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let line = read_line(stream)?;
        let digits = line.split(';').next().unwrap_or_default().trim();
        let size = usize::from_str_radix(digits, 16).map_err(|_| malformed(&line))?;
        let start = body.len();
        body.resize(start + size, 0);
        stream.read_exact(&mut body[start..])?;
        // The end of the chunk; after the last one, of the trailers.
        while !read_line(stream)?.is_empty() {}
        if size == 0 {
            return Ok(body);
        }
    }
}

/// A line without its end, as Latin-1.
fn read_line(stream: &mut impl BufRead) -> io::Result<String> {
    let mut line = Vec::new();
    if stream.read_until(b'\n', &mut line)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    while line.last().is_some_and(|byte| matches!(byte, b'\r' | b'\n')) {
        line.pop();
    }
    Ok(line.into_iter().map(char::from).collect())
}

fn malformed(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("not HTTP: {what:?}"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn reads_chunks_lengths_and_heads() {
        let mut wire: &[u8] =
            b"HTTP/1.1 200 OK\r\nVary: Accept\r\nvary: Cookie\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n\
              HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nHTTP/1.0 404 Not Found\r\nContent-Length: 2\r\n\r\nno";
        let (answer, closes) = read_answer(&mut wire, "GET").unwrap();
        assert_eq!((answer.body.as_slice(), closes), (b"abcde".as_slice(), false));
        assert_eq!(answer.header("VARY").as_deref(), Some("Accept, Cookie"));
        assert_eq!(read_answer(&mut wire, "DELETE").unwrap().0.status, 204);
        assert_eq!(read_answer(&mut wire, "HEAD").unwrap().0.body, b"");
        let (answer, closes) = read_answer(&mut wire, "GET").unwrap();
        assert_eq!((answer.status, answer.body.as_slice(), closes), (404, b"no".as_slice(), true));
    }
}
