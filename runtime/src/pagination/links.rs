//! The links of a page: the request's own URL with one parameter changed.

use crate::Request;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What Django's `escape_uri_path` leaves as it is.
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b':')
    .remove(b'@')
    .remove(b'&')
    .remove(b'+')
    .remove(b'$')
    .remove(b',')
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

/// What Python's `quote_plus` leaves as it is (a blank becomes a plus).
const PARAMETER: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b' ');

/// The request's URL, to be changed: DRF's `replace_query_param` and `remove_query_param`.
pub(crate) struct Link<'r> {
    req: &'r Request,
    params: BTreeMap<Cow<'r, str>, Vec<String>>,
}

impl<'r> Link<'r> {
    pub(crate) fn new(req: &'r Request) -> Self {
        // The query as sent: nested routes write the parent's key into `query`, which DRF's links don't show.
        let mut params: BTreeMap<Cow<'_, str>, Vec<String>> = BTreeMap::new();
        for (key, value) in form_urlencoded::parse(req.query_string.as_bytes()) {
            params.entry(key).or_default().push(value.into_owned());
        }
        Self { req, params }
    }

    pub(crate) fn set(mut self, key: &'r str, value: impl ToString) -> Self {
        self.params.insert(key.into(), vec![value.to_string()]);
        self
    }

    pub(crate) fn without(mut self, key: &str) -> Self {
        self.params.remove(key);
        self
    }

    /// The URL; parameters are sorted by name.
    pub(crate) fn url(&self) -> String {
        let mut url = String::with_capacity(self.req.urls.base.len() + self.req.path.len() + self.req.query_string.len() + 32);
        url.push_str(&self.req.urls.base);
        let path: Vec<u8> = percent_decode_str(&self.req.path).collect();
        url.extend(percent_encode(&path, PATH));
        let mut mark = '?';
        for (key, values) in &self.params {
            for value in values {
                url.push(mark);
                mark = '&';
                quote_plus(&mut url, key);
                url.push('=');
                quote_plus(&mut url, value);
            }
        }
        url
    }
}

fn quote_plus(url: &mut String, text: &str) {
    for part in percent_encode(text.as_bytes(), PARAMETER) {
        if part.contains(' ') {
            url.push_str(&part.replace(' ', "+"));
        } else {
            url.push_str(part);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::UrlStyle;

    fn request(path: &str, query: &str) -> Request {
        Request {
            method: http::Method::GET,
            path: path.to_owned(),
            query_string: query.to_owned(),
            query: Vec::new(),
            headers: http::HeaderMap::new(),
            body: bytes::Bytes::new(),
            urls: UrlStyle { base: "http://h".to_owned(), ..UrlStyle::default() },
            lookup: None,
            parent: None,
            user: None,
            version: None,
            peer: None,
            above: None,
            action: None,
        }
    }

    #[test]
    fn parameters_are_sorted_and_encoded_again() {
        let req = request("/api/books/", "search=a%20b%26%C3%A9~&page=2&&a=1&a=0&b");
        assert_eq!(Link::new(&req).set("page", 3).url(), "http://h/api/books/?a=1&a=0&b=&page=3&search=a+b%26%C3%A9~");
        assert_eq!(Link::new(&req).without("page").without("search").without("a").without("b").url(), "http://h/api/books/");
    }

    #[test]
    fn paths_are_encoded_as_django_does() {
        let req = request("/api/%66oo%20b;=/", "");
        assert_eq!(Link::new(&req).url(), "http://h/api/foo%20b%3B%3D/");
    }
}
