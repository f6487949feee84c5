//! Migrations: the steps of a database's schema that lie beside the specs, and the SQL that leads from one state of the tables to the next.
//!
//! A [`State`] is the tables in plain words (`restwright_schema::ddl`); `state.toml` beside a migration records it. [`create`] writes the first
//! migration, [`plan`] the steps between two states.

mod alter;
pub mod asked;
mod change;
pub mod files;
pub mod plan;
mod remake;
mod renames;
mod text;

pub use files::{INITIAL, Migration, recorded};
pub use renames::untold;
pub use restwright_schema::ddl::{State, create, describe};
pub use text::read as read_state;
