//! URLs of rows: Django's `reverse` with DRF's versioning, format suffixes and query parameters.

use crate::json::encode;
use crate::python;
use crate::request::UrlStyle;
use crate::schema::link::{Graph, View};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use regex::Regex;

/// What `reverse` leaves as it is: RFC 3986's unreserved characters and sub-delimiters, and `/~:@`.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b'/')
    .remove(b':')
    .remove(b'@');

/// Where the rows of a view have their URLs.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// Without the root and the slash behind it.
    pub path: String,
    keys: Keys,
}

/// Which texts can stand in the place of the key.
#[derive(Clone, Debug)]
enum Keys {
    /// DRF's own pattern, `[^/.]+`.
    Segment,
    /// Another pattern; `None`: one that our engine cannot use, and whatever it is, it is not asked.
    Pattern(Option<Regex>),
}

impl Endpoint {
    /// A view's.
    pub fn of(view: &View) -> Self {
        let keys = match view.lookup_value_regex {
            "[^/.]+" => Keys::Segment,
            pattern => Keys::Pattern(python::regex(&format!(r"\A(?:{pattern})\z")).ok()),
        };
        Self { path: view.endpoint.clone(), keys }
    }

    /// Whether the URL made of a key is routed to that key: Django's `reverse` finds none otherwise.
    pub fn leads_to(&self, key: &str) -> bool {
        match &self.keys {
            Keys::Segment => !key.bytes().any(|b| matches!(b, b'/' | b'.')),
            Keys::Pattern(pattern) => pattern.as_ref().is_none_or(|pattern| pattern.is_match(key)),
        }
    }
}

/// What is the same in all URLs of one answer: `{base}{root}{endpoint}/{key}{end}{query}`. The parts are ready to be written inside a JSON string.
#[derive(Clone, Debug)]
pub struct Links {
    /// `base` and `root`.
    before: Vec<u8>,
    /// Where `root` begins.
    root: usize,
    /// The suffix of the request's URL, which a field may change; empty: none.
    suffix: Vec<u8>,
    /// `/`, where URLs end with one.
    slash: &'static [u8],
    query: Vec<u8>,
}

impl Links {
    /// In the style of a request.
    pub fn new(graph: &Graph, urls: &UrlStyle) -> Self {
        let (mut before, mut suffix, mut carried) = (Vec::with_capacity(64), Vec::new(), Vec::new());
        encode::escaped(&mut before, &urls.base);
        let root = before.len();
        encode::escaped(&mut before, &urls.root);
        encode::escaped(&mut suffix, urls.suffix.as_deref().unwrap_or_default());
        encode::escaped(&mut carried, &query(urls));
        let slash: &[u8] = if graph.api.trailing_slash { b"/" } else { b"" };
        Self { before, root, suffix, slash, query: carried }
    }

    /// Writes the URL of a row inside a JSON string; `key` is the value that stands in it, as plain text. `format`: what takes the place of
    /// a suffix, if it says anything (DRF's `HyperlinkedRelatedField(format=…)`).
    pub fn write(&self, out: &mut Vec<u8>, endpoint: &str, key: &str, format: &str) {
        let start = out.len() + self.root;
        out.extend_from_slice(&self.before);
        out.extend_from_slice(endpoint.as_bytes());
        out.push(b'/');
        let plain = key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if plain {
            out.extend_from_slice(key.as_bytes());
        } else {
            for part in utf8_percent_encode(key, SEGMENT) {
                out.extend_from_slice(part.as_bytes());
            }
        }
        if self.suffix.is_empty() {
            out.extend_from_slice(self.slash);
        } else {
            out.push(b'.');
            match format {
                "" => out.extend_from_slice(&self.suffix),
                format => encode::escaped(out, format),
            }
        }
        if !plain && let Some(path) = out.get(start..).and_then(without_dots) {
            out.truncate(start);
            out.extend_from_slice(&path);
        }
        out.extend_from_slice(&self.query);
    }
}

/// A path whose segments `.` and `..` are resolved, as `build_absolute_uri` does by `urljoin`; `None` where there are none.
fn without_dots(path: &[u8]) -> Option<Vec<u8>> {
    let has = |part: &[u8]| path.windows(part.len()).any(|window| window == part);
    if !has(b"/./") && !has(b"/../") {
        return None;
    }
    let (mut resolved, mut last): (Vec<&[u8]>, &[u8]) = (Vec::new(), b"");
    for segment in path.split(|b| *b == b'/') {
        match segment {
            b"." => {}
            b".." => drop(resolved.pop()),
            segment => resolved.push(segment),
        }
        last = segment;
    }
    if matches!(last, b"." | b"..") {
        resolved.push(b"");
    }
    let path = resolved.join(&b'/');
    Some(if path.is_empty() { b"/".to_vec() } else { path })
}

/// What every link carries on: `?format=json&version=v2`, sorted as DRF's `replace_query_param` sorts.
fn query(urls: &UrlStyle) -> String {
    let format = urls.format.as_ref().map(|f| {
        let mut pair = form_urlencoded::Serializer::new(String::new());
        pair.append_pair("format", f);
        pair.finish()
    });
    let parts: Vec<String> = format.into_iter().chain(urls.query.clone()).collect();
    if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
}

/// The URL of a row of a view, as plain text (not JSON); `key` is the value of its lookup field.
pub fn detail_url(graph: &Graph, view: &View, key: &str, urls: &UrlStyle) -> String {
    let mut out = Vec::new();
    Links::new(graph, urls).write(&mut out, &view.endpoint, key, "");
    // A URL has no character that JSON would escape.
    String::from_utf8(out).unwrap_or_default()
}

/// The view that a name like `book-detail` means; `None` if there is none.
pub fn named<'g>(graph: &'g Graph, view_name: &str) -> Option<&'g View> {
    let basename = view_name.strip_suffix("-detail")?;
    graph.views.iter().find(|v| v.routed && v.basename == basename)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_are_encoded_as_django_does() {
        // Expected values: django.urls.reverse of a `.+` parameter.
        for (key, expected) in [("a b/ü", "a%20b/%C3%BC"), ("x~:@!$&'()*+,;=-._", "x~:@!$&'()*+,;=-._"), ("50%?#", "50%25%3F%23")] {
            assert_eq!(utf8_percent_encode(key, SEGMENT).to_string(), expected);
        }
    }

    #[test]
    fn dots_are_resolved_as_django_does() {
        // Expected values: `urllib.parse.urljoin("http://h", path)`.
        for (path, expected) in
            [("/a/./", "/a/"), ("/a/../", "/"), ("/a/b/../c/./d", "/a/c/d"), ("/../x/./..", "/"), ("/a//./b/", "/a//b/")]
        {
            assert_eq!(
                without_dots(path.as_bytes()).map(|p| String::from_utf8_lossy(&p).into_owned()).as_deref(),
                Some(expected),
                "{path}"
            );
        }
        for path in ["/a/b/", "/a/.", "/a/..b/", "/a/.b/"] {
            assert_eq!(without_dots(path.as_bytes()), None, "{path}");
        }
    }

    #[test]
    fn links_carry_format_and_version() {
        let urls = UrlStyle { format: Some("json".to_owned()), query: Some("version=v2".to_owned()), ..UrlStyle::default() };
        assert_eq!(query(&urls), "?format=json&version=v2");
    }
}
