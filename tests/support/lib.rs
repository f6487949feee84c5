//! Shared by the test suites of this folder.
//!
//! - [`transcript`]: a recorded conversation with Django REST framework, as it stands in `conformance/*/transcripts.jsonl`.
//! - [`replay`](replay()): plays one against a server and compares answer by answer.
//! - [`score`]: what several replays found, as a page.
//! - [`generated`]: builds spec folders into servers and runs them.
//! - [`databases`]: databases of a test's own.

pub mod client;
mod compare;
pub mod databases;
pub mod generated;
mod mask;
mod replay;
pub mod score;
pub mod transcript;

pub use replay::{Crash, Failure, Player, Report, replay};
