//! The cases are in `pass` and `fail`, a folder a theme; `ui.rs` plays them.
