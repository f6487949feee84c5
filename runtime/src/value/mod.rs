//! Values between the wire and the database.

mod lookup;
mod parse;

pub use lookup::literal;
pub(crate) use lookup::{compared, literal_str};
pub use parse::integer_range;
pub(crate) use parse::{LookupError, Parsed, moment, parse};

use crate::{json, python};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use restwright_schema::link::SerId;
use restwright_schema::model::FieldType;
use uuid::Uuid;

/// One column's value, in the form in which all databases agree; `db` turns it into what its own database stores.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// SQL's NULL.
    Null,
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A binary floating point number.
    Float(f64),
    /// A text.
    Text(String),
    /// An IP address, as Django cleans it.
    Address(String),
    /// An exact decimal, its digits as they are to be stored (`12.50`).
    Decimal(String),
    /// A uuid.
    Uuid(Uuid),
    /// A date.
    Date(NaiveDate),
    /// A time of day, to the microsecond.
    Time(NaiveTime),
    /// A moment, to the microsecond.
    DateTime(DateTime<Utc>),
    /// A duration in microseconds. Python's, and PostgreSQL's, are longer than 64 bits hold; the other databases have these.
    Duration(i128),
    /// A JSON document, as text.
    Json(String),
    /// Many values as one: only conditions have such (see [`Sql::among`](crate::db::Sql::among)), no column.
    List(Vec<Value>),
}

impl Value {
    /// The value as a column of this type holds it: a serializer's field may be of another kind than the column that it writes, and databases
    /// with types of their own do not turn a text into a number by themselves. What cannot be turned stays as it is.
    #[must_use]
    pub fn stored_as(self, kind: FieldType) -> Self {
        let turned = match (&self, kind) {
            (Self::Text(text), FieldType::IpAddress) => Some(Self::Address(text.clone())),
            (Self::Text(text), kind) if kind.is_integer() => text.trim().parse().ok().map(Self::Int),
            (Self::Text(text), FieldType::Float) => text.trim().parse().ok().map(Self::Float),
            (Self::Text(text) | Self::Decimal(text), FieldType::Json) => Some(Self::Json(json::stored_string(text))),
            (Self::Text(text), FieldType::Uuid) => python::uuid(text).map(Self::Uuid),
            (Self::Int(number), FieldType::Decimal) => Some(Self::Decimal(number.to_string())),
            #[expect(clippy::cast_precision_loss, reason = "Python's float(int)")]
            (Self::Int(number), FieldType::Float) => Some(Self::Float(*number as f64)),
            (Self::Int(number), FieldType::Boolean) => Some(Self::Bool(*number != 0)),
            (Self::Int(number), kind) if kind.is_text() => Some(Self::Text(number.to_string())),
            (Self::Bool(value), kind) if kind.is_integer() => Some(Self::Int(i64::from(*value))),
            (Self::Decimal(text), kind) if kind.is_text() => Some(Self::Text(text.clone())),
            (Self::Decimal(text), FieldType::Float) => text.trim().parse().ok().map(Self::Float),
            (Self::Uuid(id), kind) if kind.is_text() => Some(Self::Text(id.to_string())),
            (Self::Date(day), kind) if kind.is_text() => Some(Self::Text(day.to_string())),
            _ => None,
        };
        turned.unwrap_or(self)
    }
}

macro_rules! from {
    ($($rust:ty => $variant:ident;)*) => {
        $(impl From<$rust> for Value {
            fn from(value: $rust) -> Self {
                Self::$variant(value.into())
            }
        })*
    };
}

from! {
    bool => Bool;
    i32 => Int;
    u32 => Int;
    i64 => Int;
    f64 => Float;
    &str => Text;
    String => Text;
    Uuid => Uuid;
    NaiveDate => Date;
    NaiveTime => Time;
    DateTime<Utc> => DateTime;
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// What validation leaves of a request's body: one entry a field that was given (or has a default), by its index in
/// [`Ser::fields`](restwright_schema::link::Ser).
#[derive(Clone, Debug, PartialEq)]
pub struct Validated {
    /// The serializer that read it.
    pub ser: SerId,
    /// In the serializer's order.
    pub items: Vec<(usize, Item)>,
    /// What a hook says of fields that the serializer does not write, by their index in the model's fields.
    pub extra: Vec<(usize, Item)>,
}

/// One validated field.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A column's value; of a relation the other row's primary key.
    Value(Value),
    /// A list of other rows' primary keys.
    Keys(Vec<Value>),
    /// A nested row that points here; `None` deletes it.
    Object(Option<Box<Validated>>),
    /// Nested rows that point here.
    Objects(Vec<Validated>),
}

impl Validated {
    /// The entry of a field, by its index in the serializer.
    pub fn get(&self, field: usize) -> Option<&Item> {
        self.items.iter().find(|(i, _)| *i == field).map(|(_, item)| item)
    }
}
