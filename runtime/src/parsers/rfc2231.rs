//! Parameters of headers with a character set (`filename*=utf-8''na%C3%AFve.txt`) or in parts (`filename*0=…`): RFC 2231 and 5987, as Python's
//! `email` reads them for Django's `parse_header_parameters`.

use super::latin1;

/// The parameters of one name, in parts.
struct Parts {
    name: String,
    /// The number of the part (none: it is the only one), its value, and whether that is percent-encoded.
    parts: Vec<(Option<u64>, String, bool)>,
}

/// The parameters with their values decoded; `None` if a character set is none that is known, for which Django passes over the header.
pub(super) fn decoded(params: Vec<(String, String)>) -> Option<Vec<(String, String)>> {
    if !params.iter().any(|(name, _)| name.contains('*')) {
        return Some(params);
    }
    let mut plain = Vec::with_capacity(params.len());
    let mut extended: Vec<Parts> = Vec::new();
    for (name, value) in params {
        let Some((base, number)) = continuation(&name) else {
            plain.push((name, value));
            continue;
        };
        let part = (number, value, name.ends_with('*'));
        match extended.iter_mut().find(|known| known.name == base) {
            Some(known) => known.parts.push(part),
            None => extended.push(Parts { name: base.to_owned(), parts: vec![part] }),
        }
    }
    for Parts { name, mut parts } in extended {
        parts.sort();
        plain.push((name, joined(&parts)?));
    }
    Some(plain)
}

/// The name and the number of `name*`, `name*0` and `name*0*`.
fn continuation(name: &str) -> Option<(&str, Option<u64>)> {
    let (base, rest) = name.split_once('*')?;
    if base.is_empty() || !base.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
        return None;
    }
    let digits = rest.strip_suffix('*').unwrap_or(rest);
    match digits {
        "" if rest.is_empty() => Some((base, None)),
        "" => None,
        // A number beyond all counting comes last.
        digits => digits.bytes().all(|b| b.is_ascii_digit()).then(|| (base, Some(digits.parse().unwrap_or(u64::MAX)))),
    }
}

fn joined(parts: &[(Option<u64>, String, bool)]) -> Option<String> {
    if !parts.iter().any(|(_, _, encoded)| *encoded) {
        return Some(parts.iter().map(|(_, value, _)| value.as_str()).collect());
    }
    let mut bytes = Vec::new();
    for (_, value, encoded) in parts {
        octets(value, *encoded, &mut bytes);
    }
    let mut ticks = bytes.splitn(3, |b| *b == b'\'');
    match (ticks.next(), ticks.next(), ticks.next()) {
        (Some(b""), Some(_), Some(text)) => Some(latin1(text)),
        (Some(charset), Some(_), Some(text)) => text_in(&latin1(charset), text),
        _ => text_in("us-ascii", &bytes),
    }
}

/// A value as octets: characters of Latin-1 are what they are, others are written as escapes, as Python's `raw-unicode-escape` does.
fn octets(value: &str, encoded: bool, out: &mut Vec<u8>) {
    let mut rest = value;
    while let Some(c) = rest.chars().next() {
        let hex = |digits: &str| u8::from_str_radix(digits, 16).ok().filter(|_| digits.bytes().all(|b| b.is_ascii_hexdigit()));
        if let Some(byte) = rest.get(1..3).filter(|_| encoded && c == '%').and_then(hex) {
            out.push(byte);
            rest = &rest[3..];
            continue;
        }
        match u32::from(c) {
            code @ 0..=0xff => out.push(u8::try_from(code).unwrap_or(b'?')),
            code @ 0x100..=0xffff => out.extend(format!("\\u{code:04x}").bytes()),
            code => out.extend(format!("\\U{code:08x}").bytes()),
        }
        rest = &rest[c.len_utf8()..];
    }
}

/// Octets in a character set, with a mark wherever they are none of its characters.
fn text_in(charset: &str, bytes: &[u8]) -> Option<String> {
    let plain: String = charset.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    match plain.as_str() {
        "utf8" | "u8" => Some(String::from_utf8_lossy(bytes).into_owned()),
        "latin1" | "iso88591" | "l1" | "88591" | "cp819" => Some(latin1(bytes)),
        "ascii" | "usascii" | "646" => Some(bytes.iter().map(|b| if b.is_ascii() { char::from(*b) } else { '\u{fffd}' }).collect()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_python_reads_them() {
        let read = |params: &[(&str, &str)]| decoded(params.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect());
        let one = |name: &str, value: &str| Some(vec![(name.to_owned(), value.to_owned())]);
        assert_eq!(read(&[("name*", "utf-8''na%C3%AFve%20x")]), one("name", "naïve x"));
        assert_eq!(read(&[("name*", "iso-8859-1'en'%E9")]), one("name", "é"));
        assert_eq!(read(&[("name*", "plain")]), one("name", "plain"));
        assert_eq!(read(&[("name*", "''%E9")]), one("name", "é"));
        assert_eq!(read(&[("name*", "%E9")]), one("name", "\u{fffd}"));
        assert_eq!(read(&[("name*1", "b"), ("name*0", "a")]), one("name", "ab"));
        assert_eq!(read(&[("name*0*", "utf-8''%C3"), ("name*1*", "%A9"), ("name*2", "%41")]), one("name", "é%41"));
        assert_eq!(read(&[("name*", "klingon''x")]), None);
        assert_eq!(read(&[("name*", "utf-8''%zz%")]), one("name", "%zz%"));
        assert_eq!(read(&[("name*5x", "q")]), one("name*5x", "q"));
        assert_eq!(read(&[("na-me*", "utf-8''%C3")]), one("na-me*", "utf-8''%C3"));
        assert_eq!(read(&[("name*", "utf-8'€'é%C3%A9")]), one("name", "\u{fffd}é"));
        assert_eq!(read(&[("name*", "utf-8''€")]), one("name", "\\u20ac"));
        let both = read(&[("name", "a"), ("name*", "utf-8''b")]).unwrap_or_default();
        assert_eq!(both.last(), Some(&("name".to_owned(), "b".to_owned())));
    }
}
