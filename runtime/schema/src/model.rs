//! `[fields]` and `[meta]`: what Django calls the model.

mod kinds;

pub use crate::annotation::Annotation;
pub use kinds::{FieldType, Literal, OnDelete, Protocol};

use crate::expression::Expression;

/// Where a relation leads.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Relation {
    /// The other resource's name, or `auth.User`.
    pub to: &'static str,
    /// Meaningless for many to many.
    pub on_delete: OnDelete,
    /// The name of the way back; empty means Django's: accessor `review_set`, in queries `review`.
    pub related_name: &'static str,
    /// The resource whose rows are the pairs of a many-to-many relation; empty means a table of its own.
    pub through: &'static str,
}

/// A field of a model. `const` builders make it; see [`Field::new`].
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(missing_docs, reason = "the options of docs/spec.md, under their names")]
pub struct Field {
    pub name: &'static str,
    /// The column; for a key Django's `{name}_id`, for many to many nothing.
    pub column: &'static str,
    pub kind: FieldType,
    pub null: bool,
    pub blank: bool,
    pub default: Option<Literal>,
    pub unique: bool,
    pub db_index: bool,
    pub primary_key: bool,
    pub editable: bool,
    pub auto_now: bool,
    pub auto_now_add: bool,
    /// Value and label.
    pub choices: &'static [(Literal, &'static str)],
    /// `verbose_name`; empty: the name in words.
    pub label: &'static str,
    pub help_text: &'static str,
    pub min_value: Option<Literal>,
    pub max_value: Option<Literal>,
    /// Characters.
    pub min_length: Option<u32>,
    /// Characters.
    pub max_length: Option<u32>,
    pub regex: &'static str,
    pub max_digits: u32,
    pub decimal_places: u32,
    pub protocol: Protocol,
    pub relation: Option<Relation>,
    /// `error_messages.unique`; empty: Django's.
    pub unique_message: &'static str,
    /// The name that the field had in an earlier migration, or empty; for the next one.
    pub renamed_from: &'static str,
}

impl Field {
    /// A field with nothing said about it.
    pub const fn new(name: &'static str, column: &'static str, kind: FieldType) -> Self {
        Self {
            name,
            column,
            kind,
            null: false,
            blank: false,
            default: None,
            unique: false,
            // As in Django: keys and slugs are indexed unless somebody says otherwise.
            db_index: matches!(kind, FieldType::ForeignKey | FieldType::Slug),
            primary_key: false,
            editable: true,
            auto_now: false,
            auto_now_add: false,
            choices: &[],
            label: "",
            help_text: "",
            min_value: None,
            max_value: None,
            min_length: None,
            max_length: None,
            regex: "",
            max_digits: 0,
            decimal_places: 0,
            protocol: Protocol::Both,
            relation: None,
            unique_message: "",
            renamed_from: "",
        }
    }

    /// The key that a model without one gets: `id`, a `BigAutoField`, which Django labels "ID".
    pub const fn auto(name: &'static str) -> Self {
        Self::new(name, name, FieldType::Auto).primary_key().label("ID")
    }

    /// A key to another resource.
    pub const fn foreign_key(name: &'static str, column: &'static str, to: &'static str, on_delete: OnDelete) -> Self {
        Self::new(name, column, FieldType::ForeignKey).relation(to, on_delete, "", "")
    }

    /// A unique key to another resource.
    pub const fn one_to_one(name: &'static str, column: &'static str, to: &'static str, on_delete: OnDelete) -> Self {
        Self::new(name, column, FieldType::OneToOne).relation(to, on_delete, "", "").unique()
    }

    /// Pairs with another resource.
    pub const fn many_to_many(name: &'static str, to: &'static str) -> Self {
        Self::new(name, "", FieldType::ManyToMany).relation(to, OnDelete::Cascade, "", "")
    }

    const fn relation(mut self, to: &'static str, on_delete: OnDelete, related_name: &'static str, through: &'static str) -> Self {
        self.relation = Some(Relation { to, on_delete, related_name, through });
        self
    }

    /// `related_name`.
    pub const fn related_name(mut self, name: &'static str) -> Self {
        if let Some(relation) = self.relation {
            self.relation = Some(Relation { related_name: name, ..relation });
        }
        self
    }

    /// `through`.
    pub const fn through(mut self, resource: &'static str) -> Self {
        if let Some(relation) = self.relation {
            self.relation = Some(Relation { through: resource, ..relation });
        }
        self
    }

    /// `null = true`.
    pub const fn null(mut self) -> Self {
        self.null = true;
        self
    }

    /// `blank = true`.
    pub const fn blank(mut self) -> Self {
        self.blank = true;
        self
    }

    /// `default`.
    pub const fn default(mut self, value: Literal) -> Self {
        self.default = Some(value);
        self
    }

    /// `unique = true`.
    pub const fn unique(mut self) -> Self {
        self.unique = true;
        self
    }

    /// `db_index = true`.
    pub const fn db_index(mut self) -> Self {
        self.db_index = true;
        self
    }

    /// `db_index = false`, of keys and slugs.
    pub const fn no_index(mut self) -> Self {
        self.db_index = false;
        self
    }

    /// `primary_key = true`.
    pub const fn primary_key(mut self) -> Self {
        self.primary_key = true;
        self.unique = true;
        self
    }

    /// `editable = false`.
    pub const fn not_editable(mut self) -> Self {
        self.editable = false;
        self
    }

    /// `auto_now = true`: set at each save.
    pub const fn auto_now(mut self) -> Self {
        self.auto_now = true;
        self.editable = false;
        self.blank = true;
        self
    }

    /// `auto_now_add = true`: set when the row is made.
    pub const fn auto_now_add(mut self) -> Self {
        self.auto_now_add = true;
        self.editable = false;
        self.blank = true;
        self
    }

    /// `choices`: value and label.
    pub const fn choices(mut self, choices: &'static [(Literal, &'static str)]) -> Self {
        self.choices = choices;
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

    /// `min_value`.
    pub const fn min_value(mut self, value: Literal) -> Self {
        self.min_value = Some(value);
        self
    }

    /// `max_value`.
    pub const fn max_value(mut self, value: Literal) -> Self {
        self.max_value = Some(value);
        self
    }

    /// `min_length`, in characters.
    pub const fn min_length(mut self, length: u32) -> Self {
        self.min_length = Some(length);
        self
    }

    /// `max_length`, in characters.
    pub const fn max_length(mut self, length: u32) -> Self {
        self.max_length = Some(length);
        self
    }

    /// `regex`.
    pub const fn regex(mut self, pattern: &'static str) -> Self {
        self.regex = pattern;
        self
    }

    /// `max_digits` and `decimal_places`.
    pub const fn digits(mut self, max_digits: u32, decimal_places: u32) -> Self {
        self.max_digits = max_digits;
        self.decimal_places = decimal_places;
        self
    }

    /// `protocol`.
    pub const fn protocol(mut self, protocol: Protocol) -> Self {
        self.protocol = protocol;
        self
    }

    /// `error_messages.unique`.
    pub const fn unique_message(mut self, message: &'static str) -> Self {
        self.unique_message = message;
        self
    }

    /// `renamed_from`.
    pub const fn renamed_from(mut self, name: &'static str) -> Self {
        self.renamed_from = name;
        self
    }

    /// The label that Django derives: `verbose_name`, or the name with spaces for underscores.
    pub fn verbose_name(&self) -> String {
        if self.label.is_empty() { self.name.replace('_', " ") } else { self.label.to_owned() }
    }

    /// Whether a value is there without anybody giving one.
    pub const fn has_default(&self) -> bool {
        self.default.is_some()
    }
}

/// `meta.constraints`: a condition that every row has to pass.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Check {
    /// The constraint's name in the database.
    pub name: &'static str,
    /// The condition; a row for which it is unknown passes.
    pub condition: &'static Expression,
}

/// `meta.constraints`: columns that are unique together, among all rows or among those of a condition (Django's `UniqueConstraint`).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UniqueSet {
    /// The constraint's name in the database.
    pub name: &'static str,
    /// The fields.
    pub fields: &'static [&'static str],
    /// Which rows count; `None`: all.
    pub condition: Option<&'static Expression>,
}

impl UniqueSet {
    /// The fields of the set and of its condition, each once.
    pub fn all_fields(&self) -> Vec<&'static str> {
        let mut out = self.fields.to_vec();
        for column in self.condition.iter().flat_map(|condition| condition.columns()) {
            if !out.contains(&column.field) {
                out.push(column.field);
            }
        }
        out
    }
}

/// `[fields]` and `[meta]` of one resource.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(missing_docs, reason = "the keys of docs/spec.md's [meta], under their names")]
pub struct Model {
    /// PascalCase.
    pub name: &'static str,
    /// snake_case, the spec file's name.
    pub snake: &'static str,
    pub table: &'static str,
    /// In the spec's order, a generated `id` first. A detail has its own fields only.
    pub fields: &'static [Field],
    pub ordering: &'static [&'static str],
    pub unique_together: &'static [&'static [&'static str]],
    pub indexes: &'static [&'static [&'static str]],
    pub constraints: &'static [Check],
    /// Named sets of columns; see [`UniqueSet`].
    pub unique_sets: &'static [UniqueSet],
    /// `[annotations]`: its own ones.
    pub annotations: &'static [Annotation],
    /// Empty: the name in words.
    pub verbose_name: &'static str,
    /// Empty: `verbose_name` and an s.
    pub verbose_name_plural: &'static str,
    pub managed: bool,
    pub master: bool,
    /// The master's name, or empty.
    pub extends: &'static str,
    /// The model of Django's own whose rows these are (`meta.proxy`), or empty. The fields are that model's.
    pub proxy: &'static str,
    /// The field that `string_related` prints, or empty.
    pub display: &'static str,
    /// The name that the resource had in an earlier migration, or empty; for the next one.
    pub renamed_from: &'static str,
}

impl Model {
    /// A model without fields.
    pub const fn new(name: &'static str, snake: &'static str, table: &'static str) -> Self {
        Self {
            name,
            snake,
            table,
            fields: &[],
            ordering: &[],
            unique_together: &[],
            indexes: &[],
            constraints: &[],
            unique_sets: &[],
            annotations: &[],
            verbose_name: "",
            verbose_name_plural: "",
            managed: true,
            master: false,
            extends: "",
            proxy: "",
            display: "",
            renamed_from: "",
        }
    }

    /// `[fields]`.
    pub const fn fields(mut self, fields: &'static [Field]) -> Self {
        self.fields = fields;
        self
    }

    /// `ordering`, names with an optional `-`.
    pub const fn ordering(mut self, ordering: &'static [&'static str]) -> Self {
        self.ordering = ordering;
        self
    }

    /// `unique_together`.
    pub const fn unique_together(mut self, sets: &'static [&'static [&'static str]]) -> Self {
        self.unique_together = sets;
        self
    }

    /// `indexes`.
    pub const fn indexes(mut self, indexes: &'static [&'static [&'static str]]) -> Self {
        self.indexes = indexes;
        self
    }

    /// `constraints`.
    pub const fn constraints(mut self, checks: &'static [Check]) -> Self {
        self.constraints = checks;
        self
    }

    /// `[annotations]`.
    pub const fn annotations(mut self, annotations: &'static [Annotation]) -> Self {
        self.annotations = annotations;
        self
    }

    /// `constraints` with `unique`.
    pub const fn unique_sets(mut self, sets: &'static [UniqueSet]) -> Self {
        self.unique_sets = sets;
        self
    }

    /// All sets of several columns that are unique among all rows: `unique_together`, then the constraints.
    pub fn whole_sets(&self) -> impl Iterator<Item = &'static [&'static str]> + use<> {
        let named = self.unique_sets.iter().filter(|set| set.condition.is_none() && set.fields.len() > 1).map(|set| set.fields);
        self.unique_together.iter().copied().chain(named)
    }

    /// `verbose_name` and `verbose_name_plural`; empty means Django's.
    pub const fn verbose_names(mut self, one: &'static str, many: &'static str) -> Self {
        self.verbose_name = one;
        self.verbose_name_plural = many;
        self
    }

    /// `managed = false`.
    pub const fn unmanaged(mut self) -> Self {
        self.managed = false;
        self
    }

    /// `master = true`.
    pub const fn master(mut self) -> Self {
        self.master = true;
        self
    }

    /// `extends`.
    pub const fn extends(mut self, master: &'static str) -> Self {
        self.extends = master;
        self
    }

    /// `proxy`; the table is made by the server.
    pub const fn proxy(mut self, of: &'static str) -> Self {
        self.proxy = of;
        self.managed = false;
        self
    }

    /// `display`.
    pub const fn display(mut self, field: &'static str) -> Self {
        self.display = field;
        self
    }

    /// `renamed_from`.
    pub const fn renamed_from(mut self, name: &'static str) -> Self {
        self.renamed_from = name;
        self
    }

    /// Django's `verbose_name`: the class name in lower-case words.
    pub fn verbose_name(&self) -> String {
        if self.verbose_name.is_empty() { crate::naming::words(self.name) } else { self.verbose_name.to_owned() }
    }

    /// Django's `verbose_name_plural`.
    pub fn verbose_name_plural(&self) -> String {
        if self.verbose_name_plural.is_empty() { format!("{}s", self.verbose_name()) } else { self.verbose_name_plural.to_owned() }
    }

    /// The field of this name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|f| f.name == name)
    }
}
