//! Dates, times and durations as Django reads them: Python 3.11's `fromisoformat`, then the patterns of `django.utils.dateparse`.

mod forms;
mod iso;
mod strptime;

pub(crate) use forms::{form_date, form_time};
pub(crate) use strptime::{Strptime, humanize};

use crate::python::ascii_digits;
use chrono::{DateTime, Datelike as _, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use regex::{Captures, Regex};
use std::sync::LazyLock;

/// A moment as it was written: the clock's reading, and how far the clock is ahead of UTC (microseconds), if that was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    /// What the clock shows.
    pub(crate) local: NaiveDateTime,
    /// Microseconds east of UTC, less than a day.
    pub(crate) offset: Option<i64>,
}

impl Moment {
    /// The same moment in UTC; without an offset UTC is meant. `None`: it lies outside of the years 1 to 9999.
    pub(crate) fn utc(self) -> Option<DateTime<Utc>> {
        let moment = self.local.checked_sub_signed(TimeDelta::microseconds(self.offset.unwrap_or(0)))?;
        (1..=9999).contains(&moment.year()).then(|| moment.and_utc())
    }
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
fn micros(captures: &Captures<'_>, group: usize) -> Option<u32> {
    micros_of(captures.get(group).map_or("", |m| m.as_str()))
}

fn micros_of(digits: &str) -> Option<u32> {
    format!("{:0<6}", ascii_digits(digits)).parse().ok()
}

fn clock_of(captures: &Captures<'_>, first: usize) -> Option<NaiveTime> {
    let [hour, minute, second] = numbers(captures, first)?;
    clock(hour, minute, second, micros(captures, first + 3)?)
}

/// Django's `parse_date`.
pub(crate) fn date(text: &str) -> Option<NaiveDate> {
    if matches!(text.len(), 7 | 8 | 10)
        && let Some(date) = iso::date(text.as_bytes())
    {
        return Some(date);
    }
    let [year, month, day] = numbers(&DATE.as_ref()?.captures(text)?, 1)?;
    ymd(year, month, day)
}

/// Django's `parse_time`; an offset is read and dropped.
pub(crate) fn time(text: &str) -> Option<NaiveTime> {
    if let Some((time, _)) = iso::time(text.strip_prefix('T').unwrap_or(text).as_bytes()) {
        return Some(time);
    }
    clock_of(&TIME.as_ref()?.captures(text)?, 1)
}

/// Django's `parse_datetime`; `None` for what is none, well formed or not.
pub(crate) fn datetime(text: &str) -> Option<Moment> {
    iso::datetime(text).or_else(|| lenient_datetime(text))
}

fn lenient_datetime(text: &str) -> Option<Moment> {
    let captures = DATETIME.as_ref()?.captures(text)?;
    let [year, month, day] = numbers(&captures, 1)?;
    let local = ymd(year, month, day)?.and_time(clock_of(&captures, 4)?);
    let offset = match captures.get(8).map(|zone| ascii_digits(zone.as_str())) {
        None => None,
        Some(zone) if &*zone == "Z" => Some(0),
        Some(zone) => {
            let digits: String = zone.chars().filter(char::is_ascii_digit).collect();
            let (hours, minutes) = digits.split_at_checked(2)?;
            let minutes: i64 = if minutes.is_empty() { 0 } else { minutes.parse().ok()? };
            let offset = (hours.parse::<i64>().ok()? * 60 + minutes) * 60_000_000;
            if offset >= 86_400_000_000 {
                return None;
            }
            Some(if zone.starts_with('-') { -offset } else { offset })
        }
    };
    Some(Moment { local, offset })
}

/// What is wrong with a duration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DurationError {
    /// It is none.
    Invalid,
    /// Python's `timedelta` has no more than 999 999 999 days.
    Overflow,
}

/// The most days of Python's `timedelta`.
pub(crate) const MAX_DAYS: i64 = 999_999_999;

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
///
/// # Errors
///
/// A text that is no duration, or a duration that Python has not.
pub(crate) fn duration(text: &str) -> Result<i128, DurationError> {
    let find = |regex: &'static LazyLock<Option<Regex>>| regex.as_ref().and_then(|r| r.captures(text));
    let (captures, iso) = match find(&STANDARD) {
        Some(captures) => (captures, false),
        None => match find(&ISO) {
            Some(captures) => (captures, true),
            None => (find(&POSTGRES).ok_or(DurationError::Invalid)?, false),
        },
    };
    let number = |group: usize| -> Option<f64> {
        let Some(group) = captures.get(group) else { return Some(0.0) };
        ascii_digits(group.as_str()).replace(',', ".").parse().ok()
    };
    let (days_at, sign_at) = if iso { (2, 1) } else { (1, 2) };
    let negative = captures.get(sign_at).is_some_and(|m| m.as_str() == "-");
    let mut days = Delta::default();
    let mut clock = Delta::default();
    let fraction = if iso { 0 } else { micros(&captures, 6).ok_or(DurationError::Invalid)? };
    let filled = number(days_at)
        .and_then(|n| days.add(n, DAY))
        .and_then(|()| clock.add(f64::from(fraction), 1))
        .and_then(|()| clock.add(number(5)?, SECOND))
        .and_then(|()| clock.add(number(4)?, 60 * SECOND))
        .and_then(|()| clock.add(number(3)?, 3600 * SECOND));
    filled.ok_or(DurationError::Overflow)?;
    let sign = if negative { -1 } else { 1 };
    // Only in ISO 8601 does the sign stand for the days too.
    let (days, clock) = (days.total() * if iso { sign } else { 1 }, clock.total() * sign);
    let limit = i128::from(MAX_DAYS) * i128::from(DAY);
    if [days, clock, days + clock].iter().any(|part| *part < -limit || *part >= limit + i128::from(DAY)) {
        return Err(DurationError::Overflow);
    }
    Ok(days + clock)
}

/// A date of the Gregorian calendar with a year that Python has.
pub(crate) fn ymd(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    if (1..=9999).contains(&year) { NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day) } else { None }
}

/// A time of day; there are no leap seconds.
pub(crate) fn clock(hour: u32, minute: u32, second: u32, micros: u32) -> Option<NaiveTime> {
    if second > 59 || micros > 999_999 {
        return None;
    }
    NaiveTime::from_hms_micro_opt(hour, minute, second, micros)
}

/// Django's `duration_string`: `1 02:03:04.000005`.
pub(crate) fn duration_string(micros: i128) -> String {
    let (days, rest) = (micros.div_euclid(86_400_000_000), micros.rem_euclid(86_400_000_000));
    let (seconds, fraction) = (rest / 1_000_000, rest % 1_000_000);
    let mut text = if days == 0 { String::new() } else { format!("{days} ") };
    text += &format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    if fraction != 0 {
        text += &format!(".{fraction:06}");
    }
    text
}

/// Python's `str` of a `timedelta`.
pub(crate) fn duration_text(micros: i128) -> String {
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
        assert_eq!(duration("999999999 23:59:59.999999"), Ok(1_000_000_000 * 86_400_000_000 - 1));
        assert_eq!(duration("-999999999 00:00:00"), Ok(-999_999_999 * 86_400_000_000));
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
