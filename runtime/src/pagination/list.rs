//! What paginations cut pages from, and the envelope that they have in common.

use crate::json::encode;
use crate::orm::Select;
use crate::python::Int;
use crate::representation::Projection;

/// Python's `int()` of a text; what is too large for an `i64` becomes the nearest one.
pub(super) fn python_int(text: &str) -> Option<i64> {
    Int::parse(text, 10).map(|number| number.saturating_i64())
}

/// DRF's `_positive_int`: `None` for what is no number or negative (with `strict`: zero, too); a cutoff that isn't zero is the most.
pub(super) fn positive_int(text: &str, strict: bool, cutoff: Option<u64>) -> Option<u64> {
    let value = u64::try_from(python_int(text)?).ok()?;
    if strict && value == 0 {
        return None;
    }
    Some(match cutoff {
        Some(cutoff) if cutoff > 0 => value.min(cutoff),
        _ => value,
    })
}

/// What a page is cut from.
pub(crate) struct List<'a, 'g> {
    /// The rows, narrowed and ordered.
    pub(crate) select: Select<'g>,
    /// The order that an ordering backend gives: a cursor's own order gives way to it.
    pub(crate) ordering: Option<Vec<&'a str>>,
    /// How they are shown.
    pub(crate) projection: &'a Projection,
}

/// `{"count":…,"next":…,"previous":…,"results":`.
pub(super) fn envelope(out: &mut Vec<u8>, count: u64, next: Option<String>, previous: Option<String>) {
    out.extend_from_slice(b"{\"count\":");
    encode::int(out, i64::try_from(count).unwrap_or(i64::MAX));
    out.push(b',');
    links(out, next, previous);
}

/// `"next":…,"previous":…,"results":`.
pub(super) fn links(out: &mut Vec<u8>, next: Option<String>, previous: Option<String>) {
    for (key, link) in [(&b"\"next\":"[..], next), (b"\"previous\":", previous)] {
        out.extend_from_slice(key);
        match link {
            Some(url) => encode::string(out, &url),
            None => out.extend_from_slice(b"null"),
        }
        out.push(b',');
    }
    out.extend_from_slice(b"\"results\":");
}
