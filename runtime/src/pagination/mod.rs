//! DRF's `pagination`: how a list is cut, and the envelope around a page.

mod cursor;
mod keyset;
mod limit_offset;
mod links;
mod page_number;

pub(crate) use links::Link;

use crate::ApiError;
use crate::hooks::Context;
use crate::json::encode;
use crate::orm::Select;
use crate::representation::Projection;
use crate::request::Request;
use crate::schema::link::View;
use crate::schema::viewset::Pagination;

/// Python's `int()` of a text: blanks around it, a sign, digits of any script, underscores between them. What is too large for an `i64`
/// becomes the nearest one.
pub fn python_int(text: &str) -> Option<i64> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c));
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let mut value: i64 = 0;
    let mut after_digit = false;
    for c in digits.chars() {
        if c == '_' && after_digit {
            after_digit = false;
            continue;
        }
        let digit = i64::from(decimal_digit(c)?);
        value = value.saturating_mul(10).saturating_add(digit);
        after_digit = true;
    }
    if !after_digit {
        return None;
    }
    Some(if negative { -value } else { value })
}

/// The value of a decimal digit of any script (Unicode's category Nd: runs of ten).
fn decimal_digit(c: char) -> Option<u32> {
    if c.is_ascii() {
        return c.to_digit(10);
    }
    const ZEROS: &[u32] = &[
        0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0, 0xf20, 0x1040, 0x1090,
        0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50,
        0xabf0, 0xff10,
    ];
    let code = u32::from(c);
    ZEROS.iter().find_map(|&zero| code.checked_sub(zero).filter(|digit| *digit < 10))
}

/// DRF's `_positive_int`: `None` for what is no number or negative (with `strict`: zero, too); a cutoff that isn't zero is the most.
fn positive_int(text: &str, strict: bool, cutoff: Option<u64>) -> Option<u64> {
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

/// Writes the page that the request wants.
///
/// # Errors
///
/// 404 for a page that there isn't, and what the database refuses.
pub(crate) async fn paginate(mut list: List<'_, '_>, view: &View, cx: &mut Context<'_>) -> Result<Vec<u8>, ApiError> {
    match view.pagination {
        Pagination::PageNumber { page_size, page_size_query_param, max_page_size } => {
            match page_size_of(cx.request, page_size, page_size_query_param, max_page_size) {
                Some(size) => page_number::page(&list, size, cx).await,
                None => whole(&list, cx).await,
            }
        }
        Pagination::LimitOffset { default_limit, max_limit } => {
            let asked = cx.request.param("limit").and_then(|text| positive_int(text, true, max_limit));
            match asked.or(default_limit) {
                Some(limit) => limit_offset::page(&list, limit, cx).await,
                None => whole(&list, cx).await,
            }
        }
        Pagination::Cursor { page_size, page_size_query_param, max_page_size, ordering } => {
            let Some(size) = page_size_of(cx.request, page_size, page_size_query_param, max_page_size) else {
                return whole(&list, cx).await;
            };
            let filtered = list.ordering.take().unwrap_or_default();
            let ordering = match (filtered.as_slice(), ordering) {
                // DRF's default, where the class says nothing.
                ([], []) => &["-created"],
                ([], class) => class,
                (filtered, _) => filtered,
            };
            cursor::page(&mut list, size, ordering, cx).await
        }
        Pagination::None => whole(&list, cx).await,
    }
}

/// `get_page_size` of DRF's paginations by number and by cursor; `None`: nothing is cut.
fn page_size_of(req: &Request, page_size: Option<u64>, param: &str, max: Option<u64>) -> Option<u64> {
    let asked = Some(param).filter(|param| !param.is_empty()).and_then(|param| req.param(param));
    asked.and_then(|text| positive_int(text, true, max)).or(page_size).filter(|size| *size > 0)
}

/// All rows, without an envelope.
async fn whole(list: &List<'_, '_>, cx: &mut Context<'_>) -> Result<Vec<u8>, ApiError> {
    let mut out = Vec::with_capacity(1024);
    list.projection.rows(cx, &list.select, &mut out).await?;
    Ok(out)
}

/// `{"count":…,"next":…,"previous":…,"results":`.
fn envelope(out: &mut Vec<u8>, count: u64, next: Option<String>, previous: Option<String>) {
    out.extend_from_slice(b"{\"count\":");
    encode::int(out, i64::try_from(count).unwrap_or(i64::MAX));
    out.push(b',');
    links(out, next, previous);
}

/// `"next":…,"previous":…,"results":`.
fn links(out: &mut Vec<u8>, next: Option<String>, previous: Option<String>) {
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

#[cfg(test)]
mod tests;
