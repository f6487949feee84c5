//! DRF's `CursorPagination`: a page begins after (or ends before) a position in the order, not at a number of rows.
//!
//! A cursor is base64 of `o=<offset>&r=1&p=<position>`. DRF's position is the first ordering field's value, and rows that share it are told
//! apart by an offset, which is wrong as soon as such a row is inserted or deleted. Here the order always ends with the primary key, and where
//! the row at the edge of a page shares its first value with its neighbour, the position holds the row's other values, too (more `p`s;
//! `n` says which of them are null). Cursors that DRF made are understood.

use super::keyset::{Bound, Term, after};
use super::links::Link;
use super::list::{List, links, positive_int, python_int};
use crate::db::Row;
use crate::hooks::Context;
use crate::orm::Statement;
use crate::{ApiError, Value};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::StatusCode;

const PARAM: &str = "cursor";
/// What DRF skips at most: a larger offset would let a client ask for slow queries.
const OFFSET_CUTOFF: u64 = 1000;

/// A decoded cursor.
#[derive(Clone, Debug, Default, PartialEq)]
struct Cursor {
    offset: u64,
    reverse: bool,
    /// Values of the first terms of the order; none: from the start.
    position: Vec<Bound>,
}

pub(super) async fn page(list: &mut List<'_, '_>, size: u64, ordering: &[&str], cx: &mut Context<'_>) -> Result<Vec<u8>, ApiError> {
    // The key makes the order total.
    list.select.order_by(ordering.iter().copied().chain(["pk"]));
    let mut terms = Term::all(&list.select);
    let cursor = match cx.request.param(PARAM) {
        Some(text) => decode(text, &terms).ok_or_else(|| ApiError::detail(StatusCode::NOT_FOUND, "Invalid cursor"))?,
        None => Cursor::default(),
    };
    if cursor.reverse {
        list.select.reverse();
        for term in &mut terms {
            term.desc = !term.desc;
        }
    }
    if !cursor.position.is_empty() {
        list.select.push_statement(after(&terms, &cursor.position));
    }
    let keys: Vec<&Statement> = terms.iter().map(|t| &t.sql).collect();
    let (mut rows, at) = list.projection.with_keys(cx, &list.select, &keys, (size.saturating_add(1), cursor.offset)).await?;
    let more = rows.len() > usize::try_from(size).unwrap_or(usize::MAX);
    let beyond = if more { rows.pop() } else { None };
    if cursor.reverse {
        rows.reverse();
    }
    let edges = Edges { terms: &terms, at: &at, cursor: &cursor, beyond: beyond.as_ref() };
    let (next, previous) = if cursor.reverse {
        (edges.behind(rows.last(), false), edges.ahead(rows.first(), true))
    } else {
        (edges.ahead(rows.last(), false), edges.behind(rows.first(), true))
    };
    let link = |cursor: Option<Cursor>| cursor.map(|c| Link::new(cx.request).set(PARAM, encode(&c, &terms)).url());
    let mut out = Vec::with_capacity(1024);
    out.push(b'{');
    links(&mut out, link(next), link(previous));
    list.projection.write_all(cx, &rows, &mut out).await?;
    out.push(b'}');
    Ok(out)
}

/// The two ends of a page.
struct Edges<'a> {
    terms: &'a [Term],
    /// Where the order's values are in a row.
    at: &'a [usize],
    cursor: &'a Cursor,
    /// The first row after the page, in the direction of reading.
    beyond: Option<&'a Row>,
}

impl Edges<'_> {
    /// The end that the query was going to: there is a page beyond if there is a row.
    fn ahead(&self, edge: Option<&Row>, reverse: bool) -> Option<Cursor> {
        let (beyond, edge) = (self.beyond?, edge?);
        let tie = self.alike(&self.value(edge, 0), &self.value(beyond, 0));
        Some(self.marker(edge, tie, reverse))
    }

    /// The end that the query came from: there is a page behind if it did not start there.
    fn behind(&self, edge: Option<&Row>, reverse: bool) -> Option<Cursor> {
        let position = &self.cursor.position;
        if position.is_empty() && self.cursor.offset == 0 {
            return None;
        }
        let Some(edge) = edge else {
            return Some(Cursor { offset: 0, reverse, position: position.clone() });
        };
        // After an offset nobody knows the neighbour.
        let tie = self.cursor.offset != 0 || position.first().and_then(Bound::value).is_some_and(|p| self.alike(p, &self.value(edge, 0)));
        Some(self.marker(edge, tie, reverse))
    }

    /// Whether two values of the first term are the same, however they are written.
    fn alike(&self, one: &Value, other: &Value) -> bool {
        let null = |v: &Value| *v == Value::Null;
        null(one) == null(other) && self.terms.first().is_some_and(|t| t.text(one) == t.text(other))
    }

    fn marker(&self, row: &Row, tie: bool, reverse: bool) -> Cursor {
        let count = if tie { self.terms.len() } else { 1 };
        Cursor { offset: 0, reverse, position: (0..count).map(|i| Bound::of(self.value(row, i))).collect() }
    }

    fn value(&self, row: &Row, term: usize) -> Value {
        self.terms.get(term).zip(self.at.get(term)).map_or(Value::Null, |(t, at)| t.read(row, *at))
    }
}

fn encode(cursor: &Cursor, terms: &[Term]) -> String {
    let mut tokens = form_urlencoded::Serializer::new(String::new());
    if cursor.offset != 0 {
        tokens.append_pair("o", &cursor.offset.to_string());
    }
    if cursor.reverse {
        tokens.append_pair("r", "1");
    }
    let mut nulls = Vec::new();
    for (i, (term, bound)) in terms.iter().zip(&cursor.position).enumerate() {
        if bound.value() == Some(&Value::Null) {
            nulls.push(i.to_string());
        }
        match (&bound.given, bound.value()) {
            (Some(text), _) => tokens.append_pair("p", text),
            (None, value) => tokens.append_pair("p", &term.text(value.unwrap_or(&Value::Null))),
        };
    }
    if !nulls.is_empty() {
        tokens.append_pair("n", &nulls.join("."));
    }
    STANDARD.encode(tokens.finish())
}

/// `None` for what DRF calls an invalid cursor, and for positions that are no values of the ordering fields.
fn decode(text: &str, terms: &[Term]) -> Option<Cursor> {
    let bytes = base64_decode(text)?;
    if !bytes.is_ascii() {
        return None;
    }
    let tokens: Vec<(String, String)> = form_urlencoded::parse(&bytes).into_owned().collect();
    let first = |name: &str| tokens.iter().find(|(k, _)| k == name).map(|(_, v)| v.as_str());
    let offset = positive_int(first("o").unwrap_or("0"), false, Some(OFFSET_CUTOFF))?;
    let reverse = python_int(first("r").unwrap_or("0"))? != 0;
    let nulls: Vec<usize> = first("n").map(|n| n.split('.').filter_map(|i| i.parse().ok()).collect()).unwrap_or_default();
    let given: Vec<&str> = tokens.iter().filter(|(k, _)| k == "p").map(|(_, v)| v.as_str()).collect();
    // One value is DRF's; all of them are ours.
    let count = if given.len() == terms.len() { terms.len() } else { given.len().min(1) };
    let position: Option<Vec<Bound>> = terms
        .iter()
        .zip(given)
        .take(count)
        .enumerate()
        .map(|(i, (term, text))| if nulls.contains(&i) { Some(Bound::of(Value::Null)) } else { term.parse(text) })
        .collect();
    Some(Cursor { offset, reverse, position: position? })
}

/// Python's `b64decode`: characters outside the alphabet are skipped, padding ends the text.
fn base64_decode(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() {
        return None;
    }
    let mut digits = Vec::with_capacity(text.len());
    let mut pads = 0;
    for byte in text.bytes() {
        match byte {
            b'=' => {
                pads += 1;
                if digits.len() % 4 >= 2 && digits.len() % 4 + pads >= 4 {
                    let engine = base64::engine::GeneralPurpose::new(
                        &base64::alphabet::STANDARD,
                        base64::engine::GeneralPurposeConfig::new()
                            .with_decode_allow_trailing_bits(true)
                            .with_decode_padding_mode(base64::engine::DecodePaddingMode::RequireNone),
                    );
                    return engine.decode(&digits).ok();
                }
            }
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' => {
                pads = 0;
                digits.push(byte);
            }
            _ => {}
        }
    }
    if digits.len().is_multiple_of(4) { STANDARD.decode(&digits).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read_as_python_does() {
        assert_eq!(base64_decode("cD00").as_deref(), Some(&b"p=4"[..]));
        assert_eq!(base64_decode("").as_deref(), Some(&b""[..]));
        assert_eq!(base64_decode("garbage"), None);
        assert_eq!(base64_decode("Z2FyYmFnZQ==").as_deref(), Some(&b"garbage"[..]));
        assert_eq!(base64_decode("Z2 Fy-YmFnZQ==xyz").as_deref(), Some(&b"garbage"[..]));
        assert_eq!(base64_decode("Z2FyYmFnZQ="), None);
        assert_eq!(base64_decode("\u{e9}"), None);
    }
}
