//! `fromisoformat` of Python 3.11's `datetime`, oddities included.

use super::{Moment, clock, ymd};
use chrono::{Datelike as _, NaiveDate, NaiveTime, Weekday};

/// A text of bytes that is read from the left.
struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Scan<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn digits(&mut self, count: usize) -> Option<u32> {
        let mut value = 0;
        for _ in 0..count {
            let digit = self.peek().filter(u8::is_ascii_digit)?;
            value = value * 10 + u32::from(digit - b'0');
            self.at += 1;
        }
        Some(value)
    }
}

/// The date at the start of the text, which has to be all of it.
pub(super) fn date(text: &[u8]) -> Option<NaiveDate> {
    let mut scan = Scan { bytes: text, at: 0 };
    let year = scan.digits(4)?;
    let separated = scan.take(b'-');
    let date = if scan.take(b'W') {
        let week = scan.digits(2)?;
        let mut day = 1;
        if scan.at < text.len() {
            if separated && !scan.take(b'-') {
                return None;
            }
            day = scan.digits(1)?;
        }
        let weekday = Weekday::try_from(u8::try_from(day.checked_sub(1)?).ok()?).ok()?;
        NaiveDate::from_isoywd_opt(i32::try_from(year).ok()?, week, weekday)?
    } else {
        let month = scan.digits(2)?;
        if separated && !scan.take(b'-') {
            return None;
        }
        let day = scan.digits(2)?;
        ymd(year, month, day)?
    };
    (scan.at == text.len() && year > 0 && date.year() <= 9999 && date.year() > 0).then_some(date)
}

/// `HH[:MM[:SS[.ffffff]]]` with or without colons, from `start`: hour, minute, second, microseconds, and whether the text ends with it.
///
/// What parts the numbers is looked at only where more follows before `end`, so one odd character before an offset is not seen.
fn reading(text: &[u8], start: usize, end: usize) -> Option<([u32; 4], bool)> {
    let mut scan = Scan { bytes: text, at: start };
    let mut parts = [0; 4];
    let mut separated = true;
    for (i, part) in parts.iter_mut().take(3).enumerate() {
        *part = scan.digits(2)?;
        let next = scan.peek();
        scan.at += 1;
        if i == 0 {
            separated = next == Some(b':');
        }
        if scan.at >= end {
            return Some((parts, next.is_none()));
        }
        match next {
            Some(b':') if separated => {}
            Some(b'.' | b',') => break,
            _ if separated => return None,
            _ => scan.at -= 1,
        }
    }
    let given = end.checked_sub(scan.at)?;
    let mut micros = 0;
    for i in 0..6 {
        micros = micros * 10 + if i < given { scan.digits(1)? } else { 0 };
    }
    while scan.digits(1).is_some() {}
    let [hour, minute, second, _] = parts;
    Some(([hour, minute, second, micros], scan.peek().is_none()))
}

/// A time, and how far it is ahead of UTC (microseconds), if it says so.
pub(super) fn time(text: &[u8]) -> Option<(NaiveTime, Option<i64>)> {
    let zone = text.iter().position(|b| matches!(b, b'+' | b'-' | b'Z'));
    let ([hour, minute, second, micros], whole) = reading(text, 0, zone.unwrap_or(text.len()))?;
    let time = clock(hour, minute, second, micros)?;
    let Some(at) = zone else { return whole.then_some((time, None)) };
    let sign = text.get(at)?;
    if *sign == b'Z' {
        return (at + 1 == text.len()).then_some((time, Some(0)));
    }
    let ([hour, minute, second, micros], whole) = reading(text, at + 1, text.len())?;
    let seconds = i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second);
    let offset = seconds * 1_000_000 + i64::from(micros);
    if !whole || offset >= 86_400_000_000 {
        return None;
    }
    Some((time, Some(if *sign == b'-' { -offset } else { offset })))
}

/// Where the date of a datetime ends.
fn separator(text: &[u8]) -> Option<usize> {
    let byte = |at: usize| text.get(at).copied().unwrap_or(0);
    if text.len() == 7 {
        return Some(7);
    }
    if byte(4) == b'-' {
        if byte(5) != b'W' {
            return Some(10);
        }
        if text.len() > 8 && byte(8) == b'-' {
            // YYYY-Www-D, or YYYY-Www and a time after a hyphen.
            return match text.len() {
                9 => None,
                _ if byte(10).is_ascii_digit() => Some(8),
                _ => Some(10),
            };
        }
        return Some(8);
    }
    if byte(4) == b'W' {
        let end = (7..text.len()).find(|&i| !byte(i).is_ascii_digit()).unwrap_or(text.len());
        return Some(match end {
            0..9 => end,
            even if even % 2 == 0 => 7,
            _ => 8,
        });
    }
    Some(8)
}

/// A date, and behind any one character a time.
pub(super) fn datetime(text: &str) -> Option<Moment> {
    let bytes = text.as_bytes();
    if bytes.len() < 7 {
        return None;
    }
    let at = separator(bytes)?;
    let date = date(bytes.get(..at)?)?;
    if bytes.len() == at {
        return Some(Moment { local: date.and_time(NaiveTime::MIN), offset: None });
    }
    let rest = text.get(at..)?;
    let first = rest.chars().next()?;
    let (time, offset) = time(rest.get(first.len_utf8()..)?.as_bytes())?;
    Some(Moment { local: date.and_time(time), offset })
}
