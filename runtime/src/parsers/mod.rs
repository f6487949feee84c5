//! Bodies: DRF's `parsers`, run only when a view asks for the data.

pub(crate) mod media;
mod multipart;
mod rfc2231;

use crate::request::{Form, Input};
use crate::schema::api::{self, Parser};
use crate::{ApiError, Request, json};
use http::StatusCode;
use http::header::CONTENT_TYPE;
use media::MediaType;
use std::borrow::Cow;

/// A longer `Content-Type` is refused unread, as in DRF.
const MEDIA_TYPE: usize = 256;
/// Django's `DATA_UPLOAD_MAX_NUMBER_FIELDS`.
pub(super) const FIELDS: usize = 1000;

/// A request's body as data. No body at all is an empty form if it is called a form, else an empty object.
///
/// # Errors
///
/// 415 for a type that no parser reads, 400 for what its parser cannot read.
pub(crate) fn parse(parsers: &[Parser], limits: api::Input, req: &Request) -> Result<Input, ApiError> {
    let header = req.headers.get(CONTENT_TYPE).map_or(Cow::Borrowed(""), |v| String::from_utf8_lossy(v.as_bytes()));
    if req.body.is_empty() {
        let media = MediaType::parse(&header);
        let form =
            matches!((media.main.as_str(), media.sub.as_str()), ("application", "x-www-form-urlencoded") | ("multipart", "form-data"));
        let object = || serde_json::Value::Object(serde_json::Map::new());
        return Ok(if form { Input::Form(Form::default()) } else { Input::Json(object().into()) });
    }
    // What nearly every program sends.
    if header == "application/json" && parsers.contains(&Parser::Json) {
        return json(Charset::Utf8, &req.body, limits);
    }
    let media = if header.len() > MEDIA_TYPE { MediaType::default() } else { MediaType::parse(&header) };
    let reads = |parser: &&Parser| match parser {
        Parser::Json => media.takes("application", "json"),
        Parser::Form => media.takes("application", "x-www-form-urlencoded"),
        Parser::Multipart => media.takes("multipart", "form-data"),
    };
    let Some(parser) = parsers.iter().find(reads) else {
        return Err(ApiError::detail(StatusCode::UNSUPPORTED_MEDIA_TYPE, format!("Unsupported media type \"{header}\" in request.")));
    };
    let charset = Charset::of(&media)?;
    match parser {
        Parser::Json => json(charset, &req.body, limits),
        Parser::Form => pairs(&charset.lossy(&req.body)).map(|pairs| Input::Form(Form { pairs, files: Vec::new() })),
        Parser::Multipart => multipart::parse(&req.body, &media, charset),
    }
}

/// DRF's `JSONParser`: errors are the decoder's or the reader's, in Python's words.
fn json(charset: Charset, body: &[u8], limits: api::Input) -> Result<Input, ApiError> {
    let refuse = |reason: &dyn std::fmt::Display| ApiError::parse(format!("JSON parse error - {reason}"));
    let text = charset.stream(body).map_err(|reason| refuse(&reason))?;
    json::read(&text, limits.max_depth).map(Input::Json).map_err(|reason| refuse(&reason))
}

/// Django's `QueryDict` of a query string or form, names and values decoded.
///
/// # Errors
///
/// 400 for too many of them.
pub(crate) fn pairs(text: &str) -> Result<Vec<(String, String)>, ApiError> {
    let pairs: Vec<(String, String)> =
        form_urlencoded::parse(text.as_bytes()).take(FIELDS + 1).map(|(k, v)| (k.into_owned(), v.into_owned())).collect();
    if pairs.len() > FIELDS { Err(too_many()) } else { Ok(pairs) }
}

/// Django answers these with its own page; a client of an API is better served with a detail.
pub(crate) fn too_many() -> ApiError {
    ApiError::parse(format!("More than {FIELDS} parameters were sent."))
}

/// Beginnings of the names of what Python has codecs for and we don't: other text encodings, and those that are none.
const UNREAD: &[&str] = &[
    "base64", "big5", "bz2", "cp", "euc", "gb", "hex", "hz", "iso2022", "iso8859", "johab", "koi8", "mac", "quopri", "rot13", "shiftjis",
    "sjis", "utf32", "utf7", "uu", "windows", "zip", "zlib",
];

/// A text encoding that a `Content-Type` may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Charset {
    Utf8,
    Utf8Sig,
    Latin1,
    Ascii,
    Utf16 {
        /// `None`: as the byte order mark says, or little-endian.
        big: Option<bool>,
    },
}

impl Charset {
    fn of(media: &MediaType) -> Result<Self, ApiError> {
        let Some(name) = media.param("charset") else { return Ok(Self::Utf8) };
        let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        match plain.as_str() {
            "utf8sig" => Ok(Self::Utf8Sig),
            "latin1" | "iso88591" | "l1" | "88591" | "cp819" => Ok(Self::Latin1),
            "ascii" | "usascii" | "646" => Ok(Self::Ascii),
            "utf16" | "u16" => Ok(Self::Utf16 { big: None }),
            "utf16le" => Ok(Self::Utf16 { big: Some(false) }),
            "utf16be" => Ok(Self::Utf16 { big: Some(true) }),
            plain if UNREAD.iter().any(|known| plain.starts_with(known)) => {
                Err(ApiError::parse(format!("Unsupported charset \"{name}\" in request Content-Type header.")))
            }
            // Django passes over a charset that Python doesn't know.
            _ => Ok(Self::Utf8),
        }
    }

    /// The text, or why it is none, in Python's words.
    fn strict(self, body: &[u8]) -> Result<Cow<'_, str>, String> {
        match self {
            Self::Utf8 => std::str::from_utf8(body).map(Cow::Borrowed).map_err(|error| utf8_error(body, error)),
            Self::Utf8Sig => Self::Utf8.strict(body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)),
            Self::Latin1 => Ok(latin1(body).into()),
            Self::Ascii => match body.iter().position(|b| !b.is_ascii()) {
                None => Ok(latin1(body).into()),
                Some(at) => {
                    let byte = body.get(at).copied().unwrap_or_default();
                    Err(format!("'ascii' codec can't decode byte 0x{byte:02x} in position {at}: ordinal not in range(128)"))
                }
            },
            Self::Utf16 { big } => {
                let length = body.len();
                let (big, body) = match (big, body) {
                    (None, [0xfe, 0xff, rest @ ..]) => (true, rest),
                    (None, [0xff, 0xfe, rest @ ..]) => (false, rest),
                    _ => (big.unwrap_or(false), body),
                };
                let skipped = length - body.len();
                let units = body.chunks(2).map(|pair| match *pair {
                    [a, b] if big => u16::from_be_bytes([a, b]),
                    [a, b] => u16::from_le_bytes([a, b]),
                    _ => 0xd800,
                });
                let mut text = String::with_capacity(body.len());
                let mut at = skipped;
                for found in char::decode_utf16(units) {
                    let c = found.map_err(|lone| {
                        let reason = if lone.unpaired_surrogate() < 0xdc00 { "illegal UTF-16 surrogate" } else { "illegal encoding" };
                        let order = if big { "be" } else { "le" };
                        format!("'utf-16-{order}' codec can't decode bytes in position {at}-{}: {reason}", at + 1)
                    })?;
                    at += 2 * c.len_utf16();
                    text.push(c);
                }
                Ok(text.into())
            }
        }
    }

    /// The text as Python's `StreamReader` gives it: of a character whose end is missing at the end of all nothing is said, and UTF-16 says
    /// which it is.
    fn stream(self, body: &[u8]) -> Result<Cow<'_, str>, String> {
        let whole = match self {
            Self::Utf8 | Self::Utf8Sig => match std::str::from_utf8(body) {
                Err(error) if error.error_len().is_none() => body.get(..error.valid_up_to()).unwrap_or_default(),
                _ => body,
            },
            Self::Utf16 { big: None } if !matches!(body, [0xfe, 0xff, ..] | [0xff, 0xfe, ..] | [] | [_]) => {
                return Err("UTF-16 stream does not start with BOM".to_owned());
            }
            Self::Utf16 { big } => {
                let pairs = body.get(..body.len() & !1).unwrap_or_default();
                let big = big.unwrap_or(pairs.starts_with(&[0xfe, 0xff]));
                // The first half of a pair.
                match pairs {
                    [head @ .., first, second] if matches!(if big { first } else { second }, 0xd8..=0xdb) => head,
                    pairs => pairs,
                }
            }
            Self::Latin1 | Self::Ascii => body,
        };
        self.strict(whole)
    }

    /// The text, with a mark wherever it is none.
    pub(super) fn replacing(self, body: &[u8]) -> Cow<'_, str> {
        match self {
            Self::Utf8 => String::from_utf8_lossy(body),
            other => other.strict(body).unwrap_or_else(|_| String::from_utf8_lossy(body)),
        }
    }

    /// The text; what is none in this encoding is taken for Latin-1, as Django does.
    pub(super) fn lossy(self, body: &[u8]) -> Cow<'_, str> {
        self.strict(body).unwrap_or_else(|_| latin1(body).into())
    }
}

/// Python's `UnicodeDecodeError`.
fn utf8_error(body: &[u8], error: std::str::Utf8Error) -> String {
    let start = error.valid_up_to();
    let first = body.get(start).copied().unwrap_or_default();
    let (length, reason) = match error.error_len() {
        None => (body.len() - start, "unexpected end of data"),
        Some(_) if matches!(first, 0x80..=0xc1 | 0xf5..=0xff) => (1, "invalid start byte"),
        Some(length) => (length, "invalid continuation byte"),
    };
    match length {
        1 => format!("'utf-8' codec can't decode byte 0x{first:02x} in position {start}: {reason}"),
        length => format!("'utf-8' codec can't decode bytes in position {start}-{}: {reason}", start + length - 1),
    }
}

pub(super) fn latin1(body: &[u8]) -> String {
    body.iter().map(|b| char::from(*b)).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use bytes::Bytes;
    use http::{HeaderMap, Method};
    use serde_json::json;

    const ALL: &[Parser] = &[Parser::Json, Parser::Form, Parser::Multipart];

    fn read(content_type: &str, body: &[u8]) -> Result<Input, ApiError> {
        let mut headers = HeaderMap::new();
        if !content_type.is_empty() {
            headers.insert(CONTENT_TYPE, content_type.parse().unwrap());
        }
        let req = Request {
            method: Method::POST,
            path: String::new(),
            query_string: String::new(),
            query: Vec::new(),
            headers,
            body: Bytes::copy_from_slice(body),
            urls: Default::default(),
            lookup: None,
            parent: None,
            user: None,
            version: None,
            peer: None,
            above: None,
            action: None,
        };
        parse(ALL, api::Input::DEFAULT, &req)
    }

    fn pairs(list: &[(&str, &str)]) -> Input {
        Input::Form(list.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect())
    }

    #[test]
    fn json_bodies() {
        assert_eq!(read("application/json", b"{\"a\": 1}").unwrap(), Input::Json(json!({"a": 1}).into()));
        assert_eq!(read("application/json; charset=UTF-8", b"[]").unwrap(), Input::Json(json!([]).into()));
        assert_eq!(read("application/json; charset=latin-1", b"\"\xe9\"").unwrap(), Input::Json(json!("é").into()));
        assert_eq!(read("application/json; charset=utf-8-sig", b"\xef\xbb\xbf[]").unwrap(), Input::Json(json!([]).into()));
        assert_eq!(read("application/json; charset=nonsense", b"[]").unwrap(), Input::Json(json!([]).into()));
        assert_eq!(read("application/json; charset=utf-16", b"\xff\xfe[\0]\0").unwrap(), Input::Json(json!([]).into()));
        assert_eq!(read("application/json", b"[]\xe2\x82").unwrap(), Input::Json(json!([]).into()), "as Python's StreamReader");
        for (charset, bad, said) in [
            ("utf-8", &b"{\"a\": NaN}"[..], "Out of range float values are not JSON compliant: 'NaN'"),
            ("utf-8", b"{", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
            ("utf-8", b"\xef\xbb\xbf{}", "Unexpected UTF-8 BOM (decode using utf-8-sig): line 1 column 1 (char 0)"),
            ("utf-8", b"\"\xff\"", "'utf-8' codec can't decode byte 0xff in position 1: invalid start byte"),
            ("utf-8", b"\"\xe2\x82\"", "'utf-8' codec can't decode bytes in position 1-2: invalid continuation byte"),
            ("utf-8", b"\"\xed\xa0\xbd\"", "'utf-8' codec can't decode byte 0xed in position 1: invalid continuation byte"),
            ("ascii", b"\"\xff\"", "'ascii' codec can't decode byte 0xff in position 1: ordinal not in range(128)"),
            ("utf-16", b"{\0}\0", "UTF-16 stream does not start with BOM"),
            ("utf-16-le", b"\xff\xfe{\0}\0", "Unexpected UTF-8 BOM (decode using utf-8-sig): line 1 column 1 (char 0)"),
        ] {
            let error = read(&format!("application/json; charset={charset}"), bad).unwrap_err();
            assert_eq!(error, ApiError::parse(format!("JSON parse error - {said}")));
        }
        let deep = |levels: usize| read("application/json", format!("{}{}", "[".repeat(levels), "]".repeat(levels)).as_bytes());
        assert!(deep(512).is_ok());
        assert_eq!(deep(513).unwrap_err(), ApiError::parse("JSON parse error - Arrays and objects are nested deeper than 512 levels"));
        let error = read("application/json; charset=bz2", b"{}").unwrap_err();
        assert_eq!(error, ApiError::parse("Unsupported charset \"bz2\" in request Content-Type header."));
    }

    #[test]
    fn no_body() {
        assert_eq!(read("", b"").unwrap(), Input::Json(json!({}).into()));
        assert_eq!(read("text/plain", b"").unwrap(), Input::Json(json!({}).into()));
        assert_eq!(read("application/x-www-form-urlencoded", b"").unwrap(), pairs(&[]));
        assert_eq!(read("multipart/form-data; boundary=x", b"").unwrap(), pairs(&[]));
    }

    #[test]
    fn forms() {
        let form = "application/x-www-form-urlencoded";
        assert_eq!(
            read(form, b"a=1&b=x+y%C3%A9&a=2&c&&=z").unwrap(),
            pairs(&[("a", "1"), ("b", "x yé"), ("a", "2"), ("c", ""), ("", "z")])
        );
        assert_eq!(read(form, b"a=\xe9").unwrap(), pairs(&[("a", "é")]));
        assert_eq!(read(form, "a&".repeat(1001).as_bytes()).unwrap_err().status, StatusCode::BAD_REQUEST);
    }

    #[test]
    fn other_types() {
        for (given, shown) in [("text/plain", "text/plain"), ("", ""), ("application/vnd.api+json", "application/vnd.api+json")] {
            let error = read(given, b"x").unwrap_err();
            assert_eq!(error.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
            assert_eq!(error.body, crate::error::ErrorBody::Detail(format!("Unsupported media type \"{shown}\" in request.")));
        }
    }
}
