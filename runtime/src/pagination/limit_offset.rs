//! DRF's `LimitOffsetPagination`.

use super::links::Link;
use super::list::{List, envelope, positive_int};
use crate::ApiError;
use crate::hooks::Context;

const LIMIT: &str = "limit";
const OFFSET: &str = "offset";

pub(super) async fn page(list: &List<'_, '_>, limit: u64, cx: &mut Context<'_>) -> Result<Vec<u8>, ApiError> {
    let offset = cx.request.param(OFFSET).and_then(|text| positive_int(text, false, None)).unwrap_or(0);
    let mut page = list.projection.page(cx, &list.select, (limit, offset), None).await?;
    // DRF looks no further, though an order over several related rows may have made more of them than are counted.
    if page.count == 0 || offset > page.count {
        page.rows.clear();
    }
    let after = offset.saturating_add(limit);
    let next = (after < page.count).then(|| Link::new(cx.request).set(LIMIT, limit).set(OFFSET, after).url());
    // An offset beyond all rows stays in the link, however long it is.
    let far = cx.request.param(OFFSET).and_then(|text| text.parse::<u128>().ok()).filter(|far| *far > i64::MAX.unsigned_abs().into());
    let previous = (offset > 0).then(|| {
        let link = Link::new(cx.request).set(LIMIT, limit);
        match far {
            Some(far) => link.set(OFFSET, far - u128::from(limit)).url(),
            None if offset <= limit => link.without(OFFSET).url(),
            None => link.set(OFFSET, offset - limit).url(),
        }
    });
    let mut out = Vec::with_capacity(1024);
    envelope(&mut out, page.count, next, previous);
    list.projection.write_all(cx, &page.rows, &mut out).await?;
    out.push(b'}');
    Ok(out)
}
