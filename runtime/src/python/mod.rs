//! Python's values, as DRF's and Django's rules are written in terms of them: numbers, texts, dates, and how they are read and shown.
//!
//! Nothing here knows of an API, a request or a database.

pub(crate) mod dateparse;
mod decimal;
mod int;
mod regex;
mod repr;
pub(crate) mod strftime;
mod text;
pub(crate) mod validators;

pub(crate) use decimal::{Decimal, Precision, Rounding};
pub(crate) use int::{Int, float, uuid, uuid_of};
pub(crate) use regex::regex;
pub(crate) use repr::{as_float, float_repr, is_int, printable, str, type_name, write_float};
pub(crate) use text::{ascii_digits, is_blank, is_space, strip, title};
