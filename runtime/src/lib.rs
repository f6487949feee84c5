//! The runtime of generated servers: everything that does not depend on the resource, compiled once.
//!
//! Generated code describes resources by `const` descriptors ([`schema`]); this crate joins them when a router is built and answers
//! requests as Django REST framework (DRF) would. Modules carry DRF's names.

pub use restwright_schema as schema;

pub mod app;
pub mod db;
pub mod error;
pub mod request;
pub mod value;

pub use app::{App, Settings};
pub use db::Database;
pub use error::{ApiError, Errors};
pub use request::Request;
pub use value::Value;
