//! The tables of an API as SQL for each database, with the columns that Django would make.
//!
//! A [`State`] is the tables in plain words, and [`describe`] reads it from a graph. [`create`] writes the SQL that makes them; the generator's
//! migrations write the SQL between two states, out of the same [`objects`] and [`types`].

pub mod condition;
pub mod constants;
pub mod create;
pub mod describe;
mod names;
pub mod objects;
pub mod state;
pub mod text;
pub mod types;

pub use describe::order;
pub use state::State;

use crate::Dialect;
use crate::link::{Graph, ModelId};

/// The tables of some of an API's resources, and of their many-to-many relations, in a database's words: those of the others are made elsewhere.
pub fn sql_of(dialect: Dialect, graph: &Graph, wanted: impl Fn(ModelId) -> bool) -> String {
    let state = describe::state(graph);
    let names: Vec<&str> = (0..graph.api.resources.len()).filter(|id| wanted(*id)).map(|id| graph.models[id].model.name).collect();
    let resource = |key: &str| key.split('.').next().unwrap_or_default().to_owned();
    let tables: Vec<_> = state.tables.iter().filter(|t| t.managed && names.contains(&resource(&t.key).as_str())).collect();
    create::script(dialect, &state, &tables)
}
