//! The words of a model's fields: constants, types, and what they choose from.

/// A constant in a spec: a default, a bound, a choice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Literal {
    /// `null`.
    Null,
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A binary floating point number.
    Float(f64),
    /// A text; also dates, times, durations and uuids, in the form that a client would send.
    Str(&'static str),
    /// An exact decimal, as its digits were written.
    Decimal(&'static str),
    /// A JSON document, as text.
    Json(&'static str),
    /// A new random uuid each time (`uuid4()`).
    Uuid4,
    /// A new time-ordered uuid each time (`uuid7()`).
    Uuid7,
    /// The present moment each time, of a date column the day in UTC: `now()`, `today()`, `auto_now` and `auto_now_add`.
    Now,
}

/// The type of a field, by docs/spec.md's names; the Django class is the one that docs/spec.md lists beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are docs/spec.md's")]
pub enum FieldType {
    Auto,
    Integer,
    BigInteger,
    SmallInteger,
    PositiveInteger,
    PositiveSmallInteger,
    PositiveBigInteger,
    Float,
    Decimal,
    Boolean,
    String,
    Text,
    Slug,
    Email,
    Url,
    Uuid,
    Date,
    Time,
    DateTime,
    Duration,
    Json,
    IpAddress,
    ForeignKey,
    OneToOne,
    ManyToMany,
}

impl FieldType {
    /// Whether a row of another resource is meant.
    pub const fn is_relation(self) -> bool {
        matches!(self, Self::ForeignKey | Self::OneToOne | Self::ManyToMany)
    }

    /// Django's `CharField` and its subclasses, and `TextField`: what is stored as text and may be blank.
    pub const fn is_text(self) -> bool {
        matches!(self, Self::String | Self::Text | Self::Slug | Self::Email | Self::Url)
    }

    /// The integer types, keys included.
    pub const fn is_integer(self) -> bool {
        matches!(self, Self::Auto | Self::Integer | Self::BigInteger | Self::SmallInteger) || self.is_positive()
    }

    /// The integer types whose values are never negative.
    pub const fn is_positive(self) -> bool {
        matches!(self, Self::PositiveInteger | Self::PositiveSmallInteger | Self::PositiveBigInteger)
    }
}

/// What becomes of a row when the row that it points to is deleted: Django's `on_delete`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnDelete {
    /// It is deleted too.
    Cascade,
    /// The deletion is refused.
    Protect,
    /// The deletion is refused, unless this row goes by another way of the same deletion.
    Restrict,
    /// Its key becomes null.
    SetNull,
    /// Its key becomes the field's default.
    SetDefault,
    /// Nothing; the database's own constraint decides.
    DoNothing,
}

/// Which addresses an `ip_address` takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Protocol {
    Both,
    Ipv4,
    Ipv6,
}
