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
pub mod dateparse;
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
pub mod objects;
pub mod output;
pub mod pagination;
pub mod passwords;
pub mod permissions;
mod quiet;
mod renderers;
pub mod request;
pub mod serializers;
pub mod server;
pub mod settings;
pub mod test;
pub mod throttling;
pub mod urls;
pub mod value;
pub mod write;

pub use app::App;
pub use builder::{Api, LinkErrors};
pub use columns::{Choices, Decimal, ManyToMany, NotAChoice, NotADecimal};
pub use db::Database;
pub use details::{Detail, Extends, Registered};
pub use error::{ApiError, Errors};
pub use filters::FilterArgument;
pub use generated::{Column, FilterSet, Model, Resource};
pub use hooks::{Context, Input, IntoField};
pub use request::{Answer, Request};
pub use settings::{AllowedHosts, Settings};
pub use value::Value;

/// What generated code names, and nothing else; not for hand-written code.
#[doc(hidden)]
pub mod __gen {
    pub use crate::Value;
    pub use crate::columns::{
        Choices, Decimal, ManyToMany, NotAChoice, has_field, has_hook, holds, is_decimal, key_holds, longest, serialize_choice,
    };
    pub use crate::details::{Detail, Extends, Registered, is_resource};
    pub use crate::filters::{FilterArgument, Given};
    pub use crate::generated::{
        Column, Columns, FilterSet, FilterValues, Migration, Model, MountError, Resource, Router, Serializer, ViewSet, key, mount, row,
        rows,
    };
    pub use crate::hooks::{Context, Fields, Hooks, Input, IntoField, JsonValues, Keys, Many, One, Rows, boxed, object};
    pub use crate::schema::model::{FieldType, Literal, OnDelete, Protocol};
    pub use crate::schema::{Code, api as settings, filterset, lookup::Lookup, model, serializer, viewset};
    pub use crate::{__api_hooks as api_hooks, __choices as choices, __filters as filters, __hooks as hooks, __input as input};
    pub use crate::{Answer, ApiError, Database, Settings};
    pub use axum;
    pub use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
    pub use http::StatusCode;
    pub use serde_core::{Serialize, Serializer as Serializing};
    pub use serde_json::Value as Json;
    pub use std::future::{Future, ready};
    pub use std::net::IpAddr;
    pub use std::ops::RangeInclusive;
    pub use uuid::Uuid;

    /// What reading a row gives.
    pub type Result<T> = std::result::Result<T, ApiError>;
}
