//! `[serializer]`: what DRF calls the serializer, with everything derived written out.

use crate::expression::Expression;
use crate::model::{FieldType, Literal, Protocol};

/// How a text is read beyond its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextKind {
    /// `CharField`.
    Plain,
    /// `EmailField`.
    Email,
    /// `SlugField`.
    Slug,
    /// `URLField`.
    Url,
}

/// A check that runs on a parsed value, with the message of its own origin: what Django's model validators are to
/// a `ModelSerializer` field. Arguments that DRF turns into options of the field (`max_length`, `min_value`) are in [`Kind`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Validator {
    /// DRF's `UniqueValidator`; the message is the model field's, empty means Django's.
    Unique(&'static str),
    /// DRF's `UniqueValidator` over the rows of a condition: the message, and the condition.
    UniqueWhere(&'static str, &'static Expression),
    /// Django's `MinLengthValidator` ("Ensure this value has at least …").
    MinLength(u32),
    /// Django's `MaxLengthValidator`.
    MaxLength(u32),
    /// Django's `MinValueValidator`.
    MinValue(Literal),
    /// Django's `MaxValueValidator`.
    MaxValue(Literal),
    /// Django's `RegexValidator` ("Enter a valid value.").
    Regex(&'static str),
}

/// How a related row is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RelatedKind {
    /// `PrimaryKeyRelatedField`.
    PrimaryKey,
    /// `HyperlinkedRelatedField`. Empty names mean the target's own view and lookup field.
    Hyperlinked {
        /// `{basename}-detail`.
        view_name: &'static str,
        /// The field whose value stands in the URL.
        lookup_field: &'static str,
    },
    /// `SlugRelatedField`.
    Slug(&'static str),
    /// `StringRelatedField`; always read-only.
    String,
    /// A hyperlink to the detail's own URL, whatever the relation's static type.
    Detail,
}

/// A relation that is written as one value a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Related {
    /// How.
    pub kind: RelatedKind,
    /// The other resource, `auth.User`, or empty: wherever the source leads.
    pub to: &'static str,
    /// A list. `None`: as the relation is (many to many and reverse foreign keys are lists).
    pub many: Option<bool>,
    /// Whether an empty list is valid input.
    pub allow_empty: bool,
}

/// A relation that is written as objects.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nested {
    /// The other resource; empty: wherever the source leads.
    pub to: &'static str,
    /// Which of its serializers is used: the name of a [`Variant`]; empty: its own.
    pub serializer: &'static str,
    /// A list. `None`: as the relation is.
    pub many: Option<bool>,
    /// `Some(n)`: not the resource's serializer, but DRF's `NestedSerializer` of all fields with `depth` n.
    pub depth: Option<u8>,
    /// Whether an empty list is valid input.
    pub allow_empty: bool,
    /// The fewest rows that a list may have as input.
    pub min_length: Option<u32>,
    /// The most rows that a list may have as input.
    pub max_length: Option<u32>,
}

impl Nested {
    /// Rows of the resource that the source leads to.
    pub const fn new() -> Self {
        Self { to: "", serializer: "", many: None, depth: None, allow_empty: true, min_length: None, max_length: None }
    }
}

impl Default for Nested {
    fn default() -> Self {
        Self::new()
    }
}

/// The class of a serializer field.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(missing_docs, reason = "DRF's arguments, under their names")]
pub enum Kind {
    Boolean,
    Text {
        kind: TextKind,
        max_length: Option<u32>,
        min_length: Option<u32>,
        trim_whitespace: bool,
        allow_blank: bool,
    },
    /// `format`: `hex`, `int` or `urn`; empty means `hex_verbose`, with hyphens.
    Uuid {
        format: &'static str,
    },
    Ip {
        protocol: Protocol,
        max_length: Option<u32>,
        min_length: Option<u32>,
        trim_whitespace: bool,
        allow_blank: bool,
    },
    Integer {
        min_value: Option<i64>,
        max_value: Option<i64>,
        /// The type of the model's column, whose range in the database bounds what isn't bounded otherwise (Django's
        /// `integer_field_range`); `None` for a declared field, which has no such bounds.
        column: Option<FieldType>,
    },
    /// The bounds are numbers, written as the spec has them: messages repeat them.
    Float {
        min_value: Option<Literal>,
        max_value: Option<Literal>,
    },
    /// `coerce_to_string: None` means the API's setting. The bounds are as for floats.
    Decimal {
        max_digits: Option<u32>,
        decimal_places: Option<u32>,
        min_value: Option<Literal>,
        max_value: Option<Literal>,
        coerce_to_string: Option<bool>,
    },
    /// `format`: empty means ISO 8601, otherwise strftime.
    Date {
        format: &'static str,
    },
    Time {
        format: &'static str,
    },
    /// Empty means the API's setting.
    DateTime {
        format: &'static str,
    },
    /// `format`: empty means Django's, otherwise `iso-8601`. The bounds are written as a client writes durations.
    Duration {
        format: &'static str,
        min_value: Option<Literal>,
        max_value: Option<Literal>,
    },
    Json,
    Choice {
        choices: &'static [(Literal, &'static str)],
        allow_blank: bool,
    },
    /// `ListField`: each item is read and shown by `child`, whose name is empty. The lengths count items.
    List {
        child: &'static Field,
        min_length: Option<u32>,
        max_length: Option<u32>,
        allow_empty: bool,
    },
    /// `DictField`: each value is read and shown by `child`, whose name is empty.
    Dict {
        child: &'static Field,
        allow_empty: bool,
    },
    /// `MultipleChoiceField`.
    MultipleChoice {
        choices: &'static [(Literal, &'static str)],
        allow_blank: bool,
        allow_empty: bool,
    },
    /// A relation as values.
    Related(Related),
    /// A relation as objects.
    Nested(Nested),
    /// `HyperlinkedIdentityField`, or with `detail` the link to the detail's own URL. Empty names mean the resource's own.
    Identity {
        view_name: &'static str,
        lookup_field: &'static str,
        detail: bool,
    },
    /// `SerializerMethodField`: a hook computes it.
    Method,
    /// `ReadOnlyField`: the value as it is.
    ReadOnly,
    /// `HiddenField`: not shown, not read; its default takes part in validation.
    Hidden,
}

impl Kind {
    /// Whether a value is a document of several values: a list, a dictionary, a choice of several.
    pub const fn is_compound(&self) -> bool {
        matches!(self, Self::List { .. } | Self::Dict { .. } | Self::MultipleChoice { .. })
    }

    /// The type of the values of a field without a column.
    pub fn stored(&self) -> FieldType {
        match self {
            Self::Boolean => FieldType::Boolean,
            Self::Integer { .. } => FieldType::BigInteger,
            Self::Float { .. } => FieldType::Float,
            Self::Decimal { .. } => FieldType::Decimal,
            Self::Json | Self::List { .. } | Self::Dict { .. } | Self::MultipleChoice { .. } => FieldType::Json,
            Self::Uuid { .. } => FieldType::Uuid,
            Self::Ip { .. } => FieldType::IpAddress,
            Self::Date { .. } => FieldType::Date,
            Self::Time { .. } => FieldType::Time,
            Self::DateTime { .. } => FieldType::DateTime,
            Self::Duration { .. } => FieldType::Duration,
            Self::Choice { choices, .. } => {
                let all = |is: fn(&Literal) -> bool| !choices.is_empty() && choices.iter().all(|(value, _)| is(value));
                if all(|value| matches!(value, Literal::Int(_))) {
                    FieldType::BigInteger
                } else if all(|value| matches!(value, Literal::Float(_))) {
                    FieldType::Float
                } else {
                    FieldType::Text
                }
            }
            _ => FieldType::Text,
        }
    }

    /// Whether a declared field of this class needs no column: its values are its own.
    pub const fn is_plain(&self) -> bool {
        !matches!(self, Self::Related(_) | Self::Nested(_) | Self::Identity { .. } | Self::Method | Self::ReadOnly | Self::Hidden)
    }
}

/// Arguments that few fields have, under DRF's names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rare {
    /// Of links: the suffix instead of a request's other one. Empty: the same. (Of other fields it stands in [`Kind`].)
    pub format: &'static str,
    /// Of dates and times: strptime formats, or `iso-8601`. Empty: ISO 8601 alone.
    pub input_formats: &'static [&'static str],
    /// Of decimals: how what has more places than are shown is rounded, as Python's `decimal` calls it. Empty: half to even.
    pub rounding: &'static str,
    /// Of decimals: without zeros at the end.
    pub normalize_output: bool,
    /// Of decimals: as a text in the server's language, which is English.
    pub localize: bool,
    /// Of big integers: as a text. (Of decimals it stands in [`Kind`].)
    pub coerce_to_string: bool,
    /// Of slugs: letters and digits of all languages.
    pub allow_unicode: bool,
    /// Of JSON: a text that holds the document.
    pub binary: bool,
    /// Of hidden fields: the value is the user who asks (`CurrentUserDefault`).
    pub current_user: bool,
}

impl Rare {
    /// What nearly all fields have.
    pub const NONE: Self = Self {
        format: "",
        input_formats: &[],
        rounding: "",
        normalize_output: false,
        localize: false,
        coerce_to_string: false,
        allow_unicode: false,
        binary: false,
        current_user: false,
    };
}

/// A field of a serializer.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(missing_docs, reason = "DRF's arguments, under their names")]
pub struct Field {
    pub name: &'static str,
    /// Where the value comes from, dots through relations; empty: the field of the same name.
    pub source: &'static str,
    pub kind: Kind,
    pub read_only: bool,
    pub write_only: bool,
    pub required: bool,
    pub allow_null: bool,
    /// DRF's `default=`; the model's own default works on its own and isn't repeated here.
    pub default: Option<Literal>,
    /// `initial`, for forms.
    pub initial: Option<Literal>,
    /// Empty: DRF's, the name in words.
    pub label: &'static str,
    pub help_text: &'static str,
    /// In DRF's order; they run after the kind's own checks and all of them run.
    pub validators: &'static [Validator],
    pub error_messages: &'static [(&'static str, &'static str)],
    pub rare: Rare,
}

impl Field {
    /// A field that is required and takes no null.
    pub const fn new(name: &'static str, kind: Kind) -> Self {
        Self {
            name,
            source: "",
            kind,
            read_only: false,
            write_only: false,
            required: true,
            allow_null: false,
            default: None,
            initial: None,
            label: "",
            help_text: "",
            validators: &[],
            error_messages: &[],
            rare: Rare::NONE,
        }
    }

    /// `source`.
    pub const fn source(mut self, path: &'static str) -> Self {
        self.source = path;
        self
    }

    /// `read_only=True`; such a field is never required.
    pub const fn read_only(mut self) -> Self {
        self.read_only = true;
        self.required = false;
        self
    }

    /// `write_only=True`.
    pub const fn write_only(mut self) -> Self {
        self.write_only = true;
        self
    }

    /// `required=False`.
    pub const fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    /// `allow_null=True`.
    pub const fn allow_null(mut self) -> Self {
        self.allow_null = true;
        self
    }

    /// `default=…`; such a field is never required.
    pub const fn default(mut self, value: Literal) -> Self {
        self.default = Some(value);
        self.required = false;
        self
    }

    /// `initial=…`.
    pub const fn initial(mut self, value: Literal) -> Self {
        self.initial = Some(value);
        self
    }

    /// `label`.
    pub const fn label(mut self, label: &'static str) -> Self {
        self.label = label;
        self
    }

    /// `help_text`.
    pub const fn help_text(mut self, text: &'static str) -> Self {
        self.help_text = text;
        self
    }

    /// `validators`.
    pub const fn validators(mut self, validators: &'static [Validator]) -> Self {
        self.validators = validators;
        self
    }

    /// `error_messages`: code and text.
    pub const fn error_messages(mut self, messages: &'static [(&'static str, &'static str)]) -> Self {
        self.error_messages = messages;
        self
    }

    /// The arguments that few fields have.
    pub const fn rare(mut self, rare: Rare) -> Self {
        self.rare = rare;
        self
    }

    /// Whether the field may be without a column: it only shows a value of its own, or only takes one for a hook.
    pub const fn may_have_no_column(&self) -> bool {
        self.kind.is_plain() && self.source.is_empty() && (self.read_only || self.write_only)
    }

    /// The path of the source, the name if none is said.
    pub const fn source_path(&self) -> &'static str {
        if self.source.is_empty() { self.name } else { self.source }
    }
}

/// The serializer of one resource.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Serializer {
    /// In output order. A detail has its own only; its master's come before them.
    pub fields: &'static [Field],
    /// Fields that `?expand=` takes.
    pub expandable_fields: &'static [&'static str],
    /// The sets of fields (of the model) that `UniqueTogetherValidator` looks after.
    pub unique_together: &'static [&'static [&'static str]],
    /// The other serializers of the resource: those of actions (`create`), and those that nested fields name (`brief`). They have none themselves.
    pub variants: &'static [Variant],
}

impl Serializer {
    /// A serializer of these fields.
    pub const fn new(fields: &'static [Field]) -> Self {
        Self { fields, expandable_fields: &[], unique_together: &[], variants: &[] }
    }

    /// `expandable_fields`.
    pub const fn expandable_fields(mut self, names: &'static [&'static str]) -> Self {
        self.expandable_fields = names;
        self
    }

    /// The unique sets to validate.
    pub const fn unique_together(mut self, sets: &'static [&'static [&'static str]]) -> Self {
        self.unique_together = sets;
        self
    }

    /// The fields of all serializers that writes read with: its own, and those for creation and updates. One name may come several times.
    pub fn written(&self) -> impl Iterator<Item = &'static Field> {
        let variants = self.variants.iter().filter(|v| matches!(v.name, "create" | "update" | "partial_update"));
        self.fields.iter().chain(variants.flat_map(|v| v.serializer.fields))
    }

    /// The other serializers of the resource.
    pub const fn variants(mut self, variants: &'static [Variant]) -> Self {
        self.variants = variants;
        self
    }
}

/// Another serializer of a resource: what DRF's author returns from `get_serializer_class()`, or nests.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Variant {
    /// `create`, `update`, `partial_update`, `list` or `retrieve` of an action; any other name for nested fields.
    pub name: &'static str,
    /// The whole serializer: nothing is taken from the resource's own. With `part`, what one struct knows of it.
    pub serializer: Serializer,
    /// Whether its fields are listed, and not what is left of the serializer's own.
    pub listed: bool,
    /// The fields that it leaves out, which may be a master's.
    pub omit: &'static [&'static str],
    /// Whether it is a part of one only: that of a detail whose master is not known where it was made. They are joined when the router is built.
    pub part: bool,
}

impl Variant {
    /// A serializer of this name.
    pub const fn new(name: &'static str, serializer: Serializer) -> Self {
        Self { name, serializer, listed: false, omit: &[], part: false }
    }

    /// Its fields are listed.
    pub const fn listed(mut self) -> Self {
        self.listed = true;
        self
    }

    /// The fields that it leaves out.
    pub const fn omit(mut self, names: &'static [&'static str]) -> Self {
        self.omit = names;
        self
    }

    /// It is a detail's part of one.
    pub const fn part(mut self) -> Self {
        self.part = true;
        self
    }
}
