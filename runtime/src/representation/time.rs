//! Dates, times, durations and uuids: from Django's stored texts to JSON by moving bytes.

use crate::json::encode;
use crate::python::strftime::{Format, Moment};
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime};
use std::io::Write as _;

/// A date, as stored: it is ISO 8601 already.
pub(super) fn date(out: &mut Vec<u8>, text: &str) {
    encode::escaped(out, text.get(..10).unwrap_or(text));
}

/// `12:30:00.123456`: six digits of microseconds, or none.
pub(super) fn clock(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    if !bytes.iter().all(|b| matches!(b, b'0'..=b'9' | b':' | b'.')) {
        encode::escaped(out, text);
        return;
    }
    let (whole, fraction) = match bytes.get(8) {
        Some(b'.') => (&bytes[..8], &bytes[9..]),
        _ => (bytes, &[][..]),
    };
    out.extend_from_slice(whole);
    if whole.len() == 5 {
        out.extend_from_slice(b":00");
    }
    if fraction.iter().any(|&b| b != b'0') {
        out.push(b'.');
        for place in 0..6 {
            out.push(fraction.get(place).copied().unwrap_or(b'0'));
        }
    }
}

/// `2024-03-01 12:30:00.123456` → `2024-03-01T12:30:00.123456Z`.
pub(super) fn datetime(out: &mut Vec<u8>, text: &str) {
    match text.get(11..) {
        None => {
            encode::escaped(out, text);
            out.extend_from_slice(b"T00:00:00Z");
        }
        Some(rest) => {
            let rest = rest.strip_suffix("+00:00").or_else(|| rest.strip_suffix('Z')).unwrap_or(rest);
            if rest.bytes().any(|b| matches!(b, b'+' | b'-')) {
                // Not stored by Django or us: with an offset of its own.
                let parsed = DateTime::parse_from_str(&text.replace('T', " "), "%Y-%m-%d %H:%M:%S%.f%:z");
                return match parsed {
                    Ok(moment) => datetime(out, &moment.naive_utc().format("%Y-%m-%d %H:%M:%S%.6f").to_string()),
                    Err(_) => encode::escaped(out, text),
                };
            }
            encode::escaped(out, text.get(..10).unwrap_or_default());
            out.push(b'T');
            clock(out, rest);
            out.push(b'Z');
        }
    }
}

/// Python's `str()` of an aware datetime: a blank, and the offset.
pub(super) fn python_datetime(out: &mut Vec<u8>, text: &str) {
    let start = out.len();
    datetime(out, text);
    if out.pop().is_some() {
        if let Some(separator) = out.get_mut(start + 10) {
            *separator = b' ';
        }
        out.extend_from_slice(b"+00:00");
    }
}

/// A stored datetime, read.
pub(super) fn parse(text: &str) -> Option<NaiveDateTime> {
    let mut iso = Vec::with_capacity(32);
    datetime(&mut iso, text);
    NaiveDateTime::parse_from_str(std::str::from_utf8(&iso).ok()?, "%Y-%m-%dT%H:%M:%S%.fZ").ok()
}

/// A stored value in a format; what cannot be read stays as it is.
pub(super) fn formatted(format: &Format, moment: Moment, stored: &str) -> String {
    let read = match moment {
        Moment::DateTime => parse(stored),
        Moment::Date => stored.get(..10).and_then(|t| NaiveDate::parse_from_str(t, "%Y-%m-%d").ok()).map(|d| d.and_time(NaiveTime::MIN)),
        Moment::Time => {
            NaiveTime::parse_from_str(stored, "%H:%M:%S%.f").ok().and_then(|t| NaiveDate::from_ymd_opt(1900, 1, 1).map(|d| d.and_time(t)))
        }
    };
    read.map_or_else(|| stored.to_owned(), |at| format.apply(moment, at))
}

/// Whole seconds since 1970.
pub(super) fn unix(out: &mut Vec<u8>, text: &str) {
    match parse(text) {
        Some(moment) => encode::int(out, moment.and_utc().timestamp()),
        None => encode::string(out, text),
    }
}

/// 32 hexadecimal digits in groups; one that is stored in groups stays so.
pub(super) fn uuid(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    if bytes.len() != 32 || !bytes.iter().all(u8::is_ascii_hexdigit) {
        encode::escaped(out, text);
        return;
    }
    for (i, byte) in bytes.iter().enumerate() {
        if matches!(i, 8 | 12 | 16 | 20) {
            out.push(b'-');
        }
        out.push(byte.to_ascii_lowercase());
    }
}

/// A uuid as a number of 128 bits.
pub(super) fn uuid_int(out: &mut Vec<u8>, text: &str) {
    match u128::from_str_radix(&text.replace('-', ""), 16) {
        Ok(number) => drop(write!(out, "{number}")),
        Err(_) => encode::string(out, text),
    }
}

const DAY: i64 = 86_400_000_000;

fn hours(micros: i128) -> (i128, i64, i64, i64, i64) {
    let (days, rest) = match i64::try_from(micros) {
        Ok(micros) => (micros.div_euclid(DAY).into(), micros.rem_euclid(DAY)),
        Err(_) => (micros.div_euclid(DAY.into()), i64::try_from(micros.rem_euclid(DAY.into())).unwrap_or(0)),
    };
    let seconds = rest / 1_000_000;
    (days, seconds / 3600, seconds / 60 % 60, seconds % 60, rest % 1_000_000)
}

/// Django's `duration_string`: `1 02:03:04.000005`; a negative one has negative days only.
pub(super) fn duration(out: &mut Vec<u8>, micros: i128) {
    let (days, hours, minutes, seconds, micros) = hours(micros);
    if days != 0 {
        let _ = write!(out, "{days} ");
    }
    let _ = write!(out, "{hours:02}:{minutes:02}:{seconds:02}");
    if micros != 0 {
        let _ = write!(out, ".{micros:06}");
    }
}

/// Django's `duration_iso_string`: `-P1DT02H03M04.000005S`.
pub(super) fn iso_duration(out: &mut Vec<u8>, micros: i128) {
    if micros < 0 {
        out.push(b'-');
    }
    let (days, hours, minutes, seconds, rest) = hours(micros.saturating_abs());
    let _ = write!(out, "P{days}DT{hours:02}H{minutes:02}M{seconds:02}");
    if rest != 0 {
        let _ = write!(out, ".{rest:06}");
    }
    out.push(b'S');
}

/// Python's `str()` of a timedelta: `1 day, 2:03:04.000005`.
pub(super) fn python_duration(out: &mut Vec<u8>, micros: i128) {
    let (days, hours, minutes, seconds, micros) = hours(micros);
    if days != 0 {
        let _ = write!(out, "{days} day{}, ", if days.abs() == 1 { "" } else { "s" });
    }
    let _ = write!(out, "{hours}:{minutes:02}:{seconds:02}");
    if micros != 0 {
        let _ = write!(out, ".{micros:06}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with<T>(write: impl Fn(&mut Vec<u8>, T), value: T) -> String {
        let mut out = Vec::new();
        write(&mut out, value);
        String::from_utf8_lossy(&out).into_owned()
    }

    #[test]
    fn durations_in_iso_8601() {
        let cases = [(0, "P0DT00H00M00S"), (93_784_500_000, "P1DT02H03M04.500000S"), (-86_399_000_000, "-P0DT23H59M59S")];
        for (micros, shown) in cases {
            assert_eq!(with(iso_duration, micros), shown);
        }
    }

    #[test]
    fn datetimes() {
        let cases = [
            ("2024-03-01 12:30:00", "2024-03-01T12:30:00Z"),
            ("2024-03-01 12:30:00.123456", "2024-03-01T12:30:00.123456Z"),
            ("2024-03-01T12:30:00.5Z", "2024-03-01T12:30:00.500000Z"),
            ("2024-03-01 12:30:00.000000", "2024-03-01T12:30:00Z"),
            ("2024-03-01 12:30:00+02:00", "2024-03-01T10:30:00Z"),
            ("2024-03-01", "2024-03-01T00:00:00Z"),
            ("x\"y", "x\\\"yT00:00:00Z"),
        ];
        for (stored, expected) in cases {
            assert_eq!(with(datetime, stored), expected);
        }
        assert_eq!(with(python_datetime, "2024-03-01 12:30:00"), "2024-03-01 12:30:00+00:00");
        assert_eq!(with(unix, "1970-01-02 00:00:01.5"), "86401");
    }

    #[test]
    fn durations() {
        let day = 86_400_000_000;
        assert_eq!(with(duration, day + 7_384_000_005), "1 02:03:04.000005");
        assert_eq!(with(duration, -1_000_000), "-1 23:59:59");
        assert_eq!(with(duration, 0), "00:00:00");
        assert_eq!(with(python_duration, 2 * day + 1_000_000), "2 days, 0:00:01");
    }

    #[test]
    fn uuids() {
        assert_eq!(with(uuid, "0123456789abcdef0123456789ABCDEF"), "01234567-89ab-cdef-0123-456789abcdef");
        assert_eq!(with(uuid, "01234567-89ab-cdef-0123-456789abcdef"), "01234567-89ab-cdef-0123-456789abcdef");
    }
}
