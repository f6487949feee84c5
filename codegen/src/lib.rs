//! The generator: specs in, a server's crate out.
//!
//! The way of a spec: text is read into [`spec`], [`check()`] finds what is wrong with it, and what is left is lowered to
//! the schema's descriptors and printed as Rust.

#[cfg(feature = "toml")]
pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "toml")]
pub mod derive;
pub mod diag;
#[cfg(feature = "cli")]
pub mod diff;
pub mod emit;
#[cfg(feature = "cli")]
pub mod explain;
#[cfg(feature = "toml")]
pub mod expression;
#[cfg(feature = "cli")]
pub mod inspect;
pub mod lower;
#[cfg(feature = "toml")]
pub mod migrations;
pub mod source;
pub mod spec;
#[cfg(feature = "cli")]
pub mod write;

#[cfg(feature = "toml")]
pub use check::{Options, check};
