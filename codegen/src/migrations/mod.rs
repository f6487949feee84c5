//! Migrations: what the specs' tables are like, what was recorded of them, and the SQL between the two for each database.
//!
//! A [`State`] is the tables in plain words; [`describe`] reads it from the graph, `state.toml` beside a migration records it.
//! [`create`] writes the first migration, [`plan`] the steps between two states.

mod alter;
mod constants;
pub mod create;
pub mod describe;
pub mod files;
mod names;
mod objects;
pub mod plan;
mod remake;
mod renames;
pub mod state;
mod text;
mod types;

pub use files::{INITIAL, Migration, recorded};
pub use state::State;
