//! What a spec cannot say, said in Rust: the hooks of a resource.
//!
//! A generated crate has a trait for each resource whose spec names hooks (`BookHooks`), and its author implements it. The generated code
//! wraps each method into a function pointer of [`Hooks`], a table that belongs to the resource's descriptor; so nothing here is
//! generic, and a resource without hooks pays nothing: its table is not there.
//!
//! Hooks are asked where DRF asks them (docs/hooks.md says when), with a [`Context`]: the request, and a connection that is inside the
//! transaction of a write.

mod context;
mod input;
mod macros;
pub(crate) mod resource;
mod resources;
mod scopes;
pub mod table;

pub use crate::orm::{Q, Rows};
pub use context::Context;
pub use input::{Fields, Input, InputValue, IntoField, Keys, Many, One};
pub(crate) use resource::described;
pub use resource::{FilterSet, FilterValues, Model, ResourceParts, Serializer, ViewSet, row, rows};
pub use resources::Resources;
pub use table::{Boxed, Hooks, boxed, object};

pub(crate) use context::Server;
pub(crate) use input::overlay;
pub(crate) use scopes::{Scoped, Scopes};
pub(crate) use table::{Ask, Method as MethodHook, Table};

/// What a hook gives, or the refusal that is answered instead. Whatever it refuses takes the whole transaction back.
pub type Result<T> = std::result::Result<T, crate::ApiError>;

/// The values of a method field: one for each row.
pub type JsonValues = Vec<serde_json::Value>;

/// What hooks are written with: `use restwright::hooks::prelude as rw;`.
pub mod prelude {
    pub use super::Model;
    pub use super::{Context, JsonValues, Keys, Many, One, Q, Result, Rows};
    pub use crate::objects::Resource;
    pub use crate::request::{Answer, Request, User};
    pub use crate::{ApiError, Choices, Decimal, Errors, Value, decimal};
    pub use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
    pub use http::{Method, StatusCode};
    pub use serde_json::{Value as Json, json};
    pub use std::net::IpAddr;
    pub use uuid::Uuid;
}
