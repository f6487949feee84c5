//! Dates, times and durations as Django reads them: Python 3.11's `fromisoformat`, then the patterns of `django.utils.dateparse`.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc, Weekday};
use regex::{Captures, Regex};
use std::sync::LazyLock;

/// A moment as it was written: the clock's reading, and how far the clock is ahead of UTC (seconds), if that was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// What the clock shows.
    pub local: NaiveDateTime,
    /// Seconds east of UTC.
    pub offset: Option<i32>,
}

impl Moment {
    /// The same moment in UTC; without an offset UTC is meant.
    pub fn utc(self) -> Option<DateTime<Utc>> {
        let shift = TimeDelta::seconds(i64::from(self.offset.unwrap_or(0)));
        Some(self.local.checked_sub_signed(shift)?.and_utc())
    }
}

/// Django's `parse_datetime`; `None` for what is none, well formed or not.
pub fn datetime(text: &str) -> Option<Moment> {
    iso_datetime(text).or_else(|| {
        static PATTERN: LazyLock<Option<Regex>> = LazyLock::new(|| {
            Regex::new(
                r"^(\d{4})-(\d{1,2})-(\d{1,2})[T ](\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,6})\d{0,6})?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$",
            )
            .ok()
        });
        let found = PATTERN.as_ref()?.captures(text)?;
        let date = ymd(number(&found, 1)?, number(&found, 2)?, number(&found, 3)?)?;
        let time = clock(number(&found, 4)?, number(&found, 5)?, number(&found, 6).unwrap_or(0), micros(&found, 7))?;
        let offset = match found.get(8).map(|m| m.as_str()) {
            None => None,
            Some(zone) => Some(iso_offset(zone)?),
        };
        Some(Moment { local: date.and_time(time), offset })
    })
}

/// Django's `parse_date`.
pub fn date(text: &str) -> Option<NaiveDate> {
    if let Some((date, "")) = iso_date(text) {
        return Some(date);
    }
    let mut parts = text.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let short = |s: &str| (1..=2).contains(&s.len()).then(|| digits(s)).flatten();
    ymd(if year.len() == 4 { digits(year)? } else { return None }, short(month)?, short(day)?)
}

/// Django's `parse_time`; an offset is read and dropped.
pub fn time(text: &str) -> Option<NaiveTime> {
    if let Some((time, _)) = iso_time(text.strip_prefix('T').unwrap_or(text)) {
        return Some(time);
    }
    static PATTERN: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"^(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,6})\d{0,6})?)?$").ok());
    let found = PATTERN.as_ref()?.captures(text)?;
    clock(number(&found, 1)?, number(&found, 2)?, number(&found, 3).unwrap_or(0), micros(&found, 4))
}

/// What is wrong with a duration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DurationError {
    /// It is none.
    Invalid,
    /// Python's `timedelta` has no more than 999 999 999 days.
    Overflow,
}

/// The most days of Python's `timedelta`.
pub const MAX_DAYS: i64 = 999_999_999;

/// Django's `parse_duration`, in microseconds. What is over 64 bits (292 thousand years) is taken as the longest.
///
/// # Errors
///
/// A text that is no duration, or a duration that Python has not.
pub fn duration(text: &str) -> Result<i64, DurationError> {
    static PATTERNS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
        [
            r"^(?:(?P<days>-?\d+) (?:days?, )?)?(?P<sign>-?)(?:(?:(?P<hours>\d+):)?(?P<minutes>\d+):)?(?P<seconds>\d+)(?:[.,](?P<micros>\d{1,6})\d{0,6})?$",
            r"^(?P<sign>[-+]?)P(?:(?P<days>\d+(?:[.,]\d+)?)D)?(?:T(?:(?P<hours>\d+(?:[.,]\d+)?)H)?(?:(?P<minutes>\d+(?:[.,]\d+)?)M)?(?:(?P<seconds>\d+(?:[.,]\d+)?)S)?)?$",
            r"^(?:(?P<days>-?\d+) (?:days? ?))?(?:(?P<sign>[-+])?(?P<hours>\d+):(?P<minutes>\d\d):(?P<seconds>\d\d)(?:\.(?P<micros>\d{1,6}))?)?$",
        ]
        .iter()
        .filter_map(|p| Regex::new(p).ok())
        .collect()
    });
    let (at, found) = PATTERNS.iter().enumerate().find_map(|(i, p)| p.captures(text).map(|c| (i, c))).ok_or(DurationError::Invalid)?;
    let part = |name: &str, unit: f64| -> i128 {
        let value: f64 = found.name(name).and_then(|m| m.as_str().replace(',', ".").parse().ok()).unwrap_or(0.0);
        #[expect(clippy::cast_possible_truncation, reason = "saturates far beyond what is checked below")]
        let micros = (value * unit).round_ties_even() as i128;
        micros
    };
    let negative = found.name("sign").is_some_and(|m| m.as_str() == "-");
    let days = part("days", 86_400_000_000.0);
    let clock = part("hours", 3_600_000_000.0).saturating_add(part("minutes", 60_000_000.0)).saturating_add(part("seconds", 1_000_000.0));
    let fraction = found.name("micros").and_then(|m| format!("{:0<6}", m.as_str()).parse::<i128>().ok()).unwrap_or(0);
    let clock = clock.saturating_add(fraction);
    let clock = if negative { -clock } else { clock };
    // Only in ISO 8601 does the sign stand for the days too.
    let days = if negative && at == 1 { -days } else { days };
    let total = days.saturating_add(clock);
    let day = 86_400_000_000;
    if total >= i128::from(MAX_DAYS + 1) * day || total < -i128::from(MAX_DAYS) * day {
        return Err(DurationError::Overflow);
    }
    Ok(i64::try_from(total).unwrap_or(if total < 0 { i64::MIN } else { i64::MAX }))
}

/// A date of the Gregorian calendar with a year that Python has.
pub fn ymd(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    if (1..=9999).contains(&year) { NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day) } else { None }
}

/// A time of day; there are no leap seconds.
pub fn clock(hour: u32, minute: u32, second: u32, micros: u32) -> Option<NaiveTime> {
    if second > 59 || micros > 999_999 {
        return None;
    }
    NaiveTime::from_hms_micro_opt(hour, minute, second, micros)
}

fn iso_datetime(text: &str) -> Option<Moment> {
    let (date, rest) = iso_date(text)?;
    if rest.is_empty() {
        return Some(Moment { local: date.and_time(NaiveTime::MIN), offset: None });
    }
    // Any one character parts the date from the time.
    let separator = rest.chars().next()?;
    let (time, offset) = iso_time(&rest[separator.len_utf8()..])?;
    Some(Moment { local: date.and_time(time), offset })
}

/// A date at the start: `YYYY-MM-DD`, `YYYYMMDD`, `YYYY-Www[-D]`, `YYYYWww[D]`, and what follows it.
fn iso_date(text: &str) -> Option<(NaiveDate, &str)> {
    let year = digits(text.get(..4)?)?;
    let rest = &text[4..];
    let (dashed, rest) = match rest.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    if let Some(rest) = rest.strip_prefix('W') {
        let week = digits(rest.get(..2)?)?;
        let rest = &rest[2..];
        let day = if dashed { rest.strip_prefix('-') } else { Some(rest) };
        let (day, rest) = match day.and_then(|d| d.get(..1)).and_then(digits) {
            Some(n) => (n, day.and_then(|d| d.get(1..))?),
            None => (1, rest),
        };
        let weekday = Weekday::try_from(u8::try_from(day.checked_sub(1)?).ok()?).ok()?;
        return Some((NaiveDate::from_isoywd_opt(i32::try_from(year).ok()?, week, weekday)?, rest));
    }
    let month = digits(rest.get(..2)?)?;
    let rest = &rest[2..];
    let rest = if dashed { rest.strip_prefix('-')? } else { rest };
    Some((ymd(year, month, digits(rest.get(..2)?)?)?, &rest[2..]))
}

/// A whole text that is a time: `HH[:MM[:SS[.f]]]`, or without colons, then an offset.
fn iso_time(text: &str) -> Option<(NaiveTime, Option<i32>)> {
    let zone = text.find(['Z', '+', '-']);
    let (reading, zone) = text.split_at(zone.unwrap_or(text.len()));
    let (hour, minute, second, micros) = iso_clock(reading)?;
    let offset = if zone.is_empty() { None } else { Some(iso_offset(zone)?) };
    Some((clock(hour, minute, second, micros)?, offset))
}

fn iso_clock(text: &str) -> Option<(u32, u32, u32, u32)> {
    let (whole, fraction) = match text.split_once(['.', ',']) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let parts: Vec<&str> = if whole.contains(':') {
        whole.split(':').collect()
    } else {
        (0..whole.len()).step_by(2).map(|i| whole.get(i..i + 2)).collect::<Option<_>>()?
    };
    if parts.is_empty() || parts.len() > 3 || parts.iter().any(|p| p.len() != 2) {
        return None;
    }
    let read = |i: usize| parts.get(i).map_or(Some(0), |p| digits(p));
    let micros = match fraction {
        None => 0,
        Some(f) if parts.len() == 3 && !f.is_empty() && f.bytes().all(|b| b.is_ascii_digit()) => {
            format!("{:0<6}", f.get(..6).unwrap_or(f)).parse().ok()?
        }
        Some(_) => return None,
    };
    Some((read(0)?, read(1)?, read(2)?, micros))
}

/// `Z`, or `+HH[:MM[:SS]]`: seconds east of UTC, less than a day.
fn iso_offset(text: &str) -> Option<i32> {
    if text == "Z" {
        return Some(0);
    }
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+')?),
    };
    let (hour, minute, second, _) = iso_clock(rest)?;
    let seconds = hour * 3600 + minute * 60 + second;
    if minute > 59 || second > 59 || seconds >= 86_400 { None } else { Some(sign * i32::try_from(seconds).ok()?) }
}

fn digits(text: &str) -> Option<u32> {
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) { text.parse().ok() } else { None }
}

fn number(found: &Captures<'_>, at: usize) -> Option<u32> {
    found.get(at).and_then(|m| m.as_str().parse().ok())
}

fn micros(found: &Captures<'_>, at: usize) -> u32 {
    found.get(at).and_then(|m| format!("{:0<6}", m.as_str()).parse().ok()).unwrap_or(0)
}

const MONTHS: [&str; 12] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

/// A date as Django's *forms* read it: `DATE_INPUT_FORMATS` of English (`2006-10-25`, `10/25/2006`, `10/25/06`, `Oct 25 2006`,
/// `25 October, 2006`, …), each as Python's `strptime` does.
pub fn form_date(text: &str) -> Option<NaiveDate> {
    static PATTERNS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
        [
            r"^(?P<y>\d{4})-(?P<m>1[0-2]|0?[1-9])-(?P<d>3[01]|[12]\d|0?[1-9]| [1-9])$",
            r"^(?P<m>1[0-2]|0?[1-9])/(?P<d>3[01]|[12]\d|0?[1-9]| [1-9])/(?P<y>\d{4}|\d{2})$",
            r"^(?P<n>[A-Za-z]+)\s+(?P<d>3[01]|[12]\d|0?[1-9]| [1-9]),?\s+(?P<y>\d{4})$",
            r"^(?P<d>3[01]|[12]\d|0?[1-9]| [1-9])\s+(?P<n>[A-Za-z]+),?\s+(?P<y>\d{4})$",
        ]
        .iter()
        .filter_map(|p| Regex::new(p).ok())
        .collect()
    });
    let found = PATTERNS.iter().find_map(|p| p.captures(text))?;
    let part = |name: &str| found.name(name).map(|m| m.as_str().trim());
    let year = part("y")?;
    let year = match (year.len(), year.parse::<u32>().ok()?) {
        (2, n) if n < 69 => n + 2000,
        (2, n) => n + 1900,
        (_, n) => n,
    };
    let month = match part("m") {
        Some(month) => month.parse().ok()?,
        None => {
            let name = part("n")?.to_lowercase();
            let at = MONTHS.iter().position(|m| *m == name || m[..3] == name)?;
            u32::try_from(at).ok()? + 1
        }
    };
    ymd(year, month, part("d")?.parse().ok()?)
}

/// A time as Django's *forms* read it: `14:30:59`, `14:30:59.000200`, `14:30`.
pub fn form_time(text: &str) -> Option<NaiveTime> {
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let parts: Vec<u32> = whole.split(':').map(|p| if p.len() <= 2 { digits(p) } else { None }).collect::<Option<_>>()?;
    let micros = match fraction {
        None => 0,
        Some(f) if (1..=6).contains(&f.len()) => {
            digits(f)?;
            format!("{f:0<6}").parse().ok()?
        }
        Some(_) => return None,
    };
    match (parts.as_slice(), fraction) {
        (&[hour, minute, second], _) => clock(hour, minute, second, micros),
        (&[hour, minute], None) => clock(hour, minute, 0, 0),
        _ => None,
    }
}

/// Python's `str` of a `timedelta`.
pub fn duration_text(micros: i64) -> String {
    let (days, rest) = (micros.div_euclid(86_400_000_000), micros.rem_euclid(86_400_000_000));
    let (seconds, fraction) = (rest / 1_000_000, rest % 1_000_000);
    let mut text = String::new();
    if days != 0 {
        text = format!("{days} day{}, ", if days.abs() == 1 { "" } else { "s" });
    }
    text += &format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    if fraction != 0 {
        text += &format!(".{fraction:06}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments() {
        let shown = |text: &str| datetime(text).and_then(Moment::utc).map(|m| m.format("%Y-%m-%d %H:%M:%S%.6f").to_string());
        for (text, expected) in [
            ("2024-05-01", "2024-05-01 00:00:00.000000"),
            ("20240501", "2024-05-01 00:00:00.000000"),
            ("2024-W18-3", "2024-05-01 00:00:00.000000"),
            ("2024-05-01T10:00:00+02:00", "2024-05-01 08:00:00.000000"),
            ("2024-05-01 10:00", "2024-05-01 10:00:00.000000"),
            ("2024-5-1 1:02:03.5Z", "2024-05-01 01:02:03.500000"),
            ("2024-05-01T10:00:00.1234567Z", "2024-05-01 10:00:00.123456"),
            ("2024-05-01x101112", "2024-05-01 10:11:12.000000"),
            ("2024-05-01T10", "2024-05-01 10:00:00.000000"),
        ] {
            assert_eq!(shown(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["soon", "2024-13-01", "2024-05-01T25:00", "2024-05-01T00:00:00 00:00", "2024-05-01T", ""] {
            assert_eq!(datetime(text), None, "{text}");
        }
    }

    #[test]
    fn durations() {
        for (text, expected) in [
            ("90", 90_000_000),
            ("00:10:00", 600_000_000),
            ("10:00", 600_000_000),
            ("3 days", 3 * 86_400_000_000),
            ("1 02:03:04", 93_784_000_000),
            ("1 day, 2:03:04.5", 93_784_500_000),
            ("P1DT2H", 93_600_000_000),
            ("-P1D", -86_400_000_000),
            ("-0:00:01", -1_000_000),
        ] {
            assert_eq!(duration(text), Ok(expected), "{text}");
        }
        assert_eq!(duration("long"), Err(DurationError::Invalid));
        assert_eq!(duration("1000000000 days"), Err(DurationError::Overflow));
        assert_eq!(duration_text(93_784_500_000), "1 day, 2:03:04.500000");
    }

    #[test]
    fn forms() {
        let day = NaiveDate::from_ymd_opt(2006, 10, 25);
        for text in ["2006-10-25", "10/25/2006", "10/25/06", "Oct 25 2006", "oct 25, 2006", "25 Oct 2006", "25 October, 2006"] {
            assert_eq!(form_date(text), day, "{text}");
        }
        for text in ["25/10/2006", "2006-02-30", "20061025", "x"] {
            assert_eq!(form_date(text), None, "{text}");
        }
        assert_eq!(form_time("9:05"), NaiveTime::from_hms_opt(9, 5, 0));
        assert_eq!(form_time("14:30:59.0002"), NaiveTime::from_hms_micro_opt(14, 30, 59, 200));
        assert_eq!(form_time("14"), None);
    }
}
