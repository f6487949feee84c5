//! The members of an object, each as it is written.

use super::strings;

/// The members of a text that is an object and nothing else: keys as texts, values as they are written. What this server has written is
/// taken apart, so no more is looked at than is needed for that; `None`: it is no object.
pub(crate) fn members(text: &str) -> Option<Vec<(String, &str)>> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = blanks(bytes, 0);
    if bytes.get(at) != Some(&b'{') {
        return None;
    }
    loop {
        at = blanks(bytes, at + 1);
        match bytes.get(at) {
            Some(b'"') => {}
            Some(b'}') if out.is_empty() => break,
            _ => return None,
        }
        let key = strings::scan(text, at + 1).ok()?;
        at = blanks(bytes, key.end);
        if bytes.get(at) != Some(&b':') {
            return None;
        }
        let start = blanks(bytes, at + 1);
        let end = value_end(bytes, start)?;
        out.push((key.text, text.get(start..end)?.trim_end()));
        at = end;
        if bytes.get(at) == Some(&b'}') {
            break;
        }
    }
    (blanks(bytes, at + 1) == bytes.len()).then_some(out)
}

fn blanks(bytes: &[u8], at: usize) -> usize {
    at + bytes.get(at..).unwrap_or_default().iter().take_while(|b| matches!(b, b' ' | b'\n' | b'\r' | b'\t')).count()
}

/// The position of the comma or brace behind the value that begins here.
fn value_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = start;
    loop {
        match bytes.get(at)? {
            b'"' => at = string_end(bytes, at + 1)?,
            b'[' | b'{' => {
                depth += 1;
                at += 1;
            }
            b',' | b'}' if depth == 0 => return Some(at),
            b']' | b'}' => {
                depth = depth.checked_sub(1)?;
                at += 1;
            }
            _ => at += 1,
        }
    }
}

/// The position after the quote that ends a string.
fn string_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::members;

    #[test]
    fn objects_are_taken_apart() {
        let found = members(r#" { "a" : [1, {"b": "}\"]"}] ,"c":"x,y", "\u00e9":{ } } "#).unwrap_or_default();
        let found: Vec<(&str, &str)> = found.iter().map(|(key, value)| (key.as_str(), *value)).collect();
        assert_eq!(found, [("a", r#"[1, {"b": "}\"]"}]"#), ("c", r#""x,y""#), ("é", "{ }")]);
        assert_eq!(members("{}"), Some(Vec::new()));
        for none in ["", "[]", "{", "{\"a\"}", "{\"a\":1", "{\"a\":1} x", "{\"a\":\"", "{a:1}", "{\"a\":1,}", "null"] {
            assert_eq!(members(none), None, "{none}");
        }
    }
}
