//! Values as texts, in the form in which Django's SQLite backend stores them.

use crate::Value;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};

/// The text of a value that has no type of its own in SQLite.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::Uuid(v) => Some(v.simple().to_string()),
        Value::Date(v) => Some(v.format("%Y-%m-%d").to_string()),
        Value::Time(v) => Some(clock(*v)),
        Value::DateTime(v) => Some(format!("{} {}", v.format("%Y-%m-%d"), clock(v.time()))),
        _ => None,
    }
}

/// Python's `isoformat` of a time: microseconds only where there are any.
fn clock(time: NaiveTime) -> String {
    let micros = chrono::Timelike::nanosecond(&time) / 1000;
    if micros == 0 { time.format("%H:%M:%S").to_string() } else { format!("{}.{micros:06}", time.format("%H:%M:%S")) }
}

/// A duration as a `bigint` holds it: what is longer, and no field takes, is as long as can be, so that comparisons come out right.
#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(super) fn microseconds(duration: i128) -> i64 {
    i64::try_from(duration).unwrap_or(if duration < 0 { i64::MIN } else { i64::MAX })
}

pub(super) fn date(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text.get(..10)?, "%Y-%m-%d").ok()
}

pub(super) fn time(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text, "%H:%M:%S%.f").ok()
}

pub(super) fn datetime(text: &str) -> Option<DateTime<Utc>> {
    let naive = NaiveDateTime::parse_from_str(&text.replace('T', " "), "%Y-%m-%d %H:%M:%S%.f").ok()?;
    Some(DateTime::from_naive_utc_and_offset(naive, Utc))
}

/// A civil date's digits: `2024-03-01`. Days count from 1970.
#[cfg(feature = "postgres")]
pub(super) fn write_date(out: &mut Vec<u8>, days: i64) {
    // Howard Hinnant's `civil_from_days`: 400 years are an era of 146,097 days that begins on a 1st of March.
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_index = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_index + 2) / 5 + 1;
    let month = if month_index < 10 { month_index + 3 } else { month_index - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    write_ymd(out, year, month, day);
}

#[cfg(any(feature = "postgres", feature = "mysql"))]
pub(super) fn write_ymd(out: &mut Vec<u8>, year: i64, month: i64, day: i64) {
    digits(out, year.unsigned_abs(), 4);
    out.push(b'-');
    digits(out, month.unsigned_abs(), 2);
    out.push(b'-');
    digits(out, day.unsigned_abs(), 2);
}

/// A time of day: `12:30:00`, with six digits of microseconds where there are any.
#[cfg(any(feature = "postgres", feature = "mysql"))]
pub(super) fn write_clock(out: &mut Vec<u8>, micros: i64) {
    let micros = micros.unsigned_abs();
    let seconds = micros / 1_000_000;
    digits(out, seconds / 3600, 2);
    out.push(b':');
    digits(out, seconds / 60 % 60, 2);
    out.push(b':');
    digits(out, seconds % 60, 2);
    if !micros.is_multiple_of(1_000_000) {
        out.push(b'.');
        digits(out, micros % 1_000_000, 6);
    }
}

/// A number with at least this many digits.
#[cfg(any(feature = "postgres", feature = "mysql"))]
fn digits(out: &mut Vec<u8>, mut value: u64, least: usize) {
    let mut made = [b'0'; 20];
    let mut at = made.len();
    while value > 0 || made.len() - at < least {
        at -= 1;
        made[at] = b'0' + u8::try_from(value % 10).unwrap_or(0);
        value /= 10;
    }
    out.extend_from_slice(&made[at..]);
}

#[cfg(all(test, feature = "postgres"))]
mod tests {
    use super::*;

    #[test]
    fn days_are_dates_as_chrono_says() {
        let epoch = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap_or_default();
        for days in (-719_162..2_932_896).step_by(97) {
            let mut out = Vec::new();
            write_date(&mut out, days);
            let expected = epoch.checked_add_signed(chrono::TimeDelta::days(days)).map(|d| d.format("%Y-%m-%d").to_string());
            assert_eq!(Some(String::from_utf8_lossy(&out).into_owned()), expected);
        }
    }

    #[test]
    fn clocks() {
        for (micros, expected) in [(0, "00:00:00"), (86_399_999_999, "23:59:59.999999"), (3_600_000_001, "01:00:00.000001")] {
            let mut out = Vec::new();
            write_clock(&mut out, micros);
            assert_eq!(String::from_utf8_lossy(&out), expected);
        }
    }
}
