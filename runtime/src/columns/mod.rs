//! What columns are in Rust, beyond chrono's and the standard library's plain types.

mod choices;
mod column;
mod decimal;
mod row;

pub use choices::{Choices, NotAChoice, longest, serialize_choice};
pub use column::{Column, key};
pub use decimal::{Decimal, NotADecimal, is_decimal};
pub use row::Columns;

use crate::json;
use crate::schema;
use crate::schema::model::FieldType;
use crate::value::Value;
use std::fmt;
use std::marker::PhantomData;
use std::net::IpAddr;

macro_rules! integers {
    ($($rust:ty, $kind:ident;)*) => {
        $(impl Column for $rust {
            const KIND: FieldType = FieldType::$kind;
            fn from_value(value: Value) -> Option<Self> {
                match value {
                    Value::Int(v) => v.try_into().ok(),
                    _ => None,
                }
            }
            fn into_value(self) -> Value {
                Value::Int(self.into())
            }
        })*
    };
}

integers! {
    i32, Integer;
    i16, SmallInteger;
    u32, PositiveInteger;
    u16, PositiveSmallInteger;
}

/// A JSON document, read.
impl Column for serde_json::Value {
    const KIND: FieldType = FieldType::Json;
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Json(text) | Value::Text(text) => json::read_trusted(&text).ok(),
            _ => None,
        }
    }
    fn into_value(self) -> Value {
        // A number beyond all floats is none of JSON's.
        json::stored(&self).map_or(Value::Null, Value::Json)
    }
}

impl Column for IpAddr {
    const KIND: FieldType = FieldType::IpAddress;
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Text(text) | Value::Address(text) => text.parse().ok(),
            _ => None,
        }
    }
    fn into_value(self) -> Value {
        Value::Address(self.to_string())
    }
}

/// A many-to-many relation in a struct with `#[derive(Resource)]`. The pairs are rows of a table of their own, so it holds nothing: it says
/// that the relation is there, and where it leads.
pub struct ManyToMany<T>(PhantomData<fn() -> T>);

impl<T> ManyToMany<T> {
    /// The relation.
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T> Default for ManyToMany<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Clone for ManyToMany<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for ManyToMany<T> {}

impl<T> PartialEq for ManyToMany<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<T> Eq for ManyToMany<T> {}

impl<T> fmt::Debug for ManyToMany<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ManyToMany")
    }
}

/// Whether a Rust type holds columns of a type.
pub const fn holds(rust: FieldType, kind: FieldType) -> bool {
    match rust {
        FieldType::Text => kind.is_text() || matches!(kind, FieldType::Decimal | FieldType::Json | FieldType::IpAddress),
        FieldType::BigInteger => kind.is_integer(),
        FieldType::Integer => {
            matches!(kind, FieldType::Integer | FieldType::SmallInteger | FieldType::PositiveInteger | FieldType::PositiveSmallInteger)
        }
        FieldType::PositiveInteger => matches!(kind, FieldType::PositiveInteger | FieldType::PositiveSmallInteger),
        rust => rust as u8 == kind as u8,
    }
}

/// Whether a Rust type holds keys to a resource; of a key that is a key itself, or a master's, nobody knows before the router is built.
pub const fn key_holds(rust: FieldType, target: &schema::Model) -> bool {
    let mut at = 0;
    while at < target.fields.len() {
        let field = &target.fields[at];
        if field.primary_key {
            return field.kind.is_relation() || holds(rust, field.kind);
        }
        at += 1;
    }
    true
}

/// Whether a resource has a field of a name; what a detail inherits nobody knows before the router is built.
pub const fn has_field(target: &schema::Model, name: &str) -> bool {
    let mut at = 0;
    while at < target.fields.len() {
        if same(target.fields[at].name, name) {
            return true;
        }
        at += 1;
    }
    !target.extends.is_empty() || same(name, "pk")
}

/// Whether a viewset names a hook.
pub const fn has_hook(viewset: &schema::ViewSet, name: &str) -> bool {
    let mut at = 0;
    while at < viewset.hooks.len() {
        if same(viewset.hooks[at], name) {
            return true;
        }
        at += 1;
    }
    false
}

const fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut at = 0;
    while at < one.len() && at < other.len() {
        if one[at] != other[at] {
            return false;
        }
        at += 1;
    }
    one.len() == other.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_hold_what_they_can() {
        use FieldType as T;
        assert!(holds(T::Text, T::Slug) && holds(T::Text, T::Decimal) && !holds(T::Text, T::Integer));
        assert!(holds(T::BigInteger, T::Auto) && holds(T::Integer, T::SmallInteger) && !holds(T::Integer, T::BigInteger));
        assert!(holds(T::Uuid, T::Uuid) && !holds(T::Uuid, T::Text));
    }

    #[test]
    fn columns_refuse_what_they_cannot_hold() {
        assert_eq!(i16::from_value(Value::Int(40_000)), None);
        assert_eq!(u32::from_value(Value::Int(-1)), None);
        assert_eq!(IpAddr::from_value(Value::Text("::1".to_owned())), "::1".parse().ok());
        assert_eq!(serde_json::Value::from_value(Value::Json("[1]".to_owned())), Some(serde_json::json!([1])));
        assert_eq!(Option::<i32>::from_value(Value::Null), Some(None));
    }
}
