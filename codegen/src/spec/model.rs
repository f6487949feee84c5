//! `[fields]` and `[meta]`.

use super::{Names, Opt, Origin, Spanned, Value};
pub use restwright_schema::model::{FieldType, OnDelete, Protocol};

/// The type of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// One that the schema's descriptors have.
    Stored(FieldType),
    /// `file`.
    File,
    /// `image`.
    Image,
    /// `attributes`.
    Attributes,
    /// A type that is not one; it was reported, and keeps names from being reported again.
    Unknown,
}

impl FieldKind {
    /// The schema's type.
    pub const fn stored(self) -> Option<FieldType> {
        match self {
            Self::Stored(kind) => Some(kind),
            _ => None,
        }
    }

    /// Whether a row of another resource is meant.
    pub const fn is_relation(self) -> bool {
        matches!(self, Self::Stored(kind) if kind.is_relation())
    }
}

/// One entry of `[fields]`.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the options of the spec language, under their names")]
pub struct FieldSpec {
    pub name: Spanned<String>,
    /// The table of its options.
    pub origin: Origin,
    pub kind: Spanned<FieldKind>,
    pub null: Opt<bool>,
    pub blank: Opt<bool>,
    pub default: Opt<Value>,
    pub unique: Opt<bool>,
    pub db_index: Opt<bool>,
    pub choices: Opt<Vec<ChoiceSpec>>,
    /// Of a derive: the Rust enum whose variants are the choices.
    pub rust_choices: Opt<String>,
    pub help_text: Opt<String>,
    pub label: Opt<String>,
    pub editable: Opt<bool>,
    pub primary_key: Opt<bool>,
    pub db_column: Opt<String>,
    /// Code and text.
    pub error_messages: Opt<Vec<(Spanned<String>, Spanned<String>)>>,
    pub min_value: Opt<Value>,
    pub max_value: Opt<Value>,
    pub min_length: Opt<u32>,
    pub max_length: Opt<u32>,
    pub regex: Opt<String>,
    pub max_digits: Opt<u32>,
    pub decimal_places: Opt<u32>,
    pub auto_now: Opt<bool>,
    pub auto_now_add: Opt<bool>,
    pub protocol: Opt<Protocol>,
    pub upload_to: Opt<String>,
    /// A resource, or `auth.User`.
    pub to: Opt<String>,
    pub on_delete: Opt<OnDelete>,
    pub related_name: Opt<String>,
    /// A resource.
    pub through: Opt<String>,
    /// The name that the field had in an earlier migration.
    pub renamed_from: Opt<String>,
    /// Of `attributes`: a resource.
    pub schema: Opt<String>,
    /// Of `attributes`, the key `for`: a resource.
    pub for_resource: Opt<String>,
    /// Of `attributes`.
    pub scope: Opt<String>,
    /// Whether something in it was reported, so that what may follow from that is not.
    pub doubtful: bool,
}

impl FieldSpec {
    /// Whether there are choices, here or in a Rust enum.
    pub const fn has_choices(&self) -> bool {
        self.choices.is_some() || self.rust_choices.is_some()
    }

    /// A field of which nothing but the type was said.
    pub const fn new(name: Spanned<String>, origin: Origin, kind: Spanned<FieldKind>) -> Self {
        Self {
            name,
            origin,
            kind,
            null: None,
            blank: None,
            default: None,
            unique: None,
            db_index: None,
            choices: None,
            rust_choices: None,
            help_text: None,
            label: None,
            editable: None,
            primary_key: None,
            db_column: None,
            error_messages: None,
            min_value: None,
            max_value: None,
            min_length: None,
            max_length: None,
            regex: None,
            max_digits: None,
            decimal_places: None,
            auto_now: None,
            auto_now_add: None,
            protocol: None,
            upload_to: None,
            to: None,
            on_delete: None,
            related_name: None,
            through: None,
            renamed_from: None,
            schema: None,
            for_resource: None,
            scope: None,
            doubtful: false,
        }
    }
}

/// A choice: its value, and the label if one was given.
#[derive(Clone, Debug)]
pub struct ChoiceSpec {
    /// What is stored and sent.
    pub value: Spanned<Value>,
    /// What people read; not said: the value as text.
    pub label: Opt<String>,
}

/// `[meta]`.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "the keys of the spec language, under their names")]
pub struct MetaSpec {
    /// The table, if there is one.
    pub origin: Option<Origin>,
    /// Whether something in it was reported, so that what may follow from that is not.
    pub doubtful: bool,
    pub table: Opt<String>,
    pub ordering: Option<Names>,
    /// A flat list was made a list of one.
    pub unique_together: Opt<Vec<Names>>,
    /// A single name was made a list of one.
    pub indexes: Opt<Vec<Names>>,
    pub verbose_name: Opt<String>,
    pub verbose_name_plural: Opt<String>,
    pub constraints: Vec<ConstraintSpec>,
    pub master: Opt<bool>,
    /// The key `abstract`.
    pub is_abstract: Opt<bool>,
    pub extends: Opt<String>,
    /// A model of Django's own.
    pub proxy: Opt<String>,
    /// Whether `proxy` was written in another form, which was reported.
    pub proxy_lost: bool,
    pub list_master: Opt<bool>,
    pub managed: Opt<bool>,
    pub display: Opt<String>,
    /// The name that the resource had in an earlier migration.
    pub renamed_from: Opt<String>,
}

/// One entry of `meta.constraints`.
#[derive(Clone, Debug)]
pub struct ConstraintSpec {
    /// The entry.
    pub origin: Origin,
    /// The constraint's name in the database.
    pub name: Spanned<String>,
    /// A condition that every row has to pass.
    pub check: Opt<String>,
    /// Fields that are unique together.
    pub unique: Option<Names>,
    /// The key `where`: which rows count.
    pub condition: Opt<String>,
}
