//! White space and digits of texts, as Python sees them.

/// `str.isspace` of one character: Unicode's white space and the ASCII separators.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\x1c'..='\x1f')
}

/// `str.strip()`.
pub(crate) fn strip(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// The zeros of Unicode's decimal digits; each is followed by its nine others.
const ZEROS: [u32; 66] = [
    0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0, 0xF20, 0x1040, 0x1090,
    0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0,
    0xFF10, 0x104A0, 0x10D30, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x11730, 0x118E0, 0x11950,
    0x11C50, 0x11D50, 0x11DA0, 0x16A60, 0x16AC0, 0x16B50, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E950, 0x1FBF0,
];

/// The text with all decimal digits as ASCII ones, as Python's number parsers see it.
pub(crate) fn ascii_digits(text: &str) -> std::borrow::Cow<'_, str> {
    if text.is_ascii() {
        return text.into();
    }
    text.chars().map(|c| digit(c).unwrap_or(c)).collect::<String>().into()
}

fn digit(c: char) -> Option<char> {
    if c.is_ascii() {
        return None;
    }
    let code = u32::from(c);
    let at = ZEROS.partition_point(|&zero| zero <= code).checked_sub(1)?;
    let value = code - ZEROS.get(at)?;
    if value < 10 { char::from_digit(value, 10) } else { None }
}

/// `str.title()` of an ASCII text.
pub(crate) fn title(text: &str) -> String {
    let mut first = true;
    let next = |c: char| {
        let out = if first { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() };
        first = !c.is_ascii_alphabetic();
        out
    };
    text.chars().map(next).collect()
}

/// Whether a text is empty but for white space.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars().all(is_space)
}
