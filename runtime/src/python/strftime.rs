//! Python's `strftime`, for formats that a spec gives.

use chrono::{Datelike, NaiveDateTime, Timelike};
use std::fmt::Write as _;

/// What a format is applied to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    /// A date; its time is midnight.
    Date,
    /// A time; its date is the first of January 1900, as Python has it.
    Time,
    /// A datetime in UTC.
    DateTime,
}

/// A format, taken apart.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Format(Vec<Part>);

#[derive(Clone, Debug, PartialEq)]
enum Part {
    Text(String),
    Directive(char),
    /// Without padding.
    Bare(char),
}

impl Format {
    /// Takes a format apart.
    pub(crate) fn parse(format: &str) -> Self {
        let mut parts = Vec::new();
        let mut text = String::new();
        let mut chars = format.chars();
        while let Some(c) = chars.next() {
            if c != '%' {
                text.push(c);
                continue;
            }
            match chars.next() {
                // glibc's flag for "no padding".
                Some('-') => {
                    parts.push(Part::Text(std::mem::take(&mut text)));
                    parts.extend(chars.next().map(Part::Bare));
                }
                Some(c) => {
                    parts.push(Part::Text(std::mem::take(&mut text)));
                    parts.push(Part::Directive(c));
                }
                None => text.push('%'),
            }
        }
        parts.push(Part::Text(text));
        Self(parts)
    }

    /// A moment in this format: `moment` says which part of it there is.
    pub(crate) fn apply(&self, moment: Moment, at: NaiveDateTime) -> String {
        let mut out = String::new();
        for part in &self.0 {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Directive(letter) => directive(&mut out, *letter, at, moment),
                Part::Bare(letter) => {
                    let mut padded = String::new();
                    directive(&mut padded, *letter, at, moment);
                    let bare = padded.trim_start_matches(['0', ' ']);
                    out.push_str(if bare.is_empty() { "0" } else { bare });
                }
            }
        }
        out
    }
}

/// One directive, in the C locale.
fn directive(out: &mut String, letter: char, at: NaiveDateTime, moment: Moment) {
    let _ = match letter {
        'f' => write!(out, "{:06}", at.nanosecond() / 1000 % 1_000_000),
        'z' if moment == Moment::DateTime => write!(out, "+0000"),
        'Z' if moment == Moment::DateTime => write!(out, "UTC"),
        'z' | 'Z' => Ok(()),
        // glibc does not pad the year.
        'Y' => write!(out, "{}", at.year()),
        'G' => write!(out, "{}", at.iso_week().year()),
        's' => write!(out, "{}", at.and_utc().timestamp()),
        'a' | 'A' | 'b' | 'B' | 'c' | 'C' | 'd' | 'D' | 'e' | 'F' | 'g' | 'h' | 'H' | 'I' | 'j' | 'k' | 'l' | 'm' | 'M' | 'n' | 'p'
        | 'P' | 'r' | 'R' | 'S' | 't' | 'T' | 'u' | 'U' | 'V' | 'w' | 'W' | 'x' | 'X' | 'y' | '%' => {
            let mut format = ['%'; 2];
            format[1] = letter;
            write!(out, "{}", at.format(&format.iter().collect::<String>()))
        }
        other => write!(out, "%{other}"),
    };
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_pythons() {
        let applied = |format: &str, moment, at: &str| Format::parse(format).apply(moment, at.parse().unwrap());
        let all = "%d/%m/%Y %H:%M:%S.%f %z %Z %a %j 100%% %p";
        assert_eq!(applied(all, Moment::DateTime, "2024-03-01T14:30:00.123456"), "01/03/2024 14:30:00.123456 +0000 UTC Fri 061 100% PM");
        assert_eq!(applied("%d.%m.%y", Moment::Date, "2024-03-01T00:00:00"), "01.03.24");
        assert_eq!(applied("%H.%M%z", Moment::Time, "1900-01-01T07:05:00"), "07.05");
        assert_eq!(applied("%-d.%-m. %-H", Moment::DateTime, "2024-03-01T07:05:00"), "1.3. 7");
    }
}
