//! `[serializer]`.

use super::{ChoiceSpec, FieldKind, Names, Opt, Origin, Protocol, Spanned, Value};

/// `serializer.fields`.
#[derive(Clone, Debug)]
pub enum FieldList {
    /// `"__all__"`.
    All,
    /// Names, in output order.
    Names(Vec<Spanned<String>>),
}

/// `[serializer]`.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the keys of the spec language, under their names")]
pub struct SerializerSpec {
    pub origin: Origin,
    /// Whether something in `fields` was reported, so that what may follow from that is not.
    pub doubtful: bool,
    pub fields: Opt<FieldList>,
    /// Of `[serializer]` alone: `Meta.exclude`.
    pub exclude: Option<Names>,
    /// Of a table of it alone.
    pub omit: Option<Names>,
    /// Of `[serializer]` alone.
    pub create_only_fields: Option<Names>,
    /// Where `validators = []` stands: no set is validated.
    pub validators: Option<Origin>,
    pub read_only_fields: Option<Names>,
    pub depth: Opt<u8>,
    pub expandable_fields: Option<Names>,
    pub extra_kwargs: Vec<ExtraKwargsSpec>,
    pub declared: Vec<DeclaredSpec>,
    /// Of `[serializer]` alone: `[serializer.create]`, `[serializer.brief]`, …
    pub tables: Vec<TableSpec>,
}

/// A table of `[serializer]`: another serializer of the resource.
#[derive(Clone, Debug)]
pub struct TableSpec {
    /// An action that reads or shows, or any other name.
    pub name: Spanned<String>,
    /// What it says beside `[serializer]`.
    pub spec: SerializerSpec,
}

impl SerializerSpec {
    /// A table in which nothing was said.
    pub const fn new(origin: Origin) -> Self {
        Self {
            origin,
            doubtful: false,
            fields: None,
            exclude: None,
            omit: None,
            create_only_fields: None,
            validators: None,
            read_only_fields: None,
            depth: None,
            expandable_fields: None,
            extra_kwargs: Vec::new(),
            declared: Vec::new(),
            tables: Vec::new(),
        }
    }

    /// The table of this name.
    pub fn table(&self, name: &str) -> Option<&SerializerSpec> {
        self.tables.iter().find(|t| *t.name == name).map(|t| &t.spec)
    }

    /// This table and those below it.
    pub fn layers(&self) -> impl Iterator<Item = &SerializerSpec> {
        std::iter::once(self).chain(self.tables.iter().map(|t| &t.spec))
    }

    /// Does something with this table and those below it.
    pub fn each(&mut self, change: &mut impl FnMut(&mut Self)) {
        change(self);
        self.tables.iter_mut().for_each(|table| change(&mut table.spec));
    }

    /// All declared fields, of the tables too.
    pub fn all_declared(&self) -> impl Iterator<Item = &DeclaredSpec> {
        self.layers().flat_map(|s| &s.declared)
    }

    /// The declared field of this name.
    pub fn declared(&self, name: &str) -> Option<&DeclaredSpec> {
        self.declared.iter().find(|d| *d.name == name)
    }

    /// The `extra_kwargs` of this field.
    pub fn extra_kwargs(&self, name: &str) -> Option<&ExtraKwargsSpec> {
        self.extra_kwargs.iter().find(|k| *k.name == name)
    }
}

/// One entry of `serializer.extra_kwargs`.
#[derive(Clone, Debug)]
pub struct ExtraKwargsSpec {
    /// The field.
    pub name: Spanned<String>,
    /// The table of arguments.
    pub origin: Origin,
    /// The arguments.
    pub args: FieldArgs,
    /// Whether something in it was reported, so that what may follow from that is not.
    pub doubtful: bool,
}

/// One entry of `serializer.declared`.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the keys of the spec language, under their names")]
pub struct DeclaredSpec {
    pub name: Spanned<String>,
    /// The table of arguments.
    pub origin: Origin,
    pub kind: Spanned<DeclaredKind>,
    /// A resource, or `auth.User`; not said: where the source leads.
    pub to: Opt<String>,
    pub many: Opt<bool>,
    pub slug_field: Opt<String>,
    /// Which serializer of the other resource is nested.
    pub serializer: Opt<String>,
    /// Of a list or a dictionary: what it holds; not said: anything. Its own name is `child`.
    pub child: Option<Box<DeclaredSpec>>,
    pub args: FieldArgs,
    /// Whether something in it was reported, so that what may follow from that is not.
    pub doubtful: bool,
}

/// The class of a declared serializer field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the spec language's names")]
pub enum DeclaredKind {
    /// A type of `[fields]` (never a relation, nor `attributes`).
    Value(FieldKind),
    HyperlinkedIdentity,
    HyperlinkedRelated,
    PrimaryKeyRelated,
    SlugRelated,
    StringRelated,
    Nested,
    Method,
    List,
    Dict,
    MultipleChoice,
    Hidden,
    DetailIdentity,
    DetailRelated,
    /// A type that is not one; it was reported.
    Unknown,
}

/// The arguments of a serializer field, in `extra_kwargs` and in declared fields.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "DRF's arguments, under their names")]
pub struct FieldArgs {
    pub read_only: Opt<bool>,
    pub write_only: Opt<bool>,
    pub required: Opt<bool>,
    pub default: Opt<Value>,
    pub initial: Opt<Value>,
    pub allow_null: Opt<bool>,
    pub allow_blank: Opt<bool>,
    pub allow_empty: Opt<bool>,
    pub label: Opt<String>,
    pub help_text: Opt<String>,
    /// Dots through relations.
    pub source: Opt<String>,
    pub min_length: Opt<u32>,
    pub max_length: Opt<u32>,
    pub min_value: Opt<Value>,
    pub max_value: Opt<Value>,
    pub max_digits: Opt<u32>,
    pub decimal_places: Opt<u32>,
    pub coerce_to_string: Opt<bool>,
    pub trim_whitespace: Opt<bool>,
    pub choices: Opt<Vec<ChoiceSpec>>,
    /// strftime or `iso-8601`, of dates and times.
    pub format: Opt<String>,
    pub protocol: Opt<Protocol>,
    pub view_name: Opt<String>,
    pub lookup_field: Opt<String>,
    /// How many choices a form's select shows.
    pub html_cutoff: Opt<u32>,
    /// Code and text.
    pub error_messages: Opt<Vec<(Spanned<String>, Spanned<String>)>>,
    pub rare: RareArgs,
}

/// Arguments that few fields have.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "DRF's arguments, under their names")]
pub struct RareArgs {
    /// strptime or `iso-8601`, of dates and times.
    pub input_formats: Option<Names>,
    /// Python's `ROUND_…`.
    pub rounding: Opt<&'static str>,
    pub normalize_output: Opt<bool>,
    pub localize: Opt<bool>,
    pub allow_unicode: Opt<bool>,
    pub binary: Opt<bool>,
    pub lookup_url_kwarg: Opt<String>,
    /// Where `validators = []` stands: none but the class's own.
    pub validators: Option<Origin>,
}
