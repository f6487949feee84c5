//! What narrows and orders a list: DRF's filter backends, as SQL.

pub mod joins;
pub mod number;
pub mod select;

pub use select::{Call, Order, Select};
