//! The choices of a field as an enum: `#[derive(Choices)]` makes one, and so does generated code for a field of a spec that has `choices`.

use super::Column;
use crate::schema::model::Literal;

/// An enum whose variants are the values of a field (Django's `TextChoices` and `IntegerChoices`): `#[derive(Choices)]` makes it one. It
/// prints its value, and is parsed from one (`"draft".parse::<Status>()`).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a field type",
    label = "not a field type",
    note = "the field types are i64, i32, i16, u32, f64, bool, String, Uuid, NaiveDate, NaiveTime, DateTime<Utc>, TimeDelta, serde_json::Value, \
            IpAddr, restwright::Decimal, restwright::ManyToMany<…>, enums with `#[derive(restwright::Choices)]`, and Option of them"
)]
pub trait Choices: Column {
    /// Values and labels, in the order of the variants.
    const CHOICES: &'static [(Literal, &'static str)];
    /// The characters of the longest value: the `max_length` of a text field without one.
    const MAX_LENGTH: u32;

    /// What people read for the value: Django's `get_status_display()`. A value that is none of the choices is its own label.
    fn label(&self) -> &str;
}

/// A text that is none of an enum's values.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not one of the choices")]
pub struct NotAChoice(pub String);

/// The characters of the longest text, at least 1.
pub const fn longest(texts: &[&str]) -> u32 {
    let (mut longest, mut at) = (1, 0);
    while at < texts.len() {
        let (bytes, mut characters, mut byte) = (texts[at].as_bytes(), 0, 0);
        while byte < bytes.len() {
            // Bytes that go on with a character begin with the bits 10.
            characters += (bytes[byte] & 0b1100_0000 != 0b1000_0000) as u32;
            byte += 1;
        }
        if characters > longest {
            longest = characters;
        }
        at += 1;
    }
    longest
}

/// Makes the enum of a field's choices. Generated code calls it as `rw::choices!`.
///
/// A variant stands for a value, with its label. `#[blank]` is the empty text of a field that may be blank, and `#[other]` whatever else a
/// database holds: rows that were there before the choices were, or what a serializer's field of another type let in.
#[doc(hidden)]
#[macro_export]
macro_rules! __choices {
    (
        $(#[$doc:meta])* $vis:vis enum $name:ident {
            $($variant:ident = ($value:literal, $label:literal),)+
            $(#[blank] $blank:ident,)?
            #[other] $other:ident(String) $(,)?
        }
    ) => {
        $(#[$doc])*
        #[allow(non_camel_case_types)]
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        $vis enum $name {
            $(#[doc = $label] $variant,)+
            $(/// The empty text.
            $blank,)?
            /// A value that is none of the choices.
            $other(::std::string::String),
        }

        impl $name {
            /// Values and labels, in the order of the variants.
            $vis const CHOICES: &'static [($crate::__gen::Literal, &'static str)] = &[$(($crate::__gen::Literal::Str($value), $label)),+];

            /// The value.
            $vis fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $value,)+
                    $(Self::$blank => "",)?
                    Self::$other(value) => value,
                }
            }

            /// What people read for the value.
            $vis fn label(&self) -> &str {
                match self {
                    $(Self::$variant => $label,)+
                    $(Self::$blank => "",)?
                    Self::$other(value) => value,
                }
            }
        }

        impl $crate::__gen::Choices for $name {
            const CHOICES: &'static [($crate::__gen::Literal, &'static str)] = Self::CHOICES;
            const MAX_LENGTH: u32 = $crate::__gen::longest(&[$($value),+]);
            fn label(&self) -> &str {
                self.label()
            }
        }

        impl $crate::__gen::Column for $name {
            const KIND: $crate::__gen::FieldType = $crate::__gen::FieldType::Text;
            fn from_value(value: $crate::__gen::Value) -> ::core::option::Option<Self> {
                let $crate::__gen::Value::Text(text) = value else { return ::core::option::Option::None };
                ::core::option::Option::Some(match text.as_str() {
                    $($value => Self::$variant,)+
                    $("" => Self::$blank,)?
                    _ => Self::$other(text),
                })
            }
            fn into_value(self) -> $crate::__gen::Value {
                $crate::__gen::Value::Text(self.as_str().to_owned())
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = $crate::__gen::NotAChoice;
            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                match text {
                    $($value => ::core::result::Result::Ok(Self::$variant),)+
                    $("" => ::core::result::Result::Ok(Self::$blank),)?
                    _ => ::core::result::Result::Err($crate::__gen::NotAChoice(text.to_owned())),
                }
            }
        }

        $crate::__choices_values!($name);
    };
    (
        $(#[$doc:meta])* $vis:vis enum $name:ident {
            $($variant:ident = ($value:literal, $label:literal),)+
            #[other] $other:ident(i64) $(,)?
        }
    ) => {
        $(#[$doc])*
        #[allow(non_camel_case_types)]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        $vis enum $name {
            $(#[doc = $label] $variant,)+
            /// A value that is none of the choices.
            $other(i64),
        }

        impl $name {
            /// Values and labels, in the order of the variants.
            $vis const CHOICES: &'static [($crate::__gen::Literal, &'static str)] = &[$(($crate::__gen::Literal::Int($value), $label)),+];

            /// The value.
            $vis const fn as_i64(self) -> i64 {
                match self {
                    $(Self::$variant => $value,)+
                    Self::$other(value) => value,
                }
            }

            /// What people read for the value; empty for one that is none of the choices.
            $vis const fn label(self) -> &'static str {
                match self {
                    $(Self::$variant => $label,)+
                    Self::$other(_) => "",
                }
            }
        }

        impl $crate::__gen::Choices for $name {
            const CHOICES: &'static [($crate::__gen::Literal, &'static str)] = Self::CHOICES;
            const MAX_LENGTH: u32 = $crate::__gen::longest(&[$(::core::stringify!($value)),+]);
            fn label(&self) -> &str {
                (*self).label()
            }
        }

        impl $crate::__gen::Column for $name {
            const KIND: $crate::__gen::FieldType = $crate::__gen::FieldType::BigInteger;
            fn from_value(value: $crate::__gen::Value) -> ::core::option::Option<Self> {
                match value {
                    $($crate::__gen::Value::Int($value) => ::core::option::Option::Some(Self::$variant),)+
                    $crate::__gen::Value::Int(value) => ::core::option::Option::Some(Self::$other(value)),
                    _ => ::core::option::Option::None,
                }
            }
            fn into_value(self) -> $crate::__gen::Value {
                $crate::__gen::Value::Int(self.as_i64())
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.as_i64(), f)
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = $crate::__gen::NotAChoice;
            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                match text.parse::<i64>() {
                    $(::core::result::Result::Ok($value) => ::core::result::Result::Ok(Self::$variant),)+
                    _ => ::core::result::Result::Err($crate::__gen::NotAChoice(text.to_owned())),
                }
            }
        }

        $crate::__choices_values!($name);
    };
}

/// What an enum of choices is turned into.
#[doc(hidden)]
#[macro_export]
macro_rules! __choices_values {
    ($name:ident) => {
        impl ::core::convert::From<$name> for $crate::__gen::Value {
            fn from(choice: $name) -> Self {
                $crate::__gen::Column::into_value(choice)
            }
        }

        /// As the API writes it: the value.
        impl $crate::__gen::Serialize for $name {
            fn serialize<S: $crate::__gen::Serializing>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::__gen::serialize_choice(self, serializer)
            }
        }
    };
}

/// Writes a choice as its value.
///
/// # Errors
///
/// The serializer's own.
pub fn serialize_choice<C: Choices + Clone, S: serde_core::Serializer>(choice: &C, serializer: S) -> Result<S::Ok, S::Error> {
    match choice.clone().into_value() {
        crate::Value::Int(number) => serializer.serialize_i64(number),
        crate::Value::Text(text) => serializer.serialize_str(&text),
        _ => serializer.serialize_none(),
    }
}
