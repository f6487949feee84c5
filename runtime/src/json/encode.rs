//! JSON text, byte for byte as DRF's `JSONRenderer` writes it: compact, non-ASCII as it is, floats in Python's `repr`.

use crate::python;

/// What to write instead of a byte inside a JSON string: 0 is the byte itself, `u` a `\u00XX`, anything else the letter after a backslash.
/// 0xE2 begins U+2028 and U+2029, which need a closer look.
static ESCAPES: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 0x20 {
        table[byte] = b'u';
        byte += 1;
    }
    table[b'"' as usize] = b'"';
    table[b'\\' as usize] = b'\\';
    table[b'\n' as usize] = b'n';
    table[b'\r' as usize] = b'r';
    table[b'\t' as usize] = b't';
    table[0x08] = b'b';
    table[0x0c] = b'f';
    table[0xe2] = 0xe2;
    table
};

const HEX: &[u8; 16] = b"0123456789abcdef";

/// A text as the inside of a JSON string, without the quotes.
pub(crate) fn escaped(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    let mut done = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        let escape = ESCAPES[usize::from(byte)];
        if escape == 0 {
            continue;
        }
        if escape == 0xe2 {
            // A JSON text that is also JavaScript: DRF escapes the two line separators.
            let last = match bytes.get(at + 1..at + 3) {
                Some([0x80, 0xa8]) => b'8',
                Some([0x80, 0xa9]) => b'9',
                _ => continue,
            };
            out.extend_from_slice(bytes.get(done..at).unwrap_or_default());
            out.extend_from_slice(b"\\u202");
            out.push(last);
            done = at + 3;
            continue;
        }
        out.extend_from_slice(bytes.get(done..at).unwrap_or_default());
        out.extend_from_slice(&[b'\\', escape]);
        if escape == b'u' {
            out.extend_from_slice(&[b'0', b'0', HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
        }
        done = at + 1;
    }
    out.extend_from_slice(bytes.get(done..).unwrap_or_default());
}

/// A text as a JSON string.
pub(crate) fn string(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    escaped(out, text);
    out.push(b'"');
}

/// A whole number.
pub(crate) fn int(out: &mut Vec<u8>, value: i64) {
    let mut digits = [0; 20];
    let mut at = digits.len();
    let mut rest = value.unsigned_abs();
    loop {
        at -= 1;
        digits[at] = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if value < 0 {
        out.push(b'-');
    }
    out.extend_from_slice(&digits[at..]);
}

/// Python's `repr` of a float; null where JSON has no word for it.
pub(crate) fn float(out: &mut Vec<u8>, value: f64) {
    if value.is_finite() { python::write_float(out, value) } else { out.extend_from_slice(b"null") }
}

/// A stored JSON document: what Python's `json.loads` and then DRF's renderer make of its text. It is copied, and only what is written
/// differently is rewritten: blanks between tokens, escapes that need not be, numbers in another form than Python's.
pub(crate) fn json(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => at = json_string(out, text, at + 1),
            b' ' | b'\n' | b'\r' | b'\t' => at += 1,
            b'-' | b'0'..=b'9' => {
                let end = bytes[at..]
                    .iter()
                    .position(|b| !matches!(b, b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9'))
                    .map_or(bytes.len(), |n| at + n);
                json_number(out, text.get(at..end).unwrap_or_default());
                at = end;
            }
            _ => {
                out.push(byte);
                at += 1;
            }
        }
    }
}

/// A text that holds a document as Python's `json.dumps` writes it: blanks behind commas and colons, nothing but ASCII.
pub(crate) fn json_text(out: &mut Vec<u8>, text: &str) {
    string(out, &crate::schema::json::dumps(text));
}

fn json_number(out: &mut Vec<u8>, text: &str) {
    if text.bytes().any(|b| matches!(b, b'.' | b'e' | b'E')) {
        float(out, text.parse().unwrap_or(f64::NAN));
    } else if text == "-0" {
        // An int, and Python's ints have no negative zero.
        out.push(b'0');
    } else {
        out.extend_from_slice(text.as_bytes());
    }
}

/// Copies a string from after its opening quote; gives the position after its closing one.
fn json_string(out: &mut Vec<u8>, text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    out.push(b'"');
    let mut done = start;
    let mut at = start;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let Some(next) = rest.iter().position(|b| matches!(b, b'"' | b'\\' | 0xe2)) else {
            // Not closed: cannot be in a column that the database keeps valid.
            escaped(out, text.get(done..).unwrap_or_default());
            out.push(b'"');
            return bytes.len();
        };
        at += next;
        match bytes[at] {
            b'"' => {
                out.extend_from_slice(bytes.get(done..at).unwrap_or_default());
                out.push(b'"');
                return at + 1;
            }
            0xe2 => {
                let separator = matches!(bytes.get(at + 1..at + 3), Some([0x80, 0xa8 | 0xa9]));
                if separator {
                    out.extend_from_slice(bytes.get(done..at).unwrap_or_default());
                    escaped(out, text.get(at..at + 3).unwrap_or_default());
                    done = at + 3;
                }
                at += if separator { 3 } else { 1 };
            }
            _ => {
                out.extend_from_slice(bytes.get(done..at).unwrap_or_default());
                at = json_escape(out, bytes, at);
                done = at;
            }
        }
    }
}

/// The escape at a backslash; gives the position after it.
fn json_escape(out: &mut Vec<u8>, bytes: &[u8], at: usize) -> usize {
    match bytes.get(at + 1) {
        Some(b'u') => {}
        Some(b'/') => {
            out.push(b'/');
            return at + 2;
        }
        Some(&letter) => {
            out.extend_from_slice(&[b'\\', letter]);
            return at + 2;
        }
        None => return at + 1,
    }
    let unit = |from: usize| -> Option<u32> {
        let digits = std::str::from_utf8(bytes.get(from..from + 4)?).ok()?;
        u32::from_str_radix(digits, 16).ok()
    };
    let Some(high) = unit(at + 2) else { return at + 2 };
    let mut end = at + 6;
    let mut code = high;
    if (0xd800..0xdc00).contains(&high)
        && bytes.get(end..end + 2) == Some(b"\\u")
        && let Some(low) = unit(end + 2)
        && (0xdc00..0xe000).contains(&low)
    {
        code = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
        end += 6;
    }
    match char::from_u32(code) {
        Some(c) => escaped(out, c.encode_utf8(&mut [0; 4])),
        // Half a pair: there is no such character, so it stays an escape.
        None => out.extend_from_slice(bytes.get(at..end).unwrap_or_default()),
    }
    end
}

/// A constant of the spec (a field's `default`), as JSON.
pub(crate) fn literal(out: &mut Vec<u8>, value: crate::schema::Literal) {
    use crate::schema::Literal;
    match value {
        Literal::Bool(v) => out.extend_from_slice(if v { b"true" } else { b"false" }),
        Literal::Int(v) => int(out, v),
        Literal::Float(v) => float(out, v),
        Literal::Str(v) | Literal::Decimal(v) => string(out, v),
        Literal::Json(v) => json(out, v),
        Literal::Null | Literal::Uuid4 | Literal::Uuid7 | Literal::Now => out.extend_from_slice(b"null"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8_lossy(&out).into_owned()
    }

    #[test]
    fn strings_are_escaped_as_python_does() {
        let text = "a\"b\\c\n\r\t\u{8}\u{c}\u{1}\u{7f}/é€\u{2028}\u{2029}\u{1f600}";
        let expected = "\"a\\\"b\\\\c\\n\\r\\t\\b\\f\\u0001\u{7f}/é€\\u2028\\u2029\u{1f600}\"";
        assert_eq!(with(|o| string(o, text)), expected);
    }

    #[test]
    fn floats_are_pythons_repr() {
        let cases = [
            (1.0, "1.0"),
            (-0.0, "-0.0"),
            (0.1, "0.1"),
            (1e16, "1e+16"),
            (1e15, "1000000000000000.0"),
            (1e-5, "1e-05"),
            (0.0001, "0.0001"),
            (1.5e300, "1.5e+300"),
            (1.25e-10, "1.25e-10"),
            (123_456_789_012_345_680.0, "1.2345678901234568e+17"),
        ];
        for (value, expected) in cases {
            assert_eq!(with(|o| float(o, value)), expected);
        }
    }

    #[test]
    fn integers_of_every_size() {
        for value in [0, 7, -1, 1_234_567_890, i64::MAX, i64::MIN] {
            assert_eq!(with(|o| int(o, value)), value.to_string());
        }
    }

    #[test]
    fn stored_json_becomes_compact_and_readable() {
        let cases = [
            (r#"{"a": [1, 2.50, -0, 1E5], "b": {}}"#, r#"{"a":[1,2.5,0,100000.0],"b":{}}"#),
            (r#""caf\u00e9 \ud83d\ude00 \/ \" \\ \u000a \u0001""#, "\"café \u{1f600} / \\\" \\\\ \\n \\u0001\""),
            (r#""\ud800""#, r#""\ud800""#),
            ("\"\u{2028}€\"", "\"\\u2028€\""),
            ("null", "null"),
            ("12345678901234567890123", "12345678901234567890123"),
            ("[true, false]", "[true,false]"),
            (r#"{"a":"x, y: z"}"#, r#"{"a":"x, y: z"}"#),
        ];
        for (stored, expected) in cases {
            assert_eq!(with(|o| json(o, stored)), expected);
        }
    }
}
