//! Media types, as Python's `email` and DRF's `mediatypes` read them.

/// A media type with its parameters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct MediaType {
    /// `application`.
    pub(crate) main: String,
    /// `json`.
    pub(crate) sub: String,
    /// Names in lower case, values without their quotes; of doubles the last counts.
    pub(crate) params: Vec<(String, String)>,
}

impl MediaType {
    /// Reads a header's value; whatever it holds is some media type.
    pub(crate) fn parse(text: &str) -> Self {
        let mut parts = Parts(Some(text));
        let full = parts.next().unwrap_or_default();
        let full = full.split('=').next().unwrap_or_default().trim().to_lowercase();
        let (main, sub) = full.split_once('/').unwrap_or((&full, ""));
        let params = parts
            .map(|part| match part.split_once('=') {
                Some((name, value)) => (name.trim().to_lowercase(), unquote(value.trim())),
                None => (part.trim().to_owned(), String::new()),
            })
            .filter(|(name, _)| !name.is_empty())
            .collect();
        Self { main: main.to_owned(), sub: sub.to_owned(), params }
    }

    /// A parameter.
    pub(crate) fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().rev().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// Whether the constant `main/sub` (without parameters) satisfies this one; a `*` on this side is anything.
    pub(crate) fn takes(&self, main: &str, sub: &str) -> bool {
        (self.sub == "*" || self.sub == sub) && (self.main == "*" || self.main == main)
    }

    /// How much it says: 3 with parameters, 2 a type, 1 `type/*`, 0 `*/*`. `q` is no parameter here (and counts nowhere in DRF).
    pub(crate) fn precedence(&self) -> usize {
        match (self.main.as_str(), self.sub.as_str()) {
            ("*", _) => 0,
            (_, "*") => 1,
            _ if self.params.iter().all(|(name, _)| name == "q") => 2,
            _ => 3,
        }
    }
}

/// The parts of a header's value between its semicolons; those in quotes don't count.
struct Parts<'a>(Option<&'a str>);

impl<'a> Iterator for Parts<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let text = self.0?;
        let mut quoted = false;
        let mut escaped = false;
        for (at, byte) in text.bytes().enumerate() {
            match byte {
                b'"' if !escaped => quoted = !quoted,
                b';' if !quoted => {
                    self.0 = text.get(at + 1..);
                    return text.get(..at);
                }
                _ => {}
            }
            escaped = byte == b'\\' && !escaped;
        }
        self.0 = None;
        Some(text)
    }
}

fn unquote(value: &str) -> String {
    match value.strip_prefix('"').and_then(|v| v.strip_suffix('"')) {
        Some(inner) => inner.replace("\\\\", "\\").replace("\\\"", "\""),
        None => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::MediaType;

    #[test]
    fn reads_parameters() {
        let media = MediaType::parse("Application/JSON; Indent=4; x=\"a;b\"; y");
        assert_eq!((media.main.as_str(), media.sub.as_str()), ("application", "json"));
        assert_eq!(media.param("indent"), Some("4"));
        assert_eq!(media.param("x"), Some("a;b"));
        assert_eq!(media.param("y"), Some(""));
        assert_eq!(media.precedence(), 3);
    }

    #[test]
    fn precedences_and_matches() {
        for (text, precedence) in [("*/*", 0), ("*", 0), ("text/*", 1), ("text/html;q=0.1", 2), ("garbage", 2), ("a/b;c=d", 3)] {
            assert_eq!(MediaType::parse(text).precedence(), precedence, "{text}");
        }
        assert!(MediaType::parse("*/*").takes("application", "json"));
        assert!(MediaType::parse("application/*; q=1").takes("application", "json"));
        assert!(!MediaType::parse("application/vnd.api+json").takes("application", "json"));
        assert!(!MediaType::parse("*").takes("application", "json"));
        assert!(!MediaType::parse("").takes("application", "json"));
    }
}
