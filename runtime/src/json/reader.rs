//! A text to a value: Python's `json.loads` with DRF's `STRICT_JSON`.

use super::document::Document;
use super::error::JsonError;
use super::{strings, surrogates};
use serde_json::{Map, Number, Value};
use std::str::FromStr as _;

/// A container whose end was not reached yet.
enum Open {
    Array(Vec<Value>),
    /// With the key of the member that is being read.
    Object(Map<String, Value>, String),
}

/// Reads a document.
///
/// # Errors
///
/// What `json.loads` refuses, constants that are no JSON, and arrays and objects nested deeper than `max_depth`.
pub(crate) fn read(text: &str, max_depth: u32) -> Result<Document, JsonError> {
    if text.starts_with('\u{feff}') {
        return Err(JsonError::at(text, 0, "Unexpected UTF-8 BOM (decode using utf-8-sig)"));
    }
    let mut reader = Reader { text, bytes: text.as_bytes(), at: 0, max_depth, open: Vec::new(), surrogates: false, reserved: false };
    let value = reader.document()?;
    if reader.surrogates && (reader.reserved || text.chars().any(surrogates::is_stand_in)) {
        return Err(JsonError::Surrogates);
    }
    Ok(Document { value, surrogates: reader.surrogates })
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    max_depth: u32,
    open: Vec<Open>,
    /// A string has a lone surrogate.
    surrogates: bool,
    /// An escape made a character that stands for a lone surrogate.
    reserved: bool,
}

impl Reader<'_> {
    fn error(&self, message: &'static str) -> JsonError {
        JsonError::at(self.text, self.at, message)
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn blanks(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    fn document(&mut self) -> Result<Value, JsonError> {
        self.blanks();
        loop {
            // A value begins here: a container is opened, anything else is whole.
            let Some(mut value) = self.begin()? else { continue };
            // What is whole goes into the container around it, which may thereby be whole itself.
            loop {
                self.blanks();
                match self.open.last_mut() {
                    None if self.at == self.bytes.len() => return Ok(value),
                    None => return Err(self.error("Extra data")),
                    Some(Open::Array(items)) => items.push(value),
                    Some(Open::Object(members, key)) => {
                        members.insert(std::mem::take(key), value);
                    }
                }
                let closing = if matches!(self.open.last(), Some(Open::Array(_))) { b']' } else { b'}' };
                match self.peek() {
                    Some(b',') => {
                        self.at += 1;
                        self.blanks();
                        if closing == b'}' {
                            self.next_key()?;
                        }
                        break;
                    }
                    Some(found) if found == closing => {
                        self.at += 1;
                        value = match self.open.pop() {
                            Some(Open::Array(items)) => Value::Array(items),
                            Some(Open::Object(members, _)) => Value::Object(members),
                            None => Value::Null,
                        };
                    }
                    _ => return Err(self.error("Expecting ',' delimiter")),
                }
            }
        }
    }

    /// The value that begins here, if it is whole; else the container that it opens is on the stack, and its first value comes next.
    fn begin(&mut self) -> Result<Option<Value>, JsonError> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let word = |word: &str| rest.starts_with(word.as_bytes());
        let (value, length) = match rest.first() {
            Some(b'"') => return self.string().map(|text| Some(Value::String(text))),
            Some(b'{') => return self.object(),
            Some(b'[') => return self.array(),
            Some(b'n') if word("null") => (Value::Null, 4),
            Some(b't') if word("true") => (Value::Bool(true), 4),
            Some(b'f') if word("false") => (Value::Bool(false), 5),
            Some(b'N') if word("NaN") => return Err(JsonError::Constant("NaN")),
            Some(b'I') if word("Infinity") => return Err(JsonError::Constant("Infinity")),
            Some(b'-') if word("-Infinity") => return Err(JsonError::Constant("-Infinity")),
            Some(b'-' | b'0'..=b'9') => return self.number().map(Some),
            _ => return Err(self.error("Expecting value")),
        };
        self.at += length;
        Ok(Some(value))
    }

    /// One level more.
    fn deeper(&mut self) -> Result<(), JsonError> {
        if u32::try_from(self.open.len()).is_ok_and(|depth| depth < self.max_depth) {
            self.at += 1;
            self.blanks();
            Ok(())
        } else {
            Err(JsonError::Depth(self.max_depth))
        }
    }

    fn array(&mut self) -> Result<Option<Value>, JsonError> {
        self.deeper()?;
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(Some(Value::Array(Vec::new())));
        }
        self.open.push(Open::Array(Vec::new()));
        Ok(None)
    }

    fn object(&mut self) -> Result<Option<Value>, JsonError> {
        self.deeper()?;
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(Some(Value::Object(Map::new())));
        }
        self.open.push(Open::Object(Map::new(), String::new()));
        self.next_key()?;
        Ok(None)
    }

    /// The key of the innermost object's next member, and the colon.
    fn next_key(&mut self) -> Result<(), JsonError> {
        if self.peek() != Some(b'"') {
            return Err(self.error("Expecting property name enclosed in double quotes"));
        }
        let name = self.string()?;
        if let Some(Open::Object(_, key)) = self.open.last_mut() {
            *key = name;
        }
        self.blanks();
        if self.peek() != Some(b':') {
            return Err(self.error("Expecting ':' delimiter"));
        }
        self.at += 1;
        self.blanks();
        Ok(())
    }

    fn string(&mut self) -> Result<String, JsonError> {
        let found = strings::scan(self.text, self.at + 1)?;
        self.at = found.end;
        self.surrogates |= found.surrogates;
        self.reserved |= found.reserved;
        Ok(found.text)
    }

    /// Python's `_match_number`: as much as is a number; what is left over is somebody else's error.
    fn number(&mut self) -> Result<Value, JsonError> {
        let start = self.at;
        let digits = |from: usize| from + self.bytes.get(from..).unwrap_or_default().iter().take_while(|b| b.is_ascii_digit()).count();
        let is_digit = |at: usize| self.bytes.get(at).is_some_and(u8::is_ascii_digit);
        let whole = start + usize::from(self.bytes.get(start) == Some(&b'-'));
        let mut end = match self.bytes.get(whole) {
            Some(b'0') => whole + 1,
            Some(b'1'..=b'9') => digits(whole),
            _ => return Err(self.error("Expecting value")),
        };
        let count = end - whole;
        let mut float = false;
        if self.bytes.get(end) == Some(&b'.') && is_digit(end + 1) {
            float = true;
            end = digits(end + 1);
        }
        if matches!(self.bytes.get(end), Some(b'e' | b'E')) {
            let exponent = end + 1 + usize::from(matches!(self.bytes.get(end + 1), Some(b'+' | b'-')));
            if is_digit(exponent) {
                float = true;
                end = digits(exponent);
            }
        }
        self.at = end;
        if !float && count > JsonError::MAX_DIGITS {
            return Err(JsonError::Digits(count));
        }
        let text = self.text.get(start..end).unwrap_or_default();
        // Numbers are kept as their digits.
        let number = if float || count > 18 { Number::from_str(text).ok() } else { text.parse::<i64>().ok().map(Number::from) };
        number.map(Value::Number).ok_or_else(|| JsonError::at(self.text, start, "Expecting value"))
    }
}
