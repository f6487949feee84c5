//! Bytes on a socket: what no HTTP client would send.

use std::io::{self, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use restwright_tests::client::{Answer, read_answer};
use restwright_tests::generated::Server;

/// How long an answer may take, unless a test says otherwise.
const PATIENCE: Duration = Duration::from_secs(20);

/// A connection that sends bytes as they are given. Nothing that it reads takes longer than it was told to wait, however slowly bytes come.
#[derive(Debug)]
pub(crate) struct Raw {
    stream: BufReader<Bounded>,
}

#[derive(Debug)]
struct Bounded {
    stream: TcpStream,
    until: Instant,
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        self.stream.set_read_timeout(Some(left))?;
        self.stream.read(buffer)
    }
}

impl Raw {
    /// Connects to a server.
    pub(crate) fn connect(server: &Server) -> Self {
        Self::to(server.address()).unwrap()
    }

    /// Connects to an address.
    pub(crate) fn to(address: &str) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        // A server that does not read must not hang the test.
        stream.set_write_timeout(Some(PATIENCE))?;
        Ok(Self { stream: BufReader::new(Bounded { stream, until: Instant::now() }) })
    }

    /// Sends bytes. A server that has closed the connection meanwhile is no error: what it answered can still be read.
    pub(crate) fn send(&mut self, bytes: impl AsRef<[u8]>) -> &mut Self {
        let _ = self.try_send(bytes.as_ref());
        self
    }

    /// Sends bytes.
    pub(crate) fn try_send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.get_mut().stream.write_all(bytes)
    }

    /// Sends one byte after the other, each in a packet of its own.
    pub(crate) fn send_slowly(&mut self, bytes: impl AsRef<[u8]>, pause: Duration) -> &mut Self {
        for byte in bytes.as_ref() {
            self.send([*byte]);
            std::thread::sleep(pause);
        }
        self
    }

    /// Says that nothing more will be sent.
    pub(crate) fn finish(&mut self) -> &mut Self {
        let _ = self.stream.get_ref().stream.shutdown(std::net::Shutdown::Write);
        self
    }

    /// The next answer, to a request that was not `HEAD`.
    ///
    /// # Errors
    /// There is none in time; the connection is closed before its end; it is not HTTP.
    pub(crate) fn try_answer(&mut self, patience: Duration) -> io::Result<Answer> {
        self.stream.get_mut().until = Instant::now() + patience;
        Ok(read_answer(&mut self.stream, "GET")?.0)
    }

    /// As [`try_answer`](Self::try_answer), with time enough.
    pub(crate) fn answer(&mut self) -> Answer {
        self.try_answer(PATIENCE).unwrap_or_else(|error| panic!("no answer: {error}"))
    }

    /// What comes until the server closes the connection; `None` where it does not in time.
    pub(crate) fn rest(&mut self, patience: Duration) -> Option<Vec<u8>> {
        self.stream.get_mut().until = Instant::now() + patience;
        let mut rest = Vec::new();
        match self.stream.read_to_end(&mut rest) {
            Err(error) if matches!(error.kind(), io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock) => None,
            // A reset closes it too.
            _ => Some(rest),
        }
    }

    /// Whether the server closes the connection in this time, without another byte.
    pub(crate) fn closes(&mut self, patience: Duration) -> bool {
        self.rest(patience).is_some_and(|rest| rest.is_empty())
    }
}

/// Sends bytes on a connection of their own; gives the answer.
pub(crate) fn exchange(server: &Server, bytes: impl AsRef<[u8]>) -> Answer {
    Raw::connect(server).send(bytes).answer()
}
