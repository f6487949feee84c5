//! `multipart/form-data` (RFC 7578), as leniently as Django reads it: a part is what lies between two boundaries, wherever they stand, and
//! one without a name is passed over.
//!
//! No field takes files, so of a file only its name is kept: serializers refuse it by that.

use super::media::MediaType;
use super::rfc2231;
use super::{Charset, FIELDS, too_many};
use crate::ApiError;
use crate::python;
use crate::request::{FilePart, Form, Input};
use base64::Engine as _;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

/// Django's `DATA_UPLOAD_MAX_NUMBER_FILES`.
const FILES: usize = 100;
/// What lies before the first and behind the last boundary counts as fields, too, for which Django makes allowance.
const EDGES: usize = 2;
/// The headers of a part must end within so many bytes (Django's `MAX_TOTAL_HEADER_SIZE`).
const HEADERS: usize = 1024;
/// Files of longer requests Django keeps on disk (`FILE_UPLOAD_MAX_MEMORY_SIZE`).
const IN_MEMORY: usize = 2_621_440;

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
    let search = Search::new(format!("--{boundary}").into_bytes());
    let mut form = Form::default();
    let (mut fields, mut files) = (0, 0);
    let mut rest = Some(body);
    while let Some(here) = rest.filter(|r| !r.is_empty()) {
        let end = search.first(here);
        let part = match end {
            Some(end) => without_line_end(here.get(..end).unwrap_or_default()),
            None => here,
        };
        rest = end.and_then(|end| here.get(end + search.pattern.len()..));
        let head = Head::read(part)?;
        match head.file {
            None => fields += 1,
            Some(_) => files += 1,
        }
        if fields > FIELDS + EDGES || files > FILES {
            return Err(too_many());
        }
        let Some(name) = head.name else { continue };
        let name = name.trim().to_owned();
        let data = part.get(head.length..).unwrap_or_default();
        match head.file {
            None => {
                let decoded = if head.base64 { decoded(data) } else { None };
                form.pairs.push((name, charset.replacing(decoded.as_deref().unwrap_or(data)).into_owned()));
            }
            Some(file) => {
                // A name that is no file's is no file at all.
                let Some(file) = clean(&file) else { continue };
                if head.base64 && !is_base64(data) {
                    return Err(error("Could not decode base64 data."));
                }
                form.files.push((name, FilePart { name: file, in_memory: body.len() <= IN_MEMORY }));
            }
        }
    }
    Ok(Input::Form(form))
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

/// Looks for a pattern in time that does not depend on it (Knuth, Morris and Pratt): a client chooses both the boundary and the body.
struct Search {
    pattern: Vec<u8>,
    /// For each beginning of the pattern, how long its longest end is that is a beginning, too.
    borders: Vec<usize>,
}

impl Search {
    fn new(pattern: Vec<u8>) -> Self {
        let mut borders = vec![0; pattern.len()];
        let mut length = 0;
        for at in 1..pattern.len() {
            while length > 0 && pattern[at] != pattern[length] {
                length = borders[length - 1];
            }
            if pattern[at] == pattern[length] {
                length += 1;
            }
            borders[at] = length;
        }
        Self { pattern, borders }
    }

    /// The position of the first one.
    fn first(&self, text: &[u8]) -> Option<usize> {
        let mut length = 0;
        for (at, byte) in text.iter().enumerate() {
            while length > 0 && self.pattern[length] != *byte {
                length = self.borders[length - 1];
            }
            if self.pattern[length] == *byte {
                length += 1;
            }
            if length == self.pattern.len() {
                return Some(at + 1 - length);
            }
        }
        None
    }
}

/// The headers of a part.
#[derive(Default)]
struct Head {
    /// How long they are, with the empty line.
    length: usize,
    name: Option<String>,
    /// The name of a file, as it was sent.
    file: Option<String>,
    base64: bool,
}

impl Head {
    /// The headers of what lies between two boundaries.
    fn read(part: &[u8]) -> Result<Self, ApiError> {
        let head = part.get(..HEADERS).unwrap_or(part);
        let Some(end) = head.windows(4).position(|window| window == b"\r\n\r\n") else {
            return if part.len() < HEADERS { Ok(Self::default()) } else { Err(error("Request max total header size exceeded.")) };
        };
        let mut read = Self { length: end + 4, ..Self::default() };
        for line in head.get(..end).unwrap_or_default().split(|b| *b == b'\n') {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            let Ok(line) = std::str::from_utf8(line) else { continue };
            let Some((header, value)) = line.split_once(':') else { continue };
            match header.trim().to_ascii_lowercase().as_str() {
                "content-disposition" => {
                    let Some(params) = rfc2231::decoded(MediaType::parse(value).params) else { continue };
                    let param = |name: &str| params.iter().rev().find(|(n, _)| n == name).map(|(_, v)| v.clone());
                    read.name = param("name");
                    read.file = param("filename").filter(|file| !file.is_empty());
                }
                "content-transfer-encoding" => read.base64 = value.trim().eq_ignore_ascii_case("base64"),
                _ => {}
            }
        }
        Ok(read)
    }
}

/// Django's `sanitize_file_name`: the last part of a path, without what cannot be printed; `None` for what is no name.
fn clean(name: &str) -> Option<String> {
    let name = unescaped(name);
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last.chars().filter(|c| python::printable(*c)).collect();
    (!matches!(clean.as_str(), "" | "." | "..")).then_some(clean)
}

/// Python's `html.unescape`, as far as browsers escape names of files: numbers, and the names of HTML's own marks.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, reference) = rest.split_at(at);
        out.push_str(before);
        let found = reference.get(1..).and_then(|r| r.split_once(';')).and_then(|(name, after)| Some((character(name)?, after)));
        match found {
            Some((c, after)) => {
                out.push(c);
                rest = after;
            }
            None => {
                out.push('&');
                rest = &reference[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn character(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let digits = name.strip_prefix('#')?;
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => digits.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

/// Python's `b64decode`: what is none of its letters is passed over.
fn decoded(data: &[u8]) -> Option<Vec<u8>> {
    let letters: Vec<u8> = data.iter().copied().filter(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=')).collect();
    BASE64.decode(letters).ok()
}

/// Whether a file's content is whole groups of four, as Django wants them.
fn is_base64(data: &[u8]) -> bool {
    data.iter().filter(|b| !b.is_ascii_whitespace()).count() % 4 == 0 && decoded(data).is_some()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn form(content_type: &str, body: &str) -> Result<Form, ApiError> {
        match parse(body.as_bytes(), &MediaType::parse(content_type), Charset::Utf8)? {
            Input::Form(form) => Ok(form),
            Input::Json(_) => panic!("no form"),
        }
    }

    fn read(content_type: &str, body: &str) -> Result<Vec<(String, String)>, ApiError> {
        form(content_type, body).map(|form| form.pairs)
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
        let form = form(X, body).unwrap();
        assert_eq!(form.pairs, pairs(&[("a", "ü"), ("a", "2")]));
        assert_eq!(form.files, [("f".to_owned(), FilePart { name: "f.txt".to_owned(), in_memory: true })]);
    }

    #[test]
    fn names_of_files() {
        for (sent, clean) in [
            ("filename=\"C:\\\\dir\\\\a.txt\"", Some("a.txt")),
            ("filename=\"/etc/passwd\"", Some("passwd")),
            ("filename=\"..\"", None),
            ("filename=\"a/\"", None),
            ("filename=\"a\u{200b}\u{7}b&amp;&#99;&nope;\"", Some("ab&c&nope;")),
            ("filename*=utf-8''na%C3%AFve.txt", Some("naïve.txt")),
            ("filename=x; filename*=utf-8''y%2Fz", Some("z")),
            ("filename*0=a; filename*1=b", Some("ab")),
        ] {
            let body = format!("--x\r\nContent-Disposition: form-data; name*=utf-8''f%C3%AF; {sent}\r\n\r\n1\r\n--x--");
            let found = form(X, &body).unwrap();
            let files: Vec<_> = found.files.iter().map(|(field, file)| (field.as_str(), file.name.as_str())).collect();
            assert_eq!(files, clean.map(|name| ("fï", name)).into_iter().collect::<Vec<_>>(), "{sent}");
            assert_eq!(found.pairs, []);
        }
        let unknown = "--x\r\nContent-Disposition: form-data; name*=klingon''a; filename=b\r\n\r\n1\r\n--x--";
        assert_eq!(form(X, unknown).unwrap(), Form::default());
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
        let part = "--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n";
        assert_eq!(read(X, &part.repeat(1000)).unwrap().len(), 1000);
        assert_eq!(read(X, &part.repeat(1003)).unwrap_err(), too_many());
        assert_eq!(read(X, &"--x\r\n".repeat(1003)).unwrap_err(), too_many());
        assert_eq!(read(X, &part.replace("name=a", "name=a; filename=b").repeat(101)).unwrap_err(), too_many());
        let base64 = "--x\r\nContent-Disposition: form-data; name=a; filename=b\r\nContent-Transfer-Encoding: base64\r\n\r\nabc\r\n--x--";
        assert_eq!(read(X, base64).unwrap_err(), error("Could not decode base64 data."));
    }

    #[test]
    fn boundaries_are_found_in_time() {
        let search = |pattern: &str, text: &str| Search::new(pattern.as_bytes().to_vec()).first(text.as_bytes());
        assert_eq!(search("--x", "--x"), Some(0));
        assert_eq!(search("--x", "---x"), Some(1));
        assert_eq!(search("abab", "aababab"), Some(1));
        assert_eq!(search("aab", "aaaaab"), Some(3));
        assert_eq!(search("abc", "ababab"), None);
        assert_eq!(search("--x", ""), None);
        let started = std::time::Instant::now();
        let boundary = format!("{}x", "-".repeat(190));
        let media = MediaType::parse(&format!("multipart/form-data; boundary={boundary}"));
        let part = "--x\r\nContent-Disposition: form-data; name=a\r\n\r\n";
        let body = format!("{part}{}", "-".repeat(2_500_000));
        assert!(parse(body.as_bytes(), &media, Charset::Utf8).is_ok());
        assert!(started.elapsed().as_secs() < 5);
    }
}
