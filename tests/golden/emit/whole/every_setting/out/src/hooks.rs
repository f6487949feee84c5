// Made by restwright 0.1.0 from specs: change that, and run `codegen build` again.

//! What the specs leave to Rust. The files in `hooks/` are yours.
