//! The snippets of docs/hooks.md and docs/derive.md that need files of a reader's crate, in such a crate. `build.rs` takes them out of the
//! documents; the test among them runs.
#![allow(missing_docs, dead_code, unreachable_pub, reason = "snippets")]

extern crate self as shop;

restwright::resources!("shop");

/// Who reads.
#[derive(restwright::Resource)]
pub struct Reader {
    #[field(primary_key)]
    pub id: i64,
}

/// The hooks that the spec names.
mod hooks_0 {
    include!(concat!(env!("OUT_DIR"), "/hooks_0.rs"));
}

/// Conditions.
mod hooks_1 {
    use restwright::hooks::prelude as rw;

    include!(concat!(env!("OUT_DIR"), "/hooks_1.rs"));
}

/// Replaced actions.
mod hooks_2 {
    use crate::resources::book::{Book, BookInput, BookStatus};
    use restwright::hooks::prelude as rw;

    include!(concat!(env!("OUT_DIR"), "/hooks_2.rs"));
}

/// Types.
mod hooks_3 {
    use crate::resources::book::{Book, BookStatus};

    include!(concat!(env!("OUT_DIR"), "/hooks_3.rs"));
}

/// Inputs.
mod hooks_4 {
    use crate::resources::book::BookInput;
    use restwright::hooks::prelude as rw;

    include!(concat!(env!("OUT_DIR"), "/hooks_4.rs"));
}

/// SQL.
mod hooks_5 {
    use crate::resources::book::{Book, BookColumns, BookStatus};
    use restwright::hooks::prelude as rw;

    include!(concat!(env!("OUT_DIR"), "/hooks_5.rs"));
}

/// Typed access.
mod hooks_6 {
    use crate::resources::book::{Book, BookFilterSet, BookInput, BookStatus};
    use crate::resources::event::{Event, EventInput};
    use restwright::hooks::prelude as rw;
    use rw::Resource as _;

    include!(concat!(env!("OUT_DIR"), "/hooks_6.rs"));
}

/// A test.
#[cfg(test)]
mod hooks_7 {
    include!(concat!(env!("OUT_DIR"), "/hooks_7.rs"));
}

/// Structs with migrations.
mod derive_0 {
    use restwright::Resource;
    use std::process::ExitCode;

    #[derive(Resource)]
    pub struct Author {
        #[field(primary_key)]
        pub id: i64,
    }

    #[derive(Resource)]
    pub struct Book {
        #[field(primary_key)]
        pub id: i64,
        #[field(foreign_key = "Author", on_delete = "cascade")]
        pub author: i64,
    }

    include!(concat!(env!("OUT_DIR"), "/derive_0.rs"));
}

/// A folder in a crate.
mod derive_1 {
    include!(concat!(env!("OUT_DIR"), "/derive_1.rs"));
}

/// A folder and structs.
mod derive_2 {
    use crate::Reader;

    include!(concat!(env!("OUT_DIR"), "/derive_2.rs"));
}
