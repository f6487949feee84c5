//! Dates and times as Django's *forms* read them, which is how filters do.

use super::{clock, ymd};
use chrono::{NaiveDate, NaiveTime};
use regex::Regex;
use std::sync::LazyLock;

fn digits(text: &str) -> Option<u32> {
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) { text.parse().ok() } else { None }
}

const MONTHS: [&str; 12] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

/// A date as Django's *forms* read it: `DATE_INPUT_FORMATS` of English (`2006-10-25`, `10/25/2006`, `10/25/06`, `Oct 25 2006`,
/// `25 October, 2006`, …), each as Python's `strptime` does.
pub(crate) fn form_date(text: &str) -> Option<NaiveDate> {
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
pub(crate) fn form_time(text: &str) -> Option<NaiveTime> {
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
