//! The guide: the project's documents, with their Rust compiled.

/// Resources as structs, and spec folders in a crate.
pub mod derive {
    #![doc = include_str!("../../docs/derive.md")]
}

/// The spec language: what the keys mean, in files and in attributes.
pub mod spec {
    #![allow(rustdoc::broken_intra_doc_links, reason = "headings are called after tables, as `[fields]`")]
    #![doc = include_str!("../../docs/spec.md")]
}

/// Settings, systemd, nginx, SQLite.
pub mod deploy {
    #![doc = include_str!("../../docs/deploy.md")]
}
