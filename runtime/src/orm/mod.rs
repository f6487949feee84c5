//! Queries: what Django's ORM is to DRF.
//!
//! A [`Select`] is a query over one model's rows: joins, conditions and order, by the rules of Django's ORM. It becomes a [`Statement`], which
//! a `Session` sends. The rooms above say which rows they want; SQL of list queries is written here.

mod annotations;
mod batch;
mod clean;
mod given;
mod joins;
pub(crate) mod lookups;
mod pattern;
mod q;
mod scope;
mod select;
mod session;
mod statement;
mod texts;

pub(crate) use annotations::value as computed;
pub(crate) use batch::{RowQuery, batch_size, for_each_row};
pub(crate) use clean::{Clean, key_text};
pub use given::{FilterArgument, Given};
pub(crate) use joins::Join;
pub use joins::Placed;
pub use q::Q;
pub use scope::Rows;
pub(crate) use scope::{RowScope, cleaned, condition as rows_condition};
pub(crate) use select::own_column;
pub use select::{FilterCall, Order, Select, Selection, slice};
pub(crate) use session::{Conditions, ScopeSource, Session};
pub(crate) use statement::ScopePoint;
pub use statement::Statement;
