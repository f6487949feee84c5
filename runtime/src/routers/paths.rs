//! URLs as Django reads and writes them.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode, utf8_percent_encode};
use std::borrow::Cow;

/// What Django's `escape_uri_path` leaves as it is.
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'_')
    .remove(b'.')
    .remove(b'-')
    .remove(b'~')
    .remove(b'/')
    .remove(b':')
    .remove(b'@')
    .remove(b'&')
    .remove(b'+')
    .remove(b'$')
    .remove(b',')
    .remove(b'!')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

/// What Django's `iri_to_uri` leaves as it is: what is reserved anywhere in a URL, and the percent sign.
const URI: &AsciiSet = &PATH.remove(b'#').remove(b'%').remove(b'[').remove(b']').remove(b'=').remove(b';').remove(b'?');

/// What Python's `quote_plus` leaves as it is, but for the space.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'_').remove(b'.').remove(b'-').remove(b'~');

/// The path as views see it: percent-decoded; bytes that are no UTF-8 stay encoded (Django's `get_path_info`).
pub(crate) fn decode(path: &str) -> Cow<'_, str> {
    if !path.contains('%') {
        return Cow::Borrowed(path);
    }
    let bytes: Vec<u8> = percent_decode_str(path).collect();
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Cow::Owned(text),
        Err(error) => error.into_bytes(),
    };
    let mut rest = bytes.as_slice();
    let mut out = String::with_capacity(path.len());
    loop {
        match std::str::from_utf8(rest) {
            Ok(text) => {
                out.push_str(text);
                return Cow::Owned(out);
            }
            Err(error) => {
                let (good, bad) = rest.split_at(error.valid_up_to());
                out.push_str(&String::from_utf8_lossy(good));
                let broken = error.error_len().unwrap_or(bad.len());
                let (broken, after) = bad.split_at(broken);
                out.extend(percent_encode(broken, URI));
                rest = after;
            }
        }
    }
}

/// A decoded path as it stands in a URL (Django's `escape_uri_path`).
pub(crate) fn encode(path: &str) -> Cow<'_, str> {
    utf8_percent_encode(path, PATH).into()
}

/// A query string as it stands in a URL (Django's `iri_to_uri`).
pub(crate) fn uri(text: &str) -> Cow<'_, str> {
    utf8_percent_encode(text, URI).into()
}

/// A name or value of a query string (Python's `quote_plus`).
pub(crate) fn quote_plus(text: &str) -> String {
    utf8_percent_encode(text, QUERY).to_string().replace("%20", "+")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_and_keeps_broken_bytes_encoded() {
        assert_eq!(decode("/api/tags/"), "/api/tags/");
        assert_eq!(decode("/api/t%61gs/%C3%A9/"), "/api/tags/é/");
        assert_eq!(decode("/%ff%C3%A9%C3/"), "/%FFé%C3/");
        assert_eq!(decode("/%zz/%"), "/%zz/%");
    }

    #[test]
    fn encodes_like_django() {
        assert_eq!(encode("/api/a b;c=é/"), "/api/a%20b%3Bc%3D%C3%A9/");
        assert_eq!(encode("/~x_(1)!*'$&+,:@/"), "/~x_(1)!*'$&+,:@/");
        assert_eq!(uri("a=b c&d=%20"), "a=b%20c&d=%20");
        assert_eq!(quote_plus("a b/ü"), "a+b%2F%C3%BC");
    }
}
