//! JSON for human eyes.

use crate::ApiError;
use crate::representation::{TURN, too_large};

/// A JSON text with line breaks and this many spaces a level, as Python's `json.dumps(indent=…)` writes it. Works on the text alone: numbers
/// and strings stay as they are. Other tasks get their turn meanwhile.
///
/// # Errors
///
/// 400 if it is longer than `limit` bytes: a level of nesting costs a line's spaces for each of its values.
pub(crate) async fn indent(json: &[u8], spaces: usize, limit: usize) -> Result<Vec<u8>, ApiError> {
    let mut out = Vec::with_capacity(json.len().saturating_mul(2).min(limit.saturating_add(1)));
    let mut depth = 0_usize;
    let mut quoted = false;
    let mut escaped = false;
    let mut turn = TURN;
    let mut bytes = json.iter().copied().peekable();
    let line = |out: &mut Vec<u8>, depth: usize| {
        out.push(b'\n');
        out.resize(out.len() + depth * spaces, b' ');
    };
    while let Some(byte) = bytes.next() {
        if out.len() > turn {
            if out.len() > limit {
                return Err(too_large(limit));
            }
            tokio::task::yield_now().await;
            turn = out.len() + TURN;
        }
        if quoted {
            out.push(byte);
            quoted = escaped || byte != b'"';
            escaped = byte == b'\\' && !escaped;
            continue;
        }
        match byte {
            b'{' | b'[' => {
                out.push(byte);
                while bytes.next_if(u8::is_ascii_whitespace).is_some() {}
                match bytes.next_if(|b| matches!(b, b'}' | b']')) {
                    Some(close) => out.push(close),
                    None => {
                        depth += 1;
                        line(&mut out, depth);
                    }
                }
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                line(&mut out, depth);
                out.push(byte);
            }
            b',' => {
                out.push(byte);
                line(&mut out, depth);
            }
            b':' => out.extend_from_slice(b": "),
            byte if byte.is_ascii_whitespace() => {}
            byte => {
                quoted = byte == b'"';
                out.push(byte);
            }
        }
    }
    if out.len() > limit { Err(too_large(limit)) } else { Ok(out) }
}

#[cfg(test)]
mod tests {
    use super::indent;

    #[tokio::test]
    async fn as_python_does() {
        let text = indent(br#"{"a":[1,{"b":"x\",:{"}],"c":[],"d":{ }, "e":null}"#, 2, 1000).await.unwrap_or_default();
        let expected = "{\n  \"a\": [\n    1,\n    {\n      \"b\": \"x\\\",:{\"\n    }\n  ],\n  \"c\": [],\n  \"d\": {},\n  \"e\": null\n}";
        assert_eq!(String::from_utf8_lossy(&text), expected);
    }
    #[tokio::test]
    async fn what_grows_over_the_limit_is_refused() {
        let deep = format!("{}{}{}", "[".repeat(300), vec!["1"; 100_000].join(","), "]".repeat(300));
        assert!(indent(deep.as_bytes(), 8, 10 << 20).await.is_err());
        assert!(indent(b"[1,2]", 4, 15).await.is_err());
        assert_eq!(indent(b"[1,2]", 4, 16).await.map(|text| text.len()), Ok(16));
    }
}
