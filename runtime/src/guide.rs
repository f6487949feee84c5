//! The guide: the project's documents, with their Rust compiled. `runtime/docs` holds links to them, which a published package has as files.

/// Resources as structs, and spec folders in a crate.
pub mod derive {
    #![doc = include_str!("../docs/derive.md")]
}

/// The spec language: what the keys mean, in files and in attributes.
pub mod spec {
    #![allow(rustdoc::broken_intra_doc_links, reason = "headings are called after tables, as `[fields]`")]
    #![doc = include_str!("../docs/spec.md")]
}

/// Settings, systemd, nginx, SQLite.
pub mod deploy {
    #![doc = include_str!("../docs/deploy.md")]
}

/// What a spec leaves to Rust, typed access, the test client.
pub mod hooks {
    #![doc = include_str!("../docs/hooks.md")]
}
