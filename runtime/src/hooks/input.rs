//! What was validated, as a type of its own: `BookInput`.
//!
//! Its fields are the model's and those that a serializer writes beside them, each an `Option`: `None` was not given. That is DRF's
//! `validated_data`, whose keys are the fields' sources; and as there, what a hook adds need be no field of the serializer.

use super::resources::Resources;
use crate::columns::Column;
use crate::schema::link::{ModelId, SerId};
use crate::schema::model::FieldType;
use crate::value::{Item, Validated};
use crate::{ApiError, Value};

/// A typed `validated_data`.
#[diagnostic::on_unimplemented(message = "`{Self}` is not the input of a resource", label = "not an input")]
pub trait Input: Default + Send + 'static {
    /// Passes every field by, with its name.
    ///
    /// # Errors
    ///
    /// A value that does not fit its field.
    fn fields(&mut self, fields: &mut Fields<'_>) -> Result<(), ApiError>;
}

/// Carries values between a typed input and what was validated.
pub struct Fields<'a> {
    resources: &'a Resources,
    validated: &'a mut Validated,
    write: bool,
}

/// Keys of other rows.
pub type Keys = Vec<Value>;

/// Nested rows.
pub type Many<I> = Vec<I>;

/// A type of a field of an input.
pub trait InputValue: Sized {
    /// The value, if it is of this type.
    fn read(resources: &Resources, item: Item) -> Option<Self>;

    /// The value as it is stored. `ser`: the serializer of nested rows, if the field has one.
    ///
    /// # Errors
    ///
    /// A nested value that does not fit.
    fn write(self, resources: &Resources, stored: FieldType, ser: Option<SerId>) -> Result<Item, ApiError>;
}

impl<T: Column> InputValue for T {
    fn read(_: &Resources, item: Item) -> Option<Self> {
        match item {
            Item::Value(value) => T::from_value(value),
            _ => None,
        }
    }

    fn write(self, _: &Resources, stored: FieldType, _: Option<SerId>) -> Result<Item, ApiError> {
        Ok(Item::Value(fit(self.into_value(), stored)))
    }
}

/// Keys of other rows.
impl InputValue for Vec<Value> {
    fn read(_: &Resources, item: Item) -> Option<Self> {
        match item {
            Item::Keys(keys) => Some(keys),
            _ => None,
        }
    }

    fn write(self, _: &Resources, stored: FieldType, _: Option<SerId>) -> Result<Item, ApiError> {
        Ok(Item::Keys(self.into_iter().map(|key| fit(key, stored)).collect()))
    }
}

/// Nested rows.
impl<I: Input> InputValue for Vec<I> {
    fn read(resources: &Resources, item: Item) -> Option<Self> {
        match item {
            Item::Objects(objects) => objects.into_iter().map(|object| typed(resources, object).ok()).collect(),
            _ => None,
        }
    }

    fn write(self, resources: &Resources, _: FieldType, ser: Option<SerId>) -> Result<Item, ApiError> {
        let ser = ser.ok_or_else(no_serializer)?;
        Ok(Item::Objects(self.into_iter().map(|row| fresh(resources, ser, row)).collect::<Result<_, _>>()?))
    }
}

/// The only nested row of a one-to-one relation; `None` deletes it.
#[derive(Clone, Debug, Default)]
pub struct One<I>(pub Option<Box<I>>);

impl<I: Input> InputValue for One<I> {
    fn read(resources: &Resources, item: Item) -> Option<Self> {
        match item {
            Item::Object(None) => Some(Self(None)),
            Item::Object(Some(object)) => Some(Self(Some(Box::new(typed(resources, *object).ok()?)))),
            _ => None,
        }
    }

    fn write(self, resources: &Resources, _: FieldType, ser: Option<SerId>) -> Result<Item, ApiError> {
        let Some(row) = self.0 else { return Ok(Item::Object(None)) };
        let ser = ser.ok_or_else(no_serializer)?;
        Ok(Item::Object(Some(Box::new(fresh(resources, ser, *row)?))))
    }
}

/// What a setter of an input takes for a field of a type: the type itself, for a field that may be null also without `Some` (`None` is null), a
/// `&str` for a text, a whole number for a decimal, and an array for a list of keys.
#[diagnostic::on_unimplemented(message = "`{Self}` is no value for a field of type `{T}`", label = "expected `{T}`")]
pub trait IntoField<T> {
    /// The value.
    fn into_field(self) -> T;
}

impl<T> IntoField<T> for T {
    fn into_field(self) -> T {
        self
    }
}

impl<T> IntoField<Option<T>> for T {
    fn into_field(self) -> Option<T> {
        Some(self)
    }
}

macro_rules! into_field {
    ($($from:ty => $rust:ty;)*) => {
        $(impl IntoField<$rust> for $from {
            fn into_field(self) -> $rust {
                self.into()
            }
        }

        impl IntoField<Option<$rust>> for $from {
            fn into_field(self) -> Option<$rust> {
                Some(self.into())
            }
        })*
    };
}

into_field! {
    &str => String;
    i64 => crate::Decimal;
}

impl<V: Into<Value>, const N: usize> IntoField<Keys> for [V; N] {
    fn into_field(self) -> Keys {
        self.into_iter().map(Into::into).collect()
    }
}

fn no_serializer() -> ApiError {
    ApiError::internal("nested rows were given to a field without a nested serializer")
}

/// A text is also the form of decimals, JSON documents and addresses.
pub(crate) fn fit(value: Value, stored: FieldType) -> Value {
    match (value, stored) {
        (Value::Text(digits), FieldType::Decimal) => Value::Decimal(digits),
        (Value::Text(text), FieldType::Json) => Value::Json(text),
        (Value::Text(text), FieldType::IpAddress) => Value::Address(text),
        (value, _) => value,
    }
}

/// Where a name leads.
enum Place {
    /// A field of the serializer.
    Field(usize),
    /// A column that the serializer doesn't write.
    Column(usize),
}

fn place(resources: &Resources, ser: SerId, name: &str) -> Option<Place> {
    let found = resources.graph.serializers.get(ser)?;
    let written = found.fields.iter().position(|f| {
        // A field without a column has its own name.
        let own = f.path.as_ref().is_none_or(|p| p.hops.is_empty() || (p.hops.len() == 1 && p.column.is_none()));
        own && !f.field.read_only && f.field.source_path() == name
    });
    written.map(Place::Field).or_else(|| resources.graph.model(found.model).position(name).map(Place::Column))
}

impl Fields<'_> {
    /// One field.
    ///
    /// # Errors
    ///
    /// A value that does not fit it.
    pub fn field<T: InputValue>(&mut self, name: &'static str, slot: &mut Option<T>) -> Result<(), ApiError> {
        // Generated code names a raw identifier with its mark.
        let name = name.strip_prefix("r#").unwrap_or(name);
        let Some(place) = place(self.resources, self.validated.ser, name) else { return Ok(()) };
        if self.write {
            let Some(value) = slot.take() else {
                self.remove(&place);
                return Ok(());
            };
            let (stored, nested) = self.kind(&place);
            self.put(&place, value.write(self.resources, stored, nested)?);
            return Ok(());
        }
        let found = match place {
            Place::Field(at) => self.validated.get(at),
            Place::Column(at) => self.validated.extra.iter().find(|(i, _)| *i == at).map(|(_, item)| item),
        };
        // Null where the type has none is not for a hook to see.
        let Some(item) = found.filter(|item| **item != Item::Value(Value::Null) || T::read(self.resources, (*item).clone()).is_some())
        else {
            return Ok(());
        };
        *slot = Some(
            T::read(self.resources, item.clone())
                .ok_or_else(|| ApiError::internal(format_args!("the validated value of the field `{name}` is not of the field's type")))?,
        );
        Ok(())
    }

    /// What a place stores, and the serializer of its nested rows.
    fn kind(&self, place: &Place) -> (FieldType, Option<SerId>) {
        let graph = &self.resources.graph;
        let Some(ser) = graph.serializers.get(self.validated.ser) else { return (FieldType::Text, None) };
        let stored = |model: ModelId, column: usize| graph.stored_type(model, column);
        match place {
            Place::Column(at) => (stored(ser.model, *at), None),
            Place::Field(at) => {
                let field = &ser.fields[*at];
                let kind = match field.path.as_ref().map(|p| (p.model, p.column)) {
                    Some((model, Some(column))) => stored(model, column),
                    Some((model, None)) => stored(model, graph.model(model).pk),
                    None => field.field.kind.stored(),
                };
                (kind, field.nested)
            }
        }
    }

    fn remove(&mut self, place: &Place) {
        match place {
            Place::Field(at) => self.validated.items.retain(|(i, _)| i != at),
            Place::Column(at) => self.validated.extra.retain(|(i, _)| i != at),
        }
    }

    fn put(&mut self, place: &Place, item: Item) {
        let (list, at) = match place {
            Place::Field(at) => (&mut self.validated.items, *at),
            Place::Column(at) => (&mut self.validated.extra, *at),
        };
        match list.iter_mut().find(|(i, _)| *i == at) {
            Some((_, old)) => *old = item,
            None => list.push((at, item)),
        }
    }
}

/// What was validated, typed.
///
/// # Errors
///
/// A value that does not fit: our fault.
pub(crate) fn typed<I: Input>(resources: &Resources, mut validated: Validated) -> Result<I, ApiError> {
    let mut input = I::default();
    input.fields(&mut Fields { resources, validated: &mut validated, write: false })?;
    Ok(input)
}

/// Puts what a typed input says over what was validated.
///
/// # Errors
///
/// As [`typed`].
pub(crate) fn overlay<I: Input>(resources: &Resources, validated: &mut Validated, mut input: I) -> Result<(), ApiError> {
    input.fields(&mut Fields { resources, validated, write: true })
}

/// A typed input as if it had been validated.
///
/// # Errors
///
/// As [`typed`].
pub(crate) fn fresh<I: Input>(resources: &Resources, ser: SerId, input: I) -> Result<Validated, ApiError> {
    let mut validated = Validated { ser, items: Vec::new(), extra: Vec::new() };
    overlay(resources, &mut validated, input)?;
    Ok(validated)
}
