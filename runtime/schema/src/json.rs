//! JSON as Django stores it in text columns: what Python's `json.dumps` writes.

use std::fmt::Write as _;

/// A JSON text as `json.dumps(json.loads(text))` would give it: blanks behind commas and colons and nowhere else, nothing but ASCII, numbers
/// as Python writes them. What is no JSON is copied as it is, as far as it goes: the database refuses it.
pub fn dumps(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => at = restring(&mut out, text, at),
            b' ' | b'\n' | b'\r' | b'\t' => at += 1,
            b',' => {
                out.push_str(", ");
                at += 1;
            }
            b':' => {
                out.push_str(": ");
                at += 1;
            }
            b'-' | b'0'..=b'9' => {
                let part = |b: &u8| matches!(b, b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9');
                let end = at + bytes.get(at..).unwrap_or_default().iter().take_while(|b| part(b)).count();
                renumber(&mut out, text.get(at..end).unwrap_or_default());
                at = end;
            }
            _ => {
                // A literal's letter, or a bracket.
                let length = text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
                out.push_str(text.get(at..at + length).unwrap_or_default());
                at += length;
            }
        }
    }
    out
}

/// A text as a JSON string, as `json.dumps` writes it: nothing but ASCII.
pub fn string(out: &mut String, text: &str) {
    out.push('"');
    escaped(out, text);
    out.push('"');
}

/// Whether a byte stands for itself inside a string.
const fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\'
}

/// A text as the inside of a string.
fn escaped(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(end) = rest.bytes().position(|b| !is_plain(b)) {
        let (plain, other) = rest.split_at(end);
        out.push_str(plain);
        let mut chars = other.chars();
        match chars.next() {
            Some('"') => out.push_str("\\\""),
            Some('\\') => out.push_str("\\\\"),
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            Some('\u{8}') => out.push_str("\\b"),
            Some('\u{c}') => out.push_str("\\f"),
            Some(c) => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
            None => {}
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
}

/// Writes the string that begins at `start`; gives the position after it.
fn restring(out: &mut String, text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    out.push('"');
    let mut at = start + 1;
    loop {
        let end = at + bytes.get(at..).unwrap_or_default().iter().take_while(|b| !matches!(b, b'"' | b'\\')).count();
        escaped(out, text.get(at..end).unwrap_or_default());
        match bytes.get(end) {
            Some(b'\\') => at = reescape(out, text, end),
            Some(_) => {
                out.push('"');
                return end + 1;
            }
            // Not closed: no JSON.
            None => return bytes.len(),
        }
    }
}

/// Writes the escape at a backslash as Python would write its character; gives the position after it.
fn reescape(out: &mut String, text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let code = |from: usize| u32::from_str_radix(text.get(from..from + 4)?, 16).ok();
    match bytes.get(at + 1) {
        Some(b'/') => {
            out.push('/');
            at + 2
        }
        Some(b'u') => {
            let Some(unit) = code(at + 2) else {
                out.push_str("\\u");
                return at + 2;
            };
            match char::from_u32(unit) {
                Some(c) => escaped(out, c.encode_utf8(&mut [0; 4])),
                // Half of a pair: the other half is written like this, too.
                None => {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
            at + 6
        }
        Some(letter) if letter.is_ascii() => {
            out.push('\\');
            out.push(char::from(*letter));
            at + 2
        }
        _ => {
            out.push('\\');
            at + 1
        }
    }
}

fn renumber(out: &mut String, text: &str) {
    if !text.bytes().any(|b| matches!(b, b'.' | b'e' | b'E')) {
        out.push_str(if text == "-0" { "0" } else { text });
        return;
    }
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() => float(out, value),
        _ => out.push_str(text),
    }
}

/// Python's `repr` of a finite float: the shortest digits that read back as the same number, with an exponent from 1e16 on and below 1e-4.
fn float(out: &mut String, value: f64) {
    let start = out.len();
    // Rust's Debug switches to exponents where Python does; only the exponent's form differs.
    let _ = write!(out, "{value:?}");
    let Some(at) = out.get(start..).and_then(|text| text.find('e')) else { return };
    let exponent = out.split_off(start + at + 1);
    let (sign, digits) = exponent.strip_prefix('-').map_or(('+', exponent.as_str()), |digits| ('-', digits));
    let _ = write!(out, "{sign}{digits:0>2}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_as_python_dumps_them() {
        for (given, expected) in [
            (r#"{"b":1,"a":"é"}"#, r#"{"b": 1, "a": "\u00e9"}"#),
            (
                "[1,2.50,-0,-0.0,1E5,1e16,1e-5,1e400,12345678901234567890123]",
                "[1, 2.5, 0, -0.0, 100000.0, 1e+16, 1e-05, 1e400, 12345678901234567890123]",
            ),
            (r#""\/ \" \\ \u000a \u0001 \u007f \u00E9 \ud83d\ude00 😀""#, r#""/ \" \\ \n \u0001 \u007f \u00e9 \ud83d\ude00 \ud83d\ude00""#),
            (r#"  [ ] "#, "[]"),
            (r#"{"a" : { } , "x, y: z" : [ null , true,false ]}"#, r#"{"a": {}, "x, y: z": [null, true, false]}"#),
            (r#""\ud83d""#, r#""\ud83d""#),
            ("\"\u{2028}\"", r#""\u2028""#),
            ("5", "5"),
        ] {
            assert_eq!(dumps(given), expected);
            assert_eq!(dumps(expected), expected, "written as it is");
        }
        for odd in ["", "\"", "\"\\", "\"\\u12", "é", "{", "\\"] {
            dumps(odd);
        }
    }
}
