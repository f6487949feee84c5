//! How a body is read, and how much of one.

use super::Serializers;
use crate::request::Above;
use restwright_schema::api::Input;
use std::cell::Cell;

/// How a body is read.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReadOptions<'a> {
    /// PATCH: what is left out is not validated.
    pub partial: bool,
    /// There is a row already (PUT, PATCH).
    pub update: bool,
    /// The request's version: with `namespace` versioning hyperlinks must have it too.
    pub version: Option<&'a str>,
    /// The parent in a nested route's URL, which the body's own row belongs to whatever the body says.
    pub parent: Option<&'a Above>,
    /// Who asks, for hidden fields with `CurrentUserDefault`: the key of a user, or an anonymous client. `None`: nobody knows, so such fields take
    /// no part (typed access).
    pub user: Option<Option<i64>>,
    /// How many items the lists of the body may still have together; as many as there are, if nobody counts.
    pub room: Option<&'a Cell<usize>>,
    /// Whether texts of the body have lone surrogates, as [`Document`](crate::json::Document)s may; set by what reads one.
    pub surrogates: bool,
}

impl ReadOptions<'_> {
    /// Makes room for the items of a list, if there is any.
    pub(super) fn take_room(&self, items: usize) -> bool {
        let Some(room) = self.room else { return true };
        let left = room.get().checked_sub(items);
        room.set(left.unwrap_or(0));
        left.is_some()
    }
}

/// How many items all lists of a body may have together: nested lists multiply.
pub(super) fn room(compiled: &Serializers) -> usize {
    let input = compiled.graph.api.input;
    usize::try_from(input.max_items.saturating_mul(Input::ITEMS_IN_ALL)).unwrap_or(usize::MAX)
}
