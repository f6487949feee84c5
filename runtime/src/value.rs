//! Values between the wire and the database.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use restwright_schema::link::SerId;
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
    /// A text; also an address.
    Text(String),
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
    /// A duration in microseconds.
    Duration(i64),
    /// A JSON document, as text.
    Json(String),
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
