//! `multipart/form-data` (RFC 7578), as leniently as Django reads it: a part is what lies between two boundaries, wherever they stand, and
//! one without a name is passed over. There are no file fields, so files are read over.

use super::media::MediaType;
use super::parsers::{Charset, FIELDS, too_many};
use crate::ApiError;
use crate::request::Input;
use base64::Engine as _;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

/// Django's `DATA_UPLOAD_MAX_NUMBER_FILES`.
const FILES: usize = 100;
/// The headers of a part must end within so many bytes.
const HEADERS: usize = 1024;

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true).with_decode_padding_mode(DecodePaddingMode::RequireCanonical),
);

/// The fields of a form.
///
/// # Errors
///
/// 400 for a boundary that is none, headers without end, and too many parts.
pub(super) fn parse(body: &[u8], media: &MediaType, charset: Charset) -> Result<Input, ApiError> {
    let given = media.param("boundary");
    let Some(boundary) = given.filter(|b| is_boundary(b)) else {
        return Err(error(&format!("Invalid boundary in multipart: {}", given.unwrap_or("None"))));
    };
    let separator = format!("--{boundary}").into_bytes();
    let mut pairs = Vec::new();
    let mut files = 0;
    let mut rest = Some(body);
    while let Some(here) = rest.filter(|r| !r.is_empty()) {
        let end = here.windows(separator.len()).position(|window| window == separator);
        let part = match end {
            Some(end) => without_line_end(here.get(..end).unwrap_or_default()),
            None => here,
        };
        rest = end.and_then(|end| here.get(end + separator.len()..));
        let Some(part) = Part::read(part)? else { continue };
        if part.file {
            files += 1;
        } else {
            pairs.push((part.name, charset.replacing(&part.data).into_owned()));
        }
        if pairs.len() > FIELDS || files > FILES {
            return Err(too_many());
        }
    }
    Ok(Input::Form(pairs))
}

fn error(reason: &str) -> ApiError {
    ApiError::parse(format!("Multipart form parse error - {reason}"))
}

fn is_boundary(text: &str) -> bool {
    (1..=201).contains(&text.len()) && text.bytes().all(|b| (b' '..=b'~').contains(&b)) && !text.ends_with(' ')
}

fn without_line_end(part: &[u8]) -> &[u8] {
    let part = part.strip_suffix(b"\n").unwrap_or(part);
    part.strip_suffix(b"\r").unwrap_or(part)
}

/// A part with a name.
struct Part {
    name: String,
    file: bool,
    data: Vec<u8>,
}

impl Part {
    /// Headers and data of what lies between two boundaries; `None` if it has no name.
    fn read(part: &[u8]) -> Result<Option<Self>, ApiError> {
        let head = part.get(..HEADERS).unwrap_or(part);
        let Some(end) = head.windows(4).position(|window| window == b"\r\n\r\n") else {
            return if part.len() < HEADERS { Ok(None) } else { Err(error("Request max total header size exceeded.")) };
        };
        let (mut name, mut file, mut base64) = (None, false, false);
        for line in head.get(..end).unwrap_or_default().split(|b| *b == b'\n') {
            let Ok(line) = std::str::from_utf8(line) else { continue };
            let Some((header, value)) = line.split_once(':') else { continue };
            match header.trim().to_ascii_lowercase().as_str() {
                "content-disposition" => {
                    let value = MediaType::parse(value);
                    name = value.param("name").map(|n| n.trim().to_owned());
                    file = value.param("filename").is_some_and(|f| !f.is_empty());
                }
                "content-transfer-encoding" => base64 = value.trim().eq_ignore_ascii_case("base64"),
                _ => {}
            }
        }
        let data = part.get(end + 4..).unwrap_or_default();
        let data = if base64 { decoded(data).unwrap_or_else(|| data.to_vec()) } else { data.to_vec() };
        Ok(name.map(|name| Self { name, file, data }))
    }
}

/// Python's `b64decode`: what is none of its letters is passed over.
fn decoded(data: &[u8]) -> Option<Vec<u8>> {
    let letters: Vec<u8> = data.iter().copied().filter(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=')).collect();
    BASE64.decode(letters).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(content_type: &str, body: &str) -> Result<Vec<(String, String)>, ApiError> {
        match parse(body.as_bytes(), &MediaType::parse(content_type), Charset::Utf8)? {
            Input::Form(pairs) => Ok(pairs),
            Input::Json(_) => panic!("no form"),
        }
    }

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
    }

    const X: &str = "multipart/form-data; boundary=x";

    #[test]
    fn fields_and_files() {
        let body = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nü\r\n\
            --x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f.txt\"\r\nContent-Type: text/plain\r\n\r\ndata\r\n\
            --x\r\ncontent-disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64\r\n\r\nMg==\r\n--x--\r\n";
        assert_eq!(read(X, body).unwrap(), pairs(&[("a", "ü"), ("a", "2")]));
    }

    #[test]
    fn as_leniently_as_django() {
        assert_eq!(read("multipart/form-data; boundary=\"x\"", "--x--\r\n").unwrap(), pairs(&[]));
        assert_eq!(read(X, "nothing of the kind").unwrap(), pairs(&[]));
        assert_eq!(read(X, "--x\r\n\r\nno name\r\n--x--").unwrap(), pairs(&[]));
        // An end that is missing, and a file input that was left empty.
        let body = "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"\"\r\n\r\n\r\n--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1";
        assert_eq!(read(X, body).unwrap(), pairs(&[("f", ""), ("a", "1")]));
    }

    #[test]
    fn refused() {
        assert_eq!(read("multipart/form-data", "").unwrap_err(), error("Invalid boundary in multipart: None"));
        assert_eq!(read("multipart/form-data; boundary=", "").unwrap_err(), error("Invalid boundary in multipart: "));
        assert_eq!(read(X, &"y".repeat(2000)).unwrap_err(), error("Request max total header size exceeded."));
        let many = "--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n".repeat(1001);
        assert_eq!(read(X, &many).unwrap_err().status, http::StatusCode::BAD_REQUEST);
    }
}
