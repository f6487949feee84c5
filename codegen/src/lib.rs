//! The generator: specs in, a server's crate out.

pub mod source;
pub mod spec;
