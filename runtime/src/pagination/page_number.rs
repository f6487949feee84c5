//! DRF's `PageNumberPagination` over Django's `Paginator`.

use super::links::Link;
use super::list::{List, envelope, python_int};
use crate::ApiError;
use crate::hooks::Context;
use http::StatusCode;

const PARAM: &str = "page";

pub(super) async fn page(list: &List<'_, '_>, size: u64, cx: &mut Context<'_>) -> Result<Vec<u8>, ApiError> {
    let invalid = || ApiError::detail(StatusCode::NOT_FOUND, "Invalid page.");
    let pages = |count: u64| count.div_ceil(size).max(1);
    let asked = cx.request.param(PARAM).filter(|text| !text.is_empty()).unwrap_or("1");
    let mut counted = None;
    let number = if asked == "last" {
        let count = cx.session.count(&list.select.count()).await?;
        counted = Some(count);
        pages(count)
    } else {
        python_int(asked).and_then(|n| u64::try_from(n).ok()).filter(|n| *n > 0).ok_or_else(invalid)?
    };
    let offset = (number - 1).checked_mul(size).filter(|o| i64::try_from(*o).is_ok()).ok_or_else(invalid)?;
    let mut page = list.projection.page(cx, &list.select, (size, offset), counted).await?;
    if number > pages(page.count) {
        return Err(invalid());
    }
    // Of rows that an order over several related ones has made more, a page holds no more than are counted.
    page.rows.truncate(usize::try_from(page.count.saturating_sub(offset)).unwrap_or(usize::MAX));
    let next = (number < pages(page.count)).then(|| Link::new(cx.request).set(PARAM, number + 1).url());
    let previous = match number {
        1 => None,
        2 => Some(Link::new(cx.request).without(PARAM).url()),
        _ => Some(Link::new(cx.request).set(PARAM, number - 1).url()),
    };
    let mut out = Vec::with_capacity(1024);
    envelope(&mut out, page.count, next, previous);
    list.projection.write_all(cx, &page.rows, &mut out).await?;
    out.push(b'}');
    Ok(out)
}
