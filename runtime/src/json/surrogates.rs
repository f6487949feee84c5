//! Lone surrogates (`"\ud83d"`): Python's texts hold them, Rust's cannot.
//!
//! DRF refuses them in texts with a message that names the code point, and passes over keys that have them. So while a document is looked at,
//! each stands as a character of the last private plane: `U+D83D` as `U+10F03D`. A document that has both is refused ([`super::reader`]), so
//! there is no doubt which is meant. None of them leaves: values with one are refused, and shown as U+FFFD where a message quotes them.

use super::texts::find_text;
use serde_json::Value;
use std::borrow::Cow;

/// Where the 2048 characters begin.
const BASE: u32 = 0x10_f000;
const FIRST: u32 = 0xd800;
const COUNT: u32 = 0x800;
/// How Python's `repr` would begin to write them.
const ESCAPE: &str = "\\U0010f";
/// What is shown instead.
const SHOWN: char = '\u{fffd}';

/// The character that stands for a lone surrogate.
pub(super) fn stand_in(surrogate: u32) -> char {
    char::from_u32(BASE + (surrogate.wrapping_sub(FIRST) & (COUNT - 1))).unwrap_or(SHOWN)
}

/// Whether a character stands for a lone surrogate, in a document that has such.
pub(super) fn is_stand_in(c: char) -> bool {
    (BASE..BASE + COUNT).contains(&u32::from(c))
}

/// The first lone surrogate of a text.
pub(crate) fn first(text: &str) -> Option<u32> {
    // The first bytes of all of them.
    if !text.as_bytes().contains(&0xf4) {
        return None;
    }
    text.chars().find(|c| is_stand_in(*c)).map(|c| u32::from(c) - BASE + FIRST)
}

/// The first lone surrogate in a value, keys included.
pub(crate) fn first_in(value: &Value) -> Option<u32> {
    find_text(value, first)
}

/// DRF's `ProhibitSurrogateCharactersValidator`.
pub(crate) fn refusal(surrogate: u32) -> String {
    format!("Surrogate characters are not allowed: U+{surrogate:X}.")
}

/// The text as it can be shown: a mark for each lone surrogate, and in Python's `repr` the escape that it has there.
pub(crate) fn shown(text: &str) -> Cow<'_, str> {
    let plain = first(text).is_none();
    if plain && !text.contains(ESCAPE) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(ESCAPE) {
        out.push_str(before);
        let code = after.get(..3).and_then(|digits| u32::from_str_radix(digits, 16).ok()).filter(|code| *code < COUNT);
        match code {
            Some(code) => out.push_str(&format!("\\u{:04x}", FIRST + code)),
            None => out.push_str(ESCAPE),
        }
        rest = if code.is_some() { after.get(3..).unwrap_or_default() } else { after };
    }
    out.push_str(rest);
    if plain { out.into() } else { out.chars().map(|c| if is_stand_in(c) { SHOWN } else { c }).collect::<String>().into() }
}

/// Puts what is shown in the place of each lone surrogate.
pub(super) fn replace(value: &mut Value) {
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match value {
            Value::String(text) => {
                if let Cow::Owned(shown) = shown(text) {
                    *text = shown;
                }
            }
            Value::Array(items) => open.extend(items.iter_mut()),
            Value::Object(map) => {
                if map.keys().any(|key| first(key).is_some()) {
                    *map = std::mem::take(map).into_iter().map(|(key, value)| (shown(&key).into_owned(), value)).collect();
                }
                open.extend(map.values_mut());
            }
            _ => {}
        }
    }
}
