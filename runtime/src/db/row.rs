//! Rows of results: columns by their position, whatever the database.

use super::Dialect;
use crate::Value;
use crate::python::Decimal;
use restwright_schema::model::FieldType;
use std::ops::Deref;

/// A row of a result; columns are addressed by their position.
#[derive(Debug)]
pub struct Row(pub(super) Inner);

#[derive(Debug)]
pub(super) enum Inner {
    #[cfg(feature = "sqlite")]
    Sqlite(sqlx::sqlite::SqliteRow),
    #[cfg(feature = "postgres")]
    Postgres(sqlx::postgres::PgRow),
    #[cfg(feature = "mysql")]
    MySql(sqlx::mysql::MySqlRow),
}

/// How many bytes of a made text need no allocation: a moment with microseconds and a uuid fit.
const INLINE: usize = 40;

/// A column as a text: borrowed from the row, or made of a value that the database does not hold as one.
#[derive(Clone, Debug)]
pub enum Text<'a> {
    /// The column's own.
    Borrowed(&'a str),
    /// Short and made: ASCII.
    Inline([u8; INLINE], usize),
    /// Long and made.
    Owned(String),
}

impl Text<'_> {
    /// A short text of ASCII bytes; longer ones are allocated.
    #[cfg(any(feature = "postgres", feature = "mysql"))]
    pub(super) fn made(bytes: &[u8]) -> Self {
        let mut inline = [0; INLINE];
        match inline.get_mut(..bytes.len()) {
            Some(place) if bytes.is_ascii() => {
                place.copy_from_slice(bytes);
                Self::Inline(inline, bytes.len())
            }
            _ => Self::Owned(String::from_utf8_lossy(bytes).into_owned()),
        }
    }
}

impl std::fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self)
    }
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Borrowed(text) => text,
            Self::Inline(bytes, len) => bytes.get(..*len).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or_default(),
            Self::Owned(text) => text,
        }
    }
}

/// What every driver's rows can say.
pub(super) trait Cells {
    fn is_null(&self, at: usize) -> bool;
    fn int(&self, at: usize) -> Option<i64>;
    /// A duration in microseconds.
    fn duration(&self, at: usize) -> Option<i128> {
        self.int(at).map(i128::from)
    }
    fn float(&self, at: usize) -> Option<f64>;
    fn text(&self, at: usize) -> Option<Text<'_>>;
    /// How many bytes the value takes, as the database gave it.
    fn size(&self, at: usize) -> usize;
}

/// Does the same with whichever driver's row it is.
macro_rules! of {
    ($row:expr, $driver:ident => $call:expr) => {
        match $row {
            #[cfg(feature = "sqlite")]
            Inner::Sqlite($driver) => $call,
            #[cfg(feature = "postgres")]
            Inner::Postgres($driver) => $call,
            #[cfg(feature = "mysql")]
            Inner::MySql($driver) => $call,
        }
    };
}

impl Row {
    /// Which database it comes from.
    pub fn dialect(&self) -> Dialect {
        match &self.0 {
            #[cfg(feature = "sqlite")]
            Inner::Sqlite(_) => Dialect::Sqlite,
            #[cfg(feature = "postgres")]
            Inner::Postgres(_) => Dialect::Postgres,
            #[cfg(feature = "mysql")]
            Inner::MySql(_) => Dialect::MySql,
        }
    }

    /// Whether the column is NULL (or not there).
    pub fn is_null(&self, at: usize) -> bool {
        of!(&self.0, row => Cells::is_null(row, at))
    }

    /// A duration in microseconds.
    pub fn duration(&self, at: usize) -> Option<i128> {
        of!(&self.0, row => Cells::duration(row, at))
    }

    /// A whole number; a truth value is 0 or 1.
    pub fn int(&self, at: usize) -> Option<i64> {
        of!(&self.0, row => Cells::int(row, at))
    }

    /// A floating point number.
    pub fn float(&self, at: usize) -> Option<f64> {
        of!(&self.0, row => Cells::float(row, at))
    }

    /// A decimal column's value with the digits that its field has.
    pub(crate) fn decimal(&self, at: usize, places: u32) -> Option<Decimal> {
        // SQLite keeps floating point numbers; the others keep digits.
        match self.dialect() {
            Dialect::Sqlite => Decimal::from_float(self.float(at)?, places),
            _ => Some(Decimal::parse(&self.text(at)?)?.quantize(places)),
        }
    }

    /// A text: as stored, or (a moment, a uuid, a number) in the form in which Django's SQLite backend would store it.
    pub fn text(&self, at: usize) -> Option<Text<'_>> {
        of!(&self.0, row => Cells::text(row, at))
    }

    /// How many bytes a text takes in memory.
    pub(crate) fn size(&self, at: usize) -> usize {
        of!(&self.0, row => Cells::size(row, at))
    }

    /// How many columns there are.
    pub fn len(&self) -> usize {
        use sqlx::Row as _;
        of!(&self.0, row => row.columns().len())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The column's name.
    pub fn name(&self, at: usize) -> Option<&str> {
        use sqlx::{Column as _, Row as _};
        of!(&self.0, row => row.columns().get(at).map(|c| c.name()))
    }

    /// The value of a column that stores a field of this type. What cannot be read as such is text.
    pub fn value(&self, at: usize, kind: FieldType) -> Value {
        if self.is_null(at) {
            return Value::Null;
        }
        let text = || self.text(at);
        let parsed = match kind {
            kind if kind.is_integer() => self.int(at).map(Value::Int),
            FieldType::Boolean => self.int(at).map(|v| Value::Bool(v != 0)),
            FieldType::Float => self.float(at).map(Value::Float),
            // SQLite's NUMERIC makes a number of it, and the driver gives back its shortest text.
            FieldType::Decimal => text().map(|v| Value::Decimal((*v).to_owned())),
            FieldType::Uuid => text().and_then(|v| uuid::Uuid::parse_str(&v).ok()).map(Value::Uuid),
            FieldType::Date => text().and_then(|v| super::stored::date(&v)).map(Value::Date),
            FieldType::Time => text().and_then(|v| super::stored::time(&v)).map(Value::Time),
            FieldType::DateTime => text().and_then(|v| super::stored::datetime(&v)).map(Value::DateTime),
            FieldType::Duration => self.duration(at).map(Value::Duration),
            FieldType::Json => text().map(|v| Value::Json((*v).to_owned())),
            FieldType::IpAddress => text().map(|v| Value::Address((*v).to_owned())),
            _ => None,
        };
        parsed.unwrap_or_else(|| Value::Text(text().map(|t| (*t).to_owned()).unwrap_or_default()))
    }
}
