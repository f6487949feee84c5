//! Python's `strptime`, for the `input_formats` of a spec, and how DRF names formats to people (`humanize_datetime`).

use super::{Moment, clock, micros_of, ymd};
use crate::python::ascii_digits;
use chrono::{Datelike as _, NaiveDate, NaiveTime, TimeDelta, Weekday};
use regex::{Captures, Regex, RegexBuilder};

const MONTHS: [&str; 12] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// A format, ready to read by.
#[derive(Debug)]
pub(crate) struct Strptime(Regex);

impl Strptime {
    /// `None` for a format that Python refuses, which then reads nothing.
    pub(crate) fn new(format: &str) -> Option<Self> {
        let mut pattern = String::from("^(?:");
        let mut chars = format.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '%' => pattern.push_str(&directive(chars.next()?)?),
                // Any amount of blanks stands for any other.
                _ if c.is_whitespace() => {
                    while chars.next_if(|c| c.is_whitespace()).is_some() {}
                    pattern.push_str(r"\s+");
                }
                _ => pattern.push_str(&regex::escape(c.encode_utf8(&mut [0; 4]))),
            }
        }
        pattern.push(')');
        RegexBuilder::new(&pattern).case_insensitive(true).build().ok().map(Self)
    }

    /// What a text says; parts that the format has not are those of 1900-01-01 00:00.
    pub(crate) fn read(&self, text: &str) -> Option<Moment> {
        let found = self.0.captures(text)?;
        // Data that is left over is refused, even where another reading would have used it.
        if found.get(0)?.end() != text.len() {
            return None;
        }
        let parts = Parts(&found);
        let local = parts.date()?.and_time(parts.time()?);
        Some(Moment { local, offset: parts.offset()? })
    }
}

fn names(all: &[&str], letters: Option<usize>) -> String {
    let mut names: Vec<&str> = all.iter().map(|name| letters.map_or(*name, |n| name.get(..n).unwrap_or(name))).collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names.join("|")
}

/// The pattern of a directive: those of Python 3.11's `_strptime`, in the C locale.
fn directive(letter: char) -> Option<String> {
    let pattern = match letter {
        'd' => r"3[0-1]|[1-2]\d|0[1-9]|[1-9]| [1-9]",
        'f' => r"[0-9]{1,6}",
        'H' => r"2[0-3]|[0-1]\d|\d",
        'I' => r"1[0-2]|0[1-9]|[1-9]",
        'G' | 'Y' => r"\d\d\d\d",
        'j' => r"36[0-6]|3[0-5]\d|[1-2]\d\d|0[1-9]\d|00[1-9]|[1-9]\d|0[1-9]|[1-9]",
        'm' => r"1[0-2]|0[1-9]|[1-9]",
        'M' => r"[0-5]\d|\d",
        'S' => r"6[0-1]|[0-5]\d|\d",
        'U' | 'W' => r"5[0-3]|[0-4]\d|\d",
        'w' => r"[0-6]",
        'u' => r"[1-7]",
        'V' => r"5[0-3]|0[1-9]|[1-4]\d|\d",
        'y' => r"\d\d",
        'z' => r"[+-]\d\d:?[0-5]\d(?::?[0-5]\d(?:\.\d{1,6})?)?|(?-i:Z)",
        'Z' => "utc|gmt",
        'p' => "am|pm",
        'A' => return Some(format!("(?P<A>{})", names(&DAYS, None))),
        'a' => return Some(format!("(?P<a>{})", names(&DAYS, Some(3)))),
        'B' => return Some(format!("(?P<B>{})", names(&MONTHS, None))),
        'b' => return Some(format!("(?P<b>{})", names(&MONTHS, Some(3)))),
        '%' => return Some("%".to_owned()),
        'c' => return together(&["a", " ", "b", " ", "d", " ", "H", ":", "M", ":", "S", " ", "Y"]),
        'x' => return together(&["m", "/", "d", "/", "y"]),
        'X' => return together(&["H", ":", "M", ":", "S"]),
        _ => return None,
    };
    Some(format!("(?P<{letter}>{pattern})"))
}

/// A directive that stands for others.
fn together(parts: &[&str]) -> Option<String> {
    parts
        .iter()
        .map(|part| match part.chars().next() {
            Some(' ') => Some(r"\s+".to_owned()),
            Some(letter) if letter.is_ascii_alphabetic() => directive(letter),
            _ => Some((*part).to_owned()),
        })
        .collect()
}

/// What a text says of each directive.
struct Parts<'a>(&'a Captures<'a>);

impl Parts<'_> {
    fn text(&self, name: &str) -> Option<&str> {
        self.0.name(name).map(|found| found.as_str())
    }

    fn number(&self, name: &str) -> Option<u32> {
        ascii_digits(self.text(name)?.trim()).parse().ok()
    }

    fn named(&self, name: &str, all: &[&str]) -> Option<u32> {
        let text = self.text(name)?.to_lowercase();
        all.iter().position(|full| full.starts_with(&text)).and_then(|at| u32::try_from(at).ok())
    }

    fn year(&self) -> Option<u32> {
        let short = self.number("y").map(|n| if n <= 68 { n + 2000 } else { n + 1900 });
        self.number("Y").or(short)
    }

    /// Days from Monday.
    fn weekday(&self) -> Option<u32> {
        let by_name = self.named("A", &DAYS).or_else(|| self.named("a", &DAYS));
        let by_number = self.number("w").map(|n| (n + 6) % 7).or_else(|| self.number("u").map(|n| n - 1));
        by_name.or(by_number)
    }

    fn date(&self) -> Option<NaiveDate> {
        let month = self.number("m").or_else(|| self.named("B", &MONTHS).or_else(|| self.named("b", &MONTHS)).map(|n| n + 1));
        let (month, day) = (month.unwrap_or(1), self.number("d").unwrap_or(1));
        let (iso_year, iso_week, julian) = (self.number("G"), self.number("V"), self.number("j"));
        if iso_year.is_some() || iso_week.is_some() {
            // All three, and nothing else that says the day.
            let (year, week, weekday) = (iso_year?, iso_week?, self.weekday()?);
            let weekday = Weekday::try_from(u8::try_from(weekday).ok()?).ok()?;
            return if julian.is_some() { None } else { NaiveDate::from_isoywd_opt(i32::try_from(year).ok()?, week, weekday) };
        }
        let year = self.year().unwrap_or(1900);
        match julian.map(i64::from).or_else(|| self.day_of_week(year)) {
            Some(day) => ymd(year, 1, 1)?.checked_add_signed(TimeDelta::days(day - 1)).filter(|date| date.year() > 0),
            None => ymd(year, month, day),
        }
    }

    /// The day of the year that a week and a weekday say, counted from 1; in week 0 it may be one of the year before.
    fn day_of_week(&self, year: u32) -> Option<i64> {
        let sundays = self.number("U");
        let week = sundays.or_else(|| self.number("W"))?;
        let first = ymd(year, 1, 1)?.weekday().num_days_from_monday();
        let turn = |day: u32| if sundays.is_some() { (day + 1) % 7 } else { day };
        let (first, day) = (turn(first), turn(self.weekday()?));
        let (first, day, week) = (i64::from(first), i64::from(day), i64::from(week));
        Some(if week == 0 { 1 + day - first } else { 1 + (7 - first) % 7 + 7 * (week - 1) + day })
    }

    fn time(&self) -> Option<NaiveTime> {
        let hour = match (self.number("H"), self.number("I")) {
            (_, Some(hour)) if self.text("p").is_some_and(|p| p.eq_ignore_ascii_case("pm")) => hour % 12 + 12,
            (_, Some(hour)) => hour % 12,
            (hour, None) => hour.unwrap_or(0),
        };
        let number = |name| self.number(name).unwrap_or(0);
        clock(hour, number("M"), number("S"), self.text("f").map_or(Some(0), micros_of)?)
    }

    /// `None`: one that Python refuses; `Some(None)`: none was said.
    #[expect(clippy::option_option, reason = "a refusal is no absence")]
    fn offset(&self) -> Option<Option<i64>> {
        let Some(text) = self.text("z") else { return Some(None) };
        if text == "Z" {
            return Some(Some(0));
        }
        let (sign, rest) = text.split_at(1);
        // A colon behind the hours asks for one behind the minutes.
        let colons = rest.as_bytes().get(2) == Some(&b':');
        let digits = if colons {
            let clean = rest.replacen(':', "", 1);
            match clean.as_bytes().get(4) {
                None => clean,
                Some(b':') => clean.replacen(':', "", 1),
                Some(_) => return None,
            }
        } else {
            rest.to_owned()
        };
        let digits = ascii_digits(&digits);
        let part = |from: usize| digits.get(from..from + 2).map_or(Some(0), |text| text.parse::<i64>().ok());
        let fraction = digits.split_once('.').map_or(Some(0), |(_, fraction)| micros_of(fraction))?;
        let seconds = part(0)? * 3600 + part(2)? * 60 + part(4)?;
        let offset = seconds * 1_000_000 + i64::from(fraction);
        // A timezone is less than a day away.
        let offset = Some(offset).filter(|offset| *offset < 86_400_000_000)?;
        Some(Some(if sign == "-" { -offset } else { offset }))
    }
}

/// DRF's `humanize_strptime` of all formats that a field reads; `iso`: how ISO 8601 is called.
pub(crate) fn humanize(formats: &[&str], iso: &str) -> String {
    const NAMES: [(&str, &str); 15] = [
        ("%Y", "YYYY"),
        ("%y", "YY"),
        ("%m", "MM"),
        ("%b", "[Jan-Dec]"),
        ("%B", "[January-December]"),
        ("%d", "DD"),
        ("%H", "hh"),
        ("%I", "hh"),
        ("%M", "mm"),
        ("%S", "ss"),
        ("%f", "uuuuuu"),
        ("%a", "[Mon-Sun]"),
        ("%A", "[Monday-Sunday]"),
        ("%p", "[AM|PM]"),
        ("%z", "[+HHMM|-HHMM]"),
    ];
    let joined = formats.join(", ").replace("iso-8601", iso);
    NAMES.iter().fold(joined, |text, (directive, name)| text.replace(directive, name))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// Expected values are those of Python 3.11's `datetime.datetime.strptime`.
    #[test]
    fn texts_are_read_as_in_python() {
        let cases = [
            ("%d.%m.%Y", "1.2.2024", "2024-02-01T00:00:00"),
            ("%d.%m.%Y", "31.02.2024", ""),
            ("%d.%m.%Y", "01.02.2024 ", ""),
            ("%d.%m.%Y", "1.2.24", ""),
            ("%d %b %y", "05 MAR 68", "2068-03-05T00:00:00"),
            ("%d %b %y", "5  mar  69", "1969-03-05T00:00:00"),
            ("%B %d", "february 29", ""),
            ("%A, %d %B %Y", "monday, 1 January 2025", "2025-01-01T00:00:00"),
            ("%I:%M %p", "12:05 am", "1900-01-01T00:05:00"),
            ("%I:%M %p", "12:05 PM", "1900-01-01T12:05:00"),
            ("%I:%M", "12:05", "1900-01-01T00:05:00"),
            ("%H%M%S", "1234", "1900-01-01T12:03:04"),
            ("%S", "60", ""),
            ("%H:%M:%S.%f", "01:02:03.5", "1900-01-01T01:02:03.500"),
            ("%Y-%j", "2024-060", "2024-02-29T00:00:00"),
            ("%Y-%j", "2023-366", "2024-01-01T00:00:00"),
            ("%G-W%V-%u", "2024-W01-1", "2024-01-01T00:00:00"),
            ("%G-W%V", "2024-W01", ""),
            ("%Y %U %w", "2024 1 0", "2024-01-07T00:00:00"),
            ("%Y %W %a", "2024 1 Mon", "2024-01-01T00:00:00"),
            ("%Y %W", "2024 9", "2024-01-01T00:00:00"),
            ("%Y %U %a", "2024 0 Sun", "2023-12-31T00:00:00"),
            ("%U %a", "3 Mon", "1900-01-22T00:00:00"),
            ("%x %X", "02/03/24 04:05:06", "2024-02-03T04:05:06"),
            ("%Y (%m)", "2024 (7)", "2024-07-01T00:00:00"),
            ("%Y%%", "2024%", "2024-01-01T00:00:00"),
            ("%Y", "0000", ""),
        ];
        for (format, text, expected) in cases {
            let read = Strptime::new(format).unwrap().read(text);
            assert_eq!(read.map(|m| m.local.format("%Y-%m-%dT%H:%M:%S%.f").to_string()).unwrap_or_default(), expected, "{format} {text}");
        }
        assert!(Strptime::new("%Q").is_none() && Strptime::new("%").is_none() && Strptime::new("%d %d").is_none());
    }

    #[test]
    fn offsets_are_read_as_in_python() {
        let read = |text: &str| Strptime::new("%H%z").unwrap().read(text).map(|m| m.offset);
        assert_eq!(read("12Z"), Some(Some(0)));
        assert_eq!(read("12z"), None);
        assert_eq!(read("12+0230"), Some(Some(9_000_000_000)));
        assert_eq!(read("12-02:30"), Some(Some(-9_000_000_000)));
        assert_eq!(read("12+02:30:15.5"), Some(Some(9_015_500_000)));
        assert_eq!(read("12+02:3015"), None);
        assert_eq!(read("12+2500"), None);
        assert_eq!(read("12"), None);
    }

    #[test]
    fn formats_are_told() {
        assert_eq!(humanize(&["%d.%m.%Y", "iso-8601"], "YYYY-MM-DD"), "DD.MM.YYYY, YYYY-MM-DD");
    }
}
