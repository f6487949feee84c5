//! `[fields]` and `[meta]`.

use super::literal::{bound, choices, constant, constants, literal};
use super::{Lowering, names, opt_names, path, said, text};
use crate::spec::{FieldSpec, ResourceSpec, Scope};
use restwright_schema::annotation::{Aggregate, Annotation, Computed};
use restwright_schema::infer::{self, keep, keep_str};
use restwright_schema::model::{Check, Field, FieldType, Model, OnDelete, Relation, UniqueSet};

impl Lowering<'_> {
    pub(super) fn model(&self, spec: &ResourceSpec) -> Model {
        let meta = &spec.meta;
        // A struct does not know its API: the router puts its name in front.
        let default = match self.folder.scope {
            Scope::Struct => String::new(),
            Scope::Whole | Scope::Open => format!("{}_{}", self.folder.api.name.value, spec.snake),
        };
        if let Some(builtin) = spec.proxy() {
            let of = builtin.model;
            let named = |said: &'static str, of: &'static str| if said.is_empty() { of } else { said };
            let model = Model::new(keep_str(&spec.name), keep_str(&spec.snake), of.table).proxy(builtin.name);
            return Model {
                fields: of.fields,
                ordering: opt_names(&meta.ordering),
                verbose_name: text(&meta.verbose_name),
                verbose_name_plural: text(&meta.verbose_name_plural),
                display: named(text(&meta.display), of.display),
                annotations: self.annotations(spec),
                ..model
            };
        }
        let table = meta.table.as_ref().map_or(default, |t| t.value.clone());
        let sets = |sets: &Option<crate::spec::Spanned<Vec<crate::spec::Names>>>| -> &'static [&'static [&'static str]] {
            sets.as_ref().map_or(&[], |s| keep(s.iter().map(names).collect::<Vec<_>>().into_boxed_slice()))
        };
        Model {
            fields: self.fields(spec),
            ordering: opt_names(&meta.ordering),
            unique_together: sets(&meta.unique_together),
            indexes: sets(&meta.indexes),
            constraints: self.constraints(spec),
            unique_sets: self.unique_sets(spec),
            annotations: self.annotations(spec),
            verbose_name: text(&meta.verbose_name),
            verbose_name_plural: text(&meta.verbose_name_plural),
            managed: spec.is_managed(),
            master: spec.is_master(),
            extends: text(&meta.extends),
            display: text(&meta.display),
            renamed_from: text(&meta.renamed_from),
            ..Model::new(keep_str(&spec.name), keep_str(&spec.snake), keep_str(&table))
        }
    }

    fn fields(&self, spec: &ResourceSpec) -> &'static [Field] {
        let mut fields: Vec<Field> = Vec::new();
        if spec.primary_key().is_none() && spec.meta.extends.is_none() {
            fields.push(Field::auto("id"));
        }
        fields.extend(spec.fields.iter().filter_map(|f| self.field(f)));
        if spec.is_master() && spec.field("type").is_none() {
            // The detail's name, which the server writes.
            fields.push(Field::string("type").max_length(100).not_editable());
        }
        keep(fields.into_boxed_slice())
    }

    /// `None` for a type that is not built yet: the checks have said so.
    fn field(&self, spec: &FieldSpec) -> Option<Field> {
        let kind = spec.kind.stored()?;
        let name = keep_str(&spec.name);
        let column = match (&spec.db_column, kind) {
            (_, FieldType::ManyToMany) => "",
            (Some(column), _) => keep_str(column),
            (None, FieldType::ForeignKey | FieldType::OneToOne) => keep_str(&format!("{name}_id")),
            (None, _) => name,
        };
        // A key's constants are those of the key that it points to.
        let stored = if kind.is_relation() { self.key_type(spec.to.as_ref().map_or("", |t| t.as_str())) } else { kind };
        let mut field = Field::new(name, column, kind);
        field.null = said(&spec.null);
        field.blank = said(&spec.blank);
        field.default = spec.default.as_ref().map(|v| literal(v, stored));
        field.primary_key = said(&spec.primary_key);
        field.unique = said(&spec.unique) || field.primary_key || kind == FieldType::OneToOne;
        if let Some(index) = &spec.db_index {
            field.db_index = index.value;
        }
        field.editable = spec.editable.as_ref().is_none_or(|e| e.value);
        if said(&spec.auto_now) {
            field = field.auto_now();
        }
        if said(&spec.auto_now_add) {
            field = field.auto_now_add();
        }
        field.choices = match (&spec.choices, &spec.rust_choices) {
            (Some(said), _) => choices(said, stored),
            (None, Some(path)) => infer::rust_choices(path),
            (None, None) => &[],
        };
        field.label = text(&spec.label);
        field.help_text = text(&spec.help_text);
        field.min_value = spec.min_value.as_ref().map(|v| bound(v, kind));
        field.max_value = spec.max_value.as_ref().map(|v| bound(v, kind));
        field.min_length = spec.min_length.as_ref().map(|n| n.value);
        field.max_length = spec.max_length.as_ref().map(|n| n.value).or(match kind {
            FieldType::Slug => Some(50),
            FieldType::Email => Some(254),
            FieldType::Url => Some(200),
            FieldType::String if spec.rust_choices.is_some() => Some(u32::MAX),
            _ => None,
        });
        field.regex = text(&spec.regex);
        field.renamed_from = text(&spec.renamed_from);
        field.max_digits = spec.max_digits.as_ref().map_or(0, |n| n.value);
        field.decimal_places = spec.decimal_places.as_ref().map_or(0, |n| n.value);
        if let Some(protocol) = &spec.protocol {
            field.protocol = protocol.value;
        }
        if kind.is_relation() {
            field.relation = Some(Relation {
                to: text(&spec.to),
                on_delete: spec.on_delete.as_ref().map_or(OnDelete::Cascade, |o| o.value),
                related_name: text(&spec.related_name),
                through: text(&spec.through),
            });
        }
        if let Some(messages) = &spec.error_messages
            && let Some((_, message)) = messages.iter().find(|(code, _)| code.value == "unique")
        {
            field.unique_message = keep_str(message);
        }
        Some(field)
    }

    fn annotations(&self, spec: &ResourceSpec) -> &'static [Annotation] {
        let lowered = spec.annotations.iter().filter_map(|said| {
            let kind = said.kind.as_ref().and_then(|k| k.value.stored());
            let value = match (&said.aggregate, &said.expression) {
                (Some((function, path)), _) => {
                    let conditions = said.conditions.iter().map(|(lookup, value)| (self::path(lookup), constants(value)));
                    Computed::Aggregate(Aggregate {
                        function: function.value,
                        path: self::path(path),
                        distinct: self::said(&said.distinct),
                        conditions: keep(conditions.collect::<Vec<_>>().into_boxed_slice()),
                        default: said.default.as_ref().map(|value| constant(value)),
                    })
                }
                (None, Some(text)) => Computed::Expression(self.expression(spec, text)?),
                (None, None) => return None,
            };
            let digits = |n: &crate::spec::Opt<u32>| n.as_ref().map_or(0, |n| n.value);
            Some(Annotation {
                name: keep_str(&said.name),
                value,
                kind,
                max_digits: digits(&said.max_digits),
                decimal_places: digits(&said.decimal_places),
                // A struct has the fields that its author wrote.
                in_row: self.folder.scope != Scope::Struct,
            })
        });
        keep(lowered.collect::<Vec<_>>().into_boxed_slice())
    }

    fn constraints(&self, spec: &ResourceSpec) -> &'static [Check] {
        let checks = spec.meta.constraints.iter().filter_map(|constraint| {
            let condition = self.expression(spec, constraint.check.as_ref()?)?;
            Some(Check { name: keep_str(&constraint.name), condition })
        });
        keep(checks.collect::<Vec<_>>().into_boxed_slice())
    }

    fn unique_sets(&self, spec: &ResourceSpec) -> &'static [UniqueSet] {
        let sets = spec.meta.constraints.iter().filter_map(|constraint| {
            let condition = constraint.condition.as_ref().and_then(|text| self.expression(spec, text));
            Some(UniqueSet { name: keep_str(&constraint.name), fields: names(constraint.unique.as_ref()?), condition })
        });
        keep(sets.collect::<Vec<_>>().into_boxed_slice())
    }
}
