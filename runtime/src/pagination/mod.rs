//! DRF's `pagination`: how a list is cut, and the envelope around a page.

mod cursor;
mod keyset;
mod limit_offset;
mod links;
mod list;
mod page_number;

pub(crate) use list::List;

use crate::ApiError;
use crate::hooks::Context;
use crate::request::Request;
use crate::schema::link::View;
use crate::schema::viewset::Pagination;
use list::positive_int;

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

#[cfg(test)]
mod tests;
