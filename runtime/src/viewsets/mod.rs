//! The actions of a viewset: DRF's `mixins` and `GenericAPIView`.
//!
//! Reads like `mixins.py`: [`list`], [`retrieve`], [`create`], [`update`], [`destroy`], [`extra_action`]. A [`Call`] is one request at one view.
//!
//! There are two ways to write a row, with the same answers. One is a single statement with the database checks of validation folded into it
//! (does that key exist, is that value taken); it is used where nothing but the row itself is involved ([`single_statement`]). Whatever makes
//! it miss (a check that fails, a constraint, a row that isn't there) is found out again by the other one: a transaction that checks in DRF's
//! order and says what is wrong ([`transaction`]).

mod call;
mod context;
mod create;
mod destroy;
mod echo;
mod extra_action;
mod list;
mod parent;
mod replaced;
mod retrieve;
mod retry;
mod single_statement;
mod transaction;
mod update;

pub(crate) use call::Call;
pub(crate) use create::create;
pub(crate) use destroy::destroy;
pub(crate) use extra_action::extra_action;
pub(crate) use list::list;
pub(crate) use parent::{parent_in_query, parent_of};
pub(crate) use replaced::replaced;
pub(crate) use retrieve::{get_object, retrieve};
pub(crate) use update::update;

#[cfg(test)]
pub(crate) mod testing;
