//! The runtime of generated servers: everything that does not depend on the resource, compiled once.
//!
//! Generated code describes resources by `const` descriptors ([`schema`]); this crate joins them when a router is built and answers
//! requests as Django REST framework (DRF) would. Modules carry DRF's names.
//!
//! Resources come from a spec folder (`codegen build`, or [`resources!`]), or are structs with [`#[derive(Resource)]`](macro@Resource), of
//! which [`Api`] makes a server. The [`guide`] begins there.

/// The axum that routers are made of, so that an application's own is the same.
pub use axum;
/// The date and time types of columns.
pub use chrono;
#[cfg(feature = "derive")]
#[doc(inline)]
pub use restwright_macros::{Choices, Resource, migrations, resources};
pub use restwright_schema as schema;
/// The type of JSON columns.
pub use serde_json;
/// The type of UUID columns.
pub use uuid;

pub mod app;
pub mod authentication;
mod builder;
mod columns;
mod cors;
pub mod db;
mod details;
pub mod error;
pub mod filters;
pub mod generated;
pub mod guide;
pub mod hooks;
pub mod http;
pub mod json;
mod metadata;
pub mod migrations;
pub mod objects;
pub mod orm;
pub mod pagination;
pub mod parsers;
pub mod passwords;
pub mod permissions;
mod python;
mod quiet;
mod random;
mod refusals;
mod renderers;
pub mod representation;
pub mod request;
mod routers;
pub mod serializers;
pub mod server;
pub mod settings;
pub mod test;
#[cfg(test)]
mod tests;
pub mod throttling;
pub mod urls;
pub mod value;
mod viewsets;
pub mod write;

// The helpers of the tests in `tests/` serve the tests in `src/tests/` too.
#[cfg(test)]
extern crate self as restwright;

pub use app::App;
pub use builder::{Api, LinkErrors};
pub use columns::{Choices, Column, Decimal, ManyToMany, NotAChoice, NotADecimal};
pub use db::Database;
pub use details::{Detail, Extends, Registered};
pub use error::{ApiError, Errors};
pub use hooks::{Context, FilterSet, Input, IntoField, Model};
pub use migrations::Migration;
pub use objects::Resource;
pub use orm::FilterArgument;
pub use request::{Answer, Request};
pub use settings::{AllowedHosts, Settings};
pub use value::Value;

/// What generated code names, and nothing else; not for hand-written code.
#[doc(hidden)]
pub mod __gen {
    pub use crate::Value;
    pub use crate::columns::{
        Choices, Column, Columns, Decimal, ManyToMany, NotAChoice, has_field, has_hook, holds, is_decimal, key, key_holds, longest,
        serialize_choice,
    };
    pub use crate::details::{Detail, Extends, Registered, is_resource};
    pub use crate::generated::{MountError, Router, app};
    pub use crate::hooks::{
        Context, Fields, FilterSet, FilterValues, Hooks, Input, IntoField, JsonValues, Keys, Many, Model, One, ResourceParts as Resource,
        Rows, Serializer, ViewSet, boxed, object, row, rows,
    };
    pub use crate::migrations::Migration;
    pub use crate::orm::{FilterArgument, Given};
    pub use crate::schema::model::{FieldType, Literal, OnDelete, Protocol};
    pub use crate::schema::{Code, api as settings, expression, filterset, lookup::Lookup, model, serializer, viewset};
    pub use crate::{__api_hooks as api_hooks, __choices as choices, __filters as filters, __hooks as hooks, __input as input};
    pub use crate::{Answer, ApiError, App, Database, Settings};
    pub use axum;
    pub use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
    pub use http::StatusCode;
    pub use serde_core::{Serialize, Serializer as Serializing};
    pub use serde_json::Value as Json;
    pub use std::net::IpAddr;
    pub use std::ops::RangeInclusive;
    pub use std::sync::Arc;
    pub use uuid::Uuid;

    /// What reading a row gives.
    pub type Result<T> = std::result::Result<T, ApiError>;
}
