//! Bodies in chunks (RFC 9112, 7.1), as strictly as the grammar has it: where one ends must not be a matter of opinion.

/// The most bytes that a body's chunk extensions may have together; nobody reads them.
const MAX_EXTENSIONS: usize = 4 << 10;
/// The most bytes that a body's trailers may have together; nobody reads them.
const MAX_TRAILERS: usize = 8 << 10;

/// Follows a chunked body to its end.
#[derive(Debug, Default)]
pub(super) struct Chunks {
    state: State,
    extensions: usize,
    trailers: usize,
}

#[derive(Clone, Copy, Debug)]
enum State {
    /// In a chunk's size, of which so many digits were read.
    Size(u64, u8),
    Extension(u64),
    /// A size line's line feed comes next.
    SizeLf(u64),
    Data(u64),
    DataCr,
    DataLf,
    /// A trailer comes next, or the end.
    Line,
    Trailer,
    TrailerLf,
    EndLf,
}

impl Default for State {
    fn default() -> Self {
        Self::Size(0, 0)
    }
}

impl Chunks {
    /// Takes bytes; gives how many belong to the body, and whether it ended with them, well or not. A byte that breaks the framing is counted.
    pub(super) fn feed(&mut self, bytes: &[u8]) -> (usize, Option<Result<(), ()>>) {
        let mut at = 0;
        while at < bytes.len() {
            if let State::Data(left) = self.state {
                let rest = bytes.len() - at;
                let taken = usize::try_from(left).map_or(rest, |left| left.min(rest));
                at += taken;
                let left = left - taken as u64;
                self.state = if left == 0 { State::DataCr } else { State::Data(left) };
                continue;
            }
            let byte = bytes[at];
            at += 1;
            self.state = match (self.state, byte) {
                (State::EndLf, b'\n') => return (at, Some(Ok(()))),
                (state, byte) => match self.step(state, byte) {
                    Some(next) => next,
                    None => return (at, Some(Err(()))),
                },
            };
        }
        (at, None)
    }

    fn step(&mut self, state: State, byte: u8) -> Option<State> {
        Some(match (state, byte) {
            (State::Size(size, digits @ 0..15), byte) if byte.is_ascii_hexdigit() => {
                let digit = char::from(byte).to_digit(16)?;
                State::Size(size << 4 | u64::from(digit), digits + 1)
            }
            (State::Size(size, 1..), b'\r') => State::SizeLf(size),
            (State::Size(size, 1..), b';') => State::Extension(size),
            (State::Extension(size), b'\r') => State::SizeLf(size),
            (State::Extension(size), byte) if is_text(byte) && self.extensions < MAX_EXTENSIONS => {
                self.extensions += 1;
                State::Extension(size)
            }
            (State::SizeLf(0), b'\n') => State::Line,
            (State::SizeLf(size), b'\n') => State::Data(size),
            (State::DataCr, b'\r') => State::DataLf,
            (State::DataLf, b'\n') => State::Size(0, 0),
            (State::Line, b'\r') => State::EndLf,
            (State::Trailer, b'\r') => State::TrailerLf,
            (State::TrailerLf, b'\n') => State::Line,
            (State::Line | State::Trailer, byte) if is_text(byte) && self.trailers < MAX_TRAILERS => {
                self.trailers += 1;
                State::Trailer
            }
            _ => return None,
        })
    }
}

/// Neither a control character nor the end of a line.
fn is_text(byte: u8) -> bool {
    byte == b'\t' || (byte >= b' ' && byte != 0x7f)
}
