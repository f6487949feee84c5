//! URLs of rows: Django's `reverse` with DRF's versioning, format suffixes and query parameters.

use crate::output::encode;
use crate::request::UrlStyle;
use crate::schema::link::{Graph, View};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

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

/// What is the same in all URLs of one answer: `{before}{endpoint}/{key}{after}`. Ready to be written inside a JSON string.
#[derive(Clone, Debug)]
pub struct Links {
    before: Vec<u8>,
    after: Vec<u8>,
    /// How much of `after` is the suffix of the request's URL, which a field may change.
    suffix: usize,
}

impl Links {
    /// In the style of a request.
    pub fn new(graph: &Graph, urls: &UrlStyle) -> Self {
        let mut before = Vec::with_capacity(64);
        encode::escaped(&mut before, &urls.base);
        encode::escaped(&mut before, &urls.root);
        let (mut after, mut changes) = (Vec::new(), 0);
        match &urls.suffix {
            Some(suffix) => {
                after.push(b'.');
                encode::escaped(&mut after, suffix);
                changes = after.len();
            }
            None if graph.api.trailing_slash => after.push(b'/'),
            None => {}
        }
        encode::escaped(&mut after, &query(urls));
        Self { before, after, suffix: changes }
    }

    /// Writes the URL of a row; `key` is the value that stands in it, as plain text. `format`: what takes the place of a suffix, if it says
    /// anything (DRF's `HyperlinkedRelatedField(format=…)`).
    pub fn write(&self, out: &mut Vec<u8>, endpoint: &str, key: &str, format: &str) {
        out.extend_from_slice(&self.before);
        out.extend_from_slice(endpoint.as_bytes());
        out.push(b'/');
        if key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_') {
            out.extend_from_slice(key.as_bytes());
        } else {
            for part in utf8_percent_encode(key, SEGMENT) {
                out.extend_from_slice(part.as_bytes());
            }
        }
        match self.after.split_at_checked(self.suffix) {
            Some((suffix, rest)) if !suffix.is_empty() && !format.is_empty() => {
                out.push(b'.');
                encode::escaped(out, format);
                out.extend_from_slice(rest);
            }
            _ => out.extend_from_slice(&self.after),
        }
    }
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
    let key = utf8_percent_encode(key, SEGMENT);
    let end = match &urls.suffix {
        Some(suffix) => format!(".{suffix}"),
        None if graph.api.trailing_slash => "/".to_owned(),
        None => String::new(),
    };
    format!("{}{}{}/{key}{end}{}", urls.base, urls.root, view.endpoint, query(urls))
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
    fn links_carry_format_and_version() {
        let urls = UrlStyle { format: Some("json".to_owned()), query: Some("version=v2".to_owned()), ..UrlStyle::default() };
        assert_eq!(query(&urls), "?format=json&version=v2");
    }
}
