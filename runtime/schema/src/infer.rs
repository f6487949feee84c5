//! What DRF's `ModelSerializer` makes of a model field that nobody declared (`rest_framework.utils.field_mapping`).
//!
//! The generator runs this over a spec, so that generated code is explicit; the link runs it again for `depth`, whose serializers
//! nobody wrote. Texts that are made here live as long as the process.

use crate::builtin;
use crate::expression::Expression;
use crate::model::{Field, FieldType, Literal, Model};
use crate::naming;
use crate::serializer::{self, Kind, Related, RelatedKind, TextKind, Validator};

/// Keeps a text or list for the life of the process: descriptors are made once, at build or start.
pub fn keep<T: ?Sized>(value: Box<T>) -> &'static T {
    Box::leak(value)
}

/// [`keep`] for texts.
pub fn keep_str(text: &str) -> &'static str {
    keep(text.to_owned().into_boxed_str())
}

/// What stands for the choices of a Rust enum until the compiler knows them: one choice, whose label is the enum's path. No spec can say
/// it, since the prefix is private.
const RUST_CHOICES: Literal = Literal::Str("__rw_choices");

/// The choices of a Rust enum, for generators: see [`rust_enum`].
pub fn rust_choices(path: &str) -> &'static [(Literal, &'static str)] {
    keep(Box::new([(RUST_CHOICES, keep_str(path))]))
}

/// The path of the enum whose variants these choices are.
pub fn rust_enum(choices: &[(Literal, &'static str)]) -> Option<&'static str> {
    match choices {
        [(RUST_CHOICES, path)] => Some(path),
        _ => None,
    }
}

/// Django's message for a taken value, with the model's and the field's names filled in.
pub fn unique_text(model: &Model, field: &Field) -> String {
    let message =
        if field.unique_message.is_empty() { "%(model_name)s with this %(field_label)s already exists." } else { field.unique_message };
    // The column of a proxy's row is that of the model that it stands for, and so is its message.
    let owner = builtin::named(model.proxy).map_or(model, |of| of.model);
    message.replace("%(model_name)s", &owner.verbose_name()).replace("%(field_label)s", &field.verbose_name())
}

/// Django's message for values that are taken together (`unique_error_message`).
pub fn unique_set_text<'f>(model: &Model, fields: impl Iterator<Item = &'f Field>) -> String {
    let labels: Vec<String> = fields.map(|field| naming::capfirst(&field.verbose_name())).collect();
    let list = match labels.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => labels.concat(),
    };
    format!("{} with this {list} already exists.", naming::capfirst(&model.verbose_name()))
}

/// [`unique_text`] for a descriptor, which is made once: it is kept for the life of the process.
pub fn unique_message(model: &Model, field: &Field) -> &'static str {
    keep_str(&unique_text(model, field))
}

/// The label of a serializer field, empty where DRF's own (the name in words) is the same.
fn label(field: &Field) -> &'static str {
    let label = naming::capfirst(&field.verbose_name());
    if label == naming::field_label(field.name) { "" } else { keep_str(&label) }
}

fn number(value: Option<Literal>) -> Option<i64> {
    match value {
        Some(Literal::Int(n)) => Some(n),
        _ => None,
    }
}

fn decimal(value: Option<Literal>) -> Option<&'static str> {
    match value {
        Some(Literal::Decimal(text) | Literal::Str(text)) => Some(text),
        Some(Literal::Int(n)) => Some(keep_str(&n.to_string())),
        Some(Literal::Float(n)) => Some(keep_str(&n.to_string())),
        _ => None,
    }
}

/// The class and its arguments (`serializer_field_mapping`), without what all fields share.
fn kind(field: &Field) -> Kind {
    let text = |kind| Kind::Text {
        kind,
        max_length: field.max_length,
        min_length: if field.kind == FieldType::Text { None } else { field.min_length },
        trim_whitespace: true,
        allow_blank: field.editable && field.blank,
    };
    match field.kind {
        _ if !field.choices.is_empty() => {
            Kind::Choice { choices: field.choices, allow_blank: field.editable && field.blank && field.kind.is_text() }
        }
        FieldType::Auto
        | FieldType::Integer
        | FieldType::BigInteger
        | FieldType::SmallInteger
        | FieldType::PositiveInteger
        | FieldType::PositiveSmallInteger
        | FieldType::PositiveBigInteger => {
            Kind::Integer { min_value: number(field.min_value), max_value: number(field.max_value), column: Some(field.kind) }
        }
        FieldType::Float => Kind::Float { min_value: field.min_value, max_value: field.max_value },
        FieldType::Decimal => Kind::Decimal {
            // An annotation has the places of its source, and as many digits as it takes.
            max_digits: Some(field.max_digits).filter(|digits| *digits > 0),
            decimal_places: Some(field.decimal_places),
            min_value: decimal(field.min_value).map(Literal::Decimal),
            max_value: decimal(field.max_value).map(Literal::Decimal),
            coerce_to_string: None,
        },
        FieldType::Boolean => Kind::Boolean,
        FieldType::String | FieldType::Text => text(TextKind::Plain),
        FieldType::Slug => text(TextKind::Slug),
        FieldType::Email => text(TextKind::Email),
        FieldType::Url => text(TextKind::Url),
        FieldType::Uuid => Kind::Uuid { format: "" },
        FieldType::Date => Kind::Date { format: "" },
        FieldType::Time => Kind::Time { format: "" },
        FieldType::DateTime => Kind::DateTime { format: "" },
        FieldType::Duration => Kind::Duration { format: "", min_value: None, max_value: None },
        FieldType::Json => Kind::Json,
        FieldType::IpAddress => {
            Kind::Ip { protocol: field.protocol, max_length: None, min_length: None, trim_whitespace: true, allow_blank: false }
        }
        FieldType::ForeignKey | FieldType::OneToOne | FieldType::ManyToMany => Kind::Related(Related {
            kind: RelatedKind::PrimaryKey,
            to: "",
            many: None,
            allow_empty: field.kind != FieldType::ManyToMany || field.blank,
        }),
    }
}

/// The field that `ModelSerializer` would build for a field of its model.
pub fn field(model: &Model, field: &Field) -> serializer::Field {
    let through = field.relation.is_some_and(|r| !r.through.is_empty());
    let read_only = field.kind == FieldType::Auto || !field.editable || through;
    // DRF stops early at a field that nobody writes: it gets no lengths, bounds or blanks.
    let open = Field { blank: true, min_value: None, max_value: None, min_length: None, max_length: None, ..*field };
    let kind = kind(if read_only { &open } else { field });
    let mut out = serializer::Field::new(field.name, kind).label(label(field)).help_text(field.help_text);
    out.allow_null = field.null;
    if read_only {
        return out.read_only();
    }
    if field.has_default() || field.blank || field.null {
        out.required = false;
    }
    let mut validators = Vec::new();
    if field.kind == FieldType::Text
        && let Some(length) = field.min_length
    {
        validators.push(Validator::MinLength(length));
    }
    if !field.regex.is_empty() {
        validators.push(Validator::Regex(field.regex));
    }
    if !field.choices.is_empty() {
        // With choices DRF leaves the ranges to the model's validators.
        validators.extend(field.min_value.map(Validator::MinValue));
        validators.extend(field.max_value.map(Validator::MaxValue));
    }
    let alone = |condition: Option<&Expression>| condition.is_none_or(|c| c.columns().iter().all(|column| column.field == field.name));
    let mut sets = model.unique_sets.iter().filter(|set| *set.fields == [field.name] && alone(set.condition)).peekable();
    if field.unique || sets.peek().is_some_and(|set| set.condition.is_none()) {
        validators.push(Validator::Unique(unique_message(model, field)));
    }
    validators.extend(sets.filter_map(|set| Some(Validator::UniqueWhere(unique_message(model, field), set.condition?))));
    out.validators(keep(validators.into_boxed_slice()))
}

/// The field that `ModelSerializer` builds for a reverse relation that `fields` names: keys, a list where many rows point here.
pub fn reverse(name: &'static str) -> serializer::Field {
    serializer::Field::new(name, Kind::Related(Related { kind: RelatedKind::PrimaryKey, to: "", many: None, allow_empty: true }))
}

/// The order of `fields = "__all__"`: the key, declared fields, plain fields, forward relations (DRF's `get_default_field_names`).
pub fn default_names(fields: &[&Field], declared: &[&'static str]) -> Vec<&'static str> {
    let key = fields.iter().find(|f| f.primary_key).map(|f| f.name);
    let plain = fields.iter().filter(|f| !f.primary_key && !f.kind.is_relation()).map(|f| f.name);
    let relations = fields.iter().filter(|f| !f.primary_key && f.kind.is_relation());
    let keys = relations.clone().filter(|f| f.kind != FieldType::ManyToMany).map(|f| f.name);
    let pairs = relations.filter(|f| f.kind == FieldType::ManyToMany).map(|f| f.name);
    let mut out: Vec<&'static str> = Vec::new();
    for name in key.into_iter().chain(declared.iter().copied()).chain(plain).chain(keys).chain(pairs) {
        if !out.contains(&name) {
            out.push(name);
        }
    }
    out
}
