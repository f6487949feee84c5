//! DRF's `BasicAuthentication`: HTTP Basic (RFC 7617), in UTF-8 or, where it is none, Latin-1.

use super::authenticator::{Authenticator, Refusal, credentials};
use super::login;
use crate::Request;
use crate::request::User;

pub(super) async fn authenticate(auth: &Authenticator, req: &Request) -> Result<Option<User>, Refusal> {
    let Some(words) = credentials(&req.headers, "Basic") else { return Ok(None) };
    let encoded = match words[..] {
        [] => return Err(Refusal::Failed("Invalid basic header. No credentials provided.")),
        [encoded] => encoded,
        _ => return Err(Refusal::Failed("Invalid basic header. Credentials string should not contain spaces.")),
    };
    let decoded = decode(encoded).map(|bytes| match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => error.as_bytes().iter().copied().map(char::from).collect(),
    });
    let Some((username, password)) = decoded.as_deref().and_then(|text| text.split_once(':')) else {
        return Err(Refusal::Failed("Invalid basic header. Credentials not correctly base64 encoded."));
    };
    match login::sign_in(auth, req, username, password).await? {
        Some(signed_in) => Ok(Some(signed_in.user)),
        None => Err(Refusal::Failed("Invalid username/password.")),
    }
}

/// Python's `base64.b64decode`: what is not of the alphabet is skipped, and what follows the padding is not read.
fn decode(encoded: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(encoded.len() / 4 * 3);
    let (mut bits, mut held, mut pads) = (0u32, 0u8, 0u8);
    for &byte in encoded {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' if held >= 2 => {
                pads += 1;
                if held + pads >= 4 {
                    return Some(out);
                }
                continue;
            }
            _ => continue,
        };
        pads = 0;
        bits = (bits << 6) | u32::from(six);
        held += 1;
        match held {
            2 => out.push((bits >> 4) as u8),
            3 => out.push((bits >> 2) as u8),
            4 => {
                out.push(bits as u8);
                (bits, held) = (0, 0);
            }
            _ => {}
        }
    }
    (held == 0).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn base64_is_pythons() {
        assert_eq!(decode(b"Y2xhcmE6eA=="), Some(b"clara:x".to_vec()));
        assert_eq!(decode(b"Y2xh-cmE6eA==junk"), Some(b"clara:x".to_vec()));
        assert_eq!(decode(b"Y2xhcmE6eA="), None);
        assert_eq!(decode(b"Y2xhc"), None);
        assert_eq!(decode(b""), Some(Vec::new()));
    }
}
