//! Dates, times and durations as Python 3.11's `fromisoformat` and Django's `dateparse` read them.

use super::python::ascii_digits;
use chrono::{DateTime, Datelike as _, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc, Weekday};
use regex::{Captures, Regex};
use std::sync::LazyLock;

/// Why a moment is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It does not look like one, or there is no such day or hour.
    Invalid,
    /// It lies outside of the years 1 to 9999 (durations: of 999999999 days).
    OutOfRange,
}

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
fn iso_date(text: &[u8]) -> Option<NaiveDate> {
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
    (scan.at == text.len() && year > 0 && in_range(date)).then_some(date)
}

fn ymd(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day).filter(|&d| in_range(d))
}

/// Python's years.
fn in_range(date: NaiveDate) -> bool {
    (1..=9999).contains(&date.year())
}

/// `HH[:MM[:SS[.ffffff]]]`, with or without colons.
struct Clock {
    hour: u32,
    minute: u32,
    second: u32,
    micros: u32,
}

impl Clock {
    fn time(&self) -> Option<NaiveTime> {
        if self.second > 59 { None } else { NaiveTime::from_hms_micro_opt(self.hour, self.minute, self.second, self.micros) }
    }

    fn seconds(&self) -> i64 {
        i64::from(self.hour) * 3600 + i64::from(self.minute) * 60 + i64::from(self.second)
    }
}

fn iso_clock(text: &[u8]) -> Option<Clock> {
    let mut scan = Scan { bytes: text, at: 0 };
    let mut parts = [0; 3];
    let mut separated = true;
    for (i, part) in parts.iter_mut().enumerate() {
        *part = scan.digits(2)?;
        let Some(next) = scan.peek() else {
            let [hour, minute, second] = parts;
            return Some(Clock { hour, minute, second, micros: 0 });
        };
        if i == 0 {
            separated = next == b':';
        }
        // A separator at the very end is refused: nothing follows it.
        if separated && next == b':' {
            scan.at += 1;
            if i == 2 || scan.at == text.len() {
                return None;
            }
        } else if next == b'.' || next == b',' {
            break;
        } else if separated || i == 2 {
            return None;
        }
    }
    let [hour, minute, second] = parts;
    if !(scan.take(b'.') || scan.take(b',')) {
        return None;
    }
    let mut micros = 0;
    let given = text.len() - scan.at;
    if given == 0 {
        return None;
    }
    for i in 0..6 {
        micros = micros * 10 + if i < given { scan.digits(1)? } else { 0 };
    }
    while scan.digits(1).is_some() {}
    (scan.at == text.len()).then_some(Clock { hour, minute, second, micros })
}

/// A time with an offset from UTC in microseconds, if it says one.
fn iso_time(text: &[u8]) -> Option<(NaiveTime, Option<i64>)> {
    let at = text.iter().position(|b| matches!(b, b'+' | b'-' | b'Z'));
    let Some(at) = at else { return Some((iso_clock(text)?.time()?, None)) };
    let (clock, zone) = text.split_at_checked(at)?;
    let time = iso_clock(clock)?.time()?;
    if zone == b"Z" {
        return Some((time, Some(0)));
    }
    let (sign, zone) = zone.split_first()?;
    let clock = iso_clock(zone)?;
    let micros = clock.seconds() * 1_000_000 + i64::from(clock.micros);
    if *sign == b'Z' || micros >= 86_400_000_000 {
        return None;
    }
    Some((time, Some(if *sign == b'-' { -micros } else { micros })))
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

fn iso_datetime(text: &str) -> Option<(NaiveDateTime, Option<i64>)> {
    let bytes = text.as_bytes();
    if bytes.len() < 7 {
        return None;
    }
    let at = separator(bytes)?;
    let date = iso_date(bytes.get(..at)?)?;
    if bytes.len() - at <= 1 {
        // One character after the date is a separator with nothing behind it, which Python takes.
        return Some((date.and_time(NaiveTime::MIN), None));
    }
    // Any one character parts date and time.
    let rest = text.get(at..)?;
    let first = rest.chars().next()?;
    let (time, offset) = iso_time(rest.get(first.len_utf8()..)?.as_bytes())?;
    Some((date.and_time(time), offset))
}

static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^(\d{4})-(\d{1,2})-(\d{1,2})\n?$").ok());
static TIME: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,6})\d{0,6})?)?\n?$").ok());
static DATETIME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(\d{4})-(\d{1,2})-(\d{1,2})[T ](\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,6})\d{0,6})?)?",
        r"[\s\x1c-\x1f]*(Z|[+-]\d{2}(?::?\d{2})?)?\n?$"
    ))
    .ok()
});

/// The numbers of a match, from group `first` on; what isn't there is 0.
fn numbers<const N: usize>(captures: &Captures<'_>, first: usize) -> Option<[u32; N]> {
    let mut out = [0; N];
    for (i, number) in out.iter_mut().enumerate() {
        if let Some(group) = captures.get(first + i) {
            *number = ascii_digits(group.as_str()).parse().ok()?;
        }
    }
    Some(out)
}

/// The digits after the decimal point as microseconds.
fn micros(digits: Option<&str>) -> Option<u32> {
    format!("{:0<6}", ascii_digits(digits.unwrap_or(""))).parse().ok()
}

fn clock_of(captures: &Captures<'_>, first: usize) -> Option<NaiveTime> {
    let [hour, minute, second] = numbers(captures, first)?;
    Clock { hour, minute, second, micros: micros(captures.get(first + 3).map(|m| m.as_str()))? }.time()
}

/// Django's `parse_date`.
pub(crate) fn date(text: &str) -> Option<NaiveDate> {
    if matches!(text.len(), 7 | 8 | 10)
        && let Some(date) = iso_date(text.as_bytes())
    {
        return Some(date);
    }
    let [year, month, day] = numbers(&DATE.as_ref()?.captures(text)?, 1)?;
    ymd(year, month, day)
}

/// Django's `parse_time`.
pub(crate) fn time(text: &str) -> Option<NaiveTime> {
    if let Some((time, _)) = iso_time(text.strip_prefix('T').unwrap_or(text).as_bytes()) {
        return Some(time);
    }
    clock_of(&TIME.as_ref()?.captures(text)?, 1)
}

/// Django's `parse_datetime`, in UTC; a text without an offset is UTC already.
pub(crate) fn datetime(text: &str) -> Result<DateTime<Utc>, Refusal> {
    let (naive, offset) = iso_datetime(text).or_else(|| lenient_datetime(text)).ok_or(Refusal::Invalid)?;
    let moment = naive.checked_sub_signed(TimeDelta::microseconds(offset.unwrap_or(0))).ok_or(Refusal::OutOfRange)?;
    if !in_range(moment.date()) {
        return Err(Refusal::OutOfRange);
    }
    Ok(moment.and_utc())
}

fn lenient_datetime(text: &str) -> Option<(NaiveDateTime, Option<i64>)> {
    let captures = DATETIME.as_ref()?.captures(text)?;
    let [year, month, day] = numbers(&captures, 1)?;
    let naive = ymd(year, month, day)?.and_time(clock_of(&captures, 4)?);
    let offset = match captures.get(8).map(|zone| ascii_digits(zone.as_str())) {
        None => None,
        Some(zone) if &*zone == "Z" => Some(0),
        Some(zone) => {
            let digits: String = zone.chars().filter(char::is_ascii_digit).collect();
            let (hours, minutes) = digits.split_at_checked(2)?;
            let minutes: i64 = if minutes.is_empty() { 0 } else { minutes.parse().ok()? };
            let micros = (hours.parse::<i64>().ok()? * 60 + minutes) * 60_000_000;
            if micros >= 86_400_000_000 {
                return None;
            }
            Some(if zone.starts_with('-') { -micros } else { micros })
        }
    };
    Some((naive, offset))
}

static STANDARD: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(?:(-?\d+) (?:days?, )?)?(-?)(?:(?:(\d+):)?(\d+):)?(\d+)(?:[.,](\d{1,6})\d{0,6})?\n?$").ok());
static ISO: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^([-+]?)P(?:(\d+(?:[.,]\d+)?)D)?",
        r"(?:T(?:(\d+(?:[.,]\d+)?)H)?(?:(\d+(?:[.,]\d+)?)M)?(?:(\d+(?:[.,]\d+)?)S)?)?\n?$"
    ))
    .ok()
});
static POSTGRES: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(?:(-?\d+) (?:days? ?))?(?:([-+])?(\d+):(\d\d):(\d\d)(?:\.(\d{1,6}))?)?\n?$").ok());

/// Python's `timedelta`: each part's whole units exactly, fractions as floats, rounded once at the end.
#[derive(Default)]
struct Delta {
    micros: i128,
    leftover: f64,
}

impl Delta {
    fn add(&mut self, amount: f64, unit: i64) -> Option<()> {
        #[expect(clippy::cast_possible_truncation, reason = "checked to be in range")]
        let whole = |value: f64| if value.abs() < 1e27 { Some(value as i128) } else { None };
        self.micros += whole(amount.trunc())?.checked_mul(i128::from(unit))?;
        #[expect(clippy::cast_precision_loss, reason = "units are small")]
        let part = amount.fract() * unit as f64;
        self.micros += whole(part.trunc())?;
        self.leftover += part.fract();
        Some(())
    }

    /// In microseconds.
    fn total(&self) -> i128 {
        // Half to even, of the sum.
        #[expect(clippy::cast_possible_truncation, reason = "less than a few microseconds")]
        let rounded = if self.leftover.fract().abs() == 0.5 && self.micros % 2 != 0 {
            let (below, above) = (self.leftover.floor() as i128, self.leftover.ceil() as i128);
            if (self.micros + below) % 2 == 0 { below } else { above }
        } else {
            self.leftover.round_ties_even() as i128
        };
        self.micros + rounded
    }
}

const SECOND: i64 = 1_000_000;
const DAY: i64 = 86_400 * SECOND;

/// Django's `parse_duration`, in microseconds.
pub(crate) fn duration(text: &str) -> Result<i64, Refusal> {
    let find = |regex: &'static LazyLock<Option<Regex>>| regex.as_ref().and_then(|r| r.captures(text));
    let (captures, iso) = match find(&STANDARD) {
        Some(captures) => (captures, false),
        None => match find(&ISO) {
            Some(captures) => (captures, true),
            None => (find(&POSTGRES).ok_or(Refusal::Invalid)?, false),
        },
    };
    let number = |group: usize| -> Result<f64, Refusal> {
        let Some(group) = captures.get(group) else { return Ok(0.0) };
        ascii_digits(group.as_str()).replace(',', ".").parse().map_err(|_| Refusal::Invalid)
    };
    let (days_at, sign_at) = if iso { (2, 1) } else { (1, 2) };
    let negative = captures.get(sign_at).is_some_and(|m| m.as_str() == "-");
    let mut days = Delta::default();
    let mut clock = Delta::default();
    let fraction = if iso { 0 } else { micros(captures.get(6).map(|m| m.as_str())).ok_or(Refusal::Invalid)? };
    let filled = days
        .add(number(days_at)?, DAY)
        .and_then(|()| clock.add(f64::from(fraction), 1))
        .and_then(|()| clock.add(number(5).ok()?, SECOND))
        .and_then(|()| clock.add(number(4).ok()?, 60 * SECOND))
        .and_then(|()| clock.add(number(3).ok()?, 3600 * SECOND));
    filled.ok_or(Refusal::OutOfRange)?;
    let sign = if negative { -1 } else { 1 };
    let (days, clock) = (days.total() * if iso { sign } else { 1 }, clock.total() * sign);
    let limit = 999_999_999_i128 * i128::from(DAY);
    if [days, clock, days + clock].iter().any(|part| *part < -limit || *part >= limit + i128::from(DAY)) {
        return Err(Refusal::OutOfRange);
    }
    i64::try_from(days + clock).map_err(|_| Refusal::OutOfRange)
}

/// A Unix timestamp (an extension), in seconds since 1970.
pub(crate) fn unix(seconds: f64) -> Result<DateTime<Utc>, Refusal> {
    #[expect(clippy::cast_possible_truncation, reason = "checked to be in range")]
    let micros = if seconds.abs() < 1e12 { (seconds * 1e6).round() as i64 } else { return Err(Refusal::OutOfRange) };
    DateTime::from_timestamp_micros(micros).filter(|d| in_range(d.date_naive())).ok_or(Refusal::OutOfRange)
}
