//! The generator: specs in, a server's crate out.
