//! The target of a request: what is asked for, as it stands in the request's first line.

use super::Refusal;
use http::Uri;

const MALFORMED: Refusal = Refusal::bad("The request's target is malformed.");

/// The characters of a path or a query that stay as they are (RFC 3986's `pchar`, `/`, `?`, `%` and the square brackets).
const PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        #[allow(clippy::cast_possible_truncation, reason = "less than 256")]
        let b = byte as u8;
        plain[byte] = b.is_ascii_alphanumeric()
            || matches!(b, b'-' | b'.' | b'_' | b'~' | b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+' | b',' | b';' | b'=')
            || matches!(b, b':' | b'@' | b'/' | b'?' | b'%' | b'[' | b']');
        byte += 1;
    }
    plain
};

/// A target with all that needs it percent-encoded; `None` where nothing does. A `#` is encoded too: a target has no fragment, and Django takes
/// it as any other character.
///
/// # Errors
///
/// A target that is none of RFC 9112's forms (3.2): a path, a whole URL, `*` of `OPTIONS`.
pub(super) fn rewritten(method: &str, target: &str) -> Result<Option<Vec<u8>>, Refusal> {
    if target.starts_with('/') {
        return Ok(encoded(target.as_bytes()));
    }
    if target == "*" {
        return if method == "OPTIONS" { Ok(None) } else { Err(MALFORMED) };
    }
    let (scheme, rest) = target.split_once("://").ok_or(MALFORMED)?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return Err(MALFORMED);
    }
    let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    // A user's name in a URL of HTTP is an error (RFC 9110, 4.2.4).
    if authority.is_empty() || authority.contains('@') || encoded(authority.as_bytes()).is_some() {
        return Err(MALFORMED);
    }
    let path = encoded(path.as_bytes());
    let whole = path.map(|path| [scheme.as_bytes(), b"://", authority.as_bytes(), &path].concat());
    match Uri::try_from(whole.as_deref().unwrap_or(target.as_bytes())) {
        Ok(_) => Ok(whole),
        Err(_) => Err(MALFORMED),
    }
}

/// The bytes with all but plain ones percent-encoded; `None` where all are plain.
pub(super) fn encoded(bytes: &[u8]) -> Option<Vec<u8>> {
    let first = bytes.iter().position(|byte| !PLAIN[usize::from(*byte)])?;
    let mut out = Vec::with_capacity(bytes.len() + 32);
    out.extend_from_slice(&bytes[..first]);
    for byte in &bytes[first..] {
        if PLAIN[usize::from(*byte)] {
            out.push(*byte);
        } else {
            out.extend_from_slice(percent_encoding::percent_encode_byte(*byte).as_bytes());
        }
    }
    Some(out)
}
