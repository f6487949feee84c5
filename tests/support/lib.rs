//! Shared by the test suites of this folder.
//!
//! - [`transcript`]: a recorded conversation with Django REST framework, as it stands in `conformance/*/transcripts.jsonl`.
//! - [`replay`](replay()): plays one against a server and compares answer by answer.
//! - [`score`]: what several replays found, as a page.
//! - [`generated`]: builds spec folders into servers and runs them.
//! - [`derived`]: a crate of derived resources that changes.
//! - [`databases`]: databases of a test's own.
//! - [`cluster`]: PostgreSQL clusters of a test's own, standbys and poolers.
//! - [`load`]: clients that write all the time, and what is left of what they wrote.

pub mod client;
pub mod cluster;
mod compare;
pub mod databases;
pub mod derived;
pub mod generated;
pub mod load;
mod mask;
mod replay;
pub mod score;
pub mod transcript;

pub use replay::{Crash, Failure, Player, Report, replay};
