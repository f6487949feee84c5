//! Short names for descriptors, so that generated code reads like the Django classes that it stands for.

use crate::model::{self, FieldType, Literal, Protocol};
use crate::serializer::{Field, Kind, Nested, Related, RelatedKind, TextKind};

/// A field of a model whose column has its name.
macro_rules! columns {
    ($($(#[$doc:meta])* $name:ident $kind:ident;)*) => {
        impl model::Field {
            $($(#[$doc])* pub const fn $name(name: &'static str) -> Self {
                Self::new(name, name, FieldType::$kind)
            })*
        }
    };
}

columns! {
    /// `IntegerField`.
    integer Integer;
    /// `BigIntegerField`.
    big_integer BigInteger;
    /// `SmallIntegerField`.
    small_integer SmallInteger;
    /// `PositiveIntegerField`.
    positive_integer PositiveInteger;
    /// `PositiveSmallIntegerField`.
    positive_small_integer PositiveSmallInteger;
    /// `PositiveBigIntegerField`.
    positive_big_integer PositiveBigInteger;
    /// `FloatField`.
    float Float;
    /// `DecimalField`; see [`model::Field::digits`].
    decimal Decimal;
    /// `BooleanField`.
    boolean Boolean;
    /// `CharField`.
    string String;
    /// `TextField`.
    text Text;
    /// `SlugField`.
    slug Slug;
    /// `EmailField`.
    email Email;
    /// `URLField`.
    url Url;
    /// `UUIDField`.
    uuid Uuid;
    /// `DateField`.
    date Date;
    /// `TimeField`.
    time Time;
    /// `DateTimeField`.
    datetime DateTime;
    /// `DurationField`.
    duration Duration;
    /// `JSONField`.
    json Json;
    /// `GenericIPAddressField`.
    ip_address IpAddress;
}

impl model::Field {
    /// `db_column`.
    pub const fn column(mut self, column: &'static str) -> Self {
        self.column = column;
        self
    }
}

const fn text(name: &'static str, kind: TextKind) -> Field {
    Field::new(name, Kind::Text { kind, max_length: None, min_length: None, trim_whitespace: true, allow_blank: false })
}

const IP: Kind = Kind::Ip { protocol: Protocol::Both, max_length: None, min_length: None, trim_whitespace: true, allow_blank: false };

const fn related(name: &'static str, kind: RelatedKind) -> Field {
    Field::new(name, Kind::Related(Related { kind, to: "", many: None, allow_empty: true }))
}

/// The classes of serializer fields, without arguments.
impl Field {
    /// `BooleanField`.
    pub const fn boolean(name: &'static str) -> Self {
        Self::new(name, Kind::Boolean)
    }

    /// `CharField`.
    pub const fn string(name: &'static str) -> Self {
        text(name, TextKind::Plain)
    }

    /// `EmailField`.
    pub const fn email(name: &'static str) -> Self {
        text(name, TextKind::Email)
    }

    /// `SlugField`.
    pub const fn slug(name: &'static str) -> Self {
        text(name, TextKind::Slug)
    }

    /// `URLField`.
    pub const fn url(name: &'static str) -> Self {
        text(name, TextKind::Url)
    }

    /// `UUIDField`.
    pub const fn uuid(name: &'static str) -> Self {
        Self::new(name, Kind::Uuid { format: "" })
    }

    /// `IPAddressField`.
    pub const fn ip_address(name: &'static str) -> Self {
        Self::new(name, IP)
    }

    /// `IntegerField`; see [`Field::column`].
    pub const fn integer(name: &'static str) -> Self {
        Self::new(name, Kind::Integer { min_value: None, max_value: None, column: None })
    }

    /// `FloatField`.
    pub const fn float(name: &'static str) -> Self {
        Self::new(name, Kind::Float { min_value: None, max_value: None })
    }

    /// `DecimalField`; see [`Field::digits`].
    pub const fn decimal(name: &'static str) -> Self {
        Self::new(name, Kind::Decimal { max_digits: None, decimal_places: None, min_value: None, max_value: None, coerce_to_string: None })
    }

    /// `DateField`.
    pub const fn date(name: &'static str) -> Self {
        Self::new(name, Kind::Date { format: "" })
    }

    /// `TimeField`.
    pub const fn time(name: &'static str) -> Self {
        Self::new(name, Kind::Time { format: "" })
    }

    /// `DateTimeField`.
    pub const fn datetime(name: &'static str) -> Self {
        Self::new(name, Kind::DateTime { format: "" })
    }

    /// `DurationField`.
    pub const fn duration(name: &'static str) -> Self {
        Self::new(name, Kind::Duration { format: "", min_value: None, max_value: None })
    }

    /// `JSONField`.
    pub const fn json(name: &'static str) -> Self {
        Self::new(name, Kind::Json)
    }

    /// `ChoiceField`: values and labels.
    pub const fn choice(name: &'static str, choices: &'static [(Literal, &'static str)]) -> Self {
        Self::new(name, Kind::Choice { choices, allow_blank: false })
    }

    /// `ListField` of what a field without a name reads.
    pub const fn list(name: &'static str, child: &'static Self) -> Self {
        Self::new(name, Kind::List { child, min_length: None, max_length: None, allow_empty: true })
    }

    /// `DictField` of what a field without a name reads.
    pub const fn dict(name: &'static str, child: &'static Self) -> Self {
        Self::new(name, Kind::Dict { child, allow_empty: true })
    }

    /// `MultipleChoiceField`: values and labels.
    pub const fn multiple_choice(name: &'static str, choices: &'static [(Literal, &'static str)]) -> Self {
        Self::new(name, Kind::MultipleChoice { choices, allow_blank: false, allow_empty: true })
    }

    /// `HiddenField`; see [`Field::default`] and [`Field::current_user`].
    pub const fn hidden(name: &'static str) -> Self {
        Self::new(name, Kind::Hidden)
    }

    /// `PrimaryKeyRelatedField`.
    pub const fn primary_key_related(name: &'static str) -> Self {
        related(name, RelatedKind::PrimaryKey)
    }

    /// `SlugRelatedField`.
    pub const fn slug_related(name: &'static str, slug_field: &'static str) -> Self {
        related(name, RelatedKind::Slug(slug_field))
    }

    /// `HyperlinkedRelatedField`; see [`Field::view`].
    pub const fn hyperlinked_related(name: &'static str) -> Self {
        related(name, RelatedKind::Hyperlinked { view_name: "", lookup_field: "" })
    }

    /// `StringRelatedField`.
    pub const fn string_related(name: &'static str) -> Self {
        related(name, RelatedKind::String).read_only()
    }

    /// A link to a detail's own URL.
    pub const fn detail_related(name: &'static str) -> Self {
        related(name, RelatedKind::Detail)
    }

    /// Another resource's serializer.
    pub const fn nested(name: &'static str) -> Self {
        Self::new(name, Kind::Nested(Nested::new()))
    }

    /// What `depth` makes of a relation.
    pub const fn nested_depth(name: &'static str, depth: u8) -> Self {
        Self::new(name, Kind::Nested(Nested { depth: Some(depth), ..Nested::new() })).read_only()
    }

    /// `HyperlinkedIdentityField`; see [`Field::view`].
    pub const fn hyperlinked_identity(name: &'static str) -> Self {
        Self::new(name, Kind::Identity { view_name: "", lookup_field: "", detail: false }).read_only()
    }

    /// A value that a hook computes.
    pub const fn method(name: &'static str) -> Self {
        Self::new(name, Kind::Method).read_only()
    }

    /// `ReadOnlyField`.
    pub const fn read_only_value(name: &'static str) -> Self {
        Self::new(name, Kind::ReadOnly).read_only()
    }

    /// A link to the row's own detail URL.
    pub const fn detail_identity(name: &'static str) -> Self {
        Self::new(name, Kind::Identity { view_name: "", lookup_field: "", detail: true }).read_only()
    }
}

/// Arguments that only some classes have; on the others they change nothing.
impl Field {
    /// `max_length`, in characters; of lists, in items, and of nested rows, in rows.
    pub const fn max_length(mut self, length: u32) -> Self {
        let max_length = Some(length);
        self.kind = match self.kind {
            Kind::Text { kind, min_length, trim_whitespace, allow_blank, .. } => {
                Kind::Text { kind, max_length, min_length, trim_whitespace, allow_blank }
            }
            Kind::Ip { protocol, min_length, trim_whitespace, allow_blank, .. } => {
                Kind::Ip { protocol, max_length, min_length, trim_whitespace, allow_blank }
            }
            Kind::Nested(nested) => Kind::Nested(Nested { max_length, ..nested }),
            Kind::List { child, min_length, allow_empty, .. } => Kind::List { child, min_length, max_length, allow_empty },
            kind => kind,
        };
        self
    }

    /// `min_length`, in characters; of lists, in items, and of nested rows, in rows.
    pub const fn min_length(mut self, length: u32) -> Self {
        let min_length = Some(length);
        self.kind = match self.kind {
            Kind::Text { kind, max_length, trim_whitespace, allow_blank, .. } => {
                Kind::Text { kind, max_length, min_length, trim_whitespace, allow_blank }
            }
            Kind::Ip { protocol, max_length, trim_whitespace, allow_blank, .. } => {
                Kind::Ip { protocol, max_length, min_length, trim_whitespace, allow_blank }
            }
            Kind::Nested(nested) => Kind::Nested(Nested { min_length, ..nested }),
            Kind::List { child, max_length, allow_empty, .. } => Kind::List { child, min_length, max_length, allow_empty },
            kind => kind,
        };
        self
    }

    /// `trim_whitespace`, of texts and addresses.
    pub const fn trim_whitespace(mut self, trim_whitespace: bool) -> Self {
        self.kind = match self.kind {
            Kind::Text { kind, max_length, min_length, allow_blank, .. } => {
                Kind::Text { kind, max_length, min_length, trim_whitespace, allow_blank }
            }
            Kind::Ip { protocol, max_length, min_length, allow_blank, .. } => {
                Kind::Ip { protocol, max_length, min_length, trim_whitespace, allow_blank }
            }
            kind => kind,
        };
        self
    }

    /// `allow_blank=True`, of texts, choices and addresses.
    pub const fn allow_blank(mut self) -> Self {
        let allow_blank = true;
        self.kind = match self.kind {
            Kind::Text { kind, max_length, min_length, trim_whitespace, .. } => {
                Kind::Text { kind, max_length, min_length, trim_whitespace, allow_blank }
            }
            Kind::Choice { choices, .. } => Kind::Choice { choices, allow_blank },
            Kind::MultipleChoice { choices, allow_empty, .. } => Kind::MultipleChoice { choices, allow_blank, allow_empty },
            Kind::Ip { protocol, max_length, min_length, trim_whitespace, .. } => {
                Kind::Ip { protocol, max_length, min_length, trim_whitespace, allow_blank }
            }
            kind => kind,
        };
        self
    }

    /// `min_value`, of a number, in its own kind of literal, or of a duration, as a text.
    pub const fn min_value(mut self, bound: Literal) -> Self {
        self.kind = match (self.kind, bound) {
            (Kind::Integer { max_value, column, .. }, Literal::Int(n)) => Kind::Integer { min_value: Some(n), max_value, column },
            (Kind::Float { max_value, .. }, _) => Kind::Float { min_value: Some(bound), max_value },
            (Kind::Duration { format, max_value, .. }, _) => Kind::Duration { format, min_value: Some(bound), max_value },
            (Kind::Decimal { max_digits, decimal_places, max_value, coerce_to_string, .. }, _) => {
                Kind::Decimal { max_digits, decimal_places, min_value: Some(bound), max_value, coerce_to_string }
            }
            (kind, _) => kind,
        };
        self
    }

    /// `max_value`, of a number, in its own kind of literal, or of a duration, as a text.
    pub const fn max_value(mut self, bound: Literal) -> Self {
        self.kind = match (self.kind, bound) {
            (Kind::Integer { min_value, column, .. }, Literal::Int(n)) => Kind::Integer { min_value, max_value: Some(n), column },
            (Kind::Float { min_value, .. }, _) => Kind::Float { min_value, max_value: Some(bound) },
            (Kind::Duration { format, min_value, .. }, _) => Kind::Duration { format, min_value, max_value: Some(bound) },
            (Kind::Decimal { max_digits, decimal_places, min_value, coerce_to_string, .. }, _) => {
                Kind::Decimal { max_digits, decimal_places, min_value, max_value: Some(bound), coerce_to_string }
            }
            (kind, _) => kind,
        };
        self
    }

    /// The type of the model's column, whose range bounds an integer.
    pub const fn column(mut self, column: FieldType) -> Self {
        if let Kind::Integer { min_value, max_value, .. } = self.kind {
            self.kind = Kind::Integer { min_value, max_value, column: Some(column) };
        }
        self
    }

    /// `max_digits` and `decimal_places`; `None` means any number.
    pub const fn digits(mut self, max_digits: Option<u32>, decimal_places: Option<u32>) -> Self {
        if let Kind::Decimal { min_value, max_value, coerce_to_string, .. } = self.kind {
            self.kind = Kind::Decimal { max_digits, decimal_places, min_value, max_value, coerce_to_string };
        }
        self
    }

    /// `coerce_to_string`.
    pub const fn coerce_to_string(mut self, coerce: bool) -> Self {
        if let Kind::Decimal { max_digits, decimal_places, min_value, max_value, .. } = self.kind {
            self.kind = Kind::Decimal { max_digits, decimal_places, min_value, max_value, coerce_to_string: Some(coerce) };
        }
        self
    }

    /// `format`, of dates and times, durations and UUIDs.
    pub const fn format(mut self, format: &'static str) -> Self {
        self.kind = match self.kind {
            Kind::Date { .. } => Kind::Date { format },
            Kind::Time { .. } => Kind::Time { format },
            Kind::DateTime { .. } => Kind::DateTime { format },
            Kind::Uuid { .. } => Kind::Uuid { format },
            Kind::Duration { min_value, max_value, .. } => Kind::Duration { format, min_value, max_value },
            kind => kind,
        };
        self
    }

    /// `protocol`, of addresses.
    pub const fn protocol(mut self, protocol: Protocol) -> Self {
        if let Kind::Ip { max_length, min_length, trim_whitespace, allow_blank, .. } = self.kind {
            self.kind = Kind::Ip { protocol, max_length, min_length, trim_whitespace, allow_blank };
        }
        self
    }

    /// The other resource, of relations.
    pub const fn to(mut self, to: &'static str) -> Self {
        self.kind = match self.kind {
            Kind::Related(related) => Kind::Related(Related { to, ..related }),
            Kind::Nested(nested) => Kind::Nested(Nested { to, ..nested }),
            kind => kind,
        };
        self
    }

    /// `serializer`, of nested fields: the name of the other resource's serializer.
    pub const fn serializer(mut self, serializer: &'static str) -> Self {
        self.kind = match self.kind {
            Kind::Nested(nested) => Kind::Nested(Nested { serializer, ..nested }),
            kind => kind,
        };
        self
    }

    /// `many`, of relations.
    pub const fn many(mut self, many: bool) -> Self {
        self.kind = match self.kind {
            Kind::Related(related) => Kind::Related(Related { many: Some(many), ..related }),
            Kind::Nested(nested) => Kind::Nested(Nested { many: Some(many), ..nested }),
            kind => kind,
        };
        self
    }

    /// `allow_empty=False`, of relations, lists, dictionaries and choices of several.
    pub const fn not_empty(mut self) -> Self {
        let allow_empty = false;
        self.kind = match self.kind {
            Kind::Related(related) => Kind::Related(Related { allow_empty, ..related }),
            Kind::Nested(nested) => Kind::Nested(Nested { allow_empty, ..nested }),
            Kind::List { child, min_length, max_length, .. } => Kind::List { child, min_length, max_length, allow_empty },
            Kind::Dict { child, .. } => Kind::Dict { child, allow_empty },
            Kind::MultipleChoice { choices, allow_blank, .. } => Kind::MultipleChoice { choices, allow_blank, allow_empty },
            kind => kind,
        };
        self
    }

    /// `CurrentUserDefault`, of hidden fields.
    pub const fn current_user(mut self) -> Self {
        self.rare.current_user = true;
        self.required = false;
        self
    }

    /// `view_name` and `lookup_field`, of links; empty means the resource's own.
    pub const fn view(mut self, view_name: &'static str, lookup_field: &'static str) -> Self {
        self.kind = match self.kind {
            Kind::Related(Related { kind: RelatedKind::Hyperlinked { .. }, to, many, allow_empty }) => {
                Kind::Related(Related { kind: RelatedKind::Hyperlinked { view_name, lookup_field }, to, many, allow_empty })
            }
            Kind::Identity { detail, .. } => Kind::Identity { view_name, lookup_field, detail },
            kind => kind,
        };
        self
    }
}
