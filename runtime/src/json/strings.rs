//! Strings between quotes: Python's `scanstring`, strict.

use super::error::JsonError;
use super::surrogates;

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = ONES << 7;

/// The position of the first quote, backslash or control character from `at` on; the end if there is none.
///
/// Eight bytes at once: plain text is most of what clients send.
fn plain_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(chunk) = bytes.get(at..at + 8).and_then(|chunk| <[u8; 8]>::try_from(chunk).ok()) {
        let word = u64::from_le_bytes(chunk);
        let zero = |word: u64| word.wrapping_sub(ONES) & !word;
        let control = word.wrapping_sub(ONES * 0x20) & !word;
        let found = (zero(word ^ (ONES * u64::from(b'"'))) | zero(word ^ (ONES * u64::from(b'\\'))) | control) & HIGHS;
        if found != 0 {
            // The lowest mark is exact; a borrow makes false ones only above it.
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|b| matches!(b, b'"' | b'\\' | 0..=0x1f)).unwrap_or(rest.len())
}

/// A string that was read.
pub(super) struct Scanned {
    pub(super) text: String,
    /// The position after its closing quote.
    pub(super) end: usize,
    /// Whether an escape made a character that stands for a lone surrogate elsewhere.
    pub(super) reserved: bool,
    /// Whether it has lone surrogates, each as its stand-in.
    pub(super) surrogates: bool,
}

/// Reads a string from after its opening quote.
pub(super) fn scan(text: &str, start: usize) -> Result<Scanned, JsonError> {
    let bytes = text.as_bytes();
    let end = plain_end(bytes, start);
    if bytes.get(end) == Some(&b'"') {
        let plain = text.get(start..end).unwrap_or_default().to_owned();
        return Ok(Scanned { text: plain, end: end + 1, reserved: false, surrogates: false });
    }
    let mut out = String::with_capacity(end - start + 16);
    let (mut surrogates, mut reserved) = (false, false);
    let mut done = start;
    let mut at = end;
    loop {
        out.push_str(text.get(done..at).unwrap_or_default());
        match bytes.get(at) {
            None => return Err(JsonError::at(text, start - 1, "Unterminated string starting at")),
            Some(b'"') => return Ok(Scanned { text: out, end: at + 1, reserved, surrogates }),
            Some(b'\\') => {
                let (code, end) = escape(text, start, at)?;
                match char::from_u32(code) {
                    Some(c) => {
                        reserved |= surrogates::is_stand_in(c);
                        out.push(c);
                    }
                    None => {
                        surrogates = true;
                        out.push(surrogates::stand_in(code));
                    }
                }
                done = end;
            }
            Some(_) => return Err(JsonError::at(text, at, "Invalid control character at")),
        }
        at = plain_end(bytes, done);
    }
}

/// The code point of the escape at a backslash, and the position after it.
fn escape(text: &str, start: usize, at: usize) -> Result<(u32, usize), JsonError> {
    let bytes = text.as_bytes();
    let plain = |c: u8| Ok((u32::from(c), at + 2));
    match bytes.get(at + 1) {
        None => Err(JsonError::at(text, start - 1, "Unterminated string starting at")),
        Some(c @ (b'"' | b'\\' | b'/')) => plain(*c),
        Some(b'b') => plain(8),
        Some(b'f') => plain(12),
        Some(b'n') => plain(b'\n'),
        Some(b'r') => plain(b'\r'),
        Some(b't') => plain(b'\t'),
        Some(b'u') => {
            let invalid = |at: usize| JsonError::at(text, at, "Invalid \\uXXXX escape");
            // Python wants a character behind the digits, since a string is closed.
            let high = hex(bytes, at + 2).filter(|_| at + 6 < bytes.len()).ok_or_else(|| invalid(at + 1))?;
            let end = at + 6;
            if !(0xd800..0xdc00).contains(&high) || bytes.get(end..end + 2) != Some(b"\\u") || !six_more(text, end) {
                return Ok((high, end));
            }
            let low = hex(bytes, end + 2).ok_or_else(|| invalid(end + 1))?;
            Ok(if (0xdc00..0xe000).contains(&low) { (0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00), end + 6) } else { (high, end) })
        }
        Some(_) => Err(JsonError::at(text, at, "Invalid \\escape")),
    }
}

/// Whether seven characters follow: only then does Python look for the other half of a pair.
fn six_more(text: &str, at: usize) -> bool {
    text.get(at..).is_some_and(|rest| rest.chars().nth(6).is_some())
}

fn hex(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.iter().try_fold(0, |code, digit| Some(code << 4 | char::from(*digit).to_digit(16)?))
}
