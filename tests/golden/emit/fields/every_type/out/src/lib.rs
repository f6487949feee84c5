//! Every type.
//!
//! `main.rs` is the whole server. An axum application of your own merges the router of [`app()`] into its own.
//!
//! This file, `main.rs` and `src/hooks/` are yours: `codegen build` writes them once. It writes the other modules below anew.

mod api;
mod hooks;
pub mod resources;
pub mod router;
pub mod settings;

pub use api::{MIGRATIONS, app, app_with};
